"""What a count of a page is made of: the same rows that the page itself shows, school by school where allowed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from data_layer.domain.suppression import Sight, Viewer
from data_layer.domain.vocabulary import CellState, GoalStatus, Stage
from data_layer.errors import NotFoundError
from data_layer.queries.cycle import CellRow, cell_rows
from data_layer.queries.cycle_views import Show
from data_layer.queries.directory import used_years
from data_layer.queries.explanation.comparison_counts import goal_schools, map_goals
from data_layer.queries.explanation.cycle_counts import counted_cells, cycle_count
from data_layer.queries.explanation.handed_in_counts import handed_in_count
from data_layer.queries.explanation.views import CountExplanation, CountKind, CountPart, CountWithin, SchoolName
from data_layer.queries.ground import load_ground
from data_layer.queries.overview import district_overview
from data_layer.queries.school import school_card
from data_layer.queries.standing import as_seen, is_given, results_of_the_day
from data_layer.queries.views import Count, MatrixRow, Overview, OverviewFilters, SchoolCard, sum_counts
from data_layer.session import TenantSession

EVERYTHING: Final = CountWithin()


def explain_count(
    session: TenantSession,
    *,
    kind: CountKind,
    filters: OverviewFilters,
    stage: Stage | None = None,
    due: date | None = None,
    school: str | None = None,
    within: CountWithin = EVERYTHING,
    today: date,
    viewer: Viewer,
) -> CountExplanation:
    """A count of «Обзор», of a comparison, of the cycle, of one school's card or of what it has handed in.

    stage: narrows counts of documents. due: the day of figures that are awaited. within: narrows counts of comparisons and
    of the cycle. Raises NotFoundError where the viewer has no such page or count.
    """
    told = _told(
        session,
        kind,
        filters=filters,
        stage=stage,
        due=due,
        school=school,
        within=within,
        today=today,
        viewer=viewer,
    )
    last_year = filters.year - 1
    if kind not in _WITH_LAST_YEAR or last_year not in used_years(session):
        return told
    before = _told(
        session,
        kind,
        filters=replace(filters, year=last_year),
        stage=stage,
        due=None,
        school=school,
        within=within,
        today=today,
        viewer=viewer,
    )
    return replace(told, before=before.total)


def _told(
    session: TenantSession,
    kind: CountKind,
    *,
    filters: OverviewFilters,
    stage: Stage | None,
    due: date | None,
    school: str | None,
    within: CountWithin,
    today: date,
    viewer: Viewer,
) -> CountExplanation:
    if kind in _HANDED_IN:
        return handed_in_count(session, kind, school=school, year=filters.year, today=today, viewer=viewer)
    if school is None and viewer.sight not in {Sight.FULL, Sight.OUTSIDER}:
        raise NotFoundError("Этого счёта нет.")
    if kind is CountKind.REQUIRED or (kind is CountKind.OVERDUE and _is_of_matrix(stage, within, school)):
        return cycle_count(
            session, kind, filters=filters, stage=stage, within=within, school=school, today=today, viewer=viewer
        )
    if school is not None:
        card = school_card(session, school=school, year=filters.year, today=today, viewer=viewer)
        return _of_school(kind, card, block=filters.block)
    if kind in _COMPARED:
        return _COMPARED[kind](session, filters=filters, within=within, today=today, viewer=viewer)
    return _of_overview(session, kind, filters=filters, stage=stage, due=due, today=today, viewer=viewer)


def _of_overview(
    session: TenantSession,
    kind: CountKind,
    *,
    filters: OverviewFilters,
    stage: Stage | None,
    due: date | None,
    today: date,
    viewer: Viewer,
) -> CountExplanation:
    if due is not None:
        return _of_data(session, kind, filters=filters, due=due, today=today, viewer=viewer)
    if stage is not None:
        return _of_stage(session, kind, filters=filters, stage=stage, today=today, viewer=viewer)
    return _of_district(kind, district_overview(session, filters=filters, today=today, viewer=viewer))


def _is_of_matrix(stage: Stage | None, within: CountWithin, school: str | None) -> bool:
    """Of one school and stage, or of the schools that the cycle shows."""
    return within.show is not Show.ALL or (school is not None and stage is not None)


def _of_district(kind: CountKind, view: Overview) -> CountExplanation:
    if kind not in _TOTALS:
        raise NotFoundError("Этого счёта нет.")
    parts = _district_goals(view) if kind is CountKind.DISTRICT_GOALS else _schools(kind, view.matrix)
    filters = view.filters
    return CountExplanation(
        kind=kind,
        year=filters.year,
        today=view.today,
        level=filters.level,
        cluster=filters.cluster,
        block=filters.block,
        stage=None,
        due=None,
        school=None,
        total=_TOTALS[kind](view),
        before=view.goals_before if kind is CountKind.GOALS else None,
        parts=parts,
        hidden=sum(part.count is None for part in parts) if kind is not CountKind.DISTRICT_GOALS else 0,
        is_less=_LESS[kind](view) if kind in _LESS else False,
    )


_HANDED_IN: Final = frozenset({CountKind.FIGURES, CountKind.TARGETS, CountKind.ITEMS})
# Counts of «Обзор» bring last year's along themselves; what is overdue is a matter of the day.
_WITH_LAST_YEAR: Final = frozenset({CountKind.MAP_GOALS, CountKind.GOAL_SCHOOLS, CountKind.REQUIRED, *_HANDED_IN})
_COMPARED: Final[Mapping[CountKind, Callable[..., CountExplanation]]] = {
    CountKind.MAP_GOALS: map_goals,
    CountKind.GOAL_SCHOOLS: goal_schools,
}
_TOTALS: Final[Mapping[CountKind, Callable[[Overview], Count]]] = {
    CountKind.GOALS: lambda view: view.goals,
    CountKind.DOCUMENTS: lambda view: view.documents,
    CountKind.OVERDUE: lambda view: Count(view.overdue, view.documents.n),
    CountKind.COVERAGE: lambda view: view.coverage,
    CountKind.RESULTS: lambda view: view.results,
    CountKind.DISTRICT_GOALS: lambda view: view.district_goals_met,
}


# Whose total may lack what is hidden.
_LESS: Final[Mapping[CountKind, Callable[[Overview], bool]]] = {
    CountKind.GOALS: lambda view: view.hides_goals,
    CountKind.RESULTS: lambda view: view.results_hidden > 0,
}


def _schools(kind: CountKind, rows: Iterable[MatrixRow]) -> tuple[CountPart, ...]:
    if kind is CountKind.RESULTS:
        return ()
    return tuple(CountPart(SchoolName(row.school, row.short_name), row.short_name, _PARTS[kind](row)) for row in rows)


def _of_stage(
    session: TenantSession,
    kind: CountKind,
    *,
    filters: OverviewFilters,
    stage: Stage,
    today: date,
    viewer: Viewer,
) -> CountExplanation:
    """Documents of one stage by school, from the same cells as the cycle."""
    if kind not in {CountKind.DOCUMENTS, CountKind.OVERDUE}:
        raise NotFoundError("Этого счёта нет.")
    ground = load_ground(session, years=(filters.year,), today=today, viewer=viewer)
    schools = [each for each in ground.schools if filters.cluster in (None, each.cluster)]
    cells: dict[int, list[CellRow]] = {school.id: [] for school in schools}
    for cell in cell_rows(session, ground, school_ids=set(cells)):
        if cell.is_required and cell.stage is stage and filters.block in (None, cell.block):
            cells[cell.school_id].append(cell)
    is_counted = counted_cells(kind)
    parts = [
        CountPart(
            SchoolName(school.code, school.short_name),
            school.short_name,
            Count(sum(map(is_counted, cells[school.id])), len(cells[school.id])),
        )
        for school in sorted(schools, key=lambda each: (each.short_name.casefold(), each.code))
    ]
    return CountExplanation(
        kind=kind,
        year=filters.year,
        today=today,
        level=None,
        cluster=filters.cluster,
        block=filters.block,
        stage=stage,
        due=None,
        school=None,
        total=sum_counts(part.count for part in parts),
        before=None,
        parts=tuple(parts),
        hidden=0,
    )


def _of_data(
    session: TenantSession,
    kind: CountKind,
    *,
    filters: OverviewFilters,
    due: date,
    today: date,
    viewer: Viewer,
) -> CountExplanation:
    """Schools that have given all their figures of the day, of those that any of them applies to."""
    if kind is not CountKind.DATA_DUE:
        raise NotFoundError("Этого счёта нет.")
    ground = load_ground(session, years=(filters.year,), today=today, viewer=viewer)
    schools = {each.id: each for each in ground.schools if filters.cluster in (None, each.cluster)}
    rules = [rule for rule in ground.catalogue.deciding if filters.block in (None, rule.block)]
    periods = {rule.id: rule.period for rule in rules}
    given: dict[int, bool] = {}
    rows = results_of_the_day(session, ground, indicators=rules, level=filters.level, with_targets=False)
    for row, shown in zip(rows, as_seen(ground, rows), strict=True):
        is_due = ground.calendar.due(row.year, periods[row.indicator], row.school_id) == due
        is_there = is_given(row, shown)
        if is_due and row.school_id in schools and is_there is not None:
            given[row.school_id] = given.get(row.school_id, True) and is_there
    parts = [
        CountPart(SchoolName(school.code, school.short_name), school.short_name, Count(int(given[school.id]), 1))
        for school in sorted(schools.values(), key=lambda each: (each.short_name.casefold(), each.code))
        if school.id in given
    ]
    return CountExplanation(
        kind=kind,
        year=filters.year,
        today=today,
        level=filters.level,
        cluster=filters.cluster,
        block=filters.block,
        stage=None,
        due=due,
        school=None,
        total=sum_counts(part.count for part in parts),
        before=None,
        parts=tuple(parts),
        hidden=0,
    )


def _goals_of(row: MatrixRow) -> Count | None:
    """Over the blocks that may be shown beside the name; None as soon as one of them is hidden."""
    counts = [cell.goals for cell in row.cells if cell.goals is not None and not cell.is_hidden]
    if len(counts) < len(row.cells):
        return None
    return sum_counts(counts)


_PARTS: Final[Mapping[CountKind, Callable[[MatrixRow], Count | None]]] = {
    CountKind.GOALS: _goals_of,
    CountKind.DOCUMENTS: lambda row: row.documents,
    CountKind.OVERDUE: lambda row: Count(row.overdue, row.documents.n),
    CountKind.COVERAGE: lambda row: Count(int(row.has_all_data), 1),
}


def _district_goals(view: Overview) -> tuple[CountPart, ...]:
    return tuple(
        CountPart(None, f"{goal.code} {goal.title}", goal.schools_met, goal.block, goal.goal, goal.status)
        for goal in view.district_goals
    )


def _of_school(kind: CountKind, card: SchoolCard, *, block: int | None) -> CountExplanation:
    if kind not in _SCHOOL_PARTS:
        raise NotFoundError("Этого счёта нет.")
    parts = [part for part in _SCHOOL_PARTS[kind](card) if block in (None, part.block)]
    hidden = sum(part.count is None for part in parts)
    return CountExplanation(
        kind=kind,
        year=card.year,
        today=card.today,
        level=None,
        cluster=None,
        block=block,
        stage=None,
        due=None,
        school=SchoolName(card.school, card.short_name),
        total=sum_counts(part.count for part in parts),
        before=None,
        parts=tuple(parts),
        hidden=hidden,
        is_less=0 < hidden == len(parts),
    )


def _school_goals(card: SchoolCard) -> list[CountPart]:
    """A line per goal; the goals of a hidden block are one line without a count."""
    parts = []
    for block in card.blocks:
        if block.goals is None:
            parts.append(CountPart(None, block.title, None, block.number))
            continue
        parts += [
            CountPart(None, f"{goal.code} {goal.title}", _judged(goal.status), block.number, goal.goal, goal.status)
            for goal in block.cards
        ]
    return parts


def _judged(status: GoalStatus) -> Count:
    return Count(int(status is GoalStatus.MET), int(status in {GoalStatus.MET, GoalStatus.NOT_MET}))


def _school_documents(card: SchoolCard) -> list[CountPart]:
    """Of the required cells whose day has passed, by block: with something there, all."""
    return [
        CountPart(
            None,
            block.title,
            Count(
                sum(cell.is_there for cell in card.cycle if cell.block == block.number and cell.is_passed),
                sum(cell.is_passed for cell in card.cycle if cell.block == block.number),
            ),
            block.number,
        )
        for block in card.blocks
    ]


def _school_overdue(card: SchoolCard) -> list[CountPart]:
    return [
        CountPart(
            None,
            block.title,
            Count(
                sum(cell.is_overdue for cell in card.cycle if cell.block == block.number),
                sum(cell.is_passed for cell in card.cycle if cell.block == block.number),
            ),
            block.number,
        )
        for block in card.blocks
    ]


def _school_returned(card: SchoolCard) -> list[CountPart]:
    return [
        CountPart(
            None,
            block.title,
            Count(
                sum(cell.state is CellState.RETURNED for cell in card.cycle if cell.block == block.number),
                sum(cell.block == block.number for cell in card.cycle),
            ),
            block.number,
        )
        for block in card.blocks
    ]


_SCHOOL_PARTS: Final[Mapping[CountKind, Callable[[SchoolCard], list[CountPart]]]] = {
    CountKind.GOALS: _school_goals,
    CountKind.DOCUMENTS: _school_documents,
    CountKind.OVERDUE: _school_overdue,
    CountKind.RETURNED: _school_returned,
}
