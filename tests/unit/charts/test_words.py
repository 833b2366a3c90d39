"""What a chart writes beside its marks."""

import pytest

from dashboard.charts.words import gap_words


@pytest.mark.parametrize(
    ("gap", "is_less_better", "words"),
    [
        (-4, False, "не хватает 4"),
        (-2, True, "лишних 2"),
        (-1, True, "лишний 1"),
        (-21, True, "лишний 21"),
        (12, False, "запас 12"),
        (3, True, "запас 3"),
        (0, True, "ровно цель"),
        (None, False, ""),
    ],
)
def test_the_distance_to_the_target_is_told_by_the_side_on_which_it_is_good(
    gap: int | None, is_less_better: bool, words: str
) -> None:
    assert gap_words(gap, is_less_better=is_less_better).replace("\u00a0", " ") == words
