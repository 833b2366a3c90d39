"""Case or chance: rules 9–11 of docs/headlines.md."""

from collections.abc import Sequence
from typing import Final

from dashboard.formatting import NO_BREAK, counted, listed
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.vocabulary import Direction

_NAMED: Final = 3


def funnel_headline(
    worse: Sequence[str], better: Sequence[str], *, rule: IndicatorRule, around: str, names_schools: bool
) -> str:
    """worse, better: names of the schools outside the 99.8 % limits. around: «ориентира», «значения района».

    Rules 9–11 of docs/headlines.md: misses first, then the others, else that chance explains everything.
    """
    if not worse and not better:
        return f"Отличия школ от{NO_BREAK}{around} могут быть случайными"
    found = worse or better
    side = "ниже" if bool(worse) != (rule.direction is Direction.AT_MOST) else "выше"
    if names_schools and len(found) <= _NAMED:
        who = listed(found)
    else:
        who = "Одна школа" if len(found) == 1 else counted(len(found), "школа", "школы", "школ")
    return f"{who} {side} {around} не{NO_BREAK}случайно"


def funnel_subtitle(label: str) -> str:
    """label: «ориентир района 85 %»."""
    return (
        f"Сплошная линия{NO_BREAK}— {label}. За пунктиром (99,8{NO_BREAK}%) случай исключён, "
        f"внутри линий вывод о{NO_BREAK}школе делать рано: данных мало."
    )
