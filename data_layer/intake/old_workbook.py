"""Reads .xls, the workbook of Excel 97–2003, with xlrd: no dense grid, so one far cell costs little.

python-calamine reads it too, but lays out every cell up to the farthest one; see docs/decisions.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import xlrd

from data_layer.intake.errors import IntakeError, shown
from data_layer.intake.tables import CellValue, NumberedRow, SourceTable
from data_layer.intake.workbook import DAMAGE, plain_number, plain_text

MOST_ROWS: Final = 65_536
MOST_COLUMNS: Final = 256
_DAMAGE: Final = (*DAMAGE, xlrd.XLRDError, xlrd.compdoc.CompDocError, UnicodeError, MemoryError)


def read_old_workbook(content: bytes, *, name: str) -> list[SourceTable]:
    """Every sheet with something on it; a fault is in `problems`."""
    try:
        with xlrd.open_workbook(
            file_contents=content, logfile=_Silence(), ragged_rows=True, formatting_info=True, on_demand=True
        ) as book:
            return [table for sheet in _sheets(book) if (table := _table(book, sheet, name)).rows]
    except _DAMAGE:
        # A workbook of today that is locked with a password comes in the same wrapping.
        what = "это старая книга Excel (.xls) с повреждениями или книга с паролем"
    return [SourceTable(name, None, problems=(IntakeError(name, what, "сохраните её как .xlsx без пароля"),))]


class _Silence:
    """Where xlrd writes its warnings: nowhere."""

    def write(self, _text: str) -> int:
        return 0

    def flush(self) -> None:
        return None


def _sheets(book: Any) -> Iterator[Any]:
    for number in range(book.nsheets):
        yield book.sheet_by_index(number)
        book.unload_sheet(number)


def _table(book: Any, sheet: Any, name: str) -> SourceTable:
    rows: list[NumberedRow] = []
    for line in range(min(sheet.nrows, MOST_ROWS)):
        values = [_value(book, sheet, line, column) for column in range(min(sheet.row_len(line), MOST_COLUMNS))]
        while values and values[-1] is None:
            values.pop()
        if values:
            rows.append((line + 1, values))
    return SourceTable(name, shown(sheet.name), rows)


def _value(book: Any, sheet: Any, line: int, column: int) -> CellValue:
    kind, raw = sheet.cell_type(line, column), sheet.cell_value(line, column)
    if kind == xlrd.XL_CELL_TEXT:
        return plain_text(raw)
    if kind == xlrd.XL_CELL_NUMBER:
        return plain_number(raw, _format(book, sheet, line, column))
    if kind == xlrd.XL_CELL_DATE:
        return _date(raw, book.datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "истина" if raw else "ложь"
    return "#ОШИБКА" if kind == xlrd.XL_CELL_ERROR else None


def _format(book: Any, sheet: Any, line: int, column: int) -> str:
    style = book.xf_list[sheet.cell_xf_index(line, column)]
    found = book.format_map.get(style.format_key)
    return found.format_str if found is not None else ""


def _date(raw: float, mode: int) -> CellValue:
    try:
        parts: Sequence[int] = xlrd.xldate_as_tuple(raw, mode)[:3]
        return date(*parts)
    except (xlrd.xldate.XLDateError, ValueError):
        return plain_number(raw, "") if raw == raw else Decimal(0)  # noqa: PLR0124 -- NaN is not itself
