"""A chart in one or two sentences for those who hear it: kind, how many, verdicts, range. No school is singled out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from dashboard.charts.figures import Chart, PlotChart, RowChart
from dashboard.charts.plots import Ambition, Chance, Funnel, SeriesRole, Trend
from dashboard.charts.rows import CategoryBars, DistributionStrips, Dumbbell, GoalDotPlot
from dashboard.charts.specification import Unit
from dashboard.charts.summaries import CountBars, CountRow, KeyFigures, Summary, WordTable
from dashboard.charts.words import BREAK, count_words, value_words
from dashboard.formatting import counted, listed
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Status

_SCHOOLS: Final = ("школа", "школы", "школ")
_ROWS: Final = ("строка", "строки", "строк")
_GOALS: Final = ("цель", "цели", "целей")
_VERDICTS: Final = (
    (Status.MET, "достигли цели"),
    (Status.NEAR, "близко к цели"),
    (Status.NOT_MET, "не достигли цели"),
)


def chart_sentence(chart: Chart | Summary) -> str:
    """The given alternative text, else one made from the figures."""
    if chart.text.alt:
        return chart.text.alt
    if isinstance(chart, CountBars | KeyFigures | WordTable):
        return _of_summary(chart)
    if isinstance(chart, Funnel | Ambition | Trend):
        return _of_plot(chart)
    return _of_rows(chart)


def _of_rows(chart: RowChart) -> str:
    if isinstance(chart, GoalDotPlot):
        return _of_dots(chart)
    if isinstance(chart, Dumbbell):
        return _of_dumbbell(chart)
    if isinstance(chart, CategoryBars):
        return _of_bars(chart)
    if isinstance(chart, DistributionStrips):
        return f"По каждой цели показаны школа, район и разброс других школ: {counted(len(chart.rows), *_GOALS)}."
    return f"Матрица: {counted(len(chart.rows), *_SCHOOLS)}, в строке {counted(len(chart.columns), 'ячейка', 'ячейки', 'ячеек')}."


def _of_plot(chart: PlotChart) -> str:
    if isinstance(chart, Funnel):
        return _of_funnel(chart)
    return _of_ambition(chart) if isinstance(chart, Ambition) else _of_trend(chart)


def _of_summary(chart: Summary) -> str:
    if isinstance(chart, CountBars):
        told = [f"{row.place.name} {_count_of(row)}" for row in chart.rows]
        return f"Столбцы, {chart.count_head}: {'; '.join(told)}."
    if isinstance(chart, KeyFigures):
        figures = [" ".join(part for part in (f"{each.label}:", each.value, each.of) if part) for each in chart.figures]
        return f"{'; '.join(figures)}."
    return f"Таблица: {counted(len(chart.rows), *_ROWS)}."


def _count_of(row: CountRow) -> str:
    return count_words(row.count) if row.count.n else row.words or "нет данных"


def _verdicts(statuses: Iterable[Status]) -> str:
    """«достигли цели 15, близко к цели 9, не достигли цели 2, без вывода 1»."""
    count = Counter(statuses)
    parts = [f"{words} {count[status]}" for status, words in _VERDICTS if count[status]]
    rest = sum(count.values()) - sum(count[status] for status, _ in _VERDICTS)
    return ", ".join([*parts, *([f"без вывода {rest}"] if rest else [])])


def _range(values: Sequence[Fraction | None], unit: Unit) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "Значений нет."
    low, high = value_words(min(known), unit), value_words(max(known), unit)
    return f"Все значения {low}." if low == high else f"Значения от {low} до {high}."


def _of_dots(chart: GoalDotPlot) -> str:
    rows = chart.rows
    who = f"{counted(len(rows), *_SCHOOLS)} на одной шкале: {_verdicts(row.status for row in rows)}."
    against = f" Линия: {chart.reference.label}." if chart.reference else ""
    return f"{who}{against} {_range([row.value for row in rows], chart.scale.unit)}"


def _of_dumbbell(chart: Dumbbell) -> str:
    pairs = [
        (row.before.value, row.now.value)
        for row in chart.rows
        if not row.breaks and row.before.value is not None and row.now.value is not None
    ]
    higher = sum(1 for before, now in pairs if now > before)
    lower = sum(1 for before, now in pairs if now < before)
    rest = len(chart.rows) - len(pairs)
    parts = [f"выросло {higher}", f"снизилось {lower}", f"без изменений {len(pairs) - higher - lower}"]
    if rest:
        parts.append(f"сравнить нельзя {rest}")
    return f"{chart.before} и {chart.now}, {counted(len(chart.rows), *_ROWS)}: {', '.join(parts)}."


def _of_bars(chart: CategoryBars) -> str:
    unit = chart.scale.unit
    return f"Столбцы: {listed([f'{row.place.name} {value_words(row.value, unit)}' for row in chart.rows])}."


def _of_funnel(chart: Funnel) -> str:
    count = Counter(point.chance for point in chart.points)
    worse, better = count[Chance.WORSE_998], count[Chance.BETTER_998]
    edge = count[Chance.WORSE_95] + count[Chance.BETTER_95]
    return (
        f"{counted(len(chart.points), *_SCHOOLS)} по числу участников и значению. Линия: {chart.reference.label}."
        f" Внутри границ случая {count[Chance.INSIDE]}, между границами 95 и 99,8 % {edge},"
        f" за границей 99,8 %: хуже {worse}, лучше {better}."
    )


def _of_ambition(chart: Ambition) -> str:
    return (
        f"{counted(len(chart.points), *_SCHOOLS)}: по горизонтали своя цель, по вертикали результат."
        f" {_verdicts(point.status for point in chart.points).capitalize()}."
    )


def _of_trend(chart: Trend) -> str:
    told = []
    for series in chart.series:
        if series.role is SeriesRole.TARGET:
            continue
        known = [point for point in series.points if point.value is not None]
        values = [f"{format_year(point.year)} {value_words(point.value, chart.scale.unit)}" for point in known]
        told.append(f"{series.name}: {', '.join(values) if values else 'значений нет'}")
    broken = {point.year: point.breaks for series in chart.series for point in series.points if point.breaks}
    interrupted = "".join(f" Перед {format_year(year)} {BREAK}: {broken[year]}." for year in sorted(broken))
    return f"По учебным годам. {'; '.join(told)}.{interrupted}"
