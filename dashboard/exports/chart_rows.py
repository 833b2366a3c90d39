"""The rows of a chart as a sheet of a workbook: the same as «Показать таблицу», with unrounded numbers."""

from collections.abc import Mapping
from typing import Final

from dashboard.charts.figures import Chart
from dashboard.charts.table import Kind, chart_table
from dashboard.charts.words import foot_words
from dashboard.exports.workbook import About, Column, ColumnKind, Sheet, workbook

_KINDS: Final[Mapping[Kind, ColumnKind]] = {
    Kind.TEXT: ColumnKind.TEXT,
    Kind.WHOLE: ColumnKind.WHOLE,
    Kind.PERCENT: ColumnKind.PERCENT,
    Kind.POINTS: ColumnKind.POINTS,
}
_HEAD_WIDTH: Final = 30


def chart_sheet(chart: Chart, *, title: str) -> Sheet:
    """title: of the sheet, «Цель 3.3»."""
    table = chart_table(chart)
    first, *others = table.columns
    columns = (
        Column(first.title, width=_HEAD_WIDTH),
        *(Column(column.title, _KINDS[column.kind]) for column in others),
    )
    rows = [(row.place.name, *(cell.value for cell in row.cells)) for row in table.rows]
    return Sheet(title, columns, rows)


def chart_workbook(chart: Chart, *, title: str, shows: str) -> bytes:
    """One chart as a file. shows: what it was narrowed to, «2025/26 · сёла»."""
    text = chart.text
    lines = [("Вывод", text.headline), ("Показатель", text.subtitle), ("Отбор", shows), ("Сведения", foot_words(text))]
    return workbook([chart_sheet(chart, title=title)], about=About(text.headline, [line for line in lines if line[1]]))
