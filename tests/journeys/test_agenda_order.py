"""Slides of an agenda change places by button, key and drag, without a server; a refusal brings the former order back."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from dashboard import html
from dashboard.components.markup import to_html
from dashboard.pages.meeting.slide_rows import MOVE_SLIDE, TELLS, slide_row
from tests.support import sample_decks as sample
from tests.support.browser import DESKTOP

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

_ROOT: Final = Path(__file__).parents[2]
_ADDRESS: Final = "http://agenda.test"
_SCRIPTS: Final = ("forms.js", "panels.js", "meeting.js")
_ORDER: Final = "[...document.querySelectorAll('.agenda > li')].map(each => each.dataset.agendaItem)"
_PLACES: Final = "[...document.querySelectorAll('.agenda [data-place]')].map(each => each.textContent)"


def agenda_page() -> str:
    deck = sample.deck()
    slides = deck.slides[:5]
    rows = [slide_row(slide, deck, (), is_last=slide is slides[-1], holds=True) for slide in slides]
    marks = {"data-agenda": MOVE_SLIDE, "data-tells": TELLS}
    body = to_html([html.P("", id=TELLS, role="status"), html.Ol(rows, className="agenda", **marks)])
    style = "".join(path.read_text(encoding="utf-8") for path in sorted((_ROOT / "assets").glob("*.css")))
    script = "".join((_ROOT / "assets" / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return f'<!doctype html><html lang="ru"><head><title>Повестка</title><style>{style}</style></head><body>{body}<script>{script}</script></body></html>'


@pytest.fixture
def agenda(browser: "Browser") -> Iterator[tuple["Page", list[str], Callable[[int], None]]]:
    """The page, the bodies that it has sent, and how the server answers from now on."""
    sent: list[str] = []
    status = [200]

    def answer(route: "Route") -> None:
        path = route.request.url.removeprefix(_ADDRESS)
        if path == MOVE_SLIDE:
            sent.append(route.request.post_data or "")
            told = {} if status[0] == 200 else {"error": "Иначе", "panel": '<h2 id="panel-title">Другой порядок</h2>'}
            route.fulfill(status=status[0], json=told)
        elif path == "/":
            route.fulfill(body=agenda_page(), content_type="text/html; charset=utf-8")
        else:
            route.fulfill(status=404, body="")

    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, reduced_motion="reduce")
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(f"{_ADDRESS}/")

    def answer_with(code: int) -> None:
        status[0] = code

    yield page, sent, answer_with
    context.close()


def order(page: "Page") -> list[str]:
    assert page.evaluate(_PLACES) == ["1", "2", "3", "4", "5"]
    found: list[str] = page.evaluate(_ORDER)
    return found


def drag(page: "Page", item: int, *, over: int, down: int) -> None:
    """Take a slide by its number and hold it so far below the upper edge of another."""
    start = page.locator(".agenda-number").nth(item).bounding_box()
    target = page.locator(".agenda > li").nth(over).bounding_box()
    assert start is not None
    assert target is not None
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(target["x"] + 200, target["y"] + target["height"] / 2, steps=4)
    page.mouse.move(target["x"] + 200, target["y"] + down, steps=4)


def test_slides_are_moved_by_button_key_and_drag(agenda: tuple["Page", list[str], Callable[[int], None]]) -> None:
    page, sent, _ = agenda
    a, b, c, d, e = order(page)

    page.locator("[data-moves=down]").first.click()
    assert order(page) == [b, a, c, d, e]
    # The keyboard stays with the slide, and hears where it stands.
    page.keyboard.press("Alt+ArrowDown")
    assert order(page) == [b, c, a, d, e]
    assert page.evaluate("document.activeElement.closest('li').dataset.agendaItem") == a
    assert "Место 3 из 5" in page.locator(f"#{TELLS}").inner_text()
    assert page.locator("[data-moves=up]").first.get_attribute("aria-disabled") == "true"
    with page.expect_response("**" + MOVE_SLIDE):
        drag(page, 2, over=0, down=10)
        page.mouse.up()
    assert order(page) == [a, b, c, d, e]

    moves = [re.findall(r'name="(slide|to|seen)"\r\n\r\n([^\r]*)', body) for body in sent]
    assert moves == [
        [("slide", a), ("to", "2"), ("seen", f"{a},{b},{c},{d},{e}")],
        [("slide", a), ("to", "3"), ("seen", f"{b},{a},{c},{d},{e}")],
        [("slide", a), ("to", "1"), ("seen", f"{b},{c},{a},{d},{e}")],
    ]


def test_a_refusal_and_an_abandoned_drag_bring_the_order_back(
    agenda: tuple["Page", list[str], Callable[[int], None]],
) -> None:
    page, sent, answer_with = agenda
    before = order(page)
    drag(page, 0, over=1, down=120)
    assert page.evaluate(_ORDER) != before
    page.mouse.move(1300, 5, steps=4)
    page.mouse.up()
    page.wait_for_function("() => !document.querySelector('.is-dragged')")
    assert order(page) == before
    assert sent == []

    answer_with(409)
    page.locator("[data-moves=down]").first.click()
    page.locator("dialog.panel[open] h2", has_text="Другой порядок").wait_for()
    assert order(page) == before
