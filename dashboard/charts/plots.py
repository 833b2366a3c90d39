"""Charts with two number axes: funnel, ambition × attainment, trend. They are Plotly figures on the screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from dashboard.charts.specification import FigureText, Place, Reference, Scale
from dashboard.formatting import Counted
from data_layer.domain.binomial import LIMIT_95, LIMIT_998, funnel_limits
from data_layer.domain.vocabulary import Status


class Chance(StrEnum):
    """Where a point lies in the funnel. worse and better follow the direction of the goal."""

    INSIDE = "inside"
    WORSE_95 = "worse_95"
    WORSE_998 = "worse_998"
    BETTER_95 = "better_95"
    BETTER_998 = "better_998"


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One school. cohort: cases behind the value, at least 1. is_named: outliers, and the chosen school.

    why: as in charts of rows.
    """

    place: Place
    count: Counted
    chance: Chance
    is_named: bool = False
    is_chosen: bool = False
    why: str = ""

    @property
    def cohort(self) -> int:
        return self.count.n

    @property
    def value(self) -> Fraction:
        return Fraction(100 * self.count.k, self.count.n)


@dataclass(frozen=True, slots=True)
class LimitPoint:
    """Fewest and most percent that chance still explains for a cohort of so many."""

    cohort: int
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Funnel:
    """Is it chance? inner: the exact binomial limits of 95 %, outer: of 99.8 %. cohort_label: under the axis."""

    text: FigureText
    scale: Scale
    reference: Reference
    points: tuple[FunnelPoint, ...]
    inner: tuple[LimitPoint, ...]
    outer: tuple[LimitPoint, ...]
    cohort_label: str


@dataclass(frozen=True, slots=True)
class AmbitionPoint:
    """A school's own target and its result, both percent. why: as in charts of rows."""

    place: Place
    target: Fraction
    value: Fraction
    status: Status
    count: Counted | None = None
    is_named: bool = False
    is_chosen: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ambition:
    """Own target (across) against result (up). On the diagonal a school is exactly at its target.

    counts: the four fields in words, in reading order, each with how many schools lie in it.
    """

    text: FigureText
    scale: Scale
    reference: Reference | None
    points: tuple[AmbitionPoint, ...]
    counts: tuple[str, ...] = ()


class SeriesRole(StrEnum):
    """What a line stands for; it decides how it is drawn. `focus` is the school itself."""

    FOCUS = "focus"
    DISTRICT = "district"
    CLUSTER = "cluster"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One year. value: None leaves a gap in the line and `words` says why. breaks: why the line is interrupted
    before this year although both have values («с 2025/26 другая методика»).
    """

    year: int
    value: Fraction | None
    count: Counted | None = None
    status: Status | None = None
    breaks: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class TrendSeries:
    name: str
    role: SeriesRole
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """One indicator over school years. years: starting years, ascending, each of them on the axis."""

    text: FigureText
    scale: Scale
    years: tuple[int, ...]
    series: tuple[TrendSeries, ...]
    reference: Reference | None = None


# Between these cohorts the limits bend; further out they are nearly straight.
_EVERY_COHORT_UP_TO: Final = 40
_FURTHER_BY: Final = Fraction(112, 100)


def limit_points(reference: Decimal, *, largest: int, limit: Fraction) -> tuple[LimitPoint, ...]:
    """The limits of a funnel from a cohort of 1 to `largest`, exact at every cohort that is given.

    reference: percent 0..100. limit: LIMIT_95 or LIMIT_998, the probability left outside on each side.
    """
    return tuple(_limit_point(cohort, reference, limit) for cohort in _cohorts(largest))


def inner_limits(reference: Decimal, *, largest: int) -> tuple[LimitPoint, ...]:
    return limit_points(reference, largest=largest, limit=LIMIT_95)


def outer_limits(reference: Decimal, *, largest: int) -> tuple[LimitPoint, ...]:
    return limit_points(reference, largest=largest, limit=LIMIT_998)


def funnel_chance(count: Counted, reference: Decimal, *, is_less_better: bool) -> Chance:
    """Where a result lies in the funnel around the reference, by the exact limits of its own cohort.

    count: 0 <= k <= n, n at least 1.
    """
    far = _side(count, reference, LIMIT_998)
    near = far or _side(count, reference, LIMIT_95)
    if not near:
        return Chance.INSIDE
    is_better = (near > 0) != is_less_better
    if far:
        return Chance.BETTER_998 if is_better else Chance.WORSE_998
    return Chance.BETTER_95 if is_better else Chance.WORSE_95


def _side(count: Counted, reference: Decimal, limit: Fraction) -> int:
    """Below the limits −1, above them 1, else 0."""
    fewest, most = funnel_limits(count.n, reference, limit=limit)
    return (count.k > most) - (count.k < fewest)


def _limit_point(cohort: int, reference: Decimal, limit: Fraction) -> LimitPoint:
    fewest, most = funnel_limits(cohort, reference, limit=limit)
    return LimitPoint(cohort, Fraction(100 * fewest, cohort), Fraction(100 * most, cohort))


def _cohorts(largest: int) -> Iterable[int]:
    cohort = Fraction(1)
    while cohort < largest:
        yield int(cohort)
        cohort = cohort + 1 if cohort < _EVERY_COHORT_UP_TO else Fraction(int(cohort * _FURTHER_BY) + 1)
    yield max(largest, 1)
