"""The glyph matrix: schools × blocks × stages as a real table; arrows walk it (assets/cycle.js)."""

from collections.abc import Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.cycle import CELL_PATH, FLAGS_ANCHOR, CycleAddress, View, cell_hrefs
from dashboard.addresses.reading import href_of
from dashboard.components.marks import overdue_mark, unseen
from dashboard.components.send import send_button
from dashboard.components.why import why_number
from dashboard.findings.cycle import MATRIX as MATRIX_FIGURE
from dashboard.formatting import DASH, NO_BREAK, counted, plural, tied, whole
from dashboard.html import Element
from dashboard.pages.cycle.cells import cell_legend, cell_td, place_of
from dashboard.pages.cycle.detail import cell_detail
from dashboard.pages.cycle.model import CyclePage
from dashboard.texts.cycle import cycle_scope, place_words, totals_label
from dashboard.texts.words import CLUSTERS, NO_CLUSTER, STAGE_HEADS, STAGES, block_short
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import COUNTED_STAGES, Cluster
from data_layer.queries.cycle import CellRow
from data_layer.queries.cycle_views import Place, SchoolCycle, Show
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import Count

MATRIX: Final = "cycle-matrix"
TITLE: Final = "Какие документы есть у школ"
# As many columns leave room for a date under the mark.
_FEW_COLUMNS: Final = 6


def matrix_card(page: CyclePage) -> Element:
    return html.Section(
        [
            html.Div([html.H2(TITLE, id="matrix-title"), cell_legend(page)], className="card-head"),
            _table(page),
            *_show_all(page),
            _foot(page),
        ],
        id="matrix",
        className="card place-cycle-matrix",
        **{"aria-labelledby": "matrix-title"},
    )


def _table(page: CyclePage) -> Element:
    caption = html.Caption(
        [
            f"Документы по школам, блокам и стадиям, {cycle_scope(page.view.filters)}. ",
            "По ячейкам ведут стрелки, Enter открывает ячейку, Escape закрывает.",
        ],
        className="unseen",
    )
    columns = len(page.view.places) + 2
    groups = _groups(page)
    first = _reached(page, groups)
    bodies = [_body(page, title, rows, columns=columns, first=first) for title, rows in groups]
    names = [MATRIX]
    if any(row.overdue for row in page.view.rows):
        names.append("is-short")
    if len(page.view.places) <= _FEW_COLUMNS:
        names.append("is-wide")
    return html.Table(
        [caption, _columns(page), _head(page), *bodies, _totals(page)],
        id=MATRIX,
        className=" ".join(names),
        **{"data-cells": panel_address(page.address)},
    )


def panel_address(address: CycleAddress) -> str:
    """What the script asks for an opened cell; the cell is added to it."""
    return href_of(CELL_PATH, {"year": format_year(address.year), "names": address.names if address.is_coded else None})


def _columns(page: CyclePage) -> Element:
    return html.Colgroup(
        [
            html.Col(className="school"),
            html.Col(className="cells", span=str(len(page.view.places))),
            html.Col(className="total"),
        ]
    )


def _groups(page: CyclePage) -> list[tuple[str, list[SchoolCycle]]]:
    rows = sorted(page.view.rows, key=lambda row: page.reader.names.order(row.school))
    order: list[Cluster | None] = [*Cluster, None]
    groups = [(one, [row for row in rows if row.cluster is one]) for one in order]
    return [(CLUSTERS[one] if one else NO_CLUSTER, found) for one, found in groups if found]


def _reached(page: CyclePage, groups: Sequence[tuple[str, Sequence[SchoolCycle]]]) -> tuple[str, Place] | None:
    """The cell that the Tab key reaches: the opened one, or the first."""
    if page.opened is not None:
        card = page.opened.card
        return card.school, (card.cell.block, card.cell.stage)
    return (groups[0][1][0].school, page.view.places[0]) if groups and page.view.places else None


def _head(page: CyclePage) -> Element:
    blocks: list[Element] = []
    stages: list[Element] = []
    for block, places in _by_block(page.view.places):
        words = f"{block}.{NO_BREAK}{block_short(block)}"
        blocks.append(html.Th(words, scope="colgroup", colSpan=str(len(places)), className="is-first"))
        stages += [_stage_head(place, is_first=place is places[0]) for place in places]
    school = html.Th("Школа", scope="col", rowSpan="2", className="school")
    total = html.Th("всего", scope="col", rowSpan="2", className="total")
    return html.Thead([html.Tr([school, *blocks, total]), html.Tr(stages)])


def _by_block(places: Sequence[Place]) -> list[tuple[int, list[Place]]]:
    blocks = sorted({block for block, _ in places})
    return [(block, [place for place in places if place[0] == block]) for block in blocks]


def _stage_head(place: Place, *, is_first: bool) -> Element:
    stage = place[1]
    long, short = STAGE_HEADS[stage]
    heard = html.Span(
        [html.Span(long, className="long"), html.Span(short, className="short")], **{"aria-hidden": "true"}
    )
    return html.Th(
        [heard, unseen(STAGES[stage])], scope="col", title=STAGES[stage], className="is-first" if is_first else None
    )


