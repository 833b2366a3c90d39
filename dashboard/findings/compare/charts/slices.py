"""An indicator told apart, and schools on one slice of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from dashboard.addresses.compare import Slice
from dashboard.addresses.names import Names
from dashboard.addresses.why import WhyResult, WhySlice, why_href
from dashboard.charts.rows import BarRow, CategoryBars, DotGroup, GoalDotPlot
from dashboard.charts.specification import FigureText, Place, Reference, Scale, Unit
from dashboard.findings.compare.charts.shown import (
    Chosen,
    by_cluster,
    figure_text,
    in_chosen_order,
    scale_note,
    scale_of,
    school_dot,
)
from dashboard.formatting import percent_value
from dashboard.texts.compare.goal import goal_subtitle
from dashboard.texts.compare.slices import (
    BREAKDOWN_NOTE,
    SLICES_NOTE,
    dimension_title,
    slice_headline,
    slice_title,
    slices_headline,
)
from dashboard.texts.compare.words import count_head, figure_value, level_after
from dashboard.texts.words import STATUSES
from data_layer.domain.attainment import PERCENT_KINDS
from data_layer.domain.school_year import format_year
from data_layer.domain.slices import SliceFact
from data_layer.domain.vocabulary import Direction, IndicatorKind, Status
from data_layer.queries.comparison.views import IndicatorComparison, SchoolFigure, SchoolOrder, Slices
from data_layer.queries.views import Count


def slice_bars(
    slices: Slices,
    dimension: str,
    chosen: Chosen,
    *,
    chosen_slice: str = "",
    hrefs: Mapping[str, str] | None = None,
) -> CategoryBars:
    """One dimension as bars from zero. hrefs: by key, where a slice leads to the schools on it."""
    titles, links = dict(slices.titles), hrefs or {}
    facts = slices.of(dimension)
    total = _slice_value(slices.total.numerator, slices.total.denominator) if slices.total else None
    rows = tuple(
        BarRow(
            place=Place(slice_title(dimension, fact.key, titles), links.get(fact.key, "")),
            value=_slice_value(fact.numerator, fact.denominator),
            count=None if fact.numerator is None or not fact.denominator else Count(fact.numerator, fact.denominator),
            beside=total,
            words=STATUSES[Status.SUPPRESSED] if fact.is_hidden else "",
            is_chosen=fact.key == chosen_slice,
            why=_why_slice(slices, fact, chosen),
        )
        for fact in facts
    )
    named = [(row.place.name, row.value) for row in rows if row.value is not None]
    headline = slices_headline(named, dimension=dimension, less_is_better=slices.rule.direction is Direction.AT_MOST)
    who = "своя школа" if slices.is_own else "все школы вместе"
    return CategoryBars(
        text=FigureText(
            headline=headline,
            subtitle=f"{slices.rule.title}. {dimension_title(dimension)}{level_after(slices.level)}, "
            f"{format_year(slices.year)}, {who}",
            note=BREAKDOWN_NOTE if slices.rule.kind is IndicatorKind.BREAKDOWN else SLICES_NOTE,
        ),
        scale=Scale(Fraction(0), Fraction(100), Unit.PERCENT, slices.rule.direction is Direction.AT_MOST),
        rows=rows,
        count_head=count_head(slices.rule) if slices.rule.kind in PERCENT_KINDS else "педагогов из всех",
        beside_label="" if total is None else "по показателю в целом",
    )


def _why_slice(slices: Slices, fact: SliceFact, chosen: Chosen) -> str:
    """Of the own school the answer about the figure lists its slices."""
    rule, level, year = slices.rule.id, slices.level, slices.year
    if fact.is_hidden or fact.numerator is None:
        return ""
    if slices.is_own:
        return why_href(WhyResult(chosen.own, rule, level, year)) if chosen.own else ""
    names = Names.CODED if chosen.names.is_coded else None
    filters = chosen.filters
    return why_href(WhySlice(rule, level, year, fact.dimension, fact.key, filters.cluster, filters.kind, names))


def slice_plot(
    view: IndicatorComparison,
    rows: Sequence[SchoolFigure],
    chosen_slice: Slice,
    chosen: Chosen,
    *,
    together: SliceFact | None,
) -> GoalDotPlot:
    """Schools on one slice, by name or cluster: a slice has no goal of its own, so nothing is missed.

    together: the same slice pooled over these schools.
    """
    pooled = None if together is None else _slice_value(together.numerator, together.denominator)
    label = f"вместе {percent_value(pooled)}" if pooled is not None else ""
    scale = scale_of(view.rule, [*(figure_value(view.rule, row) for row in rows), pooled])
    name = slice_title(chosen_slice.dimension, chosen_slice.key, {})
    order = SchoolOrder.CLUSTER if chosen.order is SchoolOrder.GAP else chosen.order
    ordered = in_chosen_order(rows, replace(chosen, order=order))
    groups = by_cluster(ordered) if order is SchoolOrder.CLUSTER else [("", ordered)]
    return GoalDotPlot(
        text=figure_text(
            view,
            headline=slice_headline(
                name, [value for row in rows if (value := figure_value(view.rule, row)) is not None]
            ),
            subtitle=f"{goal_subtitle(view, chosen.filters)}. {dimension_title(chosen_slice.dimension)}: {name}",
            note=f"{SLICES_NOTE} {scale_note(scale)}",
        ),
        scale=scale,
        reference=None if pooled is None else Reference(pooled, label),
        groups=tuple(
            # The answer about a school's figure lists its slices with file and cell.
            DotGroup(title, tuple(school_dot(view, row, chosen) for row in found))
            for title, found in groups
        ),
        count_head=count_head(view.rule),
        gap_head="",
    )


def _slice_value(numerator: int | None, denominator: int | None) -> Fraction | None:
    return None if numerator is None or not denominator else Fraction(100 * numerator, denominator)
