"""The real pages over the demo district, asked the way the browser asks them, by every role."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from seed.roster import DEMO_PASSWORD, SCHOOLS
from tests.support.site import sign_in, token_headers

OVERVIEW, ROLLUP, SCHOOL = "overview", "rollup", "school"
NAMES = [school.short_name for school in SCHOOLS]


@pytest.fixture
def ask(server: Flask) -> Any:
    """Asks for a page's contents as somebody: `ask(login, page, path, search)`."""
    return lambda login, page, path="/", search="": _ask(_signed_in(server, login), page, path, search)


def _signed_in(server: Flask, login: str) -> FlaskClient:
    client = server.test_client()
    answer = sign_in(client, login, DEMO_PASSWORD)
    assert answer.status_code == 303, answer.text
    return client


def _ask(client: FlaskClient, page: str, path: str, search: str) -> TestResponse:
    state = {"pathname": path, "search": search}
    names = ("pathname", "search") if page == SCHOOL else ("search",)
    body = {
        "output": f"{page}-content.html",
        "outputs": {"id": f"{page}-content", "property": "html"},
        "inputs": [{"id": f"{page}-asked", "property": "data", "value": None}],
        "state": [{"id": "_pages_location", "property": name, "value": state[name]} for name in names],
        "changedPropIds": [],
    }
    return client.post("/_dash-update-component", json=body, headers=token_headers(client))


def shown(answer: TestResponse) -> str:
    """The page's HTML, with ordinary spaces."""
    assert answer.status_code == 200, answer.text
    (properties,) = answer.json["response"].values()  # type: ignore[index]
    return unescape(properties["html"]).replace("\u00a0", " ").replace("\u2060", "")


def named(text: str) -> list[str]:
    return [name for name in NAMES if re.search(rf"{re.escape(name)}(?!\d)", text)]


def test_a_specialist_sees_every_school_of_the_district(ask: Any) -> None:
    text = shown(ask("department", OVERVIEW))

    assert named(text) == NAMES
    assert re.search(r"<h1>Школы достигли \d+ из \d+ цел(и|ей)\. Просрочено \d+ документ", text)
    assert "учебные данные" in text


def test_the_headline_is_the_sum_of_the_matrix(ask: Any) -> None:
    text = shown(ask("department", OVERVIEW))

    cells = re.findall(r'<span class="number"><b>(\d+)/(\d+)</b>', text)

    met, judged = sum(int(k) for k, _ in cells), sum(int(n) for _, n in cells)
    assert f"Школы достигли {met} из {judged} " in text


def test_filters_of_the_address_narrow_the_page(ask: Any) -> None:
    text = shown(ask("department", OVERVIEW, "/", "?year=2025/26&cluster=village&block=3"))

    assert "Сельские школы достигли" in text
    assert text.count('<th scope="row"><a') == sum(school.cluster == "village" for school in SCHOOLS)
    assert "2025/26 · все уровни · сёла · блок 3" in text


@pytest.mark.parametrize("search", ["?year=1", "?level=' OR 1=1", "?block=99", "?year=2025/26&year=x&cluster[]=town"])
def test_an_address_that_makes_no_sense_still_shows_the_page(ask: Any, search: str) -> None:
    assert "Школы достигли" in shown(ask("department", OVERVIEW, "/", search))


def test_the_presenter_gets_no_named_figures_of_sensitive_blocks(ask: Any) -> None:
    text = shown(ask("presenter", OVERVIEW))

    hidden = re.findall(r'<td class="is-hidden">(.*?)</td>', text)

    assert len(hidden) == 2 * len(NAMES)
    assert not any(re.search(r">\d+/\d+<|mark-", cell) for cell in hidden)


def test_a_region_sees_its_districts_and_not_one_school(ask: Any) -> None:
    answer = ask("region", ROLLUP)

    text = shown(answer)
    assert "Светлореченский район" in text
    assert "учебные данные" in text
    assert named(text) == []
    assert "/schools/" not in text


@pytest.mark.parametrize(("login", "page"), [("region", OVERVIEW), ("director", OVERVIEW), ("department", ROLLUP)])
def test_a_page_of_another_role_is_refused(ask: Any, login: str, page: str) -> None:
    answer = ask(login, page)

    assert answer.status_code in {403, 404}
    assert named(answer.text) == []


def test_a_director_is_led_to_the_own_school(server: Flask) -> None:
    client = _signed_in(server, "director")

    assert client.get("/").headers["Location"] == "/schools/klyuchevskaya"


