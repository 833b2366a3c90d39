from datetime import date

import pytest

from data_layer.domain.facts import DistrictSettings
from data_layer.domain.schedule import (
    PERIODS,
    DueState,
    cycle_closes,
    default_schedule,
    due_state,
    stale_before,
)


def test_default_calendar_of_2025_26() -> None:
    assert default_schedule(2025) == {
        "goal_setting": date(2025, 9, 15),
        "monitoring": date(2025, 10, 1),
        "analysis": date(2026, 8, 25),
        "recommendations": date(2026, 9, 5),
        "measures": date(2026, 9, 15),
        "decisions": date(2026, 9, 30),
        "autumn": date(2025, 11, 30),
        "academic_year": date(2026, 6, 10),
        "three_years": date(2026, 6, 10),
        "calendar_spring": date(2026, 7, 20),
        "summer": date(2026, 8, 1),
        "autumn_next_year": date(2026, 10, 1),
        "organisation": date(2025, 9, 15),
    }


def test_every_period_has_a_due_day() -> None:
    assert set(PERIODS) <= set(default_schedule(2025))


def test_the_cycle_opens_and_closes_on_the_days_of_the_settings() -> None:
    leap_day = DistrictSettings(stale_before=(2, 29), cycle_closes=(11, 30))

    assert (stale_before(2025, DistrictSettings()), cycle_closes(2025, DistrictSettings())) == (
        date(2025, 8, 15),
        date(2026, 12, 31),
    )
    assert (stale_before(2025, leap_day), cycle_closes(2025, leap_day)) == (
        date(2025, 2, 28),
        date(2026, 11, 30),
    )


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2025, 9, 16), DueState.LATER),
        (date(2025, 9, 17), DueState.SOON),
        (date(2025, 10, 1), DueState.SOON),
        (date(2025, 10, 2), DueState.PASSED),
    ],
)
def test_a_due_day_is_soon_for_fourteen_days_and_passed_the_day_after(today: date, state: DueState) -> None:
    assert due_state(date(2025, 10, 1), today=today) is state


def test_without_a_due_day_nothing_is_due() -> None:
    assert due_state(None, today=date(2025, 10, 1)) is DueState.NONE
