"""«Журнал» as a file: what a director and the department get, with people's text inert, and that it was handed out."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboard.factory import create_app
from dashboard.services import services
from data_layer.queries.trail import TrailFilter, trail
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.cli import NOW
from tests.support.site import settings_for, sign_in, token_headers
from tests.support.small_district import PASSWORD

HEADS = ("Когда", "Кто", "Действие", "Что", "Школа", "Было", "Стало")
FORMULA = '=HYPERLINK("http://evil.example";"x")'


class Board:
    def __init__(self, url: str, folder: Path) -> None:
        self.server = create_app(settings_for(url, folder), clock=lambda: NOW)
        self.engine = services(self.server).engine

    def signed_in(self, login: str) -> FlaskClient:
        client = self.server.test_client()
        assert sign_in(client, login, PASSWORD).status_code == 303
        return client


@pytest.fixture
def board(small_sqlite: Path, tmp_path: Path) -> Iterator[Board]:
    copyfile(small_sqlite, tmp_path / "vsoko.db")
    built = Board(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var")
    yield built
    built.engine.dispose()


def rename(official: FlaskClient, code: str, name: str) -> None:
    """Through the form of «Школы», as the department does it."""
    panel = official.get("/panels/admin/school", query_string={"school": code}).text
    version = panel.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    body = {"code": code, "version": version, "short_name": name, "kind": "full", "cluster": "town"}
    answer = official.post(
        "/actions/admin/school-change",
        data=body,
        headers=token_headers(official),
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200, answer.text


def journal(client: FlaskClient, **asked: str) -> Any:
    answer = client.get("/downloads/journal.xlsx", query_string=asked)
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.data))


def lines(book: Any) -> list[dict[str, Any]]:
    rows = list(book["Журнал"].iter_rows(values_only=True))
    assert rows[0] == HEADS
    return [dict(zip(HEADS, row, strict=True)) for row in rows[1:]]


def test_a_director_gets_the_trail_of_the_own_school_alone(board: Board) -> None:
    official = board.signed_in("official")
    rename(official, "1", FORMULA)
    rename(official, "2", "Чужая школа")

    book = journal(board.signed_in("director"))

    found = lines(book)
    assert {each["Школа"] for each in found} == {FORMULA}
    changed = next(each for each in found if each["Действие"] == "Изменены сведения о школе")
    assert changed["Кто"] == "official"
    assert f"Краткое название: {FORMULA}" in changed["Стало"]
    assert "Чужая" not in str(found)
    assert "BETA" not in str(found)
    # Text of people stays text, also where it looks like a formula.
    assert {cell.data_type for row in book["Журнал"].iter_rows() for cell in row} <= {"s", "n"}
    about = {str(row[0]): row[1] for row in book["О файле"].iter_rows(values_only=True)}
    assert about["Район"] == "Район alpha"
    assert about["Записей"] == str(len(found))
    assert str(about["Выгружено"]).endswith(", director")


def test_the_department_gets_all_of_the_district_or_what_it_filters(board: Board) -> None:
    official = board.signed_in("official")
    rename(official, "1", "Первая")
    rename(official, "2", "Вторая")

    everything, second = lines(journal(official)), lines(journal(official, school="2"))

    assert {"Первая", "Вторая"} <= {each["Школа"] for each in everything}
    assert {each["Школа"] for each in second} == {"Вторая"}
    assert "BETA" not in str(everything)


def test_handing_the_file_out_is_itself_in_the_trail(board: Board) -> None:
    journal(board.signed_in("director"))

    with tenant_session(board.engine, Scope((1,))) as session:
        newest = trail(session, TrailFilter(), most=1)[0]

    assert (newest.actor, newest.action, newest.subject) == ("director", "file_exported", "journal.xlsx")


def test_a_picture_that_a_browser_has_made_is_noted_with_its_choices(board: Board) -> None:
    director = board.signed_in("director")
    asked = "/downloads/compare-goal.png?year=2025/26&goal=1.1"

    answer = director.post(asked, data={}, headers=token_headers(director), content_type="multipart/form-data")
    assert answer.status_code == 200
    assert director.post(asked).status_code in {400, 415}  # not by a page of ours
    assert director.get(asked).status_code == 404

    (newest,) = lines(journal(board.signed_in("official"), action="export"))
    assert newest["Что"] == "Выгружен файл «Школы и цель», картинка"
    assert (newest["Кто"], newest["Стало"]) == ("director", "Отбор: год 2025/26; цель 1.1")


def test_an_administrator_gets_the_trail_outside_of_districts_as_a_file(board: Board) -> None:
    administrator, official = board.signed_in("administrator"), board.signed_in("official")
    rename(official, "1", "Первая")

    answer = administrator.get("/downloads/platform-journal.xlsx", query_string={"action": "access"})

    assert answer.status_code == 200
    found = lines(load_workbook(BytesIO(answer.data)))
    assert ("administrator", "Вход") in {(each["Кто"], each["Действие"]) for each in found}
    assert "Первая" not in str(found)
    again = lines(load_workbook(BytesIO(administrator.get("/downloads/platform-journal.xlsx").data)))
    assert again[0]["Что"] == "Выгружен файл «Журнал вне районов»"
    assert official.get("/downloads/platform-journal.xlsx").status_code == 403


@pytest.mark.parametrize("login", ["coordinator", "presenter", "region"])
def test_whoever_may_not_read_the_trail_gets_no_file(board: Board, login: str) -> None:
    assert board.signed_in(login).get("/downloads/journal.xlsx").status_code == 403


def test_the_log_of_access_tells_who_came_in_and_which_file_was_asked_for_by_which_choices(board: Board) -> None:
    official = board.signed_in("official")
    rename(official, "1", "Первая")
    asked = {"year": "2025/26", "cluster": "village", "evil": "\u2028", "y" * 40: "x"}
    assert official.get("/downloads/cycle.xlsx", query_string=asked).status_code == 200

    log = lines(journal(official, action="access"))

    assert [each["Действие"] for each in log] == ["Выгружен файл", "Вход"]
    file = log[0]
    assert file["Что"] == "Выгружен файл «Управленческий цикл», 2025/26"
    assert file["Стало"] == "Отбор: год 2025/26; тип местности село"
    changes = {each["Действие"] for each in lines(journal(official))}
    assert "Изменены сведения о школе" in changes
    assert "Вход" not in changes
