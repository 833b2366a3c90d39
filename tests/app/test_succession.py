"""A school is renamed, closed and joined to another in «Администрирование», and what pages say of it afterwards."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.factory import create_app
from dashboard.services import services
from data_layer.queries.directory import find_school
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.cli import NOW
from tests.support.site import page_html, settings_for, sign_in, token_headers
from tests.support.small_district import PASSWORD

ALPHA, BETA = 1, 2
JOINING = {"code": "2", "year": "2026/27", "successor": "1", "history": "passed"}
FORMS = {
    "school-open-preview": {"code": "2", "opens": "2026/27"},
    "school-open": {"code": "2", "opens": "2026/27"},
    "school-rename": {"code": "2", "short_name": "Новая", "full_name": "", "year": "2026/27"},
    "school-name-back": {"code": "2"},
    "school-close-preview": {"code": "2", "year": "2026/27"},
    "school-close": {"code": "2", "year": "2026/27"},
    "school-reopen": {"code": "2"},
}


class Board:
    def __init__(self, url: str, folder: Path) -> None:
        self.server = create_app(settings_for(url, folder), clock=lambda: NOW)
        self.engine = services(self.server).engine

    def signed_in(self, login: str) -> FlaskClient:
        client = self.server.test_client()
        assert sign_in(client, login, PASSWORD).status_code == 303
        return client

    def school(self, district: int, code: str) -> tuple[str, int | None, tuple[str, ...]]:
        with tenant_session(self.engine, Scope((district,))) as session:
            found = find_school(session, code)
        return found.short_name, found.gone_from, tuple(each.name for each in found.changes)


@pytest.fixture
def board(small_sqlite: Path, tmp_path: Path) -> Iterator[Board]:
    copyfile(small_sqlite, tmp_path / "vsoko.db")
    built = Board(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var")
    yield built
    built.engine.dispose()


def send(client: FlaskClient, action: str, **body: str) -> TestResponse:
    return client.post(
        f"/actions/admin/{action}", data=body, headers=token_headers(client), content_type="multipart/form-data"
    )


def panel(client: FlaskClient, name: str) -> str:
    answer = client.get(f"/panels/admin/{name}", query_string={"school": "2"})
    assert answer.status_code == 200
    return answer.text


def test_a_school_joins_another_and_pages_say_so(board: Board) -> None:
    official, director = board.signed_in("official"), board.signed_in("director")
    assert 'name="history"' in panel(official, "school-merge")

    told = send(official, "school-close-preview", **JOINING).json
    assert told is not None
    words = told["panel"].replace("\u00a0", " ")
    assert "откроются директору" in words
    # Of 2026/27, which nobody has used yet: six stages and six organisational items were due on 15 September, and six
    # more stages are on 1 October.
    assert "Исчезнет 18 замечаний." in words
    assert "Доступ к школе сразу потеряет 1 человек (director-2)." in words
    assert board.school(ALPHA, "2") == ("Вторая ООШ", None, ())

    done = send(official, "school-close", **JOINING)
    assert (done.status_code, done.json and done.json["undo"]["action"]) == (200, "/actions/admin/school-reopen")
    assert board.school(ALPHA, "1")[2] == ("Вторая ООШ",)
    # Its people are refused at the door, and say nothing about why to strangers.
    assert sign_in(board.server.test_client(), "director-2", PASSWORD).status_code == 403

    admin = page_html(official, "administration", "?section=schools").replace("\u00a0", " ")
    assert "1 школа: 1 средняя; ещё 1 закрыта" in admin
    assert "с 2026/27 вошла в «Школа № 1»" in admin
    for page in ("overview", "cycle", "compare"):
        assert "Вторая ООШ (до 2026/27)" in page_html(official, page, "?year=2025/26").replace("\u00a0", " "), page
        assert "Вторая ООШ" not in page_html(official, page, "?year=2026/27&before=2024/25"), page
    part = director.get("/panels/school-part", query_string={"part": "trend", "school": "1", "year": "2025/26"})
    assert "«Вторая ООШ» до объединения в 2026/27" in part.text.replace("\u00a0", " ")

    # The director of a closing school is not offered a year without it, and is led back from one.
    again = send(official, "school-reopen", code="2").status_code
    later = send(official, "school-close", **{**JOINING, "year": "2027/28"}).status_code
    assert (again, later) == (200, 200)
    own = page_html(board.signed_in("director-2"), "compare", "?year=2027/28")
    assert "год, в котором школы нет" in own
    assert "year=2027/28" not in own

    assert send(official, "school-reopen", code="2").status_code == 200
    assert (board.school(ALPHA, "1")[2], board.school(ALPHA, "2")[1]) == ((), None)
    assert sign_in(board.server.test_client(), "director-2", PASSWORD).status_code == 303


def test_a_school_takes_another_name_and_has_it_back(board: Board) -> None:
    official = board.signed_in("official")
    assert "Прежнее название" in panel(official, "school-rename")

    wrong = send(official, "school-rename", **{**FORMS["school-rename"], "short_name": "Вторая ООШ"})
    assert (wrong.status_code, wrong.json and list(wrong.json["fields"])) == (400, ["short_name"])
    assert send(official, "school-rename", **FORMS["school-rename"]).status_code == 200
    assert board.school(ALPHA, "2") == ("Новая", None, ("Вторая ООШ",))
    assert "До 2026/27 называлась «Вторая ООШ»." in panel(official, "school").replace("\u00a0", " ")
    # 40 of 50 and 45 of 50: beside both years stands what the school was called in the earlier one.
    earlier = {"code": "1", "short_name": "Лицей", "full_name": "", "year": "2025/26"}
    assert send(official, "school-rename", **earlier).status_code == 200
    compared = page_html(official, "compare", "?year=2025/26&goal=1.1&level=noo&school=1").replace("\u00a0", " ")
    assert compared.count("в 2024/25 — «Школа № 1»") >= 2
    assert "«Школа № 1»" not in page_html(official, "compare", "?year=2025/26&goal=1.1&level=noo&names=coded")

    assert send(official, "school-name-back", code="2").status_code == 200
    assert board.school(ALPHA, "2") == ("Вторая ООШ", None, ())


def test_a_school_opens_in_a_year_and_is_not_asked_for_those_before(board: Board) -> None:
    official = board.signed_in("official")
    assert 'name="opens"' in panel(official, "school-open")
    assert 'name="opens"' in official.get("/panels/admin/school-new").text

    told = send(official, "school-open-preview", **FORMS["school-open"]).json
    assert told is not None
    assert "теперь" in told["panel"]
    assert "Вторая ООШ" in page_html(official, "cycle", "?year=2025/26")
    assert send(official, "school-open", **FORMS["school-open"]).status_code == 200

    assert "Открыта с 2026/27." in panel(official, "school").replace("\u00a0", " ")
    for page in ("overview", "cycle", "compare"):
        assert "Вторая ООШ" not in page_html(official, page, "?year=2025/26"), page
    assert send(official, "school-open", code="2", opens="").status_code == 200
    assert "Вторая ООШ" in page_html(official, "cycle", "?year=2025/26")


def test_nobody_else_changes_a_school(board: Board) -> None:
    """A director may not at all; the department of another district meets schools of its own alone."""
    before = {district: board.school(district, "2") for district in (ALPHA, BETA)}
    director, presenter = board.signed_in("director-2"), board.signed_in("presenter")
    foreign = board.signed_in("official-beta")

    for action, form in FORMS.items():
        assert {send(each, action, **form).status_code for each in (director, presenter)} <= {403, 404}, action
        assert send(foreign, action, **{**form, "code": "101"}).status_code == 404, action

    assert {district: board.school(district, "2") for district in (ALPHA, BETA)} == before


def test_a_form_that_is_not_ours_closes_nothing(board: Board) -> None:
    official = board.signed_in("official")

    for wrong in ({"year": "2024/25"}, {"year": "x"}, {"successor": "no-such"}, {"history": "x"}, {"successor": "2"}):
        for action in ("school-close-preview", "school-close"):
            assert send(official, action, **{**JOINING, **wrong}).status_code in {400, 404}, (action, wrong)
    assert board.school(ALPHA, "2")[1] is None
