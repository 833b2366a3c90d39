"""«Что сделать»: what the flags ask a school for, by date; remarks without a day follow with their reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dashboard import html
from dashboard.addresses.data import DocumentAddress, figures_href, organisation_href
from dashboard.addresses.decisions import DecisionAddress
from dashboard.addresses.why import WhyGoal, flag_subject, why_href
from dashboard.components.marks import severity_mark, unseen
from dashboard.components.panel import opens_panel
from dashboard.components.why import why_button
from dashboard.formatting import NO_BREAK, counted, date_full, date_near, days_from, tied
from dashboard.html import Element
from dashboard.pages.school.content import SchoolPage
from dashboard.texts.cycle import without_due
from dashboard.texts.decisions import STANDING
from dashboard.texts.school import (
    LATER,
    OVERDUE,
    THIS_WEEK,
    answer_title,
    is_task_of_stage,
    item_title,
    skipped_words,
    task_title,
)
from dashboard.texts.words import SEVERITIES, STAGES, block_short, blocks_words
from data_layer.domain.vocabulary import COUNTED_STAGES, RESPONSE_STAGES, DocumentStatus, Rule, Stage
from data_layer.queries.decisions import DecisionView
from data_layer.queries.views import FlagItem, SchoolCard

_LATE_AT_ONCE: Final = 6
# So many that what is due this week still stands on the first screen below them.
_LATE_ABOVE_A_WEEK: Final = 3
_LATER_AT_ONCE: Final = 3
_REMARKS_AT_ONCE: Final = 3
# They say of an overdue cell why it is worse than empty; beside its task they are no remarks of their own.
_EXPLAINING: Final = frozenset({Rule.STAGE_SKIPPED, Rule.DOCUMENT_RETURNED})

# Where the sentences of flags turn from what they are about to what is lacking.
_NO_ANSWER: Final = ", а ответа школы нет"
_NO_DATA: Final = ": данных за"
# Block and stage.
_Cell = tuple[int | None, Stage | None]


@dataclass(slots=True)
class _Task:
    """What is due on one day. because: flags of the same cells that say more than that they are empty."""

    due: date
    flags: list[FlagItem]
    because: list[FlagItem]

    @property
    def telling(self) -> FlagItem:
        """The flag that says most."""
        return self.because[0] if self.because else self.flags[0]


def todo_card(page: SchoolPage) -> Element:
    """What flags ask for, and decisions of meetings that the school has not reported done."""
    tasks = _tasks(page.card.flags)
    count = len(tasks) + len(page.decisions)
    words = f"Что сделать: {counted(count, 'дело', 'дела', 'дел')}" if count else "Что сделать"
    body = _groups(tasks, page) if count else [html.P("Дел с датой нет.", className="note all-done")]
    return html.Section(
        [html.Div(html.H2(words, id="todo-title"), className="card-head"), *body, *_done(page.card)],
        id="todo",
        className="card place-todo",
        **{"aria-labelledby": "todo-title"},
    )


def _groups(tasks: Sequence[_Task], page: SchoolPage) -> list[Element]:
    """What is overdue, what is due this week, all of it, and what comes later."""
    today = page.card.today
    sunday = today + timedelta(days=6 - today.weekday())
    # What has no day comes last; of one day the task of the cycle comes first.
    things: list[tuple[date, _Task | DecisionView]] = [(task.due, task) for task in tasks]
    things += [(decision.due or date.max, decision) for decision in page.decisions]
    things.sort(key=lambda each: each[0])
    rows = [(due, _row(each, page, is_first=not place)) for place, (due, each) in enumerate(things)]
    late = [row for due, row in rows if due < today]
    week = [row for due, row in rows if today <= due <= sunday]
    later = [row for due, row in rows if due > sunday]
    late_at_once = _LATE_ABOVE_A_WEEK if week else _LATE_AT_ONCE
    groups = ((OVERDUE, late, late_at_once), (THIS_WEEK, week, len(week)), (LATER, later, _LATER_AT_ONCE))
    return [
        html.Div([html.H3(words), _folded(found, at_once=at_once, class_name="todo")], className="todo-group")
        for words, found, at_once in groups
        if found
    ]


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
    """Flags with a day, earliest first; one stage due on one day in several blocks is one task.

    A document that was sent back is mended by itself, with its remark.
    """
    explained = _explanations(flags)
    tasks: dict[tuple[object, ...], _Task] = {}
    for due, flag in _dated(flags):
        if _is_told(flag, explained):
            continue
        because = explained.get(_cell(flag)) if flag.rule is Rule.STAGE_MISSING else None
        is_returned = because is not None and because.rule is Rule.DOCUMENT_RETURNED
        is_shared = is_task_of_stage(flag.rule) and not is_returned
        task = tasks.setdefault((flag.rule, flag.stage, due) if is_shared else (id(flag),), _Task(due, [], []))
        task.flags.append(flag)
        if because is not None:
            task.because.append(because)
    return sorted(tasks.values(), key=lambda task: (task.due, task.flags[0].block or 0))


def _dated(flags: Iterable[FlagItem]) -> list[tuple[date, FlagItem]]:
    return [(flag.due, flag) for flag in flags if flag.due is not None]


def _row(thing: _Task | DecisionView, page: SchoolPage, *, is_first: bool) -> Element:
    if isinstance(thing, _Task):
        return _task_row(thing, page, is_first=is_first)
    return _decision_row(thing, page, is_first=is_first)


def _decision_row(decision: DecisionView, page: SchoolPage, *, is_first: bool) -> Element:
    """The button leads to where the school reports; whoever else looks reads what was decided."""
    today, is_late = page.card.today, decision.is_overdue
    near = [] if decision.due is None else [html.Small(days_from(decision.due, today=today))]
    day = [STANDING if decision.due is None else date_near(decision.due, today=today), *near]
    source = tied(f"Решение совещания {date_full(decision.held_on)}")
    remarks = [each.remark for each in decision.reports if not each.stands and each.school.code == page.card.school]
    told = f"Возвращено: «{remarks[0]}»" if remarks else source
    late = [unseen("Срок прошёл. ")] if is_late else []
    words = "Сообщить" if page.reports else "Открыть"
    look = "button is-main" if is_first and page.reports else "button"
    step = opens_panel([words, unseen(f": {decision.text}")], address=DecisionAddress(decision.id).href, className=look)
    return html.Li(
        [
            html.Span(day, className="day"),
            html.Span([*late, html.Span(tied(decision.text), className="what"), html.Span(told, className="note")]),
            html.Span(step, className="steps"),
        ],
        className="is-decision is-late" if is_late else "is-decision",
    )


def _task_row(task: _Task, page: SchoolPage, *, is_first: bool) -> Element:
    card = page.card
    day = [date_near(task.due, today=card.today), html.Small(days_from(task.due, today=card.today))]
    title = _title(task, card)
    asked = why_button(flag_subject(task.telling), about=title)
    what = [html.Span(tied(title), className="what"), html.Span(tied(_detail(task, page)), className="note")]
    is_late = task.due < card.today
    late = [unseen("Срок прошёл. ")] if is_late else []
    step = _step(task, page, is_first=is_first)
    return html.Li(
        [
            html.Span(day, className="day"),
            html.Span([*late, *what]),
            html.Span([*([step] if step is not None else []), asked], className="steps"),
        ],
        className="is-late" if is_late else None,
    )


def _step(task: _Task, page: SchoolPage, *, is_first: bool) -> Element | None:
    """The one button that leads to where the task is done; nothing for those who only look."""
    if not page.may_enter:
        return None
    flag, look = task.telling, "button is-main" if is_first else "button"
    school, year = page.card.school, page.card.year
    if flag.rule is Rule.ORGANISATION_MISSING:
        return html.Link("Отметить", href=organisation_href(school=school, year=year), className=look)
    if flag.indicator is not None and flag.level is not None:
        href = figures_href(school=school, year=year, indicator=flag.indicator, level=flag.level)
        return html.Link("Внести", href=href, className=look)
    if flag.stage is not None:
        return _document_step(task, flag, page, look=look)
    if flag.goal is not None:
        goal = WhyGoal(flag.goal, year, school=school)
        return opens_panel("Открыть цель", address=why_href(goal), className=look)
    return None


def _document_step(task: _Task, flag: FlagItem, page: SchoolPage, *, look: str) -> Element | None:
    """The form of the cell's document; of several blocks one is chosen first."""
    places = sorted(
        {(each.block, each.stage) for each in task.flags if each.block is not None and each.stage is not None}
    )
    is_returned = flag.rule is Rule.DOCUMENT_RETURNED
    words = "Исправить" if is_returned else "Добавить документ"
    if len(places) == 1:
        return opens_panel(words, address=_address(places[0], page, is_new=not is_returned), className=look)
    items = [
        html.Li(
            opens_panel(
                f"Блок{NO_BREAK}{block}. {block_short(block)}",
                address=_address((block, stage), page, is_new=True),
                className="menu-button",
            )
        )
        for block, stage in places
    ]
    summary = html.Summary([words, html.Span(className="chevron")], className=look)
    return html.Details([summary, html.Ul(items, className="menu-list")], className="menu steps-menu")


