"""A protocol of ФИС ОКО with 12,000 pupils, from the uploaded bytes to figures on the board, with its memory."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from xlsxwriter import Workbook

from seed.generate import demo_tables
from tests.bench.databases import Place, write_year
from tests.bench.processes import run_module
from tests.bench.table import Line, compared

PUPILS = 12_000
GOAL_SECONDS = 5
GOAL_MEGABYTES = 300

_HEAD = ("Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки", "Код", "Вариант")
_TASKS = tuple(f"{number} (2б)" for number in range(1, 11))
_TAIL = ("Наименование класса", "Пол", "Отметка за предыдущую четверть", "Итого баллов")


def measure(places: list[Place], folder: Path) -> Iterator[Line]:
    district = demo_tables()
    write_year(folder / "year", district)
    logins = [row["fis_oko_login"] for row in district.tables["schools.csv"]]
    protocol = write_protocol(folder / "protocol_ma4.xlsx", logins)
    for place in places:
        found = json.loads(
            run_module("tests.bench.reader_process", place.url, folder / "year", protocol, place.folder / "files")
        )
        name = f"protocol of {PUPILS} pupils, {found['written']} figures, {place.name}"
        note = f"read in the child {found['read']:.2f} s, checked and applied {found['applied']:.2f} s"
        yield compared(name, reached=found["read"] + found["applied"], goal=GOAL_SECONDS, form="{:.2f} s", note=note)
        yield compared(
            f"  memory of the child at most, {place.name}",
            reached=found["child_peak"],
            goal=GOAL_MEGABYTES,
            form="{:.0f} MB",
        )


def write_protocol(path: Path, logins: list[str]) -> Path:
    """Pupils of grade 4 in mathematics, spread over the schools; ten tasks of two points, «3» from 6."""
    chance = Random(4)
    with Workbook(path) as book:
        classes, sheet = book.add_worksheet("Классы"), book.add_worksheet("Протокол")
        classes.write_row(0, 0, ["Пользователь", "Основной учебник по предмету"])
        classes.write_row(1, 0, [logins[0], "ma4.8 | 1.1.3 | Математика 4 класс"])
        sheet.write_row(0, 0, [*_HEAD, *_TASKS, *_TAIL])
        for line in range(PUPILS):
            login = logins[line % len(logins)]
            points = [chance.randrange(3) for _ in _TASKS]
            about = [login, 99, "reg990000 | Край", "reg99_m001 | Район", f"{login} | Школа", "17.03.2022 05:33:20"]
            sheet.write_row(line + 1, 0, [*about, line, 1, *points, f"4{'АБВГ'[line % 4]}", "ж", 4, sum(points)])
    return path
