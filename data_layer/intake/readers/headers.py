"""Headers of foreign tables: where they stand, which column is what, and several rows of merged cells as one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from data_layer.intake.cells import text_of
from data_layer.intake.tables import CellValue, NumberedRow, SourceTable
from data_layer.intake.words import normal

DEPTH: Final = 40
_NOTE_MARK: Final = re.compile(r"\s*[*¹²³⁴]+$")

Words = Mapping[str, str]


def tidy(cell: CellValue) -> str:
    """A heading as it is compared: without case, «ё», line breaks, marks of footnotes and a closing colon."""
    return _NOTE_MARK.sub("", normal(text_of(cell))).rstrip(":. ")


def text_at(cells: Sequence[CellValue], place: int | None) -> str:
    """Text of a cell with spaces collapsed; «» beyond the row or where there is no such column."""
    if place is None or place >= len(cells):
        return ""
    return " ".join(text_of(cells[place]).split())


@dataclass(frozen=True, slots=True)
class Header:
    """line: position in the rows of the table; below: position of the first row under the header.

    columns: id → position from 0. titles: what stands above each column, from the top down.
    """

    line: int
    below: int
    columns: Mapping[str, int]
    titles: tuple[tuple[str, ...], ...] = ()


def find_header(table: SourceTable, words: Words, *, required: Sequence[str]) -> Header | None:
    """The first of the upper rows in which every required column is found. words: column id → pattern."""
    patterns = {column: re.compile(pattern) for column, pattern in words.items()}
    for place, (_, cells) in enumerate(table.rows[:DEPTH]):
        columns = _columns([tidy(cell) for cell in cells], patterns)
        if all(column in columns for column in required):
            return Header(place, place + 1, columns)
    return None


def _columns(titles: Sequence[str], patterns: Mapping[str, re.Pattern[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, title in enumerate(titles):
        if not title:
            continue
        for column, pattern in patterns.items():
            if column not in found and pattern.fullmatch(title):
                found[column] = place
                break
    return found


def merged_titles(rows: Sequence[NumberedRow]) -> tuple[tuple[str, ...], ...]:
    """What stands above each column when the header takes several rows of merged cells.

    A merged cell keeps its text in its first cell; the empty ones on its right belong to it as far as the
    row above does not begin something else.
    """
    width = max((len(cells) for _, cells in rows), default=0)
    filled: list[list[str]] = []
    for _, cells in rows:
        above = filled[-1] if filled else [""] * width
        filled.append(_spread(cells, above, width))
    used = [any(place < len(cells) and cells[place] is not None for _, cells in rows) for place in range(width)]
    last = max((place for place in range(width) if used[place]), default=-1)
    return tuple(_path(filled, place) for place in range(last + 1))


def _spread(cells: Sequence[CellValue], above: Sequence[str], width: int) -> list[str]:
    row: list[str] = []
    for place in range(width):
        own = text_at(cells, place)
        is_of_left = place > 0 and above[place] == above[place - 1]
        row.append(own or (row[place - 1] if is_of_left and not _begins(cells, place) else ""))
    return row


def _begins(cells: Sequence[CellValue], place: int) -> bool:
    return place < len(cells) and cells[place] is not None


def _path(filled: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    path: list[str] = []
    for row in filled:
        if row[place] and (not path or path[-1] != row[place]):
            path.append(row[place])
    return tuple(path)


def is_numbering(cells: Sequence[CellValue]) -> bool:
    """A row «1 2 3 4 …» under the header."""
    numbers = [text_of(cell) for cell in cells if cell is not None]
    return len(numbers) > 2 and numbers == [str(each) for each in range(1, len(numbers) + 1)]


def above_header(table: SourceTable, header: Header) -> str:
    """Titles over the table, the name of the sheet and of the file, as one text to look for hints in."""
    titles = [text_of(cell) for _, cells in table.rows[: header.line] for cell in cells if cell is not None]
    return " · ".join(titles)


TOTAL: Final = re.compile(
    r"(все?го|итого|итоги|итог|общий итог|вся выборка|в среднем|среднее|среднее значение|в целом|total)\b.*"
    r"|по (?:всем|району|округу|городу|краю|области|республике|региону|муниципалитету|россии|рф)\b.*"
    r"|.*[\s,(](?:итого|всего|в целом)"
)


# «Лесной муниципальный район», «г. Лесногорск», «Учебный край», «reg99_m001»: names that no school bears.
_TERRITORY: Final = re.compile(
    r"(?:[^«»]*\s)?(?:муниципальн\w+|городск\w+|внутригородск\w+)\s(?:район|округ|образование|территория)(?:\s.*)?"
    r"|(?:город|гор|г|зато|республика|округ|муниципалитет)[.\s].*|[\w\s-]+\s(?:район|р-н|округ|край|область|республика|ао)"
    r"|reg[0-9]+\w*"
)
_OF_SCHOOL: Final = re.compile(
    r"школ|гимнази|лице[йя]|кадетск|корпус|интернат|центр|колледж|техникум|детск|учрежден|филиал|(?:^|\W)\w*(?:оу|ош|оо)(?:\W|$)"
)


@lru_cache(maxsize=256)
def stands_for_several(name: str) -> bool:
    """Whether what a row is called is no school's name: «Итого по району», «Учебный край»."""
    return is_total(name) or is_territory(name)


def is_territory(name: str) -> bool:
    """Whether a row is named after a municipality or region: of how many schools it tells does not matter."""
    words = tidy(name)
    return bool(_TERRITORY.fullmatch(words)) and not _OF_SCHOOL.search(words)


def is_total(name: str) -> bool:
    """Whether a row sums up others instead of naming a school: «Всего», «Итого по району»."""
    return bool(TOTAL.fullmatch(tidy(name)))
