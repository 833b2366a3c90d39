"""Flags about goals. Recommendations are due 05.09.2026, measures 15.09., decisions 30.09."""

from datetime import date
from decimal import Decimal

from data_layer.domain.facts import DocumentFact, FlagFact, ObservationFact
from data_layer.domain.flags import is_active
from data_layer.domain.vocabulary import IndicatorRole, Level, Rule, Stage
from tests.unit.domain.builders import (
    YEAR,
    coded_row,
    cover,
    document,
    flags_of,
    growth,
    indicator,
    required,
    schedules,
    share_row,
    value_row,
)

MISSED, NEAR, MET = share_row(1, 10), share_row(79, 100), share_row(9, 10)


def unanswered(row: ObservationFact, *documents: DocumentFact, stages: tuple[Stage, ...] = ()) -> list[FlagFact]:
    return flags_of(
        Rule.GOAL_MISSED_NO_RESPONSE,
        indicators=[indicator()],
        observations=[row],
        documents=documents,
        requirements=required(*stages),
    )


def test_a_missed_goal_without_response_is_one_flag_from_the_first_due_day_on() -> None:
    (flag,) = unanswered(MISSED)

    assert (flag.block, flag.stage, flag.goal, flag.due) == (1, None, "g1", date(2026, 9, 5))
    assert not is_active(flag, date(2026, 9, 5))
    assert is_active(flag, date(2026, 9, 6))
    assert flag.details["stages"] == [
        {"stage": "recommendations", "due": "2026-09-05"},
        {"stage": "measures", "due": "2026-09-15"},
        {"stage": "decisions", "due": "2026-09-30"},
    ]


def test_a_near_miss_needs_a_response_too_and_a_met_goal_does_not() -> None:
    assert len(unanswered(NEAR)) == 1
    assert unanswered(MET) == []


def test_a_partial_response_moves_the_due_day_to_the_next_empty_stage() -> None:
    (flag,) = unanswered(MISSED, document(Stage.RECOMMENDATIONS))

    assert flag.due == date(2026, 9, 15)


def test_a_full_response_ends_the_flag() -> None:
    paper = document(Stage.DECISIONS, covers=(cover(Stage.MEASURES), cover(Stage.RECOMMENDATIONS, goal="g9")))

    assert unanswered(MISSED, paper) == []


def test_only_required_response_stages_count() -> None:
    assert unanswered(MISSED, stages=(Stage.MONITORING, Stage.ANALYSIS)) == []
    (flag,) = unanswered(MISSED, stages=(Stage.DECISIONS,))
    assert flag.due == date(2026, 9, 30)


def test_the_goal_is_missed_when_any_level_misses_it_and_that_one_is_named() -> None:
    rule = indicator(levels=(Level.NOO, Level.OOO), references=dict.fromkeys(Level, Decimal(80)))

    (flag,) = flags_of(
        Rule.GOAL_MISSED_NO_RESPONSE,
        indicators=[rule],
        observations=[MET, share_row(4, 10, level=Level.OOO)],
        requirements=required(),
    )

    results = flag.details["results"]
    assert isinstance(results, list)
    assert [(row["level"], row["numerator"], row["pupil_gap"]) for row in results] == [("ooo", 4, -4)]


def again(*rows: ObservationFact) -> list[FlagFact]:
    return flags_of(Rule.GOAL_MISSED_AGAIN, indicators=[indicator()], observations=rows)


def test_a_goal_missed_two_years_running_is_flagged_in_the_second() -> None:
    (flag,) = again(share_row(1, 10, year=YEAR - 1), NEAR)

    assert (flag.year, flag.goal, flag.due) == (YEAR, "g1", None)


def test_one_missed_year_is_not_enough() -> None:
    assert again(MISSED) == []
    assert again(share_row(9, 10, year=YEAR - 1), MISSED) == []
    assert again(share_row(1, 10, year=YEAR - 1), MET) == []


def test_a_year_without_data_breaks_the_row() -> None:
    assert again(share_row(1, 10, year=YEAR - 2), coded_row("x", year=YEAR - 1), MISSED) == []
    assert again(share_row(1, 10, year=YEAR - 2), MISSED) == []


def test_growth_from_zero_to_zero_twice_is_missed_again() -> None:
    rows = [value_row(0, baseline=0, year=YEAR - 1), value_row(0)]

    assert len(flags_of(Rule.GOAL_MISSED_AGAIN, indicators=[growth()], observations=rows)) == 1


def test_indicators_beside_the_goal_do_not_miss_it() -> None:
    beside = indicator(role=IndicatorRole.MONITORING)

    assert not flags_of(
        indicators=[beside],
        observations=[MISSED, share_row(1, 10, year=YEAR - 1)],
        requirements=required(Stage.DECISIONS),
        schedules=schedules(YEAR - 5),
    )
