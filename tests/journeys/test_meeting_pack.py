"""The page without network in a browser: read from a disk, turned by keys, asking for nothing, its rules broken by nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.exports.deck.pack import deck_html
from tests.support import sample_deck
from tests.support.browser import PROJECTOR, axe_violations, fresh_page
from tests.support.decks import deck_slide_seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SHOWN = ".pack-slide.is-now"


def test_a_meeting_is_shown_from_a_file_by_keys_alone(browser: "Browser", tmp_path: Path) -> None:
    bodies = sample_deck.every_body()
    few = {name: bodies[name] for name in ("figures", "dots", "funnel", "heat", "words-few")}
    (tmp_path / "meeting.html").write_bytes(deck_html(sample_deck.deck(bodies=few)))
    asked: list[str] = []
    said: list[str] = []
    with fresh_page(browser, PROJECTOR) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"file://{tmp_path}/meeting.html")
        count = page.locator(".pack-slide").count()
        headlines = page.locator(".slide-headline").all_inner_texts()
        assert axe_violations(page) == []

        page.keyboard.press("ArrowRight")
        shown = []
        for _ in range(count):
            assert page.locator(".pack-slide:visible").count() == 1
            assert deck_slide_seen(page, f"{SHOWN} .slide").faults == ()
            shown.append(page.locator(f"{SHOWN} .slide-headline").inner_text())
            page.keyboard.press("PageDown")
        assert shown == headlines

        # The last one stays; back, to the first, and out again.
        assert page.locator(f"{SHOWN} .slide-headline").inner_text() == headlines[-1]
        page.keyboard.press("ArrowLeft")
        assert page.locator(f"{SHOWN} .slide-headline").inner_text() == headlines[-2]
        page.keyboard.press("Home")
        assert page.locator(f"{SHOWN} .slide-headline").inner_text() == headlines[0]

        # Notes come when they are asked for, beside the slide that is shown, and are not printed.
        assert page.locator(".pack-notes:visible").count() == 0
        page.keyboard.press("n")
        assert "Спросить о расписании" in page.locator(".pack-notes:visible").inner_text()
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        page.emulate_media(media="print")
        assert page.locator(".pack-notes:visible").count() == 0
        page.emulate_media(media="screen")
        page.keyboard.press("Escape")
        assert page.locator(".pack-slide:visible").count() == count
        assert page.locator(".pack-notes:visible").count() == count
        assert axe_violations(page) == []
        page.click("[data-notes]")
        assert page.locator(".pack-notes:visible").count() == 0

    assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
    assert said == []
