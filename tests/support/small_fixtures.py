"""Fixtures of the two small districts; folders of tests take them over in their conftest."""

import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_layer.session import create_app_engine
from tests.support.cli import CommandLine, command_line
from tests.support.postgres import PostgresServer
from tests.support.shared import copy_of_database
from tests.support.small_district import load_small_districts
from tests.support.wide_district import load_wide_district


def _fill(load: Callable[[CommandLine, Path], None], folder: Path) -> None:
    with command_line(f"sqlite:///{folder / 'vsoko.db'}", folder / "var") as run:
        load(run, folder)


@pytest.fixture(scope="session")
def small_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with both districts, to be read or copied."""
    return copy_of_database("small", partial(_fill, load_small_districts), tmp_path_factory.mktemp("small"))


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


@pytest.fixture(scope="session")
def wide_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the district of seven schools, to be read."""
    return copy_of_database("wide", partial(_fill, load_wide_district), tmp_path_factory.mktemp("wide"))


@pytest.fixture(scope="session")
def wide_postgres(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL database with the same."""
    name = f"wide_{uuid.uuid4().hex}"
    url = postgres_server.create_database(name)
    folder = tmp_path_factory.mktemp("wide-postgres")
    with command_line(url, folder / "var") as run:
        load_wide_district(run, folder)
    yield url
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def wide_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The application's engine on the district of seven schools, once on each engine; only read it."""
    place = request.getfixturevalue(f"wide_{request.param}")
    engine = create_app_engine(f"sqlite:///{place}" if isinstance(place, Path) else place)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def small_url(request: pytest.FixtureRequest) -> str:
    """URL of a database with both districts, once on each engine; nothing is copied, so only read it."""
    place = request.getfixturevalue(f"small_{request.param}")
    return f"sqlite:///{place}" if isinstance(place, Path) else place


@pytest.fixture
def small_engine(small_url: str) -> Iterator[Engine]:
    """The application's engine on such a database."""
    engine = create_app_engine(small_url)
    yield engine
    engine.dispose()


@pytest.fixture
def reading(small_url: str, tmp_path: Path) -> Iterator[CommandLine]:
    """Commands that only read such a database."""
    with command_line(small_url, tmp_path / "var") as run:
        yield run
