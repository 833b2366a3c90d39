"""What a chart says, apart from how a medium draws it: plain frozen values, without colours or pixels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import cycle
from math import ceil, floor
from typing import Final

from dashboard.formatting import Counted


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar from 0 to n filled to k, with last year's share as a tick.

    label: what it measures, for those who hear it. Nothing is filled where n is 0.
    """

    label: str
    count: Counted
    before: Counted | None = None


@dataclass(frozen=True, slots=True)
class Bullet:
    """One figure against its target on a scale from 0 to `top`; the larger of what is drawn fits in.

    fact, target, district: in the unit of the scale; None is not drawn. is_reversed: less is better, so the
    bar runs from the right. is_missed: the figure does not reach the target.
    """

    label: str
    top: Fraction
    fact: Fraction | None
    target: Fraction | None
    district: Fraction | None
    is_reversed: bool
    is_missed: bool


class Tint(StrEnum):
    """How many goals of a cell are met: the four steps of the matrix."""

    ALL = "all"
    HALF = "half"
    SOME = "some"
    NONE = "none"


def tint(goals: Counted) -> Tint | None:
    """The step of k of n; None where there is nothing to judge."""
    if not goals.n:
        return None
    if goals.k == goals.n:
        return Tint.ALL
    if 2 * goals.k >= goals.n:
        return Tint.HALF
    return Tint.SOME if goals.k else Tint.NONE


def share_of(count: Counted) -> Fraction:
    """Share of k in n, 0..1; 0 where there is nothing to divide by, which a meter draws as an empty track."""
    return Fraction(count.k, count.n) if count.n else Fraction(0)


@dataclass(frozen=True, slots=True)
class FigureText:
    """The words around a chart.

    headline: the finding as a sentence, two lines at most. subtitle: measure, coverage, year, level.
    note: what must be known to read the scale («Шкала начинается с 70 %»). source: of the figures, without a full
    stop. on: day of the data. entered: schools with data of all schools that should have them. alt: the chart in one
    sentence for those who hear it; where it is empty, `charts.sentence` makes it. near: how far from the goal is still
    «близко», «до 5 п. п.»; empty where the chart cannot say it.
    """

    headline: str
    subtitle: str = ""
    note: str = ""
    source: str = ""
    on: date | None = None
    entered: Counted | None = None
    alt: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What a row or point stands for. href: where it leads, empty where it leads nowhere (coded names)."""

    name: str
    href: str = ""


class Unit(StrEnum):
    """Of the values on a scale: percent 0..100, or things that are counted."""

    PERCENT = "percent"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis of values, from `low` to `high`, low < high. is_less_better: the good side is the left or lower one."""

    low: Fraction
    high: Fraction
    unit: Unit = Unit.PERCENT
    is_less_better: bool = False

    @property
    def is_from_zero(self) -> bool:
        return self.low == 0


@dataclass(frozen=True, slots=True)
class Reference:
    """A line all values are held against: «ориентир района 85 %». label: with the number."""

    value: Fraction
    label: str


# Differences smaller than this are not blown up to the width of a chart.
_LEAST_SPAN: Final[Mapping[Unit, Fraction]] = {Unit.PERCENT: Fraction(10), Unit.COUNT: Fraction(4)}


def scale_for(
    values: Iterable[Fraction | None],
    *,
    unit: Unit = Unit.PERCENT,
    is_less_better: bool = False,
    from_zero: bool = False,
) -> Scale:
    """A scale with round ends around the values and some air; dots may zoom in, bars start at zero.

    values: all that is drawn, references and own targets too. Percentages stay within 0..100.
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=Fraction(0)), max(known, default=Fraction(0))
    low, high = _widened(Fraction(0) if from_zero else low, high, unit)
    step = _round_step(high - low)
    bottom, top = floor(low / step) * step, ceil(high / step) * step
    if unit is Unit.PERCENT:
        top = min(top, Fraction(100))
    return Scale(max(bottom, Fraction(0)), top, unit, is_less_better)


def _widened(low: Fraction, high: Fraction, unit: Unit) -> tuple[Fraction, Fraction]:
    """At least the least span, on both sides as far as the unit goes."""
    missing = max(_LEAST_SPAN[unit] - (high - low), Fraction(0))
    low, high = low - missing / 2, high + missing / 2
    if low < 0:
        low, high = Fraction(0), high - low
    if unit is Unit.PERCENT and high > 100:
        low, high = max(low - (high - 100), Fraction(0)), Fraction(100)
    return low, high


def ticks(scale: Scale) -> tuple[Fraction, ...]:
    """Round values to be written along the scale, both ends among them where they are round."""
    step = _round_step(scale.high - scale.low)
    first = (scale.low / step).__ceil__() * step
    return tuple(first + step * each for each in range(int((scale.high - first) / step) + 1))


def _round_step(span: Fraction) -> Fraction:
    """1, 2, 5 or 10 of some power of ten, so that a span holds two to five of them; never below 1."""
    step = Fraction(1)
    factors = cycle((Fraction(2), Fraction(5, 2), Fraction(2)))
    while span > 5 * step:
        step *= next(factors)
    return step


def share_in(value: Fraction, scale: Scale) -> Fraction:
    """Where a value lies between the ends of its scale, 0..1; what lies outside is kept at the end."""
    share = (value - scale.low) / (scale.high - scale.low)
    return min(max(share, Fraction(0)), Fraction(1))
