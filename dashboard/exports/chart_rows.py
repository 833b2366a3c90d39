"""The rows of a chart as a sheet of a workbook: the same as «Показать таблицу», with unrounded numbers."""

from collections.abc import Mapping
from typing import Final

from dashboard.charts.figures import Chart
from dashboard.charts.summaries import Summary
from dashboard.charts.table import Kind, chart_table
from dashboard.exports.workbook import Column, ColumnKind, Sheet

_KINDS: Final[Mapping[Kind, ColumnKind]] = {
    Kind.TEXT: ColumnKind.TEXT,
    Kind.WHOLE: ColumnKind.WHOLE,
    Kind.PERCENT: ColumnKind.PERCENT,
    Kind.POINTS: ColumnKind.POINTS,
}
_HEAD_WIDTH: Final = 30


def chart_sheet(chart: Chart | Summary, *, title: str) -> Sheet:
    """title: of the sheet, «Цель 3.3»."""
    table = chart_table(chart)
    first, *others = table.columns
    columns = (
        Column(first.title, width=_HEAD_WIDTH),
        *(Column(column.title, _KINDS[column.kind]) for column in others),
    )
    rows = [(row.place.name, *(cell.value for cell in row.cells)) for row in table.rows]
    return Sheet(title, columns, rows)
