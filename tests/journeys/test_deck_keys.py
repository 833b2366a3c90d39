"""The show of a meeting by its keys, without a server: nothing is asked of one on the way from slide to slide."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from dashboard.addresses.meeting import ShowAddress
from dashboard.components.markup import to_html
from dashboard.pages.meeting_notes.window import notes_window
from dashboard.pages.meeting_show.stage import stage
from data_layer.domain.vocabulary import Role
from tests.support import sample_decks as sample
from tests.support.browser import PHONE, PROJECTOR, axe_violations
from tests.support.decks import deck_slide_seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

_ROOT: Final = Path(__file__).parents[2]
_ADDRESS: Final = "http://deck.test"
_SCRIPTS: Final = ("session.js", "forms.js", "panels.js", "markup.js", "deck.js")
_HTML: Final = "text/html; charset=utf-8"
_SHOW: Final = "/meeting/show?id=7"
# Rows of tables of words that lie over the next one, or whose cells do not say what they are.
_ROWS_OF_WORDS: Final = """[...document.querySelectorAll('.word-table tbody tr')].filter(row => {
    const [last, next] = [row.lastElementChild, row.nextElementSibling];
    const isOver = next && last.getBoundingClientRect().bottom > next.getBoundingClientRect().top + 1;
    return isOver || getComputedStyle(last, '::before').content.length < 5;
}).map(row => row.textContent)"""
# What stands in for a full screen: a headless window has none to give.
_STILL: Final = "Element.prototype.requestFullscreen = () => Promise.resolve();"


def page_of(content: str) -> str:
    style = "".join(path.read_text(encoding="utf-8") for path in sorted((_ROOT / "assets").glob("*.css")))
    script = "".join((_ROOT / "assets" / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return (
        f'<!doctype html><html lang="ru"><head><title>Показ</title><style>{style}</style></head><body>{content}'
        f"<script>{_STILL}{script}</script></body></html>"
    )


def deck_page(position: int) -> str:
    deck = sample.deck(is_coded=True)
    first = replace(deck.slides[0], hidden_names=(("t1", "Школа 7"), ("t2", "Школа 12")))
    deck = replace(deck, slides=(first, *deck.slides[1:]))
    return page_of(to_html(stage(deck, ShowAddress(7, position), role=Role.PRESENTER)))


def notes_page(position: int) -> str:
    return page_of(to_html(notes_window(sample.deck(), ShowAddress(7, position))))


def answer(route: "Route") -> None:
    """What a server would send; a panel finds no session."""
    path = route.request.url.removeprefix(_ADDRESS)
    position = int(path.partition("slide=")[2].partition("&")[0] or 1)
    pages: dict[str, Callable[[], str]] = {
        "/meeting/show": lambda: deck_page(position),
        "/meeting/notes": lambda: notes_page(position),
        "/schools/": lambda: page_of("<main><h1>Школа</h1></main>"),
    }
    found = next((made for start, made in pages.items() if path.startswith(start)), None)
    if found is not None:
        route.fulfill(body=found(), content_type=_HTML)
    elif path.startswith("/login-static/"):
        route.fulfill(path=_ROOT / "assets" / "fonts" / path.rsplit("/", 1)[-1], content_type="font/woff2")
    else:
        is_panel = path.startswith("/panels/")
        route.fulfill(status=401 if is_panel else 404, json={"error": "Сеанс закончился."})


@pytest.fixture
def open_show(browser: "Browser") -> Iterator[Callable[..., "Page"]]:
    """`open_show("&slide=3", PHONE)` is the show at its third slide, on a phone."""
    contexts = []

    def open_page(search: str = "", size: tuple[int, int] = PROJECTOR, *, touch: bool = False) -> "Page":
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="ru-RU", reduced_motion="reduce", has_touch=touch
        )
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(f"{_ADDRESS}{_SHOW}{search}")
        page.locator(".deck[data-ready]").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()


def told(page: "Page") -> str:
    return page.locator("[data-deck-told]").inner_text().replace("\u00a0", " ")


def place(page: "Page") -> str:
    return page.locator(".deck-screen.is-current").get_attribute("data-position") or ""


def press(page: "Page", *keys: str) -> str:
    """The position after these keys. Letters of a Russian layout, which the browser's tools do not know, come by hand."""
    for key in keys:
        if key.isalpha() and not key.isascii():
            page.evaluate(
                "key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}))",
                key,
            )
        else:
            page.keyboard.press(key)
    return place(page)


