"""Plots as lines, discs and words in pixels, as the PDF draws them: the shapes of `dashboard.charts.plotly.shapes`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from dashboard import theme
from dashboard.charts.figures import Chart, PlotChart, RowChart
from dashboard.charts.plotly import drawing_of
from dashboard.charts.plotly.base import Drawing, Margin, Sizes
from dashboard.charts.plotly.legend_row import LEGEND_MARKERS, ROW_HEIGHT, LegendRow
from dashboard.charts.plotly.shapes import (
    PAGE,
    Ground,
    Mark,
    Point,
    Rectangle,
    Rule,
    Stroke,
    Words,
    beside_of,
    names_of,
    shapes_of,
)
from dashboard.charts.plotly.shapes import Shape as PlotShape
from dashboard.charts.rows import CategoryBars
from dashboard.exports.deck.fitting import text_width
from dashboard.theme import Marker

_SIZES: Final = range(24, 13, -1)
# charts.md, «Size», at 1280 × 720: markers at least 1.3vh, lines 0.35vh.
_MARKER: Final = 17
_LINE: Final = 2.6
# Rows may come as close as lines of text do, and twice as far apart.
_CLOSEST: Final = 0.75
_FURTHEST: Final = 1.6
# Bars may be thick: few of them fill the page.
_FURTHEST_BARS: Final = 2.4
# How far the name of a line may reach beyond the scale.
_BESIDE: Final = 14
_DASHES: Final[Mapping[str, tuple[float, ...]]] = {"solid": (), "dash": (9.0, 6.0), "dot": (2.5, 5.0)}


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points; filled where it is closed and has a colour."""

    points: tuple[Point, ...]
    stroke: str
    width: float
    dash: tuple[float, ...] = ()
    fill: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    x: float
    y: float
    radius: float
    fill: str
    stroke: str
    width: float


Shape: TypeAlias = Path | Disc | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes on a paper of width × height."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def picture_of(chart: Chart, *, width: int, height: int) -> Picture:
    """The chart without headline, legend and foot, as large as there is room."""
    drawing = _fitting(chart, width=width, height=height)
    return Picture(width, height, tuple(_drawn(shapes_of(drawing, PAGE), drawing)))


class PlotGuide:
    """What another program needs to draw a plot as the page does. width, height: pixels of the whole chart."""

    def __init__(self, chart: PlotChart, *, width: int, height: int) -> None:
        self._drawing = drawing_of(chart, Sizes(_SIZES[0], _SIZES[0], _MARKER, _LINE, width, height))
        self._height = height

    @property
    def margin(self) -> Margin:
        return self._drawing.margin

    def names(self) -> dict[str, str]:
        """Of the points that have room for their name: on which side it is, r, l, t or b."""
        return names_of(self._drawing)

    def beside(self, *, x_range: tuple[float, float], y_range: tuple[float, float]) -> tuple[Shape, ...]:
        """Names of lines and sides, and the lines that interrupt a series; all but marks, axes and names of points.

        x_range, y_range: of the axes of the other program, whose plot lies within the same margins.
        """
        drawing = self._drawing
        placed = replace(
            drawing,
            xaxis={**drawing.xaxis, "range": list(x_range)},
            yaxis={**drawing.yaxis, "range": list(y_range)},
            plot_height=self._height - drawing.margin.top - drawing.margin.bottom,
        )
        return tuple(_drawn(beside_of(placed, PAGE), placed))


def legend_shapes(rows: Sequence[LegendRow], *, top: float) -> tuple[Shape, ...]:
    """The marks of a legend with their words, in pixels of the page."""
    found: list[Shape] = []
    for line, row in enumerate(rows):
        y = top + (line + 0.5) * ROW_HEIGHT
        for x, (name, words) in row:
            found += mark_shapes(LEGEND_MARKERS[name], x, y, _MARKER)
            found.append(Words(words, x + _MARKER, y, 24, theme.INK_2, 0, 0.5))
    return tuple(found)


