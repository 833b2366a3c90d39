"""Charts as Plotly figures: plain dicts, which cost nothing to make; tests push each through `graph_objects`.

On the screen only charts with two number axes are drawn so; the picture to save exists of every chart.
"""

from dashboard.charts.figures import Chart, PlotChart, RowChart
from dashboard.charts.plotly.base import PICTURE, SCREEN, Drawing, Figure, figure_of
from dashboard.charts.plotly.picture import framed
from dashboard.charts.plotly.points import ambition, funnel
from dashboard.charts.plotly.rows import bars, dots, dumbbells, heat, strips
from dashboard.charts.plotly.trend import trend
from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import CategoryBars, DistributionStrips, Dumbbell, GoalDotPlot

__all__ = ["Figure", "picture_figure", "plot_figure"]


def plot_figure(chart: PlotChart) -> Figure:
    """The figure for the page, as wide as its place; headline and foot stand around it as HTML."""
    if isinstance(chart, Funnel):
        return figure_of(funnel(chart, SCREEN))
    return figure_of(ambition(chart, SCREEN) if isinstance(chart, Ambition) else trend(chart, SCREEN))


def picture_figure(chart: Chart) -> Figure:
    """The whole picture, 1280 wide and 720 high (higher for many rows), with headline, subtitle and foot in it."""
    return framed(_drawing(chart), chart.text)


def _drawing(chart: Chart) -> Drawing:
    if isinstance(chart, Funnel):
        return funnel(chart, PICTURE)
    if isinstance(chart, Ambition):
        return ambition(chart, PICTURE)
    return trend(chart, PICTURE) if isinstance(chart, Trend) else _drawing_of_rows(chart)


def _drawing_of_rows(chart: RowChart) -> Drawing:
    if isinstance(chart, GoalDotPlot):
        return dots(chart, PICTURE)
    if isinstance(chart, Dumbbell):
        return dumbbells(chart, PICTURE)
    if isinstance(chart, CategoryBars):
        return bars(chart, PICTURE)
    return strips(chart, PICTURE) if isinstance(chart, DistributionStrips) else heat(chart, PICTURE)
