"""Russian numbers, percentages, dates and plurals."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import formatting as f

NBSP = "\u00a0"
NARROW = "\u202f"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1022, f"1{NARROW}022"),
        (10331, f"10{NARROW}331"),
        (-1234567, f"−1{NARROW}234{NARROW}567"),
    ],
)
def test_thousands_are_parted_from_four_digits_on(number: int, written: str) -> None:
    assert f.whole(number) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (1, f"1{NBSP}документ"),
        (2, f"2{NBSP}документа"),
        (5, f"5{NBSP}документов"),
        (11, f"11{NBSP}документов"),
        (12, f"12{NBSP}документов"),
        (21, f"21{NBSP}документ"),
        (42, f"42{NBSP}документа"),
        (111, f"111{NBSP}документов"),
        (0, f"0{NBSP}документов"),
    ],
)
def test_a_noun_follows_its_count(count: int, written: str) -> None:
    assert f.counted(count, "документ", "документа", "документов") == written


@pytest.mark.parametrize(
    ("k", "n", "written"),
    [
        (176, 214, f"82,2{NBSP}%"),
        (236, 373, f"63,3{NBSP}%"),
        (38, 38, f"100{NBSP}%"),
        (0, 21, f"0{NBSP}%"),
        (56, 70, f"80,0{NBSP}%"),
    ],
)
def test_a_share_has_one_decimal_but_whole_and_none_have_no_decimals(k: int, n: int, written: str) -> None:
    assert f.percent(k, n) == written


def test_a_share_of_nothing_is_a_dash_and_not_zero() -> None:
    assert f.percent(0, 0) == "—"


def test_rounding_does_not_lift_a_missed_share_onto_its_target() -> None:
    # 403 / 504 = 79.9603…
    assert f.percent(403, 504, target=80) == f"79,96{NBSP}%"
    assert f.percent(403, 504) == f"80,0{NBSP}%"


def test_rounding_does_not_push_a_share_below_the_target_it_reached() -> None:
    # 2.04 % with «не более 2 %» is not met and must not read as 2,0 %.
    assert f.percent_value(2.04, target=2) == f"2,04{NBSP}%"


def test_almost_all_is_not_all_and_almost_none_is_not_none() -> None:
    assert f.percent(1999, 2000) == f"99,95{NBSP}%"
    assert f.percent(1, 5000) == f"0,02{NBSP}%"


def test_a_share_exactly_on_its_target_needs_no_more_decimals() -> None:
    assert f.percent(56, 70, target=80.0) == f"80,0{NBSP}%"


@given(n=st.integers(1, 2000), data=st.data(), target=st.integers(0, 100))
def test_what_is_written_stands_on_the_same_side_of_the_target(n: int, data: st.DataObject, target: int) -> None:
    k = data.draw(st.integers(0, n))

    written = f.percent(k, n, target=target).removesuffix(f"{NBSP}%").replace(",", ".")

    shown, true = Fraction(written), Fraction(100 * k, n)
    assert (shown > target, shown < target) == (true > target, true < target)


@pytest.mark.parametrize(
    ("difference", "written"),
    [
        (4.1, f"+4,1{NBSP}п.{NBSP}п."),
        (-0.7, f"−0,7{NBSP}п.{NBSP}п."),
        (0, f"0{NBSP}п.{NBSP}п."),
        (Fraction(1, 100), f"менее 0,1{NBSP}п.{NBSP}п."),
    ],
)
def test_points_carry_a_sign_and_a_real_minus(difference: float | Fraction, written: str) -> None:
    assert f.points(difference) == written


def test_halves_are_rounded_up_away_from_zero() -> None:
    assert f.decimal_text(0.25, decimals=1) == "0,3"
    assert f.decimal_text(-0.25, decimals=1) == "−0,3"


@pytest.mark.parametrize(("target", "written"), [(90.0, f"90{NBSP}%"), (2.5, f"2,5{NBSP}%"), (100, f"100{NBSP}%")])
def test_a_target_has_as_few_decimals_as_it_needs(target: float, written: str) -> None:
    assert f.target_percent(target) == written


def test_days_are_told_from_today() -> None:
    today = date(2026, 9, 18)

    assert f.days_from(date(2026, 9, 30), today=today) == f"через{NBSP}12{NBSP}дней"
    assert f.days_from(date(2026, 8, 25), today=today) == f"24{NBSP}дня назад"
    assert f.days_from(today, today=today) == "сегодня"


def test_a_day_of_the_cycle_is_written_without_its_year() -> None:
    assert f.date_within(date(2026, 9, 30), cycle_year=2025) == "30.09"
    assert f.date_within(date(2024, 9, 30), cycle_year=2025) == "30.09.2024"
    assert f.date_full(date(2026, 9, 18)) == "18.09.2026"


def test_a_day_of_another_calendar_year_than_today_names_its_year() -> None:
    assert f.date_near(date(2026, 9, 30), today=date(2026, 11, 23)) == "30.09"
    assert f.date_near(date(2025, 9, 15), today=date(2026, 11, 23)) == "15.09.2025"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("СОШ № 6", f"СОШ №{NBSP}6"),
        ("Р. И. Ахметова", f"Р.{NBSP}И.{NBSP}Ахметова"),
        ("85 % и n = 7", f"85{NBSP}% и n{NBSP}={NBSP}7"),
        ("СОШ пос. Лесной", f"СОШ пос.{NBSP}Лесной"),
        ("первое — второе", f"первое{NBSP}— второе"),
        ("нет анализа в блоках 3–6", f"нет анализа в блоках{NBSP}3–\u20606"),
        ("нет мер в блоках 2, 5 и 6", f"нет мер в блоках{NBSP}2, 5{NBSP}и{NBSP}6"),
        ("в 2024/25 и 2025/26", "в 2024/25 и 2025/26"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text: str, written: str) -> None:
    assert f.tied(text) == written


def test_a_list_ends_with_a_word() -> None:
    assert [f.listed(parts) for parts in ([], ["а"], ["а", "б"], ["а", "б", "в"])] == ["", "а", "а и б", "а, б и в"]
