"""Decisions as lists: of a meeting, of the district, of the own school. Each row opens the decision's panel."""

from collections.abc import Callable, Sequence
from datetime import date

from dashboard import html
from dashboard.addresses.decisions import DECISIONS_ANCHOR, DecisionAddress, DecisionFilter, DecisionsAddress
from dashboard.binding import RequestContext
from dashboard.components.filter_bar import Choice, filter_menu
from dashboard.components.marks import glyph, unseen
from dashboard.components.panel import opens_panel
from dashboard.formatting import DOT, date_near, days_from, tied
from dashboard.html import Element
from dashboard.texts.decisions import (
    FILTERS,
    LATE,
    REAL_NAMES,
    STANDING,
    counts_headline,
    decisions_words,
    meeting_words,
    nothing_words,
    state_words,
    whom,
)
from data_layer.domain.meetings import DecisionState
from data_layer.domain.vocabulary import CellState
from data_layer.queries.decisions import DecisionView, counts_of, decisions
from data_layer.queries.directory import SchoolEntry, school_list

# What a school is called: its own name, or the number that the meeting gives it.
Calls = Callable[[SchoolEntry], str]

_MARKS = {
    DecisionState.OPEN: CellState.NOT_DUE,
    DecisionState.REPORTED: CellState.SUBMITTED,
    DecisionState.CLOSED: CellState.ACCEPTED,
}
_AT_ONCE = 12


def by_name(school: SchoolEntry) -> str:
    return tied(school.short_name)


def chosen_of(found: Sequence[DecisionView], address: DecisionsAddress) -> list[DecisionView]:
    """Those that the list shows; a school's own ones and those of all schools belong to it."""
    return [
        each
        for each in found
        if _is_chosen(each, address.which)
        and (not address.school or each.school is None or each.school.code == address.school)
    ]


def _is_chosen(view: DecisionView, which: DecisionFilter) -> bool:
    if which is DecisionFilter.OPEN:
        return view.state is not DecisionState.CLOSED
    if which is DecisionFilter.OVERDUE:
        return view.is_overdue
    if which is DecisionFilter.REPORTED:
        return view.state is DecisionState.REPORTED
    return which is DecisionFilter.ALL or view.state is DecisionState.CLOSED


def decisions_card(ctx: RequestContext, address: DecisionsAddress) -> Element:
    """The decisions of all meetings of the district, for those who hold them: what is due first comes first."""
    found = decisions(ctx.session, today=ctx.today)
    chosen = sorted(chosen_of(found, address), key=_by_day)
    rows = [decision_row(each, today=ctx.today, calls=by_name) for each in chosen]
    menus = html.Div([_which_menu(address), _school_menu(ctx, address)], className="decisions-filters")
    warned = [html.P(REAL_NAMES, className="note")] if any(each.is_coded for each in chosen) else []
    download = html.A("Скачать список", href=address.file_href, className="button is-quiet", download=True)
    return _card(
        "Решения",
        [html.P(counts_headline(counts_of(found)), className="note"), *warned, menus],
        rows or [_nothing(address.which, is_school=False)],
        foot=[download] if found else [],
    )


def meeting_decisions(
    found: Sequence[DecisionView],
    *,
    meeting: int,
    today: date,
    calls: Calls,
    foot: Sequence[Element] = (),
    may_take: bool = True,
) -> Element:
    """The decisions of one meeting in the order in which they were taken, called as the meeting calls schools.

    may_take: the reader holds meetings, and may write down another one.
    """
    rows = [decision_row(each, today=today, calls=calls, meeting=meeting) for each in found]
    add = [opens_panel("Записать решение", address=DecisionAddress(meeting=meeting).href, className="button")]
    title = f"Решения: {len(found)}" if found else "Решения"
    empty = html.P(nothing_words(DecisionFilter.OPEN, is_school=False), className="note")
    return _card(title, [], rows or [empty], foot=[*(add if may_take else []), *foot])


def own_decisions(ctx: RequestContext) -> Element:
    """What meetings have decided for the own school, by day; what is closed is folded below."""
    found = decisions(ctx.session, today=ctx.today)
    open_ones = sorted((each for each in found if each.state is not DecisionState.CLOSED), key=_by_day)
    closed = [each for each in found if each.state is DecisionState.CLOSED]
    first = next((each.id for each in open_ones if each.state is DecisionState.OPEN), None)
    rows = [
        decision_row(each, today=ctx.today, calls=by_name, is_own=True, is_next=each.id == first) for each in open_ones
    ]
    folded = [decision_row(each, today=ctx.today, calls=by_name, is_own=True) for each in closed]
    foot: list[Element] = []
    if folded:
        summary = html.Summary([f"Закрыто: {decisions_words(len(folded))}", html.Span(className="chevron")])
        foot.append(html.Details([summary, html.Ol(folded, className="decisions")], className="opens rest"))
    return _card("Решения для вашей школы", [], rows or [_nothing(DecisionFilter.OPEN, is_school=True)], foot=foot)


