"""The grid: one school and year, block by block, each row a form of its own; below it the organisational items."""

from collections.abc import Sequence

from dashboard import html
from dashboard.addresses.data import ORGANISATION, DataAddress
from dashboard.binding import RequestContext
from dashboard.components.marks import unseen
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.data.grid_actions import frame_of
from dashboard.pages.data.grid_rows import RowFrame, entry_item
from dashboard.pages.data.items import items_card
from dashboard.texts.entry import FIELDS, block_count, entry_headline
from data_layer.domain.vocabulary import IndicatorRole, Status
from data_layer.queries.entry import EntryBlock, EntryGrid, EntryRow, entry_grid

_HEADS = (
    ("entry-name", "Показатель"),
    ("entry-before", "Год назад"),
    ("entry-number", FIELDS["numerator"]),
    ("entry-number", FIELDS["denominator"]),
    ("entry-missing", FIELDS["missing"]),
    ("entry-target", FIELDS["target"]),
    ("entry-reference", "Ориентир"),
    ("entry-verdict", "Вывод"),
    ("entry-trail", "Кто и когда внёс"),
)


def grid_of(ctx: RequestContext, *, school: str, year: int) -> EntryGrid:
    """Raises NotFoundError for a school of which the person may not see all."""
    return entry_grid(ctx.session, school=school, year=year, today=ctx.today, viewer=ctx.viewer)


def grid_headline(grid: EntryGrid) -> str:
    rows = [row for block in grid.blocks for row in block.rows]
    deciding = [row for row in rows if row.rule.role is IndicatorRole.ATTAINMENT]
    return entry_headline(
        filled=sum(row.is_filled for row in rows),
        total=len(rows),
        year=grid.year,
        for_knowledge=len(rows) - len(deciding),
        not_applicable=sum(row.now.status is Status.NOT_APPLICABLE for row in deciding),
        without_target=sum(row.now.status is Status.NO_TARGET and row.takes_target for row in deciding),
    )


def grid_children(ctx: RequestContext, grid: EntryGrid, address: DataAddress) -> list[Element]:
    """Cards of the blocks, the chosen one alone where one is chosen, and the items."""
    frame = frame_of(ctx, grid.school.code)
    blocks = [block for block in grid.blocks if address.block in (None, block.number)]
    items = [] if address.block is not None else [items_card(grid, time_zone=frame.time_zone)]
    jumps = [_jumps(grid)] if address.block is None else []
    return [*jumps, *(_block(block, frame) for block in blocks), *items]


def _jumps(grid: EntryGrid) -> Element:
    """Where things are on a long page."""
    links = [
        html.Li(html.A([f"{block.number}. {tied(block.title)} ", _filled(block.rows)], href=f"#entry-{block.number}"))
        for block in grid.blocks
    ]
    items = html.Li(html.A("Организация ВСОКО", href=f"#{ORGANISATION}"))
    return html.Nav(html.Ul([*links, items], className="places"), **{"aria-label": "Блоки"})


def _filled(rows: Sequence[EntryRow]) -> Element:
    filled = sum(row.is_filled for row in rows)
    return html.Span([html.Small(block_count(filled, len(rows))), unseen(" внесено")], className="filled")


def _block(block: EntryBlock, frame: RowFrame) -> Element:
    title = f"entry-{block.number}-title"
    head = html.Div([html.H2(f"{block.number}. {block.title}", id=title), _filled(block.rows)], className="card-head")
    # For the eye alone: every field has its own label.
    heads = html.Div(
        [html.Span(words, className=name) for name, words in _HEADS],
        className="entry-heads",
        **{"aria-hidden": "true"},
    )
    rows = html.Ol([entry_item(row, frame) for row in block.rows], className="entry-rows")
    return html.Section(
        [head, heads, rows], id=f"entry-{block.number}", className="card entry", **{"aria-labelledby": title}
    )
