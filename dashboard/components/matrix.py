"""The matrix school × block: a real table with k/n, one mark per goal in goal order and a tint in four steps."""

from collections.abc import Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.overview import Order, OverviewAddress
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCount
from dashboard.charts.specification import Tint, tint
from dashboard.components.marks import legend_entry, overdue_mark, status_mark, unseen
from dashboard.components.why import why_number
from dashboard.formatting import NO_BREAK, counted, plural, tied, whole
from dashboard.html import Element
from dashboard.texts.overview import cell_words, overview_scope
from dashboard.texts.succession import listed_name
from dashboard.texts.words import CLUSTERS, NO_CLUSTER, block_short, of_schools, on_day
from data_layer.domain.vocabulary import Cluster, Status
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import GoalMark, MatrixCell, MatrixRow, Overview

_LEGEND: Final = (
    ("met", "достигнута"),
    ("near", "близко"),
    ("not-met", "не достигнута"),
    ("no-data", "нет данных"),
    ("not-due", "ещё не срок"),
    ("not-applicable", "не применимо"),
)
_TINT_LEGEND: Final = (
    (Tint.ALL, "все цели"),
    (Tint.HALF, "половина и больше"),
    (Tint.SOME, "меньше половины"),
    (Tint.NONE, "ни одной"),
)


def matrix_card(view: Overview, address: OverviewAddress) -> Element:
    return html.Section(
        [
            html.Div([_title(), _order_switch(address)], className="card-head"),
            _legend(view),
            _table(view, address),
            *_show_all(view),
            _foot(view),
        ],
        id="matrix",
        className="card place-matrix",
        **{"aria-labelledby": "matrix-title"},
    )


def _title() -> Element:
    first = html.Span("Сначала школы с просрочкой", className="note on-phone")
    return html.Div([html.H2("Школы и блоки: сколько целей достигнуто", id="matrix-title"), first])


def _order_switch(address: OverviewAddress) -> Element:
    orders = ((Order.CLUSTER, "по кластеру"), (Order.NAME, "по названию"))
    links = [
        html.Link(
            [words, unseen(", выбрано")] if address.order is order else words,
            href=address.href("matrix", order=order),
            className="is-current" if address.order is order else None,
        )
        for order, words in orders
    ]
    return html.Div(links, className="segments", role="group", **{"aria-label": "Порядок школ"})


def _legend(view: Overview) -> Element:
    marks = [legend_entry(name, words) for name, words in _LEGEND]
    if any(cell.is_hidden for row in view.matrix for cell in row.cells):
        marks.append(legend_entry("suppressed", "скрыто"))
    tints = [html.Span([html.Span(className=f"swatch tint-{step}"), words]) for step, words in _TINT_LEGEND]
    return html.Div(
        [
            html.Div([html.Span("По порядку целей:"), *marks], className="legend"),
            html.Div([html.Span("Фон:"), *tints], className="legend"),
        ],
        className="legend-rows",
    )


def _table(view: Overview, address: OverviewAddress) -> Element:
    caption = html.Caption(f"Достигнуто целей по школам и блокам, {overview_scope(view)}", className="unseen")
    columns = len(view.blocks) + 2
    bodies = [
        _body(rows, title=title, columns=columns, year=view.filters.year) for title, rows in _groups(view, address)
    ]
    has_overdue = any(row.overdue for row in view.matrix)
    return html.Table(
        [caption, _head(view), *bodies],
        id="matrix-table",
        className="matrix is-short" if has_overdue else "matrix",
    )


def _groups(view: Overview, address: OverviewAddress) -> list[tuple[str, list[MatrixRow]]]:
    if address.order is Order.NAME:
        return [("", sorted(view.matrix, key=lambda row: row.short_name.casefold()))]
    order: list[Cluster | None] = [*Cluster, None]
    groups = [(one, [row for row in view.matrix if row.cluster is one]) for one in order]
    return [(CLUSTERS[one] if one else NO_CLUSTER, rows) for one, rows in groups if rows]


def _head(view: Overview) -> Element:
    blocks = [html.Th([html.Small(f"Блок {row.number}"), block_short(row.number)], scope="col") for row in view.blocks]
    school = html.Th("Школа", scope="col", className="school")
    cycle = html.Th([html.Small("документы"), "Цикл"], scope="col", className="cycle")
    return html.Thead(html.Tr([school, *blocks, cycle]))


def _body(rows: Sequence[MatrixRow], *, title: str, columns: int, year: int) -> Element:
    head = [html.Tr(html.Th(title, scope="rowgroup", colSpan=columns), className="group")] if title else []
    return html.Tbody([*head, *(_row(row, year=year) for row in rows)])


def _row(row: MatrixRow, *, year: int) -> Element:
    name = tied(listed_name(row.short_name, row.gone_from))
    school = html.Th(html.Link(name, href=school_href(row.school, year=year)), scope="row")
    cells = [_cell(cell, school=row.school, year=year, is_alone=len(row.cells) == 1) for cell in row.cells]
    return html.Tr([school, *cells, _cycle(row, year=year)], className=None if row.overdue else "is-calm")


