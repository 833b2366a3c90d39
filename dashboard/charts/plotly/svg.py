"""A figure of two axes as lines and words of SVG: where no script draws, on slides, in small and in files.

It reads the same dict that Plotly is given, so that both show one picture. It knows what `points` and `trend` make of
it, scatter traces, annotations in the coordinates of axes or paper, upright lines, and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from re import sub
from typing import Any, Final

from dashboard import html, theme
from dashboard.charts.plotly.base import Figure
from dashboard.html import Element

_DASHES: Final[Mapping[str, str]] = {"dash": "9 6", "dot": "2 5"}
# Of annotations: where their point lies in them.
_ANCHORS: Final[Mapping[str, str]] = {"left": "start", "center": "middle", "right": "end"}
# How far the base line of a text lies below its point, in parts of its size.
_BASE: Final[Mapping[str, float]] = {"top": 0.82, "middle": 0.35, "bottom": -0.25}
# Between the plot and the words of its axes, pixels.
_GAP: Final = 8


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values lie on the paper. Pixels from the upper left corner."""

    left: float
    top: float
    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def x(self, value: float) -> float:
        low, high = self.x_range
        return round(self.left + self.width * (value - low) / (high - low), 1)

    def y(self, value: float) -> float:
        low, high = self.y_range
        return round(self.top + self.height * (high - value) / (high - low), 1)


def figure_svg(figure: Figure, *, width: int, told: str) -> Element:
    """The figure, `width` pixels wide in its own measure; the style sheet gives it a size.

    told: the picture in a sentence. Points lead where theirs do, so they can be reached by the keyboard.
    """
    layout = _mapping(figure["layout"])
    height = float(layout["height"])
    frame = _frame_of(layout, width, height)
    parts: list[Element] = [
        *_grid(layout, frame),
        *(_upright(shape, frame) for shape in layout["shapes"]),
        *(part for trace in _sequence(figure["data"]) for part in _trace(trace, frame)),
        *_axis_words(layout, frame),
        *(_annotation(each, frame) for each in layout["annotations"]),
    ]
    names = {"aria-label": told, "viewBox": f"0 0 {width} {height:.0f}", "role": "group", "focusable": "false"}
    return html.Svg(parts, className="drawn", **names)


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a figure is made of dicts")
    return value


def _sequence(value: object) -> Sequence[dict[str, Any]]:
    if not isinstance(value, list):
        raise TypeError("a figure has lists of traces")
    return value


def _frame_of(layout: Mapping[str, Any], width: float, height: float) -> _Frame:
    margin = layout["margin"]
    x_low, x_high = layout["xaxis"]["range"]
    y_low, y_high = layout["yaxis"]["range"]
    return _Frame(
        left=margin["l"],
        top=margin["t"],
        width=width - margin["l"] - margin["r"],
        height=height - margin["t"] - margin["b"],
        x_range=(x_low, x_high),
        y_range=(y_low, y_high),
    )


def _grid(layout: Mapping[str, Any], frame: _Frame) -> Iterator[Element]:
    right, bottom = frame.left + frame.width, frame.top + frame.height
    line = {"stroke": theme.LINE, "stroke-width": 2}
    if layout["xaxis"]["showgrid"]:
        for tick in layout["xaxis"]["tickvals"]:
            yield html.Line(x1=frame.x(tick), x2=frame.x(tick), y1=frame.top, y2=bottom, **line)
    if layout["yaxis"]["showgrid"]:
        for tick in layout["yaxis"]["tickvals"]:
            yield html.Line(x1=frame.left, x2=right, y1=frame.y(tick), y2=frame.y(tick), **line)


def _axis_words(layout: Mapping[str, Any], frame: _Frame) -> Iterator[Element]:
    x_axis, y_axis = layout["xaxis"], layout["yaxis"]
    bottom = frame.top + frame.height
    size = float(x_axis["tickfont"]["size"])
    line = bottom + _GAP + size * _BASE["top"]
    for tick, words in zip(x_axis["tickvals"], x_axis["ticktext"], strict=True):
        yield _text(words, frame.x(tick), line, size=size, colour=theme.INK_2, anchor="middle")
    for tick, words in zip(y_axis["tickvals"], y_axis["ticktext"], strict=True):
        at = frame.y(tick) + size * _BASE["middle"]
        yield _text(words, frame.left - _GAP, at, size=size, colour=theme.INK_2, anchor="end")
    title = x_axis.get("title", {}).get("text", "")
    if title:
        middle = frame.left + frame.width / 2
        yield _text(title, middle, line + size * 1.3, size=size, colour=theme.INK_2, anchor="middle")


def _upright(shape: Mapping[str, Any], frame: _Frame) -> Element:
    """A line through the whole height of the plot at one value: where a series breaks."""
    x = frame.x(shape["x0"])
    return html.Line(x1=x, x2=x, y1=frame.top, y2=frame.top + frame.height, **_pen(shape["line"]))


