"""Where rows of a presentation stand: names at the left, words in columns at the right, the scale of the chart between.

Lengths are pixels of a page of 1280 × 720.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.exports.deck.fitting import LINE_HEIGHT, halved_width, lines_of, roomy_width, text_width
from dashboard.exports.deck.native_rows import RowsView, TextLine
from dashboard.exports.deck.native_values import Axis, BarChart, Frame, NativeChart, XyChart
from dashboard.exports.deck.pages import EDGE, INNER
from dashboard.exports.deck.presentation_xml import Place
from dashboard.formatting import tied

# The scale takes at least this beside names and words, if these can be broken.
LEAST_TRACK: Final = 0.35 * INNER
_SIZES: Final = range(24, 11, -1)
# Left and right of the plot, for marks at its ends; and between a stroke and the words beside it.
_SIDE: Final = 16
_BESIDE: Final = 12
# At the left and at the right of the words of a cell, and what is kept free besides.
CELL_SIDE: Final = 5
_SPARE: Final = 2
_PADDING: Final = 2 * CELL_SIDE + _SPARE
# Below the rows, for the numbers of the scale, in parts of the type size.
_AXIS: Final = 1.55
# Lines of rows may come closer than those of a text.
_CLOSEST: Final = 1.12
# And how far apart, in parts of the type size.
_FURTHEST: Final = 2.2
_FURTHEST_BARS: Final = 3.4
# What is no longer than this, «не хватает 42», stays in one line, in parts of the type size.
_SHORT: Final = 8.5
# What columns get besides where there is room.
_AIR: Final = 16
# Where words leave less than this to the scale, smaller type is the lesser evil.
_NARROWEST_TRACK: Final = INNER / 5
# How many lines names may take, and words of columns, in the order in which it is tried.
_LINES: Final = ((1, 1), (1, 2), (2, 1), (2, 2), (3, 2))


@dataclass(frozen=True, slots=True)
class RowsPlace:
    """size: of the type; pitch: of the rows, each of so many lines; head: its height; names, track, columns: widths.

    side, plot: where the plot begins in the track, and its width.
    """

    size: int
    pitch: float
    lines: int
    head: float
    top: float
    names: float
    track: float
    columns: tuple[float, ...]
    side: float
    plot: float

    @property
    def is_readable(self) -> bool:
        return self.pitch >= self.size * _CLOSEST * self.lines


def rows_place(view: RowsView, *, top: float, height: float) -> RowsPlace:
    """Type as large as the rows allow; names and words take two lines where the scale would become too narrow beside them."""
    for size in _SIZES:
        ways = [_at_size(view, size, lines, top=top, height=height) for lines in _LINES]
        readable = [way for way in ways if way.is_readable]
        wide = [way for way in readable if way.track >= LEAST_TRACK]
        best = next(iter(wide), None) or max(readable, key=lambda way: way.track, default=None)
        if best is not None and best.track >= _NARROWEST_TRACK:
            return best
    return _at_size(view, _SIZES[-1], _LINES[-1], top=top, height=height)


def _at_size(view: RowsView, size: int, most_lines: tuple[int, int], *, top: float, height: float) -> RowsPlace:
    """most_lines: of names and of words of columns."""
    of_names, of_words = most_lines
    columns = tuple(_column_width(view, place, size, lines=of_words) for place in range(len(view.heads)))
    names = _names_width(view, size, lines=of_names, left=INNER - sum(columns) - LEAST_TRACK)
    track = INNER - names - sum(columns)
    air = min(max(track - LEAST_TRACK, 0) / len(columns), _AIR)
    columns, track = tuple(width + air for width in columns), track - air * len(columns)
    head = max(_head_lines(view, columns, track, size), default=1) * size * LINE_HEIGHT + 6
    lines = max((_row_lines(line, view, names, columns, size) for line in view.lines if not line.is_head), default=1)
    furthest = _FURTHEST_BARS if view.bars else _FURTHEST
    room = (height - head - _AXIS * size) / max(len(view.lines), 1)
    pitch = min(room, size * max(furthest, LINE_HEIGHT * lines))
    side, plot = _plot(view, track, size)
    return RowsPlace(size, pitch, lines, head, top, names, track, columns, side, plot)


def _plot(view: RowsView, track: float, size: int) -> tuple[float, float]:
    """Where the plot begins in the track and how wide it is, so that words beside strokes stay within the track."""
    axis = view.axis
    spots = [spot for series in view.xy for spot in series.spots if spot.label]
    # Of the words at each side: where their stroke stands in the plot, 0..1, and how far they reach from it.
    reaches: dict[str, list[tuple[float, float]]] = {"l": [(0.0, _SIDE)], "r": [(1.0, _SIDE)]}
    for spot in spots:
        share = (spot.x - axis.low) / (axis.high - axis.low)
        reaches[spot.place].append((share, roomy_width(spot.label, size) + _BESIDE))
    plot = min(
        (track - left - right) / (at_right - at_left)
        for at_left, left in reaches["l"]
        for at_right, right in reaches["r"]
        if at_right > at_left
    )
    return max(reach - share * plot for share, reach in reaches["l"]), plot


def _names_width(view: RowsView, size: int, *, lines: int, left: float) -> float:
    """left: width beside a scale of the least width; three and more lines are counted from it."""
    rows = [line for line in view.lines if not line.is_head]
    measure = roomy_width if lines == 1 else halved_width
    needed = max((measure(tied(line.name), size, bold=line.is_chosen) for line in rows), default=0) + _PADDING
    if lines <= 2:
        return needed
    words = [roomy_width(word, size, bold=line.is_chosen) for line in rows for word in tied(line.name).split(" ")]
    return max(min(needed, left), max(words, default=0) + _PADDING)


def _column_width(view: RowsView, place: int, size: int, *, lines: int) -> float:
    """As wide as its longest words, its head in two lines."""
    texts = [tied(line.texts[place]) for line in view.lines if not line.is_head]
    widths = [_text_width(text, size, lines=lines, is_bold=place in view.bold) for text in texts]
    return max([halved_width(tied(view.heads[place]), size), *widths]) + _PADDING


def _text_width(text: str, size: int, *, lines: int, is_bold: bool) -> float:
    whole = roomy_width(text, size, bold=is_bold)
    return halved_width(text, size, bold=is_bold) if lines > 1 and whole > size * _SHORT else whole


def _head_lines(view: RowsView, columns: Sequence[float], track: float, size: int) -> Iterator[int]:
    """The name of the reference line stands over the plot too."""
    heads = [(head, width, False) for head, width in zip(view.heads, columns, strict=True)]
    if view.reference is not None:
        heads.append((view.reference.label, track, True))
    for head, width, is_bold in heads:
        yield max(_lines(head, width, size, is_bold=is_bold), 1)


def _row_lines(line: TextLine, view: RowsView, names: float, columns: Sequence[float], size: int) -> int:
    """How many lines of type a row takes."""
    cells = [(line.name, names, line.is_chosen)]
    cells += [(text, columns[place], place in view.bold) for place, text in enumerate(line.texts)]
    return max(_lines(text, width, size, is_bold=is_bold) for text, width, is_bold in cells)


def _lines(text: str, width: float, size: int, *, is_bold: bool) -> int:
    room = width - 2 * CELL_SIDE
    return len(lines_of(tied(text), size=size, width=room, bold=is_bold, measure=roomy_width))


def rows_chart(view: RowsView, at: RowsPlace) -> tuple[NativeChart, Place]:
    """The chart lies over the gap of the table, its plot exactly over the rows."""
    rows = len(view.lines)
    left, width = EDGE + at.names, at.track
    place = Place(left, at.top, width, at.head + rows * at.pitch + _AXIS * at.size)
    frame = Frame(at.side / width, at.head / place.height, at.plot / width, rows * at.pitch / place.height)
    axis = _roomy(view.axis, at.plot, at.size)
    if view.bars:
        categories = tuple(line.name for line in view.lines)
        return BarChart(view.name_head, categories, view.bars, view.counts, axis, frame, at.size), place
    y = Axis(0.5, rows + 0.5, 1.0, is_shown=False)
    return XyChart(view.xy, axis, y, "Значение", "Место на рисунке", frame, at.size), place


def _roomy(axis: Axis, width: float, size: float) -> Axis:
    """With ticks far enough apart for their numbers, which stay whole if they are; the upper end keeps its own where it can."""
    span = axis.high - axis.low
    least = text_width("100\u00a0%", size) * 1.3
    steps = [axis.step * factor for factor in (1, 2, 2.5, 5)]
    fitting = [
        step for step in steps if width * step / span >= least and (step.is_integer() or not axis.step.is_integer())
    ]
    to_the_end = [step for step in fitting if step <= 2.5 * axis.step and (span / step).is_integer()]
    return replace(axis, step=next(iter([*to_the_end, *fitting]), span))
