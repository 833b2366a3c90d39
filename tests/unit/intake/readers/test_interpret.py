"""From what was understood to rows of «Показатели»: marks by scale, answers of people, what is still asked."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from data_layer.intake.check import check_tables
from data_layer.intake.readers.interpret import COLUMNS, Answers, Ground, interpret
from data_layer.intake.readers.matching import Directory, KnownSchool
from data_layer.intake.readers.scales import Scale, find_scale, known_scales, scales_of
from data_layer.intake.reading import read_bytes
from data_layer.intake.tables import SourceTable
from tests.unit.intake.builders import CONTEXT, indicator
from tests.unit.intake.readers.files import EXPORT_2020, EXPORT_2021, PROTOCOL, PROTOCOL_BOOK, Rows, book, protocol_row
from tests.unit.intake.readers.test_totals import RCOI

DIRECTORY = Directory((KnownSchool("S1", "Первая", login="sch111111"), KnownSchool("S2", "Вторая", login="edu222222")))


def turned(
    content: bytes,
    name: str = "a.xlsx",
    *,
    answers: Answers | None = None,
    directory: Directory = DIRECTORY,
    only: str | None = None,
) -> tuple[SourceTable, dict[str, object]]:
    ground = Ground(directory, known_scales(), {} if answers is None else {0: answers}, only)
    (table,), (told,) = interpret(read_bytes(content, name=name), ground)
    return table, told


def rows_of(table: SourceTable, *columns: str) -> list[tuple[object, ...]]:
    assert table.problems == (), [str(fault) for fault in table.problems]
    places = [COLUMNS.index(column) for column in columns]
    return [tuple(cells[place] for place in places) for _, cells in table.rows[1:]]


def faults_of(table: SourceTable) -> Sequence[str]:
    return [str(fault) for fault in table.problems]


def test_marks_come_from_the_scale_of_subject_grade_and_year() -> None:
    table, told = turned(book(PROTOCOL_BOOK))

    assert rows_of(
        table, "school", "level", "year", "subject", "class_group", "numerator", "denominator", "source"
    ) == [
        ("S1", "noo", "2021/22", "Математика", "4А", 2, 3, "fis_oko"),
        ("S1", "noo", "2021/22", "Математика", "4Б", 1, 1, "fis_oko"),
        ("S2", "noo", "2021/22", "Математика", "4", 1, 2, "fis_oko"),
    ]
    assert table.origins == {2: "Протокол!A3:A5", 3: "Протокол!A7", 4: "Протокол!A8:A9"}
    assert told["scale"] == "«3» от 6, «4» от 10, «5» от 15, наибольший балл 20"


def test_figures_and_preview_say_that_a_scale_is_not_confirmed() -> None:
    table, told = turned(book(PROTOCOL_BOOK))

    assert set(rows_of(table, "note")) == {("«3» от 6; шкала не сверена с описанием работы",)}
    assert (told["is_scale_confirmed"], told["scale_source"]) == (
        False,
        "рекомендации к работам прежних лет, записаны по памяти",
    )


def test_an_answer_never_wins_over_a_known_scale() -> None:
    """6 and 20 of three, 10 of one, 7 of two reach the «3» from 6; with the «3» from 1 it would be three of three."""
    table, told = turned(book(PROTOCOL_BOOK), answers=Answers(three=1))

    assert rows_of(table, "class_group", "numerator", "denominator") == [("4А", 2, 3), ("4Б", 1, 1), ("4", 1, 2)]
    assert str(told["scale"]).startswith("«3» от 6,")


def test_a_scale_that_a_person_gives_is_theirs_and_needs_no_doubt() -> None:
    """French in grade 11 has no scale of its own."""
    table, told = turned(book({"Sheet": EXPORT_2021}), "2021.xlsx", answers=Answers(three=7))

    assert set(rows_of(table, "note")) == {("«3» от 7",)}
    assert (told["is_scale_confirmed"], told["scale_source"]) == (True, "указана при этой загрузке")


def test_a_school_sees_its_own_rows_of_a_file_for_all() -> None:
    table, told = turned(book(PROTOCOL_BOOK), only="S2")

    assert rows_of(table, "school", "numerator") == [("S2", 1)]
    assert ["строки других школ", 4, ""] in told["dropped"]  # type: ignore[operator] # a list


def test_a_file_without_a_row_of_the_school_is_a_fault() -> None:
    table, _ = turned(book(PROTOCOL_BOOK), directory=Directory((KnownSchool("S9", "Девятая"),)), only="S9")

    assert faults_of(table) == [
        "a.xlsx · в файле нет строк школы S9 · проверьте файл или попросите управление образования указать логин школы"
    ]


def test_two_names_of_one_school_add_up() -> None:
    """A branch reports with its base school."""
    one = Directory(DIRECTORY.schools, {"login:222222": "S1", "login:111111": "S1"})
    rows: Rows = [
        PROTOCOL[0],
        protocol_row("edu111111", 1, "1", ["6", "0", "0"], "4А", 6),
        protocol_row("edu222222", 1, "1", ["5", "0", "0"], "4А", 5),
    ]

    table, _ = turned(book({"Протокол": rows}), "ma4.xlsx", directory=one)

    assert rows_of(table, "school", "class_group", "numerator", "denominator") == [("S1", "4А", 1, 2)]
    assert table.origins == {2: "Протокол!A2; Протокол!A3"}


def test_a_class_without_its_grade_is_that_class() -> None:
    """«А» and «4А» of one school in one work for grade 4: 6 and 5 points, 1 of 2 reach the «3» from 6."""
    rows: Rows = [
        PROTOCOL[0],
        protocol_row("edu111111", 1, "1", ["6", "0", "0"], "4А", 6),
        protocol_row("edu111111", 2, "1", ["5", "0", "0"], "А", 5),
    ]

    table, _ = turned(book({"Протокол": rows}), "ma4.xlsx")

    assert rows_of(table, "school", "class_group", "numerator", "denominator") == [("S1", "4А", 1, 2)]
    assert table.origins == {2: "Протокол!A2; Протокол!A3"}


def test_classes_of_two_grades_are_never_added_up() -> None:
    rows: Rows = [
        PROTOCOL[0],
        protocol_row("edu111111", 1, "1", ["6", "0", "0"], "4А", 6),
        protocol_row("edu111111", 2, "1", ["5", "0", "0"], "5А", 5),
    ]

    table, _ = turned(book({"Протокол": rows}), "ma4.xlsx", answers=Answers(grade=4))

    assert rows_of(table, "class_group", "denominator") == [("4А", 1), ("4А", 1)]


def test_schools_of_another_district_are_asked_for_by_hand() -> None:
    """Two schools of «Степной район» bear the names of two of ours."""
    rows: Rows = [
        RCOI[0],
        *RCOI[1:5],
        ["Степной район", "Школа 1", 25, 25, 1, 4, 0, "62,4", 11, 2, "18,2", "51,0"],
        ["Степной район", "Школа 2", 4, 4, 0, 1, 0, "66,0", "–", "–", "–", "–"],
    ]
    ours = Directory((KnownSchool("S1", "Школа 1"), KnownSchool("S2", "Школа 2")), title="Лесной район")

    table, told = turned(book({"ЕГЭ": rows}), directory=ours)

    assert (told["matched"], told["unmatched_count"], table.rows) == (0, 2, ())
    assert told["notes"] == [
        (
            "муниципалитет файла — «Степной район», а не «Лесной район»: "
            "по одним названиям школы не сопоставлены, выберите их вручную"
        )
    ]


def test_rows_of_a_school_that_joined_another_before_the_year_go_to_it_and_people_are_told() -> None:
    """The protocol is of 2021/22: 4А and 4Б of the first school, one class «4» of the second, which is a part of it."""
    first, second = DIRECTORY.schools
    joined = Directory((first, replace(second, gone_from=2021, heir="S1")))
    closed = Directory((first, replace(second, gone_from=2021)))

    table, told = turned(book(PROTOCOL_BOOK), directory=joined)
    later, asked = turned(book(PROTOCOL_BOOK), directory=closed)
    before, _ = turned(book(PROTOCOL_BOOK), directory=joined, answers=Answers(year=2020))

    assert rows_of(table, "school", "class_group") == [("S1", "4А"), ("S1", "4Б"), ("S1", "4")]
    assert told["notes"][-1] == "МБОУ «Гимназия 2»: в 2021/22 уже входит в «Первая», строки отнесены к ней"  # type: ignore[index]
    assert rows_of(later, "school") == [("S1",), ("S1",)]
    assert (asked["unmatched_count"], len(str(asked["notes"]).split("школы уже нет"))) == (1, 2)
    assert rows_of(before, "school") == [("S1",), ("S1",), ("S2",)]


def test_a_table_pasted_twice_is_told_by_the_cells_of_the_first() -> None:
    rows: Rows = [*RCOI[:6], RCOI[5]]
    ground = Ground(Directory((KnownSchool("S1", "Школа 1"),)), known_scales())
    tables, _ = interpret(read_bytes(book({"ЕГЭ": rows}), name="a"), ground)
    exams = replace(CONTEXT, indicators={"b1_gia_attainment": indicator("b1_gia_attainment", "1.4")})

    checked = check_tables(tables, exams)

    assert [str(fault) for fault in checked.errors] == [
        "ЕГЭ!D7:E7 · повтор строки ЕГЭ!D6:E6 · оставьте одну из строк",
        "ЕГЭ!I7:J7 · повтор строки ЕГЭ!I6:J6 · оставьте одну из строк",
    ]


def test_an_exam_of_an_unknown_level_asks_for_the_grade() -> None:
    rows: Rows = [
        ["Результаты экзаменов 2025 года"],
        ["Школа", "Русский язык", None],
        [None, "приняли участие", "не преодолели минимум"],
        ["Первая", 20, 3],
    ]

    asked, _ = turned(book({"Лист": rows}))
    answered, _ = turned(book({"Лист": rows}), answers=Answers(grade=9))

    assert faults_of(asked) == ["a.xlsx · Лист · класс в файле не назван · укажите на странице загрузки класс"]
    assert rows_of(answered, "level", "year", "subject", "class_group", "numerator", "denominator") == [
        ("ooo", "2024/25", "Русский язык", None, 17, 20)
    ]


def test_everything_open_is_asked_at_once() -> None:
    table, told = turned(book({"Sheet1": EXPORT_2020}))

    assert faults_of(table) == [
        "a.xlsx · Sheet1 · предмет в файле не назван · укажите на странице загрузки предмет",
        "a.xlsx · Sheet1 · класс в файле не назван · укажите на странице загрузки класс",
    ]
    assert told["year"] == "2019/20"


def test_answers_win_over_the_name_of_the_file() -> None:
    table, told = turned(
        book({"Sheet1": EXPORT_2020}), "fr7.xlsx", answers=Answers(subject="Английский язык", year=2020)
    )

    assert rows_of(table, "subject", "year", "class_group", "numerator", "denominator") == [
        ("Английский язык", "2020/21", "7А", 2, 3),
        ("Английский язык", "2020/21", "7Б", 0, 1),
    ]
    assert told["hinted"] == ["grade"]


def test_a_work_without_a_scale_waits_for_the_lowest_score_of_a_three() -> None:
    asked, _ = turned(book({"Sheet": EXPORT_2021}), "2021.xlsx")
    answered, _ = turned(book({"Sheet": EXPORT_2021}), "2021.xlsx", answers=Answers(three=11))

    assert faults_of(asked) == [
        (
            "2021.xlsx · Sheet · нет шкалы перевода баллов в отметки: Французский язык, 11 класс, 2020/21"
            " · укажите на странице загрузки, с какого балла ставится «3»"
        )
    ]
    assert rows_of(answered, "school", "level", "class_group", "numerator", "denominator") == [
        ("S1", "soo", "11А", 1, 2),
        ("S2", "soo", "11А", 1, 1),
    ]


def test_a_score_above_the_scale_is_a_fault() -> None:
    rows: Rows = [*EXPORT_2020, [EXPORT_2020[1][0], "sch111111", 8, 80008, 4, "м", "А", 2, None, 31, 16, 15]]

    table, _ = turned(book({"Sheet1": rows}), "fr7.xlsx")

    assert faults_of(table) == [
        "Sheet1!B2:B6 · балл 31 больше наибольшего по шкале (30) · проверьте баллы, предмет и класс"
    ]


def test_a_class_that_cannot_write_this_work_is_a_fault() -> None:
    rows: Rows = [PROTOCOL[0], *[protocol_row("edu111111", each, "1", ["6", "0", "0"], "7А", 6) for each in (1, 2)]]

    table, _ = turned(book({"Протокол": rows}), "ma4.xlsx", answers=Answers(subject="Математика", grade=4))

    assert faults_of(table) == [
        "Протокол!A2:A3 · класс 7А не пишет работу для 4 класса · проверьте класс или предмет и класс работы"
    ]


def test_work_put_off_to_the_autumn_is_written_by_the_class_a_year_older() -> None:
    rows: Rows = [PROTOCOL[0], protocol_row("edu111111", 1, "1", ["6", "0", "0"], "5А", 6)]

    table, _ = turned(book({"Протокол": rows}), "ma4.xlsx", answers=Answers(subject="Математика", grade=4))

    assert rows_of(table, "class_group", "level") == [("4А", "noo")]


def test_what_is_wrong_with_rows_of_strangers_stops_nobody() -> None:
    rows: Rows = [
        PROTOCOL[0],
        protocol_row("edu111111", 1, "1", ["6", "0", "0"], "4А", 6),
        protocol_row("edu999999", 1, "1", ["сто", "0", "0"], "4А", 6),
    ]

    table, told = turned(book({"Протокол": rows}), "ma4.xlsx")
    known = Directory((*DIRECTORY.schools, KnownSchool("S9", "Девятая", login="edu999999")))
    faulty, _ = turned(book({"Протокол": rows}), "ma4.xlsx", directory=known)

    assert rows_of(table, "school", "numerator") == [("S1", 1)]
    assert told["unmatched_count"] == 1
    assert faults_of(faulty) == ["Протокол!I3 · балл: «сто» — не число · укажите число"]


def test_nobody_found_says_what_to_do() -> None:
    table, told = turned(book(PROTOCOL_BOOK), directory=Directory(()))

    assert faults_of(table) == [
        (
            "a.xlsx · ни одна школа файла не найдена среди школ района"
            " · сопоставьте школы на этой странице или укажите логины ФИС ОКО в списке школ"
        )
    ]
    assert (told["matched"], told["schools"], told["unmatched_rows"]) == (0, 2, 6)


SOURCES = 'sources:\n  demo: {title: "описание работы 2020 года", confirmed: true}\nscales:\n'
SCALE = "subject: Физика, grade: 7, from: 2019, to: 2020, max: 18"


# --- scales -------------------------------------------------------------------------------------------


def test_a_scale_holds_for_its_years_and_its_highest_score() -> None:
    scales = [Scale("Математика", 4, three=6, best=20, first_year=2018, last_year=2021)]

    def found(year: int, best: int | None) -> bool:
        return find_scale(scales, subject="математика", grade=4, year=year, best=best) is not None

    assert [found(2017, 20), found(2018, 20), found(2021, None), found(2022, 20), found(2020, 18)] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_every_known_scale_rises_and_no_two_hold_at_once() -> None:
    scales = known_scales()

    assert len(scales) >= 18
    assert all(scale.source for scale in scales)
    for one in scales:
        assert 0 < one.three < (one.four or 0) < (one.five or 0) <= (one.best or 0)
    for place, one in enumerate(scales):
        for other in scales[place + 1 :]:
            is_same = (one.subject, one.grade) == (other.subject, other.grade)
            assert not is_same or one.last_year < other.first_year or other.last_year < one.first_year


def test_a_scale_that_does_not_rise_is_refused() -> None:
    with pytest.raises(ValueError, match="Физика, 7"):
        scales_of(f"{SOURCES}  - {{{SCALE}, marks: [8, 5, 11], source: demo}}")


def test_a_scale_says_where_it_comes_from_and_who_checked_it() -> None:
    (found,) = scales_of(f"{SOURCES}  - {{{SCALE}, marks: [5, 8, 11], source: demo}}")

    assert (found.source, found.is_confirmed) == ("описание работы 2020 года", True)
    with pytest.raises(KeyError):
        scales_of(f"{SOURCES}  - {{{SCALE}, marks: [5, 8, 11]}}")
