"""What stands behind figures, cells, flags and counts of the small district; every number is worked out by hand.

School 1 reached 170 of 200 in 1.1 at ООО against 90 % (so 180 are needed), 45 of 50 at НОО; school 2 has 8 of 9
at НОО against its own 85 %.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Engine, select

from dashboard.texts.why import count_rule, count_value
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import (
    CellState,
    Cluster,
    DocumentStatus,
    GoalStatus,
    Level,
    RequirementLevel,
    Rule,
    Stage,
    Status,
)
from data_layer.errors import NotFoundError
from data_layer.models import Result, ScheduleEntry
from data_layer.queries.cycle_views import CycleFilters, Show
from data_layer.queries.directory import find_school
from data_layer.queries.district_cycle import district_cycle
from data_layer.queries.explanation import (
    explain_cell,
    explain_count,
    explain_district_goal,
    explain_flag,
    explain_goal,
    explain_pooled,
    explain_result,
)
from data_layer.queries.explanation.counts import EVERYTHING
from data_layer.queries.explanation.handed_in_counts import counts_of
from data_layer.queries.explanation.views import (
    CountKind,
    CountWithin,
    DueOrigin,
    FlagKey,
    GivenBy,
    ToleranceRule,
    TotalOrigin,
)
from data_layer.queries.flags import gaps
from data_layer.queries.handed_in import handed_in_rows
from data_layer.queries.outside_view import HiddenBecause, outside_view
from data_layer.queries.overview import district_overview
from data_layer.queries.school_documents import school_documents
from data_layer.queries.school_trend import school_trend
from data_layer.queries.views import Count, OverviewFilters
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session

TODAY = date(2026, 9, 18)
ALPHA = 1
CERTIFICATION, LAGGING, WINNERS = "b1_certification_attainment", "b2_lagging_share", "b3_vosh_winners"
# The figure of the other district as a number of its own: three digits may stand in any moment or identifier.
NOTHING_FOREIGN: Final = re.compile(r"BETA|\b7{3,4}\b")


def ask(explain: Callable[..., Any], engine: Engine, *, school_id: int | None = None, **given: Any) -> Any:
    """The answer to the department, or to the director of the school with this id."""
    viewer = given.pop("viewer", Viewer.full() if school_id is None else Viewer.own_school(school_id))
    with tenant_session(engine, Scope((ALPHA,), school_id=school_id)) as session:
        return explain(session, viewer=viewer, today=TODAY, **given)


def own(engine: Engine, code: str) -> int:
    with tenant_session(engine, Scope((ALPHA,))) as session:
        return find_school(session, code).id


def result(engine: Engine, school: str, indicator: str, level: Level = Level.SCHOOL, **given: Any) -> Any:
    return ask(explain_result, engine, school=school, indicator=indicator, level=level, **{"year": 2025, **given})


def test_a_figure_says_its_total_its_target_and_its_gap(small_engine: Engine) -> None:
    told = result(small_engine, "1", CERTIFICATION, Level.OOO)

    assert (told.fact.numerator, told.fact.denominator, told.fact.status) == (170, 200, Status.NEAR)
    assert (told.fact.pupil_gap, told.fact.gap) == (-10, -5.0)
    assert told.origin is TotalOrigin.REPORTED
    assert (told.own_target, told.reference.given_by, told.reference.target) == (None, GivenBy.CATALOGUE, Decimal(90))
    assert (told.tolerance.points, told.tolerance.rule) == (Decimal(5), ToleranceRule.GENERAL)
    assert (told.last_year.numerator, told.last_year.denominator) == (160, 200)
    assert told.words[0] == "результаты (обучающийся × предмет) с отметкой не ниже 3"
    assert (told.source, told.due, told.goal) == ("ГИС «Образование»", date(2026, 6, 10), "g1_1_certification")


def test_a_figure_says_who_brought_it_from_which_line(small_engine: Engine) -> None:
    (line,) = result(small_engine, "1", CERTIFICATION, Level.OOO).slices

    assert (line.entry.author, line.entry.file, line.entry.address) == ("cli", "alpha", "observations.csv · A3")
    assert line.entry.at is not None
    assert line.is_used


def test_an_own_target_comes_with_who_set_it(small_engine: Engine) -> None:
    told = result(small_engine, "2", CERTIFICATION, Level.NOO)

    assert (told.own_target.target, told.own_target.given_by) == (Decimal(85), GivenBy.SCHOOL)
    assert (told.own_target.entry.author, told.own_target.entry.address) == ("cli", "targets.csv · A2")
    assert told.is_small_cohort
    assert [flag.rule for flag in told.flags] == [Rule.TARGET_UNAMBITIOUS]


def test_at_most_has_its_own_tolerance(small_engine: Engine) -> None:
    told = result(small_engine, "1", LAGGING, Level.OOO)

    assert (told.fact.status, told.fact.pupil_gap) == (Status.NEAR, -1)
    assert (told.tolerance.points, told.tolerance.rule) == (Decimal("0.5"), ToleranceRule.PART_OF_TARGET)


def test_a_missing_code_stands_instead_of_a_number(small_engine: Engine) -> None:
    told = result(small_engine, "2", CERTIFICATION, Level.OOO)

    assert told.fact.status is Status.NO_DATA
    assert [each.missing for each in told.slices] == ["x"]


def test_a_breakdown_adds_up_nothing(small_engine: Engine) -> None:
    told = result(small_engine, "1", "b5_deficit_breakdown")

    assert told.origin is TotalOrigin.BREAKDOWN
    assert {each.numerator for each in told.slices if each.is_used} == {4, 6}
    assert told.fact.denominator == 20


def test_a_pooled_figure_is_a_sum_and_names_its_schools(small_engine: Engine) -> None:
    told = ask(explain_pooled, small_engine, indicator=CERTIFICATION, level=Level.NOO, year=2025, cluster=None)

    assert (told.fact.numerator, told.fact.denominator) == (45 + 8, 50 + 9)
    assert (told.fact.schools_met, told.fact.schools_with_data, told.lists_all) == (2, 2, True)
    assert {(each.school.code, each.numerator) for each in told.schools} == {("1", 45), ("2", 8)}


def test_a_cluster_names_only_its_own_schools(small_engine: Engine) -> None:
    asked: dict[str, Any] = {"indicator": CERTIFICATION, "level": Level.NOO, "year": 2025, "cluster": Cluster.VILLAGE}
    told = ask(explain_pooled, small_engine, **asked)

    assert [each.school.code for each in told.schools] == ["2"]
    assert told.fact.numerator == 8


def test_a_goal_says_what_decided_it_and_how_the_school_answers(small_engine: Engine) -> None:
    told = ask(explain_goal, small_engine, school="1", goal="g1_1_certification", year=2025)

    assert told.card.status is GoalStatus.NOT_MET
    assert [(line.level, line.status) for line in told.lines] == [
        (Level.NOO, Status.MET),
        (Level.OOO, Status.NEAR),
        (Level.SOO, Status.NOT_MET),
    ]
    assert [(cell.stage, cell.state) for cell in told.response] == [
        (Stage.RECOMMENDATIONS, CellState.OVERDUE),
        (Stage.MEASURES, CellState.ACCEPTED),
        (Stage.DECISIONS, CellState.NOT_DUE),
    ]
    assert {each.number for each in told.documents} == {"1-ц", "2-м", "3-а", "5-д"}
    assert {flag.rule for flag in told.flags} >= {Rule.GOAL_MISSED_NO_RESPONSE}


def test_a_goal_of_the_district_stands_on_pooled_figures(small_engine: Engine) -> None:
    told = ask(explain_district_goal, small_engine, goal="g1_1_certification", year=2025)

    assert [(fact.level, fact.numerator, fact.denominator) for _, fact in told.lines] == [
        (Level.NOO, 53, 59),
        (Level.OOO, 170, 200),
        (Level.SOO, 10, 12),
    ]
    assert (told.status, told.schools) == (GoalStatus.NOT_MET, Count(0, 1))


def test_a_cell_says_its_due_day_its_document_and_its_flags(small_engine: Engine) -> None:
    told = ask(explain_cell, small_engine, school="1", block=1, stage=Stage.MONITORING, year=2025)

    assert (told.required, told.state) == (RequirementLevel.REQUIRED, CellState.SUBMITTED)
    assert (told.due, told.due_origin, told.days_overdue) == (date(2025, 10, 1), DueOrigin.CALENDAR, None)
    (document,) = told.documents
    assert (document.number, document.status, document.gives_state) == ("2-м", DocumentStatus.SUBMITTED, True)
    assert (document.entry.author, document.entry.address) == ("cli", "documents.csv · A3")
    assert [flag.rule for flag in told.flags] == [Rule.STAGE_LATE]


def test_a_returned_document_leaves_its_cell_overdue(small_engine: Engine) -> None:
    told = ask(explain_cell, small_engine, school="1", block=1, stage=Stage.ANALYSIS, year=2025)

    assert (told.state, told.days_overdue) == (CellState.RETURNED, 24)


def test_a_document_is_found_in_the_cell_that_it_covers(small_engine: Engine) -> None:
    told = ask(explain_cell, small_engine, school="1", block=4, stage=Stage.GOAL_SETTING, year=2025)

    (document,) = told.documents
    assert (told.state, document.number, document.has_own_cell) == (CellState.ACCEPTED, "6-ц", False)


@pytest.mark.parametrize("school", ["1", "2"])
def test_every_flag_that_is_up_can_be_asked_about(small_engine: Engine, school: str) -> None:
    with tenant_session(small_engine, Scope((ALPHA,))) as session:
        flags = gaps(session, years=[2025], school=school, today=TODAY, viewer=Viewer.full())

    assert flags
    for flag in flags:
        parts = (flag.rule, flag.block, flag.stage, flag.goal, flag.indicator, flag.level, flag.document)
        told = ask(explain_flag, small_engine, school=school, year=2025, key=FlagKey(*parts))
        assert told.item == flag


def test_a_flag_that_is_not_up_is_not_found(small_engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        ask(explain_flag, small_engine, school="1", year=2025, key=FlagKey(Rule.STAGE_MISSING, 1, Stage.MONITORING))


@pytest.mark.parametrize("kind", [CountKind.GOALS, CountKind.DOCUMENTS, CountKind.OVERDUE, CountKind.COVERAGE])
def test_the_parts_of_a_count_add_up_to_the_number_of_the_page(small_engine: Engine, kind: CountKind) -> None:
    filters = OverviewFilters(year=2025)
    told = ask(explain_count, small_engine, kind=kind, filters=filters)
    view = ask(district_overview, small_engine, filters=filters)

    shown = {
        CountKind.GOALS: view.goals,
        CountKind.DOCUMENTS: view.documents,
        CountKind.OVERDUE: Count(view.overdue, view.documents.n),
        CountKind.COVERAGE: view.coverage,
    }
    assert told.total == shown[kind]
    assert sum(part.count.k for part in told.parts) == told.total.k
    assert sum(part.count.n for part in told.parts) == told.total.n


def test_a_school_counts_its_own_goals_and_documents(small_engine: Engine) -> None:
    asked: dict[str, Any] = {"filters": OverviewFilters(year=2025), "school": "1"}

    goals = ask(explain_count, small_engine, kind=CountKind.GOALS, **asked)
    documents = ask(explain_count, small_engine, kind=CountKind.DOCUMENTS, **asked)
    overdue = ask(explain_count, small_engine, kind=CountKind.OVERDUE, **asked)

    assert (goals.total, documents.total) == (Count(0, 4), Count(5, 30))
    assert (overdue.total.k, [part.count.k for part in overdue.parts]) == (25, [2, 5, 4, 4, 5, 5])


def test_one_stage_is_counted_over_all_schools(small_engine: Engine) -> None:
    asked: dict[str, Any] = {"filters": OverviewFilters(year=2025), "stage": Stage.GOAL_SETTING}
    told = ask(explain_count, small_engine, kind=CountKind.DOCUMENTS, **asked)

    assert (told.total, [part.count.k for part in told.parts]) == (Count(3, 12), [0, 3])


@pytest.mark.parametrize("show", [Show.ALL, Show.OVERDUE])
def test_required_cells_are_those_of_the_matrix(small_engine: Engine, show: Show) -> None:
    view = ask(district_cycle, small_engine, filters=CycleFilters(2025, show=show))
    asked: dict[str, Any] = {"filters": OverviewFilters(year=2025), "within": CountWithin(show=show)}
    told = ask(explain_count, small_engine, kind=CountKind.REQUIRED, **asked)

    assert told.total == view.total
    assert [part.count for part in told.parts] == [row.there for row in view.rows]
    assert told.total.n > 0


def test_a_column_of_the_matrix_is_told_school_by_school_and_cell_by_cell(small_engine: Engine) -> None:
    view = ask(district_cycle, small_engine, filters=CycleFilters(2025))
    asked: dict[str, Any] = {"filters": OverviewFilters(year=2025, block=1), "stage": Stage.ANALYSIS}
    column = ask(explain_count, small_engine, kind=CountKind.REQUIRED, **asked)
    cell = ask(explain_count, small_engine, kind=CountKind.REQUIRED, school="1", **asked)

    assert column.total == view.columns[1, Stage.ANALYSIS]
    assert [(part.block, part.stage, part.count.n) for part in cell.parts] == [(1, Stage.ANALYSIS, 1)]


@pytest.mark.parametrize("kind", [CountKind.FIGURES, CountKind.TARGETS, CountKind.ITEMS])
def test_what_a_school_has_handed_in_is_told_one_by_one(small_engine: Engine, kind: CountKind) -> None:
    with tenant_session(small_engine, Scope((ALPHA,))) as session:
        rows = handed_in_rows(session, year=2025, today=TODAY)
    asked: dict[str, Any] = {"kind": kind, "filters": OverviewFilters(year=2025)}
    for row in rows:
        told = ask(explain_count, small_engine, school=row.code, **asked)
        assert (told.total, len(told.parts)) == (counts_of(row)[kind], counts_of(row)[kind].n)
    with pytest.raises(NotFoundError):
        ask(explain_count, small_engine, school="1", viewer=Viewer.outsider(), **asked)


def test_goals_of_a_comparison_are_told_school_by_school(small_engine: Engine) -> None:
    filters = OverviewFilters(year=2025)
    goals = ask(explain_count, small_engine, kind=CountKind.MAP_GOALS, filters=filters)
    one = ask(
        explain_count,
        small_engine,
        kind=CountKind.GOAL_SCHOOLS,
        filters=filters,
        within=CountWithin(goal="g1_1_certification"),
    )

    assert goals.total == ask(district_overview, small_engine, filters=filters).goals
    assert sum(part.count.k for part in goals.parts) == goals.total.k
    assert (sum(part.count.k for part in one.parts), sum(part.count.n for part in one.parts)) == (
        one.total.k,
        one.total.n,
    )
    with pytest.raises(NotFoundError):
        ask(explain_count, small_engine, kind=CountKind.GOAL_SCHOOLS, filters=filters)


def test_a_director_asks_nothing_about_another_school(small_engine: Engine) -> None:
    first = own(small_engine, "1")
    asked: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (explain_result, {"indicator": CERTIFICATION, "level": Level.NOO}),
        (explain_goal, {"goal": "g1_1_certification"}),
        (explain_cell, {"block": 1, "stage": Stage.ANALYSIS}),
        (explain_flag, {"key": FlagKey(Rule.STAGE_MISSING, 1, Stage.GOAL_SETTING)}),
        (outside_view, {}),
        (school_documents, {}),
    ]

    for explain, given in asked:
        with pytest.raises(NotFoundError):
            ask(explain, small_engine, school_id=first, school="2", year=2025, **given)
    with pytest.raises(NotFoundError):
        ask(school_trend, small_engine, school_id=first, school="2")
    with pytest.raises(NotFoundError):
        ask(
            explain_count,
            small_engine,
            school_id=first,
            kind=CountKind.GOALS,
            filters=OverviewFilters(2025),
            school="2",
        )
    with pytest.raises(NotFoundError):
        ask(explain_count, small_engine, school_id=first, kind=CountKind.GOALS, filters=OverviewFilters(2025))


def test_a_director_asks_about_the_own_school_as_the_department_does(small_engine: Engine) -> None:
    first = own(small_engine, "1")
    asked: dict[str, Any] = {"school": "1", "indicator": CERTIFICATION, "level": Level.OOO, "year": 2025}

    as_director = ask(explain_result, small_engine, school_id=first, **asked)
    as_department = ask(explain_result, small_engine, **asked)

    assert as_director.is_open
    (seen,), (whole,) = as_director.slices, as_department.slices
    # A file that the department brought for all schools is not the school's; its line is told all the same.
    assert whole.entry.batch is not None
    assert (whole.entry.batch.file, len(whole.entry.batch.sha256), whole.entry.batch.school) == ("alpha", 64, "")
    assert seen == replace(whole, entry=replace(whole.entry, file="", batch=None))
    assert as_director.fact == as_department.fact


def test_a_director_learns_no_sum_over_two_schools_and_no_other_school(small_engine: Engine) -> None:
    first = own(small_engine, "1")
    asked: dict[str, Any] = {"indicator": CERTIFICATION, "level": Level.NOO, "year": 2025, "cluster": None}
    told = ask(explain_pooled, small_engine, school_id=first, **asked)

    assert (told.fact.status, told.fact.numerator) == (Status.SUPPRESSED, None)
    assert [each.school.code for each in told.schools] == ["1"]
    assert not told.lists_all


@pytest.mark.parametrize("indicator", [CERTIFICATION, "b1_vpr_attainment"])
def test_a_presenter_learns_nothing_of_a_small_group(small_engine: Engine, indicator: str) -> None:
    told = result(small_engine, "2", indicator, Level.NOO, viewer=Viewer.outsider())

    assert not told.is_open
    assert (told.slices, told.history, told.last_year.value) == ((), (), None)
    if indicator == CERTIFICATION:
        hidden = (told.fact.numerator, told.fact.denominator, told.fact.value, told.fact.gap, told.fact.pupil_gap)
        assert (told.fact.status, hidden) == (Status.SUPPRESSED, (None,) * 5)
        assert told.own_target.entry is None
        assert told.flags == ()


def test_a_presenter_sees_a_large_figure_without_slices_and_authors(small_engine: Engine) -> None:
    told = result(small_engine, "1", CERTIFICATION, Level.OOO, viewer=Viewer.outsider())

    assert (told.fact.numerator, told.is_open, told.slices) == (170, False, ())
    documents = ask(school_documents, small_engine, school="1", year=2025, viewer=Viewer.outsider())
    assert {(each.entry, each.remark) for each in documents} == {(None, "")}


def test_a_presenter_sees_the_sum_hidden_as_elsewhere(small_engine: Engine) -> None:
    asked: dict[str, Any] = {"indicator": CERTIFICATION, "level": Level.NOO, "year": 2025, "cluster": None}
    told = ask(explain_pooled, small_engine, viewer=Viewer.outsider(), **asked)

    assert {each.numerator for each in told.schools} == {None}
    assert told.fact.numerator == 53


def test_counts_of_hidden_blocks_stay_hidden(small_engine: Engine) -> None:
    asked: dict[str, Any] = {"filters": OverviewFilters(year=2025), "viewer": Viewer.outsider()}
    told = ask(explain_count, small_engine, kind=CountKind.GOALS, **asked)

    assert {part.count for part in told.parts} == {None}
    assert told.hidden == 2


def test_what_hiding_leaves_out_of_a_count_is_said(small_engine: Engine) -> None:
    """Block 2 is summed over no fewer than three schools; 7 of the 15 figures handed in are open (see «Обзор»)."""
    everything, block = OverviewFilters(2025), OverviewFilters(2025, block=2)
    goal = CountWithin(goal="g2_1_identification")

    def seen(
        kind: CountKind, filters: OverviewFilters, viewer: Viewer, within: CountWithin = EVERYTHING
    ) -> tuple[str, bool]:
        told = ask(explain_count, small_engine, kind=kind, filters=filters, viewer=viewer, within=within)
        return count_value(told).replace("\u00a0", " "), "Без скрытых" in count_rule(told)

    outsider = Viewer.outsider()
    assert seen(CountKind.GOALS, block, outsider) == ("скрыто", False)
    assert seen(CountKind.GOAL_SCHOOLS, block, outsider, goal) == ("скрыто", False)
    assert seen(CountKind.RESULTS, everything, outsider) == ("7 из 41", True)
    assert seen(CountKind.RESULTS, everything, Viewer.full()) == ("15 из 49", False)
    assert seen(CountKind.GOALS, OverviewFilters(2026), outsider) == ("данных ещё нет", False)


def test_the_region_has_no_school_to_ask_about(small_engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        result(small_engine, "1", CERTIFICATION, Level.OOO, viewer=Viewer.pooled_only())


def test_what_the_district_has_not_is_not_found(small_engine: Engine) -> None:
    for asked in (("9", CERTIFICATION, Level.OOO), ("1", "no_such", Level.OOO), ("1", WINNERS, Level.OOO)):
        with pytest.raises(NotFoundError):
            result(small_engine, *asked)
    with pytest.raises(NotFoundError):
        ask(explain_cell, small_engine, school="1", block=1, stage=Stage.RATIONALE, year=2025)
    with pytest.raises(NotFoundError):
        ask(explain_goal, small_engine, school="1", goal="no_such", year=2025)


def test_nothing_of_the_other_district_is_told(small_engine: Engine) -> None:
    told = str(
        [
            ask(explain_pooled, small_engine, indicator=CERTIFICATION, level=Level.NOO, year=2025, cluster=None),
            ask(explain_count, small_engine, kind=CountKind.GOALS, filters=OverviewFilters(year=2025)),
            ask(explain_cell, small_engine, school="1", block=1, stage=Stage.GOAL_SETTING, year=2025),
            ask(school_documents, small_engine, school="1", year=2025),
        ]
    )

    assert NOTHING_FOREIGN.search("numerator=777, school='BETA'")
    assert not NOTHING_FOREIGN.search(told)


def test_years_without_a_figure_stay_empty_in_the_trend(small_engine: Engine) -> None:
    lines = {(line.indicator, line.level): line for line in ask(school_trend, small_engine, school="1").lines}

    certification = lines[CERTIFICATION, Level.OOO]
    assert [(each.year, each.numerator, each.breaks) for each in certification.years] == [
        (2024, 160, None),
        (2025, 170, None),
    ]
    assert [each.value for each in lines[CERTIFICATION, Level.SOO].years] == [None, pytest.approx(1000 / 12)]


def test_a_school_learns_what_is_hidden_from_others_and_why(small_engine: Engine) -> None:
    second = own(small_engine, "2")
    told = ask(outside_view, small_engine, school_id=second, school="2", year=2025)

    assert [(each.code, each.level, each.because) for each in told.hidden] == [("1.1", Level.NOO, HiddenBecause.SMALL)]
    assert (told.shown, told.blocks, told.is_whole) == (2, (2, 5), False)


def test_a_count_of_data_does_not_tell_a_presenter_of_an_empty_cohort(small_engine: Engine) -> None:
    """5.3 of school 1 becomes 0 of 0 and gets a day of its own: left out of the list it would stand there empty."""
    due, retention = date(2026, 6, 20), "b5_young_teacher_retention"
    scope = Scope((ALPHA,), is_read_only=False)
    with TenantSession(small_engine, scope) as session:
        of_retention = select(Result).where(Result.district_id == ALPHA, Result.indicator_id == retention)
        (row,) = session.scalars(of_retention.where(Result.year == 2025, Result.value.is_not(None)))
        row.numerator, row.denominator, row.value, row.status = 0, 0, None, Status.NOT_APPLICABLE.value
        days = select(ScheduleEntry).where(ScheduleEntry.district_id == ALPHA, ScheduleEntry.year == 2025)
        (day,) = session.scalars(days.where(ScheduleEntry.key == "three_years"))
        day.due = due
        session.flush()
        asked: dict[str, Any] = {"kind": CountKind.DATA_DUE, "filters": OverviewFilters(2025, block=5), "due": due}
        told = explain_count(session, **asked, today=TODAY, viewer=Viewer.outsider())
        true = explain_count(session, **asked, today=TODAY, viewer=Viewer.full())
        session.rollback()

    assert (told.total, true.total) == (Count(1, 2), Count(0, 1))
