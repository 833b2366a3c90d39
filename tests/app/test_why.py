"""«Почему?» over the demo district, asked the way the browser asks it, by every role."""

import json
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.addresses.why import WhyCell, WhyCount, WhyGoal, WhyPooled, WhyResult, WhySubject, why_href
from dashboard.services import services
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Level, Stage, Status
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.results import AttainmentRow, attainment_by_school
from data_layer.scope import Scope
from data_layer.session import tenant_session
from seed.roster import DEMO_PASSWORD
from tests.support.demo import DEMO_DAY
from tests.support.explained import unexplained
from tests.support.site import sign_in, token_headers

YEAR = 2025
OWN, OTHER = "klyuchevskaya", "school-5"
PANEL = re.compile(r'data-opens-panel="(/panels/why[^"]+)"')
# Of the panels of a page each so many is opened: enough to meet every kind.
STRIDE = 9
ADDITIONAL = "b3_additional_education"


def signed_in(server: Flask, login: str) -> FlaskClient:
    client = server.test_client()
    assert sign_in(client, login, DEMO_PASSWORD).status_code == 303
    return client


def page(client: FlaskClient, name: str, *, path: str = "/", search: str = "?year=2025/26") -> str:
    """The HTML of a page's contents."""
    state = {"pathname": path, "search": search}
    names = ("pathname", "search") if name == "school" else ("search",)
    body = {
        "output": f"{name}-content.html",
        "outputs": {"id": f"{name}-content", "property": "html"},
        "inputs": [{"id": f"{name}-asked", "property": "data", "value": None}],
        "state": [{"id": "_pages_location", "property": each, "value": state[each]} for each in names],
        "changedPropIds": [],
    }
    answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))
    assert answer.status_code == 200, answer.text
    content: str = json.loads(answer.text)["response"][f"{name}-content"]["html"]
    return content


def panels(content: str) -> list[str]:
    return list(dict.fromkeys(unescape(found) for found in PANEL.findall(content)))


def plain(text: str) -> str:
    return unescape(text).replace("\u00a0", " ").replace("\u202f", " ")


def ask(client: FlaskClient, subject: WhySubject) -> str:
    answer = client.get(why_href(subject))
    assert answer.status_code == 200, answer.text
    return plain(answer.text)


def truth(server: Flask, viewer: Viewer) -> list[AttainmentRow]:
    with tenant_session(services(server).engine, Scope((1,))) as session:
        return attainment_by_school(session, years=[YEAR], today=DEMO_DAY, viewer=viewer)


@pytest.mark.parametrize("login", ["department", "presenter"])
def test_every_number_of_the_overview_opens_an_answer(server: Flask, login: str) -> None:
    client = signed_in(server, login)
    content = page(client, "overview")

    assert unexplained(content) == []
    for address in panels(content)[::STRIDE]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert 'id="panel-title"' in answer.text


@pytest.mark.parametrize(("login", "school"), [("director", OWN), ("presenter", OTHER), ("department", "polyanskaya")])
def test_every_number_of_a_school_opens_an_answer(server: Flask, login: str, school: str) -> None:
    client = signed_in(server, login)
    content = page(client, "school", path=f"/schools/{school}")

    assert unexplained(content) == []
    for address in panels(content)[::STRIDE]:
        assert client.get(address).status_code == 200, address


def test_the_figure_of_the_mock_up_is_told_in_full(server: Flask) -> None:
    told = ask(signed_in(server, "director"), WhyResult(OWN, ADDITIONAL, Level.SCHOOL, YEAR))

    for words in (
        "176 : 214 = 82,24 %",
        "85 % от 214 — это 181,9, то есть не меньше 182. Есть 176: не хватает 6 обучающихся.",
        "ГИС «Образование»",
        "observations.csv",
        "2024/25: 87,0 % (188 из 216), достигнута.",
        "Исправить число или цель",
    ):
        assert words in told, words


def test_a_missed_goal_leads_to_the_documents_behind_it(server: Flask) -> None:
    told = ask(signed_in(server, "department"), WhyGoal("g5_3_young_teachers", YEAR, school=OWN))

    assert "Достаточно одного промаха" in told
    assert "Управленческие решения" in told
    assert "№ 131-од" in told
    assert "открыть документ" in told


