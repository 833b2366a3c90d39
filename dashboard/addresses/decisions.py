"""The addresses of decisions: their list on «Совещание», their panel, the files made of them."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from dashboard.addresses.meeting import MEETING_PATH, read_id
from dashboard.addresses.reading import Choices, href_of, one_of

DECISION_PANEL: Final = "/panels/decision"
EVIDENCE_PANEL: Final = "/panels/decision-evidence"
DECISIONS_FILE: Final = "/downloads/decisions.docx"
DECISIONS_ANCHOR: Final = "decisions"

_LONGEST_CODE: Final = 64


class DecisionFilter(StrEnum):
    """Which decisions a list shows. OPEN: all that are not closed; the overdue and the reported are among them."""

    OPEN = "open"
    OVERDUE = "overdue"
    REPORTED = "reported"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class DecisionsAddress:
    """The list. school: its code, empty for all; meeting: id of the one meeting whose decisions these are."""

    which: DecisionFilter = DecisionFilter.OPEN
    school: str = ""
    meeting: int | None = None

    def href(self, **changes: object) -> str:
        """On «Совещание», where the list of one meeting stands under its slides."""
        return href_of(MEETING_PATH, _choices(replace(self, **changes)), anchor=DECISIONS_ANCHOR)  # type: ignore[arg-type] # names and types are those of the fields

    @property
    def file_href(self) -> str:
        """The same list as a file."""
        return href_of(DECISIONS_FILE, _choices(self))


def _choices(address: DecisionsAddress) -> dict[str, object]:
    return {
        "id": address.meeting,
        "decisions": None if address.which is DecisionFilter.OPEN else address.which,
        "school": address.school,
    }


def parse_decisions(search: object) -> tuple[DecisionsAddress, tuple[str, ...]]:
    """The address behind a query string, and the Russian names of the choices it could not make out."""
    choices = Choices(search)
    address = DecisionsAddress(
        which=choices.take("decisions", "решения", DecisionFilter) or DecisionFilter.OPEN,
        school=choices.take("school", "школа", _code) or "",
        meeting=choices.take("id", "совещание", read_id),
    )
    return address, choices.unknown


@dataclass(frozen=True, slots=True)
class DecisionAddress:
    """The panel of one decision, or the form of a new one.

    decision: None for a new one. meeting: in which it is taken, or among whose slides it is opened: there schools are
    called as the meeting calls them. slide: under which a new one is taken. is_form: open to be changed.
    """

    decision: int | None = None
    meeting: int | None = None
    slide: int | None = None
    is_form: bool = False

    @property
    def href(self) -> str:
        choices = {
            "decision": self.decision,
            "meeting": self.meeting,
            "slide": self.slide,
            "form": "open" if self.is_form else None,
        }
        return href_of(DECISION_PANEL, choices)


def parse_decision(search: object) -> DecisionAddress | None:
    """None where the query string names neither a decision nor a meeting."""
    choices = Choices(search)
    address = DecisionAddress(
        decision=choices.take("decision", "решение", read_id),
        meeting=choices.take("meeting", "совещание", read_id),
        slide=choices.take("slide", "слайд", read_id),
        is_form=choices.take("form", "форма", one_of(["open"])) is not None,
    )
    if choices.unknown or (address.decision is None and address.meeting is None):
        return None
    return address


def evidence_href(decision: int) -> str:
    """The panel that makes a decision a document of the cycle."""
    return href_of(EVIDENCE_PANEL, {"decision": decision})


def parse_evidence(search: object) -> int | None:
    return Choices(search).take("decision", "решение", read_id)


def parse_meeting_id(search: object) -> int | None:
    return Choices(search).take("id", "совещание", read_id)


def _code(text: str) -> str:
    if not text or len(text) > _LONGEST_CODE:
        raise ValueError(text)
    return text
