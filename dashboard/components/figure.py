"""The frame of every chart: finding, plot or its table, source, what can be done with it.

Scripts find a figure by its attributes: assets/figures.js (table, picture), assets/plots.js (Plotly), assets/show.js («Показ»).
"""

from collections.abc import Sequence
from typing import Final

import orjson

from dashboard import html
from dashboard.charts.figures import Chart, PlotChart
from dashboard.charts.html import rows_html
from dashboard.charts.legend import legend_entries
from dashboard.charts.plotly import Figure, picture_figure, plot_figure
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.sentence import chart_sentence
from dashboard.charts.table import ChartTable, Kind, TableCell, TableRow, chart_table
from dashboard.charts.words import foot_words
from dashboard.components.why import asked_number
from dashboard.formatting import DASH, tied
from dashboard.html import Element
from dashboard.plot_library import plot_library

SHOW_TABLE: Final = "Показать таблицу"


def figure_card(
    chart: Chart,
    *,
    id: str,  # noqa: A002 - as in HTML
    rows_href: str = "",
    sends: Element | None = None,
    is_main: bool = False,
    controls: Sequence[Element] = (),
    lead: Sequence[Element] = (),
    below: Sequence[Element] = (),
) -> Element:
    """A card with the chart in it.

    id: of the card, unique on the page and the same for the same chart, so that a link leads to it. rows_href: where
    its rows can be had as XLSX, empty where nothing is to be downloaded. sends: what sends it to a meeting. is_main:
    the headline is the heading of the page. controls: links that change the chart, right of its legend. lead: under
    the subtitle. below: under the plot.
    """
    heading = html.H1 if is_main else html.H2
    head = html.Div(
        [
            html.Div(
                [
                    heading(tied(chart.text.headline), id=f"{id}-title", className="figure-title"),
                    *([html.P(tied(chart.text.subtitle), className="figure-subtitle")] if chart.text.subtitle else []),
                    *lead,
                ]
            ),
            _show_button(id),
        ],
        className="figure-head",
    )
    parts = [
        head,
        _above(chart, controls),
        _figure(chart, id),
        *([html.P(tied(chart.text.note), className="figure-note note")] if chart.text.note else []),
        *below,
        _foot(chart, id, rows_href, sends),
    ]
    attributes = {
        "data-figure-card": "",
        "data-picture": _json(picture_figure(chart)),
        "data-library": plot_library().url,
    }
    names = "card figure-card is-plot" if isinstance(chart, Funnel | Ambition | Trend) else "card figure-card"
    return html.Section(parts, id=id, className=names, **attributes)


def empty_figure(title: str, reason: str, *, step: str = "", href: str = "", is_main: bool = False) -> Element:
    """Instead of a chart without figures: a sentence why and the next step; never an empty axis.

    The main one stands alone on its page and gives it the heading.
    """
    heading = html.H1 if is_main else html.H2
    button = [html.Link(step, href=href, className="button")] if href else []
    return html.Section([heading(tied(title)), html.P(tied(reason)), *button], className="card empty")


def table_markup(table: ChartTable) -> Element:
    """The rows of a chart as a real table; wide ones scroll by themselves."""
    heads = [html.Th(tied(column.title), scope="col", className=_side(column.kind)) for column in table.columns]
    kinds = [column.kind for column in table.columns[1:]]
    drawn = html.Table(
        [
            html.Caption(tied(table.caption), className="unseen"),
            html.Thead(html.Tr(heads)),
            html.Tbody([_table_row(row, kinds) for row in table.rows]),
        ],
        className="figure-rows",
    )
    name = {"aria-label": f"Таблица: {tied(table.caption)}"}
    return html.Div(drawn, className="scrolls", tabindex="0", role="group", **name)


def _show_button(id: str) -> Element:  # noqa: A002 - as in HTML
    words = {"aria-keyshortcuts": "F", "title": "На весь экран, клавиша F", "data-shows-figure": id}
    return html.Button("Показ", type="button", className="button shows-figure", **words)


def _above(chart: Chart, controls: Sequence[Element]) -> Element | None:
    entries = [
        html.Span([html.Span(className=f"mark {name}" if name.startswith("mark-") else name, **_MUTE), tied(words)])
        for name, words in legend_entries(chart)
    ]
    legend = [html.P(entries, className="legend")] if entries else []
    beside = [html.Div(list(controls), className="figure-controls")] if controls else []
    return html.Div([*legend, *beside], className="figure-above") if legend or beside else None


_MUTE: Final = {"aria-hidden": "true"}


def _figure(chart: Chart, id: str) -> Element:  # noqa: A002 - as in HTML
    told = html.Figcaption(tied(chart_sentence(chart)), id=f"{id}-told", className="unseen")
    body = html.Div(_plot(chart, id), className="figure-body", **{"data-figure-body": ""})
    table = html.Div(
        table_markup(chart_table(chart)),
        id=f"{id}-table",
        className="figure-table",
        hidden=True,
        **{"data-figure-table": ""},
    )
    names = {"aria-labelledby": f"{id}-title", "aria-describedby": f"{id}-told"}
    return html.Figure([told, body, table], className="figure", **names)


def _plot(chart: Chart, id: str) -> Element:  # noqa: A002 - as in HTML
    if isinstance(chart, Funnel | Ambition | Trend):
        return plot_place(chart, described_by=f"{id}-told")
    return rows_html(chart)


def plot_place(chart: PlotChart, *, described_by: str = "") -> Element:
    """Where assets/plots.js draws a chart of two axes; also without a card, for a small one beside other things."""
    attributes = {
        "data-figure": _json(plot_figure(chart)),
        "data-library": plot_library().url,
        "aria-label": tied(chart.text.headline),
        "aria-describedby": described_by or None,
    }
    waiting = html.Span("Загружаем диаграмму", className="plot-waiting")
    return html.Div(waiting, className="plot", role="img", **attributes)


def _json(figure: Figure) -> str:
    return orjson.dumps(figure).decode()


def _foot(chart: Chart, id: str, rows_href: str, sends: Element | None) -> Element:  # noqa: A002 - as in HTML
    table = html.Button(
        SHOW_TABLE,
        type="button",
        className="text-button",
        **{"data-shows-table": f"{id}-table", "aria-expanded": "false", "aria-controls": f"{id}-table"},
    )
    picture = html.Button("Картинка (PNG)", type="button", **{"data-saves-picture": id})
    rows = [html.Li(html.A("Строки (XLSX)", href=rows_href, download=True))] if rows_href else []
    download = html.Details(
        [
            html.Summary(["Скачать", html.Span(className="chevron")], className="text-button"),
            html.Ul([*rows, html.Li(picture)], className="menu-list"),
        ],
        className="menu figure-download",
    )
    acts = html.Div([*([sends] if sends is not None else []), table, download], className="figure-acts")
    return html.Div([html.Span(foot_words(chart.text), className="figure-source"), acts], className="card-foot")


def _table_row(row: TableRow, kinds: Sequence[Kind]) -> Element:
    name = html.Link(tied(row.place.name), href=row.place.href) if row.place.href else tied(row.place.name)
    cells = [html.Td(_told(cell, row), className=_side(kind)) for cell, kind in zip(row.cells, kinds, strict=True)]
    return html.Tr([html.Th(name, scope="row"), *cells])


def _told(cell: TableCell, row: TableRow) -> Element | str:
    words = tied(cell.words) or DASH
    return asked_number(words, address=cell.why, about=row.place.name) if cell.why else words


def _side(kind: Kind) -> str | None:
    return None if kind is Kind.TEXT else "number"
