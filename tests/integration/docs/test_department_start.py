"""The guide for a department: its commands, run in its order on its examples, do what it says."""

import csv
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.cli import CommandLine, command_line

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "department-start.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "docs" / "examples"
NOON = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)
FAULTY = "errors.csv"
SHEETS = {
    "schools": "Школы",
    "targets": "Цели",
    "observations": "Показатели",
    "documents": "Документы",
    "organisation": "Организация",
}


def commands(text: str) -> list[list[str]]:
    """Arguments of the `flask` commands that stand on lines of their own, in order."""
    return [shlex.split(line) for line in re.findall(r"^    flask (.+)$", text, re.MULTILINE)]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:
    monkeypatch.chdir(ROOT)
    with command_line(sqlite_url, tmp_path / "var", clock=lambda: NOON) as line:
        yield line


@pytest.fixture
def started(run: CommandLine) -> CommandLine:
    """The guide walked through, except for the file that is faulty on purpose."""
    for arguments in commands(GUIDE):
        if not any(each.endswith(FAULTY) for each in arguments):
            run.good(*arguments)
    return run


def test_every_command_of_the_guide_succeeds_in_its_order(started: CommandLine) -> None:
    report = started.good("report", "attainment", "--district", "nashe", "--year", "2025/26", "--by", "district")
    rows = [row for row in csv.DictReader(report.lines) if row["indicator"] == "b1_certification_attainment"]

    assert [(row["numerator"], row["denominator"]) for row in rows if row["level"] == "noo"] == [("591", "634")]


def test_the_tables_once_more_change_nothing(started: CommandLine) -> None:
    again = started.good("import", EXAMPLES / "year", "--district", "nashe")

    assert "без изменений" in again.stderr


def test_one_workbook_says_the_same_as_the_folder(started: CommandLine, tmp_path: Path) -> None:
    book = Workbook()
    for name, title in SHEETS.items():
        sheet = book.create_sheet(title)
        for row in csv.reader((EXAMPLES / "year" / f"{name}.csv").read_text(encoding="utf-8").splitlines()):
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "year.xlsx")

    again = started.good("import", tmp_path / "year.xlsx", "--district", "nashe")

    assert "без изменений" in again.stderr


def test_the_faulty_file_is_refused_with_the_lines_of_the_guide(started: CommandLine) -> None:
    refused = started("import", EXAMPLES / FAULTY, "--district", "nashe")

    assert refused.status == 1
    assert len(refused.stderr.splitlines()) == 4
    assert refused.stderr in GUIDE


def test_the_indicator_of_the_recipe_is_added(started: CommandLine) -> None:
    recipe = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")

    for arguments in commands(recipe):
        started.good(*arguments)

    report = started.good("report", "attainment", "--district", "nashe", "--year", "2025/26", "--by", "district")
    assert any(row["indicator"] == "own_projects" for row in csv.DictReader(report.lines))
