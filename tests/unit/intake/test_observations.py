"""Rows of «Показатели»: numbers, percentages, missing codes, slices, keys."""

from dataclasses import replace
from decimal import Decimal

import pytest

from data_layer.domain.vocabulary import Level, MissingCode
from tests.unit.intake.builders import (
    CONTEXT,
    check_lines,
    check_observations,
    errors_of,
    observation,
    sound_observation,
)


def test_a_numerator_above_its_denominator_is_named_with_file_and_cell() -> None:
    checked = check_lines(
        "school,indicator,level,year,numerator,denominator",
        "S1,i_exam,noo,2025/26,18,45",
        "S1,i_exam,ooo,2025/26,45,18",
    )

    assert errors_of(checked) == ["file.csv · E3 · числитель 45 больше знаменателя 18 · проверьте значения"]


def test_a_sound_row_keeps_its_numbers_and_slices() -> None:
    row = sound_observation(
        observation(subject="Математика", class_group="5А", numerator="18", denominator="45", source="ФИС ОКО")
    )

    assert (row.school, row.indicator, row.level, row.year) == ("S1", "i_exam", Level.NOO, 2025)
    assert (row.subject, row.class_group, row.numerator, row.denominator) == ("Математика", "5А", 18, 45)
    assert (row.value, row.missing, row.source, row.address) == (None, None, "fis_oko", "file.csv · A2")


@pytest.mark.parametrize("indicator", ["i_contest", "I_CONTEST", "3.1a", "3.1а", "участие  в всош", "Доля i_contest"])
def test_an_indicator_is_found_by_id_code_and_titles(indicator: str) -> None:
    row = sound_observation(observation(indicator=indicator, level="", numerator="1", denominator="2"))

    assert row.indicator == "i_contest"


@pytest.mark.parametrize(
    ("level", "expected"), [("НОО", Level.NOO), ("ооо", Level.OOO), ("Среднее общее образование", Level.SOO)]
)
def test_a_level_is_found_by_its_russian_title(level: str, expected: Level) -> None:
    assert sound_observation(observation(level=level, numerator="1", denominator="2")).level is expected


