"""A meeting comes into being, is described, held, coded, and taken away again."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import delete, func, select

from data_layer.clock import utc_now
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.meetings.finding import (
    TWIN_WITHIN,
    FaultyMeetingError,
    find_meeting,
    record_meeting,
    short_text,
)
from data_layer.domain.coding import school_numbers
from data_layer.domain.meetings import PROTOCOL_FIELDS, MeetingState
from data_layer.errors import ConflictError
from data_layer.models import Decision, Meeting, Slide
from data_layer.models.base import new_id
from data_layer.queries.directory import find_school, school_list
from data_layer.session import TenantSession

LONGEST_TITLE: Final = 300
LONGEST_DETAIL: Final = 2000
HAS_DECISIONS: Final = "На совещании приняты решения: удалить его нельзя."


@dataclass(frozen=True, slots=True)
class MeetingEdit:
    """What a person says of a meeting. details: texts of the protocol by `PROTOCOL_FIELDS`; what is absent stays."""

    title: str
    held_on: dt.date
    details: Mapping[str, str] = field(default_factory=dict)


def create_meeting(session: TenantSession, edit: MeetingEdit, *, login: str) -> int:
    """Id of a planned meeting without slides. Raises FaultyMeetingError; the caller commits, here and below."""
    meeting = Meeting(
        district_id=session.scope.district_id,
        id=new_id(),
        title=_title(edit),
        held_on=edit.held_on,
        details=_details(edit.details),
        state=MeetingState.PLANNED.value,
        is_coded=False,
        code_key=secrets.token_hex(32),
        author=login,
    )
    session.add(meeting)
    new = {"title": meeting.title, "held_on": meeting.held_on.isoformat()}
    record_meeting(session, meeting, login, action="meeting_created", new=new)
    session.flush()
    return meeting.id


def just_made(session: TenantSession, edit: MeetingEdit, *, is_coded: bool | None = None, login: str) -> int | None:
    """Id of the meeting that the same person has made a moment ago by the same title and day: a form that is sent twice.

    is_coded: one with numbers in place of names, or one without; None for either.
    The caller makes one where there is none, and commits; until then nobody else makes one.
    """
    lock_district(session)
    row = Meeting
    query = select(row.id).where(
        row.district_id == session.scope.district_id,
        row.title == edit.title.strip(),
        row.held_on == edit.held_on,
        row.author == login,
        row.created_at > utc_now() - TWIN_WITHIN,
    )
    if is_coded is not None:
        query = query.where(row.is_coded.is_(is_coded))
    return session.scalar(query.order_by(row.id).limit(1))


def change_meeting(session: TenantSession, meeting: int, edit: MeetingEdit, *, version: int | None, login: str) -> None:
    """Title, day and protocol. Raises NotFoundError, ChangedMeanwhileError, FaultyMeetingError."""
    lock_district(session)
    found = find_meeting(session, meeting, version=version)
    old = _told(found)
    found.title, found.held_on = _title(edit), edit.held_on
    found.details = {**found.details, **_details(edit.details)}
    new = _told(found)
    if new != old:
        record_meeting(session, found, login, action="meeting_changed", old=old, new=new)
    session.flush()


def mark_held(session: TenantSession, meeting: int, *, is_held: bool, login: str) -> None:
    """Say that a meeting was held, or that it was not after all. Raises NotFoundError."""
    lock_district(session)
    found = find_meeting(session, meeting)
    state = MeetingState.HELD if is_held else MeetingState.PLANNED
    if found.state == state.value:
        return
    record_meeting(
        session, found, login, action="meeting_changed", old={"state": found.state}, new={"state": state.value}
    )
    found.state = state.value
    session.flush()


def remove_meeting(session: TenantSession, meeting: int, *, login: str) -> None:
    """Take a meeting without decisions away, its slides too. Raises NotFoundError, ConflictError."""
    lock_district(session)
    found = find_meeting(session, meeting)
    decisions = (
        select(func.count())
        .select_from(Decision)
        .where(Decision.district_id == found.district_id, Decision.meeting_id == found.id)
    )
    if session.scalar(decisions):
        raise ConflictError(HAS_DECISIONS)
    record_meeting(session, found, login, action="meeting_removed", old=_told(found))
    session.execute(delete(Slide).where(Slide.district_id == found.district_id, Slide.meeting_id == found.id))
    session.delete(found)
    session.flush()


def set_coded(session: TenantSession, meeting: int, *, is_coded: bool, login: str) -> None:
    """Write numbers in place of names from now on, or names again; whoever was revealed is hidden. Raises NotFoundError."""
    lock_district(session)
    found = find_meeting(session, meeting)
    if found.is_coded == is_coded:
        return
    found.is_coded, found.revealed = is_coded, None
    if is_coded:
        _give_numbers(session, found)
    record_meeting(session, found, login, action="meeting_coded", new={"is_coded": is_coded})
    session.flush()


def reveal(session: TenantSession, meeting: int, school: str, *, is_revealed: bool, login: str) -> None:
    """Name one school of a coded meeting, by its code, or hide it again. Raises NotFoundError, ConflictError."""
    lock_district(session)
    found = find_meeting(session, meeting)
    if not found.is_coded:
        raise ConflictError("Имена школ на этом совещании не закрыты.")
    entry = find_school(session, school)
    known = set(found.revealed or ())
    wanted = known | {entry.id} if is_revealed else known - {entry.id}
    if wanted == known:
        return
    found.revealed = sorted(wanted)
    _give_numbers(session, found)
    record_meeting(
        session, found, login, action="meeting_revealed", new={"school": entry.short_name, "is_revealed": is_revealed}
    )
    session.flush()


def _give_numbers(session: TenantSession, meeting: Meeting) -> None:
    """Keep the numbers of all schools that are there now, those that came since the last time too."""
    came = sorted(school_list(session), key=lambda school: school.id)
    schools = [(each.code, each.short_name) for each in came]
    meeting.numbers = school_numbers(
        schools, key=meeting.code_key, subject=("meeting", str(meeting.id)), known=meeting.numbers
    )


def _title(edit: MeetingEdit) -> str:
    return short_text(edit.title, field="title", longest=LONGEST_TITLE, title="Название", is_needed=True)


def _details(given: Mapping[str, str]) -> dict[str, str]:
    unknown = given.keys() - set(PROTOCOL_FIELDS)
    if unknown:
        raise FaultyMeetingError(min(unknown), "Такого поля нет.")
    return {
        name: short_text(text, field=name, longest=LONGEST_DETAIL, title="Поле протокола")
        for name, text in given.items()
    }


def _told(meeting: Meeting) -> dict[str, Any]:
    return {"title": meeting.title, "held_on": meeting.held_on.isoformat(), **meeting.details}
