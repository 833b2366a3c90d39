"""The browser in which the journeys are walked."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.browser
def test_the_browser_is_russian_and_lives_in_moscow(page: "Page") -> None:
    page.set_content("<p>Обзор</p>")

    assert page.inner_text("p") == "Обзор"
    assert page.evaluate("navigator.language") == "ru-RU"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Europe/Moscow"