def test_an_empty_level_is_the_only_one_of_the_indicator() -> None:
    row = sound_observation(observation(indicator="i_clubs", level="", numerator="1", denominator="2"))

    assert row.level is Level.SCHOOL


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (
            observation(school="S9", numerator="1", denominator="2"),
            "file.csv · A2 · школа «S9» неизвестна · проверьте код или сначала загрузите школу",
        ),
        (
            observation(school="", numerator="1", denominator="2"),
            "file.csv · A2 · школа не указана · укажите код школы",
        ),
        (
            observation(indicator="9.9", numerator="1", denominator="2"),
            "file.csv · B2 · показатель «9.9» неизвестен · укажите id или код показателя из каталога",
        ),
        (
            observation(level="", numerator="1", denominator="2"),
            "file.csv · C2 · уровень не указан · укажите НОО, ООО, СОО",
        ),
        (
            observation(level="ДОУ", numerator="1", denominator="2"),
            "file.csv · C2 · уровень «ДОУ» неизвестен · укажите НОО, ООО, СОО, ОО в целом",
        ),
        (
            observation(level="school", numerator="1", denominator="2"),
            "file.csv · C2 · у показателя 1.1 нет уровня ОО в целом · укажите НОО, ООО, СОО",
        ),
        (
            observation(school="S2", level="soo", numerator="1", denominator="2"),
            "file.csv · C2 · в школе «S2» нет уровня СОО · проверьте уровень или уровни школы",
        ),
        (
            observation(year="2027/28", numerator="1", denominator="2"),
            "file.csv · D2 · учебный год «2027/28» неизвестен · пишите год как 2025/26, от 1990/91 до 2026/27",
        ),
        (
            observation(value="120 %", denominator="50"),
            "file.csv · J2 · значение 120 % больше 100 % · доля бывает от 0 до 100 %",
        ),
        (
            observation(value="-1", denominator="50"),
            "file.csv · J2 · значение −1 % меньше нуля · доля бывает от 0 до 100 %",
        ),
        (observation(value="80"), "file.csv · J2 · доля указана без знаменателя · добавьте знаменатель"),
        (observation(numerator="5"), "file.csv · I2 · знаменатель не указан · добавьте знаменатель"),
        (observation(denominator="5"), "file.csv · H2 · числитель не указан · добавьте числитель"),
        (
            observation(numerator="-5", denominator="9"),
            "file.csv · H2 · числитель −5 меньше нуля · укажите неотрицательное число",
        ),
        (
            observation(numerator="5", denominator="9,5"),
            "file.csv · I2 · знаменатель 9.5 — дробное число · укажите целое число",
        ),
        (
            observation(numerator="много", denominator="9"),
            "file.csv · H2 · числитель: «много» — не число · укажите число",
        ),
        (
            observation(numerator="45 %", denominator="90"),
            "file.csv · H2 · числитель: «45 %» — не число · укажите число",
        ),
        (
            observation(numerator="0", denominator="0"),
            "file.csv · I2 · знаменатель равен нулю · проверьте знаменатель; если показатель не применим, укажите код z",
        ),
        (
            observation(numerator="4", denominator="9", missing="x"),
            "file.csv · L2 · указаны и число, и код пропуска · оставьте что-то одно",
        ),
        (observation(missing="q"), "file.csv · L2 · код пропуска «q» неизвестен · укажите x, u, w или z"),
        (
            observation(numerator="20", denominator="50", value="80"),
            "file.csv · J2 · значение 80 % не равно 20 из 50 · исправьте значение или числитель",
        ),
        (
            observation(numerator="9" * 12, denominator="5"),
            "file.csv · H2 · числитель: слишком большое число · проверьте значение",
        ),
        (
            observation(category="gender:f", numerator="1", denominator="2"),
            "file.csv · G2 · разрез «gender:f» у показателя 1.1 неизвестен · возможные разрезы: result_type, hia",
        ),
        (
            observation(category="hia", numerator="1", denominator="2"),
            "file.csv · G2 · у разреза «hia» нет значения · пишите hia:значение",
        ),
        (
            observation(indicator="i_gaps", level="", numerator="1", denominator="2"),
            "file.csv · G2 · категория не указана · укажите одну из категорий: subject, ict",
        ),
        (
            observation(indicator="i_gaps", level="", category="mood", numerator="1", denominator="2"),
            "file.csv · G2 · категория «mood» неизвестна · укажите одну из категорий: subject, ict",
        ),
        (
            observation(indicator="i_events", level="", value="2.5"),
            "file.csv · J2 · значение 2.5 — дробное число · укажите целое число",
        ),
        (
            observation(indicator="i_events", level="", numerator="2"),
            "file.csv · H2 · у показателя 6.9 нет числителя · укажите число в колонке «Значение»",
        ),
        (
            observation(indicator="i_winners", level="", denominator="200"),
            "file.csv · J2 · значение не указано · укажите число или код пропуска",
        ),
        (
            observation(indicator="i_kept", level="", denominator="10", value="90"),
            "file.csv · H2 · числитель не указан, для показателя 5.3 процента мало · добавьте числитель",
        ),
    ],
)
def test_a_bad_cell_gets_one_russian_sentence_at_its_address(line: str, error: str) -> None:
    checked = check_observations(line)

    assert errors_of(checked) == [error]
    assert checked.observations == []


def test_faults_of_different_cells_of_one_row_are_all_reported() -> None:
    checked = check_observations(observation(school="S9", year="2025", numerator="45", denominator="18"))

    assert [error.address for error in checked.errors] == ["file.csv · A2", "file.csv · D2", "file.csv · H2"]


@pytest.mark.parametrize("year", ["2025/26", "2025/2026", "2025-26", "1990/91", "2026/27"])
def test_a_year_is_read_in_each_of_its_forms(year: str) -> None:
    row = sound_observation(observation(year=year, numerator="1", denominator="2"))

    assert row.year == int(year[:4])


