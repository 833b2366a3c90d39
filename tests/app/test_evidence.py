"""Evidence over HTTP: a file comes in, is reviewed beside the checklist, goes back, comes again; flags follow each step."""

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
from data_layer.domain.suppression import Viewer
from data_layer.models import AuditEvent, Document, DocumentReview, StoredFile
from data_layer.queries.flags import gaps
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support import sample_files
from tests.support.cli import NOW
from tests.support.site import settings_for, token_headers
from tests.support.small_district import signed_in

pytestmark = pytest.mark.usefixtures("in_one_process")

STORE, REMOVE, SAVE, REVIEW, EFFECT = (
    "/actions/store-file",
    "/actions/remove-file",
    "/actions/save-document",
    "/actions/review-document",
    "/actions/save-effect",
)
FILE: Final = "/downloads/document-file"
PLACE: Final = {"block": "2", "stage": "analysis", "year": "2025/26"}
DOCUMENT: Final = {**PLACE, "type": "analytical_report", "number": "7-а", "date": "2026-08-20"}
PANEL: Final = "/panels/document?school=1&block=2&stage=analysis&year=2025/26"
QUEUE: Final = "?view=review"


@pytest.fixture
def server(small_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copyfile(small_sqlite, tmp_path / "vsoko.db")
    built = create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"), clock=lambda: NOW)
    yield built
    services(built).engine.dispose()


@pytest.fixture
def director(server: Flask) -> FlaskClient:
    return signed_in(server, "director")


@pytest.fixture
def official(server: Flask) -> FlaskClient:
    return signed_in(server, "official")


def send(client: FlaskClient, action: str, values: Mapping[str, Any]) -> TestResponse:
    return client.post(action, data=dict(values), headers=token_headers(client), content_type="multipart/form-data")


def store(client: FlaskClient, content: bytes, name: str = "Приказ.pdf", **values: str) -> TestResponse:
    return send(client, STORE, {"file": (BytesIO(content), name), **values})


def stored_id(answer: TestResponse) -> str:
    """The id that the form will send."""
    assert answer.status_code == 200, answer.text
    found = re.search(r'name="file"[^>]*value="(\d+)"', answer.get_json()["replace"]["file-choice"])
    assert found is not None
    return found[1]


def rows(server: Flask, model: Any) -> list[Any]:
    with tenant_session(services(server).engine, Scope((1,))) as session:
        return list(session.scalars(select(model).where(model.district_id == 1)))


def document(server: Flask) -> Document:
    (found,) = [each for each in rows(server, Document) if each.number == "7-а"]
    return found


def rules_of_cell(server: Flask) -> set[str]:
    """Rules that speak of the cell today."""
    with tenant_session(services(server).engine, Scope((1,))) as session:
        found = gaps(session, years=[2025], school="1", today=NOW.date(), viewer=Viewer.full())
    return {str(each.rule) for each in found if (each.block, each.stage) == (2, "analysis")}


def review(client: FlaskClient, server: Flask, decision: str, **values: Any) -> TestResponse:
    row = document(server)
    carried = {"school": "1", "document": str(row.id), "version": str(row.version), "decision": decision}
    return send(client, REVIEW, {**PLACE, **carried, **values})


def page(client: FlaskClient, search: str) -> TestResponse:
    """The answer of the page's callback to a browser at this address."""
    body = {
        "output": "data-content.html",
        "outputs": {"id": "data-content", "property": "html"},
        "inputs": [{"id": "data-asked", "property": "data", "value": None}],
        "state": [{"id": "_pages_location", "property": "search", "value": search}],
        "changedPropIds": [],
    }
    return client.post("/_dash-update-component", json=body, headers=token_headers(client))


def shown(client: FlaskClient, search: str) -> str:
    answer = page(client, search)
    assert answer.status_code == 200, answer.text
    html: str = answer.get_json()["response"]["data-content"]["html"]
    return words_of(html)


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split())


