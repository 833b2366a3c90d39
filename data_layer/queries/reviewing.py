"""What waits for the department's review, and the checklist that it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import exists, func, select

from data_layer.domain.vocabulary import DocumentStatus, Stage
from data_layer.models import Document, DocumentReview, DocumentType, ReviewCheck, School
from data_layer.queries.directory import there_in
from data_layer.session import TenantSession

# More than anybody reviews before the list is made anew.
_MOST: Final = 1000
_OF_SCHOOL: Final = (School.district_id == Document.district_id) & (School.id == Document.school_id)
# Nothing is asked of a school for years without it, so what it has handed in for one waits for nobody.
_WAITS: Final = (Document.status == DocumentStatus.SUBMITTED.value, there_in(Document.year))
_STAGE_ORDER: Final = {stage: place for place, stage in enumerate(Stage)}


@dataclass(frozen=True, slots=True)
class Check:
    """One question of the checklist."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """None and empty mean all. school: its code."""

    school: str = ""
    block: int | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """A document that was handed in and not looked at. handed_in_at: when it last changed.

    is_again: it was given back before.
    """

    id: int
    school: str
    short_name: str
    year: int
    block: int
    stage: Stage
    type_title: str
    label: str
    date: date | None
    handed_in_at: datetime
    is_again: bool


def checks_of_stage(session: TenantSession, stage: Stage) -> tuple[Check, ...]:
    """What is asked of a document of the stage: its own questions first, then those of every stage."""
    row = ReviewCheck
    found = session.execute(
        select(row.id, row.title, row.stage)
        .where(
            row.district_id == session.scope.district_id,
            row.is_enabled.is_(True),
            row.stage.in_([stage.value, ""]),
        )
        .order_by(row.position, row.id)
    ).all()
    return tuple(Check(each.id, each.title) for each in sorted(found, key=lambda each: not each.stage))


def waiting_count(session: TenantSession) -> int:
    """How many documents of the session's scope wait for review, of all years in which their school is there."""
    query = (
        select(func.count())
        .select_from(Document)
        .join(School, _OF_SCHOOL)
        .where(Document.district_id == session.scope.district_id, *_WAITS)
    )
    return session.scalar(query) or 0


def review_queue(session: TenantSession, chosen: QueueFilter) -> Sequence[WaitingDocument]:
    """Documents that wait, of all years in which their school is there, those that wait longest first."""
    row, review = Document, DocumentReview
    was_returned = exists().where(
        review.district_id == row.district_id,
        review.document_id == row.id,
        review.decision == DocumentStatus.RETURNED.value,
    )
    query = (
        select(
            row.id,
            School.code,
            School.short_name,
            row.year,
            row.block,
            row.stage,
            DocumentType.title,
            row.label,
            row.date,
            row.changed_at,
            was_returned,
        )
        .join(School, _OF_SCHOOL)
        .outerjoin(DocumentType, (DocumentType.district_id == row.district_id) & (DocumentType.id == row.type_id))
        .where(row.district_id == session.scope.district_id, *_WAITS)
        .order_by(row.changed_at, row.id)
        .limit(_MOST)
    )
    if chosen.school:
        query = query.where(School.code == chosen.school)
    if chosen.block is not None:
        query = query.where(row.block == chosen.block)
    if chosen.stage is not None:
        query = query.where(row.stage == chosen.stage.value)
    return [_waiting(*each) for each in session.execute(query)]


def _waiting(  # noqa: PLR0917 -- the columns of one row
    number: int,
    code: str,
    name: str,
    year: int,
    block: int,
    stage: str,
    kind: str | None,
    label: str,
    day: date | None,
    at: datetime,
    is_again: bool,
) -> WaitingDocument:
    return WaitingDocument(number, code, name, year, block, Stage(stage), kind or "", label, day, at, bool(is_again))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another document of the same school, block and year."""

    stage: Stage
    type_title: str
    label: str
    date: date | None
    status: DocumentStatus


def neighbours(session: TenantSession, *, school_id: int, year: int, block: int, without: int) -> tuple[Neighbour, ...]:
    """Documents of a block but the one in question, by stage and date: what it is to follow from."""
    row = Document
    found = session.execute(
        select(row.stage, DocumentType.title, row.label, row.date, row.status)
        .outerjoin(DocumentType, (DocumentType.district_id == row.district_id) & (DocumentType.id == row.type_id))
        .where(
            row.district_id == session.scope.district_id,
            row.school_id == school_id,
            row.year == year,
            row.block == block,
            row.id != without,
            row.status != DocumentStatus.DRAFT.value,
        )
    )
    lines = [
        Neighbour(Stage(stage), title or "", label, day, DocumentStatus(status))
        for stage, title, label, day, status in found
    ]
    return tuple(sorted(lines, key=lambda line: (_STAGE_ORDER[line.stage], line.date or date.max, line.label)))
