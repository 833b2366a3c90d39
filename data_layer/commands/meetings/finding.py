"""Rows of meetings that a command is about, and what all commands refuse."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.errors import CHANGED_MEANWHILE, ChangedMeanwhileError, DataLayerError, NotFoundError
from data_layer.models import Meeting, Slide
from data_layer.queries.meetings import NO_MEETING, NO_SLIDE
from data_layer.session import TenantSession

# Within it the same form from the same person is one that was sent twice.
TWIN_WITHIN: Final = timedelta(minutes=1)
# Whoever has the district's lock sees what others wrote before, also in a row that was read before the lock.
AS_IT_IS_NOW: Final = {"populate_existing": True}


class FaultyMeetingError(DataLayerError):
    """A field is wrong. field: its name in the form; the sentence says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def find_meeting(session: TenantSession, meeting: int, *, version: int | None = None) -> Meeting:
    """version: that the person saw, None where nothing would be written over.

    Raises NotFoundError, ChangedMeanwhileError.
    """
    row = Meeting
    query = select(row).where(row.district_id == session.scope.district_id, row.id == meeting)
    found = session.scalar(query, execution_options=AS_IT_IS_NOW)
    if found is None:
        raise NotFoundError(NO_MEETING)
    _refuse_stale(found.version, version)
    return found


def find_slide(session: TenantSession, slide: int, *, version: int | None = None, is_removed: bool = False) -> Slide:
    """As find_meeting. is_removed: one that was taken out of its meeting and can be put back."""
    row = Slide
    place = row.position < 1 if is_removed else row.position > 0
    query = select(row).where(row.district_id == session.scope.district_id, row.id == slide, place)
    found = session.scalar(query, execution_options=AS_IT_IS_NOW)
    if found is None:
        raise NotFoundError(NO_SLIDE)
    _refuse_stale(found.version, version)
    return found


def _refuse_stale(current: int, seen: int | None) -> None:
    if seen is not None and seen != current:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)


def short_text(text: str, *, field: str, longest: int, title: str, is_needed: bool = False) -> str:
    """The text without outer spaces. title: what it is called at the beginning of a sentence. Raises FaultyMeetingError."""
    text = text.strip()
    if is_needed and not text:
        raise FaultyMeetingError(field, f"{title}: поле не заполнено.")
    if len(text) > longest:
        raise FaultyMeetingError(field, f"{title}: не больше {longest} знаков.")
    return text


def record_meeting(
    session: TenantSession,
    meeting: Meeting,
    login: str,
    *,
    action: str,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    """Add an event about a meeting or one of its slides to the trail; it is part of the meeting's history."""
    record(
        session,
        actor=login,
        action=action,
        subject=meeting.title,
        entity=str(meeting.id),
        district_id=meeting.district_id,
        old=old,
        new=new,
    )
