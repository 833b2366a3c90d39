"""Tables of totals: «Статистика по отметкам», РЦОИ with merged headers, РЭШ, ВсОШ, figures worked out by hand."""

from decimal import Decimal

from data_layer.domain.vocabulary import Level, MissingCode
from data_layer.intake.readers.headers import merged_titles
from data_layer.intake.readers.understood import Dropped
from data_layer.intake.tables import NumberedRow
from tests.unit.intake.readers.files import Rows, book, counts, delimited, understood

STATISTICS: Rows = [
    ["Статистика по отметкам"],
    ["Предмет:", "Математика, 4 класс"],
    ["Максимальный первичный балл:", 20],
    ["Дата:", "15.03.2022"],
    ["Группы участников", "Кол-во ОО", "Кол-во участников", 2, 3, 4, 5],
    ["Вся выборка", 38000, 1500000, "3,30", "23,60", "46,20", "26,90"],
    ["Учебный край", 900, 21000, "4,00", "25,00", "45,00", "26,00"],
    ["Лесной муниципальный район", 26, 640, "5,00", "27,00", "44,00", "24,00"],
    ["МБОУ «Школа 1» (edu111111)", 1, 27, "3,70", "25,93", "44,44", "25,93"],
    ["edu222222 | Школа 2", None, 7, 0, "28,57", "42,86", "28,57"],
    ["edu333333 | Школа 3", None, "<5", "*", "*", "*", "*"],
]


def test_statistics_leave_shares_to_be_rebuilt_into_counts() -> None:
    value = understood(book({"Отчёт": STATISTICS}))

    assert value.layout == "fisoko_statistics"
    assert (value.subject, value.grade, value.year, value.best) == ("Математика", 4, 2021, 20)
    # 25.93 + 44.44 + 25.93 = 96.30 % of 27 participants; 1 + 7 + 12 + 7 = 27 by mark.
    assert [(figure.value, figure.denominator, figure.note) for figure in value.figures] == [
        (Decimal("96.30"), 27, "отметки 2/3/4/5: 1/7/12/7"),
        (Decimal(100), 7, "отметки 2/3/4/5: 0/2/3/2"),
        (None, None, ""),
    ]


def test_nested_rows_of_statistics_are_no_schools() -> None:
    value = understood(book({"Отчёт": STATISTICS}))

    assert value.dropped == (Dropped("сводные строки: выборка, регион, муниципалитет", 3, "Отчёт!A6"),)
    assert [school.digits for school in value.schools] == ["111111", "222222", "333333"]


def test_statistics_hidden_by_the_source_are_missing_and_marked() -> None:
    hidden = understood(book({"Отчёт": STATISTICS})).figures[2]

    assert (hidden.missing, hidden.is_hidden, hidden.address) == (MissingCode.NO_DATA, True, "Отчёт!A11:G11")


def test_shares_that_do_not_make_a_whole_are_a_fault() -> None:
    rows: Rows = [*STATISTICS[:5], ["edu111111 | Школа 1", 1, 20, 10, 20, 30, 20]]

    value = understood(book({"Отчёт": rows}))

    assert [str(fault) for fault in value.faults] == [
        "Отчёт!D6 · доли отметок дают в сумме 80 % · проверьте доли: в сумме должно быть 100 %"
    ]


# Three rows of a merged header; what a merged cell covers is empty.
RCOI: Rows = [
    ["Результаты ЕГЭ 2025 года по муниципалитетам"],
    [
        "Муниципалитет",
        "Образовательная организация",
        "Всего выпускников",
        "Предметы",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
    ],
    [None, None, None, "Русский язык", None, None, None, None, "Математика профильная*", None, None, None],
    [
        None,
        None,
        None,
        "приняли участие",
        "не преодолели минимум",
        "80–99",
        100,
        "средний балл",
        "приняли участие",
        "не преодолели минимум",
        "% не преодолевших",
        "средний балл",
    ],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    ["Лесной район", "Школа 1", 25, 25, 1, 4, 0, "62,4", 11, 2, "18,2", "51,0"],
    ["Лесной район", "Школа 2", 4, 4, 0, 1, 0, "66,0", "–", "–", "–", "–"],
    ["Всего по району", None, 29, 29, 1, 5, 0, "63,0", 11, 2, "18,2", "51,0"],
    ["* сдавали профильную математику"],
]


