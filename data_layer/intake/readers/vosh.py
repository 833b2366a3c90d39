"""ВсОШ: how many different pupils took part in the school stage, and winners where they are counted.

Participations by subject are no pupils: one pupil takes part in several subjects and counts once.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from data_layer.domain.vocabulary import Level
from data_layer.intake.readers.counts import Line, counted_lines, finished
from data_layer.intake.readers.headers import Header, above_header, find_header, is_total, stands_for_several
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.subjects import year_of_text
from data_layer.intake.readers.understood import Figure, Gathering, Understood
from data_layer.intake.tables import SourceTable, column_letters
from data_layer.intake.words import normal

ID: Final = "vosh"
TITLE: Final = "ВсОШ: участие школ"
PARTICIPATION: Final = "b3_vosh_participation"
WINNERS: Final = "b3_vosh_winners"
TOTALS: Final = "итоговые строки"
OF_SUBJECTS: Final = "строки отдельных предметов: участники по предметам не складываются"

_WORDS: Final = {
    "name": r"образовательная организация|наименование о[оу]|наименование образовательной организации|школа|о[оу]",
    "login": r"логин",
    "place": r"муниципалитет|район",
    "subject": r"предмет|общеобразовательный предмет",
    "pupils": r"(всего |количество |кол-во |число )?обучающихся( в)? 4 ?[-–] ?11.*",
    "took": r"(количество |кол-во |число )?(уникальных участников|участников \(уникальных\)|участников|приняли участие).*",
    "winners": r"(количество |кол-во |число )?победителей( и приз[её]ров)?",
    "prizes": r"(количество |кол-во |число )?приз[её]ров",
}
LATER_STAGE: Final = "региональный и заключительный этапы: показатель считает муниципальный"
_SCHOOL_STAGE: Final = re.compile(r"школьн\w+ этап")
_MUNICIPAL_STAGE: Final = re.compile(r"муниципальн\w+ этап")
_LATER_STAGE: Final = re.compile(r"региональн\w+ этап|заключительн\w+ этап")


def recognise(table: SourceTable) -> Header | None:
    header = find_header(table, _WORDS, required=("name", "took"))
    if header is None or not ({"pupils", "winners"} & set(header.columns)):
        return None
    return header


def read(table: SourceTable, header: Header, book: Book) -> Understood:  # noqa: ARG001 -- one sheet says all
    gathering = Gathering()
    above = f"{above_header(table, header)} · {table.sheet or ''}"
    # Titles say more of the table than the name of its file, which says more than nothing.
    add = _adder(above) or _adder(table.file) or _add_participation
    is_school_stage = add is _add_participation
    for line in counted_lines(table, header, gathering):
        _add(line, add)
    if "winners" in header.columns and is_school_stage:
        gathering.notes.append(
            "победители и призёры школьного этапа не вносятся: показатель считает муниципальный этап"
        )
    told, of_name = _year(above), _year(table.file)
    year, hinted = (told, ()) if told is not None or of_name is None else (of_name, ("year",))
    return finished(
        gathering,
        table,
        layout=ID,
        title=TITLE,
        year=year,
        level=Level.SCHOOL,
        asks=("year",),
        hinted=hinted,
        source="gis_obrazovanie",
    )


def _year(text: str) -> int | None:
    """The school and the municipal stage are held in the autumn: a calendar year alone is the starting one."""
    found = year_of_text(text)
    return found if found is None or re.search(r"20[0-9]{2} ?[/–-]", text) else found + 1


# What a row of this stage adds: (line, its cell, position of the school).
_Adder = Callable[[Line, str, int], None]


def _adder(text: str) -> _Adder | None:
    """None where the text names no stage."""
    words = normal(text)
    if _LATER_STAGE.search(words):
        return _add_nothing
    if _MUNICIPAL_STAGE.search(words):
        return _add_winners
    return _add_participation if _SCHOOL_STAGE.search(words) else None


def _add(line: Line, add: _Adder) -> None:
    where = line.at(line.place("name"))
    if not line.text("name") or stands_for_several(line.text("name")):
        line.gathering.drop(TOTALS, where)
        return
    subject = line.text("subject")
    if subject and not is_total(subject):
        line.gathering.drop(OF_SUBJECTS, where)
        return
    add(line, where, line.gathering.school(line.school()))


def _add_nothing(line: Line, where: str, _school: int) -> None:
    line.gathering.drop(LATER_STAGE, where)


def _add_participation(line: Line, where: str, school: int) -> None:
    if line.place("pupils") is None:
        line.gathering.drop("нет числа обучающихся 4–11 классов", where)
        return
    faults = len(line.gathering.faults)
    took = line.whole(line.place("took"), name="число участников")
    pupils = line.whole(line.place("pupils"), name="число обучающихся 4–11 классов")
    missing, is_hidden = line.missing(line.place("took"), line.place("pupils"))
    if len(line.gathering.faults) > faults:
        return
    if missing is None and (took is None or not pupils):
        line.gathering.drop("числа не заполнены", where)
        return
    if missing is None and took is not None and pupils is not None and took > pupils:
        what = f"участников {took} больше, чем обучающихся {pupils}"
        line.gathering.fault(line.at(line.place("took")), what, "укажите уникальных участников")
        return
    last = column_letters(max(line.place("took") or 0, line.place("pupils") or 0))
    line.gathering.figures.append(
        Figure(
            school=school,
            indicator=PARTICIPATION,
            address=f"{where}:{last}{line.line}",
            numerator=None if missing else took,
            denominator=None if missing else pupils,
            missing=missing,
            is_hidden=is_hidden,
        )
    )


def _add_winners(line: Line, where: str, school: int) -> None:
    faults = len(line.gathering.faults)
    places = (line.place("winners"), line.place("prizes"))
    winners = [line.whole(place, name="победители и призёры") for place in places if place is not None]
    missing, is_hidden = line.missing(*places)
    if len(line.gathering.faults) > faults:
        return
    if missing is None and all(each is None for each in winners):
        line.gathering.drop("числа не заполнены", where)
        return
    last = column_letters(max(place or 0 for place in places))
    line.gathering.figures.append(
        Figure(
            school=school,
            indicator=WINNERS,
            address=f"{where}:{last}{line.line}",
            value=None if missing else Decimal(sum(each or 0 for each in winners)),
            missing=missing,
            is_hidden=is_hidden,
        )
    )


READER: Final = Reader(
    ID,
    TITLE,
    recognise,
    read,
)
