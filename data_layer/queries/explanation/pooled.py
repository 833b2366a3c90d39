"""Why a figure of the district or of a cluster is what it is: the sum behind it, school by school where allowed."""

from collections.abc import Sequence
from datetime import date

from data_layer.domain.facts import IndicatorRule, PooledFact, ResultFact
from data_layer.domain.suppression import Sight, Viewer
from data_layer.domain.vocabulary import Cluster, IndicatorKind, Level, Status
from data_layer.errors import NotFoundError
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.explanation.origins import formula_words, school_name, usual_source
from data_layer.queries.explanation.results import enabled_indicator
from data_layer.queries.explanation.targets import targets_given, tolerance_of
from data_layer.queries.explanation.views import PooledExplanation, SchoolFigure
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import as_seen, pooled_seen, results_of_the_day, small_rows
from data_layer.session import TenantSession


def explain_pooled(
    session: TenantSession,
    *,
    indicator: str,
    level: Level,
    year: int,
    cluster: Cluster | None,
    today: date,
    viewer: Viewer,
) -> PooledExplanation:
    """cluster: None for the whole district. Raises NotFoundError for an unknown indicator, level or cluster."""
    ground = load_ground(session, years=(year - 1, year), today=today, viewer=viewer)
    rule = enabled_indicator(ground, indicator, level)
    rows = [
        row for row in pooled_seen(session, ground, indicators=[rule], level=level) if row.cluster == (cluster or "")
    ]
    fact = next((row for row in rows if row.year == year), None)
    if fact is None:
        raise NotFoundError("Такого сводного значения нет.")
    _, reference = targets_given(session, rule, level=level, year=year, school_id=None)
    return PooledExplanation(
        indicator=rule,
        level=level,
        year=year,
        today=today,
        cluster=cluster,
        fact=fact,
        last_year=_last_year(ground, rows, year),
        reference=reference,
        tolerance=tolerance_of(rule, fact.reference, ground.settings),
        source=usual_source(session, rule.id),
        words=formula_words(session, rule.id),
        schools=_schools(session, ground, rule, level=level, year=year, cluster=cluster),
        lists_all=viewer.sight in {Sight.FULL, Sight.OUTSIDER},
        due=ground.calendar.due(year, rule.period),
    )


def _last_year(ground: Ground, rows: Sequence[PooledFact], year: int) -> PooledFact | None:
    row = next((row for row in rows if row.year == year - 1), None)
    if row is None or row.year not in ground.used.years or row.status is Status.SUPPRESSED:
        return None
    return row


def _schools(
    session: TenantSession,
    ground: Ground,
    rule: IndicatorRule,
    *,
    level: Level,
    year: int,
    cluster: Cluster | None,
) -> tuple[SchoolFigure, ...]:
    """Schools to which the figure applies; a school's session holds its own alone."""
    if ground.viewer.sight is Sight.POOLED_ONLY:
        return ()
    everyone = results_of_the_day(session, ground, indicators=[rule], level=level)
    seen = as_seen(ground, everyone)
    small = {school_id for school_id, _, _, of_year in small_rows(ground, everyone, seen) if of_year == year}
    found = [
        _figure(ground, ground.school_by_id[row.school_id], row, is_small_cohort=row.school_id in small)
        for row in seen
        if row.year == year
        and row.status is not Status.NOT_APPLICABLE
        and cluster in (None, ground.school_by_id[row.school_id].cluster)
    ]
    return tuple(sorted(found, key=lambda each: (not _has_data(rule, each), each.school.short_name.casefold())))


def _figure(ground: Ground, school: SchoolEntry, row: ResultFact, *, is_small_cohort: bool) -> SchoolFigure:
    return SchoolFigure(
        school=school_name(school),
        status=row.status,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        baseline=row.baseline,
        is_small_cohort=is_small_cohort,
        is_own=ground.viewer.school_id == school.id,
    )


def _has_data(rule: IndicatorRule, figure: SchoolFigure) -> bool:
    if figure.status is Status.SUPPRESSED:
        return True
    return (figure.denominator if rule.kind is IndicatorKind.BREAKDOWN else figure.value) is not None
