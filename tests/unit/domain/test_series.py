"""Where a series of years breaks, worked out by hand, and what is no longer held against each other across it."""

from dataclasses import replace
from datetime import date

import pytest

from data_layer.domain.attainment import derive_results
from data_layer.domain.facts import ResultFact
from data_layer.domain.series import Break, Years, is_other_cohort, joined_between, methods_between, series_break
from data_layer.domain.succession import ChangeKind, SchoolChange
from data_layer.domain.vocabulary import Level, Status
from tests.unit.domain.builders import SCHOOL, SETTINGS, YEAR, growth, indicator, value_row

TODAY = date(2026, 9, 18)
SCALES, FORM = "новые шкалы", "новая форма отчёта"
CHANGED = indicator(breaks={2024: SCALES, 2025: FORM})


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (2022, 2023, []),
        (2023, 2024, [(2024, SCALES)]),
        (2024, 2025, [(2025, FORM)]),
        # Whichever is held against the other, and over both changes.
        (2025, 2023, [(2024, SCALES), (2025, FORM)]),
        # From the year of the change on figures are of one kind again.
        (2025, 2026, []),
        (2024, 2024, []),
    ],
)
def test_a_method_changes_between_the_year_before_and_the_year_it_is_named_for(
    first: int, second: int, told: list[tuple[int, str]]
) -> None:
    assert list(methods_between(CHANGED, first, second)) == told


@pytest.mark.parametrize(
    ("years", "breaks"),
    [
        (Years(2024, 2025, date(2026, 6, 10), (200, 190)), None),
        (Years(2024, 2025, None, (200, 190)), None),
        # On the due day itself figures may still come.
        (Years(2024, 2025, TODAY, (200, 190)), Break.UNFINISHED),
        (Years(2024, 2025, date(2026, 9, 17), (200, 190)), None),
        # 200 is more than three times 66, and not more than three times 67.
        (Years(2024, 2025, None, (200, 66)), Break.COHORT),
        (Years(2024, 2025, None, (200, 67)), None),
        (Years(2024, 2025, TODAY, (200, 66)), Break.UNFINISHED),
    ],
)
def test_a_year_that_is_still_being_gathered_and_another_cohort_break_a_series(
    years: Years, breaks: Break | None
) -> None:
    assert series_break(indicator(), years, today=TODAY) is breaks


def test_a_changed_method_is_told_before_every_other_reason() -> None:
    assert series_break(CHANGED, Years(2023, 2025, TODAY, (200, 66)), today=TODAY) is Break.METHOD


@pytest.mark.parametrize(
    ("first", "second", "years"),
    [(2024, 2025, [2025]), (2026, 2024, [2025, 2026]), (2023, 2024, []), (2026, 2027, []), (2025, 2025, [])],
)
def test_a_series_breaks_with_the_year_from_which_another_school_is_a_part(
    first: int, second: int, years: list[int]
) -> None:
    """A former name breaks nothing."""
    kinds = {2024: ChangeKind.RENAMED, 2025: ChangeKind.JOINED, 2026: ChangeKind.JOINED}
    school = replace(SCHOOL, changes=tuple(SchoolChange(year, kind, "Вторая ООШ") for year, kind in kinds.items()))

    assert joined_between(school, first, second) == years


def test_small_cohorts_are_no_other_cohorts() -> None:
    assert not is_other_cohort(29, 2)
    assert is_other_cohort(30, 9)
    assert not is_other_cohort(30, None)


def _growth(**given: object) -> ResultFact:
    """4 after 3 a year before."""
    rows = [value_row(4), value_row(3, year=YEAR - 1)]
    found = derive_results(
        school=SCHOOL,
        indicators=[growth(**given)],
        years=[YEAR],
        observations=rows,
        own_targets={},
        references={},
        settings=SETTINGS,
    )
    return next(row for row in found if row.level is Level.NOO)


def test_a_number_counted_otherwise_is_no_baseline() -> None:
    assert (_growth().status, _growth().baseline) == (Status.MET, 3)
    broken = _growth(breaks={YEAR: FORM})
    assert (broken.status, broken.baseline, broken.value) == (Status.NO_BASELINE, None, 4.0)
    # A change that lies further back leaves this year and the last one comparable.
    assert _growth(breaks={YEAR - 1: FORM}).status is Status.MET
