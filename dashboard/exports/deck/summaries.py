"""Bars that count as bars of a chart: what draws the one draws the other."""

from fractions import Fraction

from dashboard.charts.rows import BarRow, CategoryBars
from dashboard.charts.specification import Scale, share_of
from dashboard.charts.summaries import CountBars, CountRow
from dashboard.texts.deck import A_YEAR_AGO


def as_bars(chart: CountBars) -> CategoryBars:
    """K of n on a scale from 0 to 100 %; last year's share as the thin mark beside."""
    has_before = any(row.before is not None and row.before.n for row in chart.rows)
    rows = tuple(_bar(row) for row in chart.rows)
    scale = Scale(Fraction(0), Fraction(100))
    return CategoryBars(chart.text, scale, rows, chart.count_head, A_YEAR_AGO if has_before else "")


def _bar(row: CountRow) -> BarRow:
    """Nothing to divide by is no bar: no data are never 0 %."""
    before = 100 * share_of(row.before) if row.before is not None and row.before.n else None
    value = 100 * share_of(row.count) if row.count.n else None
    return BarRow(row.place, value, row.count if row.count.n else None, before, row.words)
