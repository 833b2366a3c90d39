"""Schools change: they open, are renamed, close, and join one another, always as of a school year.

A school is there from a school year on, until the last day of another, and has nothing to do with any year outside:
no results, no requirements, no flags. Its own years stay as they were. What joined a school stays rows of its own; only
comparisons over that year are interrupted, because the pupils before and after are not the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from data_layer.domain.school_year import first_day, last_day, year_of

# As `school.history` keeps an event.
Stored: TypeAlias = dict[str, Any]


class ChangeKind(StrEnum):
    RENAMED = "renamed"
    # Another school became a part of this one.
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class SchoolChange:
    """year: the first one in which it holds. name: what the school was called until then, or the school that joined.

    full_name: of a former name, empty where none was given. school_id: of the one that joined.
    passes_history: its earlier years are shown as a part of this school's.
    """

    year: int
    kind: ChangeKind
    name: str
    full_name: str = ""
    school_id: int | None = None
    passes_history: bool = False


def opened_in(opened_on: date | None) -> int | None:
    """The first school year with the school, None where it has always been there; opened_on: its first day."""
    return None if opened_on is None else year_of(opened_on)


def opening_day(year: int) -> date:
    """The first day of a school that is not there before this school year."""
    return first_day(year)


def closed_from(closed_on: date | None) -> int | None:
    """The first school year without the school; closed_on: its last day."""
    return None if closed_on is None else year_of(closed_on) + 1


def closing_day(year: int) -> date:
    """The last day of a school that is not there from this school year on."""
    return last_day(year - 1)


def is_there_in(year: int, gone_from: int | None, began_in: int | None = None) -> bool:
    return (gone_from is None or year < gone_from) and (began_in is None or year >= began_in)


def joined_in(changes: Iterable[SchoolChange]) -> frozenset[int]:
    """The years in which other schools became a part of the school: its cohorts are others from then on."""
    return frozenset(each.year for each in changes if each.kind is ChangeKind.JOINED)


def former_name(changes: Iterable[SchoolChange], first: int, second: int) -> str:
    """What the school was called in the earlier of two years; empty where it has the same name in both. changes: by year."""
    low, high = sorted((first, second))
    renamed = (each for each in changes if each.kind is ChangeKind.RENAMED and low < each.year <= high)
    return next((each.name for each in renamed), "")


def as_stored(changes: Iterable[SchoolChange]) -> list[Stored]:
    return [
        {
            "year": each.year,
            "kind": each.kind.value,
            "name": each.name,
            "full_name": each.full_name,
            "school_id": each.school_id,
            "passes_history": each.passes_history,
        }
        for each in changes
    ]


def as_changes(stored: Iterable[Mapping[str, Any]] | None) -> tuple[SchoolChange, ...]:
    """By year, in the order in which they were kept."""
    found = [
        SchoolChange(
            year=each["year"],
            kind=ChangeKind(each["kind"]),
            name=each["name"],
            full_name=each["full_name"],
            school_id=each["school_id"],
            passes_history=each["passes_history"],
        )
        for each in stored or ()
    ]
    return tuple(sorted(found, key=lambda each: each.year))
