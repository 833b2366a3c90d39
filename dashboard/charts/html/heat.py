"""Schools × goals or blocks: a figure in every cell, its verdict as mark and ground."""

from dashboard import html
from dashboard.charts.html.track import number
from dashboard.charts.rows import HeatCell, HeatColumn, HeatGroup, HeatMap, HeatRow
from dashboard.charts.specification import Tint
from dashboard.components.marks import status_mark, unseen
from dashboard.formatting import tied
from dashboard.html import Element
from data_layer.domain.vocabulary import Status

_WITHOUT_FIGURES = frozenset({Status.NO_DATA, Status.NO_BASELINE})


def heat_map(chart: HeatMap) -> Element:
    total = [html.Th(tied(chart.total_head), scope="col", className="heat-total")] if chart.total_head else []
    head = [html.Th(chart.row_head, scope="col", className="row-name"), *map(_head, chart.columns), *total]
    body = [html.Tbody(_group(group, chart)) for group in chart.groups if group.rows]
    names = f"row-chart heat of-{len(chart.columns)}"
    table = html.Table([html.Thead(html.Tr(head)), *body], className=names)
    # A wide matrix may be wider than a narrow window: it scrolls by itself, and can be scrolled by keyboard.
    return html.Div(
        table,
        className="scrolls",
        tabindex="0",
        role="group",
        **{"aria-label": f"Матрица: {tied(chart.text.headline)}"},
    )


def _head(column: HeatColumn) -> Element:
    words = [column.head, unseen(f" {column.title}")]
    inside = html.Link(words, href=column.href) if column.href else html.Span(words)
    return html.Th(inside, scope="col", title=column.title)


def _group(group: HeatGroup, chart: HeatMap) -> list[Element]:
    width = len(chart.columns) + (1 if chart.total_head else 0) + 1
    head = html.Th(html.Span(tied(group.title)), scope="rowgroup", colspan=str(width), className="group-title")
    return [*([html.Tr(head, className="group-row")] if group.title else []), *(_row(row, chart) for row in group.rows)]


def _row(row: HeatRow, chart: HeatMap) -> Element:
    name = html.Link(tied(row.place.name), href=row.place.href) if row.place.href else tied(row.place.name)
    total = (
        [html.Td(_total(row), className="heat-total", **{"data-head": chart.total_head})] if chart.total_head else []
    )
    cells = [_cell(cell, column) for cell, column in zip(row.cells, chart.columns, strict=True)]
    parts = [html.Th(name, scope="row", className="row-name"), *cells, *total]
    return html.Tr(parts, className="is-chosen" if row.is_chosen else None)


def _total(row: HeatRow) -> Element:
    return number(row.total, row.why, about=f"{row.place.name}, всего")


def _cell(cell: HeatCell, column: HeatColumn) -> Element:
    """Its head goes along: on a phone there is no row of heads, and the cell carries its own."""
    marks = [html.Span([status_mark(each) for each in cell.marks], className="marks")] if cell.marks else []
    heard = [unseen(f" {cell.words}")] if cell.words else []
    inside: list[object] = [html.B(cell.figure) if cell.marks or cell.shade else html.Span(cell.figure), *marks, *heard]
    return html.Td(_shown(cell, inside), className=_ground(cell), **{"data-head": column.head})


def _shown(cell: HeatCell, inside: list[object]) -> Element:
    """A figure opens its answer, in which the way to the school stands; other cells lead to the school at once."""
    title = cell.words or None
    if cell.why:
        asks = {"data-opens-panel": cell.why, "aria-haspopup": "dialog"}
        return html.Button([*inside, unseen(", почему?")], type="button", className="cell", title=title, **asks)
    if cell.href:
        return html.Link(inside, href=cell.href, title=title)
    return html.Span(inside, className="cell", title=title)


def _ground(cell: HeatCell) -> str | None:
    if cell.shade is not None:
        return f"tint-{cell.shade}" if isinstance(cell.shade, Tint) else f"step-{cell.shade}"
    return "is-hatched" if cell.status in _WITHOUT_FIGURES else None
