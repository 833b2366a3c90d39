"""The official walks the matrix of the cycle by keyboard, opens a cell, writes to a school; a phone and paper besides."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest

from tests.support.browser import PHONE
from tests.support.keyboard import tab_to
from tests.support.visits import Visitor, plain

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
CELL = "a[href*='cell=']"


def focused(visitor: Visitor) -> str:
    """Block and stage of the cell that has the focus, as its address says them."""
    href: str = visitor.page.evaluate("document.activeElement.getAttribute('href') || ''")
    return href.partition("cell=")[2]


def press(visitor: Visitor, *keys: str) -> None:
    for key in keys:
        visitor.page.keyboard.press(key)


def test_the_matrix_is_walked_by_arrows_and_opened_by_enter(reader: Visits) -> None:
    official = reader("department")
    official.open("/cycle?year=2025/26")
    official.headline()
    table = official.page.locator("#cycle-matrix")

    # One of 936 cells is reached by Tab.
    assert table.locator(f"{CELL}[tabindex='0']").count() == 1
    table.locator(f"{CELL}[tabindex='0']").focus()
    first = focused(official)
    press(official, "ArrowRight", "ArrowRight")
    assert focused(official) == first.replace("goal_setting", "analysis")
    press(official, "ArrowDown")
    second = focused(official)
    assert second.partition(":")[0] != first.partition(":")[0]
    assert second.endswith(":1:analysis")
    press(official, "End")
    assert focused(official).endswith(":6:decisions")
    press(official, "Home", "ArrowUp", "ArrowLeft")
    assert focused(official) == first

    press(official, "Enter")
    official.page.locator("#cell-detail .detail:not(.is-waiting)").wait_for()
    assert f"cell={first}" in official.page.url
    assert focused(official) == first
    assert official.page.locator(f"{CELL}[aria-expanded='true']").count() == 1
    # Past the numbers at the end of the row.
    tab_to(official, official.page.locator("#cell-detail :is(a, button)").first, most=4)

    press(official, "Escape")
    official.await_focus(CELL)
    assert official.page.locator("#cell-detail").count() == 0
    assert "cell=" not in official.page.url
    assert focused(official) == first


def test_an_opened_cell_says_what_is_wrong_and_leads_on(reader: Visits) -> None:
    official = reader("department")
    official.open("/cycle?year=2025/26&cell=klyuchevskaya:5:recommendations")
    official.headline()
    detail = official.page.locator("#cell-detail")

    assert "возвращён, просрочен на" in plain(detail.inner_text())
    assert official.page.locator(".is-chosen").count() == 1
    with official.page.expect_download() as download:
        detail.get_by_role("link", name="Написать школе").click()
    text = docx.Document(BytesIO(Path(download.value.path()).read_bytes())).tables[0].cell(0, 1).text
    assert "Ключевская" in text
    detail.get_by_role("button", name=re.compile("Почему")).click()
    official.page.locator("dialog.panel h2").wait_for()
    press(official, "Escape")
    official.page.locator("dialog.panel[open]").wait_for(state="detached")
    # Escape closes the panel alone; the cell stays open below it.
    assert detail.count() == 1
    detail.get_by_role("link", name="Открыть школу").click()
    official.page.wait_for_url(re.compile("/schools/klyuchevskaya"))
    official.headline()
    official.page.go_back()
    official.page.locator("#cell-detail").wait_for()


def test_a_cell_stays_open_and_shows_its_new_state_after_a_document_was_handed_in(visit: Visits) -> None:
    """Полянская has no document of block 5; the cell was opened by hand, so only the page's script knows of it."""
    coordinator = visit()
    coordinator.sign_in("coordinator", "/cycle?year=2025/26")
    coordinator.headline()
    page = coordinator.page
    page.locator("a[href*='cell=polyanskaya:5:measures']").click()
    detail = page.locator("#cell-detail")
    detail.get_by_text("просрочен на").first.wait_for()
    detail.locator("[data-opens-panel^='/panels/document']").first.click()
    panel = page.locator("dialog.panel[open]")
    panel.get_by_label("Вид документа").select_option(index=1)
    panel.get_by_label("Номер").fill("77-м")
    panel.get_by_label("Дата", exact=True).fill("2026-11-20")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or "") if "_dash-update" in request.url else None)
    page.get_by_role("button", name="Отправить на проверку").click()

    page.locator(".toast", has_text="77-м").wait_for()
    page.locator("#cell-detail", has_text="на проверке").wait_for()
    assert detail.count() == 1
    assert "77-м" in detail.inner_text()
    assert "cell=polyanskaya:5:measures" in page.url
    assert page.locator(f"{CELL}[aria-expanded='true']").count() == 1
    page.wait_for_load_state("networkidle")
    assert sum("cycle-content" in each for each in asked) == 1
    coordinator.await_focus("#cell-detail")


def test_the_strip_narrows_the_matrix_and_a_second_click_opens_it_again(reader: Visits) -> None:
    official = reader("department")
    official.open("/cycle?year=2025/26")
    official.headline()

    official.page.locator(".stage-strip a", has_text="Меры").click()
    official.page.wait_for_url("**stage=measures*")
    official.page.locator(".cycle-matrix.is-wide").wait_for()
    assert plain(official.headline()).startswith("Меры: просрочено 18 документов")
    official.page.locator(".stage-strip a.is-current").click()
    official.page.locator(".cycle-matrix:not(.is-wide)").wait_for()
    assert official.page.locator(".stage-strip a.is-current").count() == 0


def test_a_phone_shows_stages_as_rows_and_schools_with_delays_first(reader: Visits) -> None:
    official = reader("department", PHONE)
    official.open("/cycle?year=2025/26")
    official.headline()
    rows = official.page.locator("#cycle-matrix tbody tr:visible")

    assert rows.count() == 13
    lefts = official.page.evaluate(
        "[...document.querySelectorAll('.stage-strip li')].map(each => each.getBoundingClientRect().left)"
    )
    assert len(set(lefts)) == 1
    cells = rows.first.locator(CELL)
    tops = [round(box["y"]) for box in (cells.nth(place).bounding_box() for place in range(7)) if box is not None]
    assert len(set(tops[1:6])) == 1
    assert tops[6] > tops[5]
    cells.nth(8).focus()
    here = focused(official)
    press(official, "ArrowDown")
    assert focused(official) == here.replace(":2:", ":3:")
    official.page.get_by_role("button", name="Показать все 26 школ").click()
    assert official.page.locator("#cycle-matrix tbody tr:visible").count() == 26


def test_on_paper_the_matrix_lies_across_and_its_heads_repeat(reader: Visits) -> None:
    official = reader("department")
    official.open("/cycle?year=2025/26")
    official.headline()
    official.page.emulate_media(media="print")

    seen = official.page.evaluate(
        """() => ({
            head: getComputedStyle(document.querySelector('#cycle-matrix thead')).display,
            sheet: getComputedStyle(document.body).page,
            filters: getComputedStyle(document.querySelector('.filters')).display,
        })"""
    )
    assert seen == {"head": "table-header-group", "sheet": "landscape-page", "filters": "none"}
    pdf = official.page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert boxes
    assert all(float(width) > float(height) for width, height in boxes)
