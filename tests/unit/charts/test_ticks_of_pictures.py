"""The scale of a picture: its width beside names and columns, and numbers and words that run into nothing."""

from dataclasses import replace
from fractions import Fraction

from dashboard.charts.plotly import drawing_of
from dashboard.charts.plotly.base import PICTURE, Drawing
from dashboard.charts.rows import DotGroup
from tests.support import sample_charts as sample


def numbers(words: str) -> list[str]:
    chart = sample.bars()
    rows = tuple(replace(row, words=words) for row in chart.rows)
    return [str(text) for text in drawing_of(replace(chart, rows=rows), PICTURE).xaxis["ticktext"] if text]  # type: ignore[attr-defined] # a list


def test_a_wide_scale_has_all_its_numbers() -> None:
    assert [each.replace("\u00a0", " ") for each in numbers("")] == ["0 %", "20 %", "40 %", "60 %"]


def test_a_narrow_one_keeps_the_first_and_as_many_as_have_room() -> None:
    kept = numbers("часть школ скрыта, а у остальных мало учеников, поэтому их числа сложены по всему району вместе")

    assert kept[0] == "0\u00a0%"
    assert 0 < len(kept) < 4


def scale_width(drawing: Drawing) -> int:
    return drawing.sizes.width - drawing.margin.left - drawing.margin.right


def test_long_words_take_two_lines_before_the_scale_becomes_too_narrow() -> None:
    chart = sample.bars()
    rows = tuple(replace(row, words="часть школ скрыта") for row in chart.rows)
    drawing = drawing_of(replace(chart, rows=rows), PICTURE)

    texts = [str(text) for trace in drawing.data for text in trace.get("text", [])]  # type: ignore[attr-defined] # a list
    assert "22 из\u00a040, часть<br>школ скрыта" in texts
    assert scale_width(drawing) > 0.35 * 1280
    assert sum("<br>" in text for text in texts) == len(rows)
    # Names of psychologists' length at 0.61 of 24 px and 56 px beside them; «22 из 40, часть» has 15 characters of 0.56.
    assert drawing.margin.left == round(len("психолого-педагогические") * 24 * 0.61) + 56
    assert drawing.margin.right == round(6 * 24 * 0.56) + round(15 * 24 * 0.56) + 2 * 28 + 40


def test_the_name_of_a_target_at_the_end_of_the_scale_stays_before_the_figures() -> None:
    chart = sample.dots(schools=3)
    first, *rest = chart.groups[0].rows
    drawing = drawing_of(replace(chart, groups=(DotGroup("", (replace(first, target=Fraction(100)), *rest)),)), PICTURE)

    # «цель 100»: 8 characters of 0.56 of 24 px, 8 px away from its stroke, which stands a fiftieth before the end.
    low, high = drawing.xaxis["range"]  # type: ignore[misc] # two numbers
    stroke = drawing.margin.left + scale_width(drawing) * (100 - low) / (high - low)  # type: ignore[has-type] # as above
    figures = min(float(str(trace["x"][0])) for trace in drawing.data if trace.get("xaxis") == "x2")  # type: ignore[index] # a list
    assert stroke + 8 + 8 * 24 * 0.56 <= figures - 6 * 24 * 0.56
