"""A school within its district takes no more of a slide than what compares."""

from dataclasses import replace

from dashboard.charts.rows import DistributionStrips
from dashboard.slides.compared import only_compared
from tests.support.sample_charts import dots, strips


def test_rows_without_a_value_or_a_median_are_counted_instead_of_shown() -> None:
    kept = only_compared(strips())

    assert isinstance(kept, DistributionStrips)
    assert [row.place.name for row in kept.rows] == ["3.1 Участие в ВсОШ"]
    assert kept.text.note == "Не показаны 2\u00a0строки: своего значения или медианы района нет."


def test_where_nothing_compares_all_rows_stay_and_say_why() -> None:
    chart = strips()
    (group,) = chart.groups
    alone = replace(chart, groups=(replace(group, rows=group.rows[1:]),))

    assert only_compared(alone) is alone


def test_other_charts_stay_as_they_are() -> None:
    chart = dots()

    assert only_compared(chart) is chart
