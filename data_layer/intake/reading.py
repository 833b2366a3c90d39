"""Reads a path into tables: one CSV, one workbook, or a folder of CSV files with fixed names.

Never raises for what a file holds: what cannot be read becomes a table whose `problems` say why.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from data_layer.intake.archive import budget_fault
from data_layer.intake.delimited import read_delimited, read_wide
from data_layer.intake.errors import IntakeError
from data_layer.intake.old_workbook import read_old_workbook
from data_layer.intake.open_document import is_open_document, read_open_document
from data_layer.intake.readers.registry import is_known, understood_tables
from data_layer.intake.recognise import recognise
from data_layer.intake.tables import SourceTable, TableKind
from data_layer.intake.words import normal
from data_layer.intake.workbook import NO_KNOWN_SHEET, SHEETS, looks_like_workbook, read_all_sheets, read_workbook

# No table is larger; a region's year of 130,000 rows takes about 12 MB.
LARGEST_FILE: Final = 50_000_000

FOLDER_FILES: Final = {f"{kind}.csv": kind for kind in TableKind}

_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
_WORKBOOK_ENDING: Final = ".xlsx"


def read_path(path: Path) -> list[SourceTable]:
    """The tables at a path, in the order in which they are to be applied.

    A folder gives schools.csv, targets.csv, observations.csv, documents.csv, organisation.csv, those
    that are there; a workbook its known sheets; anything else is read as one CSV. Files and sheets
    passed over are named in the notes of the first table, or in its `ignored_files`.
    """
    try:
        if path.is_dir():
            return _read_folder(path)
        if not path.is_file():
            raise FileNotFoundError(path)
        return read_file(path)
    except OSError:
        return [_unreadable(path.name or str(path), "файл или папка не найдены", "проверьте путь")]


def read_file(path: Path, *, expected: TableKind | None = None) -> list[SourceTable]:
    """The tables of one file. Raises OSError where the file cannot be opened."""
    if path.stat().st_size > LARGEST_FILE:
        return [_unreadable(path.name, "файл больше 50 МБ", "разделите его на части")]
    return read_bytes(path.read_bytes(), name=path.name, folder=path.parent, expected=expected)


def read_bytes(
    content: bytes, *, name: str, folder: Path | None = None, expected: TableKind | None = None
) -> list[SourceTable]:
    """The tables of a file's content. folder: where files named in a documents table lie, if anywhere."""
    if content.startswith(_OLD_WORKBOOK):
        return _of_sheets(read_old_workbook(content, name=name), name=name, folder=folder)
    if looks_like_workbook(content):
        if is_open_document(content):
            return _read_open_document(content, name=name, folder=folder)
        tables = read_workbook(content, name=name, folder=folder)
        return tables if _are_ours(tables) else understood_tables(read_all_sheets(content, name=name)) or tables
    # The ending never tells what a sound file is, but it tells what a damaged one was meant to be.
    if content and name.casefold().endswith(_WORKBOOK_ENDING) and b"\0" in content:
        return [_unreadable(name, "файл повреждён: это не книга Excel", "откройте книгу в Excel и сохраните заново")]
    table = read_delimited(content, name=name, folder=folder, expected=expected)
    if expected is not None or _are_ours([table]):
        return [table]
    return understood_tables([read_wide(content, name=name, is_known=is_known)]) or [table]


def _read_open_document(content: bytes, *, name: str, folder: Path | None) -> list[SourceTable]:
    fault = budget_fault(content)
    if fault is not None:
        return [_unreadable(name, *fault)]
    return _of_sheets(read_open_document(content, name=name), name=name, folder=folder)


def _are_ours(tables: Sequence[SourceTable]) -> bool:
    """Whether some table has the headings of the interchange form, be they incomplete."""
    for table in tables:
        known, faults, _ = recognise(table)
        if known is not None or (table.rows and any("нет колонки" in fault.what for fault in faults)):
            return True
    return False


def _of_sheets(sheets: Sequence[SourceTable], *, name: str, folder: Path | None) -> list[SourceTable]:
    """Sheets of a workbook that is no .xlsx: our own by their titles, else what the readers make of them."""
    if any(sheet.problems for sheet in sheets):
        return list(sheets)
    known = {SHEETS[normal(sheet.title)]: sheet for sheet in sheets if normal(sheet.title) in SHEETS}
    own = [replace(known[kind], expected=kind, folder=folder) for kind in TableKind if kind in known]
    if own and _are_ours(own):
        return own
    return understood_tables(sheets) or own or [_unreadable(name, *NO_KNOWN_SHEET)]


def _read_folder(folder: Path) -> list[SourceTable]:
    found = {entry.name.casefold(): entry for entry in sorted(folder.iterdir()) if entry.is_file()}
    tables = [
        table for name, kind in FOLDER_FILES.items() if name in found for table in _read_member(found[name], kind)
    ]
    if not tables:
        wanted = ", ".join(FOLDER_FILES)
        return [_unreadable(folder.name or str(folder), "в папке нет таблиц", f"нужен хотя бы один из файлов {wanted}")]
    others = [entry.name for name, entry in found.items() if name not in FOLDER_FILES]
    return [replace(tables[0], ignored_files=tuple(sorted(others))), *tables[1:]]


def _read_member(path: Path, kind: TableKind) -> list[SourceTable]:
    try:
        return read_file(path, expected=kind)
    except OSError:
        return [_unreadable(path.name, "файл не открывается", "проверьте права на файл")]


def _unreadable(name: str, what: str, action: str) -> SourceTable:
    return SourceTable(file=name, sheet=None, problems=(IntakeError(name, what, action),))
