"""The rail of goals: each with «k из n» of the schools, or with the verdict of the reader's own school."""

from itertools import groupby

from dashboard import html
from dashboard.addresses.names import Names
from dashboard.addresses.why import WhyCount
from dashboard.components.marks import status_mark, unseen
from dashboard.components.why import why_number
from dashboard.findings.compare.reading import Asked
from dashboard.formatting import DASH, NO_BREAK, counted, date_short, tied, whole
from dashboard.html import Element
from dashboard.texts.compare.words import goal_short
from dashboard.texts.words import BLOCKS_SHORT, STATUSES, indicator_name, of_schools
from data_layer.domain.facts import IndicatorRule
from data_layer.queries.comparison import RailGoal
from data_layer.queries.explanation.views import CountKind


def goal_rail_card(asked: Asked) -> Element:
    own = asked.own is not None
    head = [
        html.H2(counted(len(asked.rail), "цель", "цели", "целей"), id="rail-title"),
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
        [html.Div(head, className="rail-head"), html.Ul(blocks), note, *_for_knowledge(asked)],
        className="card rail",
        **{"aria-labelledby": "rail-title"},
    )


def _goal(goal: RailGoal, asked: Asked) -> Element:
    is_current = goal.code == asked.address.goal and not asked.is_for_knowledge
    asks = goal.own is None and bool(goal.met.n)
    content = [
        html.Span(goal.code, className="quiet"),
        html.Span(tied(goal_short(goal)), className="rail-name"),
        *([] if asks else [html.Span(_words(goal), className="rail-count")]),
    ]
    link = html.Link(
        content,
        href=asked.address.goal_href(goal.code),
        title=goal.title,
        **({"aria-current": "page"} if is_current else {}),
    )
    names = ["has-count"] if asks else []
    count = [_count(goal, asked)] if asks else []
    return html.Li([link, *count], className=" ".join([*names, *(["is-current"] if is_current else [])]) or None)


def _for_knowledge(asked: Asked) -> list[Element]:
    """What is counted but not held against a goal, quietly, after the goals."""
    if not asked.for_knowledge:
        return []
    links = [_indicator(rule, asked) for rule in asked.for_knowledge]
    return [html.Div([html.H3("Без цели, для сведения"), html.Ul(html.Li(html.Ul(links)))], className="rail-quiet")]


def _indicator(rule: IndicatorRule, asked: Asked) -> Element:
    is_current = asked.is_for_knowledge and rule == asked.rule
    name = indicator_name(rule.id, rule.title_short or rule.title)
    link = html.Link(
        [html.Span(rule.code, className="quiet"), html.Span(tied(name), className="rail-name")],
        href=asked.address.indicator_href(rule.code),
        title=rule.title,
        **({"aria-current": "page"} if is_current else {}),
    )
    return html.Li(link, className="is-current" if is_current else None)


def _count(goal: RailGoal, asked: Asked) -> Element:
    """«7 из 26», which answers «Почему?»; the rest of the line leads to the goal."""
    address = asked.address
    subject = WhyCount(
        CountKind.GOAL_SCHOOLS,
        address.year,
        goal=goal.goal,
        cluster=address.cluster,
        school_kind=address.kind,
        names=Names.CODED if asked.names.is_coded else None,
    )
    shown = [html.B(whole(goal.met.k)), html.Span(f" из{NO_BREAK}{whole(goal.met.n)}", className="quiet")]
    about = f"{of_schools(goal.met.n).split(NO_BREAK)[1]} достигли цели {goal.code}"
    return html.Span(why_number(subject, shown, about=about), className="rail-count")


def _words(goal: RailGoal) -> list[Element | str]:
    if goal.own is not None:
        return [status_mark(goal.own), unseen(STATUSES[goal.own])]
    if goal.due is not None:
        return [html.Span(f"до{NO_BREAK}{date_short(goal.due)}", className="quiet")]
    return [
        html.Span("скрыто" if goal.is_hidden else DASH, className="quiet"),
        unseen("" if goal.is_hidden else "нет данных"),
    ]
