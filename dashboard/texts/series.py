"""Why a series of years is interrupted, in words: beside charts, in trends and in «Почему?»."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from dashboard.formatting import NO_BREAK, date_full
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.school_year import format_year
from data_layer.domain.series import Break, Years, methods_between

_BREAKS: Final[Mapping[Break, str]] = {
    Break.PARTIAL: "данные года неполны, их внесли меньше половины школ другого года",
    Break.PARTIAL_BEFORE: "данные другого года неполны, их внесли меньше половины школ",
    Break.COHORT: "состав изменился больше чем втрое",
    Break.JOINED: "школа объединена с другой",
}


# Beside every row, where the headline tells the whole reason once.
_SHORT: Final[Mapping[Break, str]] = {
    **_BREAKS,
    Break.METHOD: "другая методика",
    Break.UNFINISHED: "год ещё собирают",
}


def short_break_words(breaks: Break | None, *, since: int | None = None) -> str:
    """«другая методика», «с 2026/27 школа объединена с другой»; empty where nothing breaks. since: as for `break_words`."""
    return "" if breaks is None else _from_year(_SHORT[breaks], since)


def break_words(breaks: Break | None, rule: IndicatorRule, years: Years, *, since: int | None = None) -> str:
    """«с 2025/26 другая методика: …», «данные за 2026/27 ещё собирают, срок 10.06.2027»; empty where nothing breaks.

    since: the year that brought the break, where it is known: «с 2026/27 школа объединена с другой».
    """
    if breaks is None:
        return ""
    if breaks is Break.METHOD:
        return method_words(rule, years.first, years.second)
    if breaks is Break.UNFINISHED:
        return unfinished_words(max(years.first, years.second), years.due)
    return _from_year(_BREAKS[breaks], since)


def _from_year(words: str, since: int | None) -> str:
    return words if since is None else f"с{NO_BREAK}{format_year(since)} {words}"


def method_words(rule: IndicatorRule, first: int, second: int) -> str:
    """Every change of method between the years; empty where there is none."""
    found = methods_between(rule, first, second)
    return "; ".join(f"с{NO_BREAK}{format_year(year)} другая методика: {reason}" for year, reason in found)


def unfinished_words(year: int, due: date | None) -> str:
    until = "" if due is None else f", срок{NO_BREAK}{date_full(due)}"
    return f"данные за{NO_BREAK}{format_year(year)} ещё собирают{until}"
