from datetime import date

from data_layer.domain.facts import DistrictSettings
from data_layer.domain.schedule import (
    PERIODS,
    cycle_closes,
    default_schedule,
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