def test_a_header_of_three_merged_rows_gives_every_subject_its_columns() -> None:
    value = understood(book({"ЕГЭ": RCOI}))

    assert (value.layout, value.level, value.year) == ("rcoi", Level.SOO, 2024)
    # 25 − 1, 11 − 2, 4 − 0; nobody of the second school sat mathematics.
    assert counts(value) == {
        ("Школа 1", "Русский язык"): (24, 25),
        ("Школа 1", "Математика (профиль)"): (9, 11),
        ("Школа 2", "Русский язык"): (4, 4),
    }
    assert [figure.address for figure in value.figures] == ["ЕГЭ!D6:E6", "ЕГЭ!I6:J6", "ЕГЭ!D7:E7"]


def test_totals_and_footnotes_under_a_table_are_dropped_with_the_reason() -> None:
    value = understood(book({"ЕГЭ": RCOI}))

    assert value.dropped == (
        Dropped("предмет никто не сдавал", 1, "ЕГЭ!I7"),
        Dropped("итоговые строки", 1, "ЕГЭ!B8"),
        Dropped("строки без школы", 1, "ЕГЭ!B9"),
    )


def test_a_dash_is_a_subject_not_taken_and_other_marks_are_missing_numbers() -> None:
    rows: Rows = [
        *RCOI[:5],
        ["Лесной район", "Школа 1", 25, "н/д", "н/д", None, None, None, "—", "—", None, None],
        ["Лесной район", "Школа 2", 4, "<5", "*", None, None, None, 0, 0, None, None],
    ]

    value = understood(book({"ЕГЭ": rows}))

    assert [(figure.subject, figure.missing, figure.is_hidden) for figure in value.figures] == [
        ("Русский язык", MissingCode.NO_DATA, False),
        ("Русский язык", MissingCode.NO_DATA, True),
    ]


def test_more_failed_than_sat_is_a_fault_with_its_cell() -> None:
    rows: Rows = [*RCOI[:5], ["Лесной район", "Школа 1", 25, 18, 45, 0, 0, "62,4", 0, 0, None, None]]

    value = understood(book({"ЕГЭ": rows}))

    assert [str(fault) for fault in value.faults] == [
        "ЕГЭ!E6 · Русский язык: не преодолели минимум 45 из 18 · проверьте значения"
    ]


def test_the_header_of_the_brazilian_table_is_read_like_any_other() -> None:
    """Rows 7–9 of IDEB 2023 (INEP, open data): three rows, groups of seven columns, two cells merged downwards."""
    rows: list[NumberedRow] = [
        (7, ["Brasil", "Rede", "Taxa de Aprovação - 2023", None, None, None, "Nota SAEB - 2023", None]),
        (8, [None, None, None, None, None, None, "Matemática", "Língua Portuguesa"]),
        (9, [None, None, "1º ao 5º ano", "1º", "2º", "Indicador de Rendimento (P)", None, None]),
    ]

    assert merged_titles(rows) == (
        ("Brasil",),
        ("Rede",),
        ("Taxa de Aprovação - 2023", "1º ao 5º ano"),
        ("Taxa de Aprovação - 2023", "1º"),
        ("Taxa de Aprovação - 2023", "2º"),
        ("Taxa de Aprovação - 2023", "Indicador de Rendimento (P)"),
        ("Nota SAEB - 2023", "Matemática"),
        ("Nota SAEB - 2023", "Língua Portuguesa"),
    )


LITERACY: Rows = [
    ["Диагностика функциональной грамотности, 2024/25 учебный год"],
    ["Школа", "Класс", "Участников", "Недостаточный", "Низкий", "Средний", "Повышенный", "Высокий"],
    ["Школа 1", "8А", 20, 1, 3, 9, 5, 2],
    ["Школа 1", "9А", 10, 0, 1, 4, 4, 1],
    ["Итого", None, 30, 1, 4, 13, 9, 3],
]


def test_levels_of_literacy_count_from_the_middle_one_up() -> None:
    value = understood(book({"РЭШ": LITERACY}))

    assert (value.layout, value.level, value.year) == ("resh", Level.OOO, 2024)
    # 9 + 5 + 2 of 20; 4 + 4 + 1 of 10.
    assert counts(value) == {("Школа 1", "8А"): (16, 20), ("Школа 1", "9А"): (9, 10)}
    assert value.dropped == (Dropped("итоговые строки", 1, "РЭШ!A5"),)


