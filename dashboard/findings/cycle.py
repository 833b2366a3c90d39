"""What «Управленческий цикл» finds: the six stages as bars, and schools × blocks (or stages of one block) as a map."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from dashboard.addresses.cycle import CycleAddress, View, parse_cycle
from dashboard.addresses.names import Names
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCell, WhyCount, why_href
from dashboard.binding import RequestContext
from dashboard.charts.rows import HeatCell, HeatColumn, HeatGroup, HeatMap, HeatRow
from dashboard.charts.specification import FigureText, Place, Tint, tint
from dashboard.charts.summaries import CountBars, CountRow
from dashboard.components.names import SchoolNames, plain_names
from dashboard.formatting import NO_BREAK, counted, date_full, plural, whole
from dashboard.texts.cycle import STAGES_SHORT, cell_words, cycle_headline, cycle_scope
from dashboard.texts.succession import listed_name
from dashboard.texts.words import CELL_STATES, CLUSTERS, DOCUMENTS, NO_CLUSTER, STAGES, block_short
from data_layer.domain.vocabulary import CellState, Cluster
from data_layer.queries.cycle import CellRow
from data_layer.queries.cycle_views import DistrictCycle, SchoolCycle, StageCount
from data_layer.queries.directory import used_years
from data_layer.queries.district_cycle import district_cycle
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import Count, sum_counts

# Names of the figures after «#».
STAGES_FIGURE: Final = "stages"
MATRIX: Final = "matrix"
_SOURCE: Final = "документы школ"


@dataclass(frozen=True, slots=True)
class CycleFinding:
    """schools: those whose documents are counted."""

    body: CountBars | HeatMap
    address: str
    scope: str
    schools: int


def find_cycle(
    ctx: RequestContext, search: str, figure: str, *, called: Callable[[str, str], str]
) -> CycleFinding | None:
    """The map where it is asked for, else the stages; None where the district asks for nothing here."""
    asked, _ = parse_cycle(search, years=tuple(used_years(ctx.session)), today=ctx.today)
    # What only the list of flags and the opened cell know has no part in a figure.
    address = replace(asked, view=View.MATRIX, rule=None, severity=None, school=None, names=Names.SHOWN, cell=None)
    view = district_cycle(ctx.session, filters=address.filters, today=ctx.today, viewer=ctx.viewer)
    if not view.places or not view.rows:
        return None
    scope = cycle_scope(view.filters)
    if figure != MATRIX:
        return CycleFinding(stage_bars(view), address.href(STAGES_FIGURE), scope, view.schools)
    listed = [(code, listed_name(called(code, name), view.gone_from.get(code))) for code, name in view.every_school]
    names = plain_names(listed, link=lambda code: school_href(code, year=address.year))
    return CycleFinding(cycle_map(view, names, address), address.href(MATRIX), scope, len(view.rows))


def stage_bars(view: DistrictCycle, *, headline: str = "", block: int | None = None) -> CountBars:
    """headline: another one than the page's. block: of all that the view holds, one alone."""
    chosen = block or view.filters.block
    counts = view.stages if block is None else _stages_of(view, block)
    shown = [count for count in counts if view.filters.stage in (None, count.stage)]
    where = f"блок{NO_BREAK}{chosen}" if chosen else "все блоки"
    return CountBars(
        text=FigureText(
            headline=headline or cycle_headline(view).rstrip("."),
            subtitle=f"Обязательные документы, принятые и на проверке, {cycle_scope(view.filters)}"
            if block is None
            else f"Обязательные документы, принятые и на проверке, {where}",
            source=_SOURCE,
            on=view.today,
        ),
        rows=tuple(_stage_row(view, count, chosen) for count in shown),
        row_head="Стадия",
        count_head="документов есть",
    )


def _stages_of(view: DistrictCycle, block: int) -> list[StageCount]:
    """The stages of one block over the schools shown."""
    found = []
    for count in view.stages:
        cells = [cell for row in view.rows for cell in row.cells if (cell.block, cell.stage) == (block, count.stage)]
        there = view.columns.get((block, count.stage), Count(0, 0))
        found.append(replace(count, there=there, overdue=sum(cell.is_overdue for cell in cells)))
    return found


