"""Slides of a meeting: added, removed, put in order, retitled, renewed; and a school's comment on one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from data_layer.clock import utc_now
from data_layer.commands.audit import record
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.meetings.finding import (
    AS_IT_IS_NOW,
    FaultyMeetingError,
    find_meeting,
    find_slide,
    record_meeting,
    short_text,
)
from data_layer.domain.meetings import MeetingState, SlideKind
from data_layer.errors import CHANGED_MEANWHILE, ChangedMeanwhileError, ConflictError
from data_layer.models import Meeting, Slide, SlideComment
from data_layer.models.base import new_id
from data_layer.session import TenantSession

LONGEST_HEADLINE: Final = 300
LONGEST_NOTES: Final = 5000
LONGEST_COMMENT: Final = 1000
MOST_SLIDES: Final = 60


@dataclass(frozen=True, slots=True)
class SlideDraft:
    """A frozen slide that is not stored yet. address: of the view it was made from, empty where there is none."""

    kind: SlideKind
    address: str
    specification: Mapping[str, Any]


def add_slides(session: TenantSession, meeting: int, drafts: Sequence[SlideDraft], *, login: str) -> tuple[int, ...]:
    """Put slides at the end of a meeting; their ids. Raises NotFoundError, ConflictError; the caller commits."""
    lock_district(session)
    found = find_meeting(session, meeting)
    there = _positions(session, found)
    _refuse_too_many(len(there) + len(drafts))
    last = max(there, default=0)
    moment = utc_now()
    slides = [
        Slide(
            district_id=found.district_id,
            id=new_id(),
            meeting_id=found.id,
            position=last + place,
            kind=draft.kind.value,
            address=draft.address,
            specification=dict(draft.specification),
            frozen_at=moment,
            author=login,
        )
        for place, draft in enumerate(drafts, start=1)
    ]
    session.add_all(slides)
    record_meeting(session, found, login, action="slides_added", new={"slides": len(slides)})
    session.flush()
    return tuple(slide.id for slide in slides)


def add_lacking_slides(session: TenantSession, meeting: int, drafts: Sequence[SlideDraft], *, login: str) -> int:
    """Put those at the end that the meeting has not, each known by kind and address; how many. Raises as `add_slides`."""
    lock_district(session)
    row = Slide
    query = select(row.kind, row.address).where(
        row.district_id == session.scope.district_id, row.meeting_id == meeting, row.position > 0
    )
    there = {(kind, address) for kind, address in session.execute(query)}
    lacking = [each for each in drafts if (each.kind.value, each.address) not in there]
    if lacking:
        add_slides(session, meeting, lacking, login=login)
    return len(lacking)


def send_slide(session: TenantSession, meeting: int, draft: SlideDraft, *, login: str) -> bool:
    """Put a view at the end of a meeting; False where it is there already, from the same address. Raises as `add_slides`."""
    return add_lacking_slides(session, meeting, [draft], login=login) == 1


def remove_slide(session: TenantSession, slide: int, *, login: str) -> None:
    """Take a slide out of its meeting: no reading finds it any more, and it can be put back. Raises NotFoundError.

    What schools say of it waits with it; decisions under it stay with the meeting.
    """
    lock_district(session)
    found = find_slide(session, slide)
    meeting = find_meeting(session, found.meeting_id)
    record_meeting(session, meeting, login, action="slide_removed", old={"slide": _title(found)})
    found.position = -found.position
    session.flush()


def restore_slide(session: TenantSession, slide: int, *, login: str) -> None:
    """Put a slide that was removed back to its place. Raises NotFoundError, also for one that is there, ConflictError."""
    lock_district(session)
    found = find_slide(session, slide, is_removed=True)
    meeting = find_meeting(session, found.meeting_id)
    _refuse_too_many(len(_positions(session, meeting)) + 1)
    record_meeting(session, meeting, login, action="slide_restored", new={"slide": _title(found)})
    there = _in_order(session, meeting)
    there.insert(sum(each.position < -found.position for each in there), found)
    _number(there)
    session.flush()


def move_slide(session: TenantSession, slide: int, *, to: int, seen: Sequence[int] | None = None, login: str) -> None:
    """Put a slide at a position from 1; beyond the ends it is first or last.

    seen: ids in the order in which the person moved it, None where any will do. Raises NotFoundError, and
    ChangedMeanwhileError where the order is another one by now.
    """
    lock_district(session)
    found = find_slide(session, slide)
    meeting = find_meeting(session, found.meeting_id)
    slides = _in_order(session, meeting)
    if seen is not None and [each.id for each in slides] != list(seen):
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    before = slides.index(found)
    slides.insert(min(max(to - 1, 0), len(slides) - 1), slides.pop(before))
    _number(slides)
    if slides.index(found) != before:
        new = {"slide": _title(found), "position": slides.index(found) + 1}
        record_meeting(session, meeting, login, action="slide_moved", old={"position": before + 1}, new=new)
    session.flush()


def retitle(session: TenantSession, slide: int, headline: str, *, version: int | None, login: str) -> None:
    """headline: with tokens in place of names; empty for the generated one again.

    Raises NotFoundError, ChangedMeanwhileError, FaultyMeetingError.
    """
    lock_district(session)
    found = find_slide(session, slide, version=version)
    headline = short_text(headline, field="headline", longest=LONGEST_HEADLINE, title="Заголовок")
    if found.headline == headline:
        return
    meeting = find_meeting(session, found.meeting_id)
    record_meeting(
        session, meeting, login, action="slide_retitled", old={"headline": _plain(found.headline)},
        new={"headline": _plain(headline)},
    )  # fmt: skip
    found.headline = headline
    session.flush()


def set_notes(session: TenantSession, slide: int, notes: str, *, version: int | None, login: str) -> None:
    """What the presenter wants to say. Raises as `retitle`."""
    lock_district(session)
    found = find_slide(session, slide, version=version)
    notes = short_text(notes, field="notes", longest=LONGEST_NOTES, title="Заметки")
    if found.notes == notes:
        return
    meeting = find_meeting(session, found.meeting_id)
    record_meeting(session, meeting, login, action="slide_noted", new={"slide": _title(found)})
    found.notes = notes
    session.flush()


def renew_slide(
    session: TenantSession, slide: int, specification: Mapping[str, Any], *, version: int | None, login: str
) -> None:
    """Replace what a slide shows by the data of now; an edited headline stays. Raises NotFoundError, ChangedMeanwhileError."""
    lock_district(session)
    found = find_slide(session, slide, version=version)
    meeting = find_meeting(session, found.meeting_id)
    record_meeting(
        session, meeting, login, action="slide_renewed", old={"frozen_at": found.frozen_at.isoformat()},
        new={"slide": _title(found)},
    )  # fmt: skip
    found.specification, found.frozen_at, found.author = dict(specification), utc_now(), login
    session.flush()


def comment(session: TenantSession, slide: int, text: str, *, login: str) -> None:
    """What the session's school says of a slide; empty takes it back. Raises NotFoundError, FaultyMeetingError."""
    lock_district(session)
    found = find_slide(session, slide)
    school_id = session.scope.school_id
    if school_id is None:
        raise FaultyMeetingError("text", "Комментарий к слайду добавляет школа.")
    if find_meeting(session, found.meeting_id).state == MeetingState.HELD.value:
        raise FaultyMeetingError("text", "Совещание уже прошло: комментарии к его слайдам больше не меняются.")
    text = short_text(text, field="text", longest=LONGEST_COMMENT, title="Комментарий")
    row = SlideComment
    there = session.scalar(
        select(row).where(
            row.district_id == session.scope.district_id, row.slide_id == found.id, row.school_id == school_id
        )
    )
    old = there.text if there is not None else ""
    if old == text:
        return
    if there is None:
        there = SlideComment(district_id=found.district_id, school_id=school_id, id=new_id(), slide_id=found.id)
        session.add(there)
    there.text, there.author, there.created_at = text, login, utc_now()
    if not text:
        session.delete(there)
    record(
        session,
        actor=login,
        action="slide_commented",
        entity=str(found.meeting_id),
        district_id=found.district_id,
        school_id=school_id,
        old={"text": old},
        new={"text": text},
    )
    session.flush()