def test_keys_lead_through_all_slides_and_nothing_is_asked_for(open_show: Callable[..., "Page"]) -> None:
    page = open_show()
    count = page.locator(".deck-screen").count()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    faults: list[str] = []
    heard: list[str] = []
    for _ in range(count):
        faults += deck_slide_seen(page).faults
        heard.append(told(page))
        page.keyboard.press("ArrowRight")

    assert faults == []
    assert asked == []
    assert len(set(heard)) == count
    assert heard[0].startswith("Слайд 1 из 15. Школы достигли")
    assert told(page) == heard[-1]
    assert press(page, "Home") == "1"
    assert press(page, "End") == "15"
    assert press(page, "Home", "PageDown", "Space", "Shift+Space", "PageUp", "PageDown") == "2"
    assert press(page, "1", "2", "Enter") == "12"
    assert "slide=12" in page.url
    page.reload()
    page.locator(".deck[data-ready]").wait_for()
    assert place(page) == "12"


def test_a_slide_in_parts_keeps_its_part_in_the_address(open_show: Callable[..., "Page"]) -> None:
    page = open_show("&slide=6")

    press(page, "ArrowRight")

    assert page.url.endswith("&slide=6&part=2")
    assert "часть 2 из" in told(page)
    page.reload()
    page.locator(".deck[data-ready]").wait_for()
    assert "часть 2 из" in told(page)


def test_black_by_the_place_of_its_key_under_a_russian_layout(open_show: Callable[..., "Page"]) -> None:
    page = open_show()
    # «B» under a Russian layout writes «и».
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'и', code: 'KeyB', bubbles: true}))")

    assert page.locator(".deck").get_attribute("data-cover") == "black"
    assert told(page) == "Экран чёрный"
    press(page, ".")
    assert page.locator(".deck").get_attribute("data-cover") is None
    press(page, "w")
    assert page.locator(".deck").get_attribute("data-cover") == "white"
    assert press(page, "ArrowRight") == "2"
    assert page.locator(".deck").get_attribute("data-cover") is None


def test_the_overview_shows_every_slide_once_and_leads_to_it(open_show: Callable[..., "Page"]) -> None:
    page = open_show("&slide=3")

    press(page, "o")

    assert page.locator(".is-overview .deck-pick:visible").count() == 15
    assert page.evaluate("document.activeElement.parentElement.dataset.position") == "3"
    assert axe_violations(page) == []
    press(page, "ArrowRight", "Enter")
    assert place(page) == "4"
    assert page.locator(".is-overview").count() == 0
    press(page, "Escape")
    assert page.locator(".is-overview").count() == 1
    press(page, "щ")
    assert page.locator(".is-overview").count() == 0


def test_enter_opens_a_school_and_backspace_comes_back(open_show: Callable[..., "Page"]) -> None:
    page = open_show("&slide=4")

    press(page, "Enter")
    chosen = page.locator(".is-cursor a").inner_text()
    press(page, "ArrowDown", "ArrowUp")
    assert page.locator(".is-cursor a").inner_text() == chosen
    assert page.evaluate("document.activeElement.closest('tr').className") == "is-cursor"
    # Without Dash a link is followed by the browser.
    page.locator(".is-cursor a").evaluate("each => { delete each.dataset.inApp; }")
    press_only(page, "Enter")
    page.wait_for_url("**/schools/**")
    page.locator(".deck-return").wait_for()
    assert page.locator(".deck-return").inner_text().strip() == "К слайду 4"
    page.evaluate("window.vsoko.go = address => { window.location.assign(address); }")
    press_only(page, "Backspace")
    page.locator(".deck[data-ready]").wait_for()
    assert place(page) == "4"
    assert page.locator(".deck-return").count() == 0


