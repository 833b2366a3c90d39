"""«Одна цель»: schools against one goal, could it be chance, two years, own goals, slices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.addresses.compare import CompareChart
from dashboard.binding import RequestContext
from dashboard.charts.figures import Chart
from dashboard.charts.rows import CategoryBars
from dashboard.findings.compare.charts.ambition import ambition
from dashboard.findings.compare.charts.funnel import funnel
from dashboard.findings.compare.charts.goal import goal_plot
from dashboard.findings.compare.charts.shown import Chosen
from dashboard.findings.compare.charts.slices import slice_bars, slice_plot
from dashboard.findings.compare.charts.years import clusters_change, schools_change
from dashboard.findings.compare.reading import Asked
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.slices import SliceFact
from data_layer.domain.vocabulary import IndicatorKind, Status
from data_layer.queries.comparison import (
    IndicatorComparison,
    SchoolFigure,
    Slices,
    effective_order,
    indicator_comparison,
    slice_comparison,
    slices,
)


@dataclass(frozen=True, slots=True)
class GoalView:
    """slices: of the indicator, and of the breakdowns of its goal. on_slice: schools on the slice of the address."""

    comparison: IndicatorComparison
    slices: tuple[Slices, ...]
    on_slice: tuple[SchoolFigure, ...] = ()


def load_goal_view(ctx: RequestContext, asked: Asked, rule: IndicatorRule) -> GoalView:
    return GoalView(load_comparison(ctx, asked, rule), load_slices(ctx, asked, rule), load_on_slice(ctx, asked, rule))


def load_comparison(ctx: RequestContext, asked: Asked, rule: IndicatorRule) -> IndicatorComparison:
    return indicator_comparison(
        ctx.session,
        asked.ground,
        indicator=rule,
        level=asked.level,
        year=asked.address.year,
        before=asked.address.before_year,
        filters=asked.address.filters,
    )


def load_slices(ctx: RequestContext, asked: Asked, rule: IndicatorRule) -> tuple[Slices, ...]:
    """Those that have any slice at all."""
    rules = [rule, *(each for each in asked.ground.catalogue.enabled if _is_breakdown_of(each, rule))]
    found = (
        slices(
            ctx.session,
            asked.ground,
            indicator=each,
            level=asked.level if asked.level in each.levels else each.levels[0],
            year=asked.address.year,
            filters=asked.address.filters,
        )
        for each in rules
    )
    return tuple(each for each in found if each.facts)


def _is_breakdown_of(each: IndicatorRule, rule: IndicatorRule) -> bool:
    is_breakdown = each.kind is IndicatorKind.BREAKDOWN
    return is_breakdown and each.id != rule.id and rule.goal is not None and each.goal == rule.goal


def load_on_slice(ctx: RequestContext, asked: Asked, rule: IndicatorRule) -> tuple[SchoolFigure, ...]:
    chosen = asked.address.slice
    if chosen is None:
        return ()
    return slice_comparison(
        ctx.session,
        asked.ground,
        indicator=rule,
        level=asked.level,
        year=asked.address.year,
        filters=asked.address.filters,
        dimension=chosen.dimension,
        key=chosen.key,
    )


def goal_charts(view: GoalView, asked: Asked) -> Mapping[CompareChart, Chart | None]:
    """Every chart of the view, None where there is nothing to draw; files are made of the same."""
    chosen, comparison = chosen_of(view, asked), view.comparison
    return {
        CompareChart.GOAL: main_chart(view, asked),
        CompareChart.FUNNEL: funnel(comparison, chosen),
        CompareChart.CLUSTERS: clusters_change(comparison, chosen),
        CompareChart.CHANGE: None if asked.own else schools_change(comparison, chosen),
        CompareChart.AMBITION: ambition(comparison, chosen),
    }


def chosen_of(view: GoalView, asked: Asked) -> Chosen:
    """What the address asks for, in an order that the figures have."""
    chosen, comparison = asked.chosen, view.comparison
    order = effective_order(asked.address.order, comparison.rule, has_goal=comparison.has_goal)
    return replace(chosen, order=order)


def main_chart(view: GoalView, asked: Asked) -> Chart | None:
    comparison, chosen = view.comparison, chosen_of(view, asked)
    if asked.address.slice is not None and view.on_slice:
        return slice_plot(comparison, view.on_slice, asked.address.slice, chosen, together=together_of(view, asked))
    if comparison.rule.kind is IndicatorKind.BREAKDOWN:
        return next(
            (slice_bars(each, each.dimensions[0], chosen) for each in view.slices if each.rule == comparison.rule), None
        )
    return goal_plot(comparison, chosen) if _has_figures(comparison) else None


def _has_figures(comparison: IndicatorComparison) -> bool:
    """Whether there is a figure to draw, or one that is there and hidden; otherwise an axis would stand empty."""
    rows = comparison.schools
    is_pooled = comparison.district.now.schools_with_data > 0
    return bool(rows) and (is_pooled or any(row.value is not None or row.status is Status.SUPPRESSED for row in rows))


def together_of(view: GoalView, asked: Asked) -> SliceFact | None:
    """The slice of the address over all schools that pass the filters."""
    chosen = asked.address.slice
    return next(
        (
            fact
            for found in view.slices
            if chosen is not None and found.rule == view.comparison.rule
            for fact in found.of(chosen.dimension)
            if fact.key == chosen.key
        ),
        None,
    )


def slice_charts(found: Sequence[Slices], asked: Asked) -> list[tuple[Slices, str, CategoryBars]]:
    """One chart per indicator and dimension."""
    return [
        (each, dimension, slice_bars(each, dimension, asked.chosen)) for each in found for dimension in each.dimensions
    ]


def slice_id(found: Slices, dimension: str) -> str:
    """What the card of such a chart is called on the page."""
    return f"slices-{found.rule.code}-{dimension}".replace(".", "-")
