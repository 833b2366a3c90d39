"""Counts and words of a slide as HTML: bars of k of n, large figures, a table of words."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from dashboard import html
from dashboard.charts.html.track import (
    axis,
    grid_style,
    number,
    percent_of,
    row_name,
    tick_at,
    track,
    words_in_track,
)
from dashboard.charts.specification import Place, Scale, share_of
from dashboard.charts.summaries import CountBars, CountRow, KeyFigure, KeyFigures, WordColumn, WordRow, WordTable
from dashboard.charts.words import count_words
from dashboard.components.marks import unseen
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.slides.html.room import INNER, LINE, lines_of, width_of

_SCALE: Final = Scale(Fraction(0), Fraction(100))
# Between the columns of a table of words.
_GUTTER: Final = 36
# The least that a column of words is given, so that no word is broken.
_LEAST_COLUMN: Final = 120

# Pixels of «20 из 26» with its head, and the most for the words beside it.
COUNT_WIDTH: Final = 170
WORDS_WIDTH: Final = 300
# By so much a column grows at a time, pixels.
_STEP: Final = 12
# A text that fills its line to this part is taken for one line.
_ONE_LINE: Final = 0.94
_HALF: Final = 0.58
# Above and under the words of a row, with the line between rows.
_RULE: Final = 7


def count_bars(chart: CountBars) -> Element:
    has_words = any(row.words and row.count.n for row in chart.rows)
    head = [
        html.Th(tied(chart.row_head), scope="col", className="row-name"),
        html.Th([unseen("Доля"), axis(_SCALE)], scope="col", className="track"),
        html.Th(tied(chart.count_head), scope="col", className="value"),
        *([html.Th(unseen("Примечание"), scope="col", className="count-of")] if has_words else []),
    ]
    body = html.Tbody([_count_row(row, has_words=has_words) for row in chart.rows])
    return html.Table([html.Thead(html.Tr(head)), body], className="row-chart bars counts", style=grid_style(_SCALE))


def _count_row(row: CountRow, *, has_words: bool) -> Element:
    """A row without anything to count says why; a bar of nothing would read as 0 %."""
    has_count = row.count.n > 0
    shown = number(count_words(row.count), row.why, about=row.place.name) if has_count else None
    cells = [
        row_name(row.place),
        _count_track(row) if has_count else words_in_track(row.words, row.why, about=row.place.name),
        html.Td(shown, className="value"),
        *([html.Td(tied(row.words) if has_count else None, className="count-of")] if has_words else []),
    ]
    return html.Tr(cells)


def _count_track(row: CountRow) -> Element:
    parts = [html.Span(className="bar-of", style={"width": percent_of(share_of(row.count))})]
    if row.before is not None and row.before.n:
        parts.append(tick_at(100 * share_of(row.before), _SCALE, "beside-tick"))
    return track(parts)


def key_figures(chart: KeyFigures) -> Element:
    """Each of them large; two, three or six in a row look even, so the number is told to the style sheet."""
    cards = [html.Div(_key_figure(figure), className="key-figure") for figure in chart.figures]
    return html.Div(cards, className=f"key-figures of-{len(cards)}")


def _key_figure(figure: KeyFigure) -> list[Element]:
    value: list[object] = [html.B(tied(figure.value))]
    if figure.of:
        value.append(html.Span(f" {tied(figure.of)}"))
    words = [html.P(tied(figure.words), className="key-words")] if figure.words else []
    return [html.P(tied(figure.label), className="key-label"), html.P(value, className="key-value"), *words]


def word_table(chart: WordTable) -> Element:
    """Columns as wide as their words need, as far as there is room; then numbers keep theirs and words are broken."""
    widths = _widths(chart)
    columns = [html.Col(style={"width": percent_of(Fraction(round(width), INNER))}) for width in widths]
    head = [
        html.Th(tied(chart.row_head), scope="col"),
        *(html.Th(tied(column.title), scope="col", className=_side(column)) for column in chart.columns),
    ]
    rows = [_word_row(row, chart.columns) for row in chart.rows]
    return html.Table([html.Colgroup(columns), html.Thead(html.Tr(head)), html.Tbody(rows)], className="word-table")


def _word_row(row: WordRow, columns: Sequence[WordColumn]) -> Element:
    # Where a phone shows rows without their head, each cell says what it is.
    cells = [
        html.Td(tied(words), className=_side(column), **{"data-head": tied(column.title)})
        for words, column in zip(row.cells, columns, strict=True)
    ]
    return html.Tr([html.Th(_named(row.place), scope="row"), *cells], className="is-chosen" if row.is_chosen else None)


def _named(place: Place) -> Element:
    return html.Link(tied(place.name), href=place.href) if place.href else html.Span(tied(place.name))


def _side(column: WordColumn) -> str | None:
    return "number" if column.is_number else None


def table_rows(chart: WordTable) -> list[int]:
    """Height of every row at its closest, pixels, the head first."""
    widths = _widths(chart)
    head = (chart.row_head, *(column.title for column in chart.columns))
    rows = [head, *((row.place.name, *row.cells) for row in chart.rows)]
    return [_row_height(cells, widths) for cells in rows]


def _row_height(cells: Sequence[str], widths: Sequence[float]) -> int:
    lines = max(lines_of(words, width=width - _GUTTER) for words, width in zip(cells, widths, strict=True))
    return max(lines, 1) * LINE + _RULE


def _widths(chart: WordTable) -> list[float]:
    """Pixels of every column, together the whole width of the slide.

    What is left by numbers and by the longest words goes, little by little, to the column that needs most lines.
    """
    columns = [(chart.row_head, *(row.place.name for row in chart.rows))]
    columns += [(column.title, *(row.cells[at] for row in chart.rows)) for at, column in enumerate(chart.columns)]
    numbers = [False, *(column.is_number for column in chart.columns)]
    needed = [
        _number_width(words) if is_number else max(map(width_of, words))
        for words, is_number in zip(columns, numbers, strict=True)
    ]
    widths = [
        (need if is_number else min(need, max(_longest_word(words), _LEAST_COLUMN))) + _GUTTER
        for words, need, is_number in zip(columns, needed, numbers, strict=True)
    ]
    growing = [at for at, is_number in enumerate(numbers) if not is_number]
    while sum(widths) + _STEP <= INNER:
        lines = {at: needed[at] / (widths[at] - _GUTTER) for at in growing}
        tightest = max(growing, key=lambda at: lines[at])
        if lines[tightest] <= _ONE_LINE:
            break
        widths[tightest] += _STEP
    spare = max(INNER - sum(widths), 0) / len(growing)
    return [width + (0 if is_number else spare) for width, is_number in zip(widths, numbers, strict=True)]


def _number_width(words: Sequence[str]) -> float:
    """The head of a column of numbers may take two lines; its numbers may not."""
    head, *cells = words
    return max(_longest_word([head]), width_of(head) * _HALF, *map(width_of, cells))


def _longest_word(words: Sequence[str]) -> float:
    return max(width_of(word) for each in words for word in (tied(each).split(" ") or [""]))
