"""The three layouts in which ФИС ОКО gave out the ВПР, by figures counted by hand in `files.py`."""

import pytest

from data_layer.intake.readers.understood import Dropped
from data_layer.intake.reading import read_bytes
from tests.unit.intake.readers.files import (
    EXPORT_2020,
    EXPORT_2021,
    PROTOCOL,
    PROTOCOL_BOOK,
    PROTOCOL_HEADER,
    Rows,
    book,
    by_class,
    delimited,
    open_document,
    protocol_row,
    understood,
)

PROTOCOL_SCORES = {
    ("edu111111", "4А"): ((5, 1), (6, 1), (20, 1)),
    ("edu111111", "4Б"): ((10, 1),),
    ("sch222222", ""): ((0, 1), (7, 1)),
}


def test_a_protocol_of_2022_is_counted_by_school_and_class() -> None:
    value = understood(book(PROTOCOL_BOOK), "выгрузка.xlsx")

    assert value.layout == "fisoko_protocol"
    assert (value.subject, value.grade, value.year, value.best) == ("Математика", 4, 2021, 20)
    assert by_class(value) == PROTOCOL_SCORES
    assert value.hinted == ()
    assert value.faults == ()


def test_those_who_were_absent_are_dropped_in_any_spelling() -> None:
    value = understood(book(PROTOCOL_BOOK))

    assert value.dropped == (Dropped("отсутствовали", 2, "Протокол!A2"),)
    assert value.rows_read == 8


def test_figures_carry_the_cells_they_were_counted_from() -> None:
    value = understood(book(PROTOCOL_BOOK))

    assert [figure.address for figure in value.figures] == ["Протокол!A3:A5", "Протокол!A7", "Протокол!A8:A9"]


def test_sums_that_nobody_calculated_are_taken_from_the_tasks() -> None:
    value = understood(book(PROTOCOL_BOOK))

    assert value.notes == ("«Итого баллов» не посчитано в строках: 1; взята сумма баллов за задания",)


def test_the_sheet_of_classes_is_named_as_passed_over() -> None:
    (table,) = read_bytes(book(PROTOCOL_BOOK), name="a.xlsx")

    assert table.notes == ("a.xlsx · другие листы пропущены: «Классы»",)


def test_schools_keep_login_name_and_place() -> None:
    school = understood(book(PROTOCOL_BOOK)).schools[0]

    assert (school.login, school.digits, school.name) == ("edu111111", "111111", "МБОУ «Гимназия 1»")
    assert (school.place, school.key) == ("Лесной муниципальный район", "login:111111")


@pytest.mark.parametrize(
    "content",
    [
        delimited(PROTOCOL),
        delimited(PROTOCOL, encoding="cp1251"),
        delimited(PROTOCOL, delimiter=",", encoding="utf-8-sig"),
        delimited(PROTOCOL, delimiter="\t"),
        open_document({"Протокол": PROTOCOL}),
    ],
    ids=["semicolon", "cp1251", "comma with BOM", "tab", "ods"],
)
def test_every_kind_of_file_gives_the_same_figures(content: bytes) -> None:
    assert by_class(understood(content)) == PROTOCOL_SCORES


def test_an_old_workbook_gives_the_same_figures() -> None:
    from tests.unit.intake.readers.test_formats import OLD_WORKBOOK

    value = understood(OLD_WORKBOOK.read_bytes(), "протокол.xls")

    assert by_class(value) == PROTOCOL_SCORES
    assert (value.subject, value.grade, value.year) == ("Математика", 4, 2021)


def test_subject_and_grade_come_from_the_name_where_the_file_does_not_say() -> None:
    value = understood(book({"Протокол": PROTOCOL}), "fisoko_ru_vpr_ma4.xlsx")

    assert (value.subject, value.grade, value.hinted) == ("Математика", 4, ("subject",))


def test_a_participant_twice_is_a_fault() -> None:
    rows: Rows = [*PROTOCOL, *PROTOCOL[2:4]]

    value = understood(book({"Протокол": rows}))

    assert [str(fault) for fault in value.faults] == [
        "Протокол!G10 · участник с кодом «2» уже есть в строке 3 · уберите повтор",
        "Протокол!G11 · участник с кодом «3» уже есть в строке 4 · уберите повтор",
    ]


