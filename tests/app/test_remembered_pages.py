"""A page is made once for one person, question, day and state of the data, and never shown for another."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.access import policy
from dashboard.factory import create_app
from dashboard.page_memory import PageMemory
from dashboard.services import services
from data_layer import session as sessions
from data_layer.domain.vocabulary import Role
from data_layer.models import District, School
from data_layer.scope import Scope
from data_layer.session import tenant_session
from seed.roster import DEMO_PASSWORD
from tests.support.demo import DEMO_DAY, demo_engine
from tests.support.site import settings_for, sign_in, token_headers


class Moment:
    def __init__(self) -> None:
        self.now = datetime(DEMO_DAY.year, DEMO_DAY.month, DEMO_DAY.day, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("remembered")
    demo_engine(f"sqlite:///{folder / 'vsoko.db'}", folder / "files").dispose()
    return folder / "vsoko.db"


@pytest.fixture
def server(seeded: Path, tmp_path: Path, moment: Moment) -> Iterator[Flask]:
    url = f"sqlite:///{copyfile(seeded, tmp_path / 'vsoko.db')}"
    built = create_app(settings_for(url, tmp_path / "var"), clock=moment)
    yield built
    services(built).engine.dispose()


def _signed_in(server: Flask, login: str) -> FlaskClient:
    client = server.test_client()
    assert sign_in(client, login, DEMO_PASSWORD).status_code == 303
    return client


def _overview(client: FlaskClient, search: str = "?year=2025/26") -> str:
    body = {
        "output": "overview-content.html",
        "outputs": {"id": "overview-content", "property": "html"},
        "inputs": [{"id": "overview-asked", "property": "data", "value": None}],
        "state": [{"id": "_pages_location", "property": "search", "value": search}],
        "changedPropIds": [],
    }
    answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))
    assert answer.status_code == 200, answer.text
    page: str = answer.get_json()["response"]["overview-content"]["html"]
    return page


def _rename(server: Flask, name: str) -> None:
    engine = services(server).engine
    with sessions.unscoped(engine, "the demo district", is_read_only=True) as unscoped:
        district = unscoped.scalars(select(District.id)).first() or 0
    with tenant_session(engine, Scope((district,), is_read_only=False)) as session:
        school = session.scalars(select(School).where(School.code == "klyuchevskaya")).one()
        school.short_name = name


def _made(server: Flask) -> int:
    return len(services(server).pages._kept)


def test_the_same_question_is_answered_from_memory_and_to_the_letter(server: Flask) -> None:
    client = _signed_in(server, "department")

    first, second = _overview(client), _overview(client)

    assert first == second
    assert _made(server) == 1


def test_a_change_of_the_data_is_on_the_very_next_page(server: Flask) -> None:
    client = _signed_in(server, "department")
    _overview(client)

    _rename(server, "Переименованная СОШ")

    assert "Переименованная" in _overview(client)


def test_without_the_number_of_the_data_an_old_page_would_be_shown(
    server: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: the test above would notice a change that does not count."""
    client = _signed_in(server, "department")
    _overview(client)
    monkeypatch.setattr("dashboard.binding.data_version", lambda _session: (0,))
    _overview(client)

    _rename(server, "Переименованная СОШ")

    assert "Переименованная" not in _overview(client)


def test_another_person_question_or_day_makes_a_page_of_its_own(server: Flask, moment: Moment) -> None:
    official, presenter = _signed_in(server, "department"), _signed_in(server, "presenter")

    seen = _overview(official)
    assert _overview(presenter) != seen
    assert _overview(official, "?year=2024/25") != seen
    moment.now += timedelta(days=1)
    # Signed in again: a session does not outlast the night.
    assert _overview(_signed_in(server, "department")) != seen
    assert _made(server) == 4


def test_a_person_who_loses_the_role_gets_no_remembered_page(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _signed_in(server, "department")
    _overview(client)
    rights = {**policy.ROLE_PERMISSIONS, Role.DEPARTMENT: frozenset({policy.Permission.OPEN_START})}
    monkeypatch.setattr(policy, "ROLE_PERMISSIONS", rights)

    with pytest.raises(AssertionError, match="нет прав"):
        _overview(client)


def test_memory_is_bounded_by_the_size_of_what_it_keeps() -> None:
    memory = PageMemory(most_bytes=10)
    memory.put("a", "aaaa")
    memory.put("b", "bbbb")
    memory.get("a")
    memory.put("c", "cccc")

    assert [memory.get(key) for key in "abc"] == ["aaaa", None, "cccc"]
