"""The words of a document as plain text: for a preview beside the checklist, and to look for number and date.

Runs in the confined child only. Where a file cannot be read the text is empty; it is taken all the same.
"""

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from xml.etree import ElementTree as ET

from data_layer.intake.evidence.recognition import SCRIPTED, FileKind, RefusedFileError

LONGEST_TEXT: Final = 20_000
_MOST_PAGES: Final = 5
_MOST_LINES: Final = 300
_MOST_CELLS: Final = 20
_MOST_SEARCHED: Final = 100
_MOST_ACTIONS: Final = 10
_RUNNING: Final = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})
_LARGEST_XML: Final = 20 << 20
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODF: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def text_of(content: bytes, kind: FileKind) -> str:
    """At most LONGEST_TEXT characters, lines divided by line feeds. May raise whatever a reader raises."""
    if kind is FileKind.PDF:
        return bounded(_pdf(content))
    if kind is FileKind.DOCX:
        return bounded(_docx(content))
    if kind is FileKind.ODT:
        return bounded(_odt(content))
    return bounded(_xlsx(content)) if kind is FileKind.XLSX else ""


def bounded(lines: Iterable[str]) -> str:
    """Printable lines as one text, cut at its bound; empty lines are left out."""
    told, length = [], 0
    for line in lines:
        clean = _printable(line)
        if not clean:
            continue
        told.append(clean)
        length += len(clean) + 1
        if length > LONGEST_TEXT:
            break
    return "\n".join(told)[:LONGEST_TEXT]


def _printable(line: str) -> str:
    """Without what a database cannot keep and a page cannot show."""
    shown = ("".join(" " if sign.isspace() else sign for sign in line if _is_shown(sign))).split()
    return " ".join(shown)


def _is_shown(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


# --- readers ------------------------------------------------------------------------------------------


def refuse_scripts(content: bytes) -> None:
    """Raise RefusedFileError for a PDF that runs something when it is opened, or carries other files."""
    reader = _reader(content)
    root = reader.trailer["/Root"].get_object()
    names = _object(root, "/Names")
    action = _object(root, "/OpenAction")
    if _runs(action) or "/AA" in root or "/JavaScript" in names or "/EmbeddedFiles" in names:
        raise RefusedFileError(SCRIPTED)
    if _any_page_runs(reader):
        raise RefusedFileError(SCRIPTED)


def _any_page_runs(reader: Any) -> bool:
    """Pages that cannot be gone through, or not in time, are no reason to refuse a document."""
    with suppress(Exception):
        for page in islice(reader.pages, _MOST_SEARCHED):
            if "/AA" in page or any(_runs(_object(each, "/A")) for each in _annotations(page)):
                return True
    return False


def _runs(action: Any) -> bool:
    """Whether an action, or one that follows it, is more than going to a place."""
    for _ in range(_MOST_ACTIONS):
        if not hasattr(action, "get"):
            return False
        if action.get("/S") in _RUNNING:
            return True
        action = _object(action, "/Next")
    return False


def _annotations(page: Any) -> list[Any]:
    """What lies over a page: links, fields, buttons."""
    found = _object(page, "/Annots")
    return [each.get_object() for each in found] if isinstance(found, list) else []


def _object(root: Any, name: str) -> Any:
    found = root.get(name)
    return {} if found is None else found.get_object()


def _reader(content: bytes) -> Any:
    from pypdf import PdfReader  # noqa: PLC0415 -- the child of a table needs none of it

    return PdfReader(io.BytesIO(content), strict=False)


def _pdf(content: bytes) -> Iterator[str]:
    for page in islice(_reader(content).pages, _MOST_PAGES):
        yield from (page.extract_text() or "").splitlines()


def _docx(content: bytes) -> Iterator[str]:
    for paragraph in _tree(content, "word/document.xml").iter(f"{_W}p"):
        yield "".join(_word(each) for each in paragraph.iter())


def _word(element: Any) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    return " " if element.tag in {f"{_W}tab", f"{_W}br"} else ""


def _odt(content: bytes) -> Iterator[str]:
    for element in _tree(content, "content.xml").iter():
        if element.tag in {f"{_ODF}p", f"{_ODF}h"}:
            yield "".join(element.itertext())


def _tree(content: bytes, name: str) -> Any:
    """The XML of a part, which may define nothing of its own."""
    with zipfile.ZipFile(io.BytesIO(content)).open(name) as stream:
        text = stream.read(_LARGEST_XML)
    if b"<!" in text[:2000] or b"<!ENTITY" in text:
        raise ValueError("a part with definitions of its own")
    return ET.fromstring(text)  # noqa: S314 -- see above


def _xlsx(content: bytes) -> Iterator[str]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- as above

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in islice(book.worksheets, _MOST_PAGES):
        for row in sheet.iter_rows(max_row=_MOST_LINES, max_col=_MOST_CELLS, values_only=True):
            yield " ".join(_shown(cell) for cell in row if cell is not None)


def _shown(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%d.%m.%Y")
    return str(cell)
