"""An indicator told apart by subject, class and other dimensions."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from dashboard.formatting import NO_BREAK, percent_value

_DIMENSIONS: Final[Mapping[str, str]] = {
    "subject": "По предметам",
    "parallel": "По параллелям",
    "category": "По видам",
    "result_type": "Предметные и метапредметные",
    "hia": "Обучающиеся с ОВЗ",
    "olympiad_stage": "По этапам олимпиады",
    "literacy_kind": "По видам грамотности",
    "upbringing_direction": "По направлениям воспитания",
}
_SLICE_VALUES: Final[Mapping[tuple[str, str], str]] = {
    ("result_type", "subject"): "Предметные",
    ("result_type", "metasubject"): "Метапредметные",
    ("hia", "yes"): "С ОВЗ",
    ("hia", "no"): "Без ОВЗ",
}


def dimension_title(dimension: str) -> str:
    return _DIMENSIONS.get(dimension, f"По разрезу «{dimension}»")


def slice_title(dimension: str, key: str, titles: Mapping[str, str]) -> str:
    if dimension == "parallel":
        return f"{key}{NO_BREAK}классы" if key.isdigit() else key
    return titles.get(key) or _SLICE_VALUES.get((dimension, key), key)


def slices_headline(named: Sequence[tuple[str, Fraction]], *, dimension: str, less_is_better: bool) -> str:
    """named: titles and exact values of what is shown. Says the two ends."""
    if not named:
        return f"{dimension_title(dimension)}: скрыто, группы малы"
    if len(named) == 1:
        return f"{named[0][0]}: {percent_value(named[0][1])}"
    low = min(named, key=lambda each: each[1])
    high = max(named, key=lambda each: each[1])
    if low[1] == high[1]:
        return f"{dimension_title(dimension)}: везде одинаково, {percent_value(low[1])}"
    first, last = (high, low) if less_is_better else (low, high)
    if dimension == "category":
        return f"Чаще всего отмечены: {lower_first(high[0])} ({percent_value(high[1])})"
    ends = [f"{percent_value(value)} ({lower_first(title)})" for title, value in (first, last)]
    return f"{dimension_title(dimension)} от{NO_BREAK}{ends[0]} до{NO_BREAK}{ends[1]}"


def lower_first(title: str) -> str:
    """«русский язык»; abbreviations stay («ИКТ»)."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def slice_headline(name: str, values: Sequence[Fraction]) -> str:
    """«Математика: в школах от 71,4 % до 98 %»."""
    if not values:
        return f"{name}: данных нет"
    if len(values) == 1:
        return f"{name}: данные одной школы, {percent_value(values[0])}"
    if min(values) == max(values):
        return f"{name}: во{NO_BREAK}всех школах {percent_value(values[0])}"
    return (
        f"{name}: в{NO_BREAK}школах от{NO_BREAK}{percent_value(min(values))} до{NO_BREAK}{percent_value(max(values))}"
    )


BREAKDOWN_NOTE: Final = f"Можно отметить несколько видов, поэтому сумма бывает больше 100{NO_BREAK}%."
SLICES_NOTE: Final = "Срезы складываются по всем школам; для среза отдельной цели нет."
