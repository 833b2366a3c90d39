"""Charts of counts and words: shares of schools or documents, large figures, tables of words.

The standard agenda of a meeting is made of them; slides, files and pages draw them as they draw every chart. Rows of
schools name them as `Place` does; `why` is the address of the panel that explains the count, as in charts of rows.
"""

from dataclasses import dataclass
from typing import TypeAlias

from dashboard.charts.specification import FigureText, Place
from dashboard.formatting import Counted


@dataclass(frozen=True, slots=True)
class CountRow:
    """k of n of one goal or stage. before: last year's, None where it cannot be compared. words: after the count, or
    instead of it where n is 0 («нет данных»).
    """

    place: Place
    count: Counted
    before: Counted | None = None
    words: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CountBars:
    """Bars from 0 to 100 % with k of n beside them, and last year's share as a tick.

    row_head: what the rows are («Цель», «Стадия»); count_head: what is counted («школ достигли»).
    """

    text: FigureText
    rows: tuple[CountRow, ...]
    row_head: str
    count_head: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large figure: «236», of: «из 373», words: «+12 за год»."""

    label: str
    value: str
    of: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """At most six, each of them large."""

    text: FigureText
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class WordColumn:
    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class WordRow:
    """cells: one per column."""

    place: Place
    cells: tuple[str, ...]
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class WordTable:
    """Rows of words. columns: those after the head of the row."""

    text: FigureText
    columns: tuple[WordColumn, ...]
    rows: tuple[WordRow, ...]
    row_head: str = "Школа"


Summary: TypeAlias = CountBars | KeyFigures | WordTable
