"""The cycle of the reader's own school: blocks × stages, a date under every mark."""

from dashboard import html
from dashboard.addresses.cycle import View, cell_hrefs
from dashboard.components.marks import unseen
from dashboard.components.why import why_number
from dashboard.formatting import NO_BREAK, whole
from dashboard.html import Element
from dashboard.pages.cycle.cells import cell_legend, cell_td, place_of
from dashboard.pages.cycle.detail import cell_detail
from dashboard.pages.cycle.matrix import MATRIX, panel_address
from dashboard.pages.cycle.model import CyclePage
from dashboard.texts.cycle import STAGES_SHORT
from dashboard.texts.words import STAGE_HEADS, STAGES, block_short
from data_layer.domain.vocabulary import Stage
from data_layer.queries.cycle import CellRow
from data_layer.queries.cycle_views import SchoolCycle
from data_layer.queries.explanation.views import CountKind


def own_matrix_card(page: CyclePage) -> Element:
    """The page has one row, that of the school."""
    row = page.view.rows[0]
    title = html.H2(f"Документы школы: {whole(row.there.k)} из{NO_BREAK}{whole(row.there.n)}", id="matrix-title")
    note = html.Span("Под знаком — дата документа, срок или опоздание.", className="grow")
    as_list = html.Link("Показать замечания списком", href=page.address.href(view=View.LIST))
    return html.Section(
        [
            html.Div([title, cell_legend(page)], className="card-head"),
            html.Div(_table(page, row), className="cycle-box"),
            html.Div([note, as_list], className="card-foot"),
        ],
        id="matrix",
        className="card",
        **{"aria-labelledby": "matrix-title"},
    )


def _table(page: CyclePage, row: SchoolCycle) -> Element:
    caption = html.Caption(
        "Документы по блокам и стадиям. По ячейкам ведут стрелки, Enter открывает ячейку, Escape закрывает.",
        className="unseen",
    )
    stages = list(dict.fromkeys(stage for _, stage in page.view.places))
    heads = [_head(stage) for stage in stages]
    first = html.Th(unseen("Блок"), scope="col", className="block")
    total = html.Th("сдано", scope="col", className="total")
    return html.Table(
        [caption, html.Thead(html.Tr([first, *heads, total])), html.Tbody(_lines(page, row))],
        id=MATRIX,
        className="cycle-table own-cycle",
        **{"data-cells": panel_address(page.address)},
    )


def _head(stage: Stage) -> Element:
    short = STAGE_HEADS[stage][1]
    shown = [html.Span(STAGES_SHORT[stage], className="long"), html.Span(short, className="short")]
    return html.Th(
        [html.Span(shown, **{"aria-hidden": "true"}), unseen(STAGES[stage])], scope="col", title=STAGES[stage]
    )


def _lines(page: CyclePage, row: SchoolCycle) -> list[Element]:
    opened = place_of(page, row.school)
    reached = opened or page.view.places[0]
    base = cell_hrefs(page.address, page.reader.key(row.school))
    lines: list[Element] = []
    for block in dict.fromkeys(block for block, _ in page.view.places):
        cells = [cell for cell in row.cells if cell.block == block]
        found = [
            cell_td(
                page,
                cell,
                base=base,
                is_reached=(cell.block, cell.stage) == reached,
                is_opened=(cell.block, cell.stage) == opened,
                with_days=True,
                heads={},
            )
            for cell in cells
        ]
        head = html.Th(f"{block}.{NO_BREAK}{block_short(block)}", scope="row")
        lines.append(html.Tr([head, *found, _total(page, block, cells)]))
        if page.opened is not None and opened is not None and opened[0] == block:
            detail = html.Td(cell_detail(page.opened), colSpan=str(len(found) + 2))
            lines.append(html.Tr(detail, className="cell-detail", id="cell-detail"))
    return lines


def _total(page: CyclePage, block: int, cells: list[CellRow]) -> Element:
    required = [cell for cell in cells if cell.is_required]
    there = sum(cell.is_there for cell in required)
    rest = html.Span(f" из{NO_BREAK}{whole(len(required))}", className="quiet")
    subject = page.counted(CountKind.REQUIRED, page.view.filters.stage, block=block)
    return html.Td(why_number(subject, [html.B(whole(there)), rest], about=f"блок {block}"), className="total")
