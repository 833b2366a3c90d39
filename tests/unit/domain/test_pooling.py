"""District figures: pooled counts with «k из n школ», never means of percentages."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from data_layer.domain.facts import IndicatorRule, PooledFact, ResultFact
from data_layer.domain.pooling import pool
from data_layer.domain.vocabulary import Direction, IndicatorKind, Level, Status
from tests.unit.domain.builders import SETTINGS, YEAR, growth, indicator, result


def pooled(
    rows: list[ResultFact],
    rule: IndicatorRule | None = None,
    reference: Decimal | None = Decimal(80),
) -> PooledFact:
    return pool(
        rows,
        indicator=rule or indicator(),
        level=Level.NOO,
        year=YEAR,
        cluster="",
        reference=reference,
        settings=SETTINGS,
    )


def units(
    value: int | None,
    status: Status = Status.MET,
    *,
    baseline: int | None = None,
    denominator: int | None = None,
) -> ResultFact:
    return result(
        None,
        denominator,
        status,
        value=None if value is None else float(value),
        baseline=baseline,
    )


NO_DATA = result(None, None, Status.NO_DATA)
AWAITED = result(None, None, Status.NO_DATA, is_pending=True)
NOT_APPLICABLE = result(0, 0, Status.NOT_APPLICABLE)


def test_counts_are_pooled_and_percentages_are_not_averaged() -> None:
    row = pooled([result(1, 10, Status.NOT_MET), result(90, 90)])

    # 91 of 100 pupils; the mean of 10 % and 100 % would be 55 %.
    assert (row.numerator, row.denominator, row.value) == (91, 100, 91.0)
    assert (row.status, row.gap, row.schools_met) == (Status.MET, 11.0, 1)


def test_schools_without_data_are_counted_as_applicable_only() -> None:
    row = pooled([result(8, 10), NO_DATA, NOT_APPLICABLE])

    assert (row.schools_applicable, row.schools_with_data) == (2, 1)
    assert (row.numerator, row.denominator) == (8, 10)


def test_near_and_not_met_follow_the_same_tolerance_as_schools() -> None:
    assert pooled([result(75, 100)]).status is Status.NEAR
    assert pooled([result(74, 100)]).status is Status.NOT_MET


def test_near_schools_are_not_counted_as_met() -> None:
    assert pooled([result(79, 100, Status.NEAR), result(80, 100)]).schools_met == 1


def test_without_reference_there_is_no_verdict() -> None:
    assert pooled([result(8, 10)], reference=None).status is Status.NO_TARGET


def test_nobody_applicable_is_not_applicable() -> None:
    row = pooled([NOT_APPLICABLE])

    assert (row.status, row.schools_applicable, row.value) == (Status.NOT_APPLICABLE, 0, None)


def test_nobody_with_data_is_no_data_and_awaited_if_somebody_is() -> None:
    assert (pooled([NO_DATA]).status, pooled([NO_DATA]).is_pending) == (Status.NO_DATA, False)
    assert pooled([NO_DATA, AWAITED]).is_pending
    assert pooled([NO_DATA]).numerator is None


def test_data_of_somebody_ends_the_waiting() -> None:
    assert not pooled([AWAITED, result(8, 10)]).is_pending


def test_growth_compares_only_schools_that_have_both_years() -> None:
    rows = [
        units(5, baseline=7),
        units(3, baseline=2),
        units(10, Status.NO_BASELINE),
    ]

    row = pooled(rows, growth(), None)

    # 8 against 9 in the two schools with both years; the sum of all three is shown.
    assert (row.value, row.gap, row.status) == (18.0, -1.0, Status.NOT_MET)
    assert (row.schools_with_data, row.numerator) == (3, None)


def test_growth_without_any_baseline_is_no_baseline() -> None:
    row = pooled([units(5, Status.NO_BASELINE)], growth(), None)

    assert (row.status, row.value, row.gap) == (Status.NO_BASELINE, 5.0, None)


def test_growth_of_the_district_from_zero_to_zero_is_not_met() -> None:
    assert pooled([units(0, baseline=0)], growth(), None).status is Status.NOT_MET


def test_the_base_population_of_growth_is_pooled_only_when_every_school_gives_it() -> None:
    full = [units(1, baseline=0, denominator=100), units(2, baseline=0, denominator=50)]
    partial = [full[0], units(2, baseline=0)]

    assert pooled(full, growth(), None).denominator == 150
    assert pooled(partial, growth(), None).denominator is None


def test_a_count_is_summed_and_has_no_verdict() -> None:
    rule = indicator(IndicatorKind.COUNT)

    row = pooled([units(5), units(0), NO_DATA], rule)

    assert (row.value, row.status, row.gap, row.schools_with_data) == (
        5.0,
        Status.NO_TARGET,
        None,
        2,
    )


def test_a_breakdown_sums_its_cohorts() -> None:
    rule = indicator(IndicatorKind.BREAKDOWN, direction=None)

    row = pooled([result(None, 20, Status.NO_TARGET), result(None, 12, Status.NO_TARGET)], rule)

    assert (row.numerator, row.denominator, row.value) == (None, 32, None)
    assert (row.status, row.schools_with_data) == (Status.NO_TARGET, 2)
    assert pooled([NO_DATA], rule).status is Status.NO_DATA


SCHOOLS = st.lists(
    st.integers(min_value=1, max_value=400).flatmap(
        lambda size: st.tuples(st.integers(min_value=0, max_value=size), st.just(size))
    ),
    min_size=1,
    max_size=30,
)


@given(SCHOOLS, st.data())
def test_the_pooled_figure_is_the_sum_of_any_parts(schools: list[tuple[int, int]], data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.integers(0, 3), min_size=len(schools), max_size=len(schools)))
    rows = [result(*cohort) for cohort in schools]

    whole = pooled(rows)
    clusters = [pooled([row for row, place in zip(rows, parts, strict=True) if place == part]) for part in range(4)]

    assert whole.numerator == sum(cluster.numerator or 0 for cluster in clusters)
    assert whole.denominator == sum(cluster.denominator or 0 for cluster in clusters)
    assert whole.schools_with_data == sum(cluster.schools_with_data for cluster in clusters)
    assert whole.schools_met == sum(cluster.schools_met for cluster in clusters)


@given(SCHOOLS, st.sampled_from([Direction.AT_LEAST, Direction.AT_MOST]), st.randoms())
def test_the_pooled_row_does_not_depend_on_the_order_of_schools(
    schools: list[tuple[int, int]], direction: Direction, random: Random
) -> None:
    rows = [result(*cohort) for cohort in schools]
    shuffled = rows.copy()
    random.shuffle(shuffled)
    rule = indicator(direction=direction)

    assert pooled(shuffled, rule) == pooled(rows, rule)


@given(SCHOOLS)
def test_the_pooled_value_lies_between_the_lowest_and_the_highest_school(
    schools: list[tuple[int, int]],
) -> None:
    rows = [result(*cohort) for cohort in schools]
    values = [row.value for row in rows if row.value is not None]

    value = pooled(rows).value

    assert value is not None
    assert min(values) <= value <= max(values)
