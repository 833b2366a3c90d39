"""«Что сделать»: what the flags ask a school for, by date; remarks without a day follow with their reasons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard import html
from dashboard.addresses.why import flag_subject
from dashboard.components.marks import severity_mark, unseen
from dashboard.components.why import why_button
from dashboard.formatting import counted, date_near, days_from, tied
from dashboard.html import Element
from dashboard.texts.school import is_task_of_stage, task_title
from dashboard.texts.words import SEVERITIES
from data_layer.domain.vocabulary import Rule, Stage
from data_layer.queries.views import FlagItem, SchoolCard

_TASKS_AT_ONCE: Final = 6
_REMARKS_AT_ONCE: Final = 3
# They say of an overdue cell why it is worse than empty; beside its task they are no remarks of their own.
_EXPLAINING: Final = frozenset({Rule.STAGE_SKIPPED, Rule.DOCUMENT_RETURNED})

# How late a message says its task is; the date beside the task says so already.
_OVERDUE_WORDS: Final = re.compile(r", срок \d\d\.\d\d\.\d{4}(, просрочено на [^,]+)?$")
# Block and stage.
_Cell = tuple[int | None, Stage | None]


@dataclass(slots=True)
class _Task:
    """What is due on one day. because: the flag of the same cell that says more than that it is empty."""

    due: date
    flags: list[FlagItem]
    because: FlagItem | None


def todo_card(card: SchoolCard) -> Element:
    rows = [_task_row(task, card) for task in _tasks(card.flags)]
    words = f"Что сделать: {counted(len(rows), 'дело', 'дела', 'дел')}" if rows else "Что сделать"
    done = html.P("Дел с датой нет.", className="note all-done")
    body = _folded(rows, at_once=_TASKS_AT_ONCE, class_name="todo") if rows else done
    return html.Section(
        [html.Div(html.H2(words, id="todo-title"), className="card-head"), body],
        id="todo",
        className="card place-todo",
        **{"aria-labelledby": "todo-title"},
    )


def remarks_card(card: SchoolCard) -> Element | None:
    """Flags that name no day: what does not add up, what repeats, what is easier than it should be."""
    told = _explanations(card.flags)
    flags = [flag for flag in card.flags if flag.due is None and not _is_told(flag, told)]
    if not flags:
        return None
    title = f"Обратить внимание: {counted(len(flags), 'замечание', 'замечания', 'замечаний')}"
    rows = [_remark(flag) for flag in flags]
    return html.Section(
        [
            html.Div(html.H2(title, id="remarks-title"), className="card-head"),
            _folded(rows, at_once=_REMARKS_AT_ONCE, class_name="flags"),
        ],
        id="remarks",
        className="card place-remarks",
        **{"aria-labelledby": "remarks-title"},
    )


def _cell(flag: FlagItem) -> _Cell:
    return flag.block, flag.stage


def _explanations(flags: Sequence[FlagItem]) -> dict[_Cell, FlagItem]:
    """Of the overdue cells, those about which another flag says more; a returned document says most."""
    overdue = {_cell(flag) for flag in flags if flag.rule is Rule.STAGE_MISSING}
    explaining = [flag for flag in flags if flag.rule in _EXPLAINING and _cell(flag) in overdue]
    explaining.sort(key=lambda flag: flag.rule is Rule.DOCUMENT_RETURNED)
    return {_cell(flag): flag for flag in explaining}


def _is_told(flag: FlagItem, explained: Mapping[_Cell, FlagItem]) -> bool:
    return flag.rule in _EXPLAINING and _cell(flag) in explained


def _tasks(flags: Sequence[FlagItem]) -> list[_Task]:
    """Flags with a day, earliest first; one stage due on one day in several blocks is one task."""
    explained = _explanations(flags)
    tasks: dict[tuple[object, ...], _Task] = {}
    for due, flag in _dated(flags):
        if _is_told(flag, explained):
            continue
        because = explained.get(_cell(flag)) if flag.rule is Rule.STAGE_MISSING else None
        cause = because.rule if because is not None else flag.rule
        is_shared = is_task_of_stage(flag.rule) and cause is not Rule.DOCUMENT_RETURNED
        key = (cause, flag.stage, due) if is_shared else (id(flag),)
        tasks.setdefault(key, _Task(due, [], because)).flags.append(flag)
    return sorted(tasks.values(), key=lambda task: (task.due, task.flags[0].block or 0))


def _dated(flags: Iterable[FlagItem]) -> list[tuple[date, FlagItem]]:
    return [(flag.due, flag) for flag in flags if flag.due is not None]


def _task_row(task: _Task, card: SchoolCard) -> Element:
    day = [date_near(task.due, today=card.today), html.Small(days_from(task.due, today=card.today))]
    asked = why_button(flag_subject(task.because or task.flags[0]), about=_title(task))
    what = [
        html.Span(tied(_title(task)), className="what"),
        html.Span([tied(_detail(task)), " ", asked], className="note"),
    ]
    is_late = task.due < card.today
    late = [unseen("Срок прошёл. ")] if is_late else []
    return html.Li(
        [html.Span(day, className="day"), html.Span([*late, *what])], className="is-late" if is_late else None
    )


def _title(task: _Task) -> str:
    if task.because is not None and task.because.rule is Rule.DOCUMENT_RETURNED:
        return task_title([task.because])
    return _OVERDUE_WORDS.sub("", task_title(task.flags))


def _detail(task: _Task) -> str:
    """What is known of the cell, or of several cells together."""
    if task.because is None:
        return task.flags[0].what_to_do
    return task.because.message if len(task.flags) == 1 else task.because.why


def _folded(rows: Sequence[Element], *, at_once: int, class_name: str) -> Element:
    """The first rows, and the rest behind «Показать все»."""
    # One row takes no more room than the words that would hide it.
    shown, rest = (rows, ()) if len(rows) == at_once + 1 else (rows[:at_once], rows[at_once:])
    parts: list[Element] = [html.Ol(shown, className=f"{class_name} card-list")]
    if rest:
        summary = html.Summary([f"Показать все {len(rows)}", html.Span(className="chevron")])
        parts.append(html.Details([summary, html.Ol(rest, className=class_name)], className="opens rest"))
    return html.Div(parts)


def _remark(flag: FlagItem) -> Element:
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
    asked = why_button(flag_subject(flag), about=flag.message)
    return html.Li(html.Details([summary, html.Div([reasons, asked], className="reasons")], className="flag"))