def _pen(line: Mapping[str, Any]) -> dict[str, object]:
    dash = _DASHES.get(str(line.get("dash", "solid")))
    pen: dict[str, object] = {"stroke": line["color"], "stroke-width": line["width"]}
    return {**pen, "stroke-dasharray": dash} if dash else pen


def _trace(trace: Mapping[str, Any], frame: _Frame) -> Iterator[Element]:
    return iter([_path(trace, frame)]) if trace["mode"] == "lines" else _dots(trace, frame)


def _path(trace: Mapping[str, Any], frame: _Frame) -> Element:
    """The line through its points, broken where one of them is absent."""
    steps: list[str] = []
    is_down = False
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None or y is None:
            is_down = False
            continue
        steps.append(f"{'L' if is_down else 'M'}{frame.x(x)} {frame.y(y)}")
        is_down = True
    return html.Path(d="".join(steps), fill="none", **_pen(trace["line"]))


def _dots(trace: Mapping[str, Any], frame: _Frame) -> Iterator[Element]:
    marker = trace["marker"]
    spots = zip(trace["x"], trace["y"], marker["symbol"], marker["size"], strict=True)
    looks = zip(marker["color"], marker["line"]["color"], marker["line"]["width"], strict=True)
    said = zip(trace["customdata"], trace["hovertext"], strict=True)
    for (x, y, symbol, size), (fill, edge, width), (href, told) in zip(spots, looks, said, strict=True):
        drawn = _mark(symbol, frame.x(x), frame.y(y), size, {"fill": fill, "stroke": edge, "stroke-width": width})
        yield html.Link(drawn, href=href, **{"aria-label": _heard(told)}) if href else drawn


def _mark(symbol: str, x: float, y: float, size: float, look: Mapping[str, object]) -> Element:
    half = size / 2
    if symbol.startswith("diamond"):
        # Plotly draws a diamond wider than its size by as much, so that its area is that of the circle.
        reach = round(half * 1.3, 1)
        return html.Path(d=f"M{x} {y - reach:.1f}l{reach} {reach} {-reach} {reach} {-reach} {-reach}z", **look)
    if symbol == "square":
        return html.Path(d=f"M{x - half:.1f} {y - half:.1f}h{size}v{size}h{-size}z", **look)
    if symbol == "line-ew":
        return html.Path(d=f"M{x - half:.1f} {y}h{size}", **look)
    if symbol == "circle-open-dot":
        ring = html.Circle(cx=x, cy=y, r=half, **{**look, "fill": theme.SURFACE})
        return html.G([ring, html.Circle(cx=x, cy=y, r=round(half / 3.5, 1), fill=look["stroke"])])
    if symbol == "hash-open":
        return html.Path(
            d=f"M{x - half:.1f} {y - half / 3:.1f}h{size}M{x - half:.1f} {y + half / 3:.1f}h{size}", **look
        )
    return html.Circle(cx=x, cy=y, r=half, **look)


def _annotation(each: Mapping[str, Any], frame: _Frame) -> Element:
    """Words at a point. As in Plotly what is not said about the anchor follows from where the point lies."""
    on_paper = each.get("xref") == "paper", each.get("yref") == "paper"
    x = frame.left + frame.width * each["x"] if on_paper[0] else frame.x(each["x"])
    y = frame.top + frame.height * (1 - each["y"]) if on_paper[1] else frame.y(each["y"])
    size = float(each["font"]["size"])
    down = size * _BASE[str(each.get("yanchor", "middle"))]
    words = str(each["text"])
    return _text(
        words,
        x + float(each.get("xshift", 0)),
        y - float(each.get("yshift", 0)) + down,
        size=size,
        colour=str(each["font"]["color"]),
        anchor=_ANCHORS[str(each.get("xanchor", "center"))],
        is_bold=words.startswith("<b>"),
        has_ground=True,
    )


def _text(
    words: str,
    x: float,
    y: float,
    *,
    size: float,
    colour: str,
    anchor: str,
    is_bold: bool = False,
    has_ground: bool = False,
) -> Element:
    """has_ground: a white edge behind the letters keeps them readable over lines."""
    look: dict[str, object] = {"font-size": f"{size:g}", "fill": colour, "text-anchor": anchor}
    if is_bold:
        look["font-weight"] = 600
    if has_ground:
        look |= {"stroke": theme.SURFACE, "stroke-width": 6, "paint-order": "stroke", "stroke-linejoin": "round"}
    return html.Text(_plain(words), x=round(x, 1), y=round(y, 1), **look)


def _plain(words: str) -> str:
    """Text that was made inert for Plotly, which reads tags in it, as it was before."""
    return unescape(words.removeprefix("<b>").removesuffix("</b>"))


def _heard(told: str) -> str:
    return unescape(sub("<br>", ", ", told))
