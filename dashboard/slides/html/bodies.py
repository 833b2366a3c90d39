"""The chart of a slide as HTML, and how many pixels its rows take at their closest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard import html
from dashboard.charts.figures import RowChart
from dashboard.charts.html import rows_html
from dashboard.charts.legend import BEFORE, DISTRICT, Entry, legend_entries
from dashboard.charts.plotly import slide_drawing
from dashboard.charts.plotly.svg import figure_svg
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import (
    BarRow,
    CategoryBars,
    DistributionStrips,
    DotRow,
    Dumbbell,
    DumbbellRow,
    GoalDotPlot,
    HeatCell,
    HeatMap,
    StripRow,
    shared_beside,
)
from dashboard.charts.sentence import chart_sentence
from dashboard.charts.specification import Reference
from dashboard.charts.summaries import CountBars, KeyFigures, WordTable
from dashboard.charts.words import BREAK, LESS_IS_BETTER, tick_words
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.slides.html.room import INNER, LEAST_ROW, LINE, MOST_ROW, lines_of, width_of
from dashboard.slides.html.summaries import (
    COUNT_WIDTH,
    WORDS_WIDTH,
    count_bars,
    key_figures,
    table_rows,
    word_table,
)
from dashboard.slides.parts import MOST_COLUMNS
from dashboard.slides.values import SlideBody
from dashboard.texts.slides import A_YEAR_AGO

_AXIS: Final = 36
_HEAD_LINE: Final = 29
_GROUP: Final = 40
# The widest that names of rows may be, and the gap right of them.
_NAME: Final = 430
_NAME_OF_MATRIX: Final = 360
_NAME_OF_STRIP: Final = 300
_ASIDE: Final = 440
_NAME_GAP: Final = 30
_LEAST_NAME: Final = 170
_TOTAL: Final = 100
_LEAST_COLUMNS: Final = 3
# What stands beside the scale instead of a figure: «ряд прерван: с 2025/26 другая методика».
_WORDS: Final = 265
_HEAT_ROW: Final = 30
_MOST_BAR: Final = 64
_MOST_COUNT: Final = 96
_MOST_LINE: Final = 56
_NARROW: Final = 520
_TIGHT: Final = 320
# Of the columns right of the scale: a value, a count, a distance to the goal, a reading with its count.
_VALUE: Final = 96
_COUNT: Final = 176
_DISTANCE: Final = 176
_READING: Final = 275
# Rows of two years: fewer than these leave half the slide empty.
_FEW: Final = 5
REFERENCE: Final = "sample sample-reference"


@dataclass(frozen=True, slots=True)
class Rows:
    """Pixels of the rows of a body.

    fixed: heads and axis; rows: each row at its closest; most: of a row spread out; name: width of the column of names,
    0 where the columns see to themselves; track: width that is left for the scale, 0 without one; words: of the column of words.
    is_roomy: so few that a count may stand under its value, or that a row has air around its line.
    """

    fixed: int
    rows: Sequence[int]
    most: int = MOST_ROW
    name: int = 0
    track: int = 0
    words: int = 0
    is_roomy: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether not every tick of the scale has room for its label."""
        return 0 < self.track < _NARROW

    @property
    def is_tight(self) -> bool:
        """Whether no more than the ends of the scale and its reference have room for their labels."""
        return 0 < self.track < _TIGHT

    @property
    def least(self) -> int:
        return self.fixed + sum(self.rows)

    def lane(self, room: int) -> int:
        """Height that all rows may have so that they fill the room, the usual most at the most."""
        if not self.rows:
            return LEAST_ROW
        spare = max(room - self.least, 0) // len(self.rows)
        return min(min(self.rows) + spare, max(self.most, min(self.rows)))


def slide_legend(body: SlideBody) -> Sequence[Entry]:
    """As in a figure, and what the line through the rows is: over them stands its value alone."""
    if isinstance(body, CountBars):
        has_before = any(row.before is not None and row.before.n for row in body.rows)
        return [(DISTRICT, A_YEAR_AGO)] if has_before else []
    if isinstance(body, KeyFigures | WordTable):
        return []
    reference = body.reference if isinstance(body, GoalDotPlot | Dumbbell) else None
    has_line = reference is not None and body.scale.low <= reference.value <= body.scale.high  # type: ignore[union-attr]
    line = [(REFERENCE, reference.label)] if reference is not None and has_line else []
    return [*line, *(entry for entry in legend_entries(body) if not _is_told(entry, body))]


