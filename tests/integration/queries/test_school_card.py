"""The card of one school of the small district."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import CellState, GoalStatus, Level, Rule, Stage, Status
from data_layer.errors import NotFoundError
from data_layer.queries.directory import find_school
from data_layer.queries.school import school_card
from data_layer.queries.views import Count, ResultLine, SchoolCard
from data_layer.scope import Scope
from data_layer.session import tenant_session

TODAY = date(2026, 9, 18)
ALPHA = 1


def school_id(engine: Engine, code: str) -> int:
    with tenant_session(engine, Scope((ALPHA,))) as session:
        return find_school(session, code).id


def card(
    engine: Engine, code: str, *, viewer: Viewer | None = None, scope: Scope | None = None, **given: Any
) -> SchoolCard:
    asked = {"year": 2025, "today": TODAY, **given}
    with tenant_session(engine, scope or Scope((ALPHA,))) as session:
        return school_card(session, school=code, viewer=viewer or Viewer.full(), **asked)


def line(found: SchoolCard, indicator: str, level: Level = Level.SCHOOL) -> ResultLine:
    lines = [each for block in found.blocks for goal in block.cards for each in goal.lines]
    return next(each for each in lines if (each.indicator, each.level) == (indicator, level))


def test_the_card_counts_goals_and_documents(small_engine: Engine) -> None:
    found = card(small_engine, "1")

    assert (found.goals, found.documents) == (Count(0, 4), Count(5, 30))
    assert (found.overdue, found.returned) == (25, 1)
    assert [(block.goals, block.not_due) for block in found.blocks] == [
        (Count(0, 1), 0),
        (Count(0, 2), 0),
        (Count(0, 0), 0),
        (Count(0, 0), 1),
        (Count(0, 1), 0),
        (Count(0, 0), 0),
    ]
    assert (found.years, found.pupils, found.is_full_view) == ((2024, 2025), 300, True)


def test_a_line_holds_the_figure_its_target_and_the_district(small_engine: Engine) -> None:
    found = line(card(small_engine, "2"), "b1_certification_attainment", Level.NOO)

    assert (found.numerator, found.denominator, found.status) == (8, 9, Status.MET)
    assert (found.target, found.target_origin, found.reference) == (85.0, "own", 90.0)
    assert found.district_value == pytest.approx(5300 / 59)
    assert found.is_small_cohort
    assert found.flags == (Rule.TARGET_UNAMBITIOUS,)


def test_what_is_awaited_has_its_day(small_engine: Engine) -> None:
    found = line(card(small_engine, "1"), "b4_university_by_profile", Level.SOO)

    assert (found.status, found.due) == (Status.NOT_DUE, date(2026, 10, 1))


def test_levels_that_the_school_does_not_teach_are_left_out(small_engine: Engine) -> None:
    found = card(small_engine, "2")

    lines = [each.level for block in found.blocks for goal in block.cards for each in goal.lines]
    assert Level.SOO not in lines
    profile = next(goal for goal in found.blocks[3].cards if goal.code == "4.3")
    assert (profile.status, profile.lines) == (GoalStatus.NOT_APPLICABLE, ())


def test_the_cycle_has_a_cell_per_block_and_stage_in_order(small_engine: Engine) -> None:
    cycle = card(small_engine, "1").cycle

    assert len(cycle) == 36
    assert [(each.stage, each.state, each.days_overdue) for each in cycle[:6]] == [
        (Stage.GOAL_SETTING, CellState.ACCEPTED, None),
        (Stage.MONITORING, CellState.SUBMITTED, None),
        (Stage.ANALYSIS, CellState.RETURNED, None),
        (Stage.RECOMMENDATIONS, CellState.OVERDUE, 13),
        (Stage.MEASURES, CellState.ACCEPTED, None),
        (Stage.DECISIONS, CellState.NOT_DUE, None),
    ]


def test_organisation_lists_every_item_with_or_without_an_answer(small_engine: Engine) -> None:
    assert [each.is_present for each in card(small_engine, "1").organisation] == [True] * 6
    assert [each.is_present for each in card(small_engine, "2").organisation] == [False] * 6


def test_flags_come_worst_first(small_engine: Engine) -> None:
    flags = card(small_engine, "1").flags

    assert len(flags) == 56
    assert (flags[0].rule, flags[0].days_overdue) == (Rule.STAGE_MISSING, 368)
    assert flags[-1].rule is Rule.STAGE_DUE_SOON


def test_an_unknown_school_and_another_districts_school_are_not_found(small_engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        card(small_engine, "9")


def test_a_director_finds_no_other_school(small_engine: Engine) -> None:
    own = school_id(small_engine, "1")
    scope = Scope((ALPHA,), school_id=own)

    assert card(small_engine, "1", viewer=Viewer.own_school(own), scope=scope).is_full_view
    with pytest.raises(NotFoundError):
        card(small_engine, "2", viewer=Viewer.own_school(own), scope=scope)


def test_a_director_sees_the_flags_that_the_department_sees(small_engine: Engine) -> None:
    own = school_id(small_engine, "2")

    as_director = card(small_engine, "2", viewer=Viewer.own_school(own), scope=Scope((ALPHA,), school_id=own))

    assert as_director.flags == card(small_engine, "2").flags


def test_a_director_sees_no_district_value_over_fewer_than_five_other_schools(small_engine: Engine) -> None:
    own = school_id(small_engine, "1")
    found = card(small_engine, "1", viewer=Viewer.own_school(own), scope=Scope((ALPHA,), school_id=own))

    assert {each.district_value for block in found.blocks for goal in block.cards for each in goal.lines} == {None}


def test_the_presenter_sees_neither_small_groups_nor_sensitive_goals(small_engine: Engine) -> None:
    found = card(small_engine, "2", viewer=Viewer.outsider())

    hidden = line(found, "b1_certification_attainment", Level.NOO)
    assert (hidden.status, hidden.numerator, hidden.denominator, hidden.value) == (Status.SUPPRESSED, None, None, None)
    assert (found.goals, found.blocks[1].goals, found.blocks[4].goals) == (None, None, None)
    assert not found.is_full_view


def test_the_region_finds_no_school(small_engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        card(small_engine, "1", viewer=Viewer.pooled_only())
