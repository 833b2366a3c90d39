"""Ends of scales, and the place of a school in a funnel."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dashboard.charts.plots import Chance, funnel_chance, inner_limits, outer_limits
from dashboard.charts.specification import Scale, Unit, scale_for, share_in, ticks
from data_layer.queries.views import Count


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([], (0, 10)),
        ([73, 96], (70, 100)),
        ([0, 100], (0, 100)),
        ([100], (90, 100)),
        ([0], (0, 10)),
        ([79, 81], (74, 86)),
    ],
)
def test_dots_may_zoom_in_but_never_past_0_and_100(values: list[int], ends: tuple[int, int]) -> None:
    scale = scale_for(map(Fraction, values))

    assert [scale.low, scale.high] == [Fraction(end) for end in ends]


def test_bars_start_at_zero() -> None:
    assert scale_for([Fraction(55)], from_zero=True).low == 0


def test_counts_have_no_upper_end() -> None:
    scale = scale_for([Fraction(400), Fraction(900)], unit=Unit.COUNT)

    assert [scale.low, scale.high] == [Fraction(400), Fraction(900)]


@pytest.mark.parametrize("high", [1, 7, 10, 12, 25, 37, 60, 99, 100, 1290, 10331])
def test_a_scale_has_two_to_five_steps(high: int) -> None:
    scale = scale_for([Fraction(0), Fraction(high)], unit=Unit.COUNT, from_zero=True)

    assert 3 <= len(ticks(scale)) <= 6


def test_what_lies_outside_stays_at_the_end() -> None:
    scale = Scale(Fraction(70), Fraction(100))

    assert [share_in(Fraction(value), scale) for value in (60, 85, 120)] == [0, Fraction(1, 2), 1]


# charts.md, «Honest numbers», 4: for a goal of 90 % chance is excluded (2.5 %) only at <= 60 % for n = 10, <= 80 % for n = 50.
@pytest.mark.parametrize(
    ("k", "n", "expected"),
    [
        (7, 10, Chance.INSIDE),
        (6, 10, Chance.WORSE_95),
        (41, 50, Chance.INSIDE),
        (40, 50, Chance.WORSE_95),
        # 0.9 ** 50 is 0.0052: less than 2.5 %, more than 0.1 %.
        (50, 50, Chance.BETTER_95),
    ],
)
def test_the_place_in_a_funnel_follows_the_exact_limits(k: int, n: int, expected: Chance) -> None:
    assert funnel_chance(Count(k, n), Decimal(90), is_less_better=False) is expected


def test_where_less_is_better_more_is_worse() -> None:
    # P(X >= 2 of 2) = 0.02² = 0.0004 < 0.001 for a limit of 2 %.
    assert funnel_chance(Count(2, 2), Decimal(2), is_less_better=True) is Chance.WORSE_998
    assert funnel_chance(Count(2, 2), Decimal(2), is_less_better=False) is Chance.BETTER_998


def test_limits_begin_at_one_end_at_the_largest_and_the_outer_ones_are_wider() -> None:
    inner, outer = inner_limits(Decimal(85), largest=1290), outer_limits(Decimal(85), largest=1290)

    assert (inner[0].cohort, inner[-1].cohort) == (1, 1290)
    assert [point.cohort for point in inner] == [point.cohort for point in outer]
    assert all(far.low <= near.low <= near.high <= far.high for near, far in zip(inner, outer, strict=True))
    assert len(inner) < 100