def test_a_mark_of_a_plot_is_asked_as_a_row_is(open_show: Callable[..., "Page"]) -> None:
    page = open_show(f"&slide={list(sample.every_body()).index('funnel') + 1}")
    mark = page.locator(".is-current .drawn a").nth(1)

    press(page, "ArrowDown", "ArrowDown")
    assert mark.evaluate("each => each === document.activeElement && each.matches('.is-cursor')")
    with page.expect_request("**/panels/why?**") as asked:
        press(page, "п")
    assert asked.value.url.removeprefix(_ADDRESS) == mark.get_attribute("data-why")


def press_only(page: "Page", key: str) -> None:
    page.keyboard.press(key)


def test_help_names_and_what_a_slide_does_not_have(open_show: Callable[..., "Page"]) -> None:
    page = open_show()

    press(page, "?")
    assert "PageDown" in page.locator("dialog.panel").inner_text()
    press_only(page, "Escape")
    press(page, "ш")
    panel = page.locator("dialog.panel")
    assert panel.get_by_role("button", name="Школа 12").is_visible()
    assert panel.locator("form").get_attribute("action") == "/actions/meeting-reveal"
    assert [each.get_attribute("value") for each in panel.locator("input").all()] == ["7", "1"]
    press_only(page, "Escape")
    press(page, "ArrowRight", "i")
    assert page.locator(".toast").last.inner_text() == "На этом слайде все школы названы"
    press(page, "п")
    assert "нет значения" in page.locator(".toast").last.inner_text()


def test_a_lost_session_leaves_the_slide_on_the_wall(open_show: Callable[..., "Page"]) -> None:
    page = open_show("&slide=2")

    press(page, "р")
    page.locator(".toast[data-lost]").wait_for()

    assert page.url == f"{_ADDRESS}{_SHOW}&slide=2"
    assert "Показ продолжается" in page.locator(".toast[data-lost]").inner_text()
    assert page.locator(".toast[data-lost] a").get_attribute("target") == "_blank"
    press_only(page, "Escape")
    assert press(page, "ArrowRight") == "3"


def test_the_window_with_notes_goes_along(open_show: Callable[..., "Page"]) -> None:
    page = open_show("&slide=2")

    with page.context.expect_page() as opened:
        press_only(page, "n")
    notes = opened.value
    notes.locator(".deck-notes[data-ready]").wait_for()
    shown = notes.locator(".notes-slide:visible")

    assert shown.get_attribute("data-position") == "2"
    assert "Полянская ООШ: 25 из 34" in shown.inner_text()
    assert notes.locator("[data-clock]").inner_text().count(":") == 1
    notes.locator("[data-elapsed]", has_text="идёт").wait_for()
    press(page, "ArrowRight")
    notes.locator(".notes-slide[data-position='3']:visible").wait_for()
    notes.bring_to_front()
    notes.keyboard.press("PageDown")
    page.locator(".deck-screen.is-current[data-position='4']").wait_for()
    notes.locator(".notes-slide[data-position='4']:visible").wait_for()
    assert axe_violations(notes) == []


def test_fingers_turn_the_page(open_show: Callable[..., "Page"]) -> None:
    page = open_show("", PHONE, touch=True)

    page.touchscreen.tap(370, 500)
    assert place(page) == "2"
    page.touchscreen.tap(20, 500)
    assert place(page) == "1"
    page.touchscreen.tap(195, 500)
    assert page.locator(".deck.has-pointer .deck-bar").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert page.evaluate(_ROWS_OF_WORDS) == []
