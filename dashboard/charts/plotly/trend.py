"""One indicator over the years: gaps where a year is missing, a mark where the series breaks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import theme
from dashboard.charts.plotly.base import (
    CHARACTER,
    Dot,
    Drawing,
    Figure,
    Margin,
    Sizes,
    Trace,
    dot_trace,
    inert,
    line_trace,
    note,
    number,
    plain_axis,
    value_axis,
)
from dashboard.charts.plots import SeriesRole, Trend, TrendPoint, TrendSeries
from dashboard.charts.words import BREAK, count_words, value_words
from dashboard.formatting import tied
from dashboard.texts.words import STATUSES
from data_layer.domain.school_year import format_year

# A bold name is this much wider.
_BOLD: Final = 1.12


@dataclass(frozen=True, slots=True)
class _Pen:
    colour: str
    width: float
    dash: str


_PENS: Final[Mapping[SeriesRole, _Pen]] = {
    SeriesRole.FOCUS: _Pen(theme.MET, 1.8, "solid"),
    SeriesRole.DISTRICT: _Pen(theme.LINE_2, 1.3, "solid"),
    SeriesRole.CLUSTER: _Pen(theme.LINE_2, 1.3, "dot"),
    SeriesRole.TARGET: _Pen(theme.INK, 1.2, "dash"),
}


def trend(chart: Trend, sizes: Sizes) -> Drawing:
    longest = max((len(series.name) for series in chart.series), default=0)
    margin = Margin(
        left=sizes.small * 4,
        right=round((longest * CHARACTER * _BOLD + 1.6) * sizes.small),
        top=sizes.small * 2,
        bottom=round(sizes.small * 2.5),
    )
    height = sizes.height - margin.top - margin.bottom
    series = sorted(chart.series, key=lambda each: each.role is SeriesRole.FOCUS)
    traces: list[Trace] = []
    for each in series:
        traces += _traces(each, chart, sizes)
    return Drawing(
        sizes=sizes,
        margin=margin,
        plot_height=height,
        data=traces,
        xaxis=_year_axis(chart.years, sizes),
        yaxis=value_axis(chart.scale, sizes),
        annotations=[*_names(chart, sizes, height), *_break_names(chart, sizes)],
        shapes=[_break_line(year, sizes) for year in _breaks(chart)],
    )


def _traces(series: TrendSeries, chart: Trend, sizes: Sizes) -> list[Trace]:
    pen = _PENS[series.role]
    xs, ys = zip(*_path(series.points, chart.years), strict=True) if series.points else ((), ())
    line = line_trace(xs, ys, colour=pen.colour, width=sizes.line * pen.width, dash=pen.dash)
    if series.role is SeriesRole.TARGET:
        return [line]
    dots = [_dot(point, series, chart) for point in series.points if point.value is not None]
    return [line, dot_trace(dots, sizes)]


def _path(points: Sequence[TrendPoint], years: Sequence[int]) -> Iterator[tuple[float, float | None]]:
    """Every year of the axis, with a gap for what is missing and before a year in which the series breaks."""
    by_year = {point.year: point for point in points}
    for year in years:
        point = by_year.get(year)
        if point is not None and point.breaks:
            yield year - 0.5, None
        yield year, number(point.value) if point is not None and point.value is not None else None


def _dot(point: TrendPoint, series: TrendSeries, chart: Trend) -> Dot:
    value = point.value if point.value is not None else chart.scale.low
    counted = f", {count_words(point.count)}" if point.count is not None else ""
    words = [STATUSES[point.status]] if point.status is not None else []
    told = (f"{series.name}, {format_year(point.year)}", f"{value_words(value, chart.scale.unit)}{counted}", *words)
    if series.role is SeriesRole.FOCUS and point.status is not None:
        return Dot(point.year, number(value), theme.STATUS_MARKERS[point.status], told)
    colour = _PENS[series.role].colour
    is_focus = series.role is SeriesRole.FOCUS
    marker = theme.Marker("circle", colour, colour, 0)
    return Dot(point.year, number(value), marker, told, scale=1 if is_focus else 0.6)


def _year_axis(years: Sequence[int], sizes: Sizes) -> Figure:
    axis = plain_axis(sizes)
    first, last = min(years, default=0), max(years, default=0)
    axis |= {
        "range": [first - 0.3, last + 0.15],
        "tickvals": list(years),
        "ticktext": [format_year(year) for year in years],
    }
    return axis


def _names(chart: Trend, sizes: Sizes, height: int) -> list[Figure]:
    """At the right end of each line, in its colour, pushed apart where lines end close together."""
    ends = []
    for series in chart.series:
        known = [point for point in series.points if point.value is not None]
        if known and known[-1].value is not None:
            ends.append((number(known[-1].value), known[-1].year, series))
    ends.sort(key=lambda end: end[0])
    least = number(chart.scale.high - chart.scale.low) * sizes.small * 1.25 / height
    notes: list[Figure] = []
    last = float("-inf")
    for value, _, series in ends:
        last = max(value, last + least)
        is_focus = series.role is SeriesRole.FOCUS
        notes.append(
            note(
                inert(series.name),
                x=1,
                xref="paper",
                xanchor="left",
                xshift=8,
                y=last,
                size=sizes.small,
                colour=theme.INK if is_focus or series.role is SeriesRole.TARGET else theme.INK_2,
                bold=is_focus,
            )
        )
    return notes


def _breaks(chart: Trend) -> dict[int, str]:
    """Why series break, by year."""
    found: dict[int, str] = {}
    for series in chart.series:
        for point in series.points:
            if point.breaks:
                found.setdefault(point.year, point.breaks)
    return found


def _break_line(year: int, sizes: Sizes) -> Figure:
    return {
        "type": "line",
        "x0": year - 0.5,
        "x1": year - 0.5,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": theme.LINE_2, "width": sizes.line, "dash": "dot"},
        "layer": "below",
    }


def _break_names(chart: Trend, sizes: Sizes) -> list[Figure]:
    return [
        note(
            inert(tied(BREAK)), x=year - 0.5, y=1, yref="paper", yanchor="bottom", size=sizes.small, colour=theme.INK_2
        )
        for year in _breaks(chart)
    ]
