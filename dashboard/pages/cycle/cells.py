"""One cell of the matrix: a mark that is a link, said in words for those who hear it."""

from collections.abc import Mapping
from typing import Final

from dashboard import html
from dashboard.components.marks import glyph, unseen
from dashboard.formatting import NO_BREAK
from dashboard.html import Element
from dashboard.pages.cycle.model import CyclePage
from dashboard.texts.cycle import cell_words, under_words
from dashboard.texts.words import CELL_STATES, STAGES
from data_layer.domain.vocabulary import CellState
from data_layer.queries.cycle import CellRow
from data_layer.queries.cycle_views import Place, Show

_LEGEND: Final = (
    CellState.ACCEPTED,
    CellState.SUBMITTED,
    CellState.DRAFT,
    CellState.RETURNED,
    CellState.OVERDUE,
    CellState.NOT_DUE,
    CellState.NOT_APPLICABLE,
    CellState.MISSING,
)
_LEGEND_WORDS: Final = {**CELL_STATES, CellState.MISSING: "не обязателен"}
# Cells that `show` asks for; the others step back.
_SOUGHT: Final = {Show.RETURNED: CellState.RETURNED, Show.SUBMITTED: CellState.SUBMITTED}


def cell_legend(page: CyclePage) -> Element:
    """Of the marks that are there."""
    cells = [cell for row in page.view.rows for cell in row.cells]
    used = {cell.state for cell in cells}
    entries = [html.Span([glyph(state), _LEGEND_WORDS[state]]) for state in _LEGEND if state in used]
    if any(is_late_otherwise(cell) for cell in cells):
        entries.append(html.Span([html.Span(className="late-sample"), "срок прошёл"]))
    return html.Div(entries, className="legend")


def is_late_otherwise(cell: CellRow) -> bool:
    """Overdue, though the mark tells of a draft or of a document that came back."""
    return cell.is_overdue and cell.state is not CellState.OVERDUE


def place_of(page: CyclePage, school: str) -> Place | None:
    """The opened cell of the school, if it is there."""
    if page.opened is None or page.opened.card.school != school:
        return None
    return page.opened.card.cell.block, page.opened.card.cell.stage


def cell_td(
    page: CyclePage,
    cell: CellRow,
    *,
    base: str,
    is_reached: bool,
    is_opened: bool,
    with_days: bool,
    heads: Mapping[str, str],
) -> Element:
    """base: what the cell's address begins with. is_reached: the Tab key stops here, arrows reach the others.

    with_days: a date under the mark. heads: attributes from which a phone makes the heads of a school's own table.
    """
    words = cell_words(cell, today=page.view.today)
    under = [html.Span(_under(cell, page), className="under", **{"aria-hidden": "true"})] if with_days else []
    opened = {"aria-expanded": "true", "aria-controls": "cell-detail"} if is_opened else {}
    link = html.Link(
        [glyph(cell.state), *under, unseen(words)],
        href=f"{base}{cell.block}:{cell.stage}",
        tabIndex="0" if is_reached else "-1",
        title=f"Блок{NO_BREAK}{cell.block}, {STAGES[cell.stage].lower()}: {words}",
        **opened,
    )
    return html.Td(link, className=_class(page, cell, is_opened=is_opened), **heads)


def _class(page: CyclePage, cell: CellRow, *, is_opened: bool) -> str | None:
    names = []
    if cell.stage is page.view.places[0][1]:
        names.append("is-first")
    if is_late_otherwise(cell):
        names.append("is-late")
    if cell.is_overdue or cell.state is CellState.RETURNED:
        names.append("is-urgent")
    if _is_aside(page.view.filters.show, cell):
        names.append("is-aside")
    if is_opened:
        names.append("is-chosen")
    return " ".join(names) or None


def _is_aside(show: Show, cell: CellRow) -> bool:
    if show is Show.OVERDUE:
        return not cell.is_overdue
    return show in _SOUGHT and cell.state is not _SOUGHT[show]


def _under(cell: CellRow, page: CyclePage) -> str:
    return under_words(
        cell.state, is_overdue=cell.is_overdue, due=cell.due, document_date=cell.date, today=page.view.today
    )
