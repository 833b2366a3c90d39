"""Six blocks: goals and documents as meters, who has entered the data, what is overdue."""

from dashboard import html
from dashboard.addresses.overview import OverviewAddress
from dashboard.charts.html import meter
from dashboard.charts.specification import Meter
from dashboard.components.marks import overdue_mark, unseen
from dashboard.formatting import DASH, NO_BREAK, percent, whole
from dashboard.html import Element
from dashboard.texts.overview import blocks_headline, counted_note, overview_scope
from data_layer.queries.views import BlockRow, Count, Overview


def blocks_table(view: Overview, address: OverviewAddress) -> Element:
    table = html.Table(
        [
            html.Caption("Цели и документы по блокам", className="unseen"),
            _head(),
            html.Tbody([_row(row, address, has_data=view.results.k > 0) for row in view.blocks]),
        ],
        className="blocks",
    )
    has_before = any(row.goals_before is not None for row in view.blocks)
    note = f"Цели школ и документы цикла, {overview_scope(view)}." + (" Чёрточка — год назад." if has_before else "")
    return html.Section(
        [
            html.Div(html.H2(blocks_headline(view.blocks), id="blocks-title"), className="card-head"),
            html.P(note, className="note"),
            table,
            html.Div(counted_note(view), className="card-foot"),
        ],
        id="blocks",
        className="card place-blocks",
        **{"aria-labelledby": "blocks-title"},
    )


def _head() -> Element:
    return html.Thead(
        html.Tr(
            [
                html.Td(className="number"),
                html.Th("Блок", scope="col"),
                html.Th("Цели достигнуты", scope="colgroup", colSpan=2),
                html.Th("Документы на месте", scope="colgroup", colSpan=2),
                html.Th("Данные внесли", scope="col"),
                html.Th("Просрочено", scope="col"),
            ]
        )
    )


def _row(row: BlockRow, address: OverviewAddress, *, has_data: bool) -> Element:
    title = html.Link(row.title, href=address.href("matrix", block=row.number))
    return html.Tr(
        [
            html.Td(str(row.number), className="number"),
            html.Th(title, scope="row", className="title"),
            html.Td(meter(Meter("Цели", row.goals, row.goals_before)), className="goals-meter"),
            html.Td(_goals(row), className="count goals-count"),
            html.Td(meter(Meter("Документы", row.documents)), className="documents-meter"),
            html.Td(_of(row.documents), className="count documents-count"),
            html.Td(_of(row.coverage) if has_data else [DASH], className="count coverage"),
            html.Td(_overdue(row.overdue), className="overdue"),
        ]
    )


def _of(count: Count) -> list[Element | str]:
    if not count.n:
        return [DASH]
    return [f"{whole(count.k)} ", html.Small(f"из{NO_BREAK}{whole(count.n)}")]


def _goals(row: BlockRow) -> list[Element | str]:
    if not row.goals.n:
        return [DASH, unseen("данных ещё нет")]
    text = f"из{NO_BREAK}{whole(row.goals.n)} · {percent(row.goals.k, row.goals.n)}"
    return [f"{whole(row.goals.k)} ", html.Small(text)]


def _overdue(count: int) -> list[Element | str] | Element:
    if not count:
        return html.Span("нет", className="quiet")
    return [overdue_mark(), html.B(whole(count))]
