"""Every fault of a file is one line with the exact cell; the command ends with 1 and has written nothing."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.cli import CommandLine, Ran

ATTAINMENT = ("report", "attainment", "--district", "alpha", "--today", "2026-09-18")
HEADER = "school,indicator,level,year,subject,class_group,category,numerator,denominator,value,baseline,missing"
GOOD = "2,1.3,ooo,2025/26,,,,9,9,,,"


def cells(ran: Ran) -> list[str]:
    """File and address of each line on stderr."""
    return [" · ".join(line.split(" · ")[:2]) for line in ran.stderr.splitlines()]


def assert_refused(ran: Ran, *addresses: str) -> None:
    assert ran.status == 1, ran.stderr
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    assert cells(ran) == list(addresses), ran.stderr


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("9,1.1,noo,2025/26,,,,1,9,,,", "A3"),
        ("2,9.9,noo,2025/26,,,,1,9,,,", "B3"),
        ("2,1.1,dou,2025/26,,,,1,9,,,", "C3"),
        ("2,1.1,soo,2025/26,,,,1,9,,,", "C3"),
        ("2,1.3,noo,2025/26,,,,1,9,,,", "C3"),
        ("2,1.1,,2025/26,,,,1,9,,,", "C3"),
        ("2,1.1,noo,2025/27,,,,1,9,,,", "D3"),
        ("2,1.1,noo,2025,,,,1,9,,,", "D3"),
        ("2,1.1,noo,1989/90,,,,1,9,,,", "D3"),
        ("2,1.1,noo,2028/29,,,,1,9,,,", "D3"),
        ("2,1.1,noo,,,,,1,9,,,", "D3"),
        ("2,1.1,noo,2025/26,,,,45,18,,,", "H3"),
        ("2,1.1,noo,2025/26,,,,-1,18,,,", "H3"),
        ("2,1.1,noo,2025/26,,,,1.5,18,,,", "H3"),
        ('2,1.1,noo,2025/26,,,,"1,5",18,,,', "H3"),
        ("2,1.1,noo,2025/26,,,,много,18,,,", "H3"),
        ("2,1.1,noo,2025/26,,,,1,-18,,,", "I3"),
        ("2,1.1,noo,2025/26,,,,0,0,,,", "I3"),
        ("2,1.1,noo,2025/26,,,,5,,,,", "I3"),
        ("2,1.1,noo,2025/26,,,,,18,120,,", "J3"),
        ("2,1.1,noo,2025/26,,,,,18,-1,,", "J3"),
        ("2,1.1,noo,2025/26,,,,,,80,,", "J3"),
        ("2,3.1b,school,2025/26,,,,,,1.5,,", "J3"),
        ("2,3.1b,school,2025/26,,,,,,-1,,", "J3"),
        ("2,3.1b,school,2025/26,,,,,,3,-1,", "K3"),
        ("2,1.1,noo,2025/26,,,,,,,,q", "L3"),
        ("2,5.1b,school,2025/26,,,unheard_of,1,9,,,", "G3"),
        ("2,1.1,noo,2025/26,,,colour:red,1,9,,,", "G3"),
        (GOOD, "A3"),
    ],
)
def test_a_fault_is_one_line_with_its_cell_and_nothing_is_written(
    run: CommandLine, tmp_path: Path, line: str, address: str
) -> None:
    before = run.good(*ATTAINMENT).stdout
    file = tmp_path / "observations.csv"
    file.write_text(f"{HEADER}\n{GOOD}\n{line}\n", encoding="utf-8")

    ran = run("import", file, "--district", "alpha")

    assert_refused(ran, f"observations.csv · {address}")
    assert run.good(*ATTAINMENT).stdout == before


def send(run: CommandLine, tmp_path: Path, content: str | bytes, name: str = "observations.csv") -> Ran:
    """Import one file of this content into alpha."""
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return run("import", file, "--district", "alpha")


def test_the_sentence_says_what_is_wrong_and_what_to_do(run: CommandLine, tmp_path: Path) -> None:
    ran = send(run, tmp_path, f"{HEADER}\n2,1.1,noo,2025/26,,,,45,18,,,\n")

    assert ran.stderr == "observations.csv · H2 · числитель 45 больше знаменателя 18 · проверьте значения\n"


def test_fifty_faults_are_fifty_lines(run: CommandLine, tmp_path: Path) -> None:
    lines = [f"2,1.1,noo,2025/26,Предмет {n},,,{n + 10},9,,," for n in range(50)]

    ran = send(run, tmp_path, "\n".join([HEADER, *lines]))

    assert_refused(ran, *(f"observations.csv · H{n}" for n in range(2, 52)))


def test_physical_lines_are_counted_below_title_rows_and_blank_lines(run: CommandLine, tmp_path: Path) -> None:
    ran = send(run, tmp_path, f"Сведения школы,,\n\n{HEADER}\n\n{GOOD}\n2,1.1,noo,2025/26,,,,45,18,,,\n")

    assert_refused(ran, "observations.csv · H6")


@pytest.mark.parametrize("content", ["", "\n", "colour,size\nred,1\n", "school,indicator\n1,1.1\n", "просто текст\n"])
def test_a_file_that_is_empty_or_of_no_known_headings_is_refused(
    run: CommandLine, tmp_path: Path, content: str
) -> None:
    ran = send(run, tmp_path, content)

    assert (ran.status, ran.stdout) == (1, "")
    assert ran.stderr
    assert all(line.startswith("observations.csv · ") for line in ran.stderr.splitlines())


def damaged() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    return stream.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"not a workbook at all", damaged()])
def test_a_damaged_workbook_is_one_line(run: CommandLine, tmp_path: Path, content: bytes) -> None:
    ran = send(run, tmp_path, content, "school.xlsx")

    assert (ran.status, ran.stdout) == (1, "")
    assert len(ran.stderr.splitlines()) == 1
    assert ran.stderr.startswith("school.xlsx · ")
    assert "Traceback" not in ran.stderr


def test_a_fault_in_a_workbook_names_the_sheet_and_the_cell(run: CommandLine, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Показатели"
    sheet.append(["Школа", "Показатель", "Уровень", "Учебный год", "Числитель", "Знаменатель"])
    sheet.append(["2", "1.1", "НОО", "2025/26", 9, 9])
    sheet.append(["2", "1.2", "НОО", "2025/26", 45, 18])
    stream = io.BytesIO()
    book.save(stream)

    ran = send(run, tmp_path, stream.getvalue(), "school.xlsx")

    assert ran.status == 1
    assert [line.split(" · ")[0] for line in ran.stderr.splitlines()] == ["Показатели!E3"]


def test_faults_of_all_files_of_a_folder_come_together_and_nothing_is_written(run: CommandLine, tmp_path: Path) -> None:
    before = run.good("report", "cycle", "--district", "alpha", "--today", "2026-09-18").stdout
    folder = tmp_path / "in"
    folder.mkdir()
    texts = {
        "schools": "code,short_name,kind\n3,Третья,full\n4,Четвёртая,college\n",
        "targets": "school,indicator,level,year,target\n3,1.1,noo,2025/26,101\n",
        "observations": f"{HEADER}\n{GOOD}\n8,1.1,noo,2025/26,,,,1,2,,,\n",
        "documents": "school,block,stage,year,type,title,date,status,file\n"
        "3,1,goal_setting,2025/26,goals_document,Цели,2025-09-10,accepted,\n"
        "3,7,goal_setting,2025/26,goals_document,Цели,2025-09-10,accepted,\n"
        "3,1,unheard,2025/26,goals_document,Цели,2025-09-10,accepted,\n"
        "3,1,analysis,2025/26,unheard,Цели,2025-09-10,accepted,\n"
        "3,1,analysis,2025/26,analytical_report,Цели,2025-02-30,accepted,\n"
        "3,1,analysis,2025/26,analytical_report,Ещё,2025-09-10,lost,\n"
        "3,1,measures,2025/26,roadmap,Карта,2025-09-10,accepted,../roadmap.pdf\n"
        "3,1,measures,2025/26,roadmap,Карта 2,2025-09-10,accepted,absent.pdf\n",
        "organisation": "school,year,item,present\n3,2025/26,team_assembled,может быть\n3,2025/26,unheard,да\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")

    ran = run("import", folder, "--district", "alpha")

    assert_refused(
        ran,
        "schools.csv · C3",
        "targets.csv · E2",
        "observations.csv · A3",
        "documents.csv · B3",
        "documents.csv · C4",
        "documents.csv · E5",
        "documents.csv · G6",
        "documents.csv · H7",
        "documents.csv · I8",
        "documents.csv · I9",
        "organisation.csv · D2",
        "organisation.csv · C3",
    )
    assert run.good("report", "cycle", "--district", "alpha", "--today", "2026-09-18").stdout == before
