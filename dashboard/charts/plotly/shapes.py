"""A figure of `dashboard.charts.plotly` as shapes in pixels, for media that have no chart library.

The library draws the page and the picture. Slides on the wall (SVG) and the PDF draw the shapes made here, and nothing
of the description that the library gets is read anywhere else, so that a change of a chart is drawn alike by all.
Only what our own figures use is understood. Pixels of the figure, x to the right, y down, from the upper left corner.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from typing import Any, Final, TypeAlias

from dashboard import theme
from dashboard.charts.plotly.base import OWN, Drawing

Point: TypeAlias = tuple[float, float]

# Between the plot and the numbers below or above it.
_GAP: Final = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line of the grid, or through the whole plot. dash: solid, dash or dot."""

    start: Point
    end: Point
    colour: str
    width: float
    dash: str = "solid"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, broken between the runs; a run may be a single point."""

    runs: tuple[tuple[Point, ...], ...]
    colour: str
    width: float
    dash: str = "solid"


@dataclass(frozen=True, slots=True)
class Rectangle:
    left: float
    top: float
    right: float
    bottom: float
    fill: str


@dataclass(frozen=True, slots=True)
class Mark:
    """symbol: by its name in the library; size: its width. told: what it stands for, in words.

    href: where it leads; why: the panel that explains its value; both empty for nowhere.
    """

    symbol: str
    x: float
    y: float
    size: float
    fill: str
    edge: str
    edge_width: float
    told: str = ""
    href: str = ""
    why: str = ""


class Ground(StrEnum):
    """What lies under words: nothing that matters, the paper beside the plot, or lines of the plot."""

    NOTHING = "nothing"
    PAPER = "paper"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text. across: where x lies in it, 0 at its left end, 1 at its right; down: where y lies, 0 at its top."""

    text: str
    x: float
    y: float
    size: float
    colour: str
    across: float
    down: float
    is_bold: bool = False
    ground: Ground = Ground.NOTHING


Shape: TypeAlias = Rule | Stroke | Rectangle | Mark | Words


@dataclass(frozen=True, slots=True)
class Manner:
    """In what media differ. grid: width of its lines; beside: between the plot and the numbers left of it;
    title: from the numbers of an axis down to its title, in parts of the type size.
    """

    grid: float
    beside: float
    title: float


WALL: Final = Manner(grid=2, beside=8, title=1.3)
PAGE: Final = Manner(grid=1.5, beside=12, title=1.45)


def shapes_of(drawing: Drawing, manner: Manner) -> tuple[Shape, ...]:
    """What is drawn, from below: grid, lines through the plot, traces, words of the axes, notes."""
    return tuple(_Reader(drawing, manner).shapes())


def beside_of(drawing: Drawing, manner: Manner) -> tuple[Shape, ...]:
    """For who draws axes, marks and their names by himself: lines through the plot, and words that stand beside it."""
    return tuple(_Reader(drawing, manner).beside())


def names_of(drawing: Drawing) -> dict[str, str]:
    """Of the points that have room for their name: on which side it is, r, l, t or b."""
    found = {}
    for note in drawing.annotations:
        if not _is_on_paper(note):
            name, _ = _plain(str(note["text"]))
            above = float(str(note.get("yshift", 0))) > 0
            sides = {"left": "r", "right": "l"}
            found[unescape(name)] = sides.get(str(note["xanchor"]), "t" if above else "b")
    return found


