"""What the product answers about each special case of the demo district, and its general mood."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import Engine

from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import CellState, Rule
from data_layer.queries.cycle import CellRow, cycle_cells
from data_layer.queries.directory import find_district
from data_layer.queries.flags import gaps
from data_layer.queries.results import AttainmentRow, BlockAttainmentRow, attainment_by_block, attainment_by_school
from data_layer.queries.views import FlagItem
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from seed.special_cases import SPECIAL_CASES, SpecialCase
from tests.support.demo import DEMO_DAY, demo_engine

YEAR = 2025


@dataclass(frozen=True)
class Answers:
    """The reports of 2025/26 on one day."""

    results: list[AttainmentRow]
    blocks: list[BlockAttainmentRow]
    cells: list[CellRow]
    flags: list[FlagItem]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("demo")
    engine = demo_engine(f"sqlite:///{folder / 'vsoko.db'}", folder / "files")
    yield engine
    engine.dispose()


def answers_on(engine: Engine, day: date) -> Answers:
    with unscoped(engine, "a test asks for the demo district", is_read_only=True) as session:
        district = find_district(session, "demo")
    viewer = Viewer.full()
    with tenant_session(engine, Scope((district.id,))) as session:
        return Answers(
            results=attainment_by_school(session, years=[YEAR], today=day, viewer=viewer),
            blocks=attainment_by_block(session, years=[YEAR], today=day, viewer=viewer),
            cells=cycle_cells(session, years=[YEAR], today=day, viewer=viewer),
            flags=gaps(session, years=[YEAR], today=day, viewer=viewer),
        )


@pytest.fixture(scope="module")
def answers(demo: Engine) -> Answers:
    return answers_on(demo, DEMO_DAY)


@pytest.mark.parametrize("case", [case for case in SPECIAL_CASES if case.state], ids=lambda case: case.id)
def test_cells_of_a_case_are_in_its_state(answers: Answers, case: SpecialCase) -> None:
    states = {
        (row.block, row.stage): row.state
        for row in answers.cells
        if row.school == case.school and (row.block, row.stage) in case.cells
    }

    assert states == dict.fromkeys(case.cells, case.state)


@pytest.mark.parametrize("case", [case for case in SPECIAL_CASES if case.status], ids=lambda case: case.id)
def test_the_result_of_a_case_has_its_status(answers: Answers, case: SpecialCase) -> None:
    statuses = [
        row.status
        for row in answers.results
        if (row.school, row.indicator, row.level) == (case.school, case.indicator, case.level)
    ]

    assert statuses == [case.status]


@pytest.mark.parametrize("case", [case for case in SPECIAL_CASES if case.rule], ids=lambda case: case.id)
def test_the_flag_of_a_case_is_raised(answers: Answers, case: SpecialCase) -> None:
    raised = [flag for flag in answers.flags if (flag.school, flag.rule) == (case.school, case.rule)]

    if case.cells:
        assert set(case.cells) <= {(flag.block, flag.stage) for flag in raised}
    elif case.goal:
        assert case.goal in {flag.goal for flag in raised}
    elif case.item:
        assert case.item in {flag.document for flag in raised}
    else:
        assert (case.indicator, case.level) in {(flag.indicator, flag.level) for flag in raised}


def test_every_case_expects_something() -> None:
    assert [case.id for case in SPECIAL_CASES if not (case.state or case.status or case.rule)] == []


def test_planted_faults_stand_alone(answers: Answers) -> None:
    rare = {Rule.DATA_INCONSISTENT, Rule.DOCUMENT_STALE, Rule.STAGE_OUT_OF_ORDER}

    assert sorted((flag.rule, flag.school) for flag in answers.flags if flag.rule in rare) == [
        (Rule.DATA_INCONSISTENT, "school-4"),
        (Rule.DOCUMENT_STALE, "school-4"),
        (Rule.STAGE_OUT_OF_ORDER, "beryozovskaya"),
    ]


def test_every_rule_that_a_finished_year_can_raise_is_shown(answers: Answers) -> None:
    # Due days lie ahead in a running year alone, and every goal of the catalogue has a reference.
    ahead = {Rule.STAGE_DUE_SOON, Rule.TARGET_MISSING}

    assert {flag.rule for flag in answers.flags} == set(Rule) - ahead


def sums(answers: Answers) -> tuple[int, int, int, int]:
    """Goals met and judged, documents there and overdue, over the whole district."""
    rows = [row for row in answers.blocks if not row.school]
    return (
        sum(row.goals_met or 0 for row in rows),
        sum(row.goals_with_data or 0 for row in rows),
        sum(row.stages_done for row in rows),
        sum(row.stages_overdue for row in rows),
    )


def test_the_district_is_on_most_but_not_all_of_its_goals(answers: Answers) -> None:
    met, judged, there, overdue = sums(answers)

    assert 0.60 <= met / judged <= 0.66
    assert there + overdue == 26 * 36
    assert 40 <= overdue <= 50


def test_overdue_cells_lie_in_about_ten_schools(answers: Answers) -> None:
    schools = {row.school for row in answers.blocks if row.school and row.stages_overdue}

    assert 10 <= len(schools) <= 14


def test_a_few_documents_are_returned_drafted_and_under_review(answers: Answers) -> None:
    states = [row.state for row in answers.cells]

    assert states.count(CellState.RETURNED) == 3
    assert states.count(CellState.DRAFT) == 2
    assert 15 <= states.count(CellState.SUBMITTED) <= 45


def test_four_schools_have_not_handed_in_all_their_figures(answers: Answers) -> None:
    waiting = {flag.school for flag in answers.flags if flag.rule is Rule.DATA_MISSING}

    assert waiting == {"malinovskaya", "melnichnaya", "polyanskaya", "tikhoplyosskaya"}


def test_the_demo_looks_the_same_on_any_later_day(demo: Engine, answers: Answers) -> None:
    later = answers_on(demo, date(2028, 2, 29))

    assert sums(later) == sums(answers)
    assert [(flag.school, flag.rule, flag.block) for flag in later.flags] == [
        (flag.school, flag.rule, flag.block) for flag in answers.flags
    ]
