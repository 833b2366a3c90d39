"""One number, many places: overview, reports, school cards and roll-up agree over the whole demo district.

Nothing is worked out by hand here; that is done beside each query. What is said here is that two
places which show the same figure cannot tell two stories, whoever looks and whatever the year.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import Engine

from dashboard.charts.table import chart_table
from dashboard.components.names import plain_names
from dashboard.findings.compare.charts.goal import goal_plot
from dashboard.findings.compare.charts.shown import Chosen
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import CellState, Cluster, Rule, Status
from data_layer.queries.catalogue import load_catalogue
from data_layer.queries.comparison import (
    SchoolFilters,
    blocks_map,
    effective_order,
    goal_rail,
    indicator_comparison,
)
from data_layer.queries.cycle import cycle_cells
from data_layer.queries.directory import find_district, school_list
from data_layer.queries.flags import gaps
from data_layer.queries.ground import load_ground
from data_layer.queries.overview import district_overview
from data_layer.queries.results import (
    BlockAttainmentRow,
    attainment_by_block,
    attainment_by_district,
    attainment_by_school,
)
from data_layer.queries.rollup import region_rollup
from data_layer.queries.school import school_card
from data_layer.queries.views import Count, Overview, OverviewFilters, SchoolCard
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session, unscoped
from tests.support.demo import DEMO_DAY, demo_engine

FULL: Final = Viewer.full()
# The year before the demo begins, its three years, and the one to come.
YEARS: Final = (2022, 2023, 2024, 2025, 2026)
USED: Final = (2023, 2024, 2025)
# 2025/26 also before its figures are due and in the middle of its cycle.
MOMENTS: Final = (
    (2025, date(2026, 5, 20)),
    (2025, date(2026, 9, 10)),
    *((year, DEMO_DAY) for year in YEARS),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("demo")
    engine = demo_engine(f"sqlite:///{folder / 'demo.db'}", folder / "files")
    yield engine
    engine.dispose()


@pytest.fixture
def district(demo: Engine) -> int:
    with unscoped(demo, "a test asks for the demo district", is_read_only=True) as session:
        return find_district(session, "demo").id


@pytest.fixture
def session(demo: Engine, district: int) -> Iterator[TenantSession]:
    with tenant_session(demo, Scope((district,))) as session:
        yield session


def overview(session: TenantSession, year: int, today: date, viewer: Viewer = FULL) -> Overview:
    return district_overview(session, filters=OverviewFilters(year), today=today, viewer=viewer)


def school_cards(session: TenantSession, year: int, today: date) -> list[SchoolCard]:
    codes = [school.code for school in school_list(session)]
    return [school_card(session, school=code, year=year, today=today, viewer=FULL) for code in codes]


def block_sums(session: TenantSession, year: int, today: date, viewer: Viewer = FULL) -> list[BlockAttainmentRow]:
    rows = attainment_by_block(session, years=[year], today=today, viewer=viewer)
    return [row for row in rows if not row.school]


def total(counts: Iterable[Count | None]) -> Count:
    known = [count for count in counts if count is not None]
    return Count(sum(count.k for count in known), sum(count.n for count in known))


def goals_told_by_rows(session: TenantSession, year: int, today: date) -> Count:
    """Goals met of goals with a verdict, counted from nothing but the rows of `report attainment`."""
    deciding = {rule.id for rule in load_catalogue(session).deciding}
    statuses: dict[tuple[str, str], set[Status]] = defaultdict(set)
    for row in attainment_by_school(session, years=[year], today=today, viewer=FULL):
        if row.goal and row.indicator in deciding and row.status is not Status.NOT_APPLICABLE:
            statuses[row.school, row.goal].add(row.status)
    missed = sum(bool(found & {Status.NOT_MET, Status.NEAR}) for found in statuses.values())
    met = sum(found == {Status.MET} for found in statuses.values())
    return Count(met, met + missed)


def raised(session: TenantSession, year: int, today: date, rule: Rule) -> list[str]:
    """School of every flag of the rule that is up."""
    return [flag.school for flag in gaps(session, years=[year], today=today, viewer=FULL) if flag.rule is rule]


def assert_all_equal(places: Sequence[object]) -> None:
    assert list(places) == [places[0]] * len(places)


def test_the_demo_has_figures_to_disagree_about(session: TenantSession) -> None:
    view = overview(session, 2025, DEMO_DAY)

    assert view.goals.k > 0
    assert view.goals.k < view.goals.n
    assert view.overdue > 0
    assert 0 < view.coverage.k < view.coverage.n
    assert 0 < view.documents.k < view.documents.n


@pytest.mark.parametrize(("year", "today"), MOMENTS)
def test_goals_met_are_one_number_everywhere(session: TenantSession, year: int, today: date) -> None:
    view = overview(session, year, today)
    sums = block_sums(session, year, today)
    places, *clusters = region_rollup(session, year=year, today=today)

    assert_all_equal(
        [
            view.goals,
            total(block.goals for block in view.blocks),
            total(cell.goals for row in view.matrix for cell in row.cells),
            Count(sum(row.goals_met or 0 for row in sums), sum(row.goals_with_data or 0 for row in sums)),
            goals_told_by_rows(session, year, today),
            total(card.goals for card in school_cards(session, year, today)),
            places.goals,
            total(row.goals for row in clusters),
        ]
    )


@pytest.mark.parametrize(("year", "today"), MOMENTS)
def test_overdue_stages_are_one_number_everywhere(session: TenantSession, year: int, today: date) -> None:
    view = overview(session, year, today)
    places, *clusters = region_rollup(session, year=year, today=today)

    assert_all_equal(
        [
            view.overdue,
            sum(block.overdue for block in view.blocks),
            sum(row.overdue for row in view.matrix),
            sum(cell.overdue for row in view.matrix for cell in row.cells),
            sum(view.overdue_by_stage.values()),
            sum(row.stages_overdue for row in block_sums(session, year, today)),
            len(raised(session, year, today, Rule.STAGE_MISSING)),
            sum(card.overdue for card in school_cards(session, year, today)),
            places.overdue,
            sum(row.overdue for row in clusters),
        ]
    )


@pytest.mark.parametrize(("year", "today"), MOMENTS)
def test_documents_and_figures_handed_in_are_one_number_everywhere(
    session: TenantSession, year: int, today: date
) -> None:
    view = overview(session, year, today)
    sums = block_sums(session, year, today)
    cards = school_cards(session, year, today)
    cells = cycle_cells(session, years=[year], today=today, viewer=FULL)
    owing = set(raised(session, year, today, Rule.DATA_MISSING))

    assert_all_equal(
        [
            view.documents,
            total(block.documents for block in view.blocks),
            total(row.documents for row in view.matrix),
            total(card.documents for card in cards),
        ]
    )
    assert view.returned == sum(card.returned for card in cards)
    assert view.returned == sum(cell.state is CellState.RETURNED for cell in cells)
    assert view.results == Count(
        sum(row.results_with_data or 0 for row in sums), sum(row.results_applicable or 0 for row in sums)
    )
    assert view.coverage == Count(view.schools - len(owing), view.schools)
    assert {row.school for row in view.matrix if not row.has_all_data} == owing


@pytest.mark.parametrize("viewer", [FULL, Viewer.outsider(), Viewer.pooled_only()], ids=lambda viewer: viewer.sight)
@pytest.mark.parametrize("year", YEARS)
def test_each_block_reads_the_same_in_the_overview_and_in_the_report(
    session: TenantSession, year: int, viewer: Viewer
) -> None:
    shown = {
        row.number: (row.goals.k, row.goals.n, row.goals_applicable, row.overdue)
        for row in overview(session, year, DEMO_DAY, viewer).blocks
    }
    reported = {
        row.block: (row.goals_met, row.goals_with_data, row.goals_applicable, row.stages_overdue)
        for row in block_sums(session, year, DEMO_DAY, viewer)
    }

    assert shown == reported


@pytest.mark.parametrize("viewer", [FULL, Viewer.outsider()], ids=lambda viewer: viewer.sight)
@pytest.mark.parametrize("year", YEARS)
def test_each_cell_of_the_matrix_reads_the_same_in_the_report(
    session: TenantSession, year: int, viewer: Viewer
) -> None:
    shown = {
        (row.school, cell.block): (None, None) if cell.goals is None else (cell.goals.k, cell.goals.n)
        for row in overview(session, year, DEMO_DAY, viewer).matrix
        for cell in row.cells
    }
    rows = attainment_by_block(session, years=[year], today=DEMO_DAY, viewer=viewer)

    assert shown == {(row.school, row.block): (row.goals_met, row.goals_with_data) for row in rows if row.school}


@pytest.mark.parametrize("year", YEARS)
def test_a_block_hidden_from_the_presenter_counts_no_results_by_school_but_in_the_sums(
    session: TenantSession, year: int
) -> None:
    deciding = {rule.id for rule in load_catalogue(session).deciding}
    rows = attainment_by_block(session, years=[year], today=DEMO_DAY, viewer=Viewer.outsider())
    hidden = [row for row in rows if row.school and row.goals_met is None]
    listed = Counter(
        row.block
        for row in attainment_by_school(session, years=[year], today=DEMO_DAY, viewer=Viewer.outsider())
        if row.indicator in deciding and row.status is not Status.NOT_APPLICABLE
    )

    assert hidden
    assert {(row.results_with_data, row.results_applicable) for row in hidden} == {(None, None)}
    assert {row.block: row.results_applicable for row in rows if not row.school} == {
        block: listed[block] for block in range(1, 7)
    }
    assert all(row.results_with_data is not None for row in rows if not row.school)


@pytest.mark.parametrize("cluster", Cluster)
@pytest.mark.parametrize("year", YEARS)
def test_a_cluster_reads_the_same_in_the_overview_and_in_the_roll_up(
    session: TenantSession, year: int, cluster: Cluster
) -> None:
    filters = OverviewFilters(year, cluster=cluster)
    view = district_overview(session, filters=filters, today=DEMO_DAY, viewer=FULL)
    rows = region_rollup(session, year=year, today=DEMO_DAY)

    assert [(row.schools, row.goals, row.overdue) for row in rows if row.cluster == cluster] == [
        (view.schools, view.goals, view.overdue)
    ]


@pytest.mark.parametrize("year", YEARS)
def test_every_line_of_a_school_card_is_a_row_of_the_reports(session: TenantSession, year: int) -> None:
    by_school = attainment_by_school(session, years=[year], today=DEMO_DAY, viewer=FULL)
    by_district = attainment_by_district(session, years=[year], today=DEMO_DAY, viewer=FULL)
    rows = {(row.school, row.indicator, row.level): row for row in by_school}
    pooled = {(row.indicator, row.level): row.value for row in by_district}

    for card in school_cards(session, year, DEMO_DAY):
        for line in (line for block in card.blocks for goal in block.cards for line in goal.lines):
            row = rows[card.school, line.indicator, line.level]
            assert (line.status, line.numerator, line.denominator, line.value, line.gap, line.pupil_gap) == (
                row.status,
                row.numerator,
                row.denominator,
                row.value,
                row.gap_pp,
                row.pupil_gap,
            )
            assert set(line.flags) == set(row.flags)
            assert line.district_value == pooled[line.indicator, line.level]


@pytest.mark.parametrize("viewer", [FULL, Viewer.outsider()], ids=lambda viewer: viewer.sight)
def test_a_report_of_all_years_says_what_each_year_says(session: TenantSession, viewer: Viewer) -> None:
    reports: tuple[Callable[..., list[Any]], ...] = (
        attainment_by_school,
        attainment_by_district,
        attainment_by_block,
        gaps,
        cycle_cells,
    )

    for report in reports:
        together = report(session, today=DEMO_DAY, viewer=viewer)
        for year in USED:
            alone = report(session, years=[year], today=DEMO_DAY, viewer=viewer)
            assert [row for row in together if row.year == year] == alone, (report.__name__, year)


def test_a_school_reads_of_itself_what_the_department_reads_of_it(
    demo: Engine, district: int, session: TenantSession
) -> None:
    for school in school_list(session):
        of_department = school_card(session, school=school.code, year=2025, today=DEMO_DAY, viewer=FULL)
        viewer = Viewer.own_school(school.id)
        with tenant_session(demo, Scope((district,), school_id=school.id)) as own:
            of_school = school_card(own, school=school.code, year=2025, today=DEMO_DAY, viewer=viewer)

        for name in ("goals", "documents", "overdue", "returned", "cycle", "organisation"):
            assert getattr(of_school, name) == getattr(of_department, name), (school.code, name)
        assert len(of_school.flags) == len(of_department.flags)


@pytest.mark.parametrize(("year", "today"), MOMENTS)
def test_the_comparison_of_every_indicator_tells_what_the_reports_tell(
    session: TenantSession, year: int, today: date
) -> None:
    ground = load_ground(session, years=(year - 1, year), today=today, viewer=FULL)
    by_school = {
        (row.school, row.indicator, row.level): row
        for row in attainment_by_school(session, years=[year], today=today, viewer=FULL)
    }
    by_district = {
        (row.indicator, row.level): row
        for row in attainment_by_district(session, years=[year], today=today, viewer=FULL)
    }
    for rule in ground.catalogue.enabled:
        for level in rule.levels:
            found = indicator_comparison(
                session, ground, indicator=rule, level=level, year=year, before=year - 1, filters=SchoolFilters()
            )
            for figure in found.schools:
                row = by_school[figure.school, rule.id, level]
                assert (figure.numerator, figure.denominator, figure.value) == (
                    row.numerator,
                    row.denominator,
                    row.value,
                )
                assert (figure.status, figure.target, figure.reference) == (row.status, row.target, row.reference)
                assert (figure.gap, figure.pupil_gap) == (row.gap_pp, row.pupil_gap)
            told, reported = found.district.now, by_district[rule.id, level]
            assert (told.numerator, told.denominator, told.value, told.status, told.schools_met) == (
                reported.numerator,
                reported.denominator,
                reported.value,
                reported.status,
                reported.schools_met,
            )


@pytest.mark.parametrize("viewer", [FULL, Viewer.outsider()], ids=lambda viewer: viewer.sight)
@pytest.mark.parametrize("cluster", [None, *Cluster])
def test_rail_and_heat_maps_of_the_comparison_are_those_of_the_overview(
    session: TenantSession, cluster: Cluster | None, viewer: Viewer
) -> None:
    filters = SchoolFilters(cluster=cluster)
    ground = load_ground(session, years=(2025,), today=DEMO_DAY, viewer=viewer)
    view = district_overview(session, filters=OverviewFilters(2025, cluster=cluster), today=DEMO_DAY, viewer=viewer)

    rail = goal_rail(session, ground, filters=filters)
    heat = blocks_map(session, ground, filters=filters)

    assert {goal.goal: goal.met for goal in rail} == {goal.goal: goal.schools_met for goal in view.district_goals}
    assert [(row.school, [(cell.block, cell.goals, cell.marks) for cell in row.cells]) for row in heat.rows] == [
        (row.school, [(cell.block, cell.goals, cell.marks) for cell in row.cells]) for row in view.matrix
    ]


def test_what_is_drawn_is_what_stands_in_its_table_and_in_the_report(session: TenantSession) -> None:
    """The dot plot of every goal: its rows, its table and file, and `report attainment`."""
    ground = load_ground(session, years=(2024, 2025), today=DEMO_DAY, viewer=FULL)
    names = plain_names([(school.code, school.code) for school in ground.schools], link=lambda code: f"/{code}")
    reported = {
        (row.school, row.indicator, row.level): row
        for row in attainment_by_school(session, years=[2025], today=DEMO_DAY, viewer=FULL)
    }
    for rule in ground.catalogue.deciding:
        for level in rule.levels:
            chosen = Chosen(names, effective_order(None, rule), SchoolFilters())
            chart = goal_plot(
                indicator_comparison(
                    session, ground, indicator=rule, level=level, year=2025, before=2024, filters=SchoolFilters()
                ),
                chosen,
            )
            table = chart_table(chart)
            assert [row.place.name for row in table.rows] == [row.place.name for row in chart.rows]
            for drawn in chart.rows:
                row = reported[drawn.place.name, rule.id, level]
                assert drawn.status is row.status
                assert (None if drawn.value is None else float(drawn.value)) == row.value
                if drawn.count is not None:
                    assert (drawn.count.k, drawn.count.n) == (row.numerator, row.denominator)
