"""Commands on databases that hold the two small districts."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli import CommandLine, command_line
from tests.support.small_fixtures import reading, small_postgres, small_sqlite, small_url

__all__ = ["reading", "small_postgres", "small_sqlite", "small_url"]


@pytest.fixture
def run(small_sqlite: Path, tmp_path: Path) -> Iterator[CommandLine]:
    """Commands that may write, on a copy of the SQLite file."""
    shutil.copyfile(small_sqlite, tmp_path / "vsoko.db")
    with command_line(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var") as commands:
        yield commands
