"""Plots of `dashboard.charts.plotly` as lines, discs and words in pixels, for media without a chart library.

The library draws the page and the picture; the same description is drawn here for PDF and for the page without
network, so that all of them look alike. Only what our own figures use is understood; x runs right, y down.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, Final, TypeAlias

from dashboard import theme
from dashboard.charts.figures import Chart, PlotChart, RowChart
from dashboard.charts.plotly import drawing_of
from dashboard.charts.plotly.base import Drawing, Margin, Sizes
from dashboard.charts.plotly.legend_row import LEGEND_MARKERS, ROW_HEIGHT, LegendRow
from dashboard.charts.rows import CategoryBars
from dashboard.exports.deck.fitting import text_width
from dashboard.theme import Marker

Point: TypeAlias = tuple[float, float]

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


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text. across: where x lies in it, 0 at its left end, 1 at its right; down: where y lies, 0 at its top.

    paper: colour behind the words, none if empty.
    """

    text: str
    x: float
    y: float
    size: float
    colour: str
    across: float
    down: float
    is_bold: bool = False
    paper: str = ""


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
    return Picture(width, height, tuple(_Pen(drawing).shapes()))


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
        found = {}
        for note in self._drawing.annotations:
            if not _is_on_paper(note):
                name = unescape(str(note["text"]).removeprefix("<b>").removesuffix("</b>"))
                shift = float(str(note.get("yshift", 0)))
                sides = {"left": "r", "right": "l"}
                found[name] = sides.get(str(note["xanchor"]), "t" if shift > 0 else "b")
        return found

    def beside(self, *, x_range: tuple[float, float], y_range: tuple[float, float]) -> tuple[Shape, ...]:
        """Names of lines and sides, and the lines that interrupt a series; all but marks, axes and names of points.

        x_range, y_range: of the axes of the other program, whose plot lies within the same margins.
        """
        drawing = self._drawing
        pen = _Pen(
            replace(
                drawing,
                xaxis={**drawing.xaxis, "range": list(x_range)},
                yaxis={**drawing.yaxis, "range": list(y_range)},
                plot_height=self._height - drawing.margin.top - drawing.margin.bottom,
            )
        )
        return tuple(pen.overlay())


def _is_on_paper(note: Mapping[str, object]) -> bool:
    return "paper" in {note.get("xref"), note.get("yref")}


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