@pytest.mark.parametrize("year", ["1989/90", "2027/28", "2025/27", "2025", "25/26", "прошлый", ""])
def test_anything_else_is_an_unknown_year(year: str) -> None:
    checked = check_observations(observation(year=year, numerator="1", denominator="2"))

    assert [error.address for error in checked.errors] == ["file.csv · D2"]


@pytest.mark.parametrize(
    ("percent", "denominator", "numerator"),
    [
        ("50", "9", 5),  # 4.5 is rounded half up
        ("79,96", "2500", 1999),
        ("33.3", "3", 1),  # 0.999
        ("0", "7", 0),
        ("100 %", "7", 7),
        ("12.5", "20", 3),  # 2.5 is rounded half up, not to even
    ],
)
def test_a_percentage_gives_back_the_count(percent: str, denominator: str, numerator: int) -> None:
    row = sound_observation(observation(value=percent, denominator=denominator))

    assert (row.numerator, row.denominator, row.value) == (numerator, int(denominator), None)
    assert row.stated_percent == Decimal(percent.replace(",", ".").rstrip(" %"))
    assert row.note == "восстановлено из процентов"


def test_the_mark_follows_a_note_and_is_not_doubled() -> None:
    first = sound_observation(observation(value="50", denominator="9", note="по протоколу"))
    again = sound_observation(observation(value="50", denominator="9", note=first.note))

    assert first.note == "по протоколу; восстановлено из процентов"
    assert again.note == first.note


def test_a_rounded_percentage_beside_its_counts_is_no_contradiction() -> None:
    row = sound_observation(observation(numerator="1", denominator="3", value="33"))

    assert (row.numerator, row.denominator, row.stated_percent) == (1, 3, None)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [("1 234", "2 000"), ("1\u00a0234", "2\u202f000"), ("1234,0", "2000.00")]
)
def test_thousands_may_be_spaced_and_whole_numbers_written_with_zeros(numerator: str, denominator: str) -> None:
    row = sound_observation(observation(numerator=numerator, denominator=denominator))

    assert (row.numerator, row.denominator) == (1234, 2000)


def test_an_allowed_empty_cohort_is_taken_with_or_without_numerator() -> None:
    given = sound_observation(observation(indicator="i_support", numerator="0", denominator="0"))
    left_out = sound_observation(observation(indicator="i_support", denominator="0"))

    assert (given.numerator, given.denominator) == (left_out.numerator, left_out.denominator) == (0, 0)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x", MissingCode.NO_DATA),
        ("Х", MissingCode.NO_DATA),  # Cyrillic
        ("U", MissingCode.UNRELIABLE),
        ("w", MissingCode.NOT_YET),
        ("z", MissingCode.NOT_APPLICABLE),
        ("н/д", MissingCode.NO_DATA),
        ("Не применимо", MissingCode.NOT_APPLICABLE),
    ],
)
def test_a_missing_code_stands_instead_of_numbers(code: str, expected: MissingCode) -> None:
    row = sound_observation(observation(missing=code))

    assert (row.missing, row.numerator, row.denominator, row.is_hidden_at_source) == (expected, None, None, False)


@pytest.mark.parametrize("mark", ["–", "-", "—", "н/д", "Н/Д"])
def test_a_dash_for_a_number_means_no_data(mark: str) -> None:
    row = sound_observation(observation(numerator=mark, denominator="20"))

    assert (row.missing, row.numerator, row.denominator, row.note) == (MissingCode.NO_DATA, None, None, "")


def test_a_dash_in_a_spare_cell_leaves_complete_numbers_alone() -> None:
    row = sound_observation(observation(numerator="18", denominator="20", value="–"))

    assert (row.missing, row.numerator, row.denominator) == (None, 18, 20)


@pytest.mark.parametrize("mark", ["*", "<5", "< 5", "***"])
def test_a_number_hidden_at_the_source_is_missing_with_a_note(mark: str) -> None:
    row = sound_observation(observation(numerator=mark, denominator="20"))

    assert (row.missing, row.is_hidden_at_source, row.note) == (MissingCode.NO_DATA, True, "скрыто в источнике")


