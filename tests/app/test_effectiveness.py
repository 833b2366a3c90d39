"""The effectiveness list and what the department publishes, over HTTP."""

import re
import shutil
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from dashboard.factory import create_app
from dashboard.services import services
from data_layer.models import EffectivenessMark, PublishedDocument
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support import sample_files
from tests.support.cli import NOW
from tests.support.site import page_html, settings_for, token_headers
from tests.support.small_district import signed_in

pytestmark = pytest.mark.usefixtures("in_one_process")

SAVE, PUBLISH, WITHDRAW = "/actions/save-effectiveness", "/actions/publish-document", "/actions/withdraw-document"
PAPER: Final = "/downloads/published-document"


@pytest.fixture
def server(small_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copyfile(small_sqlite, tmp_path / "vsoko.db")
    built = create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"), clock=lambda: NOW)
    yield built
    services(built).engine.dispose()


def send(client: FlaskClient, action: str, values: Mapping[str, Any]) -> TestResponse:
    return client.post(action, data=dict(values), headers=token_headers(client), content_type="multipart/form-data")


def shown(client: FlaskClient, search: str) -> str:
    html = page_html(client, "data", search)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split())


def rows(server: Flask, model: Any) -> list[Any]:
    with tenant_session(services(server).engine, Scope((1,))) as session:
        return list(session.scalars(select(model).where(model.district_id == 1)))


def test_school_and_department_answer_side_by_side(server: Flask) -> None:
    director, official = signed_in(server, "director"), signed_in(server, "official")
    answers = {
        "year": "2025/26",
        "mark.team": "yes",
        "note.team": "приказ № 5",
        "seen.team": "0",
        "mark.site": "partly",
    }

    saved = send(director, SAVE, answers)
    marked = send(official, SAVE, {"school": "1", "year": "2025/26", "mark.site": "no", "seen.site": "0"})

    assert saved.get_json()["toast"].replace("\u00a0", " ") == "Записано: 2 ответа."
    assert marked.status_code == 200
    own = shown(director, "?view=effectiveness&year=2025/26")
    assert "Школа ответила на 2 из 13 вопросов за 2025/26. По 1 вопросу управление отметило иначе." in own
    assert "ответы расходятся" in own
    theirs = shown(official, "?view=effectiveness&year=2025/26&school=1")
    assert "приказ № 5 director" in theirs
    board = shown(official, "?view=effectiveness&year=2025/26")
    assert "Самооценку за 2025/26 закончили 0 из 2 школ." in board
    assert "Школа № 1 : ответы 2 из 13 1 1 из 13 0 1" in board
    assert {(each.check_id, each.side, each.mark) for each in rows(server, EffectivenessMark)} == {
        ("team", "school", "yes"),
        ("site", "school", "partly"),
        ("site", "department", "no"),
    }


def test_nobody_else_answers_or_looks(server: Flask) -> None:
    for login in ("presenter", "region"):
        client = signed_in(server, login)

        assert send(client, SAVE, {"school": "1", "year": "2025/26", "mark.team": "yes"}).status_code == 403
        assert client.get(f"{PAPER}?file=1").status_code == 403


def test_what_no_form_of_ours_sends_is_refused(server: Flask) -> None:
    director = signed_in(server, "director")
    wrongs: tuple[dict[str, str], ...] = (
        {"mark.team": "perhaps"},
        {"mark.team": "yes", "seen.team": "x"},
        {"year": "x"},
        {f"mark.{number}": "yes" for number in range(60)},
        {f"mark.{'x' * 100}": "yes"},
    )
    for wrong in wrongs:
        assert send(director, SAVE, {"year": "2025/26", **wrong}).status_code == 400, wrong
    assert rows(server, EffectivenessMark) == []


def test_the_department_publishes_and_every_school_reads(server: Flask) -> None:
    official, director = signed_in(server, "official"), signed_in(server, "director")
    content = sample_files.docx()
    values = {
        "title": "Положение о ВСОКО: образец",
        "note": "Заполните до 15 сентября",
        "url": "https://district.example/regulation",
        "file": (BytesIO(content), "Образец.docx"),
    }

    assert send(official, PUBLISH, values).status_code == 200

    (paper,) = rows(server, PublishedDocument)
    for client in (official, director, signed_in(server, "director-2")):
        told = shown(client, "?view=papers")
        assert "Материалы района: 1 документ" in told
        assert "Положение о ВСОКО: образец Заполните до 15 сентября" in told
        answer = client.get(f"{PAPER}?file={paper.id}")
        assert answer.data == content
        assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Опубликовать" not in shown(director, "?view=papers")
    other = signed_in(server, "official-beta")
    assert "Управление пока ничего не опубликовало." in shown(other, "?view=papers")
    foreign, unknown = (other.get(f"{PAPER}?file={number}") for number in (paper.id, 12345))
    assert (foreign.status_code, foreign.data) == (404, unknown.data)

    assert send(director, WITHDRAW, {"document": str(paper.id)}).status_code == 403
    assert send(other, WITHDRAW, {"document": str(paper.id)}).status_code == 404
    assert send(official, WITHDRAW, {"document": str(paper.id)}).status_code == 200
    assert director.get(f"{PAPER}?file={paper.id}").status_code == 404
    assert list((Path(services(server).settings.data_dir) / "files").iterdir()) == []


def test_a_faulty_publication_is_refused_at_its_field(server: Flask) -> None:
    official = signed_in(server, "official")
    for values, field, sentence in (
        ({"title": "", "url": "https://a.example/"}, "title", "Название не указано: напишите, что это."),
        ({"title": "Письмо"}, "file", "Нет ни файла, ни ссылки: приложите файл или дайте ссылку."),
        ({"title": "Письмо", "url": "javascript:alert(1)"}, "url", "Ссылка «javascript:alert(1)» не годится"),
        ({"title": "П" * 301, "url": "https://a.example/"}, "title", "Название длиннее 300 знаков: сократите его."),
    ):
        answer = send(official, PUBLISH, values)

        assert answer.status_code == 400
        assert answer.get_json()["fields"][field].startswith(sentence)
    assert rows(server, PublishedDocument) == []


def test_a_hostile_file_is_not_published(server: Flask) -> None:
    official = signed_in(server, "official")
    for title, content in sample_files.hostile().values():
        if title.endswith(".pdf"):
            answer = send(official, PUBLISH, {"title": "Письмо", "file": (BytesIO(content), title)})
            assert answer.status_code == 400
    assert rows(server, PublishedDocument) == []


def test_a_double_send_publishes_once(server: Flask) -> None:
    official = signed_in(server, "official")
    written, printed = sample_files.docx(), sample_files.pdf()
    for content, papers in ((written, 1), (written, 1), (printed, 2)):
        values = {"title": "Письмо", "file": (BytesIO(content), "Письмо")}
        assert send(official, PUBLISH, values).status_code == 200
        assert len(rows(server, PublishedDocument)) == papers
    letter = {"title": "Письмо", "url": "https://district.example/letter"}
    for _ in range(2):
        assert send(official, PUBLISH, letter).status_code == 200

    assert len(rows(server, PublishedDocument)) == 3
    assert len(list((Path(services(server).settings.data_dir) / "files").iterdir())) == 2
