"""«Сравнение» in a browser: from the first screen to a school that misses a goal, by the keyboard alone, on a phone."""

import re
from collections.abc import Callable
from typing import Final

import pytest

from tests.support.browser import PHONE, resize
from tests.support.visits import Visitor

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
BEYOND_CARDS: Final = """[...document.querySelectorAll('.card .row-chart')].filter(chart =>
    chart.getBoundingClientRect().right > chart.closest('.card').getBoundingClientRect().right + 1
).map(chart => chart.closest('.card').id)"""


def arrived(visitor: Visitor, part: str) -> None:
    visitor.page.wait_for_url(f"**{part}**")
    visitor.headline()


def test_three_clicks_lead_from_the_first_screen_to_the_block_of_a_school_that_misses_a_goal(reader: Visits) -> None:
    official = reader("department")
    official.open("/")
    official.headline()
    page = official.page

    page.locator("#blocks .title a").nth(2).click()  # 1: the block on «Обзор»
    arrived(official, "view=blocks&block=3")
    page.locator("#blocks thead a", has_text="3.3").click()  # 2: one goal of it, all schools
    arrived(official, "indicator=3.3")
    assert re.match(r"7 из 26", official.headline())
    page.locator("#goal .row-chart a", has_text="Полянская ООШ").click()  # 3: a school that misses it
    arrived(official, "/schools/")

    assert page.url.endswith("#block-3")
    block = page.locator("#block-3")
    block.wait_for()
    assert "Дополнительное образование" in block.inner_text()


def test_filters_rail_and_order_are_walked_by_the_keyboard(reader: Visits) -> None:
    official = reader("department")
    official.open("/compare?year=2025/26&goal=3.3")
    before = official.headline()
    page = official.page

    page.locator(".filter > summary", has_text="Кластер").focus()
    page.keyboard.press("Enter")
    page.locator(".filter[open] a", has_text="Сёла").focus()
    page.keyboard.press("Enter")
    arrived(official, "cluster=village")
    page.locator("h1", has_text="сельских школ").wait_for()
    page.locator(".rail a", has_text="ВПР").focus()
    page.keyboard.press("Enter")
    arrived(official, "goal=1.2")
    page.locator("h1", has_text="ВПР").wait_for()
    assert page.get_by_role("link", name="по отклонению").count() == 0
    page.go_back()
    page.locator("h1", has_text="дополнительному").wait_for()
    page.locator(".segments a", has_text="по названию").focus()
    page.keyboard.press("Enter")
    arrived(official, "order=name")
    page.locator("#goal [data-shows-table]").focus()
    page.keyboard.press("Enter")
    page.locator("#goal-table").wait_for(state="visible")

    assert "village" in page.url
    assert official.headline() != before


def test_no_figure_reaches_beyond_its_card_whatever_the_window(reader: Visits) -> None:
    """ВПР has counts of four digits in cards beside one another, «1.3» words beside the figures of clusters."""
    official = reader("department")
    for goal in ("1.2", "1.3"):
        official.open(f"/compare?year=2025/26&goal={goal}")
        official.headline()
        for width in (1366, 1280, 1261, 1260, 1093, 800):
            resize(official.page, (width, 720))
            assert official.page.evaluate(BEYOND_CARDS) == [], (goal, width)
    official.page.add_style_tag(content=".row-chart { width: 200%; }")
    assert official.page.evaluate(BEYOND_CARDS) != []


def test_a_phone_has_the_goals_in_a_menu(reader: Visits) -> None:
    director = reader("director", PHONE)
    director.open("/compare?year=2025/26&goal=3.3")
    director.headline()
    page = director.page
    page.locator(".goal-menu summary").click()
    page.locator(".goal-menu a", has_text="1.1").click()
    arrived(director, "goal=1.1")

    assert not page.locator(".rail").is_visible()
    assert director.headline().startswith("Ваша школа")
    director.check()
