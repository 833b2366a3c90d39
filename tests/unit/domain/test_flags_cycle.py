"""Flags about cells. Monitoring is due on 01.10.2025, goals on 15.09.2025."""

from datetime import date, timedelta

import pytest

from data_layer.domain.facts import DistrictSettings, DocumentFact, RequirementRule, Schedule
from data_layer.domain.flags import days_overdue, flag_days_overdue, is_active
from data_layer.domain.vocabulary import DocumentStatus, RequirementLevel, Rule, Stage
from tests.unit.domain.builders import YEAR, cover, document, flags_of, required

DUE = date(2025, 10, 1)
DAY = timedelta(days=1)
MONITORING = required(Stage.MONITORING)


def stages(rule: Rule, *documents: DocumentFact, **given: object) -> list[Stage | None]:
    wanted: dict[str, object] = {"requirements": required(), **given}
    return [flag.stage for flag in flags_of(rule, documents=documents, **wanted)]  # type: ignore[arg-type]


def test_an_empty_required_stage_is_missing_from_the_day_after_its_due_day() -> None:
    (flag,) = flags_of(Rule.STAGE_MISSING, requirements=MONITORING)

    assert (flag.block, flag.stage, flag.due) == (1, Stage.MONITORING, DUE)
    assert not is_active(flag, DUE)
    assert is_active(flag, DUE + DAY)
    assert is_active(flag, date(2099, 1, 1))


def test_days_overdue_begin_with_one_on_the_day_after() -> None:
    assert days_overdue(DUE, DUE) is None
    assert days_overdue(DUE, DUE + DAY) == 1
    assert days_overdue(None, DUE) is None


def test_an_empty_stage_is_soon_due_for_fourteen_days_and_on_the_due_day() -> None:
    (flag,) = flags_of(Rule.STAGE_DUE_SOON, requirements=MONITORING)

    days = [DUE - 15 * DAY, DUE - 14 * DAY, DUE, DUE + DAY]

    assert [is_active(flag, day) for day in days] == [False, True, True, False]


def test_how_soon_is_a_setting() -> None:
    (flag,) = flags_of(Rule.STAGE_DUE_SOON, requirements=MONITORING, settings=DistrictSettings(due_soon_days=3))

    assert flag.active_from == date(2025, 9, 28)


@pytest.mark.parametrize("status", [DocumentStatus.DRAFT, DocumentStatus.RETURNED])
def test_a_draft_or_returned_document_is_not_there(status: DocumentStatus) -> None:
    paper = document(status=status)

    assert stages(Rule.STAGE_MISSING, paper, requirements=MONITORING) == [Stage.MONITORING]


@pytest.mark.parametrize("status", [DocumentStatus.SUBMITTED, DocumentStatus.ACCEPTED])
def test_a_document_that_is_there_ends_both_flags(status: DocumentStatus) -> None:
    assert flags_of(requirements=MONITORING, documents=[document(status=status)]) == []


def test_a_covering_document_fills_the_cell() -> None:
    paper = document(Stage.GOAL_SETTING, date(2025, 9, 1), covers=(cover(Stage.MONITORING),))

    assert flags_of(requirements=MONITORING, documents=[paper]) == []


def test_a_document_of_another_year_or_block_does_not_fill_the_cell() -> None:
    others = [document(id=1, year=YEAR - 1), document(id=2, block=2)]

    assert stages(Rule.STAGE_MISSING, *others, requirements=MONITORING) == [Stage.MONITORING]


@pytest.mark.parametrize("level", [RequirementLevel.OPTIONAL, RequirementLevel.NOT_USED])
def test_only_required_stages_are_watched(level: RequirementLevel) -> None:
    rules = [RequirementRule(1, Stage.MONITORING, level)]

    assert flags_of(requirements=rules) == []


def test_uncounted_stages_are_not_watched() -> None:
    rules = required(Stage.RATIONALE, Stage.EFFECTIVENESS_REVIEW)
    late = {YEAR: Schedule(YEAR, {"rationale": DUE, "effectiveness_review": DUE})}

    assert flags_of(requirements=rules, schedules=late) == []


def test_without_a_due_day_nothing_is_missing() -> None:
    assert flags_of(requirements=MONITORING, schedules={}) == []


