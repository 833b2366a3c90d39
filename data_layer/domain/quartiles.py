"""Where a school stands among the others: quartiles of the schools' own values, told without naming any school.

These are figures *about schools*, each school counting once, whatever its size; the value of the district is
another thing, pooled over pupils (see `pooling`). Small cohorts are left out: one pupil would move the quartile.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from data_layer.domain.attainment import PERCENT_KINDS, exact_value
from data_layer.domain.facts import DistrictSettings, IndicatorRule, ResultFact

# Quarters of fewer values say nothing.
FEWEST_SCHOOLS: Final = 5


@dataclass(frozen=True, slots=True)
class Quartiles:
    """lower <= median <= upper, exact, in the unit of the values."""

    lower: Fraction
    median: Fraction
    upper: Fraction


def quartiles(values: Collection[Fraction]) -> Quartiles | None:
    """Quartiles by linear interpolation between neighbours, None for fewer than five values.

    Of n values in order, numbered from 0, the quartile of the part p stands at the place (n - 1) * p; between
    two places it is interpolated. That is QUARTILE.INC of spreadsheets (КВАРТИЛЬ.ВКЛ) and type 7 of Hyndman and
    Fan, so the department can check it in its own tables. Example: of 60, 70, 80, 90, 100, 100 the
    places are 1.25, 2.5 and 3.75, so the quartiles are 72.5, 85 and 97.5.
    """
    if len(values) < FEWEST_SCHOOLS:
        return None
    ordered = sorted(values)
    lower, median, upper = (_at(ordered, Fraction(part, 4)) for part in (1, 2, 3))
    return Quartiles(lower, median, upper)


def quartile_values(indicator: IndicatorRule, rows: Sequence[ResultFact], settings: DistrictSettings) -> list[Fraction]:
    """The exact values that quartiles of these rows are made of, in the order of the rows."""
    return [
        value
        for row in rows
        if counts_in_quartiles(indicator, row, settings) and (value := exact_value(indicator.kind, row)) is not None
    ]


def counts_in_quartiles(indicator: IndicatorRule, row: ResultFact, settings: DistrictSettings) -> bool:
    """Shares of a cohort that is not small. Numbers of winners and the like follow the size of a school."""
    return (
        indicator.kind in PERCENT_KINDS
        and row.value is not None
        and row.denominator is not None
        and row.denominator >= settings.small_cohort
    )


def _at(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    place = (len(ordered) - 1) * part
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
