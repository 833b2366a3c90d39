"""Entering by hand over HTTP: who may, what a body cannot do, both versions on conflict, nothing lost."""

import re
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from dashboard.addresses.why import WhyResult, why_href
from dashboard.factory import create_app
from dashboard.services import services
from dashboard.version import HEADER
from data_layer.domain.vocabulary import Level
from data_layer.models import AuditEvent, Document, Observation, OrganisationItem, School, Target
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session
from tests.support.cli import NOW
from tests.support.site import settings_for, token_headers
from tests.support.small_district import signed_in

SAVE, KEEP, BACK = "/actions/save-figures", "/actions/keep-figures", "/actions/take-back-figures"
SAVE_ITEM, SAVE_DOCUMENT, REVIEW = (
    "/actions/save-organisation",
    "/actions/save-document",
    "/actions/review-document",
)
# «4.1a» of НОО: nobody has handed it in, so there is no version yet.
ROW: Final = {
    "indicator": "b4_early_guidance_participation",
    "level": "noo",
    "year": "2025/26",
    "category.0": "",
    "seen.0": "",
}
ITEM: Final = {"item": "team_assembled", "year": "2024/25", "present": "да", "version": ""}
DOCUMENT: Final = {"block": "2", "stage": "analysis", "year": "2025/26", "type": "analytical_report", "number": "7-а"}
EXTRAS: Final = {
    "school_id": "2",
    "district_id": "2",
    "role": "administrator",
    "author": "somebody",
    "is_admin": "1",
    "batch_id": "1",
    "recorded_at": "2000-01-01",
}


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


def send(client: FlaskClient, action: str, values: Mapping[str, Any], **headers: str) -> TestResponse:
    return client.post(
        action,
        data=MultiDict(values),
        headers={**token_headers(client), **headers},
        content_type="multipart/form-data",
    )


def rows(server: Flask, model: Any, *, district: int = 1) -> list[Any]:
    with opened(server, district) as session:
        return list(session.scalars(select(model).where(model.district_id == district)))


def opened(server: Flask, district: int = 1) -> Any:
    return tenant_session(services(server).engine, Scope((district,)))


def schools(session: TenantSession) -> dict[str, int]:
    return {school.code: school.id for school in session.scalars(select(School))}


def of_row(server: Flask) -> list[Any]:
    return [each for each in rows(server, Observation) if each.indicator_id == ROW["indicator"]]


