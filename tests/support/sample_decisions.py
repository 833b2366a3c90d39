"""Decisions of meetings as queries give them, with what matters as keywords."""

from datetime import UTC, date, datetime
from typing import Any

from data_layer.domain.meetings import DecisionState
from data_layer.domain.vocabulary import SchoolKind
from data_layer.queries.decisions import DecisionReportView, DecisionView
from data_layer.queries.directory import SchoolEntry

TODAY = date(2026, 11, 15)
NOON = datetime(2026, 11, 1, 9, tzinfo=UTC)


def school(number: int) -> SchoolEntry:
    """«СОШ № 1» with the code «1»."""
    name = f"СОШ № {number}"
    return SchoolEntry(number, str(number), name, name, SchoolKind.FULL, (), None, None)


def report(number: int) -> DecisionReportView:
    """Of the school with this number."""
    return DecisionReportView(school(number), "Сделано", "Директор", NOON, None, "", None, "", "")


def decision(*, reported: int = 0, asked: int = 1, **given: Any) -> DecisionView:
    """Of school 1, due on 13.11.2026; of all where several are asked. reported: how many of them have."""
    is_for_all = asked > 1
    values: dict[str, Any] = {
        "id": 1,
        "meeting_id": 1,
        "meeting": "Совещание",
        "held_on": date(2026, 10, 14),
        "is_coded": False,
        "slide_id": None,
        "text": "Сдать анализ.",
        "school": None if is_for_all else school(1),
        "responsible": "",
        "due": date(2026, 11, 13),
        "state": DecisionState.OPEN,
        "is_overdue": False,
        "asked": tuple(school(number) for number in range(1, asked + 1)),
        "reports": tuple(report(number) for number in range(1, reported + 1)),
        "author": "",
        "created_at": None,
        "closed_at": None,
        "closed_by": "",
        "version": 1,
    }
    return DecisionView(**values | given)
