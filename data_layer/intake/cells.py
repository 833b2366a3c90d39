"""One cell read as text, number, date, yes/no or link. A bad one raises CellFault.

Source: contracts.md, «Import». Binary floats never appear: numbers are int or Decimal.
"""

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from data_layer.domain.days import UnlikelyDayError, likely, written_day
from data_layer.intake.errors import CellFault, quoted
from data_layer.intake.tables import CellValue
from data_layer.intake.words import normal

# What the database keeps exactly: eight digits before the point and six after it.
LARGEST_NUMBER: Final = 99_999_999
DECIMAL_PLACES: Final = 6

_NUMBER: Final = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?( ?%)?")
_MINUS: Final = "\u2212"
_SPACES: Final = re.compile(r"[\s\u200b]+")
_MINUS_SIGNS: Final = re.compile(r"^[−–—‐‑](?=[0-9])")
_LONGEST_NUMBER: Final = 40
_SHORT: Final = 64
_HIDDEN: Final = re.compile(r"\*+|[<‹] ?[0-9]+")
_ABSENT: Final = frozenset(
    {"-", "–", "—", "−", "--", "н/д", "н.д.", "н. д.", "нд", "нет данных", "n/a", "#н/д", "#n/a"}
)
# Of what can be printed; all other white space cannot.
_NOT_IN_LINKS: Final = re.compile(r'[ \\<>"]')
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# A day, and what people or programs write behind it: «15.09.2025 г.», «2025-09-15T00:00:00».
_DAY: Final = re.compile(r"([0-9.]+)(?: ?г\.?)?|([0-9-]+)(?:[T ]00:00(?::00)?)?")
_YES: Final = frozenset({"да", "yes", "1", "true", "истина", "есть", "+", "y", "д"})
_NO: Final = frozenset({"нет", "no", "0", "false", "ложь", "-", "–", "n", "н"})


class Absence(Enum):
    """Marks that stand in a cell of numbers instead of a number."""

    ABSENT = "absent"
    HIDDEN = "hidden"


def text_of(cell: CellValue) -> str:
    """The cell as text, «» when empty; a number without trailing zeros, a date as 01.09.2025."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return cell.strftime("%d.%m.") + f"{cell.year:04d}"
    if isinstance(cell, Decimal):
        return plain(cell)
    return str(cell)


def clean(text: str) -> str:
    """Text without control characters, which no file that we write could carry; line breaks stay."""
    return _CONTROL.sub(" ", text)


def one_line(text: str) -> str:
    """The text on one line, spaces collapsed. Codes and words come again in every row; long texts are not kept."""
    return _short_line(text) if len(text) <= _SHORT else " ".join(clean(text).split())


@lru_cache(maxsize=4096)
def _short_line(text: str) -> str:
    return " ".join(clean(text).split())


def plain(number: Decimal) -> str:
    """A Decimal without exponent and without trailing zeros."""
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def shown(number: Decimal) -> str:
    """The number in a sentence: with a real minus."""
    return plain(number).replace("-", _MINUS)


def absence_of(cell: CellValue) -> Absence | None:
    """What «–», «н/д» and the like, or «*», «<5», say; None for anything else."""
    if not isinstance(cell, str) or cell.isdigit():
        return None
    if _HIDDEN.fullmatch(cell):
        return Absence.HIDDEN
    return Absence.ABSENT if normal(cell) in _ABSENT else None


def number_of(cell: CellValue, *, name: str, may_be_percent: bool = True) -> Decimal | None:
    """The number in the cell, None when empty or marked as absent.

    Takes decimal comma or point, thousands in groups of three and, where the number may be a
    percentage, a trailing %. name: for messages.
    """
    if cell is None or absence_of(cell) is not None:
        return None
    if isinstance(cell, date):
        raise CellFault(f"{name}: дата {text_of(cell)} вместо числа", "сделайте ячейку числовой")
    number = _parsed(cell, may_be_percent) if isinstance(cell, str) else Decimal(cell)
    if number is None:
        raise CellFault(f"{name}: {quoted(text_of(cell))} — не число", "укажите число")
    if abs(number) > LARGEST_NUMBER:
        raise CellFault(f"{name}: слишком большое число", "проверьте значение")
    return number


def _parsed(text: str, may_be_percent: bool) -> Decimal | None:
    if len(text) > _LONGEST_NUMBER:
        return None
    if text.isascii() and text.isdigit():
        return Decimal(text)
    tidy = _MINUS_SIGNS.sub("-", _SPACES.sub(" ", text).strip())
    written = _NUMBER.fullmatch(tidy)
    if written is None or (written[4] and not may_be_percent):
        return None
    sign, whole, fraction, _ = written.groups()
    return Decimal(f"{sign}{whole.replace(' ', '')}.{fraction or '0'}")


def whole_of(cell: CellValue, *, name: str) -> int | None:
    """A whole number >= 0 (45.0 is whole); None when empty or marked as absent."""
    number = number_of(cell, name=name, may_be_percent=False)
    if number is None:
        return None
    if number < 0:
        raise CellFault(f"{name} {shown(number)} меньше нуля", "укажите неотрицательное число")
    if number != number.to_integral_value():
        raise CellFault(f"{name} {plain(number)} — дробное число", "укажите целое число")
    return int(number)


def date_of(cell: CellValue) -> date | None:
    """A day written 01.09.2025 or 2025-09-01, or a date cell of a workbook; None when empty."""
    if cell is None:
        return None
    day = cell if isinstance(cell, date) else _parsed_date(text_of(cell))
    if day is None:
        raise CellFault(f"дата {quoted(text_of(cell))} не распознана", "пишите дату как 15.09.2025")
    try:
        return likely(day)
    except UnlikelyDayError as error:
        raise CellFault(f"дата {text_of(day)} невозможна", "проверьте год") from error


def _parsed_date(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return written_day(found[1] or found[2]) if found else None
    except ValueError:
        return None  # a day such as 31.02, reported by the caller like any other unreadable date


def yes_or_no(cell: CellValue) -> bool:
    word = normal(text_of(cell))
    if word in _YES or word in _NO:
        return word in _YES
    raise CellFault(f"{quoted(text_of(cell))} — не да и не нет", "укажите «да» или «нет»")


def web_address(text: str) -> str:
    """The link itself if it is an http or https one with a host; empty stays empty."""
    if not text:
        return ""
    if not text.isprintable() or _NOT_IN_LINKS.search(text):
        raise CellFault(f"ссылка {quoted(text)} содержит недопустимые знаки", "проверьте ссылку")
    if not _leads_to_the_web(text):
        raise CellFault(f"ссылка {quoted(text)} не годится", "ссылка начинается с http:// или https://")
    return text


def _leads_to_the_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_port_valid = parts.port is None or parts.port > 0
    except ValueError:
        return False
    # A name before the host, «https://known.example@other.example», is there to be mistaken for it.
    is_host_plain = bool(parts.hostname) and "@" not in parts.netloc
    return is_port_valid and is_host_plain and parts.scheme.casefold() in {"http", "https"}
