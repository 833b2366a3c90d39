"""«Выписка из протокола» of a meeting as DOCX, in the form in which departments write it; the list of decisions as DOCX.

The template is a Word file with fields that a district may replace by its own (docs/operations.md names them). What
nobody has said of a meeting stays a blank line to be filled by hand; nothing is invented. Text of people is escaped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.dates import format_date
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from dashboard.exports.inert import plain
from dashboard.exports.own_forms import own_form

_TEMPLATE: Final = Path(__file__).parent / "templates" / "protocol.docx"
_OWN_TEMPLATE: Final = "protocol.docx"
_SHORT_BLANK: Final = "_" * 12
_BLANK: Final = "_" * 40
_LONG_BLANK: Final = "_" * 72
# Rows to be filled by hand where a list is empty.
_BLANK_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Protocol:
    """What the extract says. details: by `PROTOCOL_FIELDS`, those that were not given absent or empty.

    heard: findings that were shown, sentence by sentence. decided: decisions with whom, responsible and day.
    """

    district: str
    held_on: date
    details: Mapping[str, str] = field(default_factory=dict)
    heard: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()

    def given(self, name: str) -> str:
        return plain(self.details.get(name, "")).strip()

    @property
    def agenda(self) -> list[str]:
        return [line.strip() for line in self.given("agenda").splitlines() if line.strip()]


def protocol_docx(protocol: Protocol, *, data_dir: Path, district: str) -> bytes:
    """The extract as a file. data_dir: where a district's own template may lie. district: its code."""
    template = DocxTemplate(own_form(data_dir, _OWN_TEMPLATE, district=district) or _TEMPLATE)
    # A template that a district has put there may take fields, but reach nothing else of the program.
    template.render(_fields(protocol), jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    stream = BytesIO()
    template.save(stream)
    return stream.getvalue()


def _fields(protocol: Protocol) -> dict[str, object]:
    day = format_date(protocol.held_on, "d MMMM y", locale="ru")
    return {
        "approved_position": protocol.given("approved_position") or _BLANK,
        "approved_name": protocol.given("approved_name") or _SHORT_BLANK,
        "district": plain(protocol.district),
        "date": f"{day} года",
        "number": protocol.given("number") or _SHORT_BLANK,
        "time": protocol.given("time") or _SHORT_BLANK,
        "place": protocol.given("place") or _BLANK,
        "attended": protocol.given("attended") or _LONG_BLANK,
        "agenda": _numbered(protocol.agenda),
        "heard": _numbered(protocol.heard),
        "decided": [plain(each) for each in protocol.decided] or [_LONG_BLANK] * _BLANK_ROWS,
        "minutes_by": protocol.given("minutes_by") or _SHORT_BLANK,
    }


def _numbered(lines: Sequence[str]) -> list[dict[str, object]]:
    texts = [plain(line) for line in lines] or [_LONG_BLANK] * _BLANK_ROWS
    return [{"number": number, "text": text} for number, text in enumerate(texts, start=1)]


def decisions_docx(title: str, note: str, rows: Sequence[Sequence[str]], *, heads: Sequence[str]) -> bytes:
    """A list of decisions as a table on landscape pages. note: which decisions these are, of what day, made by whom."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(11)
    heading = document.add_paragraph()
    run = heading.add_run(plain(title))
    run.bold, run.font.size = True, Pt(14)
    document.add_paragraph(plain(note))
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(head).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = plain(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
