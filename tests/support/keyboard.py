"""Somebody without a mouse: Tab, arrows, Enter and nothing else."""

from typing import TYPE_CHECKING

from seed.roster import DEMO_PASSWORD
from tests.support.visits import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Locator

_HAS_FOCUS = "each => each === document.activeElement"


def tab_to(visitor: Visitor, wanted: "Locator", *, key: str = "Tab", most: int = 15) -> None:
    """Press Tab or Shift+Tab until the control has the focus; most: presses that are bearable."""
    wanted.wait_for()
    for _ in range(most):
        visitor.page.keyboard.press(key)
        if wanted.evaluate(_HAS_FOCUS):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def press_on(visitor: Visitor, wanted: "Locator", *, key: str = "Tab", most: int = 15, by: str = "Enter") -> None:
    """Go to the control and press it."""
    tab_to(visitor, wanted, key=key, most=most)
    visitor.page.keyboard.press(by)


def choose_by_keyboard(visitor: Visitor, menu: str, choice: str, *, key: str = "Tab", most: int = 15) -> None:
    """Go to a filter, open it and walk its list with the arrow keys."""
    opened = visitor.page.locator("details.filter", has=visitor.page.get_by_text(f"{menu}:"))
    press_on(visitor, opened.locator("summary"), key=key, most=most)
    link = opened.get_by_role("link", name=choice)
    link.wait_for()
    for _ in range(10):
        visitor.page.keyboard.press("ArrowDown")
        if link.evaluate(_HAS_FOCUS):
            visitor.page.keyboard.press("Enter")
            return
    raise AssertionError(f"the arrow keys do not reach {choice}")


def sign_in_by_keyboard(visitor: Visitor, login: str, path: str = "/") -> None:
    """The field of the login has the focus when the page opens."""
    visitor.open(path)
    visitor.page.get_by_label("Логин").wait_for()
    assert visitor.page.get_by_label("Логин").evaluate(_HAS_FOCUS)
    visitor.page.keyboard.type(login)
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type(DEMO_PASSWORD)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(lambda url: "/login" not in url)