class _Pen:
    """One drawing, with its axes turned into pixels."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._left = float(drawing.margin.left)
        self._top = float(drawing.margin.top)
        self._width = float(drawing.sizes.width - drawing.margin.left - drawing.margin.right)
        self._height = float(drawing.plot_height)
        self._x_range = _ends(drawing.xaxis)
        self._y_range = _ends(drawing.yaxis)

    def shapes(self) -> Iterator[Shape]:
        yield from self._grid()
        for shape in self._drawing.shapes:
            yield self._line(shape)
        for trace in self._drawing.data:
            yield from self._trace(dict(trace))
        yield from self._labels()
        for each in self._drawing.annotations:
            yield from self._note(dict(each))

    def overlay(self) -> Iterator[Shape]:
        for shape in self._drawing.shapes:
            yield self._line(shape)
        for each in self._drawing.annotations:
            if _is_on_paper(each):
                yield from self._note(dict(each))

    def _x(self, value: float) -> float:
        low, high = self._x_range
        return self._left + (value - low) / (high - low) * self._width

    def _y(self, value: float) -> float:
        low, high = self._y_range
        return self._top + (high - value) / (high - low) * self._height

    # --- axes -----------------------------------------------------------------------------------------

    def _grid(self) -> Iterator[Path]:
        top, bottom = self._top, self._top + self._height
        for axis, is_across in ((self._drawing.xaxis, True), (self._drawing.yaxis, False)):
            if not axis.get("showgrid"):
                continue
            for value in _list(axis.get("tickvals")):
                if is_across:
                    x = self._x(float(value))
                    yield Path(((x, top), (x, bottom)), theme.LINE, 1.5)
                else:
                    y = self._y(float(value))
                    yield Path(((self._left, y), (self._left + self._width, y)), theme.LINE, 1.5)

    def _labels(self) -> Iterator[Words]:
        x_axis, y_axis = self._drawing.xaxis, self._drawing.yaxis
        size, colour = _font(x_axis, self._drawing.sizes.small)
        is_top = x_axis.get("side") == "top"
        y = self._top - 8 if is_top else self._top + self._height + 8
        for value, text in zip(_list(x_axis.get("tickvals")), _list(x_axis.get("ticktext")), strict=True):
            yield from _lines(str(text), (self._x(float(value)), y), size, colour, (0.5, 1 if is_top else 0))
        title = x_axis.get("title")
        if isinstance(title, Mapping):
            below = y + size * 1.45
            yield from _lines(str(title["text"]), (self._left + self._width / 2, below), size, colour, (0.5, 0))
        size, colour = _font(y_axis, self._drawing.sizes.small)
        for value, text in zip(_list(y_axis.get("tickvals")), _list(y_axis.get("ticktext")), strict=True):
            yield from _lines(str(text), (self._left - 12, self._y(float(value))), size, colour, (1, 0.5))

    # --- traces ---------------------------------------------------------------------------------------

    def _trace(self, trace: dict[str, Any]) -> Iterator[Shape]:
        if trace["type"] == "bar":
            yield from self._bars(trace)
        elif trace["mode"] == "lines":
            yield from self._lines(trace)
        elif trace["mode"] == "markers":
            yield from self._marks(trace)
        else:
            yield from self._words(trace)

    def _bars(self, trace: dict[str, Any]) -> Iterator[Path]:
        colours = trace["marker"]["color"]
        half = trace["width"] / 2
        for x, y, colour in zip(trace["x"], trace["y"], colours, strict=True):
            left, right = self._x(0), self._x(x)
            top, bottom = self._y(y - half), self._y(y + half)
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
            yield Path(corners, "", 0, fill=colour, is_closed=True)

    def _lines(self, trace: dict[str, Any]) -> Iterator[Path]:
        """A line breaks where a value is missing."""
        line = trace["line"]
        run: list[Point] = []
        for x, y in [*zip(trace["x"], trace["y"], strict=True), (None, None)]:
            if x is not None and y is not None:
                run.append((self._x(x), self._y(y)))
                continue
            if len(run) > 1:
                yield Path(tuple(run), line["color"], line["width"], _DASHES[line["dash"]])
            run = []

    def _marks(self, trace: dict[str, Any]) -> Iterator[Shape]:
        marker = trace["marker"]
        edge = marker["line"]
        parts = zip(
            trace["x"],
            trace["y"],
            marker["symbol"],
            marker["size"],
            marker["color"],
            edge["color"],
            edge["width"],
            strict=True,
        )
        for x, y, symbol, size, fill, stroke, width in parts:
            yield from mark_shapes(Marker(symbol, fill, stroke, width * 12 / size), self._x(x), self._y(y), size)

    def _words(self, trace: dict[str, Any]) -> Iterator[Words]:
        font = trace["textfont"]
        colours = font["color"] if isinstance(font["color"], list) else [font["color"]] * len(trace["x"])
        down, across = _PLACES[trace["textposition"]]
        for x, y, text, colour in zip(trace["x"], trace["y"], trace["text"], colours, strict=True):
            at = x if trace["xaxis"] == "x2" else self._x(x)
            yield Words(unescape(text), at, self._y(y), font["size"], colour, across, down, font.get("weight") == 600)

    # --- shapes and annotations -----------------------------------------------------------------------

    def _line(self, shape: Mapping[str, Any]) -> Path:
        start, end = (
            (self._x(shape[f"x{each}"]), self._at_y(shape[f"y{each}"], str(shape.get("yref", "y")))) for each in (0, 1)
        )
        line = shape["line"]
        return Path((start, end), line["color"], line["width"], _DASHES[line.get("dash", "solid")])

    def _at_x(self, value: float, reference: str) -> float:
        return self._left + value * self._width if reference == "paper" else self._x(value)

    def _at_y(self, value: float, reference: str) -> float:
        return self._top + (1 - value) * self._height if reference == "paper" else self._y(value)

    def _note(self, note: dict[str, Any]) -> Iterator[Words]:
        font = note["font"]
        x = self._at_x(note["x"], str(note.get("xref", "x"))) + note.get("xshift", 0)
        y = self._at_y(note["y"], str(note.get("yref", "y"))) - note.get("yshift", 0)
        across = _ACROSS[str(note.get("xanchor", "center"))]
        if across == 0.5:
            # The name of a line close to the end of the scale must not run into the columns beside it.
            reach = text_width(unescape(note["text"]), font["size"], bold=note["text"].startswith("<b>")) / 2
            x = min(x, self._left + self._width + _BESIDE - reach)
        down = _DOWN[str(note.get("yanchor", "middle"))]
        is_over_lines = not self._drawing.is_rows and not _is_on_paper(note)
        paper = theme.SURFACE if note.get("bgcolor") or is_over_lines else ""
        yield from _lines(note["text"], (x, y), font["size"], font["color"], (across, down), paper=paper)


_ACROSS: Final[Mapping[str, float]] = {"left": 0.0, "center": 0.5, "right": 1.0}
_DOWN: Final[Mapping[str, float]] = {"top": 0.0, "middle": 0.5, "bottom": 1.0}
# Where a text lies about its point; what it is told by is the corner away from the point.
_PLACES: Final[Mapping[str, tuple[float, float]]] = {
    "middle left": (0.5, 1.0),
    "middle center": (0.5, 0.5),
    "middle right": (0.5, 0.0),
}


def _ends(axis: Mapping[str, object]) -> tuple[float, float]:
    low, high = _list(axis["range"])
    return float(low), float(high)


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _font(axis: Mapping[str, object], size: int) -> tuple[float, str]:
    font = axis.get("tickfont")
    return (float(font["size"]), str(font["color"])) if isinstance(font, Mapping) else (float(size), theme.INK_2)


def _lines(
    markup: str, at: Point, size: float, colour: str, anchor: tuple[float, float], *, paper: str = ""
) -> Iterator[Words]:
    """A text of the library, which knows line breaks and bold type, line by line around its point.

    anchor: where the point lies, across and down, as in `Words`.
    """
    (x, y), (across, down) = at, anchor
    is_bold = markup.startswith("<b>")
    plain = markup.removeprefix("<b>").removesuffix("</b>") if is_bold else markup
    lines = plain.split("<br>")
    step = size * 1.15
    first = y - {0.0: 0.0, 0.5: (len(lines) - 1) / 2, 1.0: float(len(lines) - 1)}[float(down)] * step
    for place, line in enumerate(lines):
        if line:
            yield Words(unescape(line), x, first + place * step, size, colour, across, down, is_bold, paper)


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