def test_levels_in_percent_are_rebuilt() -> None:
    rows: Rows = [
        [
            "Школа",
            "Количество участников",
            "Недостаточный, %",
            "Низкий, %",
            "Средний, %",
            "Повышенный, %",
            "Высокий, %",
        ],
        ["Школа 1", 30, "3,33", "13,33", "43,34", "30,00", "10,00"],
    ]

    (figure,) = understood(delimited(rows), "ФГ 2024-25.csv").figures

    assert (figure.value, figure.denominator, figure.numerator) == (Decimal("83.34"), 30, None)


def test_levels_that_do_not_add_up_to_the_participants_are_a_fault() -> None:
    rows: Rows = [*LITERACY[:2], ["Школа 1", "8А", 21, 1, 3, 9, 5, 2]]

    value = understood(book({"РЭШ": rows}))

    assert [str(fault) for fault in value.faults] == ["РЭШ!C3 · участников 21, а по уровням их 20 · проверьте числа"]


def test_kinds_of_literacy_are_slices_and_make_no_total() -> None:
    rows: Rows = [
        ["Школа", "Вид грамотности", "Участников", "Недостаточный", "Низкий", "Средний", "Повышенный", "Высокий"],
        ["Школа 1", "Читательская", 10, 0, 2, 4, 3, 1],
        ["Школа 1", "Математическая", 10, 1, 3, 4, 1, 1],
    ]

    value = understood(book({"РЭШ": rows}))

    assert counts(value) == {
        ("Школа 1", "literacy_kind:читательская"): (8, 10),
        ("Школа 1", "literacy_kind:математическая"): (6, 10),
    }
    assert len(value.notes) == 1


OLYMPIAD: Rows = [
    ["Школьный этап ВсОШ, 2025/26 учебный год"],
    ["Образовательная организация", "Обучающихся 4–11 классов", "Приняли участие", "Победителей", "Призёров"],
    ["Школа 1", 300, 187, 20, 41],
    ["Школа 2", 25, "–", None, None],
    ["Всего", 325, 187, 20, 41],
]


def test_participants_of_the_school_stage_against_all_pupils() -> None:
    value = understood(book({"ВсОШ": OLYMPIAD}))

    assert (value.layout, value.level, value.year) == ("vosh", Level.SCHOOL, 2025)
    assert counts(value) == {("Школа 1",): (187, 300), ("Школа 2",): (None, None)}
    assert value.figures[1].missing is MissingCode.NO_DATA
    assert value.notes == ("победители и призёры школьного этапа не вносятся: показатель считает муниципальный этап",)


def test_winners_are_those_of_the_municipal_stage() -> None:
    rows: Rows = [["Муниципальный этап ВсОШ 2025/26"], *OLYMPIAD[1:]]

    value = understood(book({"ВсОШ": rows}))

    assert [(figure.indicator, figure.value) for figure in value.figures[:1]] == [("b3_vosh_winners", Decimal(61))]


def test_participations_by_subject_are_no_pupils() -> None:
    rows: Rows = [
        ["Школа", "Предмет", "Обучающихся 4–11 классов", "Количество участников"],
        ["Школа 1", "Математика", 300, 120],
        ["Школа 1", "Физика", 300, 80],
        ["Школа 1", "Всего", 300, 150],
    ]

    value = understood(book({"ВсОШ": rows}), "ВсОШ 2025-26.xlsx")

    assert counts(value) == {("Школа 1",): (150, 300)}
    assert value.dropped == (
        Dropped("строки отдельных предметов: участники по предметам не складываются", 2, "ВсОШ!A2"),
    )


def test_a_row_of_statistics_is_of_the_municipality_above_it() -> None:
    """The file of a region: two schools of one name, told apart by nothing but the row of their municipality."""
    rows: Rows = [
        *STATISTICS[:7],
        ["Степной муниципальный район", 26, 640, "5,00", "27,00", "44,00", "24,00"],
        ["СОШ № 5", 1, 20, 10, 20, 30, 40],
        ["reg99_m001 | Лесной муниципальный район", 26, 640, "5,00", "27,00", "44,00", "24,00"],
        ["edu111111 | Школа 1", 1, 20, 10, 20, 30, 40],
        ["Итого по району", 26, 640, "5,00", "27,00", "44,00", "24,00"],
        ["СОШ № 7", 1, 20, 10, 20, 30, 40],
    ]

    value = understood(book({"Отчёт": rows}))

    assert [(school.name, school.place) for school in value.schools] == [
        ("СОШ № 5", "Степной муниципальный район"),
        ("Школа 1", "Лесной муниципальный район"),
        ("СОШ № 7", "Лесной муниципальный район"),
    ]


