"""What is done to a meeting: made with its agenda, described, held, its names closed and opened, taken away."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask import Response, request

from dashboard.addresses.meeting import meeting_href
from dashboard.answers import CHECK_FIELDS, conflict, done, refused
from dashboard.binding import InvalidInputError, RequestContext
from dashboard.components.forms import sending_form, submit
from dashboard.formatting import date_full
from dashboard.pages.meeting.asked import sent_day, sent_id, sent_text
from dashboard.pages.meeting.conflict import conflict_panel
from dashboard.pages.meeting.decision_names import names_in
from dashboard.pages.meeting.forms import SAVE_PROTOCOL, TYPED
from dashboard.pages.meeting.versions import Version
from dashboard.slides.making import freeze_agenda
from dashboard.slides.naming import school_behind
from dashboard.texts.meeting_page import ALREADY_MADE, NO_DAY, PROTOCOL, made_words
from data_layer.commands.meetings.finding import FaultyMeetingError, short_text
from data_layer.commands.meetings.making import (
    LONGEST_TITLE,
    MeetingEdit,
    change_meeting,
    create_meeting,
    just_made,
    mark_held,
    remove_meeting,
    reveal,
    set_coded,
)
from data_layer.commands.meetings.slides import add_slides
from data_layer.errors import ChangedMeanwhileError, ConflictError
from data_layer.queries.meetings import meeting_card

_FLAGS: Final = {"1": True, "0": False}
# Of a new meeting; the rest of the protocol is written later.
_AT_FIRST: Final = ("time", "place")


def make_meeting_action(ctx: RequestContext) -> Response:
    """A planned meeting with the standard agenda from the data of now."""
    day = sent_day("held_on")
    if day is None:
        return refused(CHECK_FIELDS, fields={"held_on": NO_DAY})
    edit = MeetingEdit(sent_text("title"), day, {name: sent_text(name) for name in _AT_FIRST})
    login = ctx.principal.login
    try:
        short_text(edit.title, field="title", longest=LONGEST_TITLE, title="Название", is_needed=True)
    except FaultyMeetingError as error:
        return _faulty(ctx, error)
    # Slides take a while to make: meanwhile others may write.
    with ctx.reading() as session:
        drafts = freeze_agenda(replace(ctx, session=session))
    is_coded = bool(request.form.get("is_coded"))
    there = just_made(ctx.session, edit, is_coded=is_coded, login=login)
    if there is not None:
        return done(ALREADY_MADE, go=meeting_href(there), close=True)
    try:
        meeting = create_meeting(ctx.session, edit, login=login)
    except FaultyMeetingError as error:
        return _faulty(ctx, error)
    add_slides(ctx.session, meeting, drafts, login=login)
    if is_coded:
        set_coded(ctx.session, meeting, is_coded=True, login=login)
    return done(made_words(len(drafts)), go=meeting_href(meeting), close=True)


def save_protocol_action(ctx: RequestContext) -> Response:
    """Title, day and what the heading of the protocol says."""
    meeting, day = sent_id("meeting"), sent_day("held_on")
    if day is None:
        return refused(CHECK_FIELDS, fields={"held_on": NO_DAY})
    current = meeting_card(ctx.session, meeting)
    names = names_in(ctx, current)

    def kept(name: str, stored: str) -> str:
        return names.came_back(sent_text(name).strip(), shown=names.masked(stored).strip(), stored=stored)

    typed = {name: kept(name, current.details.get(name, "")) for name in TYPED}
    edit = MeetingEdit(kept("title", current.title), day, typed)
    try:
        change_meeting(ctx.session, meeting, edit, version=sent_id("version"), login=ctx.principal.login)
    except FaultyMeetingError as error:
        return _faulty(ctx, error)
    except ChangedMeanwhileError as error:
        return _both_versions(ctx, meeting, edit, error)
    return done("Сохранено.", refresh=True, close=True)


def _both_versions(ctx: RequestContext, meeting: int, edit: MeetingEdit, error: ChangedMeanwhileError) -> Response:
    current = meeting_card(ctx.session, meeting)
    masked = names_in(ctx, current).masked
    told = {name: masked(edit.details[name]) for name in TYPED}
    mine: Mapping[str, str] = {"title": masked(edit.title), "held_on": edit.held_on.isoformat(), **told}
    rows = [
        Version("Название", mine["title"], masked(current.title)),
        Version("День", date_full(edit.held_on), date_full(current.held_on)),
        *(Version(PROTOCOL[name], told[name], masked(current.details.get(name, ""))) for name in TYPED),
    ]
    write = sending_form(
        [submit("Записать моё")],
        action=SAVE_PROTOCOL,
        hidden={"meeting": str(meeting), "version": str(current.version), **mine},
        className="inline-form",
    )
    panel = conflict_panel(rows, write)
    ctx.session.rollback()
    return conflict(str(error), panel=panel)


def keep_action(_ctx: RequestContext) -> Response:
    """What is in the system stays; the page shows it."""
    return done(refresh=True, close=True)


def mark_held_action(ctx: RequestContext) -> Response:
    is_held = _flag("is_held")
    mark_held(ctx.session, sent_id("meeting"), is_held=is_held, login=ctx.principal.login)
    return done("Совещание отмечено проведённым." if is_held else "Совещание снова запланировано.", refresh=True)


def remove_meeting_action(ctx: RequestContext) -> Response:
    try:
        remove_meeting(ctx.session, sent_id("meeting"), login=ctx.principal.login)
    except ConflictError as error:
        ctx.session.rollback()
        return refused(str(error))
    return done("Совещание удалено.", go=meeting_href())


def set_coded_action(ctx: RequestContext) -> Response:
    is_coded = _flag("is_coded")
    set_coded(ctx.session, sent_id("meeting"), is_coded=is_coded, login=ctx.principal.login)
    return done("На слайдах номера вместо названий." if is_coded else "На слайдах названия школ.", refresh=True)


def reveal_action(ctx: RequestContext) -> Response:
    """One school is named, or its name closed again. The form names it by what stands for it in this meeting."""
    meeting = meeting_card(ctx.session, sent_id("meeting"))
    school = school_behind(ctx, meeting.id, sent_text("school"))
    try:
        reveal(ctx.session, meeting.id, school, is_revealed=_flag("is_revealed"), login=ctx.principal.login)
    except ConflictError as error:
        ctx.session.rollback()
        return refused(str(error))
    return done(refresh=True)


def _flag(name: str) -> bool:
    try:
        return _FLAGS[sent_text(name)]
    except KeyError as error:
        raise InvalidInputError from error


def _faulty(ctx: RequestContext, error: FaultyMeetingError) -> Response:
    ctx.session.rollback()
    return refused(CHECK_FIELDS, fields={error.field: str(error)})
