"""How a view of «Сравнение» is to be shown, and the pieces that its charts share: rows, scales, questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboard.addresses.names import Names
from dashboard.addresses.why import WhyPooled, WhyResult, why_href
from dashboard.charts.rows import DotRow
from dashboard.charts.specification import FigureText, Reference, Scale, Unit, scale_for
from dashboard.components.names import SchoolNames
from dashboard.formatting import NO_BREAK
from dashboard.texts.compare.words import DISTRICT, figure_value, figure_words, near_words, reference_label
from dashboard.texts.words import CLUSTERS, NO_CLUSTER
from data_layer.domain.attainment import PERCENT_KINDS
from data_layer.domain.facts import IndicatorRule, PooledFact
from data_layer.domain.vocabulary import Cluster, Direction, IndicatorKind, Status, TargetOrigin
from data_layer.queries.comparison.views import (
    IndicatorComparison,
    Past,
    SchoolFigure,
    SchoolFilters,
    SchoolOrder,
)
from data_layer.queries.views import Count


@dataclass(frozen=True, slots=True)
class Chosen:
    """How the rows of a comparison are to be shown. school: code of the highlighted one. own: of a reader who
    sees one school by name alone.
    """

    names: SchoolNames
    order: SchoolOrder
    filters: SchoolFilters
    school: str | None = None
    own: str | None = None

    @property
    def highlighted(self) -> str | None:
        return self.own or self.school


def sentences(parts: Iterable[str]) -> str:
    return ". ".join(part[:1].upper() + part[1:] for part in parts if part)


def figure_text(view: IndicatorComparison, *, headline: str, subtitle: str, note: str = "") -> FigureText:
    return FigureText(
        headline=headline,
        subtitle=subtitle,
        note=note,
        source=", ".join(view.source.titles),
        on=view.source.as_of,
        entered=view.entered,
        near=near_words(view.near_pp),
    )


def by_cluster(rows: Iterable[SchoolFigure]) -> list[tuple[str, list[SchoolFigure]]]:
    found = list(rows)
    order: list[Cluster | None] = [*Cluster, None]
    groups = [(one, [row for row in found if row.cluster is one]) for one in order]
    return [(CLUSTERS[one] if one else NO_CLUSTER, of_cluster) for one, of_cluster in groups if of_cluster]


def in_chosen_order(rows: Iterable[SchoolFigure], chosen: Chosen) -> list[SchoolFigure]:
    """The order of rows in chart, table and file. By distance the farthest first, small cohorts after the others."""
    by_name = sorted(rows, key=lambda row: chosen.names.order(row.school))
    if chosen.order is SchoolOrder.GAP:
        return sorted(by_name, key=lambda row: (row.gap is None, row.is_small, row.gap or 0.0))
    if chosen.order is SchoolOrder.CLUSTER:
        place = {cluster: number for number, cluster in enumerate(Cluster)}
        return sorted(by_name, key=lambda row: len(place) if row.cluster is None else place[row.cluster])
    return by_name


def school_dot(view: IndicatorComparison, row: SchoolFigure, chosen: Chosen) -> DotRow:
    rule = view.rule
    target = fraction(row.target) if row.target_origin is TargetOrigin.OWN and row.target != row.reference else None
    words = figure_words(row)
    if rule.kind is IndicatorKind.GROWTH and row.baseline is not None and row.value is not None:
        words = f"было {row.baseline}"
    return DotRow(
        place=chosen.names.place(row.school),
        status=row.status,
        value=figure_value(rule, row),
        count=count_of(row),
        target=target,
        gap=_whole_gap(rule, row),
        words=words,
        is_chosen=row.school == chosen.highlighted,
        why=why_school(view, row, chosen),
    )


def why_school(view: IndicatorComparison, row: SchoolFigure, chosen: Chosen) -> str:
    """«Почему?», also where the figure is lacking or hidden; a coded view asks nothing, for the question names the school."""
    if row.status is Status.NOT_APPLICABLE or chosen.names.is_coded:
        return ""
    return why_href(WhyResult(row.school, view.rule.id, view.level, view.year))


def why_pooled(view: IndicatorComparison, fact: PooledFact, chosen: Chosen) -> str:
    """The question of a coded view says so, for the answer lists the schools."""
    cluster = Cluster(fact.cluster) if fact.cluster else None
    names = Names.CODED if chosen.names.is_coded else None
    return why_href(WhyPooled(view.rule.id, view.level, view.year, cluster, names))


def line_name(cluster: str) -> str:
    return CLUSTERS[Cluster(cluster)] if cluster else DISTRICT


def _whole_gap(rule: IndicatorRule, row: SchoolFigure) -> int | None:
    if rule.kind in PERCENT_KINDS:
        return row.pupil_gap
    return None if row.gap is None else int(row.gap)


def count_of(row: SchoolFigure | Past) -> Count | None:
    if row.numerator is None or not row.denominator:
        return None
    return Count(row.numerator, row.denominator)


def pooled_count(fact: PooledFact) -> Count | None:
    if fact.numerator is None or not fact.denominator:
        return None
    return Count(fact.numerator, fact.denominator)


def fraction(number: Decimal | float | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def reference_of(view: IndicatorComparison) -> Reference | None:
    if view.reference is None or view.rule.kind is IndicatorKind.GROWTH:
        return None
    return Reference(Fraction(view.reference), reference_label(view.rule, view.reference))


def _unit(rule: IndicatorRule) -> Unit:
    return Unit.PERCENT if rule.kind in PERCENT_KINDS | {IndicatorKind.BREAKDOWN} else Unit.COUNT


def scale_of(rule: IndicatorRule, values: Iterable[Fraction | None], *, from_zero: bool = False) -> Scale:
    return scale_for(values, unit=_unit(rule), is_less_better=rule.direction is Direction.AT_MOST, from_zero=from_zero)


def scale_note(scale: Scale) -> str:
    if scale.is_from_zero:
        return ""
    start = f"{scale.low}{NO_BREAK}%" if scale.unit is Unit.PERCENT else str(scale.low)
    return f"Шкала начинается с{NO_BREAK}{start}."