def _is_told(entry: Entry, body: SlideBody) -> bool:
    """Whether the rows say themselves what the mark means: a dumbbell has both years over its columns, beside a dot
    stands «не хватает 4» or «запас 12», in a cell «3/4» over its ground.
    """
    if isinstance(body, GoalDotPlot):
        return bool(body.gap_head) and entry[0] in {"mark-met", "mark-not-met"}
    if isinstance(body, HeatMap):
        return entry[0].startswith("sample sample-ground")
    return isinstance(body, Dumbbell) and entry[0] == BEFORE


def has_rows(body: SlideBody) -> bool:
    if isinstance(body, KeyFigures):
        return bool(body.figures)
    if isinstance(body, Funnel | Ambition):
        return bool(body.points)
    return bool(body.series if isinstance(body, Trend) else body.rows)


def body_html(body: SlideBody, *, room: int) -> Element:
    """The drawing itself. room: pixels of height that it has. Without rows the headline says so, the note says why."""
    if not has_rows(body):
        return html.P(tied(body.text.note), className="slide-nothing")
    if isinstance(body, KeyFigures):
        return key_figures(body)
    if isinstance(body, WordTable):
        return word_table(body)
    if isinstance(body, CountBars):
        return count_bars(body)
    if isinstance(body, Funnel | Ambition | Trend):
        return figure_svg(slide_drawing(body, width=INNER, height=room), told=tied(chart_sentence(body)))
    return rows_html(_with_short_reference(body))


def _with_short_reference(chart: RowChart) -> RowChart:
    """Over the rows «85 %» alone, among the ticks: its words stand in the legend."""
    if isinstance(chart, GoalDotPlot | Dumbbell) and chart.reference is not None:
        value = chart.reference.value
        return replace(chart, reference=Reference(value, tick_words(value, chart.scale.unit)))
    return chart


def body_rows(body: SlideBody) -> Rows | None:
    """None for what has no rows and takes whatever height there is."""
    if not has_rows(body) or isinstance(body, KeyFigures | Funnel | Ambition | Trend):
        return None
    if isinstance(body, WordTable):
        head, *rows = table_rows(body)
        return Rows(head, rows, most=_MOST_LINE, is_roomy=max(rows) < 2 * LINE)
    if isinstance(body, CountBars):
        return _of_counts(body)
    return _of_chart(body)


def _of_counts(chart: CountBars) -> Rows:
    name = _name_width([row.place.name for row in chart.rows], most=_NAME)
    heads = max(lines_of(chart.row_head, width=name), lines_of(chart.count_head, width=COUNT_WIDTH), 1)
    rows = [
        max(_named(row.place.name, name), LEAST_ROW * lines_of(row.words if row.count.n else "", width=WORDS_WIDTH))
        for row in chart.rows
    ]
    said = [row.words for row in chart.rows if row.words and row.count.n]
    words = round(min(max(map(width_of, said)) + _NAME_GAP, WORDS_WIDTH)) if said else 0
    head = max(_AXIS, heads * _HEAD_LINE + 6)
    track = INNER - name - COUNT_WIDTH - words
    return Rows(head, rows, most=_MOST_COUNT, name=name, track=track, words=words)


def _of_chart(chart: RowChart) -> Rows:
    name = _name_width([row.place.name for row in chart.rows], most=_NAME)
    if isinstance(chart, GoalDotPlot):
        columns = max(lines_of(chart.count_head, width=170), lines_of(chart.gap_head, width=150))
        rows = [_named(row.place.name, name, extra=_has_more(row)) for row in chart.rows]
        track = INNER - name - _VALUE - _COUNT - _DISTANCE
        return Rows(max(_AXIS, columns * _HEAD_LINE + 6) + _heads(chart), rows, name=name, track=track)
    if isinstance(chart, Dumbbell):
        return _of_dumbbell(chart, name)
    if isinstance(chart, CategoryBars):
        has_beside = bool(chart.beside_label) and shared_beside(chart) is None
        rows = [_named(row.place.name, name, extra=max(_has_more(row), has_beside)) for row in chart.rows]
        head = max(_AXIS, lines_of(chart.count_head, width=200) * _HEAD_LINE + 6)
        return Rows(head, rows, most=_MOST_BAR, name=name, track=INNER - name - _VALUE - _COUNT)
    if isinstance(chart, DistributionStrips):
        return _of_strips(chart, name)
    return _of_matrix(chart)


def _of_dumbbell(chart: Dumbbell, name: int) -> Rows:
    is_roomy = len(chart.rows) <= _FEW
    rows = [max(_two_years(row, name), 2 * LINE if is_roomy else 0) for row in chart.rows]
    change = _WORDS if any(row.breaks or row.words for row in chart.rows) else 140
    track = INNER - name - 2 * (_COUNT if is_roomy else _READING) - change
    return Rows(_AXIS, rows, most=76 if is_roomy else MOST_ROW, name=name, track=track, is_roomy=is_roomy)


