"""«Что увидят другие»: how the school looks to a presenter and to other schools."""

from collections.abc import Sequence
from itertools import groupby

from dashboard import html
from dashboard.addresses.school import SchoolPartAddress
from dashboard.formatting import counted, listed, tied
from dashboard.html import Element
from dashboard.pages.school.fold import fold
from dashboard.texts.words import LEVELS, indicator_name
from data_layer.domain.vocabulary import Level
from data_layer.queries.outside_view import HiddenBecause, HiddenFigure, OutsideView

_FIGURES = ("показатель", "показателя", "показателей")


def outside_section(address: SchoolPartAddress) -> Element:
    """Folded: it is for those who wonder."""
    return fold("Что увидят другие", "ведущий совещания, другие школы, регион", address)


def outside_body(view: OutsideView) -> list[Element]:
    rows = [
        ("Управление образования", "Всё, что есть в этой карточке, и журнал изменений."),
        ("Ведущий совещания", _presenter(view)),
        ("Другие школы", _schools(view)),
        ("Регион", "Только суммы по районам и типам местности, без названий школ."),
    ]
    facts = html.Dl([part for label, words in rows for part in (html.Dt(label), html.Dd(words))], className="facts")
    return [facts, *_hidden(view)]


def _presenter(view: OutsideView) -> str:
    shown = f"Видит {counted(view.shown, *_FIGURES)} с числами, документы и просрочки школы."
    numbers = listed([str(number) for number in view.blocks])
    where = f"{'в блоке' if len(view.blocks) == 1 else 'в блоках'} {numbers}"
    blocks = f" Сколько целей достигнуто {where}, не видит: там чувствительные показатели." if view.blocks else ""
    return tied(f"{shown}{blocks} Вместо названия школы на экране можно показать номер; он меняется каждый день.")


def _schools(view: OutsideView) -> str:
    return (
        "Названия и чисел вашей школы не видят. Видят сумму по району и безымянные квартили, "
        f"и только там, где данные есть хотя бы у {view.benchmark_schools} других школ."
    )


def _hidden(view: OutsideView) -> list[Element]:
    """Which figures are hidden on the screen of a meeting, by reason."""
    reasons = {
        HiddenBecause.SMALL: f"Группа меньше {view.smallest_cohort}: на экране «<10», без процента",
        HiddenBecause.SENSITIVE: "Чувствительные показатели: по названию школы никому, кроме неё и управления",
        HiddenBecause.COMPLEMENT: "Чтобы по сумме нельзя было узнать малую группу другой школы",
    }
    parts = []
    for because, words in reasons.items():
        found = [each for each in view.hidden if each.because is because]
        if found:
            parts += [html.H3(words), html.P(tied(_names(found)))]
    if view.hidden and not view.is_whole:
        words = "К ним могут добавиться другие: если на экране скрыта одна школа, скрывают и следующую по величине."
        parts.append(html.P(words, className="note"))
    return parts


def _names(figures: Sequence[HiddenFigure]) -> str:
    """«2.1 Отстающие (НОО, ООО и СОО) и 5.3 Закрепление молодых»."""
    parts = []
    for _, found in groupby(figures, key=lambda each: each.indicator):
        same = list(found)
        levels = [LEVELS[each.level] for each in same if each.level is not Level.SCHOOL]
        name = f"{same[0].code} {indicator_name(same[0].indicator, same[0].title)}"
        parts.append(f"{name} ({listed(levels)})" if levels else name)
    return "; ".join(parts)
