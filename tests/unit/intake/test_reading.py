"""From bytes to tables: encodings, delimiters, headers, folders, workbooks."""

import io
import re
import warnings
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from data_layer.intake import workbook
from data_layer.intake.check import check_tables
from data_layer.intake.reading import read_bytes, read_path
from data_layer.intake.tables import SourceTable, TableKind, column_letters
from tests.unit.intake.builders import (
    CONTEXT,
    check_text,
    check_workbook,
    errors_of,
    workbook_bytes,
)

FIXTURES = Path(__file__).parents[2] / "fixtures" / "intake"
RUSSIAN = "Школа;Показатель;Уровень;Учебный год;Числитель;Знаменатель;Примечание\nS1;1.1;НОО;2025/26;5;9;проверено\n"


# --- CSV --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_table_is_read_in_every_usual_form(encoding: str, delimiter: str, newline: str) -> None:
    text = RUSSIAN.replace(";", delimiter).replace("\n", newline)

    checked = check_text(text, encoding=encoding)

    row = checked.observations[0]
    assert errors_of(checked) == []
    assert (row.numerator, row.denominator, row.note, row.address) == (5, 9, "проверено", "file.csv · A2")


def test_headings_may_be_spelt_with_any_case_spaces_and_additions() -> None:
    checked = check_text(
        '"\u00a0ШКОЛА ";показатель*;"Учебный\nгод";Числитель (чел.);Знаменатель:;уровень\nS1;1.1;2025/26;5;9;нoo\n'.replace(
            "нoo", "НОО"
        )
    )

    assert errors_of(checked) == []
    assert checked.observations[0].address == "file.csv · A3"


def test_titles_above_the_header_do_not_move_the_addresses() -> None:
    checked = check_text("Данные района, 2025/26\n\nсоставлено 01.09.2025\n" + RUSSIAN.replace(";5;", ";50;"))

    assert [error.address for error in checked.errors] == ["file.csv · E5"]


def test_a_line_break_in_quotes_keeps_physical_lines() -> None:
    checked = check_text(
        "school,indicator,level,year,numerator,denominator,note\n"
        'S1,i_exam,noo,2025/26,1,2,"две\nстроки\nи третья"\n'
        "S1,i_exam,ooo,2025/26,45,18,\n"
    )

    assert [error.address for error in checked.errors] == ["file.csv · E5"]
    assert checked.observations[0].note == "две\nстроки\nи третья"


def test_spaces_and_no_break_spaces_around_values_do_not_matter() -> None:
    checked = check_text(
        "school,indicator,level,year,numerator,denominator\n S1\u00a0, i_exam,\tnoo ,2025/26 ,\u202f1 , 2\n"
    )

    assert errors_of(checked) == []


def test_the_headings_decide_what_a_file_is_and_not_its_name() -> None:
    checked = check_text("code,short_name,kind\nN1,Школа,full\n", name="observations.csv")

    assert [row.code for row in checked.schools] == ["N1"]


def test_unknown_columns_are_named_and_ignored() -> None:
    checked = check_text("code,short_name,Директор,kind\nN1,Школа,Иванов,full\n")

    assert checked.notes == ["file.csv · неизвестные колонки пропущены: «Директор» (C)"]
    assert errors_of(checked) == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "file.csv · файл пуст · заполните таблицу"),
        (" \n\n", "file.csv · файл пуст · заполните таблицу"),
        (",,\n,,\n", "file.csv · таблица пуста · заполните таблицу или уберите её"),
        ("a,b\n1,2\n", "file.csv · вид таблицы не распознан по заголовкам · проверьте строку заголовков"),
        (
            "code,short_name\nN1,Школа\n",
            "file.csv · A1 · в таблице «Школы» нет колонки «Вид» (kind) · добавьте колонку",
        ),
        (
            "school,indicator,level,numerator,denominator\nS1,1.1,noo,1,2\n",
            "file.csv · A1 · в таблице «Показатели» нет колонки «Учебный год» (year) · добавьте колонку",
        ),
        ("code,short_name,kind,Код\n", "file.csv · D1 · колонка повторяется · оставьте одну из них"),
        ("code,short_name,kind\x00\n", "file.csv · это не таблица: файл двоичный · нужен CSV или книга .xlsx"),
        (
            'code,short_name,kind\nN1,"Школа,full\nN2,Школа,full\n',
            "file.csv · строка 2: кавычки расставлены неверно · проверьте кавычки в этой строке",
        ),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(text: str, error: str) -> None:
    assert errors_of(check_text(text)) == [error]


