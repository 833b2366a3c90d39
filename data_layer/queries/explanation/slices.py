"""Why a slice of the district is what it is: the sum over the schools on it."""

from datetime import date

from data_layer.domain.slices import SliceFact
from data_layer.domain.suppression import Sight, Viewer
from data_layer.domain.vocabulary import Cluster, Level, SchoolKind
from data_layer.errors import NotFoundError
from data_layer.queries.comparison import SchoolFilters, slice_comparison, slices
from data_layer.queries.explanation.origins import formula_words, usual_source
from data_layer.queries.explanation.results import enabled_indicator
from data_layer.queries.explanation.views import SchoolFigure, SchoolName, SliceExplanation
from data_layer.queries.ground import load_ground
from data_layer.session import TenantSession


def explain_slice(
    session: TenantSession,
    *,
    indicator: str,
    level: Level,
    year: int,
    dimension: str,
    key: str,
    cluster: Cluster | None,
    school_kind: SchoolKind | None,
    today: date,
    viewer: Viewer,
) -> SliceExplanation:
    """dimension, key: as in `SliceFact`. Raises NotFoundError for a slice that nobody has handed in, and for a school.

    Whoever does not see everything gets the whole district, as in the chart.
    """
    if viewer.sight not in {Sight.FULL, Sight.OUTSIDER}:
        raise NotFoundError("Такого среза нет.")
    ground = load_ground(session, years=(year - 1, year), today=today, viewer=viewer)
    rule = enabled_indicator(ground, indicator, level)
    is_full = viewer.sight is Sight.FULL
    filters = SchoolFilters(cluster, school_kind) if is_full else SchoolFilters()

    def fact_of(of_year: int) -> SliceFact | None:
        found = slices(session, ground, indicator=rule, level=level, year=of_year, filters=filters)
        return next((each for each in found.of(dimension) if each.key == key), None)

    fact = fact_of(year)
    if fact is None:
        raise NotFoundError("Такого среза нет.")
    behind = slice_comparison(
        session, ground, indicator=rule, level=level, year=year, filters=filters, dimension=dimension, key=key
    )
    return SliceExplanation(
        indicator=rule,
        level=level,
        year=year,
        today=today,
        cluster=filters.cluster,
        school_kind=filters.kind,
        title=ground.catalogue.category_titles.get(rule.id, {}).get(key, ""),
        fact=fact,
        last_year=fact_of(year - 1) if year - 1 in ground.used.years else None,
        source=usual_source(session, rule.id),
        words=formula_words(session, rule.id),
        schools=tuple(
            SchoolFigure(
                school=SchoolName(each.school, each.short_name),
                status=each.status,
                numerator=each.numerator,
                denominator=each.denominator,
                value=each.value,
                baseline=None,
                is_small_cohort=each.is_small,
                is_own=False,
            )
            for each in behind
        ),
        lists_all=is_full,
    )
