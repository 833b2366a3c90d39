"""The addresses of «Данные» and of the panels of documents."""

from datetime import date

import pytest

from dashboard.addresses.data import (
    DataAddress,
    DataView,
    DocumentAddress,
    figures_href,
    parse_data,
    parse_document,
    read_id,
)
from data_layer.domain.vocabulary import Level, Stage

TODAY = date(2026, 9, 18)


def test_an_address_comes_back_as_it_was_written() -> None:
    address = DataAddress(2025, DataView.EDIT, school="s 05&x", block=3)

    query = address.href().partition("?")[2]

    assert parse_data(query, years=(2025,), today=TODAY) == (address, ())


def test_what_is_unknown_is_named_and_passed_over() -> None:
    address, unknown = parse_data("?year=2025/26&view=steal&block=9", years=(2025,), today=TODAY)

    assert address == DataAddress(2025)
    assert unknown == ("вид", "блок")


def test_a_row_is_found_by_its_anchor() -> None:
    href = figures_href(school="s05", year=2025, indicator="b1_vpr_attainment", level=Level.NOO)

    assert href == "/data?year=2025/26&view=edit&school=s05#row-b1_vpr_attainment-noo"


@pytest.mark.parametrize("document", [None, 7531705995032880928])
@pytest.mark.parametrize("school", ["s05", "а б"])
def test_the_panel_of_a_cell_comes_back_as_it_was_written(school: str, document: int | None) -> None:
    address = DocumentAddress(school, 3, Stage.ANALYSIS, 2025, document)

    assert parse_document(address.href.partition("?")[2], today=TODAY) == address


def test_a_new_document_is_asked_for() -> None:
    address = DocumentAddress("s05", 3, Stage.ANALYSIS, 2025, is_new=True)

    assert parse_document(address.href.partition("?")[2], today=TODAY) == address


@pytest.mark.parametrize(
    "query",
    [
        None,
        "",
        "school=s05&block=3&stage=analysis",
        "school=s05&block=7&stage=analysis&year=2025/26",
        "school=s05&block=3&stage=nothing&year=2025/26",
        "school=s05&block=3&stage=analysis&year=2025/26&document=-1",
        "school=s05&block=3&stage=analysis&year=2025/26&document=99999999999999999999",
        "school=&block=3&stage=analysis&year=2025/26",
    ],
)
def test_a_query_that_names_no_cell_is_none(query: object) -> None:
    assert parse_document(query, today=TODAY) is None


@pytest.mark.parametrize("text", ["", "-1", "1_0", "٣", " 1", "1.0", "9" * 20, "9223372036854775808"])
def test_only_ids_of_ours_are_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        read_id(text)
