"""An indicator told apart by subject, parallel and other dimensions; the categories of a breakdown."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from data_layer.domain.attainment import PERCENT_KINDS, reported_total
from data_layer.domain.facts import IndicatorRule, ObservationFact
from data_layer.domain.slices import SliceFact, pooled_slices, slices_of
from data_layer.domain.suppression import Sight, suppress_slices
from data_layer.domain.vocabulary import Level, MissingCode, Status, TargetOrigin
from data_layer.models import Observation
from data_layer.queries.comparison.figures import chosen_schools
from data_layer.queries.comparison.views import SchoolFigure, SchoolFilters, Slices
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground
from data_layer.session import TenantSession

_TOTAL = "total"


def slices(
    session: TenantSession,
    ground: Ground,
    *,
    indicator: IndicatorRule,
    level: Level,
    year: int,
    filters: SchoolFilters,
) -> Slices:
    """Pooled over the schools of the filters.

    Whoever does not see everything gets the whole district, whatever the filters, or the own school: a district
    less its parts would tell about single schools.
    """
    is_own = ground.viewer.sight is Sight.OWN_SCHOOL
    chosen = [each for each in _schools(ground, filters) if each.is_there(year)]
    observations = _observations(session, indicator, level, year, school_ids={each.id for each in chosen})
    total = _total(indicator, observations.values())
    facts: Sequence[SliceFact] = pooled_slices(indicator, observations.values())
    if not is_own:
        facts, total = _suppressed(ground, indicator, facts, total)
    titles = ground.catalogue.category_titles.get(indicator.id, {})
    return Slices(indicator, level, year, total, tuple(facts), tuple(titles.items()), is_own=is_own)


def _suppressed(
    ground: Ground, indicator: IndicatorRule, facts: Sequence[SliceFact], total: SliceFact | None
) -> tuple[Sequence[SliceFact], SliceFact | None]:
    """The total is a figure of the district: with too few behind it, it is as hidden as a slice would be."""
    weight = None if total is None else total.denominator
    seen, totals = (
        suppress_slices(each, viewer=ground.viewer, indicator=indicator, settings=ground.settings, total=weight)
        for each in (facts, [] if total is None else [total])
    )
    return seen, next((each for each in totals if not each.is_hidden), None)


def slice_comparison(
    session: TenantSession,
    ground: Ground,
    *,
    indicator: IndicatorRule,
    level: Level,
    year: int,
    filters: SchoolFilters,
    dimension: str,
    key: str,
) -> tuple[SchoolFigure, ...]:
    """Schools on one slice, by name; none but for those who see everything. A slice has no goal of its own."""
    if ground.viewer.sight is not Sight.FULL:
        return ()
    chosen = [each for each in chosen_schools(ground, filters) if each.is_there(year)]
    observations = _observations(session, indicator, level, year, school_ids={each.id for each in chosen})
    return tuple(
        _figure(ground, each, counts)
        for each in chosen
        if (counts := slices_of(indicator, observations.get(each.id, ())).get((dimension, key))) is not None
    )


def _schools(ground: Ground, filters: SchoolFilters) -> Sequence[SchoolEntry]:
    sight = ground.viewer.sight
    if sight is Sight.POOLED_ONLY:
        return ()
    if sight is Sight.FULL:
        return chosen_schools(ground, filters)
    return ground.schools


def _figure(ground: Ground, school: SchoolEntry, counts: tuple[int, int]) -> SchoolFigure:
    numerator, denominator = counts
    return SchoolFigure(
        school=school.code,
        short_name=school.short_name,
        cluster=school.cluster,
        kind=school.kind,
        status=Status.NO_TARGET,
        numerator=numerator,
        denominator=denominator,
        value=100 * numerator / denominator,
        baseline=None,
        target=None,
        target_origin=TargetOrigin.NONE,
        reference=None,
        gap=None,
        pupil_gap=None,
        is_small=denominator < ground.settings.small_cohort,
    )


def _total(indicator: IndicatorRule, schools: Collection[Sequence[ObservationFact]]) -> SliceFact | None:
    """Over all slices: the totals that schools report, which a breakdown does not have."""
    if indicator.kind not in PERCENT_KINDS:
        return None
    totals = [reported_total(indicator, rows) for rows in schools]
    counted = [(each.numerator, each.denominator) for each in totals if each.numerator is not None and each.denominator]
    if not counted:
        return None
    numerator, denominator = (sum(numbers) for numbers in zip(*counted, strict=True))
    return SliceFact(_TOTAL, "", len(counted), numerator, denominator)


def _observations(
    session: TenantSession, indicator: IndicatorRule, level: Level, year: int, *, school_ids: Collection[int]
) -> Mapping[int, Sequence[ObservationFact]]:
    row = Observation
    query = select(
        row.school_id,
        row.subject,
        row.class_group,
        row.category,
        row.numerator,
        row.denominator,
        row.missing,
    ).where(
        row.district_id == session.scope.district_id,
        row.school_id.in_(school_ids),
        row.year == year,
        row.indicator_id == indicator.id,
        row.level == level,
        row.superseded_at.is_(None),
    )
    found: dict[int, list[ObservationFact]] = defaultdict(list)
    for school_id, subject, class_group, category, numerator, denominator, missing in session.execute(query):
        found[school_id].append(
            ObservationFact(
                indicator.id,
                level,
                year,
                subject,
                class_group,
                category,
                numerator,
                denominator,
                missing=None if missing is None else MissingCode(missing),
            )
        )
    return found
