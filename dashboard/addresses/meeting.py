"""Addresses of meetings: the list, one agenda, the show, its notes window, and the files of a deck."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.addresses.reading import Choices, href_of

MEETING_PATH: Final = "/meeting"
SHOW_PATH: Final = "/meeting/show"
NOTES_PATH: Final = "/meeting/notes"
SEND_PANEL: Final = "/panels/slide-send"
# Names a school of a coded meeting, or closes its name again: from the agenda and from the show.
REVEAL_SCHOOL: Final = "/actions/meeting-reveal"
PROTOCOL_PATH: Final = "/downloads/protocol.docx"
_LARGEST_ID: Final = 2**63 - 1


class MeetingFile(StrEnum):
    """Files of a whole deck, by their ending."""

    PPTX = "pptx"
    PDF = "pdf"
    XLSX = "xlsx"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class MeetingAddress:
    """id: of the meeting, None for the list of all."""

    id: int | None = None

    def href(self, anchor: str = "") -> str:
        return href_of(MEETING_PATH, {"id": self.id}, anchor=anchor)


@dataclass(frozen=True, slots=True)
class ShowAddress:
    """A slide on the wall, or its notes. slide: position from 1."""

    id: int
    slide: int = 1

    @property
    def href(self) -> str:
        return href_of(SHOW_PATH, {"id": self.id, "slide": self.slide})

    @property
    def notes_href(self) -> str:
        return href_of(NOTES_PATH, {"id": self.id, "slide": self.slide})


def meeting_href(meeting: int | None = None, *, anchor: str = "") -> str:
    """The list, or the agenda of one meeting."""
    return MeetingAddress(meeting).href(anchor)


def send_href(view: str) -> str:
    """The panel that sends a view to a meeting. view: its address, the anchor naming the figure on it."""
    return href_of(SEND_PANEL, {"view": view})


def deck_path(kind: MeetingFile) -> str:
    """The rule of the route that hands such files out."""
    return f"/downloads/meeting.{kind}"


def deck_href(meeting: int, kind: MeetingFile) -> str:
    """The whole deck as a file."""
    return href_of(deck_path(kind), {"id": meeting})


def protocol_href(meeting: int) -> str:
    """«Выписка из протокола»."""
    return href_of(PROTOCOL_PATH, {"id": meeting})


def parse_meeting(search: object) -> tuple[MeetingAddress, tuple[str, ...]]:
    """The address behind a query string, and the Russian names of the choices it could not make out."""
    choices = Choices(search)
    return MeetingAddress(choices.take("id", "совещание", read_id)), choices.unknown


def parse_show(search: object) -> ShowAddress | None:
    """None where the query string names no meeting; what it says of the slide and cannot be made out is the first."""
    choices = Choices(search)
    meeting = choices.take("id", "совещание", read_id)
    slide = choices.take("slide", "слайд", read_id)
    return None if meeting is None else ShowAddress(meeting, 1 if slide is None else slide)


def read_id(text: str) -> int:
    """A positive whole number as we write it ourselves. Raises ValueError."""
    # int() reads «٣» and «1_0» too.
    if not (text.isascii() and text.isdecimal()) or text.startswith("0") or int(text) > _LARGEST_ID:
        raise ValueError(text)
    return int(text)
