"""A slide holds fifteen rows: what has more is cut evenly into several, at the ends of its groups where it can be."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from math import ceil
from typing import Final, TypeVar

from dashboard.charts.rows import (
    CategoryBars,
    DistributionStrips,
    DotGroup,
    Dumbbell,
    GoalDotPlot,
    HeatGroup,
    HeatMap,
    HeatRow,
    StripGroup,
)
from dashboard.charts.summaries import CountBars, WordTable
from dashboard.slides.values import SlideBody

MOST_ROWS: Final = 15
MOST_COLUMNS: Final = 12

T = TypeVar("T")
G = TypeVar("G", DotGroup, HeatGroup, StripGroup)
_Rows = TypeVar("_Rows", Dumbbell, CategoryBars, CountBars, WordTable)


def parts(body: SlideBody, most: int = MOST_ROWS, *, most_columns: int = MOST_COLUMNS) -> tuple[SlideBody, ...]:
    """The body itself where it fits; no part is empty, none has more than `most` rows. Plots are never cut."""
    if isinstance(body, HeatMap):
        return tuple(part for wide in _by_columns(body, most_columns) for part in _by_groups_of_heat(wide, most))
    if isinstance(body, GoalDotPlot):
        return tuple(replace(body, groups=groups) for groups in _cut_groups(body.groups, most))
    if isinstance(body, DistributionStrips):
        return tuple(replace(body, groups=groups) for groups in _cut_groups(body.groups, most))
    if isinstance(body, Dumbbell | CategoryBars | CountBars | WordTable):
        return _by_rows(body, most)
    return (body,)


def _by_rows(body: Dumbbell | CategoryBars | CountBars | WordTable, most: int) -> tuple[SlideBody, ...]:
    if isinstance(body, Dumbbell):
        return tuple(replace(body, rows=rows) for rows in _even(body.rows, most))
    if isinstance(body, CategoryBars):
        return tuple(replace(body, rows=rows) for rows in _even(body.rows, most))
    if isinstance(body, CountBars):
        return tuple(replace(body, rows=rows) for rows in _even(body.rows, most))
    return tuple(replace(body, rows=rows) for rows in _even(body.rows, most))


def _by_groups_of_heat(body: HeatMap, most: int) -> tuple[HeatMap, ...]:
    return tuple(replace(body, groups=groups) for groups in _cut_groups(body.groups, most))


def _by_columns(body: HeatMap, most: int) -> tuple[HeatMap, ...]:
    """The total of a row stands in the last part alone."""
    places = _even(tuple(range(len(body.columns))), most)
    if len(places) < 2:
        return (body,)
    return tuple(
        replace(
            body,
            columns=tuple(body.columns[place] for place in chosen),
            groups=tuple(
                replace(group, rows=tuple(_narrowed(row, chosen, is_last=chosen is places[-1]) for row in group.rows))
                for group in body.groups
            ),
            total_head=body.total_head if chosen is places[-1] else "",
        )
        for chosen in places
    )


def _narrowed(row: HeatRow, chosen: Sequence[int], *, is_last: bool) -> HeatRow:
    cells = tuple(row.cells[place] for place in chosen)
    return replace(row, cells=cells) if is_last else replace(row, cells=cells, total="", why="")


def _even(rows: tuple[T, ...], most: int) -> tuple[tuple[T, ...], ...]:
    """At least one part, whose sizes differ by one at most."""
    count = max(ceil(len(rows) / most), 1)
    size, larger = divmod(len(rows), count)
    ends = list(accumulate(size + (place < larger) for place in range(count)))
    return tuple(rows[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True))


def _cut_groups(groups: tuple[G, ...], most: int) -> tuple[tuple[G, ...], ...]:
    """Whole groups as long as they fit beside one another; a group that is too large is cut evenly by itself."""
    filled = [group for group in groups if group.rows]
    if sum(len(group.rows) for group in filled) <= most:
        return (groups,)
    pieces = [_with_rows(group, rows) for group in filled for rows in _even(group.rows, most)]
    found: list[list[G]] = [[]]
    for piece in pieces:
        if found[-1] and sum(len(each.rows) for each in found[-1]) + len(piece.rows) > most:
            found.append([])
        found[-1].append(piece)
    return tuple(tuple(part) for part in found)


def _with_rows(group: G, rows: tuple[object, ...]) -> G:
    return replace(group, rows=rows)  # type: ignore[arg-type] # rows of the group itself
