"""Results of a school: total, value, target, status and gaps of one indicator × level × year.

Everything is decided on whole numbers; only `value` and `gap` become floats, at the very end, as the
double nearest to the exact figure. Source: domain.md, «Arithmetic»; contracts.md, «Import», «Reports».
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from data_layer.domain.facts import (
    DistrictSettings,
    IndicatorRule,
    ObservationFact,
    ResultFact,
    SchoolFacts,
)
from data_layer.domain.series import is_method_new
from data_layer.domain.vocabulary import (
    Direction,
    IndicatorKind,
    Level,
    MissingCode,
    Status,
    TargetOrigin,
)

# Indicator id, level, starting year.
ResultKey: TypeAlias = tuple[str, Level, int]

PERCENT_KINDS: Final = frozenset({IndicatorKind.SHARE, IndicatorKind.RETENTION})
# The unit in which one pupil may be counted once per subject, so that subjects may be added up.
_COUNTED_PER_SUBJECT: Final = "results"


@dataclass(frozen=True, slots=True)
class Total:
    """What a school reports as a whole for one indicator × level × year.

    numerator, denominator, value, baseline: whole, in the shape of the kind; missing: the code that
    stands instead of numbers; is_summed: added up from slices. Nothing at all = nothing handed in.
    """

    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    baseline: int | None = None
    missing: MissingCode | None = None
    is_summed: bool = False

    @property
    def is_absent(self) -> bool:
        return self == ABSENT

    def has_data(self, kind: IndicatorKind) -> bool:
        """Whether the numbers that this kind needs are there (zero denominators included)."""
        if self.missing is not None:
            return False
        if kind in PERCENT_KINDS:
            return self.numerator is not None and self.denominator is not None
        return (self.denominator if kind is IndicatorKind.BREAKDOWN else self.value) is not None


ABSENT: Final = Total()


def reported_total(indicator: IndicatorRule, observations: Sequence[ObservationFact]) -> Total:
    """The school's total: its own total row if there is one, else the sum of its slices.

    observations: those of one school, this indicator, one level and one year. A total row wins even
    when it carries a missing code. Shapes of slices are never mixed; rows with a category are never
    added up, but a breakdown takes the common denominator of its category rows.
    """
    if indicator.kind is IndicatorKind.BREAKDOWN:
        return _breakdown_total(observations)
    for row in observations:
        if _is_whole(row):
            return _total_of_row(row)
    return _sum_of_slices(indicator, observations) if observations else ABSENT


def observations_behind(indicator: IndicatorRule, observations: Sequence[ObservationFact]) -> list[ObservationFact]:
    """The observations that `reported_total` takes the total from, in their own order; the others stand beside it.

    observations: as for `reported_total`.
    """
    if indicator.kind is IndicatorKind.BREAKDOWN:
        categories = _breakdown_rows(observations)
        return categories or [row for row in observations if _is_whole(row)]
    whole = [row for row in observations if _is_whole(row)]
    if whole:
        return whole[:1]
    shapes = slice_shapes(indicator, observations)
    return next((rows for rows in shapes if rows), list(_addable(indicator, observations)))


def slice_shapes(indicator: IndicatorRule, observations: Iterable[ObservationFact]) -> list[list[ObservationFact]]:
    """Slices that may be added up, by shape: (subject, class), subject, class; numbers only.

    Subjects overlap unless results are counted, so shapes with a subject are left empty otherwise.
    """
    shapes: list[list[ObservationFact]] = [[], [], []]
    for row in _addable(indicator, observations):
        if _has_numbers(indicator.kind, row):
            shapes[_shape(row)].append(row)
    return shapes


def sum_of(kind: IndicatorKind, rows: Sequence[ObservationFact]) -> Total:
    """Slices of one shape added up; a number that some slice lacks is lacking in the sum."""
    return Total(
        numerator=_sum(row.numerator for row in rows) if kind in PERCENT_KINDS else None,
        denominator=_sum(row.denominator for row in rows),
        value=None if kind in PERCENT_KINDS else _sum(row.value for row in rows),
        baseline=_sum(row.baseline for row in rows) if kind is IndicatorKind.GROWTH else None,
        is_summed=True,
    )


def derive_results(
    *,
    school: SchoolFacts,
    indicators: Iterable[IndicatorRule],
    years: Iterable[int],
    observations: Iterable[ObservationFact],
    own_targets: Mapping[ResultKey, Decimal],
    references: Mapping[ResultKey, Decimal],
    settings: DistrictSettings,
) -> list[ResultFact]:
    """A row for every enabled indicator × level of the indicator × year, not applicable ones included.

    There are none for years from which the school is gone. observations: all current ones of the school; growth also looks at the year before each of `years`.
    references: the district's own targets; where there is none, the catalogue's proposal counts.
    """
    given = _by_key(observations)
    wanted_years = sorted(year for year in set(years) if school.is_there(year))
    # Growth over the year in which another school joined would be that school, so its base must be handed in.
    joined = school.joined_in
    rows = []
    for indicator in indicators:
        if not indicator.is_enabled:
            continue
        for level in indicator.levels:
            for year in wanted_years:
                key = (indicator.id, level, year)
                rows.append(
                    derive_result(
                        school=school,
                        indicator=indicator,
                        level=level,
                        year=year,
                        observations=given.get(key, ()),
                        previous_value=None if year in joined else _previous_value(indicator, level, year, given),
                        own_target=own_targets.get(key),
                        reference=reference_of(indicator, level, year, references),
                        settings=settings,
                    )
                )
    return rows


def reference_of(
    indicator: IndicatorRule, level: Level, year: int, references: Mapping[ResultKey, Decimal]
) -> Decimal | None:
    """The district's own reference, else what the catalogue proposes for the level, else None."""
    own = references.get((indicator.id, level, year))
    return indicator.references.get(level) if own is None else own


