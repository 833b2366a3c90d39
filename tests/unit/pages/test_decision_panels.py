"""Panels of decisions on the wall of a coded meeting: neither their order nor a person tells whom a number stands for."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from dashboard.components.markup import to_html
from dashboard.html import Div
from dashboard.pages.meeting import decision_actions, decision_panels
from dashboard.pages.meeting.decision_names import DecisionNames
from dashboard.slides.naming import Call
from data_layer.commands.meetings.decisions import DecisionEdit
from tests.support.sample_decisions import decision

NAMES = {"1": "СОШ № 1", "2": "СОШ № 2", "3": "СОШ № 3"}
CODED = DecisionNames(Call(NAMES, {"1": 12, "2": 7, "3": 4}))
OPEN = DecisionNames(Call(NAMES, {}))
PERSON = "Р. И. Ахметова"
HERS = decision(responsible=PERSON)
CTX: Any = SimpleNamespace(principal=SimpleNamespace(time_zone="Europe/Moscow"))


def called(reported: int) -> list[str]:
    """What the panel calls the schools of a decision for all three, in its order: those that have reported first."""
    view = decision(asked=3, reported=reported)
    html = to_html(Div(decision_panels._report_part(CTX, view, CODED, holds=False)))
    return re.findall(r">Школа\u00a0(\d+)<", html)


@pytest.mark.parametrize("reported", [3, 0], ids=["reported", "waiting"])
def test_schools_stand_in_the_order_of_their_numbers(reported: int) -> None:
    view = decision(asked=3, reported=reported)
    stored = [each.school for each in view.reports] or view.waiting

    assert called(reported) == ["4", "7", "12"]
    # The planted fault: the order of their real names.
    assert [CODED.call.numbers[each.code] for each in stored] == [12, 7, 4]


def test_a_person_of_a_numbered_school_stands_in_no_form_and_no_conflict() -> None:
    edit = decision_panels.edit_of(HERS)
    told = [to_html(Div(decision_panels.conflict_words(HERS, names))) for names in (CODED, OPEN)]

    assert decision_panels.shown_person(edit, HERS, CODED) == ""
    assert [PERSON in plain.replace("\u00a0", " ") for plain in told] == [False, True]
    # The planted fault: a meeting with names, and what somebody has just typed themselves.
    assert decision_panels.shown_person(edit, HERS, OPEN) == PERSON
    assert decision_panels.shown_person(replace(edit, responsible="Петрова"), HERS, CODED) == "Петрова"


@pytest.mark.parametrize(
    ("school", "typed", "kept"),
    [("12", "", PERSON), ("12", "Петрова", "Петрова"), ("7", "", ""), ("", "", "")],
    ids=["untouched", "typed", "another school", "all schools"],
)
def test_a_name_that_was_not_shown_stays_with_its_school_alone(school: str, typed: str, kept: str) -> None:
    view = replace(HERS, text="Помочь в СОШ №1")
    sent = {"text": CODED.masked(view.text), "school": school, "responsible": typed, "due": "2026-11-13"}
    with Flask(__name__).test_request_context(method="POST", data=sent):
        edit = decision_actions._changed(CODED, view)

    code = CODED.code_of(school)
    assert edit == DecisionEdit("Помочь в СОШ №1", code, kept, "2026-11-13")
