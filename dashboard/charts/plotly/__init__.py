"""Charts as Plotly figures: plain dicts, which cost nothing to make; tests push each through `graph_objects`.

On the screen only charts with two number axes are drawn so; the picture to save exists of every chart.
"""

from dataclasses import replace

from dashboard.charts.figures import Chart, PlotChart, RowChart
from dashboard.charts.legend import legend_entries
from dashboard.charts.plotly.base import PICTURE, SCREEN, Drawing, Figure, Sizes, figure_of
from dashboard.charts.plotly.picture import frame_of, framed
from dashboard.charts.plotly.points import ambition, funnel
from dashboard.charts.plotly.rows import bars, dots, dumbbells, heat, strips
from dashboard.charts.plotly.trend import trend
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import CategoryBars, DistributionStrips, Dumbbell, GoalDotPlot

__all__ = ["Figure", "drawing_of", "picture_figure", "plot_figure", "slide_drawing"]


def plot_figure(chart: PlotChart) -> Figure:
    """The figure for the page, as wide as its place; headline and foot stand around it as HTML."""
    if isinstance(chart, Funnel):
        return figure_of(funnel(chart, SCREEN))
    return figure_of(ambition(chart, SCREEN) if isinstance(chart, Ambition) else trend(chart, SCREEN))


def picture_figure(chart: Chart) -> Figure:
    """The whole picture, 1280 wide and 720 high (higher for many rows), with headline, subtitle and foot in it."""
    frame = frame_of(chart.text, legend_entries(chart))
    return framed(drawing_of(chart, replace(PICTURE, height=frame.room)), frame)


def slide_drawing(chart: PlotChart, *, width: int, height: int) -> Drawing:
    """The plot alone in the type of a slide, pixels of 1280 × 720; its words stand around it as HTML."""
    return drawing_of(chart, replace(PICTURE, width=width, height=height))


def drawing_of(chart: Chart, sizes: Sizes) -> Drawing:
    if isinstance(chart, Funnel):
        return funnel(chart, sizes)
    if isinstance(chart, Ambition):
        return ambition(chart, sizes)
    return trend(chart, sizes) if isinstance(chart, Trend) else _drawing_of_rows(chart, sizes)


def _drawing_of_rows(chart: RowChart, sizes: Sizes) -> Drawing:
    if isinstance(chart, GoalDotPlot):
        return dots(chart, sizes)
    if isinstance(chart, Dumbbell):
        return dumbbells(chart, sizes)
    if isinstance(chart, CategoryBars):
        return bars(chart, sizes)
    return strips(chart, sizes) if isinstance(chart, DistributionStrips) else heat(chart, sizes)
