"""Default due days of a school year. A district may change each of them, year by year.

Source: domain.md, «Calendar»; the two closing days are settings (design.md §3, document_stale).
"""

from calendar import monthrange
from datetime import date
from typing import Final

from data_layer.domain.facts import DistrictSettings
from data_layer.domain.vocabulary import Stage

# The schedule's key for the six organisational items of a school.
ORGANISATION: Final = "organisation"

# Periods after which indicators are reported, with (years after the start, month, day) of the due day.
_PERIOD_DUE: Final = {
    "autumn": (0, 11, 30),
    "academic_year": (1, 6, 10),
    "three_years": (1, 6, 10),
    "calendar_spring": (1, 7, 20),
    "summer": (1, 8, 1),
    "autumn_next_year": (1, 10, 1),
}
_STAGE_DUE: Final = {
    Stage.GOAL_SETTING: (0, 9, 15),
    Stage.MONITORING: (0, 10, 1),
    Stage.ANALYSIS: (1, 8, 25),
    Stage.RECOMMENDATIONS: (1, 9, 5),
    Stage.MEASURES: (1, 9, 15),
    Stage.DECISIONS: (1, 9, 30),
}
_ORGANISATION_DUE: Final = (0, 9, 15)

PERIODS: Final = tuple(_PERIOD_DUE)


def default_schedule(year: int) -> dict[str, date]:
    """Due days by stage id, period id and `organisation`; uncounted stages have none."""
    due = {str(stage): _day(year, offset) for stage, offset in _STAGE_DUE.items()}
    due |= {period: _day(year, offset) for period, offset in _PERIOD_DUE.items()}
    due[ORGANISATION] = _day(year, _ORGANISATION_DUE)
    return due


def cycle_closes(year: int, settings: DistrictSettings) -> date:
    """Last day on which a document of the year may be dated: by default 31 Dec of the ending year."""
    return _clamped(year + 1, settings.cycle_closes)


def stale_before(year: int, settings: DistrictSettings) -> date:
    """First day on which a document of the year may be dated: by default 15 Aug of the start."""
    return _clamped(year, settings.stale_before)


def _day(year: int, offset: tuple[int, int, int]) -> date:
    years_after, month, day = offset
    return date(year + years_after, month, day)


def _clamped(year: int, month_and_day: tuple[int, int]) -> date:
    # A district may choose 29 February; in other years its last day of February stands in.
    month, day = month_and_day
    return date(year, month, min(day, monthrange(year, month)[1]))
