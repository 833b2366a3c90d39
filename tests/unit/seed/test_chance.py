"""Chance behind the demo: counts stay in their bounds, schools spread as published."""

from random import Random
from statistics import stdev

import pytest

from seed.chance import binomial, school_rate, shifted, spread_by_cohort

# Share of marks 3 and better in math 4, and the published spread between schools in points by cohort.
MATH_4 = 0.967


@pytest.mark.parametrize(("cohort", "published_pp"), [(5, 11.5), (17, 8.2), (40, 4.7), (90, 2.7)])
def test_schools_spread_about_as_published(cohort: int, published_pp: float) -> None:
    drawn = Random(4)
    rates = [school_rate(drawn, mean=MATH_4, spread=spread_by_cohort(cohort)) for _ in range(4000)]

    shares = [100 * binomial(drawn, cohort, rate) / cohort for rate in rates]

    assert stdev(shares) == pytest.approx(published_pp, rel=0.12)


@pytest.mark.parametrize("trials", [0, 1, 5, 299, 301, 20000])
def test_a_binomial_count_lies_between_nothing_and_everything(trials: int) -> None:
    counts = {binomial(Random(draw), trials, 0.93) for draw in range(50)}

    assert min(counts) >= 0
    assert max(counts) <= trials


def test_large_counts_keep_mean_and_spread() -> None:
    # 10,000 trials at 0.3: mean 3,000, standard deviation √2,100 ≈ 45.8.
    counts = [binomial(Random(draw), 10_000, 0.3) for draw in range(600)]

    assert sum(counts) / len(counts) == pytest.approx(3000, abs=10)
    assert stdev(counts) == pytest.approx(45.8, rel=0.1)


def test_a_shift_of_nothing_changes_nothing_and_certainty_is_avoided() -> None:
    assert shifted(0.5, 0.0) == pytest.approx(0.5)
    assert shifted(1.0, 0.0) == pytest.approx(0.998)
    assert shifted(0.5, 1.0) > 0.5
