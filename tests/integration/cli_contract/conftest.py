"""The command line from outside: a copy of the small districts for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli import CommandLine, command_line
from tests.support.small_district import load_small_districts


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data directory with both districts, to be copied."""
    folder = tmp_path_factory.mktemp("contract")
    with command_line(f"sqlite:///{folder / 'vsoko.db'}", folder / "var") as run:
        load_small_districts(run, folder)
    return folder / "vsoko.db"


@pytest.fixture
def run(template: Path, tmp_path: Path) -> Iterator[CommandLine]:
    copy = tmp_path / "vsoko.db"
    shutil.copyfile(template, copy)
    with command_line(f"sqlite:///{copy}", tmp_path / "var") as run:
        yield run


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[CommandLine]:
    """A database that does not exist yet."""
    with command_line(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var") as run:
        yield run
