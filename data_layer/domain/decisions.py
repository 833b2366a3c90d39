"""Decisions of a meeting: when schools have reported, what a new one begins with. Pure.

Stored is only what somebody did: a decision is open until it is closed, a school has reported or not. That all
have reported, and that a day has passed, follows from it when it is asked.
"""

import datetime as dt
from typing import Final

from data_layer.domain.meetings import DecisionState

LONGEST_TEXT: Final = 2000
LONGEST_NAME: Final = 300

# What is asked of a school at a meeting is usually to be done within a month.
_USUAL_DAYS: Final = 30
_SATURDAY: Final = 5


def state_of(*, is_closed: bool, reported: int, asked: int) -> DecisionState:
    """A decision for all schools is reported when each of them has. asked: how many are to report."""
    if is_closed:
        return DecisionState.CLOSED
    return DecisionState.REPORTED if asked and reported >= asked else DecisionState.OPEN


def usual_due(held_on: dt.date) -> dt.date:
    """A month after the meeting; of a weekend the Friday before."""
    # No day follows the last one of the calendar.
    day = min(held_on, dt.date.max - dt.timedelta(days=_USUAL_DAYS)) + dt.timedelta(days=_USUAL_DAYS)
    return day - dt.timedelta(days=max(day.weekday() - _SATURDAY + 1, 0))
