"""ВПР, 2022 and later: the sheet «Протокол» of ФИС ОКО, a pupil to a row, the subject on the sheet «Классы»."""

import re
from typing import Final

from data_layer.intake.readers.headers import Header, find_header, tidy
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.scores import (
    Hints,
    Sheet,
    column_texts,
    other_sheets,
    read_scores,
    textbook_hints,
)
from data_layer.intake.readers.subjects import most_common, year_of_text
from data_layer.intake.readers.understood import Understood
from data_layer.intake.tables import SourceTable

ID: Final = "fisoko_protocol"
TITLE: Final = "ВПР: протокол ФИС ОКО, 2022 год и позже"

_WORDS: Final = {
    "login": r"пользователь",
    "place": r"муниципалитет",
    "name": r"школа",
    "uploaded": r"дата загрузки",
    "code": r"код",
    "variant": r"вариант",
    "class": r"наименование класса|класс",
    "total": r"итого баллов|итого|сумма баллов",
}
_REQUIRED: Final = ("login", "code", "variant", "class")
_TASK: Final = re.compile(r"[0-9]{1,2}(?:\.[0-9])?\s*(?:\([0-9а-яa-z]+\))?\s*\(([0-9]{1,2}) ?б\)")
_CLASSES: Final = {
    "login": r"пользователь",
    "uploaded": r"дата загрузки",
    "class": r"буква .*класса.*|наименование класса",
    "textbook": r"основной учебник.*|учебник",
}


def recognise(table: SourceTable) -> Header | None:
    header = find_header(table, _WORDS, required=_REQUIRED)
    return header if header is not None and _tasks(table, header) else None


def _tasks(table: SourceTable, header: Header) -> dict[int, int | None]:
    _, cells = table.rows[header.line]
    found = {place: _TASK.fullmatch(tidy(cell)) for place, cell in enumerate(cells)}
    return {place: int(each[1]) for place, each in found.items() if each is not None}


def read(table: SourceTable, header: Header, book: Book) -> Understood:
    columns = header.columns
    sheet = Sheet(
        table,
        header,
        tasks=_tasks(table, header),
        total=columns.get("total"),
        class_group=columns["class"],
        absent=columns["variant"],
    )
    found = textbook_hints([text for other in other_sheets(book, table) for text in _textbooks(other)])
    year = most_common(map(year_of_text, column_texts(table, header, "uploaded")))
    hints = Hints(found.subject, found.grade, year if isinstance(year, int) else None)
    return read_scores(sheet, layout=ID, title=TITLE, hints=hints)


def _textbooks(table: SourceTable) -> list[str]:
    header = find_header(table, _CLASSES, required=("login", "textbook"))
    return [] if header is None else column_texts(table, header, "textbook")


READER: Final = Reader(
    ID,
    TITLE,
    recognise,
    read,
)
