"""What holds for every share and target, checked on many of them with exact fractions."""

from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from data_layer.domain.attainment import reported_total, share_verdict
from data_layer.domain.vocabulary import Direction, Status
from tests.unit.domain.builders import indicator, share_row

COMPARING = st.sampled_from([Direction.AT_LEAST, Direction.AT_MOST])
TARGETS = st.decimals(min_value=0, max_value=100, places=2)
TOLERANCES = st.decimals(min_value=0, max_value=10, places=2)
COHORTS = st.integers(min_value=1, max_value=100_000).flatmap(
    lambda size: st.tuples(st.integers(min_value=0, max_value=size), st.just(size))
)


@given(COHORTS, COMPARING, TARGETS, TOLERANCES)
def test_met_means_a_pupil_gap_of_zero_or_more_and_nothing_else(
    cohort: tuple[int, int], direction: Direction, target: Decimal, tolerance: Decimal
) -> None:
    numerator, denominator = cohort
    verdict = share_verdict(
        numerator=numerator,
        denominator=denominator,
        direction=direction,
        target=target,
        tolerance=tolerance,
    )
    exact = Fraction(100 * numerator, denominator) - Fraction(target)
    gap = exact if direction is Direction.AT_LEAST else -exact

    assert verdict.pupil_gap is not None
    assert (verdict.status is Status.MET) == (gap >= 0) == (verdict.pupil_gap >= 0)
    assert (verdict.status is Status.NEAR) == (-Fraction(tolerance) <= gap < 0)
    assert verdict.gap == float(gap)
    assert verdict.value == float(Fraction(100 * numerator, denominator))


@given(COHORTS, COMPARING, TARGETS)
def test_the_pupil_gap_is_the_smallest_change_that_reaches_the_goal(
    cohort: tuple[int, int], direction: Direction, target: Decimal
) -> None:
    numerator, denominator = cohort
    gap = share_verdict(
        numerator=numerator,
        denominator=denominator,
        direction=direction,
        target=target,
        tolerance=Decimal(5),
    ).pupil_gap
    assert gap is not None
    sign = 1 if direction is Direction.AT_LEAST else -1
    edge = numerator - sign * gap

    def reaches(pupils: int) -> bool:
        distance = Fraction(100 * pupils, denominator) - Fraction(target)
        return sign * distance >= 0

    assert reaches(edge)
    assert not reaches(edge - sign)


@given(COHORTS, COMPARING, TARGETS, st.integers(min_value=1, max_value=50))
def test_the_verdict_depends_on_the_share_and_not_on_the_size(
    cohort: tuple[int, int], direction: Direction, target: Decimal, times: int
) -> None:
    numerator, denominator = cohort
    one, many = (
        share_verdict(
            numerator=numerator * factor,
            denominator=denominator * factor,
            direction=direction,
            target=target,
            tolerance=Decimal(5),
        )
        for factor in (1, times)
    )

    assert (one.status, one.value, one.gap) == (many.status, many.value, many.gap)


@given(COHORTS, TARGETS)
def test_retention_of_at_least_80_and_turnover_of_at_most_20_are_one_statement(
    cohort: tuple[int, int], target: Decimal
) -> None:
    stayed, size = cohort
    retention = share_verdict(
        numerator=stayed,
        denominator=size,
        direction=Direction.AT_LEAST,
        target=target,
        tolerance=Decimal(5),
    )
    turnover = share_verdict(
        numerator=size - stayed,
        denominator=size,
        direction=Direction.AT_MOST,
        target=100 - target,
        tolerance=Decimal(5),
    )

    assert (retention.status, retention.gap, retention.pupil_gap) == (
        turnover.status,
        turnover.gap,
        turnover.pupil_gap,
    )


@given(st.lists(COHORTS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_sum_of_classes_does_not_depend_on_their_order(classes: list[tuple[int, int]], random: Random) -> None:
    rows = [share_row(*cohort, class_group=f"{place}") for place, cohort in enumerate(classes)]
    shuffled = rows.copy()
    random.shuffle(shuffled)

    total = reported_total(indicator(), shuffled)

    assert (total.numerator, total.denominator) == (
        sum(numerator for numerator, _ in classes),
        sum(denominator for _, denominator in classes),
    )
