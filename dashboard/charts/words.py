"""Figures of a chart in words, the same for its rows, its table and its sentence."""

from datetime import date
from fractions import Fraction
from typing import Final

from dashboard.charts.specification import FigureText, Unit
from dashboard.formatting import DASH, NO_BREAK, Counted, date_full, percent_value, plain, plural, points, whole
from dashboard.texts.words import of_schools

LESS_IS_BETTER: Final = "меньше — лучше"
BREAK: Final = "ряд прерван"


def value_words(value: Fraction | None, unit: Unit, *, target: Fraction | None = None) -> str:
    """«82,2 %», «1 023», a dash where there is no value. target: what the value must not be rounded onto."""
    if value is None:
        return DASH
    if unit is Unit.PERCENT:
        return percent_value(value, target=target)
    return whole(int(value)) if value.denominator == 1 else plain(value)


def tick_words(value: Fraction, unit: Unit) -> str:
    """A label of the scale: «85 %», «400»."""
    return f"{plain(value)}{NO_BREAK}%" if unit is Unit.PERCENT else plain(value)


def count_words(count: Counted | None) -> str:
    """«25 из 34»; empty without a count."""
    return "" if count is None else f"{whole(count.k)} из{NO_BREAK}{whole(count.n)}"


def gap_words(gap: int | None, *, is_less_better: bool = False) -> str:
    """«не хватает 4» («лишних 4», «лишний 1» where less is better), «запас 12», «ровно цель»; empty without a comparison."""
    if gap is None:
        return ""
    if gap == 0:
        return f"ровно{NO_BREAK}цель"
    missed = plural(-gap, "лишний", "лишних", "лишних") if is_less_better else "не хватает"
    return f"{missed}{NO_BREAK}{whole(-gap)}" if gap < 0 else f"запас{NO_BREAK}{whole(gap)}"


def change_words(before: Fraction | None, now: Fraction | None, unit: Unit) -> str:
    """«+4,1 п. п.», «−12»; empty where one of both is absent."""
    if before is None or now is None:
        return ""
    change = now - before
    if unit is Unit.PERCENT:
        return points(change)
    sign = "+" if change > 0 else ""
    return f"{sign}{whole(int(change))}" if change.denominator == 1 else f"{sign}{plain(change)}"


def foot_words(text: FigureText) -> str:
    """«Источник: ГИС «Образование» · данные на 10.06.2026 · внесли 26 из 26 школ»; what is not known is left out."""
    parts = [
        f"Источник: {text.source}" if text.source else "",
        _on(text.on) if text.on else "",
        f"внесли {whole(text.entered.k)} из{NO_BREAK}{of_schools(text.entered.n)}" if text.entered else "",
    ]
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def source_words(text: FigureText, *, frozen_on: date) -> str:
    """«ГИС «Образование», 10.06.2026. Внесли 26 из 26 школ»: the foot of a slide.

    frozen_on: the day the slide was made; it stands for the day of the data where that is not known.
    """
    on = date_full(text.on or frozen_on)
    source = f"{text.source[:1].upper()}{text.source[1:]}, {on}" if text.source else f"Данные на{NO_BREAK}{on}"
    if not text.entered:
        return source
    return f"{source}. Внесли {whole(text.entered.k)} из{NO_BREAK}{of_schools(text.entered.n)}"


def _on(day: date) -> str:
    return f"данные на{NO_BREAK}{date_full(day)}"
