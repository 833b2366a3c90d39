"""Answers of both sides are counted, never weighed."""

import pytest

from data_layer.domain.effectiveness import Mark, Tally, differs, tally


def test_what_is_not_answered_counts_neither_way() -> None:
    assert tally([Mark.YES, Mark.PARTLY, None, Mark.NO, Mark.YES]) == Tally(answered=4, yes=2)
    assert tally([]) == Tally(0, 0)


@pytest.mark.parametrize(
    ("school", "department", "expected"),
    [
        (Mark.YES, Mark.YES, False),
        (Mark.YES, Mark.PARTLY, True),
        (Mark.YES, None, False),
        (None, Mark.NO, False),
        (None, None, False),
    ],
)
def test_only_two_answers_can_differ(school: Mark | None, department: Mark | None, *, expected: bool) -> None:
    assert differs(school, department) is expected
