"""Panels, actions and files: what scripts of our pages ask for, in which form they are answered, what is refused."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from flask import Response
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.access.policy import Permission
from dashboard.answers import Leads, Undo, conflict, done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.exports.attachment import XLSX, attachment
from dashboard.version import HEADER, program_version
from data_layer.models import AuditEvent
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.site import Site, build_site, token_headers


def show(_context: RequestContext) -> str:
    return "<h2>Почему?</h2>"


def save(_context: RequestContext) -> Response:
    return done("Сохранено", undo=Undo("Вернуть", "/actions/save", {"value": "1"}), refresh=True)


def lead(_context: RequestContext) -> Response:
    return done("Добавлено", leads=Leads("Открыть", "/meeting?id=1"))


def refuse(_context: RequestContext) -> Response:
    return refused("Не сохранено.", fields={"target": "Больше 100 %."})


def collide(_context: RequestContext) -> Response:
    return conflict("Уже изменено.", panel="<h2>Две версии</h2>")


def hand_out(context: RequestContext) -> Response:
    context.audit_later("file_handed_out", "Цикл.xlsx")
    return attachment(b"PK", filename="Цикл «2025».xlsx", mimetype=XLSX)


@pytest.fixture
def asking(populated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    copyfile(populated_sqlite, tmp_path / "vsoko.db")
    site = build_site(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var")
    for path, handler, method, permission in (
        ("/panels/shown", show, "GET", Permission.VIEW_SCHOOL),
        ("/actions/save", save, "POST", Permission.WRITE_DATA),
        ("/actions/lead", lead, "POST", Permission.WRITE_DATA),
        ("/actions/refuse", refuse, "POST", Permission.WRITE_DATA),
        ("/actions/collide", collide, "POST", Permission.WRITE_DATA),
        ("/downloads/file.xlsx", hand_out, "GET", Permission.VIEW_SCHOOL),
    ):
        register_route(site.server, path, methods=[method], permission=permission, handler=handler)
    yield site
    site.engine.dispose()


@pytest.fixture
def director(asking: Site) -> FlaskClient:
    return asking.signed_in("director")


def test_a_panel_is_html_for_the_signed_in_and_401_for_others(asking: Site, director: FlaskClient) -> None:
    shown = director.get("/panels/shown")

    assert (shown.status_code, shown.text) == (200, "<h2>Почему?</h2>")
    assert shown.headers[HEADER] == program_version()
    assert asking.anonymous().get("/panels/shown").status_code == 401
    assert asking.anonymous().post("/actions/save").status_code == 401


def test_a_panel_that_is_not_there_is_a_sentence_for_the_script(director: FlaskClient) -> None:
    answer = director.get("/panels/nowhere")

    assert answer.status_code == 404
    assert answer.mimetype == "application/json"


def test_an_action_answers_what_the_script_shows(director: FlaskClient) -> None:
    headers = token_headers(director)

    saved, led, not_saved, late = (
        director.post(f"/actions/{name}", data={"x": "1"}, headers=headers, content_type="multipart/form-data")
        for name in ("save", "lead", "refuse", "collide")
    )

    assert saved.get_json() == {
        "toast": "Сохранено",
        "refresh": True,
        "undo": {"words": "Вернуть", "action": "/actions/save", "values": {"value": "1"}},
    }
    assert led.get_json()["leads"] == {"words": "Открыть", "href": "/meeting?id=1"}
    assert not_saved.status_code == 400
    assert not_saved.get_json()["fields"] == {"target": "Больше 100 %."}
    assert (late.status_code, late.get_json()["panel"]) == (409, "<h2>Две версии</h2>")


def test_a_page_of_another_program_is_told_to_load_anew_and_changes_nothing(director: FlaskClient) -> None:
    headers = {**token_headers(director), HEADER: "0000000000000000"}

    answer = director.post("/actions/save", data={"x": "1"}, headers=headers, content_type="multipart/form-data")

    assert answer.status_code == 409
    assert answer.get_json()["error"] == "Страница устарела. Обновите её."


def test_an_action_without_the_token_is_refused(director: FlaskClient) -> None:
    headers = {name: value for name, value in token_headers(director).items() if name != "X-CSRFToken"}

    answer = director.post("/actions/save", data={"x": "1"}, headers=headers, content_type="multipart/form-data")

    assert answer.status_code == 400


def test_a_file_is_an_attachment_with_its_russian_name_and_is_audited(asking: Site, director: FlaskClient) -> None:
    answer = director.get("/downloads/file.xlsx")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename=\"vsoko.xlsx\"; filename*=UTF-8''%D0%A6"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with tenant_session(asking.engine, Scope((1,))) as session:
        recorded = session.scalars(select(AuditEvent).where(AuditEvent.action == "file_handed_out")).all()
    assert [(event.actor, event.subject) for event in recorded] == [("director", "Цикл.xlsx")]
