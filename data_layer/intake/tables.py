"""What a file gives before anybody asks what it means: numbered rows of plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from data_layer.intake.errors import IntakeError
from data_layer.intake.readers.understood import Understood

CellValue = str | int | Decimal | date | None
NumberedRow = tuple[int, Sequence[CellValue]]


class TableKind(StrEnum):
    """The five tables of the interchange form, in the order in which an import applies them."""

    SCHOOLS = "schools"
    TARGETS = "targets"
    OBSERVATIONS = "observations"
    DOCUMENTS = "documents"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One CSV or one sheet as it was read.

    file: bare name of the file; sheet: title of the sheet, None for a CSV.
    rows: (physical line number from 1, values); values are trimmed, an empty cell is None, numbers
        of a workbook are exact (int or Decimal), in a CSV everything is text.
    expected: what it must be by its place (name in a folder, title of a sheet); None = headings decide.
    folder: where the files named in a documents table lie; None when there is no such place.
    notes: what was passed over while reading. ignored_files: files beside it that are no tables;
        documents may name some of them. problems: why it could not be read; then rows is empty.
    understood: what a reader made of a table that is none of ours. origins: line → address of what a row
        was made from, where the rows are not those of the file. names_people: why the file is refused.
    """

    file: str
    sheet: str | None
    rows: Sequence[NumberedRow] = ()
    expected: TableKind | None = None
    folder: Path | None = None
    notes: tuple[str, ...] = ()
    ignored_files: tuple[str, ...] = ()
    problems: tuple[IntakeError, ...] = ()
    understood: Understood | None = None
    origins: Mapping[int, str] = field(default_factory=dict)
    names_people: bool = False

    @property
    def title(self) -> str:
        """How messages name the table: the sheet of a workbook, else the file."""
        return self.sheet if self.sheet is not None else self.file

    def with_notes(self, *notes: str) -> "SourceTable":
        return replace(self, notes=(*self.notes, *notes))

    def address(self, line: int, column: int) -> str:
        """«observations.csv · E679» or «Показатели!H12»; line from 1, column from 0."""
        if line in self.origins:
            return self.origins[line]
        cell = f"{column_letters(column)}{line}"
        return f"{self.sheet}!{cell}" if self.sheet is not None else f"{self.file} · {cell}"


def column_letters(column: int) -> str:
    """«A» for 0, «Z» for 25, «AA» for 26."""
    letters = ""
    rest = column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
