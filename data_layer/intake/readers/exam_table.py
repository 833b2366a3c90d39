"""A plain table of one exam: school, average, share of those who passed in percent, participants.

Districts publish it in reports; copied out of one it may come as a column of single cells, which
`pasted` folds back into rows before this reader sees it.
"""

from typing import Final

from data_layer.intake.cells import plain
from data_layer.intake.readers.counts import Line, counted_lines, finished, year_or_hint
from data_layer.intake.readers.headers import Header, above_header, find_header, stands_for_several, text_at
from data_layer.intake.readers.rcoi import exam_level
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.subjects import subject_of, year_of_text
from data_layer.intake.readers.understood import Figure, Gathering, Understood
from data_layer.intake.tables import SourceTable, column_letters
from data_layer.intake.words import normal

ID: Final = "exam_table"
TITLE: Final = "ГИА: таблица одного экзамена, доля сдавших в процентах"
INDICATOR: Final = "b1_gia_attainment"
_TOTALS: Final = "итоговые строки"
_NO_NUMBERS: Final = "строки без чисел"

_WORDS: Final = {
    "name": r"наименование о[оу]|наименование образовательной организации|образовательная организация|школа|о[оу]",
    "share": r"(удельный вес|доля|процент|% ?)\s*(сдавших|преодолевших|набравших).*",
    "pupils": r"(количество|кол-во|число) (участников|сдававших|выпускников).*",
}
_DATIVE: Final = {"математике": "Математика", "русскому языку": "Русский язык", "физике": "Физика", "химии": "Химия"}


def recognise(table: SourceTable) -> Header | None:
    return find_header(table, _WORDS, required=tuple(_WORDS))


def read(table: SourceTable, header: Header, book: Book) -> Understood:  # noqa: ARG001 -- one sheet says all
    gathering = Gathering()
    titles = f"{above_header(table, header)} · {text_at(table.rows[header.line][1], header.columns['share'])}"
    for line in counted_lines(table, header, gathering):
        _add(line)
    year, hinted = year_or_hint(year_of_text(above_header(table, header)), table)
    level = exam_level(titles)
    return finished(
        gathering,
        table,
        layout=ID,
        title=TITLE,
        year=year,
        subject=_subject(titles),
        level=level,
        asks=("subject", "year") if level else ("subject", "grade", "year"),
        hinted=hinted,
        source="rcoi",
    )


def _subject(titles: str) -> str:
    words = normal(titles)
    found = {subject for word, subject in _DATIVE.items() if word in words}
    return found.pop() if len(found) == 1 else subject_of(titles)


def _add(line: Line) -> None:
    where = line.at(line.place("name"))
    name = line.text("name")
    if not name or stands_for_several(name):
        line.gathering.drop(_TOTALS, where)
        return
    if line.cell(line.place("share")) is None and line.cell(line.place("pupils")) is None:
        line.gathering.drop(_NO_NUMBERS, where)
        return
    school = line.gathering.school(line.school())
    faults = len(line.gathering.faults)
    share = line.percent(line.place("share"), name="доля сдавших")
    pupils = line.whole(line.place("pupils"), name="число участников")
    missing, is_hidden = line.missing(line.place("share"), line.place("pupils"))
    if len(line.gathering.faults) > faults:
        return
    if share is not None and 0 < share <= 1:
        # Few cells are so low, and a workbook without formats keeps 95.8 % as 0.958.
        what = f"доля сдавших: {plain(share).replace('.', ',')} %, похоже на долю единицы"
        line.gathering.fault(line.at(line.place("share")), what, "запишите проценты, например 95,8")
        return
    address = f"{where}:{column_letters(line.place('pupils') or 0)}{line.line}"
    if missing is not None:
        figure = Figure(school, INDICATOR, address, missing=missing, is_hidden=is_hidden)
    elif share is None or pupils is None:
        line.gathering.fault(where, "не хватает доли сдавших или числа участников", "заполните обе ячейки")
        return
    elif pupils == 0:
        line.gathering.drop("участников нет", where)
        return
    else:
        figure = Figure(school, INDICATOR, address, value=share, denominator=pupils)
    line.gathering.figures.append(figure)


READER: Final = Reader(ID, TITLE, recognise, read)
