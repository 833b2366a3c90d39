"""The way of a figure, step by step: file, batch, cell, the rows kept of it, the result and its rule."""

from collections.abc import Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.data import DataAddress, DataView, figures_href
from dashboard.components.explanation.frame import entry_words
from dashboard.formatting import counted, moment, tied
from dashboard.html import Element
from dashboard.texts import why as texts
from dashboard.texts.words import STATUSES, author_words
from data_layer.commands.editing.forms import BY_HAND
from data_layer.queries.explanation.views import Batch, Entry, ResultExplanation, Slice

# Rows and files named one by one; the rest is counted.
_NAMED: Final = 3
_DIGITS: Final = 12
_FILES: Final = ("файл", "файла", "файлов")
_CELLS: Final = ("ячейка", "ячейки", "ячеек")


def chain(told: ResultExplanation, *, time_zone: str) -> Element:
    """For whoever sees all of the school: there are rows behind the total."""
    used = _newest_first([each for each in told.slices if each.is_used])
    batches = list({each.entry.batch.id: each.entry.batch for each in used if each.entry.batch is not None}.values())
    steps = [
        *_brought(used, batches, told, time_zone=time_zone),
        _rows(used, told, time_zone=time_zone),
        _step(
            "Результат",
            [texts.shown_value(told.indicator, told.fact, is_small=told.is_small_cohort), STATUSES[told.fact.status]],
            [texts.verdict_rule(told)],
        ),
    ]
    return html.Ol(steps, className="why-chain")


def _newest_first(rows: Sequence[Slice]) -> list[Slice]:
    return sorted(rows, key=lambda each: (each.entry.at is not None, each.entry.at), reverse=True)


def _brought(
    used: Sequence[Slice], batches: Sequence[Batch], told: ResultExplanation, *, time_zone: str
) -> list[Element]:
    """File, batch and cell; for what was typed in there is one step that says so, be it beside a file."""
    files = [each for each in batches if each.file != BY_HAND]
    without = [each.entry for each in used if each.entry.batch is None or each.entry.batch.file == BY_HAND]
    typed = [_without_file(without[0], time_zone=time_zone)] if without else []
    if not files:
        return typed
    named = files[:_NAMED]
    rest = [f"и ещё {counted(len(files) - _NAMED, *_FILES)}"] if len(files) > _NAMED else []
    return [
        *typed,
        _step("Файл", [html.B(each.file) for each in named], [*(_digest(each) for each in named), *rest]),
        _step("Загрузка", [_batch_link(each, told) for each in named], [_who(each, time_zone) for each in named]),
        _step("Лист и ячейка", _cells(used), []),
    ]


def _without_file(entry: Entry, *, time_zone: str) -> Element:
    """Typed into the form; or of a file that the school may not see, because the department brought it in."""
    who = entry_words(entry, time_zone=time_zone)
    if BY_HAND in {entry.address, entry.file}:
        return _step("Вручную", [html.B("внесено без файла")], [who])
    return _step("Файл", [html.B("загружен не школой")], [who, entry.address])


def _digest(batch: Batch) -> str:
    return f"SHA-256 {batch.sha256[:_DIGITS]}…" if batch.sha256 else ""


def _batch_link(batch: Batch, told: ResultExplanation) -> Element:
    """Where the batch is looked at, and taken back by whoever may."""
    address = DataAddress(year=told.year, view=DataView.LOAD, school=batch.school, batch=batch.id)
    return html.Link("открыть загрузку", href=address.href())


def _who(batch: Batch, time_zone: str) -> str:
    return f"{author_words(batch.author)}, {moment(batch.at, time_zone=time_zone)}"


def _cells(used: Sequence[Slice]) -> list[object]:
    places = [each.entry.address for each in used if each.entry.address not in {"", BY_HAND}]
    rest = [f"и ещё {counted(len(places) - _NAMED, *_CELLS)}"] if len(places) > _NAMED else []
    return [*places[:_NAMED], *rest]


def _rows(used: Sequence[Slice], told: ResultExplanation, *, time_zone: str) -> Element:
    """What was kept: one row, or several; and what stood in the place of the newest before."""
    link = html.Link(
        "строка в данных",
        href=figures_href(school=told.school.code, year=told.year, indicator=told.indicator.id, level=told.level),
    )
    kept = texts.slice_value(used[0]) if len(used) == 1 else texts.lines_behind(told.origin, len(used))
    before = next((each for each in told.history if _is_same_place(each, used[0])), None)
    was = [] if before is None else [_was(before, time_zone)]
    return _step("Строка" if len(used) == 1 else "Строки", [html.B(kept), link], was)


def _is_same_place(one: Slice, other: Slice) -> bool:
    return (one.subject, one.class_group, one.category) == (other.subject, other.class_group, other.category)


def _was(before: Slice, time_zone: str) -> str:
    entry = before.entry
    place = (
        ""
        if BY_HAND in {entry.file, entry.address}
        else ", ".join(each for each in (entry.file, entry.address) if each)
    )
    told = [f"раньше {texts.slice_value(before)}", entry_words(entry, time_zone=time_zone), place]
    return "; ".join(each for each in told if each)


def _step(title: str, shown: Sequence[object], beside: Sequence[str]) -> Element:
    parts: list[object] = []
    for each in shown:
        parts += [*([" · "] if parts else []), tied(each) if isinstance(each, str) else each]
    notes = [html.Span(tied(words), className="note-line") for words in beside if words]
    return html.Li([html.Span(title, className="why-step"), html.Div([*parts, *notes])])