def derive_result(
    *,
    school: SchoolFacts,
    indicator: IndicatorRule,
    level: Level,
    year: int,
    observations: Sequence[ObservationFact],
    previous_value: int | None,
    own_target: Decimal | None,
    reference: Decimal | None,
    settings: DistrictSettings,
) -> ResultFact:
    """One row of the school.

    observations: only those of this indicator, level and year. previous_value: the total value of a
    growth indicator a year earlier. reference: already resolved (see `reference_of`).
    """
    target = reference if own_target is None else own_target
    is_taught = level is Level.SCHOOL or level in school.levels
    total = reported_total(indicator, observations) if is_taught else ABSENT
    verdict = _judge(indicator, total, target, previous_value, settings) if is_taught else _NOT_APPLICABLE
    return ResultFact(
        school_id=school.id,
        indicator=indicator.id,
        level=level,
        year=year,
        status=verdict.status,
        numerator=total.numerator,
        denominator=total.denominator,
        value=verdict.value,
        baseline=verdict.baseline,
        target=target,
        target_origin=_origin(own_target, reference),
        reference=reference,
        gap=verdict.gap,
        pupil_gap=verdict.pupil_gap,
        is_pending=verdict.is_pending,
        is_summed=total.is_summed,
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from a total and its target; see ResultFact for units."""

    status: Status
    value: float | None = None
    baseline: int | None = None
    gap: float | None = None
    pupil_gap: int | None = None
    is_pending: bool = False


_NOT_APPLICABLE: Final = Verdict(Status.NOT_APPLICABLE)
_NO_DATA: Final = Verdict(Status.NO_DATA)
_AWAITED: Final = Verdict(Status.NO_DATA, is_pending=True)


def share_verdict(
    *,
    numerator: int,
    denominator: int,
    direction: Direction | None,
    target: Decimal | None,
    tolerance: Decimal | None,
) -> Verdict:
    """Verdict on numerator of denominator (> 0) against a target in percent.

    tolerance: percentage points within which a miss is `near`; None where nothing is compared.
    """
    value = 100 * numerator / denominator  # true division of whole numbers rounds correctly
    if target is None or tolerance is None or direction not in _COMPARING:
        return Verdict(Status.NO_TARGET, value=value)
    parts, whole = target.as_integer_ratio()
    at_target = parts * denominator  # hundredths of a unit, times `whole`
    reached = 100 * numerator * whole
    surplus = reached - at_target if direction is Direction.AT_LEAST else at_target - reached
    scale = denominator * whole
    return Verdict(
        _share_status(surplus, scale, tolerance),
        value=value,
        gap=surplus / scale,
        pupil_gap=surplus // (100 * whole),
    )


def count_verdict(*, value: int, direction: Direction | None, target: Decimal | None) -> Verdict:
    """Verdict on a number of units against a target in units; a count is never `near`."""
    if target is None or direction not in _COMPARING:
        return Verdict(Status.NO_TARGET, value=float(value))
    parts, whole = target.as_integer_ratio()
    surplus = value * whole - parts
    if direction is Direction.AT_MOST:
        surplus = -surplus
    status = Status.MET if surplus >= 0 else Status.NOT_MET
    return Verdict(status, value=float(value), gap=surplus / whole)


def growth_verdict(*, value: int, baseline: int | None, direction: Direction | None) -> Verdict:
    """Growth is strictly more than before: 0 after 0 is not met; no target plays a part."""
    if baseline is None:
        return Verdict(Status.NO_BASELINE, value=float(value))
    status = Status.MET if value > baseline else Status.NOT_MET
    return Verdict(
        Status.NO_TARGET if direction is None else status,
        value=float(value),
        baseline=baseline,
        gap=float(value - baseline),
    )


def is_target_easier(direction: Direction | None, first: Decimal | Fraction, second: Decimal | Fraction) -> bool:
    """Whether the first target asks strictly less than the second; False where nothing is compared."""
    if direction is Direction.AT_LEAST:
        return Fraction(first) < Fraction(second)
    if direction is Direction.AT_MOST:
        return Fraction(first) > Fraction(second)
    return False


def tolerance_pp(*, indicator: IndicatorRule, target: Decimal, settings: DistrictSettings) -> Decimal:
    """Percentage points by which a goal may be missed and still be called near.

    The indicator's own tolerance wins; otherwise «at most» allows no more than a part of the target.
    """
    if indicator.tolerance_pp is not None:
        return indicator.tolerance_pp
    if indicator.direction is Direction.AT_MOST:
        return min(settings.tolerance_pp, target * settings.tolerance_at_most_part)
    return settings.tolerance_pp


def widest_tolerance_pp(
    indicators: Iterable[IndicatorRule],
    settings: DistrictSettings,
    targets: Mapping[str, Iterable[Decimal]] | None = None,
) -> Decimal:
    """The most percentage points by which a goal of any of the indicators may be missed and still be called near.

    targets: those that are set, in percent by indicator id. An indicator that is not there is judged by the
    catalogue's proposals; one without any target is never near.
    """
    bounds = [
        tolerance_pp(indicator=rule, target=target, settings=settings)
        for rule in indicators
        for target in (targets or {}).get(rule.id, rule.references.values())
    ]
    return max(bounds, default=settings.tolerance_pp)


def exact_value(kind: IndicatorKind, row: ResultFact) -> Fraction | None:
    """The row's value without rounding: percent for shares, units otherwise; None without a value."""
    if row.value is None:
        return None
    if kind in PERCENT_KINDS and row.numerator is not None and row.denominator:
        return Fraction(100 * row.numerator, row.denominator)
    return Fraction(row.value)


_COMPARING: Final = frozenset({Direction.AT_LEAST, Direction.AT_MOST})


def _judge(
    indicator: IndicatorRule,
    total: Total,
    target: Decimal | None,
    previous_value: int | None,
    settings: DistrictSettings,
) -> Verdict:
    if total.missing is not None or not total.has_data(indicator.kind):
        return _verdict_without_data(total)
    if total.denominator == 0 and indicator.kind in _WITH_COHORT:
        return _NOT_APPLICABLE if indicator.allows_zero_denominator else _NO_DATA
    if indicator.kind in PERCENT_KINDS:
        return _judge_share(indicator, total, target, settings)
    if indicator.kind is IndicatorKind.COUNT:
        return count_verdict(value=_known(total.value), direction=indicator.direction, target=target)
    if indicator.kind is IndicatorKind.GROWTH:
        baseline = previous_value if total.baseline is None else total.baseline
        return growth_verdict(value=_known(total.value), baseline=baseline, direction=indicator.direction)
    return Verdict(Status.NO_TARGET)  # a breakdown describes, nothing is compared


# Kinds whose value is a part of a cohort, so that an empty cohort leaves no value at all.
_WITH_COHORT: Final = PERCENT_KINDS | {IndicatorKind.BREAKDOWN}


def _judge_share(indicator: IndicatorRule, total: Total, target: Decimal | None, settings: DistrictSettings) -> Verdict:
    return share_verdict(
        numerator=_known(total.numerator),
        denominator=_known(total.denominator),
        direction=indicator.direction,
        target=target,
        tolerance=None if target is None else tolerance_pp(indicator=indicator, target=target, settings=settings),
    )


def _verdict_without_data(total: Total) -> Verdict:
    if total.missing is MissingCode.NOT_APPLICABLE:
        return _NOT_APPLICABLE
    is_awaited = total.missing is MissingCode.NOT_YET or total.is_absent
    return _AWAITED if is_awaited else _NO_DATA


def _share_status(surplus: int, scale: int, tolerance: Decimal) -> Status:
    if surplus >= 0:
        return Status.MET
    parts, whole = tolerance.as_integer_ratio()
    return Status.NEAR if -surplus * whole <= parts * scale else Status.NOT_MET


def _total_of_row(row: ObservationFact) -> Total:
    if row.missing is not None:
        return Total(missing=row.missing)
    return Total(row.numerator, row.denominator, row.value, row.baseline)


def _is_whole(row: ObservationFact) -> bool:
    return not (row.subject or row.class_group or row.category)


def _breakdown_rows(observations: Iterable[ObservationFact]) -> list[ObservationFact]:
    # `dimension:value` marks an optional dimension, not a kind of the breakdown.
    return [
        row for row in observations if row.category and ":" not in row.category and not (row.subject or row.class_group)
    ]


def _breakdown_total(observations: Sequence[ObservationFact]) -> Total:
    rows = _breakdown_rows(observations)
    cohorts = [row.denominator for row in rows if row.missing is None and row.denominator is not None]
    # A code for the whole breakdown gives way to its categories once they come with numbers.
    whole = [row for row in observations if _is_whole(row)]
    return Total(denominator=max(cohorts)) if cohorts else _missing_total(whole or rows)


def _sum_of_slices(indicator: IndicatorRule, observations: Sequence[ObservationFact]) -> Total:
    for rows in slice_shapes(indicator, observations):
        if rows:
            return sum_of(indicator.kind, rows)
    return _missing_total(list(_addable(indicator, observations)))


def _missing_total(rows: Sequence[ObservationFact]) -> Total:
    """One code for slices without any number: «not applicable» only when all of them say so."""
    codes = {row.missing for row in rows if row.missing is not None}
    for code in (MissingCode.NO_DATA, MissingCode.UNRELIABLE, MissingCode.NOT_YET):
        if code in codes:
            return Total(missing=code)
    return Total(missing=MissingCode.NOT_APPLICABLE) if codes else ABSENT


def _addable(indicator: IndicatorRule, observations: Iterable[ObservationFact]) -> Iterable[ObservationFact]:
    has_subjects = indicator.counts == _COUNTED_PER_SUBJECT
    return (
        row
        for row in observations
        if not row.category and (row.subject or row.class_group) and (has_subjects or not row.subject)
    )


def _shape(row: ObservationFact) -> int:
    if row.subject:
        return 0 if row.class_group else 1
    return 2


def _has_numbers(kind: IndicatorKind, row: ObservationFact) -> bool:
    return _total_of_row(row).has_data(kind)


def _sum(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _by_key(observations: Iterable[ObservationFact]) -> dict[ResultKey, list[ObservationFact]]:
    given: dict[ResultKey, list[ObservationFact]] = defaultdict(list)
    for row in observations:
        given[row.indicator, row.level, row.year].append(row)
    return given


def _previous_value(
    indicator: IndicatorRule,
    level: Level,
    year: int,
    given: Mapping[ResultKey, Sequence[ObservationFact]],
) -> int | None:
    # A number counted otherwise is no baseline.
    if indicator.kind is not IndicatorKind.GROWTH or is_method_new(indicator, year):
        return None
    before = given.get((indicator.id, level, year - 1))
    return reported_total(indicator, before).value if before else None


def _origin(own_target: Decimal | None, reference: Decimal | None) -> TargetOrigin:
    if own_target is not None:
        return TargetOrigin.OWN
    return TargetOrigin.NONE if reference is None else TargetOrigin.REFERENCE


def _known(number: int | None) -> int:
    """A number that `Total.has_data` has already vouched for."""
    if number is None:
        raise ValueError("a total without the numbers of its kind cannot be judged")
    return number
