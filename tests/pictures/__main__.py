"""Take the pictures of docs/pictures anew: `python -m tests.pictures [--folder FOLDER] [--whole]`.

A demo district is made in a temporary folder, shown on a fixed day in real Chromium, and thrown away;
nothing of this installation takes part. `--whole` takes pages from top to bottom, to look at, not to keep.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from dashboard.factory import create_app
from dashboard.services import services
from tests.pictures.album import PICTURES, Picture
from tests.support.browser import running_chromium
from tests.support.demo import demo_engine
from tests.support.live import served
from tests.support.site import settings_for

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
# All stages of 2025/26 have been due, its latest documents are dated, and its cycle is still open.
MOMENT = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)


def main() -> None:
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    # The site writes its log of requests as always; nobody has to read it here.
    with Path(os.devnull).open("w", encoding="utf-8") as silent, redirect_stderr(silent):
        _take_all(options.folder, is_whole=options.whole)


def _take_all(folder: Path, *, is_whole: bool) -> None:
    with _demo_site() as address, running_chromium() as browser:
        for picture in PICTURES:
            path = folder / f"{picture.name}.png"
            _take(browser, address, picture, path, is_whole=is_whole)
            print(f"{path.name}: {path.stat().st_size // 1024} KB")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pictures go")
    parser.add_argument("--whole", action="store_true", help="whole pages instead of what a window shows")
    return parser.parse_args()


@contextmanager
def _demo_site() -> Iterator[str]:
    """The address of the demo on a free port, as of MOMENT."""
    with TemporaryDirectory(prefix="vsoko-pictures-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'vsoko.db'}"
        demo_engine(url, folder / "files").dispose()
        server = create_app(settings_for(url, folder), clock=lambda: MOMENT)
        try:
            with served(server) as address:
                yield address
        finally:
            services(server).engine.dispose()


def _take(browser: Browser, address: str, picture: Picture, path: Path, *, is_whole: bool) -> None:
    width, height = picture.window
    context = browser.new_context(
        # A browser zoomed to 200 % lays out for half as many pixels and draws each of them twice.
        viewport={"width": width // picture.zoom, "height": height // picture.zoom},
        device_scale_factor=picture.zoom,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        page.goto(f"{address}{picture.path}")
        if picture.login:
            _sign_in(page, picture)
        page.evaluate("document.fonts.ready.then(() => true)")
        page.mouse.move(width - 1, height - 1)
        page.screenshot(path=path, full_page=is_whole)
    finally:
        context.close()


def _sign_in(page: Page, picture: Picture) -> None:
    page.get_by_label("Логин").fill(picture.login)
    page.get_by_label("Пароль", exact=True).fill(picture.password)
    page.get_by_role("button", name="Войти").click()
    page.locator(".markup:not(.is-old):not([aria-busy]) h1").wait_for()


if __name__ == "__main__":
    main()
