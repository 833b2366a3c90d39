"""Fixtures of the tests on real engines."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.districts import TwoDistricts, make_districts, opened, postgres_copy, sqlite_copy
from tests.support.postgres import PostgresServer
from tests.support.shared import copy_of_database

# What these prove is decided by rules, and other files send the same kinds of statements to both engines.
LONG_ON_POSTGRES = {
    "test_edit_documents.py",
    "test_edit_evidence.py",
    "test_effects.py",
    "test_from_file_to_panel.py",
    "test_handing_in.py",
    "test_revert.py",
    "test_rules_of_a_district.py",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the second engine of long-winded rules to the long run, before the unwanted are left out."""
    for item in items:
        if item.path.name in LONG_ON_POSTGRES and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with both districts, to be copied."""
    return copy_of_database("districts", _fill, tmp_path_factory.mktemp("districts"))


def _fill(folder: Path) -> None:
    make_districts(f"sqlite:///{folder / 'vsoko.db'}")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """Name of a PostgreSQL database with both districts, to be copied."""
    name = f"template_{uuid.uuid4().hex}"
    make_districts(postgres_server.create_database(name))
    yield name
    postgres_server.drop_database(name)


@pytest.fixture
def two_districts_on_sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[TwoDistricts]:
    with sqlite_copy(sqlite_template, tmp_path) as url, opened(url) as districts:
        yield districts


@pytest.fixture
def two_districts_on_postgres(postgres_server: PostgresServer, postgres_template: str) -> Iterator[TwoDistricts]:
    with postgres_copy(postgres_server, postgres_template) as url, opened(url) as districts:
        yield districts


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def two_districts(request: pytest.FixtureRequest) -> TwoDistricts:
    """Districts «alpha» and «beta» in a migrated database of their own, once on each engine."""
    districts: TwoDistricts = request.getfixturevalue(f"two_districts_on_{request.param}")
    return districts
