"""What somebody does on a page before its picture is taken: opens a panel, hands in a file, meets a conflict."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from playwright.sync_api import Page

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD: Final = ("Школа", "Показатель", "Уровень", "Учебный год", "Числитель", "Знаменатель")
_SCHOOL, _YEAR = "klyuchevskaya", "2025/26"
_SOUND: Final = (
    ("1.1", "НОО", 500, 536),
    ("1.1", "ООО", 961, 1067),
    ("1.1", "СОО", 189, 210),
    ("1.2", "ООО", 404, 504),
    ("1.3", "ООО", 36, 39),
    ("3.1a", "", 101, 148),
    ("3.3", "", 182, 214),
    ("4.2", "ООО", 82, 82),
)
# More who reached the goal than there are, a word instead of a number, an unknown indicator and level, a negative.
_FAULTY: Final = (
    ("1.1", "НОО", 560, 536),
    ("1.1", "ООО", "много", 1067),
    ("1.2", "ООО", 403, 504),
    ("1.9", "ООО", 10, 20),
    ("3.3", "", 176, 0),
    ("4.2", "ДОО", 79, 82),
    ("5.2", "", -1, 5),
)


@dataclass(frozen=True)
class Scene:
    """page: opened and signed in. as_other: an address opened by somebody else at the same board.

    end_sessions: nobody is signed in at the board any more.
    """

    page: Page
    as_other: Callable[[str, str], Page]
    end_sessions: Callable[[], None]


Act = Callable[[Scene], None]
# What the clock of the second window shows.
_IN_THE_HALL: Final = "2026-10-14T10:05:00+03:00"


def _book(rows: Sequence[tuple[object, ...]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Показатели")
    for row in (_HEAD, *((_SCHOOL, code, level, _YEAR, *numbers) for code, level, *numbers in rows)):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _hand_in(rows: Sequence[tuple[object, ...]]) -> Act:
    def act(scene: Scene) -> None:
        file = {"name": "Ключевская, 2025-26.xlsx", "mimeType": XLSX, "buffer": _book(rows)}
        scene.page.locator("#upload-file").set_input_files(file)  # type: ignore[arg-type] # a payload, spelled as a plain dict
        scene.page.wait_for_url(re.compile(r"batch=\d+"))
        scene.page.locator(".faults, .changes").first.wait_for()

    return act


def clicking(selector: str, *, waits_for: str = "") -> Act:
    """Press what the selector finds first, and wait for what that brings."""

    def act(scene: Scene) -> None:
        scene.page.locator(selector).first.click()
        if waits_for:
            scene.page.locator(waits_for).first.wait_for()

    return act


def pressing(*keys: str, waits_for: str = "") -> Act:
    def act(scene: Scene) -> None:
        for key in keys:
            scene.page.keyboard.press(key)
        if waits_for:
            scene.page.locator(waits_for).first.wait_for()

    return act


def scrolling_to(selector: str) -> Act:
    def act(scene: Scene) -> None:
        scene.page.locator(selector).first.evaluate("each => each.scrollIntoView({block: 'start'})")
        # Plots are drawn when they appear.
        scene.page.wait_for_timeout(1500)

    return act


def showing(slide: int, *keys: str, waits_for: str = ".deck-screen.is-current", beside: bool = False) -> Act:
    """The agenda of the planned meeting on the wall at one of its slides. beside: its second window."""

    def act(scene: Scene) -> None:
        page = scene.page
        address = page.get_by_role("link", name="Начать показ").first.get_attribute("href") or ""
        place = "notes" if beside else "show"
        page.clock.set_fixed_time(_IN_THE_HALL)
        page.goto(
            f"{page.url.partition('/meeting')[0]}{address.partition('&')[0].replace('show', place)}&slide={slide}"
        )
        page.locator("main[data-ready]").wait_for()
        pressing(*keys, waits_for="main.deck-notes" if beside else waits_for)(scene)

    return act


def open_agenda(scene: Scene) -> None:
    """The agenda of the first meeting that has slides."""
    show = scene.page.get_by_role("link", name="Начать показ").first
    show.wait_for()
    meeting = (show.get_attribute("href") or "").partition("?")[2].partition("&")[0]
    scene.page.goto(f"{scene.page.url.partition('/meeting')[0]}/meeting?{meeting}")
    scene.page.locator(".agenda").wait_for()


def meet_a_conflict(scene: Scene) -> None:
    """Somebody else saves another target of the same row first."""
    field = "#row-b1_vpr_attainment-noo-target"
    mine = scene.page.locator(field)
    before = int(mine.input_value() or 80)
    other = scene.as_other("department", f"/data?view=edit&year={_YEAR}&school={_SCHOOL}")
    other.locator(field).fill(str(before + 1))
    other.locator(field).press("Enter")
    other.locator(".toast").last.wait_for()
    mine.fill(str(before + 2))
    mine.press("Enter")
    scene.page.locator("dialog.panel[open]").wait_for()


def lose_the_session(scene: Scene) -> None:
    """The session ends while the page is open; the next step finds out."""
    scene.end_sessions()
    scene.page.locator("main a[data-in-app]:visible").first.click()
    scene.page.get_by_label("Логин").wait_for()


def type_new_settings(scene: Scene) -> None:
    """What the district would see before a threshold is saved."""
    scene.page.locator("input[name=tolerance_pp]").fill("2")
    scene.page.get_by_role("button", name="Показать, что изменится").click()
    scene.page.locator("dialog.panel[open]").wait_for()


hand_in_faults: Final = _hand_in(_FAULTY)
hand_in_changes: Final = _hand_in(_SOUND)
