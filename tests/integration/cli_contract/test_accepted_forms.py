"""What an import accepts beside the plain form, seen through the report that follows."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.cli import CommandLine, Ran
from tests.support.small_district import ALPHA, write_tables

DAY = ("--today", "2026-09-18")
REPORTS = (
    ("attainment", "--by", "school"),
    ("attainment", "--by", "district"),
    ("attainment", "--by", "block"),
    ("gaps",),
    ("cycle",),
)
SHEETS = {
    "schools": ("Школы", "Код,Краткое название,Вид,Тип местности,Обучающихся"),
    "observations": (
        "Показатели",
        "Школа,Показатель,Уровень,Учебный год,Категория,Числитель,Знаменатель,Значение,База,Нет данных",
    ),
    "targets": ("Цели", "Школа,Показатель,Уровень,Учебный год,Цель"),
    "documents": (
        "Документы",
        "Школа,Блок,Стадия,Учебный год,Вид документа,Номер,Название,Дата,Ответственный,Цели,Задачи,Сроки,Статус,Другие ячейки",
    ),
    "organisation": ("Организация", "Школа,Учебный год,Требование,Есть"),
}
PLAIN = "school,indicator,level,year,numerator,denominator,value,missing\n"


def send(run: CommandLine, tmp_path: Path, content: str | bytes, *options: str, district: str = "alpha") -> Ran:
    file = tmp_path / "any_name.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return run("import", file, "--district", district, *options)


def result(run: CommandLine, indicator: str, level: str, year: str = "2025/26", school: str = "2") -> dict[str, object]:
    """The attainment row of one school."""
    text = run.good("report", "attainment", "--district", "alpha", *DAY, "--year", year, "--format", "json").stdout
    wanted = (school, indicator, level)
    return next(row for row in json.loads(text) if (row["school"], row["indicator"], row["level"]) == wanted)


@pytest.mark.parametrize(
    "content",
    [
        (PLAIN + "2,1.3,ooo,2025/26,,9,66.7,\n").encode(),
        (PLAIN + "2,1.3,ooo,2025/26,,9,66.7,\n").encode("utf-8-sig"),
        (PLAIN + '2,1.3,ooo,2025/26,,9,"66,7",\n').encode(),
        (PLAIN + "2,1.3,ooo,2025/26,,9,66.7,\n").replace("\n", "\r\n").encode(),
        (PLAIN + " 2 , 1.3 , ООО , 2025/2026 , , 9 , 66.7 ,\n").encode(),
        (PLAIN + "2,b1_functional_literacy,,2025-26,,9,66.7,\n").encode(),
        (PLAIN.replace(",", ";") + "2;1.3;ООО;2025/26;;9;66,7;\n").encode("cp1251"),
        (PLAIN.replace(",", "\t") + "2\t1.3\tООО\t2025/26\t\t9\t66,7\t\n").encode("cp1251"),
        ("Отчёт школы;;\n;;\nШкола;Показатель;Уровень;Учебный год;Знаменатель;Значение\n2;1.3;ООО;2025/26;9;66,7\n").encode("cp1251"),
        ("Школа,Показатель,Учебный год,Числитель,Знаменатель\n2,Функциональная грамотность,2025/26,6,9\n").encode(),
    ],
)  # fmt: skip
def test_a_table_is_taken_in_every_announced_form(run: CommandLine, tmp_path: Path, content: bytes) -> None:
    ran = send(run, tmp_path, content)

    assert (ran.status, ran.stdout) == (0, ""), ran.stderr
    row = result(run, "b1_functional_literacy", "ooo")
    assert (row["numerator"], row["denominator"], row["value"]) == (6, 9, 66.66666666666667)


@pytest.mark.parametrize(
    ("percent", "denominator", "numerator"), [("50", "5", 3), ("12.5", "4", 1), ("79.96", "50", 40)]
)
def test_a_percentage_gives_the_count_rounded_half_up(
    run: CommandLine, tmp_path: Path, percent: str, denominator: str, numerator: int
) -> None:
    send(run, tmp_path, PLAIN + f"2,1.3,ooo,2025/26,,{denominator},{percent},\n")

    assert result(run, "b1_functional_literacy", "ooo")["numerator"] == numerator


@pytest.mark.parametrize("mark", ["–", "н/д", "*", "<5", "x", "u", "w"])
def test_marks_of_missing_data_leave_the_figure_absent(run: CommandLine, tmp_path: Path, mark: str) -> None:
    send(run, tmp_path, PLAIN + f"2,6.1,school,2025/26,,,,{mark}\n")

    row = result(run, "b6_events_completed", "school")
    assert (row["value"], row["status"], row["flags"]) == (None, "no_data", "data_missing")


def test_z_makes_the_indicator_not_applicable_and_is_no_gap(run: CommandLine, tmp_path: Path) -> None:
    send(run, tmp_path, PLAIN + "2,6.1,school,2025/26,,,,z\n")

    row = result(run, "b6_events_completed", "school")
    assert (row["value"], row["status"], row["flags"]) == (None, "not_applicable", None)


def test_a_row_with_nothing_in_it_clears_nothing(run: CommandLine, tmp_path: Path) -> None:
    ran = send(run, tmp_path, PLAIN + "2,6.1,school,2025/26,,,,\n")

    assert (ran.status, ran.stdout) == (0, "")
    assert "без изменений" in ran.stderr
    assert result(run, "b6_events_completed", "school")["numerator"] == 10


def test_a_subject_in_another_spelling_is_not_counted_twice(run: CommandLine, tmp_path: Path) -> None:
    heading = "school,indicator,level,year,subject,numerator,denominator\n"
    first = "2,1.1,noo,2023/24,Математика,40,50\n2,1.1,noo,2023/24,Чтение,45,50\n"
    assert send(run, tmp_path, heading + first).status == 0

    again = send(run, tmp_path, heading + "2,1.1,noo,2023/24, МАТЕМАТИКА ,40,50\n")
    assert send(run, tmp_path, heading + "2,1.1,noo,2023/24,математика,41,50\n").status == 0

    row = result(run, "b1_certification_attainment", "noo", "2023/24")
    assert "без изменений" in again.stderr
    assert (row["numerator"], row["denominator"]) == (86, 100)


def test_a_document_whose_number_is_spelt_otherwise_is_the_same_document(run: CommandLine, tmp_path: Path) -> None:
    heading = "school,block,stage,year,type,number,status\n"
    assert send(run, tmp_path, heading + "2,6,goal_setting,2025/26,goals_document,12-ОД,submitted\n").status == 0

    again = send(run, tmp_path, heading + "2,6,goal_setting,2025/26,goals_document,12-од,submitted\n")

    assert "документы — изменено 1" in again.stderr
    assert (
        send(run, tmp_path, heading + "2,6,goal_setting,2025/26,goals_document,12-од,\n").stderr.count("без изменений")
        == 1
    )


def test_a_file_applies_again_after_a_later_one_changed_its_rows(run: CommandLine, tmp_path: Path) -> None:
    first, second = (PLAIN + f"2,6.1,school,2025/26,{n},10,,\n" for n in (7, 8))
    for content in (first, second, first):
        send(run, tmp_path, content)

    assert result(run, "b6_events_completed", "school")["numerator"] == 7
    assert "без изменений" in send(run, tmp_path, first).stderr


def test_a_dry_run_writes_nothing_at_all(run: CommandLine, tmp_path: Path) -> None:
    ran = send(run, tmp_path, PLAIN + "2,6.1,school,2019/20,7,10,,\n", "--dry-run")

    assert (ran.status, ran.stdout) == (0, "")
    years = {
        row["year"]
        for row in csv.DictReader(io.StringIO(run.good("report", "attainment", "--district", "alpha").stdout))
    }
    assert "2019/20" not in years
    assert result(run, "b6_events_completed", "school")["numerator"] == 10


def workbook(path: Path) -> Path:
    """The tables of alpha as five Russian sheets; figures and dates as such, where a spreadsheet would have them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table, text in ALPHA.items():
        title, headings = SHEETS[table]
        sheet = book.create_sheet(title)
        sheet.append(headings.split(","))
        for row in list(csv.reader(io.StringIO(text)))[1:]:
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(path)
    return path


