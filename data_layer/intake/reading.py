"""Reads a path into tables: one CSV, one workbook, or a folder of CSV files with fixed names.

Never raises for what a file holds: what cannot be read becomes a table whose `problems` say why.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from data_layer.intake.delimited import read_delimited
from data_layer.intake.errors import IntakeError
from data_layer.intake.tables import SourceTable, TableKind
from data_layer.intake.workbook import looks_like_workbook, read_workbook

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
        action = "сохраните её как .xlsx без пароля"
        return [_unreadable(name, "это старая книга Excel (.xls) или книга с паролем", action)]
    if looks_like_workbook(content):
        return read_workbook(content, name=name, folder=folder)
    # The ending never tells what a sound file is, but it tells what a damaged one was meant to be.
    if content and name.casefold().endswith(_WORKBOOK_ENDING) and b"\0" in content:
        return [_unreadable(name, "файл повреждён: это не книга Excel", "откройте книгу в Excel и сохраните заново")]
    return [read_delimited(content, name=name, folder=folder, expected=expected)]


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
