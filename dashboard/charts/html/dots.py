"""Dots on rows: schools against one goal, and change between two years."""

from fractions import Fraction
from typing import Final

from dashboard import html
from dashboard.charts.html.track import (
    HIDDEN,
    axis,
    count_cell,
    grid_style,
    group_head,
    mark_at,
    number,
    place_on,
    row_name,
    stem,
    tick_at,
    track,
    value_cell,
    words_in_track,
)
from dashboard.charts.rows import DotGroup, DotRow, Dumbbell, DumbbellRow, GoalDotPlot
from dashboard.charts.specification import Scale, share_in
from dashboard.charts.words import change_words, count_words, gap_words, value_words
from dashboard.components.marks import unseen
from dashboard.formatting import NO_BREAK, plain, tied
from dashboard.html import Element
from dashboard.texts.words import STATUSES
from data_layer.domain.vocabulary import Status

_COLUMNS: Final = 5
# Verdicts that a mark on the scale can show.
_JUDGED: Final = frozenset({Status.MET, Status.NEAR, Status.NOT_MET})
# No more of the scale do the words «цель 100» and a mark take, on the narrowest one.
_WORDS_WIDTH: Final = Fraction(3, 10)


def goal_dot_plot(chart: GoalDotPlot) -> Element:
    has_chosen = any(row.is_chosen for row in chart.rows)
    head = [
        html.Th(unseen("Школа"), scope="col", className="row-name"),
        html.Th([unseen("На шкале"), axis(chart.scale, chart.reference)], scope="col", className="track"),
        html.Th(unseen("Значение"), scope="col"),
        html.Th(tied(chart.count_head), scope="col", className="count-of"),
        html.Th(tied(chart.gap_head), scope="col", className="gap"),
    ]
    body = [html.Tbody(_group(group, chart)) for group in chart.groups if group.rows]
    names = "row-chart dots has-chosen" if has_chosen else "row-chart dots"
    return html.Table(
        [html.Thead(html.Tr(head)), *body], className=names, style=grid_style(chart.scale, chart.reference)
    )


def _group(group: DotGroup, chart: GoalDotPlot) -> list[Element]:
    head = [group_head(group.title, columns=_COLUMNS)] if group.title else []
    return [*head, *(_dot_row(row, chart) for row in group.rows)]


def _dot_row(row: DotRow, chart: GoalDotPlot) -> Element:
    reference = chart.reference.value if chart.reference else None
    target = reference if row.target is None else row.target
    # Without a value the words stand on the scale; with one they follow the count.
    words = row.words if row.value is not None else ""
    cells = [
        row_name(row.place, STATUSES[row.status]),
        _dot_track(row, chart.scale, target)
        if row.value is not None
        else words_in_track(row.words or _unknown(row), row.why, about=row.place.name),
        value_cell(
            value_words(row.value, chart.scale.unit, target=target),
            row.why if row.value is not None else "",
            about=row.place.name,
        ),
        count_cell(row.count, words),
        html.Td(gap_words(row.gap, is_less_better=chart.scale.is_less_better), className="gap"),
    ]
    return html.Tr(cells, className="is-chosen" if row.is_chosen else None)


def _unknown(row: DotRow) -> str:
    return STATUSES[row.status]


def _dot_track(row: DotRow, scale: Scale, target: Fraction | None) -> Element:
    value = row.value if row.value is not None else scale.low
    parts = [stem(value, target, scale)] if target is not None else []
    if row.target is not None:
        parts += _own_target(row.target, value, scale)
    parts.append(_mark(row.status, value, scale))
    return track(parts)


def _mark(status: Status, value: Fraction, scale: Scale) -> Element:
    if status in _JUDGED:
        return mark_at(status, value, scale)
    # A value without a verdict: nothing is coloured.
    return tick_at(value, scale, "plain-dot")


def _own_target(target: Fraction, value: Fraction, scale: Scale) -> list[Element]:
    """A tick, and «цель 90» on the side away from the mark, or within the scale where there is no room.

    Where the mark would stand on the words they are written beyond it.
    """
    share, mark = share_in(target, scale), share_in(value, scale)
    is_left = share > Fraction(1, 6) if value >= target else share > Fraction(5, 6)
    side = " is-left" if is_left else ""
    words = html.Span(f"цель{NO_BREAK}{plain(target)}", className="target-label")
    if is_left is (value < target) and abs(share - mark) < _WORDS_WIDTH:
        tick = html.Span(className="at own-target", style={"left": place_on(target, scale)})
        return [tick, html.Span(words, className=f"at beyond-mark{side}", style={"left": place_on(value, scale)})]
    return [html.Span(words, className=f"at own-target{side}", style={"left": place_on(target, scale)})]


def dumbbell(chart: Dumbbell) -> Element:
    head = [
        html.Th(unseen("Кто"), scope="col", className="row-name"),
        html.Th(
            [unseen("На шкале"), axis(chart.scale, chart.reference)],
            scope="col",
            className="track",
        ),
        html.Th([html.Span(className="sample before-dot", **HIDDEN), chart.before], scope="col", className="reading"),
        html.Th([html.Span(className="sample now-dot", **HIDDEN), chart.now], scope="col", className="reading"),
        html.Th("изменение", scope="col", className="gap"),
    ]
    names = "row-chart dumbbell has-chosen" if any(row.is_chosen for row in chart.rows) else "row-chart dumbbell"
    body = html.Tbody([_dumbbell_row(row, chart) for row in chart.rows])
    return html.Table(
        [html.Thead(html.Tr(head)), body], className=names, style=grid_style(chart.scale, chart.reference)
    )


def _dumbbell_row(row: DumbbellRow, chart: Dumbbell) -> Element:
    unit = chart.scale.unit
    is_drawn = row.before.value is not None or row.now.value is not None
    change = tied(row.breaks) if row.breaks else change_words(row.before.value, row.now.value, unit)
    cells = [
        row_name(row.place, STATUSES[row.status]),
        _dumbbell_track(row, chart.scale)
        if is_drawn
        else words_in_track(row.words or STATUSES[row.status], row.why, about=row.place.name),
        html.Td(
            [html.Span(value_words(row.before.value, unit)), html.Small(count_words(row.before.count))],
            className="reading",
            **{"data-year": chart.before},
        ),
        html.Td(
            [
                number(value_words(row.now.value, unit), row.why if is_drawn else "", about=row.place.name),
                html.Small(count_words(row.now.count)),
            ],
            className="reading",
            **{"data-year": chart.now},
        ),
        html.Td(
            [html.Span(change), html.Small(tied(row.words)) if row.words and is_drawn else None],
            className="gap is-words" if row.breaks else "gap",
        ),
    ]
    return html.Tr(cells, className="is-chosen" if row.is_chosen else None)


def _dumbbell_track(row: DumbbellRow, scale: Scale) -> Element:
    parts: list[Element] = []
    before, now = row.before.value, row.now.value
    # Two years that are no series stand apart: any line between them would read as one.
    if before is not None and now is not None and not row.breaks:
        parts.append(stem(before, now, scale))
    if before is not None:
        parts.append(tick_at(before, scale, "before-dot"))
    if now is not None:
        parts.append(_mark(row.status, now, scale))
    return track(parts)
