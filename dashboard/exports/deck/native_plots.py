"""Charts of two axes for a presentation: funnel, ambition × attainment, trend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from dashboard import theme
from dashboard.charts.plotly.points import CHANCE_MARKERS
from dashboard.charts.plots import (
    Ambition,
    AmbitionPoint,
    Chance,
    Funnel,
    FunnelPoint,
    LimitPoint,
    SeriesRole,
    Trend,
    TrendPoint,
    TrendSeries,
)
from dashboard.charts.specification import Scale, Unit, scale_for, ticks
from dashboard.charts.table import CHANCE_WORDS
from dashboard.charts.words import BREAK
from dashboard.exports.deck.drawing import PlotGuide, Shape
from dashboard.exports.deck.native_values import (
    Axis,
    Frame,
    Line,
    LineChart,
    Spot,
    TrendLine,
    XyChart,
    XySeries,
    axis_of,
    faded,
    value_of,
)
from dashboard.formatting import tied
from dashboard.texts.words import STATUSES
from dashboard.theme import Marker
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Status

_SIZE: Final = 24
_LINES: Final = {
    SeriesRole.FOCUS: Line(theme.MET, 4.7),
    SeriesRole.DISTRICT: Line(theme.LINE_2, 3.4),
    SeriesRole.CLUSTER: Line(theme.LINE_2, 3.4, "dot"),
    SeriesRole.TARGET: Line(theme.INK, 3.1, "dash"),
}


@dataclass(frozen=True, slots=True)
class NativePlot:
    """beside: names of lines and the like, which no program keeps apart; placed by pixels of the chart."""

    chart: XyChart | LineChart
    beside: tuple[Shape, ...]


def plot_of(chart: Funnel | Ambition | Trend, *, width: int, height: int) -> NativePlot:
    """width, height: pixels of the whole chart. Names stand where the plot of the page would have them."""
    guide = PlotGuide(chart, width=width, height=height)
    margin = guide.margin
    frame = Frame(
        margin.left / width,
        margin.top / height,
        1 - (margin.left + margin.right) / width,
        1 - (margin.top + margin.bottom) / height,
    )
    if isinstance(chart, Trend):
        drawn: XyChart | LineChart = _trend(chart, frame)
        x_range = (min(chart.years, default=0) - 0.5, max(chart.years, default=0) + 0.5)
    else:
        names = guide.names()
        drawn = _funnel(chart, frame, names) if isinstance(chart, Funnel) else _ambition(chart, frame, names)
        x_range = (drawn.x.low, drawn.x.high)
    axis = drawn.axis if isinstance(drawn, LineChart) else drawn.y
    return NativePlot(drawn, guide.beside(x_range=x_range, y_range=(axis.low, axis.high)))


# --- funnel -------------------------------------------------------------------------------------------


def _funnel(chart: Funnel, frame: Frame, names: Mapping[str, str]) -> XyChart:
    largest = max((point.cohort for point in chart.points), default=1)
    cohorts = scale_for([Fraction(0), Fraction(largest)], unit=Unit.COUNT, from_zero=True)
    shown = ticks(cohorts)
    x = Axis(0.0, largest * 1.03, value_of(shown[1] - shown[0]), "# ##0", chart.cohort_label)
    end = value_of(chart.reference.value)
    reference = (
        Spot(chart.reference.label, 0.0, end),
        Spot(chart.reference.label, float(largest), end),
    )
    has_chosen = any(point.is_chosen for point in chart.points)
    series = (
        *_limits("границы 99,8\u00a0%", chart.outer, chart.scale, "dash"),
        *_limits("границы 95\u00a0%", chart.inner, chart.scale, "solid"),
        XySeries(chart.reference.label, reference, line=Line(theme.INK, 3.4)),
        *_chances(chart.points, names, has_chosen=has_chosen),
    )
    return XyChart(series, x, axis_of(chart.scale), chart.cohort_label, "Значение, %", frame, _SIZE)


def _limits(title: str, limits: Sequence[LimitPoint], scale: Scale, dash: str) -> Iterator[XySeries]:
    """Both limits as far as they lie on the scale."""
    for side in ("low", "high"):
        spots = []
        for point in limits:
            value = point.low if side == "low" else point.high
            is_on = scale.low <= value <= scale.high
            spots.append(Spot(title, float(point.cohort), value_of(value) if is_on else None))
        if any(spot.y is not None for spot in spots):
            yield XySeries(
                f"{title}, {'нижняя' if side == 'low' else 'верхняя'}", tuple(spots), line=Line(theme.LINE_2, 2.4, dash)
            )


def _chances(points: Sequence[FunnelPoint], names: Mapping[str, str], *, has_chosen: bool) -> Iterator[XySeries]:
    for is_faint in (True, False):
        for chance in Chance:
            found = [point for point in points if point.chance is chance and _is_faint(point, has_chosen) is is_faint]
            if found:
                marker = CHANCE_MARKERS[chance]
                title = CHANCE_WORDS[chance].partition(":")[0]
                yield XySeries(
                    f"остальные: {title}" if is_faint else title,
                    tuple(
                        Spot(
                            point.place.name,
                            float(point.cohort),
                            value_of(point.value),
                            point.count,
                            point.place.name if tied(point.place.name) in names else "",
                            names.get(tied(point.place.name), "r"),
                        )
                        for point in found
                    ),
                    faded(marker) if is_faint else marker,
                )


def _is_faint(point: FunnelPoint | AmbitionPoint, has_chosen: bool) -> bool:
    return has_chosen and not point.is_chosen


# --- ambition × attainment ----------------------------------------------------------------------------


def _ambition(chart: Ambition, frame: Frame, names: Mapping[str, str]) -> XyChart:
    low, high = value_of(chart.scale.low), value_of(chart.scale.high)
    diagonal = XySeries(
        "результат равен цели",
        (Spot("начало", low, low), Spot("конец", high, high)),
        line=Line(theme.INK, 3.4),
    )
    across = []
    if chart.reference is not None:
        at, label = value_of(chart.reference.value), chart.reference.label
        line = Line(theme.LINE_2, 2.6, "dash")
        across = [
            XySeries(label, (Spot(label, low, at), Spot(label, high, at)), line=line),
            XySeries(f"{label}, своя цель", (Spot(label, at, low), Spot(label, at, high)), line=line),
        ]
    has_chosen = any(point.is_chosen for point in chart.points)
    series = (diagonal, *across, *_verdicts(chart.points, names, has_chosen=has_chosen))
    axis = axis_of(chart.scale)
    x = axis_of(chart.scale, title="своя цель школы")
    return XyChart(series, x, axis, "Своя цель", "Результат", frame, _SIZE)


def _verdicts(points: Sequence[AmbitionPoint], names: Mapping[str, str], *, has_chosen: bool) -> Iterator[XySeries]:
    for is_faint in (True, False):
        for status in Status:
            found = [point for point in points if point.status is status and _is_faint(point, has_chosen) is is_faint]
            if found:
                marker = theme.STATUS_MARKERS[status]
                yield XySeries(
                    f"остальные: {STATUSES[status]}" if is_faint else STATUSES[status],
                    tuple(
                        Spot(
                            point.place.name,
                            value_of(point.target),
                            value_of(point.value),
                            point.count,
                            point.place.name if tied(point.place.name) in names else "",
                            names.get(tied(point.place.name), "r"),
                        )
                        for point in found
                    ),
                    faded(marker) if is_faint else marker,
                )


# --- trend --------------------------------------------------------------------------------------------


def _trend(chart: Trend, frame: Frame) -> LineChart:
    """Lines, and upon those of the school the marks of its verdicts."""
    ordered = sorted(chart.series, key=_is_focus)
    series = [part for each in ordered for part in _segments(each, chart.years)]
    series += [part for each in ordered if _is_focus(each) for part in _marks(each, chart.years)]
    categories = tuple(format_year(year) for year in chart.years)
    return LineChart("Учебный год", categories, tuple(series), axis_of(chart.scale), frame, _SIZE)


def _is_focus(series: TrendSeries) -> bool:
    return series.role is SeriesRole.FOCUS


def _segments(series: TrendSeries, years: Sequence[int]) -> Iterator[TrendLine]:
    """A line ends where the series breaks; the next one is a series of its own, which says so in its name."""
    points = {point.year: point for point in series.points}
    breaks = sorted(point.year for point in series.points if point.breaks)
    starts = [min(years, default=0), *breaks]
    ends = [*breaks, max(years, default=0) + 1]
    line = _LINES[series.role]
    dot = None if series.role is SeriesRole.TARGET else Marker("circle", line.colour, line.colour, 0)
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        found = [points.get(year) if start <= year < end else None for year in years]
        is_last = place == len(starts) - 1
        title = series.name if is_last else f"{series.name}, до {format_year(end)}: {BREAK}"
        values, counts = _values(found), tuple(None if point is None else point.count for point in found)
        yield TrendLine(title, values, counts, line, dot, size=9)


def _marks(series: TrendSeries, years: Sequence[int]) -> Iterator[TrendLine]:
    points = {point.year: point for point in series.points}
    for status in Status:
        found = [points.get(year) for year in years]
        judged = [point if point is not None and point.status is status else None for point in found]
        values = _values(judged)
        if any(value is not None for value in values):
            yield TrendLine(f"{series.name}: {STATUSES[status]}", values, marker=theme.STATUS_MARKERS[status])


def _values(points: Sequence[TrendPoint | None]) -> tuple[float | None, ...]:
    return tuple(None if point is None or point.value is None else value_of(point.value) for point in points)
