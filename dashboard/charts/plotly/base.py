"""What all Plotly figures share: sizes, axes, marks, inert text, names beside points."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape
from typing import Final, TypeAlias

from dashboard import theme
from dashboard.charts.specification import Scale, ticks
from dashboard.charts.words import tick_words
from dashboard.formatting import tied
from dashboard.theme import Marker

Figure: TypeAlias = dict[str, object]
Trace: TypeAlias = dict[str, object]

# Of a trace of points: what our own drawing asks for and the library does not, so that no page carries it along.
OWN: Final = "meta"
# Mean width of a character of Golos Text, in parts of the type size.
CHARACTER: Final = 0.56
# Short names are mostly capitals and digits.
_NAME_CHARACTER: Final = 0.65


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels. width, height: of the whole figure, for the screen a guess by which names are kept apart."""

    label: int
    small: int
    marker: int
    line: float
    width: int
    height: int


SCREEN: Final = Sizes(label=14, small=13, marker=11, line=1.5, width=620, height=400)
# charts.md, «Size», at 1280 × 720: labels at least 3.3vh, markers 1.3vh, lines 0.35vh.
PICTURE: Final = Sizes(label=24, small=24, marker=17, line=2.6, width=1280, height=720)


@dataclass(frozen=True, slots=True)
class Margin:
    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure without its frame. plot_height: pixels between the margins; rows: it must not become less."""

    sizes: Sizes
    margin: Margin
    plot_height: int
    data: Sequence[Trace]
    xaxis: Figure
    yaxis: Figure
    annotations: Sequence[Figure] = field(default_factory=tuple)
    shapes: Sequence[Figure] = field(default_factory=tuple)
    is_rows: bool = False


def figure_of(drawing: Drawing) -> Figure:
    """A plot of the page is as wide as its place, so it has no width of its own."""
    margin = drawing.margin
    layout: Figure = {
        "font": {"family": theme.FONT, "size": drawing.sizes.label, "color": theme.INK},
        "paper_bgcolor": theme.SURFACE,
        "plot_bgcolor": theme.SURFACE,
        "margin": {"l": margin.left, "r": margin.right, "t": margin.top, "b": margin.bottom, "pad": 0},
        "height": drawing.plot_height + margin.top + margin.bottom,
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": theme.SURFACE,
            "bordercolor": theme.LINE_2,
            "align": "left",
            "font": {"family": theme.FONT, "size": drawing.sizes.label, "color": theme.INK},
        },
        "xaxis": drawing.xaxis,
        "yaxis": drawing.yaxis,
        "annotations": list(drawing.annotations),
        "shapes": list(drawing.shapes),
    }
    return {"data": [{key: trace[key] for key in trace if key != OWN} for trace in drawing.data], "layout": layout}


def inert(text: str) -> str:
    """Text for Plotly, which reads tags in it; words that belong together keep their no-break spaces."""
    return escape(tied(text), quote=False)


def number(value: Fraction) -> float:
    return float(value)


def range_of(scale: Scale) -> tuple[float, float]:
    """A little wider than the scale, so that marks at its ends are whole."""
    air = (scale.high - scale.low) / 50
    return number(scale.low - air), number(scale.high + air)


def value_axis(scale: Scale, sizes: Sizes, *, title: str = "", side: str = "bottom") -> Figure:
    """An axis of the scale with our own words at its ticks, a little wider than the scale."""
    shown = ticks(scale)
    axis = plain_axis(sizes)
    axis |= {
        "range": list(range_of(scale)),
        "tickvals": [number(tick) for tick in shown],
        "ticktext": [inert(tick_words(tick, scale.unit)) for tick in shown],
        "showgrid": True,
        "side": side,
    }
    return with_title(axis, title, sizes)


def with_title(axis: Figure, title: str, sizes: Sizes) -> Figure:
    """The title lies along its axis; over an upright axis it would have to be turned, so that one has none."""
    if title:
        axis["title"] = {"text": inert(title), "font": {"size": sizes.small, "color": theme.INK_2}, "standoff": 8}
    return axis


def plain_axis(sizes: Sizes) -> Figure:
    return {
        "type": "linear",
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "showgrid": False,
        "gridcolor": theme.LINE,
        "gridwidth": 1,
        "ticks": "",
        "tickangle": 0,
        "tickmode": "array",
        "automargin": False,
        "tickfont": {"size": sizes.small, "color": theme.INK_2},
    }


def line_trace(
    x: Iterable[float | None], y: Iterable[float | None], *, colour: str, width: float, dash: str = "solid"
) -> Trace:
    """A line that says nothing when pointed at."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "line": {"color": colour, "width": width, "dash": dash},
        "hoverinfo": "skip",
        "connectgaps": False,
        "cliponaxis": True,
    }


@dataclass(frozen=True, slots=True)
class Dot:
    """A point to be drawn. told: when pointed at, one line each; href: where a click leads, empty for nowhere.

    why: the panel that explains its value.
    """

    x: float
    y: float
    marker: Marker
    told: Sequence[str] = ()
    href: str = ""
    scale: float = 1.0
    is_faint: bool = False
    why: str = ""


