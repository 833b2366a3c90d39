"""Every chart as a table: the rows of «Показать таблицу» and of the file are the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeAlias

from dashboard.charts.figures import Chart, RowChart
from dashboard.charts.plots import Ambition, Chance, Funnel, Trend, TrendPoint
from dashboard.charts.rows import CategoryBars, DistributionStrips, Dumbbell, DumbbellRow, GoalDotPlot, HeatMap, Reading
from dashboard.charts.specification import Place, Unit
from dashboard.charts.summaries import CountBars, KeyFigures, Summary, WordTable
from dashboard.charts.words import BREAK, LESS_IS_BETTER, change_words, value_words
from dashboard.formatting import MINUS, NARROW, Counted, whole
from dashboard.texts.words import STATUSES
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Status

Value: TypeAlias = str | int | Fraction | None


class Kind(StrEnum):
    """Of a column: how a file writes its numbers, and on which side they stand. PERCENT: 0..100."""

    TEXT = "text"
    WHOLE = "whole"
    PERCENT = "percent"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class TableColumn:
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class TableCell:
    """value: for the file, unrounded; words: for the screen. Both are empty where there is nothing. why: as in the chart."""

    value: Value
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """place: the head of the row. cells: one per column after the first."""

    place: Place
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class ChartTable:
    """columns: the first names the heads of the rows."""

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]


CHANCE_WORDS: Final = {
    Chance.INSIDE: "внутри границ: отличие от ориентира может быть случайным",
    Chance.WORSE_95: "хуже границы 95 %",
    Chance.WORSE_998: "хуже границы 99,8 %: случай почти исключён",
    Chance.BETTER_95: "лучше границы 95 %",
    Chance.BETTER_998: "лучше границы 99,8 %: случай почти исключён",
}
_NUMERATOR: Final = TableColumn("Числитель", Kind.WHOLE)
_DENOMINATOR: Final = TableColumn("Знаменатель", Kind.WHOLE)
_VERDICT: Final = TableColumn("Итог")
_NOTE: Final = TableColumn("Примечание")


def chart_table(chart: Chart | Summary) -> ChartTable:
    if isinstance(chart, CountBars | KeyFigures | WordTable):
        return _of_summary(chart)
    return _of_plot(chart) if isinstance(chart, Funnel | Ambition | Trend) else _of_rows(chart)


def _of_rows(chart: RowChart) -> ChartTable:
    if isinstance(chart, GoalDotPlot):
        return _of_dots(chart)
    if isinstance(chart, Dumbbell):
        return _of_dumbbell(chart)
    if isinstance(chart, CategoryBars):
        return _of_bars(chart)
    if isinstance(chart, DistributionStrips):
        return _of_strips(chart)
    return _of_heat(chart)


def _of_plot(chart: Funnel | Ambition | Trend) -> ChartTable:
    if isinstance(chart, Funnel):
        return _of_funnel(chart)
    return _of_ambition(chart) if isinstance(chart, Ambition) else _of_trend(chart)


def _number_kind(unit: Unit) -> Kind:
    return Kind.PERCENT if unit is Unit.PERCENT else Kind.WHOLE


def _text(words: str) -> TableCell:
    return TableCell(words or None, words)


def _value(value: Fraction | None, unit: Unit, *, target: Fraction | None = None, why: str = "") -> TableCell:
    return TableCell(value, "" if value is None else value_words(value, unit, target=target), why)


def _whole(number: int | None) -> TableCell:
    return TableCell(number, "" if number is None else whole(number))


def _count(count: Counted | None) -> tuple[TableCell, TableCell]:
    return (_whole(count.k), _whole(count.n)) if count is not None else (_whole(None), _whole(None))


def _reading(reading: Reading, unit: Unit, *, target: Fraction | None = None, why: str = "") -> tuple[TableCell, ...]:
    return (_value(reading.value, unit, target=target, why=why), *_count(reading.count))


def _joined(parts: Iterable[str]) -> TableCell:
    return _text(", ".join(part for part in parts if part))


def _table(chart: Chart | Summary, columns: Sequence[TableColumn], rows: Iterable[TableRow]) -> ChartTable:
    return ChartTable(chart.text.headline, tuple(columns), tuple(rows))


def _of_dots(chart: GoalDotPlot) -> ChartTable:
    unit = chart.scale.unit
    kind = _number_kind(unit)
    reference = chart.reference.value if chart.reference else None
    # Where nothing is to be reached there is neither a goal nor a distance to it.
    distance = [TableColumn("Цель", kind), TableColumn("До цели", Kind.WHOLE)] if chart.gap_head else []
    columns = [
        TableColumn("Школа"),
        TableColumn("Значение", kind),
        _NUMERATOR,
        _DENOMINATOR,
        *distance,
        _VERDICT,
        _NOTE,
    ]
    rows = []
    for row in chart.rows:
        target = reference if row.target is None else row.target
        cells = (
            *_reading(Reading(row.value, row.count), unit, target=target, why=row.why),
            *([_value(target, unit), _whole(row.gap)] if distance else []),
            _text(STATUSES[row.status]),
            _text(row.words),
        )
        rows.append(TableRow(row.place, cells))
    return _table(chart, columns, rows)


def _of_dumbbell(chart: Dumbbell) -> ChartTable:
    unit = chart.scale.unit
    kind = _number_kind(unit)
    columns = [
        TableColumn("Кто"),
        TableColumn(chart.before, kind),
        TableColumn(f"Числитель {chart.before}", Kind.WHOLE),
        TableColumn(f"Знаменатель {chart.before}", Kind.WHOLE),
        TableColumn(chart.now, kind),
        TableColumn(f"Числитель {chart.now}", Kind.WHOLE),
        TableColumn(f"Знаменатель {chart.now}", Kind.WHOLE),
        TableColumn("Изменение", Kind.POINTS if unit is Unit.PERCENT else Kind.WHOLE),
        _VERDICT,
        _NOTE,
    ]
    rows = []
    for row in chart.rows:
        cells = (
            *_reading(row.before, unit),
            *_reading(row.now, unit, why=row.why),
            _change(row, unit),
            _text(STATUSES[row.status]),
            _joined((f"{BREAK}: {row.breaks}" if row.breaks else "", row.words)),
        )
        rows.append(TableRow(row.place, cells))
    return _table(chart, columns, rows)


def _change(row: DumbbellRow, unit: Unit) -> TableCell:
    """Values on two sides of a break are not comparable."""
    before, now = row.before.value, row.now.value
    if row.breaks or before is None or now is None:
        return _text("")
    return TableCell(now - before, change_words(before, now, unit))


def _of_bars(chart: CategoryBars) -> ChartTable:
    unit = chart.scale.unit
    beside = [TableColumn(chart.beside_label.capitalize(), _number_kind(unit))] if chart.beside_label else []
    columns = [TableColumn("Вид"), TableColumn("Доля", _number_kind(unit)), _NUMERATOR, _DENOMINATOR, *beside, _NOTE]
    rows = [
        TableRow(
            row.place,
            (
                *_reading(Reading(row.value, row.count), unit, why=row.why),
                *([_value(row.beside, unit)] if beside else []),
                _text(row.words),
            ),
        )
        for row in chart.rows
    ]
    return _table(chart, columns, rows)


def _of_strips(chart: DistributionStrips) -> ChartTable:
    unit = chart.scale.unit
    kind = _number_kind(unit)
    cluster = [TableColumn(chart.cluster.capitalize(), kind)] if chart.cluster else []
    columns = [
        TableColumn("Цель"),
        TableColumn(chart.school, kind),
        _NUMERATOR,
        _DENOMINATOR,
        TableColumn("Целевое значение", kind),
        TableColumn("Район", kind),
        *cluster,
        TableColumn("Нижняя четверть школ", kind),
        TableColumn("Медиана школ", kind),
        TableColumn("Верхняя четверть школ", kind),
        _VERDICT,
        _NOTE,
    ]
    rows = []
    for row in chart.rows:
        quartiles = row.quartiles
        spread = (quartiles.lower, quartiles.median, quartiles.upper) if quartiles else (None, None, None)
        cells = (
            *_reading(row.school, unit, target=row.target, why=row.why),
            _value(row.target, unit),
            _value(row.district, unit),
            *([_value(row.cluster, unit)] if cluster else []),
            *(_value(value, unit) for value in spread),
            _text(STATUSES[row.status]),
            _joined((LESS_IS_BETTER if row.is_less_better else "", row.words)),
        )
        rows.append(TableRow(row.place, cells))
    return _table(chart, columns, rows)


def _of_heat(chart: HeatMap) -> ChartTable:
    total = [TableColumn(chart.total_head)] if chart.total_head else []
    columns = [
        TableColumn(chart.row_head),
        *(TableColumn(f"{column.head} {column.title}".strip()) for column in chart.columns),
        *total,
    ]
    rows = [
        TableRow(
            row.place,
            (
                *(replace(_text(_heat_words(cell.figure, cell.status)), why=cell.why) for cell in row.cells),
                *([replace(_text(row.total), why=row.why)] if total else []),
            ),
        )
        for row in chart.rows
    ]
    return _table(chart, columns, rows)


def _heat_words(figure: str, status: Status | None) -> str:
    verdict = STATUSES[status] if status is not None else ""
    return figure if verdict in {"", figure} else ", ".join(part for part in (figure, verdict) if part)


def _of_funnel(chart: Funnel) -> ChartTable:
    columns = [
        TableColumn("Школа"),
        TableColumn("Значение", Kind.PERCENT),
        _NUMERATOR,
        _DENOMINATOR,
        TableColumn("Мог ли это быть случай"),
    ]
    rows = [
        TableRow(
            point.place,
            (
                *_reading(Reading(point.value, point.count), Unit.PERCENT, target=chart.reference.value, why=point.why),
                _text(CHANCE_WORDS[point.chance]),
            ),
        )
        for point in chart.points
    ]
    return _table(chart, columns, rows)


def _of_ambition(chart: Ambition) -> ChartTable:
    unit = chart.scale.unit
    kind = _number_kind(unit)
    columns = [
        TableColumn("Школа"),
        TableColumn("Своя цель", kind),
        TableColumn("Результат", kind),
        _NUMERATOR,
        _DENOMINATOR,
        _VERDICT,
    ]
    rows = [
        TableRow(
            point.place,
            (
                _value(point.target, unit),
                *_reading(Reading(point.value, point.count), unit, target=point.target, why=point.why),
                _text(STATUSES[point.status]),
            ),
        )
        for point in chart.points
    ]
    return _table(chart, columns, rows)


def _of_trend(chart: Trend) -> ChartTable:
    unit = chart.scale.unit
    columns = [TableColumn("Учебный год")]
    for series in chart.series:
        columns.append(TableColumn(series.name, _number_kind(unit)))
        if any(point.count is not None for point in series.points):
            columns += [TableColumn(f"{series.name}: {each}", Kind.WHOLE) for each in ("числитель", "знаменатель")]
    rows = [TableRow(Place(format_year(year)), _trend_cells(chart, year)) for year in chart.years]
    return _table(chart, [*columns, _NOTE], rows)


def _trend_cells(chart: Trend, year: int) -> tuple[TableCell, ...]:
    cells: list[TableCell] = []
    notes: list[str] = []
    for series in chart.series:
        point = next((each for each in series.points if each.year == year), TrendPoint(year, None))
        cells.append(_value(point.value, chart.scale.unit))
        if any(each.count is not None for each in series.points):
            cells += _count(point.count)
        told = [f"{BREAK}: {point.breaks}" if point.breaks else "", point.words]
        notes += [f"{series.name}: {words}" for words in told if words]
    return (*cells, _joined(notes))


def _of_summary(chart: Summary) -> ChartTable:
    if isinstance(chart, CountBars):
        return _of_counts(chart)
    return _of_key_figures(chart) if isinstance(chart, KeyFigures) else _of_words(chart)


def _of_counts(chart: CountBars) -> ChartTable:
    has_before = any(row.before is not None for row in chart.rows)
    before = [TableColumn("Доля год назад", Kind.PERCENT)] if has_before else []
    columns = [
        TableColumn(chart.row_head),
        TableColumn(f"{chart.count_head[:1].upper()}{chart.count_head[1:]}", Kind.WHOLE),
        TableColumn("Всего", Kind.WHOLE),
        TableColumn("Доля", Kind.PERCENT),
        *before,
        _NOTE,
    ]
    rows = []
    for row in chart.rows:
        share, past = _share(row.count), _share(row.before)
        cells = (
            *_count(row.count if row.count.n else None),
            _value(share, Unit.PERCENT, why=row.why),
            *([_value(past, Unit.PERCENT)] if has_before else []),
            _text(row.words),
        )
        rows.append(TableRow(row.place, cells))
    return _table(chart, columns, rows)


def _share(count: Counted | None) -> Fraction | None:
    return Fraction(100 * count.k, count.n) if count is not None and count.n else None


def _of_key_figures(chart: KeyFigures) -> ChartTable:
    columns = [TableColumn("Показатель"), TableColumn("Значение", Kind.WHOLE), TableColumn("Из"), _NOTE]
    rows = [
        TableRow(Place(each.label), (_number_or_text(each.value), _text(each.of), _text(each.words)))
        for each in chart.figures
    ]
    return _table(chart, columns, rows)


def _of_words(chart: WordTable) -> ChartTable:
    columns = [
        TableColumn(chart.row_head),
        *(TableColumn(each.title, Kind.WHOLE if each.is_number else Kind.TEXT) for each in chart.columns),
    ]
    rows = [
        TableRow(
            row.place,
            tuple(
                _number_or_text(words) if column.is_number else _text(words)
                for words, column in zip(row.cells, chart.columns, strict=True)
            ),
        )
        for row in chart.rows
    ]
    return _table(chart, columns, rows)


def _number_or_text(words: str) -> TableCell:
    """A whole number as a number, anything else as it is written."""
    digits = words.replace(NARROW, "").replace(MINUS, "-")
    is_whole = digits.removeprefix("-").isdecimal() and digits.isascii()
    return TableCell(int(digits), words) if is_whole else _text(words)
