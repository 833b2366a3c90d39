"""Everything «Обзор» shows, from stored rows and the same rules that reports use."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from data_layer.domain.facts import FlagFact, IndicatorRule, PooledFact, ResultFact
from data_layer.domain.pooling import GoalKey, goal_counts, goal_status, goal_statuses
from data_layer.domain.series import is_method_new
from data_layer.domain.suppression import VERDICTS, Sight, Viewer, hides_block_counts, summed_statuses
from data_layer.domain.vocabulary import CellState, GoalStatus, Rule, Stage, Status
from data_layer.queries.attention import attention, coming_stages
from data_layer.queries.cycle import CellRow, cell_rows
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.flags import raised_flags, readable
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.results import mark_of
from data_layer.queries.standing import as_seen, is_given, pooled_seen, results_of_the_day
from data_layer.queries.views import (
    BlockRow,
    Count,
    Deadline,
    DistrictGoal,
    GoalMark,
    MatrixCell,
    MatrixRow,
    Overview,
    OverviewFilters,
    Quadrant,
    QuadrantPlace,
)
from data_layer.session import TenantSession

# A title that names more figures than this would not fit a line.
_FIGURES_NAMED: Final = 2

# School id, goal id.
_GoalKey = tuple[int, str]


@dataclass(frozen=True)
class _Picture:
    """What the parts of the overview are counted from: rows of one year, already filtered.

    results: with nothing hidden; seen, seen_statuses: what may stand beside the name of a school.
    summed: goal statuses that sums may count; before: the same of last year, None without such a year.
    """

    ground: Ground
    filters: OverviewFilters
    schools: Sequence[SchoolEntry]
    blocks: Sequence[int]
    results: Sequence[ResultFact]
    seen: Sequence[ResultFact]
    summed: Mapping[_GoalKey, GoalStatus]
    before: Mapping[_GoalKey, GoalStatus] | None
    cells: Sequence[CellRow]
    flags: Sequence[FlagFact]

    @cached_property
    def seen_statuses(self) -> Mapping[_GoalKey, GoalStatus]:
        if self.ground.viewer.sight is Sight.FULL:
            return self.summed
        found = goal_statuses(self.seen, self.ground.catalogue.deciding)
        return {(school_id, goal): status for (school_id, goal, _), status in found.items()}

    @cached_property
    def goals_of_block(self) -> Mapping[int, tuple[str, ...]]:
        goals: dict[int, list[str]] = defaultdict(list)
        for goal in self.ground.catalogue.goals:
            if goal.id in self.ground.catalogue.block_of_goal:
                goals[self.ground.catalogue.block_of_goal[goal.id]].append(goal.id)
        return {block: tuple(goals[block]) for block in self.blocks}

    @cached_property
    def statuses_of_goal(self) -> Mapping[_GoalKey, list[Status]]:
        """Seen statuses of the results behind each goal of a school."""
        found: dict[_GoalKey, list[Status]] = defaultdict(list)
        for row in self.seen:
            goal = self.ground.catalogue.indicator_by_id[row.indicator].goal
            if goal is not None:
                found[row.school_id, goal].append(row.status)
        return found

    @cached_property
    def summed_of_goal(self) -> Mapping[str, list[GoalStatus]]:
        """Of every goal, the statuses that its sums are made of, one per school."""
        found: dict[str, list[GoalStatus]] = defaultdict(list)
        for (_, goal), status in self.summed.items():
            found[goal].append(status)
        return found

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Goals that the sums of this year lack for some school, being hidden."""
        return frozenset(goal for (_, goal), status in self.summed.items() if status is GoalStatus.SUPPRESSED)

    @cached_property
    def incomparable(self) -> frozenset[str]:
        """Goals that the sums of one year hold for some school, while those of the other lack them, being hidden.

        To leave them out of both years would publish a further sum, from which a single school could follow.
        """
        before = self.before or {}
        return frozenset(
            key[1]
            for key in self.summed.keys() & before.keys()
            if _is_in_one_alone(self.summed[key], before[key]) or _is_in_one_alone(before[key], self.summed[key])
        )

    @cached_property
    def shown(self) -> Sequence[ResultFact]:
        """The results as the viewer sees them; one without schools sees no rows at all, only their sums."""
        return self.seen or self.results

    @cached_property
    def given(self) -> list[tuple[ResultFact, bool | None]]:
        """Every figure with whether it has been handed in, as far as the viewer may know; None where none is asked for."""
        return [(row, is_given(row, each)) for row, each in zip(self.results, self.shown, strict=True)]

    @cached_property
    def concerned(self) -> Mapping[int, set[int]]:
        """Ids of the schools to which any figure of a block applies."""
        found: dict[int, set[int]] = defaultdict(set)
        for row, is_there in self.given:
            if is_there is not None:
                found[self.ground.catalogue.indicator_by_id[row.indicator].block].add(row.school_id)
        return found

    @cached_property
    def cells_of(self) -> Mapping[tuple[int, int], list[CellRow]]:
        """Required cells by school id and block."""
        found: dict[tuple[int, int], list[CellRow]] = defaultdict(list)
        for cell in self.cells:
            if cell.is_required:
                found[cell.school_id, cell.block].append(cell)
        return found

    @cached_property
    def counts(self) -> Mapping[tuple[int, int], Count]:
        """Goals met of goals with a verdict, by school id and block, as they may stand beside its name."""
        statuses = self.seen_statuses
        return {
            (school.id, block): _count_goals(
                statuses.get((school.id, goal), GoalStatus.NOT_APPLICABLE) for goal in self.goals_of_block[block]
            )
            for school in self.schools
            for block in self.blocks
        }

    @cached_property
    def overdue(self) -> Mapping[tuple[int, int], int]:
        """Overdue cells by school id and block."""
        return Counter((cell.school_id, cell.block) for cell in self.cells if cell.is_overdue)

    @cached_property
    def owing(self) -> frozenset[tuple[int, int]]:
        """School id and block of every active data_missing."""
        return frozenset(
            (flag.school_id, flag.block)
            for flag in self.flags
            if flag.rule is Rule.DATA_MISSING and flag.block is not None
        )

    @cached_property
    def hidden_blocks(self) -> frozenset[int]:
        """Blocks whose k of n the viewer may not see beside the name of a school."""
        enabled = self.ground.catalogue.enabled
        return frozenset(
            block
            for block in self.blocks
            if hides_block_counts(self.ground.viewer, [each for each in enabled if each.block == block])
        )


