"""Charts of counts and words on a page; a slide draws them larger and by itself."""

from fractions import Fraction
from typing import Final

from dashboard import html
from dashboard.charts.html.track import (
    axis,
    count_cell,
    grid_style,
    percent_of,
    row_name,
    tick_at,
    track,
    value_cell,
    words_in_track,
)
from dashboard.charts.specification import Scale, share_of
from dashboard.charts.summaries import CountBars, CountRow, KeyFigure, KeyFigures, Summary, WordRow, WordTable
from dashboard.components.marks import unseen
from dashboard.formatting import NO_BREAK, percent, tied
from dashboard.html import Element

WHOLE_SCALE: Final = Scale(Fraction(0), Fraction(100))


def summary_html(chart: Summary) -> Element:
    if isinstance(chart, CountBars):
        return count_bars(chart)
    return key_figures(chart) if isinstance(chart, KeyFigures) else word_table(chart)


def count_bars(chart: CountBars) -> Element:
    head = [
        html.Th(unseen(chart.row_head), scope="col", className="row-name"),
        html.Th([unseen("На шкале"), axis(WHOLE_SCALE)], scope="col", className="track"),
        html.Th(unseen("Доля"), scope="col"),
        html.Th(tied(chart.count_head), scope="col", className="count-of"),
    ]
    body = html.Tbody([_count_row(row) for row in chart.rows])
    return html.Table(
        [html.Thead(html.Tr(head)), body], className="row-chart bars count-bars", style=grid_style(WHOLE_SCALE)
    )


def _count_row(row: CountRow) -> Element:
    count = row.count
    if not count.n:
        shown = words_in_track(row.words or "нет данных", row.why, about=row.place.name)
        return html.Tr([row_name(row.place), shown, html.Td(className="value"), count_cell(None)])
    parts = [html.Span(className="bar-of", style={"width": percent_of(share_of(count))})]
    if row.before is not None and row.before.n:
        parts.append(tick_at(100 * share_of(row.before), WHOLE_SCALE, "beside-tick"))
    cells = [
        row_name(row.place),
        track(parts),
        value_cell(percent(count.k, count.n), row.why, about=row.place.name),
        count_cell(count, row.words),
    ]
    return html.Tr(cells)


def key_figures(chart: KeyFigures) -> Element:
    return html.Div([_key_figure(each) for each in chart.figures], className="key-figures")


def _key_figure(figure: KeyFigure) -> Element:
    value: list[object] = [html.B(tied(figure.value))]
    if figure.of:
        value.append(html.Small(f"{NO_BREAK}{tied(figure.of)}"))
    parts = [html.P(tied(figure.label), className="label"), html.P(value, className="key-value")]
    return html.Div([*parts, *([html.P(tied(figure.words), className="note")] if figure.words else [])])


def word_table(chart: WordTable) -> Element:
    head = [html.Th(chart.row_head, scope="col")]
    head += [html.Th(tied(column.title), scope="col", className=_side(column.is_number)) for column in chart.columns]
    body = html.Tbody([_word_row(row, chart) for row in chart.rows])
    table = html.Table([html.Thead(html.Tr(head)), body], className="figure-rows word-table")
    name = {"aria-label": f"Таблица: {tied(chart.text.headline)}"}
    return html.Div(table, className="scrolls", tabindex="0", role="group", **name)


def _word_row(row: WordRow, chart: WordTable) -> Element:
    name = html.Link(tied(row.place.name), href=row.place.href) if row.place.href else tied(row.place.name)
    cells = [
        html.Td(tied(words), className=_side(column.is_number))
        for words, column in zip(row.cells, chart.columns, strict=True)
    ]
    return html.Tr([html.Th(name, scope="row"), *cells], className="is-chosen" if row.is_chosen else None)


def _side(is_number: bool) -> str | None:
    return "number" if is_number else None
