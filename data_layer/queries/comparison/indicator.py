"""Schools on one indicator × level, beside the district, its clusters and another year."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from data_layer.domain.attainment import PERCENT_KINDS, tolerance_pp
from data_layer.domain.facts import IndicatorRule, PooledFact, ResultFact
from data_layer.domain.pooling import pool
from data_layer.domain.series import Break, Years, joined_between, series_break
from data_layer.domain.succession import former_name
from data_layer.domain.suppression import Sight
from data_layer.domain.vocabulary import Cluster, Level, Status
from data_layer.models import DataSource, Indicator, Observation
from data_layer.queries.comparison.figures import (
    SeenRows,
    by_school,
    chosen_schools,
    school_figure,
    seen_rows,
)
from data_layer.queries.comparison.views import (
    FigureSource,
    IndicatorComparison,
    Past,
    PooledLine,
    SchoolFigure,
    SchoolFilters,
)
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground
from data_layer.queries.standing import pooled_seen
from data_layer.queries.views import Count
from data_layer.session import TenantSession

_WITHOUT_DATA = frozenset({Status.NO_DATA, Status.NOT_DUE})


def indicator_comparison(
    session: TenantSession,
    ground: Ground,
    *,
    indicator: IndicatorRule,
    level: Level,
    year: int,
    before: int,
    filters: SchoolFilters,
) -> IndicatorComparison:
    """ground: of both years. level: one of the indicator's."""
    seen = seen_rows(session, ground, indicators=[indicator])
    of_level = replace(seen, rows=tuple(row for row in seen.rows if row.level is level))
    schools = _figures(ground, of_level, year=year, before=before, filters=filters)
    lines = _lines(session, ground, indicator, level=level, year=year, before=before, named=of_level.rows)
    return IndicatorComparison(
        rule=indicator,
        goal=indicator.goal,
        level=level,
        year=year,
        before_year=before,
        schools=schools,
        lines=lines,
        shown=_shown(ground, indicator, lines, of_level.rows, year=year, filters=filters),
        entered=_entered(ground, schools, lines),
        source=figure_source(session, indicator=indicator, year=year, today=ground.today),
        due=ground.calendar.due(year, indicator.period),
        near_pp=_near(ground, indicator, schools, lines),
    )


def _near(
    ground: Ground, indicator: IndicatorRule, schools: Iterable[SchoolFigure], lines: Iterable[PooledLine]
) -> Decimal | None:
    """«Не более» allows less for a smaller target, so the largest of all is the bound."""
    if indicator.kind not in PERCENT_KINDS:
        return None
    targets = {*(row.target for row in schools), *(line.now.reference for line in lines)}
    bounds = (tolerance_pp(indicator=indicator, target=each, settings=ground.settings) for each in targets if each)
    return max(bounds, default=None)


def figure_source(session: TenantSession, *, indicator: IndicatorRule, year: int, today: date) -> FigureSource:
    """Title of the indicator's source, and the day of its latest figure that this session may read."""
    district_id = session.scope.district_id
    titles = session.scalars(
        select(DataSource.title)
        .join(Indicator, (Indicator.district_id == DataSource.district_id) & (Indicator.source_id == DataSource.id))
        .where(Indicator.district_id == district_id, Indicator.id == indicator.id)
    )
    latest = session.scalar(
        select(func.max(Observation.recorded_at)).where(
            Observation.district_id == district_id,
            Observation.indicator_id == indicator.id,
            Observation.year == year,
            Observation.superseded_at.is_(None),
        )
    )
    # A figure cannot be younger than the day of the answer, which a frozen clock may lie before.
    return FigureSource(tuple(titles), None if latest is None else min(latest.date(), today))


def _figures(
    ground: Ground, seen: SeenRows, *, year: int, before: int, filters: SchoolFilters
) -> tuple[SchoolFigure, ...]:
    now = by_school(row for row in seen.rows if row.year == year)
    then = by_school(row for row in seen.rows if row.year == before)
    return tuple(
        school_figure(
            ground,
            school,
            now[school.id],
            seen=seen,
            before=_past(ground, school, now[school.id], then[school.id]) if school.id in then else None,
        )
        for school in chosen_schools(ground, filters)
        if school.id in now
    )


