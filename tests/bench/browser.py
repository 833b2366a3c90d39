"""«Обзор» in real Chromium: when everything stands, and what went over the wire for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, StorageState

from seed.roster import DEMO_PASSWORD
from tests.bench.clock import p50
from tests.bench.databases import Place
from tests.bench.overview import site_of
from tests.bench.serving import Server, serving
from tests.bench.table import Line, compared, information
from tests.bench.visitor import LOGIN
from tests.support.browser import DESKTOP, running_chromium

VISITS = 5
QUIET_MILLISECONDS = 400
# The rows of schools; the page stands when they are there and nothing has changed for a while.
ROWS = "table.matrix tbody tr"
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
        state = _sign_in(browser, server)
        _visit(browser, server, state)  # the first request to each process of the server starts things up
        yield from _measured(browser, server, state)


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


def _time(what: str, visits: list[Visit], goal: float) -> Line:
    times = sorted(each.milliseconds / 1000 for each in visits)
    return compared(what, reached=p50(times), goal=goal, form="{:.2f} s", note=f"{times[0]:.2f}–{times[-1]:.2f}")


def _sign_in(browser: Browser, server: Server) -> StorageState:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.origin}/login")
    page.fill("input[name=login]", LOGIN)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(ROWS)
    state = context.storage_state()
    context.close()
    return state


def _visit(browser: Browser, server: Server, state: StorageState, *, is_slow: bool = False) -> tuple[Visit, Visit]:
    """The page opened with an empty cache, and once more in a new tab."""
    width, height = DESKTOP
    context = browser.new_context(
        storage_state=state, locale="ru-RU", viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    try:
        return _open(context, server, is_slow=is_slow), _open(context, server, is_slow=is_slow)
    finally:
        context.close()


def _open(context: BrowserContext, server: Server, *, is_slow: bool) -> Visit:
    visit, page = Visit(), context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    if is_slow:
        tools.send("Network.emulateNetworkConditions", SLOW_LINE)
    tools.on("Network.requestWillBeSent", lambda sent: _note_request(visit, sent))
    tools.on("Network.loadingFinished", lambda loaded: _note_bytes(visit, loaded))
    page.add_init_script(WATCH)
    page.goto(server.origin)
    page.wait_for_function(STANDS, arg=[ROWS, QUIET_MILLISECONDS], timeout=120_000)
    visit.milliseconds = page.evaluate("window.benchChanged")
    page.close()
    return visit


def _note_request(visit: Visit, sent: dict[str, Any]) -> None:
    if sent["request"]["url"].startswith("http"):
        visit.addresses.append(sent["request"]["url"])


def _note_bytes(visit: Visit, loaded: dict[str, Any]) -> None:
    visit.received += loaded["encodedDataLength"]
