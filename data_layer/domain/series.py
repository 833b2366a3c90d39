"""Where a series of years breaks, so that its figures make no line and must not be held against each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from data_layer.domain.facts import IndicatorRule, SchoolFacts

# A cohort that changes more than this many times is another one, unless both are small.
_JUMP: Final = 3
_JUMP_MATTERS_FROM: Final = 30


class Break(StrEnum):
    """Why two years cannot simply be held against each other."""

    # Another school became a part of this one between the years.
    JOINED = "joined"
    # The district has said that figures are gathered otherwise from some year between them on.
    METHOD = "method"
    # The figures of the later year are still being gathered.
    UNFINISHED = "unfinished"
    # Fewer than half of the schools of the other year have handed in.
    PARTIAL = "partial"
    PARTIAL_BEFORE = "partial_before"
    # The cohort is more than three times what it was, or less than a third.
    COHORT = "cohort"


@dataclass(frozen=True, slots=True)
class Years:
    """Two school years of one figure, in whichever order they are compared.

    due: until when figures of the later one may come, None where no day is set. cohorts: denominators of both,
    None where there is none.
    """

    first: int
    second: int
    due: date | None = None
    cohorts: tuple[int | None, int | None] = (None, None)


def is_other_cohort(now: int | None, before: int | None) -> bool:
    """Whether two denominators are too far apart for one series: more than threefold, unless both are small."""
    if not now or not before:
        return False
    small, large = sorted((now, before))
    return large >= _JUMP_MATTERS_FROM and large > _JUMP * small


def methods_between(rule: IndicatorRule, first: int, second: int) -> Iterator[tuple[int, str]]:
    """From which years between the two figures are gathered otherwise, and why; in order."""
    low, high = sorted((first, second))
    return ((year, rule.breaks[year]) for year in sorted(rule.breaks) if low < year <= high)


def joined_between(school: SchoolFacts, first: int, second: int) -> list[int]:
    """From which years between the two other schools are a part of this one: its cohorts are others, whatever else holds."""
    low, high = sorted((first, second))
    return sorted(year for year in school.joined_in if low < year <= high)


def is_method_new(rule: IndicatorRule, year: int) -> bool:
    """Whether the figures of a year are not of one kind with those of the year before."""
    return year in rule.breaks


def break_with_last_year(rule: IndicatorRule, school: SchoolFacts, year: int) -> Break | None:
    """Why a school's figure of the year before is no measure of this one, whatever both figures are; None where it is."""
    if joined_between(school, year - 1, year):
        return Break.JOINED
    return Break.METHOD if is_method_new(rule, year) else None


def is_unfinished(due: date | None, *, today: date) -> bool:
    """Whether figures may still come: a school's may change until then, a district's is a part of the whole."""
    return due is not None and today <= due


def series_break(rule: IndicatorRule, years: Years, *, today: date) -> Break | None:
    """The first reason that holds; None where the two years make a series."""
    if any(methods_between(rule, years.first, years.second)):
        return Break.METHOD
    if is_unfinished(years.due, today=today):
        return Break.UNFINISHED
    return Break.COHORT if is_other_cohort(*years.cohorts) else None