def _stage_row(view: DistrictCycle, count: StageCount, block: int | None) -> CountRow:
    late = plural(count.overdue, "просрочен", "просрочено", "просрочено")
    words = f"{late} {whole(count.overdue)}" if count.overdue else ""
    if not count.there.n:
        words = "не требуется"
    elif not words and count.there.k < count.there.n and count.due is not None and count.due >= view.today:
        words = f"срок {date_full(count.due)}"
    filters = view.filters
    subject = WhyCount(CountKind.REQUIRED, filters.year, block=block, cluster=filters.cluster, stage=count.stage)
    return CountRow(
        Place(STAGES_SHORT[count.stage]),
        count.there,
        words=words,
        why=why_href(subject) if count.there.n else "",
    )


def cycle_map(view: DistrictCycle, names: SchoolNames, address: CycleAddress) -> HeatMap:
    """Documents there of those required by block; of one block, the state of every stage."""
    blocks = sorted({block for block, _ in view.places})
    if len(blocks) == 1:
        columns = tuple(HeatColumn(STAGES[stage], STAGES_SHORT[stage]) for _, stage in view.places)
    else:
        columns = tuple(
            HeatColumn(view.block_titles[block], block_short(block), address.href(MATRIX, block=block))
            for block in blocks
        )
    return HeatMap(
        text=FigureText(
            headline=cycle_headline(view).rstrip("."),
            subtitle=f"Документы школ, {cycle_scope(view.filters)}",
            note="В ячейке — сколько обязательных документов принято или на проверке. Тёмный фон — чего-то не хватает."
            if len(blocks) > 1
            else "",
            source=_SOURCE,
            on=view.today,
        ),
        columns=columns,
        groups=tuple(
            HeatGroup(title, tuple(_map_row(view, row, names, blocks) for row in rows))
            for title, rows in _by_cluster(view.rows, names)
        ),
        total_head="Всего",
    )


def _by_cluster(rows: Iterable[SchoolCycle], names: SchoolNames) -> list[tuple[str, list[SchoolCycle]]]:
    ordered = sorted(rows, key=lambda row: names.order(row.school))
    order: list[Cluster | None] = [*Cluster, None]
    groups = [(one, [row for row in ordered if row.cluster is one]) for one in order]
    return [(CLUSTERS[one] if one else NO_CLUSTER, found) for one, found in groups if found]


def _map_row(view: DistrictCycle, row: SchoolCycle, names: SchoolNames, blocks: list[int]) -> HeatRow:
    if len(blocks) == 1:
        cells = tuple(_state_cell(view, cell) for cell in row.cells)
    else:
        cells = tuple(
            _block_cell(view, row, block, [cell for cell in row.cells if cell.block == block]) for block in blocks
        )
    return HeatRow(names.place(row.school), cells, _of(row.there))


def _state_cell(view: DistrictCycle, cell: CellRow) -> HeatCell:
    words = cell_words(cell, today=view.today)
    if cell.state in {CellState.NOT_APPLICABLE, CellState.MISSING}:
        return HeatCell("–", words=words)
    shade = Tint.ALL if cell.is_there else Tint.NONE if cell.is_overdue else None
    why = why_href(WhyCell(cell.school, cell.block, cell.stage, cell.year))
    return HeatCell(CELL_STATES[cell.state], shade=shade, words=words, why=why)


def _block_cell(view: DistrictCycle, row: SchoolCycle, block: int, cells: list[CellRow]) -> HeatCell:
    there = sum_counts([Count(int(cell.is_there), 1) for cell in cells if cell.is_required])
    overdue = sum(cell.is_overdue for cell in cells)
    href = school_href(row.school, year=view.filters.year, block=block)
    if not there.n:
        return HeatCell("–", words="не требуется", href=href)
    late = f", просрочено {counted(overdue, *DOCUMENTS)}" if overdue else ""
    words = f"{whole(there.k)} из{NO_BREAK}{counted(there.n, *DOCUMENTS)}{late}"
    return HeatCell(_of(there), shade=tint(there), words=words, href=href)


def _of(count: Count) -> str:
    return f"{count.k}/{count.n}" if count.n else ""
