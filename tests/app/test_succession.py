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

    assert send(official, "school-name-back", code="2").status_code == 200
    assert board.school(ALPHA, "2") == ("Вторая ООШ", None, ())


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
