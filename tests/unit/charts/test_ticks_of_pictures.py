"""The numbers along the scale of a picture never run into each other, however little the columns leave to it."""

from dataclasses import replace

from dashboard.charts.plotly import drawing_of
from dashboard.charts.plotly.base import PICTURE
from tests.support import sample_charts as sample


def numbers(words: str) -> list[str]:
    chart = sample.bars()
    rows = tuple(replace(row, words=words) for row in chart.rows)
    return [str(text) for text in drawing_of(replace(chart, rows=rows), PICTURE).xaxis["ticktext"] if text]  # type: ignore[attr-defined] # a list


def test_a_wide_scale_has_all_its_numbers() -> None:
    assert [each.replace("\u00a0", " ") for each in numbers("")] == ["0 %", "20 %", "40 %", "60 %"]


def test_a_narrow_one_keeps_the_first_and_as_many_as_have_room() -> None:
    kept = numbers("часть школ скрыта, а у остальных мало учеников")

    assert kept[0] == "0\u00a0%"
    assert 0 < len(kept) < 4