def _cell(cell: MatrixCell, *, school: str, year: int, is_alone: bool) -> Element:
    words = cell_words(cell)
    link = html.Link(
        [*_cell_picture(cell, with_codes=is_alone), unseen(words)],
        href=school_href(school, year=year, block=cell.block),
        title=words,
    )
    return html.Td([*_cell_count(cell, school=school, year=year), link], className=_cell_class(cell))


def _cell_count(cell: MatrixCell, *, school: str, year: int) -> list[Element]:
    """«3/4», which answers «Почему?»; the rest of the cell leads to the school."""
    if cell.goals is None or cell.is_hidden or not cell.goals.n:
        return []
    subject = WhyCount(CountKind.GOALS, year, school=school, block=cell.block)
    return [why_number(subject, html.B(f"{cell.goals.k}/{cell.goals.n}"), about=f"блок {cell.block}")]


def _cell_class(cell: MatrixCell) -> str | None:
    if cell.goals is None or cell.is_hidden:
        return "is-hidden"
    step = tint(cell.goals)
    if step is not None:
        return f"tint-{step}"
    return "is-hatched" if _lacks_data(cell) else None


def _goal_mark(mark: GoalMark, *, with_code: bool) -> Element:
    """A block shown alone has room for the numbers of its goals."""
    if not with_code:
        return status_mark(mark.status)
    return html.Span([status_mark(mark.status), html.Span(mark.code, **{"aria-hidden": "true"})], className="coded")


def _lacks_data(cell: MatrixCell) -> bool:
    return any(mark.status is Status.NO_DATA for mark in cell.marks)


def _cell_picture(cell: MatrixCell, *, with_codes: bool) -> list[Element]:
    unheard = {"aria-hidden": "true"}
    if cell.goals is None or cell.is_hidden:
        return [html.Span("скрыто", className="words", **unheard)]
    if cell.goals.n:
        marks = html.Span([_goal_mark(mark, with_code=with_codes) for mark in cell.marks], className="marks")
        return [marks]
    if _lacks_data(cell):
        return [html.Span("нет данных", className="words", **unheard)]
    return [html.Span(_without_verdict(cell), className="words", **unheard)]


def _without_verdict(cell: MatrixCell) -> str:
    """Why nothing is counted: hidden, not due yet, or not for this school."""
    statuses = {mark.status for mark in cell.marks}
    if Status.SUPPRESSED in statuses:
        return "скрыто"
    return "ещё не срок" if Status.NOT_DUE in statuses else "–"


def _cycle(row: MatrixRow, *, year: int) -> Element:
    count = [html.B(whole(row.documents.k)), html.Span(f"/{whole(row.documents.n)}", className="quiet")]
    subject = WhyCount(CountKind.DOCUMENTS, year, school=row.school)
    parts: list[Element | str] = [why_number(subject, count, about=f"документы, {row.short_name}")]
    if row.overdue:
        late = plural(row.overdue, "документ просрочен", "документа просрочены", "документов просрочены")
        overdue = WhyCount(CountKind.OVERDUE, year, school=row.school)
        shown = [overdue_mark(), " ", html.B(whole(row.overdue)), unseen(f" {late}")]
        parts += [" ", why_number(overdue, shown, about=row.short_name)]
    return html.Td(parts, className="cycle-cell")


def _show_all(view: Overview) -> list[Element]:
    """On a phone schools in order wait behind a button; the style sheet hides it elsewhere."""
    calm = sum(1 for row in view.matrix if not row.overdue)
    if not calm or calm == len(view.matrix):
        return []
    words = f"Показать {'все ' if len(view.matrix) != 1 else ''}{counted(len(view.matrix), 'школу', 'школы', 'школ')}"
    attributes = {"data-shows-rows": "matrix-table", "aria-controls": "matrix-table", "aria-expanded": "false"}
    button = html.Button(words, type="button", className="button", **attributes)
    return [html.Div(button, className="show-rows")]


def _foot(view: Overview) -> Element:
    missing = [row for row in view.matrix if not row.has_all_data]
    source = f"Источник: сведения школ, {on_day(view.today)}."
    if view.has_figures:
        source += f" Все данные внесли {whole(view.coverage.k)} из{NO_BREAK}{of_schools(view.coverage.n)}."
    parts: list[Element] = [html.Span(source)]
    if missing:
        links = [
            html.Link(tied(row.short_name), href=school_href(row.school, year=view.filters.year)) for row in missing
        ]
        summary = f"Не внесли данные: {counted(len(missing), 'школа', 'школы', 'школ')}"
        parts.append(
            html.Details(
                [html.Summary([summary, html.Span(className="chevron")]), html.Div(links, className="places")],
                id="missing-data",
                className="opens",
            )
        )
    return html.Div(parts, className="card-foot")