def test_a_row_without_numbers_and_code_is_skipped_with_a_note() -> None:
    checked = check_observations(
        observation(note="пусто"), observation(level="ooo", numerator="1", denominator="2"), observation(baseline="4")
    )

    assert errors_of(checked) == []
    assert [row.level for row in checked.observations] == [Level.OOO]
    assert checked.notes == ["file.csv · строки без значений пропущены: 2 (строки 2, 4)"]


def test_two_rows_with_one_key_are_an_error_at_the_second() -> None:
    checked = check_observations(
        observation(subject="Математика", numerator="1", denominator="2"),
        observation(subject="Физика", numerator="1", denominator="2"),
        observation(indicator="1.1", subject="математика", year="2025-26", numerator="2", denominator="2"),
    )

    assert errors_of(checked) == ["file.csv · A4 · повтор строки file.csv · A2 · оставьте одну из строк"]


def test_categories_of_a_breakdown_share_one_denominator() -> None:
    checked = check_observations(
        observation(indicator="5.1b", level="", category="Предметные", numerator="5", denominator="25"),
        observation(indicator="5.1b", level="", category="ict", numerator="5", denominator="20"),
    )

    assert errors_of(checked) == [
        "file.csv · I3 · знаменатель 20 отличается от 25 в file.csv · I2 · у всех категорий один знаменатель"
    ]
    assert checked.observations[0].category == "subject"


def test_growth_keeps_value_baseline_and_base_population() -> None:
    row = sound_observation(observation(indicator="i_winners", level="", value="7", baseline="0", denominator="310"))

    assert (row.value, row.baseline, row.denominator, row.numerator) == (7, 0, 310, None)


def test_a_dimension_is_kept_as_dimension_and_value() -> None:
    row = sound_observation(observation(category="Result_Type: metasubject", numerator="1", denominator="2"))

    assert row.category == "result_type:metasubject"


def test_an_unknown_source_is_kept_as_written_and_named() -> None:
    checked = check_observations(observation(numerator="1", denominator="2", source="Опрос"))

    assert checked.observations[0].source == "Опрос"
    assert checked.notes == ["file.csv · M2 · источника «Опрос» нет в каталоге, он записан как есть"]


def test_an_unquoted_decimal_comma_that_shifts_a_row_is_noticed() -> None:
    checked = check_lines(
        "school,indicator,level,year,value,denominator", "S1,i_exam,noo,2025/26,79,96,50", "S1,i_exam,ooo,2025/26,80,50"
    )

    assert [error.address for error in checked.errors] == ["file.csv · G2"]


def test_a_missing_code_may_stand_for_a_breakdown_as_a_whole() -> None:
    row = sound_observation(observation(indicator="i_gaps", level="", missing="u"))

    assert (row.category, row.missing) == ("", MissingCode.UNRELIABLE)


def test_nothing_is_taken_for_a_year_before_the_school_opens() -> None:
    opened = replace(CONTEXT, schools={**CONTEXT.schools, "S2": replace(CONTEXT.schools["S2"], began_in=2025)})
    numbers = {"numerator": "1", "denominator": "2"}

    checked = check_observations(
        observation(school="S2", **numbers), observation(school="S2", year="2024/25", **numbers), context=opened
    )

    assert [error.what for error in checked.errors] == ["школа «S2» открыта с 2025/26"]


def test_nothing_is_taken_for_a_year_in_which_the_school_is_gone() -> None:
    gone = replace(CONTEXT, schools={**CONTEXT.schools, "S2": replace(CONTEXT.schools["S2"], gone_from=2025)})
    numbers = {"numerator": "1", "denominator": "2"}

    checked = check_observations(
        observation(school="S2", **numbers), observation(school="S2", year="2024/25", **numbers), context=gone
    )

    assert errors_of(checked) == [
        (
            "file.csv · D2 · школы «S2» нет с 2025/26 · укажите год, в котором школа работала; "
            "если её ученики теперь в другой школе — код той школы"
        )
    ]
