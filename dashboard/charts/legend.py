"""What the marks of a chart mean, where they cannot be labelled on the chart itself; only marks that occur."""

from collections.abc import Iterable, Sequence
from typing import Final

from dashboard.charts.figures import Chart
from dashboard.charts.plots import Ambition, Chance, Funnel, SeriesRole, Trend
from dashboard.charts.rows import (
    BarRow,
    CategoryBars,
    DistributionStrips,
    DotRow,
    Dumbbell,
    DumbbellRow,
    GoalDotPlot,
    HeatMap,
    shared_beside,
)
from dashboard.charts.specification import Tint
from dashboard.charts.words import value_words
from data_layer.domain.vocabulary import Status

# Name of the mark in the style sheet, and its meaning.
Entry = tuple[str, str]

_NEAR: Final = "mark-near"
_STATUSES: Final[tuple[tuple[Status, Entry], ...]] = (
    (Status.MET, ("mark-met", "достигнута")),
    (Status.NEAR, (_NEAR, "близко")),
    (Status.NOT_MET, ("mark-not-met", "не достигнута")),
)
_OF_CELLS: Final[tuple[tuple[Status, Entry], ...]] = (
    *_STATUSES,
    (Status.NO_DATA, ("mark-no-data", "нет данных")),
    (Status.NOT_DUE, ("mark-not-due", "ещё не срок")),
    (Status.NOT_APPLICABLE, ("mark-not-applicable", "не применимо")),
    (Status.SUPPRESSED, ("mark-suppressed", "скрыто")),
)
_CHANCES: Final[tuple[tuple[Chance, Entry], ...]] = (
    (Chance.INSIDE, ("mark-too-few", "отличие может быть случайным")),
    (Chance.WORSE_95, ("mark-near", "хуже границы 95 %")),
    (Chance.WORSE_998, ("mark-not-met", "хуже границы 99,8 %")),
    (Chance.BETTER_95, ("mark-ring-dot", "лучше границы 95 %")),
    (Chance.BETTER_998, ("mark-met", "лучше границы 99,8 %")),
)
OWN_TARGET: Final = "sample sample-target"
BEFORE: Final = "sample before-dot"
DISTRICT: Final = "sample sample-district"
CLUSTER: Final = "sample sample-cluster"
QUARTILES: Final = "sample sample-quartiles"
OTHERS: Final = "sample sample-others"
# The ground of a cell, by how many of its goals are met.
GROUNDS: Final[tuple[tuple[Tint, Entry], ...]] = (
    (Tint.ALL, ("sample sample-ground tint-all", "все цели")),
    (Tint.HALF, ("sample sample-ground tint-half", "половина и больше")),
    (Tint.SOME, ("sample sample-ground tint-some", "меньше половины")),
    (Tint.NONE, ("sample sample-ground tint-none", "ни одной")),
)


def legend_entries(chart: Chart) -> Sequence[Entry]:
    if isinstance(chart, Funnel):
        return [*_present(_CHANCES, (point.chance for point in chart.points)), *_others(chart)]
    if isinstance(chart, HeatMap):
        cells = [cell for row in chart.rows for cell in row.cells]
        marks = _near_told(_present(_OF_CELLS, (status for cell in cells for status in cell.marks)), chart.text.near)
        grounds = _present(GROUNDS, (cell.shade for cell in cells))
        return [*marks, *((name, words if place else f"фон: {words}") for place, (name, words) in enumerate(grounds))]
    marks = _near_told(_present(_STATUSES, _statuses(chart)), chart.text.near)
    return [*_before(chart), *marks, *_beside(chart), *_others(chart)]


def _near_told(entries: Sequence[Entry], near: str) -> list[Entry]:
    return [(name, f"{words}, {near}" if near and name == _NEAR else words) for name, words in entries]


def _others(chart: Chart) -> list[Entry]:
    """One row is chosen: the marks of all others keep their form and lose their colour."""
    words = "серые — остальные, форма та же"
    if isinstance(chart, Funnel | Ambition):
        marks = [(point.is_chosen, True) for point in chart.points]
    elif isinstance(chart, GoalDotPlot | Dumbbell):
        marks = [(row.is_chosen, _is_drawn(row)) for row in chart.rows]
    elif isinstance(chart, CategoryBars):
        marks, words = [(row.is_chosen, _is_drawn(row)) for row in chart.rows], "серые — остальные"
    else:
        return []
    # The others are grey even where the chosen row has nothing to draw.
    has_chosen = any(is_chosen for is_chosen, _ in marks)
    has_others = any(is_drawn and not is_chosen for is_chosen, is_drawn in marks)
    return [(OTHERS, words)] if has_chosen and has_others else []


def _is_drawn(row: DotRow | DumbbellRow | BarRow) -> bool:
    return (row.now.value if isinstance(row, DumbbellRow) else row.value) is not None


def _before(chart: Chart) -> list[Entry]:
    return [(BEFORE, chart.before)] if isinstance(chart, Dumbbell) else []


def _beside(chart: Chart) -> list[Entry]:
    """What is drawn beside the verdicts."""
    if isinstance(chart, GoalDotPlot):
        has_own = any(row.target is not None and row.value is not None for row in chart.rows)
        return [(OWN_TARGET, "своя цель школы, если она другая")] if has_own else []
    if isinstance(chart, CategoryBars):
        has_others = chart.beside_label and any(row.beside is not None for row in chart.rows)
        shared = shared_beside(chart)
        value = "" if shared is None else f" {value_words(shared, chart.scale.unit)}"
        return [(DISTRICT, f"{chart.beside_label}{value}")] if has_others else []
    return _of_strips(chart) if isinstance(chart, DistributionStrips) else []


def _of_strips(chart: DistributionStrips) -> list[Entry]:
    """Six kinds of marks cannot all be labelled on the rows."""
    rows = chart.rows
    others = [
        (OWN_TARGET, "цель", any(row.target is not None for row in rows)),
        (DISTRICT, "район", any(row.district is not None for row in rows)),
        (CLUSTER, chart.cluster, any(row.cluster is not None for row in rows)),
        (QUARTILES, "половина других школ, черта — медиана", any(row.quartiles is not None for row in rows)),
    ]
    return [(name, words) for name, words, is_there in others if is_there]


def _statuses(chart: Chart) -> Iterable[Status | None]:
    if isinstance(chart, GoalDotPlot | Dumbbell):
        return [row.status for row in chart.rows if _is_drawn(row)]
    if isinstance(chart, DistributionStrips):
        return [row.status for row in chart.rows if row.school.value is not None]
    if isinstance(chart, Ambition):
        return [point.status for point in chart.points]
    if isinstance(chart, Trend):
        focus = (series for series in chart.series if series.role is SeriesRole.FOCUS)
        return [point.status for series in focus for point in series.points]
    return []


def _present(entries: Sequence[tuple[object, Entry]], found: Iterable[object]) -> list[Entry]:
    there = set(found)
    return [entry for key, entry in entries if key in there]
