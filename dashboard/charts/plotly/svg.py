"""A figure of two axes as lines and words of SVG: where no script draws, on slides, in small and in files."""

from collections.abc import Iterator, Mapping
from typing import Final

from dashboard import html, theme
from dashboard.charts.plotly.base import Drawing
from dashboard.charts.plotly.shapes import WALL, Ground, Mark, Rectangle, Rule, Shape, Stroke, Words, shapes_of
from dashboard.html import Element

_DASHES: Final[Mapping[str, str]] = {"dash": "9 6", "dot": "2 5"}
_ANCHORS: Final[Mapping[float, str]] = {0.0: "start", 0.5: "middle", 1.0: "end"}
# How far the base line of a text lies below its point, in parts of its size, by where the point lies.
_BASE: Final[Mapping[float, float]] = {0.0: 0.82, 0.5: 0.35, 1.0: -0.25}


def figure_svg(drawing: Drawing, *, told: str) -> Element:
    """The figure in its own measure; the style sheet gives it a size.

    told: the picture in a sentence. Points lead where theirs do, so they can be reached by the keyboard, and where
    their value can be explained, they say by what panel.
    """
    width, height = drawing.sizes.width, drawing.plot_height + drawing.margin.top + drawing.margin.bottom
    parts = [part for shape in shapes_of(drawing, WALL) for part in _elements(shape)]
    names = {"aria-label": told, "viewBox": f"0 0 {width} {height}", "role": "group", "focusable": "false"}
    return html.Svg(parts, className="drawn", **names)


def _elements(shape: Shape) -> Iterator[Element]:
    if isinstance(shape, Rule):
        (x1, y1), (x2, y2) = shape.start, shape.end
        yield html.Line(x1=x1, x2=x2, y1=y1, y2=y2, **_pen(shape))
    elif isinstance(shape, Stroke):
        steps = ["M" + "L".join(f"{x} {y}" for x, y in run) for run in shape.runs]
        yield html.Path(d="".join(steps), fill="none", **_pen(shape))
    elif isinstance(shape, Rectangle):
        d = f"M{shape.left} {shape.top}H{shape.right}V{shape.bottom}H{shape.left}z"
        yield html.Path(d=d, fill=shape.fill)
    elif isinstance(shape, Mark):
        yield _leading(shape)
    else:
        yield _text(shape)


def _pen(line: Rule | Stroke) -> dict[str, object]:
    dash = _DASHES.get(line.dash)
    pen: dict[str, object] = {"stroke": line.colour, "stroke-width": line.width}
    return {**pen, "stroke-dasharray": dash} if dash else pen


def _leading(mark: Mark) -> Element:
    """A mark that leads to its school; the key «П» asks for the panel that it names."""
    drawn = _mark(mark)
    if not mark.href:
        return drawn
    return html.Link(drawn, href=mark.href, **{"aria-label": mark.told, "data-why": mark.why or None})


def _mark(mark: Mark) -> Element:
    x, y, half = mark.x, mark.y, mark.size / 2
    look: dict[str, object] = {"fill": mark.fill, "stroke": mark.edge, "stroke-width": mark.edge_width}
    if mark.symbol.startswith("diamond"):
        # Plotly draws a diamond wider than its size by as much, so that its area is that of the circle.
        reach = round(half * 1.3, 1)
        return html.Path(d=f"M{x} {y - reach:.1f}l{reach} {reach} {-reach} {reach} {-reach} {-reach}z", **look)
    if mark.symbol == "square":
        return html.Path(d=f"M{x - half:.1f} {y - half:.1f}h{mark.size}v{mark.size}h{-mark.size}z", **look)
    if mark.symbol == "line-ew":
        return html.Path(d=f"M{x - half:.1f} {y}h{mark.size}", **look)
    if mark.symbol == "circle-open-dot":
        ring = html.Circle(cx=x, cy=y, r=half, **{**look, "fill": theme.SURFACE})
        return html.G([ring, html.Circle(cx=x, cy=y, r=round(half / 3.5, 1), fill=mark.edge)])
    if mark.symbol == "hash-open":
        return html.Path(
            d=f"M{x - half:.1f} {y - half / 3:.1f}h{mark.size}M{x - half:.1f} {y + half / 3:.1f}h{mark.size}", **look
        )
    return html.Circle(cx=x, cy=y, r=half, **look)


def _text(words: Words) -> Element:
    """A white edge behind the letters of a note keeps them readable over lines."""
    look: dict[str, object] = {
        "font-size": f"{words.size:g}",
        "fill": words.colour,
        "text-anchor": _ANCHORS[words.across],
    }
    if words.is_bold:
        look["font-weight"] = 600
    if words.ground is not Ground.NOTHING:
        look |= {"stroke": theme.SURFACE, "stroke-width": 6, "paint-order": "stroke", "stroke-linejoin": "round"}
    base = words.y + words.size * _BASE[words.down]
    return html.Text(words.text, x=round(words.x, 1), y=round(base, 1), **look)
