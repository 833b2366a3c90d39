"""Rows as CSV or JSON on stdout: UTF-8 without BOM, whatever the terminal's locale says."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

Value = str | int | float | Decimal | date | None


def write_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Value]], *, as_json: bool) -> None:
    text = _json(columns, rows) if as_json else _csv(columns, rows)
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return text.getvalue()


def _cell(value: Value) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    return repr(plain) if isinstance(plain, float) else str(plain)


def _json(columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> str:
    found = [{name: _plain(row[name]) for name in columns} for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Value) -> str | int | float | None:
    """The value as JSON knows it; an exact decimal becomes the nearest double, an empty text nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
