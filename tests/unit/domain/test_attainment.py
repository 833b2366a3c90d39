"""Statuses, gaps and targets of one school's rows. Default target: at least 80 %."""

from decimal import Decimal
from fractions import Fraction

import pytest

from data_layer.domain.attainment import derive_results, exact_value, is_target_easier, widest_tolerance_pp
from data_layer.domain.facts import DistrictSettings
from data_layer.domain.vocabulary import (
    Direction,
    IndicatorKind,
    Level,
    MissingCode,
    Status,
    TargetOrigin,
)
from tests.unit.domain.builders import (
    SCHOOL,
    SETTINGS,
    YEAR,
    coded_row,
    growth,
    indicator,
    result_of,
    share_row,
    value_row,
)

AT_MOST_2 = indicator(direction=Direction.AT_MOST, references={Level.NOO: Decimal(2)})


def test_exactly_on_target_is_met() -> None:
    row = result_of(indicator(), share_row(80, 100))

    assert (row.status, row.value, row.gap, row.pupil_gap) == (Status.MET, 80.0, 0.0, 0)


def test_79_96_percent_is_not_met_although_it_is_shown_as_80() -> None:
    row = result_of(indicator(), share_row(1999, 2500))

    assert (row.status, row.value, row.pupil_gap) == (Status.NEAR, 79.96, -1)
    assert row.gap == -0.04


def test_value_is_the_double_nearest_to_the_exact_share() -> None:
    assert result_of(indicator(), share_row(7634, 11381)).value == 67.0767067920218
    assert result_of(indicator(), share_row(394, 403)).value == 97.76674937965261


def test_a_miss_of_five_points_is_near_and_a_hair_more_is_not_met() -> None:
    assert result_of(indicator(), share_row(75, 100)).status is Status.NEAR
    assert result_of(indicator(), share_row(749, 1000)).status is Status.NOT_MET


def test_at_most_counts_what_is_left_until_the_limit() -> None:
    met = result_of(AT_MOST_2, share_row(3, 200))
    limit = result_of(AT_MOST_2, share_row(4, 200))

    assert (met.status, met.gap, met.pupil_gap) == (Status.MET, 0.5, 1)
    assert (limit.status, limit.gap, limit.pupil_gap) == (Status.MET, 0.0, 0)


def test_at_most_2_is_near_up_to_2_5_percent() -> None:
    assert result_of(AT_MOST_2, share_row(25, 1000)).status is Status.NEAR
    assert result_of(AT_MOST_2, share_row(26, 1000)).status is Status.NOT_MET


def test_at_most_allows_five_points_when_a_quarter_of_the_target_is_more() -> None:
    at_most_40 = indicator(direction=Direction.AT_MOST, references={Level.NOO: Decimal(40)})

    assert result_of(at_most_40, share_row(45, 100)).status is Status.NEAR
    assert result_of(at_most_40, share_row(46, 100)).status is Status.NOT_MET


def test_an_indicators_own_tolerance_wins() -> None:
    strict = indicator(tolerance_pp=Decimal("0.5"))

    assert result_of(strict, share_row(795, 1000)).status is Status.NEAR
    assert result_of(strict, share_row(79, 100)).status is Status.NOT_MET


def test_tolerance_is_a_setting_of_the_district() -> None:
    none = DistrictSettings(tolerance_pp=Decimal(0))

    assert result_of(indicator(), share_row(79, 100), settings=none).status is Status.NOT_MET


def test_the_widest_tolerance_of_several_indicators_bounds_them_all() -> None:
    rules = [indicator(), indicator(tolerance_pp=Decimal("0.3")), AT_MOST_2]

    assert widest_tolerance_pp(rules, SETTINGS) == Decimal(5)
    assert widest_tolerance_pp(rules[1:2], SETTINGS) == Decimal("0.3")
    # A quarter of «at most 2 %» is 0.5; of a school's own «at most 4 %» it is 1.
    assert widest_tolerance_pp(rules[1:], SETTINGS) == Decimal("0.5")
    assert widest_tolerance_pp(rules[1:], SETTINGS, {AT_MOST_2.id: [Decimal(2), Decimal(4)]}) == Decimal(1)


def test_pupil_gap_rounds_the_pupils_needed_up() -> None:
    # 80 % of 103 pupils is 82.4: 83 are needed, 45 are there.
    assert result_of(indicator(), share_row(45, 103)).pupil_gap == -38
    # 2 % of 103 is 2.06: two are allowed, three are there.
    assert result_of(AT_MOST_2, share_row(3, 103)).pupil_gap == -1


