"""РЭШ: levels of functional literacy, a school and class to a row, counts or percentages of each level."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from data_layer.domain.vocabulary import Level
from data_layer.intake.cells import plain
from data_layer.intake.readers.counts import Line, counted_lines, finished, year_or_hint
from data_layer.intake.readers.headers import Header, above_header, find_header, stands_for_several, text_at, tidy
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.scores import class_name
from data_layer.intake.readers.subjects import year_of_text
from data_layer.intake.readers.understood import Figure, Gathering, Understood
from data_layer.intake.tables import SourceTable, column_letters
from data_layer.intake.words import normal

ID: Final = "resh"
TITLE: Final = "Функциональная грамотность: уровни РЭШ"
INDICATOR: Final = "b1_functional_literacy"
TOTALS: Final = "итоговые строки"

_WORDS: Final = {
    "name": r"образовательная организация|наименование о[оу]|наименование образовательной организации|школа|о[оу]",
    "login": r"логин",
    "place": r"муниципалитет|район",
    "class": r"класс|параллель",
    "kind": r"вид грамотности|вид|направление|направление грамотности",
    "pupils": r"(количество|кол-во|число) (участников|обучающихся).*|участников|приняли участие|выполнили работу",
    "insufficient": r"недостаточный.*",
    "low": r"низкий.*",
    "middle": r"средний.*",
    "raised": r"повышенный.*",
    "high": r"высокий.*",
}
_LEVELS: Final = ("insufficient", "low", "middle", "raised", "high")
_REACHED: Final = ("middle", "raised", "high")
_WHOLE: Final = frozenset({"", "в целом", "все виды", "функциональная грамотность", "итого"})
_ROUNDING: Final = Decimal("0.5")
_IN_PERCENT: Final = re.compile(r"\bв (?:процентах|%)")


def recognise(table: SourceTable) -> Header | None:
    return find_header(table, _WORDS, required=("name", "low", "middle", "high"))


def read(table: SourceTable, header: Header, book: Book) -> Understood:  # noqa: ARG001 -- one sheet says all
    gathering = Gathering()
    _, titles = table.rows[header.line]
    above = f"{above_header(table, header)} · {table.sheet or ''}"
    is_percent = bool(_IN_PERCENT.search(normal(above))) or any(
        "%" in tidy(titles[header.columns[each]]) for each in _LEVELS if each in header.columns
    )
    for line in counted_lines(table, header, gathering):
        _add(line, is_percent=is_percent)
    if gathering.figures and all(figure.category for figure in gathering.figures):
        gathering.notes.append(
            "в файле есть только отдельные виды грамотности: общий итог школы из них не складывается,"
            " один обучающийся входит в несколько видов"
        )
    year, hinted = year_or_hint(year_of_text(above), table)
    return finished(
        gathering,
        table,
        layout=ID,
        title=TITLE,
        year=year,
        level=Level.OOO,
        asks=("year",),
        hinted=hinted,
        source="resh",
    )


@dataclass(frozen=True, slots=True)
class _Reached:
    """Pupils with the middle level or better: counted, or as a percentage of all."""

    pupils: int
    count: int | None = None
    percent: Decimal | None = None


def _add(line: Line, *, is_percent: bool) -> None:
    where = line.at(line.place("name"))
    if not line.text("name") or stands_for_several(line.text("name")):
        line.gathering.drop(TOTALS, where)
        return
    school = line.gathering.school(line.school())
    places = {each: place for each in _LEVELS if (place := line.place(each)) is not None}
    faults = len(line.gathering.faults)
    pupils = line.whole(line.place("pupils"), name="число участников")
    missing, is_hidden = line.missing(line.place("pupils"), *places.values())
    reached = None if missing else _percents(line, places, pupils) if is_percent else _counts(line, places, pupils)
    if len(line.gathering.faults) > faults:
        return
    if missing is None and reached is None:
        line.gathering.drop("участников нет", where)
        return
    line.gathering.figures.append(
        Figure(
            school=school,
            indicator=INDICATOR,
            address=f"{where}:{column_letters(max(places.values()))}{line.line}",
            class_group=class_name(line.text("class")),
            category=_kind(line),
            missing=missing,
            is_hidden=is_hidden,
            numerator=None if reached is None else reached.count,
            denominator=None if reached is None else reached.pupils,
            value=None if reached is None else reached.percent,
        )
    )


def _kind(line: Line) -> str:
    words = normal(text_at(line.cells, line.place("kind")))
    return "" if words in _WHOLE else f"literacy_kind:{words[:80]}"


def _counts(line: Line, places: Mapping[str, int], pupils: int | None) -> _Reached | None:
    found = {each: line.whole(place, name="число обучающихся") or 0 for each, place in places.items()}
    total = sum(found.values())
    if pupils is not None and pupils != total:
        what = f"участников {pupils}, а по уровням их {total}"
        line.gathering.fault(line.at(line.place("pupils")), what, "проверьте числа")
        return None
    return _Reached(total, count=sum(found.get(each, 0) for each in _REACHED)) if total else None


def _percents(line: Line, places: Mapping[str, int], pupils: int | None) -> _Reached | None:
    found = {each: line.percent(place, name="доля уровня") or Decimal(0) for each, place in places.items()}
    total = sum(found.values(), Decimal(0))
    if pupils is None:
        line.gathering.fault(line.at(line.place("name")), "число участников не указано", "добавьте число участников")
        return None
    if pupils and abs(total - 100) > _ROUNDING:
        what = f"доли уровней дают в сумме {plain(total)} %"
        line.gathering.fault(line.at(line.place("low")), what, "проверьте доли: в сумме должно быть 100 %")
        return None
    reached = sum((found.get(each, Decimal(0)) for each in _REACHED), Decimal(0))
    return _Reached(pupils, percent=min(reached, Decimal(100))) if pupils else None


READER: Final = Reader(ID, TITLE, recognise, read)