def _address(place: tuple[int, Stage], page: SchoolPage, *, is_new: bool) -> str:
    block, stage = place
    return DocumentAddress(page.card.school, block, stage, page.card.year, is_new=is_new).href


def _done(card: SchoolCard) -> list[Element]:
    """What is in order, folded: «Сдано: 33 документа из 36»."""
    there = [cell for cell in card.cycle if cell.is_there]
    if not there:
        return []
    stages: dict[Stage, list[int]] = {}
    for cell in there:
        stages.setdefault(cell.stage, []).append(cell.block)
    lines = [
        html.Li(f"{STAGES[stage]}: {blocks_words(sorted(stages[stage]))}")
        for stage in COUNTED_STAGES
        if stage in stages
    ]
    summary = html.Summary(
        [f"Сделано: {counted(len(there), 'ячейка', 'ячейки', 'ячеек')} цикла", html.Span(className="chevron")]
    )
    return [
        html.Div(
            html.Details([summary, html.Ul(lines, className="note each")], className="opens"), className="card-foot"
        )
    ]


def _title(task: _Task, card: SchoolCard) -> str:
    """A verb and what it is about; what else the flag says stands below."""
    if task.telling.rule is Rule.DOCUMENT_RETURNED:
        return task_title([task.telling])
    return _named(task.flags[0], card) or without_due(task_title(task.flags))


