"""A region's view: its districts and their clusters side by side, without any school."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, case, func, or_, select

from data_layer.domain.cycle import effective_requirements
from data_layer.domain.facts import RequirementRule
from data_layer.domain.flags import default_tracked_from
from data_layer.domain.schedule import default_schedule
from data_layer.domain.vocabulary import COUNTED_STAGES, IndicatorRole, RequirementLevel, Rule, Stage, Status
from data_layer.errors import NotFoundError
from data_layer.models import District, Flag, Indicator, Requirement, Result, School, SchoolYear
from data_layer.queries.catalogue import read_settings
from data_layer.queries.directory import there_in
from data_layer.queries.views import Count
from data_layer.session import TenantSession

_MISSED: Final = (Status.NOT_MET.value, Status.NEAR.value)
_DECIDED: Final = (*_MISSED, Status.MET.value, Status.NOT_APPLICABLE.value)

# District id, cluster (empty where a school has none).
_Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class RollupRow:
    """A district (cluster None) or the schools of one cluster of it (empty: without a cluster).

    goals: Σ over schools of goals met of goals with a verdict. overdue: stages past their day with
    nothing there, 0 for years before the district began to keep the cycle. required: all cells that the
    district requires of these schools in the year. is_demo: made-up figures to learn on.
    """

    district: str
    title: str
    cluster: str | None
    schools: int
    goals: Count
    overdue: int
    required: int
    is_demo: bool = False


def region_rollup(session: TenantSession, *, year: int, today: date) -> list[RollupRow]:
    """One row per district of the session, each followed by its clusters; counted by the database.

    The status of a goal at a school is decided as everywhere: a single miss decides, then a lacking
    verdict, else the goal is met.
    """
    schools = _numbers(session, _schools(session.scope.district_ids, year))
    met = _numbers(session, _goals(session.scope.district_ids, year, is_met=True))
    missed = _numbers(session, _goals(session.scope.district_ids, year, is_met=False))
    overdue = _numbers(session, _overdue(session.scope.district_ids, year, today))
    untouched = _overdue_at_every_school(session, year, today)
    wanted = _required_of_a_school(session, year)
    silent = _districts_before_tracking(session, year, today)
    rows = []
    for district_id, code, title, is_demo in _districts(session):
        places = sorted(place for place in schools if place[0] == district_id)
        for cluster, chosen in [(None, places), *((place[1], [place]) for place in places)]:
            goals = Count(_sum(met, chosen), _sum(met, chosen) + _sum(missed, chosen))
            number = _sum(schools, chosen)
            late = _sum(overdue, chosen) + untouched.get(district_id, 0) * number
            overdue_there = 0 if district_id in silent else late
            required = wanted.get(district_id, 0) * number
            rows.append(RollupRow(code, title, cluster, number, goals, overdue_there, required, is_demo))
    return rows


def district_rollup(session: TenantSession, *, district: str, year: int, today: date) -> list[RollupRow]:
    """The rows of one district, the district itself first. district: its code.

    Raises NotFoundError for a district that is not one of the session's, whether or not there is such a one.
    """
    rows = [row for row in region_rollup(session, year=year, today=today) if row.district == district]
    if not rows:
        raise NotFoundError("Такого района нет.")
    return rows


def _sum(numbers: dict[_Place, int], places: Iterable[_Place]) -> int:
    return sum(numbers.get(place, 0) for place in places)


def _districts(session: TenantSession) -> list[tuple[int, str, str, bool]]:
    rows = session.execute(
        select(District.id, District.code, District.title, District.is_demo).where(
            District.id.in_(session.scope.district_ids)
        )
    )
    return sorted(((district_id, code, title, demo) for district_id, code, title, demo in rows), key=lambda row: row[1])


def _numbers(session: TenantSession, query: Select[*tuple[Any, ...]]) -> dict[_Place, int]:
    return {(district_id, cluster): number for district_id, cluster, number in session.execute(query)}


_CLUSTER: Final = func.coalesce(School.cluster, "")


def _schools(district_ids: Collection[int], year: int) -> Select[*tuple[Any, ...]]:
    return (
        select(School.district_id, _CLUSTER, func.count())
        .where(School.district_id.in_(district_ids), there_in(year))
        .group_by(School.district_id, _CLUSTER)
    )


def _goals(district_ids: Collection[int], year: int, *, is_met: bool) -> Select[*tuple[Any, ...]]:
    """Goals of schools that are met, or missed, by district and cluster."""
    missed = func.sum(case((Result.status.in_(_MISSED), 1), else_=0))
    undecided = func.sum(case((Result.status.not_in(_DECIDED), 1), else_=0))
    reached = func.sum(case((Result.status == Status.MET.value, 1), else_=0))
    goals = (
        select(Result.district_id, _CLUSTER.label("cluster"))
        .join(School, and_(School.district_id == Result.district_id, School.id == Result.school_id))
        .join(Indicator, and_(Indicator.district_id == Result.district_id, Indicator.id == Result.indicator_id))
        .where(
            Result.district_id.in_(district_ids),
            Result.year == year,
            Indicator.role == IndicatorRole.ATTAINMENT.value,
            Indicator.is_enabled,
            Indicator.goal_id.is_not(None),
        )
        .group_by(Result.district_id, _CLUSTER, Result.school_id, Indicator.goal_id)
        .having(and_(missed == 0, undecided == 0, reached > 0) if is_met else missed > 0)
        .subquery()
    )
    return select(goals.c.district_id, goals.c.cluster, func.count()).group_by(goals.c.district_id, goals.c.cluster)


def _overdue(district_ids: Collection[int], year: int, today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(Flag.district_id, _CLUSTER, func.count())
        .join(School, and_(School.district_id == Flag.district_id, School.id == Flag.school_id))
        .where(
            Flag.district_id.in_(district_ids),
            Flag.year == year,
            Flag.rule == Rule.STAGE_MISSING.value,
            or_(Flag.active_from.is_(None), Flag.active_from <= today),
            or_(Flag.active_to.is_(None), Flag.active_to >= today),
        )
        .group_by(Flag.district_id, _CLUSTER)
    )


def _overdue_at_every_school(session: TenantSession, year: int, today: date) -> dict[int, int]:
    """Stages that every school of a district owes, for districts that have not used the year yet.

    No flag is stored for such a year: nothing has been handed in for it, so all that is due is missing.
    """
    ids = session.scope.district_ids
    used = session.scalars(
        select(SchoolYear.district_id).where(SchoolYear.district_id.in_(ids), SchoolYear.year == year)
    )
    unused = set(ids) - set(used)
    passed = {stage for stage in COUNTED_STAGES if default_schedule(year)[stage] < today}
    if not unused or not passed:
        return {}
    return {
        district_id: sum(
            rule.required is RequirementLevel.REQUIRED and cell.stage in passed
            for cell, rule in effective_requirements(rules, year).items()
        )
        for district_id, rules in _requirements(session, unused).items()
    }


def _required_of_a_school(session: TenantSession, year: int) -> dict[int, int]:
    """How many cells of the cycle each district requires of a school."""
    counted = set(COUNTED_STAGES)
    return {
        district_id: sum(
            rule.required is RequirementLevel.REQUIRED and cell.stage in counted
            for cell, rule in effective_requirements(rules, year).items()
        )
        for district_id, rules in _requirements(session, session.scope.district_ids).items()
    }


def _requirements(session: TenantSession, district_ids: Collection[int]) -> dict[int, list[RequirementRule]]:
    row = Requirement
    query = select(row.district_id, row.block, row.stage, row.required, row.from_year)
    rules: dict[int, list[RequirementRule]] = defaultdict(list)
    for district_id, block, stage, required, from_year in session.execute(
        query.where(row.district_id.in_(district_ids))
    ):
        rules[district_id].append(RequirementRule(block, Stage(stage), RequirementLevel(required), from_year=from_year))
    return rules


def _districts_before_tracking(session: TenantSession, year: int, today: date) -> set[int]:
    """Districts that did not keep the cycle yet in that year."""
    ids = session.scope.district_ids
    rows = session.execute(
        select(SchoolYear.district_id, SchoolYear.year).where(SchoolYear.district_id.in_(ids), SchoolYear.has_documents)
    ).all()
    settings = session.execute(select(District.id, District.settings).where(District.id.in_(ids)))
    silent = set()
    for district_id, stored in settings:
        chosen = read_settings(stored or {}).tracked_from
        first = default_tracked_from([each for district, each in rows if district == district_id], today)
        if year < (first if chosen is None else chosen):
            silent.add(district_id)
    return silent
