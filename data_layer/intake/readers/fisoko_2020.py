"""ВПР, 2020: one sheet with English headings (groups, user, klass, sum, a-1-grade …), a pupil to a row.

Neither subject nor grade stand in it; the year is that of the newest work the school was signed up for.
"""

import re
from typing import Final

from data_layer.intake.readers.headers import Header
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.scores import (
    Hints,
    column_texts,
    find_pupils,
    read_scores,
    sheet_of_pupils,
    textbook_hints,
)
from data_layer.intake.readers.understood import Understood
from data_layer.intake.tables import SourceTable

ID: Final = "fisoko_2020"
TITLE: Final = "ВПР: выгрузка ФИС ОКО 2020 года"

_WORDS: Final = {
    "groups": r"groups",
    "login": r"user",
    "code": r"code",
    "class": r"klass",
    "variant": r"var-1",
    "total": r"sum",
    "textbook": r"учебник",
}
_TASK: Final = re.compile(r"a-[0-9]{1,2}-grade")
_WORK: Final = re.compile(r"(?<![a-z0-9])vpr(20[0-9]{2})\.", re.IGNORECASE)


def recognise(table: SourceTable) -> Header | None:
    return find_pupils(table, _WORDS, _TASK)


def read(table: SourceTable, header: Header, book: Book) -> Understood:  # noqa: ARG001 -- one sheet says all
    years = [int(year) for text in set(column_texts(table, header, "groups")) for year in _WORK.findall(text)]
    books = textbook_hints(column_texts(table, header, "textbook"))
    hints = Hints(books.subject, books.grade, max(years) - 1 if years else None)
    return read_scores(sheet_of_pupils(table, header, _TASK), layout=ID, title=TITLE, hints=hints)


READER: Final = Reader(ID, TITLE, recognise, read)
