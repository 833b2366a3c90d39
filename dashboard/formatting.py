"""Russian numbers, percentages, dates and plurals, as the screen, the slide and the file write them.

Everything here is pure. Rounding never changes a verdict: where the usual one decimal would, more are shown.
Source: charts.md, «Honest numbers»; the wording rules of the look.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from babel.plural import PluralRule

NO_BREAK: Final = "\u00a0"
JOINER: Final = "\u2060"
# Between facts of one line; it ends a line and never begins one.
DOT: Final = f"{NO_BREAK}· "
NARROW: Final = "\u202f"
MINUS: Final = "\u2212"
DASH: Final = "\u2014"

# Beyond this a difference from the target is told in units, not in more decimals.
_MOST_DECIMALS: Final = 6

Number = int | float | Decimal | Fraction


class Counted(Protocol):
    """k of n, whole and 0 <= k <= n."""

    @property
    def k(self) -> int: ...

    @property
    def n(self) -> int: ...


@cache
def _plural_rule() -> PluralRule:
    return Locale("ru").plural_form


@lru_cache(4096)
def plural(count: int, one: str, few: str, many: str) -> str:
    """The form that follows `count`: «документ», «документа» or «документов»."""
    return {"one": one, "few": few}.get(_plural_rule()(abs(count)), many)


def counted(count: int, one: str, few: str, many: str) -> str:
    """«42 документа», with a no-break space."""
    return f"{whole(count)}{NO_BREAK}{plural(count, one, few, many)}"


def whole(number: int) -> str:
    """«10 331»: thousands by a narrow no-break space from four digits on, a real minus."""
    digits = f"{abs(number):,}".replace(",", NARROW)
    return f"{MINUS}{digits}" if number < 0 else digits


def exact(number: Number) -> Fraction:
    """The number as people wrote it: 79.96 is 7996/100, not the nearest binary double."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def decimal_text(number: Number, *, decimals: int) -> str:
    """«−12 345,6»: rounded half up, decimal comma."""
    step = Decimal(1).scaleb(-decimals)
    fraction = exact(number)
    rounded = (Decimal(fraction.numerator) / Decimal(fraction.denominator)).quantize(step, ROUND_HALF_UP)
    integer, _, rest = f"{abs(rounded):f}".partition(".")
    sign = MINUS if rounded < 0 else ""
    return sign + whole(int(integer)) + (f",{rest}" if rest else "")


def plain(number: Number) -> str:
    """As few decimals as the number needs, two at most: «90», «2,5»."""
    text = decimal_text(number, decimals=2)
    return text.rstrip("0").rstrip(",") if "," in text else text


def percent_value(value: Number, *, target: Number | None = None, decimals: int = 1) -> str:
    """«82,2 %»; 0 and 100 without decimals; «79,96 %» where «80,0 %» would look like the target of 80.

    value: percent 0..100. target: what it is compared with, percent; None if nothing. decimals: at least so many.
    """
    number = exact(value)
    if number in {0, 100}:
        return f"{int(number)}{NO_BREAK}%"
    marks = [Fraction(0), Fraction(100)] + ([exact(target)] if target is not None else [])
    shown = next((n for n in range(decimals, _MOST_DECIMALS) if _is_honest(number, n, marks)), _MOST_DECIMALS)
    return f"{decimal_text(number, decimals=shown)}{NO_BREAK}%"


