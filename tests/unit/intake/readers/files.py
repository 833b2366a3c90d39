"""Small invented files in the layouts that really come, and short ways to what a reader makes of them.

Every figure quoted in the tests beside this module can be counted by hand in the tables below.
"""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

from data_layer.intake.readers.understood import Figure, Understood
from data_layer.intake.reading import read_bytes

Rows = Sequence[Sequence[object]]

# A work of three tasks, 20 points at most, as the scale of mathematics in grade 4 has: «3» from 6.
PROTOCOL_HEADER = [
    "Пользователь",
    "Код региона",
    "Регион",
    "Муниципалитет",
    "Школа",
    "Дата загрузки",
    "Код",
    "Вариант",
    "1 (8б)",
    "2(1) (8б)",
    "2(2) (4б)",
    "Наименование класса",
    "Пол",
    "Отметка за предыдущий триместр/ четверть/полугодие",
    "Итого баллов",
]


def protocol_row(  # noqa: PLR0917 - as the columns stand
    login: str,
    code: int,
    variant: object,
    points: Sequence[object],
    class_group: object,
    total: object,
) -> list[object]:
    place = "reg99_m001 | Лесной муниципальный район"
    school = f"{login} | МБОУ «Гимназия {login[-1]}»"
    return [
        login,
        99,
        "reg990000 | Учебный край",
        place,
        school,
        "17.03.2022 05:33:20",
        code,
        variant,
        *points,
        class_group,
        "ж",
        "4",
        total,
    ]


# 4А: 6, 5 and 20 points, one absent: 2 of 3. 4Б: 10 points: 1 of 1. The second school left its sums at 0,
# has no letters and wrote 7 and 0 points: 1 of 2.
PROTOCOL: Rows = [
    PROTOCOL_HEADER,
    protocol_row("edu111111", 1, "отсутствовал", [None, None, None], None, 0),
    protocol_row("edu111111", 2, "2", ["4", "2", "0"], "4А", 6),
    protocol_row("edu111111", 3, "1", ["4", "1", "0"], "4 а", 5),
    protocol_row("edu111111", 4, "1", ["8", "8", "4"], "4«А»", 20),
    protocol_row("edu111111", 5, "ОТСУТСТВОВАЛ ", [None, None, None], None, None),
    protocol_row("edu111111", 6, "2", ["2", "8", "X"], "4Б", 10),
    protocol_row("sch222222", 1, 1, [4, 3, "Х"], "нет", 0),
    protocol_row("sch222222", 2, 2, [0, 0, 0], "нет", 0),
]
CLASSES: Rows = [
    [
        "Пользователь",
        "Школа",
        "Дата загрузки",
        'Буква (цифра) класса. Введите "нет" - если отсутствует',
        "Основной учебник по предмету",
    ],
    ["edu111111", "edu111111 | Школа", "17.03.2022", "А", "ma4.8 | 1.1.3 | Автор А.Б. Математика (в 2 частях) 4 класс"],
    ["sch222222", "sch222222 | Школа", "17.03.2022", "нет", "ma4.8 | 1.1.3 | Автор А.Б. Математика 4 класс"],
]
PROTOCOL_BOOK = {"Классы": CLASSES, "Протокол": PROTOCOL}

# French in grade 11: there is no scale for it. А: 23 and 10 points; «а» of the second school: 12.
EXPORT_2021: Rows = [
    [
        "логин школы",
        "регион",
        "номер обучающегося",
        "код обучающегося",
        "отметка за предыдущую четверть/триместр",
        "пол",
        "класс",
        "вариант",
        "всего баллов",
        "балл за 1",
        "балл за 2",
        "балл за 3",
        "Учебник",
        "Др.уч. автор",
    ],
    ["sch111111", "Район", "3", "1003", "4", "м", "А", "3", "23", "10", "8", "5", "Французский язык 11 класс", None],
    ["sch111111", "Район", "15", "1015", "4", "м", "А", "3", "10", "5", "5", "X", "Французский язык 11 класс", None],
    [
        "sch222222",
        "Район",
        "4",
        "1004",
        "5",
        "ж",
        "а",
        "1",
        "12",
        "3",
        "8",
        "1",
        "Французский язык 10 - 11 класс",
        None,
    ],
]

# French in grade 7, «3» from 13. А: 13, 12 and 28 points: 2 of 3; б: 5 points, one task not taught: 0 of 1.
_GROUPS = "99-RU-TST,EAST,vpr2019.fra7,vpr2020.fr7,vpr2020.ru5,vpr2020.fr11"
EXPORT_2020: Rows = [
    ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum", "a-1-grade", "a-2-grade"],
    [_GROUPS, "sch111111", 4, 80004, 4, "ж", "А", 2, None, 13, 6, "7"],
    [_GROUPS, "sch111111", 5, 80005, 4, "м", "А", 2, None, 12, 6, 6],
    [_GROUPS, "sch111111", 6, 80006, 5, "м", "А", 2, None, 28, 14, 14],
    [_GROUPS, "sch111111", 7, 80007, 4, "м", "б", 4, None, 5, 5, "не пройд."],
]


def book(sheets: dict[str, Rows]) -> bytes:
    """An .xlsx."""
    made = Workbook()
    for sheet in made.worksheets:
        made.remove(sheet)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def delimited(rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    lines = [delimiter.join("" if cell is None else f'"{cell}"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def open_document(sheets: dict[str, Rows]) -> bytes:
    """An .ods with what LibreOffice writes of it: repeated empty cells, numbers with their types."""
    tables = "".join(
        f'<table:table table:name="{escape(title)}">{_rows(rows)}</table:table>' for title, rows in sheets.items()
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def _rows(rows: Rows) -> str:
    written = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    return f'{written}<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'


def _cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def zipped(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def understood(content: bytes, name: str = "файл") -> Understood:
    """What the one table of the file was understood as."""
    (table,) = read_bytes(content, name=name)
    assert table.problems == (), [str(fault) for fault in table.problems]
    assert table.understood is not None
    return table.understood


def by_class(value: Understood) -> dict[tuple[str, str], tuple[tuple[int, int], ...]]:
    """Login or name of the school and class → (score, participants)."""
    return {(_name(value, figure), figure.class_group): figure.scores for figure in value.figures}


def counts(value: Understood) -> dict[tuple[str, ...], tuple[int | None, int | None]]:
    """Login or name, subject, class and category, as far as given → numerator and denominator."""
    return {
        tuple(filter(None, (_name(value, figure), figure.subject or "", figure.class_group, figure.category))): (
            figure.numerator,
            figure.denominator,
        )
        for figure in value.figures
    }


def _name(value: Understood, figure: Figure) -> str:
    named = value.schools[figure.school]
    return named.login or named.name or named.code
