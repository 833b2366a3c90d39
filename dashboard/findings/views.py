"""Any view of «Сравнение» or «Управленческий цикл» as one chart with its words, from the address that leads to it.

An address is path, query and, after «#», which figure of the page: `/compare?year=2025/26&goal=3.3#funnel`. It is read by
the parsers of the pages and written anew; what they do not know is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.addresses.compare import COMPARE_PATH, CompareChart, View
from dashboard.addresses.cycle import CYCLE_PATH
from dashboard.binding import RequestContext
from dashboard.charts.figures import Chart
from dashboard.charts.summaries import Summary
from dashboard.findings.compare.blocks import load_map, load_standing
from dashboard.findings.compare.goal import GoalView, chosen_of, goal_charts, load_goal_view, slice_charts, slice_id
from dashboard.findings.compare.reading import Asked, read
from dashboard.findings.cycle import MATRIX, find_cycle
from dashboard.texts.words import LEVELS
from data_layer.domain.school_year import format_year
from data_layer.errors import NotFoundError
from data_layer.queries.comparison import SchoolOrder

NOTHING: Final = "По этой ссылке показать нечего: откройте страницу и выберите показатель."
_LONGEST_ADDRESS: Final = 2000


class RowOrder(StrEnum):
    """What names have to do with the order of rows: nothing, everything within a group, or only among equals."""

    FIXED = "fixed"
    NAMES = "names"
    TIES = "ties"


@dataclass(frozen=True, slots=True)
class Finding:
    """A chart with where it comes from. address: written anew. scope: filters in words, «2025/26 · все школы · СОО».

    schools: how many of them its sums are made of, as far as they have data.
    """

    body: Chart | Summary
    address: str
    scope: str
    order: RowOrder
    schools: int


# What a school is called: of its code and its short name.
Called = Callable[[str, str], str]


def by_name(_code: str, short_name: str) -> str:
    return short_name


def find_view(ctx: RequestContext, address: str, *, called: Called = by_name) -> Finding:
    """The chart behind an address, as the viewer of `ctx` may see it; names are never coded here.

    Raises NotFoundError where the address is none of ours, or there is nothing to draw.
    """
    if len(address) > _LONGEST_ADDRESS:
        raise NotFoundError(NOTHING)
    place, _, figure = address.partition("#")
    path, _, search = place.partition("?")
    if path == COMPARE_PATH:
        return _of_comparison(read(ctx, search, called=called), ctx, figure)
    if path == CYCLE_PATH:
        found = find_cycle(ctx, search, figure, called=called)
        if found is not None:
            order = RowOrder.NAMES if figure == MATRIX else RowOrder.FIXED
            return Finding(found.body, found.address, found.scope, order, found.schools)
    raise NotFoundError(NOTHING)


def _of_comparison(asked: Asked, ctx: RequestContext, figure: str) -> Finding:
    if asked.address.view is View.GOAL:
        return _of_goal(asked, ctx, figure)
    if asked.address.view is View.BLOCKS:
        shown = load_map(ctx, asked)
        return _finding(asked, shown, CompareChart.BLOCKS, RowOrder.NAMES, schools=len(shown.rows))
    return _finding(asked, load_standing(ctx, asked), CompareChart.SCHOOL, RowOrder.FIXED, schools=1)


def _of_goal(asked: Asked, ctx: RequestContext, figure: str) -> Finding:
    """The chart asked for, else the main one."""
    if asked.rule is None:
        raise NotFoundError(NOTHING)
    view = load_goal_view(ctx, asked, asked.rule)
    schools = view.comparison.entered.k
    bars = {slice_id(found, dimension): chart for found, dimension, chart in slice_charts(view.slices, asked)}
    if figure in bars:
        return _finding(asked, bars[figure], figure, RowOrder.FIXED, schools=schools)
    kind = next((each for each in CompareChart if each == figure), CompareChart.GOAL)
    chart = goal_charts(view, asked).get(kind)
    return _finding(asked, chart, kind, _order(kind, view, asked), schools=schools)


def _finding(asked: Asked, body: Chart | None, figure: str, order: RowOrder, *, schools: int) -> Finding:
    if body is None or not _has_rows(body):
        raise NotFoundError(NOTHING)
    return Finding(body, asked.address.href(figure), _scope(asked), order, schools)


def _order(kind: CompareChart, view: GoalView, asked: Asked) -> RowOrder:
    if kind is CompareChart.CLUSTERS:
        return RowOrder.FIXED
    is_by_gap = kind in {CompareChart.GOAL, CompareChart.CHANGE} and chosen_of(view, asked).order is SchoolOrder.GAP
    return RowOrder.TIES if is_by_gap else RowOrder.NAMES


def _has_rows(body: Chart) -> bool:
    return bool(getattr(body, "rows", None) or getattr(body, "points", None))


def _scope(asked: Asked) -> str:
    parts = [format_year(asked.address.year), asked.schools_words]
    if asked.address.view is View.GOAL and asked.rule is not None and len(asked.rule.levels) > 1:
        parts.append(LEVELS[asked.level])
    return " · ".join(parts)
