"""Days that people type: one range for all of them, so that a day before and a month after are days too."""

import re
from datetime import date
from typing import Final

# Beyond them are slips of a hand. Documents that still hold are older than this century.
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
UNLIKELY: Final = f"Проверьте год: он может быть с {FIRST_YEAR} по {LAST_YEAR}."

_DOTTED: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class UnlikelyDayError(ValueError):
    """There is such a day, and nothing of ours happens on it."""


def read_day(text: str) -> date:
    """As `written_day`. Raises ValueError, UnlikelyDayError for its year."""
    return likely(written_day(text))


def written_day(text: str) -> date:
    """«25.08.2026», or «2026-08-25» as browsers send it; of any year. Raises ValueError."""
    dotted, iso = _DOTTED.fullmatch(text), _ISO.fullmatch(text)
    if dotted:
        return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    if iso:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    raise ValueError(text)


def likely(day: date) -> date:
    """The day itself. Raises UnlikelyDayError."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnlikelyDayError(day.isoformat())
    return day
