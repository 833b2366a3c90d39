"""Counts of «Сравнение»: goals met of a heat map, schools that reach a goal; the same rows as the charts show."""

from datetime import date

from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import GoalStatus
from data_layer.errors import NotFoundError
from data_layer.queries.comparison import SchoolFilters, block_map, blocks_map, goal_rail, schools_on_goal
from data_layer.queries.comparison.figures import chosen_schools
from data_layer.queries.explanation.origins import school_name
from data_layer.queries.explanation.views import CountExplanation, CountKind, CountPart, CountWithin, SchoolName
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.views import Count, OverviewFilters, sum_counts
from data_layer.session import TenantSession


def map_goals(
    session: TenantSession, *, filters: OverviewFilters, within: CountWithin, today: date, viewer: Viewer
) -> CountExplanation:
    """Goals met of all blocks, or of one, over the schools of a cluster and kind."""
    ground = load_ground(session, years=(filters.year,), today=today, viewer=viewer)
    chosen = SchoolFilters(filters.cluster, within.school_kind)
    if filters.block is None:
        rows = blocks_map(session, ground, filters=chosen).rows
        parts = [CountPart(SchoolName(row.school, row.short_name), row.short_name, row.total) for row in rows]
        total = sum_counts(cell.goals for row in rows for cell in row.cells)
    else:
        found = block_map(session, ground, block=filters.block, filters=chosen).rows
        parts = [CountPart(SchoolName(row.school, row.short_name), row.short_name, row.goals) for row in found]
        total = sum_counts(row.goals for row in found)
    return _told(CountKind.MAP_GOALS, ground, filters, within, total=total, parts=parts)


def goal_schools(
    session: TenantSession, *, filters: OverviewFilters, within: CountWithin, today: date, viewer: Viewer
) -> CountExplanation:
    """Schools that reach the goal, of those with a verdict. Raises NotFoundError for a goal that no indicator decides."""
    ground = load_ground(session, years=(filters.year,), today=today, viewer=viewer)
    chosen = SchoolFilters(filters.cluster, within.school_kind)
    rail = next((each for each in goal_rail(session, ground, filters=chosen) if each.goal == within.goal), None)
    if rail is None:
        raise NotFoundError("Такой цели нет.")
    statuses = schools_on_goal(session, ground, goal=within.goal)
    parts = [
        CountPart(
            school_name(school), school.short_name, _judged(statuses[school.id]), rail.block, status=statuses[school.id]
        )
        for school in chosen_schools(ground, chosen)
        if statuses.get(school.id, GoalStatus.NOT_APPLICABLE) is not GoalStatus.NOT_APPLICABLE
    ]
    title = f"{rail.code} {rail.title}"
    return _told(CountKind.GOAL_SCHOOLS, ground, filters, within, total=rail.met, parts=parts, goal_title=title)


def _judged(status: GoalStatus) -> Count | None:
    """None where it may not be told."""
    if status is GoalStatus.SUPPRESSED:
        return None
    return Count(int(status is GoalStatus.MET), int(status in {GoalStatus.MET, GoalStatus.NOT_MET}))


def _told(
    kind: CountKind,
    ground: Ground,
    filters: OverviewFilters,
    within: CountWithin,
    *,
    total: Count,
    parts: list[CountPart],
    goal_title: str = "",
) -> CountExplanation:
    hidden = sum(part.count is None for part in parts)
    return CountExplanation(
        kind=kind,
        year=filters.year,
        today=ground.today,
        level=None,
        cluster=filters.cluster,
        block=filters.block,
        stage=None,
        due=None,
        school=None,
        total=total,
        before=None,
        parts=tuple(parts),
        hidden=hidden,
        goal_title=goal_title,
        within=within,
        # Over all blocks only the open ones are added up, so nothing to count is nothing there yet.
        is_less=hidden > 0 and (kind is CountKind.GOAL_SCHOOLS or filters.block is not None),
    )