def fields_of(panel: str, action: str) -> dict[str, str]:
    """What the form of this action in a panel would send."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', panel, re.DOTALL)
    assert form is not None, panel
    inputs = [dict(re.findall(r'([a-z-]+)="([^"]*)"', each)) for each in re.findall(r"<input[^>]*>", form[0])]
    return {each["name"]: unescape(each.get("value", "")) for each in inputs}


def test_a_saved_row_comes_back_judged(director: FlaskClient, server: Flask) -> None:
    answer = send(director, SAVE, {**ROW, "numerator": "9", "denominator": "10"})

    told = answer.get_json()
    assert answer.status_code == 200
    assert told["toast"] == "Сохранено: 4.1a Ранняя профориентация, НОО."
    (content,) = told["replace"].values()
    assert 'value="9"' in content
    assert [(each.numerator, each.author) for each in of_row(server)] == [(9, "director")]


def test_a_body_cannot_choose_the_school_nor_anything_else(director: FlaskClient, server: Flask) -> None:
    """Mass assignment: what the form does not ask for plays no part."""
    before = digest(server, "2")

    for action, values in (
        (SAVE, {**ROW, "numerator": "9", "denominator": "10", "target": "80", "target_was": ""}),
        (SAVE_ITEM, ITEM),
        (SAVE_DOCUMENT, {**DOCUMENT, "status": "submitted"}),
    ):
        assert send(director, action, {**values, **EXTRAS}).status_code == 200

    with opened(server) as session:
        own = schools(session)["1"]
    assert digest(server, "2") == before
    assert [(each.school_id, each.author) for each in of_row(server)] == [(own, "director")]
    added = [each for each in rows(server, Document) if each.number == "7-а"]
    assert [(each.school_id, each.author, each.status) for each in added] == [(own, "director", "submitted")]


def test_a_form_that_names_another_school_is_saved_for_neither(director: FlaskClient, server: Flask) -> None:
    """Who has two schools may send an old page of one while working in the other."""
    before = [digest(server, school) for school in ("1", "2")]

    for action, values in (
        (SAVE, {**ROW, "numerator": "1", "denominator": "2"}),
        (SAVE_ITEM, ITEM),
        (SAVE_DOCUMENT, DOCUMENT),
    ):
        assert send(director, action, {**values, "school": "2"}).status_code == 404

    assert [digest(server, school) for school in ("1", "2")] == before


def test_a_school_cannot_accept_its_own_document(director: FlaskClient, server: Flask) -> None:
    answer = send(director, SAVE_DOCUMENT, {**DOCUMENT, "status": "accepted"})

    assert answer.status_code == 400
    assert "ставит управление образования" in answer.get_json()["fields"]["status"]
    assert [each for each in rows(server, Document) if each.number == "7-а"] == []


def digest(server: Flask, school: str) -> list[Any]:
    """Everything that a school has handed in, to be compared."""
    with opened(server) as session:
        number = schools(session)[school]
        return [
            sorted(
                str([getattr(row, column.key) for column in model.__table__.columns])
                for row in session.scalars(select(model).where(model.school_id == number))
            )
            for model in (Observation, Target, Document, OrganisationItem)
        ]


@pytest.mark.parametrize("login", ["presenter", "region", "official-beta"])
def test_others_cannot_save(server: Flask, login: str) -> None:
    client = signed_in(server, login)

    answers = [
        send(client, action, {**values, "school": "1"}).status_code
        for action, values in ((SAVE, {**ROW, "numerator": "9", "denominator": "10"}), (SAVE_DOCUMENT, DOCUMENT))
    ]

    # The department of the other district has a school «1» of its own; everybody else has no right at all.
    assert set(answers) == ({200} if login == "official-beta" else {403})
    assert of_row(server) == []


def test_nobody_saves_without_signing_in(server: Flask) -> None:
    assert server.test_client().post(SAVE, data=ROW).status_code == 401
    assert server.test_client().get("/panels/document").status_code == 401


def test_the_coordinator_hands_in_and_sets_no_targets(server: Flask) -> None:
    client = signed_in(server, "coordinator")

    refused = send(client, SAVE, {**ROW, "numerator": "9", "denominator": "10", "target": "80", "target_was": ""})
    saved = send(client, SAVE, {**ROW, "numerator": "9", "denominator": "10"})

    assert refused.status_code == 400
    assert refused.get_json()["fields"] == {"target": "Цели школы устанавливает директор: оставьте цель прежней."}
    assert saved.status_code == 200
    assert len(rows(server, Target)) == 1


def test_the_coordinator_cannot_take_back_what_the_director_saved(director: FlaskClient, server: Flask) -> None:
    saved = send(director, SAVE, {**ROW, "target": "80", "target_was": ""}).get_json()

    answer = send(signed_in(server, "coordinator"), BACK, saved["undo"]["values"])

    assert answer.status_code == 404
    assert len(rows(server, Target)) == 2


def test_a_save_is_taken_back(director: FlaskClient, server: Flask) -> None:
    saved = send(director, SAVE, {**ROW, "numerator": "9", "denominator": "10", "target": "80", "target_was": ""})

    answer = send(director, saved.get_json()["undo"]["action"], saved.get_json()["undo"]["values"])

    assert answer.get_json()["toast"] == "Возвращено прежнее: 4.1a Ранняя профориентация, НОО."
    assert [each for each in of_row(server) if each.superseded_at is None] == []
    assert len(rows(server, Target)) == 1


def test_a_document_and_an_item_are_taken_back(director: FlaskClient, server: Flask) -> None:
    items = len(rows(server, OrganisationItem))
    told = [send(director, SAVE_ITEM, ITEM).get_json(), send(director, SAVE_DOCUMENT, DOCUMENT).get_json()]
    assert len(rows(server, OrganisationItem)) == items + 1

    answers = [send(director, each["undo"]["action"], each["undo"]["values"]) for each in told]

    assert [answer.get_json()["toast"] for answer in answers] == [
        "Возвращено прежнее: Собрана команда ВСОКО.",
        "Возвращено прежнее: документ.",
    ]
    assert len(rows(server, OrganisationItem)) == items
    assert [each for each in rows(server, Document) if each.number == "7-а"] == []


def test_what_was_changed_after_the_save_is_not_taken_back(
    director: FlaskClient, official: FlaskClient, server: Flask
) -> None:
    saved = send(director, SAVE_DOCUMENT, DOCUMENT).get_json()
    (document,) = [each for each in rows(server, Document) if each.number == "7-а"]
    place = {**DOCUMENT, "school": "1", "document": str(document.id), "version": str(document.version)}
    send(official, SAVE_DOCUMENT, {**place, "title": "Справка"})

    answer = send(director, saved["undo"]["action"], saved["undo"]["values"])

    assert answer.get_json()["toast"] == "Не вернули: после вас это уже изменили."
    assert [each.title for each in rows(server, Document) if each.number == "7-а"] == ["Справка"]


def test_a_target_that_was_taken_away_comes_back(director: FlaskClient, server: Flask) -> None:
    send(director, SAVE, {**ROW, "target": "80", "target_was": ""})
    (target,) = [each for each in rows(server, Target) if each.indicator_id == ROW["indicator"]]
    version = f"{target.id}.{target.version}"
    gone = send(director, SAVE, {**ROW, "target": "", "target_was": "80", "target_version": version}).get_json()

    send(director, gone["undo"]["action"], gone["undo"]["values"])

    assert [str(each.target) for each in rows(server, Target) if each.indicator_id == ROW["indicator"]] == ["80"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"seen.0": "x"},
        {"seen.0": "-1"},
        {"seen.0": "9" * 40},
        {"level": "everything"},
        {"level": ""},
        {"year": "2025"},
        {"year": "9999/00"},
        {"indicator": ""},
        {"indicator": "x" * 5000},
        {"numerator": "9" * 30_000},
        {f"category.{place}": "x" for place in range(60)},
    ],
)
def test_what_no_form_of_ours_sends_is_refused(director: FlaskClient, server: Flask, wrong: dict[str, str]) -> None:
    answer = send(director, SAVE, {**ROW, "numerator": "9", "denominator": "10", **wrong})

    assert answer.status_code == 400
    assert of_row(server) == []


def test_what_is_no_text_is_refused_before_it_is_read(director: FlaskClient) -> None:
    answer = send(director, SAVE, {**ROW, "numerator": "1\x00", "denominator": "3"})

    assert answer.status_code == 400
    assert "fields" not in answer.get_json()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"numerator": "<script>alert(1)</script>", "denominator": "3"}, "numerator"),
        ({"numerator": "=cmd()", "denominator": "3"}, "numerator"),
        ({"missing": "'; DROP TABLE observation; --"}, "missing"),
        ({"target": "NaN", "target_was": ""}, "target"),
        ({"target": "1e999", "target_was": ""}, "target"),
        ({"target": "101", "target_was": ""}, "target"),
    ],
)
def test_a_hostile_value_is_a_sentence_at_its_field(
    director: FlaskClient, server: Flask, typed: dict[str, str], field: str
) -> None:
    answer = send(director, SAVE, {**ROW, **typed})

    assert answer.status_code == 400
    assert field in answer.get_json()["fields"]
    assert of_row(server) == []


@pytest.mark.parametrize("action", [SAVE, KEEP, BACK, SAVE_ITEM, SAVE_DOCUMENT, REVIEW])
@pytest.mark.parametrize("body", [{}, {"document": "1"}, {"school": ["1", "2"]}, {"batch": "7"}, {"x": "y" * 100}])
def test_no_body_breaks_anything(official: FlaskClient, action: str, body: dict[str, Any]) -> None:
    assert send(official, action, body).status_code in {400, 404}


def test_a_foreign_document_and_none_at_all_are_the_same(official: FlaskClient, server: Flask) -> None:
    foreign = rows(server, Document, district=2)[0].id
    body = {**DOCUMENT, "school": "1", "version": "1", "decision": "accept"}

    answers = [send(official, REVIEW, {**body, "document": str(number)}) for number in (foreign, 12345)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data


@pytest.mark.parametrize("login", ["director", "coordinator", "presenter"])
def test_only_the_department_reviews(server: Flask, login: str) -> None:
    document = rows(server, Document)[0]
    body = {**DOCUMENT, "document": str(document.id), "version": str(document.version), "decision": "accept"}

    assert send(signed_in(server, login), REVIEW, body).status_code == 403
    assert rows(server, Document)[0].status == document.status


def test_a_panel_of_another_school_is_not_there(director: FlaskClient, official: FlaskClient) -> None:
    """Another's and one that is not there are told apart by nothing."""
    query = "block=1&stage=goal_setting&year=2025/26"

    own, other, unknown = (director.get(f"/panels/document?school={code}&{query}") for code in ("1", "2", "nobody"))

    assert "Школа № 1" in own.text.replace("\u00a0", " ")
    assert (other.status_code, other.data) == (404, unknown.data)
    assert official.get(f"/panels/document?school=nobody&{query}").status_code == 404
    assert director.get("/panels/document?school=1").status_code == 404


