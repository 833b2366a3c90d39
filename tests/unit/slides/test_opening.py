"""Decisions on the first slide: as far as they fit in two lines, and no name of a school cut."""

from datetime import date

import pytest

from dashboard.charts.specification import Place
from dashboard.slides.naming import Call
from dashboard.slides.opening import opening_table
from dashboard.slides.tokens import whole_tokens
from tests.support.sample_decisions import decision

NAME = "Школа имени Первого учителя"
CODED = Call({"first": NAME}, {"first": 7})


def _shown(text: str) -> str:
    typed = Call(CODED.names, {}).tokened
    table = opening_table([decision(text=text)], today=date(2026, 10, 14), place=Place, typed=typed)
    return CODED.written(table.rows[0].cells[0]).replace("\u00a0", " ")


def test_a_name_that_would_be_cut_is_masked_all_the_same() -> None:
    # 99 signs stand before the name, and 110 fit: of the name itself «Школа имени…» would be left.
    before = "слово " * 16 + "из "

    assert len(before) == 99
    assert _shown(f"{before}{NAME} сдать анализ") == f"{before}Школа 7…"


@pytest.mark.parametrize("before", ["а" * 108, "а" * 108 + " "])
def test_a_token_is_left_out_whole(before: str) -> None:
    shown = _shown(f"{before.strip()} {NAME}" if before.endswith(" ") else f"{before}.{NAME}")

    assert shown.rstrip("…").rstrip(".") == "а" * 108
    assert "\ue000" not in shown


def test_what_fits_stays() -> None:
    assert _shown(f"Сдать анализ: {NAME}.") == "Сдать анализ: Школа 7."
    assert whole_tokens("а \ue000b\ue001 в") == "а \ue000b\ue001 в"
    assert whole_tokens("а \ue000b") == "а "