def test_a_file_with_a_header_alone_holds_no_rows_and_no_error() -> None:
    checked = check_text("code,short_name,kind\n")

    assert (checked.schools, errors_of(checked)) == ([], [])
    assert checked.notes == ["file.csv · под заголовком нет ни одной строки"]


def test_values_without_a_heading_are_named_and_ignored() -> None:
    checked = check_text("code,,short_name,kind\nN1,тайна,Школа,full\n")

    assert (errors_of(checked), len(checked.schools)) == ([], 1)
    assert checked.notes == ["file.csv · колонки без заголовка пропущены: B"]


def test_control_characters_do_not_get_into_texts() -> None:
    checked = check_text("code,short_name,kind\nN1,Шко\x07ла,full\n")

    assert checked.schools[0].short_name == "Шко ла"


def test_a_broken_utf8_file_is_not_taken_for_cp1251() -> None:
    content = RUSSIAN.encode()[:-3] + b"\xff\n"

    checked = check_tables(read_bytes(content, name="file.csv"), CONTEXT)

    assert errors_of(checked) == [
        "file.csv · файл повреждён: кодировка UTF-8 нарушена в строке 2 · сохраните его заново"
    ]


def test_a_damaged_workbook_is_called_a_damaged_workbook() -> None:
    checked = check_tables(read_bytes(b"\x8f\x00\x91 no zip", name="Книга.XLSX"), CONTEXT)

    assert errors_of(checked) == [
        "Книга.XLSX · файл повреждён: это не книга Excel · откройте книгу в Excel и сохраните заново"
    ]


def test_names_of_a_real_cp1251_file_survive() -> None:
    tables = read_path(FIXTURES / "moscow_schools_cp1251.csv")

    checked = check_tables(tables, CONTEXT)

    assert errors_of(checked) == []
    assert checked.schools[1].full_name == (
        "Государственное бюджетное общеобразовательное учреждение города Москвы «Лицей № 1533 (информационных технологий)»"
    )


# --- folders ----------------------------------------------------------------------------------------


def test_a_folder_gives_its_tables_in_the_order_of_an_import(tmp_path: Path) -> None:
    for name in ("organisation", "documents", "observations", "targets", "schools"):
        (tmp_path / f"{name}.csv").write_text("a\n")
    (tmp_path / "readme.txt").write_text("x")

    tables = read_path(tmp_path)

    assert [table.expected for table in tables] == list(TableKind)
    assert tables[0].ignored_files == ("readme.txt",)


def test_files_that_are_neither_tables_nor_documents_are_named(tmp_path: Path) -> None:
    (tmp_path / "documents.csv").write_text(
        "school,block,stage,year,type,title,file\nS1,1,analysis,2025/26,analytical_report,Справка,a.pdf\n"
    )
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-")

    checked = check_tables(read_path(tmp_path), CONTEXT)

    assert (checked.notes, errors_of(checked)) == (["другие файлы папки пропущены: b.pdf"], [])


