"""Rows of schools and of the district as they stand on the day of the answer, seen by its viewer.

The common ground of reports and pages: stored rows where the district has used the year, the same
pure functions over nothing at all where it has not.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import null, select

from data_layer.domain.attainment import derive_results
from data_layer.domain.facts import IndicatorRule, PooledFact, ResultFact
from data_layer.domain.pooling import pool_by_cluster
from data_layer.domain.quartiles import counts_in_quartiles
from data_layer.domain.suppression import (
    PooledKey,
    RowKey,
    Sight,
    hidden_keys,
    suppress_pooled,
    suppress_results,
    tells_small,
)
from data_layer.domain.vocabulary import Level, Status, TargetOrigin
from data_layer.models import PooledResult, Result
from data_layer.queries.ground import Ground
from data_layer.session import TenantSession

_STATUSES: Final = {status.value: status for status in Status}
_LEVELS: Final = {level.value: level for level in Level}
_ORIGINS: Final = {origin.value: origin for origin in TargetOrigin}


def results_seen(
    session: TenantSession,
    ground: Ground,
    *,
    indicators: Sequence[IndicatorRule],
    level: Level | None = None,
    school_ids: Collection[int] | None = None,
) -> list[ResultFact]:
    """Rows of the schools named (None: of all) in the years of the ground, as the viewer may see them."""
    rows = results_of_the_day(session, ground, indicators=indicators, level=level, school_ids=school_ids)
    return as_seen(ground, rows, school_ids=school_ids)


def results_of_the_day(
    session: TenantSession,
    ground: Ground,
    *,
    indicators: Sequence[IndicatorRule],
    level: Level | None = None,
    school_ids: Collection[int] | None = None,
    with_targets: bool = True,
) -> list[ResultFact]:
    """Rows with their statuses of the day, nothing hidden yet.

    with_targets: without them the rows lack target, reference and what is reckoned from baselines and
    targets, and come faster. What has to be hidden depends on all schools of the district, so all of
    them are here unless the viewer sees everything; `as_seen` leaves those that were asked for.
    """
    needed = school_ids if ground.viewer.sight is Sight.FULL else None
    rows = [
        *stored_results(
            session,
            years=ground.used_years,
            indicators=indicators,
            level=level,
            school_ids=needed,
            with_targets=with_targets,
        ),
        *_results_of_unused_years(ground, indicators, level, needed),
    ]
    return [_on_the_day(ground, row) for row in rows]


def as_seen(
    ground: Ground, rows: Sequence[ResultFact], *, school_ids: Collection[int] | None = None
) -> list[ResultFact]:
    """The rows of the schools named with everything hidden that the viewer may not see."""
    seen = suppress_results(
        rows,
        viewer=ground.viewer,
        indicators=ground.catalogue.enabled,
        settings=ground.settings,
        clusters=_clusters(ground),
    )
    return [row for row in seen if school_ids is None or row.school_id in school_ids]


def small_rows(ground: Ground, rows: Sequence[ResultFact], seen: Sequence[ResultFact]) -> frozenset[RowKey]:
    """Keys of the figures at which «малая группа» may stand. rows, seen: the same, as they are and as the viewer sees them."""
    rules = ground.catalogue.indicator_by_id
    return frozenset(
        (row.school_id, row.indicator, row.level, row.year)
        for row, shown in zip(rows, seen, strict=True)
        if tells_small(row, shown, is_sensitive=rules[row.indicator].is_sensitive, settings=ground.settings)
    )


def is_given(row: ResultFact, shown: ResultFact) -> bool | None:
    """Whether a figure has been handed in; None where none is asked for. row, shown: as it is, and as the viewer sees it.

    A hidden one counts as handed in: that a named school is not asked would tell of its empty cohort.
    """
    if shown.status is Status.SUPPRESSED:
        return True
    return None if row.status is Status.NOT_APPLICABLE else row.value is not None


def stored_results(
    session: TenantSession,
    *,
    years: Collection[int],
    indicators: Iterable[IndicatorRule],
    level: Level | None = None,
    school_ids: Collection[int] | None = None,
    with_targets: bool = True,
) -> list[ResultFact]:
    row = Result
    compared = (row.baseline, row.target, row.reference, row.gap, row.pupil_gap)
    baseline, target, reference, gap, pupil_gap = compared if with_targets else [null()] * len(compared)
    query = select(
        row.school_id,
        row.indicator_id,
        row.level,
        row.year,
        row.status,
        row.numerator,
        row.denominator,
        row.value,
        baseline,
        target,
        row.target_origin,
        reference,
        gap,
        pupil_gap,
        row.is_pending,
        row.is_summed,
    ).where(
        row.district_id == session.scope.district_id,
        row.year.in_(years),
        row.indicator_id.in_([indicator.id for indicator in indicators]),
    )
    if level is not None:
        query = query.where(row.level == level)
    if school_ids is not None:
        query = query.where(row.school_id.in_(school_ids))
    return [_result_fact(each) for each in session.execute(query)]


def _result_fact(row: Any) -> ResultFact:
    # By position, in the order of the fields: there are thousands of these rows.
    school_id, indicator, level, year, status, numerator, denominator, value, baseline, target, origin, *rest = row
    numbers = (numerator, denominator, value, baseline, target)
    return ResultFact(school_id, indicator, _LEVELS[level], year, _STATUSES[status], *numbers, _ORIGINS[origin], *rest)


def _results_of_unused_years(
    ground: Ground,
    indicators: Sequence[IndicatorRule],
    level: Level | None,
    school_ids: Collection[int] | None,
) -> Iterator[ResultFact]:
    if not ground.unused_years:
        return
    for school in ground.schools:
        if school_ids is None or school.id in school_ids:
            derived = derive_results(
                school=school.facts,
                indicators=indicators,
                years=ground.unused_years,
                observations=(),
                own_targets={},
                references={},
                settings=ground.settings,
            )
            yield from (row for row in derived if level in (None, row.level))


def _on_the_day(ground: Ground, row: ResultFact) -> ResultFact:
    """A figure that is awaited and whose day has not passed is not missing yet."""
    if row.status is not Status.NO_DATA or not row.is_pending:
        return row
    period = ground.catalogue.indicator_by_id[row.indicator].period
    due = ground.calendar.due(row.year, period, row.school_id)
    return replace(row, status=Status.NOT_DUE) if due is not None and ground.today <= due else row


def hidden_rows(session: TenantSession, ground: Ground) -> frozenset[RowKey]:
    """Keys of the results that the viewer may not see, last year's included: flags look back at them."""
    if ground.viewer.sight is not Sight.OUTSIDER:
        return frozenset()
    years = {each for year in ground.years for each in (year - 1, year)}
    return hidden_keys(as_seen(ground, stored_results(session, years=years, indicators=ground.catalogue.enabled)))


