"""Sentences about what was understood of a file: forms of words by count."""

import pytest

from dashboard.texts.foreign import dropped_words, grade_words, matched_words, rest_words, rows_of, unmatched_words


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("schools", "rows", "said"),
    [
        (1, 1, "не сопоставлена 1 школа: 1 строка не войдёт"),
        (1, 11, "не сопоставлена 1 школа: 11 строк не войдут"),
        (3, 42, "не сопоставлены 3 школы: 42 строки не войдут"),
        (21, 21, "не сопоставлена 21 школа: 21 строка не войдёт"),
        (5, 100, "не сопоставлены 5 школ: 100 строк не войдут"),
    ],
)
def test_schools_that_stay_out(schools: int, rows: int, said: str) -> None:
    assert plain(unmatched_words({"unmatched_count": schools, "unmatched_rows": rows})) == said


def test_schools_that_were_found() -> None:
    told = {"matched": 1, "schools": 1, "strangers": 0}

    assert plain(matched_words(told)) == "сопоставлено 1 из 1 школы"
    assert (
        plain(matched_words(told | {"schools": 26, "strangers": 2})) == "сопоставлено 1 из 26 школ; не школ района: 2"
    )


def test_rows_before_and_after_the_import() -> None:
    told = {"rows_read": 53, "rows_taken": 10}

    assert rows_of(told, is_open=True) == "прочитано 53, войдёт 10"
    assert rows_of(told, is_open=False) == "прочитано 53, вошло 10"


def test_what_was_dropped_and_where() -> None:
    assert plain(dropped_words("отсутствовали", 1, "Протокол!A2")) == "отсутствовали: 1 строка, Протокол!A2"
    assert plain(dropped_words("итоговые строки", 3, "ЕГЭ!B8")) == "итоговые строки: 3 строки, первая ЕГЭ!B8"
    assert plain(dropped_words("строки других школ", 5, "")) == "строки других школ: 5 строк"


def test_grade_and_level() -> None:
    assert plain(grade_words({"grade": 4, "level": "noo"})) == "4 класс, НОО"
    assert grade_words({"grade": None, "level": "soo"}) == "СОО"
    assert grade_words({"grade": None, "level": None}) == ""


def test_many_names_are_not_all_shown() -> None:
    assert plain(rest_words(7, shown=7)) == "Остальные — не школы района: всего 7 названий"
    assert plain(rest_words(301, shown=30)) == "Остальные — не школы района: всего 301 название, показаны первые 30"
