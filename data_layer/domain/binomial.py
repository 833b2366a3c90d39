"""Could a miss be chance? Exact binomial tails, in whole numbers.

Two questions are kept apart (charts.md, «Honest numbers», 4): whether a goal is met is a fact of
`attainment`; here stands only whether so few cases could have missed it by chance alone.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from data_layer.domain.vocabulary import Direction

# Probability left outside on each side: two-sided limits of 95 % and 99.8 %.
LIMIT_95: Final = Fraction(25, 1000)
LIMIT_998: Final = Fraction(1, 1000)


class ChanceVerdict(StrEnum):
    """`too_few`: not even the worst possible result of this cohort could exclude chance."""

    COULD_BE_CHANCE = "could_be_chance"
    UNLIKELY_CHANCE = "unlikely_chance"
    TOO_FEW = "too_few"


def chance_verdict(
    numerator: int,
    denominator: int,
    target_percent: Decimal,
    direction: Direction,
    *,
    limit: Fraction = LIMIT_95,
) -> ChanceVerdict:
    """Whether chance alone explains a result this far on the wrong side of the target.

    numerator of denominator cases, 0 <= numerator <= denominator; target_percent 0..100. The tail on
    the wrong side is taken: at most this many for «at least», at least this many for «at most».
    Raises ValueError for numbers out of range or a direction that compares with nothing.
    """
    _check(numerator, denominator, target_percent)
    if direction is Direction.INCREASE:
        raise ValueError("growth is compared with last year, not with a target")
    worst = 0 if direction is Direction.AT_LEAST else denominator
    if _wrong_tail(worst, denominator, target_percent, direction) > limit:
        return ChanceVerdict.TOO_FEW
    if _wrong_tail(numerator, denominator, target_percent, direction) > limit:
        return ChanceVerdict.COULD_BE_CHANCE
    return ChanceVerdict.UNLIKELY_CHANCE


def at_most_probability(numerator: int, denominator: int, target_percent: Decimal) -> Fraction:
    """P(X <= numerator) for X of `denominator` independent cases with the target's probability."""
    _check(numerator, denominator, target_percent)
    return _lower_tail(numerator, denominator, Fraction(target_percent) / 100)


def at_least_probability(numerator: int, denominator: int, target_percent: Decimal) -> Fraction:
    """P(X >= numerator); see `at_most_probability`."""
    _check(numerator, denominator, target_percent)
    # Counting failures instead of successes turns the upper tail into the lower one.
    return _lower_tail(denominator - numerator, denominator, 1 - Fraction(target_percent) / 100)


@lru_cache(maxsize=4096)
def funnel_limits(denominator: int, target_percent: Decimal, *, limit: Fraction = LIMIT_95) -> tuple[int, int]:
    """Fewest and most cases that chance still explains, for the limits of a funnel plot.

    A result below the first or above the second number lies outside the two-sided limits.
    """
    _check(0, denominator, target_percent)
    chance = Fraction(target_percent) / 100
    lowest = _first_inside(denominator, chance, limit)
    highest = denominator - _first_inside(denominator, 1 - chance, limit)
    return lowest, highest


def _wrong_tail(numerator: int, denominator: int, target_percent: Decimal, direction: Direction) -> Fraction:
    if direction is Direction.AT_LEAST:
        return at_most_probability(numerator, denominator, target_percent)
    return at_least_probability(numerator, denominator, target_percent)


@lru_cache(maxsize=4096)
def _lower_tail(numerator: int, denominator: int, chance: Fraction) -> Fraction:
    terms = _terms(denominator, chance)
    weight = sum(next(terms) for _ in range(numerator + 1))
    return Fraction(weight, chance.denominator**denominator)


def _first_inside(denominator: int, chance: Fraction, limit: Fraction) -> int:
    """The smallest number of cases whose lower tail exceeds the limit."""
    whole = chance.denominator**denominator
    weight = 0
    for cases, term in enumerate(_terms(denominator, chance)):
        weight += term
        if weight * limit.denominator > limit.numerator * whole:
            return cases
    return denominator


def _terms(denominator: int, chance: Fraction) -> Iterator[int]:
    """Probabilities of 0, 1, 2 … cases, each times chance.denominator ** denominator: whole numbers."""
    hits, misses = chance.numerator, chance.denominator - chance.numerator
    if misses == 0:
        yield from [0] * denominator
        yield hits**denominator
        return
    term = misses**denominator
    for cases in range(denominator + 1):
        yield term
        # The division leaves no remainder: the next term is a whole number too.
        term = term * (denominator - cases) * hits // ((cases + 1) * misses)


def _check(numerator: int, denominator: int, target_percent: Decimal) -> None:
    if not 0 <= numerator <= denominator:
        raise ValueError("numerator must lie between 0 and the denominator")
    if not 0 <= target_percent <= 100:
        raise ValueError("a target is a percentage from 0 to 100")
