"""Letters of the department to schools as DOCX, made from a template that a district may replace by its own.

The template is a Word file with fields (docs/operations.md names them). Text of people is escaped: without that
«& <x>» would vanish from a letter.
"""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from dashboard.exports.inert import file_title, plain
from dashboard.formatting import DASH, date_full
from dashboard.texts.letters import (
    SENDER,
    block_words,
    coming_words,
    late_words,
    letter_subject,
    letters_file_name,
    missing_lead,
    place_in_letter,
    request_words,
    returned_lead,
    returned_words,
)
from dashboard.texts.words import STAGES
from data_layer.queries.cycle_views import SchoolLetter

_TEMPLATE: Final = Path(__file__).parent / "templates" / "letter.docx"
# Where a district puts its own, within the data folder.
_OWN_TEMPLATE: Final = Path("templates") / "letter.docx"

Fields = dict[str, object]


def letters_docx(letters: Sequence[SchoolLetter], *, author: str, data_dir: Path) -> bytes:
    """One file, each letter beginning on a page of its own. author: the executor's name and post."""
    template = DocxTemplate(_template(data_dir))
    fields = {"letters": [_fields(letter, author=author) for letter in letters]}
    # A template that a district has put there may take fields, but reach nothing else of the program.
    template.render(fields, jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    stream = BytesIO()
    template.save(stream)
    return stream.getvalue()


def letters_zip(letters: Sequence[SchoolLetter], *, author: str, data_dir: Path) -> bytes:
    """A file per school, numbered in the order of the letters, so that equal names do not meet."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, letter in enumerate(letters, start=1):
            name = f"{number:02} {file_name([letter])}.docx"
            archive.writestr(name, letters_docx([letter], author=author, data_dir=data_dir))
    return stream.getvalue()


def file_name(letters: Sequence[SchoolLetter]) -> str:
    """What the file is called, without its ending; signs that file systems refuse become spaces."""
    return file_title(letters_file_name([letter.short_name for letter in letters], today=letters[0].today))


def _template(data_dir: Path) -> Path:
    own = data_dir / _OWN_TEMPLATE
    return own if own.is_file() else _TEMPLATE


def _fields(letter: SchoolLetter, *, author: str) -> Fields:
    return {
        "sender": SENDER,
        "district": plain(letter.district),
        "date": date_full(letter.today),
        "school": plain(letter.full_name),
        "subject": letter_subject(letter),
        "missing_lead": missing_lead(letter),
        "missing": [
            {
                "number": number,
                "block": plain(block_words(each.block, each.block_title)),
                "stage": STAGES[each.stage],
                "due": date_full(each.due) if each.due else DASH,
                "late": late_words(each),
            }
            for number, each in enumerate(letter.missing, start=1)
        ],
        "returned_lead": returned_lead(letter),
        "returned": [
            {
                "number": number,
                "place": place_in_letter(each),
                "document": plain(returned_words(each)),
                "remark": plain(each.remark) or DASH,
            }
            for number, each in enumerate(letter.returned, start=1)
        ],
        "request": request_words(letter),
        "coming": coming_words(letter.coming),
        "author": plain(author),
    }