def district_overview(session: TenantSession, *, filters: OverviewFilters, today: date, viewer: Viewer) -> Overview:
    """The district under one set of filters on one day; a region's viewer gets no rows of schools."""
    both = load_ground(session, years=(filters.year - 1, filters.year), today=today, viewer=viewer)
    picture = _picture(session, both, filters)
    ground = picture.ground
    blocks = tuple(_block_row(picture, block) for block in picture.blocks)
    readable_flags = picture.flags if viewer.sight is not Sight.POOLED_ONLY else ()
    items = attention(ground, readable_flags, picture.cells) + (coming_stages(ground, readable_flags, picture.cells))
    names_schools = viewer.sight is not Sight.POOLED_ONLY
    district_goals = _district_goals(session, picture)
    overdue = [cell for cell in picture.cells if cell.is_overdue]
    return Overview(
        district=ground.district.title,
        today=today,
        filters=filters,
        years=ground.used.years,
        schools=len(picture.schools),
        goals=_total([row.goals for row in blocks]),
        goals_before=_before(picture, picture.ground.catalogue.goal_by_id),
        district_goals=district_goals,
        district_goals_met=_count_goals(goal.status for goal in district_goals),
        coverage=_coverage(picture),
        results=_results(picture),
        results_hidden=_hidden_results(picture),
        documents=_documents(picture.cells),
        overdue=len(overdue),
        overdue_schools=Count(len({cell.school_id for cell in overdue}), len(picture.schools)),
        overdue_by_stage=dict(Counter(cell.stage for cell in overdue)),
        returned=sum(cell.state is CellState.RETURNED for cell in picture.cells),
        blocks=blocks,
        matrix=tuple(_matrix_row(picture, school) for school in picture.schools) if names_schools else (),
        quadrant=_quadrant(picture) if names_schools else Quadrant((), (), (), (), ()),
        attention=tuple(items),
        attention_total=len(items),
        deadlines=tuple(_deadlines(picture)),
        counted_otherwise=_counted_otherwise(picture),
        hides_comparison=bool(picture.incomparable) or GoalStatus.SUPPRESSED in (picture.before or {}).values(),
    )


