"""Fixtures that every folder of tests shares: throw-away databases and a browser."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.support.engines import missing
from tests.support.memory import keep_temporary_files_in_memory
from tests.support.network import refuse_other_machines
from tests.support.passwords import dear_passwords, make_passwords_cheap
from tests.support.postgres import PostgresServer, PostgresUnavailableError, running_server
from tests.support.routes import share_compiled_rules
from tests.support.statements import share_compiled_statements

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["dear_passwords"]

pytest_plugins = ["tests.support.garbage", "tests.support.timing", "tests.support.shared"]

refuse_other_machines()
keep_temporary_files_in_memory()
share_compiled_statements()
share_compiled_rules()
make_passwords_cheap()
# No example is late on a busy machine, and a run that fails fails again.
settings.register_profile("vsoko", deadline=None, derandomize=True)
settings.load_profile("vsoko")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test process."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_server())
        except PostgresUnavailableError:
            missing("PostgreSQL")
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """URL of an empty PostgreSQL database that lives as long as the test."""
    name = f"test_{uuid.uuid4().hex}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """URL of an SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'vsoko.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of an empty database, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Headless Chromium of this test process."""
    from tests.support.browser import ChromiumUnavailableError, running_chromium

    with ExitStack() as stack:
        try:
            chromium = stack.enter_context(running_chromium())
        except ChromiumUnavailableError:
            missing("Chromium")
        yield chromium


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A page without cookies in a desktop window."""
    from tests.support.browser import fresh_page

    with fresh_page(browser) as opened:
        yield opened
