"""What a table is, by its headings: which of the five tables, where its header stands, which column is what.

Source: contracts.md, «Import». Headings are ids or Russian titles, in any case and with any spaces.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data_layer.intake.cells import text_of
from data_layer.intake.errors import IntakeError, quoted
from data_layer.intake.tables import CellValue, NumberedRow, SourceTable, TableKind, column_letters
from data_layer.intake.words import normal

# The header is sought among this many filled rows; above it stand titles of the table.
HEADER_DEPTH: Final = 40


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of one table: id → Russian title. A header has all of `required` and one of `one_of`."""

    columns: Mapping[str, str]
    required: tuple[str, ...]
    one_of: tuple[str, ...] = ()

    def missing(self, found: Mapping[str, int]) -> list[str]:
        absent = [column for column in self.required if column not in found]
        if self.one_of and not any(column in found for column in self.one_of):
            absent.append(self.one_of[0])
        return absent


LAYOUTS: Final[Mapping[TableKind, Layout]] = {
    TableKind.SCHOOLS: Layout(
        {
            "code": "Код",
            "short_name": "Краткое название",
            "full_name": "Полное название",
            "kind": "Вид",
            "cluster": "Тип местности",
            "pupils": "Обучающихся",
            "fis_oko_login": "Логин ФИС ОКО",
            "rcoi_code": "Код РЦОИ",
            "inn": "ИНН",
            "levels": "Уровни",
        },
        required=("code", "short_name", "kind"),
    ),
    TableKind.TARGETS: Layout(
        {
            "school": "Школа",
            "indicator": "Показатель",
            "level": "Уровень",
            "year": "Учебный год",
            "target": "Цель",
        },
        required=("school", "indicator", "year", "target"),
    ),
    TableKind.OBSERVATIONS: Layout(
        {
            "school": "Школа",
            "indicator": "Показатель",
            "level": "Уровень",
            "year": "Учебный год",
            "subject": "Предмет",
            "class_group": "Класс",
            "category": "Категория",
            "numerator": "Числитель",
            "denominator": "Знаменатель",
            "value": "Значение",
            "baseline": "База",
            "missing": "Нет данных",
            "source": "Источник",
            "note": "Примечание",
        },
        required=("school", "indicator", "year"),
        one_of=("numerator", "denominator", "value", "missing"),
    ),
    TableKind.DOCUMENTS: Layout(
        {
            "school": "Школа",
            "block": "Блок",
            "stage": "Стадия",
            "year": "Учебный год",
            "type": "Вид документа",
            "title": "Название",
            "number": "Номер",
            "date": "Дата",
            "responsible": "Ответственный",
            "addressee": "Адресат",
            "goals": "Цели",
            "tasks": "Задачи",
            "deadlines": "Сроки",
            "url": "Ссылка",
            "file": "Файл",
            "status": "Статус",
            "covers": "Другие ячейки",
        },
        required=("school", "block", "stage", "year", "type"),
    ),
    TableKind.ORGANISATION: Layout(
        {
            "school": "Школа",
            "year": "Учебный год",
            "item": "Требование",
            "present": "Есть",
            "date": "Дата",
            "url": "Ссылка",
        },
        required=("school", "year", "item", "present"),
    ),
}

TITLES: Final[Mapping[TableKind, str]] = {
    TableKind.SCHOOLS: "Школы",
    TableKind.TARGETS: "Цели",
    TableKind.OBSERVATIONS: "Показатели",
    TableKind.DOCUMENTS: "Документы",
    TableKind.ORGANISATION: "Организация",
}

# Columns of our own books that only help to fill them in; they are passed over without a note.
HELP_HEADINGS: Final[Mapping[str, str]] = {
    "help_name": "Что это",
    "help_before": "В прошлом году",
    "help_reference": "Ориентир района",
    "help_due": "Сдать до",
    "help_status": "Сейчас",
}

# A column that only one of the tables has tells what a table with a broken header was meant to be.
_TELLING_COLUMNS: Final = 2


def _heading_words(columns: Mapping[str, str]) -> dict[str, str]:
    words = {normal(title): column for column, title in columns.items()}
    return words | {column: column for column in columns}


_WORDS: Final = {kind: _heading_words(layout.columns) for kind, layout in LAYOUTS.items()}
_ALL_WORDS: Final = frozenset(word for words in _WORDS.values() for word in words)
_HELP_WORDS: Final = frozenset(map(normal, HELP_HEADINGS.values()))
_PARENTHESES: Final = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class RecognisedTable:
    """A table whose columns are known. columns: id → position from 0; rows: those below the header."""

    source: SourceTable
    kind: TableKind
    columns: Mapping[str, int]
    rows: Sequence[NumberedRow]
    header_line: int
    width: int