def _counted_otherwise(picture: _Picture) -> int:
    """Indicators that decide the chosen goals and are gathered otherwise from this year on."""
    level, year = picture.filters.level, picture.filters.year
    deciding = (rule for rule in picture.ground.catalogue.deciding if rule.block in picture.blocks)
    return sum(is_method_new(rule, year) and level in (None, *rule.levels) for rule in deciding)


def _picture(session: TenantSession, both: Ground, filters: OverviewFilters) -> _Picture:
    """Read once for both years, then told apart: last year is there for comparison only."""
    has_before = filters.year - 1 in both.used.years
    ground = replace(both, years=(filters.year,))
    if not has_before:
        both = ground
    catalogue = ground.catalogue
    schools = [each for each in ground.schools if filters.cluster in (None, each.cluster)]
    ids = {each.id for each in schools}
    blocks = [block.number for block in catalogue.blocks if filters.block in (None, block.number)]
    deciding = [each for each in catalogue.deciding if each.block in blocks]
    needed = None if filters.cluster is None else ids
    everyone = results_of_the_day(
        session, both, indicators=deciding, level=filters.level, school_ids=needed, with_targets=False
    )
    seen = as_seen(both, everyone)
    summed = _summed(both, everyone, seen, filters)
    flags = [flag for flag in raised_flags(session, ground, school_ids=needed) if _passes(flag, filters)]
    return _Picture(
        ground=ground,
        filters=filters,
        schools=sorted(schools, key=lambda school: (school.short_name.casefold(), school.code)),
        blocks=blocks,
        results=[row for row in everyone if row.school_id in ids and row.year == filters.year],
        seen=[row for row in seen if row.school_id in ids and row.year == filters.year],
        summed=_of_year(summed, ids, filters.year),
        before=_of_year(summed, ids, filters.year - 1) if has_before else None,
        cells=[cell for cell in cell_rows(session, ground, school_ids=needed) if cell.block in blocks],
        # A region reads no flag, but its sums rest on all of them.
        flags=flags if ground.viewer.sight is Sight.POOLED_ONLY else readable(session, ground, flags),
    )


def _passes(flag: FlagFact, filters: OverviewFilters) -> bool:
    """Whether the flag belongs to the filters; one without a level belongs to every level."""
    return filters.block in (None, flag.block) and (filters.level is None or flag.level in (None, filters.level))


def _summed(
    ground: Ground, everyone: Sequence[ResultFact], seen: Sequence[ResultFact], filters: OverviewFilters
) -> Mapping[GoalKey, GoalStatus]:
    """What sums count: of all schools, since what one sum gives away depends on the others."""
    deciding = ground.catalogue.deciding
    true = goal_statuses(everyone, deciding)
    if ground.viewer.sight in (Sight.FULL, Sight.POOLED_ONLY):
        return true
    clusters = None if filters.cluster is None else {each.id: each.cluster or "" for each in ground.schools}
    return summed_statuses(true, goal_statuses(seen, deciding), indicators=deciding, clusters=clusters)


def _of_year(
    statuses: Mapping[GoalKey, GoalStatus], school_ids: Collection[int], year: int
) -> dict[_GoalKey, GoalStatus]:
    return {
        (school_id, goal): status
        for (school_id, goal, of_year), status in statuses.items()
        if of_year == year and school_id in school_ids
    }


def _count_goals(statuses: Iterable[GoalStatus]) -> Count:
    counts = goal_counts(statuses)
    return Count(counts.met, counts.with_data)


def _is_in_one_alone(hidden: GoalStatus, counted: GoalStatus) -> bool:
    return hidden is GoalStatus.SUPPRESSED and counted in VERDICTS


def _before(picture: _Picture, goals: Collection[str]) -> Count | None:
    """Last year's count of the goals; None without such a year, and where it would be of other goals."""
    if picture.before is None:
        return None
    count = _count_goals(status for (_, goal), status in picture.before.items() if goal in goals)
    return count if not count.n or picture.incomparable.isdisjoint(goals) else None


