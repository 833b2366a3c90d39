"""Slides of fifteen rows."""

from dataclasses import replace

import pytest

from dashboard.charts.rows import DotGroup, GoalDotPlot, HeatMap
from dashboard.charts.summaries import WordTable
from dashboard.slides.parts import parts
from dashboard.slides.values import SlideBody
from tests.support import sample_charts as sample
from tests.support.sample_slides import bodies

BODIES = bodies()


def _rows(body: SlideBody) -> list[object]:
    return list(getattr(body, "rows", ()) or getattr(body, "points", ()))


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_no_row_is_lost_or_told_twice(body: SlideBody) -> None:
    cut = parts(body, 4)

    assert [row for part in cut for row in _rows(part)] == _rows(body)
    assert all(type(part) is type(body) for part in cut)


def test_what_fits_is_left_whole() -> None:
    body = sample.word_table(schools=15)

    assert parts(body) == (body,)


@pytest.mark.parametrize(("rows", "sizes"), [(16, [8, 8]), (26, [13, 13]), (31, [11, 10, 10]), (0, [0])])
def test_rows_are_cut_evenly(rows: int, sizes: list[int]) -> None:
    one = sample.word_table(schools=1).rows[0]
    body = replace(sample.word_table(), rows=(one,) * rows)

    assert [len(part.rows) for part in parts(body) if isinstance(part, WordTable)] == sizes


def test_groups_stay_together_while_they_fit_and_keep_their_heads() -> None:
    row = sample.dots().rows[0]
    groups = tuple(DotGroup(title, (row,) * size) for title, size in (("Город", 9), ("Посёлки", 5), ("Сёла", 20)))

    cut = parts(replace(sample.dots(), groups=groups))

    shown = [[(group.title, len(group.rows)) for group in part.groups] for part in cut if isinstance(part, GoalDotPlot)]
    assert shown == [[("Город", 9), ("Посёлки", 5)], [("Сёла", 10)], [("Сёла", 10)]]


def test_a_wide_map_is_cut_by_columns_and_its_total_stands_once() -> None:
    heat = sample.heat()
    cut = [part for part in parts(heat, most_columns=4) if isinstance(part, HeatMap)]

    assert [len(part.columns) for part in cut] == [len(part.rows[0].cells) for part in cut]
    assert [column for part in cut for column in part.columns] == list(heat.columns)
    assert [bool(part.total_head) for part in cut] == [False] * (len(cut) - 1) + [bool(heat.total_head)]
