"""What a presenter works out by subtracting what is shown from what is summed, over the whole demo district."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import Final

import pytest
from sqlalchemy import Engine

from data_layer.domain.suppression import Viewer, hidden_keys
from data_layer.domain.vocabulary import Cluster, Level, Status
from data_layer.queries.comparison.figures import seen_rows
from data_layer.queries.directory import find_district
from data_layer.queries.ground import load_ground
from data_layer.queries.overview import district_overview
from data_layer.queries.results import AttainmentRow, attainment_by_district, attainment_by_school
from data_layer.queries.views import Overview, OverviewFilters
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session, unscoped
from tests.support.demo import DEMO_DAY, demo_engine

YEARS: Final = (2023, 2024, 2025)
LEVELS: Final = (None, Level.NOO, Level.OOO, Level.SOO)
VIEWS: Final = tuple(product(YEARS, LEVELS))
DECIDED: Final = frozenset({Status.MET, Status.NEAR, Status.NOT_MET})
FEWEST: Final = 3


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("demo")
    engine = demo_engine(f"sqlite:///{folder / 'demo.db'}", folder / "files")
    yield engine
    engine.dispose()


@pytest.fixture
def session(demo: Engine) -> Iterator[TenantSession]:
    with unscoped(demo, "a test asks for the demo district", is_read_only=True) as session:
        district = find_district(session, "demo").id
    with tenant_session(demo, Scope((district,))) as session:
        yield session


def overview(
    session: TenantSession, viewer: Viewer, year: int, level: Level | None, cluster: Cluster | None
) -> Overview:
    filters = OverviewFilters(year, level, cluster)
    return district_overview(session, filters=filters, today=DEMO_DAY, viewer=viewer)


def marks(view: Overview) -> dict[tuple[str, str], Status]:
    """Status by school and goal."""
    return {(row.school, mark.goal): mark.status for row in view.matrix for cell in row.cells for mark in cell.marks}


def left_over(view: Overview) -> dict[str, tuple[int, int]]:
    """By goal: how many of how many hidden verdicts are met, by the sum less what the matrix shows."""
    shown = marks(view)
    found = {}
    for goal in view.district_goals:
        statuses = [status for (_, code), status in shown.items() if code == goal.goal]
        met = goal.schools_met.k - statuses.count(Status.MET)
        decided = goal.schools_met.n - sum(status in DECIDED for status in statuses)
        found[goal.goal] = (met, decided)
    return found


def hidden_goals(view: Overview, true: Overview) -> set[str]:
    """Goals of which some school's verdict is hidden."""
    shown = marks(view)
    return {
        goal
        for (school, goal), status in marks(true).items()
        if status in DECIDED and shown[school, goal] not in DECIDED
    }


@pytest.mark.parametrize(("year", "level"), VIEWS)
def test_no_sum_of_any_filter_tells_the_hidden_verdict_of_a_school(
    session: TenantSession, year: int, level: Level | None
) -> None:
    for cluster in (None, *Cluster):
        rest = left_over(overview(session, Viewer.outsider(), year, level, cluster))
        told = {goal: (met, of) for goal, (met, of) in rest.items() if of and not (of >= FEWEST and 0 < met < of)}

        assert told == {}


@pytest.mark.parametrize(("year", "level"), VIEWS)
def test_no_hidden_sum_of_a_cluster_follows_from_the_other_clusters(
    session: TenantSession, year: int, level: Level | None
) -> None:
    """A goal is added up in every cluster that hides a verdict on it, or in none."""
    summed, closed = set(), set()
    for cluster in Cluster:
        view = overview(session, Viewer.outsider(), year, level, cluster)
        hidden = hidden_goals(view, overview(session, Viewer.full(), year, level, cluster))
        open_here = {goal for goal, (_, of) in left_over(view).items() if of}
        summed |= open_here
        closed |= hidden - open_here

    assert summed & closed == set()


def test_some_sums_do_count_hidden_verdicts(session: TenantSession) -> None:
    """Otherwise the two tests above would find nothing in a page that hides everything."""
    assert any(of for _, of in left_over(overview(session, Viewer.outsider(), 2025, None, None)).values())


def test_nothing_tells_the_size_of_a_hidden_cohort_of_a_sensitive_figure(session: TenantSession) -> None:
    ground = load_ground(session, years=YEARS, today=DEMO_DAY, viewer=Viewer.outsider())
    rules = ground.catalogue.deciding
    sensitive = {rule.id for rule in rules if rule.is_sensitive}

    found = seen_rows(session, ground, indicators=rules)

    marked = {key for key in hidden_keys(found.rows) if key in found.small}
    assert {indicator for _, indicator, _, _ in hidden_keys(found.rows)} >= sensitive
    assert marked != set()
    assert {indicator for _, indicator, _, _ in marked} & sensitive == set()


# Indicator, level, year.
Key = tuple[str, Level, int]


def reported(session: TenantSession, viewer: Viewer) -> dict[Key, list[AttainmentRow]]:
    """Rows with a cohort, or with a hidden one, by what they are summed to."""
    found: dict[Key, list[AttainmentRow]] = defaultdict(list)
    for row in attainment_by_school(session, today=DEMO_DAY, viewer=viewer):
        if row.denominator or row.status is Status.SUPPRESSED:
            found[row.indicator, row.level, row.year].append(row)
    return found


def test_no_share_of_a_school_follows_from_the_reports_by_school_and_by_district(session: TenantSession) -> None:
    """What is left of a total without the shown schools is neither nothing nor all, where some school could see to it."""
    schools, told = reported(session, Viewer.outsider()), []
    for total in attainment_by_district(session, today=DEMO_DAY, viewer=Viewer.outsider()):
        rows = schools[total.indicator, total.level, total.year]
        shown = [row for row in rows if row.status is not Status.SUPPRESSED]
        if total.numerator is None or total.denominator is None or len(shown) == len(rows):
            continue
        met = total.numerator - sum(row.numerator or 0 for row in shown)
        size = total.denominator - sum(row.denominator or 0 for row in shown)
        could_help = any(0 < (row.numerator or 0) < (row.denominator or 0) for row in shown)
        if met in (0, size) and could_help:
            told.append((total.indicator, total.level, total.year, met, size))

    assert told == []