def _fitting(chart: Chart, *, width: int, height: int) -> Drawing:
    """Type as large as the rows allow; a chart of two axes takes all the room there is."""
    for size in _SIZES:
        drawing = drawing_of(chart, Sizes(size, size, _MARKER, _LINE, width, height))
        room = height - drawing.margin.top - drawing.margin.bottom
        if not isinstance(chart, RowChart):
            return replace(drawing, plot_height=room)
        if drawing.plot_height * _CLOSEST <= room or size == _SIZES[-1]:
            furthest = _FURTHEST_BARS if isinstance(chart, CategoryBars) else _FURTHEST
            return replace(drawing, plot_height=int(min(room, drawing.plot_height * furthest)))
    raise AssertionError("there is a smallest size")


def _drawn(shapes: Iterable[PlotShape], drawing: Drawing) -> Iterator[Shape]:
    for shape in shapes:
        yield from _pieces(shape, drawing)


def _pieces(shape: PlotShape, drawing: Drawing) -> Iterator[Shape]:
    """A shape of the plot as this file draws it."""
    if isinstance(shape, Rule):
        yield Path((shape.start, shape.end), shape.colour, shape.width, _DASHES[shape.dash])
    elif isinstance(shape, Stroke):
        for run in shape.runs:
            if len(run) > 1:
                yield Path(run, shape.colour, shape.width, _DASHES[shape.dash])
    elif isinstance(shape, Rectangle):
        left, top, right, bottom = shape.left, shape.top, shape.right, shape.bottom
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        yield Path(corners, "", 0, fill=shape.fill, is_closed=True)
    elif isinstance(shape, Mark):
        marker = Marker(shape.symbol, shape.fill, shape.edge, shape.edge_width * 12 / shape.size)
        yield from mark_shapes(marker, shape.x, shape.y, shape.size)
    else:
        yield _kept(shape, drawing)


def _kept(words: Words, drawing: Drawing) -> Words:
    """The name of a line close to the end of the scale must not run into the columns beside it."""
    if words.ground is Ground.NOTHING or words.across != 0.5:
        return words
    reach = text_width(words.text, words.size, bold=words.is_bold) / 2
    end = drawing.sizes.width - drawing.margin.right
    return replace(words, x=min(words.x, end + _BESIDE - reach))


def mark_shapes(marker: Marker, x: float, y: float, size: float) -> Iterator[Shape]:
    """A mark by its name in the library. size: its width; the edge is given for a size of 12."""
    half, edge = size / 2, marker.edge_width * size / 12
    if marker.symbol == "circle":
        yield Disc(x, y, half, marker.fill, marker.edge, edge)
    elif marker.symbol == "circle-open-dot":
        yield Disc(x, y, half, theme.SURFACE, marker.edge, max(edge, 1.5))
        yield Disc(x, y, half / 4, marker.edge, marker.edge, 0)
    elif marker.symbol in {"diamond", "square"}:
        reach = half * 1.3 if marker.symbol == "diamond" else half
        yield Path(_corners(marker.symbol, x, y, reach), marker.edge, edge, fill=marker.fill, is_closed=True)
    else:
        for line in _strokes(marker.symbol, x, y, half):
            yield Path(line, marker.edge, max(edge, 1.5))


def _corners(symbol: str, x: float, y: float, reach: float) -> tuple[Point, ...]:
    if symbol == "diamond":
        return (x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)
    return (x - reach, y - reach), (x + reach, y - reach), (x + reach, y + reach), (x - reach, y + reach)


def _strokes(symbol: str, x: float, y: float, half: float) -> tuple[tuple[Point, Point], ...]:
    if symbol == "line-ew":
        return (((x - half, y), (x + half, y)),)
    if symbol == "line-ns-open":
        return (((x, y - half), (x, y + half)),)
    third = half / 2.5
    return (
        ((x - third, y - half), (x - third, y + half)),
        ((x + third, y - half), (x + third, y + half)),
        ((x - half, y - third), (x + half, y - third)),
        ((x - half, y + third), (x + half, y + third)),
    )
