"""Tables as an XLSX file. Whatever people wrote stays text; numbers stay numbers; the file says what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from io import BytesIO
from typing import Any, Final, TypeAlias

import xlsxwriter

CellValue: TypeAlias = str | int | float | Decimal | Fraction | date | bool | None

# What a spreadsheet may take for the beginning of a formula, also when the cell is copied elsewhere.
_LIKE_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
_FORBIDDEN_IN_TITLES: Final = str.maketrans("", "", "[]:*?/\\")


class ColumnKind(StrEnum):
    """How the numbers of a column are written. PERCENT: the value is 0..100, as everywhere."""

    TEXT = "@"
    WHOLE = "#,##0"
    PERCENT = "0.0"
    POINTS = "+0.0;-0.0;0.0"
    DATE = "dd.mm.yyyy"


@dataclass(frozen=True, slots=True)
class Column:
    """width: in characters."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """rows: cells in the order of the columns; None is an empty cell."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[CellValue]]


@dataclass(frozen=True, slots=True)
class About:
    """What every file says of itself on its last sheet: label and words, such as («Отбор», «2025/26 · все школы»)."""

    title: str
    lines: Sequence[tuple[str, str]] = field(default_factory=tuple)


def workbook(sheets: Sequence[Sheet], *, about: About) -> bytes:
    """An XLSX file with one sheet per table, its first row the header, and a sheet «О файле»."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    writer = _Writer(book)
    for sheet in sheets:
        writer.write(sheet)
    lines = [("Что это", about.title), *about.lines]
    writer.write(Sheet("О файле", (Column("Сведения", width=24), Column("Значение", width=90)), lines))
    book.close()
    return stream.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._formats = {
            kind: book.add_format({"num_format": kind.value, "valign": "top", "text_wrap": kind is ColumnKind.TEXT})
            for kind in ColumnKind
        }
        self._quoted = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "quote_prefix": True})

    def write(self, sheet: Sheet) -> None:
        page = self._book.add_worksheet(sheet.title.translate(_FORBIDDEN_IN_TITLES)[:31])
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
            page.write_string(0, place, column.title, self._head)
        for line, row in enumerate(sheet.rows, start=1):
            for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                self._cell(page, line, place, column.kind, value)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)

    def _cell(self, page: Any, line: int, place: int, kind: ColumnKind, value: CellValue) -> None:
        if value is None or value == "":
            page.write_blank(line, place, None, self._formats[kind])
        elif isinstance(value, bool):
            page.write_string(line, place, "да" if value else "нет", self._formats[ColumnKind.TEXT])
        elif isinstance(value, str):
            is_risky = value.startswith(_LIKE_FORMULAS)
            page.write_string(line, place, value, self._quoted if is_risky else self._formats[ColumnKind.TEXT])
        elif isinstance(value, date):
            page.write_datetime(line, place, value, self._formats[ColumnKind.DATE])
        else:
            page.write_number(line, place, float(value), self._formats[kind])
