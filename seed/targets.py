"""References of the demo district and the schools' own targets."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Final

from data_layer.domain.school_year import format_year, parse_year
from data_layer.domain.vocabulary import Level
from seed.figures import YEARS
from seed.roster import SCHOOLS, DemoSchool, Draws
from seed.special_cases import PLANTED_TARGETS, WITHOUT_OWN_TARGETS

# Indicators for which schools like to set targets of their own, with what the catalogue proposes.
_PROPOSED: Final = {
    ("b1_certification_attainment", Level.NOO): 90,
    ("b1_certification_attainment", Level.OOO): 90,
    ("b1_certification_attainment", Level.SOO): 90,
    ("b1_vpr_attainment", Level.NOO): 80,
    ("b1_vpr_attainment", Level.OOO): 80,
    ("b1_vpr_attainment", Level.SOO): 80,
    ("b1_functional_literacy", Level.OOO): 90,
    ("b3_vosh_participation", Level.SCHOOL): 60,
    ("b3_additional_education", Level.SCHOOL): 85,
    ("b5_diagnostics_coverage", Level.SCHOOL): 90,
}
# What the district decided instead of the catalogue's proposals: goals of 100 % that one graduate upsets.
_REFERENCES: Final = {
    ("b1_gia_attainment", Level.OOO): 98,
    ("b1_gia_attainment", Level.SOO): 98,
    ("b4_university_by_profile", Level.SOO): 80,
}
_OWN_TARGET_CHANCE: Final = 0.18

_Key = tuple[str, str, str, str]


def target_rows(draws: Draws, observations: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows of targets.csv: the district's references first (empty school), then own targets by school.

    observations: rows of observations.csv; an own target is never easier than last year's value,
    except where that is the case to be shown.
    """
    values = _values(observations)
    rows = [
        _row("", indicator, level, year, target) for year in YEARS for (indicator, level), target in _REFERENCES.items()
    ]
    for school in SCHOOLS:
        for year in YEARS[1:]:
            rows.extend(_own_targets(school, year, values, draws))
    return rows


def _own_targets(school: DemoSchool, year: int, values: Mapping[_Key, Fraction], draws: Draws) -> list[dict[str, str]]:
    rows = []
    for (indicator, level), proposed in _PROPOSED.items():
        planted = PLANTED_TARGETS.get((school.code, indicator, level)) if year == YEARS[-1] else None
        if planted is not None:
            rows.append(_row(school.code, indicator, level, year, planted))
        elif _sets_own(school, indicator, level, year, draws):
            before = values.get((school.code, indicator, level, format_year(year - 1)), Fraction(0))
            rows.append(_row(school.code, indicator, level, year, max(proposed, ceil(before))))
    return rows


def _sets_own(school: DemoSchool, indicator: str, level: Level, year: int, draws: Draws) -> bool:
    if school.code in WITHOUT_OWN_TARGETS or level not in (*school.levels, Level.SCHOOL):
        return False
    return draws("own target", school.code, indicator, level, year).random() < _OWN_TARGET_CHANCE


def _values(observations: Sequence[Mapping[str, str]]) -> dict[_Key, Fraction]:
    """Shares in percent by school, indicator, level and year, of rows that are totals."""
    return {
        (row["school"], row["indicator"], row["level"], row["year"]): Fraction(
            100 * int(row["numerator"]), int(row["denominator"])
        )
        for row in observations
        if row["numerator"] and row["denominator"] not in ("", "0") and not _is_slice(row)
        if parse_year(row["year"]) < YEARS[-1]
    }


def _is_slice(row: Mapping[str, str]) -> bool:
    return bool(row["subject"] or row["class_group"] or row["category"])


def _row(school: str, indicator: str, level: Level, year: int, target: int) -> dict[str, str]:
    return {
        "school": school,
        "indicator": indicator,
        "level": level.value,
        "year": format_year(year),
        "target": str(target),
    }
