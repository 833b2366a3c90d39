"""What a file is, told by its content alone. Names and what the browser says of it play no part.

There are six kinds, so we look for these six and refuse the rest; a general recogniser would guess among
hundreds. The first bytes are not enough: a zip is opened as far as its directory, and nothing may stand
before or behind what a reader of the kind reads, or one file would be two things at once.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final
from xml.etree import ElementTree as ET

from data_layer.intake.archive import directory_fault


class FileKind(StrEnum):
    """The value is the ending that the file is handed out with."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    PNG = "png"
    JPG = "jpg"


MIME_TYPES: Final[Mapping[FileKind, str]] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
}
IMAGES: Final = frozenset({FileKind.PNG, FileKind.JPG})

UNKNOWN: Final = "Это не PDF, Word (.docx), Excel (.xlsx), ODT, PNG или JPG: сохраните документ в одном из этих видов."
OLD_OFFICE: Final = (
    "Это старый формат Word или Excel либо файл с паролем: сохраните его без пароля как .docx, .xlsx или PDF."
)
REMOTE: Final = "Документ берёт шаблон или часть с другого компьютера: сохраните его заново как PDF."
ARCHIVE: Final = "Это архив: приложите сами файлы, можно сразу несколько."
MACROS: Final = "В файле есть макросы: сохраните его без них, как .docx, .xlsx или PDF."
LOCKED: Final = "Файл защищён паролем: сохраните его без пароля."
DAMAGED: Final = "Файл повреждён: откройте его и сохраните заново."
DOUBLE: Final = "В файле спрятано ещё что-то кроме документа: откройте его и сохраните заново."
EMBEDDED: Final = "В документ вложена программа или другой файл: уберите вложение или сохраните документ как PDF."
SCRIPTED: Final = "В PDF есть сценарий или вложенный файл: сохраните его заново как обычный PDF."

_ZIP: Final = b"PK\x03\x04"
_END_OF_ZIP: Final = b"PK\x05\x06"
_END_OF_ZIP_SIZE: Final = 22
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENTRY: Final = 128
_PACKED: Final = re.compile(
    b"|".join(re.escape(name.encode("utf-16-le")) for name in ("\x01Ole10Native\0", "Package\0", "PACKAGE\0"))
)
_PROGRAM: Final = b"MZ"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPG: Final = b"\xff\xd8\xff"
_ARCHIVES: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
# Where readers still look for the head of a PDF.
_PDF_HEAD: Final = 1024
# What a picture has no reason to carry; long enough not to come about by chance.
_NOT_IN_PICTURES: Final = re.compile(rb"<html|<script|<\?php|%pdf-1|<!doctype", re.IGNORECASE)
_CONTENT_TYPES: Final = "[content_types].xml"
_LARGEST_PART: Final = 1 << 20
_OFFICE_KINDS: Final = (
    (b"wordprocessingml.document.main+xml", "word/", FileKind.DOCX),
    (b"spreadsheetml.sheet.main+xml", "xl/", FileKind.XLSX),
)
_OPENED_AT_ONCE: Final = frozenset({"attachedTemplate", "oleObject", "frame", "subDocument"})
_ELSEWHERE: Final = re.compile(
    r"(?:https?|ftp):|(?:file:)?[/\\]{2}(?![/\\][A-Za-z]:)|file:[/\\]*[^/\\:]+[/\\]", re.IGNORECASE
)
_ODT_MIME: Final = MIME_TYPES[FileKind.ODT].encode()
_BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
    LookupError,
    struct.error,
    NotImplementedError,
)


class RefusedFileError(Exception):
    """The file is not taken; the one sentence says why and what to do."""