def _total(counts: Iterable[Count | None]) -> Count:
    known = [count for count in counts if count is not None]
    return Count(sum(count.k for count in known), sum(count.n for count in known))


def _documents(cells: Iterable[CellRow]) -> Count:
    """Of the required cells whose day has passed: with something there, all."""
    passed = [cell for cell in cells if cell.is_passed]
    return Count(sum(cell.is_there for cell in passed), len(passed))


def _coverage(picture: _Picture) -> Count:
    owing = {school_id for school_id, _ in picture.owing}
    return Count(sum(school.id not in owing for school in picture.schools), len(picture.schools))


def _results(picture: _Picture) -> Count:
    """Figures of attainment: handed in, asked for. Hidden ones are in neither, for an empty cohort may be among them."""
    shown = (row for row in picture.shown if row.status not in {Status.SUPPRESSED, Status.NOT_APPLICABLE})
    given = [row.value is not None for row in shown]
    return Count(sum(given), len(given))


def _hidden_results(picture: _Picture) -> int:
    return sum(row.status is Status.SUPPRESSED for row in picture.shown)


def _block_row(picture: _Picture, block: int) -> BlockRow:
    goals = picture.goals_of_block[block]
    found = [status for goal in goals for status in picture.summed_of_goal.get(goal, ())]
    cells = [cell for cell in picture.cells if cell.block == block]
    concerned = picture.concerned.get(block, set[int]())
    return BlockRow(
        number=block,
        title=picture.ground.catalogue.block(block),
        goals=_count_goals(found),
        goals_before=_before(picture, goals),
        goals_applicable=goal_counts(found).applicable,
        documents=_documents(cells),
        overdue=sum(cell.is_overdue for cell in cells),
        coverage=Count(sum((school, block) not in picture.owing for school in concerned), len(concerned)),
        hides_goals=not picture.left_out.isdisjoint(goals),
    )


def _matrix_row(picture: _Picture, school: SchoolEntry) -> MatrixRow:
    cells = [cell for block in picture.blocks for cell in picture.cells_of.get((school.id, block), ())]
    return MatrixRow(
        school=school.code,
        short_name=school.short_name,
        cluster=school.cluster,
        cells=tuple(_matrix_cell(picture, school, block) for block in picture.blocks),
        documents=_documents(cells),
        overdue=sum(cell.is_overdue for cell in cells),
        has_all_data=not any((school.id, block) in picture.owing for block in picture.blocks),
        gone_from=school.gone_from,
    )


def _matrix_cell(picture: _Picture, school: SchoolEntry, block: int) -> MatrixCell:
    is_hidden = block in picture.hidden_blocks
    return MatrixCell(
        block=block,
        goals=None if is_hidden else picture.counts[school.id, block],
        marks=tuple(_mark(picture, school, goal) for goal in picture.goals_of_block[block]),
        overdue=picture.overdue.get((school.id, block), 0),
        is_hidden=is_hidden,
    )


def _mark(picture: _Picture, school: SchoolEntry, goal: str) -> GoalMark:
    entry = picture.ground.catalogue.goal_by_id[goal]
    status = picture.seen_statuses.get((school.id, goal), GoalStatus.NOT_APPLICABLE)
    return GoalMark(goal, entry.code, entry.title, mark_of(status, picture.statuses_of_goal.get((school.id, goal), ())))


def _quadrant(picture: _Picture) -> Quadrant:
    places: dict[tuple[bool, bool] | None, list[QuadrantPlace]] = defaultdict(list)
    for school in picture.schools:
        for block in picture.blocks:
            if block not in picture.hidden_blocks:
                places[_quarter(picture, school, block)].append(QuadrantPlace(school.code, school.short_name, block))
    return Quadrant(
        met_in_time=tuple(places[True, True]),
        met_broken=tuple(places[True, False]),
        missed_in_time=tuple(places[False, True]),
        missed_broken=tuple(places[False, False]),
        no_data=tuple(places[None]),
    )


def _quarter(picture: _Picture, school: SchoolEntry, block: int) -> tuple[bool, bool] | None:
    """Whether all goals with data are met, and whether no stage is overdue; None without data."""
    goals = picture.counts[school.id, block]
    return (goals.k == goals.n, (school.id, block) not in picture.overdue) if goals.n else None


