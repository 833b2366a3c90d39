"""Whole tasks without a mouse: handing in, applying, taking back, a target, a reason, a letter."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import docx
import pytest

from tests.support.keyboard import press_on, sign_in_by_keyboard, tab_to
from tests.support.visits import Visitor, plain

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
# The file is taken apart in a process of its own, which a busy machine starts slowly.
WAIT: Final = 60_000
BOOK: Final = "school;indicator;level;year;numerator;denominator\nklyuchevskaya;3.3;;2025/26;170;214\n"
READY: Final = {"/data": "#data-content:not(.is-old)", "/cycle": "#cycle-content:not(.is-old)"}
TARGET: Final = "#row-b1_vpr_attainment-noo-target"


def has_focus(wanted: "Locator") -> bool:
    found: bool = wanted.evaluate("each => each === document.activeElement")
    return found


def follow(visitor: Visitor, tab: str) -> None:
    """A tab of the bar, reached from wherever the keyboard is."""
    link = visitor.page.locator("nav").get_by_role("link", name=tab)
    path = (link.get_attribute("href") or "").partition("?")[0]
    press_on(visitor, link, key="Shift+Tab", most=60)
    visitor.page.wait_for_url(f"**{path}**")
    visitor.page.locator(f"{READY[path]} h1").wait_for()


def test_a_director_asks_why_hands_in_takes_back_and_sets_a_target(visit: Visits) -> None:
    director = visit()
    page = director.page
    page.set_default_timeout(WAIT)
    sign_in_by_keyboard(director, "director")
    director.headline()

    why = page.locator("#todo .why").first
    press_on(director, why, most=30)
    page.locator("dialog.panel[open] h3").first.wait_for()
    page.keyboard.press("Escape")
    director.await_focus("#todo .why")
    assert has_focus(why)

    follow(director, "Данные")
    tab_to(director, page.locator("#upload-file"), most=40)
    page.set_input_files("#upload-file", {"name": "book.csv", "mimeType": "text/csv", "buffer": BOOK.encode()})
    page.get_by_role("heading", name="Ошибок нет").wait_for()
    press_on(director, page.locator(".commit button"), most=60, by="Space")
    page.get_by_role("heading", name="Внесена").wait_for()

    director.open("/data?view=load&year=2025/26")
    director.settle()
    press_on(director, page.locator(".loads .text-button").first, most=60)
    question = page.locator("dialog.question[open]")
    question.wait_for()
    if not has_focus(question.locator(".is-main")):
        tab_to(director, question.locator(".is-main"), most=4)
    page.keyboard.press("Enter")
    page.locator(".loads .badge", has_text="отменена").wait_for()

    director.open("/data?view=edit&year=2025/26")
    director.settle()
    tab_to(director, page.locator(TARGET), most=80)
    page.keyboard.press("Control+a")
    page.keyboard.type("83")
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="Сохранено: 1.2 ВПР, НОО.").wait_for()
    assert page.locator(TARGET).input_value() == "83"
    page.keyboard.press("F6")
    director.await_focus(".toast .text-button")
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="Возвращено прежнее").wait_for()
    assert page.locator(TARGET).input_value() != "83"
    # The keyboard is where it was.
    director.await_focus(".entry-row, main")


def test_an_official_opens_a_school_and_writes_to_another(visit: Visits) -> None:
    official = visit()
    page = official.page
    sign_in_by_keyboard(official, "department")
    official.headline()

    press_on(official, page.locator(".schools > summary"), most=20)
    page.keyboard.type("полян")
    page.keyboard.press("Enter")
    page.wait_for_url("**/schools/polyanskaya**")
    official.headline()

    follow(official, "Цикл")
    cells = page.locator("#cycle-matrix a[href*='cell=']")
    tab_to(official, page.locator("#cycle-matrix a[href*='cell='][tabindex='0']"), most=40)
    for _ in range(cells.count()):
        if page.evaluate("document.activeElement.closest('tr').textContent.includes('Полянская')"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.locator("#cell-detail .detail:not(.is-waiting)").wait_for()
    assert re.search(r"cell=polyanskaya:6:decisions", page.url)
    letter = page.locator("#cell-detail").get_by_role("link", name="Написать школе")
    tab_to(official, letter, most=5)
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    text = docx.Document(BytesIO(Path(download.value.path()).read_bytes())).tables[0].cell(0, 1).text
    assert "Полянская" in plain(text)