def _heads(chart: GoalDotPlot | DistributionStrips) -> int:
    return _GROUP * sum(1 for group in chart.groups if group.title and group.rows)


def _has_more(row: DotRow | BarRow) -> int:
    """A line of words under the figures, where a row has both."""
    return 1 if row.words and row.value is not None else 0


def _two_years(row: DumbbellRow, name: int) -> int:
    told = f"{BREAK}: {row.breaks}" if row.breaks else row.words
    return max(_named(row.place.name, name), lines_of(told, width=_WORDS) * LINE)


def _of_strips(chart: DistributionStrips, name: int) -> Rows:
    """Where rows have words beside them, they take two lines anyway, and the count stands in the second."""
    name = min(name, _NAME_OF_STRIP)
    is_roomy = any(map(_beside, chart.rows))
    rows = [max(_strip(row, name), 2 * LEAST_ROW if is_roomy else 0) for row in chart.rows]
    words, reading = (_ASIDE, _COUNT) if is_roomy else (0, _READING)
    track = INNER - name - reading - max(words, _VALUE)
    head = max(_AXIS, lines_of(chart.school, width=150) * _HEAD_LINE + 6)
    return Rows(head + _heads(chart), rows, most=62, name=name, track=track, words=words, is_roomy=is_roomy)


def _strip(row: StripRow, name: int) -> int:
    told = _beside(row)
    return max(_named(row.place.name, name), (1 + lines_of(told, width=_ASIDE - _NAME_GAP)) * LINE if told else 0)


def _beside(row: StripRow) -> str:
    """Words under the district's value; where nothing is drawn they stand on the scale."""
    has_any = any(value is not None for value in (row.school.value, row.district, row.cluster)) or row.quartiles
    return ", ".join(each for each in (row.words, LESS_IS_BETTER if row.is_less_better else "") if each and has_any)


def _of_matrix(chart: HeatMap) -> Rows:
    total = _TOTAL if chart.total_head else 0
    longest = max((width_of(part) for row in chart.rows for part in tied(row.place.name).split(" ")), default=0)
    left = max(INNER - total - sum(_column_widths(chart)), _LEAST_NAME, longest + _NAME_GAP)
    name = min(_name_width([row.place.name for row in chart.rows], most=_NAME_OF_MATRIX), round(left))
    column = (INNER - name - total) / max(len(chart.columns), 1) - 12
    head = max((lines_of(each.head, width=column) for each in chart.columns), default=1)
    heads = _HEAT_ROW * sum(1 for group in chart.groups if group.title and group.rows)
    rows = [max(_HEAT_ROW, _named(row.place.name, name) + 3) for row in chart.rows]
    return Rows(head * _HEAD_LINE + 6 + heads, rows, most=54, name=name)


def most_columns(body: SlideBody) -> int:
    """Columns of a matrix that fit beside one another; enough for whatever is none."""
    if not isinstance(body, HeatMap):
        return MOST_COLUMNS
    needed, there = sum(_column_widths(body)), INNER - _LEAST_NAME - (_TOTAL if body.total_head else 0)
    if needed <= there:
        return MOST_COLUMNS
    return min(max(int(len(body.columns) * there / needed), _LEAST_COLUMNS), MOST_COLUMNS)


def _column_widths(chart: HeatMap) -> list[float]:
    """The least that each column needs: its widest cell, the longest word of its head."""
    cells = [[row.cells[at] for row in chart.rows] for at in range(len(chart.columns))]
    heads = [max(map(width_of, column.head.replace("\u00ad", "- ").split(" "))) + 12 for column in chart.columns]
    return [max(head, *map(_cell_width, column)) for head, column in zip(heads, cells, strict=True)]


def _cell_width(cell: HeatCell) -> float:
    """The figure, a mark for each verdict, and the air around them. A cell without figures has words alone."""
    if cell.shade is None:
        return width_of(cell.figure) + 16
    return width_of(cell.figure, is_bold=True) + (6 + 17.3 * len(cell.marks) if cell.marks else 0) + 10


def _name_width(names: Sequence[str], *, most: int) -> int:
    """Of the column of names: as wide as the longest of them, as far as there is room for it."""
    return min(max((round(width_of(name)) for name in names), default=0) + _NAME_GAP, most)


def _named(name: str, width: int, *, extra: int = 0) -> int:
    """A row whose name may take several lines. extra: further lines beside it."""
    lines = max(lines_of(name, width=width - _NAME_GAP), 1 + extra)
    return LEAST_ROW + (lines - 1) * LINE
