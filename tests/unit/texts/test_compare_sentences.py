"""Sentences of «Сравнение» with small counts: none, one, two, five and twenty-one, as a person would say them."""

from fractions import Fraction

import pytest

from dashboard.texts.compare import ambition, blocks, goal, slices, standing, years
from data_layer.queries.comparison.views import SchoolFilters
from data_layer.queries.views import Count


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("missed", "judged", "said"),
    [
        (0, 1, "Единственная школа с данными достигла"),
        (1, 1, "Единственная школа с данными не достигла"),
        (0, 2, "Обе школы с данными достигли"),
        (1, 2, "Одна из 2 школ не достигла"),
        (0, 5, "Все школы с данными (5) достигли"),
        (2, 5, "2 из 5 школ не достигли"),
        (5, 5, "Ни одна из 5 школ не достигла"),
        (5, 21, "5 из 21 школы не достигли"),
        (21, 26, "21 из 26 школ не достигла"),
    ],
)
def test_how_many_schools_miss_a_goal(missed: int, judged: int, said: str) -> None:
    assert plain(goal._judged(missed, judged, SchoolFilters())) == said


@pytest.mark.parametrize(
    ("beyond", "missed", "said"),
    [
        (0, 1, "У не достигшей школы случай не исключён (граница 99,8 %): вывод о ней делать рано."),
        (1, 1, "У не достигшей школы случай исключён (граница 99,8 %)."),
        (0, 5, "Ни у одной из 5 не достигших случай не исключён (граница 99,8 %): вывод о школе делать рано."),
        (1, 2, "Случай исключён у одной из 2 не достигших (граница 99,8 %), у другой вывод делать рано."),
        (2, 2, "Случай исключён у всех не достигших, их 2 (граница 99,8 %)."),
        (5, 21, "Случай исключён у 5 из 21 не достигшей (граница 99,8 %), у остальных вывод делать рано."),
    ],
)
def test_could_it_be_chance(beyond: int, missed: int, said: str) -> None:
    assert plain(goal._chance_sentence(beyond, missed)) == said


def test_up_to_three_schools_beyond_chance_are_named() -> None:
    schools = ["СОШ № 7", "СОШ № 2", "Луговская СОШ", "НОШ № 8"]

    assert plain(goal._chance_sentence(1, 7, schools[:1])) == (
        "Случай исключён у одной из 7 не достигших (СОШ № 7, граница 99,8 %), у остальных вывод делать рано."
    )
    assert "(СОШ № 7, СОШ № 2 и Луговская СОШ, граница" in plain(goal._chance_sentence(3, 7, schools[:3]))
    assert "у 4 из 7 не достигших (граница" in plain(goal._chance_sentence(4, 7, schools))


@pytest.mark.parametrize(
    ("better", "worse", "compared", "said"),
    [
        (0, 0, 0, "Школ с данными за оба года нет"),
        (1, 0, 1, "С 2024/25 у единственной школы с данными стало лучше"),
        (0, 1, 1, "С 2024/25 у единственной школы с данными стало хуже"),
        (0, 0, 1, "С 2024/25 у единственной школы с данными ничего не изменилось"),
        (0, 0, 5, "С 2024/25 ни у одной из 5 школ ничего не изменилось"),
        (2, 0, 2, "С 2024/25 лучше стало у обеих школ"),
        (0, 21, 21, "С 2024/25 хуже стало у всех школ с данными (21)"),
        (0, 1, 5, "С 2024/25 лучше не стало ни у одной из 5 школ, хуже — у одной"),
        (1, 0, 5, "С 2024/25 лучше стало у одной из 5 школ, хуже — ни у одной"),
        (18, 7, 26, "С 2024/25 лучше стало у 18 из 26 школ, хуже — у 7"),
        (5, 2, 21, "С 2024/25 лучше стало у 5 из 21 школы, хуже — у 2"),
    ],
)
def test_what_became_better(better: int, worse: int, compared: int, said: str) -> None:
    assert plain(years.schools_change_headline(better, worse, compared, before=2024)) == said


