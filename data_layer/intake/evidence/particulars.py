"""Number and date of a document as its text names them. They are offered, never filled in unasked. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

# Number and date of an order stand in its head.
_HEAD: Final = 4000
_MOST: Final = 3
_YEARS: Final = range(2000, 2101)

_MONTHS: Final = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_DAY_IN_WORDS: Final = re.compile(
    rf"[«\"“„]?\s?(?P<day>\d{{1,2}})\s?[»\"”]?\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}})", re.IGNORECASE
)
_DAY_IN_FIGURES: Final = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?![\d])")
_NUMBER: Final = re.compile(r"(?:№|(?<![A-Za-z])N(?=\s?\d))\s*(?P<number>[0-9][0-9A-Za-zА-Яа-яЁё/.-]{0,30})")
# «МБОУ СОШ № 5», «Приложение № 1»: a number, but not the document's.
_OF_SOMETHING_ELSE: Final = re.compile(
    r"(?:сош|оош|нош|школ\w*|гимнази\w*|лице\w*|сад\w*|приложени\w*|таблиц\w*|форм\w*|блок\w*|класс\w*|кабинет\w*)"
    r"[\s«\"]*$",
    re.IGNORECASE,
)
_OF_A_DOCUMENT: Final = re.compile(
    r"(?:приказ|распоряжени|протокол|постановлени|решени|справк|план)\w*|\d{4}\s*(?:г\.?|года)?\s*,?\s*$", re.IGNORECASE
)
_NEAR: Final = 40


@dataclass(frozen=True, slots=True)
class Particulars:
    """Candidates, the likeliest first; at most three of each."""

    numbers: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()


def particulars_of(text: str) -> Particulars:
    head = text[:_HEAD]
    likely: list[str] = []
    others: list[str] = []
    for found in _NUMBER.finditer(head):
        before = head[max(found.start() - _NEAR, 0) : found.start()]
        if _OF_SOMETHING_ELSE.search(before.rstrip()):
            continue
        (likely if _OF_A_DOCUMENT.search(before) else others).append(found["number"].rstrip(".-/"))
    return Particulars(_first(likely + others), _first_days(head))


def _first(numbers: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(numbers))[:_MOST]


def _first_days(head: str) -> tuple[date, ...]:
    found = sorted(_days(head))
    return tuple(dict.fromkeys(day for _, day in found))[:_MOST]


def _days(head: str) -> Iterator[tuple[int, date]]:
    """Where a day stands, and which."""
    for found in _DAY_IN_WORDS.finditer(head):
        month = _MONTHS.index(found["month"].lower()) + 1
        yield from _day(found.start(), found["year"], month, found["day"])
    for found in _DAY_IN_FIGURES.finditer(head):
        yield from _day(found.start(), found["year"], int(found["month"]), found["day"])


def _day(place: int, year: str, month: int, day: str) -> Iterator[tuple[int, date]]:
    if int(year) not in _YEARS:
        return
    try:
        yield place, date(int(year), month, int(day))
    except ValueError:
        return