def _past(ground: Ground, school: SchoolEntry, now: ResultFact, then: ResultFact) -> Past:
    rule = ground.catalogue.indicator_by_id[now.indicator]
    due = ground.calendar.due(max(now.year, then.year), rule.period, now.school_id)
    years = Years(then.year, now.year, due, (now.denominator, then.denominator))
    joined = joined_between(school.facts, then.year, now.year)
    breaks = Break.JOINED if joined else series_break(rule, years, today=ground.today)
    former = former_name(school.changes, then.year, now.year)
    return Past(then.status, then.numerator, then.denominator, then.value, breaks, max(joined, default=None), former)


def _lines(
    session: TenantSession,
    ground: Ground,
    indicator: IndicatorRule,
    *,
    level: Level,
    year: int,
    before: int,
    named: Iterable[ResultFact],
) -> tuple[PooledLine, ...]:
    """The district first, then its clusters in the order of the word list."""
    pooled = pooled_seen(session, ground, indicators=[indicator], level=level, named=named)
    now = {row.cluster: row for row in pooled if row.year == year}
    then = {row.cluster: row for row in pooled if row.year == before}
    if before not in ground.used.years:
        then = {}
    years = Years(before, year, ground.calendar.due(max(before, year), indicator.period))
    breaks = series_break(indicator, years, today=ground.today)
    return tuple(
        PooledLine(
            cluster, now[cluster], then.get(cluster), _break(now[cluster], then.get(cluster), whole_series=breaks)
        )
        for cluster in sorted(now, key=_cluster_place)
    )


def _cluster_place(cluster: str) -> int:
    return list(Cluster).index(Cluster(cluster)) + 1 if cluster else 0


def _break(now: PooledFact, then: PooledFact | None, *, whole_series: Break | None) -> Break | None:
    """A year in which fewer than half as many schools reported as in the other one is a part of it.

    whole_series: what breaks the series of the district and all its clusters.
    """
    if then is None or not now.schools_with_data or not then.schools_with_data:
        return None
    if whole_series is not None:
        return whole_series
    if 2 * now.schools_with_data < then.schools_with_data:
        return Break.PARTIAL
    return Break.PARTIAL_BEFORE if 2 * then.schools_with_data < now.schools_with_data else None


def _shown(
    ground: Ground,
    indicator: IndicatorRule,
    lines: Sequence[PooledLine],
    rows: Iterable[ResultFact],
    *,
    year: int,
    filters: SchoolFilters,
) -> PooledFact | None:
    """Pooled over the schools of the filters. The stored rows know clusters; kinds are pooled here, by the same
    rule, and only for those from whom nothing is hidden: the difference to the whole could tell of single schools.
    """
    cluster = str(filters.cluster or "")
    stored = next((line.now for line in lines if line.cluster == cluster), None)
    if filters.kind is None or stored is None:
        return stored
    if ground.viewer.sight is not Sight.FULL:
        return None
    ids = {school.id for school in chosen_schools(ground, filters)}
    return pool(
        [row for row in rows if row.year == year and row.school_id in ids],
        indicator=indicator,
        level=stored.level,
        year=year,
        cluster=cluster,
        reference=stored.reference,
        settings=ground.settings,
    )


def _entered(ground: Ground, schools: Sequence[SchoolFigure], lines: Sequence[PooledLine]) -> Count:
    """For a viewer of one school by the pooled row: the other schools are not for them to count."""
    if ground.viewer.sight is Sight.OWN_SCHOOL:
        pooled = lines[0].now if lines else None
        return Count(pooled.schools_with_data, pooled.schools_applicable) if pooled else Count(0, 0)
    applicable = [row for row in schools if row.status is not Status.NOT_APPLICABLE]
    return Count(sum(row.status not in _WITHOUT_DATA for row in applicable), len(applicable))