@pytest.mark.parametrize(
    ("count", "met", "said"),
    [
        (1, 0, "У одной школы своя цель легче ориентира, но и её она не достигла"),
        (1, 1, "У одной школы своя цель легче ориентира, и она её достигла"),
        (2, 2, "У 2 школ своя цель легче ориентира, её достигли обе"),
        (2, 1, "У 2 школ своя цель легче ориентира, её достигла одна из них"),
        (5, 0, "У 5 школ своя цель легче ориентира, но и её не достигла ни одна"),
        (5, 5, "У 5 школ своя цель легче ориентира, её достигли все"),
        (21, 5, "У 21 школы своя цель легче ориентира, её достигли 5 из них"),
        (26, 21, "У 26 школ своя цель легче ориентира, её достигла 21 из них"),
    ],
)
def test_goals_easier_than_the_reference(count: int, met: int, said: str) -> None:
    assert plain(ambition._easier_sentence(count, met)) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((), "Математика: данных нет"),
        ((80,), "Математика: данные одной школы, 80,0 %"),
        ((80, 80), "Математика: во всех школах 80,0 %"),
        ((50, 100), "Математика: в школах от 50,0 % до 100 %"),
    ],
)
def test_schools_on_a_slice(values: tuple[int, ...], said: str) -> None:
    assert plain(slices.slice_headline("Математика", [Fraction(each) for each in values])) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (None, "Блок 1 «Качество»: числа школ скрыты, показатели чувствительны"),
        (Count(0, 0), "Блок 1 «Качество»: данных ещё нет"),
        (Count(0, 1), "Блок 1 «Качество»: школы не достигли единственной цели"),
        (Count(1, 1), "Блок 1 «Качество»: школы достигли единственной цели"),
        (Count(2, 2), "Блок 1 «Качество»: школы достигли обеих целей"),
        (Count(0, 5), "Блок 1 «Качество»: школы не достигли ни одной из 5 целей"),
        (Count(5, 5), "Блок 1 «Качество»: школы достигли всех целей, их 5"),
        (Count(1, 5), "Блок 1 «Качество»: школы достигли одной из 5 целей"),
        (Count(5, 21), "Блок 1 «Качество»: школы достигли 5 из 21 цели"),
    ],
)
def test_goals_of_a_block(count: Count | None, said: str) -> None:
    assert plain(blocks.block_headline(1, "Качество", count)) == said


def test_the_whole_of_the_blocks_and_the_least_of_them() -> None:
    totals = {1: Count(1, 5), 2: Count(4, 5)}

    said = plain(blocks.blocks_headline(totals, {1: "Качество", 2: "Отстающие"}))

    assert said == "Школы достигли 5 из 10 целей, меньше всего — блок 1 «Качество»: 1 из 5"
    assert plain(blocks.blocks_headline({1: Count(0, 21)}, {1: "Качество"}, is_own=True)) == (
        "Ваша школа не достигла ни одной из 21 цели"
    )


@pytest.mark.parametrize(
    ("worse", "compared", "said"),
    [
        (0, 1, "не уступает медиане района по единственному показателю, где она есть"),
        (1, 1, "уступает медиане района по единственному показателю, где она есть"),
        (0, 21, "не уступает медиане района ни по одному из 21 показателя"),
        (1, 5, "уступает медиане района по одному из 5 показателей"),
        (5, 5, "уступает медиане района по всем 5 показателям"),
        (12, 21, "уступает медиане района по 12 из 21 показателя"),
    ],
)
def test_a_school_beside_the_median(worse: int, compared: int, said: str) -> None:
    assert plain(standing._standing_told(worse, compared)) == said


def test_points_that_give_way_are_told_to_have_one_target() -> None:
    on_the_line = "На диагонали школа ровно на своей цели."

    assert ambition.ambition_note([Fraction(85), Fraction(90)]) == on_the_line
    assert plain(ambition.ambition_note([Fraction(85), Fraction(85)])) == (
        f"{on_the_line} У стоящих вплотную цель одна: они раздвинуты, чтобы видны были все."
    )
