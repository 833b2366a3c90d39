"""Results told apart by subject, parallel and other dimensions, and the categories of a breakdown.

Slices of several schools are pooled like everything else: counts are added, percentages never averaged.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data_layer.domain.attainment import PERCENT_KINDS, reported_total
from data_layer.domain.facts import IndicatorRule, ObservationFact
from data_layer.domain.vocabulary import IndicatorKind

SUBJECT: Final = "subject"
PARALLEL: Final = "parallel"
CATEGORY: Final = "category"
RESULT_TYPE: Final = "result_type"
# What a result is where nothing else is said (ambiguity a04 of the catalogue).
_USUAL_TYPE: Final = "subject"
_COUNTED_PER_SUBJECT: Final = "results"
_GRADE: Final = re.compile(r"[0-9]{1,2}")

# Numerator and denominator.
Counts = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SliceFact:
    """One slice over several schools. dimension: subject, parallel, category or one of the indicator's own.

    key: the subject, the grade («8»), the category's id or the value of the dimension. schools: with data.
    is_hidden: not for the viewer, then without numbers.
    """

    dimension: str
    key: str
    schools: int
    numerator: int | None
    denominator: int | None
    is_hidden: bool = False


def pooled_slices(indicator: IndicatorRule, schools: Iterable[Sequence[ObservationFact]]) -> list[SliceFact]:
    """The slices of an indicator, by dimension and key.

    schools: the observations of each school, all of this indicator, level and year. Only shares and breakdowns
    have slices here. The results of one dimension may overlap (a pupil takes part in several subjects), and
    what schools report as a total need not be the sum.
    """
    found: dict[tuple[str, str], list[Counts]] = defaultdict(list)
    for observations in schools:
        for key, counts in slices_of(indicator, observations).items():
            found[key].append(counts)
    return [_fact(dimension, key, found[dimension, key]) for dimension, key in sorted(found, key=_place)]


def slices_of(indicator: IndicatorRule, observations: Sequence[ObservationFact]) -> Mapping[tuple[str, str], Counts]:
    """Numerator and denominator by dimension and key at one school."""
    rows = [row for row in observations if row.missing is None and row.numerator is not None and row.denominator]
    if indicator.kind is IndicatorKind.BREAKDOWN:
        return {(CATEGORY, row.category): _counts([row]) for row in rows if _is_category(row)}
    if indicator.kind not in PERCENT_KINDS:
        return {}
    plain = [row for row in rows if not row.category]
    subjects = _by_subject(plain)
    parallels = _by_parallel(plain, adds_subjects=indicator.counts == _COUNTED_PER_SUBJECT)
    marked = {
        (dimension, value): _counts([row])
        for row in rows
        if not row.subject and not row.class_group and ":" in row.category
        for dimension, _, value in [row.category.partition(":")]
    }
    return {**subjects, **parallels, **marked, **_usual_type(indicator, observations, marked)}


def grade(class_group: str) -> str:
    """«8» of «8А»; what has no number in front stands for itself."""
    found = _GRADE.match(class_group)
    return found[0] if found else class_group


def _usual_type(
    indicator: IndicatorRule, observations: Sequence[ObservationFact], marked: Mapping[tuple[str, str], Counts]
) -> dict[tuple[str, str], Counts]:
    """Beside results of another type the total stands for the usual one, unless that is given too."""
    has_other = any(dimension == RESULT_TYPE for dimension, _ in marked)
    if not has_other or (RESULT_TYPE, _USUAL_TYPE) in marked:
        return {}
    total = reported_total(indicator, observations)
    if total.numerator is None or not total.denominator:
        return {}
    return {(RESULT_TYPE, _USUAL_TYPE): (total.numerator, total.denominator)}


def _by_subject(rows: Sequence[ObservationFact]) -> dict[tuple[str, str], Counts]:
    """A row of the whole subject counts, else the sum of its classes."""
    found = {}
    for subject in {row.subject for row in rows if row.subject}:
        of_subject = [row for row in rows if row.subject == subject]
        found[SUBJECT, subject] = _counts([row for row in of_subject if not row.class_group] or of_subject)
    return found


def _by_parallel(rows: Sequence[ObservationFact], *, adds_subjects: bool) -> dict[tuple[str, str], Counts]:
    """Rows of whole classes count, else the sum of their subjects, where those may be added up."""
    found = {}
    for parallel in {grade(row.class_group) for row in rows if row.class_group}:
        of_parallel = [row for row in rows if row.class_group and grade(row.class_group) == parallel]
        classes = [row for row in of_parallel if not row.subject]
        if classes or adds_subjects:
            found[PARALLEL, parallel] = _counts(classes or of_parallel)
    return found


def _is_category(row: ObservationFact) -> bool:
    return bool(row.category) and ":" not in row.category and not (row.subject or row.class_group)


def _counts(rows: Iterable[ObservationFact]) -> Counts:
    known = list(rows)
    return sum(row.numerator or 0 for row in known), sum(row.denominator or 0 for row in known)


def _fact(dimension: str, key: str, counts: Sequence[Counts]) -> SliceFact:
    return SliceFact(
        dimension,
        key,
        schools=len(counts),
        numerator=sum(numerator for numerator, _ in counts),
        denominator=sum(denominator for _, denominator in counts),
    )


def _place(key: tuple[str, str]) -> tuple[str, int, str]:
    """Grades by number, everything else by its name."""
    dimension, value = key
    return dimension, int(value) if dimension == PARALLEL and value.isdigit() else 0, value