def recognise(content: bytes) -> FileKind:
    """The kind of a whole file. Raises RefusedFileError."""
    if content.startswith(_ZIP):
        return _recognise_zip(content)
    if content.startswith(b"%PDF-"):
        return _recognise_pdf(content)
    if content.startswith(_PNG):
        return _recognise_png(content)
    if content.startswith(_JPG):
        return _recognise_jpg(content)
    if content.startswith(_OLE):
        raise RefusedFileError(OLD_OFFICE)
    if content.startswith(_ARCHIVES):
        raise RefusedFileError(ARCHIVE)
    raise RefusedFileError(UNKNOWN)


# --- zips ---------------------------------------------------------------------------------------------


def _recognise_zip(content: bytes) -> FileKind:
    if b"%PDF-" in content[:_PDF_HEAD] or not _ends_with_its_directory(content):
        raise RefusedFileError(DOUBLE if _END_OF_ZIP in content else DAMAGED)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        return _kind_of_archive(archive)
    except _BROKEN_ZIP as error:
        raise RefusedFileError(DAMAGED) from error


def _ends_with_its_directory(content: bytes) -> bool:
    """Whether the zip begins at the first byte and ends at the last one, without a comment."""
    end = content.rfind(_END_OF_ZIP)
    if end < 0 or end + _END_OF_ZIP_SIZE != len(content):
        return False
    size, offset = struct.unpack("<II", content[end + 12 : end + 20])
    return bool(size + offset == end or offset == 0xFFFFFFFF)


def _kind_of_archive(archive: zipfile.ZipFile) -> FileKind:
    parts = archive.infolist()
    fault = directory_fault(parts)
    if fault is not None:
        raise RefusedFileError(f"{fault[0][0].upper()}{fault[0][1:]}: {_TO_DO}.")
    names = {part.filename.casefold(): part for part in parts}
    if _CONTENT_TYPES in names:
        kind = _office_kind(_head_of(archive, names[_CONTENT_TYPES]), names)
        if any(_fetches(_head_of(archive, part)) for name, part in names.items() if name.endswith(".rels")):
            raise RefusedFileError(REMOTE)
        _refuse_embedded(archive)
        return kind
    if parts and parts[0].filename == "mimetype":
        kind = _open_document_kind(archive, parts[0], names)
        _refuse_embedded(archive)
        return kind
    raise RefusedFileError(ARCHIVE)


_TO_DO: Final = "откройте документ и сохраните его заново или как PDF"


def _head_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as stream:
        return stream.read(_LARGEST_PART)


def _office_kind(types: bytes, names: Mapping[str, zipfile.ZipInfo]) -> FileKind:
    has_code = any(name.endswith("vbaproject.bin") or "/activex/" in name for name in names)
    if has_code or b"macroEnabled" in types or b"vbaProject" in types:
        raise RefusedFileError(MACROS)
    for main, folder, kind in _OFFICE_KINDS:
        if main in types and any(name.startswith(folder) for name in names):
            return kind
    raise RefusedFileError(UNKNOWN)


def _refuse_embedded(archive: zipfile.ZipFile, *, may_hold_documents: bool = True) -> None:
    """Refuse what carries a program or a packed file. Old equations and the workbooks of charts are neither."""
    for part in archive.infolist():
        if part.is_dir():
            continue
        with archive.open(part) as stream:
            head = stream.read(len(_OLE))
        if (
            head.startswith(_PROGRAM)
            or (head == _OLE and _packs_a_file(archive.read(part)))
            or (head.startswith(_ZIP) and not (may_hold_documents and _is_plain_document(archive.read(part))))
        ):
            raise RefusedFileError(EMBEDDED)


def _packs_a_file(content: bytes) -> bool:
    """Whether a compound file has one of the streams in which Office keeps any file; entries stand 128 bytes apart."""
    return any(found.start() % _OLE_ENTRY == 0 for found in _PACKED.finditer(content))


