"""How well ВСОКО works at a school: its own answers and the department's, side by side. Never a score, never a rank."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# Where the trail keeps the titles of the questions answered, beside the answers by id.
QUESTIONS: Final = "questions"


class Mark(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Side(StrEnum):
    SCHOOL = "school"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Tally:
    """answered: questions with a mark of the side; yes: of these, those that are fully met."""

    answered: int
    yes: int


def tally(marks: Iterable[Mark | None]) -> Tally:
    given = [mark for mark in marks if mark is not None]
    return Tally(len(given), sum(mark is Mark.YES for mark in given))


def differs(school: Mark | None, department: Mark | None) -> bool:
    """Whether both have answered, and not the same."""
    return school is not None and department is not None and school is not department
