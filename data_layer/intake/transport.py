"""Tables on their way between two processes, as JSON: what a child sends back is data and never code."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from data_layer.intake.errors import IntakeError
from data_layer.intake.readers.transport import packed_value, unpacked_value
from data_layer.intake.tables import CellValue, NumberedRow, SourceTable, TableKind


def packed(tables: Sequence[SourceTable]) -> bytes:
    return json.dumps([_table(each) for each in tables], ensure_ascii=False).encode()


def unpacked(content: bytes) -> list[SourceTable]:
    """Raises ValueError, LookupError or TypeError for anything `packed` did not write."""
    return [_table_of(each) for each in json.loads(content)]


def _table(table: SourceTable) -> dict[str, Any]:
    return {
        "file": table.file,
        "sheet": table.sheet,
        # Rows of a table that was understood say nothing more, and there may be names of people among them.
        "rows": []
        if table.understood is not None
        else [[line, [_cell(each) for each in cells]] for line, cells in table.rows],
        "understood": None if table.understood is None else packed_value(table.understood),
        "names_people": table.names_people,
        "expected": table.expected,
        "notes": table.notes,
        "ignored_files": table.ignored_files,
        "problems": [[each.address, each.what, each.action] for each in table.problems],
    }


def _table_of(packed_table: dict[str, Any]) -> SourceTable:
    expected = packed_table["expected"]
    return SourceTable(
        file=packed_table["file"],
        sheet=packed_table["sheet"],
        rows=[_row_of(each) for each in packed_table["rows"]],
        expected=None if expected is None else TableKind(expected),
        notes=tuple(packed_table["notes"]),
        ignored_files=tuple(packed_table["ignored_files"]),
        problems=tuple(IntakeError(*each) for each in packed_table["problems"]),
        understood=None if packed_table["understood"] is None else unpacked_value(packed_table["understood"]),
        names_people=bool(packed_table["names_people"]),
    )


def _row_of(row: list[Any]) -> NumberedRow:
    return int(row[0]), [_cell_of(each) for each in row[1]]


def _cell(value: CellValue) -> Any:
    if isinstance(value, Decimal):
        return ["number", str(value)]
    return ["date", value.isoformat()] if isinstance(value, date) else value


def _cell_of(value: Any) -> CellValue:
    if isinstance(value, list):
        kind, text = value
        return Decimal(text) if kind == "number" else date.fromisoformat(text)
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(value)
