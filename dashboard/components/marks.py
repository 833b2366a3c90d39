"""Marks of verdicts and documents as pictures of the style sheet. The words stand beside them, or unseen."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from dashboard import html
from dashboard.html import Element
from data_layer.domain.vocabulary import CellState, GoalStatus, Severity, Status

_MARKS: Final[Mapping[str, str]] = {
    Status.MET: "met",
    Status.NEAR: "near",
    Status.NOT_MET: "not-met",
    Status.NO_DATA: "no-data",
    Status.NOT_DUE: "not-due",
    Status.NO_TARGET: "not-applicable",
    Status.NO_BASELINE: "no-data",
    Status.NOT_APPLICABLE: "not-applicable",
    Status.SUPPRESSED: "suppressed",
}
_SEVERITY_MARKS: Final[Mapping[Severity, str]] = {
    Severity.HIGH: "not-met",
    Severity.MEDIUM: "near",
    Severity.LOW: "too-few",
}


@cache
def mark(name: str) -> Element:
    """A mark by its name in the style sheet; says nothing by itself."""
    return html.Span(className=f"mark mark-{name}", **{"aria-hidden": "true"})


def status_mark(status: Status | GoalStatus) -> Element:
    return mark(_MARKS[status])


def severity_mark(severity: Severity) -> Element:
    return mark(_SEVERITY_MARKS[severity])


def overdue_mark() -> Element:
    return mark("overdue")


@cache
def glyph(state: CellState) -> Element:
    """The larger mark of a document's state in the cycle."""
    return html.Span(className=f"glyph glyph-{state.replace('_', '-')}", **{"aria-hidden": "true"})


def unseen(text: str) -> Element:
    """Words for those who hear the page."""
    return html.Span(text, className="unseen")


def legend_entry(name: str, words: str) -> Element:
    return html.Span([mark(name), words])
