"""A view of «Сравнение» or «Цикл» on its way to a meeting: which meeting, or a new one."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from flask import Response, request

from dashboard import html
from dashboard.addresses.compare import COMPARE_PATH
from dashboard.addresses.cycle import CYCLE_PATH
from dashboard.addresses.meeting import meeting_href
from dashboard.addresses.names import Names
from dashboard.addresses.reading import Choices
from dashboard.answers import CHECK_FIELDS, Leads, done, refused
from dashboard.binding import RequestContext
from dashboard.components.forms import sending_form, submit, text_field
from dashboard.components.panel import fragment
from dashboard.formatting import date_full, days_from, tied
from dashboard.html import Element
from dashboard.pages.meeting.asked import must_hold, sent_day, sent_id, sent_text
from dashboard.pages.meeting.forms import DAYS_AHEAD
from dashboard.pages.meeting.slide_work import draft_headline
from dashboard.slides.making import freeze_view
from dashboard.slides.naming import Call
from dashboard.texts.meeting_page import (
    NO_DAY,
    NOT_FOR_THE_WALL,
    SEND_TITLE,
    USUAL_TITLE,
    already_sent_words,
    sent_words,
    slides_words,
)
from data_layer.commands.meetings.finding import FaultyMeetingError
from data_layer.commands.meetings.making import MeetingEdit, create_meeting, just_made
from data_layer.commands.meetings.slides import SlideDraft, send_slide
from data_layer.domain.meetings import MeetingState
from data_layer.errors import ConflictError, NotFoundError
from data_layer.queries.directory import school_list
from data_layer.queries.meetings import MeetingLine, meeting_card, meeting_lines

SEND_SLIDE: Final = "/actions/slide-send"
# What stands for a meeting that is made along with the slide.
NEW: Final = "new"


def show_send(ctx: RequestContext) -> str:
    """What would be sent, by its headline, and where to."""
    must_hold(ctx)
    view = request.args.get("view", "")
    try:
        draft = freeze_view(ctx, view)
    except NotFoundError:
        # A view that the department sees may have nothing in it that the wall may show.
        if not view.startswith((f"{COMPARE_PATH}?", f"{CYCLE_PATH}?")):
            raise
        return fragment(SEND_TITLE, [html.P(NOT_FOR_THE_WALL)])
    planned = [each for each in meeting_lines(ctx.session) if each.state is MeetingState.PLANNED]
    form = sending_form(
        [_choice(ctx, planned[::-1]), _new_meeting(ctx), submit("Добавить слайд")],
        action=SEND_SLIDE,
        hidden={"view": view},
        className="form send-form" if planned else "form",
    )
    headline = html.P(html.B(tied(_headline(ctx, view, draft))))
    note = html.P(
        "Слайд сохранит данные на сегодня. Малые группы и чувствительные показатели на нём скрыты.", className="note"
    )
    return fragment(SEND_TITLE, [headline, note, form])


def _headline(ctx: RequestContext, view: str, draft: SlideDraft) -> str:
    """With names as the page shows them; one whose names are coded gets none from its panel either."""
    is_coded = Choices(view.partition("?")[2].partition("#")[0]).take("names", "имена", Names) is Names.CODED
    names = {} if is_coded else {each.code: tied(each.short_name) for each in school_list(ctx.session)}
    return draft_headline(draft, Call(names, {}))


def _choice(ctx: RequestContext, planned: list[MeetingLine]) -> Element:
    """The nearest is chosen; the last leads to a new one."""
    if not planned:
        return html.Input(type="hidden", name="meeting", value=NEW)
    offered = [_option(each, ctx, is_first=place == 0) for place, each in enumerate(planned)]
    return html.Fieldset([html.Legend("Совещание"), *offered, _pick(NEW, "Новое совещание", "")], className="field")


def _option(meeting: MeetingLine, ctx: RequestContext, *, is_first: bool) -> Element:
    when = (
        f"{date_full(meeting.held_on)}, {days_from(meeting.held_on, today=ctx.today)} · {slides_words(meeting.slides)}"
    )
    return _pick(str(meeting.id), meeting.title, when, is_chosen=is_first)


def _pick(value: str, words: str, about: str, *, is_chosen: bool = False) -> Element:
    told = html.Span([html.B(tied(words)), *([html.Small(about)] if about else [])])
    radio = html.Input(type="radio", name="meeting", value=value, checked=is_chosen)
    return html.Label([radio, told], className="pick")


def _new_meeting(ctx: RequestContext) -> Element:
    """Shown by the style sheet where a new one is chosen."""
    day = ctx.today + timedelta(days=DAYS_AHEAD)
    return html.Div(
        [
            text_field("Название", name="title", value=USUAL_TITLE, maxlength="300"),
            text_field("День", name="held_on", value=day.isoformat(), kind="date"),
        ],
        className="form send-new",
    )


def send_action(ctx: RequestContext) -> Response:
    """The view becomes the last slide of the meeting, with the data of now."""
    with ctx.reading() as session:
        draft = freeze_view(replace(ctx, session=session), sent_text("view"))
    login = ctx.principal.login
    try:
        meeting = _made(ctx) if sent_text("meeting") == NEW else sent_id("meeting")
        if meeting is None:
            return refused(CHECK_FIELDS, fields={"held_on": NO_DAY})
        is_new = send_slide(ctx.session, meeting, draft, login=login)
    except FaultyMeetingError as error:
        ctx.session.rollback()
        return refused(CHECK_FIELDS, fields={error.field: str(error)})
    except ConflictError as error:
        ctx.session.rollback()
        return refused(str(error))
    card = meeting_card(ctx.session, meeting)
    leads = Leads("Открыть повестку", meeting_href(meeting, anchor="agenda"))
    words = sent_words if is_new else already_sent_words
    return done(words(card.title, card.held_on), leads=leads, close=True)


def _made(ctx: RequestContext) -> int | None:
    day = sent_day("held_on")
    if day is None:
        return None
    edit, login = MeetingEdit(sent_text("title"), day), ctx.principal.login
    there = just_made(ctx.session, edit, login=login)
    return create_meeting(ctx.session, edit, login=login) if there is None else there
