"""The closed word lists of meetings, and the two rules about decisions. Pure."""

from datetime import date
from enum import StrEnum
from typing import Final


class MeetingState(StrEnum):
    PLANNED = "planned"
    HELD = "held"


class SlideKind(StrEnum):
    """What a slide was made of: a view of a page, or one of the standard agenda."""

    VIEW = "view"
    OPENING = "opening"
    GLANCE = "glance"
    BLOCK_RESULT = "block_result"
    BLOCK_CYCLE = "block_cycle"
    NO_RESPONSE = "no_response"
    HELP = "help"
    SOLVED = "solved"
    DEADLINES = "deadlines"


class DecisionState(StrEnum):
    """«Просрочено» is no state: it follows from the day that is asked about."""

    OPEN = "open"
    REPORTED = "reported"
    CLOSED = "closed"


# What the protocol says of a meeting: names in `Meeting.details`, each a text. `agenda` is one point to a line.
PROTOCOL_FIELDS: Final = (
    "number",
    "time",
    "place",
    "attended",
    "approved_position",
    "approved_name",
    "minutes_by",
    "agenda",
)


def is_decision_overdue(state: DecisionState, due: date | None, *, today: date) -> bool:
    """Whether nobody has reported it done although its day has passed; on the due day itself it is in time."""
    return state is DecisionState.OPEN and due is not None and today > due