def test_levels_in_percent_may_say_so_in_the_title_alone() -> None:
    """10 + 20 + 40 + 20 + 10 are no hundred pupils."""
    rows: Rows = [
        ["Уровни функциональной грамотности, 2024/25, в процентах"],
        ["Школа", "Недостаточный", "Низкий", "Средний", "Повышенный", "Высокий"],
        ["Школа 1", 10, 20, 40, 20, 10],
    ]

    value = understood(book({"РЭШ": rows}))

    assert (value.figures, [fault.what for fault in value.faults]) == ((), ["число участников не указано"])


def test_the_stage_of_an_olympiad_may_stand_in_the_name_of_the_file() -> None:
    """Who took part in the municipal stage is no participant of the school stage."""
    rows: Rows = [OLYMPIAD[1], OLYMPIAD[2]]

    (figure,) = understood(book({"Лист1": rows}), "ВсОШ, муниципальный этап 2025-26.xlsx").figures

    assert (figure.indicator, figure.value) == ("b3_vosh_winners", Decimal(61))


def test_winners_of_later_stages_are_none_of_the_municipal_one() -> None:
    rows: Rows = [["Региональный этап ВсОШ 2025/26"], OLYMPIAD[1], OLYMPIAD[2]]

    value = understood(book({"ВсОШ": rows}))

    assert value.figures == ()
    assert value.dropped == (
        Dropped("региональный и заключительный этапы: показатель считает муниципальный", 1, "ВсОШ!A3"),
    )


def test_a_calendar_year_means_the_same_over_the_table_and_in_the_name_of_the_file() -> None:
    named = understood(book({"Лист1": OLYMPIAD[1:3]}), "ВсОШ 2025.xlsx")
    titled = understood(book({"Лист1": [["Школьный этап, 2025 год"], *OLYMPIAD[1:3]]}))

    assert [(named.year, named.hinted), (titled.year, titled.hinted)] == [(2025, ("year",)), (2025, ())]


def test_a_described_table_of_several_years_is_refused() -> None:
    """The one row of the year before would go into the year of the others."""
    rows: Rows = [
        ["EDU_NAME", "OGRN", "PASSED_NUMBER_FULL", "PASSES_OVER_220", "YEAR"],
        ["Школа 1", "1", 10, 3, "2015-2016"],
        ["Школа 2", "2", 10, 3, "2015-2016"],
        ["Школа 3", "3", 87, 3, "2014-2015"],
    ]

    value = understood(delimited(rows))

    assert [str(fault) for fault in value.faults] == [
        "файл · в таблице строки разных учебных лет: 2014/15, 2015/16 · оставьте строки одного года"
    ]
    assert value.fault_schools == (-1,)


def test_an_empty_cell_taken_for_nobody_is_told() -> None:
    rows: Rows = [*RCOI[:5], ["Лесной район", "Школа 1", 25, 25, None, 4, 0, "62,4", 11, None, "0", "51,0"]]

    value = understood(book({"ЕГЭ": rows}))

    assert counts(value) == {("Школа 1", "Русский язык"): (25, 25), ("Школа 1", "Математика (профиль)"): (11, 11)}
    assert value.notes == ("пустых ячеек «не преодолели минимум»: 2; принято, что таких обучающихся нет",)


def test_a_part_of_one_is_no_percentage() -> None:
    """23 of 24 passed; 0.958 % of 24 would be nobody."""
    rows: Rows = [
        ["Результаты ОГЭ 2025 года по математике"],
        ["Школа", "Доля сдавших, %", "Количество участников"],
        ["Школа 1", 0.958, 24],
        ["Школа 2", "95,8", 24],
        ["Школа 3", 0, 3],
    ]

    value = understood(book({"ОГЭ": rows}))

    assert [str(fault) for fault in value.faults] == [
        "ОГЭ!B3 · доля сдавших: 0,958 %, похоже на долю единицы · запишите проценты, например 95,8"
    ]
    assert [figure.value for figure in value.figures] == [Decimal("95.8"), Decimal(0)]
