"""Could it be chance? Schools by size of their cohort."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from dashboard.charts.plots import (
    Chance,
    Funnel,
    FunnelPoint,
    funnel_chance,
    inner_limits,
    outer_limits,
)
from dashboard.charts.specification import Reference
from dashboard.findings.compare.charts.shown import Chosen, figure_text, scale_note, scale_of, why_school
from dashboard.texts.compare.funnel import funnel_headline, funnel_subtitle
from dashboard.texts.compare.words import cohort_label, reference_label, target_words
from dashboard.texts.compare.years import pooled_value
from data_layer.domain.attainment import PERCENT_KINDS
from data_layer.domain.binomial import funnel_center
from data_layer.domain.vocabulary import Direction
from data_layer.queries.comparison.views import IndicatorComparison, SchoolFigure
from data_layer.queries.views import Count

# Funnels of fewer schools tell nothing that the rows do not.
_LEAST_FUNNEL: Final = 5
_BEYOND: Final = frozenset({Chance.WORSE_998, Chance.BETTER_998})


def funnel(view: IndicatorComparison, chosen: Chosen) -> Funnel | None:
    """Around the reference; around the value of the district where that is 0, 100 % or absent."""
    rows = [row for row in view.schools if row.numerator is not None and row.denominator]
    center = _center(view)
    if center is None or len(rows) < _LEAST_FUNNEL or chosen.own:
        return None
    percent, label, around = center
    is_less_better = view.rule.direction is Direction.AT_MOST
    points = [
        _funnel_point(row, chosen, percent, is_less_better=is_less_better, why=why_school(view, row, chosen))
        for row in rows
    ]
    largest = max(point.cohort for point in points)
    inner, outer = inner_limits(percent, largest=largest), outer_limits(percent, largest=largest)
    scale = scale_of(view.rule, [*(point.value for point in points), Fraction(percent)])
    worse = [point.place.name for point in points if point.chance is Chance.WORSE_998]
    better = [point.place.name for point in points if point.chance is Chance.BETTER_998]
    headline = funnel_headline(worse, better, rule=view.rule, around=around, names_schools=not view.rule.no_ranking)
    return Funnel(
        text=figure_text(view, headline=headline, subtitle=funnel_subtitle(label), note=scale_note(scale)),
        scale=scale,
        # In the margin of a plot there is room for the number alone; the subtitle says whose it is.
        reference=Reference(Fraction(percent), target_words(view.rule, percent)),
        points=tuple(points),
        inner=inner,
        outer=outer,
        cohort_label=cohort_label(view.rule),
    )


def _center(view: IndicatorComparison) -> tuple[Decimal, str, str] | None:
    """Percent, label of the line, and what it is called in a sentence."""
    rule, fact = view.rule, view.district.now
    if rule.kind not in PERCENT_KINDS:
        return None
    if view.reference is not None and (center := funnel_center(view.reference)) is not None:
        return center, reference_label(rule, view.reference), "ориентира"
    value = pooled_value(rule, fact)
    if value is None or (center := funnel_center(float(value))) is None:
        return None
    return center, f"район {target_words(rule, center)}", "значения района"


def _funnel_point(row: SchoolFigure, chosen: Chosen, center: Decimal, *, is_less_better: bool, why: str) -> FunnelPoint:
    count = Count(row.numerator or 0, row.denominator or 0)
    chance = funnel_chance(count, center, is_less_better=is_less_better)
    is_chosen = row.school == chosen.highlighted
    return FunnelPoint(
        place=chosen.names.place(row.school),
        count=count,
        chance=chance,
        is_named=chance in _BEYOND or is_chosen,
        is_chosen=is_chosen,
        why=why,
    )