def test_a_stage_is_late_when_its_earliest_dated_document_is() -> None:
    late = [document(id=1, day=DUE + DAY), document(id=2, day=None), document(id=3, day=DUE + 5 * DAY)]

    (flag,) = flags_of(Rule.STAGE_LATE, requirements=MONITORING, documents=late)

    assert (flag.due, flag.details["days_late"], flag.details["document"]) == (DUE, 1, "1-ОД")
    assert is_active(flag, date(2025, 1, 1))
    assert flag_days_overdue(flag, date(2026, 1, 1)) is None


def test_a_document_of_the_due_day_is_in_time_whatever_follows() -> None:
    papers = [document(id=1, day=DUE), document(id=2, day=DUE + DAY)]

    assert stages(Rule.STAGE_LATE, *papers, requirements=MONITORING) == []


def test_undated_documents_and_drafts_are_not_late() -> None:
    draft = document(id=2, day=DUE + DAY, status=DocumentStatus.DRAFT)

    assert stages(Rule.STAGE_LATE, document(day=None), draft, requirements=MONITORING) == []


def test_a_stage_is_skipped_when_a_later_one_is_there() -> None:
    paper = document(Stage.ANALYSIS, date(2026, 8, 20))

    assert stages(Rule.STAGE_SKIPPED, paper) == [Stage.GOAL_SETTING, Stage.MONITORING]


def test_a_later_stage_must_itself_be_required() -> None:
    rules = required(Stage.MONITORING, Stage.DECISIONS)

    assert stages(Rule.STAGE_SKIPPED, document(Stage.ANALYSIS), requirements=rules) == []


def test_nothing_is_skipped_in_another_block_or_after_the_last_document() -> None:
    rules = [*required(Stage.MONITORING), *required(Stage.ANALYSIS, block=2)]

    assert stages(Rule.STAGE_SKIPPED, document(Stage.ANALYSIS, block=2), requirements=rules) == []
    assert stages(Rule.STAGE_SKIPPED, document(Stage.GOAL_SETTING)) == []


def test_out_of_order_is_a_document_before_all_of_some_earlier_stage() -> None:
    papers = [
        document(Stage.MONITORING, date(2025, 9, 20), id=1),
        document(Stage.MONITORING, date(2025, 9, 25), id=2),
        document(Stage.ANALYSIS, date(2025, 9, 19), id=3),
    ]

    (flag,) = flags_of(Rule.STAGE_OUT_OF_ORDER, requirements=required(), documents=papers)

    assert (flag.stage, flag.details["document"]) == (Stage.ANALYSIS, "3-ОД")
    assert flag.details["earlier_stages"] == [{"stage": "monitoring", "date": "2025-09-20"}]


def test_the_same_day_and_a_day_between_are_in_order() -> None:
    monitoring = [
        document(Stage.MONITORING, date(2025, 9, 20), id=1),
        document(Stage.MONITORING, date(2025, 9, 25), id=2),
    ]
    same = document(Stage.ANALYSIS, date(2025, 9, 20), id=3)
    between = document(Stage.ANALYSIS, date(2025, 9, 22), id=4)

    assert stages(Rule.STAGE_OUT_OF_ORDER, *monitoring, same, between) == []


def test_order_is_judged_against_any_earlier_stage_not_only_the_next() -> None:
    papers = [
        document(Stage.GOAL_SETTING, date(2025, 9, 10), id=1),
        document(Stage.MONITORING, date(2025, 9, 1), id=2),
        document(Stage.ANALYSIS, date(2025, 9, 5), id=3),
    ]

    assert stages(Rule.STAGE_OUT_OF_ORDER, *papers) == [Stage.MONITORING, Stage.ANALYSIS]


def test_the_rationale_plays_no_part_in_the_order() -> None:
    papers = [
        document(Stage.RATIONALE, date(2025, 9, 30), id=1),
        document(Stage.GOAL_SETTING, date(2025, 9, 1), id=2),
    ]
    rules = [*required(), *required(Stage.RATIONALE)]

    assert stages(Rule.STAGE_OUT_OF_ORDER, *papers, requirements=rules) == []
