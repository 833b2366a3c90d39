"""Reports of the real command line on random districts against the independent calculation.

The same seed gives the same district, so a fault can be looked at again by the seed in the name of the test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tests.oracle.comparing import REPORTS, differences, expected_rows
from tests.oracle.naive import Oracle
from tests.oracle.random_district import District, random_district, year_name
from tests.support.cli import CommandLine, command_line

FEW = (1, 3, 6, 9)
MANY = range(100, 160)
SHOWN = 20


@contextmanager
def loaded(database_url: str, district: District, folder: Path) -> Iterator[CommandLine]:
    """The command line of a new database that holds the district, with an untouched neighbour of the same seed."""
    folders = district.write(folder / "in")
    with command_line(database_url, folder / "var") as run:
        run.good("init")
        for code in ("ours", "other"):
            run.good("districts", "add", code, f"Район {code}")
        run.good("import", folders[0] / "schools.csv", "--district", "other")
        run.good("catalogue", "load", folder / "in" / "catalogue.yaml", "--district", "ours")
        for each in folders:
            run.good("import", each, "--district", "ours")
        yield run


def faults(run: CommandLine, oracle: Oracle, year: str | None) -> list[str]:
    """Every difference of all five reports on the oracle's day."""
    asked = ["--district", "ours", "--today", oracle.today.isoformat(), *(["--year", year] if year else [])]
    found = []
    for report, command in REPORTS.items():
        from_json = run.good(*command, *asked, "--format", "json").stdout
        from_csv = run.good(*command, *asked).stdout
        found += differences(
            report, expected_rows(oracle, report, [year] if year else oracle.years), from_json, from_csv
        )
    return found


def days_and_years(district: District, seed: int) -> list[tuple[date, str | None]]:
    """All years on one day, a used year on another, and a year that may never have been used on a third."""
    dice = Random(seed)
    first, last = (int(district.years[place][:4]) for place in (0, -1))
    some_day = date(dice.randint(first, last) + 1, dice.randint(1, 12), dice.randint(1, 28))
    autumn = date(last + 1, 9, dice.choice((5, 6, 15, 16, 30)))
    return [(some_day, None), (autumn, dice.choice(district.years)), (autumn, year_name(first + 1))]


def all_faults(run: CommandLine, district: District, seed: int) -> list[str]:
    return [fault for day, year in days_and_years(district, seed) for fault in faults(run, Oracle(district, day), year)]


@pytest.mark.parametrize("seed", FEW)
def test_reports_equal_an_independent_calculation(sqlite_url: str, tmp_path: Path, seed: int) -> None:
    district = random_district(seed)

    with loaded(sqlite_url, district, tmp_path) as run:
        found = all_faults(run, district, seed)

    assert not found, "\n".join(found[:SHOWN])


def test_both_engines_equal_an_independent_calculation(database_url: str, tmp_path: Path) -> None:
    district = random_district(11)

    with loaded(database_url, district, tmp_path) as run:
        found = all_faults(run, district, 11)

    assert not found, "\n".join(found[:SHOWN])


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_reports_of_many_districts_equal_an_independent_calculation(sqlite_url: str, tmp_path: Path, seed: int) -> None:
    test_reports_equal_an_independent_calculation(sqlite_url, tmp_path, seed)


def test_a_wrong_cell_a_missing_row_and_a_wrong_order_are_all_noticed(sqlite_url: str, tmp_path: Path) -> None:
    district = random_district(11)
    oracle = Oracle(district, date(2025, 7, 1))
    with loaded(sqlite_url, district, tmp_path) as run:
        asked = ("report", "cycle", "--district", "ours", "--today", "2025-07-01")
        from_json, from_csv = run.good(*asked, "--format", "json").stdout, run.good(*asked).stdout

    right = oracle.cycle(oracle.years)

    assert differences("cycle", right, from_json, from_csv) == []
    assert len(differences("cycle", [{**right[0], "state": "wrong"}, *right[1:]], from_json, from_csv)) == 2
    assert len(differences("cycle", right[1:], from_json, from_csv)) == 1
    assert len(differences("cycle", [right[-1], *right[:-1]], from_json, from_csv)) == 1
    assert differences("cycle", right, from_json, from_csv.replace("accepted", "draft", 1))