def test_handed_in_returned_handed_in_again_accepted(
    server: Flask, director: FlaskClient, official: FlaskClient
) -> None:
    """The flags follow each step: the day is after the due day of the analysis, 25.08.2026."""
    waiting = len([each for each in rows(server, Document) if each.status == "submitted"])
    assert "stage_missing" in rules_of_cell(server)
    assert "document_returned" not in rules_of_cell(server)

    file = stored_id(store(director, sample_files.pdf()))
    assert send(director, SAVE, {**DOCUMENT, "file": file, "status": "draft"}).status_code == 200
    assert "stage_missing" in rules_of_cell(server)
    row = document(server)
    again = {"document": str(row.id), "version": str(row.version), "file": file}
    assert send(director, SAVE, {**DOCUMENT, **again, "status": "submitted"}).status_code == 200
    assert rules_of_cell(server) & {"stage_missing", "document_returned"} == set()
    assert len([each for each in rows(server, Document) if each.status == "submitted"]) == waiting + 1

    refused = review(official, server, "return", remark="  ")
    assert refused.status_code == 400
    assert refused.get_json()["fields"] == {"remark": "Не написано, что исправить: напишите замечание для школы."}
    assert (
        review(official, server, "return", remark="Сравните с прошлым годом", check="fact_and_goal").status_code == 200
    )
    assert rules_of_cell(server) >= {"stage_missing", "document_returned"}
    assert "Сравните с прошлым годом" in director.get(PANEL).text

    row = document(server)
    again = {"document": str(row.id), "version": str(row.version), "file": file, "title": "Справка, исправлено"}
    assert send(director, SAVE, {**DOCUMENT, **again, "status": "submitted"}).status_code == 200
    assert rules_of_cell(server) & {"stage_missing", "document_returned"} == set()
    checks = ["fact_and_goal", "fact_and_last_year", "after_monitoring", "same_school_year", "opens", "made_up"]
    assert review(official, server, "accept", check=checks).status_code == 200

    assert document(server).status == "accepted"
    assert len([each for each in rows(server, Document) if each.status == "submitted"]) == waiting
    first, second = sorted(rows(server, DocumentReview), key=lambda each: each.at)
    assert (first.decision, first.remark) == ("returned", "Сравните с прошлым годом")
    assert {each["id"]: each["is_met"] for each in first.checks} == {
        "after_monitoring": False,
        "fact_and_goal": True,
        "fact_and_last_year": False,
        "same_school_year": False,
        "opens": False,
    }
    assert [each["is_met"] for each in second.checks] == [True] * 5


def test_the_history_tells_who_changed_what_and_when(
    server: Flask, director: FlaskClient, official: FlaskClient
) -> None:
    send(director, SAVE, {**DOCUMENT, "status": "submitted"})
    review(official, server, "return", remark="Нет даты мониторинга")
    row = document(server)
    again = {"document": str(row.id), "version": str(row.version), "title": "Отчёт"}
    send(director, SAVE, {**DOCUMENT, **again, "status": "submitted"})
    review(official, server, "accept")

    panel = words_of(official.get(PANEL).text)

    history = panel[panel.index("История: 4") :]
    steps = ["Принят official", "Изменён director", "Возвращён с замечанием official", "Внесён director"]
    places = [history.index(step) for step in steps]
    assert places == sorted(places)
    assert "Название: «Отчёт»" in history
    assert "Статус: было «возвращён», стало «на проверке»" in history
    assert "«Нет даты мониторинга»" in history
    assert "Не отмечено: анализ проведён после мониторинга" in history


def test_a_file_comes_back_as_it_was_always_as_an_attachment(server: Flask, director: FlaskClient) -> None:
    kinds = sample_files.every_kind()
    for kind, content in kinds.items():
        file = stored_id(store(director, content, f"Справка <b> {kind}.html"))

        answer = director.get(f"{FILE}?file={file}")

        assert answer.data == content
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="vsoko.')
        assert answer.headers["Content-Disposition"].endswith(f".{kind}")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';")
        assert policy.endswith("; sandbox")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "html" not in answer.headers["Content-Type"]
    downloads = [each for each in rows(server, AuditEvent) if each.action == "document_file_downloaded"]
    assert {(each.actor, each.subject) for each in downloads} == {
        ("director", f"Справка <b> {kind}.{kind}") for kind in kinds
    }
    assert len(downloads) == len(kinds)


