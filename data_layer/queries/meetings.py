"""Meetings of a district, their slides as they are stored, and what schools say of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from data_layer.domain.meetings import DecisionState, MeetingState, SlideKind
from data_layer.errors import NotFoundError
from data_layer.models import Decision, Meeting, School, Slide, SlideComment, User
from data_layer.session import TenantSession

NO_MEETING = "Такого совещания нет."
NO_SLIDE = "Такого слайда нет."
# A slide that was removed keeps its place below zero, so that it can be put back.
_THERE = Slide.position > 0


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting of the list. decisions_open: not yet closed, of `decisions` (of the viewer's school: its own).

    time, place: as the protocol says them, empty where it does not yet.
    """

    id: int
    title: str
    held_on: dt.date
    state: MeetingState
    slides: int
    decisions: int
    decisions_open: int
    time: str = ""
    place: str = ""
    is_coded: bool = False


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """One meeting. details: texts of the protocol by `PROTOCOL_FIELDS`, those that are not given are absent.

    code_key: secret of the numbers, and those that it has given, by code; both never leave the server. revealed: ids of
    schools. author: full name, else the login.
    """

    id: int
    title: str
    held_on: dt.date
    state: MeetingState
    details: Mapping[str, str]
    is_coded: bool
    code_key: str
    numbers: Mapping[str, int]
    revealed: tuple[int, ...]
    author: str
    created_at: dt.datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class StoredSlide:
    """A slide as it is kept: with tokens in place of names. author: full name, else the login."""

    id: int
    position: int
    kind: SlideKind
    address: str
    headline: str
    notes: str
    specification: Mapping[str, Any]
    frozen_at: dt.datetime
    author: str
    version: int


@dataclass(frozen=True, slots=True)
class CommentLine:
    """What a school says of a slide. school: its code."""

    slide: int
    school: str
    school_name: str
    text: str
    author: str
    created_at: dt.datetime


def meeting_lines(session: TenantSession) -> tuple[MeetingLine, ...]:
    """Of the session's district, the latest first."""
    row, district = Meeting, session.scope.district_id
    slides = _counts(session, Slide.meeting_id, Slide.district_id == district, _THERE)
    decisions = _counts(session, Decision.meeting_id, Decision.district_id == district)
    is_open = Decision.state != DecisionState.CLOSED.value
    still_open = _counts(session, Decision.meeting_id, Decision.district_id == district, is_open)
    query = (
        select(row.id, row.title, row.held_on, row.state, row.details, row.is_coded)
        .where(row.district_id == district)
        .order_by(row.held_on.desc(), row.id.desc())
    )
    return tuple(
        MeetingLine(
            id=each.id,
            title=each.title,
            held_on=each.held_on,
            state=MeetingState(each.state),
            slides=slides.get(each.id, 0),
            decisions=decisions.get(each.id, 0),
            decisions_open=still_open.get(each.id, 0),
            time=each.details.get("time", ""),
            place=each.details.get("place", ""),
            is_coded=each.is_coded,
        )
        for each in session.execute(query)
    )


def _counts(session: TenantSession, key: Any, *conditions: ColumnElement[bool]) -> dict[int, int]:
    """Rows per meeting."""
    found = session.execute(select(key, func.count().label("number")).where(*conditions).group_by(key))
    return {row[0]: row.number for row in found}


def has_meeting(session: TenantSession, meeting: int) -> bool:
    """Whether a meeting of the session's district has this id."""
    row = Meeting
    found = select(row.id).where(row.district_id == session.scope.district_id, row.id == meeting)
    return session.scalar(found) is not None


def meeting_card(session: TenantSession, meeting: int) -> MeetingCard:
    """Raises NotFoundError for what is not there or not of the session's district."""
    row = Meeting
    found = session.execute(
        select(row, User.full_name)
        .outerjoin(User, User.login == row.author)
        .where(row.district_id == session.scope.district_id, row.id == meeting)
    ).one_or_none()
    if found is None:
        raise NotFoundError(NO_MEETING)
    each, name = found
    return MeetingCard(
        id=each.id,
        title=each.title,
        held_on=each.held_on,
        state=MeetingState(each.state),
        details=dict(each.details),
        is_coded=each.is_coded,
        code_key=each.code_key,
        numbers=dict(each.numbers or {}),
        revealed=tuple(each.revealed or ()),
        author=name or each.author,
        created_at=each.created_at,
        version=each.version,
    )


def stored_slides(session: TenantSession, meeting: int) -> tuple[StoredSlide, ...]:
    """Of one meeting in their order; empty for what is not of the session's district."""
    return _slides(session, Slide.meeting_id == meeting)


def stored_slide(session: TenantSession, slide: int) -> StoredSlide:
    """Raises NotFoundError."""
    found = _slides(session, Slide.id == slide)
    if not found:
        raise NotFoundError(NO_SLIDE)
    return found[0]


def meeting_of_slide(session: TenantSession, slide: int) -> int:
    """Id of the meeting that a slide belongs to. Raises NotFoundError."""
    row = Slide
    found = session.scalar(
        select(row.meeting_id).where(row.district_id == session.scope.district_id, row.id == slide, _THERE)
    )
    if found is None:
        raise NotFoundError(NO_SLIDE)
    return found


def _slides(session: TenantSession, condition: ColumnElement[bool]) -> tuple[StoredSlide, ...]:
    row = Slide
    query = (
        select(row, User.full_name)
        .outerjoin(User, User.login == row.author)
        .where(row.district_id == session.scope.district_id, condition, _THERE)
        .order_by(row.position, row.id)
    )
    return tuple(
        StoredSlide(
            id=each.id,
            position=each.position,
            kind=SlideKind(each.kind),
            address=each.address,
            headline=each.headline,
            notes=each.notes,
            specification=each.specification,
            frozen_at=each.frozen_at,
            author=name or each.author,
            version=each.version,
        )
        for each, name in session.execute(query)
    )


def comments_of(session: TenantSession, meeting: int) -> tuple[CommentLine, ...]:
    """What schools say of the slides of a meeting, the earliest first; a school's session has its own."""
    row, district = SlideComment, session.scope.district_id
    query = (
        select(row.slide_id, School.code, School.short_name, row.text, row.author, User.full_name, row.created_at)
        .join(Slide, (Slide.district_id == row.district_id) & (Slide.id == row.slide_id))
        .join(School, (School.district_id == row.district_id) & (School.id == row.school_id))
        .outerjoin(User, User.login == row.author)
        .where(row.district_id == district, Slide.meeting_id == meeting, _THERE)
        .order_by(row.created_at, row.id)
    )
    return tuple(
        CommentLine(
            each.slide_id, each.code, each.short_name, each.text, each.full_name or each.author, each.created_at
        )
        for each in session.execute(query)
    )
