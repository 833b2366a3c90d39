"""How schools and the district stand against their goals: the rows of `report attainment`.

Statuses are those of one day: a figure that is still awaited is `not_due` while its due day has not
passed. What the viewer may not see is already hidden in what these functions return.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from data_layer.domain.facts import PooledFact, ResultFact
from data_layer.domain.pooling import GoalCounts, goal_counts, goal_statuses
from data_layer.domain.suppression import (
    Sight,
    Viewer,
    hides_block_counts,
    shows_sum_of_hidden_blocks,
    summed_statuses,
)
from data_layer.domain.vocabulary import Cluster, GoalStatus, Level, Rule, Status, TargetOrigin
from data_layer.queries.cycle import CellRow, cell_rows
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.flags import active_flags
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import as_seen, pooled_seen, results_of_the_day, results_seen
from data_layer.session import TenantSession

_VERDICTS: Final = frozenset({Status.MET, Status.NEAR, Status.NOT_MET})


@dataclass(frozen=True, slots=True)
class AttainmentRow:
    """School × indicator × level × year.

    value, gap_pp: percent and percentage points for shares, units otherwise. flags: by rule id, as
    the list of gaps is.
    """

    school: str
    block: int
    goal: str | None
    indicator: str
    level: Level
    year: int
    numerator: int | None
    denominator: int | None
    value: float | None
    target: Decimal | None
    target_origin: TargetOrigin
    reference: Decimal | None
    status: Status
    gap_pp: float | None
    pupil_gap: int | None
    flags: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class DistrictAttainmentRow:
    """District × indicator × level × year; schools_met is None where the row is suppressed."""

    block: int
    goal: str | None
    indicator: str
    level: Level
    year: int
    schools_applicable: int
    schools_with_data: int
    schools_met: int | None
    numerator: int | None
    denominator: int | None
    value: float | None
    reference: Decimal | None
    status: Status
    gap_pp: float | None


@dataclass(frozen=True, slots=True)
class BlockAttainmentRow:
    """School × block × year, or the district's sums with school empty; None where hidden.

    Results are those of role attainment. stages: required cells of the block. Where a block of a named
    school is hidden, goals_applicable and the stages remain: they tell nothing about figures.
    """

    school: str
    block: int
    year: int
    goals_met: int | None
    goals_with_data: int | None
    goals_applicable: int | None
    results_with_data: int | None
    results_applicable: int | None
    stages_done: int
    stages_required: int
    stages_overdue: int


def attainment_by_school(
    session: TenantSession,
    *,
    years: Collection[int] | None = None,
    school: str | None = None,
    level: Level | None = None,
    cluster: Cluster | None = None,
    block: int | None = None,
    today: date,
    viewer: Viewer,
) -> list[AttainmentRow]:
    """A row for every enabled indicator × level of it × school × year, not applicable ones included.

    years: None for all that the district has used. school: its code. By school, block, goal,
    indicator code, level, year; none for a viewer without schools.
    """
    if viewer.sight is Sight.POOLED_ONLY:
        return []
    ground = load_ground(session, years=years, today=today, viewer=viewer)
    ids = _school_ids(ground, school=school, cluster=cluster)
    indicators = [each for each in ground.catalogue.enabled if block in (None, each.block)]
    results = results_seen(session, ground, indicators=indicators, level=level, school_ids=ids)
    raised = _rules_by_result(session, ground, ids)
    codes = {indicator.id: indicator.code for indicator in indicators}
    return sorted(
        (_school_row(ground, each, raised) for each in results),
        key=lambda row: (row.school, row.block, row.goal or "", codes[row.indicator], row.level, row.year),
    )


def attainment_by_district(
    session: TenantSession,
    *,
    years: Collection[int] | None = None,
    level: Level | None = None,
    cluster: Cluster | None = None,
    block: int | None = None,
    today: date,
    viewer: Viewer,
) -> list[DistrictAttainmentRow]:
    """A row for every enabled indicator × level of it × year, over all schools or those of a cluster."""
    ground = load_ground(session, years=years, today=today, viewer=viewer)
    indicators = [each for each in ground.catalogue.enabled if block in (None, each.block)]
    pooled = pooled_seen(session, ground, indicators=indicators, level=level)
    codes = {indicator.id: indicator.code for indicator in indicators}
    return sorted(
        (_district_row(ground, each) for each in pooled if each.cluster == (cluster or "")),
        key=lambda row: (row.block, row.goal or "", codes[row.indicator], row.level, row.year),
    )


def attainment_by_block(
    session: TenantSession,
    *,
    years: Collection[int] | None = None,
    school: str | None = None,
    today: date,
    viewer: Viewer,
) -> list[BlockAttainmentRow]:
    """A row for every school × block × year, then the sums over them with the school empty.

    A viewer without schools gets the sums alone. Where the counts of a named school are hidden, their
    sum is shown for the whole district only, and only where it has schools enough.
    """
    ground = load_ground(session, years=years, today=today, viewer=viewer)
    ids = _school_ids(ground, school=school)
    chosen = [each for each in ground.schools if ids is None or each.id in ids]
    cells = cell_rows(session, ground, school_ids=ids)
    results = results_of_the_day(session, ground, indicators=ground.catalogue.deciding, school_ids=ids)
    if viewer.sight is Sight.POOLED_ONLY:
        return _sums(_block_rows(ground, chosen, cells, results))
    rows = _block_rows(ground, chosen, cells, as_seen(ground, results, school_ids=ids))
    shown = _without_hidden_blocks(ground, chosen, rows)
    if school is None and shows_sum_of_hidden_blocks(len(chosen)):
        return [*shown, *_whole_sums(ground, rows, results)]
    return [*shown, *_sums(shown)]


def _school_ids(ground: Ground, *, school: str | None = None, cluster: Cluster | None = None) -> set[int] | None:
    """Ids of the schools that pass the filters; None where nothing is filtered."""
    if school is None and cluster is None:
        return None
    return {each.id for each in ground.schools if school in (None, each.code) and cluster in (None, each.cluster)}


def _rules_by_result(
    session: TenantSession, ground: Ground, school_ids: Collection[int] | None
) -> Mapping[tuple[int, str, Level | None, int], set[Rule]]:
    raised: dict[tuple[int, str, Level | None, int], set[Rule]] = defaultdict(set)
    for flag in active_flags(session, ground, school_ids=school_ids):
        if flag.indicator is not None:
            raised[flag.school_id, flag.indicator, flag.level, flag.year].add(flag.rule)
    return raised


def _school_row(
    ground: Ground, row: ResultFact, raised: Mapping[tuple[int, str, Level | None, int], set[Rule]]
) -> AttainmentRow:
    indicator = ground.catalogue.indicator_by_id[row.indicator]
    rules = raised.get((row.school_id, row.indicator, row.level, row.year), ())
    return AttainmentRow(
        school=ground.school_by_id[row.school_id].code,
        block=indicator.block,
        goal=indicator.goal,
        indicator=row.indicator,
        level=row.level,
        year=row.year,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        target=row.target,
        target_origin=row.target_origin,
        reference=row.reference,
        status=row.status,
        gap_pp=row.gap,
        pupil_gap=row.pupil_gap,
        flags=tuple(sorted(rules)),
    )


def _district_row(ground: Ground, row: PooledFact) -> DistrictAttainmentRow:
    indicator = ground.catalogue.indicator_by_id[row.indicator]
    return DistrictAttainmentRow(
        block=indicator.block,
        goal=indicator.goal,
        indicator=row.indicator,
        level=row.level,
        year=row.year,
        schools_applicable=row.schools_applicable,
        schools_with_data=row.schools_with_data,
        schools_met=None if row.status is Status.SUPPRESSED else row.schools_met,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        reference=row.reference,
        status=row.status,
        gap_pp=row.gap,
    )


# School id, block, year.
_BlockKey = tuple[int, int, int]


def _block_rows(
    ground: Ground, schools: Sequence[SchoolEntry], cells: Iterable[CellRow], results: Sequence[ResultFact]
) -> list[BlockAttainmentRow]:
    """Rows of the schools with nothing hidden but what `results` hide."""
    goals = goals_by_block(ground, results)
    counts = _result_counts(ground, results)
    stages = _stage_counts(cells)
    return [
        BlockAttainmentRow(
            school.code,
            block.number,
            year,
            *_goal_columns(goals.get((school.id, block.number, year), {})),
            *counts[school.id, block.number, year],
            *stages[school.id, block.number, year],
        )
        for school in schools
        for block in ground.catalogue.blocks
        for year in ground.years
        if school.is_there(year)
    ]


def goals_by_block(ground: Ground, results: Iterable[ResultFact]) -> dict[_BlockKey, dict[str, GoalStatus]]:
    """Status by goal, for every school × block × year that has goals at all."""
    found: dict[_BlockKey, dict[str, GoalStatus]] = defaultdict(dict)
    for (school_id, goal, year), status in goal_statuses(results, ground.catalogue.deciding).items():
        found[school_id, ground.catalogue.block_of_goal[goal], year][goal] = status
    return found


def _goal_columns(goals: Mapping[str, GoalStatus]) -> tuple[int, int, int]:
    counts = goal_counts(goals.values())
    return counts.met, counts.with_data, counts.applicable


def _without_hidden_blocks(
    ground: Ground, schools: Sequence[SchoolEntry], rows: Iterable[BlockAttainmentRow]
) -> list[BlockAttainmentRow]:
    """The rows as they are shown beside the names of schools.

    Counts of results go with those of goals: in a block of few goals they tell which have data.
    """
    id_of = {school.code: school.id for school in schools}
    return [
        replace(row, goals_met=None, goals_with_data=None, results_with_data=None, results_applicable=None)
        if hides_counts(ground, id_of[row.school], row.block)
        else row
        for row in rows
    ]


def hides_counts(ground: Ground, school_id: int, block: int) -> bool:
    """Whether «k из n» of this school in this block reads «скрыто» to the viewer."""
    return hides_block_counts(
        ground.viewer,
        [each for each in ground.catalogue.enabled if each.block == block],
        school_id=school_id,
    )


def mark_of(status: GoalStatus, statuses: Iterable[Status]) -> Status:
    """The mark of a goal: near where every miss is within the tolerance, not_due where all that lacks
    a verdict is still awaited; otherwise the goal's own status.
    """
    found = set(statuses)
    if status is GoalStatus.NOT_MET:
        return Status.NOT_MET if Status.NOT_MET in found else Status.NEAR
    lacking = found - _VERDICTS - {Status.NOT_APPLICABLE}
    if status is GoalStatus.NO_DATA and lacking == {Status.NOT_DUE}:
        return Status.NOT_DUE
    return Status(status)


def _result_counts(ground: Ground, results: Iterable[ResultFact]) -> Mapping[_BlockKey, tuple[int, int]]:
    """Results with data and applicable ones; a hidden figure is there, it only does not show."""
    with_data: Counter[_BlockKey] = Counter()
    applicable: Counter[_BlockKey] = Counter()
    for row in results:
        if row.status is Status.NOT_APPLICABLE:
            continue
        key = (row.school_id, ground.catalogue.indicator_by_id[row.indicator].block, row.year)
        applicable[key] += 1
        with_data[key] += row.value is not None or row.status is Status.SUPPRESSED
    return defaultdict(lambda: (0, 0), {key: (with_data[key], applicable[key]) for key in applicable})


def _stage_counts(cells: Iterable[CellRow]) -> Mapping[_BlockKey, tuple[int, int, int]]:
    """Of the required cells: with something there, all, overdue."""
    counts: dict[_BlockKey, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for cell in cells:
        if cell.is_required:
            key = (cell.school_id, cell.block, cell.year)
            done, required, overdue = counts[key]
            counts[key] = (done + cell.is_there, required + 1, overdue + cell.is_overdue)
    return counts


_SUMMED: Final = tuple(each.name for each in fields(BlockAttainmentRow))[3:]


def _sums(rows: Iterable[BlockAttainmentRow]) -> list[BlockAttainmentRow]:
    """One row per block and year; a column that is hidden somewhere has no sum."""
    groups: dict[tuple[int, int], list[BlockAttainmentRow]] = defaultdict(list)
    for row in rows:
        groups[row.block, row.year].append(row)
    return [
        BlockAttainmentRow("", *key, *(_sum([getattr(row, name) for row in groups[key]]) for name in _SUMMED))
        for key in sorted(groups)
    ]


def _sum(numbers: Sequence[int | None]) -> Any:
    return None if None in numbers else sum(number or 0 for number in numbers)


def _whole_sums(
    ground: Ground, rows: Sequence[BlockAttainmentRow], results: Sequence[ResultFact]
) -> list[BlockAttainmentRow]:
    """Sums over the whole district: a block hidden school by school is counted as far as no school shows.

    rows: of all schools, hidden blocks included; results: of all schools, with nothing hidden.
    """
    deciding, block_of_goal = ground.catalogue.deciding, ground.catalogue.block_of_goal
    true, seen = goal_statuses(results, deciding), goal_statuses(as_seen(ground, results), deciding)
    found: dict[tuple[int, int], list[GoalStatus]] = defaultdict(list)
    for (_, goal, year), status in summed_statuses(true, seen, indicators=deciding).items():
        found[block_of_goal[goal], year].append(status)
    return [_with_goals(row, goal_counts(found[row.block, row.year])) for row in _sums(rows)]


def _with_goals(row: BlockAttainmentRow, counts: GoalCounts) -> BlockAttainmentRow:
    return replace(row, goals_met=counts.met, goals_with_data=counts.with_data, goals_applicable=counts.applicable)
