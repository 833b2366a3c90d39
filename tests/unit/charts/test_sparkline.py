"""The small line of a trend: which years are joined, and where a mark stands instead."""

import re
from fractions import Fraction

from dashboard.charts.plots import SeriesRole, Trend, TrendPoint, TrendSeries
from dashboard.charts.sentence import chart_sentence
from dashboard.charts.sparkline import sparkline
from dashboard.charts.specification import FigureText, Scale
from dashboard.html import written

YEARS = (2022, 2023, 2024, 2025)


def spec(values: dict[int, int | None], *, breaks: dict[int, str] | None = None) -> Trend:
    points = tuple(
        TrendPoint(year, None if value is None else Fraction(value), breaks=(breaks or {}).get(year, ""))
        for year, value in values.items()
    )
    series = (TrendSeries("Школа", SeriesRole.FOCUS, points),)
    return Trend(FigureText("1.1"), Scale(Fraction(0), Fraction(100)), YEARS, series)


def count(drawn: Trend, kind: str) -> int:
    return len(re.findall(f'class="{kind}"', written(sparkline(drawn))))


def test_years_of_one_series_are_joined() -> None:
    drawn = spec({2022: 60, 2023: 70, 2024: 80, 2025: 75})

    assert (count(drawn, "spark-line"), count(drawn, "spark-break"), count(drawn, "spark-dot")) == (3, 0, 4)


def test_a_break_is_not_bridged_and_marked() -> None:
    drawn = spec({2022: 60, 2023: 70, 2024: 80, 2025: 75}, breaks={2024: "с 2024/25 другая методика"})

    assert (count(drawn, "spark-line"), count(drawn, "spark-break"), count(drawn, "spark-dot")) == (2, 1, 4)


def test_a_year_without_a_figure_is_a_gap_and_no_break() -> None:
    drawn = spec({2022: 60, 2023: None, 2024: 80, 2025: 75})

    assert (count(drawn, "spark-line"), count(drawn, "spark-break"), count(drawn, "spark-dot")) == (1, 0, 3)


def test_a_break_is_heard_too() -> None:
    told = chart_sentence(spec({2024: 80, 2025: 75}, breaks={2025: "с 2025/26 другая методика"}))

    assert told.endswith("Перед 2025/26 ряд прерван: с 2025/26 другая методика.")