@dataclass(slots=True)
class _Candidate:
    kind: TableKind
    position: int
    columns: dict[str, int]
    repeated: list[int]
    missing: list[str]

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Complete headers first, then the one with the most known headings, then the upper one."""
        return (not self.missing, len(self.columns), -self.position)


def heading(cell: CellValue) -> str:
    """A heading as headings are compared: without marks of duty and a closing colon."""
    return normal(text_of(cell)).rstrip("*: ")


def known_headings(cells: Sequence[CellValue]) -> int:
    """How many different cells of a row are headings of some table."""
    words = {heading(cell) for cell in cells if isinstance(cell, str)}
    return len((words | {_PARENTHESES.sub("", word) for word in words}) & _ALL_WORDS)


def recognise(
    source: SourceTable, *, expected: TableKind | None = None
) -> tuple[RecognisedTable | None, list[IntakeError], list[str]]:
    """The table with its columns, or None with the errors that say why not; and notes on columns ignored."""
    filled = [(place, row) for place, row in enumerate(source.rows) if any(cell is not None for cell in row[1])]
    if not filled and source.sheet is not None:
        return None, [], [f"лист «{source.sheet}» пуст и пропущен"]
    if not filled:
        return None, [IntakeError(source.title, "таблица пуста", "заполните таблицу или уберите её")], []
    wanted = expected or source.expected
    best = _best_header(filled[:HEADER_DEPTH], [wanted] if wanted else list(TableKind))
    if best is None or (best.missing and len(best.columns) < _TELLING_COLUMNS):
        return None, [_not_recognised(source, wanted)], []
    errors = _header_errors(source, best)
    if errors:
        return None, errors, []
    table = _table_below(source, best)
    return table, [], _ignored_columns(table, source.rows[best.position][1])


def _best_header(filled: Sequence[tuple[int, NumberedRow]], kinds: Sequence[TableKind]) -> _Candidate | None:
    candidates = [_candidate(kind, place, cells) for place, (_, cells) in filled for kind in kinds]
    named = [candidate for candidate in candidates if candidate.columns]
    return max(named, key=lambda candidate: candidate.rank, default=None)


def _candidate(kind: TableKind, position: int, cells: Sequence[CellValue]) -> _Candidate:
    columns: dict[str, int] = {}
    repeated = []
    for place, cell in enumerate(cells):
        column = _column_of(kind, cell)
        if column is None:
            continue
        if column in columns:
            repeated.append(place)
        columns.setdefault(column, place)
    return _Candidate(kind, position, columns, repeated, LAYOUTS[kind].missing(columns))


def _column_of(kind: TableKind, cell: CellValue) -> str | None:
    if not isinstance(cell, str):
        return None
    words, title = _WORDS[kind], heading(cell)
    return words.get(title) or words.get(_PARENTHESES.sub("", title))


def _not_recognised(source: SourceTable, wanted: TableKind | None) -> IntakeError:
    what = f"заголовки таблицы «{TITLES[wanted]}» не найдены" if wanted else "вид таблицы не распознан по заголовкам"
    return IntakeError(source.title, what, "проверьте строку заголовков")


def _header_errors(source: SourceTable, header: _Candidate) -> list[IntakeError]:
    line = source.rows[header.position][0]
    titles = LAYOUTS[header.kind].columns
    errors = [
        IntakeError(
            source.address(line, 0),
            f"в таблице «{TITLES[header.kind]}» нет колонки «{titles[column]}» ({column})",
            "добавьте колонку",
        )
        for column in header.missing
    ]
    return errors + [
        IntakeError(source.address(line, place), "колонка повторяется", "оставьте одну из них")
        for place in header.repeated
    ]


def _table_below(source: SourceTable, header: _Candidate) -> RecognisedTable:
    line, cells = source.rows[header.position]
    return RecognisedTable(
        source=source,
        kind=header.kind,
        columns=header.columns,
        rows=source.rows[header.position + 1 :],
        header_line=line,
        width=len(cells),
    )


def _ignored_columns(table: RecognisedTable, header: Sequence[CellValue]) -> list[str]:
    used = set(table.columns.values())
    unknown = [
        f"{quoted(text_of(cell))} ({column_letters(place)})"
        for place, cell in enumerate(header)
        if cell is not None and place not in used and heading(cell) not in _HELP_WORDS
    ]
    untitled = [column_letters(place) for place in _untitled_columns(table, header)]
    title = table.source.title
    return [f"{title} · неизвестные колонки пропущены: {', '.join(unknown)}"] * bool(unknown) + [
        f"{title} · колонки без заголовка пропущены: {', '.join(untitled)}"
    ] * bool(untitled)


def _untitled_columns(table: RecognisedTable, header: Sequence[CellValue]) -> list[int]:
    """Columns with values but no heading. Beyond the header of a CSV such values are a fault of the row."""
    places = {place for place, cell in enumerate(header) if cell is None}
    if table.source.sheet is not None:
        longest = max((len(cells) for _, cells in table.rows), default=0)
        places |= set(range(table.width, longest))
    return sorted(
        place for place in places if any(place < len(cells) and cells[place] is not None for _, cells in table.rows)
    )
