"""Own targets against results."""

from fractions import Fraction

from dashboard.charts.plots import Ambition, AmbitionPoint
from dashboard.findings.compare.charts.shown import (
    Chosen,
    count_of,
    figure_text,
    in_chosen_order,
    reference_of,
    scale_of,
    why_school,
)
from dashboard.texts.compare.ambition import ambition_counts, ambition_headline, ambition_note
from dashboard.texts.compare.words import figure_value, level_after
from data_layer.domain.attainment import PERCENT_KINDS
from data_layer.domain.vocabulary import TargetOrigin
from data_layer.queries.comparison.views import IndicatorComparison


def ambition(view: IndicatorComparison, chosen: Chosen) -> Ambition | None:
    """Own targets against results, of shares; None where no school has set a target of its own."""
    if view.rule.kind not in PERCENT_KINDS or chosen.own:
        return None
    figures = [row for row in view.schools if row.target is not None and row.value is not None and row.has_verdict]
    if not any(row.target_origin is TargetOrigin.OWN for row in figures):
        return None
    points = tuple(
        AmbitionPoint(
            place=chosen.names.place(row.school),
            target=Fraction(row.target or 0),
            value=figure_value(view.rule, row) or Fraction(0),
            status=row.status,
            count=count_of(row),
            is_named=row.target_origin is TargetOrigin.OWN and row.target != row.reference,
            is_chosen=row.school == chosen.highlighted,
            why=why_school(view, row, chosen),
        )
        for row in in_chosen_order(figures, chosen)
    )
    return Ambition(
        text=figure_text(
            view,
            headline=ambition_headline(figures, view.rule),
            subtitle=f"По горизонтали своя цель школы, по вертикали результат{level_after(view.level)}",
            note=ambition_note([point.target for point in points]),
        ),
        scale=scale_of(view.rule, [number for point in points for number in (point.target, point.value)]),
        reference=reference_of(view),
        points=points,
        counts=ambition_counts(figures, view.rule),
    )
