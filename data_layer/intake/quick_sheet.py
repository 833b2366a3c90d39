"""Rows of an .xlsx sheet straight from its XML, several times as fast as cell objects would be.

openpyxl opens the workbook and knows its texts and formats; only the walk through the cells is done here.
A protocol of 12,000 pupils has a quarter of a million of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from xml.etree.ElementTree import iterparse

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils.datetime import from_excel

from data_layer.intake.tables import CellValue, NumberedRow
from data_layer.intake.values import plain_number, plain_text

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW: Final = f"{_MAIN}row"
_CELL: Final = f"{_MAIN}c"
_VALUE: Final = f"{_MAIN}v"
_INLINE: Final = f"{_MAIN}is"
_TEXT: Final = f"{_MAIN}t"

_LONGEST_WHOLE: Final = 15


@dataclass(frozen=True, slots=True)
class Formats:
    """What the styles of a workbook say about numbers: which are days, which are percentages."""

    days: frozenset[int]
    percents: frozenset[int]
    epoch: datetime


def sheet_rows(sheet: Any, formats: Formats, *, most_rows: int, most_columns: int) -> Iterator[NumberedRow]:
    """Filled rows of a sheet of openpyxl's read-only workbook; cells beyond the columns are left out.

    One row more than `most_rows` may come, by which a caller sees that there are too many.
    """
    strings = sheet._shared_strings  # noqa: SLF001 -- there is no public way to them
    line = found = 0
    with sheet._get_source() as source:  # noqa: SLF001 -- as above
        # Expat itself limits how much entities may blow up, and the process that reads uploads has its limits.
        for _, element in iterparse(source):  # noqa: S314
            if element.tag != _ROW:
                continue
            number = element.get("r")
            line = line + 1 if number is None else int(number)
            values = _values(element, strings, formats, most_columns)
            element.clear()
            if values:
                yield line, values
                found += 1
                if found > most_rows:
                    return


def formats_of(book: Any) -> Formats:
    styles = list(book._cell_styles)  # noqa: SLF001 -- there is no public way to the formats of a style
    written = [_format_of(book, style.numFmtId) for style in styles]
    percents = frozenset(place for place, text in enumerate(written) if "%" in text)
    return Formats(frozenset(book._date_formats), percents, book.epoch)  # noqa: SLF001 -- as above


def _format_of(book: Any, number: int) -> str:
    if number < BUILTIN_FORMATS_MAX_SIZE:
        return BUILTIN_FORMATS.get(number, "")
    own = book._number_formats  # noqa: SLF001 -- as above
    place = number - BUILTIN_FORMATS_MAX_SIZE
    return str(own[place]) if place < len(own) else ""


def _values(row: Any, strings: Sequence[str], formats: Formats, most_columns: int) -> list[CellValue]:
    values: list[CellValue] = []
    column = -1
    for cell in row:
        if cell.tag != _CELL:
            continue
        place = cell.get("r")
        column = column + 1 if place is None else _column(place.rstrip("0123456789"))
        if column >= most_columns or column < 0:
            continue
        value = _value(cell, strings, formats)
        if value is None:
            continue
        if column >= len(values):
            values.extend([None] * (column + 1 - len(values)))
        values[column] = value
    return values


@lru_cache(maxsize=2048)
def _column(letters: str) -> int:
    """0 for «A», 26 for «AA»; a far one is as far as any beyond the caps."""
    number = 0
    for letter in letters[:4]:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Any, strings: Sequence[str], formats: Formats) -> CellValue:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(_INLINE)
        return None if inline is None else plain_text("".join(each.text or "" for each in inline.iter(_TEXT)))
    raw = cell.findtext(_VALUE)
    if not raw:
        return None
    if kind == "n":
        return _number(raw, int(cell.get("s", 0)), formats)
    return plain_text(strings[int(raw)]) if kind == "s" else _rare(kind, raw)


def _rare(kind: str, raw: str) -> CellValue:
    """A truth value, a day written out, the text of a formula or an error."""
    if kind == "b":
        return "истина" if int(raw) else "ложь"
    return date.fromisoformat(raw[:10]) if kind == "d" else plain_text(raw)


def _number(raw: str, style: int, formats: Formats) -> CellValue:
    if style in formats.days:
        return _day(float(raw), formats.epoch)
    if style in formats.percents:
        return plain_number(float(raw), "%")
    if len(raw) <= _LONGEST_WHOLE and raw.isascii() and raw.isdigit():
        return int(raw)
    return plain_number(float(raw), "")


def _day(raw: float, epoch: datetime) -> CellValue:
    """A day, or the time of a day as text, as openpyxl gives it."""
    found = from_excel(raw, epoch)
    if isinstance(found, datetime):
        return found.date()
    return found if isinstance(found, date) else str(found)
