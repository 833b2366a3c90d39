"""«Почему?»: what stands behind a number, a verdict, a cell, a flag or a count, as far as its viewer may see it."""

from data_layer.queries.explanation.cells import explain_cell
from data_layer.queries.explanation.counts import explain_count
from data_layer.queries.explanation.flags import explain_flag
from data_layer.queries.explanation.goals import explain_district_goal, explain_goal
from data_layer.queries.explanation.pooled import explain_pooled
from data_layer.queries.explanation.results import explain_result
from data_layer.queries.explanation.slices import explain_slice

__all__ = [
    "explain_cell",
    "explain_count",
    "explain_district_goal",
    "explain_flag",
    "explain_goal",
    "explain_pooled",
    "explain_result",
    "explain_slice",
]
