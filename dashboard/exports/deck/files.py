"""A deck as a file of one of four kinds."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dashboard.addresses.meeting import MeetingFile
from dashboard.errors import InvalidInputError
from dashboard.exports.attachment import HTML, PDF, PPTX, XLSX
from dashboard.slides.values import Deck
from dashboard.texts.deck import NO_SLIDES, file_title

_NOT_IN_FILE_NAMES: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_MIME_TYPES: Final = {
    MeetingFile.PPTX: PPTX,
    MeetingFile.PDF: PDF,
    MeetingFile.XLSX: XLSX,
    MeetingFile.HTML: HTML,
}


@dataclass(frozen=True, slots=True)
class DeckFile:
    content: bytes
    filename: str
    mimetype: str


def deck_file(deck: Deck, kind: MeetingFile, *, data_dir: Path, district: str) -> DeckFile:
    """data_dir: where a district's own template may lie. district: its code.

    Raises InvalidInputError where there is nothing to show, or the template cannot be used.
    """
    if not deck.slides:
        raise InvalidInputError(NO_SLIDES)
    content = _made(deck, kind, data_dir=data_dir, district=district)
    return DeckFile(content, f"{_file_name(deck)}.{kind}", _MIME_TYPES[kind])


def _made(deck: Deck, kind: MeetingFile, *, data_dir: Path, district: str) -> bytes:
    """What makes files is loaded when the first one is asked for: together it takes longer than the start of the app."""
    if kind is MeetingFile.PPTX:
        from dashboard.exports.deck.presentation import deck_pptx  # noqa: PLC0415 - as above
        from dashboard.exports.deck.template import own_template  # noqa: PLC0415 - as above

        return deck_pptx(deck, template=own_template(data_dir, district=district))
    if kind is MeetingFile.PDF:
        from dashboard.exports.deck.pdf import deck_pdf  # noqa: PLC0415 - as above

        return deck_pdf(deck)
    if kind is MeetingFile.XLSX:
        from dashboard.exports.deck.sheets import deck_xlsx  # noqa: PLC0415 - as above

        return deck_xlsx(deck)
    from dashboard.exports.deck.pack import deck_html  # noqa: PLC0415 - as above

    return deck_html(deck)


def _file_name(deck: Deck) -> str:
    return " ".join(_NOT_IN_FILE_NAMES.sub(" ", file_title(deck.title, deck.held_on)).split())[:120]
