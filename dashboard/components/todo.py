"""«Что сделать»: what the flags ask a school for, by date; remarks without a day follow with their reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.components.marks import severity_mark, unseen
from dashboard.formatting import counted, date_within, days_from, tied
from dashboard.texts import SEVERITIES, is_task_of_stage, task_title
from data_layer.domain.vocabulary import Rule
from data_layer.queries.views import FlagItem, SchoolCard

_SHOWN_AT_ONCE: Final = 8


def todo_card(card: SchoolCard) -> Component:
    tasks = _tasks(card.flags)
    rows = [_task(task, card) for task in tasks]
    body = [_folded(rows)] if rows else [html.P("Дел с датой нет.", className="note all-done")]
    words = f"Что сделать: {counted(len(rows), 'дело', 'дела', 'дел')}" if rows else "Что сделать"
    return html.Section(
        [html.Div(html.H2(words, id="todo-title"), className="card-head"), *body],
        id="todo",
        className="card place-todo",
        **{"aria-labelledby": "todo-title"},
    )


def remarks_card(card: SchoolCard) -> Component | None:
    """Flags that name no day: what does not add up, what repeats, what is easier than it should be."""
    flags = [flag for flag in card.flags if flag.due is None]
    if not flags:
        return None
    title = html.H2(
        f"Обратить внимание: {counted(len(flags), 'замечание', 'замечания', 'замечаний')}", id="remarks-title"
    )
    items = html.Ul([_remark(flag) for flag in flags], className="flags card-list")
    return html.Section(
        [html.Div(title, className="card-head"), items],
        id="remarks",
        className="card place-remarks",
        **{"aria-labelledby": "remarks-title"},
    )


@dataclass(slots=True)
class _Task:
    due: date
    flags: list[FlagItem]


def _tasks(flags: Iterable[FlagItem]) -> list[_Task]:
    """Flags with a day, earliest first; one stage due on one day in several blocks is one task."""
    dated = [(flag.due, flag) for flag in flags if flag.due is not None]
    missing = {(flag.block, flag.stage) for _, flag in dated if flag.rule is Rule.STAGE_MISSING}
    tasks: dict[tuple[object, ...], _Task] = {}
    for due, flag in dated:
        if flag.rule is Rule.STAGE_SKIPPED and (flag.block, flag.stage) in missing:
            continue
        together = is_task_of_stage(flag.rule) and flag.rule is not Rule.DOCUMENT_RETURNED
        key = (flag.rule, flag.stage, due) if together else (id(flag),)
        tasks.setdefault(key, _Task(due, [])).flags.append(flag)
    return sorted(tasks.values(), key=lambda task: (task.due, task.flags[0].block or 0))


def _task(task: _Task, card: SchoolCard) -> Component:
    flag = task.flags[0]
    day = [date_within(task.due, cycle_year=card.year), html.Small(days_from(task.due, today=card.today))]
    detail = flag.why if flag.rule in {Rule.STAGE_SKIPPED, Rule.DOCUMENT_RETURNED} else flag.what_to_do
    what = [html.Span(tied(task_title(task.flags)), className="what"), html.Span(tied(detail), className="note")]
    is_late = task.due < card.today
    late = [unseen("Срок прошёл. ")] if is_late else []
    return html.Li(
        [html.Span(day, className="day"), html.Span([*late, *what])], className="is-late" if is_late else None
    )


def _folded(rows: Sequence[Component]) -> Component:
    shown, rest = rows[:_SHOWN_AT_ONCE], rows[_SHOWN_AT_ONCE:]
    parts: list[Component] = [html.Ol(shown, className="todo card-list")]
    if rest:
        summary = html.Summary([f"Показать все {len(rows)}", html.Span(className="chevron")])
        parts.append(html.Details([summary, html.Ol(rest, className="todo")], className="opens rest"))
    return html.Div(parts)


def _remark(flag: FlagItem) -> Component:
    summary = html.Summary(
        [
            severity_mark(flag.severity),
            html.Span([unseen(f"{SEVERITIES[flag.severity]}: "), html.Span(tied(flag.message), className="headline")]),
            html.Span(className="chevron"),
        ]
    )
    reasons = html.Dl(
        [html.Dt("Почему"), html.Dd(tied(flag.why)), html.Dt("Что сделать"), html.Dd(tied(flag.what_to_do))]
    )
    return html.Li(html.Details([summary, html.Div(reasons, className="reasons")], className="flag"))
