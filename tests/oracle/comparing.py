"""Hold what a report printed against what the oracle says: every cell, every row, the order of rows."""

import csv
import io
import json
from fractions import Fraction
from typing import Any

from tests.oracle.naive import Oracle, Record

COLUMNS = {
    "school": "school block goal indicator level year numerator denominator value target target_origin reference status "
    "gap_pp pupil_gap flags",
    "district": "block goal indicator level year schools_applicable schools_with_data schools_met numerator denominator "
    "value reference status gap_pp",
    "block": "school block year goals_met goals_with_data goals_applicable results_with_data results_applicable "
    "stages_done stages_required stages_overdue",
    "gaps": "rule severity school block stage goal indicator level year due days_overdue document message",
    "cycle": "school block stage required state due document date",
}
REPORTS = {
    "school": ["report", "attainment", "--by", "school"],
    "district": ["report", "attainment", "--by", "district"],
    "block": ["report", "attainment", "--by", "block"],
    "gaps": ["report", "gaps"],
    "cycle": ["report", "cycle"],
}
TEXTS = {"school", "indicator", "document"}


def expected_rows(oracle: Oracle, report: str, years: list[str]) -> list[Record]:
    """The rows of one of COLUMNS; numbers as exact fractions or whole numbers, absent = None."""
    of_report = {
        "school": oracle.attainment_by_school,
        "district": oracle.attainment_by_district,
        "block": oracle.attainment_by_block,
        "gaps": oracle.gaps,
        "cycle": oracle.cycle,
    }
    return of_report[report](years)


def differences(report: str, expected: list[Record], from_json: str, from_csv: str) -> list[str]:
    """A line per fault; an empty list where everything is as it should be."""
    columns = COLUMNS[report].split()
    rows = json.loads(from_json)
    found = [f"{report}: keys {list(row)}" for row in rows[:1] if list(row) != columns]
    found += _csv_against_json(report, columns, rows, from_csv)
    compared = [name for name in columns if name != "message"]
    mine = [tuple(_plain(row[name]) for name in compared) for row in expected]
    theirs = [tuple(row.get(name, "no such key") for name in compared) for row in rows]
    if mine == theirs:
        return found
    if sorted(mine, key=repr) == sorted(theirs, key=repr):
        at = next(n for n, pair in enumerate(zip(mine, theirs, strict=True)) if pair[0] != pair[1])
        return [*found, f"{report}: only the order differs, from row {at}: {mine[at]} expected, {theirs[at]} printed"]
    return found + _unequal_rows(report, compared, mine, theirs)


def _plain(cell: Any) -> Any:
    """JSON number of an exact number."""
    if isinstance(cell, Fraction):
        return int(cell) if cell.denominator == 1 else float(cell)
    return cell


def _unequal_rows(
    report: str, columns: list[str], mine: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]
) -> list[str]:
    """What stands on one side only; where a key stands on both, the cells that differ."""
    width = {"school": 6, "district": 5, "block": 3}.get(report, 0)
    only_mine = _without(mine, theirs)
    only_theirs = _without(theirs, mine)
    found = []
    by_key = {row[:width]: row for row in only_theirs} if width else {}
    for row in only_mine:
        other = by_key.pop(row[:width], None) if width else None
        if other is None:
            found.append(f"{report}: not printed {dict(zip(columns, row, strict=True))}")
            continue
        cells = [f"{c} {a!r} expected, {b!r} printed" for c, a, b in zip(columns, row, other, strict=True) if a != b]
        found.append(f"{report}: {row[:width]}: {'; '.join(cells)}")
    left = by_key.values() if width else only_theirs
    return found + [f"{report}: printed besides {dict(zip(columns, row, strict=True))}" for row in left]


def _without(rows: list[tuple[Any, ...]], others: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    left = list(others)
    found = []
    for row in rows:
        if row in left:
            left.remove(row)
        else:
            found.append(row)
    return found


def _csv_against_json(report: str, columns: list[str], rows: list[Record], from_csv: str) -> list[str]:
    table = list(csv.reader(io.StringIO(from_csv)))
    if not table or table[0] != columns:
        return [f"{report}: heading of the CSV {table[:1]}"]
    if len(table) != len(rows) + 1:
        return [f"{report}: {len(table) - 1} rows in the CSV, {len(rows)} in the JSON"]
    return [
        f"{report}: row {number}, {name}: {cell!r} in the CSV, {row[name]!r} in the JSON"
        for number, (line, row) in enumerate(zip(table[1:], rows, strict=True), 1)
        for name, cell in zip(columns, line, strict=True)
        if not _is_same(cell, row[name])
    ]


def _is_same(cell: str, value: Any) -> bool:
    if value is None:
        return cell == ""
    if isinstance(value, int | float):
        return cell == repr(value) or (isinstance(value, int) and cell == f"{value}.0")
    return cell == value
