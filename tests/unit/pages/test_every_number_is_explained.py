"""Every number of a page can be asked «Почему?»; how it is enumerated stands in tests/support/explained.py."""

from collections.abc import Callable

import pytest

from dashboard import html
from dashboard.addresses.overview import OverviewAddress
from dashboard.components.markup import to_html
from dashboard.components.rollup import rollup_children
from dashboard.pages.overview import overview_children
from dashboard.pages.school import school_children
from dashboard.pages.school.content import SchoolPage
from data_layer.domain.vocabulary import Cluster
from data_layer.queries.rollup import RollupRow
from data_layer.queries.views import Count
from tests.support import sample_views as sample
from tests.support.explained import ANSWERS, unexplained


def overview() -> str:
    return to_html(overview_children(sample.overview(), OverviewAddress(sample.YEAR)))


def school() -> str:
    return to_html(school_children(SchoolPage(sample.school_card(), may_enter=True)))


def rollup() -> str:
    """Three districts, each with its clusters and with schools that are in none."""
    rows = [
        RollupRow(f"d{number}", f"Район {number}", cluster, schools=26, goals=Count(247, 391), overdue=45, required=936)
        for number in range(3)
        for cluster in (None, "", *map(str, Cluster))
    ]
    return to_html(rollup_children(rows, OverviewAddress(sample.YEAR), today=sample.TODAY))


PAGES: dict[str, Callable[[], str]] = {"overview": overview, "school": school, "rollup": rollup}


def buttons(text: str) -> int:
    return sum(text.count(f'data-opens-panel="{address}') for address in ANSWERS)


@pytest.mark.parametrize("page", PAGES)
def test_no_number_stands_without_its_why(page: str) -> None:
    assert unexplained(PAGES[page]()) == []


@pytest.mark.parametrize("page", PAGES)
def test_there_is_something_to_explain(page: str) -> None:
    assert buttons(PAGES[page]()) > 20


@pytest.mark.parametrize("page", PAGES)
def test_a_planted_number_is_found(page: str) -> None:
    planted = html.Div(html.P(["Средний балл ", html.B("4711")]), className="card")
    text = PAGES[page]().replace("</main>", f"{planted}</main>")

    assert unexplained(text) == ["4711"]


@pytest.mark.parametrize("page", PAGES)
def test_a_number_that_has_lost_its_button_is_found(page: str) -> None:
    """The pages as they would be without the panels."""
    text = PAGES[page]()
    for address in ANSWERS:
        text = text.replace(f'data-opens-panel="{address}', 'data-nothing="')

    assert len(unexplained(text)) > 20
