"""Funnel and ambition × attainment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from dashboard import theme
from dashboard.charts.plotly.base import (
    Dot,
    Drawing,
    Figure,
    Margin,
    Sizes,
    Trace,
    dot_trace,
    inert,
    line_trace,
    names_beside,
    note,
    number,
    plain_axis,
    range_of,
    value_axis,
    with_title,
)
from dashboard.charts.plots import Ambition, AmbitionPoint, Chance, Funnel, FunnelPoint, LimitPoint
from dashboard.charts.specification import Scale, scale_for, ticks
from dashboard.charts.specification import Unit as ScaleUnit
from dashboard.charts.table import CHANCE_WORDS
from dashboard.charts.words import count_words, tick_words, value_words
from dashboard.formatting import whole
from dashboard.texts.words import STATUSES
from dashboard.theme import Marker

CHANCE_MARKERS: Final[Mapping[Chance, Marker]] = {
    Chance.INSIDE: theme.TOO_FEW_MARKER,
    Chance.WORSE_95: Marker("diamond", theme.SURFACE, theme.MISS_EDGE, 1.7),
    Chance.WORSE_998: Marker("diamond", theme.MISS, theme.MISS_EDGE, 1),
    Chance.BETTER_95: theme.BETTER_MARKER,
    Chance.BETTER_998: Marker("circle", theme.MET, theme.MET, 0),
}


def funnel(chart: Funnel, sizes: Sizes) -> Drawing:
    margin = _margin(sizes)
    height = sizes.height - margin.top - margin.bottom
    points = sorted(chart.points, key=lambda point: point.is_chosen)
    largest = max((point.cohort for point in points), default=1)
    cohorts = scale_for([Fraction(0), Fraction(largest)], unit=ScaleUnit.COUNT, from_zero=True)
    y_axis = value_axis(chart.scale, sizes)
    dots = [_funnel_dot(point, chart) for point in points]
    has_chosen = any(point.is_chosen for point in points)
    x_range = (-largest / 50, largest * 1.03)
    names = names_beside(
        dots,
        [
            (place, point.place.name, point.is_chosen)
            for place, point in enumerate(points)
            if point.is_named or point.is_chosen
        ],
        sizes=sizes,
        margin=margin,
        x_range=x_range,
        y_range=range_of(chart.scale),
        plot_height=height,
    )
    reference = number(chart.reference.value)
    lines = [
        *_limit_lines(chart.outer, chart.scale, sizes, "dash"),
        *_limit_lines(chart.inner, chart.scale, sizes, "solid"),
        line_trace([0, largest], [reference] * 2, colour=theme.INK, width=sizes.line * 1.3),
    ]
    if has_chosen:
        dots = [_faded(dot, is_chosen=point.is_chosen) for dot, point in zip(dots, points, strict=True)]
    return Drawing(
        sizes=sizes,
        margin=margin,
        plot_height=height,
        data=[*lines, dot_trace(dots, sizes)],
        xaxis=_cohort_axis(cohorts, x_range, sizes, chart.cohort_label),
        yaxis=y_axis,
        annotations=[*names, *_limit_names(chart, sizes)],
    )


def _funnel_dot(point: FunnelPoint, chart: Funnel) -> Dot:
    value = value_words(point.value, ScaleUnit.PERCENT, target=chart.reference.value)
    told = (point.place.name, f"{value}, {count_words(point.count)}", CHANCE_WORDS[point.chance])
    marker = CHANCE_MARKERS[point.chance]
    scale = 1.25 if point.is_chosen else 1
    return Dot(point.cohort, number(point.value), marker, told, point.place.href, scale, why=point.why)


def _faded(dot: Dot, *, is_chosen: bool) -> Dot:
    return replace(dot, is_faint=not is_chosen)


def _limit_lines(limits: Sequence[LimitPoint], scale: Scale, sizes: Sizes, dash: str) -> list[Trace]:
    """Both limits as far as they lie on the scale: outside they would run along its ends."""
    cohorts = [point.cohort for point in limits]
    width = sizes.line * 0.9
    return [
        line_trace(
            cohorts,
            [number(value) if scale.low <= value <= scale.high else None for value in values],
            colour=theme.LINE_2,
            width=width,
            dash=dash,
        )
        for values in ([point.low for point in limits], [point.high for point in limits])
    ]


def _limit_names(chart: Funnel, sizes: Sizes) -> list[Figure]:
    """At the right end of the lines, kept apart: the reference, «95 %», «99,8 %»."""
    ends = [(number(chart.reference.value), inert(chart.reference.label), True)]
    for limits, name in ((chart.inner, "95\u00a0%"), (chart.outer, "99,8\u00a0%")):
        if limits:
            ends += [(number(value), name, False) for value in (limits[-1].low, limits[-1].high)]
    margin = _margin(sizes)
    plot_height = sizes.height - margin.top - margin.bottom
    height = (chart.scale.high - chart.scale.low) * Fraction(sizes.small * 6, 5) / plot_height
    placed = _apart([(y, text, bold) for y, text, bold in ends], least=number(height), scale=chart.scale)
    return [
        note(
            text,
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=y,
            size=sizes.small,
            colour=theme.INK if bold else theme.INK_2,
            bold=bold,
        )
        for y, text, bold in placed
    ]


def _apart(ends: Sequence[tuple[float, str, bool]], *, least: float, scale: Scale) -> list[tuple[float, str, bool]]:
    """The bold one stays; the others give way upwards or downwards; what leaves the scale is left out."""
    fixed = next(y for y, _, bold in ends if bold)
    placed = [end for end in ends if end[2]]
    for above in (True, False):
        last = fixed
        side = sorted(
            (end for end in ends if not end[2] and (end[0] >= fixed) is above), key=lambda end: abs(end[0] - fixed)
        )
        for y, text, bold in side:
            spot = max(y, last + least) if above else min(y, last - least)
            if number(scale.low) <= spot <= number(scale.high) + least:
                placed.append((spot, text, bold))
                last = spot
    return placed


def _cohort_axis(cohorts: Scale, x_range: tuple[float, float], sizes: Sizes, title: str) -> Figure:
    axis = plain_axis(sizes)
    shown = [tick for tick in ticks(cohorts) if tick <= x_range[1]]
    axis |= {
        "range": list(x_range),
        "tickvals": [number(tick) for tick in shown],
        "ticktext": [whole(int(tick)) for tick in shown],
        "rangemode": "tozero",
    }
    return with_title(axis, title, sizes)


def _margin(sizes: Sizes) -> Margin:
    return Margin(left=sizes.small * 4, right=sizes.small * 8, top=sizes.small, bottom=sizes.small * 4)


def ambition(chart: Ambition, sizes: Sizes) -> Drawing:
    margin = Margin(left=sizes.small * 4, right=sizes.small * 3, top=sizes.small * 2, bottom=sizes.small * 4)
    height = sizes.height - margin.top - margin.bottom
    points = sorted(chart.points, key=lambda point: point.is_chosen)
    has_chosen = any(point.is_chosen for point in points)
    per_x = (chart.scale.high - chart.scale.low) / (sizes.width - margin.left - margin.right)
    per_y = (chart.scale.high - chart.scale.low) / height
    dots = _side_by_side(
        [_ambition_dot(point, chart, is_faint=has_chosen and not point.is_chosen) for point in points],
        reach=(number(per_x) * sizes.marker, number(per_y) * sizes.marker),
    )
    ends = range_of(chart.scale)
    names = names_beside(
        dots,
        [
            (place, point.place.name, point.is_chosen)
            for place, point in enumerate(points)
            if point.is_named or point.is_chosen
        ],
        sizes=sizes,
        margin=margin,
        x_range=ends,
        y_range=ends,
        plot_height=height,
    )
    low, high = number(chart.scale.low), number(chart.scale.high)
    lines = [line_trace([low, high], [low, high], colour=theme.INK, width=sizes.line * 1.3)]
    if chart.reference is not None:
        at = number(chart.reference.value)
        lines += [
            line_trace([low, high], [at, at], colour=theme.LINE_2, width=sizes.line, dash="dash"),
            line_trace([at, at], [low, high], colour=theme.LINE_2, width=sizes.line, dash="dash"),
        ]
    return Drawing(
        sizes=sizes,
        margin=margin,
        plot_height=height,
        data=[*lines, dot_trace(dots, sizes)],
        xaxis=value_axis(chart.scale, sizes, title="своя цель школы"),
        yaxis=value_axis(chart.scale, sizes),
        annotations=[*_sides(chart, sizes), *names],
    )


def _ambition_dot(point: AmbitionPoint, chart: Ambition, *, is_faint: bool) -> Dot:
    unit = chart.scale.unit
    value = value_words(point.value, unit, target=point.target)
    counted = f", {count_words(point.count)}" if point.count is not None else ""
    told = (
        point.place.name,
        f"результат {value}{counted}",
        f"своя цель {tick_words(point.target, unit)}, {STATUSES[point.status]}",
    )
    marker = theme.STATUS_MARKERS[point.status]
    scale = 1.25 if point.is_chosen else 1
    return Dot(number(point.target), number(point.value), marker, told, point.place.href, scale, is_faint, point.why)


def _side_by_side(dots: Sequence[Dot], *, reach: tuple[float, float]) -> list[Dot]:
    """Schools with one target and nearly one result would hide each other: they stand side by side, in pixels.

    reach: width and height of a mark in values of the axes. What they are told to be stays as it is.
    """
    placed: list[Dot] = []
    for dot in dots:
        aside = [replace(dot, x=dot.x + step * reach[0]) for step in _STEPS_ASIDE]
        placed.append(next((each for each in aside if not _covers(each, placed, reach)), dot))
    return placed


def _covers(dot: Dot, others: Sequence[Dot], reach: tuple[float, float]) -> bool:
    return any(
        abs(dot.x - other.x) < reach[0] * _NEARLY and abs(dot.y - other.y) < reach[1] * _NEARLY for other in others
    )


_NEARLY: Final = 0.9
_STEPS_ASIDE: Final = (0, 1, -1, 2, -2, 3, -3)


def _sides(chart: Ambition, sizes: Sizes) -> list[Figure]:
    """What lies on either side of the diagonal, and what the dashed lines are."""
    better, worse = ("выше цели", "ниже цели")
    if chart.scale.is_less_better:
        better, worse = f"{better}: хуже", f"{worse}: лучше"
    corners = [
        _corner(
            "результат",
            sizes,
            x=0,
            y=1,
            xanchor="left",
            yanchor="bottom",
            xshift=-3 * sizes.small,
            yshift=sizes.small // 2,
        ),
        _corner(better, sizes, x=0, y=1, xanchor="left", yanchor="top", xshift=10, yshift=-10),
        _corner(worse, sizes, x=1, y=0, xanchor="right", yanchor="bottom", xshift=-10, yshift=10),
    ]
    if chart.reference is not None:
        at = number(chart.reference.value)
        label = inert(chart.reference.label)
        place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": 10, "y": at, "yanchor": "bottom"}
        corners.append(note(label, place, size=sizes.small, colour=theme.INK_2))
    return corners


def _corner(words: str, sizes: Sizes, **place: object) -> Figure:
    return note(words, {"xref": "paper", "yref": "paper", **place}, size=sizes.small, colour=theme.INK_2)
