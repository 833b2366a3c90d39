"""Plain tables, a school to a row, whose layout is data: `described.yaml` says which column is what.

A column is named by its heading; under merged cells by all the headings above it, from the top down.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Level
from data_layer.intake.cells import number_of, text_of
from data_layer.intake.errors import CellFault
from data_layer.intake.readers.counts import Line, finished
from data_layer.intake.readers.headers import DEPTH, Header, merged_titles, stands_for_several, text_at, tidy
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.subjects import most_common, year_of_text
from data_layer.intake.readers.understood import Figure, Gathering, NamedSchool, Understood
from data_layer.intake.safe_yaml import load_plain
from data_layer.intake.tables import NumberedRow, SourceTable, column_letters
from data_layer.intake.words import normal

TOTALS: Final = "итоговые строки"
NOT_OFFERED: Final = "нули во всех колонках: класс не ведётся"
_NOTHING: Final = "числа не заполнены"
# Between the headings above one another that name a column together.
_WITHIN: Final = " / "
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_FILE: Final = Path(__file__).with_name("described.yaml")


@dataclass(frozen=True, slots=True)
class DescribedFigure:
    """denominator None: percentages alone, which cannot be pooled."""

    indicator: str
    level: Level
    percent: str = ""
    numerator: str = ""
    denominator: str = ""
    class_group: str = ""
    unless_zero: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """header_rows: rows of merged headings; skip: rows between them and the data, such as names for machines."""

    id: str
    title: str
    required: tuple[str, ...]
    figures: tuple[DescribedFigure, ...]
    name: str = ""
    code: str = ""
    year: str = ""
    source: str = ""
    total_column: str = ""
    total_values: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    header_rows: int = 1
    skip: int = 0


def descriptions(text: str) -> list[Description]:
    return [_description(each) for each in cast("dict[str, Any]", load_plain(text))["tables"]]


def _description(entry: Mapping[str, Any]) -> Description:
    totals = entry.get("totals", {})
    return Description(
        id=entry["id"],
        title=entry["title"],
        required=tuple(entry["required"]),
        figures=tuple(_figure_of(each) for each in entry["figures"]),
        name=entry.get("name", ""),
        code=entry.get("code", ""),
        year=entry.get("year", ""),
        source=entry.get("source", ""),
        total_column=totals.get("column", ""),
        total_values=frozenset(map(str, totals.get("values", ()))),
        hidden=frozenset(map(normal, entry.get("hidden", ()))),
        absent=frozenset(map(normal, entry.get("absent", ()))),
        header_rows=int(entry.get("header_rows", 1)),
        skip=int(entry.get("skip", 0)),
    )


def _figure_of(entry: Mapping[str, Any]) -> DescribedFigure:
    return DescribedFigure(
        indicator=entry["indicator"],
        level=Level(entry["level"]),
        percent=entry.get("percent", ""),
        numerator=entry.get("numerator", ""),
        denominator=entry.get("denominator", ""),
        class_group=str(entry.get("class_group", "")),
        unless_zero=tuple(entry.get("unless_zero", ())),
    )


def reader_of(described: Description) -> Reader:
    return Reader(described.id, described.title, _recognise(described), _read(described))


def _recognise(described: Description) -> Callable[[SourceTable], Header | None]:
    required = {normal(column) for column in described.required}
    # Whatever else the header holds, these stand in its first row.
    first = {column.partition(_WITHIN)[0] for column in required}
    depth = described.header_rows

    def recognise(table: SourceTable) -> Header | None:
        for place, (_, cells) in enumerate(table.rows[:DEPTH]):
            if not first <= {tidy(cell) for cell in cells}:
                continue
            columns = _columns(table.rows[place : place + depth])
            if required <= columns.keys():
                return Header(place, place + depth + described.skip, columns)
        return None

    return recognise


def _columns(rows: Sequence[NumberedRow]) -> dict[str, int]:
    """The first column of each name."""
    columns: dict[str, int] = {}
    (_, top), *below = rows
    names = [_WITHIN.join(map(tidy, path)) for path in merged_titles(rows)] if below else map(tidy, top)
    for place, name in enumerate(names):
        columns.setdefault(name, place)
    return columns


def _read(described: Description) -> Callable[[SourceTable, Header, Book], Understood]:
    def read(table: SourceTable, header: Header, book: Book) -> Understood:  # noqa: ARG001 -- one sheet says all
        gathering = Gathering()
        years = []
        for line, cells in table.rows[header.below :]:
            if not any(cell is not None for cell in cells):
                continue
            gathering.next_row()
            row = Line(table, header, line, cells, gathering, described.hidden, described.absent)
            years.append(_year(described, row))
            _add(described, row)
        return _finished(described, table, gathering, years)

    return read


def _finished(
    described: Description, table: SourceTable, gathering: Gathering, years: Sequence[int | None]
) -> Understood:
    found = most_common(years)
    year = found if isinstance(found, int) else None
    hinted: tuple[str, ...] = ()
    if year is None:
        # Where several years stand beside one another, the headings name the one that is read.
        year = year_of_text(" ".join(described.required))
    if year is None:
        year = year_of_text(table.file)
        hinted = ("year",) if year is not None else ()
    gathering.current = -1
    if any(figure.value is not None and figure.denominator is None for figure in gathering.figures):
        what = "в таблице одни проценты, без числа обучающихся: сложить школы по ним нельзя"
        gathering.fault(table.file, what, "добавьте колонку с числом обучающихся")
    several = sorted({each for each in years if each is not None})
    if len(several) > 1:
        what = f"в таблице строки разных учебных лет: {', '.join(map(format_year, several))}"
        gathering.fault(table.file, what, "оставьте строки одного года")
    return finished(
        gathering,
        table,
        layout=described.id,
        title=described.title,
        year=year,
        asks=("year",),
        hinted=hinted,
        source=described.source,
    )


def _year(described: Description, line: Line) -> int | None:
    return year_of_text(_text(line, described.year)) if described.year else None


def _text(line: Line, column: str) -> str:
    return text_at(line.cells, line.place(normal(column))) if column else ""


def _add(described: Description, line: Line) -> None:
    where = line.at(0)
    if described.total_column and _text(line, described.total_column) in described.total_values:
        line.gathering.drop(TOTALS, where)
        return
    named = NamedSchool(
        name=_text(line, described.name),
        code=_PLACEHOLDER.sub(lambda found: _text(line, found[1]), described.code),
    )
    if stands_for_several(named.name):
        line.gathering.drop(TOTALS, where)
        return
    if named.is_empty:
        line.gathering.drop("строки без школы", where)
        return
    school = line.gathering.school(named)
    figures = [figure for each in described.figures if (figure := _figure(each, school, line)) is not None]
    line.gathering.figures.extend(figures)


def _figure(wanted: DescribedFigure, school: int, line: Line) -> Figure | None:
    places = [line.place(normal(each)) for each in (wanted.denominator, wanted.numerator, wanted.percent) if each]
    address = _address(line, places)
    if _is_not_offered(wanted, line):
        line.gathering.drop(NOT_OFFERED, line.at(places[0]))
        return None
    faults = len(line.gathering.faults)
    denominator = line.whole(line.place(normal(wanted.denominator)), name=wanted.denominator)
    numerator = line.whole(line.place(normal(wanted.numerator)), name=wanted.numerator)
    percent = line.percent(line.place(normal(wanted.percent)), name=wanted.percent)
    missing, is_hidden = line.missing(*places)
    if len(line.gathering.faults) > faults:
        return None
    if missing is None and ((numerator is None and percent is None) or (wanted.denominator and not denominator)):
        line.gathering.drop(_NOTHING, line.at(places[0]))
        return None
    return Figure(
        school=school,
        indicator=wanted.indicator,
        address=address,
        level=wanted.level,
        class_group=wanted.class_group,
        numerator=None if missing else numerator,
        denominator=None if missing else denominator,
        value=None if missing or numerator is not None else percent,
        missing=missing,
        is_hidden=is_hidden,
    )


def _address(line: Line, places: Sequence[int | None]) -> str:
    first, last = min(place or 0 for place in places), max(place or 0 for place in places)
    start = line.at(first)
    return start if first == last else f"{start}:{column_letters(last)}{line.line}"


def _is_not_offered(wanted: DescribedFigure, line: Line) -> bool:
    """«0,00» of every kind means that there is no such class."""
    if not wanted.unless_zero:
        return False
    cells = [line.cell(line.place(normal(column))) for column in wanted.unless_zero]
    try:
        return all(number_of(cell, name="") == 0 for cell in cells if text_of(cell))
    except CellFault:
        return False


READERS: Final = tuple(reader_of(each) for each in descriptions(_FILE.read_text(encoding="utf-8")))
