"""The total of slices, where no row without subject and class is given."""

import pytest

from data_layer.domain.attainment import ABSENT, reported_total
from data_layer.domain.vocabulary import IndicatorKind, MissingCode
from tests.unit.domain.builders import coded_row, growth, indicator, share_row, value_row

RESULTS = indicator(counts="results")
STUDENTS = indicator(counts="students")


def test_a_reported_total_wins_over_the_sum() -> None:
    total = reported_total(RESULTS, [share_row(1, 2, class_group="4А"), share_row(80, 100)])

    assert (total.numerator, total.denominator, total.is_summed) == (80, 100, False)


def test_a_total_row_with_a_missing_code_wins_too() -> None:
    total = reported_total(RESULTS, [coded_row(MissingCode.UNRELIABLE), share_row(1, 2, class_group="4А")])

    assert (total.missing, total.numerator) == (MissingCode.UNRELIABLE, None)


def test_subject_and_class_rows_come_first_and_shapes_are_not_mixed() -> None:
    total = reported_total(
        RESULTS,
        [
            share_row(10, 20, subject="math", class_group="4А"),
            share_row(15, 20, subject="math", class_group="4Б"),
            share_row(90, 99, subject="math"),
            share_row(70, 88, class_group="4А"),
        ],
    )

    assert (total.numerator, total.denominator, total.is_summed) == (25, 40, True)


def test_then_subject_rows_then_class_rows() -> None:
    subjects = [share_row(30, 40, subject="math"), share_row(20, 40, subject="russian")]
    classes = [share_row(5, 10, class_group="4А"), share_row(6, 10, class_group="4Б")]

    by_subject = reported_total(RESULTS, [*classes, *subjects])
    by_class = reported_total(RESULTS, classes)

    assert (by_subject.numerator, by_subject.denominator) == (50, 80)
    assert (by_class.numerator, by_class.denominator) == (11, 20)


def test_subjects_are_summed_only_where_results_are_counted() -> None:
    rows = [share_row(30, 40, subject="math"), share_row(20, 40, subject="russian")]

    assert reported_total(STUDENTS, rows) == ABSENT


def test_pupils_are_summed_over_classes() -> None:
    rows = [share_row(5, 10, class_group="4А"), share_row(9, 40, subject="math")]

    total = reported_total(STUDENTS, rows)

    assert (total.numerator, total.denominator) == (5, 10)


def test_rows_with_a_category_are_never_summed() -> None:
    assert reported_total(RESULTS, [share_row(5, 10, category="result_type:subject")]) == ABSENT


def test_slices_with_a_missing_code_are_left_out() -> None:
    rows = [share_row(5, 10, class_group="4А"), coded_row(MissingCode.NO_DATA, class_group="4Б")]

    total = reported_total(STUDENTS, rows)

    assert (total.numerator, total.denominator, total.missing) == (5, 10, None)


@pytest.mark.parametrize(
    ("codes", "together"),
    [
        ("zz", MissingCode.NOT_APPLICABLE),
        ("zx", MissingCode.NO_DATA),
        ("zu", MissingCode.UNRELIABLE),
        ("zw", MissingCode.NOT_YET),
        ("xw", MissingCode.NO_DATA),
    ],
)
def test_slices_without_any_number_say_not_applicable_only_together(codes: str, together: MissingCode) -> None:
    rows = [coded_row(MissingCode(code), class_group=f"4{place}") for place, code in enumerate(codes)]

    assert reported_total(STUDENTS, rows).missing is together


def test_growth_sums_values_and_has_a_baseline_only_if_every_slice_has_one() -> None:
    full = [value_row(2, baseline=1, class_group="a"), value_row(3, baseline=1, class_group="b")]
    partial = [value_row(2, baseline=1, class_group="a"), value_row(3, class_group="b")]

    assert (reported_total(growth(), full).value, reported_total(growth(), full).baseline) == (5, 2)
    assert reported_total(growth(), partial).baseline is None


def test_a_breakdown_has_the_common_denominator_of_its_categories() -> None:
    rule = indicator(IndicatorKind.BREAKDOWN)

    total = reported_total(
        rule,
        [
            share_row(3, 12, category="ict"),
            coded_row(MissingCode.NO_DATA, category="subject"),
            share_row(1, 5, category="hia:yes"),
        ],
    )

    assert (total.numerator, total.denominator, total.value) == (None, 12, None)


def test_nothing_is_absent_and_never_zero() -> None:
    assert reported_total(RESULTS, []).is_absent


def test_a_code_for_a_whole_breakdown_gives_way_to_categories_with_numbers() -> None:
    kinds = indicator(IndicatorKind.BREAKDOWN)
    whole = coded_row(MissingCode.NOT_YET)

    assert reported_total(kinds, [whole]).missing is MissingCode.NOT_YET
    assert reported_total(kinds, [whole, share_row(2, 5, category="ict")]).denominator == 5
