"""A presenter makes an agenda and shows it: by the keyboard alone, without names, then with them, and decides."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest

from seed.roster import SCHOOLS
from tests.support.browser import PROJECTOR
from tests.support.coded_names import schools_named_in
from tests.support.decks import deck_slide_seen
from tests.support.visits import Visitor, plain

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
EVERYONE: Final = [(school.code, school.short_name) for school in SCHOOLS]
_READY: Final = ".deck[data-ready]"
# No slide calls any school by this number any more.
_IS_GONE: Final = """code => {
    const told = document.querySelector('.deck-stage').textContent.replace(/[\\u00a0\\u202f]/g, ' ');
    return !new RegExp(code + '(?!\\\\d)').test(told);
}"""


def position(page: "Page") -> int:
    return int(page.locator(".deck-screen.is-current").get_attribute("data-position") or 0)


def make_coded_agenda(presenter: Visitor) -> None:
    """The standard agenda in one click, with numbers for names; its show is open."""
    page = presenter.page
    presenter.sign_in("presenter", "/meeting")
    page.get_by_role("button", name="Составить повестку").click()
    page.get_by_label("Номера вместо названий школ").check()
    page.locator("dialog.panel").get_by_role("button", name="Составить повестку").click()
    page.get_by_role("link", name="Начать показ").click()
    page.locator(_READY).wait_for()


def test_an_agenda_is_made_shown_without_names_decided_on_and_asked_about(visit: Visits) -> None:
    presenter = visit(PROJECTOR)
    page = presenter.page
    make_coded_agenda(presenter)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("f")  # a window without a screen of its own is enough

    faults, headlines = [], []
    for _ in range(page.locator(".deck-screen").count()):
        seen = deck_slide_seen(page)
        faults += [f"{position(page)}: {fault}" for fault in seen.faults]
        headlines.append(plain(page.locator(".is-current .slide-headline").inner_text()))
        page.keyboard.press("PageDown")

    assert faults == []
    assert asked == []
    assert position(page) >= 15
    assert len(set(headlines)) >= 15
    assert schools_named_in(page.content(), EVERYONE) == []

    _reveal_one(presenter)
    _decide(presenter)
    _drill(presenter)
    _refused(visit(), page.url.removeprefix(presenter.board.address))


def _reveal_one(presenter: Visitor) -> None:
    """The school is named on every slide at once, and the page was not loaded again."""
    page = presenter.page
    page.evaluate("window.isStillHere = true")
    _go_to(page, "tbody th:has-text('Школа')")
    before = position(page)
    page.keyboard.press("i")
    button = page.locator("dialog.panel button[name=school]").first
    code = plain(button.inner_text())
    button.click()
    page.wait_for_function(_IS_GONE, arg=code)
    page.locator("dialog.panel:not([open])").wait_for(state="attached")

    assert page.evaluate("window.isStillHere") is True
    assert position(page) == before
    # One school, by its name and, where it leads to its card, its code.
    named = {word for word in schools_named_in(page.content(), EVERYONE) if re.search("[А-я]", word)}
    assert len(named) == 1


def _go_to(page: "Page", selector: str) -> None:
    """The first slide from the beginning that has such a thing."""
    page.keyboard.press("Home")
    for _ in range(page.locator(".deck-screen").count()):
        if page.locator(f".deck-screen.is-current {selector}").count():
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no slide has {selector}")


def _write_names(presenter: Visitor) -> None:
    page = presenter.page
    page.get_by_role("link", name="Закрыть").dispatch_event("click")
    page.get_by_role("button", name="Показать названия").click()
    page.locator("dialog.question button").first.click()
    page.get_by_role("button", name="Заменить номерами").wait_for()
    page.get_by_role("link", name="Начать показ").click()
    page.locator(_READY).wait_for()


def _decide(presenter: Visitor) -> None:
    """The decision stands under the slide that was shown, and nothing else has moved."""
    page = presenter.page
    before = position(page)
    if page.locator("dialog.panel[open]").count():
        page.keyboard.press("Escape")
    page.keyboard.press("r")
    area = page.locator("dialog.panel textarea")
    area.fill("Прислать план по цели")
    page.locator("dialog.panel").get_by_role("button", name="Записать решение").click()
    band = page.locator(".deck-screen.is-current .slide-decisions")
    band.wait_for()

    assert "Прислать план по цели" in plain(band.inner_text())
    assert position(page) == before
    assert deck_slide_seen(page).faults == ()


def _drill(presenter: Visitor) -> None:
    """With names: a question leads to the school and back to the same slide, «Почему?» to the answer."""
    page = presenter.page
    _write_names(presenter)
    _go_to(page, "tbody a[href^='/schools/']")
    before = position(page)
    page.keyboard.press("Enter")
    assert page.locator(".is-cursor a").evaluate("each => each === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/schools/**")
    presenter.headline()
    page.keyboard.press("Backspace")
    page.locator(_READY).wait_for()
    assert position(page) == before
    assert f"slide={before}" in page.url
    _go_to(page, "[data-opens-panel]")
    page.keyboard.press("p")
    page.locator("dialog.panel[open] .panel-head h2").wait_for()
    page.keyboard.press("Escape")


def _refused(director: Visitor, address: str) -> None:
    """A school reads beforehand what will be shown of it, and nothing of others."""
    director.sign_in("director")
    assert director.open(address) == 404
    assert director.open(address.replace("show", "notes")) == 404
    director.refusals.clear()
