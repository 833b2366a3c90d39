"""School years: from 1 September to 31 August, written «2025/26», held as the starting year 2025.

Source: domain.md, «Calendar»; contracts.md, «Import».
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final

EARLIEST_YEAR: Final = 1990

_WRITTEN: Final = re.compile(r"([0-9]{4})(?:/([0-9]{4}|[0-9]{2})|-([0-9]{2}))")


class UnknownYearError(ValueError):
    """The text is not a school year; the message is a Russian sentence for the user."""

    def __init__(self, text: str) -> None:
        super().__init__(f"Учебный год «{text}» не распознан, нужен вид «2025/26»")
        self.text = text


@lru_cache(maxsize=256)
def parse_year(text: str) -> int:
    """Starting year of «2025/26», «2025/2026» or «2025-26»; the two years must be consecutive.

    Raises UnknownYearError. Whether the year lies in the accepted range is `is_valid_year`'s matter.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise UnknownYearError(text)
    start, end = int(written[1]), written[2] or written[3]
    expected = f"{start + 1:04d}"[-len(end) :]
    if end != expected:
        raise UnknownYearError(text)
    return start


def format_year(year: int) -> str:
    """«2025/26» for 2025, «1999/00» for 1999."""
    return f"{year:04d}/{(year + 1) % 100:02d}"


def year_of(day: date) -> int:
    """The school year that a day belongs to; August still belongs to the year that ends."""
    return day.year if day.month >= 9 else day.year - 1


def is_valid_year(year: int, *, today: date) -> bool:
    """Whether figures of this year are accepted: from 1990/91 to the year after the current one."""
    return EARLIEST_YEAR <= year <= year_of(today) + 1


def first_day(year: int) -> date:
    return date(year, 9, 1)


def last_day(year: int) -> date:
    return date(year + 1, 8, 31)