def pooled_seen(
    session: TenantSession,
    ground: Ground,
    *,
    indicators: Sequence[IndicatorRule],
    level: Level | None = None,
    named: Iterable[ResultFact] | None = None,
) -> list[PooledFact]:
    """Figures of the district (cluster empty) and of its clusters, as the viewer may see them.

    named: the rows that stand beside the names of schools, as seen; quartiles must not tell more than those
    already do. An outsider gets none without them; who sees everything, or one school, needs none.
    """
    rows = [
        *stored_pooled(session, years=ground.used_years, indicators=indicators, level=level),
        *_pooled_of_unused_years(ground, indicators, level),
    ]
    own = _own_rows(session, ground, indicators, level)
    return suppress_pooled(
        [_pooled_on_the_day(ground, row) for row in rows],
        viewer=ground.viewer,
        indicators=indicators,
        settings=ground.settings,
        other_schools_with_data=_others_with_data(ground, rows, own),
        own_rows=own,
        known_in_quartiles=_known_in_quartiles(ground, own if named is None else named, is_given=named is not None),
    )


def _known_in_quartiles(
    ground: Ground, named: Iterable[ResultFact], *, is_given: bool
) -> Mapping[PooledKey, int] | None:
    """Of the schools behind each row's quartiles, how many the viewer sees by name; None where unknown."""
    if ground.viewer.sight is Sight.OUTSIDER and not is_given:
        return None
    rules, clusters = ground.catalogue.indicator_by_id, _clusters(ground)
    known: Counter[PooledKey] = Counter()
    for row in named:
        if counts_in_quartiles(rules[row.indicator], row, ground.settings):
            for cluster in {"", clusters.get(row.school_id, "")}:
                known[row.indicator, row.level, row.year, cluster] += 1
    return known


