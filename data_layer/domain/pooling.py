"""Figures over several schools: pooled counts, never means of percentages; goals by status.

Source: domain.md, «Arithmetic»; design.md §3, «Goal status»; contracts.md, «Reports».
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from data_layer.domain.attainment import (
    PERCENT_KINDS,
    ResultKey,
    Verdict,
    growth_verdict,
    reference_of,
    share_verdict,
    tolerance_pp,
)
from data_layer.domain.facts import DistrictSettings, IndicatorRule, PooledFact, ResultFact
from data_layer.domain.quartiles import quartile_values, quartiles
from data_layer.domain.vocabulary import GoalStatus, IndicatorKind, IndicatorRole, Level, Status

# School id, goal id, starting year.
GoalKey: TypeAlias = tuple[int, str, int]

_MISSED: Final = frozenset({Status.NOT_MET, Status.NEAR})


@dataclass(frozen=True, slots=True)
class GoalCounts:
    """«k из n»: met of with_data (met or not met); applicable counts all but not applicable goals."""

    met: int = 0
    with_data: int = 0
    applicable: int = 0
    suppressed: int = 0


def pool(
    results: Iterable[ResultFact],
    *,
    indicator: IndicatorRule,
    level: Level,
    year: int,
    cluster: str,
    reference: Decimal | None,
    settings: DistrictSettings,
) -> PooledFact:
    """One row over the schools given.

    results: unsuppressed, one per school, all of this indicator, level and year. cluster: only a
    label, empty for the whole district. Schools to which the indicator does not apply are not counted.
    """
    applicable = [row for row in results if row.status is not Status.NOT_APPLICABLE]
    rows = [row for row in applicable if _has_data(indicator, row)]
    verdict = _judge(indicator, applicable, rows, reference, settings)
    values = quartile_values(indicator, rows, settings)
    quarters = quartiles(values)
    return PooledFact(
        indicator=indicator.id,
        level=level,
        year=year,
        cluster=cluster,
        schools_applicable=len(applicable),
        schools_with_data=len(rows),
        schools_met=sum(row.status is Status.MET for row in rows),
        status=verdict.status,
        numerator=_sum_known([row.numerator for row in rows]) if _is_share(indicator) else None,
        denominator=_sum_known([row.denominator for row in rows]),
        value=verdict.value,
        reference=reference,
        gap=verdict.gap,
        is_pending=verdict.is_pending,
        quartile_schools=len(values),
        lower_quartile=None if quarters is None else float(quarters.lower),
        median=None if quarters is None else float(quarters.median),
        upper_quartile=None if quarters is None else float(quarters.upper),
    )


def pool_by_cluster(
    results: Iterable[ResultFact],
    *,
    indicators: Iterable[IndicatorRule],
    year: int,
    clusters: Mapping[int, str],
    references: Mapping[ResultKey, Decimal],
    settings: DistrictSettings,
) -> Iterator[PooledFact]:
    """Rows of the district and of each of its clusters, for every indicator × level of the year.

    results: unsuppressed, of all schools, of this year. indicators: those wanted, enabled ones only.
    clusters: by school id, empty where a school has none. references: the district's own targets.
    """
    by_key: dict[tuple[str, Level], list[ResultFact]] = defaultdict(list)
    for row in results:
        by_key[row.indicator, row.level].append(row)
    for indicator in indicators:
        for level in indicator.levels:
            rows = by_key.get((indicator.id, level), [])
            for cluster in ("", *sorted({clusters[row.school_id] for row in rows} - {""})):
                yield pool(
                    [row for row in rows if cluster in ("", clusters[row.school_id])],
                    indicator=indicator,
                    level=level,
                    year=year,
                    cluster=cluster,
                    reference=reference_of(indicator, level, year, references),
                    settings=settings,
                )


def goal_status(statuses: Iterable[Status]) -> GoalStatus:
    """Status of a goal from the statuses of its enabled attainment results.

    One miss decides, a near miss included; only then does a hidden or a missing verdict matter.
    """
    verdicts = {status for status in statuses if status is not Status.NOT_APPLICABLE}
    if not verdicts:
        return GoalStatus.NOT_APPLICABLE
    if verdicts & _MISSED:
        return GoalStatus.NOT_MET
    if Status.SUPPRESSED in verdicts:
        return GoalStatus.SUPPRESSED
    return GoalStatus.MET if verdicts == {Status.MET} else GoalStatus.NO_DATA


def goal_counts(statuses: Iterable[GoalStatus]) -> GoalCounts:
    """Goals met of goals with a verdict; missing data counts neither as met nor as missed."""
    found = list(statuses)
    met = found.count(GoalStatus.MET)
    return GoalCounts(
        met=met,
        with_data=met + found.count(GoalStatus.NOT_MET),
        applicable=len(found) - found.count(GoalStatus.NOT_APPLICABLE),
        suppressed=found.count(GoalStatus.SUPPRESSED),
    )


def goal_statuses(results: Iterable[ResultFact], indicators: Iterable[IndicatorRule]) -> dict[GoalKey, GoalStatus]:
    """Status of every goal by school and year, as far as enabled attainment indicators serve it."""
    goals = goal_of_indicators(indicators)
    statuses: dict[GoalKey, list[Status]] = defaultdict(list)
    for row in results:
        if row.indicator in goals:
            statuses[row.school_id, goals[row.indicator], row.year].append(row.status)
    return {key: goal_status(found) for key, found in statuses.items()}


def goal_of_indicators(indicators: Iterable[IndicatorRule]) -> Mapping[str, str]:
    """Goal id by indicator id, for the indicators that decide goals."""
    return {
        indicator.id: indicator.goal
        for indicator in indicators
        if indicator.is_enabled and indicator.role is IndicatorRole.ATTAINMENT and indicator.goal
    }


def _judge(
    indicator: IndicatorRule,
    applicable: Sequence[ResultFact],
    rows: Sequence[ResultFact],
    reference: Decimal | None,
    settings: DistrictSettings,
) -> Verdict:
    if not applicable:
        return Verdict(Status.NOT_APPLICABLE)
    if not rows:
        return Verdict(Status.NO_DATA, is_pending=any(row.is_pending for row in applicable))
    if _is_share(indicator):
        return _judge_share(indicator, rows, reference, settings)
    if indicator.kind is IndicatorKind.GROWTH:
        return _judge_growth(indicator, rows)
    value = _units(rows) if indicator.kind is IndicatorKind.COUNT else None
    return Verdict(Status.NO_TARGET, value=None if value is None else float(value))


def _judge_share(
    indicator: IndicatorRule,
    rows: Sequence[ResultFact],
    reference: Decimal | None,
    settings: DistrictSettings,
) -> Verdict:
    return share_verdict(
        numerator=sum(row.numerator or 0 for row in rows),
        denominator=sum(row.denominator or 0 for row in rows),
        direction=indicator.direction,
        target=reference,
        tolerance=None if reference is None else tolerance_pp(indicator=indicator, target=reference, settings=settings),
    )


def _judge_growth(indicator: IndicatorRule, rows: Sequence[ResultFact]) -> Verdict:
    """The sum shown is over all schools with a value, the verdict over those that also have a base."""
    compared = [row for row in rows if row.baseline is not None]
    verdict = growth_verdict(
        value=_units(compared),
        baseline=sum(row.baseline or 0 for row in compared) if compared else None,
        direction=indicator.direction,
    )
    return Verdict(verdict.status, value=float(_units(rows)), baseline=verdict.baseline, gap=verdict.gap)


def _units(rows: Iterable[ResultFact]) -> int:
    return sum(int(row.value) for row in rows if row.value is not None)


def _is_share(indicator: IndicatorRule) -> bool:
    return indicator.kind in PERCENT_KINDS


def _has_data(indicator: IndicatorRule, row: ResultFact) -> bool:
    if indicator.kind is IndicatorKind.BREAKDOWN:
        return bool(row.denominator)
    return row.value is not None


def _sum_known(numbers: Sequence[int | None]) -> int | None:
    """A sum that some school has no part in would look like the whole, so there is none then."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None
