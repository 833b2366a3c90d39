"""Charts as plain HTML: positioned boxes and tables, so that a page of rows needs no chart library."""

from dashboard.charts.figures import RowChart
from dashboard.charts.html.bars import category_bars
from dashboard.charts.html.dots import dumbbell, goal_dot_plot
from dashboard.charts.html.heat import heat_map
from dashboard.charts.html.small import bullet, meter
from dashboard.charts.html.strips import distribution_strips
from dashboard.charts.html.summaries import summary_html
from dashboard.charts.rows import CategoryBars, DistributionStrips, Dumbbell, GoalDotPlot
from dashboard.html import Element

__all__ = ["bullet", "meter", "rows_html", "summary_html"]


def rows_html(chart: RowChart) -> Element:
    """The chart as a table whose rows are drawn: names are links, figures are text, pictures say nothing themselves."""
    if isinstance(chart, GoalDotPlot):
        return goal_dot_plot(chart)
    if isinstance(chart, Dumbbell):
        return dumbbell(chart)
    if isinstance(chart, CategoryBars):
        return category_bars(chart)
    if isinstance(chart, DistributionStrips):
        return distribution_strips(chart)
    return heat_map(chart)
