"""A plot drawn as lines and words: the same points, gaps and marks as the figure has."""

import re
from dataclasses import replace

from dashboard.charts.plotly import drawing_of, plot_figure, slide_drawing
from dashboard.charts.plotly.base import PICTURE
from dashboard.charts.plotly.shapes import WALL, Rectangle, Words, shapes_of
from dashboard.charts.plotly.svg import figure_svg
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.specification import Place
from tests.support import sample_charts as sample


def drawn(chart: Funnel | Ambition | Trend) -> str:
    return str(figure_svg(slide_drawing(chart, width=1200, height=420), told="Воронка"))


def test_a_line_is_broken_where_a_year_is_missing() -> None:
    written = drawn(sample.trend())
    paths = re.findall(r'<path d="([^"]*)"[^>]*fill="none"', written)

    # 2021, nothing, 2023, a break, 2024–2025: of the three pieces the last one is a line.
    assert sorted(path.count("M") for path in paths) == [1, 1, 1, 3]
    assert "ряд прерван" in written.replace("\u00a0", " ")


def test_every_point_that_leads_somewhere_is_a_link_with_its_words() -> None:
    chart = sample.funnel()
    written = drawn(chart)

    assert written.count("<a ") == len(chart.points)
    assert 'aria-label="СОШ № 3, 79,9 %, 651 из 815, хуже границы 99,8 %' in written.replace("\u00a0", " ")
    assert 'href="/schools/s02?year=2025/26"' in written


def test_a_mark_that_leads_to_its_school_names_the_panel_of_its_value() -> None:
    """Beside the link, for «П»; the library of the page is not told."""
    chart = sample.funnel()
    asking, silent = (
        replace(point, why=why) for point, why in zip(chart.points, ("/panels/why?a=1", ""), strict=False)
    )
    nowhere = replace(asking, place=Place("Школа 7"), why="")
    chart = replace(chart, points=(asking, silent, nowhere))
    written = drawn(chart)

    assert re.findall(r'data-why="([^"]*)"', written) == ["/panels/why?a=1"]
    assert written.count("<a ") == 2
    assert "/panels/why" not in str(plot_figure(chart))


def test_every_kind_of_trace_is_read() -> None:
    """Shapes are the same for all charts, those of rows too: bars, words in columns, lines of a group."""
    shapes = shapes_of(drawing_of(sample.every_chart()["bars"], PICTURE), WALL)

    bars = [shape for shape in shapes if isinstance(shape, Rectangle)]
    # 22, 18, 15, 9 and 0 of 40 on one scale: the first three are as long as their counts are.
    assert [round((bar.right - bar.left) / (bars[0].right - bars[0].left) * 22) for bar in bars] == [22, 18, 15, 9, 0]
    assert all(bar.bottom > bar.top for bar in bars)
    words = [shape.text for shape in shapes if isinstance(shape, Words)]
    assert "22 из\u00a040" in words


def test_text_is_as_large_as_a_slide_asks() -> None:
    sizes = {
        float(size)
        for chart in (sample.funnel(), sample.ambition(), sample.trend())
        for size in re.findall(r'font-size="([\d.]+)"', drawn(chart))
    }

    assert sizes == {24}


def test_everything_lies_on_the_paper() -> None:
    for chart in (sample.funnel(), sample.ambition(), sample.trend()):
        written = drawn(chart)
        assert 'viewBox="0 0 1200 420"'.lower() in written.lower()
        spots = [(float(x), float(y)) for x, y in re.findall(r'<text[^>]*x="([\d.-]+)" y="([\d.-]+)"', written)]
        assert spots
        assert all(0 <= x <= 1200 and 0 < y <= 420 for x, y in spots)


def test_marks_differ_by_shape() -> None:
    written = drawn(sample.funnel())

    assert "<circle" in written
    assert 'fill="#F46A25"' in written
    assert 'stroke="#B23F0A"' in written
