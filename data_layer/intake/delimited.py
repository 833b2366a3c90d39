"""Reads one CSV: UTF-8 with or without BOM, UTF-16 with BOM, cp1251; comma, semicolon or tab."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from data_layer.intake.errors import IntakeError
from data_layer.intake.recognise import HEADER_DEPTH, known_headings
from data_layer.intake.tables import CellValue, NumberedRow, SourceTable, TableKind

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 100
# Open data sets of others have hundreds.
WIDEST: Final = 400

_DELIMITERS: Final = ",;\t"
# A sign that no text has.
_NO_DELIMITER: Final = "\x1f"
# Cyrillic of UTF-8 misread as cp1251: «Р» or «С» followed by what is rarely a letter of a word.
_MISREAD_UTF8: Final = re.compile(r"[РС][\u0080-\u00bf\u0402-\u040f\u0452-\u045f\u2010-\u203a\u20ac\u2116\u2122]")


class _Unreadable(ValueError):  # noqa: N818 - a fault of the file, not of the program
    """Why the whole file cannot be read: what is wrong and what to do."""

    def __init__(self, what: str, action: str) -> None:
        super().__init__(what, action)
        self.what = what
        self.action = action


def read_delimited(
    content: bytes, *, name: str, folder: Path | None = None, expected: TableKind | None = None
) -> SourceTable:
    """The rows of a CSV with the physical line at which each begins; a fault is in `problems`."""
    try:
        text = _decoded(content)
        rows = _rows(text, _delimiter(text))
    except _Unreadable as fault:
        error = IntakeError(name, fault.what, fault.action)
        return SourceTable(name, None, expected=expected, folder=folder, problems=(error,))
    return SourceTable(name, None, rows, expected=expected, folder=folder)


def read_wide(content: bytes, *, name: str, is_known: Callable[[SourceTable], bool]) -> SourceTable:
    """The same for a table of others, which may be wider: under the delimiter that makes it a known one.

    A line may also be one cell: a table copied out of a report keeps its decimal commas.
    """
    try:
        text = _decoded(content)
    except _Unreadable as fault:
        return SourceTable(name, None, problems=(IntakeError(name, fault.what, fault.action),))
    tables = [_wide_table(text, sign, name) for sign in _by_frequency(text)]
    return next((table for table in tables if is_known(table)), tables[0])


def _wide_table(text: str, sign: str, name: str) -> SourceTable:
    try:
        return SourceTable(name, None, _rows(text, sign, most_columns=WIDEST))
    except _Unreadable as fault:
        return SourceTable(name, None, problems=(IntakeError(name, fault.what, fault.action),))


def _by_frequency(text: str) -> list[str]:
    return [*sorted(_DELIMITERS, key=text.count, reverse=True), _NO_DELIMITER]


def _decoded(content: bytes) -> str:
    text = _decoded_utf16(content) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else _decoded_8bit(content)
    if "\x00" in text:
        raise _Unreadable("это не таблица: файл двоичный", "нужен CSV или книга .xlsx")
    if not text.strip():
        raise _Unreadable("файл пуст", "заполните таблицу")
    return text


def _decoded_utf16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError:
        raise _Unreadable("файл повреждён: кодировка UTF-16 нарушена", "сохраните его заново") from None


def _decoded_8bit(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
    try:
        text = content.decode("cp1251")
    except UnicodeDecodeError:
        raise _Unreadable("кодировка файла не распознана", "сохраните его в UTF-8") from None
    if _is_misread_utf8(text):
        raise _Unreadable(f"файл повреждён: кодировка UTF-8 нарушена в строке {line}", "сохраните его заново")
    return text


def _is_misread_utf8(text: str) -> bool:
    foreign = sum(1 for symbol in text if ord(symbol) > 127)
    return len(_MISREAD_UTF8.findall(text)) * 4 > foreign


def _delimiter(text: str) -> str:
    """The delimiter under which the most headings are known; the most frequent one when none are."""
    frequency = {sign: text.count(sign) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (_headings_under(text, sign), frequency[sign]))


def _headings_under(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return max((known_headings(_tidy(row)) for row in islice(reader, HEADER_DEPTH)), default=0)
    except csv.Error:
        return 0


def _rows(text: str, delimiter: str, *, most_columns: int = MOST_COLUMNS) -> list[NumberedRow]:
    rows: list[NumberedRow] = []
    for line, row in _numbered(text, delimiter):
        if len(rows) >= MOST_ROWS + HEADER_DEPTH:
            raise _Unreadable(f"в файле больше {MOST_ROWS} строк", "разделите его на части")
        cells = _tidy(row)
        if len(cells) > most_columns:
            raise _Unreadable(f"в строке {line} больше {most_columns} колонок", "уберите лишние колонки")
        rows.append((line, cells))
    return rows


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line at which they begin: a quoted line break makes a row longer than a line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error:
        raise _Unreadable(f"строка {begins}: кавычки расставлены неверно", "проверьте кавычки в этой строке") from None


def _tidy(row: list[str]) -> list[CellValue]:
    """Trimmed cells, empty ones None, without the empty ones at the end."""
    cells: list[CellValue] = [cell.strip(" \t\r\n\u00a0\u202f\u2007\ufeff\u200b") or None for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells
