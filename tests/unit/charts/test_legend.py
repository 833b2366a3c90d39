"""Legends tell the marks that are drawn, and no others."""

from dataclasses import replace

from dashboard.charts.legend import BEFORE, OTHERS, OWN_TARGET, legend_entries
from dashboard.charts.rows import DotGroup
from dashboard.charts.specification import Tint
from data_layer.domain.vocabulary import Status
from tests.support import sample_charts as sample


def test_a_verdict_that_no_row_draws_is_not_explained() -> None:
    chart = sample.dots_with_gaps()

    # Of the six rows three have a value: two that miss, one exactly on its own target.
    assert [words for _, words in legend_entries(chart)] == [
        "достигнута",
        "не достигнута",
        "своя цель школы, если она другая",
    ]


def test_a_row_without_a_value_draws_no_verdict() -> None:
    chart = sample.dots_with_gaps()
    hidden = tuple(replace(row, value=None, status=Status.NEAR) for row in chart.rows)

    assert legend_entries(replace(chart, groups=(DotGroup("", hidden),))) == []


def test_grey_marks_are_explained_where_one_row_is_chosen() -> None:
    assert OTHERS in [name for name, _ in legend_entries(sample.dots(chosen="СОШ № 3"))]
    assert OTHERS in [name for name, _ in legend_entries(sample.funnel(chosen="СОШ № 3"))]
    assert OTHERS not in [name for name, _ in legend_entries(sample.dots())]
    assert OWN_TARGET in [name for name, _ in legend_entries(sample.dots())]
    assert legend_entries(sample.dumbbell())[0] == (BEFORE, "2024/25")


def test_grey_bars_are_explained_even_where_the_chosen_one_is_not_drawn() -> None:
    chart = sample.bars()
    first, *rest = chart.rows
    chosen = replace(chart, rows=(replace(first, is_chosen=True), *rest))
    without = replace(chart, rows=(replace(first, is_chosen=True, value=None), *rest))

    assert OTHERS not in [name for name, _ in legend_entries(chart)]
    assert (OTHERS, "серые — остальные") in legend_entries(chosen)
    assert (OTHERS, "серые — остальные") in legend_entries(without)
    assert OTHERS not in [name for name, _ in legend_entries(replace(chosen, rows=chosen.rows[:1]))]


def test_how_near_is_near_is_told_where_the_chart_knows_it() -> None:
    chart = sample.dots()

    assert "близко" in [words for _, words in legend_entries(chart)]
    told = legend_entries(replace(chart, text=replace(chart.text, near="до 5 п. п.")))
    assert "близко, до 5 п. п." in [words for _, words in told]


def test_the_ground_of_a_matrix_is_explained_by_the_steps_that_occur() -> None:
    chart = sample.heat()
    grounds = [words for name, words in legend_entries(chart) if name.startswith("sample sample-ground")]

    assert {cell.shade for row in chart.rows for cell in row.cells} & set(Tint) == {Tint.HALF}
    assert grounds == ["фон: половина и больше"]
