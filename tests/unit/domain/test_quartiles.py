"""Quartiles of schools, worked out by hand by the rule of КВАРТИЛЬ.ВКЛ: place (n - 1) * p, interpolated."""

from decimal import Decimal
from fractions import Fraction

import pytest

from data_layer.domain.pooling import pool
from data_layer.domain.quartiles import Quartiles, quartiles
from data_layer.domain.vocabulary import Level, Status
from tests.unit.domain.builders import SETTINGS, YEAR, growth, indicator, result


def fractions(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


def test_places_between_two_schools_are_interpolated() -> None:
    # Six values: places 1.25, 2.5 and 3.75.
    expected = Quartiles(Fraction("72.5"), Fraction(85), Fraction("97.5"))

    assert quartiles(fractions(100, 60, 80, 90, 70, 100)) == expected


def test_places_on_a_school_are_its_value() -> None:
    # Five values: places 1, 2 and 3.
    assert quartiles(fractions(50, 40, 30, 20, 10)) == Quartiles(Fraction(20), Fraction(30), Fraction(40))


@pytest.mark.parametrize("count", [0, 1, 4])
def test_fewer_than_five_schools_have_no_quarters(count: int) -> None:
    assert quartiles(fractions(*range(count))) is None


def test_a_school_counts_once_whatever_its_size_and_small_cohorts_not_at_all() -> None:
    rows = [
        result(10, 20, school_id=1),  # 50 %
        result(600, 1000, school_id=2),  # 60 %
        result(14, 20, school_id=3),  # 70 %
        result(16, 20, school_id=4),  # 80 %
        result(9, 10, school_id=5),  # 90 %, just large enough
        result(0, 9, school_id=6),  # a small cohort
        result(None, None, school_id=7, status=Status.NO_DATA),
    ]

    pooled = pool(
        rows,
        indicator=indicator(),
        level=Level.NOO,
        year=YEAR,
        cluster="",
        reference=Decimal(80),
        settings=SETTINGS,
    )

    assert (pooled.quartile_schools, pooled.lower_quartile, pooled.median, pooled.upper_quartile) == (5, 60, 70, 80)
    # The district's own value is another thing: pupils, not schools.
    assert (pooled.numerator, pooled.denominator) == (649, 1079)


def test_numbers_of_units_have_no_quartiles() -> None:
    rows = [result(None, None, school_id=place, value=float(place)) for place in range(8)]

    pooled = pool(rows, indicator=growth(), level=Level.NOO, year=YEAR, cluster="", reference=None, settings=SETTINGS)

    assert (pooled.quartile_schools, pooled.median) == (0, None)
