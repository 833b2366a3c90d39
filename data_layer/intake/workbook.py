"""Reads one XLSX workbook: budgets before parsing, then openpyxl row by row with capped columns.

A workbook is hostile input: its size, its number of parts and its compression are judged from the
directory of the archive, before anything of it is unpacked.
"""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from data_layer.intake.errors import IntakeError, shown
from data_layer.intake.quick_sheet import Formats, formats_of, sheet_rows
from data_layer.intake.recognise import TITLES
from data_layer.intake.tables import CellValue, NumberedRow, SourceTable, TableKind
from data_layer.intake.values import plain_number, plain_text
from data_layer.intake.words import normal

MOST_PARTS: Final = 500
MOST_UNPACKED: Final = 50_000_000
MOST_RATIO: Final = 200
RATIO_FREE: Final = 1_000_000
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 100
# Tables of others may be wider: a protocol of a long work, an open data set.
WIDEST: Final = 400

# Sheets of our own templates and of files that come back from a check: they carry no data.
ERRORS_SHEET: Final = "Ошибки"
GUIDE_SHEET: Final = "Как заполнить"
LISTS_SHEET: Final = "Списки"
_QUIET: Final = frozenset(map(normal, (ERRORS_SHEET, GUIDE_SHEET, LISTS_SHEET)))

SHEETS: Final = {normal(title): kind for kind, title in TITLES.items()}
NO_KNOWN_SHEET: Final = (
    "в книге нет ни одного известного листа",
    f"нужен лист {', '.join(f'«{title}»' for title in TITLES.values())}",
)

# Whatever the parser trips over in a damaged archive. Programming errors of ours would hide here too,
# so nothing but the parser runs under it.
DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    # Both parsers that openpyxl may use say in this way that the XML is not sound, each with a class of its own.
    SyntaxError,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    OSError,
    EOFError,
    RuntimeError,
)


class _Refused(Exception):  # noqa: N818 - a fault of the file, not of the program
    """Why the workbook is not read: what is wrong and what to do."""

    def __init__(self, what: str, action: str) -> None:
        super().__init__(what, action)
        self.what = what
        self.action = action


def looks_like_workbook(content: bytes) -> bool:
    return content.startswith(b"PK")


def read_workbook(content: bytes, *, name: str, folder: Path | None = None) -> list[SourceTable]:
    """The known sheets of a workbook in the order of an import; a fault is in `problems`."""
    try:
        _check_budgets(content)
        return _known_sheets(content, name=name, folder=folder)
    except _Refused as fault:
        error = IntakeError(name, fault.what, fault.action)
    except DAMAGE:
        error = IntakeError(name, "книга повреждена, прочитать её нельзя", "откройте её в Excel и сохраните заново")
    return [SourceTable(name, None, folder=folder, problems=(error,))]


def _check_budgets(content: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if len(parts) > MOST_PARTS:
        raise _Refused(f"в книге больше {MOST_PARTS} частей", "сохраните таблицы в новую книгу")
    if unpacked > MOST_UNPACKED:
        raise _Refused("книга слишком велика: больше 50 МБ в распакованном виде", "разделите её на части")
    if unpacked > RATIO_FREE and unpacked > MOST_RATIO * packed:
        raise _Refused("книга сжата подозрительно сильно", "сохраните таблицы в новую книгу")
    if any(part.flag_bits & 1 for part in parts):
        raise _Refused("книга защищена паролем", "сохраните её без пароля")


def _known_sheets(content: bytes, *, name: str, folder: Path | None) -> list[SourceTable]:
    with _opened(content) as book:
        return _sheets_of(book, name=name, folder=folder)


def _sheets_of(book: Any, *, name: str, folder: Path | None) -> list[SourceTable]:
    sheets = {SHEETS[normal(sheet.title)]: sheet for sheet in book.worksheets if normal(sheet.title) in SHEETS}
    if not sheets:
        raise _Refused(*NO_KNOWN_SHEET)
    tables = [
        SourceTable(name, shown(sheets[kind].title), _rows(sheets[kind]), expected=kind, folder=folder)
        for kind in TableKind
        if kind in sheets
    ]
    ignored = [f"«{shown(title)}»" for title in book.sheetnames if normal(title) not in {*SHEETS, *_QUIET}]
    if ignored:
        tables[0] = tables[0].with_notes(f"{name} · другие листы пропущены: {', '.join(ignored)}")
    return tables


def read_all_sheets(content: bytes, *, name: str) -> list[SourceTable]:
    """Every sheet with something on it, whatever its title: for files that are none of our own."""
    try:
        _check_budgets(content)
        return _every_sheet(content, name=name)
    except _Refused as fault:
        error = IntakeError(name, fault.what, fault.action)
    except DAMAGE:
        error = IntakeError(name, "книга повреждена, прочитать её нельзя", "откройте её в Excel и сохраните заново")
    return [SourceTable(name, None, problems=(error,))]


def _every_sheet(content: bytes, *, name: str) -> list[SourceTable]:
    with _opened(content) as book:
        formats = formats_of(book)
        found = ((shown(sheet.title), _quick_rows(sheet, formats)) for sheet in book.worksheets)
        return [SourceTable(name, title, rows) for title, rows in found if rows]


def _quick_rows(sheet: Any, formats: Formats) -> list[NumberedRow]:
    rows = list(sheet_rows(sheet, formats, most_rows=MOST_ROWS, most_columns=WIDEST))
    if len(rows) > MOST_ROWS:
        raise _Refused(f"на листе «{shown(sheet.title)}» больше {MOST_ROWS} строк", "разделите его на части")
    return rows


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    with warnings.catch_warnings():
        # openpyxl warns of parts it leaves out (validation, styles); none of them carries data.
        warnings.filterwarnings("ignore", module=r"openpyxl\.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _rows(sheet: Any) -> list[NumberedRow]:
    rows: list[NumberedRow] = []
    for line, cells in enumerate(_capped(sheet), start=1):
        values = [_value(cell) for cell in cells]
        while values and values[-1] is None:
            values.pop()
        if values:
            rows.append((line, values))
    return rows


def _capped(sheet: Any) -> Iterator[Any]:
    """Rows of cells up to the caps. Without them one far cell would ask for gigabytes."""
    for line, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS), start=1):
        if line <= MOST_ROWS + 1:
            yield cells
        elif any(cell.value is not None for cell in cells):
            raise _Refused(f"на листе «{shown(sheet.title)}» больше {MOST_ROWS} строк", "разделите его на части")


def _value(cell: Any) -> CellValue:
    raw = cell.value
    if raw is None:
        return None
    if isinstance(raw, str):
        return plain_text(raw)
    if isinstance(raw, bool):
        return "истина" if raw else "ложь"
    if isinstance(raw, int | float):
        return plain_number(raw, cell.number_format)
    if isinstance(raw, datetime):
        return raw.date()
    return raw if isinstance(raw, date) else str(raw)
