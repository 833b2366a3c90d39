"""What the panel «Почему?» says about a number, a verdict, a cell, a flag or a count."""

from dashboard.components.explanation.cells import cell_panel, flag_panel
from dashboard.components.explanation.counts import count_panel
from dashboard.components.explanation.figures import pooled_panel, result_panel
from dashboard.components.explanation.goals import district_goal_panel, goal_panel
from dashboard.components.explanation.slices import slice_panel

__all__ = [
    "cell_panel",
    "count_panel",
    "district_goal_panel",
    "flag_panel",
    "goal_panel",
    "pooled_panel",
    "result_panel",
    "slice_panel",
]
