"""Fixtures of the small site; folders of tests take them over in their conftest."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import Site, build_site, populate


@pytest.fixture(scope="session")
def populated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file to copy: migrating and hashing ten passwords takes half a second."""
    path = tmp_path_factory.mktemp("populated") / "vsoko.db"
    populate(f"sqlite:///{path}")
    return path


@pytest.fixture
def site(populated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    """The small site on SQLite."""
    copy = tmp_path / "vsoko.db"
    shutil.copyfile(populated_sqlite, copy)
    built = build_site(f"sqlite:///{copy}", tmp_path / "var")
    yield built
    built.engine.dispose()


@pytest.fixture
def site_on_each_engine(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """The small site, once on each engine."""
    populate(database_url)
    built = build_site(database_url, tmp_path / "var")
    yield built
    built.engine.dispose()
