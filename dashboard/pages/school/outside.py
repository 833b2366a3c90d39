"""«Что увидят другие»: how the school looks to a presenter and to other schools."""

from collections.abc import Sequence
from itertools import groupby

from dashboard import html
from dashboard.formatting import NO_BREAK, counted, listed, plural, tied
from dashboard.html import Element
from dashboard.texts.words import LEVELS, indicator_name
from data_layer.domain.vocabulary import Level
from data_layer.queries.outside_view import HiddenBecause, HiddenFigure, OutsideView

_FIGURES = ("показатель", "показателя", "показателей")


def outside_section(view: OutsideView | None) -> list[Element]:
    """Folded: it is for those who wonder. Nothing for those who do not see all of the school themselves."""
    if view is None:
        return []
    summary = html.Summary(
        [
            html.H2("Что увидят другие", id="outside-title"),
            html.Span(_summary(view), className="quiet"),
            html.Span(className="chevron"),
        ]
    )
    rows = [
        ("Управление образования", "Всё, что есть в этой карточке, и журнал изменений."),
        ("Ведущий совещания", _presenter(view)),
        ("Другие школы", _schools(view)),
        ("Регион", "Только суммы по районам и типам местности, без названий школ."),
    ]
    facts = html.Dl([part for label, words in rows for part in (html.Dt(label), html.Dd(words))], className="facts")
    return [
        html.Section(
            html.Details([summary, html.Div([facts, *_hidden(view)], className="fold-body padded")], className="fold"),
            id="outside",
            className="card outside",
            **{"aria-labelledby": "outside-title"},
        )
    ]


def _summary(view: OutsideView) -> str:
    if not view.hidden:
        return "на совещании видны все показатели с числами"
    verb = plural(len(view.hidden), "скрыт", "скрыты", "скрыто")
    return f"на совещании {verb} {counted(len(view.hidden), *_FIGURES)}"


def _presenter(view: OutsideView) -> str:
    shown = f"Видит {counted(view.shown, *_FIGURES)} с числами, документы и просрочки школы."
    numbers = listed([str(number) for number in view.blocks])
    where = f"{'в блоке' if len(view.blocks) == 1 else 'в блоках'} {numbers}"
    blocks = f" Сколько целей достигнуто {where}, не видит: там чувствительные показатели." if view.blocks else ""
    return tied(
        f"{shown}{blocks} Название школы на экране можно заменить кодом «Школа{NO_BREAK}1…n»; код меняется каждый день."
    )


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