@pytest.fixture
def twins(run: CommandLine, tmp_path: Path) -> CommandLine:
    """Districts «folder» and «book» that got the same tables, one as CSV and one as a workbook."""
    for code in ("folder", "book"):
        run.good("districts", "add", code, "Район")
    run.good("import", write_tables(tmp_path / "tables", ALPHA), "--district", "folder")
    run.good("import", workbook(tmp_path / "school.xlsx"), "--district", "book")
    return run


def test_a_workbook_with_russian_headings_equals_the_folder(twins: CommandLine, tmp_path: Path) -> None:
    for report in REPORTS:
        of_folder, of_book = (
            twins.good("report", *report, "--district", code, *DAY).stdout for code in ("folder", "book")
        )
        assert of_folder == of_book
        assert len(of_folder.splitlines()) > 10
    again = twins.good("import", write_tables(tmp_path / "again", ALPHA), "--district", "book")
    assert "без изменений" in again.stderr
    assert "изменено" not in again.stderr
    assert "новых" not in again.stderr


def test_other_files_of_a_folder_are_named_and_ignored(run: CommandLine, tmp_path: Path) -> None:
    folder = write_tables(
        tmp_path / "in", {"observations": PLAIN + "2,6.1,school,2025/26,9,10,,\n", "notes": "a,b\n1,2\n"}
    )

    ran = run.good("import", folder, "--district", "alpha")

    assert ran.stdout == ""
    assert "notes.csv" in ran.stderr


