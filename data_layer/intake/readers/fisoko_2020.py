"""ВПР, 2020: one sheet with English headings (groups, user, klass, sum, a-1-grade …), a pupil to a row.

Neither subject nor grade stand in it; the year is that of the newest work the school was signed up for.
"""

import re
from typing import Final

from data_layer.intake.readers.headers import Header, find_header, tidy
from data_layer.intake.readers.reader import Book, Reader
from data_layer.intake.readers.scores import Hints, Sheet, column_texts, read_scores, textbook_hints
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
    header = find_header(table, _WORDS, required=("login", "code", "class", "total"))
    return header if header is not None and _tasks(table, header) else None


def _tasks(table: SourceTable, header: Header) -> dict[int, int | None]:
    _, cells = table.rows[header.line]
    return {place: None for place, cell in enumerate(cells) if _TASK.fullmatch(tidy(cell))}


def read(table: SourceTable, header: Header, book: Book) -> Understood:  # noqa: ARG001 -- one sheet says all
    columns = header.columns
    sheet = Sheet(
        table,
        header,
        tasks=_tasks(table, header),
        total=columns["total"],
        class_group=columns["class"],
        absent=columns.get("variant"),
    )
    years = [int(year) for text in set(column_texts(table, header, "groups")) for year in _WORK.findall(text)]
    books = textbook_hints(column_texts(table, header, "textbook"))
    hints = Hints(books.subject, books.grade, max(years) - 1 if years else None)
    return read_scores(sheet, layout=ID, title=TITLE, hints=hints)


READER: Final = Reader(ID, TITLE, recognise, read)
