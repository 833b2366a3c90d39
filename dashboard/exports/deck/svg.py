"""A picture as SVG within a page: text stays text, and is escaped."""

from collections.abc import Iterator
from html import escape
from typing import Final

from dashboard import theme
from dashboard.exports.deck.drawing import Disc, Path, Picture, Shape, Words

_ANCHORS: Final = {0.0: "start", 0.5: "middle", 1.0: "end"}
# From the place of a line of text to its baseline, in parts of the type size: its top, its middle, its bottom.
_TO_BASELINE: Final = {0.0: 0.95, 0.5: 0.35, 1.0: -0.2}


def svg_of(picture: Picture, *, alt: str) -> str:
    """alt: what those hear who do not see it."""
    inside = "".join(part for shape in picture.shapes for part in _parts(shape))
    size = f'viewBox="0 0 {_number(picture.width)} {_number(picture.height)}"'
    font = escape(theme.FONT, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(alt, quote=True)}"'
        f' font-family="{font}">{inside}</svg>'
    )


def _parts(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Words):
        yield from _text(shape)
    elif isinstance(shape, Disc):
        yield (
            f'<circle cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}"'
            f' fill="{shape.fill}"{_stroke(shape.stroke, shape.width)}/>'
        )
    else:
        yield _path(shape)


def _path(path: Path) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in path.points)
    dash = f' stroke-dasharray="{" ".join(_number(each) for each in path.dash)}"' if path.dash else ""
    name = "polygon" if path.is_closed else "polyline"
    return f'<{name} points="{points}" fill="{path.fill or "none"}"{_stroke(path.stroke, path.width)}{dash}/>'


def _stroke(colour: str, width: float) -> str:
    return f' stroke="{colour}" stroke-width="{_number(width)}"' if colour and width else ""


def _text(words: Words) -> Iterator[str]:
    y = words.y + _TO_BASELINE[float(words.down)] * words.size
    weight = ' font-weight="700"' if words.is_bold else ""
    # A seam of paper keeps words readable over lines.
    seam = f' stroke="{words.paper}" stroke-width="6" paint-order="stroke"' if words.paper else ""
    yield (
        f'<text x="{_number(words.x)}" y="{_number(y)}" font-size="{_number(words.size)}" fill="{words.colour}"'
        f' text-anchor="{_ANCHORS[float(words.across)]}"{weight}{seam}>{escape(words.text, quote=False)}</text>'
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
