"""Schools that close or are joined by others: which years are theirs, and what no longer follows from the past."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_layer.domain.attainment import derive_results
from data_layer.domain.facts import IndicatorRule, ObservationFact, PooledFact, ResultFact, SchoolFacts
from data_layer.domain.pooling import pool
from data_layer.domain.succession import (
    ChangeKind,
    SchoolChange,
    as_changes,
    as_stored,
    closed_from,
    closing_day,
    former_name,
    opened_in,
    opening_day,
)
from data_layer.domain.vocabulary import Level, Rule, Status
from tests.unit.domain.builders import (
    SCHOOL,
    SETTINGS,
    YEAR,
    flags_of,
    growth,
    indicator,
    required,
    share_row,
    value_row,
)

RULE = indicator()
NEXT = YEAR + 1
CLOSED = replace(SCHOOL, id=2, code="s2", gone_from=NEXT)
JOINED = replace(SCHOOL, changes=(SchoolChange(NEXT, ChangeKind.JOINED, "Школа № 2", school_id=2),))


def results(
    school: SchoolFacts,
    rows: Sequence[ObservationFact],
    rule: IndicatorRule = RULE,
    *,
    years: Sequence[int] = (YEAR, NEXT),
) -> list[ResultFact]:
    return derive_results(
        school=school,
        indicators=[rule],
        years=years,
        observations=rows,
        own_targets={},
        references={},
        settings=SETTINGS,
    )


@pytest.mark.parametrize(("closed_on", "year"), [(date(2026, 8, 31), 2026), (date(2026, 1, 15), 2026), (None, None)])
def test_a_school_is_gone_from_the_year_after_its_last_day(closed_on: date | None, year: int | None) -> None:
    assert closed_from(closed_on) == year


def test_a_school_gone_from_a_year_has_its_last_day_before_it() -> None:
    assert closing_day(2026) == date(2026, 8, 31)
    assert closed_from(closing_day(2026)) == 2026


def test_a_school_has_nothing_to_do_with_years_before_it_opens() -> None:
    """Opened in the second year: of the first there is no row, no flag, no place in a denominator; growth has no base."""
    opened = replace(SCHOOL, began_in=opened_in(opening_day(NEXT)))
    rows = [share_row(8, 10), share_row(1, 10, year=NEXT)]
    asked: dict[str, Any] = {"years": (YEAR, NEXT), "indicators": [RULE], "requirements": required()}

    found = results(opened, rows)
    assert ([row.year for row in found], pooled(found, YEAR).schools_applicable) == ([NEXT], 0)
    assert {flag.year for flag in flags_of(school=opened, observations=rows, **asked)} == {NEXT}
    assert {flag.year for flag in flags_of(school=SCHOOL, observations=rows, **asked)} == {YEAR, NEXT}
    # A day within a school year counts as that year; without a day there is no first one.
    assert [opened_in(day) for day in (date(2026, 8, 31), date(2026, 9, 1), None)] == [2025, 2026, None]


def test_a_former_name_is_that_of_the_earlier_of_two_years() -> None:
    changes = tuple(SchoolChange(year, ChangeKind.RENAMED, name) for year, name in ((2024, "СОШ № 5"), (2026, "Лицей")))

    told = [former_name(changes, *years) for years in ((2023, 2024), (2025, 2023), (2024, 2025), (2025, 2026))]
    assert told == ["СОШ № 5", "СОШ № 5", "", "Лицей"]
    assert former_name((SchoolChange(2024, ChangeKind.JOINED, "СОШ № 5"),), 2023, 2024) == ""


def test_changes_come_back_as_they_were_kept_and_by_year() -> None:
    later = SchoolChange(2026, ChangeKind.JOINED, "Вторая ООШ", school_id=7, passes_history=True)
    earlier = SchoolChange(2024, ChangeKind.RENAMED, "СОШ № 5", full_name="МБОУ СОШ № 5")

    assert as_changes(as_stored((later, earlier))) == (earlier, later)
    assert as_changes(None) == ()


def test_a_closed_school_has_no_rows_and_no_flags_from_its_first_year_without_it() -> None:
    rows = [share_row(8, 10), share_row(1, 10, year=NEXT)]

    found = results(CLOSED, rows)
    raised = flags_of(school=CLOSED, years=(YEAR, NEXT), indicators=[RULE], observations=rows, requirements=required())

    assert {row.year for row in found} == {YEAR}
    assert {flag.year for flag in raised} == {YEAR}
    # The same school open: both years raise alarms.
    still = replace(CLOSED, gone_from=None)
    assert {flag.year for flag in flags_of(school=still, years=(YEAR, NEXT), requirements=required())} == {YEAR, NEXT}


def pooled(rows: Sequence[ResultFact], year: int) -> PooledFact:
    return pool(
        [row for row in rows if row.year == year],
        indicator=RULE,
        level=Level.NOO,
        year=year,
        cluster="",
        reference=Decimal(80),
        settings=SETTINGS,
    )


def test_closing_leaves_the_district_of_an_old_year_and_leaves_the_denominator_of_the_next() -> None:
    """2025/26: 45 of 50 and 8 of 10 are 53 of 60. 2026/27: 40 of 50 alone, though 2 of 10 were handed in."""
    rows = {
        SCHOOL.id: [share_row(45, 50), share_row(40, 50, year=NEXT)],
        CLOSED.id: [share_row(8, 10), share_row(2, 10, year=NEXT)],
    }
    still = replace(CLOSED, gone_from=None)
    before = [row for school in (SCHOOL, still) for row in results(school, rows[school.id])]
    after = [row for school in (SCHOOL, CLOSED) for row in results(school, rows[school.id])]

    old = pooled(after, YEAR)
    assert old == pooled(before, YEAR)
    assert (old.numerator, old.denominator, old.schools_applicable, old.schools_with_data) == (53, 60, 2, 2)
    new, other = pooled(after, NEXT), pooled(before, NEXT)
    assert (new.numerator, new.denominator, new.schools_applicable) == (40, 50, 1)
    assert (other.numerator, other.denominator, other.schools_applicable) == (42, 60, 2)


def test_growth_over_a_joining_is_no_growth_of_the_school() -> None:
    """Three winners after two would be growth; the third may have come with the other school."""
    rows = [value_row(2), value_row(3, year=NEXT)]

    def statuses(school: SchoolFacts, given: Sequence[ObservationFact] = rows) -> list[Status]:
        return [row.status for row in results(school, given, growth(), years=(NEXT,))]

    assert statuses(SCHOOL) == [Status.MET]
    assert statuses(JOINED) == [Status.NO_BASELINE]
    assert statuses(JOINED, [value_row(2), value_row(3, year=NEXT, baseline=4)]) == [Status.NOT_MET]


def test_a_target_is_not_held_against_last_year_of_one_of_two_schools() -> None:
    """60 % is less than the 80 % of last year, which were those of the school alone."""
    rows = [share_row(8, 10)]
    key = (RULE.id, Level.NOO, NEXT)

    def raised(school: SchoolFacts) -> int:
        rule = replace(RULE, references={})
        asked: dict[str, Any] = {"years": (NEXT,), "indicators": [rule], "own_targets": {key: Decimal(60)}}
        return len(flags_of(Rule.TARGET_UNAMBITIOUS, school=school, observations=rows, **asked))

    assert (raised(SCHOOL), raised(JOINED)) == (1, 0)


def test_a_cohort_that_grew_by_joining_is_no_contradiction() -> None:
    """Ten pupils, then forty: more than threefold and of thirty or more."""
    rows = [share_row(8, 10), share_row(32, 40, year=NEXT)]

    def raised(school: SchoolFacts) -> int:
        return len(flags_of(Rule.DATA_INCONSISTENT, school=school, years=(NEXT,), indicators=[RULE], observations=rows))

    assert (raised(SCHOOL), raised(JOINED)) == (1, 0)