class _Reader:
    """One drawing, with its axes turned into pixels, to a tenth of them."""

    def __init__(self, drawing: Drawing, manner: Manner) -> None:
        self._drawing = drawing
        self._manner = manner
        self._left, self._top = drawing.margin.left, drawing.margin.top
        self._width = drawing.sizes.width - drawing.margin.left - drawing.margin.right
        self._height = float(drawing.plot_height)
        self._x_range = _ends(drawing.xaxis)
        self._y_range = _ends(drawing.yaxis)

    def shapes(self) -> Iterator[Shape]:
        yield from self._grid()
        yield from self._rules()
        for trace in self._drawing.data:
            yield from self._trace(trace)
        yield from self._axis_words()
        for each in self._drawing.annotations:
            yield from self._note(each)

    def beside(self) -> Iterator[Shape]:
        yield from self._rules()
        for each in self._drawing.annotations:
            if _is_on_paper(each):
                yield from self._note(each)

    def _x(self, value: float) -> float:
        low, high = self._x_range
        return round(self._left + self._width * (value - low) / (high - low), 1)

    def _y(self, value: float) -> float:
        low, high = self._y_range
        return round(self._top + self._height * (high - value) / (high - low), 1)

    def _at_x(self, value: float, reference: object) -> float:
        return self._left + self._width * value if reference == "paper" else self._x(value)

    def _at_y(self, value: float, reference: object) -> float:
        return self._top + self._height * (1 - value) if reference == "paper" else self._y(value)

    # --- axes -----------------------------------------------------------------------------------------

    def _grid(self) -> Iterator[Rule]:
        right, bottom = self._left + self._width, self._top + self._height
        if self._drawing.xaxis.get("showgrid"):
            for value in _list(self._drawing.xaxis.get("tickvals")):
                x = self._x(value)
                yield Rule((x, self._top), (x, bottom), theme.LINE, self._manner.grid)
        if self._drawing.yaxis.get("showgrid"):
            for value in _list(self._drawing.yaxis.get("tickvals")):
                y = self._y(value)
                yield Rule((self._left, y), (right, y), theme.LINE, self._manner.grid)

    def _axis_words(self) -> Iterator[Words]:
        x_axis, y_axis = self._drawing.xaxis, self._drawing.yaxis
        size, colour = _font(x_axis, self._drawing.sizes.small)
        is_above = x_axis.get("side") == "top"
        y = self._top - _GAP if is_above else self._top + self._height + _GAP
        for value, text in _ticks(x_axis):
            yield from _lines(text, (self._x(value), y), size, colour, (0.5, 1.0 if is_above else 0.0))
        title = x_axis.get("title")
        place = (self._left + self._width / 2, y + size * self._manner.title)
        own_size, own_colour = _font(y_axis, self._drawing.sizes.small)
        for value, text in _ticks(y_axis):
            at = (self._left - self._manner.beside, self._y(value))
            yield from _lines(text, at, own_size, own_colour, (1.0, 0.5))
        if isinstance(title, Mapping):
            yield from _lines(str(title["text"]), place, size, colour, (0.5, 0.0))

    # --- traces ---------------------------------------------------------------------------------------

    def _trace(self, trace: Mapping[str, Any]) -> Iterator[Shape]:
        if trace["type"] == "bar":
            return self._bars(trace)
        readers = {"lines": self._line, "markers": self._marks, "text": self._texts}
        return readers[trace["mode"]](trace)

    def _bars(self, trace: Mapping[str, Any]) -> Iterator[Shape]:
        half = trace["width"] / 2
        for x, y, colour in zip(trace["x"], trace["y"], trace["marker"]["color"], strict=True):
            yield Rectangle(self._x(0), self._y(y - half), self._x(x), self._y(y + half), colour)

    def _line(self, trace: Mapping[str, Any]) -> Iterator[Shape]:
        """A line breaks where a value is missing."""
        runs: list[list[Point]] = [[]]
        for x, y in zip(trace["x"], trace["y"], strict=True):
            if x is None or y is None:
                runs.append([])
            else:
                runs[-1].append((self._x(x), self._y(y)))
        line = trace["line"]
        yield Stroke(tuple(tuple(run) for run in runs if run), line["color"], line["width"], str(line["dash"]))

    def _marks(self, trace: Mapping[str, Any]) -> Iterator[Shape]:
        marker = trace["marker"]
        spots = zip(trace["x"], trace["y"], marker["symbol"], marker["size"], strict=True)
        looks = zip(marker["color"], marker["line"]["color"], marker["line"]["width"], strict=True)
        said = zip(trace["customdata"], trace["hovertext"], trace[OWN], strict=True)
        for (x, y, symbol, size), (fill, edge, width), (href, told, why) in zip(spots, looks, said, strict=True):
            heard = unescape(str(told).replace("<br>", ", "))
            yield Mark(symbol, self._x(x), self._y(y), size, fill, edge, width, heard, href, why)

    def _texts(self, trace: Mapping[str, Any]) -> Iterator[Shape]:
        font = trace["textfont"]
        colours = font["color"] if isinstance(font["color"], list) else [font["color"]] * len(trace["x"])
        across, is_bold = _PLACES[trace["textposition"]], font.get("weight") == 600
        for x, y, text, colour in zip(trace["x"], trace["y"], trace["text"], colours, strict=True):
            at = x if trace["xaxis"] == "x2" else self._x(x)
            markup = f"<b>{text}</b>" if is_bold else text
            yield from _lines(markup, (at, self._y(y)), font["size"], colour, (across, 0.5))

    # --- lines through the plot and notes -------------------------------------------------------------

    def _rules(self) -> Iterator[Rule]:
        """Upright, through the whole height of the plot: all that our own figures have."""
        for shape in self._drawing.shapes:
            line = _mapping(shape["line"])
            look = str(line["color"]), line["width"], str(line.get("dash", "solid"))
            x = self._x(_float(shape["x0"]))
            yield Rule((x, self._top), (x, self._top + self._height), *look)

    def _note(self, note: Mapping[str, object]) -> Iterator[Words]:
        font = _mapping(note["font"])
        x = self._at_x(_float(note["x"]), note.get("xref")) + float(_float(note.get("xshift", 0)))
        y = self._at_y(_float(note["y"]), note.get("yref")) - float(_float(note.get("yshift", 0)))
        anchor = _ACROSS[str(note.get("xanchor", "center"))], _DOWN[str(note.get("yanchor", "middle"))]
        is_over_lines = bool(note.get("bgcolor")) or not (self._drawing.is_rows or _is_on_paper(note))
        ground = Ground.LINES if is_over_lines else Ground.PAPER
        yield from _lines(str(note["text"]), (x, y), font["size"], str(font["color"]), anchor, ground=ground)


