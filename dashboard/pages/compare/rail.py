"""The rail of goals: each with «k из n» of the schools, or with the verdict of the reader's own school."""

from itertools import groupby

from dashboard import html
from dashboard.components.marks import status_mark, unseen
from dashboard.formatting import DASH, NO_BREAK, date_short, tied, whole
from dashboard.html import Element
from dashboard.pages.compare.reading import Asked
from dashboard.texts.compare import goal_short
from dashboard.texts.words import BLOCKS_SHORT, STATUSES, of_schools
from data_layer.queries.comparison import RailGoal


def goal_rail_card(asked: Asked) -> Element:
    own = asked.own is not None
    head = [
        html.H2(f"{len(asked.rail)} целей" if len(asked.rail) > 4 else "Цели", id="rail-title"),
        html.Span("ваша школа" if own else "школ достигли", className="quiet"),
    ]
    blocks = [
        html.Li(
            [
                html.H3(f"{block}. {BLOCKS_SHORT.get(block, f'Блок {block}')}"),
                html.Ul([_goal(goal, asked) for goal in goals]),
            ]
        )
        for block, goals in groupby(asked.rail, key=lambda goal: goal.block)
    ]
    note = html.P("Цель целиком: по всем её уровням и показателям.", className="note")
    return html.Nav(
        [html.Div(head, className="rail-head"), html.Ul(blocks), note],
        className="card rail",
        **{"aria-labelledby": "rail-title"},
    )


def _goal(goal: RailGoal, asked: Asked) -> Element:
    is_current = goal.code == asked.address.goal
    content = [
        html.Span(goal.code, className="quiet"),
        html.Span(tied(goal_short(goal)), className="rail-name"),
        html.Span(_count(goal), className="rail-count"),
    ]
    link = html.Link(
        content,
        href=asked.address.goal_href(goal.code),
        title=goal.title,
        **({"aria-current": "page"} if is_current else {}),
    )
    return html.Li(link, className="is-current" if is_current else None)


def _count(goal: RailGoal) -> list[Element | str]:
    if goal.own is not None:
        return [status_mark(goal.own), unseen(STATUSES[goal.own])]
    if goal.met.n:
        heard = unseen(f" {of_schools(goal.met.n).split(NO_BREAK)[1]} достигли")
        return [html.B(whole(goal.met.k)), html.Span(f" из{NO_BREAK}{whole(goal.met.n)}", className="quiet"), heard]
    if goal.due is not None:
        return [html.Span(f"до{NO_BREAK}{date_short(goal.due)}", className="quiet")]
    return [
        html.Span("скрыто" if goal.is_hidden else DASH, className="quiet"),
        unseen("" if goal.is_hidden else "нет данных"),
    ]
