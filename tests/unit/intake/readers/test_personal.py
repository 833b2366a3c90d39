"""Files that name people are refused with the column, and without a word of what stands in it."""

import pytest

from data_layer.intake.reading import read_bytes
from tests.unit.intake.readers.files import PROTOCOL, PROTOCOL_BOOK, Rows, book, delimited

ACTION = "удалите эту колонку и загрузите файл без персональных данных: принимаются только сводные числа"
REFUSED: dict[str, tuple[Rows, str]] = {
    "a heading": ([["Код", "ФИО обучающегося"], [1, "Петров П."]], "B · фамилии и имена"),
    "three headings": ([["Фамилия", "Имя", "Отчество"], ["Петров", "Пётр", "Петрович"]], "A · фамилии и имена"),
    "a passport": ([["Класс", "Серия и номер паспорта"], ["9А", "4510 123456"]], "B · паспортные данные"),
    "a document": ([["Класс", "Номер документа"], ["9А", "123456"]], "B · паспортные данные"),
    "a СНИЛС": ([["Класс", "СНИЛС"], ["9А", "112-233-445 95"]], "B · СНИЛС"),
    "a birthday": ([["Дата рождения", "Балл"], ["01.02.2010", 5]], "A · даты рождения"),
    "names without a heading": (
        [["Участник", "Балл"], ["Петров Пётр Петрович", 5], ["Сидорова Анна-Мария Ивановна", 4]],
        "A · фамилии и имена",
    ),
    "names in capitals": ([["Участник"], ["ПЕТРОВ ПЁТР ПЕТРОВИЧ"], ["СИДОРОВА АННА ИВАНОВНА"]], "A · фамилии и имена"),
    "a surname with initials": ([["Класс", "Обучающийся"], ["9А", "Иванов И. П."]], "B · фамилии и имена"),
    "initials with a surname": ([["Класс", "Ученик"], ["9А", "И. П. Иванов"]], "B · фамилии и имена"),
    "initials without spaces": ([["Класс", "Участник ВПР"], ["9А", "Иванова М.А."]], "B · фамилии и имена"),
    "one initial": ([["Список учащихся", "Класс"], ["Мамин-Сибиряк Д.", "9А"]], "A · фамилии и имена"),
    "initials under full names": ([["Класс", "ФИО"], ["9А", "Иванов И. П."]], "B · фамилии и имена"),
    "a lone СНИЛС": ([["Код", "Балл"], ["112-233-445 95", 5]], "A · СНИЛС"),
    "passports without a heading": ([["Код"], ["45 10 123456"], ["45 11 654321"]], "A · паспортные данные"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_people_are_found_and_never_quoted(name: str) -> None:
    rows, told = REFUSED[name]
    column, _, kind = told.partition(" · ")

    for content in (book({"Лист": rows}), delimited(rows)):
        (table,) = read_bytes(content, name="a")
        (fault,) = table.problems
        assert (fault.what, fault.action) == (f"в колонке {column} персональные данные: {kind}", ACTION)
        assert table.names_people
        assert table.rows == ()
        assert not any(str(cell) in str(fault) for row in rows[1:] for cell in row if isinstance(cell, str))


def test_a_known_layout_with_a_column_of_names_is_refused_too() -> None:
    rows = [[*row, "Петров Пётр Петрович"] for row in PROTOCOL]
    rows[0][-1] = "Фамилия, имя"

    (table,) = read_bytes(book({"Протокол": rows}), name="a")

    assert table.names_people


def test_names_on_another_sheet_are_found() -> None:
    sheets = {**PROTOCOL_BOOK, "Участники": [["ФИО"], ["Петров Пётр Петрович"]]}

    (table,) = read_bytes(book(sheets), name="a")

    assert [fault.address for fault in table.problems] == ["Участники!A1"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Школа"], ["МБОУ «СОШ имени Ивана Ивановича Иванова»"], ["Школа имени Петра Петровича Петрова"]],
        [["Учебник"], ["Моро М.И.,Бантова М.А.,Бельтюкова Г.В. и др."], ["Бубнова Г.И.,Тарасова А.Н."]],
        [["Учитель", "Школа"], ["Иванов И. П.", "Школа 1"], ["М.А. Петрова", "Школа 2"]],
        [["Приказ", "Ответственный"], ["№ 5", "Иванова М.А."], ["№ 6", "И. П. Иванов"]],
        [["Участник", "Балл"], ["Группа А", 5], ["Школа № 1", 4], ["Лесной р-н", 3]],
        [["ФИО директора", "Школа"], [None, "Школа 1"]],
        [["ИНН"], ["2201000001"], ["220100000112"]],
    ],
    ids=[
        "schools named after people",
        "authors",
        "teachers",
        "who is responsible",
        "groups",
        "an empty column",
        "numbers of taxpayers",
    ],
)
def test_what_only_looks_like_people_is_not_refused(rows: Rows) -> None:
    (table,) = read_bytes(book({"Лист": rows}), name="a")

    assert not table.names_people


def test_our_own_documents_may_name_who_is_responsible() -> None:
    rows: Rows = [
        ["Школа", "Блок", "Стадия", "Учебный год", "Вид документа", "Ответственный"],
        ["S1", 1, "monitoring", "2025/26", "monitoring_order", "Петров Пётр Петрович"],
        ["S1", 2, "monitoring", "2025/26", "monitoring_order", "Сидорова Анна Ивановна"],
    ]

    (table,) = read_bytes(book({"Документы": rows}), name="a")

    assert not table.names_people
    assert table.problems == ()
