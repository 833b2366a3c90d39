"""The headlines of the standard agenda, rule by rule of docs/headlines.md."""

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest

from dashboard.texts.meeting import (
    block_cycle_headline,
    block_result_headline,
    deadlines_headline,
    help_headline,
    lacking_words,
    no_response_headline,
    solved_headline,
)
from data_layer.domain.vocabulary import COUNTED_STAGES, Stage
from data_layer.queries.views import Count, Deadline

# Two lines of 40 px at 1200 px.
LONGEST: Final = 90
LINES: Final = (("3.1", Count(9, 26)), ("3.2", Count(17, 25)), ("3.3", Count(0, 0)))


def result(goals: Count, lines: tuple[tuple[str, Count], ...] = LINES, *, hides: bool = False) -> str:
    return block_result_headline(3, goals, lines, hides=hides)


def cycle(*there: int, of: int = 26) -> str:
    return block_cycle_headline(5, {stage: Count(k, of) for stage, k in zip(COUNTED_STAGES, there, strict=False)})


def due(day: date, k: int, n: int) -> Deadline:
    return Deadline(day, 3, "Адресные рекомендации", Count(k, n), is_data=False)


CASES: Final[dict[str, tuple[Callable[[], str], str]]] = {
    "29 too early": (lambda: result(Count(0, 0)), "Блок 3, одарённые: о целях судить рано, данных ещё нет"),
    "29 hidden": (lambda: result(Count(0, 0), hides=True), "Блок 3, одарённые: цели скрыты"),
    "30 all": (lambda: result(Count(77, 77)), "Блок 3, одарённые: школы достигли всех целей, их 77"),
    "30 none": (lambda: result(Count(0, 12)), "Блок 3, одарённые: школы не достигли ни одной из 12 целей"),
    "31": (
        lambda: result(Count(26, 51)),
        "Блок 3, одарённые: школы достигли 26 из 51 цели, реже всего — 3.1 (9 из 26 школ)",
    ),
    "31 longest": (
        lambda: block_result_headline(4, Count(134, 254), (("4.2a", Count(10, 121)), ("4.1", Count(9, 9))), hides=True),
        "Блок 4, профориентация: школы достигли 134 из 254 целей, реже всего — 4.2a (10 из 121 школы)",
    ),
    "32 equal shares": (
        lambda: result(Count(18, 52), (("3.1", Count(9, 26)), ("3.2", Count(9, 26)))),
        "Блок 3, одарённые: школы достигли 18 из 52 целей",
    ),
    "33": (lambda: cycle(0, 0, of=0), "Блок 5, педагоги: документов не требуется"),
    "34 none": (lambda: cycle(0, 0, 0, 0, 0, 0), "Блок 5, педагоги: ни одного документа ещё нет, нужно 156"),
    "34 all": (lambda: cycle(26, 26, 26, 26, 26, 26), "Блок 5, педагоги: все документы на месте, их 156"),
    "35": (
        lambda: cycle(25, 25, 22, 22, 20, 25),
        "Блок 5, педагоги: есть 139 из 156 документов, чаще всего нет мер (6)",
    ),
    "36": (lambda: cycle(26, 26, 25, 26, 25, 26), "Блок 5, педагоги: есть 154 из 156 документов"),
    "37": (
        lambda: no_response_headline(0, 0, year=2024, is_tracked=False),
        "Опоздания за 2024/25 не считаются: район ещё не вёл цикл",
    ),
    "38": (
        lambda: no_response_headline(0, 0, year=2025, is_tracked=True),
        "Просроченных ответов на недостигнутые цели нет",
    ),
    "39": (
        lambda: no_response_headline(1, 1, year=2025, is_tracked=True),
        "Цели не достигнуты, а ответа школы нет: 1 цель в 1 школе",
    ),
    "40": (
        lambda: help_headline(0, year=2025, is_tracked=True),
        "Школ, где цели не достигнуты и документы просрочены, нет",
    ),
    "41": (
        lambda: help_headline(21, year=2025, is_tracked=True),
        "Помощь нужна 21 школе: цели не достигнуты и документы просрочены",
    ),
    "42": (
        lambda: solved_headline(0, 0, has_before=False),
        "Сравнить с прошлым годом пока не с чем: данных за него нет",
    ),
    "43": (
        lambda: solved_headline(0, 0, has_before=True),
        "Целей, не достигнутых год назад, пока не достигла ни одна школа",
    ),
    "44": (
        lambda: solved_headline(57, 24, has_before=True),
        "24 школы достигли 57 целей, не достигнутых год назад: есть чем поделиться",
    ),
    "44 one": (
        lambda: solved_headline(1, 1, has_before=True),
        "1 школа достигла 1 цели, не достигнутой год назад: есть чем поделиться",
    ),
    "45": (lambda: deadlines_headline([]), "Сроков впереди нет: всё, что требовалось, уже должно быть сдано"),
    "46": (
        lambda: deadlines_headline([due(date(2026, 9, 15), 20, 26), due(date(2026, 9, 30), 0, 26)]),
        "Ближайший срок — 15.09: сдано 20 из 26, всего сроков впереди — 2",
    ),
    "46 one": (lambda: deadlines_headline([due(date(2026, 9, 15), 20, 26)]), "Ближайший срок — 15.09: сдано 20 из 26"),
}


@pytest.mark.parametrize(("made", "sentence"), CASES.values(), ids=CASES.keys())
def test_a_headline_follows_its_rule_and_fits_two_lines(made: Callable[[], str], sentence: str) -> None:
    told = made()

    assert told.replace("\u00a0", " ") == sentence
    assert len(told) <= LONGEST + 3


def test_what_is_lacking_is_told_block_by_block() -> None:
    told = lacking_words({3: [Stage.MEASURES, Stage.DECISIONS], 4: [], 5: [Stage.RECOMMENDATIONS]})

    assert told.replace("\u00a0", " ") == "блок 3: нет мер и решений; блок 5: нет рекомендаций"
