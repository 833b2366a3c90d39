"""Chromium for the tests: the system's own, started in one place with one set of flags."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

# The same engine without a window opens a page several times as fast; where it is missing, the whole browser does.
BROWSERS: Final = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))

# Root needs --no-sandbox, containers have a small /dev/shm, and the rest keeps the browser silent.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

_AXE: Final = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
# All rules; only what is wrong is written down, which takes axe a fifth less time.
_RUN_AXE: Final = """([within, colours]) => {
    axe.configure({noHtml: true});
    return axe.run(within || document, {
        resultTypes: ['violations'], selectors: false, elementRef: true, preload: false,
        rules: {'color-contrast': {enabled: colours}, 'link-in-text-block': {enabled: colours}},
    }).then(found => found.violations.map(
        each => each.id + ': ' + each.nodes.map(node => node.element.outerHTML.slice(0, 160)).join(' | ')));
}"""

DESKTOP = (1366, 768)
PROJECTOR = (1280, 720)
PHONE = (390, 844)


class ChromiumUnavailableError(Exception):
    """Chromium is not installed."""


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A headless browser for the duration of the block. Raises ChromiumUnavailableError where there is none."""
    program = next((each for each in BROWSERS if each.exists()), None)
    if program is None:
        raise ChromiumUnavailableError(f"none of {', '.join(map(str, BROWSERS))}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser, size: tuple[int, int] = DESKTOP) -> Iterator[Page]:
    """A page in a context of its own: no cookies, Russian, Moscow time, `size` in CSS pixels."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        reduced_motion="reduce",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give the page a window of another size in CSS pixels, also while it fills the screen, which Page itself cannot.

    The size lasts as long as its session of the protocol, which ends with the page.
    """
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", metrics)


def axe_violations(page: Page, within: str = "", *, colours: bool = True) -> list[str]:
    """What axe finds wrong with the page as it is now: rule and the elements.

    within: selector of a part that came up on a page looked at before. colours: contrast too, which takes the longest.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN_AXE, [within, colours])
    return found
