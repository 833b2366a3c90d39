"""Kinds of files: .xls and .ods like .xlsx and .csv, for our own tables and for those of others."""

from decimal import Decimal
from pathlib import Path

import pytest

from data_layer.intake.check import check_tables
from data_layer.intake.confined import read_upload
from data_layer.intake.readers.understood import Understood
from data_layer.intake.reading import read_bytes
from data_layer.intake.transport import packed, unpacked
from tests.unit.intake.builders import CONTEXT
from tests.unit.intake.readers.files import (
    EXPORT_2020,
    EXPORT_2021,
    PROTOCOL,
    PROTOCOL_BOOK,
    Rows,
    book,
    delimited,
    open_document,
    zipped,
)

FIXTURES = Path(__file__).parents[3] / "fixtures" / "readers"
OLD_WORKBOOK = FIXTURES / "protocol.xls"

OWN: Rows = [
    ["Школа", "Показатель", "Уровень", "Учебный год", "Числитель", "Знаменатель"],
    ["S1", "1.1", "НОО", "2025/26", 5, 9],
]


def test_our_own_book_may_come_as_an_open_document() -> None:
    checked = check_tables(read_bytes(open_document({"Показатели": OWN}), name="книга.ods"), CONTEXT)

    assert checked.errors == []
    assert [(row.numerator, row.denominator, row.address) for row in checked.observations] == [
        (5, 9, "Показатели!A2"),
    ]


def test_a_book_without_known_tables_says_so_in_every_format() -> None:
    sheet: Rows = [["что-то", "своё"], [1, 2]]

    for content in (book({"Лист": sheet}), open_document({"Лист": sheet})):
        (table,) = read_bytes(content, name="a")
        assert [fault.what for fault in table.problems] == ["в книге нет ни одного известного листа"]


def test_a_cell_at_the_end_of_the_world_costs_nothing() -> None:
    far = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )

    (table,) = read_bytes(_with_rows(far), name="a.ods")

    assert [fault.what for fault in table.problems] == ["в книге нет ни одного известного листа"]


def test_a_row_repeated_a_million_times_is_refused() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string"'
        ' table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
    )

    (table,) = read_bytes(_with_rows(rows), name="a.ods")

    assert [str(fault) for fault in table.problems] == [
        "a.ods · в таблице слишком много ячеек · скопируйте данные в новую таблицу"
    ]


def _with_rows(rows: str) -> bytes:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Лист">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def test_an_open_document_is_no_archive_of_tables() -> None:
    (table,) = read_upload(open_document({"Протокол": PROTOCOL}), name="протокол.ods")

    assert table.understood is not None


def test_a_damaged_old_workbook_is_one_sentence() -> None:
    content = OLD_WORKBOOK.read_bytes()

    (table,) = read_bytes(content[:1500], name="a.xls")

    assert [str(fault) for fault in table.problems] == [
        "a.xls · это старая книга Excel (.xls) с повреждениями или книга с паролем · сохраните её как .xlsx без пароля"
    ]


@pytest.mark.parametrize(
    "content",
    [book(PROTOCOL_BOOK), book({"a": EXPORT_2021}), book({"a": EXPORT_2020}), delimited(PROTOCOL)],
    ids=["protocol", "2021", "2020", "csv"],
)
def test_what_was_understood_crosses_the_border_of_the_process(content: bytes) -> None:
    tables = read_bytes(content, name="a")

    (sent,) = unpacked(packed(tables))

    assert isinstance(sent.understood, Understood)
    assert repr(sent.understood) == repr(tables[0].understood)
    # Rows of pupils stay where they were counted.
    assert sent.rows == []


def test_decimals_cross_the_border_exactly() -> None:
    content = (FIXTURES / "saopaulo_approval_2018.csv").read_bytes()

    (sent,) = unpacked(packed(read_bytes(content, name="a")))

    assert sent.understood is not None
    assert sent.understood.figures[0].value == Decimal("98.16")