@pytest.mark.parametrize("login", ["director", "coordinator"])
def test_a_school_asks_nothing_about_another(server: Flask, login: str) -> None:
    client = signed_in(server, login)
    foreign: list[WhySubject] = [
        WhyResult(OTHER, ADDITIONAL, Level.SCHOOL, YEAR),
        WhyGoal("g3_3_additional_education", YEAR, school=OTHER),
        WhyCell(OTHER, 1, Stage.ANALYSIS, YEAR),
        WhyCount(CountKind.GOALS, YEAR, school=OTHER),
        WhyCount(CountKind.GOALS, YEAR),
        WhyGoal("g3_3_additional_education", YEAR),
    ]
    missing = client.get(why_href(WhyResult("no-such-school", ADDITIONAL, Level.SCHOOL, YEAR)))

    for subject in foreign:
        answer = client.get(why_href(subject))
        assert (answer.status_code, answer.data) == (404, missing.data), subject
    pooled = ask(client, WhyPooled(ADDITIONAL, Level.SCHOOL, YEAR))
    assert "СОШ № 5" not in pooled
    assert "Другие школы по названию не показываются" in pooled


def test_a_hidden_figure_stays_hidden_in_the_panel(server: Flask) -> None:
    """The true counts of what is suppressed are the canaries; a figure that is shown tells its own, so they can be found."""
    client = signed_in(server, "presenter")
    true = {(row.school, row.indicator, row.level): row for row in truth(server, Viewer.full())}
    seen = truth(server, Viewer.outsider())
    hidden = [row for row in seen if row.status is Status.SUPPRESSED]
    shown = [row for row in seen if row.numerator and row.denominator and row.status is Status.NEAR]

    assert len(hidden) > 50
    for row in hidden[::STRIDE]:
        told = ask(client, WhyResult(row.school, row.indicator, row.level, YEAR))
        whole = true[row.school, row.indicator, row.level]
        for canary in (f"{whole.numerator} из {whole.denominator}", f"{whole.numerator} : {whole.denominator}"):
            assert canary not in told, (row.school, row.indicator)
        assert "observations.csv" not in told
    row = next(row for row in shown if row.denominator and row.denominator < 1000)
    told = ask(client, WhyResult(row.school, row.indicator, row.level, YEAR))
    assert f"{row.numerator} : {row.denominator}" in told


def test_the_region_has_no_panel(server: Flask) -> None:
    client = signed_in(server, "region")

    assert client.get(why_href(WhyPooled(ADDITIONAL, Level.SCHOOL, YEAR))).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?about=result",
        "?about=result&school=klyuchevskaya&indicator=x&level=moon&year=2025/26",
        "?about=cell&school=klyuchevskaya&block=7&stage=analysis&year=2025/26",
        "?about=count&count=goals&year=9999/00",
        "?about=flag&school=klyuchevskaya&rule=stage_missing&year=2025/26&document=%00",
        "?about=count&count=data_due&due=tomorrow&year=2025/26",
        "?about=" + "x" * 5000,
    ],
)
def test_a_question_that_nobody_asks_is_refused(server: Flask, query: str) -> None:
    assert signed_in(server, "department").get(f"/panels/why{query}").status_code == 400


def test_the_card_is_handed_out_as_a_file_and_that_is_audited(server: Flask) -> None:
    client = signed_in(server, "director")

    answer = client.get("/downloads/school.xlsx?school=klyuchevskaya&year=2025/26")
    foreign = client.get("/downloads/school.xlsx?school=school-5&year=2025/26")

    assert (answer.status_code, answer.data[:2]) == (200, b"PK")
    assert foreign.status_code == 404


def test_the_way_of_a_figure_stands_in_order_from_the_file_to_the_rule(server: Flask) -> None:
    """The demo is one file of the operator; a director may not open it, the department may."""
    asked = WhyResult(OWN, ADDITIONAL, Level.SCHOOL, YEAR)
    text = ask(signed_in(server, "department"), asked)

    chain = text[text.index('class="why-chain"') :]
    steps = (">Файл<", "SHA-256 ", ">Загрузка<", "/data?", ">Лист и ячейка<", "observations", ">Строка<", ">Результат<")
    places = [chain.index(each) for each in steps]
    assert places == sorted(places)
    assert 'class="why-chain"' not in ask(signed_in(server, "presenter"), asked)
    own = ask(signed_in(server, "director"), asked)
    assert "загружен не школой" in own
    assert "SHA-256" not in own
