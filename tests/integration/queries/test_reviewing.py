"""The queue of documents, their checklist and history, and stored files, on both engines and in two districts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from data_layer.clock import utc_now
from data_layer.commands.succession import Author, close_school, open_school_from, reopen_school
from data_layer.domain.vocabulary import DocumentStatus, Stage
from data_layer.errors import NotFoundError
from data_layer.models import Document, DocumentReview, ReviewCheck, School, StoredFile
from data_layer.queries.document_history import document_history
from data_layer.queries.evidence_files import (
    kept_file,
    same_content,
    stored_bytes,
    twins_of_document,
    waiting_file_count,
    waiting_files,
)
from data_layer.queries.reviewing import (
    QueueFilter,
    checks_of_stage,
    neighbours,
    review_queue,
    waiting_count,
)
from data_layer.session import TenantSession, tenant_session
from tests import factories
from tests.support.districts import OneDistrict, TwoDistricts

SAME, OTHER = "a" * 64, "b" * 64


def _fill(session: TenantSession, district: OneDistrict) -> None:
    """School 1: two that wait and one accepted; school 2: one that waits, for the second time.

    Both schools have handed in the same content; school 1 has one more file that waits for its document.
    """
    first, second = district.schools
    place = {"district_id": district.id}
    files = {
        number: factories.stored_file(**place, school_id=school, sha256=digest, title=f"{district.code}-{number}.pdf")
        for number, school, digest in ((1, first, SAME), (2, second, SAME), (3, first, OTHER), (4, first, SAME))
    }
    session.add_all(files.values())
    session.flush()
    now = utc_now()
    rows = [
        (first, "analysis", "а-1", "submitted", files[1].id, 3),
        (first, "monitoring", "м-1", "submitted", None, 2),
        (first, "goal_setting", "ц-1", "accepted", None, 1),
        (first, "measures", "д-1", "draft", None, 1),
        (second, "analysis", "а-2", "submitted", files[2].id, 1),
    ]
    documents = [
        factories.document(
            **place,
            school_id=school,
            stage=stage,
            label=label,
            number=label,
            status=status,
            file_id=file,
            changed_at=now + timedelta(minutes=minutes),
            date=date(2025, 11, minutes),
        )
        for school, stage, label, status, file, minutes in rows
    ]
    session.add_all(documents)
    session.flush()
    session.add(factories.document_review(**place, school_id=second, document_id=documents[-1].id, checks=_checks()))


def _checks() -> list[dict[str, object]]:
    return [{"id": "x", "title": "Есть даты", "is_met": False}, {"id": "y", "title": "Есть люди", "is_met": True}]


@pytest.fixture
def districts(two_districts: TwoDistricts) -> TwoDistricts:
    for district in (two_districts.alpha, two_districts.beta):
        with tenant_session(two_districts.engine, district.scope()) as session:
            _fill(session, district)
    return two_districts


def reading(districts: TwoDistricts, district: OneDistrict, school: int | None = None) -> TenantSession:
    return TenantSession(districts.engine, district.scope(school, is_read_only=True))


def document(session: TenantSession, label: str) -> Document:
    return session.scalars(select(Document).where(Document.label == label)).one()


def test_the_longest_waiting_comes_first_and_only_of_the_own_district(districts: TwoDistricts) -> None:
    with reading(districts, districts.alpha) as session:
        found = review_queue(session, QueueFilter())

        assert [(row.school, row.label, row.is_again) for row in found] == [
            ("2", "а-2", True),
            ("1", "м-1", False),
            ("1", "а-1", False),
        ]
        assert {row.short_name.rpartition(" ")[2] for row in found} == {"alpha"}
        assert waiting_count(session) == 3
        assert [row.label for row in review_queue(session, QueueFilter(stage=Stage.ANALYSIS))] == ["а-2", "а-1"]
        assert [row.label for row in review_queue(session, QueueFilter(school="1"))] == ["м-1", "а-1"]
        assert review_queue(session, QueueFilter(block=2)) == []


def test_what_was_handed_in_for_a_year_without_the_school_waits_for_nobody(districts: TwoDistricts) -> None:
    """The second school is gone from the year of its document on; once it is open again the document waits as before."""
    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        author = Author("official")
        close_school(session, code="2", year=2025, today=date(2025, 10, 1), author=author)
        assert ([row.label for row in review_queue(session, QueueFilter())], waiting_count(session)) == (
            ["м-1", "а-1"],
            2,
        )
        reopen_school(session, code="2", author=author)
        assert waiting_count(session) == 3
        open_school_from(session, code="2", year=2026, today=date(2025, 10, 1), author=author)
        assert waiting_count(session) == 2


def test_a_school_counts_its_own(districts: TwoDistricts) -> None:
    with reading(districts, districts.alpha, districts.alpha.schools[1]) as session:
        assert waiting_count(session) == 1


def test_the_checklist_is_the_districts_own(districts: TwoDistricts) -> None:
    """Three questions of the analysis stand before the two of every stage; one is switched off in alpha alone."""
    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        row = session.scalars(select(ReviewCheck).where(ReviewCheck.id == "fact_and_goal")).one()
        row.is_enabled = False

    with reading(districts, districts.alpha) as session:
        alpha = [check.id for check in checks_of_stage(session, Stage.ANALYSIS)]
        rationale = [check.id for check in checks_of_stage(session, Stage.RATIONALE)]
    with reading(districts, districts.beta) as session:
        beta = [check.id for check in checks_of_stage(session, Stage.ANALYSIS)]

    assert alpha == ["after_monitoring", "fact_and_last_year", "same_school_year", "opens"]
    assert rationale == ["same_school_year", "opens"]
    assert beta == ["after_monitoring", "fact_and_goal", "fact_and_last_year", "same_school_year", "opens"]


def test_what_a_document_is_to_follow_from(districts: TwoDistricts) -> None:
    """By stage; drafts are the school's own business."""
    with reading(districts, districts.alpha) as session:
        row = document(session, "а-1")
        found = neighbours(session, school_id=row.school_id, year=row.year, block=row.block, without=row.id)

        assert [(each.stage, each.label, each.status) for each in found] == [
            (Stage.GOAL_SETTING, "ц-1", DocumentStatus.ACCEPTED),
            (Stage.MONITORING, "м-1", DocumentStatus.SUBMITTED),
        ]


