"""Aggregates of the РЦОИ: a school to a row, under each subject its participants and those who failed.

The header takes two or three rows of merged cells; «Всего» rows sum up municipalities.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data_layer.domain.vocabulary import Level
from data_layer.intake.readers.counts import Line, counted_lines, finished, year_or_hint
from data_layer.intake.readers.headers import (
    DEPTH,
    Header,
    above_header,
    is_numbering,
    is_total,
    merged_titles,
    stands_for_several,
    text_at,
    tidy,
)
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.subjects import known_subject, year_of_text
from data_layer.intake.readers.understood import Figure, Gathering, Understood
from data_layer.intake.tables import SourceTable, column_letters
from data_layer.intake.words import normal

ID: Final = "rcoi"
TITLE: Final = "ГИА: сводная таблица РЦОИ"
INDICATOR: Final = "b1_gia_attainment"
TOTALS: Final = "итоговые строки"
_DASHES: Final = frozenset({"-", "–", "—", "−"})
_NOT_TAKEN: Final = "предмет никто не сдавал"
_NO_SCHOOL: Final = "строки без школы"

_SCHOOL: Final = re.compile(
    r"образовательная организация|образовательные организации|наименование о[оу]|оо|оу|школа"
    r"|наименование образовательной организации|общеобразовательная организация"
)
_PLACE: Final = re.compile(r"муниципалитет|муниципальный район|муниципальное образование|мсу|район|ате")
_CODE: Final = re.compile(r"код о[оу]|код рцои|код школы|код")
_TOOK: Final = re.compile(r"(при)?няли участие.*|участник\w*.*|количество участников.*|кол-во участников.*|сдавал\w*.*")
_FAILED: Final = re.compile(r"(не преодолел\w*|не набрал\w*|ниже|не сдал\w*).*|.*не преодолел\w*.*|.*ниже миним\w*.*")
_PERCENT: Final = re.compile(r".*(%|доля|процент).*")
_ONLY_EGE: Final = re.compile(r".*(80 ?[-–] ?99|100 баллов|стобалл).*|100")
_MOST_HEADER_ROWS: Final = 4


@dataclass(frozen=True, slots=True)
class _Subject:
    took: int
    failed: int


def recognise(table: SourceTable) -> Header | None:
    for place, (_, cells) in enumerate(table.rows[:DEPTH]):
        school = next((at for at, cell in enumerate(cells) if _SCHOOL.fullmatch(tidy(cell))), None)
        if school is None:
            continue
        header = _header(table, place, school)
        if header is not None and _subjects(header):
            return header
    return None


def _header(table: SourceTable, place: int, school: int) -> Header | None:
    """The rows down to the first in which a school is named and a number stands."""
    below = place + 1
    for _, cells in table.rows[place + 1 : place + _MOST_HEADER_ROWS]:
        if text_at(cells, school) and not is_numbering(cells):
            break
        below += 1
    rows = [row for row in table.rows[place:below] if not is_numbering(row[1])]
    titles = merged_titles(rows)
    columns = {"name": school}
    for at, path in enumerate(titles):
        words = tidy(path[-1]) if path else ""
        if at != school and _PLACE.fullmatch(words):
            columns.setdefault("place", at)
        elif at != school and _CODE.fullmatch(words):
            columns.setdefault("code", at)
    return Header(place, below, columns, titles)


def _subjects(header: Header) -> Mapping[str, _Subject]:
    """Subjects that have both a column of participants and one of those below the minimum."""
    took: dict[str, int] = {}
    failed: dict[str, int] = {}
    for place, path in enumerate(header.titles):
        if len(path) < 2:
            continue
        name, words = path[-2], normal(" ".join(path[-1].split()))
        if _PERCENT.fullmatch(words):
            continue
        if _FAILED.fullmatch(words):
            failed.setdefault(name, place)
        elif _TOOK.fullmatch(words):
            took.setdefault(name, place)
    return {known_subject(name): _Subject(took[name], failed[name]) for name in took if name in failed}


def read(table: SourceTable, header: Header, book: Book) -> Understood:  # noqa: ARG001 -- one sheet says all
    gathering = Gathering()
    subjects = _subjects(header)
    empty = sum(_add(line, subjects) for line in counted_lines(table, header, gathering))
    if empty:
        gathering.notes.append(f"пустых ячеек «не преодолели минимум»: {empty}; принято, что таких обучающихся нет")
    titles = f"{above_header(table, header)} · {table.sheet or ''}"
    level = _level(titles, header)
    year, hinted = year_or_hint(year_of_text(titles), table)
    return finished(
        gathering,
        table,
        layout=ID,
        title=TITLE,
        year=year,
        level=level,
        asks=("year",) if level else ("grade", "year"),
        hinted=hinted,
        source="rcoi",
    )


def exam_level(titles: str) -> Level | None:
    """The level whose exam is named: ОГЭ ends the ninth grade, ЕГЭ the eleventh. None where both or neither are."""
    words = normal(titles)
    is_ninth = bool(re.search(r"\bогэ\b|гиа-?9|(?<![0-9])9 класс", words))
    is_last = bool(re.search(r"\bегэ\b|гиа-?11|(?<![0-9])11 класс", words))
    if is_ninth == is_last:
        return None
    return Level.OOO if is_ninth else Level.SOO


def _level(titles: str, header: Header) -> Level | None:
    """Points out of a hundred are of the ЕГЭ alone."""
    is_ege = any(_ONLY_EGE.fullmatch(normal(path[-1])) for path in header.titles if path)
    return exam_level(titles) or (Level.SOO if is_ege else None)


def _add(line: Line, subjects: Mapping[str, _Subject]) -> int:
    """Note what a row says; in how many of its subjects nothing stands for those who failed."""
    where = line.at(line.place("name"))
    name, place = line.text("name"), line.text("place")
    if stands_for_several(name) or (is_total(place) and not name):
        line.gathering.drop(TOTALS, where)
        return 0
    if not name:
        line.gathering.drop(_NO_SCHOOL, where)
        return 0
    school = line.gathering.school(line.school())
    found = {subject: _figure(line, school, subject, columns) for subject, columns in subjects.items()}
    figures = {subject: figure for subject, figure in found.items() if figure is not None}
    line.gathering.figures.extend(figures.values())
    return sum(
        figure.missing is None and not text_at(line.cells, subjects[subject].failed)
        for subject, figure in figures.items()
    )


def _figure(line: Line, school: int, subject: str, columns: _Subject) -> Figure | None:
    faults = len(line.gathering.faults)
    took = line.whole(columns.took, name=f"{subject}: приняли участие")
    failed = line.whole(columns.failed, name=f"{subject}: не преодолели минимум")
    missing, is_hidden = line.missing(columns.took, columns.failed)
    if len(line.gathering.faults) > faults:
        return None
    if missing is None and not took:
        return None
    if missing is None and (failed or 0) > (took or 0):
        what = f"{subject}: не преодолели минимум {failed} из {took}"
        line.gathering.fault(line.at(columns.failed), what, "проверьте значения")
        return None
    address = f"{line.at(columns.took)}:{column_letters(columns.failed)}{line.line}"
    if missing is not None and text_at(line.cells, columns.took) in _DASHES:
        # A dash under a subject that nobody of the school sat is no gap in the data.
        line.gathering.drop(_NOT_TAKEN, line.at(columns.took))
        return None
    if missing is not None:
        return Figure(school, INDICATOR, address, subject=subject, missing=missing, is_hidden=is_hidden)
    took = took or 0
    return Figure(school, INDICATOR, address, subject=subject, numerator=took - (failed or 0), denominator=took)


READER: Final = Reader(
    ID,
    TITLE,
    recognise,
    read,
)
