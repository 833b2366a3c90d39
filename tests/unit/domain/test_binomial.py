"""Chance or not: the limits printed in the chart style sheet, and exact small cases."""

from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_layer.domain.binomial import (
    LIMIT_95,
    LIMIT_998,
    ChanceVerdict,
    at_least_probability,
    at_most_probability,
    chance_verdict,
    funnel_limits,
)
from data_layer.domain.vocabulary import Direction

GOAL = Decimal(90)


@pytest.mark.parametrize(("size", "most"), [(10, 6), (20, 14), (50, 40), (100, 83)])
def test_for_a_goal_of_90_percent_chance_is_excluded_only_up_to(size: int, most: int) -> None:
    verdicts = [chance_verdict(reached, size, GOAL, Direction.AT_LEAST) for reached in (most, most + 1)]

    assert verdicts == [ChanceVerdict.UNLIKELY_CHANCE, ChanceVerdict.COULD_BE_CHANCE]


def test_one_pupil_is_too_few_for_any_verdict() -> None:
    # Even 0 of 1 has a chance of 10 % under a goal of 90 %; 0 of 2 has 1 %.
    assert chance_verdict(0, 1, GOAL, Direction.AT_LEAST) is ChanceVerdict.TOO_FEW
    assert chance_verdict(0, 2, GOAL, Direction.AT_LEAST) is ChanceVerdict.UNLIKELY_CHANCE
    assert chance_verdict(0, 0, GOAL, Direction.AT_LEAST) is ChanceVerdict.TOO_FEW


def test_under_a_goal_of_100_percent_no_miss_is_chance() -> None:
    hundred = Decimal(100)

    assert chance_verdict(99, 100, hundred, Direction.AT_LEAST) is ChanceVerdict.UNLIKELY_CHANCE
    assert chance_verdict(100, 100, hundred, Direction.AT_LEAST) is ChanceVerdict.COULD_BE_CHANCE


def test_at_most_takes_the_upper_tail() -> None:
    # 2 % of 50: P(X >= 4) = 0.0178, P(X >= 3) = 0.0784.
    verdicts = [chance_verdict(reached, 50, Decimal(2), Direction.AT_MOST) for reached in (3, 4)]

    assert verdicts == [ChanceVerdict.COULD_BE_CHANCE, ChanceVerdict.UNLIKELY_CHANCE]


def test_tails_are_exact() -> None:
    assert at_most_probability(1, 3, Decimal(50)) == Fraction(1, 2)
    assert at_least_probability(3, 3, Decimal(50)) == Fraction(1, 8)
    assert at_most_probability(0, 2, Decimal("12.5")) == Fraction(49, 64)


def test_the_wider_limits_leave_a_thousandth_on_each_side() -> None:
    # P(X <= 4 | 10, 90 %) = 0.000147, P(X <= 5) = 0.00163.
    assert funnel_limits(10, GOAL, limit=LIMIT_95) == (7, 10)
    assert funnel_limits(10, GOAL, limit=LIMIT_998) == (5, 10)


def test_numbers_out_of_range_and_growth_are_refused() -> None:
    for numerator, denominator, target in ((3, 2, GOAL), (-1, 2, GOAL), (1, 2, Decimal(101))):
        with pytest.raises(ValueError, match=r"must lie|percentage"):
            chance_verdict(numerator, denominator, target, Direction.AT_LEAST)
    with pytest.raises(ValueError, match="growth"):
        chance_verdict(1, 2, GOAL, Direction.INCREASE)


CASES = st.integers(min_value=0, max_value=60).flatmap(
    lambda size: st.tuples(st.integers(min_value=0, max_value=size), st.just(size))
)
TARGETS = st.decimals(min_value=0, max_value=100, places=1)


@given(CASES, TARGETS)
def test_the_tail_is_the_sum_of_its_terms(cases: tuple[int, int], target: Decimal) -> None:
    reached, size = cases
    chance = Fraction(target) / 100
    terms = [comb(size, count) * chance**count * (1 - chance) ** (size - count) for count in range(size + 1)]

    assert at_most_probability(reached, size, target) == sum(terms[: reached + 1])
    assert at_least_probability(reached, size, target) == sum(terms[reached:])


@given(CASES, TARGETS)
def test_a_result_outside_the_funnel_is_unlikely_to_be_chance(cases: tuple[int, int], target: Decimal) -> None:
    reached, size = cases
    lowest, highest = funnel_limits(size, target)

    low = chance_verdict(reached, size, target, Direction.AT_LEAST)
    high = chance_verdict(reached, size, target, Direction.AT_MOST)

    assert (low is ChanceVerdict.UNLIKELY_CHANCE) == (reached < lowest)
    assert (high is ChanceVerdict.UNLIKELY_CHANCE) == (reached > highest)
