"""The address of «Управленческий цикл»: a link reproduces the view, whatever comes is read without a fault."""

from datetime import date

import pytest

from dashboard.addresses.cycle import (
    CellChoice,
    CycleAddress,
    View,
    cell_hrefs,
    letter_href,
    parse_cycle,
    parse_letter,
)
from dashboard.addresses.names import Names
from data_layer.domain.vocabulary import Cluster, Rule, Severity, Stage
from data_layer.queries.cycle_views import Show

TODAY = date(2026, 9, 18)
FULL = CycleAddress(
    2024,
    Show.OVERDUE,
    Stage.ANALYSIS,
    3,
    Cluster.VILLAGE,
    View.LIST,
    Rule.STAGE_MISSING,
    Severity.HIGH,
    "s05",
    Names.CODED,
)


def parsed(href: str) -> CycleAddress:
    address, unknown = parse_cycle(href.partition("?")[2].partition("#")[0], years=(2024, 2025), today=TODAY)
    assert unknown == ()
    return address


def test_an_address_is_read_as_it_was_written() -> None:
    cell = CellChoice("школа:5", 3, Stage.ANALYSIS)

    assert parsed(FULL.href()) == FULL
    assert parsed(FULL.href(cell=cell)).cell == cell
    assert parsed(FULL.workbook_href) == FULL


def test_what_is_usual_does_not_stand_in_the_address() -> None:
    assert CycleAddress(2025).href() == "/cycle?year=2025/26"


def test_choices_of_the_list_leave_with_the_list() -> None:
    matrix = parsed(FULL.href(view=View.MATRIX))

    assert (matrix.rule, matrix.severity, matrix.school) == (None, None, None)
    assert FULL.flag_filters.rule is Rule.STAGE_MISSING
    assert matrix.flag_filters.rule is None


def test_another_choice_closes_an_opened_cell() -> None:
    opened = CycleAddress(2025, cell=CellChoice("s05", 3, Stage.ANALYSIS))

    assert "cell=" not in opened.href(block=3)


def test_cells_share_the_beginning_of_their_address() -> None:
    address = CycleAddress(2025, Show.OVERDUE)
    href = f"{cell_hrefs(address, 'a&b #1')}3:analysis"

    assert parsed(href).cell == CellChoice("a&b #1", 3, Stage.ANALYSIS)
    assert parsed(href).show is Show.OVERDUE


@pytest.mark.parametrize(
    ("search", "unknown"),
    [
        ("?stage=rationale", ("стадия",)),
        ("?block=7&show=none", ("показать", "блок")),
        ("?cell=s05", ("ячейка",)),
        ("?cell=s05:9:analysis", ("ячейка",)),
        ("?cell=:3:analysis", ("ячейка",)),
        (f"?school={'x' * 65}", ("школа",)),
        ("?view=grid&rule=all&severity=0&names=real", ("вид", "правило", "важность", "имена")),
    ],
)
def test_what_cannot_be_made_out_is_named(search: str, unknown: tuple[str, ...]) -> None:
    address, found = parse_cycle(search, years=(2025,), today=TODAY)

    assert found == unknown
    assert address == CycleAddress(2025)


@pytest.mark.parametrize("search", [None, 7, ["?block=1"], "x" * 600])
def test_whatever_is_no_query_string_asks_for_nothing(search: object) -> None:
    assert parse_cycle(search, years=(2025,), today=TODAY) == (CycleAddress(2025), ())


def test_letters_go_to_one_school_or_to_all_of_a_cluster() -> None:
    one = letter_href(year=2025, school="s 5")
    some = letter_href(year=2025, cluster=Cluster.TOWN, is_zip=True)

    assert one == "/downloads/letter.docx?year=2025/26&school=s%205"
    assert some == "/downloads/letters.zip?year=2025/26&cluster=town"
    address, unknown = parse_letter("?year=2025/26&cluster=moon", years=(2025,), today=TODAY)
    assert (address.cluster, unknown) == (None, ("кластер",))