def test_faults_of_points_name_their_cells_all_at_once() -> None:
    rows: Rows = [
        PROTOCOL_HEADER,
        protocol_row("edu111111", 1, "1", ["9", "0", "0"], "4А", None),
        protocol_row("edu111111", 2, "1", ["пять", "0", "0"], "4А", None),
        protocol_row("edu111111", 3, "1", ["5", "0", "0"], "4А", 6),
        protocol_row("edu111111", 4, "1", ["-2", "0", "0"], "4А", None),
        protocol_row("edu111111", 5, "1", ["1,5", "0", "0"], "4А", None),
    ]

    value = understood(book({"Протокол": rows}))

    assert [str(fault) for fault in value.faults] == [
        "Протокол!I2 · балл 9 больше наибольшего за это задание (8) · исправьте балл",
        "Протокол!I3 · балл: «пять» — не число · укажите число",
        "Протокол!O4 · сумма баллов 6 не равна сумме за задания 5 · исправьте балл или сумму",
        "Протокол!I5 · балл -2 невозможен · исправьте балл",
        "Протокол!I6 · балл: «1,5» — не целое число · исправьте балл",
    ]


def test_an_export_of_2021_says_subject_and_grade_by_its_textbooks() -> None:
    value = understood(book({"Sheet": EXPORT_2021}), "выгрузка 2021.xlsx")

    assert value.layout == "fisoko_2021"
    assert (value.subject, value.grade) == ("Французский язык", 11)
    assert (value.year, value.hinted) == (2020, ("year",))
    assert by_class(value) == {
        ("sch111111", "А"): ((10, 1), (23, 1)),
        ("sch222222", "А"): ((12, 1),),
    }


def test_an_export_of_2020_says_the_year_by_its_newest_work() -> None:
    value = understood(book({"Sheet1": EXPORT_2020}), "fisoko_fr7.xlsx")

    assert value.layout == "fisoko_2020"
    assert value.year == 2019
    assert (value.subject, value.grade, value.hinted) == ("Французский язык", 7, ("subject", "grade"))
    assert by_class(value) == {
        ("sch111111", "А"): ((12, 1), (13, 1), (28, 1)),
        ("sch111111", "Б"): ((5, 1),),
    }


def test_an_export_of_2020_without_a_telling_name_asks_for_its_subject() -> None:
    value = understood(book({"Sheet1": EXPORT_2020}), "выгрузка.xlsx")

    assert (value.subject, value.grade) == ("", None)
    assert value.asks == ("subject", "grade", "year")


def test_the_name_of_the_file_never_decides_what_it_is() -> None:
    assert understood(book({"Лист1": EXPORT_2021}), "протокол ma4 2022.xlsx").layout == "fisoko_2021"


def test_work_put_off_to_the_autumn_is_of_the_grade_that_its_textbooks_name() -> None:
    """In the autumn of 2022 the fifth classes wrote the work of the fourth: 6 points of it are a «3», of the fifth a «2»."""
    rows: Rows = [PROTOCOL_HEADER, protocol_row("edu111111", 1, "1", ["6", "0", "0"], "5А", 6)]

    by_textbook = understood(book(PROTOCOL_BOOK | {"Протокол": rows}), "протокол.xlsx")
    by_name = understood(book({"Протокол": rows}), "fisoko_ru_vpr_ma4.xlsx")

    assert (by_textbook.grade, by_textbook.hinted) == (4, ())
    assert (by_name.grade, by_name.hinted) == (4, ("subject", "grade"))
    assert by_textbook.notes == ("работа за 4 класс: её писали классы на год старше",)


def test_a_name_of_quite_another_grade_does_not_win_over_the_classes() -> None:
    rows: Rows = [PROTOCOL_HEADER, protocol_row("edu111111", 1, "1", ["6", "0", "0"], "6А", 6)]

    assert understood(book({"Протокол": rows}), "vpr_ma4.xlsx").grade == 6
