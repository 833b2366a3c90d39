"""The file that was handed in, with its faults marked where they are: a fill, a note, a first sheet of links.

Works in the child process of `confined`: it opens the whole workbook. What comes out can do nothing: formulas
have become their values, links, macros and foreign names are left out, and all text is text.
"""

import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.hyperlink import Hyperlink

from data_layer.intake.archive import is_archive_of_tables, read_archive
from data_layer.intake.errors import IntakeError, shown
from data_layer.intake.reading import read_bytes
from data_layer.intake.recognise import TITLES, recognise
from data_layer.intake.tables import SourceTable
from data_layer.intake.workbook import DAMAGE, ERRORS_SHEET, looks_like_workbook

FAULT_FILL: Final = "F8EBF1"
FAULT_INK: Final = "801650"
AUTHOR: Final = "Проверка"

_HEADINGS: Final = ("Где", "Что не так", "Что сделать")
_WIDTHS: Final = (26, 62, 62)
_CELL: Final = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
# Lists and plain ranges. Anything else in a rule or a name could reach beyond the workbook.
_PLAIN_FORMULA: Final = re.compile(r"[^|\[\]()]*")
_WHOLE_NUMBER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
_LONGEST_NOTE: Final = 1000

Place = tuple[str, str]


def marked_workbook(content: bytes, *, name: str, faults: Sequence[IntakeError]) -> bytes:
    """content: as it was handed in, of any kind that is accepted. Returns an .xlsx."""
    book, sheet_of = _opened(content, name)
    places = [_place(fault.address, sheet_of) for fault in faults]
    _mark(book, faults, places)
    _add_list(book, faults, places)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def list_of_faults(faults: Sequence[IntakeError]) -> bytes:
    """The first sheet alone, where the file itself cannot be opened."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    _add_list(book, faults, [None] * len(faults))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _opened(content: bytes, name: str) -> tuple[Any, Mapping[str, str]]:
    """The workbook to be marked, and the title of its sheet by the name that addresses give."""
    if looks_like_workbook(content) and not is_archive_of_tables(content):
        book = _inert(content)
        if book is not None:
            return book, {shown(title): title for title in book.sheetnames}
    return _rebuilt(_tables(content, name))


def _tables(content: bytes, name: str) -> list[SourceTable]:
    if looks_like_workbook(content) and is_archive_of_tables(content):
        return read_archive(content, name=name)
    return read_bytes(content, name=name)


# --- a workbook, made harmless --------------------------------------------------------------------------


def _inert(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"openpyxl\.")
        try:
            book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False, keep_vba=False)
        except DAMAGE:
            return None
    if ERRORS_SHEET in book.sheetnames:
        del book[ERRORS_SHEET]
    for title in list(book.defined_names):
        if not _PLAIN_FORMULA.fullmatch(book.defined_names[title].attr_text or ""):
            del book.defined_names[title]
    for sheet in book.worksheets:
        _quiet(sheet)
    return book


def _quiet(sheet: Any) -> None:
    sheet.conditional_formatting = ConditionalFormattingList()
    rules = sheet.data_validations
    rules.dataValidation = [
        rule
        for rule in rules.dataValidation
        if all(_PLAIN_FORMULA.fullmatch(formula or "") for formula in (rule.formula1, rule.formula2))
    ]
    for cell in list(sheet._cells.values()):  # noqa: SLF001 -- only the cells that are there, however far apart
        cell.hyperlink = None
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = PatternFill()
        if cell.data_type == "f":
            cell.data_type = "s"


# --- tables that were no workbook -----------------------------------------------------------------------


def _rebuilt(tables: Iterable[SourceTable]) -> tuple[Any, Mapping[str, str]]:
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    titles: dict[str, str] = {}
    for table in tables:
        found, _, _ = recognise(table) if table.rows else (None, [], [])
        title = table.sheet or (f"Лист {len(titles) + 1}" if found is None else TITLES[found.kind])
        titles[table.title] = title
        sheet = book.create_sheet(title)
        for line, cells in table.rows:
            for column, value in enumerate(cells, start=1):
                _write(sheet.cell(line, column), value)
    return book, titles


def _write(cell: Any, value: Any) -> None:
    if isinstance(value, str) and not _WHOLE_NUMBER.fullmatch(value):
        _text(cell, value)
    elif value is not None:
        cell.value = int(value) if isinstance(value, str) else value


def _text(cell: Any, text: str) -> None:
    """As text, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = True


# --- marks ------------------------------------------------------------------------------------------------


def _place(address: str, sheet_of: Mapping[str, str]) -> Place | None:
    """Sheet and cell of a fault; None for one of the whole file."""
    for separator in ("!", " · "):
        named, found, cell = address.rpartition(separator)
        if found and named in sheet_of and _CELL.fullmatch(cell):
            return sheet_of[named], cell
    return None


def _mark(book: Any, faults: Sequence[IntakeError], places: Sequence[Place | None]) -> None:
    notes: dict[Place, list[str]] = defaultdict(list)
    for fault, place in zip(faults, places, strict=True):
        if place is not None:
            notes[place].append(sentence(fault))
    fill = PatternFill("solid", fgColor=FAULT_FILL)
    for (title, address), said in notes.items():
        cell = book[title].cell(*coordinate_to_tuple(address))
        cell.fill = fill
        cell.comment = Comment("\n".join(said)[:_LONGEST_NOTE], AUTHOR, height=90, width=320)


def sentence(fault: IntakeError) -> str:
    """«Числитель 45 больше знаменателя 18. Проверьте значения.»"""
    return f"{capital(fault.what)}. {capital(fault.action)}."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _add_list(book: Any, faults: Sequence[IntakeError], places: Sequence[Place | None]) -> None:
    sheet = book.create_sheet(ERRORS_SHEET, 0)
    book.active = 0
    for each in book.worksheets[1:]:
        each.sheet_view.tabSelected = False
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), start=1):
        cell = sheet.cell(1, column)
        _text(cell, heading)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    for line, (fault, place) in enumerate(zip(faults, places, strict=True), start=2):
        _add_line(sheet, line, fault, place)


def _add_line(sheet: Any, line: int, fault: IntakeError, place: Place | None) -> None:
    where = fault.address if place is None else f"{place[0]}!{place[1]}"
    for column, text in enumerate((where, capital(fault.what), capital(fault.action)), start=1):
        cell = sheet.cell(line, column)
        _text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if place is not None:
        cell = sheet.cell(line, 1)
        quoted_title = place[0].replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted_title}'!{place[1]}")
        cell.font = Font(color=FAULT_INK, underline="single")
