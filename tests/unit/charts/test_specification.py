"""Charts before they are drawn."""

from fractions import Fraction

import pytest

from dashboard.charts.html import bullet, meter
from dashboard.charts.specification import Bullet, Meter, Tint, tint
from data_layer.queries.views import Count


@pytest.mark.parametrize(
    ("k", "n", "step"),
    [
        (4, 4, Tint.ALL),
        (2, 4, Tint.HALF),
        (3, 4, Tint.HALF),
        (1, 3, Tint.SOME),
        (1, 4, Tint.SOME),
        (0, 1, Tint.NONE),
        (0, 0, None),
    ],
)
def test_a_cell_is_tinted_in_four_steps(k: int, n: int, step: Tint | None) -> None:
    assert tint(Count(k, n)) == step


def test_a_meter_is_filled_to_its_share_and_ticked_at_last_years() -> None:
    drawn = str(meter(Meter("Цели", Count(1, 4), Count(1, 2))))

    assert '<span class="fill" style="width:25.00%"></span><span class="tick" style="left:50.00%"></span>' in drawn


def test_a_meter_of_nothing_is_an_empty_track() -> None:
    drawn = str(meter(Meter("Цели", Count(0, 0), Count(0, 0))))

    assert drawn == '<span aria-hidden="true" class="meter"><span class="fill" style="width:0.00%"></span></span>'


def test_a_bullet_of_at_most_runs_from_the_right() -> None:
    spec = Bullet("2.1", Fraction(100), Fraction(3), Fraction(2), None, is_reversed=True, is_missed=True)

    drawn = str(bullet(spec))

    assert '<span class="fact is-missed" style="width:3.00%"></span>' in drawn
    assert '<span class="target-tick" style="left:98.00%"></span>' in drawn
    assert 'class="bullet is-reversed"' in drawn


def test_a_bar_beyond_the_scale_stays_inside() -> None:
    spec = Bullet("1.1", Fraction(100), Fraction(120), None, None, is_reversed=False, is_missed=False)

    assert '<span class="fact" style="width:100.00%"></span>' in str(bullet(spec))