def _nothing(which: DecisionFilter, *, is_school: bool) -> Element:
    return html.P(nothing_words(which, is_school=is_school), className="note")


def _card(title: str, head: Sequence[Element], rows: Sequence[Element], *, foot: Sequence[Element]) -> Element:
    is_list = bool(rows) and rows[0].markup.startswith("<li")
    body = _folded(rows) if is_list else list(rows)
    below = [html.Div(list(foot), className="card-foot")] if foot else []
    return html.Section(
        [html.Div(html.H2(title, id="decisions-title"), className="card-head"), *head, *body, *below],
        id=DECISIONS_ANCHOR,
        className="card place-decisions",
        **{"aria-labelledby": "decisions-title"},
    )


def _folded(rows: Sequence[Element]) -> list[Element]:
    shown, rest = (rows, ()) if len(rows) <= _AT_ONCE + 1 else (rows[:_AT_ONCE], rows[_AT_ONCE:])
    parts: list[Element] = [html.Ol(shown, className="decisions card-list")]
    if rest:
        summary = html.Summary([f"Показать все {len(rows)}", html.Span(className="chevron")])
        parts.append(html.Details([summary, html.Ol(rest, className="decisions")], className="opens rest"))
    return parts


def _by_day(view: DecisionView) -> tuple[bool, date, int]:
    return (view.due is None, view.due or view.held_on, view.id)


def decision_row(
    view: DecisionView,
    *,
    today: date,
    calls: Calls,
    meeting: int | None = None,
    is_own: bool = False,
    is_next: bool = False,
) -> Element:
    """Day, what was decided for whom, how it stands.

    meeting: within which it is shown; its title is not repeated. is_next: what the school does next is to report it.
    """
    address = DecisionAddress(view.id, meeting=meeting).href
    facts = (
        [] if is_own and view.school is not None else [whom(view, "" if view.school is None else calls(view.school))]
    )
    facts += [view.responsible] if view.responsible else []
    facts += [] if meeting is not None else [meeting_words(view.meeting, view.held_on)]
    what = opens_panel(tied(view.text), address=address, className="text-button what")
    body = html.Span([what, html.Span(DOT.join(facts), className="note"), *_remarked(view, is_own=is_own)])
    return html.Li(
        [_day(view, today), body, html.Span(_state(view, today, is_own=is_own, is_next=is_next), className="steps")],
        className="is-late" if view.is_overdue else None,
    )


def _day(view: DecisionView, today: date) -> Element:
    if view.due is None:
        return html.Span(STANDING, className="day")
    is_closed = view.state is DecisionState.CLOSED
    near = [] if is_closed else [html.Small(days_from(view.due, today=today))]
    return html.Span([date_near(view.due, today=today), *near], className="day")


def _state(view: DecisionView, today: date, *, is_own: bool, is_next: bool) -> list[Element]:
    mark = CellState.OVERDUE if view.is_overdue else _MARKS[view.state]
    words = state_words(view, today=today)
    found = [html.Span([glyph(mark), html.Span(words)], className="with-mark")]
    if is_own and view.state is DecisionState.OPEN:
        label = ["Сообщить", unseen(f" об исполнении: {view.text}")]
        names = "button is-main" if is_next else "button"
        found.append(opens_panel(label, address=DecisionAddress(view.id).href, className=names))
    return found


def _remarked(view: DecisionView, *, is_own: bool) -> list[Element]:
    """What was sent back comes with its remark, for those who are to mend it."""
    returned = [each for each in view.reports if not each.stands]
    if not is_own or view.state is DecisionState.CLOSED:
        return []
    return [html.Span(f"Возвращено: «{each.remark}»", className="note remark") for each in returned]


def state_line(view: DecisionView, *, today: date) -> Element:
    """Mark and words, as the rows and the panel say them."""
    mark = CellState.OVERDUE if view.is_overdue else _MARKS[view.state]
    late = [unseen(f"{LATE}. ")] if view.is_overdue else []
    return html.Span([glyph(mark), *late, html.Span(state_words(view, today=today))], className="with-mark")


# --- filters ----------------------------------------------------------------------------------------


def _which_menu(address: DecisionsAddress) -> Element:
    choices = [
        Choice(words, address.href(which=which), is_current=which is address.which) for which, words in FILTERS.items()
    ]
    return filter_menu("Показать", choices, is_changed=address.which is not DecisionFilter.OPEN)


def _school_menu(ctx: RequestContext, address: DecisionsAddress) -> Element:
    offered = sorted(school_list(ctx.session), key=lambda school: school.short_name.casefold())
    choices = [
        Choice("все", address.href(school=""), is_current=not address.school),
        *(
            Choice(by_name(each), address.href(school=each.code), is_current=each.code == address.school)
            for each in offered
        ),
    ]
    return filter_menu("Школа", choices, is_changed=bool(address.school))