def test_a_conflict_shows_both_versions_and_lets_choose(
    director: FlaskClient, official: FlaskClient, server: Flask
) -> None:
    send(official, SAVE, {**ROW, "school": "1", "numerator": "8", "denominator": "10"})

    answer = send(director, SAVE, {**ROW, "numerator": "9", "denominator": "10"})
    panel = answer.get_json()["panel"]
    shown = re.sub(r"<[^>]+>", " ", panel)
    kept = send(director, KEEP, fields_of(panel, KEEP))
    written = send(director, SAVE, fields_of(panel, SAVE))

    assert answer.status_code == 409
    assert re.search(r"Числитель\s+9\s+8\s", shown)
    assert "official" in shown
    assert 'value="8"' in next(iter(kept.get_json()["replace"].values()))
    assert written.status_code == 200
    assert [each.numerator for each in of_row(server) if each.superseded_at is None] == [9]


def test_the_choice_itself_may_be_late(director: FlaskClient, official: FlaskClient) -> None:
    send(official, SAVE, {**ROW, "school": "1", "numerator": "8", "denominator": "10"})
    panel = send(director, SAVE, {**ROW, "numerator": "9", "denominator": "10"}).get_json()["panel"]
    seen = fields_of(panel, SAVE)["seen.0"]
    send(official, SAVE, {**ROW, "school": "1", "seen.0": seen, "numerator": "7", "denominator": "10"})

    assert send(director, SAVE, fields_of(panel, SAVE)).status_code == 409


