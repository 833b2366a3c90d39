"""A document with its stored file, its review with the ticks, and the word on its effect, on both engines."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from data_layer.commands.derive import differences, refresh
from data_layer.commands.editing import (
    Author,
    DocumentEdit,
    EffectEdit,
    RefusedFormError,
    ReviewEdit,
    Saved,
    StaleEditError,
    review_document,
    save_document,
    save_effect,
    take_back,
)
from data_layer.commands.evidence_files import Received, keep_file, remove_file
from data_layer.commands.files import FileStore
from data_layer.domain.closing import Closing
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import DocumentStatus, Stage
from data_layer.errors import ConflictError, NotFoundError
from data_layer.intake.evidence.looking import Look
from data_layer.intake.evidence.particulars import Particulars
from data_layer.intake.evidence.recognition import FileKind
from data_layer.models import AuditEvent, Document, DocumentReview, StoredFile
from data_layer.queries.directory import find_school
from data_layer.queries.document_history import Moment, document_history
from data_layer.queries.entry import EntryDocument, document_cell
from tests import factories
from tests.support.districts import TwoDistricts
from tests.support.editing import DIRECTOR, OFFICIAL, TODAY, YEAR, Editing

LOOK = Look(FileKind.PDF, "Приказ № 7 от 10.09.2026", Particulars(("7",), (date(2026, 9, 10),)))
TYPED = {"type": "roadmap", "number": "7-д", "date": "2026-09-10", "status": "submitted"}


@pytest.fixture
def editing(two_districts: TwoDistricts) -> Editing:
    found = Editing(two_districts)
    with found.session(OFFICIAL) as session:
        refresh(session)
    return found


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def keep(editing: Editing, store: FileStore, folder: Path, *, school: str = "1", name: str = "a") -> int:
    path = folder / name
    path.write_text(name)
    received = Received(path, f"{name}.pdf", 1, store.digest(path))
    with editing.session(OFFICIAL) as session:
        return keep_file(session, received, LOOK, school=find_school(session, school), login="official", store=store)


def save(editing: Editing, *, file: int | None = None, author: Author = DIRECTOR, **typed: str) -> Saved:
    """The road map of block 6, new or corrected."""
    known = one(editing)
    edit = DocumentEdit(
        6,
        Stage.MEASURES,
        YEAR,
        {**TYPED, **typed},
        document=None if known is None else known.id,
        version=0 if known is None else known.version,
        file=file,
    )
    with editing.session(author) as session:
        return save_document(session, edit, school="1", author=author)


def one(editing: Editing) -> EntryDocument | None:
    with editing.session(OFFICIAL) as session:
        cell = document_cell(
            session, school="1", block=6, stage=Stage.MEASURES, year=YEAR, today=TODAY, viewer=Viewer.full()
        )
    return next(iter(cell.documents), None)


def the(editing: Editing) -> EntryDocument:
    found = one(editing)
    assert found is not None
    return found


def review(editing: Editing, *, is_accepted: bool, remark: str = "", ticked: frozenset[str] = frozenset()) -> None:
    document = the(editing)
    edit = ReviewEdit(document.id, document.version, is_accepted, remark, ticked)
    with editing.session(OFFICIAL) as session:
        review_document(session, edit, school="1", author=OFFICIAL)


def add_effect(editing: Editing, effect: str, *, version: int | None = None) -> Saved:
    document = the(editing)
    edit = EffectEdit(document.id, document.version if version is None else version, effect)
    with editing.session() as session:
        return save_effect(session, edit, school="1", author=DIRECTOR)


def test_a_file_comes_to_its_document_and_goes_again(editing: Editing, store: FileStore, tmp_path: Path) -> None:
    number = keep(editing, store, tmp_path)

    save(editing, file=number)
    assert [the(editing).file.id, the(editing).file.title] == [number, "a.pdf"]  # type: ignore[union-attr]
    # A form that says nothing of the file leaves it.
    save(editing, title="Дорожная карта")
    assert the(editing).file is not None
    undone = save(editing, file=0)
    assert the(editing).file is None
    with editing.session() as session:
        take_back(session, undone.batch_id or 0, author=DIRECTOR)

    assert the(editing).file is not None
    with editing.session(OFFICIAL) as session:
        assert differences(session) == 0


def test_a_file_of_another_school_is_not_there(editing: Editing, store: FileStore, tmp_path: Path) -> None:
    foreign = keep(editing, store, tmp_path, school="2")

    for number in (foreign, 12345):
        with pytest.raises(NotFoundError):
            save(editing, file=number)
    assert one(editing) is None


def test_a_file_in_use_stays_and_one_without_a_document_goes(
    editing: Editing, store: FileStore, tmp_path: Path
) -> None:
    used, spare = keep(editing, store, tmp_path), keep(editing, store, tmp_path, name="b")
    save(editing, file=used)

    with editing.session(OFFICIAL) as session:
        school = find_school(session, "1")
        with pytest.raises(ConflictError):
            remove_file(session, used, school=school, login="official", store=store)
        assert remove_file(session, spare, school=school, login="official", store=store) == "b.pdf"
        with pytest.raises(NotFoundError):
            remove_file(session, spare, school=school, login="official", store=store)

    assert len(list(store.folder.iterdir())) == 1
    with editing.session(OFFICIAL) as session:
        rows = {row.title: row for row in session.scalars(select(StoredFile))}
        assert (rows["b.pdf"].removed_at is None, rows["b.pdf"].words) == (False, "")


def test_nothing_is_taken_back_to_a_file_that_is_gone(editing: Editing, store: FileStore, tmp_path: Path) -> None:
    """Accepted with a, changed to b, a deleted: as it was, the document would be accepted without its proof."""
    first, second = keep(editing, store, tmp_path), keep(editing, store, tmp_path, name="b")
    save(editing, file=first)
    review(editing, is_accepted=True)
    changed = save(editing, file=second)
    with editing.session(OFFICIAL) as session:
        remove_file(session, first, school=find_school(session, "1"), login="official", store=store)

    with editing.session() as session:
        outcome = take_back(session, changed.batch_id or 0, author=DIRECTOR)

    found = the(editing)
    assert (outcome.restored, [each.subject for each in outcome.kept]) == (0, ["document"])
    assert found.file is not None
    assert (found.file.id, found.file.is_there, found.status) == (second, True, DocumentStatus.SUBMITTED)
    with editing.session(OFFICIAL) as session:
        moments = [line.moment for line in document_history(session, found.id)]
    assert Moment.TAKEN_BACK not in moments


def test_a_rolled_back_file_leaves_no_bytes(editing: Editing, store: FileStore, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("a")
    received = Received(path, "a.pdf", 1, store.digest(path))

    def stop_half_way() -> None:
        with editing.session(OFFICIAL) as session:
            keep_file(session, received, LOOK, school=find_school(session, "1"), login="official", store=store)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop_half_way()

    assert list(store.folder.iterdir()) == []
    with editing.session(OFFICIAL) as session:
        assert session.scalars(select(StoredFile)).all() == []


def test_the_ticks_stay_with_the_decision(editing: Editing) -> None:
    save(editing)

    review(editing, is_accepted=False, remark="Нет сроков", ticked=frozenset({"roadmap_people", "made_up"}))
    review(editing, is_accepted=True, ticked=frozenset({"roadmap_people", "roadmap_dates"}))
    number = the(editing).id

    with editing.session(OFFICIAL) as session:
        rows = session.scalars(select(DocumentReview).order_by(DocumentReview.id)).all()
        told = [(row.decision, {each["id"] for each in row.checks if each["is_met"]}) for row in rows]
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == "document_reviewed")).all()
        history = document_history(session, number)
    assert told == [("returned", {"roadmap_people"}), ("accepted", {"roadmap_people", "roadmap_dates"})]
    assert {event.entity for event in events} == {str(number)}
    assert [line.moment for line in history] == ["accepted", "returned", "added"]


def test_a_school_does_not_review_itself(editing: Editing) -> None:
    save(editing)
    document = the(editing)

    with pytest.raises(RefusedFormError, match="управление образования"), editing.session() as session:
        review_document(session, ReviewEdit(document.id, document.version, True), school="1", author=DIRECTOR)

    assert the(editing).status is DocumentStatus.SUBMITTED


def test_a_word_on_the_effect_closes_an_accepted_measure(editing: Editing) -> None:
    save(editing)
    assert the(editing).closing is None
    review(editing, is_accepted=True)
    assert the(editing).closing is Closing.OPEN

    saved = add_effect(editing, " Доля мероприятий выросла ")

    assert (the(editing).effect, the(editing).closing) == ("Доля мероприятий выросла", Closing.BY_WORD)
    assert the(editing).status is DocumentStatus.ACCEPTED
    assert add_effect(editing, "Доля мероприятий выросла").batch_id is None
    with editing.session() as session:
        take_back(session, saved.batch_id or 0, author=DIRECTOR)
    assert (the(editing).effect, the(editing).closing) == ("", Closing.OPEN)


def test_next_years_value_closes_it_too(editing: Editing) -> None:
    """Block 6 has one deciding indicator, 6.1 of the school as a whole."""
    save(editing)
    review(editing, is_accepted=True)
    with editing.session(OFFICIAL) as session:
        place = {"district_id": session.scope.district_id, "year": YEAR + 1}
        session.add(factories.school_year(**place))
        session.flush()
        session.add(
            factories.observation(
                **place,
                school_id=editing.school_id,
                indicator_id="b6_events_completed",
                level="school",
                numerator=9,
                denominator=10,
            )
        )
        session.flush()
        refresh(session)

    assert the(editing).closing is Closing.BY_VALUE


def test_the_effect_belongs_to_measures_and_decisions_that_are_handed_in(editing: Editing) -> None:
    save(editing, status="draft")
    with pytest.raises(RefusedFormError, match="Документ ещё не сдан"):
        add_effect(editing, "слово")
    save(editing, status="submitted")
    with pytest.raises(RefusedFormError, match="длиннее 2000 знаков"):
        add_effect(editing, "x" * 2001)
    with pytest.raises(StaleEditError):
        add_effect(editing, "слово", version=1)
    editing.save_document(number="12-а", title="Справка")
    with editing.session() as session:
        analysis = session.scalars(select(Document).where(Document.number == "12-а")).one()
        edit = EffectEdit(analysis.id, analysis.version, "слово")
        with pytest.raises(RefusedFormError, match="Итог пишут к мерам и решениям"):
            save_effect(session, edit, school="1", author=DIRECTOR)
