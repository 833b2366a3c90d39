"""A figure over a few years as a small line: dots for years, a line only where years make a series.

Where the series breaks between two figures stands a mark; the reason stands beside the picture in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from dashboard import html
from dashboard.charts.plots import Trend, TrendPoint
from dashboard.charts.specification import share_in
from dashboard.html import Element
from data_layer.domain.vocabulary import Status

_WIDTH: Final = 120
_HEIGHT: Final = 28
_EDGE: Final = 6
_MISSED: Final = frozenset({Status.NEAR, Status.NOT_MET})


@dataclass(frozen=True, slots=True)
class _Spot:
    x: float
    y: float
    point: TrendPoint


def sparkline(spec: Trend) -> Element:
    """The picture alone; the values stand beside it in words. Only the first series is drawn."""
    spots = _spots(spec)
    lines = [_segment(first, second) for first, second in pairwise(spots) if _is_series(spec, first, second)]
    breaks = [_break(first, second) for first, second in pairwise(spots) if second.point.breaks]
    dots = [_dot(spot) for spot in spots]
    target = []
    if spec.reference is not None:
        y = _y(spec, spec.reference.value)
        target = [html.Line(x1=0, x2=_WIDTH, y1=y, y2=y, className="spark-target")]
    return html.Svg(
        [*target, *lines, *breaks, *dots],
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        width=_WIDTH,
        height=_HEIGHT,
        className="spark",
        **{"aria-hidden": "true", "focusable": "false"},
    )


def _spots(spec: Trend) -> list[_Spot]:
    points: Sequence[TrendPoint] = spec.series[0].points
    return [_Spot(_x(spec, point.year), _y(spec, point.value), point) for point in points if point.value is not None]


def _x(spec: Trend, year: int) -> float:
    steps = max(len(spec.years) - 1, 1)
    place = spec.years.index(year) if len(spec.years) > 1 else 0.5
    return round(_EDGE + (_WIDTH - 2 * _EDGE) * place / steps, 1)


def _y(spec: Trend, value: Fraction) -> float:
    return round(_HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * float(share_in(value, spec.scale)), 1)


def _is_series(spec: Trend, first: _Spot, second: _Spot) -> bool:
    """Neighbouring years of one series: a year without a figure, or another cohort, is not bridged."""
    years = spec.years
    is_next = years.index(second.point.year) == years.index(first.point.year) + 1
    return is_next and second.point.year == first.point.year + 1 and not second.point.breaks


def _segment(first: _Spot, second: _Spot) -> Element:
    return html.Line(x1=first.x, y1=first.y, x2=second.x, y2=second.y, className="spark-line")


def _break(first: _Spot, second: _Spot) -> Element:
    """An upright stroke half way between the years."""
    x = round((first.x + second.x) / 2, 1)
    return html.Line(x1=x, x2=x, y1=0, y2=_HEIGHT, className="spark-break")


def _dot(spot: _Spot) -> Element:
    name = "spark-dot is-missed" if spot.point.status in _MISSED else "spark-dot"
    return html.Circle(cx=spot.x, cy=spot.y, r=3.5, className=name)
