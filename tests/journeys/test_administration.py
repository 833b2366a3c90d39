"""The department looks after its district: every section and panel is accessible; an effect is seen before it is made."""

from collections.abc import Callable

import pytest

from tests.support.visits import Visitor, plain

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
PANEL = "dialog.panel[open]"
SECTIONS = ("people", "schools", "references", "calendar", "requirements", "settings", "journal")


def open_section(visitor: Visitor, section: str) -> None:
    visitor.open(f"/admin?section={section}")
    visitor.page.locator("#administration-content:not(.is-old):not([aria-busy]) h1").wait_for()


def test_every_section_is_accessible_and_within_the_window(reader: Visits) -> None:
    official = reader("department")

    for section in SECTIONS:
        open_section(official, section)
        official.check_everywhere()
        opener = official.page.locator("main [data-opens-panel]").first
        if opener.count():
            opener.click()
            official.page.locator(f"{PANEL} h2").wait_for()
            official.check_everywhere(PANEL)


def test_a_requirement_is_changed_after_its_effect_was_seen(visit: Visits) -> None:
    official = visit()
    official.sign_in("department")
    open_section(official, "requirements")

    official.page.locator("[data-opens-panel*='block=5&stage=analysis']").click()
    official.page.get_by_label("Документ").select_option("не требуется")
    official.page.get_by_role("button", name="Показать, что изменится").click()
    official.page.locator(".effect-told").wait_for()
    official.check(PANEL)
    told = plain(official.page.locator(".effect-told b").first.inner_text())
    official.page.get_by_role("button", name="Сохранить", exact=True).click()
    official.page.get_by_text("Требование сохранено.").wait_for()
    official.page.get_by_role("heading", name="35").wait_for()

    assert told.startswith("Исчез")
    open_section(official, "journal")
    assert "Требование: блок 5, анализ мониторингов с 2025/26" in plain(official.page.locator(".trail").inner_text())
