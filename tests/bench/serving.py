"""Servers on free ports of this machine, started as `make run` starts them, ended with the block."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.databases import ROOT, TODAY, Place
from tests.bench.floor import RECORDING
from tests.bench.processes import children_of

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process_id: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def workers(self) -> list[int]:
        return children_of(self.process_id)


@contextmanager
def serving(place: Place) -> Iterator[Server]:
    """The application on the database of a place, whose demo is loaded."""
    place.folder.chmod(0o700)
    settings = {
        "DATABASE_URL": place.url,
        "VSOKO_DATA_DIR": str(place.folder),
        "VSOKO_TODAY": TODAY.isoformat(),
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-bench",
    }
    with _gunicorn("app:server", "gunicorn.conf.py", settings, path="/livez") as server:
        yield server


@contextmanager
def serving_floor(recording: Path) -> Iterator[Server]:
    configuration = "python:tests.bench.floor_server"
    with _gunicorn("tests.bench.floor:application", configuration, {RECORDING: str(recording)}, path="/") as server:
        yield server


@contextmanager
def _gunicorn(application: str, configuration: str, settings: Mapping[str, str], *, path: str) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", configuration, application]
    environment = {**os.environ, **settings, "HOST": "127.0.0.1", "PORT": str(port)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, path, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the server did not start")
