"""Reads .xls, the workbook of Excel 97–2003, with xlrd: no dense grid, so one far cell costs little.

python-calamine reads it too, but lays out every cell up to the farthest one; see docs/decisions.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from data_layer.intake.errors import IntakeError, shown
from data_layer.intake.tables import CellValue, NumberedRow, SourceTable
from data_layer.intake.values import plain_number, plain_text
from data_layer.intake.workbook import DAMAGE

MOST_ROWS: Final = 65_536
MOST_COLUMNS: Final = 256


def read_old_workbook(content: bytes, *, name: str) -> list[SourceTable]:
    """Every sheet with something on it; a fault is in `problems`."""
    import xlrd  # noqa: PLC0415 - seldom needed, and slow to load

    try:
        with xlrd.open_workbook(
            file_contents=content, logfile=_Silence(), ragged_rows=True, formatting_info=True, on_demand=True
        ) as book:
            return [table for sheet in _sheets(book) if (table := _table(book, sheet, name)).rows]
    except (*DAMAGE, xlrd.XLRDError, xlrd.compdoc.CompDocError, MemoryError):
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


# Types of cells as xlrd numbers them.
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def _value(book: Any, sheet: Any, line: int, column: int) -> CellValue:
    kind, raw = sheet.cell_type(line, column), sheet.cell_value(line, column)
    if kind == _TEXT:
        return plain_text(raw)
    if kind == _NUMBER:
        return plain_number(raw, _format(book, sheet, line, column))
    if kind == _DATE:
        return _date(raw, book.datemode)
    if kind == _BOOLEAN:
        return "истина" if raw else "ложь"
    return "#ОШИБКА" if kind == _ERROR else None


def _format(book: Any, sheet: Any, line: int, column: int) -> str:
    style = book.xf_list[sheet.cell_xf_index(line, column)]
    found = book.format_map.get(style.format_key)
    return found.format_str if found is not None else ""


def _date(raw: float, mode: int) -> CellValue:
    """The day of a serial number: days since 1900 (with its false 29 February) or since 1904."""
    first = date(1904, 1, 1) if mode else date(1899, 12, 30)
    try:
        return first + timedelta(days=int(raw))
    except (OverflowError, ValueError):
        return plain_number(raw, "")
