"""The small site of two districts, the two small districts with figures, and the demo with its signed-in people."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.factory import create_app
from seed.roster import DEMO_PASSWORD
from tests.support.demo import DEMO_DAY, demo_engine
from tests.support.one_process import in_one_process
from tests.support.site import settings_for, sign_in
from tests.support.site_fixtures import (
    populated_postgres,
    populated_sqlite,
    populated_url,
    site,
    site_on_each_engine,
)
from tests.support.small_fixtures import small_sqlite

__all__ = [
    "in_one_process",
    "populated_postgres",
    "populated_sqlite",
    "populated_url",
    "site",
    "site_on_each_engine",
    "small_sqlite",
]


class People(dict[str, FlaskClient]):
    """Signed-in people of the demo by login; signing in is slow on purpose, so it is done once, when asked for."""

    def __init__(self, server: Flask) -> None:
        super().__init__()
        self._server = server

    def __missing__(self, login: str) -> FlaskClient:
        client = self[login] = self._server.test_client()
        assert sign_in(client, login, DEMO_PASSWORD).status_code == 303
        return client


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo as a module of tests meets it, at noon of its day; what one module writes no other sees."""
    folder = tmp_path_factory.mktemp("server")
    url = f"sqlite:///{folder / 'vsoko.db'}"
    demo_engine(url, folder / "files").dispose()
    noon = datetime(DEMO_DAY.year, DEMO_DAY.month, DEMO_DAY.day, 9, tzinfo=UTC)
    built = create_app(settings_for(url, folder / "var"), clock=lambda: noon)
    yield built
    built.extensions["vsoko"].engine.dispose()


@pytest.fixture(scope="module")
def people(server: Flask) -> dict[str, FlaskClient]:
    return People(server)
