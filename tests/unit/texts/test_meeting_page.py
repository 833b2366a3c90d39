"""What «Совещание» says of counts and days."""

from datetime import date

import pytest

from dashboard.texts.meeting_page import (
    added_words,
    decided_words,
    list_headline,
    names_words,
    own_headline,
    slides_words,
    update_button,
    update_finding,
    updated_words,
)
from tests.support.visits import plain

TODAY = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("next_on", "last_on", "told"),
    [
        (None, None, "Совещаний ещё не было"),
        (None, date(2026, 8, 27), "Следующее совещание не назначено, последнее прошло 27.08.2026"),
        (date(2026, 10, 21), date(2026, 8, 27), "Ближайшее совещание — 21.10, через 7 дней"),
        (date(2026, 10, 14), None, "Ближайшее совещание — 14.10, сегодня"),
        (date(2027, 1, 12), None, "Ближайшее совещание — 12.01.2027, через 90 дней"),
        (date(2026, 10, 1), None, "Совещание 01.10.2026 ещё не отмечено проведённым"),
    ],
)
def test_the_list_says_when_the_next_meeting_is(next_on: date | None, last_on: date | None, told: str) -> None:
    assert plain(list_headline(next_on, last_on, today=TODAY)) == told


def test_counts_take_their_forms() -> None:
    assert [plain(slides_words(count)) for count in (0, 1, 2, 15)] == [
        "слайдов нет",
        "1 слайд",
        "2 слайда",
        "15 слайдов",
    ]
    assert [plain(added_words(count)) for count in (1, 3, 5)] == [
        "Добавлен 1 слайд.",
        "Добавлено 3 слайда.",
        "Добавлено 5 слайдов.",
    ]
    assert plain(added_words(2, there=3)) == "Добавлено 2 слайда. Уже в повестке: 3."
    assert [plain(added_words(0, there=count)) for count in (1, 2)] == [
        "Этот слайд уже в повестке.",
        "Эти слайды уже в повестке.",
    ]
    assert [plain(updated_words(count)) for count in (1, 21, 4)] == [
        "Обновлён 1 слайд.",
        "Обновлён 21 слайд.",
        "Обновлено 4 слайда.",
    ]
    assert [plain(update_button(count)) for count in (1, 3)] == ["Обновить слайд", "Обновить 3 слайда"]
    assert plain(decided_words(5, 2)) == "5 решений, не закрыто 2"
    assert plain(decided_words(1, 0)) == "1 решение, закрыто"


def test_what_has_changed_is_counted() -> None:
    assert update_finding(0, 15) == "Все слайды равны сегодняшним данным, обновлять нечего."
    assert update_finding(0, 1) == "Слайд равен сегодняшним данным, обновлять нечего."
    assert update_finding(1, 1) == "С тех пор слайд изменился."
    assert plain(update_finding(1, 15)) == "С тех пор изменился 1 из 15 слайдов."
    assert plain(update_finding(3, 21)) == "С тех пор изменились 3 из 21 слайда."


def test_a_school_hears_when_it_is_shown() -> None:
    day = date(2026, 10, 21)

    assert own_headline(0, None, today=TODAY) == "Совещаний не назначено"
    assert plain(own_headline(0, day, today=TODAY)) == "Совещание 21.10, через 7 дней: вашей школы на слайдах нет"
    assert plain(own_headline(1, day, today=TODAY)) == "Совещание 21.10, через 7 дней: ваша школа на 1 слайде"
    assert plain(own_headline(4, day, today=TODAY)) == "Совещание 21.10, через 7 дней: ваша школа на 4 слайдах"


def test_revealed_schools_are_counted() -> None:
    assert "не меняются" in names_words(0)
    assert plain(names_words(1)) == "На слайдах номера вместо названий, 1 школа названа по имени."