def test_a_director_sees_the_own_card_and_no_other_school(ask: Any) -> None:
    text = shown(ask("director", SCHOOL, "/schools/klyuchevskaya"))

    assert re.search(r"<h1>Школа достигла \d+ из \d+ целей\.", text)
    assert "Моя школа" in text
    assert named(text) == ["Ключевская СОШ"]


@pytest.mark.parametrize(
    "path", ["/schools/school-5", "/schools/", "/schools/klyuchevskaya/../school-5", "/", "", None, 7, ["x"]]
)
def test_a_director_gets_no_other_card(ask: Any, path: object) -> None:
    answer = ask("director", SCHOOL, path)

    assert answer.status_code in {400, 404}
    assert "СОШ" not in answer.text


def test_a_query_string_cannot_name_another_school(ask: Any) -> None:
    text = shown(ask("director", SCHOOL, "/schools/klyuchevskaya", "?school=school-5&path=/schools/school-5"))

    assert named(text) == ["Ключевская СОШ"]


def test_the_two_roads_to_a_school_tell_the_same_figures(ask: Any) -> None:
    overview = shown(ask("department", OVERVIEW))
    card = shown(ask("department", SCHOOL, "/schools/klyuchevskaya"))

    row = re.search(r"<tr[^>]*><th scope=\"row\"><a[^>]*>Ключевская СОШ</a>.*?</tr>", overview)
    assert row is not None
    in_matrix = [(int(k), int(n)) for k, n in re.findall(r'<span class="number"><b>(\d+)/(\d+)</b>', row[0])]
    told = re.findall(r'class="count"><button[^>]*><span class="number">(\d+) <small>из (\d+) ', card)
    on_card = [(int(k), int(n)) for k, n in told]
    assert len(in_matrix) == 6
    assert sorted(in_matrix) == sorted(on_card)


@pytest.mark.parametrize("login", ["department", "presenter", "region", "director", "coordinator"])
def test_the_shell_of_a_page_holds_no_data(server: Flask, login: str) -> None:
    client = _signed_in(server, login)
    start = client.get("/")
    path = start.headers.get("Location", "/")

    shell = client.get(path).text + client.get("/_dash-layout").text + client.get("/_dash-dependencies").text

    assert named(shell) == []
    assert "Светлореченский" not in shell


def ways(text: str) -> list[tuple[str, str]]:
    """Path and words of what the menu under the person's name leads to."""
    menu = re.search(r'<details class="menu person">.*?</details>', text)
    assert menu is not None
    return re.findall(r'<a href="([^"]*)">([^<]*)</a>', menu[0])


@pytest.mark.parametrize(
    ("login", "page", "path"),
    [
        ("department", OVERVIEW, "/"),
        ("presenter", OVERVIEW, "/"),
        ("region", ROLLUP, "/"),
        ("director", SCHOOL, "/schools/klyuchevskaya"),
    ],
)
def test_the_menu_of_a_person_with_one_role_changes_the_password(ask: Any, login: str, page: str, path: str) -> None:
    text = shown(ask(login, page, path))

    assert ways(text) == [("/password", "Сменить пароль")]
    assert "Вы вошли в район как администратор" not in text


def test_an_administrator_in_a_district_sees_so_and_the_way_out(server: Flask) -> None:
    client = _signed_in(server, "administrator")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/switch").text)
    assert token is not None
    fields = {"csrf_token": token[1], "district": "1"}
    assert client.post("/switch", data=fields, headers={"Origin": "http://localhost"}).status_code == 303

    text = shown(_ask(client, OVERVIEW, "/", ""))

    assert ways(text) == [("/password", "Сменить пароль"), ("/switch", "Другой район")]
    assert "Вы вошли в район как администратор" in text
    assert re.search(r'<form action="/switch"[^>]*method="POST"><button[^>]*>Выйти из района</button>', text)


def test_who_is_signed_in_finds_the_tabs_on_a_page_that_is_not_there(
    server: Flask, people: dict[str, FlaskClient]
) -> None:
    director = people["director"].get("/no-such-page")
    official = people["department"].get("/no-such-page")

    assert (director.status_code, official.status_code) == (404, 404)
    assert '<a href="/">Моя школа</a><a href="/compare">Сравнение</a>' in director.text
    assert "Администрирование" not in director.text
    assert '<a href="/admin">Администрирование</a>' in official.text
    # Nobody learns from a file of the sign-in page that is not there what there is behind it.
    assert 'class="ways"' not in server.test_client().get("/login-static/no-such-file.css").text
