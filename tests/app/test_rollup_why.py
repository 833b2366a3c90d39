"""«Почему?» of a region's roll-up, over two regions of one small district each; every school's name is a canary."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.addresses.rollup import WhyRollup
from dashboard.factory import create_app
from dashboard.services import services
from data_layer.commands.people import add_user
from data_layer.domain.vocabulary import Role
from data_layer.models import District, Region, School
from data_layer.queries.explanation.views import CountKind
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from tests.support.explained import unexplained
from tests.support.site import settings_for, token_headers
from tests.support.small_district import PASSWORD, signed_in

NOON = datetime(2026, 9, 18, 9, tzinfo=UTC)
YEAR = 2025
PANEL = re.compile(r'data-opens-panel="([^"]+)"')


@pytest.fixture
def server(small_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    """Alpha is the region's «north», beta has moved to «south»."""
    shutil.copyfile(small_sqlite, tmp_path / "vsoko.db")
    built = create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"), clock=lambda: NOON)
    engine = services(built).engine
    with unscoped(engine, "a second region for the tests") as session:
        session.add(Region(id=7, code="south", title="Юг"))
        session.flush()
        add_user(session, login="region-south", role=Role.REGION, password=PASSWORD, region_id=7, actor="tests")
    for district_id in (1, 2):
        with tenant_session(engine, Scope((district_id,), is_read_only=False)) as session:
            for school in session.scalars(select(School).where(School.district_id == district_id)):
                school.short_name = school.full_name = f"CANARY-NAME-{school.id}"
                school.code = f"canary-code-{school.id}"
    with tenant_session(engine, Scope((2,), is_read_only=False)) as session:
        beta = session.get(District, 2)
        assert beta is not None
        beta.region_id = 7
    yield built
    engine.dispose()


def page(client: FlaskClient, name: str) -> str:
    """The HTML of «Обзор», of a district or of a region."""
    body = {
        "output": f"{name}-content.html",
        "outputs": {"id": f"{name}-content", "property": "html"},
        "inputs": [{"id": f"{name}-asked", "property": "data", "value": None}],
        "state": [{"id": "_pages_location", "property": "search", "value": "?year=2025/26"}],
        "changedPropIds": [],
    }
    answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))
    assert answer.status_code == 200, answer.text
    content: str = json.loads(answer.text)["response"][f"{name}-content"]["html"]
    return content


def plain(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").replace("\u2060", "")


def words(client: FlaskClient, asked: WhyRollup) -> str:
    answer = client.get(asked.href)
    assert answer.status_code == 200, answer.text
    return " ".join(plain(answer.text).split())


def test_every_number_of_the_page_opens_an_answer_and_nothing_names_a_school(server: Flask) -> None:
    for login in ("region", "region-south"):
        client = signed_in(server, login)
        content = page(client, "rollup")
        panels = [unescape(found) for found in PANEL.findall(content)]

        assert unexplained(content) == []
        # A district and two clusters, each with goals and with what is overdue.
        assert len(panels) == 6
        for text in (content, *(client.get(address).text for address in panels)):
            assert "canary" not in text.lower()
            assert "/schools/" not in text
        assert all(client.get(address).status_code == 200 for address in panels)


def test_the_canaries_are_there_for_those_who_may_see_them(server: Flask) -> None:
    content = page(signed_in(server, "official"), "overview")

    assert "CANARY-NAME-" in content
    assert "canary-code-" in content


def test_goals_are_told_with_their_share_schools_rule_and_clusters(server: Flask) -> None:
    told = words(signed_in(server, "region"), WhyRollup(CountKind.GOALS, "alpha", YEAR))

    for part in (
        "Район alpha · 2025/26 · на 18.09.2026",
        "1 из 6 · 16,7 %",
        "Цели школ, у которых есть данные",
        "Достигнуто 1 из 6.",
        "Сложено по 2 школам",
        "Хотя бы один промах",
        "Весь район 2 1 из 6 · 16,7 %",
        "Город 1 0 из 4 · 0 %",
        "Сёла 1 1 из 2 · 50,0 %",
    ):
        assert part in told, part


def test_what_is_overdue_is_told_of_one_cluster(server: Flask) -> None:
    told = words(signed_in(server, "region"), WhyRollup(CountKind.OVERDUE, "alpha", YEAR, "village"))

    for part in (
        "Район alpha · Сёла · 2025/26",
        "30 документов Что считается Обязательные ячейки цикла, чей срок прошёл, а документа нет.",
        "Сложено по 1 школе",
        "из календаря района",
        "Правило stage_missing",
        "Весь район 2 55 документов",
        "Город 1 25 документов",
    ):
        assert part in told, part


def test_a_year_without_data_says_so(server: Flask) -> None:
    client = signed_in(server, "region")

    assert "данных ещё нет" in words(client, WhyRollup(CountKind.GOALS, "alpha", 2026))
    assert "Просроченные документы нет Что" in words(client, WhyRollup(CountKind.OVERDUE, "alpha", 2024))


@pytest.mark.parametrize("count", [CountKind.GOALS, CountKind.OVERDUE])
def test_a_district_of_another_region_is_not_told_from_one_that_is_not_there(server: Flask, count: CountKind) -> None:
    north, south = signed_in(server, "region"), signed_in(server, "region-south")
    foreign, absent = (north.get(WhyRollup(count, code, YEAR).href) for code in ("beta", "nowhere"))

    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert foreign.data == absent.data
    assert south.get(WhyRollup(count, "beta", YEAR).href).status_code == 200
    assert south.get(WhyRollup(count, "alpha", YEAR).href).data == absent.data


def test_a_cluster_that_the_district_has_not_is_not_found(server: Flask) -> None:
    client = signed_in(server, "region")

    for cluster in ("settlement", ""):
        assert client.get(WhyRollup(CountKind.GOALS, "alpha", YEAR, cluster).href).status_code == 404


@pytest.mark.parametrize("login", ["official", "presenter", "director", "coordinator"])
def test_nobody_else_has_this_panel(server: Flask, login: str) -> None:
    client = signed_in(server, login)

    assert client.get(WhyRollup(CountKind.GOALS, "alpha", YEAR).href).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?count=goals&district=alpha",
        "?count=goals&year=2025/26",
        "?count=documents&district=alpha&year=2025/26",
        "?count=goals&district=alpha&cluster=moon&year=2025/26",
        "?count=goals&district=alpha&year=9999/00",
        "?count=goals&district=%00&year=2025/26",
    ],
)
def test_a_question_that_no_page_asks_is_refused(server: Flask, query: str) -> None:
    assert signed_in(server, "region").get(f"/panels/rollup-why{query}").status_code == 400
