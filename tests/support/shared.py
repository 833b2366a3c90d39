"""What the processes of one test run have together: a folder that lives as long as the run, and turns of making a thing."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

# Workers are started with the environment of the process that hands out the tests.
_FOLDER: Final = "VSOKO_TESTS_SHARE"


def pytest_configure(config: pytest.Config) -> None:
    """The first process makes the folder and takes it away at the end."""
    if _FOLDER in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="vsoko-run-")
    os.environ[_FOLDER] = folder

    def forget() -> None:
        del os.environ[_FOLDER]
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(forget)


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name` of the run, filled by the first process that asks; the others wait for it.

    What a process that failed has left is thrown away, and the next one tries again.
    """
    home = Path(os.environ[_FOLDER])
    folder, done = home / name, home / f"{name}.done"
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def copy_of_database(name: str, make: Callable[[Path], None], folder: Path) -> Path:
    """An SQLite file of one's own; `make` fills `vsoko.db` in the folder that it is given, once for all processes.

    A copy, so that nobody who only means to read can change what another process reads.
    """
    copy = folder / "vsoko.db"
    shutil.copyfile(made_once(name, make) / copy.name, copy)
    return copy
