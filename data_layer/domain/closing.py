"""Whether a measure or a decision is closed: next year's figures show what it has changed, or somebody says so.

Source: the task «Evidence». Accepting a document says that it is in order; closing it, that its effect is known.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from data_layer.domain.vocabulary import DocumentStatus, Stage, Status

# Documents of these stages promise a change.
ANSWERING_STAGES: Final = frozenset({Stage.MEASURES, Stage.DECISIONS})
_WITHOUT_VALUE: Final = frozenset({Status.NO_DATA, Status.NOT_DUE})


class Closing(StrEnum):
    """open: nothing is known of the effect yet."""

    OPEN = "open"
    BY_VALUE = "by_value"
    BY_WORD = "by_word"


def closing_of(*, stage: Stage, status: DocumentStatus, effect: str, next_year: Iterable[Status]) -> Closing | None:
    """None for a document that has nothing to close: of another stage, or not accepted.

    next_year: statuses of the deciding results of its block (or of the goals it names) one school year on.
    All that apply must have a value; where none applies only a word can close it.
    """
    if stage not in ANSWERING_STAGES or status is not DocumentStatus.ACCEPTED:
        return None
    if effect.strip():
        return Closing.BY_WORD
    applicable = [each for each in next_year if each is not Status.NOT_APPLICABLE]
    is_known = bool(applicable) and not any(each in _WITHOUT_VALUE for each in applicable)
    return Closing.BY_VALUE if is_known else Closing.OPEN


def is_told(closing: Closing | None, *, year: int, today: date) -> bool:
    """Whether a list says so: what is closed at any time, what is open once the next school year is over.

    year: of the document. Before that nobody can know its effect.
    """
    if closing is None:
        return False
    return closing is not Closing.OPEN or today >= date(year + 2, 9, 1)