_ACROSS: Final[Mapping[str, float]] = {"left": 0.0, "center": 0.5, "right": 1.0}
_DOWN: Final[Mapping[str, float]] = {"top": 0.0, "middle": 0.5, "bottom": 1.0}
# Where a text lies about its point: what lies left of it has the point at its right end.
_PLACES: Final[Mapping[str, float]] = {"middle left": 1.0, "middle center": 0.5, "middle right": 0.0}


def _is_on_paper(note: Mapping[str, object]) -> bool:
    return "paper" in {note.get("xref"), note.get("yref")}


def _ends(axis: Mapping[str, object]) -> tuple[float, float]:
    low, high = _list(axis["range"])
    return float(low), float(high)


def _ticks(axis: Mapping[str, object]) -> Iterator[tuple[float, str]]:
    for value, text in zip(_list(axis.get("tickvals")), _list(axis.get("ticktext")), strict=True):
        yield value, str(text)


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _mapping(value: object) -> Mapping[str, Any]:
    assert isinstance(value, Mapping)  # noqa: S101 - as our own figures are made
    return value


def _float(value: object) -> Any:
    """A number as it is, so that whole ones are written as such."""
    assert isinstance(value, int | float)  # noqa: S101 - as our own figures are made
    return value


def _font(axis: Mapping[str, object], size: int) -> tuple[float, str]:
    font = axis.get("tickfont")
    return (float(font["size"]), str(font["color"])) if isinstance(font, Mapping) else (float(size), theme.INK_2)


def _plain(markup: str) -> tuple[str, bool]:
    """A text of the library without its bold type, and whether it has it."""
    is_bold = markup.startswith("<b>")
    return (markup.removeprefix("<b>").removesuffix("</b>"), True) if is_bold else (markup, False)


def _lines(
    markup: str,
    at: Point,
    size: float,
    colour: str,
    anchor: tuple[float, float],
    *,
    ground: Ground = Ground.NOTHING,
) -> Iterator[Words]:
    """A text of the library, which knows line breaks and bold type, line by line around its point.

    anchor: where the point lies, across and down, as in `Words`.
    """
    (x, y), (across, down) = at, anchor
    plain, is_bold = _plain(markup)
    lines: Sequence[str] = plain.split("<br>")
    step = size * 1.15
    first = y - down * (len(lines) - 1) * step
    for place, line in enumerate(lines):
        if line:
            yield Words(unescape(line), x, first + place * step, size, colour, across, down, is_bold, ground)