def test_a_file_of_a_folder_must_be_what_its_name_says(tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text("code,short_name,kind\nN1,Школа,full\n")

    checked = check_tables(read_path(tmp_path), CONTEXT)

    assert errors_of(checked) == ["targets.csv · заголовки таблицы «Цели» не найдены · проверьте строку заголовков"]


def test_an_empty_folder_and_a_missing_path_are_errors(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.csv"):
        (table,) = read_path(path)
        assert len(table.problems) == 1


def test_faults_of_all_files_are_reported_together(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_bytes(b"\x98\xff")
    (tmp_path / "targets.csv").write_text("")
    (tmp_path / "observations.csv").write_text("school,indicator,level,year,value\nS1,1.1,noo,2025/26,80\n")

    checked = check_tables(read_path(tmp_path), CONTEXT)

    assert [error.address for error in checked.errors] == ["schools.csv", "targets.csv", "observations.csv · E2"]


# --- workbooks --------------------------------------------------------------------------------------

HEADER: list[object] = ["Школа", "Показатель", "Уровень", "Учебный год", "Числитель", "Знаменатель", "Значение"]


def test_a_workbook_is_read_sheet_by_sheet_with_addresses_of_cells() -> None:
    checked = check_workbook(
        {
            "Показатели": [["Сводная таблица"], [], HEADER, ["S1", 1.1, "НОО", "2025/26", 45.0, 18]],
            "Школы": [["Код", "Краткое название", "Вид"], [1027700002252, "Лицей", "лицей"]],
            "Черновик": [["x"]],
        }
    )

    assert [row.code for row in checked.schools] == ["1027700002252"]
    assert errors_of(checked) == ["Показатели!E4 · числитель 45 больше знаменателя 18 · проверьте значения"]
    assert checked.notes == ["book.xlsx · другие листы пропущены: «Черновик»"]


def test_numbers_of_a_workbook_stay_exact() -> None:
    checked = check_workbook(
        {
            "Показатели": [
                HEADER,
                ["S1", "1.1", "НОО", "2025/26", None, 2500, 79.96],
                ["S1", "1.1", "ООО", "2025/26", None, 2500, 0.7996],
                ["S1", "1.1", "СОО", "2025/26", None, 1000, 0.8],
            ]
        },
        percents=[("Показатели", "G3")],
    )

    stated = [(row.stated_percent, row.numerator) for row in checked.observations]
    assert stated == [(Decimal("79.96"), 1999), (Decimal("79.96"), 1999), (Decimal("0.8"), 8)]


def test_a_date_among_numbers_is_an_error_and_a_date_of_a_document_is_not() -> None:
    checked = check_workbook(
        {
            "Показатели": [HEADER, ["S1", "1.1", "НОО", "2025/26", date(2025, 5, 4), 18]],
            "Организация": [
                ["Школа", "Учебный год", "Требование", "Есть (да/нет)", "Дата"],
                ["S1", "2025/26", "team_assembled", True, date(2025, 9, 15)],
            ],
        }
    )

    assert errors_of(checked) == ["Показатели!E2 · числитель: дата 04.05.2025 вместо числа · сделайте ячейку числовой"]
    assert (checked.organisation[0].is_present, checked.organisation[0].date) == (True, date(2025, 9, 15))


def test_a_blank_sheet_is_passed_over_unless_all_are_blank() -> None:
    rows: list[list[object]] = [["Код", "Краткое название", "Вид"], ["N1", "Школа", "full"]]

    some = check_workbook({"Школы": rows, "Цели": []})
    none = check_workbook({"Школы": [], "Цели": []})

    assert (errors_of(some), some.notes) == ([], ["лист «Цели» пуст и пропущен"])
    assert errors_of(none) == ["book.xlsx · все листы пусты · заполните хотя бы один"]


def test_a_workbook_without_a_known_sheet_is_an_error() -> None:
    checked = check_workbook({"Лист1": [HEADER]})

    assert [error.what for error in checked.errors] == ["в книге нет ни одного известного листа"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04 broken", "книга повреждена, прочитать её нельзя"),
        (workbook_bytes({"Школы": [["Код"]]})[:-200], "книга повреждена, прочитать её нельзя"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "это старая книга Excel (.xls) с повреждениями или книга с паролем"),
    ],
)
def test_a_damaged_workbook_is_one_clear_error(content: bytes, what: str) -> None:
    checked = check_tables(read_bytes(content, name="book.xlsx"), CONTEXT)

    assert [(error.address, error.what) for error in checked.errors] == [("book.xlsx", what)]


def archive(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({f"{number}.xml": b"" for number in range(501)}, "в книге больше 500 частей"),
        ({"a.xml": b" " * 50_000_001}, "книга слишком велика: больше 50 МБ в распакованном виде"),
        ({"a.xml": b" " * 2_000_000}, "книга сжата подозрительно сильно"),
    ],
)
def test_a_bomb_is_refused_before_it_is_unpacked(parts: dict[str, bytes], what: str) -> None:
    checked = check_tables(read_bytes(archive(parts), name="book.xlsx"), CONTEXT)

    assert [error.what for error in checked.errors] == [what]


def rewritten(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert old in parts[part]
    return archive(parts | {part: parts[part].replace(old, new)})


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    content = workbook_bytes({"Школы": [["Код", "Краткое название", "Вид"], ["N1", "Школа", "full"]]})
    far = rewritten(
        content,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>',
    )

    checked = check_tables(read_bytes(far, name="book.xlsx"), CONTEXT)

    assert (len(checked.schools), errors_of(checked)) == (1, [])


def with_declarations(declarations: str) -> bytes:
    """A workbook whose sheet declares entities and uses the one named x as the number of pupils."""
    rows: list[list[object]] = [["Код", "Краткое название", "Вид", "Обучающихся"], ["N1", "Школа", "full", 412]]
    content = workbook_bytes({"Школы": rows})
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        start = book.read("xl/worksheets/sheet1.xml")[:10]
    declared = f"<!DOCTYPE w [{declarations}]>".encode()
    hostile = rewritten(content, "xl/worksheets/sheet1.xml", start, declared + start)
    return rewritten(hostile, "xl/worksheets/sheet1.xml", b"<v>412</v>", b"<v>&x;</v>")


def test_files_named_by_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("777")

    checked = check_tables(
        read_bytes(with_declarations(f'<!ENTITY x SYSTEM "file://{secret}">'), name="b.xlsx"), CONTEXT
    )

    assert [error.what for error in checked.errors] == ["книга повреждена, прочитать её нельзя"]


def test_entities_that_multiply_are_refused() -> None:
    laughs = '<!ENTITY a "1234567890">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghx", strict=True)
    )

    checked = check_tables(read_bytes(with_declarations(laughs), name="b.xlsx"), CONTEXT)

    assert [error.what for error in checked.errors] == ["книга повреждена, прочитать её нельзя"]


# --- addresses --------------------------------------------------------------------------------------


def test_columns_are_lettered_like_those_of_a_workbook() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_an_address_names_file_and_cell_or_sheet_and_cell() -> None:
    assert SourceTable("observations.csv", None).address(679, 4) == "observations.csv · E679"
    assert SourceTable("book.xlsx", "Показатели").address(12, 7) == "Показатели!H12"


def without_default_style(book: bytes) -> bytes:
    """The workbook as some programs save it; openpyxl warns of it."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/styles.xml":
                part = re.sub(rb"<cellStyles.*</cellStyles>", b"", part)
            target.writestr(name, part)
    return changed.getvalue()


def test_what_openpyxl_warns_of_is_no_concern_of_the_reader() -> None:
    book = without_default_style(workbook_bytes({"Школы": [["code", "short_name", "kind"], ["N1", "Первая", "full"]]}))

    with pytest.warns(UserWarning, match="no default style"):
        load_workbook(io.BytesIO(book))
    assert len(read_bytes(book, name="book.xlsx")) == 1


def test_a_warning_from_elsewhere_is_still_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*arguments: Any, **options: Any) -> Any:
        warnings.warn("something else", UserWarning, stacklevel=1)
        return load_workbook(*arguments, **options)

    monkeypatch.setattr(workbook, "load_workbook", load)
    book = workbook_bytes({"Школы": [["code", "short_name", "kind"], ["N1", "Первая", "full"]]})

    with pytest.warns(UserWarning, match="something else"):
        read_bytes(book, name="book.xlsx")
