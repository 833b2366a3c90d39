"""Counts of «Управленческий цикл»: required cells, from the rows of its matrix."""

from collections.abc import Callable, Iterable
from datetime import date

from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Stage
from data_layer.errors import NotFoundError
from data_layer.queries.cycle import CellRow
from data_layer.queries.cycle_views import CycleFilters, DistrictCycle, SchoolCycle
from data_layer.queries.district_cycle import district_cycle
from data_layer.queries.explanation.views import CountExplanation, CountKind, CountPart, CountWithin, SchoolName
from data_layer.queries.views import Count, OverviewFilters
from data_layer.session import TenantSession


def cycle_count(
    session: TenantSession,
    kind: CountKind,
    *,
    filters: OverviewFilters,
    stage: Stage | None,
    within: CountWithin,
    school: str | None,
    today: date,
    viewer: Viewer,
) -> CountExplanation:
    """Required cells of the schools that are shown, or of one school: with something there, or overdue.

    Raises NotFoundError for a school that the viewer has not.
    """
    chosen = CycleFilters(filters.year, within.show, stage, filters.block, filters.cluster)
    view = district_cycle(session, filters=chosen, today=today, viewer=viewer)
    rows = [row for row in view.rows if school in (None, row.school)]
    if school is not None and not rows:
        raise NotFoundError(f"Школы с кодом «{school}» нет.")
    is_counted = counted_cells(kind)
    parts = _schools(rows, is_counted) if school is None else _parts(view, rows[0], is_counted)
    return CountExplanation(
        kind=kind,
        year=filters.year,
        today=today,
        level=None,
        cluster=filters.cluster,
        block=filters.block,
        stage=stage,
        due=None,
        school=None if school is None else SchoolName(rows[0].school, rows[0].short_name),
        total=_count((cell for row in rows for cell in row.cells), is_counted),
        before=None,
        parts=tuple(parts),
        hidden=0,
        within=within,
    )


def counted_cells(kind: CountKind) -> Callable[[CellRow], bool]:
    """Which cells a count of documents counts: what is overdue, or what is there."""
    return _is_overdue if kind is CountKind.OVERDUE else _is_there


def _schools(rows: Iterable[SchoolCycle], is_counted: Callable[[CellRow], bool]) -> list[CountPart]:
    return [
        CountPart(SchoolName(row.school, row.short_name), row.short_name, _count(row.cells, is_counted)) for row in rows
    ]


def _parts(view: DistrictCycle, row: SchoolCycle, is_counted: Callable[[CellRow], bool]) -> list[CountPart]:
    """By block; cell by cell where a block or a stage is asked about."""
    if view.filters.block is None and view.filters.stage is None:
        return [
            CountPart(None, title, _count([cell for cell in row.cells if cell.block == block], is_counted), block)
            for block, title in view.block_titles.items()
        ]
    return [
        CountPart(
            None,
            view.block_titles[cell.block],
            _count([cell], is_counted),
            cell.block,
            stage=cell.stage,
            state=cell.state,
        )
        for cell in row.cells
        if cell.is_required
    ]


def _count(cells: Iterable[CellRow], is_counted: Callable[[CellRow], bool]) -> Count:
    required = [cell for cell in cells if cell.is_required]
    return Count(sum(map(is_counted, required)), len(required))


def _is_overdue(cell: CellRow) -> bool:
    return cell.is_overdue


def _is_there(cell: CellRow) -> bool:
    return cell.is_there
