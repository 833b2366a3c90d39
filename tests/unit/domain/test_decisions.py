"""Decisions of a meeting: when they are reported, when a new one is due."""

from datetime import date

import pytest

from data_layer.domain.decisions import state_of, usual_due
from data_layer.domain.meetings import DecisionState


@pytest.mark.parametrize(
    ("reported", "asked", "state"),
    [
        (0, 1, DecisionState.OPEN),
        (1, 1, DecisionState.REPORTED),
        (12, 26, DecisionState.OPEN),
        (25, 26, DecisionState.OPEN),
        (26, 26, DecisionState.REPORTED),
        # A district whose schools are all gone has nobody who could report.
        (0, 0, DecisionState.OPEN),
    ],
)
def test_a_decision_is_reported_when_everybody_has(reported: int, asked: int, state: DecisionState) -> None:
    assert state_of(is_closed=False, reported=reported, asked=asked) is state
    assert state_of(is_closed=True, reported=reported, asked=asked) is DecisionState.CLOSED


@pytest.mark.parametrize(
    ("held_on", "due"),
    [
        # A Wednesday a month later is a Friday.
        (date(2026, 10, 14), date(2026, 11, 13)),
        # Saturday and Sunday go back to Friday.
        (date(2026, 10, 15), date(2026, 11, 13)),
        (date(2026, 10, 16), date(2026, 11, 13)),
        (date(2026, 10, 17), date(2026, 11, 16)),
        # The last day of the calendar is a Friday.
        (date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_a_new_decision_is_due_in_a_month_on_a_working_day(held_on: date, due: date) -> None:
    assert usual_due(held_on) == due
