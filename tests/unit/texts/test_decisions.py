"""Sentences about decisions: counts agree with their nouns, what is late is said."""

import pytest

from dashboard.charts.specification import Place
from dashboard.slides.opening import opening_table
from dashboard.texts.decisions import (
    counts_headline,
    decided_words,
    evidence_made,
    evidence_number,
    opening_headline,
    own_headline,
    shortened,
    state_words,
)
from data_layer.domain.meetings import DecisionState
from data_layer.queries.decisions import DecisionCounts, DecisionView
from tests.support.sample_decisions import TODAY, decision


def plainly(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (decision(), "открыто"),
        (decision(is_overdue=True), "просрочено на 2 дня"),
        (decision(state=DecisionState.REPORTED, reported=1), "сообщено"),
        (decision(asked=26, reported=12), "открыто, сообщили 12 из 26 школ"),
        (decision(asked=21, reported=1, is_overdue=True), "просрочено на 2 дня, сообщила 1 из 21 школы"),
        (decision(asked=26, reported=12, state=DecisionState.CLOSED), "закрыто"),
    ],
)
def test_a_state_says_who_has_reported_and_what_is_late(shown: DecisionView, words: str) -> None:
    assert plainly(state_words(shown, today=TODAY)) == words


@pytest.mark.parametrize(
    ("counts", "district", "school_words", "opening"),
    [
        (DecisionCounts(0, 0, 0, 0, 0), "Решений ещё нет.", "Решений для вашей школы нет.", None),
        (
            DecisionCounts(8, 3, 2, 1, 5),
            "Не закрыто 3 решения, просрочено 2, сообщено об исполнении 1.",
            "Осталось исполнить 2 решения, просрочено 2.",
            "Закрыто 5 из 8 решений, просрочено 2",
        ),
        (
            DecisionCounts(21, 20, 0, 20, 1),
            "Не закрыто 20 решений, сообщено об исполнении 20.",
            "Обо всех решениях вы сообщили.",
            "Закрыто 1 из 21 решения, сообщено ещё о 20",
        ),
        (
            DecisionCounts(4, 0, 0, 0, 4),
            "Все решения закрыты: 4.",
            "Обо всех решениях вы сообщили.",
            "Все решения прошлых совещаний закрыты",
        ),
    ],
)
def test_counts_are_told_in_one_sentence(
    counts: DecisionCounts, district: str, school_words: str, opening: str | None
) -> None:
    assert plainly(counts_headline(counts)) == district
    assert plainly(own_headline(counts)) == school_words
    if opening is not None:
        assert plainly(opening_headline(counts)) == opening


def test_what_is_neither_late_nor_reported_is_said_so() -> None:
    assert plainly(opening_headline(DecisionCounts(4, 3, 0, 0, 1))) == "Закрыто 1 из 4 решений, просроченных нет"
    assert opening_headline(DecisionCounts(1, 0, 0, 0, 1)) == "Решение прошлого совещания закрыто"


def test_the_protocol_says_whom_until_when_and_who_answers() -> None:
    named = decision(responsible="директор школы")
    assert plainly(decided_words(named, "СОШ № 1")) == (
        "Сдать анализ (СОШ № 1; ответственный: директор школы) – срок до 13.11.2026."
    )
    assert decided_words(decision(asked=2, due=None), "") == "Сдать анализ (все школы) – срок постоянный."


def test_a_document_made_of_a_decision_is_known_by_its_point() -> None:
    assert (evidence_number("4", 2), evidence_number("", 2)) == ("4, п. 2", "")
    assert plainly(evidence_made(1, present=0)) == "Внесён 1 документ."
    assert plainly(evidence_made(5, present=21)) == "Внесено 5 документов, у 21 школы он уже был."


def test_a_long_text_ends_with_a_whole_word() -> None:
    assert shortened("Сдать анализ, и поскорее", most=13) == "Сдать анализ…"
    assert shortened("Сдать\n анализ", most=13) == "Сдать анализ"


def test_the_opening_slide_shows_what_is_late_first() -> None:
    found = [
        decision(id=1, state=DecisionState.CLOSED),
        decision(id=2, text="Без срока", due=None),
        decision(id=3, text="Просрочено", is_overdue=True, asked=2, reported=1),
        decision(id=4, text="Сообщено", state=DecisionState.REPORTED, reported=1),
    ]

    table = opening_table(found, today=TODAY, place=lambda code: Place(f"Школа {code}"), typed=str.upper)

    assert [row.cells[0] for row in table.rows] == ["ПРОСРОЧЕНО", "БЕЗ СРОКА", "СООБЩЕНО", "СДАТЬ АНАЛИЗ."]
    assert [(row.place.name, *map(plainly, row.cells[1:])) for row in table.rows[:2]] == [
        ("все школы", "до 13.11.2026", "просрочено на 2 дня, сообщила 1 из 2 школ"),
        ("Школа 1", "постоянно", "открыто"),
    ]
    assert plainly(table.text.headline) == "Закрыто 1 из 4 решений, просрочено 1"