def dot_trace(dots: Sequence[Dot], sizes: Sizes) -> Trace:
    """All points as one trace; those of the chosen school come last and lie on top."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.x for dot in dots],
        "y": [dot.y for dot in dots],
        "marker": {
            "symbol": [dot.marker.symbol for dot in dots],
            "size": [round(sizes.marker * dot.scale, 1) for dot in dots],
            "color": [
                theme.OTHERS if dot.is_faint and dot.marker.fill != theme.SURFACE else dot.marker.fill for dot in dots
            ],
            "line": {
                "color": [theme.OTHERS if dot.is_faint else dot.marker.edge for dot in dots],
                "width": [round(dot.marker.edge_width * sizes.marker / 12, 1) for dot in dots],
            },
            "opacity": 1,
        },
        "customdata": [dot.href for dot in dots],
        OWN: [dot.why for dot in dots],
        "hovertext": ["<br>".join(inert(line) for line in dot.told) for dot in dots],
        "hoverinfo": "text" if any(dot.told for dot in dots) else "skip",
        "cliponaxis": False,
    }


def text_trace(
    x: Sequence[float],
    y: Sequence[float],
    texts: Sequence[str],
    *,
    size: int,
    colour: object,
    place: str,
    bold: bool = False,
    x_axis: str = "x",
) -> Trace:
    """Many texts at once: a tenth of what as many annotations take. place: of the text about its point, «middle left».

    A line feed begins a new line. colour: one for all, or one for each. x_axis: «x2» counts the pixels of a picture.
    """
    return {
        "type": "scatter",
        "mode": "text",
        "xaxis": x_axis,
        "x": list(x),
        "y": list(y),
        "text": [inert(text).replace("\n", "<br>") for text in texts],
        "textposition": place,
        "textfont": {"size": size, "color": colour, **({"weight": 600} if bold else {})},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def note(
    text: str,
    at: Mapping[str, object] | None = None,
    *,
    size: int,
    colour: str = theme.INK,
    bold: bool = False,
    **place: object,
) -> Figure:
    """An annotation, never an arrow. at, place: x, y and the like; in the coordinates of the axes unless they say otherwise."""
    return {
        "text": f"<b>{text}</b>" if bold else text,
        "showarrow": False,
        "font": {"size": size, "color": colour},
        "align": "left",
        **(at or {}),
        **place,
    }


def names_beside(
    dots: Sequence[Dot],
    named: Sequence[tuple[int, str, bool]],
    *,
    sizes: Sizes,
    margin: Margin,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    plot_height: int,
) -> list[Figure]:
    """Names where they cover neither each other nor a point: right, left, above, below, the first that is free.

    named: place in dots, name, whether it is the chosen school. A name without room anywhere is left to pointing.
    """
    width = sizes.width - margin.left - margin.right
    per_x = width / (x_range[1] - x_range[0])
    per_y = plot_height / (y_range[1] - y_range[0])
    spots = [((dot.x - x_range[0]) * per_x, (y_range[1] - dot.y) * per_y) for dot in dots]
    radius = sizes.marker / 2 + 1
    taken = [(x - radius, y - radius, x + radius, y + radius) for x, y in spots]
    notes: list[Figure] = []
    for place, name, is_chosen in named:
        size = (len(name) * sizes.small * _NAME_CHARACTER, sizes.small * 1.2)
        own = taken[place]
        for spot in _around(spots[place], size, gap=radius + 3):
            is_inside = (
                spot.left >= 0 and spot.right <= width and spot.top >= -margin.top and spot.bottom <= plot_height
            )
            if is_inside and not any(_overlap(spot.box, other) for other in taken if other is not own):
                taken.append(spot.box)
                at = {"x": dots[place].x, "y": dots[place].y, "xanchor": spot.anchor, "yanchor": "middle"}
                shift = {"xshift": round(spot.shift_x, 1), "yshift": round(spot.shift_y, 1)}
                notes.append(note(inert(name), {**at, **shift}, size=sizes.small, bold=is_chosen))
                break
    return notes


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a name may stand, in pixels from the upper left corner; the shifts are those of an annotation."""

    left: float
    top: float
    right: float
    bottom: float
    anchor: str
    shift_x: float
    shift_y: float

    @property
    def box(self) -> "_Box":
        return self.left, self.top, self.right, self.bottom


def _around(point: tuple[float, float], size: tuple[float, float], *, gap: float) -> Iterator[_Spot]:
    """Right, left, above, below, then aslant."""
    height = size[1]
    reach = gap + height / 2
    sides = (("left", gap), ("right", -gap))
    places = [(anchor, across, 0.0) for anchor, across in sides]
    places += [("center", 0.0, reach), ("center", 0.0, -reach)]
    places += [(anchor, across, up) for up in (height * 0.8, -height * 0.8) for anchor, across in sides]
    for place in places:
        yield _spot(point, size, place)


def _spot(point: tuple[float, float], size: tuple[float, float], place: tuple[str, float, float]) -> _Spot:
    (x, y), (width, height), (anchor, across, up) = point, size, place
    left = x + across - {"left": 0.0, "center": width / 2, "right": width}[anchor]
    middle = y - up
    return _Spot(left, middle - height / 2, left + width, middle + height / 2, anchor, across, up)


_Box: TypeAlias = tuple[float, float, float, float]


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
