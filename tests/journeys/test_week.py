"""The person responsible for ВСОКО on a Monday: what is due this week, done from the first screen."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.visits import Visitor, plain, running_board, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

# Decisions of 2025/26 are due on Wednesday, 30.09.2026.
MONDAY: Final = datetime(2026, 9, 28, 6, tzinfo=UTC)


@pytest.fixture
def coordinator(browser: "Browser", seeded: Path, tmp_path: Path) -> Iterator[Visitor]:
    """Т. С. Громова of Полянская ООШ, who has just signed in."""
    shutil.copyfile(seeded, tmp_path / "vsoko.db")
    with (
        running_board(tmp_path / "vsoko.db", tmp_path / "var", now=MONDAY) as board,
        visiting(browser, board) as visitor,
    ):
        visitor.sign_in("coordinator")
        visitor.headline()
        yield visitor


def group(visitor: Visitor, title: str) -> "Locator":
    return visitor.page.locator(".todo-group", has=visitor.page.get_by_role("heading", name=title, exact=True))


def tasks(visitor: Visitor, title: str) -> list[tuple[str, str]]:
    """Day and what is to be done, of the tasks that are seen."""
    found = group(visitor, title).locator("li:visible:has(.what)")
    days = [plain(text).split("\n")[0] for text in found.locator(".day").all_inner_texts()]
    return list(zip(days, map(plain, found.locator(".what").all_inner_texts()), strict=True))


def hand_in(visitor: Visitor, opener: "Locator", *, number: str) -> None:
    """Open the form of the document from the list, fill it in and send it."""
    opener.click()
    panel = visitor.page.locator("dialog.panel[open]")
    panel.get_by_label("Вид документа").select_option(label="Приказ директора")
    panel.get_by_label("Номер").fill(number)
    panel.get_by_label("Дата", exact=True).fill("2026-09-28")
    panel.get_by_label("Ссылка").fill(f"https://school.example/{number}")
    visitor.check("dialog.panel[open]")
    visitor.page.get_by_role("button", name="Отправить на проверку").click()
    visitor.page.locator(".toast", has_text=f"Документ «{number}» отправлен на проверку.").wait_for()


def test_what_is_due_this_week_is_seen_at_once_and_done_from_there(coordinator: Visitor) -> None:
    """Worked out by hand from the demo.

    Полянская ООШ has no document at all of blocks 5 and 6. On 28.09.2026 five stages of both are overdue (10
    documents), decisions are due in two days. Undone besides: three organisational items of 15.09.2025 and four
    figures. So 3 + 5 + 4 tasks are overdue, and one is due this week. Of 36 cells of the cycle 30 were due by then.
    """
    page = coordinator.page
    assert coordinator.headline() == "Школа достигла 4 из 10 целей. Просрочено 10 документов."
    assert coordinator.text("#todo-title") == "Что сделать: 13 дел"
    assert group(coordinator, "Просрочено").get_by_text("Показать все 12").is_visible()
    assert tasks(coordinator, "На этой неделе") == [("30.09", "Сдать управленческие решения, блоки 5, 6")]
    week = group(coordinator, "На этой неделе").bounding_box()
    assert week is not None
    assert week["y"] + week["height"] <= 768
    assert coordinator.text("#cycle-title").startswith("Управленческий цикл: 20 из 30")

    group(coordinator, "На этой неделе").get_by_text("Добавить документ").click()
    hand_in(coordinator, page.get_by_role("button", name="Блок 5. Педагоги"), number="14-р")
    page.locator(".what", has_text="управленческие решения, блок").filter(has_not_text="блоки").wait_for()
    assert tasks(coordinator, "На этой неделе") == [("30.09", "Сдать управленческие решения, блок 6")]
    assert coordinator.text("#todo-title") == "Что сделать: 13 дел"

    # Of one block the form is one click away.
    hand_in(
        coordinator, group(coordinator, "На этой неделе").get_by_role("button", name="Добавить документ"), number="15-р"
    )
    page.locator("#todo-title", has_text="12").wait_for()
    assert coordinator.text("#todo-title") == "Что сделать: 12 дел"
    assert group(coordinator, "На этой неделе").count() == 0
    # What was overdue still is, and what was not due yet is not counted yet.
    assert coordinator.text("#cycle-title").startswith("Управленческий цикл: 20 из 30")
    assert coordinator.headline() == "Школа достигла 4 из 10 целей. Просрочено 10 документов."
    assert len(tasks(coordinator, "Просрочено")) == 6
    coordinator.await_focus("#todo")
    coordinator.check()
