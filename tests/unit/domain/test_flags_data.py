"""Flags about figures. The period «academic_year» of 2025/26 is due on 10.06.2026."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_layer.domain.facts import ObservationFact
from data_layer.domain.flags import is_active
from data_layer.domain.vocabulary import (
    Direction,
    IndicatorKind,
    IndicatorRole,
    Level,
    MissingCode,
    Rule,
)
from tests.unit.domain.builders import (
    YEAR,
    coded_row,
    flags_of,
    growth,
    indicator,
    share_row,
    value_row,
)

LAST = YEAR - 1


def test_missing_data_is_flagged_from_the_day_after_the_due_day() -> None:
    (flag,) = flags_of(Rule.DATA_MISSING, indicators=[indicator()])

    assert (flag.block, flag.goal, flag.indicator, flag.level) == (1, "g1", "i1", Level.NOO)
    assert not is_active(flag, date(2026, 6, 10))
    assert is_active(flag, date(2026, 6, 11))


@pytest.mark.parametrize(
    ("code", "is_flagged"),
    [
        (MissingCode.NO_DATA, True),
        (MissingCode.UNRELIABLE, True),
        (MissingCode.NOT_YET, True),
        (MissingCode.NOT_APPLICABLE, False),
    ],
)
def test_codes_without_a_usable_value_are_missing_data(code: MissingCode, is_flagged: bool) -> None:
    flags = flags_of(Rule.DATA_MISSING, indicators=[indicator()], observations=[coded_row(code)])

    assert bool(flags) is is_flagged


def test_zero_is_data() -> None:
    assert not flags_of(Rule.DATA_MISSING, indicators=[indicator()], observations=[share_row(0, 10)])


def test_growth_without_baseline_is_not_missing_data() -> None:
    assert not flags_of(Rule.DATA_MISSING, indicators=[growth()], observations=[value_row(3)])


@pytest.mark.parametrize(
    "quiet",
    [
        indicator(role=IndicatorRole.MONITORING),
        indicator(role=IndicatorRole.INFO),
        indicator(is_enabled=False),
        indicator(levels=(Level.SOO,)),
        indicator(period="unheard_of"),
    ],
    ids=["monitoring", "info", "disabled", "level not taught", "no due day"],
)
def test_where_missing_data_raise_nothing(quiet: object) -> None:
    assert not flags_of(Rule.DATA_MISSING, indicators=[quiet])  # type: ignore[list-item]


def test_one_flag_per_indicator_and_level() -> None:
    rule = indicator(levels=(Level.NOO, Level.OOO))

    flags = flags_of(Rule.DATA_MISSING, indicators=[rule, indicator(id="i2", code="1.2")])

    assert [(flag.indicator, flag.level) for flag in flags] == [
        ("i1", Level.NOO),
        ("i1", Level.OOO),
        ("i2", Level.NOO),
    ]


def test_neither_own_target_nor_reference_is_a_missing_target_at_once() -> None:
    (flag,) = flags_of(Rule.TARGET_MISSING, indicators=[indicator(references={})])

    assert (flag.due, is_active(flag, date(1990, 1, 1))) == (None, True)


def test_one_target_of_the_two_is_enough() -> None:
    own = {("i1", Level.NOO, YEAR): Decimal(70)}

    assert not flags_of(Rule.TARGET_MISSING, indicators=[indicator()])
    assert not flags_of(Rule.TARGET_MISSING, indicators=[indicator(references={})], own_targets=own)


@pytest.mark.parametrize(
    "quiet",
    [
        growth(),
        indicator(references={}, direction=None),
        indicator(references={}, role=IndicatorRole.MONITORING),
        indicator(references={}, levels=(Level.SOO,)),
    ],
    ids=["growth", "no direction", "monitoring", "level not taught"],
)
def test_where_no_target_is_needed(quiet: object) -> None:
    assert not flags_of(Rule.TARGET_MISSING, indicators=[quiet])  # type: ignore[list-item]


def unambitious(
    own: str, *rows: ObservationFact, direction: Direction = Direction.AT_LEAST
) -> dict[str, object] | None:
    """Details of the flag for an own target beside the reference of 80 %."""
    flags = flags_of(
        Rule.TARGET_UNAMBITIOUS,
        indicators=[indicator(direction=direction)],
        own_targets={("i1", Level.NOO, YEAR): Decimal(own)},
        observations=rows,
    )
    return dict(flags[0].details) if flags else None


def test_a_target_easier_than_the_reference_is_unambitious() -> None:
    details = unambitious("79.9")

    assert details is not None
    assert (details["reference"], "last_value" in details) == ("80", False)


def test_a_target_equal_to_the_reference_or_harder_is_not() -> None:
    assert unambitious("80") is None
    assert unambitious("80.0") is None
    assert unambitious("81") is None


def test_at_most_is_easier_when_it_is_higher() -> None:
    assert unambitious("81", direction=Direction.AT_MOST) is not None
    assert unambitious("79", direction=Direction.AT_MOST) is None


def test_a_target_easier_than_last_years_exact_value_is_unambitious() -> None:
    # 5 of 6 is 83.3333…: a target of 83.33 is easier, one of 83.34 is not.
    five_of_six = share_row(5, 6, year=LAST)

    assert unambitious("83.33", five_of_six) is not None
    assert unambitious("83.34", five_of_six) is None
    assert unambitious("83.33", share_row(5, 6, year=YEAR)) is None


def test_an_easy_target_is_unambitious_even_where_the_indicator_does_not_apply() -> None:
    assert unambitious("79.9", coded_row(MissingCode.NOT_APPLICABLE)) is not None


def inconsistent(*rows: ObservationFact, **given: Any) -> list[object]:
    rule = indicator(**{"counts": "results", **given})
    flags = flags_of(Rule.DATA_INCONSISTENT, indicators=[rule], observations=rows)
    assert len(flags) <= 1
    return list(flags[0].details["reasons"]) if flags else []  # type: ignore[call-overload]


def test_slices_above_the_reported_total_contradict_it() -> None:
    (reason,) = inconsistent(
        share_row(10, 20),
        share_row(6, 10, class_group="4А"),
        share_row(5, 10, class_group="4Б"),
    )

    assert reason == {
        "check": "slices",
        "of": "class_group",
        "number": "numerator",
        "sum": 11,
        "total": 10,
    }


def test_slices_below_the_total_are_fine_while_some_may_be_lacking() -> None:
    assert not inconsistent(share_row(10, 20), share_row(6, 10, class_group="4А"))


def test_slices_must_add_up_once_every_class_of_last_year_is_there() -> None:
    last_year = share_row(9, 10, class_group="4А", year=LAST)
    this_year = [share_row(10, 20), share_row(6, 20, class_group="4А")]

    assert inconsistent(*this_year, last_year) != []
    assert inconsistent(*this_year, last_year, share_row(1, 9, class_group="4Б", year=LAST)) == []


def test_subjects_are_compared_only_where_results_are_counted() -> None:
    rows = [
        share_row(10, 20),
        share_row(10, 20, subject="math"),
        share_row(10, 20, subject="russian"),
    ]

    assert len(inconsistent(*rows)) == 2
    assert inconsistent(*rows, counts="students") == []


def test_a_total_added_up_from_slices_cannot_contradict_them() -> None:
    assert not inconsistent(share_row(6, 10, class_group="4А"), share_row(5, 10, class_group="4Б"))


@pytest.mark.parametrize(
    ("before", "now", "is_flagged"),
    [
        (10, 30, False),  # exactly threefold
        (10, 31, True),
        (31, 10, True),
        (9, 29, False),  # both under 30
        (9, 30, True),
        (0, 50, False),
        (100, 300, False),
    ],
)
def test_a_cohort_that_changes_more_than_threefold_is_asked_about(before: int, now: int, is_flagged: bool) -> None:
    reasons = inconsistent(share_row(0, before, year=LAST), share_row(0, now), allows_zero_denominator=True)

    assert bool(reasons) is is_flagged


def test_the_year_before_last_is_not_compared() -> None:
    assert not inconsistent(share_row(0, 10, year=YEAR - 2), share_row(0, 99))


def lagging_and_support(lagging: int, supported: int, **given: Any) -> list[object]:
    """2.1 counts the lagging pupils, who are the cohort of 2.2."""
    first = indicator(id="share", code="2.1")
    second = indicator(
        id="support",
        code="2.2",
        denominator_is_numerator_of="share",
        allows_zero_denominator=True,
        **given,
    )
    rows = [
        share_row(lagging, 100, indicator="share"),
        share_row(0, supported, indicator="support", category="" if not given else "ict"),
    ]
    flags = flags_of(Rule.DATA_INCONSISTENT, indicators=[first, second], observations=rows)
    return [(flag.indicator, flag.details["reasons"]) for flag in flags]


def test_a_cohort_must_equal_what_the_other_indicator_counted() -> None:
    assert lagging_and_support(5, 5) == []
    assert lagging_and_support(5, 4) == [
        (
            "support",
            [
                {
                    "check": "other_indicator",
                    "indicator": "share",
                    "denominator": 4,
                    "numerator": 5,
                }
            ],
        )
    ]


def test_an_empty_cohort_beside_lagging_pupils_is_a_contradiction() -> None:
    assert len(lagging_and_support(5, 0)) == 1
    assert lagging_and_support(0, 0) == []


def test_the_cohort_of_a_breakdown_is_checked_too() -> None:
    assert len(lagging_and_support(5, 4, kind=IndicatorKind.BREAKDOWN)) == 1


def test_several_contradictions_make_one_flag() -> None:
    rows = [
        share_row(10, 20),
        share_row(11, 21, class_group="4А"),
        share_row(5, 90, year=LAST),
    ]

    assert len(inconsistent(*rows)) == 3


def test_a_target_is_not_held_against_figures_of_another_method() -> None:
    """82 of 100 a year before, an own target of 81: easier, unless figures are gathered otherwise since."""

    def flags(**given: Any) -> int:
        rows = [share_row(82, 100, year=LAST), share_row(81, 100)]
        own = {("i1", Level.NOO, YEAR): Decimal(81)}
        found = flags_of(Rule.TARGET_UNAMBITIOUS, indicators=[indicator(**given)], observations=rows, own_targets=own)
        return len(found)

    assert flags() == 1
    assert flags(breaks={YEAR: "новые шкалы"}) == 0
    assert flags(breaks={LAST: "новые шкалы"}) == 1


def test_a_cohort_is_not_held_against_one_counted_otherwise() -> None:
    """100 after 20 is asked about, unless figures are gathered otherwise since."""

    def flags(**given: Any) -> int:
        rows = [share_row(18, 20, year=LAST), share_row(90, 100)]
        return len(flags_of(Rule.DATA_INCONSISTENT, indicators=[indicator(**given)], observations=rows))

    assert flags() == 1
    assert flags(breaks={YEAR: "новые шкалы"}) == 0
