"""The floor: the same SQL and the same JSON in a bare WSGI application, without anything around it.

What a page costs above that is the price of sign-in, tenancy, the rules and the components.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

RECORDING: Final = "VSOKO_BENCH_FLOOR"
_SETTINGS: Final = ("PRAGMA", "BEGIN", "SET ", "SHOW ", "SELECT pg_catalog.version")

StartResponse = Callable[[str, list[tuple[str, str]]], object]


@dataclass(frozen=True, slots=True)
class Recording:
    """What a page reads and what it answers. statements: SQL and parameters as the driver gets them."""

    url: str
    statements: list[tuple[str, Any]]
    answer: Any

    def save(self, path: Path) -> None:
        path.write_text(json.dumps([self.url, self.statements, self.answer], default=str), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Recording":
        return cls(*json.loads(path.read_text(encoding="utf-8")))


@contextmanager
def recorded(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that run on the engine inside the block, without those that open transactions."""
    found: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if not statement.startswith(_SETTINGS):
            found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


class FloorApplication:
    """Answers anything by running the statements on a bare connection and encoding the answer."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._own = threading.local()

    def __call__(self, _environ: object, start_response: StartResponse) -> Iterable[bytes]:
        self.read()
        body = orjson.dumps(self._recording.answer)
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def read(self) -> int:
        """Fetch every row; how many there are."""
        cursor = self._connection().cursor()
        rows = 0
        for statement, parameters in self._recording.statements:
            cursor.execute(statement, parameters)
            rows += len(cursor.fetchall())
        return rows

    def _connection(self) -> Any:
        if not hasattr(self._own, "connection"):
            self._own.connection = _connect(self._recording.url)
        return self._own.connection


def _connect(url: str) -> Any:
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        return sqlite3.connect(str(parts.database))
    plain = parts.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def application(environ: object, start_response: StartResponse) -> Iterable[bytes]:
    """For gunicorn; the recording is the file that the environment names."""
    return _served()(environ, start_response)


_applications: dict[str, FloorApplication] = {}


def _served() -> FloorApplication:
    path = os.environ[RECORDING]
    if path not in _applications:
        _applications[path] = FloorApplication(Recording.load(Path(path)))
    return _applications[path]
