"""A school within its district takes no more of a slide than what compares."""

from dataclasses import replace

import pytest

from dashboard.charts.rows import DistributionStrips, Reading
from dashboard.slides.compared import only_compared
from data_layer.domain.vocabulary import Status
from tests.support.sample_charts import dots, strips


def test_rows_without_a_value_or_a_median_are_counted_instead_of_shown() -> None:
    kept = only_compared(strips())

    assert isinstance(kept, DistributionStrips)
    assert [row.place.name for row in kept.rows] == ["3.1 Участие в ВсОШ"]
    assert kept.text.note == "Не показаны 2\u00a0строки: нет своего значения или медианы района."


@pytest.mark.parametrize(
    ("hidden", "told"),
    [(1, "скрыто 1, у остальных нет своего значения или медианы района."), (2, "значения скрыты.")],
)
def test_what_is_hidden_is_not_called_missing(hidden: int, told: str) -> None:
    chart = strips()
    (group,) = chart.groups
    rows = tuple(
        replace(row, status=Status.SUPPRESSED, school=Reading(None)) if place <= hidden and place else row
        for place, row in enumerate(group.rows)
    )

    kept = only_compared(replace(chart, groups=(replace(group, rows=rows),)))

    assert kept.text.note == f"Не показаны 2\u00a0строки: {told}"


def test_where_nothing_compares_all_rows_stay_and_say_why() -> None:
    chart = strips()
    (group,) = chart.groups
    alone = replace(chart, groups=(replace(group, rows=group.rows[1:]),))

    assert only_compared(alone) is alone


def test_other_charts_stay_as_they_are() -> None:
    chart = dots()

    assert only_compared(chart) is chart
