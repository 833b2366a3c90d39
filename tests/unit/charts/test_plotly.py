"""Charts as Plotly figures: valid for the library, inert, true to the figures."""

import json
from dataclasses import replace
from typing import Any

import orjson
import pytest

from dashboard.charts.figures import Chart
from dashboard.charts.plotly import picture_figure, plot_figure
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.specification import Place
from tests.support.sample_charts import dots, every_chart, funnel, trend

CHARTS = every_chart()


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_the_picture_of_every_chart_is_a_valid_figure(chart: Chart) -> None:
    from plotly import graph_objects

    figure = picture_figure(chart)

    graph_objects.Figure(figure)
    assert orjson.loads(orjson.dumps(figure)) == json.loads(json.dumps(figure))


@pytest.mark.parametrize(
    "name", [name for name, chart in CHARTS.items() if isinstance(chart, Funnel | Ambition | Trend)]
)
def test_every_plot_of_the_page_is_a_valid_figure(name: str) -> None:
    from plotly import graph_objects

    chart = CHARTS[name]
    assert isinstance(chart, Funnel | Ambition | Trend)

    graph_objects.Figure(plot_figure(chart))


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_a_picture_is_at_least_1280_by_720_and_says_its_finding(chart: Chart) -> None:
    layout: Any = picture_figure(chart)["layout"]

    assert layout["width"] == 1280
    assert layout["height"] >= 720
    written = " ".join(note["text"] for note in layout["annotations"]).replace("<br>", " ").replace("\u00a0", " ")
    assert chart.text.headline in written


def test_no_text_of_a_picture_but_the_foot_is_below_24_pixels() -> None:
    for chart in (dots(schools=12), funnel(), trend()):
        sizes = _type_sizes(picture_figure(chart))
        assert min(sizes) >= 18
        assert {size for size in sizes if size < 24} <= {18}


def _type_sizes(part: Any) -> set[int]:
    if isinstance(part, dict):
        own = (
            {part["size"]}
            if "size" in part and ("family" in part or set(part) <= {"size", "color", "weight"})
            else set()
        )
        return own.union(*(_type_sizes(each) for each in part.values())) if part else own
    if isinstance(part, list):
        return set().union(*(_type_sizes(each) for each in part)) if part else set()
    return set()


def test_names_of_people_are_text_and_not_tags() -> None:
    chart = funnel()
    hostile = replace(
        chart.points[0], place=Place('<a href="javascript:alert(1)">&amp;СОШ', "/schools/x"), is_named=True
    )

    figure = plot_figure(replace(chart, points=(hostile, *chart.points[1:])))

    assert "<a " not in json.dumps(figure)
    assert "&lt;a href" in json.dumps(figure)


def test_points_of_a_funnel_lead_to_their_schools() -> None:
    data: Any = plot_figure(funnel())["data"]
    points = data[-1]

    assert len(points["customdata"]) == 26
    assert points["customdata"][0] == "/schools/s01?year=2025/26"
    assert points["x"][0] == 34
    assert round(points["y"][0], 4) == round(100 * 25 / 34, 4)


def test_a_missing_year_and_a_broken_series_leave_gaps_in_the_line() -> None:
    data: Any = plot_figure(trend())["data"]
    line = next(trace for trace in data if trace["mode"] == "lines" and trace["line"]["color"] == "#12436D")

    assert line["x"] == [2021, 2022, 2023, 2023.5, 2024, 2025]
    assert line["y"] == [75.0, None, 80.0, None, 85.5, 83.0]
    assert line["connectgaps"] is False


def test_the_other_schools_step_back_behind_a_chosen_one() -> None:
    data: Any = picture_figure(dots(chosen="СОШ № 3"))["data"]
    marks = next(trace for trace in data if trace["mode"] == "markers")

    assert marks["marker"]["color"].count("#F46A25") == 1
    assert "#BFBFBF" in marks["marker"]["color"]