def test_number_and_date_are_offered_and_not_filled_in(director: FlaskClient) -> None:
    choice = store(director, sample_files.docx()).get_json()["replace"]["file-choice"]

    assert 'data-fills="number" data-value="127-од"' in choice
    assert 'data-fills="date" data-value="2025-09-15"' in choice
    assert 'name="number"' not in choice


def test_hostile_files_leave_nothing_behind(server: Flask, director: FlaskClient, tmp_path: Path) -> None:
    """Each reason stands in tests/unit/intake/test_evidence_files.py; here the door itself is tried."""
    for name, (title, content) in sample_files.hostile().items():
        answer = store(director, content, title)

        assert answer.status_code == 400, name
        assert re.search(r"[А-Яа-я].*\.$", answer.get_json()["error"]), name
    assert rows(server, StoredFile) == []
    assert [path for path in (tmp_path / "var").rglob("*") if path.is_file() and path.parent.name != "var"] == []


def test_the_same_file_is_told_to_the_school_and_shown_to_the_department(
    server: Flask, director: FlaskClient, official: FlaskClient
) -> None:
    other = signed_in(server, "director-2")
    file = stored_id(store(other, sample_files.pdf(), "Чужой.pdf"))
    send(other, SAVE, {**DOCUMENT, "number": "КАНАРЕЙКА", "file": file})

    choice = store(director, sample_files.pdf()).get_json()["replace"]["file-choice"]
    assert "Такой же файл уже сдала другая школа района." in choice
    assert "Вторая ООШ" not in choice
    assert "КАНАРЕЙКА" not in choice
    send(director, SAVE, {**DOCUMENT, "file": re.findall(r'value="(\d+)"', choice)[0], "status": "submitted"})
    again = store(director, sample_files.pdf()).get_json()["replace"]["file-choice"].replace("\u00a0", " ")
    assert "Этот файл уже приложен: «7-а» (блок 2, анализ мониторингов)." in again
    for panel in (director.get(PANEL).text, director.get(f"{PANEL}&document=new").text):
        assert "КАНАРЕЙКА" not in panel
        assert "Вторая ООШ" not in panel.replace("\u00a0", " ")
    told = words_of(official.get(PANEL).text)
    assert "Тот же файл: Вторая ООШ: «КАНАРЕЙКА», блок 2, анализ мониторингов." in told
    assert "document_reused" in rules_of_cell(server)


def test_a_foreign_file_and_none_at_all_are_the_same(server: Flask, director: FlaskClient) -> None:
    file = stored_id(store(signed_in(server, "director-2"), sample_files.pdf()))

    answers = [director.get(f"{FILE}?file={each}") for each in (file, "12345", "x", "", "9" * 40)]
    saved = [send(director, SAVE, {**DOCUMENT, "file": each}) for each in (file, "12345")]
    removed = [send(director, REMOVE, {"file": each}) for each in (file, "12345")]

    assert {answer.status_code for answer in (*answers, *saved, *removed)} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert saved[0].data == saved[1].data
    assert removed[0].data == removed[1].data
    assert len(rows(server, StoredFile)) == 1


def test_a_file_without_a_document_is_taken_away_and_one_with_is_not(server: Flask, director: FlaskClient) -> None:
    file = stored_id(store(director, sample_files.pdf()))
    path = next(each for each in (Path(services(server).settings.data_dir) / "files").iterdir())
    send(director, SAVE, {**DOCUMENT, "file": file})

    assert send(director, REMOVE, {"file": file}).get_json()["error"].startswith("Файл приложен к документу.")
    row = document(server)
    send(director, SAVE, {**DOCUMENT, "document": str(row.id), "version": str(row.version), "file": ""})
    assert document(server).file_id is None
    assert send(director, REMOVE, {"file": file}).get_json()["toast"] == "Файл «Приказ.pdf» удалён."

    assert not path.exists()
    assert director.get(f"{FILE}?file={file}").status_code == 404
    (left,) = rows(server, StoredFile)
    assert left.removed_at is not None


