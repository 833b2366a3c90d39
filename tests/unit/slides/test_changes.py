"""What «обновить» would change."""

from dataclasses import replace

import pytest

from dashboard.charts.specification import Place
from dashboard.charts.summaries import CountBars
from dashboard.slides.changes import HEADLINE, IS_THERE, NOT_THERE, ROW, Change, changes
from dashboard.slides.values import SlideBody
from data_layer.queries.views import Count
from tests.support import sample_charts as sample
from tests.support.sample_slides import bodies

BODIES = bodies()


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_the_same_slide_has_not_changed(body: SlideBody) -> None:
    assert changes(body, body) == ()


def test_values_rows_and_the_headline_are_told_one_by_one() -> None:
    before = sample.count_bars()
    first, second, third = before.rows
    now = replace(
        before,
        text=replace(before.text, headline="Цель 3.3 достигли 16 из 26 школ"),
        rows=(replace(third, count=Count(16, 26)), first, replace(second, place=Place("3.4 Новая"))),
    )

    assert changes(before, now) == (
        Change("", HEADLINE, "Цель 3.3 достигли 15 из 26 школ", "Цель 3.3 достигли 16 из 26 школ"),
        Change("3.2 Призёры", ROW, IS_THERE, NOT_THERE),
        Change("3.3 Дополнительное образование", "Школ достигли", "15", "16"),
        Change("3.3 Дополнительное образование", "Доля", "57,7\u00a0%", "61,5\u00a0%"),
        Change("3.4 Новая", ROW, NOT_THERE, IS_THERE),
    )


def test_a_value_that_came_is_told_against_nothing() -> None:
    before = sample.count_bars()
    assert isinstance(before, CountBars)
    now = replace(before, rows=(before.rows[0], replace(before.rows[1], count=Count(1, 4), words=""), before.rows[2]))

    assert Change("3.2 Призёры", "Доля", NOT_THERE, "25,0\u00a0%") in changes(before, now)


def test_the_order_of_rows_is_no_change() -> None:
    dots = sample.dots()
    turned = replace(dots, groups=tuple(replace(group, rows=group.rows[::-1]) for group in dots.groups))

    assert changes(dots, turned) == ()
