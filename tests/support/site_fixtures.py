"""Fixtures of the small site; folders of tests take them over in their conftest."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import PostgresServer
from tests.support.shared import copy_of_database
from tests.support.site import Site, build_site, populate


@pytest.fixture(scope="session")
def populated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file to copy: migrating takes half a second."""
    return copy_of_database("populated", _fill, tmp_path_factory.mktemp("populated"))


def _fill(folder: Path) -> None:
    populate(f"sqlite:///{folder / 'vsoko.db'}")


@pytest.fixture(scope="session")
def populated_postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """Name of a PostgreSQL database to copy, which nobody is connected to."""
    name = f"populated_{uuid.uuid4().hex}"
    populate(postgres_server.create_database(name))
    yield name
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def populated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database with people and schools, once on each engine."""
    if request.param == "sqlite":
        copy = tmp_path / "vsoko.db"
        shutil.copyfile(request.getfixturevalue("populated_sqlite"), copy)
        yield f"sqlite:///{copy}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"populated_copy_{uuid.uuid4().hex}"
    yield server.create_database(name, template=request.getfixturevalue("populated_postgres"))
    server.drop_database(name)


@pytest.fixture
def site(populated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    """The small site on SQLite."""
    copy = tmp_path / "vsoko.db"
    shutil.copyfile(populated_sqlite, copy)
    built = build_site(f"sqlite:///{copy}", tmp_path / "var")
    yield built
    built.engine.dispose()


@pytest.fixture
def site_on_each_engine(populated_url: str, tmp_path: Path) -> Iterator[Site]:
    """The small site, once on each engine."""
    built = build_site(populated_url, tmp_path / "var")
    yield built
    built.engine.dispose()