def test_the_history_of_another_district_is_empty(districts: TwoDistricts) -> None:
    with reading(districts, districts.alpha) as session:
        number = document(session, "а-2").id
        (line,) = document_history(session, number)
        assert (line.moment, line.remark, line.unmet) == ("returned", "нет дат", ("Есть даты",))
    with reading(districts, districts.alpha, districts.alpha.schools[0]) as session:
        assert document_history(session, number) == ()
    with reading(districts, districts.beta) as session:
        assert document_history(session, number) == ()


def test_files_of_the_school_that_wait_for_a_document(districts: TwoDistricts) -> None:
    first, second = districts.alpha.schools
    with reading(districts, districts.alpha, first) as session:
        waiting = {each.line.title: each for each in waiting_files(session, school_id=first)}

        assert set(waiting) == {"alpha-3.pdf", "alpha-4.pdf"}
        assert waiting_file_count(session, school_id=first) == 2
        # The second one is known: by a document of the school itself, and by one of another school without a name.
        assert [use.label for use in waiting["alpha-4.pdf"].uses] == ["а-1"]
        assert (waiting["alpha-4.pdf"].is_elsewhere, waiting["alpha-3.pdf"].is_elsewhere) == (True, False)
        assert waiting_files(session, school_id=second) == ()


def test_the_same_content_is_named_within_the_scope_alone(districts: TwoDistricts) -> None:
    first = districts.alpha.schools[0]
    with reading(districts, districts.alpha) as session:
        names = session.scalars(select(School.short_name).order_by(School.code)).all()
        uses = same_content(session, [SAME, OTHER])
        assert [(use.label, use.school) for use in uses[SAME]] == [("а-1", names[0]), ("а-2", names[1])]
        assert OTHER not in uses
        assert [use.label for use in twins_of_document(session, document(session, "а-1").id)] == ["а-2"]
    with reading(districts, districts.alpha, first) as session:
        assert [use.label for use in same_content(session, [SAME])[SAME]] == ["а-1"]
        assert twins_of_document(session, document(session, "а-1").id) == ()


def test_a_foreign_and_a_removed_file_are_not_there(districts: TwoDistricts) -> None:
    first, second = districts.alpha.schools
    with reading(districts, districts.alpha) as session:
        numbers = {row.title: row.id for row in session.scalars(select(StoredFile))}
        assert stored_bytes(session, numbers["alpha-2.pdf"]).title == "alpha-2.pdf"
    with reading(districts, districts.alpha, first) as session:
        for number in (numbers["alpha-2.pdf"], 12345):
            with pytest.raises(NotFoundError):
                stored_bytes(session, number)
            with pytest.raises(NotFoundError):
                kept_file(session, school_id=second, file_id=number)
    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        session.scalars(select(StoredFile).where(StoredFile.title == "alpha-3.pdf")).one().removed_at = utc_now()
    with reading(districts, districts.alpha) as session, pytest.raises(NotFoundError):
        stored_bytes(session, numbers["alpha-3.pdf"])


def test_a_review_goes_with_its_document(districts: TwoDistricts) -> None:
    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        session.delete(document(session, "а-2"))
    with reading(districts, districts.alpha) as session:
        assert session.scalars(select(DocumentReview)).all() == []
