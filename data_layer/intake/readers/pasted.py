"""A table copied out of a report as a column of single cells, folded back into its rows.

The rows give themselves away by their numbers: «1», «2», «3» at equal distances.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from data_layer.intake.cells import text_of
from data_layer.intake.tables import CellValue, SourceTable

_LEAST_ROWS: Final = 3
_WIDTHS: Final = range(3, 16)
_NUMBER: Final = "№"


@dataclass(frozen=True, slots=True)
class FoldedTable(SourceTable):
    """A table whose cells stood below one another. places: (line of a row, column) → line of the cell."""

    places: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def address(self, line: int, column: int) -> str:
        where = self.places.get((line, column), line)
        return f"{self.sheet}!A{where}" if self.sheet is not None else f"{self.file} · A{where}"


def folded(table: SourceTable) -> SourceTable:
    """The table itself where it is no such column."""
    cells = [(line, row[0]) for line, row in table.rows if row and row[0] is not None]
    if len(cells) != sum(1 for _, row in table.rows if any(cell is not None for cell in row)):
        return table
    if any(len(row) > 1 for _, row in table.rows):
        return table
    texts = [text_of(cell) for _, cell in cells]
    found = _rhythm(texts)
    return table if found is None else _fold(table, cells, *found)


def _rhythm(texts: Sequence[str]) -> tuple[int, int] | None:
    """Where the first row begins and how many cells a row has."""
    for start in (place for place, text in enumerate(texts) if text == "1"):
        for width in _WIDTHS:
            count, rest = divmod(len(texts) - start, width)
            if rest or count < _LEAST_ROWS or start < width - 1:
                continue
            if all(texts[start + each * width] == str(each + 1) for each in range(count)):
                return start, width
    return None


def _fold(table: SourceTable, cells: Sequence[tuple[int, CellValue]], start: int, width: int) -> SourceTable:
    """The header is what stands right before the first row; its number has a heading or not."""
    has_number = start >= width and text_of(cells[start - width][1]).startswith(_NUMBER)
    begin = start - width if has_number else start - width + 1
    header = [cell for _, cell in cells[begin:start]]
    places: dict[tuple[int, int], int] = {}
    rows: list[tuple[int, Sequence[CellValue]]] = [(line, [cell]) for line, cell in cells[:begin]]
    rows.append((cells[begin][0], header if has_number else [_NUMBER, *header]))
    for first in range(start, len(cells), width):
        line = cells[first][0]
        places |= {(line, column): cells[first + column][0] for column in range(width)}
        rows.append((line, [cell for _, cell in cells[first : first + width]]))
    return FoldedTable(
        table.file, table.sheet, rows, table.expected, table.folder, table.notes, table.ignored_files, places=places
    )
