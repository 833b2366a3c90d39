"""Statuses, streams and rights of the commands, as a script around them would meet them."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support.cli import CommandLine, Ran

DAY = ("--district", "alpha", "--today", "2026-09-18")
COLUMNS = {
    (
        "attainment",
    ): "school,block,goal,indicator,level,year,numerator,denominator,value,target,target_origin,reference,"
    "status,gap_pp,pupil_gap,flags",
    (
        "attainment",
        "--by",
        "district",
    ): "block,goal,indicator,level,year,schools_applicable,schools_with_data,schools_met,"
    "numerator,denominator,value,reference,status,gap_pp",
    ("attainment", "--by", "block"): "school,block,year,goals_met,goals_with_data,goals_applicable,results_with_data,"
    "results_applicable,stages_done,stages_required,stages_overdue",
    ("gaps",): "rule,severity,school,block,stage,goal,indicator,level,year,due,days_overdue,document,message",
    ("cycle",): "school,block,stage,required,state,due,document,date",
}
PLAIN = "school,indicator,level,year,numerator,denominator\n"
DOCUMENTS = "school,block,stage,year,type,title,date,status\n"


def refused(ran: Ran) -> None:
    assert (ran.status, ran.stdout) == (1, "")
    assert ran.stderr
    assert "Traceback" not in ran.stderr


def schools(ran: Ran) -> set[str]:
    return {row["school"] for row in csv.DictReader(io.StringIO(ran.stdout))}


def send(run: CommandLine, tmp_path: Path, text: str, *options: str) -> Ran:
    file = tmp_path / "sent.csv"
    file.write_text(text, encoding="utf-8")
    return run("import", file, "--district", "alpha", *options)


def test_init_twice_changes_nothing_and_prints_no_report(empty: CommandLine) -> None:
    first, second = empty.good("init"), empty.good("init")

    assert (first.stdout, second.stdout) == ("", "")
    assert second.stderr


def test_a_new_district_has_the_catalogue_and_no_rows(empty: CommandLine) -> None:
    empty.good("init")
    empty.good("districts", "add", "north-1", "Северный район")

    for report, columns in COLUMNS.items():
        if report != ("attainment", "--by", "district"):
            assert empty.good("report", *report, "--district", "north-1").stdout.splitlines()[0] == columns
    assert empty.good("report", "gaps", "--district", "north-1").stdout == COLUMNS["gaps",] + "\n"
    assert json.loads(empty.good("report", "gaps", "--district", "north-1", "--format", "json").stdout) == []


def test_a_district_of_a_known_code_is_refused(run: CommandLine) -> None:
    refused(run("districts", "add", "alpha", "Другой"))


@pytest.mark.parametrize("code", ["Alpha", "район", "a b", "a" * 33, "a_b", ""])
def test_a_district_code_is_of_small_letters_digits_and_hyphens(run: CommandLine, code: str) -> None:
    ran = run("districts", "add", code, "Район")

    assert ran.status in {1, 2}
    assert ran.stdout == ""


@pytest.mark.parametrize("report", COLUMNS)
def test_a_report_is_headed_by_its_columns_without_a_byte_order_mark(run: CommandLine, report: tuple[str, ...]) -> None:
    ran = run.good("report", *report, *DAY)

    assert ran.lines[0] == COLUMNS[report]
    assert ran.stderr == ""
    assert "\r" not in ran.stdout
    rows = json.loads(run.good("report", *report, *DAY, "--format", "json").stdout)
    assert ",".join(rows[0]) == COLUMNS[report]
    assert len(rows) == len(list(csv.reader(io.StringIO(ran.stdout)))) - 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "gaps", "--district", "nowhere"),
        ("report", "gaps", "--district", "alpha", "--school", "99"),
        ("report", "attainment", "--district", "alpha", "--school", "99"),
        ("report", "cycle", "--district", "alpha", "--school", "99"),
        ("report", "gaps", "--district", "alpha", "--as", "nobody"),
        ("import", "absent.csv", "--district", "alpha"),
        ("import", ".", "--district", "nowhere"),
        ("schools", "load", "absent.csv", "--district", "alpha"),
        ("catalogue", "load", "absent.yaml", "--district", "alpha"),
        ("users", "add", "official", "--role", "department", "--district", "alpha"),
        ("users", "add", "one", "--role", "department", "--district", "nowhere"),
        ("users", "add", "one", "--role", "director", "--district", "alpha", "--school", "99"),
    ],
)
def test_what_is_not_there_ends_with_1(run: CommandLine, arguments: tuple[str, ...]) -> None:
    refused(run(*arguments))


@pytest.mark.parametrize(
    "arguments",
    [
        ("report",),
        ("report", "unheard"),
        ("report", "gaps"),
        ("report", "gaps", "--district", "alpha", "--format", "xml"),
        ("report", "gaps", "--district", "alpha", "--by", "school"),
        ("report", "gaps", "--district", "alpha", "--today", "2026-02-30"),
        ("report", "attainment", "--district", "alpha", "--by", "town"),
        ("import",),
        ("districts", "add", "one"),
        ("users", "add", "one", "--role", "king"),
        ("users", "add", "one", "--role", "department"),
        ("users", "add", "one", "--role", "director", "--district", "alpha"),
        ("users", "add", "one", "--role", "department", "--district", "alpha", "--school", "1"),
    ],
)
def test_wrong_usage_ends_with_2(run: CommandLine, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)

    assert ran.status == 2, ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_login_is_text_without_spaces_and_signs_of_paths(run: CommandLine) -> None:
    for login in ("two words", "a/b", "a#b", "a?b", "a%b", "a;b", "x" * 65):
        assert run("users", "add", login, "--role", "administrator").status in {1, 2}
    run.good("users", "add", "Анна.Петрова@район", "--role", "administrator")


def test_rebuild_check_finds_nothing_after_imports_and_writes_nothing(run: CommandLine) -> None:
    before = run.good("report", "gaps", *DAY).stdout

    run.good("results", "rebuild", "--check")
    number = run.good("results", "rebuild").stdout
    run.good("results", "rebuild", "--check")

    assert int(number) > 0
    assert run.good("report", "gaps", *DAY).stdout == before


@pytest.mark.parametrize(
    ("login", "own"),
    [
        ("official", {"1", "2"}),
        ("administrator", {"1", "2"}),
        ("director", {"1"}),
        ("director-2", {"2"}),
        ("coordinator", {"1"}),
        ("region", set()),
    ],
)
def test_a_report_as_somebody_carries_the_schools_of_that_person(run: CommandLine, login: str, own: set[str]) -> None:
    for report in (("attainment",), ("gaps",), ("cycle",)):
        assert schools(run.good("report", *report, *DAY, "--as", login)) == own, report


@pytest.mark.parametrize("login", ["official", "administrator"])
def test_department_and_administrator_read_what_the_operator_reads(run: CommandLine, login: str) -> None:
    for report in COLUMNS:
        mine, theirs = run.good("report", *report, *DAY), run.good("report", *report, *DAY, "--as", login)
        assert mine.stdout == theirs.stdout


def test_suppressed_cells_are_empty_for_the_presenter_and_full_for_the_operator(run: CommandLine) -> None:
    asked = ("report", "attainment", *DAY, "--year", "2025/26", "--format", "json")
    mine = json.loads(run.good(*asked).stdout)
    seen = json.loads(run.good(*asked, "--as", "presenter").stdout)

    hidden = [row for row in seen if row["status"] == "suppressed"]

    assert all(row["status"] != "suppressed" for row in mine)
    assert hidden
    for row in hidden:
        assert [row[name] for name in ("numerator", "denominator", "value", "gap_pp", "pupil_gap")] == [None] * 5
    small = [row for row in seen if row["denominator"] is not None and row["denominator"] < 10]
    assert small == []


@pytest.mark.parametrize("login", ["director", "coordinator", "director-2", "region"])
def test_a_school_outside_the_rights_is_answered_as_an_unknown_one(run: CommandLine, login: str) -> None:
    other = "1" if login == "director-2" else "2"
    answers = [run("report", "gaps", *DAY, "--school", code, "--as", login) for code in (other, "99")]

    for answer in answers:
        refused(answer)
    assert answers[0].stderr.replace(f"«{other}»", "«99»") == answers[1].stderr


def test_the_school_option_makes_rows_of_others_errors(run: CommandLine, tmp_path: Path) -> None:
    text = PLAIN + "1,6.1,school,2025/26,9,10\n2,6.1,school,2025/26,9,10\n"

    ran = send(run, tmp_path, text, "--school", "1")

    refused(ran)
    assert [line.split(" · ")[1] for line in ran.stderr.splitlines()] == ["A3"]


@pytest.mark.parametrize(
    ("login", "text", "status"),
    [
        ("official", PLAIN + "2,6.1,school,2025/26,9,10\n", 0),
        ("director", PLAIN + "1,6.1,school,2025/26,9,10\n", 0),
        ("director", PLAIN + "2,6.1,school,2025/26,9,10\n", 1),
        ("coordinator", PLAIN + "1,6.1,school,2025/26,9,10\n", 0),
        ("presenter", PLAIN + "1,6.1,school,2025/26,9,10\n", 1),
        ("region", PLAIN + "1,6.1,school,2025/26,9,10\n", 1),
        ("official-beta", PLAIN + "1,6.1,school,2025/26,9,10\n", 1),
        ("director", "school,indicator,level,year,target\n1,1.1,noo,2025/26,95\n", 0),
        ("coordinator", "school,indicator,level,year,target\n1,1.1,noo,2025/26,95\n", 1),
        ("director", "school,indicator,level,year,target\n,1.1,noo,2025/26,95\n", 1),
        ("official", "school,indicator,level,year,target\n,1.1,noo,2025/26,95\n", 0),
        ("director", DOCUMENTS + "1,5,analysis,2025/26,analytical_report,Справка,2026-08-20,submitted\n", 0),
        ("director", DOCUMENTS + "1,5,analysis,2025/26,analytical_report,Справка,2026-08-20,accepted\n", 1),
        ("coordinator", DOCUMENTS + "1,5,analysis,2025/26,analytical_report,Справка,2026-08-20,returned\n", 1),
        ("official", DOCUMENTS + "1,5,analysis,2025/26,analytical_report,Справка,2026-08-20,accepted\n", 0),
    ],
)
def test_an_import_as_somebody_has_the_rights_of_that_person(
    run: CommandLine, tmp_path: Path, login: str, text: str, status: int
) -> None:
    ran = send(run, tmp_path, text, "--as", login)

    assert (ran.status, ran.stdout) == (status, ""), ran.stderr


def test_a_year_never_used_gives_rows_without_data(run: CommandLine) -> None:
    rows = list(csv.DictReader(io.StringIO(run.good("report", "attainment", *DAY, "--year", "1995/96").stdout)))

    assert {row["status"] for row in rows} == {"no_data", "not_applicable"}
    assert {row["year"] for row in rows} == {"1995/96"}
    assert run.good("report", "gaps", *DAY, "--year", "1995/96").stdout == COLUMNS["gaps",] + "\n"


@pytest.mark.parametrize("year", ["2025/27", "1989/90", "2030/31", "soon"])
def test_a_year_out_of_range_is_refused(run: CommandLine, year: str) -> None:
    ran = run("report", "attainment", *DAY, "--year", year)

    assert ran.status in {1, 2}
    assert ran.stdout == ""