def test_a_school_that_changes_an_accepted_document_hands_it_in_again(
    server: Flask, director: FlaskClient, official: FlaskClient
) -> None:
    send(director, SAVE, {**DOCUMENT, "status": "submitted"})
    review(official, server, "accept")
    row = document(server)
    form = director.get(f"{PANEL}&document={row.id}").text

    send(
        director,
        SAVE,
        {**DOCUMENT, "document": str(row.id), "version": str(row.version), "title": "Иначе", "status": "submitted"},
    )

    assert "После изменения он снова уйдёт на проверку." in form
    assert document(server).status == "submitted"


def test_the_effect_of_a_decision_is_noted_and_leaves_its_status(
    server: Flask, director: FlaskClient, official: FlaskClient
) -> None:
    place = {"block": "1", "stage": "measures", "year": "2025/26"}
    (row,) = [each for each in rows(server, Document) if each.number == "5-д"]
    panel = "/panels/document?school=1&block=1&stage=measures&year=2025/26"
    assert "не закрыто: итог ещё не известен" in director.get(panel).text
    carried = {**place, "document": str(row.id), "version": str(row.version)}

    assert send(director, EFFECT, {**carried, "effect": " Отстающих стало меньше. "}).status_code == 200

    (row,) = [each for each in rows(server, Document) if each.number == "5-д"]
    assert (row.effect, row.status) == ("Отстающих стало меньше.", "accepted")
    assert "закрыто: итог описан" in director.get(panel).text
    wrong = next(each for each in rows(server, Document) if each.number == "1-ц")
    answer = send(
        director, EFFECT, {**place, "document": str(wrong.id), "version": str(wrong.version), "effect": "слово"}
    )
    assert answer.get_json()["fields"] == {"effect": "Итог пишут к мерам и решениям: откройте документ этой стадии."}
    stale = send(director, EFFECT, {**carried, "effect": "иначе"})
    assert stale.status_code == 409