def _refuse_too_many(slides: int) -> None:
    if slides > MOST_SLIDES:
        raise ConflictError(f"На совещании не больше {MOST_SLIDES} слайдов: уберите лишние.")


def _in_order(session: TenantSession, meeting: Meeting) -> list[Slide]:
    """The slides that are there."""
    row = Slide
    query = select(row).where(row.district_id == meeting.district_id, row.meeting_id == meeting.id, row.position > 0)
    return list(session.scalars(query.order_by(row.position, row.id), execution_options=AS_IT_IS_NOW))


def _number(slides: Sequence[Slide]) -> None:
    for place, each in enumerate(slides, start=1):
        if each.position != place:
            each.position = place


def _positions(session: TenantSession, meeting: Meeting) -> list[int]:
    row = Slide
    return list(
        session.scalars(
            select(row.position).where(
                row.district_id == meeting.district_id, row.meeting_id == meeting.id, row.position > 0
            )
        )
    )


def _title(slide: Slide) -> str:
    """What the trail calls a slide: its headline without names of schools."""
    return _plain(slide.headline or str(slide.specification.get("headline", "")))


def _plain(headline: str) -> str:
    """Tokens of schools are no words for people."""
    parts = headline.split("\ue000")
    return "".join(
        [parts[0], *(f"школа{part[part.index(chr(0xE001)) + 1 :]}" for part in parts[1:] if "\ue001" in part)]
    )
