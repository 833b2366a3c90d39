"""Heat maps: schools × blocks by goals met, and schools × the indicators of one block."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from data_layer.domain.pooling import goal_counts
from data_layer.domain.vocabulary import GoalStatus, Level, Status
from data_layer.queries.comparison.figures import chosen_schools, school_figure, seen_rows
from data_layer.queries.comparison.views import (
    BlockCell,
    BlockColumn,
    BlockMap,
    BlockRow,
    BlocksMap,
    BlocksRow,
    SchoolFilters,
)
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground
from data_layer.queries.results import goals_by_block, hides_counts, mark_of
from data_layer.queries.standing import results_seen
from data_layer.queries.views import Count, GoalMark
from data_layer.session import TenantSession

_LEVELS = {level: place for place, level in enumerate(Level)}


def blocks_map(
    session: TenantSession, ground: Ground, *, level: Level | None = None, filters: SchoolFilters
) -> BlocksMap:
    """ground: of one year. Cells are those of the matrix of «Обзор»."""
    year = ground.years[0]
    results = results_seen(session, ground, indicators=ground.catalogue.deciding, level=level)
    goals = goals_by_block(ground, results)
    statuses: dict[tuple[int, str], list[Status]] = defaultdict(list)
    for row in results:
        goal = ground.catalogue.indicator_by_id[row.indicator].goal
        if goal is not None:
            statuses[row.school_id, goal].append(row.status)
    rows = []
    for school in chosen_schools(ground, filters):
        cells = tuple(
            _cell(ground, school, block.number, goals.get((school.id, block.number, year), {}), statuses)
            for block in ground.catalogue.blocks
        )
        rows.append(BlocksRow(school.code, school.short_name, school.cluster, cells, _total(cells)))
    return BlocksMap(year, tuple((block.number, block.title) for block in ground.catalogue.blocks), tuple(rows))


def block_map(session: TenantSession, ground: Ground, *, block: int, filters: SchoolFilters) -> BlockMap:
    """ground: of one year. Columns: the attainment indicators of the block, each with its levels."""
    year = ground.years[0]
    rules = [rule for rule in ground.catalogue.deciding if rule.block == block]
    seen = seen_rows(session, ground, indicators=rules)
    columns = [BlockColumn(rule, level) for rule in rules for level in sorted(rule.levels, key=_LEVELS.__getitem__)]
    found = {(row.school_id, row.indicator, row.level): row for row in seen.rows}
    goals = goals_by_block(ground, seen.rows)
    return BlockMap(
        year=year,
        block=block,
        title=ground.catalogue.block(block),
        columns=tuple(columns),
        rows=tuple(
            BlockRow(
                school=school.code,
                short_name=school.short_name,
                cluster=school.cluster,
                figures=tuple(
                    school_figure(ground, school, found[school.id, column.rule.id, column.level], seen=seen)
                    for column in columns
                ),
                goals=None
                if hides_counts(ground, school.id, block)
                else _count(goals.get((school.id, block, year), {})),
            )
            for school in chosen_schools(ground, filters)
        ),
    )


def _cell(
    ground: Ground,
    school: SchoolEntry,
    block: int,
    goals: Mapping[str, GoalStatus],
    statuses: Mapping[tuple[int, str], Sequence[Status]],
) -> BlockCell:
    catalogue = ground.catalogue
    marks = []
    for entry in catalogue.goals:
        if catalogue.block_of_goal.get(entry.id) == block:
            status = goals.get(entry.id, GoalStatus.NOT_APPLICABLE)
            mark = mark_of(status, statuses.get((school.id, entry.id), ()))
            marks.append(GoalMark(entry.id, entry.code, entry.title, mark))
    is_hidden = hides_counts(ground, school.id, block)
    return BlockCell(block, None if is_hidden else _count(goals), tuple(marks))


def _count(goals: Mapping[str, GoalStatus]) -> Count:
    counts = goal_counts(goals.values())
    return Count(counts.met, counts.with_data)


def _total(cells: Sequence[BlockCell]) -> Count | None:
    known = [cell.goals for cell in cells if cell.goals is not None]
    if len(known) < len(cells):
        return None
    return Count(sum(count.k for count in known), sum(count.n for count in known))
