"""Documents and organisational items saved by hand, and the department's review."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from data_layer.commands.derive import differences, refresh
from data_layer.commands.editing import (
    RefusedFormError,
    ReviewEdit,
    StaleEditError,
    review_document,
)
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import DocumentStatus, Stage
from data_layer.errors import NotFoundError
from data_layer.models import AuditEvent, OrganisationItem
from data_layer.queries.cycle_cell import cycle_cell
from data_layer.queries.entry import DocumentCell, EntryDocument, EntryItem, document_cell, entry_item
from data_layer.queries.explanation.cells import explain_cell
from tests.support.districts import TwoDistricts
from tests.support.editing import DIRECTOR, OFFICIAL, TODAY, YEAR, Editing


@pytest.fixture
def editing(two_districts: TwoDistricts) -> Editing:
    found = Editing(two_districts)
    with found.session(OFFICIAL) as session:
        refresh(session)
    return found


def cell_of(editing: Editing, *, block: int = 1, school: str = "1") -> DocumentCell:
    with editing.session(OFFICIAL) as session:
        return document_cell(
            session,
            school=school,
            block=block,
            stage=Stage.ANALYSIS,
            year=YEAR,
            today=TODAY,
            viewer=Viewer.full(),
        )


def only_document(editing: Editing) -> EntryDocument:
    (document,) = cell_of(editing).documents
    return document


def review(editing: Editing, document: EntryDocument, *, is_accepted: bool, remark: str = "") -> None:
    edit = ReviewEdit(document.id, document.version, is_accepted, remark)
    with editing.session(OFFICIAL) as session:
        review_document(session, edit, school="1", author=OFFICIAL)


def item_of(editing: Editing, item: str = "team_assembled") -> EntryItem:
    with editing.session() as session:
        viewer = Viewer.own_school(editing.school_id)
        return entry_item(session, school="1", item=item, year=YEAR, today=TODAY, viewer=viewer)


def test_a_document_is_added_to_its_cell(editing: Editing) -> None:
    editing.save_document(number="12-а", title="Справка", date="2026-08-20", url="https://school.example/12")

    document = only_document(editing)
    assert (document.label, document.date, document.status) == ("12-а", date(2026, 8, 20), DocumentStatus.SUBMITTED)
    assert (document.url, document.author.login) == ("https://school.example/12", "director")
    with editing.session(OFFICIAL) as session:
        assert differences(session) == 0


def test_a_correction_keeps_the_document_and_may_empty_a_field(editing: Editing) -> None:
    editing.save_document(number="12-а", title="Справка", date="2026-08-20")
    before = only_document(editing)

    editing.save_document(document=before.id, version=before.version, number="13-а", title="Справка")

    after = only_document(editing)
    assert (after.id, after.version) == (before.id, before.version + 1)
    assert (after.label, after.date) == ("13-а", None)


def test_a_document_serves_further_cells(editing: Editing) -> None:
    editing.save_document(number="12-а", covers="1:analysis;3:analysis;2:analysis")

    (covering,) = cell_of(editing, block=3).documents
    assert not covering.is_own
    # Its own cell is not named a second time.
    assert [(each.block, each.stage) for each in only_document(editing).covers] == [
        (2, Stage.ANALYSIS),
        (3, Stage.ANALYSIS),
    ]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "title", "Нет ни номера, ни названия: "),
        ({"number": "1", "url": "javascript:alert(1)"}, "url", "Ссылка «javascript:alert(1)» не годится: "),
        ({"number": "1", "url": "//evil.example"}, "url", "Ссылка «//evil.example» не годится: "),
        ({"number": "1", "url": "https://a@b.example/"}, "url", "Ссылка «https://a@b.example/» не годится: "),
        ({"number": "1", "date": "31.02.2026"}, "date", "Дата «31.02.2026» не распознана: "),
        ({"number": "1", "date": "0001-01-01"}, "date", "Дата 01.01.0001 невозможна: "),
        ({"number": "1", "type": "roadmap"}, "type", "Вид документа «roadmap» относится к стадии "),
        ({"number": "1", "type": "nonsense"}, "type", "Вид документа: «nonsense» — неизвестное значение: "),
        ({"number": "1", "status": "accepted"}, "status", "Статус «accepted» ставит управление образования: "),
        ({"number": "1", "covers": "9:analysis"}, "covers", "Блок «9» неизвестен: "),
        ({"number": "1" * 65}, "number", "Текст длиннее 64 знаков: "),
        ({"title": "т" * 501}, "title", "Текст длиннее 500 знаков: "),
    ],
)
def test_a_wrong_document_is_refused_at_its_field(
    editing: Editing, typed: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(RefusedFormError) as caught:
        editing.save_document(**typed)

    (fault,) = caught.value.faults
    assert fault.field == field
    assert str(fault).startswith(sentence)
    assert cell_of(editing).documents == ()


def test_two_documents_of_a_cell_and_type_differ_in_their_label(editing: Editing) -> None:
    editing.save_document(number="12-а")

    with pytest.raises(RefusedFormError, match="Документ «12-А» в этой ячейке уже внесён"):
        editing.save_document(number="12-А")


def test_a_stale_correction_tells_both_versions(editing: Editing) -> None:
    editing.save_document(number="12-а", title="Справка")
    seen = only_document(editing)
    editing.save_document(document=seen.id, version=seen.version, number="12-а", title="Отчёт", author=OFFICIAL)

    with pytest.raises(StaleEditError) as caught:
        editing.save_document(document=seen.id, version=seen.version, number="12-а", title="Анализ")

    (part,) = caught.value.parts
    assert (part.yours["title"], part.current["title"], part.author) == ("Анализ", "Отчёт", "official")
    assert part.version == str(seen.version + 1)
    assert only_document(editing).title == "Отчёт"


def test_a_document_of_another_school_is_not_there(editing: Editing) -> None:
    editing.save_document(number="12-а")
    document = only_document(editing)

    with editing.session(OFFICIAL) as session, pytest.raises(NotFoundError):
        review_document(session, ReviewEdit(document.id, 1, is_accepted=True), school="2", author=OFFICIAL)


def test_a_returned_document_carries_its_remark_and_comes_back(editing: Editing) -> None:
    editing.save_document(number="12-а")
    with pytest.raises(RefusedFormError, match="Не написано, что исправить"):
        review(editing, only_document(editing), is_accepted=False)

    review(editing, only_document(editing), is_accepted=False, remark="Нет сравнения с прошлым годом")
    returned = only_document(editing)
    editing.save_document(document=returned.id, version=returned.version, number="12-а", status="submitted")

    assert (returned.status, returned.remark) == (DocumentStatus.RETURNED, "Нет сравнения с прошлым годом")
    assert returned.reviewer is not None
    assert returned.reviewer.login == "official"
    assert only_document(editing).status is DocumentStatus.SUBMITTED


def test_a_remark_is_between_the_department_and_the_school(editing: Editing) -> None:
    editing.save_document(number="12-а")
    review(editing, only_document(editing), is_accepted=False, remark="Нет сравнения с прошлым годом")
    cell = only_document(editing)

    def seen_by(viewer: Viewer) -> list[str]:
        with editing.session(OFFICIAL) as session:
            place: dict[str, Any] = {"school": "1", "block": cell.block, "stage": cell.stage, "year": cell.year}
            card = cycle_cell(session, **place, today=TODAY, viewer=viewer)
            told = explain_cell(session, **place, today=TODAY, viewer=viewer)
        return [card.documents[0].remark, told.documents[0].remark]

    assert seen_by(Viewer.full()) == ["Нет сравнения с прошлым годом"] * 2
    assert seen_by(Viewer.outsider()) == ["", ""]


def test_what_a_school_changes_after_acceptance_is_to_be_reviewed_again(editing: Editing) -> None:
    editing.save_document(number="12-а")
    review(editing, only_document(editing), is_accepted=True)
    accepted = only_document(editing)
    same: dict[str, Any] = {"number": "12-а", "status": "submitted"}

    untouched = editing.save_document(document=accepted.id, version=accepted.version, **same)
    still = only_document(editing)
    editing.save_document(document=accepted.id, version=accepted.version, **(same | {"title": "Справка"}))

    assert not untouched.is_changed
    assert (accepted.status, still.status) == (DocumentStatus.ACCEPTED, DocumentStatus.ACCEPTED)
    assert only_document(editing).status is DocumentStatus.SUBMITTED


def test_a_stale_review_changes_nothing(editing: Editing) -> None:
    editing.save_document(number="12-а")
    seen = only_document(editing)
    editing.save_document(document=seen.id, version=seen.version, number="12-а", title="Новое")

    with pytest.raises(StaleEditError):
        review(editing, seen, is_accepted=True)

    assert only_document(editing).status is DocumentStatus.SUBMITTED


def test_a_draft_is_not_reviewed(editing: Editing) -> None:
    editing.save_document(number="12-а", status="draft")

    with pytest.raises(RefusedFormError, match="Школа ещё не сдала черновик"):
        review(editing, only_document(editing), is_accepted=True)


def test_an_item_is_said_to_be_there_and_corrected(editing: Editing) -> None:
    editing.save_item("team_assembled", date="2025-09-01", url="https://school.example/order")
    first = item_of(editing)

    editing.save_item("team_assembled", version=first.version, present="нет")
    second = item_of(editing)

    assert (first.is_present, first.date, first.version) == (True, date(2025, 9, 1), 1)
    assert (second.is_present, second.date, second.url, second.version) == (False, None, "", 2)
    assert second.changed_at is not None
    with editing.session(OFFICIAL) as session:
        assert differences(session) == 0
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "organisation_changed"))
    assert event.old is not None
    assert event.old["date"] == "2025-09-01"


def test_a_stale_item_tells_both_versions(editing: Editing) -> None:
    editing.save_item("team_assembled", url="https://school.example/1", author=OFFICIAL)

    with pytest.raises(StaleEditError) as caught:
        editing.save_item("team_assembled", url="https://school.example/2")

    (part,) = caught.value.parts
    assert (part.yours["url"], part.current["url"]) == ("https://school.example/2", "https://school.example/1")
    assert part.version == "1"


@pytest.mark.parametrize(
    ("typed", "field"), [({"url": "data:text/html,x"}, "url"), ({"present": "может быть"}, "present")]
)
def test_a_wrong_item_is_refused_at_its_field(editing: Editing, typed: dict[str, Any], field: str) -> None:
    with pytest.raises(RefusedFormError) as caught:
        editing.save_item("team_assembled", **typed)

    assert [fault.field for fault in caught.value.faults] == [field]
    with editing.session(DIRECTOR) as session:
        assert session.scalars(select(OrganisationItem)).all() == []
