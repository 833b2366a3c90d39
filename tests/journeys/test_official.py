"""The official's morning: the finding, a narrowed view to send on, the worst flag, a list, the way out."""

import csv
import re
from collections import Counter
from collections.abc import Callable

import pytest

from seed.roster import DISTRICT_CODE, DISTRICT_TITLE, SCHOOLS
from tests.support.cli import CommandLine
from tests.support.demo import DEMO_DAY
from tests.support.keyboard import choose_by_keyboard, press_on
from tests.support.visits import Board, Visitor, plain

pytestmark = pytest.mark.browser

YEAR = "2025/26"
Visits = Callable[..., Visitor]


def reported(board: Board, *words: str) -> list[dict[str, str]]:
    """Rows of a report of the command line on the demo's day."""
    given = ("--district", DISTRICT_CODE, "--year", YEAR, "--today", DEMO_DAY.isoformat())
    return list(csv.DictReader(CommandLine(board.server).good("report", *words, *given).lines))


def is_at(visitor: Visitor, selector: str) -> bool:
    """Whether the place stands in the window, its head at the top or as near as the page's end lets it."""
    found: bool = visitor.page.locator(selector).evaluate(
        """each => {
            const box = each.getBoundingClientRect();
            const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
            return box.top >= 0 && (box.top < innerHeight / 3 || (isAtEnd && box.top < innerHeight));
        }"""
    )
    return found


def test_the_headline_tells_what_the_report_adds_up_to(reader: Visits, shared_board: Board) -> None:
    totals = _sums(reported(shared_board, "attainment", "--by", "block"))
    official = reader("department")

    official.open("/")
    headline = official.headline()

    found = re.fullmatch(r"Школы достигли (\d+) из (\d+) цел\w+\. Просрочено (\d+) документ\w* .*", headline)
    assert found is not None, headline
    assert [int(each) for each in found.groups()] == totals


def _sums(rows: list[dict[str, str]]) -> list[int]:
    of_district = [row for row in rows if not row["school"]]
    assert len(of_district) == 6
    return [sum(int(row[name]) for row in of_district) for name in ("goals_met", "goals_with_data", "stages_overdue")]


def test_a_view_narrowed_by_the_keyboard_is_sent_on_as_a_link(reader: Visits, guest: Visits) -> None:
    official, colleague = reader("department"), guest()
    official.open("/")
    whole_district = official.headline()

    choose_by_keyboard(official, "Кластер", "Сёла", key="Tab")
    official.page.wait_for_url("**cluster=village**")
    official.page.locator("h1", has_text="Сельские школы").wait_for()
    choose_by_keyboard(official, "Год", "2024/25", key="Shift+Tab")  # the focus went on into the new page
    official.page.wait_for_url("**year=2024/25**")
    official.page.locator(".crumb", has_text="2024/25").wait_for()
    narrowed = official.headline()
    press_on(official, official.page.get_by_role("button", name="Скопировать ссылку"), key="Shift+Tab")
    official.page.get_by_text("Ссылка скопирована").wait_for()
    official.check(".filters")
    link: str = official.page.evaluate("navigator.clipboard.readText()")

    colleague.page.goto(link)
    colleague.fill_in("department")

    assert colleague.headline() == narrowed != whole_district
    assert colleague.page.url == link
    assert colleague.text("main") == official.text("main")


def test_the_worst_flag_leads_to_the_block_of_the_school_in_one_click(reader: Visits, shared_board: Board) -> None:
    rows = [row for row in reported(shared_board, "gaps") if row["rule"] == "stage_missing"]
    ((worst, _),) = Counter(row["school"] for row in rows).most_common(1)
    empty_blocks = sorted({int(row["block"]) for row in rows if row["school"] == worst})
    official = reader("department")
    official.open("/")
    official.headline()

    first = official.page.locator("#attention .flag").first
    assert first.get_attribute("open") is not None
    first.get_by_role("link", name="Открыть школу").click()
    official.page.wait_for_url("**/schools/**")
    official.headline()

    assert official.page.url == f"{shared_board.address}/schools/{worst}?year={YEAR}#block-{empty_blocks[0]}"
    official.page.locator(f"#block-{empty_blocks[0]}.is-arrived").wait_for()
    assert is_at(official, f"#block-{empty_blocks[0]}")


def test_a_count_of_the_quadrant_opens_its_list(reader: Visits) -> None:
    official = reader("department")
    official.open("/")
    official.headline()

    place = official.page.locator("#quadrant .place", has_text="начать отсюда")
    place.locator("summary").click()
    official.check("#quadrant")
    links = place.get_by_role("link")
    told = int(place.locator("summary b").inner_text())
    named = plain(links.first.inner_text())
    links.first.click()
    official.page.wait_for_url("**/schools/**")
    official.headline()

    assert told > 0
    school, block = named.rsplit(", блок ", 1)
    assert school in official.text(".crumb")
    assert official.page.url.endswith(f"#block-{block}")
    assert is_at(official, f"#block-{block}")
    official.page.go_back()
    official.headline()
    assert official.page.locator("#quadrant .place", has_text="начать отсюда").get_by_role("link").count() in {0, told}


def test_after_signing_out_the_way_back_shows_no_data(guest: Visits) -> None:
    official = guest()
    official.sign_in("department")
    official.headline()
    official.page.locator(".matrix th a").first.click()
    official.page.wait_for_url("**/schools/**")
    official.headline()

    official.sign_out()
    for _ in range(2):
        official.page.go_back()
        official.page.get_by_label("Логин").wait_for()

    shown = official.page.content()
    assert [school.short_name for school in SCHOOLS if school.short_name in plain(shown)] == []
    assert "целей" not in official.text("main").removeprefix("Войдите, чтобы увидеть цели и документы школ")
    assert DISTRICT_TITLE in shown  # the one district's name is no secret of the sign-in page
