"""ВПР, 2021: one sheet with Russian headings, a pupil to a row, the textbook in it, all numbers as text."""

import re
from typing import Final

from data_layer.intake.readers.headers import Header
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.scores import column_texts, find_pupils, read_scores, sheet_of_pupils, textbook_hints
from data_layer.intake.readers.understood import Understood
from data_layer.intake.tables import SourceTable

ID: Final = "fisoko_2021"
TITLE: Final = "ВПР: выгрузка ФИС ОКО 2021 года"

_WORDS: Final = {
    "login": r"логин школы|логин",
    "place": r"муниципалитет",
    "code": r"код обучающегося|код участника",
    "class": r"класс",
    "variant": r"вариант",
    "total": r"всего баллов",
    "textbook": r"учебник",
}
_TASK: Final = re.compile(r"балл за [0-9]{1,2}(?:[.(][0-9а-яa-z]+\)?)*")


def recognise(table: SourceTable) -> Header | None:
    return find_pupils(table, _WORDS, _TASK)


def read(table: SourceTable, header: Header, book: Book) -> Understood:  # noqa: ARG001 -- one sheet says all
    hints = textbook_hints(column_texts(table, header, "textbook"))
    return read_scores(sheet_of_pupils(table, header, _TASK), layout=ID, title=TITLE, hints=hints)


READER: Final = Reader(
    ID,
    TITLE,
    recognise,
    read,
)