def _body(
    page: CyclePage, title: str, rows: Sequence[SchoolCycle], *, columns: int, first: tuple[str, Place] | None
) -> Element:
    head = [html.Tr(html.Th(title, scope="rowgroup", colSpan=str(columns)), className="group")] if title else []
    lines: list[Element] = []
    for row in rows:
        place = first[1] if first is not None and first[0] == row.school else None
        lines.append(_row(page, row, reached=place))
        if page.opened is not None and page.opened.card.school == row.school:
            detail = html.Td(cell_detail(page.opened), colSpan=str(columns))
            lines.append(html.Tr(detail, className="cell-detail", id="cell-detail"))
    return html.Tbody([*head, *lines])


def _row(page: CyclePage, row: SchoolCycle, *, reached: Place | None) -> Element:
    href = page.reader.names.href(row.school)
    name = page.reader.names.of(row.school)
    school = html.Th(html.Link(name, href=href) if href else name, scope="row")
    base = cell_hrefs(page.address, page.reader.key(row.school))
    opened = place_of(page, row.school)
    with_days = len(page.view.places) <= _FEW_COLUMNS
    cells = [
        cell_td(
            page,
            cell,
            base=base,
            is_reached=(cell.block, cell.stage) == reached,
            is_opened=(cell.block, cell.stage) == opened,
            with_days=with_days,
            heads=_phone_heads(page, cell),
        )
        for cell in row.cells
    ]
    return html.Tr([school, *cells, _row_total(page, row)], className=None if row.overdue else "is-calm")


def _phone_heads(page: CyclePage, cell: CellRow) -> dict[str, str]:
    """On a phone a school is a table of its own; its heads stand in the first cell of each line and column."""
    heads: dict[str, str] = {}
    if cell.stage is page.view.places[0][1]:
        heads["data-block"] = f"{cell.block}. {block_short(cell.block)}"
    if cell.block == page.view.places[0][0]:
        heads["data-stage"] = STAGE_HEADS[cell.stage][1]
    return heads


def _row_total(page: CyclePage, row: SchoolCycle) -> Element:
    """«35 из 36», which answers «Почему?»; a coded view asks nothing about a school, for the question names it."""
    stage = page.view.filters.stage
    late: list[Element | str] = []
    if row.overdue:
        words = plural(row.overdue, "документ просрочен", "документа просрочены", "документов просрочены")
        late = [overdue_mark(), whole(row.overdue), unseen(f" {words}")]
    if page.reader.names.is_coded:
        behind = [html.Span(late, className="late-count on-phone")] if late else []
        return html.Td([*_count(row.there), *behind], className="total")
    name = page.reader.names.of(row.school)
    parts = [why_number(page.counted(CountKind.REQUIRED, stage, school=row.school), _count(row.there), about=name)]
    if late:
        overdue = page.counted(CountKind.OVERDUE, stage, school=row.school)
        parts.append(html.Span(why_number(overdue, late, about=name), className="late-count on-phone"))
    return html.Td(parts, className="total")


def _count(count: Count) -> list[Element | str]:
    return [html.B(whole(count.k)), html.Span(f" из{NO_BREAK}{whole(count.n)}", className="quiet")]


def _totals(page: CyclePage) -> Element:
    label = html.Th(totals_label(page.view), scope="row")
    first = page.view.places[0][1] if page.view.places else None
    cells = [_column_total(page, place, is_first=place[1] is first) for place in page.view.places]
    whole_matrix = page.counted(CountKind.REQUIRED, page.view.filters.stage, is_shown=True)
    sum_cell = html.Td(
        why_number(whole_matrix, _count(page.view.total), about=totals_label(page.view)), className="total"
    )
    return html.Tfoot(html.Tr([label, *cells, sum_cell]))


def _column_total(page: CyclePage, place: Place, *, is_first: bool) -> Element:
    """Answers «Почему?» by itself; where only some schools are shown, the sum at the end of the line does."""
    count = page.view.columns.get(place)
    name = "is-first" if is_first else None
    if count is None:
        return html.Td([html.Span(DASH, **{"aria-hidden": "true"}), unseen("не требуется")], className=name)
    shown = [whole(count.k), unseen(f" из {whole(count.n)}")]
    if page.view.filters.show is not Show.ALL:
        return html.Td(shown, className=name)
    block, stage = place
    subject = page.counted(CountKind.REQUIRED, stage, block=block)
    return html.Td(why_number(subject, shown, about=place_words(place)), className=name)


def _show_all(page: CyclePage) -> list[Element]:
    """On a phone schools in order wait behind a button; the style sheet hides it elsewhere."""
    calm = sum(1 for row in page.view.rows if not row.overdue)
    if not calm or calm == len(page.view.rows):
        return []
    words = (
        f"Показать {'все ' if len(page.view.rows) != 1 else ''}{counted(len(page.view.rows), 'школу', 'школы', 'школ')}"
    )
    attributes = {"data-shows-rows": MATRIX, "aria-controls": MATRIX, "aria-expanded": "false"}
    button = html.Button(words, type="button", className="button", **attributes)
    return [html.Div(button, className="show-rows")]


def _foot(page: CyclePage) -> Element:
    stages = [stage for stage in COUNTED_STAGES if page.view.filters.stage in (None, stage)]
    heads = ", ".join(f"{STAGE_HEADS[stage][1]}{NO_BREAK}— {STAGES[stage].lower()}" for stage in stages)
    note = html.Span(tied(f"{heads}. В итог входят обязательные документы, принятые и на проверке."), className="grow")
    as_list = html.Link("Показать списком", href=page.address.href(FLAGS_ANCHOR, view=View.LIST))
    sends = [send_button(page.address.href(MATRIX_FIGURE), about=TITLE)] if page.reader.may_send else []
    return html.Div([note, *sends, as_list], className="card-foot")
