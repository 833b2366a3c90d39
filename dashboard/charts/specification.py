"""What a chart says, apart from how a medium draws it: plain frozen values, without colours or pixels."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol


class Counted(Protocol):
    """k of n, whole and 0 <= k <= n."""

    @property
    def k(self) -> int: ...

    @property
    def n(self) -> int: ...


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
