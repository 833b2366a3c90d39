"""One filled database per module and engine, and sessions on it that take back what they did."""

from collections.abc import Callable, Iterator

import pytest

from data_layer.scope import Scope
from data_layer.session import TenantSession
from tests.support.districts import TwoDistricts, filled, opened, postgres_copy, sqlite_copy
from tests.support.scopes import for_writing

OpenSession = Callable[[Scope], TenantSession]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def districts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoDistricts]:
    """One filled database for all tests of the module: each of them takes back what it did."""
    if request.param == "sqlite":
        copy = sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path_factory.mktemp("sessions"))
    else:
        copy = postgres_copy(request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template"))
    with copy as url, opened(url) as made:
        yield filled(made)


@pytest.fixture
def read(districts: TwoDistricts) -> Iterator[OpenSession]:
    """Opens a session of a scope; what was done in it is taken back."""
    opened_sessions: list[TenantSession] = []

    def open_session(scope: Scope) -> TenantSession:
        opened_sessions.append(TenantSession(districts.engine, scope))
        return opened_sessions[-1]

    yield open_session
    for each in opened_sessions:
        each.rollback()
        each.close()


@pytest.fixture
def write(read: OpenSession) -> OpenSession:
    """The same for writing."""
    return lambda scope: read(for_writing(scope))
