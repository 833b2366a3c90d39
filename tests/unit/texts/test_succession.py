"""Sentences about schools that change, by hand."""

from datetime import date

import pytest

from dashboard.texts.administration import schools_headline
from dashboard.texts.series import break_words, short_break_words
from dashboard.texts.succession import (
    change_sentence,
    closed_toast,
    closing_sentences,
    gone_words,
    joined_words,
    joining_sentences,
    listed_name,
)
from dashboard.texts.words import without_number
from data_layer.domain.series import Break, Years
from data_layer.domain.succession import ChangeKind, SchoolChange
from data_layer.domain.vocabulary import Absence, SchoolKind, Status
from data_layer.queries.succession import ClosingFacts
from tests.unit.domain.builders import indicator

TODAY = date(2026, 10, 14)
SAME = "Сводные числа этих лет не изменятся."
JOINED = SchoolChange(2026, ChangeKind.JOINED, "Вторая ООШ", school_id=2)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("facts", "year", "said"),
    [
        (
            ClosingFacts((2024, 2025), 0, 0, ()),
            2027,
            [
                f"В карточке школы и в числах района останутся 2 года с данными до 2027/28. {SAME}",
                "С 2027/28 от школы ничего не ждут: ни данных, ни документов.",
                "Ролей в этой школе ни у кого нет.",
            ],
        ),
        (
            ClosingFacts((2025,), 21, 1, ("Иванова А. А.",)),
            2026,
            [
                f"В карточке школы и в числах района останется 1 год с данными до 2026/27. {SAME}",
                "С 2026/27 у школы уже есть 21 показатель и 1 документ. Они сохранятся, но считаться не будут.",
                "Доступ к школе сразу потеряет 1 человек (Иванова А. А.).",
            ],
        ),
        (
            ClosingFacts((), 0, 2, ("Иванова", "Петров")),
            2027,
            [
                "Чисел за годы до 2027/28 у школы нет.",
                "С 2027/28 у школы уже есть 2 документа. Они сохранятся, но считаться не будут.",
                "Войти за школу до 31.08.2027 включительно смогут 2 человека (Иванова, Петров). Потом доступ закроется.",
            ],
        ),
    ],
)
def test_what_closing_does_is_told_before(facts: ClosingFacts, year: int, said: list[str]) -> None:
    assert [plain(words) for words in closing_sentences(facts, year=year, today=TODAY)] == said


def test_joining_never_adds_the_years_before_up() -> None:
    passed = joining_sentences("Вторая ООШ", "СОШ № 1", year=2026, passes_history=True)
    apart = joining_sentences("Вторая ООШ", "СОШ № 1", year=2026, passes_history=False)

    assert "не складываются" in plain(passed[0])
    assert plain(apart[0]) == (
        "Годы школы «Вторая ООШ» останутся её собственной карточкой; директору «СОШ № 1» они не видны."
    )
    assert passed[1] == apart[1]


def test_what_became_of_a_school_is_said_on_its_card_and_in_lists() -> None:
    renamed = SchoolChange(2025, ChangeKind.RENAMED, "СОШ № 5")

    assert plain(change_sentence(renamed)) == "До 2025/26 называлась «СОШ № 5»."
    assert plain(change_sentence(JOINED)) == (
        "С 2026/27 объединена с «Вторая ООШ». Прежние годы присоединённой школы остались отдельной карточкой."
    )
    assert plain(joined_words([renamed, JOINED])) == "с 2026/27 объединена с «Вторая ООШ»"
    assert joined_words([renamed]) == ""
    assert plain(gone_words(2026, None, is_joined=False)) == "закрыта с 2026/27"
    assert plain(gone_words(2026, "СОШ № 1", is_joined=True)) == "с 2026/27 вошла в «СОШ № 1»"
    assert plain(gone_words(2026, None, is_joined=True)) == "с 2026/27 вошла в другую школу"
    assert plain(listed_name("Вторая ООШ", 2026)) == "Вторая ООШ (до 2026/27)"
    assert listed_name("Вторая ООШ", None) == "Вторая ООШ"
    assert plain(closed_toast("Вторая ООШ", 2026)) == "Школа «Вторая ООШ» закрыта с 2026/27."


def test_a_comparison_names_the_year_of_a_joining_and_no_school() -> None:
    said = break_words(Break.JOINED, indicator(), Years(2025, 2026), since=2026)

    assert plain(said) == "с 2026/27 школа объединена с другой"
    assert short_break_words(Break.JOINED, since=2026) == said
    assert short_break_words(Break.JOINED) == without_number(Status.NO_BASELINE, Absence.JOINED)


@pytest.mark.parametrize(("closed", "end"), [(1, "; ещё 1 закрыта"), (2, "; ещё 2 закрыты"), (0, "")])
def test_closed_schools_are_counted_apart(closed: int, end: str) -> None:
    said = schools_headline([SchoolKind.FULL], closed=closed)

    assert plain(said) == f"1 школа: 1 средняя{end}"
