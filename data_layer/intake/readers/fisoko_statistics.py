"""ВПР, «Статистика по отметкам» of ФИС ОКО: shares of marks 2–5 of each school, rebuilt into counts.

Rows nest: the whole sample, the region, the municipality, the school. Only the last are figures of ours.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from data_layer.intake.cells import plain
from data_layer.intake.readers.counts import Line, counted_lines, finished
from data_layer.intake.readers.headers import Header, above_header, find_header, is_territory, is_total, text_at
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.scores import INDICATOR, SOURCE
from data_layer.intake.readers.subjects import grade_of, known_subject, subject_of, year_of_text
from data_layer.intake.readers.understood import Figure, Gathering, NamedSchool, Understood, login_digits
from data_layer.intake.tables import SourceTable, column_letters

ID: Final = "fisoko_statistics"
TITLE: Final = "ВПР: «Статистика по отметкам» ФИС ОКО"
TOTALS: Final = "сводные строки: выборка, регион, муниципалитет"
NOBODY: Final = "участников нет"

_WORDS: Final = {
    "group": r"группы участников|группа участников",
    "schools": r"кол-во оо|количество оо",
    "pupils": r"кол-во участников|количество участников",
    "2": r"2",
    "3": r"3",
    "4": r"4",
    "5": r"5",
}
_MARKS: Final = ("2", "3", "4", "5")
# Shares are printed with one or two digits, so the four of them miss 100 by a little.
_ROUNDING: Final = Decimal("0.5")


def recognise(table: SourceTable) -> Header | None:
    return find_header(table, _WORDS, required=tuple(_WORDS))


def read(table: SourceTable, header: Header, book: Book) -> Understood:  # noqa: ARG001 -- one sheet says all
    gathering = Gathering()
    place = ""
    for line in counted_lines(table, header, gathering):
        place = _add(line, place)
    subject, grade, year, best = _about(table, header)
    names = f"{table.sheet or ''} · {table.file}"
    return finished(
        gathering,
        table,
        layout=ID,
        title=TITLE,
        subject=subject or subject_of(names),
        grade=grade or grade_of(names),
        year=year if year is not None else year_of_text(names),
        asks=("subject", "grade", "year"),
        best=best,
        source=SOURCE,
    )


def _add(line: Line, place: str) -> str:
    """Note what a row says. place: what the last row that stands for several schools names; the same from here on."""
    named = _school(line, place)
    if named is None:
        line.gathering.drop(TOTALS, line.at(line.place("group")))
        text = line.text("group")
        return place if not text or is_total(text) else text.partition(" | ")[2].strip() or text
    _add_figure(line, named)
    return place


def _add_figure(line: Line, named: NamedSchool) -> None:
    where = line.at(line.place("group"))
    school = line.gathering.school(named)
    faults = len(line.gathering.faults)
    pupils = line.whole(line.place("pupils"), name="число участников")
    shares = [line.percent(line.place(mark), name=f"доля отметки {mark}") for mark in _MARKS]
    missing, is_hidden = line.missing(line.place("pupils"), *(line.place(mark) for mark in _MARKS))
    if len(line.gathering.faults) > faults:
        return
    address = f"{where}:{column_letters(line.place('5') or 0)}{line.line}"
    if missing is not None:
        line.gathering.figures.append(Figure(school, INDICATOR, address, missing=missing, is_hidden=is_hidden))
        return
    if not pupils:
        line.gathering.drop(NOBODY, where)
        return
    counts = _counts(line, [share or Decimal(0) for share in shares], pupils)
    if counts is None:
        return
    share = sum((each or Decimal(0) for each in shares[1:]), Decimal(0))
    line.gathering.figures.append(
        Figure(school, INDICATOR, address, value=min(share, Decimal(100)), denominator=pupils, note=_told(counts))
    )


def _school(line: Line, place: str) -> NamedSchool | None:
    """The school of a row, None for a row that stands for several."""
    text = line.text("group")
    schools = text_at(line.cells, line.place("schools"))
    login = text if login_digits(text) else ""
    if not text or is_total(text) or (schools.isdigit() and int(schools) > 1):
        return None
    if not login and schools not in {"", "1"}:
        return None
    before, bar, after = text.partition(" | ")
    name = after if bar else text
    if not login and is_territory(name):
        return None
    return NamedSchool(name=name.strip(), login=(before if bar else login).strip(), place=place)


def _counts(line: Line, shares: Sequence[Decimal], pupils: int) -> list[int] | None:
    """Participants by mark, rebuilt: share × participants, rounded half up."""
    total = sum(shares, Decimal(0))
    if abs(total - 100) > _ROUNDING:
        what = f"доли отметок дают в сумме {plain(total)} %"
        line.gathering.fault(line.at(line.place("2")), what, "проверьте доли: в сумме должно быть 100 %")
        return None
    return [int((share * pupils / 100).to_integral_value(rounding=ROUND_HALF_UP)) for share in shares]


def _told(counts: Sequence[int]) -> str:
    return "отметки 2/3/4/5: " + "/".join(str(count) for count in counts)


def _about(table: SourceTable, header: Header) -> tuple[str, int | None, int | None, int | None]:
    """Subject, grade, year and highest score from the rows over the table: a name, then its value."""
    said: dict[str, str] = {}
    for _, cells in table.rows[: header.line]:
        texts = [text_at(cells, place) for place in range(len(cells)) if text_at(cells, place)]
        said |= _pairs(texts)
    titles = above_header(table, header)
    subject = said.get("предмет", "")
    best = said.get("максимальный первичный балл", "")
    day = said.get("дата", "") or said.get("год", "")
    return (
        known_subject(subject.partition(",")[0]) if subject else subject_of(titles),
        grade_of(subject) or _bare_grade(said) or grade_of(titles),
        year_of_text(day) if day else year_of_text(titles),
        int(best) if best.isdigit() else None,
    )


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    """«Предмет: Математика» in one cell, or «Предмет» and «Математика» in two."""
    found: dict[str, str] = {}
    for place, text in enumerate(texts):
        name, colon, value = text.partition(":")
        key = " ".join(name.split()).casefold()
        if colon and value.strip():
            found[key] = value.strip()
        elif place + 1 < len(texts):
            found[key] = texts[place + 1]
    return found


def _bare_grade(said: dict[str, str]) -> int | None:
    text = said.get("класс", "") or said.get("параллель", "")
    return int(text) if text.isdigit() and 1 <= int(text) <= 11 else None


READER: Final = Reader(
    ID,
    TITLE,
    recognise,
    read,
)
