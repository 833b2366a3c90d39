"""Rows of results as figures of schools: what is asked about every one of them in a comparison."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from data_layer.domain.attainment import PERCENT_KINDS
from data_layer.domain.binomial import LIMIT_998, ChanceVerdict, chance_verdict
from data_layer.domain.facts import IndicatorRule, ResultFact
from data_layer.domain.suppression import RowKey
from data_layer.domain.vocabulary import Absence, Direction, Status
from data_layer.queries.absences import absences
from data_layer.queries.comparison.views import Past, SchoolFigure, SchoolFilters
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground
from data_layer.queries.standing import as_seen, results_of_the_day, small_rows
from data_layer.session import TenantSession

_MISSED = frozenset({Status.NOT_MET, Status.NEAR})


@dataclass(frozen=True, slots=True)
class SeenRows:
    """Results as the viewer may see them. small: keys of small cohorts, hidden ones of sensitive figures left out.

    absent: why there is no number, where «no data» says too little.
    """

    rows: tuple[ResultFact, ...]
    small: frozenset[RowKey]
    absent: Mapping[RowKey, Absence] = field(default_factory=dict)


def seen_rows(session: TenantSession, ground: Ground, *, indicators: Sequence[IndicatorRule]) -> SeenRows:
    """All results of the indicators in the years of the ground; of one school for a viewer who has one."""
    rows = results_of_the_day(session, ground, indicators=indicators)
    seen = as_seen(ground, rows)
    # A region sees no rows at all.
    small = small_rows(ground, rows, seen) if seen else frozenset()
    return SeenRows(tuple(seen), small, absences(session, ground, seen))


def chosen_schools(ground: Ground, filters: SchoolFilters) -> list[SchoolEntry]:
    """Schools of the session that pass the filters, by name."""
    found = [
        school
        for school in ground.schools
        if filters.cluster in (None, school.cluster) and filters.kind in (None, school.kind)
    ]
    return sorted(found, key=lambda school: (school.short_name.casefold(), school.code))


def school_figure(
    ground: Ground, school: SchoolEntry, row: ResultFact, *, seen: SeenRows, before: Past | None = None
) -> SchoolFigure:
    rule = ground.catalogue.indicator_by_id[row.indicator]
    return SchoolFigure(
        school=school.code,
        short_name=school.short_name,
        cluster=school.cluster,
        kind=school.kind,
        status=row.status,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        baseline=row.baseline,
        target=row.target,
        target_origin=row.target_origin,
        reference=row.reference,
        gap=row.gap,
        pupil_gap=row.pupil_gap,
        is_small=_key(row) in seen.small,
        chance=_chance(rule, row),
        before=before,
        absence=seen.absent.get(_key(row)),
    )


def by_school(rows: Iterable[ResultFact]) -> Mapping[int, ResultFact]:
    """Rows of one indicator, level and year by the id of their school."""
    return {row.school_id: row for row in rows}


def year_alone(ground: Ground, year: int) -> Ground:
    return replace(ground, years=(year,))


def _chance(rule: IndicatorRule, row: ResultFact) -> ChanceVerdict | None:
    """At the limit of 0.1 %: a whole district at 2.5 % would be full of false alarms (charts.md, «Honest numbers», 4)."""
    if row.status not in _MISSED or rule.kind not in PERCENT_KINDS or rule.direction in (None, Direction.INCREASE):
        return None
    if row.numerator is None or not row.denominator or row.target is None or not _is_between(row.target):
        return None
    return chance_verdict(row.numerator, row.denominator, row.target, rule.direction, limit=LIMIT_998)


def _is_between(target: Decimal) -> bool:
    """A goal of 100 % is missed by the first pupil: there chance is no question."""
    return 0 < target < 100


def _key(row: ResultFact) -> RowKey:
    return row.school_id, row.indicator, row.level, row.year
