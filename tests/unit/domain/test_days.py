"""Days that people type are bounded where they are read, so that nothing later runs out of calendar."""

import ast
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from data_layer.domain.days import FIRST_YEAR, LAST_YEAR, UnlikelyDayError, read_day

ROOT: Final = Path(__file__).parents[3]
# They read days that programs of ours have written, or cells whose days `intake/cells.py` bounds afterwards.
_OWN: Final = frozenset(
    {
        "dashboard/addresses/trail.py",
        "dashboard/slides/freezing.py",
        "dashboard/texts/trail.py",
        "data_layer/commands/imports/snapshot.py",
        "data_layer/domain/flag_texts.py",
        "data_layer/intake/evidence/looking.py",
        "data_layer/intake/open_document.py",
        "data_layer/intake/quick_sheet.py",
        "data_layer/intake/transport.py",
        "data_layer/queries/evidence_files.py",
    }
)


@pytest.mark.parametrize("text", ["25.08.2026", "2026-08-25"])
def test_a_day_is_read_as_people_and_as_browsers_write_it(text: str) -> None:
    assert read_day(text) == date(2026, 8, 25)


@pytest.mark.parametrize("text", ["", "31.02.2026", "2026-13-01", "20260825", "2026-W35-2", "25.08.26", "٢٥.٠٨.٢٠٢٦"])
def test_what_is_no_day_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".*") as refused:
        read_day(text)

    assert not isinstance(refused.value, UnlikelyDayError)


@pytest.mark.parametrize("text", ["0001-01-01", "31.12.1989", "01.01.2101", "9999-12-31"])
def test_the_borders_of_the_calendar_are_slips_of_a_hand(text: str) -> None:
    with pytest.raises(UnlikelyDayError):
        read_day(text)


def test_years_before_and_after_every_day_that_is_read_are_there() -> None:
    for day in (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)):
        assert read_day(day.isoformat()) == day
        assert day - timedelta(days=3660) < day < day + timedelta(days=3660)
        assert day.replace(year=day.year + 10) > day


def reads_days_itself(source: str) -> bool:
    """Whether a module makes days from text without the bounds."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in {"fromisoformat", "strptime"}
        and (node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", ""))
        in {"date", "datetime"}
        for node in ast.walk(ast.parse(source))
    )


def test_nobody_else_reads_days_that_people_type() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in ("dashboard", "data_layer")
        for path in (ROOT / folder).rglob("*.py")
        if reads_days_itself(path.read_text(encoding="utf-8"))
    }

    # The command line has a form of its own, with the same bounds.
    assert found - {"dashboard/cli/options.py"} == _OWN


def test_a_planted_reader_of_days_is_found() -> None:
    assert reads_days_itself("from datetime import date\nday = date.fromisoformat(request.form['due'])")
    assert reads_days_itself("import datetime as dt\nday = dt.datetime.strptime(text, '%d.%m.%Y')")
    assert not reads_days_itself("day = read_day(text)")
