"""Where the few large figures of a page stand. Lengths are pixels."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dashboard.charts.summaries import KeyFigure, KeyFigures
from dashboard.exports.deck.fitting import fitted, text_width

_SIZES: Final = (72, 64, 56, 48, 40)
_PER_ROW: Final = 3
_GAP: Final = 32
_MOST_HEIGHT: Final = 230


@dataclass(frozen=True, slots=True)
class FigureBox:
    """size: of the value; what stands after it and below it is of the page's type."""

    figure: KeyFigure
    left: float
    top: float
    width: float
    height: float
    size: int


def figure_boxes(body: KeyFigures, *, left: float, top: float, width: float, height: float) -> Iterator[FigureBox]:
    count = len(body.figures)
    columns = min(count, 2 if count in {2, 4} else _PER_ROW) or 1
    lines = -(-count // columns)
    wide = (width - _GAP * (columns - 1)) / columns
    high = min((height - _GAP * (lines - 1)) / max(lines, 1), _MOST_HEIGHT)
    size = min((_size(each, wide) for each in body.figures), default=_SIZES[0])
    for place, figure in enumerate(body.figures):
        line, column = divmod(place, columns)
        yield FigureBox(figure, left + column * (wide + _GAP), top + line * (high + _GAP), wide, high, size)


def _size(figure: KeyFigure, width: float) -> int:
    room = width - text_width(figure.of, 28) - 32
    return fitted(figure.value, _SIZES, width=room, most=1, bold=True)[0]
