"""The workbook behind a chart of a presentation: what «Изменить данные» opens. Names are text in it, never formulas."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import xlsxwriter

from dashboard.exports.deck.native_values import BarChart, LineChart, NativeChart, XyChart
from dashboard.formatting import Counted
from dashboard.texts.deck import DATA_SHEET

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS: Final = ((0, 34), (1, 30), (2, 16))

Value = str | float | int | None


@dataclass(frozen=True, slots=True)
class Range:
    """Cells of one column, rows counted from 1."""

    column: str
    first: int
    last: int

    @property
    def formula(self) -> str:
        start = f"'{DATA_SHEET}'!${self.column}${self.first}"
        return start if self.first == self.last else f"{start}:${self.column}${self.last}"


@dataclass(frozen=True, slots=True)
class SeriesCells:
    """Where a series finds its name, its places or categories, and its values."""

    title: Range
    keys: Range
    values: Range


@dataclass(frozen=True, slots=True)
class ChartBook:
    rows: tuple[tuple[Value, ...], ...]
    series: tuple[SeriesCells, ...]

    def xlsx(self) -> bytes:
        stream = BytesIO()
        book = xlsxwriter.Workbook(stream, _OPTIONS)
        page = book.add_worksheet(DATA_SHEET)
        for place, width in _WIDTHS:
            page.set_column(place, place, width)
        for line, row in enumerate(self.rows):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, place, value)
                elif value is not None:
                    page.write_number(line, place, value)
        book.close()
        return stream.getvalue()


def book_of(chart: NativeChart) -> ChartBook:
    if isinstance(chart, XyChart):
        return _of_xy(chart)
    return _of_bars(chart) if isinstance(chart, BarChart) else _of_lines(chart)


def _of_xy(chart: XyChart) -> ChartBook:
    """A row per point, series below one another.

    The last series has as many rows as the longest one, if need be empty ones: it comes first in the file, and
    LibreOffice loses whatever is shorter than a series that comes after it.
    """
    most = max((len(each.spots) for each in chart.series), default=0)
    rows: list[tuple[Value, ...]] = [("Ряд", "Название", chart.x_head, chart.y_head, "Числитель", "Знаменатель")]
    series: list[SeriesCells] = []
    for place, each in enumerate(chart.series, start=1):
        first = len(rows) + 1
        rows += [(each.title, spot.name, spot.x, spot.y, *_count(spot.count)) for spot in each.spots]
        rows += [(None,) * 6] * (most - len(each.spots) if place == len(chart.series) else 0)
        last = len(rows)
        series.append(SeriesCells(Range("A", first, first), Range("C", first, last), Range("D", first, last)))
    return ChartBook(tuple(rows), tuple(series))


def _of_bars(chart: BarChart) -> ChartBook:
    heads = (chart.head, *(each.title for each in chart.series), "Числитель", "Знаменатель")
    columns = [each.values for each in chart.series]
    lines = [
        (name, *(values[place] for values in columns), *_count(chart.counts[place]))
        for place, name in enumerate(chart.categories)
    ]
    return ChartBook((heads, *lines), _columns(len(chart.series), len(lines)))


def _of_lines(chart: LineChart) -> ChartBook:
    """The counts behind the values stand to the right of all lines."""
    counted = [each for each in chart.series if any(count is not None for count in each.counts)]
    heads = [f"{each.title}: {words}" for each in counted for words in ("числитель", "знаменатель")]
    lines = [
        (
            name,
            *(each.values[place] for each in chart.series),
            *(number for each in counted for number in _count(each.counts[place])),
        )
        for place, name in enumerate(chart.categories)
    ]
    titles = (chart.head, *(each.title for each in chart.series), *heads)
    return ChartBook((titles, *lines), _columns(len(chart.series), len(lines)))


def _columns(series: int, rows: int) -> tuple[SeriesCells, ...]:
    letters = [chr(ord("B") + place) for place in range(series)]
    return tuple(SeriesCells(Range(each, 1, 1), Range("A", 2, rows + 1), Range(each, 2, rows + 1)) for each in letters)


def _count(count: Counted | None) -> Sequence[int | None]:
    return (None, None) if count is None else (count.k, count.n)
