"""The query string as the only place of a view's choices."""

from datetime import date

import pytest

from dashboard.addresses.overview import Order, OverviewAddress, parse_overview
from dashboard.addresses.reading import default_year
from dashboard.addresses.school import parse_year_choice, school_href
from data_layer.domain.vocabulary import Cluster, Level

TODAY = date(2026, 9, 18)
YEARS = (2023, 2024, 2025)


def test_a_link_reproduces_the_view() -> None:
    address = OverviewAddress(2024, Level.OOO, Cluster.VILLAGE, 3, Order.NAME)

    assert address.href() == "/?year=2024/25&level=ooo&cluster=village&block=3&order=name"
    assert parse_overview(address.href().removeprefix("/"), years=YEARS, today=TODAY) == (address, ())


def test_a_choice_changes_one_part_of_the_address() -> None:
    address = OverviewAddress(2025, cluster=Cluster.TOWN)

    assert address.href(block=3) == "/?year=2025/26&cluster=town&block=3"
    assert address.href(cluster=None) == "/?year=2025/26"
    assert address.href("matrix", order=Order.NAME) == "/?year=2025/26&cluster=town&order=name#matrix"


def test_encoded_and_other_written_years_are_understood() -> None:
    for search in ("?year=2024%2F25", "?year=2024-25", "?year=2024/2025"):
        assert parse_overview(search, years=YEARS, today=TODAY)[0].year == 2024


@pytest.mark.parametrize(
    ("search", "unknown"),
    [
        ("?year=2025", ("год",)),
        ("?year=2150/51", ("год",)),
        ("?level=university", ("уровень",)),
        ("?cluster=moon", ("кластер",)),
        ("?block=7", ("блок",)),
        ("?block=٣", ("блок",)),
        ("?block=1_0", ("блок",)),
        ("?order=rating", ("порядок",)),
        ("?year=x&level=y&block=z", ("год", "уровень", "блок")),
    ],
)
def test_what_cannot_be_made_out_is_named_and_not_applied(search: str, unknown: tuple[str, ...]) -> None:
    assert parse_overview(search, years=YEARS, today=TODAY) == (OverviewAddress(2025), unknown)


@pytest.mark.parametrize(
    "search",
    [None, 7, ["?block=1"], {"block": 1}, "", "?", "?foo=1&block", "?" + "a" * 5000, "?" + "a=1&" * 100],
)
def test_whatever_else_the_browser_sends_is_the_default_view(search: object) -> None:
    assert parse_overview(search, years=YEARS, today=TODAY) == (OverviewAddress(2025), ())


@pytest.mark.parametrize(
    ("years", "today", "expected"),
    [
        ((2024, 2025), date(2026, 9, 18), 2025),  # decisions of 2025/26 are due on 30 September
        ((2025, 2026), date(2026, 12, 31), 2025),  # its cycle is still open
        ((2025, 2026), date(2027, 1, 1), 2026),
        ((2025,), date(2026, 3, 1), 2025),
        ((2026,), date(2026, 9, 18), 2026),  # a district that has just begun
        ((2020, 2021), date(2026, 9, 18), 2021),
        ((), date(2026, 9, 18), 2025),
    ],
)
def test_the_year_shown_first_is_the_one_being_worked_on(years: tuple[int, ...], today: date, expected: int) -> None:
    assert default_year(years, today=today) == expected


def test_a_school_is_addressed_by_its_code_whatever_it_holds() -> None:
    assert school_href("сош-5", year=2025, block=3) == "/schools/%D1%81%D0%BE%D1%88-5?year=2025/26#block-3"
    assert school_href("a&b", year=2025) == "/schools/a%26b?year=2025/26"


def test_a_school_page_takes_a_year_or_none() -> None:
    assert parse_year_choice("?year=2024/25", today=TODAY) == 2024
    assert parse_year_choice("?year=nonsense", today=TODAY) is None
    assert parse_year_choice(None, today=TODAY) is None
