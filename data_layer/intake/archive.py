"""A zip of the folder form: the five tables by name, nothing inside one another, judged before it is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from data_layer.intake.delimited import read_delimited
from data_layer.intake.errors import IntakeError, shown
from data_layer.intake.tables import SourceTable, TableKind
from data_layer.intake.workbook import MOST_PARTS, MOST_RATIO, MOST_UNPACKED, RATIO_FREE

FOLDER_FILES: Final = {f"{kind}.csv": kind for kind in TableKind}
_NESTED: Final = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")
# One of .xlsx, one of .ods.
_WORKBOOK_PARTS: Final = frozenset({"[content_types].xml", "content.xml"})


def is_archive_of_tables(content: bytes) -> bool:
    """Whether a zip is no workbook. A damaged one counts as a workbook, whose reader says what is wrong."""
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return not any(name.casefold() in _WORKBOOK_PARTS for name in names)


def budget_fault(content: bytes) -> tuple[str, str] | None:
    """What is wrong with a zip judged by its directory, and what to do; None where it may be unpacked.

    Takes at most a few bytes out of each part, to see whether it is packed once more.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        found = directory_fault(archive.infolist())
        if found is None and any(_first_bytes(archive, part).startswith(_NESTED) for part in archive.infolist()):
            found = "внутри файла лежит ещё один архив", "уберите вложенный архив или книгу"
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError, LookupError):
        return "файл повреждён, прочитать его нельзя", "откройте книгу в Excel и сохраните заново"
    return found


def directory_fault(parts: Sequence[zipfile.ZipInfo]) -> tuple[str, str] | None:
    """What is wrong with a zip judged by what its directory says of its parts, and what to do."""
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if len(parts) > MOST_PARTS:
        return f"в файле больше {MOST_PARTS} частей", "сохраните таблицы в новую книгу"
    if unpacked > MOST_UNPACKED:
        return "файл слишком велик: больше 50 МБ в распакованном виде", "разделите его на части"
    if unpacked > RATIO_FREE and unpacked > MOST_RATIO * packed:
        return "файл сжат подозрительно сильно", "сохраните таблицы в новую книгу"
    if any(part.flag_bits & 1 for part in parts):
        return "файл защищён паролем", "сохраните его без пароля"
    return None


def _first_bytes(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.is_dir():
        return b""
    with archive.open(part) as stream:
        return stream.read(4)


def read_archive(content: bytes, *, name: str) -> list[SourceTable]:
    """The tables of an archive within its budgets, in the order of an import; others are named and ignored."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = {PurePosixPath(part.filename).name.casefold(): part for part in archive.infolist() if not part.is_dir()}
    tables = list(_tables(archive, members))
    if not tables:
        fault = IntakeError(name, "в архиве нет таблиц", f"нужен хотя бы один из файлов {', '.join(FOLDER_FILES)}")
        return [SourceTable(name, None, problems=(fault,))]
    others = tuple(
        sorted(shown(PurePosixPath(part.filename).name) for key, part in members.items() if key not in FOLDER_FILES)
    )
    return [replace(tables[0], ignored_files=others), *tables[1:]]


def _tables(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> Iterator[SourceTable]:
    for name, kind in FOLDER_FILES.items():
        if name in members:
            yield read_delimited(archive.read(members[name]), name=name, expected=kind)
