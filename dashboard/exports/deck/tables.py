"""Tables of a page: heat maps and tables of words, with columns and type that stay within the page.

Row heights of PowerPoint are only a minimum: what does not fit makes the table longer than the slide. So the type is
chosen here, and every cell is counted in lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from dashboard import theme
from dashboard.charts.rows import HeatCell, HeatMap, Step
from dashboard.charts.specification import Tint
from dashboard.charts.summaries import WordTable
from dashboard.exports.deck.fitting import LINE_HEIGHT, WIDEST, lines_of, text_width
from data_layer.domain.vocabulary import Status

_SIZES: Final = range(24, 11, -1)
_PADDING: Final = 8
# Of a line, above and below it.
_AIR: Final = 0.25
_LONGEST_NAME: Final = 24
_MARK: Final = 0.62
_WITHOUT_FIGURES: Final = frozenset({Status.NO_DATA, Status.NO_BASELINE})


@dataclass(frozen=True, slots=True)
class Cell:
    """text: shown. marks: verdicts beside it. ground: colour of the cell, white if empty. is_hatched: no data.
    has_deep_ground: marks need paper of their own under them.

    words: all of it in words, where the marks say more than the text.
    """

    text: str
    ground: str = ""
    ink: str = theme.INK
    marks: tuple[Status, ...] = ()
    is_bold: bool = False
    is_hatched: bool = False
    has_deep_ground: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A head over rows has a single cell that spans all columns."""

    cells: tuple[Cell, ...]
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """heads: over the columns. widths: pixels, adding up to the width of the table. centred: columns whose cells are.

    size: of the type; heights: of the head and each row, as many lines as their fullest cell needs.
    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    size: int
    heights: tuple[float, ...]
    centred: frozenset[int]
    ended: frozenset[int]

    @property
    def height(self) -> float:
        return sum(self.heights)


def table_of(body: HeatMap | WordTable, *, width: float, height: float, widest: float = WIDEST) -> TableView:
    """As large as the room allows, at most the type of the page."""
    heads, rows = _of_heat(body) if isinstance(body, HeatMap) else _of_words(body)
    if isinstance(body, HeatMap):
        centred, ended = frozenset(range(1, len(heads))), frozenset[int]()
    else:
        centred = frozenset[int]()
        ended = frozenset(place for place, column in enumerate(body.columns, start=1) if column.is_number)
    size, widths, heights = _fitting(
        heads, rows, width=width, height=height, is_even=isinstance(body, HeatMap), widest=widest
    )
    return TableView(heads, rows, widths, size, _stretched(heights, height), centred, ended)


def _fitting(
    heads: Sequence[str], rows: Sequence[Row], *, width: float, height: float, is_even: bool, widest: float
) -> tuple[int, tuple[float, ...], tuple[float, ...]]:
    """The largest type at which all rows have room, else the smallest; widths and heights at it."""
    for size in _SIZES:
        widths = _widths(heads, rows, size=size, width=width, is_even=is_even, widest=widest)
        heights = tuple(_heights(heads, rows, widths, size, widest=widest))
        if sum(heights) <= height or size == _SIZES[-1]:
            return size, widths, heights
    raise AssertionError("there is a smallest size")


def _stretched(heights: tuple[float, ...], room: float) -> tuple[float, ...]:
    """Rows share the room that is left, up to half as high again."""
    share = min(max(room / sum(heights), 1.0), 1.5)
    return tuple(height * share for height in heights)


def _of_heat(chart: HeatMap) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    total = (chart.total_head,) if chart.total_head else ()
    heads = (chart.row_head, *(column.head for column in chart.columns), *total)
    rows: list[Row] = []
    for group in chart.groups:
        if group.title and group.rows:
            rows.append(Row((Cell(group.title, is_bold=True),), is_head=True))
        for row in group.rows:
            last = (Cell(row.total, is_bold=True),) if total else ()
            name = Cell(row.place.name, is_bold=row.is_chosen)
            rows.append(Row((name, *map(_heat_cell, row.cells), *last)))
    return heads, tuple(rows)


def _heat_cell(cell: HeatCell) -> Cell:
    if cell.shade is None:
        return Cell(cell.figure, is_hatched=cell.status in _WITHOUT_FIGURES, marks=cell.marks, words=cell.words)
    name = str(cell.shade)
    ground = theme.TINTS[name] if isinstance(cell.shade, Tint) else theme.STEPS[name]
    ink = theme.SURFACE if name in theme.DARK_STEPS else theme.INK
    is_deep = isinstance(cell.shade, Step)
    return Cell(cell.figure, ground, ink, cell.marks, is_bold=True, has_deep_ground=is_deep, words=cell.words)


def _of_words(table: WordTable) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    heads = (table.row_head, *(column.title for column in table.columns))
    rows = [
        Row(tuple(Cell(text, is_bold=row.is_chosen) for text in (row.place.name, *row.cells))) for row in table.rows
    ]
    return heads, tuple(rows)


def _widths(
    heads: Sequence[str], rows: Sequence[Row], *, size: int, width: float, is_even: bool, widest: float
) -> tuple[float, ...]:
    """Each column by its longest cell; in a heat map the columns of figures are all equal."""
    needs = [
        max(_needs(place, heads, rows, size, widest=widest), default=0.0) + 2 * _PADDING for place in range(len(heads))
    ]
    longest_name = text_width("н" * _LONGEST_NAME, size) * widest + 2 * _PADDING
    first = min(needs[0], longest_name, width / 2)
    rest = width - first
    if is_even:
        return (first, *([rest / max(len(heads) - 1, 1)] * (len(heads) - 1)))
    wanted = sum(needs[1:])
    if wanted <= rest:
        # Room that is left goes to the last column.
        return (first, *needs[1:-1], rest - sum(needs[1:-1])) if len(needs) > 1 else (width,)
    return (first, *_shared(needs[1:], rest))


def _shared(needs: Sequence[float], room: float) -> list[float]:
    """Narrow columns keep what they need; the wide ones share what is left, the longer their text the more."""
    wide = set(range(len(needs)))
    while True:
        left = room - sum(need for place, need in enumerate(needs) if place not in wide)
        narrow = {place for place in wide if needs[place] <= left / len(wide)}
        if not narrow or narrow == wide:
            break
        wide -= narrow
    weights = sum(sqrt(needs[place]) for place in wide)
    return [left * sqrt(need) / weights if place in wide else need for place, need in enumerate(needs)]


def _needs(place: int, heads: Sequence[str], rows: Sequence[Row], size: int, *, widest: float) -> Iterator[float]:
    yield max((text_width(word, size) * widest for word in heads[place].split()), default=0.0)
    for row in rows:
        if not row.is_head:
            cell = row.cells[place]
            yield text_width(cell.text, size, bold=cell.is_bold) * widest + marks_width(cell, size)


def marks_width(cell: Cell, size: float) -> float:
    return len(cell.marks) * size * _MARK * 1.25 + (size * 0.35 if cell.marks else 0)


def mark_size(size: float) -> float:
    return size * _MARK


def _heights(
    heads: Sequence[str], rows: Sequence[Row], widths: Sequence[float], size: int, *, widest: float
) -> Iterator[float]:
    yield _height([Cell(head) for head in heads], widths, size, widest=widest)
    for row in rows:
        yield _height(row.cells, [sum(widths)] if row.is_head else widths, size, widest=widest)


def _height(cells: Sequence[Cell], widths: Sequence[float], size: int, *, widest: float) -> float:
    lines = max(
        len(
            lines_of(
                cell.text, size=size, width=(width - 2 * _PADDING - marks_width(cell, size)) / widest, bold=cell.is_bold
            )
        )
        for cell, width in zip(cells, widths, strict=True)
    )
    return size * (max(lines, 1) * LINE_HEIGHT + _AIR)
