"""Flags about figures: missing, without a target, with an easy target, contradicting each other."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from data_layer.domain.attainment import (
    PERCENT_KINDS,
    Total,
    exact_value,
    is_target_easier,
    reported_total,
    slice_shapes,
    sum_of,
)
from data_layer.domain.facts import FlagFact, IndicatorRule, ObservationFact, ResultFact
from data_layer.domain.flags.evidence import YearEvidence, day_after, plain
from data_layer.domain.series import is_method_new, is_other_cohort
from data_layer.domain.vocabulary import IndicatorKind, IndicatorRole, Rule, Status

# Kinds that have no target to miss: growth is measured against last year, a breakdown describes.
_WITHOUT_TARGET: Final = frozenset({IndicatorKind.GROWTH, IndicatorKind.BREAKDOWN})


def data_flags(seen: YearEvidence) -> Iterator[FlagFact]:
    for indicator in seen.whole.enabled_indicators:
        for level in indicator.levels:
            row = seen.whole.results.get((indicator.id, level, seen.year))
            if row is None:
                continue
            if row.status is not Status.NOT_APPLICABLE:
                yield from _missing(seen, indicator, row)
                yield from _target_missing(seen, indicator, row)
            yield from _target_unambitious(seen, indicator, row)
            yield from _inconsistent(seen, indicator, row)


def _flag(
    rule: Rule,
    seen: YearEvidence,
    indicator: IndicatorRule,
    row: ResultFact,
    details: Mapping[str, object],
) -> FlagFact:
    return FlagFact(
        rule,
        seen.school_id,
        seen.year,
        block=indicator.block,
        goal=indicator.goal,
        indicator=indicator.id,
        level=row.level,
        details=details,
    )


def _missing(seen: YearEvidence, indicator: IndicatorRule, row: ResultFact) -> Iterator[FlagFact]:
    due = seen.due_of(indicator.period)
    is_missing = row.status is Status.NO_DATA
    if due is None or not is_missing or indicator.role is not IndicatorRole.ATTAINMENT:
        return
    yield FlagFact(
        Rule.DATA_MISSING,
        seen.school_id,
        seen.year,
        block=indicator.block,
        goal=indicator.goal,
        indicator=indicator.id,
        level=row.level,
        due=due,
        active_from=day_after(due),
        details={"is_pending": row.is_pending},
    )


def _target_missing(seen: YearEvidence, indicator: IndicatorRule, row: ResultFact) -> Iterator[FlagFact]:
    needs_target = (
        indicator.role is IndicatorRole.ATTAINMENT
        and indicator.kind not in _WITHOUT_TARGET
        and indicator.direction is not None
    )
    if needs_target and row.target is None:
        yield _flag(Rule.TARGET_MISSING, seen, indicator, row, {})


def _target_unambitious(seen: YearEvidence, indicator: IndicatorRule, row: ResultFact) -> Iterator[FlagFact]:
    key = (indicator.id, row.level, seen.year)
    own = seen.whole.own_targets.get(key)
    if own is None or indicator.kind in _WITHOUT_TARGET:
        return
    last_year = _comparable_last_year(seen, indicator, row)
    last_value = None if last_year is None else exact_value(indicator.kind, last_year)
    details = _easier_than(indicator, own, row.reference, last_value)
    if details:
        details |= {"target": plain(own), "unit": indicator.unit}
        if "last_value" in details and last_year is not None:
            details |= {"numerator": last_year.numerator, "denominator": last_year.denominator}
        yield _flag(Rule.TARGET_UNAMBITIOUS, seen, indicator, row, details)


def _easier_than(
    indicator: IndicatorRule,
    own: Decimal,
    reference: Decimal | None,
    last_value: Fraction | None,
) -> dict[str, object]:
    found: dict[str, object] = {}
    if reference is not None and is_target_easier(indicator.direction, own, reference):
        found["reference"] = plain(reference)
    if last_value is not None and is_target_easier(indicator.direction, own, last_value):
        found["last_value"] = float(last_value)
    return found


def _inconsistent(seen: YearEvidence, indicator: IndicatorRule, row: ResultFact) -> Iterator[FlagFact]:
    reasons = [
        *_against_other_indicator(seen, indicator, row),
        *_against_slices(seen, indicator, row),
        *_against_last_year(seen, indicator, row),
    ]
    if reasons:
        yield _flag(
            Rule.DATA_INCONSISTENT,
            seen,
            indicator,
            row,
            {"counts": indicator.counts, "reasons": reasons},
        )


def _against_other_indicator(
    seen: YearEvidence, indicator: IndicatorRule, row: ResultFact
) -> Iterator[dict[str, object]]:
    """A cohort that another indicator has counted must be the same number of people."""
    other_id = indicator.denominator_is_numerator_of
    if other_id is None or row.denominator is None:
        return
    other = seen.whole.results.get((other_id, row.level, seen.year))
    if other is None or other.numerator is None or other.numerator == row.denominator:
        return
    yield {
        "check": "other_indicator",
        "indicator": other_id,
        "denominator": row.denominator,
        "numerator": other.numerator,
    }


def _against_slices(seen: YearEvidence, indicator: IndicatorRule, row: ResultFact) -> Iterator[dict[str, object]]:
    """Slices beside a reported total: never more than it, and equal where none is lacking."""
    given = seen.whole.observations.get((indicator.id, row.level, seen.year), ())
    before = seen.whole.observations.get((indicator.id, row.level, seen.year - 1), ())
    total = reported_total(indicator, given)
    if total.is_summed or not total.has_data(indicator.kind):
        return
    shapes = zip(slice_shapes(indicator, given), slice_shapes(indicator, before), strict=True)
    for rows, rows_before in shapes:
        if not rows:
            continue
        is_complete = bool(rows_before) and _places(rows_before) <= _places(rows)
        yield from _against_sum(indicator, total, rows, is_complete=is_complete)


def _against_sum(
    indicator: IndicatorRule, total: Total, rows: Sequence[ObservationFact], *, is_complete: bool
) -> Iterator[dict[str, object]]:
    added = sum_of(indicator.kind, rows)
    for name, part, whole in _compared(indicator.kind, added, total):
        if part > whole or (is_complete and part != whole):
            yield {
                "check": "slices",
                "of": "subject" if rows[0].subject else "class_group",
                "number": name,
                "sum": part,
                "total": whole,
            }


def _compared(kind: IndicatorKind, added: Total, total: Total) -> Iterator[tuple[str, int, int]]:
    pairs = (
        [
            ("numerator", added.numerator, total.numerator),
            ("denominator", added.denominator, total.denominator),
        ]
        if kind in PERCENT_KINDS
        else [("value", added.value, total.value)]
    )
    for name, part, whole in pairs:
        if part is not None and whole is not None:
            yield name, part, whole


def _places(rows: Sequence[ObservationFact]) -> set[tuple[str, str]]:
    return {(row.subject, row.class_group) for row in rows}


def _comparable_last_year(seen: YearEvidence, indicator: IndicatorRule, row: ResultFact) -> ResultFact | None:
    """Nothing where figures are gathered otherwise since, or of two schools: neither target nor cohort is held against it."""
    if is_method_new(indicator, seen.year) or seen.year in seen.whole.school.joined_in:
        return None
    return seen.whole.results.get((indicator.id, row.level, seen.year - 1))


def _against_last_year(seen: YearEvidence, indicator: IndicatorRule, row: ResultFact) -> Iterator[dict[str, object]]:
    last_year = _comparable_last_year(seen, indicator, row)
    if last_year is not None and is_other_cohort(row.denominator, last_year.denominator):
        yield {
            "check": "last_year",
            "denominator": row.denominator,
            "last_denominator": last_year.denominator,
        }
