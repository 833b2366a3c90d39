"""Schools beside one another: on one indicator, block by block, between years, within district and cluster.

The rows are those of reports and of «Обзор» (`standing`, `results`), never reckoned a second way.
"""

from data_layer.queries.comparison.indicator import indicator_comparison
from data_layer.queries.comparison.maps import block_map, blocks_map
from data_layer.queries.comparison.rail import goal_rail, schools_on_goal
from data_layer.queries.comparison.slices import slice_comparison, slices
from data_layer.queries.comparison.standing import school_standing
from data_layer.queries.comparison.views import (
    BlockCell,
    BlockColumn,
    BlockMap,
    BlockRow,
    BlocksMap,
    BlocksRow,
    FigureSource,
    IndicatorComparison,
    Past,
    PooledLine,
    RailGoal,
    SchoolFigure,
    SchoolFilters,
    SchoolOrder,
    SchoolStanding,
    Slices,
    Standing,
    effective_order,
    in_order,
)

__all__ = [
    "BlockCell",
    "BlockColumn",
    "BlockMap",
    "BlockRow",
    "BlocksMap",
    "BlocksRow",
    "FigureSource",
    "IndicatorComparison",
    "Past",
    "PooledLine",
    "RailGoal",
    "SchoolFigure",
    "SchoolFilters",
    "SchoolOrder",
    "SchoolStanding",
    "Slices",
    "Standing",
    "block_map",
    "blocks_map",
    "effective_order",
    "goal_rail",
    "in_order",
    "indicator_comparison",
    "school_standing",
    "schools_on_goal",
    "slice_comparison",
    "slices",
]
