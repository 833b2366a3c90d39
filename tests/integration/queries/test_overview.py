"""«Обзор» of the small district, every figure worked out by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from data_layer.domain.facts import ResultFact
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Cluster, GoalStatus, Level, Rule, Stage, Status
from data_layer.queries.overview import district_overview
from data_layer.queries.standing import results_of_the_day
from data_layer.queries.views import Count, MatrixCell, Overview, OverviewFilters, QuadrantPlace
from data_layer.scope import Scope
from data_layer.session import tenant_session

TODAY = date(2026, 9, 18)
ALPHA, BETA = 1, 2
OF_2025 = OverviewFilters(2025)


def overview(
    engine: Engine,
    filters: OverviewFilters = OF_2025,
    *,
    district: int = ALPHA,
    viewer: Viewer | None = None,
    today: date = TODAY,
) -> Overview:
    with tenant_session(engine, Scope((district,))) as session:
        return district_overview(session, filters=filters, today=today, viewer=viewer or Viewer.full())


def cell(view: Overview, school: str, block: int) -> MatrixCell:
    row = next(row for row in view.matrix if row.school == school)
    return next(cell for cell in row.cells if cell.block == block)


def test_goals_are_counted_over_schools_with_a_verdict(small_engine: Engine) -> None:
    view = overview(small_engine)

    # School 1 misses 1.1, 2.1, 2.2 and 5.3; school 2 misses 3.1 and meets 6.1; the rest lacks data.
    assert view.goals == Count(1, 6)
    assert {row.number: row.goals for row in view.blocks} == {
        1: Count(0, 1),
        2: Count(0, 2),
        3: Count(0, 1),
        4: Count(0, 0),
        5: Count(0, 1),
        6: Count(1, 1),
    }


def test_last_year_is_compared_only_where_there_is_one(small_engine: Engine) -> None:
    assert overview(small_engine).goals_before == Count(0, 1)
    assert overview(small_engine, OverviewFilters(2024)).goals_before is None


def test_schools_on_a_goal_are_told_beside_those_of_last_year_where_both_can_be(small_engine: Engine) -> None:
    seen = {goal.code: goal for goal in overview(small_engine, viewer=Viewer.outsider()).district_goals}
    full = {goal.code: goal for goal in overview(small_engine).district_goals}

    # School 1 missed 1.1 in both years; of school 2 there is nothing from last year.
    assert (full["1.1"].schools_met, full["1.1"].schools_before) == (Count(0, 1), Count(0, 1))
    assert (full["6.1"].schools_met, full["6.1"].schools_before) == (Count(1, 1), Count(0, 0))
    assert [code for code, goal in seen.items() if goal.hides_schools] == ["1.1", "2.1", "2.2", "5.3"]
    assert not any(goal.hides_schools for goal in full.values())


def test_the_districts_own_goals_are_judged_on_pooled_figures(small_engine: Engine) -> None:
    view = overview(small_engine)

    judged = {goal.code: goal.status for goal in view.district_goals if goal.status is not GoalStatus.NO_DATA}
    assert judged == {
        "1.1": GoalStatus.NOT_MET,
        "2.1": GoalStatus.NOT_MET,
        "2.2": GoalStatus.NOT_MET,
        "5.3": GoalStatus.NOT_MET,
        "6.1": GoalStatus.MET,
    }
    assert view.district_goals_met == Count(1, 5)
    assert next(goal for goal in view.district_goals if goal.code == "3.1").schools_met == Count(0, 1)


def test_documents_are_counted_over_cells_whose_day_has_passed(small_engine: Engine) -> None:
    view = overview(small_engine)

    # Five of six stages are due in six blocks of two schools; school 1 has five cells filled.
    assert view.documents == Count(5, 60)
    assert view.overdue == 55
    assert view.overdue_schools == Count(2, 2)
    assert view.overdue_by_stage == {
        Stage.GOAL_SETTING: 9,
        Stage.MONITORING: 11,
        Stage.ANALYSIS: 12,
        Stage.RECOMMENDATIONS: 12,
        Stage.MEASURES: 11,
    }
    assert view.returned == 1


def test_coverage_counts_schools_that_owe_nothing_and_results_that_are_there(small_engine: Engine) -> None:
    view = overview(small_engine)

    assert view.coverage == Count(0, 2)
    assert view.results == Count(15, 49)
    assert {row.number: row.coverage for row in view.blocks}[6] == Count(1, 2)


def test_the_matrix_gives_each_school_its_goals_and_documents(small_engine: Engine) -> None:
    view = overview(small_engine)

    assert [row.short_name for row in view.matrix] == ["Вторая ООШ", "Школа № 1"]
    first = cell(view, "1", 1)
    assert (first.goals, first.overdue) == (Count(0, 1), 2)
    assert [(mark.code, mark.status) for mark in first.marks] == [
        ("1.1", Status.NOT_MET),
        ("1.2", Status.NO_DATA),
        ("1.3", Status.NO_DATA),
        ("1.4", Status.NO_DATA),
    ]
    # A miss within the tolerance has a mark of its own; what is awaited is not missing.
    assert [mark.status for mark in cell(view, "1", 5).marks] == [Status.NO_DATA, Status.NO_DATA, Status.NEAR]
    assert [mark.status for mark in cell(view, "1", 4).marks][2] is Status.NOT_DUE
    assert [mark.status for mark in cell(view, "2", 4).marks][2] is Status.NOT_APPLICABLE
    row = next(row for row in view.matrix if row.school == "1")
    assert (row.documents, row.overdue, row.has_all_data) == (Count(5, 30), 25, False)


def test_the_quadrant_places_each_block_of_each_school_once(small_engine: Engine) -> None:
    quadrant = overview(small_engine).quadrant

    assert quadrant.met_in_time == quadrant.missed_in_time == ()
    assert quadrant.met_broken == (QuadrantPlace("2", "Вторая ООШ", 6),)
    assert {(place.school, place.block) for place in quadrant.missed_broken} == {("1", 1), ("1", 2), ("1", 5), ("2", 3)}
    assert len(quadrant.no_data) == 7


def test_attention_tells_one_cause_of_one_school_in_one_sentence_worst_first(small_engine: Engine) -> None:
    items = overview(small_engine).attention

    assert [(item.headline, item.facts.replace("\u00a0", " ")) for item in items[:4]] == [
        ("Вторая ООШ: блоки 1–6 пустые", "30 документов · самый ранний срок 15.09.2025"),
        ("Школа № 1: блоки 2, 5 и 6 пустые", "15 документов · самый ранний срок 15.09.2025"),
        (
            "Школа № 1: блоки 1, 3 и 4 без анализа и рекомендаций",
            "6 документов · просрочено до 24 дней, стадии пропущены",
        ),
        ("Школа № 1: блоки 3 и 4 без мониторинга и мер", "4 документа · просрочено до 352 дней"),
    ]
    assert items[0].blocks == (1, 2, 3, 4, 5, 6)
    assert len(items[0].flags) == 30


def test_attention_leaves_no_flag_out_and_tells_none_twice(small_engine: Engine) -> None:
    view = overview(small_engine)

    told = [(flag.rule, flag.school, flag.block, flag.stage, flag.goal, flag.indicator, flag.level, flag.document)
            for item in view.attention for flag in item.flags]  # fmt: skip
    assert len(told) == len(set(told))
    # 56 + 62 flags; the twelve that are due soon are told once for the whole district, and two
    # skipped stages are the missing ones told already.
    assert len(told) == 56 + 62 - 12 - 2
    assert view.attention_total == len(view.attention)


def test_stages_due_soon_are_told_once_for_all_schools(small_engine: Engine) -> None:
    soon = [item for item in overview(small_engine).attention if item.rule is Rule.STAGE_DUE_SOON]

    assert [(item.headline, item.facts.replace("\u00a0", " "), item.school) for item in soon] == [
        ("До 30.09 сдать управленческие решения", "сдано 0 из 12 · осталось 12 дней", "")
    ]


def test_deadlines_are_those_still_to_come(small_engine: Engine) -> None:
    deadlines = overview(small_engine).deadlines

    assert [(each.due, each.days_left, each.title, each.done, each.is_data) for each in deadlines] == [
        (date(2026, 9, 30), 12, "Управленческие решения", Count(0, 12), False),
        (date(2026, 10, 1), 13, "Данные 4.3a «Вуз по профилю»", Count(0, 1), True),
    ]


def test_the_level_filter_lets_a_goal_rest_on_results_of_that_level_alone(small_engine: Engine) -> None:
    view = overview(small_engine, replace(OF_2025, level=Level.NOO))

    # In НОО school 1 meets 1.1, 1.2 and 2.1 and 2.2; school 2 meets 1.1 by its own target.
    assert {row.number: row.goals for row in view.blocks} == {
        1: Count(3, 3),
        2: Count(2, 2),
        3: Count(0, 0),
        4: Count(0, 0),
        5: Count(0, 0),
        6: Count(0, 0),
    }
    assert view.goals_before == Count(0, 1)


def test_the_cluster_filter_leaves_the_schools_of_that_cluster(small_engine: Engine) -> None:
    view = overview(small_engine, replace(OF_2025, cluster=Cluster.VILLAGE))

    assert [row.school for row in view.matrix] == ["2"]
    assert (view.schools, view.goals, view.overdue) == (1, Count(1, 2), 30)
    assert {item.school for item in view.attention} == {"2", ""}
    # The district's goals are those of the cluster then; pooled 8 of 9 misses the reference of 90 %.
    assert {goal.code for goal in view.district_goals if goal.status is GoalStatus.NOT_MET} == {"1.1", "3.1"}


def test_the_block_filter_leaves_that_block(small_engine: Engine) -> None:
    view = overview(small_engine, replace(OF_2025, block=2))

    assert [row.number for row in view.blocks] == [2]
    assert (view.goals, view.overdue, view.results) == (Count(0, 2), 10, Count(5, 9))
    assert {flag.block for item in view.attention for flag in item.flags} == {2}


def test_a_year_before_the_cycle_was_kept_shows_no_debts(small_engine: Engine) -> None:
    view = overview(small_engine, OverviewFilters(2024))

    assert (view.goals, view.documents, view.overdue) == (Count(0, 1), Count(0, 0), 0)
    assert view.attention == ()


def test_a_year_never_used_is_empty_and_not_an_error(small_engine: Engine) -> None:
    view = overview(small_engine, OverviewFilters(2026))

    # Nobody has said yet that nobody lags in СОО, so one figure more than a year before is awaited.
    assert (view.goals, view.goals_before, view.results) == (Count(0, 0), Count(1, 6), Count(0, 50))
    assert (view.years, view.coverage) == ((2024, 2025), Count(2, 2))


def test_nothing_of_another_district_is_shown(small_engine: Engine) -> None:
    assert "BETA" not in repr(overview(small_engine))
    assert "BETA № 1" in repr(overview(small_engine, district=BETA))


def test_the_presenter_sees_sums_but_no_sensitive_goals_by_school(small_engine: Engine) -> None:
    view = overview(small_engine, viewer=Viewer.outsider())

    for block in (2, 5):
        for school in ("1", "2"):
            found = cell(view, school, block)
            assert (found.goals, found.is_hidden) == (None, True)
    assert {mark.status for mark in cell(view, "1", 2).marks} == {Status.SUPPRESSED}
    assert not {place.block for place in (*view.quadrant.missed_broken, *view.quadrant.no_data)} & {2, 5}
    assert cell(view, "1", 6).goals == Count(0, 0)


def test_the_sum_of_a_hidden_block_is_not_shown_over_fewer_than_three_schools(small_engine: Engine) -> None:
    view = overview(small_engine, viewer=Viewer.outsider())

    assert {row.number: row.goals for row in view.blocks}[2] == Count(0, 0)


def test_last_year_is_not_compared_where_other_goals_are_hidden(small_engine: Engine) -> None:
    """НОО: school 1 missed 1.1 a year ago. Now its 1.1 is met, but hidden beside the 9 pupils of school 2, so that
    1.2 alone is counted: 1 of 1 beside 0 of 1 would be one goal beside another.
    """
    filters = replace(OF_2025, level=Level.NOO, block=1)
    everything = overview(small_engine, filters)
    view = overview(small_engine, filters, viewer=Viewer.outsider())

    assert (everything.goals, everything.goals_before, everything.hides_goals) == (Count(3, 3), Count(0, 1), False)
    assert (view.goals, view.goals_before, view.blocks[0].goals_before) == (Count(1, 1), None, None)
    assert (view.hides_goals, view.hides_comparison) == (True, True)


def test_blocks_say_whether_their_counts_leave_goals_out(small_engine: Engine) -> None:
    """School 2 hides its 9 pupils in 1.1, school 1 its sensitive 2.1, 2.2 and 5.3."""
    view = overview(small_engine, viewer=Viewer.outsider())

    assert [row.number for row in view.blocks if row.hides_goals] == [1, 2, 5]
    assert not overview(small_engine).hides_goals


def test_goals_hidden_by_name_that_are_in_the_sum_are_not_left_out(
    small_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data_layer.queries.overview.summed_statuses", lambda true, _seen, **_: true)
    view = overview(small_engine, viewer=Viewer.outsider())

    assert cell(view, "1", 2).is_hidden
    assert (view.goals, view.goals_before, view.hides_goals) == (Count(1, 6), Count(0, 1), False)


def test_hidden_figures_alone_count_as_handed_in(small_engine: Engine) -> None:
    filters = replace(OF_2025, level=Level.NOO, block=2)
    view = overview(small_engine, filters, viewer=Viewer.outsider())

    assert (view.goals, view.results.k, view.hides_goals, view.has_figures) == (Count(0, 0), 0, True, True)
    assert not overview(small_engine, OverviewFilters(2026)).has_figures


def test_hidden_figures_are_left_out_of_what_has_been_handed_in(small_engine: Engine) -> None:
    """Of the 15 that are there school «1» hides 2.1 (3), 2.2 (2), 5.3 and 1.1 НОО, school «2» its 1.1 НОО of 9.

    2.2 СОО of school «1» is hidden too, but has an empty cohort: it was never among the 49 that are asked for.
    """
    view = overview(small_engine, viewer=Viewer.outsider())

    assert (view.results, view.results_hidden) == (Count(15 - 8, 49 - 8), 9)
    assert overview(small_engine).results_hidden == 0


def test_an_empty_cohort_of_a_sensitive_figure_does_not_tell_in_the_coverage(
    small_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody lags in school «1» and nobody is supported: the presenter counts it like any other school."""

    def with_empty_cohorts(*args: Any, **given: Any) -> list[ResultFact]:
        rows = results_of_the_day(*args, **given)
        first = min(row.school_id for row in rows)
        empty: dict[str, Any] = {"status": Status.NOT_APPLICABLE, "numerator": 0, "denominator": 0, "value": None}
        return [
            replace(row, **empty) if row.school_id == first and row.indicator.startswith("b2_") else row for row in rows
        ]

    monkeypatch.setattr("data_layer.queries.overview.results_of_the_day", with_empty_cohorts)

    def concerned(viewer: Viewer) -> int:
        return {row.number: row.coverage.n for row in overview(small_engine, viewer=viewer).blocks}[2]

    assert (concerned(Viewer.full()), concerned(Viewer.outsider())) == (1, 2)


def test_the_region_sees_no_school_but_the_same_sums(small_engine: Engine) -> None:
    everything = overview(small_engine)
    view = overview(small_engine, viewer=Viewer.pooled_only())

    assert (view.matrix, view.attention, view.quadrant.no_data) == ((), (), ())
    assert (view.goals, view.documents, view.coverage) == (everything.goals, everything.documents, everything.coverage)
    assert "Школа № 1" not in repr(view)
    assert "Вторая" not in repr(view)


@pytest.mark.parametrize("viewer", [Viewer.full(), Viewer.outsider(), Viewer.pooled_only()])
def test_the_overview_takes_few_statements_whatever_it_shows(small_engine: Engine, viewer: Viewer) -> None:
    statements: list[str] = []

    @event.listens_for(small_engine, "before_cursor_execute")
    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith("SELECT"):
            statements.append(statement)

    overview(small_engine, viewer=viewer)

    assert len(statements) <= (13 if viewer == Viewer.outsider() else 12)
