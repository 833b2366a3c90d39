"""Charts as a presentation draws them itself: series of numbers on axes, each backed by cells of a workbook.

No colours are decided here but those of `dashboard.theme`. Places along an axis are its values, in floats as files hold
them: unrounded, to twelve decimals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from dashboard import theme
from dashboard.charts.specification import Scale, Unit, ticks
from dashboard.formatting import Counted
from dashboard.theme import Marker

_DECIMALS: Final = 12


def value_of(number: Fraction) -> float:
    return round(float(number), _DECIMALS)


def faded(marker: Marker) -> Marker:
    """Of what stays in the background: its form without its colour."""
    fill = marker.fill if marker.fill == theme.SURFACE else theme.OTHERS
    return Marker(marker.symbol, fill, theme.OTHERS, marker.edge_width)


@dataclass(frozen=True, slots=True)
class Axis:
    """step: between its ticks. format: of their numbers; an axis that is not shown still has its ends."""

    low: float
    high: float
    step: float
    format: str = "General"
    title: str = ""
    is_shown: bool = True


def axis_of(scale: Scale, *, title: str = "") -> Axis:
    """Ticks begin at the lower end, so that this end must be one."""
    shown = ticks(scale)
    step = shown[1] - shown[0] if len(shown) > 1 else scale.high - scale.low
    low = (scale.low // step) * step
    number = '0.##"\u00a0%"' if scale.unit is Unit.PERCENT and step.denominator != 1 else '0"\u00a0%"'
    return Axis(
        value_of(low), value_of(scale.high), value_of(step), number if scale.unit is Unit.PERCENT else "# ##0", title
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a series. y: None breaks the line. label: words beside it; place: r, l, t, b about the point.

    has_ground: white under the label, where lines run.
    """

    name: str
    x: float
    y: float | None
    count: Counted | None = None
    label: str = ""
    place: str = "r"
    has_ground: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    colour: str
    width: float
    dash: str = "solid"


@dataclass(frozen=True, slots=True)
class XySeries:
    """Points with a marker, or a line through them. marker_size: pixels."""

    title: str
    spots: tuple[Spot, ...]
    marker: Marker | None = None
    line: Line | None = None
    marker_size: float = 17


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot lies within its chart, in parts of its width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class XyChart:
    """x_head, y_head: what the columns of the workbook are called. size: of the type, pixels."""

    series: tuple[XySeries, ...]
    x: Axis
    y: Axis
    x_head: str
    y_head: str
    frame: Frame
    size: float


@dataclass(frozen=True, slots=True)
class BarSeries:
    """values: one per category; None has no bar. faint: places of bars that stay in the background."""

    title: str
    values: tuple[float | None, ...]
    colour: str
    faint: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars that run across, the first category on top. counts: k of n of the first series."""

    head: str
    categories: tuple[str, ...]
    series: tuple[BarSeries, ...]
    counts: tuple[Counted | None, ...]
    axis: Axis
    frame: Frame
    size: float


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One line without a break, or the points of one verdict, which have a marker and no line. size: of the marker."""

    title: str
    values: tuple[float | None, ...]
    counts: tuple[Counted | None, ...] = ()
    line: Line | None = None
    marker: Marker | None = None
    size: float = 17


@dataclass(frozen=True, slots=True)
class LineChart:
    head: str
    categories: tuple[str, ...]
    series: tuple[TrendLine, ...]
    axis: Axis
    frame: Frame
    size: float


NativeChart = XyChart | BarChart | LineChart


def spread(strokes: Iterable[tuple[Spot, ...]]) -> tuple[Spot, ...]:
    """Separate strokes as one series: after each there is a point without a place."""
    found: list[Spot] = []
    for stroke in strokes:
        found += [*stroke, Spot(stroke[-1].name, stroke[-1].x, None)]
    return tuple(found[:-1])