def _district_goals(session: TenantSession, picture: _Picture) -> tuple[DistrictGoal, ...]:
    """The goals over pooled figures of the chosen cluster, or of the whole district."""
    catalogue, filters = picture.ground.catalogue, picture.filters
    deciding = [each for each in catalogue.deciding if each.block in picture.blocks]
    pooled = pooled_seen(session, picture.ground, indicators=deciding, level=filters.level)
    rows: dict[str, list[PooledFact]] = defaultdict(list)
    for row in pooled:
        goal = catalogue.indicator_by_id[row.indicator].goal
        if goal is not None and row.cluster == (filters.cluster or ""):
            rows[goal].append(row)
    return tuple(
        _district_goal(picture, goal, rows[goal]) for goals in picture.goals_of_block.values() for goal in goals
    )


def _district_goal(picture: _Picture, goal: str, rows: Sequence[PooledFact]) -> DistrictGoal:
    entry = picture.ground.catalogue.goal_by_id[goal]
    block = picture.ground.catalogue.block_of_goal[goal]
    schools = picture.summed_of_goal.get(goal, ())
    return DistrictGoal(
        goal,
        entry.code,
        entry.title,
        block,
        goal_status(row.status for row in rows),
        schools_met=_count_goals(schools),
        schools_before=_before(picture, (goal,)),
        hides_schools=goal in picture.left_out,
    )


def _deadlines(picture: _Picture) -> list[Deadline]:
    """Due days still to come on which something is awaited, the nearest first: stages, then figures."""
    found = [each for each in (*_stage_deadlines(picture), *_figure_deadlines(picture)) if each.done.k < each.done.n]
    return sorted(found, key=lambda deadline: (deadline.due, deadline.is_data, deadline.title))


def _stage_deadlines(picture: _Picture) -> list[Deadline]:
    cells: dict[tuple[date, Stage], list[CellRow]] = defaultdict(list)
    for cell in picture.cells:
        if cell.is_required and cell.due is not None and cell.due >= picture.ground.today:
            cells[cell.due, cell.stage].append(cell)
    return [
        _deadline(
            picture,
            due,
            picture.ground.catalogue.stage(stage),
            Count(sum(cell.is_there for cell in found), len(found)),
            stage=stage,
        )
        for (due, stage), found in cells.items()
    ]


def _figure_deadlines(picture: _Picture) -> list[Deadline]:
    """Figures by due day; a school has handed in when none of its figures is awaited."""
    ground = picture.ground
    rows: dict[date, list[tuple[ResultFact, bool]]] = defaultdict(list)
    for row, is_there in picture.given:
        period = ground.catalogue.indicator_by_id[row.indicator].period
        due = ground.calendar.due(row.year, period, row.school_id)
        if is_there is not None and due is not None and due >= ground.today:
            rows[due].append((row, is_there))
    return [
        _deadline(picture, due, _figures_title(ground, [row for row, _ in found]), _schools_done(found), stage=None)
        for due, found in rows.items()
    ]


def _figures_title(ground: Ground, rows: Iterable[ResultFact]) -> str:
    rules: list[IndicatorRule] = sorted(
        {row.indicator: ground.catalogue.indicator_by_id[row.indicator] for row in rows}.values(),
        key=lambda rule: (rule.block, rule.code),
    )
    if len(rules) > _FIGURES_NAMED:
        return f"Данные по показателям {rules[0].code}–{rules[-1].code}, всего {len(rules)}"
    return "Данные " + ", ".join(f"{rule.code} «{rule.title_short or rule.title}»" for rule in rules)


def _schools_done(rows: Iterable[tuple[ResultFact, bool]]) -> Count:
    concerned: dict[int, bool] = {}
    for row, is_there in rows:
        concerned[row.school_id] = concerned.get(row.school_id, True) and is_there
    return Count(sum(concerned.values()), len(concerned))


def _deadline(picture: _Picture, due: date, title: str, done: Count, *, stage: Stage | None) -> Deadline:
    return Deadline(due, (due - picture.ground.today).days, title, done, is_data=stage is None, stage=stage)