def stored_pooled(
    session: TenantSession,
    *,
    years: Collection[int],
    indicators: Iterable[IndicatorRule],
    level: Level | None = None,
) -> list[PooledFact]:
    row = PooledResult
    query = select(
        row.indicator_id,
        row.level,
        row.year,
        row.cluster,
        row.schools_applicable,
        row.schools_with_data,
        row.schools_met,
        row.status,
        row.numerator,
        row.denominator,
        row.value,
        row.reference,
        row.gap,
        row.is_pending,
        row.quartile_schools,
        row.lower_quartile,
        row.median,
        row.upper_quartile,
    ).where(
        row.district_id == session.scope.district_id,
        row.year.in_(years),
        row.indicator_id.in_([indicator.id for indicator in indicators]),
    )
    if level is not None:
        query = query.where(row.level == level)
    return [
        PooledFact(each[0], _LEVELS[each[1]], *each[2:7], _STATUSES[each[7]], *each[8:])
        for each in session.execute(query)
    ]


def _pooled_of_unused_years(
    ground: Ground, indicators: Sequence[IndicatorRule], level: Level | None
) -> Iterator[PooledFact]:
    rows = list(_results_of_unused_years(ground, indicators, level, None))
    for year in ground.unused_years:
        pooled = pool_by_cluster(
            [row for row in rows if row.year == year],
            indicators=indicators,
            year=year,
            clusters=_clusters(ground),
            references={},
            settings=ground.settings,
        )
        yield from (row for row in pooled if level in (None, row.level))


def _pooled_on_the_day(ground: Ground, row: PooledFact) -> PooledFact:
    if row.status is not Status.NO_DATA or not row.is_pending:
        return row
    due = ground.calendar.due(row.year, ground.catalogue.indicator_by_id[row.indicator].period)
    return replace(row, status=Status.NOT_DUE) if due is not None and ground.today <= due else row


def _own_rows(
    session: TenantSession, ground: Ground, indicators: Sequence[IndicatorRule], level: Level | None
) -> list[ResultFact]:
    viewer = ground.viewer
    if viewer.sight is not Sight.OWN_SCHOOL or viewer.school_id is None:
        return []
    return stored_results(
        session, years=ground.used_years, indicators=indicators, level=level, school_ids=[viewer.school_id]
    )


def _others_with_data(ground: Ground, rows: Iterable[PooledFact], own: Iterable[ResultFact]) -> dict[PooledKey, int]:
    """How many schools besides the own one stand behind each pooled row."""
    given = {(row.indicator, row.level, row.year) for row in own if row.value is not None or bool(row.denominator)}
    clusters = {"", *_clusters(ground).values()} if given else set()
    return {
        (row.indicator, row.level, row.year, row.cluster): row.schools_with_data
        - ((row.indicator, row.level, row.year) in given and row.cluster in clusters)
        for row in rows
    }


def _clusters(ground: Ground) -> Mapping[int, str]:
    return {school.id: school.cluster or "" for school in ground.every_school}
