"""The list: meetings that are planned, those that were held, what came of the decisions; the very first one."""

from collections.abc import Sequence

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.decisions import DecisionsAddress, parse_decisions
from dashboard.addresses.meeting import ShowAddress, meeting_href
from dashboard.binding import RequestContext
from dashboard.components.decisions import decisions_card
from dashboard.components.marks import unseen
from dashboard.components.page import print_line, unknown_choices
from dashboard.components.panel import opens_panel
from dashboard.formatting import DOT, date_full, days_from, tied
from dashboard.html import Element
from dashboard.pages.meeting.forms import NEW_PANEL, new_meeting_form
from dashboard.texts.meeting_page import (
    FIRST_TITLE,
    FIRST_WORDS,
    MAKE,
    PREPARE,
    SHOW,
    decided_words,
    list_headline,
    slides_words,
)
from dashboard.texts.words import on_day
from data_layer.domain.meetings import MeetingState
from data_layer.queries.meetings import MeetingLine, meeting_lines


def list_children(ctx: RequestContext, search: object) -> list[Element]:
    """Planned first, the nearest of them on top; held ones below, the last on top; then what came of the decisions."""
    found = meeting_lines(ctx.session)
    address, unknown = parse_decisions(search)
    body = [*unknown_choices(unknown), *_lists(ctx, found, address)] if found else [_first(ctx)]
    return [html.Main(body, id="main", className="page page-content", tabIndex="-1")]


def _first(ctx: RequestContext) -> Element:
    """Nobody has held one yet: what it is, and the one form that makes it."""
    if not may(ctx.principal.role, Permission.HOLD_MEETINGS):
        return html.Section([html.H1("Совещаний ещё не было"), html.P("Их готовит ведущий.")], className="card empty")
    return html.Section(
        [html.H1(FIRST_TITLE), html.P(FIRST_WORDS), new_meeting_form(ctx.today)], className="card empty meeting-first"
    )


def _lists(ctx: RequestContext, found: Sequence[MeetingLine], address: DecisionsAddress) -> list[Element]:
    planned = sorted((each for each in found if each.state is MeetingState.PLANNED), key=_day)
    held = sorted((each for each in found if each.state is MeetingState.HELD), key=_day, reverse=True)
    scope = f"Совещания · {on_day(ctx.today)}"
    title = list_headline(planned[0].held_on if planned else None, held[0].held_on if held else None, today=ctx.today)
    words = html.Div([html.P(scope, className="crumb"), html.H1(title), print_line(scope)])
    head = html.Div([words, *_head_actions(ctx, has_planned=bool(planned))], className="head meeting-head")
    left = [
        *([_card(ctx, "Предстоят", planned)] if planned else []),
        *([_card(ctx, "Прошли", held)] if held else []),
    ]
    columns = [html.Div(left, className="stack"), html.Div(decisions_card(ctx, address), className="stack")]
    return [head, html.Div(columns, className="columns meeting-lists")]


def _day(meeting: MeetingLine) -> tuple[object, int]:
    return meeting.held_on, meeting.id


def _head_actions(ctx: RequestContext, *, has_planned: bool) -> list[Element]:
    if not may(ctx.principal.role, Permission.HOLD_MEETINGS):
        return []
    names = "button" if has_planned else "button is-main"
    return [html.Div(opens_panel(MAKE, address=NEW_PANEL, className=names), className="actions")]


def _card(ctx: RequestContext, title: str, found: Sequence[MeetingLine]) -> Element:
    rows = [_row(ctx, meeting, is_next=place == 0) for place, meeting in enumerate(found)]
    return html.Section(
        [html.Div(html.H2(title), className="card-head"), html.Ol(rows, className="meeting-rows")], className="card"
    )


def _row(ctx: RequestContext, meeting: MeetingLine, *, is_next: bool) -> Element:
    is_planned = meeting.state is MeetingState.PLANNED
    day = html.Div(
        [date_full(meeting.held_on), html.Small(days_from(meeting.held_on, today=ctx.today))], className="day"
    )
    facts = DOT.join(
        [
            *(each for each in (meeting.time, meeting.place) if each),
            slides_words(meeting.slides),
            *(["номера вместо названий"] if meeting.is_coded else []),
            *([decided_words(meeting.decisions, meeting.decisions_open)] if meeting.decisions else []),
        ]
    )
    words = html.Div(
        [
            html.Link(tied(meeting.title), href=meeting_href(meeting.id), className="title"),
            html.Span(tied(facts), className="facts-line"),
        ]
    )
    act: list[Element] = []
    if meeting.slides:
        names = "button is-main" if is_planned and is_next else "button"
        label = [SHOW if is_planned else "Показать снова", unseen(f": {meeting.title}, {date_full(meeting.held_on)}")]
        act = [html.A(label, href=ShowAddress(meeting.id).href, className=names)]
    elif is_planned and may(ctx.principal.role, Permission.HOLD_MEETINGS):
        names = "button is-main" if is_next else "button"
        act = [html.Link([PREPARE, unseen(f": {meeting.title}")], href=meeting_href(meeting.id), className=names)]
    return html.Li([day, words, html.Div(act, className="actions")], className="meeting-row")
