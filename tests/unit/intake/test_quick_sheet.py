"""Cells straight from the XML of a sheet are read as openpyxl's own cells are."""

import io
from datetime import date, datetime, time
from decimal import Decimal

from openpyxl import Workbook

from data_layer.intake.workbook import read_all_sheets, read_workbook
from tests.unit.intake.readers.files import zipped

VALUES: list[object] = [
    " текст\u00a0",
    "",
    0,
    25,
    -3,
    0.1,
    83.333333333,
    1e20,
    True,
    False,
    date(2025, 9, 1),
    datetime(2025, 9, 1, 5, 33),  # noqa: DTZ001 - workbooks know no time zones
    time(5, 33),
    "=1+1",
    "#Н/Д",
    10**16,
]


def made() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Показатели"
    for line, value in enumerate(VALUES, start=3):
        sheet.cell(line, 2).value = value  # type: ignore[assignment] # whatever a workbook may hold
    percent = sheet.cell(1, 4)
    percent.value, percent.number_format = 0.8, "0.0%"
    sheet.cell(1, 6).value = "последняя"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_every_kind_of_cell_is_the_same_both_ways() -> None:
    (quick,) = read_all_sheets(made(), name="a")
    (slow,) = read_workbook(made(), name="a")

    assert list(quick.rows) == list(slow.rows)
    assert quick.rows[0] == (1, [None, None, None, 80, None, "последняя"])
    assert [cells[1] for _, cells in quick.rows[1:8]] == [
        "текст",
        0,
        25,
        -3,
        Decimal("0.1"),
        Decimal("83.333333333"),
        10**20,
    ]


def sheet_of(rows: str) -> bytes:
    """A workbook as small programs write them: no references, no styles."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationship Id="r1" Type="{}" Target="{}"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    return zipped(
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>'
            ),
            "_rels/.rels": relations.format(relation.format(f"{links}/officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": (
                f'<workbook {main} xmlns:r="{links}"><sheets><sheet name="Лист" sheetId="1" r:id="r1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": relations.format(
                relation.format(f"{links}/worksheet", "worksheets/sheet1.xml")
            ),
            "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def test_cells_without_addresses_follow_one_another() -> None:
    rows = '<row><c t="inlineStr"><is><r><t>до</t></r><r><t>ма</t></r></is></c><c><v>2</v></c></row><row><c><v>3</v></c></row>'

    (table,) = read_all_sheets(sheet_of(rows), name="a")

    assert list(table.rows) == [(1, ["дома", 2]), (2, [3])]


def test_a_far_cell_is_left_out_and_costs_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c><c r="ZZZZZZ1"><v>3</v></c></row>'

    (table,) = read_all_sheets(sheet_of(rows), name="a")

    assert list(table.rows) == [(1, [1])]


def test_an_address_that_is_none_is_a_damaged_book() -> None:
    rows = '<row r="1"><c r="ы1"><v>1</v></c></row>'

    (table,) = read_all_sheets(sheet_of(rows), name="a")

    assert [fault.what for fault in table.problems] == ["книга повреждена, прочитать её нельзя"]
