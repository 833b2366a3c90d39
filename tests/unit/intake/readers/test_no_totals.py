"""In no layout is a row of totals, of a municipality or of a region taken for a school."""

import re
from collections.abc import Sequence

import pytest

from data_layer.intake.readers import headers
from data_layer.intake.readers.registry import READERS
from data_layer.intake.reading import read_bytes
from tests.unit.intake.readers.files import EXPORT_2020, EXPORT_2021, PROTOCOL, Rows, book
from tests.unit.intake.readers.test_totals import LITERACY, OLYMPIAD, RCOI, STATISTICS

TOTALS = (
    "Итого",
    "Всего по району",
    "ВСЕГО:",
    "Общий итог",
    "По району",
    "В среднем по школам",
    "Лесной район, итого",
    "Лесной муниципальный район",
    "Степной район",
    "Муниципальное образование «Лесное»",
    "г. Лесногорск",
    "Учебный край",
    "reg99_m001 | Лесной муниципальный район",
)
# Names that begin or end like those of territories.
SCHOOLS = (
    "МБОУ «Школа Лесного района»",
    "СОШ № 5 город Лесногорск",
    "Лесная школа Степной район",
    "Гимназия «Итог»",
    "Районная школа",
)
EXAM: Rows = [
    ["Результаты ОГЭ 2025 года по математике"],
    ["Школа", "Доля сдавших, %", "Количество участников"],
    ["Школа 1", "95,8", 24],
]
ENGLAND: Rows = [
    ["RECTYPE", "LEA", "ESTAB", "SCHNAME", "TELIG", "PTRWM_EXP", "PTMAT_EXP"],
    [1, 936, 2001, "Школа 1", 30, "70%", "80%"],
    [1, 936, 2002, "Школа 2", "SUPP", "SUPP", "SUPP"],
]
MOSCOW: Rows = [
    ["EDU_NAME", "OGRN", "PASSED_NUMBER_FULL", "PASSES_OVER_220", "YEAR"],
    ["Школа 1", "1027700000001", 10, 3, "2015-2016"],
]
# Reader → rows with schools last, and the column that names them.
LAYOUTS: dict[str, tuple[Rows, int]] = {
    "fisoko_protocol": (PROTOCOL[:3], 4),
    "fisoko_2021": (EXPORT_2021[:2], 0),
    "fisoko_2020": (EXPORT_2020[:2], 1),
    "fisoko_statistics": (STATISTICS[:9], 0),
    "resh": (LITERACY[:3], 0),
    "vosh": (OLYMPIAD[:3], 0),
    "rcoi": (RCOI[:6], 1),
    "exam_table": (EXAM, 0),
    "england_ks2": (ENGLAND[:2], 3),
    "moscow_ege": (MOSCOW, 0),
}
# A school is known there by its code alone, or by merged headings of a real file (see `test_real_tables`).
ELSEWHERE = {"saopaulo_approval", "brazil_ideb_noo", "brazil_ideb_ooo", "brazil_ideb_soo"}


def schools_of(layout: str, names: Sequence[str] = ()) -> list[str]:
    """Whom the file names once its last row stands there again under each of the names."""
    rows, place = LAYOUTS[layout]
    more = [[*rows[-1][:place], name, *rows[-1][place + 1 :]] for name in names]
    if layout == "fisoko_protocol":
        more = [[name, *row[1:]] for name, row in zip(names, more, strict=True)]
    (table,) = read_bytes(book({"Лист": [*rows, *more]}), name="файл.xlsx")
    assert table.understood is not None
    assert table.understood.layout == layout
    return [school.label for school in table.understood.schools]


def test_every_layout_is_in_the_table() -> None:
    assert {reader.id for reader in READERS} == LAYOUTS.keys() | ELSEWHERE


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_sums_up_is_no_school(layout: str) -> None:
    assert schools_of(layout, TOTALS) == schools_of(layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_planted_total_is_found(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody tells totals from schools, «Итого» is one more school."""
    for pattern in ("TOTAL", "_TERRITORY"):
        monkeypatch.setattr(headers, pattern, re.compile("(?!)"))
    headers.stands_for_several.cache_clear()

    found = schools_of(layout, ["Итого"])

    headers.stands_for_several.cache_clear()
    assert len(found) == len(schools_of(layout)) + 1


@pytest.mark.parametrize("name", SCHOOLS)
def test_a_school_named_like_a_territory_stays_one(name: str) -> None:
    assert not headers.stands_for_several(name)
    assert schools_of("fisoko_statistics", [name])[-1] == name


def test_a_school_that_the_source_hides_is_one_without_figures() -> None:
    """SUPP stands for too few pupils; record types 3 to 5 sum up districts and the country."""
    sums = [[kind, 936, None, "Surrey", 60, "70%", "80%"] for kind in (3, 4, 5)]
    (table,) = read_bytes(book({"Лист": [*ENGLAND, *sums]}), name="файл.xlsx")

    assert table.understood is not None
    assert [school.name for school in table.understood.schools] == ["Школа 1", "Школа 2"]
    assert [figure.is_hidden for figure in table.understood.figures] == [False, False, True, True]


def test_a_municipality_with_a_single_school_is_the_place_of_that_school() -> None:
    rows: Rows = [
        *STATISTICS[:5],
        ["Степной муниципальный район", 1, 20, 10, 20, 30, 40],
        ["СОШ № 5", 1, 20, 10, 20, 30, 40],
    ]
    (table,) = read_bytes(book({"Лист": rows}), name="файл.xlsx")

    assert table.understood is not None
    assert [(each.name, each.place) for each in table.understood.schools] == [
        ("СОШ № 5", "Степной муниципальный район")
    ]