def test_a_fractional_target_is_taken_exactly() -> None:
    assert result_of(indicator(), share_row(333, 1000), own=Decimal("33.3")).status is Status.MET
    assert result_of(indicator(), share_row(332, 1000), own=Decimal("33.3")).pupil_gap == -1


def test_own_target_decides_and_the_reference_stands_beside_it() -> None:
    row = result_of(indicator(), share_row(85, 100), own=90)

    assert (row.status, row.target, row.reference) == (Status.NEAR, Decimal(90), Decimal(80))
    assert row.target_origin is TargetOrigin.OWN


def test_reference_decides_where_the_school_has_no_target() -> None:
    row = result_of(indicator(), share_row(85, 100))

    assert (row.target, row.target_origin) == (Decimal(80), TargetOrigin.REFERENCE)


def test_the_districts_own_reference_wins_over_the_catalogue() -> None:
    (row,) = derive_results(
        school=SCHOOL,
        indicators=[indicator()],
        years=[YEAR],
        observations=[share_row(85, 100)],
        own_targets={},
        references={("i1", Level.NOO, YEAR): Decimal(86)},
        settings=SETTINGS,
    )

    assert (row.reference, row.status) == (Decimal(86), Status.NEAR)


def test_without_any_target_there_is_a_value_and_no_verdict() -> None:
    row = result_of(indicator(references={}), share_row(1, 4))

    assert (row.status, row.value, row.gap, row.pupil_gap) == (Status.NO_TARGET, 25.0, None, None)
    assert row.target_origin is TargetOrigin.NONE


def test_without_a_direction_a_target_is_not_compared() -> None:
    row = result_of(indicator(direction=None), share_row(1, 4))

    assert (row.status, row.gap) == (Status.NO_TARGET, None)


def test_nothing_handed_in_is_no_data_that_is_awaited() -> None:
    row = result_of(indicator())

    assert (row.status, row.is_pending, row.value) == (Status.NO_DATA, True, None)


@pytest.mark.parametrize(
    ("code", "status", "is_pending"),
    [
        (MissingCode.NO_DATA, Status.NO_DATA, False),
        (MissingCode.UNRELIABLE, Status.NO_DATA, False),
        (MissingCode.NOT_YET, Status.NO_DATA, True),
        (MissingCode.NOT_APPLICABLE, Status.NOT_APPLICABLE, False),
    ],
)
def test_missing_codes(code: MissingCode, status: Status, is_pending: bool) -> None:
    row = result_of(indicator(), coded_row(code))

    assert (row.status, row.is_pending, row.value) == (status, is_pending, None)


def test_a_level_not_taught_is_not_applicable_whatever_is_on_file() -> None:
    rule = indicator(levels=(Level.NOO, Level.SOO))

    row = result_of(rule, share_row(9, 10, level=Level.SOO), level=Level.SOO)

    assert (row.status, row.numerator, row.value) == (Status.NOT_APPLICABLE, None, None)


def test_the_school_as_a_whole_is_always_taught() -> None:
    rule = indicator(levels=(Level.SCHOOL,), references={Level.SCHOOL: Decimal(80)})

    row = result_of(rule, share_row(9, 10, level=Level.SCHOOL), level=Level.SCHOOL)

    assert row.status is Status.MET


def test_an_empty_cohort_is_not_applicable_where_it_may_be_empty() -> None:
    row = result_of(indicator(allows_zero_denominator=True), share_row(0, 0))

    assert (row.status, row.value, row.denominator) == (Status.NOT_APPLICABLE, None, 0)


def test_an_empty_cohort_elsewhere_is_no_data_and_never_zero_percent() -> None:
    row = result_of(indicator(), share_row(0, 0))

    assert (row.status, row.value, row.is_pending) == (Status.NO_DATA, None, False)


def test_zero_of_ten_is_a_value() -> None:
    row = result_of(indicator(), share_row(0, 10))

    assert (row.status, row.value) == (Status.NOT_MET, 0.0)


def test_retention_is_judged_like_a_share() -> None:
    rule = indicator(IndicatorKind.RETENTION)

    assert result_of(rule, share_row(4, 5)).status is Status.MET
    assert result_of(rule, share_row(3, 5)).pupil_gap == -1


