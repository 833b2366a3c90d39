"""Bars from zero, one per category."""

from fractions import Fraction

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
from dashboard.charts.rows import BarRow, CategoryBars, shared_beside
from dashboard.charts.specification import Scale, share_in
from dashboard.charts.words import value_words
from dashboard.components.marks import unseen
from dashboard.formatting import tied
from dashboard.html import Element


def category_bars(chart: CategoryBars) -> Element:
    head = [
        html.Th(unseen("Вид"), scope="col", className="row-name"),
        html.Th([unseen("На шкале"), axis(chart.scale)], scope="col", className="track"),
        html.Th(unseen("Доля"), scope="col"),
        html.Th(tied(chart.count_head), scope="col", className="count-of"),
    ]
    names = "row-chart bars has-chosen" if any(row.is_chosen for row in chart.rows) else "row-chart bars"
    body = html.Tbody([_row(row, chart) for row in chart.rows])
    return html.Table([html.Thead(html.Tr(head)), body], className=names, style=grid_style(chart.scale))


def _row(row: BarRow, chart: CategoryBars) -> Element:
    unit = chart.scale.unit
    # What is the same beside every bar stands in the legend, with its number.
    beside = "" if row.beside is None or shared_beside(chart) is not None else _beside_words(row.beside, chart)
    cells = [
        row_name(row.place),
        words_in_track(row.words) if row.value is None else _track(row.value, row.beside, chart.scale),
        value_cell(value_words(row.value, unit), row.why, about=row.place.name),
        count_cell(row.count, ", ".join(part for part in (beside, row.words if row.value is not None else "") if part)),
    ]
    return html.Tr(cells, className="is-chosen" if row.is_chosen else None)


def _beside_words(beside: Fraction, chart: CategoryBars) -> str:
    return f"{chart.beside_label} {value_words(beside, chart.scale.unit)}"


def _track(value: Fraction, beside: Fraction | None, scale: Scale) -> Element:
    parts = [html.Span(className="bar-of", style={"width": percent_of(share_in(value, scale))})]
    if beside is not None:
        parts.append(tick_at(beside, scale, "beside-tick"))
    return track(parts)
