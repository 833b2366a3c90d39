"""What people type into the forms of «Администрирование»."""

import pytest

from dashboard.pages.administration.entered import Entered


@pytest.mark.parametrize(
    ("typed", "day"),
    [("15.08", (8, 15)), ("1.9", (9, 1)), (" 31.12. ", (12, 31)), ("29.02", (2, 29))],
)
def test_a_day_of_the_year_is_read(typed: str, day: tuple[int, int]) -> None:
    entered = Entered({"day": typed})

    assert entered.month_and_day("day", fault="нет") == day
    assert entered.faults == {}


@pytest.mark.parametrize("typed", ["", "30.02", "32.01", "1.13", "0.1", "15/08", "15.08.2026", "١٥.٠٨", "x"])
def test_a_day_that_no_year_has_is_a_fault_of_its_field(typed: str) -> None:
    entered = Entered({"day": typed})

    entered.month_and_day("day", fault="Нет такого дня.")

    assert entered.faults == {"day": "Нет такого дня."}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.02.2026", "Такого дня нет."),
        ("0026-08-25", "Проверьте год: он может быть с 1990 по 2100."),
        ("9999-12-31", "Проверьте год: он может быть с 1990 по 2100."),
        ("", "Укажите день."),
    ],
)
def test_a_day_of_a_form_is_one_on_which_something_may_happen(typed: str, sentence: str) -> None:
    entered = Entered({"due": typed})

    assert entered.day("due", needed="Укажите день.") is None
    assert entered.faults["due"].startswith(sentence)