def test_growth_needs_strictly_more_than_last_year() -> None:
    assert result_of(growth(), value_row(5, baseline=4)).status is Status.MET
    assert result_of(growth(), value_row(4, baseline=4)).status is Status.NOT_MET


def test_growth_from_zero_to_zero_is_not_met() -> None:
    row = result_of(growth(), value_row(0, baseline=0))

    assert (row.status, row.value, row.gap) == (Status.NOT_MET, 0.0, 0.0)


def test_growth_takes_last_years_own_total_as_its_baseline() -> None:
    row = result_of(growth(), value_row(5), value_row(7, year=YEAR - 1))

    assert (row.status, row.baseline, row.gap) == (Status.NOT_MET, 7, -2.0)


def test_a_given_baseline_wins_over_last_years_value() -> None:
    row = result_of(growth(), value_row(5, baseline=3), value_row(7, year=YEAR - 1))

    assert (row.status, row.baseline) == (Status.MET, 3)


def test_the_year_before_last_is_no_baseline() -> None:
    row = result_of(growth(), value_row(5), value_row(1, year=YEAR - 2))

    assert (row.status, row.value, row.gap) == (Status.NO_BASELINE, 5.0, None)


def test_an_own_target_plays_no_part_in_growth() -> None:
    assert result_of(growth(), value_row(5, baseline=4), own=100).status is Status.MET
    assert result_of(growth(), value_row(5), own=1).status is Status.NO_BASELINE


def test_growth_without_a_direction_compares_nothing() -> None:
    assert result_of(growth(direction=None), value_row(5, baseline=4)).status is Status.NO_TARGET


def test_a_count_without_a_target_has_no_verdict() -> None:
    rule = indicator(IndicatorKind.COUNT, references={})

    row = result_of(rule, value_row(0))

    assert (row.status, row.value) == (Status.NO_TARGET, 0.0)


def test_a_count_with_a_target_is_met_or_not_and_never_near() -> None:
    rule = indicator(IndicatorKind.COUNT, references={Level.NOO: Decimal(10)})

    assert result_of(rule, value_row(10)).status is Status.MET
    row = result_of(rule, value_row(9))
    assert (row.status, row.gap, row.pupil_gap) == (Status.NOT_MET, -1.0, None)


def test_a_count_may_have_a_ceiling() -> None:
    rule = indicator(IndicatorKind.COUNT, direction=Direction.AT_MOST, references={Level.NOO: Decimal(3)})

    assert result_of(rule, value_row(3)).status is Status.MET
    assert result_of(rule, value_row(5)).gap == -2.0


def test_a_breakdown_describes_its_cohort() -> None:
    rule = indicator(IndicatorKind.BREAKDOWN, direction=None, references={})

    row = result_of(rule, share_row(4, 20, category="ict"), share_row(18, 20, category="subject"))

    assert (row.status, row.numerator, row.denominator, row.value) == (
        Status.NO_TARGET,
        None,
        20,
        None,
    )
    assert result_of(rule).status is Status.NO_DATA


def test_disabled_indicators_have_no_rows() -> None:
    rows = derive_results(
        school=SCHOOL,
        indicators=[indicator(is_enabled=False), indicator(id="i2", levels=(Level.NOO, Level.SOO))],
        years=[YEAR, YEAR - 1],
        observations=[],
        own_targets={},
        references={},
        settings=SETTINGS,
    )

    assert [(row.indicator, row.level, row.year) for row in rows] == [
        ("i2", Level.NOO, YEAR - 1),
        ("i2", Level.NOO, YEAR),
        ("i2", Level.SOO, YEAR - 1),
        ("i2", Level.SOO, YEAR),
    ]


def test_an_easier_target_asks_strictly_less() -> None:
    assert is_target_easier(Direction.AT_LEAST, Decimal(79), Decimal(80))
    assert not is_target_easier(Direction.AT_LEAST, Decimal(80), Decimal("80.0"))
    assert is_target_easier(Direction.AT_MOST, Decimal(3), Decimal(2))
    assert not is_target_easier(Direction.INCREASE, Decimal(1), Decimal(2))
    assert is_target_easier(Direction.AT_LEAST, Decimal("33.33"), Fraction(100, 3))


def test_the_exact_value_is_a_fraction() -> None:
    row = result_of(indicator(), share_row(1, 3))

    assert exact_value(IndicatorKind.SHARE, row) == Fraction(100, 3)
    assert exact_value(IndicatorKind.SHARE, result_of(indicator())) is None
