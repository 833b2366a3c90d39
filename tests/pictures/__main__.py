"""Take the pictures of docs/pictures anew: `python -m tests.pictures [--folder FOLDER] [--names BEGINNING] [--whole]`.

A demo district and an empty board are made in a temporary folder, shown on a fixed day in real Chromium, and thrown away;
nothing of this installation takes part. `--whole` takes pages from top to bottom, to look at, not to keep.
"""

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Engine, delete

from dashboard.cli.demo_meeting import prepare_demo_meeting
from dashboard.factory import create_app
from dashboard.services import services
from data_layer.clock import moment_pinned
from data_layer.commands.files import FileStore
from data_layer.commands.people import add_user
from data_layer.domain.vocabulary import Role
from data_layer.models.identity import UserSession
from data_layer.session import unscoped
from seed.load import load_demo
from seed.roster import DEMO_PASSWORD
from tests.pictures.album import PICTURES, Board, Picture
from tests.pictures.scenes import Scene, lose_the_session
from tests.support.browser import DESKTOP, running_chromium
from tests.support.demo import initialised_engine
from tests.support.live import served
from tests.support.site import settings_for

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
# All stages of 2025/26 have been due, its latest documents are dated, and its cycle is still open.
MOMENT = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)
# The page of this address is there, and it is not the one before.
_READY: Final = ".markup:not(.is-old):not([aria-busy]) h1"


def main() -> None:
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    # The site writes its log of requests as always; nobody has to read it here.
    with Path(os.devnull).open("w", encoding="utf-8") as silent, redirect_stderr(silent):
        _take_all(options.folder, names=options.names, is_whole=options.whole)


def _take_all(folder: Path, *, names: str, is_whole: bool) -> None:
    wanted = [picture for picture in PICTURES if picture.name.startswith(tuple(names.split(",")))]
    with ExitStack() as stack:
        sites = {board: stack.enter_context(_SITES[board]()) for board in {each.board for each in wanted}}
        camera = _Camera(stack.enter_context(running_chromium()), sites)
        for picture in wanted:
            path = folder / f"{picture.name}.png"
            camera.take(picture, path, is_whole=is_whole)
            print(f"{path.name}: {path.stat().st_size // 1024} KB", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pictures go")
    parser.add_argument("--whole", action="store_true", help="whole pages instead of what a window shows")
    parser.add_argument("--names", default="", help="only those whose names begin like one of these, by commas")
    return parser.parse_args()


@dataclass(frozen=True, slots=True)
class _Site:
    address: str
    engine: Engine

    def end_sessions(self) -> None:
        with unscoped(self.engine, "sessions end while pages are open") as session:
            session.execute(delete(UserSession))


@contextmanager
def _site(fill: Callable[[str, Path], None], *, is_demo: bool) -> Iterator["_Site"]:
    """A board on a free port, as of MOMENT. fill: makes its database. is_demo: its meeting is prepared as well."""
    with TemporaryDirectory(prefix="vsoko-pictures-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'vsoko.db'}"
        fill(url, folder)
        server = create_app(settings_for(url, folder), clock=lambda: MOMENT)
        if is_demo:
            with server.app_context(), moment_pinned(MOMENT):
                prepare_demo_meeting(services(server).engine, today=MOMENT.date())
        # Flask's own way to put something around an application.
        server.wsgi_app = _stamping(server.wsgi_app)  # type: ignore[assignment, method-assign]
        try:
            with served(server) as address:
                yield _Site(address, services(server).engine)
        finally:
            services(server).engine.dispose()


def _stamping(application: "WSGIApplication") -> "WSGIApplication":
    """What is written while pictures are taken carries the moment that they show, and goes on from it."""
    begun = monotonic()

    def call(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with moment_pinned(MOMENT + timedelta(seconds=monotonic() - begun)):
            return application(environ, start_response)

    return call


def _with_demo(url: str, folder: Path) -> None:
    """Its rows are entered on the morning of the day that the pictures show."""
    engine = initialised_engine(url)
    load_demo(engine, store=FileStore(folder / "files"), today=MOMENT.date())
    engine.dispose()


def _with_nothing(url: str, _folder: Path) -> None:
    engine = initialised_engine(url)
    with moment_pinned(MOMENT), unscoped(engine, "the first administrator") as session:
        add_user(session, login="admin", role=Role.ADMINISTRATOR, password=DEMO_PASSWORD, actor="pictures")
    engine.dispose()


_SITES: Final = {
    Board.DEMO: partial(_site, _with_demo, is_demo=True),
    Board.EMPTY: partial(_site, _with_nothing, is_demo=False),
}


class _Camera:
    """Keeps everybody signed in, for each window apart, until a session is lost on purpose."""

    def __init__(self, browser: Browser, sites: Mapping[Board, _Site]) -> None:
        self._browser = browser
        self._sites = sites
        self._contexts: dict[object, BrowserContext] = {}

    def take(self, picture: Picture, path: Path, *, is_whole: bool) -> None:
        page = self._page(picture.board, picture.login, picture.window, picture.zoom, password=picture.password)
        try:
            page.goto(f"{self._sites[picture.board].address}{picture.path}")
            if picture.login and not picture.is_refused:
                page.locator(_READY).first.wait_for()
            if picture.act is not None:
                picture.act(Scene(page, partial(self._other, picture), self._sites[picture.board].end_sessions))
            page.evaluate("document.fonts.ready.then(() => true)")
            page.mouse.move(picture.window[0] - 1, picture.window[1] - 1)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=path, full_page=is_whole)
        finally:
            page.close()
        if picture.act is lose_the_session:
            self._contexts = {}

    def _other(self, picture: Picture, login: str, path: str) -> Page:
        page = self._page(picture.board, login, DESKTOP, 1, password=picture.password)
        page.goto(f"{self._sites[picture.board].address}{path}")
        page.locator(_READY).first.wait_for()
        return page

    def _page(self, board: Board, login: str, window: tuple[int, int], zoom: int, *, password: str) -> Page:
        key = (board, login, window, zoom)
        if key not in self._contexts:
            self._contexts[key] = self._context(window, zoom)
            if login:
                self._sign_in(self._contexts[key].new_page(), self._sites[board].address, login, password)
        return self._contexts[key].new_page()

    def _context(self, window: tuple[int, int], zoom: int) -> BrowserContext:
        width, height = window
        return self._browser.new_context(
            # A browser zoomed to 200 % lays out for half as many pixels and draws each of them twice.
            viewport={"width": width // zoom, "height": height // zoom},
            device_scale_factor=zoom,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            reduced_motion="reduce",
        )

    def _sign_in(self, page: Page, address: str, login: str, password: str) -> None:
        page.goto(f"{address}/login")
        page.get_by_label("Логин").fill(login)
        page.get_by_label("Пароль", exact=True).fill(password)
        page.get_by_role("button", name="Войти").click()
        page.wait_for_url(lambda url: "/login" not in url)
        page.close()


if __name__ == "__main__":
    main()
