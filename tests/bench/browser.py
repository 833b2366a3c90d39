"""Pages in real Chromium: when everything stands, and what went over the wire for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.bench.clock import p50
from tests.bench.databases import Place
from tests.bench.overview import site_of
from tests.bench.serving import Server, serving
from tests.bench.table import Line, compared, information
from tests.bench.watched import OFFICIAL, OVERVIEW, PAGES, PASSWORD, WatchedPage
from tests.support.browser import DESKTOP, running_chromium

VISITS = 5
QUIET_MILLISECONDS = 400
# 10 Mbit/s with 40 ms, as the browser's own tools give it out.
SLOW_LINE = {"offline": False, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}

# Milliseconds from the start of the navigation to the frame after the last change of the page.
WATCH = """
window.benchChanged = 0;
new MutationObserver(() => requestAnimationFrame(() => { window.benchChanged = performance.now(); }))
  .observe(document, {childList: true, subtree: true, attributes: true, characterData: true});
"""
STANDS = """
([rows, quiet]) => document.querySelectorAll(rows).length > 0 && performance.now() - window.benchChanged > quiet
"""


@dataclass(slots=True)
class Visit:
    """One opening of the page. addresses: of every request; received: bytes over the wire, headers included."""

    milliseconds: float = 0
    received: float = 0
    addresses: list[str] = field(default_factory=list)

    @property
    def kilobytes(self) -> float:
        return self.received / 1024


def measure(places: list[Place]) -> Iterator[Line]:
    place = places[0]
    site_of(place)
    with serving(place) as server, running_chromium() as browser:
        states = {login: _sign_in(browser, server, login) for login in sorted({page.login for page in PAGES})}
        _visit(browser, server, states[OFFICIAL])  # the first request to each process of the server starts things up
        yield from _measured(browser, server, states[OFFICIAL])
        for page in PAGES:
            if page is not OVERVIEW:
                yield from _other_page(browser, server, states[page.login], page)


def _measured(browser: Browser, server: Server, state: StorageState) -> Iterator[Line]:
    fast, slow = [], []
    for _ in range(VISITS):
        fast.append(_visit(browser, server, state))
        slow.append(_visit(browser, server, state, is_slow=True))
    cold, warm = fast[0][0], fast[0][1]
    yield _time("«Обзор» stands, cold, loopback", [cold for cold, _ in fast], 0.9)
    yield _time("«Обзор» stands, cold, 10 Mbit/s with 40 ms", [cold for cold, _ in slow], 1.5)
    yield information(
        "  the same, warm, 10 Mbit/s with 40 ms", f"{p50([w.milliseconds for _, w in slow]) / 1000:.2f} s"
    )
    yield compared("  on the wire, cold", reached=cold.kilobytes, goal=700, form="{:.0f} KB")
    yield compared("  on the wire, warm", reached=warm.kilobytes, goal=40, form="{:.0f} KB")
    yield compared("  requests, cold", reached=len(cold.addresses), goal=20, form="{:.0f}")
    plotly = sum("plotly" in each for each in cold.addresses)
    yield Line("  of them for Plotly", "none", str(plotly), "NOT met" if plotly else "met")


def _other_page(browser: Browser, server: Server, state: StorageState, page: WatchedPage) -> Iterator[Line]:
    visits = [_visit(browser, server, state, page=page) for _ in range(VISITS)]
    cold, warm = visits[0]
    yield _time(f"{page.title} stands, cold, loopback", [cold for cold, _ in visits], None)
    wire = f"{cold.kilobytes:.0f} KB cold, {warm.kilobytes:.0f} KB warm"
    plotly = sum("plotly" in each for each in cold.addresses)
    yield information("  on the wire", wire)
    yield information("  requests, cold", f"{len(cold.addresses)}, of them for Plotly {plotly}")


def _time(what: str, visits: list[Visit], goal: float | None) -> Line:
    times = sorted(each.milliseconds / 1000 for each in visits)
    if goal is None:
        return information(what, f"{p50(times):.2f} s ({times[0]:.2f}–{times[-1]:.2f})")
    return compared(what, reached=p50(times), goal=goal, form="{:.2f} s", note=f"{times[0]:.2f}–{times[-1]:.2f}")


def _sign_in(browser: Browser, server: Server, login: str) -> StorageState:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.origin}/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("main h1")
    state = context.storage_state()
    context.close()
    return state


def _visit(
    browser: Browser, server: Server, state: StorageState, *, page: WatchedPage = OVERVIEW, is_slow: bool = False
) -> tuple[Visit, Visit]:
    """The page opened with an empty cache, and once more in a new tab."""
    width, height = DESKTOP
    context = browser.new_context(
        storage_state=state, locale="ru-RU", viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    try:
        return (
            _open(context, server, page, is_slow=is_slow),
            _open(context, server, page, is_slow=is_slow),
        )
    finally:
        context.close()


def _open(context: BrowserContext, server: Server, watched: WatchedPage, *, is_slow: bool) -> Visit:
    visit, page = Visit(), context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    if is_slow:
        tools.send("Network.emulateNetworkConditions", SLOW_LINE)
    tools.on("Network.requestWillBeSent", lambda sent: _note_request(visit, sent))
    tools.on("Network.loadingFinished", lambda loaded: _note_bytes(visit, loaded))
    page.add_init_script(WATCH)
    page.goto(f"{server.origin}{watched.address}")
    page.wait_for_function(STANDS, arg=[watched.stands, QUIET_MILLISECONDS], timeout=120_000)
    visit.milliseconds = page.evaluate("window.benchChanged")
    page.close()
    return visit


def _note_request(visit: Visit, sent: dict[str, Any]) -> None:
    if sent["request"]["url"].startswith("http"):
        visit.addresses.append(sent["request"]["url"])


def _note_bytes(visit: Visit, loaded: dict[str, Any]) -> None:
    visit.received += loaded["encodedDataLength"]
