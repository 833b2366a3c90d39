"""Tables as XLSX: text of people is inert, numbers are numbers."""

from datetime import date, datetime
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest

from dashboard.exports.workbook import About, CellValue, Column, ColumnKind, Sheet, workbook

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x")', "http://example.org"]


def _reopened(rows: list[list[CellValue]], columns: tuple[Column, ...]) -> openpyxl.Workbook:
    content = workbook([Sheet("Таблица", columns, rows)], about=About("Проверка", [("Отбор", "=2+2")]))
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.parametrize("text", RISKY)
def test_text_of_people_never_becomes_a_formula_or_a_link(text: str) -> None:
    book = _reopened([[text]], (Column("Название"),))

    cell = book["Таблица"]["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert str(cell.value).replace("_x000D_", "\r") == text


def test_what_begins_like_a_formula_is_marked_as_text_for_those_who_copy_it() -> None:
    book = _reopened([["=1+1"], ["СОШ № 1"]], (Column("Название"),))

    assert [book["Таблица"][place].quotePrefix for place in ("A2", "A3")] == [True, False]


def test_numbers_dates_and_gaps_keep_their_kind() -> None:
    columns = (Column("k", ColumnKind.WHOLE), Column("%", ColumnKind.PERCENT), Column("Дата", ColumnKind.DATE))
    book = _reopened([[-7, Fraction(1, 8), date(2026, 9, 18)], [None, None, None]], columns)

    assert [cell.value for cell in book["Таблица"][2]] == [-7, 0.125, datetime(2026, 9, 18)]  # noqa: DTZ001 - as openpyxl reads it
    assert [cell.value for cell in book["Таблица"][3]] == [None, None, None]


def test_the_file_says_what_it_shows() -> None:
    book = _reopened([], (Column("Название"),))

    assert book.sheetnames == ["Таблица", "О файле"]
    assert [[cell.value for cell in row] for row in book["О файле"].iter_rows()] == [
        ["Сведения", "Значение"],
        ["Что это", "Проверка"],
        ["Отбор", "=2+2"],
    ]