def _is_honest(number: Fraction, decimals: int, marks: Sequence[Fraction]) -> bool:
    """Whether rounding keeps the number on its side of every mark, and on the mark only if it is there."""
    scale = 10**decimals
    rounded = Fraction((abs(number) * scale * 2 + 1) // 2, scale) * (1 if number >= 0 else -1)
    return all(_side(rounded, mark) == _side(number, mark) for mark in marks)


def _side(number: Fraction, mark: Fraction) -> int:
    return (number > mark) - (number < mark)


def percent(k: int, n: int, *, target: Number | None = None) -> str:
    """Percent of k in n; a dash where there is nothing to divide by: no data are never 0 %."""
    return percent_value(Fraction(100 * k, n), target=target) if n else DASH


def target_percent(target: Number) -> str:
    """«90 %», «2,5 %»."""
    return f"{plain(target)}{NO_BREAK}%"


def points(difference: Number) -> str:
    """Percentage points with a sign: «+4,1 п. п.», «−0,7 п. п.», «0 п. п.», «менее 0,1 п. п.»."""
    number = exact(difference)
    if number == 0:
        return f"0{NO_BREAK}п.{NO_BREAK}п."
    text = decimal_text(abs(number), decimals=1)
    if text == "0,0":
        return f"менее 0,1{NO_BREAK}п.{NO_BREAK}п."
    sign = "+" if number > 0 else MINUS
    return f"{sign}{text}{NO_BREAK}п.{NO_BREAK}п."


def date_full(day: date) -> str:
    """«18.09.2026»."""
    return f"{day:%d.%m.%Y}"


def moment(at: datetime, *, time_zone: str) -> str:
    """«09.06.2026, 16:05» where the district lives. at: aware; time_zone: an IANA name, empty for UTC."""
    local = at.astimezone(ZoneInfo(time_zone or "UTC"))
    return f"{local:%d.%m.%Y}, {local:%H:%M}"


def date_short(day: date) -> str:
    """«30.09», where the year is clear from the place."""
    return f"{day:%d.%m}"


def date_within(day: date, *, cycle_year: int) -> str:
    """«30.09» within the two calendar years of the school year, otherwise with the year."""
    return date_short(day) if day.year in {cycle_year, cycle_year + 1} else date_full(day)


def date_near(day: date, *, today: date) -> str:
    """«30.09» in the calendar year of today, «15.09.2025» in another."""
    return date_short(day) if day.year == today.year else date_full(day)


def days(count: int) -> str:
    """«24 дня»."""
    return counted(count, "день", "дня", "дней")


def days_from(day: date, *, today: date) -> str:
    """«через 12 дней», «24 дня назад», «сегодня»."""
    distance = (day - today).days
    if distance == 0:
        return "сегодня"
    return f"через{NO_BREAK}{days(distance)}" if distance > 0 else f"{days(-distance)} назад"


_TIES: Final = (
    (re.compile(r"№ (?=\d)"), f"№{NO_BREAK}"),
    (re.compile(r"(?<=\d) (?=%)"), NO_BREAK),
    (re.compile(r"\bn = (?=\d)"), f"n{NO_BREAK}={NO_BREAK}"),
    (re.compile(r"\bп\. п\."), f"п.{NO_BREAK}п."),
    (re.compile(r"\b([А-ЯЁ])\. ([А-ЯЁ])\. (?=[А-ЯЁ])"), rf"\1.{NO_BREAK}\2.{NO_BREAK}"),
    (re.compile(r"\bпос\. (?=[А-ЯЁ])"), f"пос.{NO_BREAK}"),
    (re.compile(r" (?=[—–] )"), NO_BREAK),
    # Numbers of blocks: «3–6», «2, 5 и 6», «блоки 3–6».
    (re.compile(r"(?<![\d.,/])(\d)–(?=\d(?![\d.,/]*\d))"), rf"\1–{JOINER}"),
    (re.compile(r"(?<![\d.,/])(\d) и (?=\d(?![\d.,/]*\d))"), rf"\1{NO_BREAK}и{NO_BREAK}"),
    (re.compile(r"\b([Бб]лок(?:и|е|ах)?) (?=\d)"), rf"\1{NO_BREAK}"),
)


# A page says the same names many times, and the next page says them again.
@lru_cache(4096)
def tied(text: str) -> str:
    """The text with no-break spaces where a line must not break: «СОШ № 6», «85 %», «Р. И. Ахметова»."""
    for pattern, replacement in _TIES:
        text = pattern.sub(replacement, text)
    return text


def listed(parts: Sequence[str]) -> str:
    """«а», «а и б», «а, б и в»."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} и {parts[-1]}"
