"""The roll-up of a region: the same sums that each district's overview shows, without schools."""

from datetime import date

from sqlalchemy import Engine

from data_layer.domain.suppression import Viewer
from data_layer.queries.overview import district_overview
from data_layer.queries.rollup import region_rollup
from data_layer.queries.views import Count, OverviewFilters
from data_layer.scope import Scope
from data_layer.session import tenant_session

TODAY = date(2026, 9, 18)


def test_each_district_is_followed_by_its_clusters(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1, 2))) as session:
        rows = region_rollup(session, year=2025, today=TODAY)

    assert [(row.district, row.cluster, row.schools, row.goals, row.overdue) for row in rows] == [
        ("alpha", None, 2, Count(1, 6), 55),
        ("alpha", "town", 1, Count(0, 4), 25),
        ("alpha", "village", 1, Count(1, 2), 30),
        ("beta", None, 2, Count(0, 2), 59),
        ("beta", "settlement", 1, Count(0, 1), 30),
        ("beta", "town", 1, Count(0, 1), 29),
    ]


def test_a_district_outside_the_scope_is_not_counted(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((2,))) as session:
        rows = region_rollup(session, year=2025, today=TODAY)

    assert {row.district for row in rows} == {"beta"}


def test_the_roll_up_says_what_the_overview_says(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1,))) as session:
        row = region_rollup(session, year=2025, today=TODAY)[0]
        view = district_overview(session, filters=OverviewFilters(2025), today=TODAY, viewer=Viewer.full())

    assert (row.goals, row.overdue, row.schools) == (view.goals, view.overdue, view.schools)


def test_years_before_a_district_kept_the_cycle_have_no_debts(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1, 2))) as session:
        rows = region_rollup(session, year=2024, today=TODAY)

    assert {row.overdue for row in rows} == {0}
    assert rows[0].goals == Count(0, 1)


def test_a_year_that_nobody_has_used_owes_what_is_due_by_now(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1, 2))) as session:
        rows = region_rollup(session, year=2026, today=TODAY)

    # Of 2026/27 the setting of goals alone was due, on 15 September, in each of six blocks.
    assert [(row.district, row.cluster, row.goals, row.overdue) for row in rows] == [
        ("alpha", None, Count(0, 0), 12),
        ("alpha", "town", Count(0, 0), 6),
        ("alpha", "village", Count(0, 0), 6),
        ("beta", None, Count(0, 0), 12),
        ("beta", "settlement", Count(0, 0), 6),
        ("beta", "town", Count(0, 0), 6),
    ]
