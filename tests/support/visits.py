"""People at the seeded board: a browser that notes everything it should not have said, asked or met."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Flask
from sqlalchemy import delete

from dashboard.factory import create_app
from dashboard.services import services
from data_layer.models import UserSession
from data_layer.session import unscoped
from seed.roster import DEMO_PASSWORD
from tests.support.browser import DESKTOP, PHONE, axe_violations, resize
from tests.support.demo import DEMO_DAY
from tests.support.live import served
from tests.support.site import settings_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError

NOON: Final = datetime(DEMO_DAY.year, DEMO_DAY.month, DEMO_DAY.day, 9, tzinfo=UTC)
_SETTLED: Final = """() => [...document.querySelectorAll('main h1')].some(each => each.offsetParent)
    && ![...document.querySelectorAll('main .is-old, main.is-old, main [aria-busy=true], .skeleton, .is-waiting')].some(each => each.offsetParent)"""
# Chromium reports an answer that is no success as an error of the console.
_REFUSED: Final = re.compile(r"Failed to load resource.*status of (\d+)")


@dataclass(frozen=True)
class Board:
    """The product over the demo district, at an address of this machine."""

    server: Flask
    address: str
    database_url: str
    folder: Path

    def end_sessions(self) -> None:
        """Nobody is signed in any more."""
        with unscoped(services(self.server).engine, "every browser is signed out") as session:
            session.execute(delete(UserSession))


@contextmanager
def running_board(database: Path, folder: Path, *, now: datetime = NOON) -> Iterator[Board]:
    """Serve an SQLite file, on the day of the demo if not told otherwise; folder: data directory."""
    url = f"sqlite:///{database}"
    server = create_app(settings_for(url, folder), clock=lambda: now)
    try:
        with served(server) as address:
            yield Board(server, address, url, folder)
    finally:
        services(server).engine.dispose()


@dataclass
class Visitor:
    """One person in a browser of their own. troubles: what a page must never do; empty at the end."""

    board: Board
    context: "BrowserContext"
    page: "Page"
    troubles: list[str] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)

    def open(self, path: str) -> int:
        """Type an address in; the status of the answer."""
        answer = self.page.goto(f"{self.board.address}{path}")
        assert answer is not None
        return answer.status

    def fill_in(self, login: str) -> None:
        """The form of the sign-in page, which must be open."""
        self.page.get_by_label("Логин").fill(login)
        self.page.get_by_label("Пароль", exact=True).fill(DEMO_PASSWORD)
        self.page.get_by_role("button", name="Войти").click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    def sign_in(self, login: str, path: str = "/") -> None:
        self.open(path)
        self.fill_in(login)

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Выйти", exact=True).click()
        self.page.wait_for_url("**/login")

    def headline(self) -> str:
        """The finding of the page of this address, once it is there and not an old one; ordinary spaces."""
        shown = self.page.locator(f"{self._content()} h1")
        shown.wait_for()
        return plain(shown.inner_text())

    def _content(self) -> str:
        """Where the page of this address stands; the page that is left may still be there."""
        path = self.page.url.removeprefix(self.board.address)
        address = path.partition("#")[0]
        shown = f'.markup:not(.is-old):not([aria-busy])[data-address="{address}"]'
        for start, place in (
            ("/schools/", "#school-content"),
            ("/compare", "#compare-content"),
            ("/cycle", "#cycle-content"),
        ):
            if path.startswith(start):
                return f"{place}{shown}"
        return f":is(#overview-content, #rollup-content){shown}"

    def text(self, selector: str) -> str:
        return plain(self.page.locator(selector).inner_text())

    def check(self, within: str = "", *, colours: bool = True) -> None:
        """The state the page is in is accessible; everything that opens in place may be open.

        within: selector of what came up, where the page around it is looked at elsewhere.
        """
        found = axe_violations(self.page, within, colours=colours)
        self.troubles.extend(f"axe at {self.page.url}: {each}" for each in found)

    def check_everywhere(self, within: str = "") -> None:
        """The same on a desk and in a hand; and nothing reaches beyond the window.

        A phone shows the same colours as a desk, and contrast is half of what axe costs: it is measured on the desk.
        """
        for size in (PHONE, DESKTOP):
            resize(self.page, size)
            beyond = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if beyond > 0:
                self.troubles.append(f"{self.page.url} is {beyond} px wider than a window of {size[0]}")
            self.check(within, colours=size == DESKTOP)

    def await_focus(self, selector: str) -> None:
        """The keyboard is, or soon comes, on an element of the selector or within it."""
        self.page.wait_for_function("selector => document.activeElement?.closest(selector)", arg=selector)

    def settle(self) -> None:
        """Wait until the page of the address is there, whatever page it is, and nothing of it is awaited."""
        # Not asked anew with each frame, as it would be: the browser would take the time that the server needs.
        self.page.wait_for_function(_SETTLED, polling=50)

    def hear(self, message: "ConsoleMessage") -> None:
        refused = _REFUSED.search(message.text)
        if refused is not None:
            self.refusals.append(int(refused[1]))
        elif message.type in {"error", "warning"}:
            self.troubles.append(f"console: {message.text}")

    def notice(self, url: str) -> None:
        if not url.startswith((self.board.address, "data:", "blob:")):
            self.troubles.append(f"request to {url}")


def plain(text: str) -> str:
    """With ordinary spaces and without soft hyphens and joiners, as a test writes it."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u00ad", "").replace("\u2060", "")


@contextmanager
def visiting(browser: "Browser", board: Board, size: tuple[int, int] = DESKTOP) -> Iterator[Visitor]:
    """A visitor without cookies; the block fails when anything troubled the browser."""
    context = fresh_context(browser, board, size)
    try:
        with watching(context, board) as visitor:
            yield visitor
    finally:
        context.close()


def fresh_context(browser: "Browser", board: Board, size: tuple[int, int] = DESKTOP) -> "BrowserContext":
    """Russian, Moscow time, no cookies; size in CSS pixels."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        reduced_motion="reduce",
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=board.address)
    return context


@contextmanager
def watching(context: "BrowserContext", board: Board) -> Iterator[Visitor]:
    """A page of its own in the context; the block fails when anything troubled the browser meanwhile."""
    visitor = Visitor(board, context, context.new_page())

    def fail(error: "WebError") -> None:
        visitor.troubles.append(f"page: {error.error}")

    def notice(request: "Request") -> None:
        visitor.notice(request.url)

    context.on("console", visitor.hear)
    context.on("weberror", fail)
    context.on("request", notice)
    try:
        yield visitor
        assert visitor.troubles == [], "\n".join(visitor.troubles)
    finally:
        context.remove_listener("console", visitor.hear)
        context.remove_listener("weberror", fail)
        context.remove_listener("request", notice)
        visitor.page.close()
