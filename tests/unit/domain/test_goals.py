"""Goal status of a school and «k из n»."""

import pytest

from data_layer.domain.pooling import GoalCounts, goal_counts, goal_status, goal_statuses
from data_layer.domain.vocabulary import GoalStatus, IndicatorRole, Status
from tests.unit.domain.builders import YEAR, indicator, result

LACKING = [Status.NO_DATA, Status.NOT_DUE, Status.NO_TARGET, Status.NO_BASELINE]


def test_all_met_is_met() -> None:
    assert goal_status([Status.MET, Status.MET]) is GoalStatus.MET


@pytest.mark.parametrize("miss", [Status.NOT_MET, Status.NEAR])
@pytest.mark.parametrize("other", [Status.MET, Status.SUPPRESSED, *LACKING])
def test_one_miss_decides_a_near_miss_included(miss: Status, other: Status) -> None:
    assert goal_status([other, miss]) is GoalStatus.NOT_MET


@pytest.mark.parametrize("lacking", LACKING)
def test_a_result_without_a_verdict_leaves_the_goal_open(lacking: Status) -> None:
    assert goal_status([Status.MET, lacking]) is GoalStatus.NO_DATA


def test_not_applicable_results_do_not_matter() -> None:
    assert goal_status([Status.NOT_APPLICABLE, Status.MET]) is GoalStatus.MET
    assert goal_status([Status.NOT_APPLICABLE]) is GoalStatus.NOT_APPLICABLE
    assert goal_status([]) is GoalStatus.NOT_APPLICABLE


def test_a_hidden_result_hides_a_goal_that_would_otherwise_be_met() -> None:
    assert goal_status([Status.MET, Status.SUPPRESSED]) is GoalStatus.SUPPRESSED
    assert goal_status([Status.NO_DATA, Status.SUPPRESSED]) is GoalStatus.SUPPRESSED


def test_k_of_n_leaves_out_goals_without_a_verdict() -> None:
    counts = goal_counts(
        [
            GoalStatus.MET,
            GoalStatus.MET,
            GoalStatus.NOT_MET,
            GoalStatus.NO_DATA,
            GoalStatus.SUPPRESSED,
            GoalStatus.NOT_APPLICABLE,
        ]
    )

    assert counts == GoalCounts(met=2, with_data=3, applicable=5, suppressed=1)


def test_only_enabled_attainment_indicators_decide_goals() -> None:
    rules = [
        indicator(),
        indicator(id="beside", role=IndicatorRole.MONITORING),
        indicator(id="off", is_enabled=False),
        indicator(id="free", goal=None),
    ]
    rows = [
        result(),
        *(result(indicator=other, status=Status.NOT_MET) for other in ("beside", "off", "free", "unknown")),
    ]

    assert goal_statuses(rows, rules) == {(1, "g1", YEAR): GoalStatus.MET}


def test_goals_of_schools_and_years_stay_apart() -> None:
    rows = [result(), result(school_id=2, status=Status.NEAR), result(year=2024, status=Status.NO_DATA)]

    assert goal_statuses(rows, [indicator()]) == {
        (1, "g1", 2025): GoalStatus.MET,
        (2, "g1", 2025): GoalStatus.NOT_MET,
        (1, "g1", 2024): GoalStatus.NO_DATA,
    }
