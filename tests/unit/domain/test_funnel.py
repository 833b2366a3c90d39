"""Limits of a funnel: summed quickly, and yet those of whole-number arithmetic."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_layer.domain.binomial import (
    LIMIT_95,
    LIMIT_998,
    _first_inside,
    _first_inside_by_sum,
    _first_inside_exactly,
    funnel_center,
    funnel_limits,
)


@given(st.integers(0, 150), st.integers(1, 9999), st.sampled_from([LIMIT_95, LIMIT_998]))
def test_the_quick_sum_decides_as_whole_numbers_do(cohort: int, center: int, limit: Fraction) -> None:
    chance = Fraction(center, 10_000)

    assert _first_inside(cohort, chance, limit) == _first_inside_exactly(cohort, chance, limit)


@pytest.mark.parametrize("center", ["85", "87.4", "2", "99.5"])
@pytest.mark.parametrize("limit", [LIMIT_95, LIMIT_998])
def test_large_cohorts_too(center: str, limit: Fraction) -> None:
    chance = Fraction(center) / 100

    assert _first_inside_by_sum(1500, float(chance), float(limit)) == _first_inside_exactly(1500, chance, limit)


def test_a_tail_of_exactly_the_limit_is_left_to_whole_numbers() -> None:
    # One pupil, 97.5 %: a miss has the probability of 2.5 % to the last digit, which does not exceed the limit.
    chance = Fraction("0.975")

    assert _first_inside_by_sum(1, float(chance), float(LIMIT_95)) is None
    assert funnel_limits(1, Decimal("97.5")) == (1, 1)


@pytest.mark.parametrize("value", [0, 100, Decimal(100), 0.004, 99.996])
def test_around_nothing_and_everything_there_is_no_funnel(value: float) -> None:
    assert funnel_center(value) is None


def test_the_center_has_two_decimals() -> None:
    assert funnel_center(100 * 9027 / 10331) == Decimal("87.38")