def _named(flag: FlagItem, card: SchoolCard) -> str:
    """The title of what no document of one cell settles; empty where the sentence of the flag has to do."""
    if flag.rule is Rule.GOAL_MISSED_NO_RESPONSE:
        goals = [goal.code for block in card.blocks for goal in block.cards if goal.goal == flag.goal]
        empty = [cell for cell in card.cycle if cell.block == flag.block and not cell.is_there]
        stages = [cell.stage for cell in empty if cell.stage in RESPONSE_STAGES and cell.is_overdue]
        return answer_title(goals[0], stages) if goals and stages else ""
    if flag.rule is Rule.ORGANISATION_MISSING:
        return next((item_title(line.title) for line in card.organisation if line.item == flag.document), "")
    if flag.rule is Rule.DATA_MISSING:
        figure, found, _ = flag.message.partition(_NO_DATA)
        return f"Внести {figure[:1].lower()}{figure[1:]}" if found else ""
    return ""


def _rest(flag: FlagItem, card: SchoolCard) -> str:
    """What the title leaves of the flag's sentence, or what to do where it leaves nothing."""
    if flag.rule is Rule.GOAL_MISSED_NO_RESPONSE and _named(flag, card):
        return f"{flag.message.partition(_NO_ANSWER)[0]}."
    return flag.what_to_do


def _detail(task: _Task, page: SchoolPage) -> str:
    """What is known of the cell, or of several cells together; of a returned document the remark itself."""
    remark = _remark_of(task, page)
    if remark:
        return f"Замечание: «{remark}»"
    if not task.because:
        return _rest(task.flags[0], page.card)
    if len(task.because) < len(task.flags):
        return skipped_words([flag.block for flag in task.because if flag.block is not None])
    return task.telling.message if len(task.flags) == 1 else task.telling.why


def _remark_of(task: _Task, page: SchoolPage) -> str:
    flag = task.telling
    if flag.rule is not Rule.DOCUMENT_RETURNED:
        return ""
    remarks = [
        each.remark
        for each in page.documents
        if (each.block, each.stage) == _cell(flag) and each.status is DocumentStatus.RETURNED
    ]
    return next((remark for remark in remarks if remark), "")


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
