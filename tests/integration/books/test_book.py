"""The book of a school: sent back as it is it changes nothing; what is written into it is what changes."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select

from dashboard.exports.book import school_book
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.checking import Importer, check_import
from data_layer.commands.imports.preview import Preview, preview_import
from data_layer.intake.reading import read_bytes
from data_layer.models import District
from data_layer.queries.book import school_books
from data_layer.queries.directory import find_school
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session, unscoped

TODAY = date(2026, 9, 18)


def alpha(engine: Engine) -> Scope:
    with unscoped(engine, "the district of a test", is_read_only=True) as session:
        district_id = session.scalars(select(District.id).where(District.code == "alpha")).one()
    return Scope((district_id,), is_read_only=False)


def book_of(session: TenantSession, code: str, *, year: int = 2025, may_set_targets: bool = True) -> bytes:
    (book,) = school_books(session, [find_school(session, code)], year=year)
    return school_book(book, district="Район alpha", may_set_targets=may_set_targets, is_school=True)


def handed_in(
    session: TenantSession, content: bytes, code: str, **who: Any
) -> tuple[list[str], list[str], Preview | None]:
    """Errors, notes and, without errors, what would change."""
    lock_district(session)
    importer = Importer("tests", TODAY, only_school=code, is_school=True, **who)
    checked = check_import(session, read_bytes(content, name="book.xlsx"), importer)
    errors = [str(each) for each in checked.errors]
    return errors, checked.notes, None if errors else preview_import(session, checked, actor="tests")


@pytest.mark.parametrize("code", ["1", "2"])
def test_a_book_sent_back_as_it_is_changes_nothing(small_engine: Engine, code: str) -> None:
    with tenant_session(small_engine, alpha(small_engine)) as session:
        errors, notes, preview = handed_in(session, book_of(session, code), code)

    assert errors == []
    assert preview is not None
    assert not preview.outcome.is_changed
    assert sum(tally.unchanged for tally in preview.outcome.tallies.values()) == {"1": 27, "2": 5}[code]
    # Nothing but the rows left empty is worth a word: neither our help columns nor our further sheets.
    assert all("строки без значений пропущены" in note for note in notes), notes


def test_the_book_of_a_coordinator_may_come_back_with_its_targets(small_engine: Engine) -> None:
    with tenant_session(small_engine, alpha(small_engine)) as session:
        content = book_of(session, "2", may_set_targets=False)
        errors, _, preview = handed_in(session, content, "2", may_set_targets=False)

    assert errors == []
    assert preview is not None
    assert preview.outcome.tallies["targets"].unchanged == 1


def test_what_is_written_into_the_book_is_what_changes(small_engine: Engine) -> None:
    with tenant_session(small_engine, alpha(small_engine)) as session:
        book = load_workbook(BytesIO(book_of(session, "1")))
        line = row_of(book["Показатели"], {"Показатель": "1.1", "Уровень": "НОО"})
        fill(book["Показатели"], line, Числитель=48)
        fill(book["Показатели"], row_of(book["Показатели"], {"Показатель": "6.1"}), Числитель=4, Знаменатель=5)
        fill(book["Цели"], row_of(book["Цели"], {"Показатель": "1.1", "Уровень": "НОО"}), Цель=92)
        empty = row_of(book["Документы"], {"Блок": 5, "Стадия": "Анализ мониторингов"})
        fill(book["Документы"], empty, **{"Вид документа": "analytical_report", "Название": "=1+1", "Номер": "7-а"})
        errors, _, preview = handed_in(session, saved(book), "1")

    assert errors == []
    assert preview is not None
    told = [(row.table, row.change.value) for row in preview.rows if row.change.value != "same"]
    assert sorted(told) == [
        ("documents", "new"),
        ("observations", "changed"),
        ("observations", "new"),
        ("targets", "new"),
    ]
    changed = next(row for row in preview.rows if row.change.value == "changed")
    assert changed.address == f"Показатели!A{line}"
    assert changed.before is not None
    assert (changed.before["numerator"], changed.after["numerator"]) == (45, 48)


def test_empty_cells_of_a_book_change_nothing(small_engine: Engine) -> None:
    """Rows whose entries were wiped out are passed over, in every sheet."""
    with tenant_session(small_engine, alpha(small_engine)) as session:
        book = load_workbook(BytesIO(book_of(session, "1")))
        wiped = 0
        for name in ("Показатели", "Цели", "Документы", "Организация"):
            for cell in (cell for line in book[name].iter_rows(min_row=2) for cell in line):
                if cell.value is not None and not cell.protection.locked:
                    cell.value, wiped = None, wiped + 1
        errors, _, preview = handed_in(session, saved(book), "1")

    assert wiped > 50
    assert errors == []
    assert preview is not None
    assert not preview.outcome.is_changed


def test_one_empty_cell_beside_a_number_is_a_fault_and_an_empty_baseline_is_last_years(small_engine: Engine) -> None:
    with tenant_session(small_engine, alpha(small_engine)) as session:
        book = load_workbook(BytesIO(book_of(session, "1")))
        sheet = book["Показатели"]
        fill(sheet, row_of(sheet, {"Показатель": "1.1", "Уровень": "НОО"}), Числитель=None)
        faults, _, _ = handed_in(session, saved(book), "1")

        book = load_workbook(BytesIO(book_of(session, "1")))
        fill(book["Показатели"], row_of(book["Показатели"], {"Показатель": "3.1b"}), База=None)
        errors, _, preview = handed_in(session, saved(book), "1")

    assert [fault.split(" · ")[1:] for fault in faults] == [["числитель не указан", "добавьте числитель"]]
    assert errors == []
    assert preview is not None
    changed = [row for row in preview.rows if row.change.value == "changed"]
    assert [(row.before or {})["baseline"] for row in changed] == [2]
    assert [row.after["baseline"] for row in changed] == [None]


def row_of(sheet: Any, wanted: dict[str, Any]) -> int:
    heads = {cell.value: place for place, cell in enumerate(sheet[1])}
    for line, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
        if all(cells[heads[name]] == value for name, value in wanted.items()):
            return line
    raise AssertionError(wanted)


def fill(sheet: Any, line: int, **values: Any) -> None:
    heads = {cell.value: place for place, cell in enumerate(sheet[1], start=1)}
    for name, value in values.items():
        cell = sheet.cell(line, heads[name])
        assert not cell.protection.locked, name
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def saved(book: Any) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_keys_are_locked_entries_are_not_and_nothing_is_a_formula(small_engine: Engine) -> None:
    with tenant_session(small_engine, alpha(small_engine)) as session:
        book = load_workbook(BytesIO(book_of(session, "1")))

    sheet = book["Показатели"]
    assert sheet.protection.sheet
    heads = {cell.value: place for place, cell in enumerate(sheet[1])}
    first = sheet[2]
    assert first[heads["Школа"]].protection.locked
    assert first[heads["В прошлом году"]].protection.locked
    # Forty of fifty, with one decimal as everywhere.
    assert first[heads["В прошлом году"]].value == "40 из\u00a050 · 80,0\u00a0%"
    assert not first[heads["Числитель"]].protection.locked
    assert book["Списки"].sheet_state == "hidden"
    assert all(cell.data_type != "f" for page in book.worksheets for row in page.iter_rows() for cell in row)


def test_the_cells_of_the_cycle_are_all_there(small_engine: Engine) -> None:
    with tenant_session(small_engine, alpha(small_engine)) as session:
        sheet = load_workbook(BytesIO(book_of(session, "2")))["Документы"]

    rows = {(row[1], row[2]) for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] is not None}
    # Six blocks by six counted stages, and the seventh that is counted nowhere but may be handed in.
    assert len(rows) == 42