def _is_plain_document(content: bytes) -> bool:
    """Whether a zip inside a document is one itself, without macros and without anything embedded further."""
    inner = zipfile.ZipFile(io.BytesIO(content))
    parts = inner.infolist()
    names = {part.filename.casefold() for part in parts}
    if directory_fault(parts) is not None or any(name.endswith("vbaproject.bin") for name in names):
        return False
    if _CONTENT_TYPES not in names and "mimetype" not in names:
        return False
    _refuse_embedded(inner, may_hold_documents=False)
    return True


def _fetches(relations: bytes) -> bool:
    """Whether a part of the document comes from elsewhere when it is opened: a template may bring macros along.

    A template of the own computer is noted by Word itself. Links that people press are none of this.
    """
    if b"<!" in relations:
        return True
    return any(
        each.get("TargetMode") == "External"
        and str(each.get("Type")).rpartition("/")[2] in _OPENED_AT_ONCE
        and _ELSEWHERE.match(str(each.get("Target")).strip()) is not None
        for each in _relations(relations)
    )


def _relations(text: bytes) -> list[ET.Element]:
    try:
        return list(ET.fromstring(text))  # noqa: S314 -- without definitions of its own, and of bounded length
    except ET.ParseError as error:
        raise RefusedFileError(DAMAGED) from error


def _open_document_kind(
    archive: zipfile.ZipFile, first: zipfile.ZipInfo, names: Mapping[str, zipfile.ZipInfo]
) -> FileKind:
    if first.file_size > 200 or _head_of(archive, first).strip() != _ODT_MIME or "content.xml" not in names:
        raise RefusedFileError(UNKNOWN)
    if any(name.startswith(("basic/", "scripts/")) and not part.is_dir() for name, part in names.items()):
        raise RefusedFileError(MACROS)
    manifest = names.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in _head_of(archive, manifest):
        raise RefusedFileError(LOCKED)
    return FileKind.ODT


# --- PDF and pictures ---------------------------------------------------------------------------------


def _recognise_pdf(content: bytes) -> FileKind:
    end = content.rfind(b"%%EOF")
    if end < 0 or b"obj" not in content:
        raise RefusedFileError(DAMAGED)
    if content[end + 5 :].strip(b"\r\n\t \x00") or _hides_a_zip(content):
        raise RefusedFileError(DOUBLE)
    return FileKind.PDF


def _recognise_png(content: bytes) -> FileKind:
    end = 0
    for name, start, size in _png_chunks(content):
        if end == 0 and (name, size) != (b"IHDR", 13):
            raise RefusedFileError(DAMAGED)
        end = start + size + 4
        if name == b"IEND":
            _refuse_more(content, end)
            return FileKind.PNG
    raise RefusedFileError(DAMAGED)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, where the data begin, how long they are."""
    place = len(_PNG)
    while place + 12 <= len(content):
        (size,) = struct.unpack(">I", content[place : place + 4])
        yield content[place + 4 : place + 8], place + 8, size
        place += size + 12


def _refuse_more(content: bytes, end: int) -> None:
    if len(content) > end or _NOT_IN_PICTURES.search(content):
        raise RefusedFileError(DOUBLE)


def _recognise_jpg(content: bytes) -> FileKind:
    """Telephones write previews behind the picture, so the end is not the end; zips and pages are refused."""
    if content.rfind(b"\xff\xd9") < 0:
        raise RefusedFileError(DAMAGED)
    if _hides_a_zip(content) or _NOT_IN_PICTURES.search(content):
        raise RefusedFileError(DOUBLE)
    return FileKind.JPG


def _hides_a_zip(content: bytes) -> bool:
    return _END_OF_ZIP in content[-(1 << 16) - _END_OF_ZIP_SIZE :] and zipfile.is_zipfile(io.BytesIO(content))


def plain_titles(kinds: Sequence[FileKind] = tuple(FileKind)) -> str:
    """«.pdf,.docx,…» as a browser wants to be told which files to offer."""
    return ",".join([*(f".{kind}" for kind in kinds), *([".jpeg"] if FileKind.JPG in kinds else [])])
