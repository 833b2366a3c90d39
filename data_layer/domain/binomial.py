"""Could a miss be chance? Exact binomial tails, decided as whole numbers would decide them.

Two questions are kept apart (charts.md, «Honest numbers», 4): whether a goal is met is a fact of
`attainment`; here stands only whether so few cases could have missed it by chance alone.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt
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
    fewest, most = funnel_limits(denominator, target_percent, limit=limit)
    is_at_least = direction is Direction.AT_LEAST
    if (fewest == 0) if is_at_least else (most == denominator):
        return ChanceVerdict.TOO_FEW
    if (numerator >= fewest) if is_at_least else (numerator <= most):
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


@lru_cache(maxsize=16384)
def funnel_limits(denominator: int, target_percent: Decimal, *, limit: Fraction = LIMIT_95) -> tuple[int, int]:
    """Fewest and most cases that chance still explains, for the limits of a funnel plot.

    A result below the first or above the second number lies outside the two-sided limits.
    """
    _check(0, denominator, target_percent)
    chance = Fraction(target_percent) / 100
    lowest = _first_inside(denominator, chance, limit)
    highest = denominator - _first_inside(denominator, 1 - chance, limit)
    return lowest, highest


def funnel_center(value: Decimal | float) -> Decimal | None:
    """The percent that a funnel stands around, to a hundredth; None for 0 and 100.

    Around 0 or 100 % a single case would lie outside any limits, so there is no funnel.
    """
    center = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return center if 0 < center < 100 else None


@lru_cache(maxsize=4096)
def _lower_tail(numerator: int, denominator: int, chance: Fraction) -> Fraction:
    terms = _terms(denominator, chance)
    weight = sum(next(terms) for _ in range(numerator + 1))
    return Fraction(weight, chance.denominator**denominator)


def _first_inside(denominator: int, chance: Fraction, limit: Fraction) -> int:
    """The smallest number of cases whose lower tail exceeds the limit.

    A cohort may have thousands of results, so the tail is summed in floating point; where the sum comes so near
    the limit that rounding could decide, whole numbers decide instead.
    """
    found = _first_inside_by_sum(denominator, float(chance), float(limit)) if 0 < chance < 1 else None
    return _first_inside_exactly(denominator, chance, limit) if found is None else found


# So many standard deviations below the mean nothing is left that could be summed.
_DEVIATIONS: Final = 9
# The sums are right to about twelve digits; nearer to a limit than this they do not decide.
_UNDECIDED: Final = 1e-9


def _first_inside_by_sum(denominator: int, chance: float, limit: float) -> int | None:
    """The same, None where rounding could decide."""
    first = max(0, int(denominator * chance - _DEVIATIONS * sqrt(denominator * chance * (1 - chance)) - _DEVIATIONS))
    ways = lgamma(denominator + 1) - lgamma(first + 1) - lgamma(denominator - first + 1)
    term = exp(ways + first * log(chance) + (denominator - first) * log1p(-chance))
    tail, odds = 0.0, chance / (1 - chance)
    for cases in range(first, denominator + 1):
        tail += term
        if abs(tail - limit) <= limit * _UNDECIDED:
            return None
        if tail > limit:
            return cases
        term *= (denominator - cases) / (cases + 1) * odds
    return None


def _first_inside_exactly(denominator: int, chance: Fraction, limit: Fraction) -> int:
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
