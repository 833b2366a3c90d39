"""The goals with «k из n школ», for the rail beside a comparison."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from data_layer.domain.facts import ResultFact
from data_layer.domain.pooling import goal_counts, goal_statuses
from data_layer.domain.suppression import Sight, summed_statuses
from data_layer.domain.vocabulary import GoalStatus, Level, Status
from data_layer.queries.comparison.figures import chosen_schools
from data_layer.queries.comparison.views import RailGoal, SchoolFilters
from data_layer.queries.ground import Ground
from data_layer.queries.results import mark_of
from data_layer.queries.standing import as_seen, results_of_the_day, results_seen
from data_layer.queries.views import Count
from data_layer.session import TenantSession

# School id, goal id.
_Key = tuple[int, str]


def goal_rail(
    session: TenantSession, ground: Ground, *, level: Level | None = None, filters: SchoolFilters
) -> tuple[RailGoal, ...]:
    """Every goal that some attainment indicator decides, in the order of the catalogue.

    ground: of one year. Counts are those of «Обзор» under the same filters; schools of one kind are counted by
    what stands beside their names.
    """
    catalogue = ground.catalogue
    rows = results_of_the_day(session, ground, indicators=catalogue.deciding, level=level, with_targets=False)
    seen = as_seen(ground, rows)
    ids = {school.id for school in chosen_schools(ground, filters)}
    counted = _counted(ground, rows, seen, filters)
    results: dict[_Key, list[ResultFact]] = defaultdict(list)
    for row in seen:
        goal = catalogue.indicator_by_id[row.indicator].goal
        if goal is not None:
            results[row.school_id, goal].append(row)
    return tuple(
        _rail_goal(ground, goal.id, counted=counted, results=results, ids=ids)
        for goal in catalogue.goals
        if goal.id in catalogue.block_of_goal
    )


def schools_on_goal(session: TenantSession, ground: Ground, *, goal: str) -> Mapping[int, GoalStatus]:
    """How every school stands on one goal, by its id, as far as that may stand beside its name. goal: id."""
    rules = [rule for rule in ground.catalogue.deciding if rule.goal == goal]
    found = goal_statuses(results_seen(session, ground, indicators=rules), rules)
    return {school_id: status for (school_id, _goal, _year), status in found.items()}


def _counted(
    ground: Ground, rows: Sequence[ResultFact], seen: Sequence[ResultFact], filters: SchoolFilters
) -> Mapping[_Key, GoalStatus]:
    deciding = ground.catalogue.deciding
    named = goal_statuses(seen, deciding)
    if ground.viewer.sight is not Sight.OUTSIDER or filters.kind is not None:
        return {key[:2]: status for key, status in named.items()}
    clusters = None if filters.cluster is None else {each.id: each.cluster or "" for each in ground.schools}
    found = summed_statuses(goal_statuses(rows, deciding), named, indicators=deciding, clusters=clusters)
    return {key[:2]: status for key, status in found.items()}


def _rail_goal(
    ground: Ground,
    goal: str,
    *,
    counted: Mapping[_Key, GoalStatus],
    results: Mapping[_Key, Sequence[ResultFact]],
    ids: Collection[int],
) -> RailGoal:
    catalogue, viewer = ground.catalogue, ground.viewer
    entry = catalogue.goal_by_id[goal]
    statuses = [status for (school_id, of_goal), status in counted.items() if of_goal == goal and school_id in ids]
    counts = goal_counts(statuses)
    own = None
    if viewer.sight is Sight.OWN_SCHOOL and viewer.school_id is not None:
        rows = results.get((viewer.school_id, goal), ())
        status = counted.get((viewer.school_id, goal), GoalStatus.NOT_APPLICABLE)
        own = mark_of(status, [row.status for row in rows])
    return RailGoal(
        goal=goal,
        code=entry.code,
        title=catalogue.goal_name(goal),
        block=catalogue.block_of_goal[goal],
        indicators=tuple(rule.id for rule in catalogue.deciding if rule.goal == goal),
        met=Count(counts.met, counts.with_data),
        own=own,
        due=_due(ground, goal, results, ids) if not counts.with_data else None,
        is_hidden=bool(counts.suppressed) and not counts.with_data,
    )


def _due(ground: Ground, goal: str, results: Mapping[_Key, Sequence[ResultFact]], ids: Collection[int]) -> date | None:
    """The latest day until which something of the goal may come, while it is still awaited."""
    rows = [row for school_id in ids for row in results.get((school_id, goal), ())]
    if not any(row.status is Status.NOT_DUE for row in rows):
        return None
    periods = {rule.period for rule in ground.catalogue.deciding if rule.goal == goal}
    days = [ground.calendar.due(ground.years[0], period) for period in periods]
    return max((day for day in days if day is not None), default=None)
