"""A measure or a decision is closed by next year's values or by a word on its effect."""

from collections.abc import Sequence
from datetime import date

import pytest

from data_layer.domain.closing import Closing, closing_of, is_told
from data_layer.domain.vocabulary import DocumentStatus, Stage, Status

ACCEPTED = DocumentStatus.ACCEPTED


@pytest.mark.parametrize(
    ("effect", "next_year", "expected"),
    [
        ("", [], Closing.OPEN),
        ("  ", [], Closing.OPEN),
        ("Отстающих стало меньше", [], Closing.BY_WORD),
        ("Отстающих стало меньше", [Status.NO_DATA], Closing.BY_WORD),
        ("", [Status.MET, Status.NOT_MET], Closing.BY_VALUE),
        ("", [Status.MET, Status.NO_DATA], Closing.OPEN),
        ("", [Status.MET, Status.NOT_APPLICABLE], Closing.BY_VALUE),
        ("", [Status.NOT_APPLICABLE], Closing.OPEN),
        ("", [Status.NO_BASELINE], Closing.BY_VALUE),
    ],
)
def test_what_closes_a_measure(effect: str, next_year: Sequence[Status], expected: Closing) -> None:
    found = closing_of(stage=Stage.MEASURES, status=ACCEPTED, effect=effect, next_year=next_year)

    assert found is expected


@pytest.mark.parametrize("stage", [each for each in Stage if each not in {Stage.MEASURES, Stage.DECISIONS}])
def test_other_stages_have_nothing_to_close(stage: Stage) -> None:
    assert closing_of(stage=stage, status=ACCEPTED, effect="слово", next_year=[]) is None


@pytest.mark.parametrize("status", [each for each in DocumentStatus if each is not ACCEPTED])
def test_what_is_not_accepted_is_not_closed(status: DocumentStatus) -> None:
    assert closing_of(stage=Stage.DECISIONS, status=status, effect="слово", next_year=[Status.MET]) is None


@pytest.mark.parametrize(
    ("closing", "today", "expected"),
    [
        (None, date(2030, 1, 1), False),
        (Closing.BY_WORD, date(2026, 1, 1), True),
        (Closing.BY_VALUE, date(2026, 1, 1), True),
        (Closing.OPEN, date(2027, 8, 31), False),
        (Closing.OPEN, date(2027, 9, 1), True),
    ],
)
def test_what_is_open_is_told_once_the_next_year_is_over(
    closing: Closing | None, today: date, *, expected: bool
) -> None:
    """A measure of 2025/26 is to show its effect in 2026/27."""
    assert is_told(closing, year=2025, today=today) is expected