def test_versions_are_told_without_running_anything(
    director: FlaskClient, official: FlaskClient, server: Flask
) -> None:
    send(director, SAVE_DOCUMENT, {**DOCUMENT, "title": "Справка"})
    (document,) = [each for each in rows(server, Document) if each.number == "7-а"]
    place = {**DOCUMENT, "document": str(document.id), "version": str(document.version)}
    send(official, SAVE_DOCUMENT, {**place, "school": "1", "title": "<img src=x onerror=alert(1)>"})

    panel = send(director, SAVE_DOCUMENT, {**place, "title": "<script>alert(2)</script>"}).get_json()["panel"]

    assert "<img" not in panel
    assert "<script" not in panel
    assert "&lt;script&gt;alert(2)" in panel


def test_a_tab_older_than_the_program_changes_nothing(director: FlaskClient, server: Flask) -> None:
    """A planted other version stands for a page that was open while the program was renewed."""
    values = {**ROW, "numerator": "9", "denominator": "10"}

    answer = send(director, SAVE, values, **{HEADER: "0" * 16})

    assert answer.status_code == 409
    assert answer.get_json()["error"] == "Страница устарела. Обновите её."
    assert of_row(server) == []


def test_of_saves_by_four_browsers_at_once_none_is_lost_silently(server: Flask) -> None:
    """Everybody adds one to what they see; each refused save shows both versions."""
    start = send(signed_in(server, "director"), SAVE, {**ROW, "numerator": "0", "denominator": "1000"})
    assert start.status_code == 200

    def add_six(login: str) -> int:
        client = signed_in(server, login)
        place = {**ROW, "school": "1"}
        content = next(iter(send(client, KEEP, place).get_json()["replace"].values()))
        seen, now, done = *versions(content), 0
        while done < 6:
            answer = send(client, SAVE, {**place, "seen.0": seen, "numerator": str(now + 1), "denominator": "1000"})
            if answer.status_code == 200:
                done += 1
                seen, now = versions(next(iter(answer.get_json()["replace"].values())))
                continue
            assert answer.status_code == 409
            mine = fields_of(answer.get_json()["panel"], KEEP)
            seen, now = versions(next(iter(send(client, KEEP, mine).get_json()["replace"].values())))
        return done

    with ThreadPoolExecutor(4) as people:
        assert list(people.map(add_six, ["director", "coordinator", "official", "official"])) == [6, 6, 6, 6]

    assert [each.numerator for each in of_row(server) if each.superseded_at is None] == [24]
    with opened(server) as session:
        saved = session.scalars(select(AuditEvent).where(AuditEvent.action == "saved_by_hand")).all()
    assert len(saved) == 25


def versions(content: str) -> tuple[str, int]:
    """The version and the numerator that a row shows."""
    seen = re.search(r'name="seen\.0"[^>]*value="(\d+)"', content)
    number = re.search(r'<input[^>]*name="numerator"[^>]*value="(\d+)"', content)
    assert seen is not None
    assert number is not None
    return seen[1], int(number[1])


def test_a_figure_typed_in_says_so_step_by_step_and_what_stood_there_before(
    director: FlaskClient, server: Flask
) -> None:
    send(director, SAVE, {**ROW, "numerator": "9", "denominator": "10"})
    (row,) = of_row(server)
    send(director, SAVE, {**ROW, "seen.0": str(row.id), "numerator": "8", "denominator": "10"})

    asked = WhyResult("1", ROW["indicator"], Level.NOO, 2025)
    text = unescape(director.get(why_href(asked)).text).replace("\u00a0", " ")

    chain = text[text.index('class="why-chain"') :]
    steps = ("внесено без файла", ">Строка<", "8 из 10", "раньше 9 из 10; director", ">Результат<")
    places = [chain.index(each) for each in steps]
    assert places == sorted(places)
    assert "SHA-256" not in text
