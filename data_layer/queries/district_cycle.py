"""Everything «Управленческий цикл» shows, from the same cells and flags as the reports."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from data_layer.domain.facts import FlagFact
from data_layer.domain.flags import flag_days_overdue
from data_layer.domain.suppression import Sight, Viewer, without_other_schools
from data_layer.domain.vocabulary import COUNTED_STAGES, SEVERITY, CellState, Rule, Severity, Stage
from data_layer.errors import NotFoundError
from data_layer.queries.cycle import CellRow, cell_rows
from data_layer.queries.cycle_views import (
    CycleFilters,
    DistrictCycle,
    FlagFilters,
    Place,
    SchoolCycle,
    Show,
    StageCount,
)
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.flags import flag_item, raised_flags, readable
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.views import Count, FlagItem, sum_counts
from data_layer.session import TenantSession

_NO_FLAG_FILTERS: Final = FlagFilters()
_RULE_ORDER: Final = {rule: place for place, rule in enumerate(Rule)}
_SEVERITY_ORDER: Final = {severity: place for place, severity in enumerate(Severity)}
_STAGE_ORDER: Final = {stage: place for place, stage in enumerate(Stage)}


def district_cycle(
    session: TenantSession,
    *,
    filters: CycleFilters,
    flag_filters: FlagFilters = _NO_FLAG_FILTERS,
    with_flags: bool = False,
    is_nameless: bool = False,
    today: date,
    viewer: Viewer,
) -> DistrictCycle:
    """The cycle of the session's schools on one day. Raises NotFoundError for a viewer without schools.

    with_flags: also the flags in words; without them they are only counted, and the answer comes sooner.
    is_nameless: no sentence names another school.
    """
    if viewer.sight is Sight.POOLED_ONLY:
        raise NotFoundError
    ground = load_ground(session, years=[filters.year], today=today, viewer=viewer)
    entries = [each for each in ground.schools if filters.cluster in (None, each.cluster)]
    ids = {each.id for each in entries}
    needed = None if filters.cluster is None else ids
    every_cell = cell_rows(session, ground, school_ids=needed)
    cells = [cell for cell in every_cell if filters.block in (None, cell.block)]
    in_question = [cell for cell in cells if filters.stage in (None, cell.stage)]
    everyone = _school_rows(entries, in_question)
    rows = [row for row in everyone if _is_shown(row, filters.show)]
    shown = {row.school_id for row in rows}
    flags = readable(session, ground, raised_flags(session, ground, school_ids=needed))
    flags = [flag for flag in flags if flag.school_id in shown and _is_in_question(flag, filters, flag_filters)]
    wanted = [flag for flag in flags if _is_of_school(ground, flag, flag_filters.school)]
    if is_nameless:
        wanted = [without_other_schools(flag) for flag in wanted]
    overdue = [cell for cell in in_question if cell.is_overdue]
    columns = _columns(rows)
    return DistrictCycle(
        district=ground.district.title,
        today=today,
        filters=filters,
        flag_filters=flag_filters,
        years=ground.used.years,
        every_school=_names(ground, ground.school_by_id),
        schools=len(entries),
        rows=tuple(rows),
        block_titles={block.number: block.title for block in ground.catalogue.blocks},
        places=tuple(_places(ground, filters)),
        stages=tuple(_stage_count(ground, stage, cells) for stage in COUNTED_STAGES),
        columns=columns,
        total=sum_counts(columns.values()),
        overdue=len(overdue),
        overdue_schools=Count(len({cell.school_id for cell in overdue}), len(entries)),
        overdue_by_stage=dict(Counter(cell.stage for cell in overdue)),
        returned=sum(cell.state is CellState.RETURNED for cell in in_question),
        is_tracked=filters.year >= ground.tracked_from,
        schools_to_write=len({cell.school_id for cell in every_cell if _owes(cell)}),
        flag_counts=dict(Counter(flag.rule for flag in wanted)),
        flags=tuple(_worst_first(ground, wanted)) if with_flags else (),
        schools_with_flags=_names(ground, {flag.school_id for flag in flags}),
        gone_from={each.code: each.gone_from for each in ground.every_school if each.gone_from is not None},
    )


def _owes(cell: CellRow) -> bool:
    return cell.is_overdue or cell.state is CellState.RETURNED


def _places(ground: Ground, filters: CycleFilters) -> list[Place]:
    """Columns of the matrix: stages within blocks."""
    blocks = [block.number for block in ground.catalogue.blocks if filters.block in (None, block.number)]
    stages = [stage for stage in COUNTED_STAGES if filters.stage in (None, stage)]
    return [(block, stage) for block in blocks for stage in stages]


def _school_rows(entries: Sequence[SchoolEntry], cells: Iterable[CellRow]) -> list[SchoolCycle]:
    """One row per school, by name."""
    of_school: dict[int, list[CellRow]] = defaultdict(list)
    for cell in cells:
        of_school[cell.school_id].append(cell)
    rows = [_school_row(entry, of_school.get(entry.id, [])) for entry in entries]
    return sorted(rows, key=lambda row: (row.short_name.casefold(), row.school))


def _school_row(entry: SchoolEntry, cells: Sequence[CellRow]) -> SchoolCycle:
    return SchoolCycle(
        school_id=entry.id,
        school=entry.code,
        short_name=entry.short_name,
        cluster=entry.cluster,
        cells=tuple(cells),
        there=_there(cells),
        overdue=sum(cell.is_overdue for cell in cells),
        returned=sum(cell.state is CellState.RETURNED for cell in cells),
    )


def _there(cells: Iterable[CellRow]) -> Count:
    """Of the required cells: with something there, all."""
    required = [cell for cell in cells if cell.is_required]
    return Count(sum(cell.is_there for cell in required), len(required))


def _is_shown(row: SchoolCycle, show: Show) -> bool:
    return _SHOWN[show](row)


def _has_submitted(row: SchoolCycle) -> bool:
    return any(cell.state is CellState.SUBMITTED for cell in row.cells)


_SHOWN: Final[Mapping[Show, Callable[[SchoolCycle], bool]]] = {
    Show.ALL: lambda _row: True,
    Show.OVERDUE: lambda row: row.overdue > 0,
    Show.RETURNED: lambda row: row.returned > 0,
    Show.SUBMITTED: _has_submitted,
    Show.IN_ORDER: lambda row: row.overdue == 0,
}


def _columns(rows: Iterable[SchoolCycle]) -> dict[Place, Count]:
    there: Counter[Place] = Counter()
    required: Counter[Place] = Counter()
    for row in rows:
        for cell in row.cells:
            if cell.is_required:
                place = (cell.block, cell.stage)
                required[place] += 1
                there[place] += cell.is_there
    return {place: Count(there[place], count) for place, count in required.items()}


def _stage_count(ground: Ground, stage: Stage, cells: Iterable[CellRow]) -> StageCount:
    found = [cell for cell in cells if cell.stage is stage]
    awaited = [
        cell.due
        for cell in found
        if cell.is_required and not cell.is_there and cell.due is not None and cell.due >= ground.today
    ]
    return StageCount(
        stage=stage,
        there=_there(found),
        overdue=sum(cell.is_overdue for cell in found),
        due=min(awaited, default=ground.calendar.due(ground.years[0], stage)),
    )


def _is_in_question(flag: FlagFact, filters: CycleFilters, flag_filters: FlagFilters) -> bool:
    """Whether the flag belongs to all choices but the one of a school."""
    return (
        filters.block in (None, flag.block)
        and filters.stage in (None, flag.stage)
        and flag_filters.rule in (None, flag.rule)
        and flag_filters.severity in (None, SEVERITY[flag.rule])
    )


def _is_of_school(ground: Ground, flag: FlagFact, school: str | None) -> bool:
    return school is None or ground.school_by_id[flag.school_id].code == school


def _worst_first(ground: Ground, flags: Iterable[FlagFact]) -> list[FlagItem]:
    """By severity and rule; within a rule the longest delay first, then name, block and stage."""

    def key(flag: FlagFact) -> tuple[object, ...]:
        return (
            _SEVERITY_ORDER[SEVERITY[flag.rule]],
            _RULE_ORDER[flag.rule],
            -(flag_days_overdue(flag, ground.today) or 0),
            ground.school_by_id[flag.school_id].short_name.casefold(),
            flag.block or 0,
            -1 if flag.stage is None else _STAGE_ORDER[flag.stage],
            flag.goal or "",
            flag.indicator or "",
            flag.level or "",
            flag.document,
        )

    return [flag_item(ground, flag) for flag in sorted(flags, key=key)]


def _names(ground: Ground, school_ids: Collection[int]) -> tuple[tuple[str, str], ...]:
    found = [(ground.school_by_id[each].code, ground.school_by_id[each].short_name) for each in school_ids]
    return tuple(sorted(found, key=lambda pair: (pair[1].casefold(), pair[0])))
