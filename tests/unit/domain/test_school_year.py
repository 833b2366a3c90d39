from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_layer.domain.school_year import (
    UnknownYearError,
    first_day,
    format_year,
    is_valid_year,
    last_day,
    parse_year,
    year_of,
)


@pytest.mark.parametrize("text", ["2025/26", "2025/2026", "2025-26", " 2025/26 "])
def test_accepted_spellings_mean_the_starting_year(text: str) -> None:
    assert parse_year(text) == 2025


def test_turn_of_the_century_is_consecutive() -> None:
    assert parse_year("1999/00") == 1999
    assert parse_year("1999/2000") == 1999


@pytest.mark.parametrize(
    "text", ["", "2025", "2025/27", "2025/25", "2025/2027", "25/26", "2025/026", "2025/26г", "٢٠٢٥/٢٦"]
)
def test_anything_else_is_an_unknown_year(text: str) -> None:
    with pytest.raises(UnknownYearError, match="не распознан"):
        parse_year(text)


@given(st.integers(min_value=1000, max_value=9998))
def test_a_written_year_reads_back_as_itself(year: int) -> None:
    assert parse_year(format_year(year)) == year


def test_a_year_runs_from_september_to_august() -> None:
    assert year_of(date(2025, 8, 31)) == 2024
    assert year_of(date(2025, 9, 1)) == 2025
    assert (first_day(2025), last_day(2025)) == (date(2025, 9, 1), date(2026, 8, 31))


def test_years_are_valid_from_1990_to_the_year_after_the_current_one() -> None:
    today = date(2026, 8, 31)  # still 2025/26

    assert [is_valid_year(year, today=today) for year in (1989, 1990, 2026, 2027)] == [
        False,
        True,
        True,
        False,
    ]
