"""One meeting as its presenter prepares it: slides in their order, names, files, protocol, what schools say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.decisions import DECISIONS_ANCHOR
from dashboard.addresses.meeting import ShowAddress, deck_href, meeting_href, protocol_href
from dashboard.binding import RequestContext
from dashboard.components.decisions import meeting_decisions
from dashboard.components.forms import sending_form
from dashboard.components.marks import unseen
from dashboard.components.page import print_line
from dashboard.components.panel import opens_panel
from dashboard.formatting import DOT, date_full, days_from, tied
from dashboard.html import Element
from dashboard.pages.meeting.forms import PROTOCOL_PANEL
from dashboard.pages.meeting.names_card import names_card
from dashboard.pages.meeting.slide_panels import ADD_PANEL, UPDATE_PANEL, panel_href
from dashboard.pages.meeting.slide_rows import AGENDA, MOVE_SLIDE, TELLS, Said, slide_row
from dashboard.slides.deck import load_deck, responsible_words
from dashboard.slides.naming import Call, meeting_call
from dashboard.slides.values import Deck
from dashboard.texts.decisions import decisions_words
from dashboard.texts.meeting_page import (
    FILES,
    NO_SLIDES,
    NO_SLIDES_WORDS,
    PROTOCOL,
    SHOW,
    comments_words,
    slides_words,
)
from data_layer.domain.meetings import MeetingState
from data_layer.queries.decisions import DecisionView, decisions
from data_layer.queries.meetings import MeetingCard, comments_of

MARK_HELD: Final = "/actions/meeting-held"
REMOVE_MEETING: Final = "/actions/meeting-remove"
# Of the protocol, in short beside the agenda.
_SHOWN_FIELDS: Final = ("number", "attended", "approved_name", "minutes_by")


def agenda_children(ctx: RequestContext, meeting: MeetingCard) -> list[Element]:
    deck, call = load_deck(ctx, meeting.id), meeting_call(ctx.session, meeting)
    meeting = replace(meeting, title=deck.title)
    said = [
        Said(each.slide, call.name(each.school), call.masked(each.text))
        for each in comments_of(ctx.session, meeting.id)
    ]
    holds = may(ctx.principal.role, Permission.HOLD_MEETINGS)
    is_held = meeting.state is MeetingState.HELD
    decided = _decided(ctx, meeting, call)
    slides = _slides(deck, said, holds=holds, is_held=is_held)
    decisions_card = meeting_decisions(
        decided, meeting=meeting.id, today=ctx.today, calls=lambda school: call.name(school.code), may_take=holds
    )
    # Before the meeting its slides are at work, after it what was decided.
    main = [decisions_card, *slides] if is_held else [*slides, decisions_card]
    body = html.Div(
        [
            html.Div(main, className="stack"),
            html.Div(_side(deck, meeting, call, holds=holds), className="stack"),
        ],
        className="columns meeting-columns",
    )
    head = _head(ctx, deck, meeting, said, decided=len(decided), holds=holds)
    return [
        html.Main(
            [head, *_passed(ctx, meeting, holds=holds), body],
            id="main",
            className="page page-content",
            tabIndex="-1",
        )
    ]


def _head(
    ctx: RequestContext, deck: Deck, meeting: MeetingCard, said: Sequence[Said], *, decided: int, holds: bool
) -> Element:
    when = ", ".join(each for each in (date_full(meeting.held_on), deck.time) if each)
    back = html.Link("Совещания", href=meeting_href())
    crumb = html.P([back, f" · {when} · {days_from(meeting.held_on, today=ctx.today)}"], className="crumb")
    facts = [
        slides_words(len(deck.slides)),
        *([deck.place] if deck.place else []),
        *(["проведено"] if meeting.state is MeetingState.HELD else []),
        *([comments_words(len(said))] if said else []),
    ]
    # The slides may be many, and the decisions stand below them.
    link = [html.A(decisions_words(decided), href=f"#{DECISIONS_ANCHOR}")] if decided else []
    about = ["Изменить", unseen(" название, день и место")]
    change = [opens_panel(about, address=panel_href(PROTOCOL_PANEL, meeting.id))] if holds else []
    words = html.Div(
        [
            crumb,
            html.H1(tied(meeting.title)),
            html.P([tied(DOT.join([*facts, *([""] if link else [])])), *link, *change], className="meeting-facts"),
            print_line(f"{deck.district} · {meeting.title} · {when}"),
        ]
    )
    return html.Div(
        [words, html.Div(_head_acts(deck, holds=holds), className="actions")], className="head meeting-head"
    )


def _head_acts(deck: Deck, *, holds: bool) -> list[Element]:
    """What concerns all slides; of an agenda without any, its place says what to do."""
    if not deck.slides:
        return []
    show = html.A(SHOW, href=ShowAddress(deck.id).href, className="button is-main is-large")
    if not holds:
        return [show]
    add = opens_panel("Добавить слайды", address=panel_href(ADD_PANEL, deck.id), className="button")
    renew = opens_panel("Обновить слайды", address=panel_href(UPDATE_PANEL, deck.id), className="button")
    return [add, renew, show]


def _passed(ctx: RequestContext, meeting: MeetingCard, *, holds: bool) -> list[Element]:
    """The day has passed: whether it was held only a person knows."""
    if not holds or meeting.state is MeetingState.HELD or meeting.held_on > ctx.today:
        return []
    button = html.Button("Отметить проведённым", type="submit", className="button")
    form = sending_form(
        [html.Span("Совещание состоялось?"), button],
        action=MARK_HELD,
        hidden={"meeting": str(meeting.id), "is_held": "1"},
        className="message meeting-passed",
    )
    return [form]


# --- slides -----------------------------------------------------------------------------------------


def _slides(deck: Deck, said: Sequence[Said], *, holds: bool, is_held: bool) -> list[Element]:
    if not deck.slides:
        words = [html.H2(NO_SLIDES), html.P(NO_SLIDES_WORDS)]
        names = "button" if is_held else "button is-main"
        add = [opens_panel("Добавить слайды", address=panel_href(ADD_PANEL, deck.id), className=names)]
        return [html.Section([*words, *(add if holds else [])], className="card empty")]
    comments = _by_slide(said)
    count = len(deck.slides)
    rows = [
        slide_row(slide, deck, comments.get(slide.id, ()), is_last=slide.position == count, holds=holds)
        for slide in deck.slides
    ]
    marks: dict[str, str] = {"aria-label": "Слайды по порядку"}
    if holds:
        marks |= {"data-agenda": MOVE_SLIDE, "data-tells": TELLS}
    told = html.P("", id=TELLS, className="unseen", role="status")
    return [told, html.Ol(rows, id=AGENDA, className="agenda", **marks)]


def _by_slide(said: Sequence[Said]) -> Mapping[int, Sequence[Said]]:
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for comment in said:
        found[comment.slide].append(comment)
    return found


# --- beside them ------------------------------------------------------------------------------------


def _decided(ctx: RequestContext, meeting: MeetingCard, call: Call) -> list[DecisionView]:
    """What was decided, in the words of the meeting."""
    return [
        replace(each, text=call.masked(each.text), responsible=responsible_words(each, call))
        for each in decisions(ctx.session, today=ctx.today, meeting=meeting.id)
    ]


def _side(deck: Deck, meeting: MeetingCard, call: Call, *, holds: bool) -> list[Element]:
    files = [_files(deck)] if deck.slides else []
    revealed = tuple((str(call.numbers[code]), call.name(code)) for code in sorted(call.revealed, key=call.name))
    return [names_card(deck, meeting, revealed, holds=holds), *files, _protocol(meeting, call, holds=holds)]


def _files(deck: Deck) -> Element:
    links = [
        html.Li(
            html.A(
                [html.B(words), html.Small(f"{about} · {kind.upper()}")], href=deck_href(deck.id, kind), download=True
            )
        )
        for kind, (words, about) in FILES.items()
    ]
    return html.Section([html.H2("Скачать"), html.Ul(links, className="file-list")], className="card side-card")


def _protocol(meeting: MeetingCard, call: Call, *, holds: bool) -> Element:
    given = [(PROTOCOL[name], call.masked(meeting.details.get(name, ""))) for name in _SHOWN_FIELDS]
    lines = [each for label, value in given if value for each in (html.Dt(label), html.Dd(tied(value)))]
    body = (
        html.Dl(lines, className="facts")
        if lines
        else html.P("Номер, гриф и кто присутствовал — для выписки.", className="note")
    )
    change = [
        opens_panel(
            "Заполнить" if not lines else "Изменить", address=panel_href(PROTOCOL_PANEL, meeting.id), className="button"
        )
    ]
    extract = html.A("Выписка (DOCX)", href=protocol_href(meeting.id), download=True, className="button is-quiet")
    acts = html.Div([*(change if holds else []), extract], className="actions")
    return html.Section([html.H2("Протокол"), body, acts, *_ends(meeting, holds=holds)], className="card side-card")


def _ends(meeting: MeetingCard, *, holds: bool) -> list[Element]:
    """What is rarely needed: held or not after all, and taking the meeting away."""
    if not holds:
        return []
    is_held = meeting.state is MeetingState.HELD
    state = _quiet_form(
        "Вернуть в запланированные" if is_held else "Отметить проведённым",
        MARK_HELD,
        meeting,
        is_held="0" if is_held else "1",
    )
    remove = _quiet_form(
        "Удалить совещание",
        REMOVE_MEETING,
        meeting,
        confirms=f"Удалить «{meeting.title}» со всеми слайдами? Вернуть его будет нельзя.",
    )
    return [
        html.Details(
            [html.Summary(["Ещё", html.Span(className="chevron")]), html.Div([state, remove], className="more-acts")],
            className="opens",
        )
    ]


def _quiet_form(words: str, action: str, meeting: MeetingCard, *, confirms: str = "", **values: str) -> Element:
    button = html.Button([words, unseen(f": {meeting.title}")], type="submit", className="text-button")
    return sending_form(
        [button],
        action=action,
        hidden={"meeting": str(meeting.id), **values},
        className="inline-form",
        confirms=confirms,
    )
