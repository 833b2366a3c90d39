"""Reads .ods, the table of LibreOffice: content.xml as a stream, repeated cells and rows only as far as they speak.

A cell may claim to be repeated sixteen thousand times and a row a million times: what is empty is skipped
over, what is not counts towards the caps.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from xml.etree.ElementTree import iterparse

from data_layer.intake.errors import IntakeError, shown
from data_layer.intake.tables import CellValue, NumberedRow, SourceTable
from data_layer.intake.values import plain_number, plain_text
from data_layer.intake.workbook import DAMAGE, MOST_ROWS

MOST_COLUMNS: Final = 400
MOST_CELLS: Final = 4_000_000

_MIMETYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class _TooLargeError(Exception):
    """More cells than a table of ours has."""


def is_open_document(content: bytes) -> bool:
    """Whether a zip says of itself that it is a spreadsheet of OpenDocument."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("mimetype") as stream:
            return stream.read(200).strip().startswith(_MIMETYPE)
    except (KeyError, *DAMAGE):
        return False


def read_open_document(content: bytes, *, name: str) -> list[SourceTable]:
    """Every sheet with something on it; a fault is in `problems`. Budgets of the zip were judged before."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as stream:
            return [SourceTable(name, shown(title), rows) for title, rows in _sheets(stream) if rows]
    except _TooLargeError:
        fault = IntakeError(name, "в таблице слишком много ячеек", "скопируйте данные в новую таблицу")
    except (KeyError, *DAMAGE):
        fault = IntakeError(name, "таблица .ods повреждена, прочитать её нельзя", "откройте её и сохраните как .xlsx")
    return [SourceTable(name, None, problems=(fault,))]


def _sheets(stream: Any) -> Iterator[tuple[str, list[NumberedRow]]]:
    title, rows, line, cells = "", list[NumberedRow](), 0, 0
    # Expat itself limits how much entities may blow up, and the process that reads uploads has its limits.
    for event, element in iterparse(stream, events=("start", "end")):  # noqa: S314
        if event == "start":
            if element.tag == f"{_TABLE}table":
                title, rows, line = element.get(f"{_TABLE}name", ""), [], 0
            continue
        if element.tag == f"{_TABLE}table-row":
            values = _values(element)
            repeated = _repeated(element, "number-rows-repeated")
            if values:
                cells += len(values) * repeated
                if cells > MOST_CELLS or len(rows) + repeated > MOST_ROWS:
                    raise _TooLargeError
                rows.extend((line + each, values) for each in range(1, repeated + 1))
            line += repeated
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield title, rows
            element.clear()


def _values(row: Any) -> list[CellValue]:
    values: list[CellValue] = []
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        value = _value(cell)
        repeated = min(_repeated(cell, "number-columns-repeated"), MOST_COLUMNS - len(values))
        values.extend([value] * repeated)
        if len(values) >= MOST_COLUMNS:
            break
    while values and values[-1] is None:
        values.pop()
    return values


def _repeated(element: Any, attribute: str) -> int:
    text = element.get(f"{_TABLE}{attribute}", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _value(cell: Any) -> CellValue:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in {"float", "percentage", "currency"}:
        number = float(cell.get(f"{_OFFICE}value", "nan"))
        return plain_number(number, "%" if kind == "percentage" else "")
    if kind == "date":
        return _date(cell)
    if kind == "boolean":
        return "истина" if cell.get(f"{_OFFICE}boolean-value") == "true" else "ложь"
    return plain_text("\n".join("".join(each.itertext()) for each in cell if each.tag == f"{_TEXT}p"))


def _date(cell: Any) -> CellValue:
    text = cell.get(f"{_OFFICE}date-value", "")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return plain_text(text)
