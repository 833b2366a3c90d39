"""Cells of tables of totals: whole numbers, percentages, and what stands there instead of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data_layer.domain.vocabulary import MissingCode
from data_layer.intake.cells import Absence, absence_of, number_of, text_of, whole_of
from data_layer.intake.errors import CellFault
from data_layer.intake.readers.headers import Header, is_numbering, text_at
from data_layer.intake.readers.subjects import year_of_text
from data_layer.intake.readers.understood import Gathering, NamedSchool, Understood
from data_layer.intake.tables import CellValue, SourceTable
from data_layer.intake.words import normal


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of totals; a getter that meets a fault notes it and answers None."""

    table: SourceTable
    header: Header
    line: int
    cells: Sequence[CellValue]
    gathering: Gathering
    hidden: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()

    def at(self, place: int | None) -> str:
        return self.table.address(self.line, place or 0)

    def place(self, column: str) -> int | None:
        return self.header.columns.get(column)

    def text(self, column: str) -> str:
        return text_at(self.cells, self.place(column))

    def cell(self, place: int | None) -> CellValue:
        return None if place is None or place >= len(self.cells) else self.cells[place]

    def whole(self, place: int | None, *, name: str) -> int | None:
        """A whole number; 25.0 is whole. None where nothing, or a sign of absence, stands there."""
        if self.absence(place) is not None:
            return None
        try:
            return whole_of(self.cell(place), name=name)
        except CellFault as fault:
            self.gathering.fault(self.at(place), fault.what, fault.action)
            return None

    def percent(self, place: int | None, *, name: str) -> Decimal | None:
        if self.absence(place) is not None:
            return None
        try:
            number = number_of(self.cell(place), name=name)
        except CellFault as fault:
            self.gathering.fault(self.at(place), fault.what, fault.action)
            return None
        if number is not None and not 0 <= number <= 100:
            self.gathering.fault(self.at(place), f"{name}: {text_of(number)} %", "доля бывает от 0 до 100 %")
            return None
        return number

    def absence(self, place: int | None) -> Absence | None:
        """«–», «н/д», «<5», and the words that this layout has for them."""
        cell = self.cell(place)
        if isinstance(cell, str):
            word = normal(cell)
            if word in self.hidden:
                return Absence.HIDDEN
            if word in self.absent:
                return Absence.ABSENT
        return absence_of(cell)

    def missing(self, *places: int | None) -> tuple[MissingCode | None, bool]:
        """The code of a figure that needs these cells, and whether the source hides one of them."""
        found = [self.absence(place) for place in places]
        if Absence.HIDDEN in found:
            return MissingCode.NO_DATA, True
        return (MissingCode.NO_DATA, False) if Absence.ABSENT in found else (None, False)

    def school(self) -> NamedSchool:
        """The school by the columns name, login, code and place, whatever of them there is."""
        name = self.text("name")
        login = self.text("login")
        return NamedSchool(
            name=name.partition(" | ")[2].strip() or name,
            login=login or (name.partition(" | ")[0].strip() if " | " in name else ""),
            code=self.text("code"),
            place=self.text("place").partition(" | ")[2].strip() or self.text("place"),
        )


def counted_lines(table: SourceTable, header: Header, gathering: Gathering) -> Iterator[Line]:
    """The rows below the header that say something; each is counted as read before it is given out."""
    for line, cells in table.rows[header.below :]:
        if any(cell is not None for cell in cells) and not is_numbering(cells):
            gathering.next_row()
            yield Line(table, header, line, cells, gathering)


def year_or_hint(year: int | None, table: SourceTable) -> tuple[int | None, tuple[str, ...]]:
    """The year of the table, else that of the file's name, and then «year» among what is only hinted at."""
    if year is not None:
        return year, ()
    of_name = year_of_text(table.file)
    return of_name, () if of_name is None else ("year",)


def finished(
    gathering: Gathering,
    table: SourceTable,
    *,
    layout: str,
    title: str,
    **known: object,
) -> Understood:
    """What was gathered as a value; known: fields of Understood that the layout fills in."""
    return Understood(
        layout=layout,
        title=title,
        file=table.file,
        sheet=table.sheet,
        schools=gathering.named,
        figures=tuple(gathering.figures),
        dropped=gathering.dropped,
        faults=tuple(gathering.faults),
        fault_schools=tuple(gathering.fault_schools),
        notes=tuple(gathering.notes),
        rows_read=gathering.rows_read,
        **known,  # type: ignore[arg-type] # names and types are those of the fields
    )
