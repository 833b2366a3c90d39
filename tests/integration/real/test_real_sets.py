"""Figures that others have published come out of the product to the last digit."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli import CommandLine, command_line

SETS = Path(__file__).parents[2] / "fixtures" / "real"
# The big sets take half a minute on PostgreSQL; the small one is read on both engines every time.
ON_POSTGRES_TOO = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])
both_engines_in_the_long_run = pytest.mark.parametrize("database_url", ["sqlite", ON_POSTGRES_TOO], indirect=True)
PUBLISHED_NAMES = {"b1_certification_attainment": "rwm", "b1_vpr_attainment": "mat"}


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Iterator[CommandLine]:
    """Commands on a fresh database with one district, once on each engine."""
    with command_line(database_url, tmp_path / "var") as commands:
        commands.good("init")
        commands.good("districts", "add", "real", "Район")
        yield commands


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def district_report(run: CommandLine, name: str) -> list[dict[str, str]]:
    run.good("import", SETS / name, "--district", "real")
    return rows(run.good("report", "attainment", "--by", "district", "--district", "real").stdout)


@both_engines_in_the_long_run
@pytest.mark.parametrize("name", ["surrey", "moscow"])
def test_every_expected_row_of_a_big_set_is_in_the_district_report(run: CommandLine, name: str) -> None:
    check_report(run, name)


def test_every_expected_row_of_a_small_set_is_in_the_district_report(run: CommandLine) -> None:
    check_report(run, "krasnosulin")


def check_report(run: CommandLine, name: str) -> None:
    expected = rows((SETS / name / "expected.csv").read_text(encoding="utf-8"))

    reported = district_report(run, name)

    columns = list(expected[0])
    found = [{column: row[column] for column in columns} for row in reported]
    assert [row for row in expected if row not in found] == []


@both_engines_in_the_long_run
def test_surreys_sums_round_to_the_percents_that_the_authority_printed(run: CommandLine) -> None:
    published = {
        int(row["year"]): row
        for row in rows((SETS / "uk_official_la_rows_surrey.csv").read_text(encoding="utf-8"))
        if row["group"] == "Surrey"
    }

    reported = district_report(run, "surrey")

    compared = [
        (row["indicator"], row["year"], f"{float(row['value']):.0f}%", published[int(row["year"][:4]) + 1][name])
        for row in reported
        for name in [PUBLISHED_NAMES.get(row["indicator"])]
        if name and row["value"]
    ]
    assert len(compared) == 6
    assert [each for each in compared if each[2] != each[3]] == []


def test_importing_a_real_set_again_changes_nothing(run: CommandLine) -> None:
    before = district_report(run, "krasnosulin")

    assert district_report(run, "krasnosulin") == before
    assert run.good("results", "rebuild", "--check").stdout == "0\n"
