"""Six blocks: goals and documents as meters, who has entered the data, what is overdue."""

from dashboard import html
from dashboard.addresses.compare import compare_href
from dashboard.addresses.overview import OverviewAddress
from dashboard.addresses.why import WhyCount
from dashboard.charts.html import meter
from dashboard.charts.specification import Meter
from dashboard.components.marks import overdue_mark, unseen
from dashboard.components.why import why_number
from dashboard.formatting import DASH, NO_BREAK, percent, whole
from dashboard.html import Element
from dashboard.texts.overview import blocks_headline, counted_note, overview_scope
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import BlockRow, Count, Overview, comparable


def blocks_table(view: Overview, address: OverviewAddress) -> Element:
    table = html.Table(
        [
            html.Caption("Цели и документы по блокам", className="unseen"),
            _head(),
            html.Tbody([_row(row, address, has_data=view.has_figures) for row in view.blocks]),
        ],
        className="blocks",
    )
    has_before = any(comparable(row.goals, row.goals_before) is not None for row in view.blocks)
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
    title = html.Link(row.title, href=compare_href(address.year, block=row.number, cluster=address.cluster))

    def ask(count: CountKind, shown: object, *, has_number: bool) -> object:
        """A number as the button that answers «Почему?»; words stay words."""
        if not has_number:
            return shown
        subject = WhyCount(count, address.year, block=row.number, level=address.level, cluster=address.cluster)
        return why_number(subject, shown, about=f"блок {row.number}")

    return html.Tr(
        [
            html.Td(str(row.number), className="number"),
            html.Th(title, scope="row", className="title"),
            html.Td(meter(Meter("Цели", row.goals, comparable(row.goals, row.goals_before))), className="goals-meter"),
            html.Td(ask(CountKind.GOALS, _goals(row), has_number=row.goals.n > 0), className="count goals-count"),
            html.Td(meter(Meter("Документы", row.documents)), className="documents-meter"),
            html.Td(
                ask(CountKind.DOCUMENTS, _of(row.documents), has_number=row.documents.n > 0),
                className="count documents-count",
            ),
            html.Td(
                ask(CountKind.COVERAGE, _of(row.coverage), has_number=row.coverage.n > 0) if has_data else [DASH],
                className="count coverage",
            ),
            html.Td(ask(CountKind.OVERDUE, _overdue(row.overdue), has_number=row.overdue > 0), className="overdue"),
        ]
    )


def _of(count: Count) -> list[Element | str]:
    if not count.n:
        return [DASH]
    return [f"{whole(count.k)} ", html.Small(f"из{NO_BREAK}{whole(count.n)}")]


def _goals(row: BlockRow) -> list[Element | str]:
    if not row.goals.n and row.hides_goals:
        return [html.Small("скрыто")]
    if not row.goals.n:
        return [DASH, unseen("данных ещё нет")]
    text = f"из{NO_BREAK}{whole(row.goals.n)} · {percent(row.goals.k, row.goals.n)}"
    return [f"{whole(row.goals.k)} ", html.Small(text)]


def _overdue(count: int) -> list[Element | str] | Element:
    if not count:
        return html.Span("нет", className="quiet")
    return [overdue_mark(), html.B(whole(count))]
