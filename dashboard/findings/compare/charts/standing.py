"""One school within its district."""

from collections.abc import Callable
from fractions import Fraction

from dashboard.addresses.why import WhyResult, why_href
from dashboard.charts.rows import (
    DistributionStrips,
    Quartiles,
    Reading,
    StripGroup,
    StripRow,
)
from dashboard.charts.specification import FigureText, Place, Scale, Unit
from dashboard.findings.compare.charts.shown import count_of, fraction
from dashboard.texts.compare.standing import (
    QUARTILES_NOTE,
    not_on_scale,
    quartiles_words,
    standing_headline,
)
from dashboard.texts.compare.words import figure_value, figure_words, level_after
from dashboard.texts.compare.years import pooled_value
from dashboard.texts.words import BLOCKS_SHORT, CLUSTERS, indicator_name
from data_layer.domain.attainment import PERCENT_KINDS
from data_layer.domain.facts import PooledFact
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Direction, TargetOrigin
from data_layer.queries.comparison.views import SchoolStanding, Standing


def standing_strips(
    standing: SchoolStanding, name: str, *, link: Callable[[Standing], str], near: str = ""
) -> DistributionStrips:
    """Shares only: numbers of winners and the like have no common scale with them. link: to the goal of a line."""
    lines = [line for line in standing.lines if line.rule.kind in PERCENT_KINDS]
    others = [line for line in standing.lines if line.rule.kind not in PERCENT_KINDS]
    blocks = dict.fromkeys(line.rule.block for line in lines)
    groups = tuple(
        StripGroup(
            f"{block}. {BLOCKS_SHORT.get(block, '')}",
            tuple(_strip(standing, line, link(line)) for line in lines if line.rule.block == block),
        )
        for block in blocks
    )
    cluster = CLUSTERS[standing.cluster].lower() if standing.cluster else ""
    return DistributionStrips(
        text=FigureText(
            headline=standing_headline(standing, name),
            subtitle=f"Значение школы, район{f', {cluster}' if cluster else ''}, медиана и квартили школ. "
            f"{format_year(standing.year)}",
            note=" ".join(note for note in (QUARTILES_NOTE, not_on_scale([line.rule for line in others])) if note),
            near=near,
        ),
        scale=Scale(Fraction(0), Fraction(100), Unit.PERCENT),
        school=name,
        cluster=cluster,
        groups=groups,
    )


def _strip(standing: SchoolStanding, line: Standing, href: str) -> StripRow:
    rule, figure = line.rule, line.figure
    short = indicator_name(rule.id, rule.title_short or rule.title)
    own = figure.target_origin is TargetOrigin.OWN or figure.target is not None
    return StripRow(
        place=Place(f"{rule.code} {short}{level_after(line.level)}", href),
        status=figure.status,
        school=Reading(figure_value(rule, figure), count_of(figure)),
        target=fraction(figure.target) if own else None,
        district=pooled_value(rule, line.district),
        cluster=None if line.cluster is None else pooled_value(rule, line.cluster),
        quartiles=_quartiles(line.district),
        words=", ".join(word for word in (figure_words(figure), quartiles_words(line.district)) if word),
        is_less_better=rule.direction is Direction.AT_MOST,
        why=why_href(WhyResult(standing.school, rule.id, line.level, standing.year)),
    )


def _quartiles(fact: PooledFact) -> Quartiles | None:
    if fact.lower_quartile is None or fact.median is None or fact.upper_quartile is None:
        return None
    return Quartiles(Fraction(fact.lower_quartile), Fraction(fact.median), Fraction(fact.upper_quartile))
