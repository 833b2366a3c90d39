"""The department brings in a protocol of the ВПР as it came: reads what was understood, matches a school, applies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.visits import Visitor
from tests.unit.intake.readers.files import PROTOCOL_HEADER, Rows, book, protocol_row

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
WAIT = 60_000


def test_a_protocol_is_understood_matched_and_applied(visit: Visits, tmp_path: Path) -> None:
    rows: Rows = [
        PROTOCOL_HEADER,
        protocol_row("edu555555", 1, "1", ["6", "0", "0"], "4А", 6),
        protocol_row("edu555555", 2, "1", ["5", "0", "0"], "4А", 5),
        protocol_row("edu555555", 3, "отсутствовал", [None, None, None], None, None),
        protocol_row("edu666666", 1, "1", ["8", "8", "0"], "4Б", 16),
    ]
    file = tmp_path / "vpr_ma4.xlsx"
    file.write_bytes(book({"Протокол": rows}))
    official = visit()
    official.sign_in("department", "/data?view=load&year=2025/26")
    page = official.page
    page.set_default_timeout(WAIT)

    page.set_input_files("#upload-file", file)
    page.wait_for_selector("h2:has-text('ВПР: протокол ФИС ОКО, 2022 год и позже')")
    told = page.inner_text(".understood")
    assert "Математика" in told
    assert "по имени файла, проверьте" in told
    assert "сопоставлено 0 из 2 школ" in told.replace("\u00a0", " ")
    assert "отсутствовали: 1 строка, Протокол!A4" in told.replace("\u00a0", " ")
    official.check_everywhere()

    page.select_option("[name=match-0]", index=2)
    page.select_option("[name=match-1]", label="не школа района")
    page.click("text=Запомнить и проверить заново")
    page.wait_for_selector("h1:has-text('Ошибок нет')")
    assert "1 из 2" in page.inner_text(".new-value").replace("\u00a0", " ")
    official.check()

    page.click(".commit button")
    page.wait_for_selector("h1:has-text('Внесена 1 строка')")
