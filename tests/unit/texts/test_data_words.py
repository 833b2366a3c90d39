"""Words of a file that is looked at before it is applied."""

from decimal import Decimal

import pytest

from dashboard.texts.data import figure_words
from dashboard.texts.entry import entry_headline


def test_a_percentage_is_not_rounded_onto_its_target() -> None:
    values = {"numerator": 403, "denominator": 504}  # 79,96…

    assert figure_words(values, None, target=Decimal(80)) == ("403 из\u00a0504", "79,96\u00a0%")
    assert figure_words(values, None, target=None) == ("403 из\u00a0504", "80,0\u00a0%")


def test_an_empty_group_has_no_percentage() -> None:
    assert figure_words({"numerator": 0, "denominator": 0}, None, target=Decimal(80)) == ("0 из\u00a00", "")


@pytest.mark.parametrize(
    ("filled", "known", "inapplicable", "without", "said"),
    [
        (37, 8, 1, 0, "Все показатели за 2025/26 внесены: 37, считая 8 для сведения и 1 неприменимый."),
        (37, 0, 2, 0, "Все показатели за 2025/26 внесены: 37, считая 2 неприменимых."),
        (37, 9, 0, 0, "Все показатели за 2025/26 внесены: 37, считая 9 для сведения."),
        (34, 9, 0, 3, "Внесено 34 из 37 показателей за 2025/26, считая 9 для сведения. Без цели и ориентира 3."),
        (1, 0, 0, 0, "Внесён 1 из 37 показателей за 2025/26."),
    ],
)
def test_how_much_of_a_year_is_entered(filled: int, known: int, inapplicable: int, without: int, said: str) -> None:
    words = entry_headline(
        filled=filled, total=37, year=2025, for_knowledge=known, not_applicable=inapplicable, without_target=without
    )

    assert words.replace("\u00a0", " ") == said
