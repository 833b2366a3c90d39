"""A form as the table of an import, so that both are checked by the same rules and in the same words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data_layer.errors import DataLayerError
from data_layer.intake.check import check_tables
from data_layer.intake.context import ImportContext
from data_layer.intake.recognise import LAYOUTS
from data_layer.intake.rows import CheckedImport
from data_layer.intake.tables import SourceTable, TableKind

# How rows entered by hand name their source, where rows of a file name a cell.
BY_HAND: Final = "внесено вручную"

_HEADER_LINE: Final = 1


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field. table, row: which table of the form and which of its rows, from 0."""

    table: TableKind
    row: int
    field: str
    what: str
    action: str

    def __str__(self) -> str:
        """«Числитель 106 больше знаменателя 103: проверьте значения.»"""
        return f"{self.what[:1].upper()}{self.what[1:]}: {self.action}."


class RefusedFormError(DataLayerError):
    """The form breaks a rule; nothing was written."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        super().__init__(" ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class FormTable:
    """Rows of one kind: text by column; a column that is not there is an empty cell."""

    kind: TableKind
    rows: Sequence[Mapping[str, str]]


def check_form(tables: Sequence[FormTable], context: ImportContext) -> CheckedImport:
    """The checked rows. Raises RefusedFormError with a fault for every wrong field."""
    filled = [table for table in tables if table.rows]
    checked = check_tables([_source(table) for table in filled], context) if filled else CheckedImport()
    if checked.errors:
        places = _places(filled)
        faults = []
        for error in checked.errors:
            kind, row, field = places[error.address]
            faults.append(FieldFault(kind, row, field, error.what, error.action))
        raise RefusedFormError(faults)
    return checked


def _source(table: FormTable) -> SourceTable:
    columns = list(LAYOUTS[table.kind].columns)
    rows = [(_line(place), [_cell(row.get(column, "")) for column in columns]) for place, row in enumerate(table.rows)]
    return SourceTable(table.kind.value, None, [(_HEADER_LINE, columns), *rows], expected=table.kind)


def _line(place: int) -> int:
    return _HEADER_LINE + 1 + place


def _cell(text: str) -> str | None:
    return text.strip() or None


def _places(tables: Sequence[FormTable]) -> dict[str, tuple[TableKind, int, str]]:
    """Table, row and column by the address that the check gives a cell."""
    return {
        _source(table).address(_line(row), place): (table.kind, row, column)
        for table in tables
        for row in range(len(table.rows))
        for place, column in enumerate(LAYOUTS[table.kind].columns)
    }
