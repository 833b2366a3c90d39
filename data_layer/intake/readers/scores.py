"""Tables of pupils with their primary scores: what the three layouts of ФИС ОКО have in common.

Rows of pupils become counts by school and class at once; which mark a score is worth is decided later, by a scale.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from data_layer.intake.cells import number_of, text_of
from data_layer.intake.errors import CellFault, quoted
from data_layer.intake.readers.headers import Header, Words, find_header, stands_for_several, text_at, tidy
from data_layer.intake.readers.reader import Book
from data_layer.intake.readers.subjects import code_of, grade_of, most_common, subject_of, year_of_text
from data_layer.intake.readers.understood import Figure, Gathering, NamedSchool, Understood
from data_layer.intake.tables import CellValue, SourceTable, column_letters
from data_layer.intake.words import normal

INDICATOR: Final = "b1_vpr_attainment"
SOURCE: Final = "fis_oko"
ABSENT: Final = "отсутствовали"
TOTALS: Final = "итоговые строки"
EMPTY: Final = "нет ни одного балла"

# «Х» of a protocol is typed in either alphabet; «не пройд.» is a task on something not taught yet.
_NOTHING: Final = frozenset({"x", "х", "-", "–", "—", "не пройд", "не пройд.", "не пройдено", "н/п"})
_ABSENT: Final = re.compile(r"отсутств\w*|не явил\w*|неявка|н/я|болел\w*")
_GRADE_AND_LETTER: Final = re.compile(r"(1[01]|[1-9])?\s*[-–«\"']*\s*([а-яёa-z]*)[»\"']*", re.IGNORECASE)
_NO_CLASS: Final = frozenset({"", "нет", "-", "–", "—"})
# Latin letters that look like Russian ones, as schools type them.
_LOOKALIKES: Final = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_LARGEST_SCORE: Final = 1000
# The ninth grade wrote the work of the eighth; textbooks of the tenth serve the eleventh as well.
_OLDEST_PUT_OFF: Final = 9


@dataclass(slots=True)
class _Class:
    """Pupils of one class. lines: the first and the last of its rows."""

    scores: Counter[int] = field(default_factory=Counter)
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of pupils with its columns.

    school: what names the school of a row. tasks: positions of the task columns, with the highest score of
    each where the heading says it. absent: column that says «отсутствовал».
    """

    table: SourceTable
    header: Header
    tasks: Mapping[int, int | None]
    total: int | None
    class_group: int | None
    absent: int | None = None

    def school(self, cells: Sequence[CellValue]) -> NamedSchool:
        columns = self.header.columns
        login = text_at(cells, columns.get("login"))
        name = text_at(cells, columns.get("name"))
        place = text_at(cells, columns.get("place"))
        return NamedSchool(
            name=name.partition(" | ")[2].strip() or name,
            login=login,
            place=place.partition(" | ")[2].strip() or place,
        )


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of the whole table. subject «», year and grade None where nothing says it."""

    subject: str = ""
    grade: int | None = None
    year: int | None = None


def read_scores(sheet: Sheet, *, layout: str, title: str, hints: Hints) -> Understood:
    """hints: from the contents; what they lack is taken from the names of sheet and file."""
    reading = _Reading(sheet)
    for line, cells in sheet.table.rows[sheet.header.below :]:
        if any(cell is not None for cell in cells):
            reading.add(line, cells)
    gathering = reading.gathering
    if reading.uncounted:
        gathering.notes.append(
            f"«Итого баллов» не посчитано в строках: {reading.uncounted}; взята сумма баллов за задания"
        )
    subject, grade, year, hinted = _completed(sheet.table, hints, reading.classes)
    if grade is not None and _is_put_off(grade, reading.classes):
        gathering.notes.append(f"работа за {grade} класс: её писали классы на год старше")
    return Understood(
        layout=layout,
        title=title,
        file=sheet.table.file,
        sheet=sheet.table.sheet,
        year=year,
        subject=subject,
        grade=grade,
        asks=("subject", "grade", "year"),
        hinted=hinted,
        best=_best(sheet),
        source=SOURCE,
        figures=tuple(reading.figures()),
        schools=gathering.named,
        dropped=gathering.dropped,
        faults=tuple(gathering.faults),
        fault_schools=tuple(gathering.fault_schools),
        notes=tuple(gathering.notes),
        rows_read=gathering.rows_read,
    )


def span(table: SourceTable, column: int, first: int, last: int) -> str:
    """«Протокол!A3:A12», «файл.csv · A3:A12»."""
    start = table.address(first, column)
    return start if first == last else f"{start}:{column_letters(column)}{last}"


def class_name(text: str) -> str:
    """«4А» for «4 а», «4-А», «4 «А»»; a lone letter stays one; «» where there is no class."""
    words = normal(text)
    if words in _NO_CLASS:
        return ""
    found = _GRADE_AND_LETTER.fullmatch(words.removesuffix(" класс"))
    if found is None:
        return text.upper()[:16]
    return f"{found[1] or ''}{found[2].upper().translate(_LOOKALIKES)}"


def class_grade(name: str) -> int | None:
    found = re.match(r"1[01]|[1-9]", name)
    return int(found[0]) if found else None


@dataclass(slots=True)
class _Reading:
    """Pupils counted so far. seen: line of each participant; uncounted: rows whose sum the file left at 0."""

    sheet: Sheet
    gathering: Gathering = field(default_factory=Gathering)
    classes: dict[tuple[NamedSchool, str], _Class] = field(default_factory=dict)
    seen: dict[tuple[NamedSchool, str], int] = field(default_factory=dict)
    uncounted: int = 0

    def add(self, line: int, cells: Sequence[CellValue]) -> None:
        sheet, gathering = self.sheet, self.gathering
        gathering.next_row()
        named = sheet.school(cells)
        if named.is_empty:
            gathering.fault(sheet.table.address(line, 0), "школа не указана", "укажите логин школы")
            return
        if stands_for_several(named.label):
            gathering.drop(TOTALS, sheet.table.address(line, 0))
            return
        gathering.school(named)
        if self._is_repeated(named, line, cells):
            return
        score = self._score(line, cells)
        if score is not None:
            key = (named, class_name(text_at(cells, sheet.class_group)))
            one = self.classes.setdefault(key, _Class(first=line))
            one.scores[score] += 1
            one.last = line

    def figures(self) -> list[Figure]:
        column = self.sheet.header.columns.get("login", 0)
        return [
            Figure(
                school=self.gathering.school(named),
                indicator=INDICATOR,
                address=span(self.sheet.table, column, one.first, one.last),
                rows=sum(one.scores.values()),
                class_group=name,
                scores=tuple(sorted(one.scores.items())),
            )
            for (named, name), one in self.classes.items()
        ]

    def _is_repeated(self, named: NamedSchool, line: int, cells: Sequence[CellValue]) -> bool:
        """Whether a participant stands in the table twice; a file pasted twice would double every figure."""
        code = text_at(cells, self.sheet.header.columns.get("code"))
        before = self.seen.setdefault((named, code), line) if code else line
        if before == line:
            return False
        where = self.sheet.table.address(line, self.sheet.header.columns["code"])
        self.gathering.fault(where, f"участник с кодом {quoted(code)} уже есть в строке {before}", "уберите повтор")
        return True

    def _score(self, line: int, cells: Sequence[CellValue]) -> int | None:
        """The primary score of a pupil, None where there is no result."""
        sheet, gathering = self.sheet, self.gathering
        where = sheet.table.address(line, sheet.header.columns.get("login", 0))
        if any(_ABSENT.fullmatch(normal(text_at(cells, place))) for place in (sheet.absent, sheet.total)):
            gathering.drop(ABSENT, where)
            return None
        faults = len(gathering.faults)
        points = [self._points(line, cells, place) for place in sheet.tasks]
        stated = None if sheet.total is None else self._whole(line, cells, sheet.total)
        if len(gathering.faults) > faults:
            return None
        if all(each is None for each in points):
            # Tasks left empty say that nobody wrote, whatever a formula made of them.
            gathering.drop(EMPTY, where)
            return None
        counted = sum(each for each in points if each is not None)
        if stated not in {None, 0, counted}:
            what = f"сумма баллов {stated} не равна сумме за задания {counted}"
            gathering.fault(sheet.table.address(line, sheet.total or 0), what, "исправьте балл или сумму")
            return None
        self.uncounted += stated == 0 != counted
        return counted

    def _points(self, line: int, cells: Sequence[CellValue], place: int) -> int | None:
        """Points of one task: 0 where it was not attempted, None where the cell is empty."""
        points = self._whole(line, cells, place)
        most = self.sheet.tasks[place]
        if points is not None and most is not None and points > most:
            what = f"балл {points} больше наибольшего за это задание ({most})"
            self.gathering.fault(self.sheet.table.address(line, place), what, "исправьте балл")
        return points

    def _whole(self, line: int, cells: Sequence[CellValue], place: int) -> int | None:
        cell = cells[place] if place < len(cells) else None
        if cell is None:
            return None
        if isinstance(cell, int):
            number = cell
        elif normal(text_of(cell)) in _NOTHING:
            return 0
        else:
            number = self._number(line, place, cell)
        if not 0 <= number <= _LARGEST_SCORE:
            self.gathering.fault(self.sheet.table.address(line, place), f"балл {number} невозможен", "исправьте балл")
            return None
        return number

    def _number(self, line: int, place: int, cell: CellValue) -> int:
        where = self.sheet.table.address(line, place)
        try:
            number = number_of(cell, name="балл", may_be_percent=False)
        except CellFault as fault:
            self.gathering.fault(where, fault.what, fault.action)
            return 0
        if number is None or number != number.to_integral_value():
            self.gathering.fault(where, f"балл: {quoted(text_of(cell))} — не целое число", "исправьте балл")
            return 0
        return int(number)


def _best(sheet: Sheet) -> int | None:
    most = list(sheet.tasks.values())
    return sum(each for each in most if each is not None) if most and None not in most else None


# --- what the whole table is about --------------------------------------------------------------------


def _completed(
    table: SourceTable, hints: Hints, classes: Mapping[tuple[NamedSchool, str], _Class]
) -> tuple[str, int | None, int | None, tuple[str, ...]]:
    """Subject, grade, year, and which of them only the names of sheet and file tell."""
    names = f"{table.sheet or ''} · {table.file}"
    coded = code_of(names)
    of_classes = _grade_of_classes(classes)
    of_names = coded[1] if coded else grade_of(names)
    of_work = hints.grade or of_names
    subject = hints.subject
    grade = hints.grade if of_classes is None else of_classes
    year = hints.year
    hinted = []
    if of_work is not None and _is_put_off(of_work, classes):
        grade = of_work
        hinted += [] if hints.grade else ["grade"]
    if not subject:
        subject = coded[0] if coded else subject_of(names)
        hinted = ["subject", *hinted] if subject else hinted
    if grade is None:
        grade = of_names
        hinted += ["grade"] if grade is not None else []
    if year is None:
        year = year_of_text(names)
        hinted += ["year"] if year is not None else []
    return subject, grade, year, tuple(hinted)


def _grade_of_classes(classes: Mapping[tuple[NamedSchool, str], _Class]) -> int | None:
    found = most_common(class_grade(name) for _, name in classes)
    return found if isinstance(found, int) else None


def _is_put_off(grade: int, classes: Mapping[tuple[NamedSchool, str], _Class]) -> bool:
    """Whether the work of a grade was written by the classes a year older, as in the autumns of 2020 and 2022."""
    return _grade_of_classes(classes) == grade + 1 and grade < _OLDEST_PUT_OFF


def textbook_hints(texts: Sequence[str]) -> Hints:
    """Subject and grade by the textbooks that classes use: «ma4.8 | … Математика 4 класс»."""
    coded = [code_of(text) for text in texts]
    subject = most_common(code[0] for code in coded if code) or most_common(map(subject_of, texts))
    grade = most_common(code[1] for code in coded if code) or most_common(map(grade_of, texts))
    return Hints(str(subject or ""), grade if isinstance(grade, int) else None)


def column_texts(table: SourceTable, header: Header, column: str) -> list[str]:
    """What stands in a column, each text once for every row."""
    place = header.columns.get(column)
    if place is None:
        return []
    return [text for _, cells in table.rows[header.below :] if (text := text_at(cells, place))]


def find_pupils(table: SourceTable, words: Words, task: re.Pattern[str]) -> Header | None:
    """The header of a sheet with a pupil to a row; None where it has no heading of a task."""
    header = find_header(table, words, required=("login", "code", "class", "total"))
    return header if header is not None and _tasks(table, header, task) else None


def sheet_of_pupils(table: SourceTable, header: Header, task: re.Pattern[str]) -> Sheet:
    """What `find_pupils` found, with the columns of the tasks, whose most points are not told."""
    columns = header.columns
    return Sheet(
        table,
        header,
        tasks=_tasks(table, header, task),
        total=columns["total"],
        class_group=columns["class"],
        absent=columns.get("variant"),
    )


def _tasks(table: SourceTable, header: Header, task: re.Pattern[str]) -> dict[int, int | None]:
    _, cells = table.rows[header.line]
    return {place: None for place, cell in enumerate(cells) if task.fullmatch(tidy(cell))}


def other_sheets(book: Book, table: SourceTable) -> list[SourceTable]:
    return [each for each in book if each is not table]
