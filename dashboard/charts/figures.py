"""Every chart that a figure card can frame."""

from typing import TypeAlias

from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import CategoryBars, DistributionStrips, Dumbbell, GoalDotPlot, HeatMap

# HTML on the screen.
RowChart: TypeAlias = GoalDotPlot | Dumbbell | CategoryBars | DistributionStrips | HeatMap
# Plotly on the screen.
PlotChart: TypeAlias = Funnel | Ambition | Trend
Chart: TypeAlias = RowChart | PlotChart