def test_a_file_too_many_or_too_large_is_refused(
    server: Flask, director: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard.pages.data import document_files
    from data_layer.commands import evidence_files

    monkeypatch.setattr(document_files, "LARGEST_UPLOAD", 10)
    assert "больше 20 МБ" in store(director, sample_files.pdf()).get_json()["error"]
    monkeypatch.undo()
    assert store(director, b"").get_json()["error"] == "Файл пуст. Выберите другой файл."
    store(director, sample_files.pdf())
    monkeypatch.setattr(evidence_files, "MOST_WAITING", 1)
    assert store(director, sample_files.png()).get_json()["error"].startswith("Уже 60 файлов ждут оформления.")
    monkeypatch.setattr(evidence_files, "MOST_WAITING", 60)
    monkeypatch.setattr(evidence_files, "MOST_BYTES_OF_SCHOOL", 10)
    assert store(director, sample_files.png()).get_json()["error"].startswith("Файлы школы заняли 2 ГБ.")
    monkeypatch.setattr(evidence_files, "FILES_AN_HOUR", 1)
    assert store(director, sample_files.png()).get_json()["error"].startswith("За час принято уже 200 файлов.")
    assert len(rows(server, StoredFile)) == 1


def test_the_same_file_sent_twice_waits_once(server: Flask, director: FlaskClient) -> None:
    first, second = (stored_id(store(director, sample_files.pdf())) for _ in range(2))

    assert first == second
    assert len(rows(server, StoredFile)) == 1


def test_the_queue_empties_one_after_the_other(server: Flask, director: FlaskClient, official: FlaskClient) -> None:
    """Two wait: the order 2-м of block 1 and the new analysis of block 2."""
    send(director, SAVE, {**DOCUMENT, "status": "submitted", "file": stored_id(store(director, sample_files.docx()))})
    first, second = shown(official, QUEUE), shown(official, f"{QUEUE}&document={document(server).id}")
    assert "2 документа ждут проверки" in first
    assert "Названы" not in second.split("Что проверить")[0]
    assert "Факт сравнён с целью" in second
    assert "О проведении мониторинга качества" in second
    assert "Данные 2" in first

    answer = review(official, server, "accept", queue="1", then="")
    assert answer.get_json()["toast"] == "Документ принят. В\u00a0очереди ещё 1."
    assert answer.get_json()["go"] == "/data?year=2025/26&view=review"
    assert "1 документ ждёт проверки" in shown(official, QUEUE)
    (other,) = [each for each in rows(server, Document) if each.number == "2-м"]
    carried = {"block": "1", "stage": "monitoring", "year": "2025/26", "school": "1", "queue": "1"}
    answer = send(
        official,
        REVIEW,
        {
            **carried,
            "document": str(other.id),
            "version": str(other.version),
            "decision": "return",
            "remark": "нет дат",
        },
    )

    assert answer.get_json()["toast"] == "Документ возвращён школе. Больше проверять нечего."
    empty = shown(official, QUEUE)
    assert "Все документы проверены" in empty
    assert "Данные 1" not in empty


def test_the_queue_is_narrowed_by_school_block_and_stage(
    server: Flask, director: FlaskClient, official: FlaskClient
) -> None:
    send(director, SAVE, {**DOCUMENT, "status": "submitted"})

    assert "1 документ ждёт" in shown(official, f"{QUEUE}&block=2")
    assert "1 документ ждёт" in shown(official, f"{QUEUE}&stage=monitoring")
    assert "2 документа ждут" in shown(official, f"{QUEUE}&school=1")
    assert "По этому отбору проверять нечего" in shown(official, f"{QUEUE}&school=2")


def test_a_school_has_no_queue(server: Flask) -> None:
    for login in ("director", "coordinator"):
        assert page(signed_in(server, login), QUEUE).status_code == 404


def test_files_without_a_document_wait_in_a_list(server: Flask, director: FlaskClient, official: FlaskClient) -> None:
    store(director, sample_files.docx(), "Приказ о мониторинге.docx")
    store(director, sample_files.png(), "Скан.png")

    own = shown(director, "?view=files&year=2025/26")

    assert "2 файла ждут оформления" in own
    assert "Приказ о мониторинге.docx" in own
    assert "в тексте: № 127-од, 15.09.2025" in own
    assert "За какую школу приложить файлы?" in shown(official, "?view=files")
    assert "2 файла ждут оформления" in shown(official, "?view=files&school=1")
    assert "Приложите файлы документов" in shown(signed_in(server, "director-2"), "?view=files")


def test_a_waiting_file_begins_a_document(director: FlaskClient) -> None:
    file = stored_id(store(director, sample_files.docx()))

    form = director.get(f"{PANEL}&document=new&file={file}").text

    assert f'name="file" type="hidden" value="{file}"' in form
    assert director.get(f"{PANEL}&document=new&file=12345").status_code == 404


def test_a_scanner_has_the_last_word(server: Flask, director: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = services(server).settings
    for command, sentence in (
        ("false", "Антивирус нашёл"),
        ("sh -c 'exit 2'", "Антивирус на сервере не ответил"),
        ("/nowhere", "Антивирус на"),
    ):
        monkeypatch.setattr(services(server), "settings", settings.model_copy(update={"scan_command": command}))

        assert store(director, sample_files.pdf()).get_json()["error"].startswith(sentence)
        assert rows(server, StoredFile) == []
    monkeypatch.setattr(services(server), "settings", settings.model_copy(update={"scan_command": "true"}))
    assert store(director, sample_files.pdf()).status_code == 200
