"""Marks of verdicts and documents as pictures of the style sheet. The words stand beside them, or unseen."""

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

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


def mark(name: str) -> Component:
    """A mark by its name in the style sheet; says nothing by itself."""
    return html.Span(className=f"mark mark-{name}", **{"aria-hidden": "true"})


def status_mark(status: Status | GoalStatus) -> Component:
    return mark(_MARKS[status])


def severity_mark(severity: Severity) -> Component:
    return mark(_SEVERITY_MARKS[severity])


def overdue_mark() -> Component:
    return mark("overdue")


def glyph(state: CellState) -> Component:
    """The larger mark of a document's state in the cycle."""
    return html.Span(className=f"glyph glyph-{state.replace('_', '-')}", **{"aria-hidden": "true"})


def unseen(text: str) -> Component:
    """Words for those who hear the page."""
    return html.Span(text, className="unseen")


def legend_entry(name: str, words: str) -> Component:
    return html.Span([mark(name), words])
