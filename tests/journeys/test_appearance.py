"""Pages as a browser draws them: accessible, within the window, on paper, without the server."""

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from dashboard import html
from dashboard.addresses.overview import OverviewAddress
from dashboard.components.app_bar import BarView, SchoolLink, Tab, app_bar_children
from dashboard.components.markup import to_html
from dashboard.components.page import page_html
from dashboard.components.rollup import rollup_children
from dashboard.components.states import failed_state, skeleton
from dashboard.pages.overview import overview_children
from dashboard.pages.school import school_children
from dashboard.pages.school.content import SchoolPage
from data_layer.domain.vocabulary import Cluster
from data_layer.queries.rollup import RollupRow
from data_layer.queries.views import Count
from tests.support import sample_views as sample
from tests.support.browser import axe_violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_ROOT: Final = Path(__file__).parents[2]


def _styles() -> str:
    """All style sheets, with the typeface inside: measures depend on it."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((_ROOT / "assets").glob("*.css")))
    for font in (_ROOT / "assets" / "fonts").glob("*.woff2"):
        content = base64.b64encode(font.read_bytes()).decode()
        text = text.replace(f"/login-static/{font.name}", f"data:font/woff2;base64,{content}")
    return text


_STYLES: Final = _styles()
_SCRIPTS: Final = (_ROOT / "assets" / "interface.js").read_text(encoding="utf-8")
_BEYOND: Final = """[...document.querySelectorAll('header, main *')].filter(
    each => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.unseen, .unseen-head'))
    .map(each => each.outerHTML.slice(0, 120)).slice(0, 5)"""

DESKTOP, PROJECTOR, ZOOMED, PHONE, SMALLEST = (1366, 768), (1280, 720), (683, 384), (390, 844), (320, 640)


def _bar() -> list[Any]:
    schools = tuple(SchoolLink(row.school, row.short_name) for row in sample.matrix())
    tabs = (Tab("Обзор", "/", is_current=True),)
    return app_bar_children(
        BarView("Светлореченский район", "Н. В. Соколова", "Специалист", tabs, schools, 2025, is_demo=True)
    )


def overview_page() -> str:
    return page_html(_bar(), overview_children(sample.overview(), OverviewAddress(sample.YEAR)))


def school_page() -> str:
    return page_html(_bar(), school_children(SchoolPage(sample.school_card())))


def empty_page() -> str:
    return page_html(_bar(), overview_children(sample.overview(rows=[]), OverviewAddress(sample.YEAR)))


def region_page() -> str:
    title = "Светлореченский район"
    whole = RollupRow("demo", title, None, schools=26, goals=Count(247, 391), overdue=45, required=936)
    parts = [
        RollupRow("demo", title, each.value, schools=13, goals=Count(115, 189), overdue=31, required=468)
        for each in Cluster
    ]
    return page_html(_bar(), rollup_children([whole, *parts], OverviewAddress(sample.YEAR), today=sample.TODAY))


PAGES = {"overview": overview_page, "school": school_page, "region": region_page}


def resize(page: "Page", size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def show(page: "Page", content: str, size: tuple[int, int] = DESKTOP) -> None:
    resize(page, size)
    page.set_content(
        f'<!doctype html><html lang="ru"><head><title>Обзор</title><style>{_STYLES}</style></head>'
        f'<body><a class="skip" href="#main">К содержанию</a>{content}<script>{_SCRIPTS}</script></body></html>'
    )
    page.evaluate("document.fonts.ready.then(() => true)")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_axe_finds_nothing_in_a_district_without_data(page: "Page", size: tuple[int, int]) -> None:
    """Pages of a district with data are looked at in `test_states.py`."""
    show(page, empty_page(), size)

    assert axe_violations(page) == []


def test_axe_finds_nothing_in_opened_lists(page: "Page") -> None:
    show(page, overview_page())
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(each => { each.open = true; })")

    assert axe_violations(page) == []


def test_axe_would_find_a_fault(page: "Page") -> None:
    show(page, empty_page() + '<img src="data:,">')

    assert any(found.startswith("image-alt") for found in axe_violations(page))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_reaches_beyond_the_window(page: "Page", name: str) -> None:
    show(page, PAGES[name]())

    for size in (DESKTOP, PROJECTOR, (1024, 768), (820, 1180), ZOOMED, PHONE, SMALLEST):
        resize(page, size)
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        assert page.evaluate(_BEYOND) == [], size


def test_marks_and_words_of_a_matrix_cell_stand_in_one_line(page: "Page") -> None:
    show(page, overview_page())

    for size in (DESKTOP, PROJECTOR, (1261, 768), (1260, 768)):
        resize(page, size)
        misfits = page.evaluate(
            """[...document.querySelectorAll('.matrix .marks, .matrix td .words')].filter(each => each.offsetHeight > 22
                || each.getBoundingClientRect().right > each.closest('td').getBoundingClientRect().right)
                .map(each => each.outerHTML.slice(0, 120))"""
        )
        assert misfits == [], size


def test_no_figure_of_a_goal_lies_over_its_verdict(page: "Page") -> None:
    show(page, school_page())

    for size in (ZOOMED, PHONE, SMALLEST):
        resize(page, size)
        overlapping = page.evaluate(
            """[...document.querySelectorAll('.goals tbody tr')].map(row => {
                const value = row.querySelector('.value'), text = document.createRange();
                text.selectNodeContents(value.querySelector('.number') || value);  // without the words only heard
                const one = text.getBoundingClientRect(), other = row.querySelector('.verdict').getBoundingClientRect();
                return one.right > other.left && one.bottom > other.top + 1 ? value.textContent : ''; }).filter(Boolean)"""
        )
        assert overlapping == [], size


def test_the_first_screen_holds_the_finding_the_counts_all_blocks_and_the_first_step(page: "Page") -> None:
    show(page, overview_page())

    bottoms = [
        page.evaluate(
            "selector => [...document.querySelectorAll(selector)].at(-1).getBoundingClientRect().bottom", each
        )
        for each in ("h1", ".kpi", ".blocks tbody tr", ".flag[open] .button.is-main")
    ]

    assert max(bottoms) <= DESKTOP[1]


def test_targets_on_a_phone_are_large_enough(page: "Page") -> None:
    show(page, overview_page(), PHONE)

    small = page.evaluate(
        """[...document.querySelectorAll('main a, main summary, .filters summary, .filters button, .bar button')]
        .map(each => [each.textContent.slice(0, 40), each.getBoundingClientRect().height])
        .filter(([, height]) => height > 0 && height < 44)"""
    )

    assert small == []


def test_numbers_of_a_region_are_targets_of_a_fingers_size_apart_from_each_other(page: "Page") -> None:
    show(page, region_page(), PHONE)

    boxes = page.evaluate(
        """[...document.querySelectorAll('.rollup .why-number')].map(each => {
            const box = each.getBoundingClientRect();
            return [box.left, box.top, box.right, box.bottom];
        })"""
    )
    # A district and three clusters, each with its goals and what is overdue.
    assert len(boxes) == 8
    assert all(right - left >= 44 and bottom - top >= 44 for left, top, right, bottom in boxes)
    assert not any(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        for place, one in enumerate(boxes)
        for other in boxes[:place]
    )


def test_marks_keep_their_drawing_in_forced_colours(page: "Page") -> None:
    page.emulate_media(forced_colors="active")
    show(page, overview_page())

    drawn = page.evaluate("getComputedStyle(document.querySelector('.matrix .mark-met')).backgroundImage")

    assert drawn.startswith("url(")


def test_paper_shows_the_matrix_and_no_controls(page: "Page") -> None:
    page.emulate_media(media="print")
    show(page, overview_page())

    assert not page.locator(".bar").is_visible()
    assert not page.locator(".filters").is_visible()
    assert page.locator(".print-line").is_visible()
    assert page.locator(".matrix").is_visible()
    printed = page.evaluate("getComputedStyle(document.querySelector('.tint-none')).printColorAdjust")
    assert printed == "exact"


def test_a_filter_opens_closes_and_gives_the_focus_back(page: "Page") -> None:
    show(page, overview_page())
    page.locator(".filter summary").first.focus()

    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.menu-list') !== null")
    page.keyboard.press("Escape")

    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_click_elsewhere_closes_a_list(page: "Page") -> None:
    show(page, overview_page())
    page.locator(".quadrant .place summary").last.click()
    assert page.locator(".quadrant .place[open]").count() == 1

    page.locator("h1").click()

    assert page.locator("details.menu[open]").count() == 0


def test_the_list_of_schools_is_narrowed_by_what_is_typed(page: "Page") -> None:
    show(page, overview_page())
    page.locator(".schools summary").click()

    page.keyboard.type("берез")

    shown = page.locator(".schools li:visible").all_inner_texts()
    assert shown == ["Берёзовская СОШ"]


def test_on_a_phone_schools_in_order_wait_behind_a_button(page: "Page") -> None:
    show(page, overview_page(), PHONE)
    assert page.locator(".matrix tbody tr:visible").count() == 10

    page.get_by_role("button", name="Показать все 26 школ").click()

    assert page.locator(".matrix tbody tr:visible").count() == 26


def test_grey_shapes_stand_in_for_a_page_that_is_awaited(page: "Page") -> None:
    show(page, to_html([html.Header(className="bar"), skeleton(), failed_state()]))

    assert page.locator(".failed").is_hidden()
    assert page.locator(".skeleton").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.skeleton > div')).animationDelay") == "0.3s"