def test_an_empty_cell_of_a_known_school_leaves_the_old_value(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text("code,short_name,kind,cluster,pupils,colour\n2,Вторая,ООШ,,\n", encoding="utf-8")

    ran = run.good("schools", "load", file, "--district", "alpha")

    assert ran.stdout == ""
    assert "colour" in ran.stderr
    file.write_text("code,short_name,kind,cluster,pupils\n2,Вторая,basic,Село,60\n", encoding="utf-8")
    assert "без изменений" in run.good("schools", "load", file, "--district", "alpha").stderr


def test_levels_given_stay_when_the_kind_changes_in_the_check_as_in_the_reports(
    run: CommandLine, tmp_path: Path
) -> None:
    schools, figures = tmp_path / "schools.csv", tmp_path / "figures.csv"
    schools.write_text("code,short_name,kind,levels\n2,Вторая,basic,noo;ooo\n", encoding="utf-8")
    run.good("schools", "load", schools, "--district", "alpha")
    schools.write_text("code,short_name,kind\n2,Вторая,full\n", encoding="utf-8")
    run.good("schools", "load", schools, "--district", "alpha")
    figures.write_text(
        "school,indicator,level,year,numerator,denominator\n2,b1_gia_attainment,soo,2025/26,1,2\n", encoding="utf-8"
    )

    refused = run("import", figures, "--district", "alpha")

    assert refused.status == 1
    assert "нет уровня СОО" in refused.stderr
    assert result(run, "b1_gia_attainment", "soo")["status"] == "not_applicable"


def test_one_file_that_changes_the_kind_is_checked_against_the_levels_given_before(
    run: CommandLine, tmp_path: Path
) -> None:
    file, folder = tmp_path / "schools.csv", tmp_path / "tables"
    file.write_text("code,short_name,kind,levels\n2,Вторая,basic,noo;ooo\n", encoding="utf-8")
    run.good("schools", "load", file, "--district", "alpha")
    folder.mkdir()
    (folder / "schools.csv").write_text("code,short_name,kind\n2,Вторая,full\n", encoding="utf-8")
    (folder / "observations.csv").write_text(
        "school,indicator,level,year,numerator,denominator\n2,b1_gia_attainment,soo,2025/26,1,2\n", encoding="utf-8"
    )

    refused = run("import", folder, "--district", "alpha")

    assert refused.status == 1
    assert "нет уровня СОО" in refused.stderr


def test_levels_given_replace_those_of_the_kind(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text("code,short_name,kind,levels\n2,Вторая,basic,soo\n", encoding="utf-8")

    run.good("schools", "load", file, "--district", "alpha")

    assert result(run, "b1_functional_literacy", "ooo")["status"] == "not_applicable"
    assert result(run, "b1_gia_attainment", "soo")["status"] == "no_data"
    assert result(run, "b6_events_completed", "school")["status"] == "met"
