"""Commands on databases that hold the two small districts."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli import CommandLine, command_line
from tests.support.postgres import PostgresServer
from tests.support.small_district import load_small_districts


@pytest.fixture(scope="session")
def small_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with both districts, to be read or copied."""
    folder = tmp_path_factory.mktemp("small")
    path = folder / "vsoko.db"
    with command_line(f"sqlite:///{path}", folder / "var") as run:
        load_small_districts(run, folder)
    return path


@pytest.fixture(scope="session")
def small_postgres(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL database with both districts, to be read."""
    name = f"small_{uuid.uuid4().hex}"
    url = postgres_server.create_database(name)
    folder = tmp_path_factory.mktemp("small-postgres")
    with command_line(url, folder / "var") as run:
        load_small_districts(run, folder)
    yield url
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def reading(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CommandLine]:
    """Commands that only read, once on each engine; nothing is copied."""
    place = request.getfixturevalue(f"small_{request.param}")
    url = f"sqlite:///{place}" if isinstance(place, Path) else place
    with command_line(url, tmp_path / "var") as run:
        yield run


@pytest.fixture
def run(small_sqlite: Path, tmp_path: Path) -> Iterator[CommandLine]:
    """Commands that may write, on a copy of the SQLite file."""
    shutil.copyfile(small_sqlite, tmp_path / "vsoko.db")
    with command_line(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var") as commands:
        yield commands
