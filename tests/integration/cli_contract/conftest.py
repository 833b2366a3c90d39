"""The command line from outside: a copy of the small districts for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli import CommandLine, command_line
from tests.support.small_fixtures import small_sqlite

__all__ = ["small_sqlite"]


@pytest.fixture
def run(small_sqlite: Path, tmp_path: Path) -> Iterator[CommandLine]:
    copy = tmp_path / "vsoko.db"
    shutil.copyfile(small_sqlite, copy)
    with command_line(f"sqlite:///{copy}", tmp_path / "var") as run:
        yield run


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[CommandLine]:
    """A database that does not exist yet."""
    with command_line(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var") as run:
        yield run
