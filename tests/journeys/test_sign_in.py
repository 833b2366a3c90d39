"""Signing in and losing the session, in a real browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import PHONE
from tests.support.live import served
from tests.support.site import Site, password_of
from tests.support.site_fixtures import populated_sqlite, site

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["populated_sqlite", "site"]

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with served(site.server) as started:
        yield started


def _enter(page: "Page", login: str, password: str | None = None) -> None:
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль", exact=True).fill(password_of(login) if password is None else password)
    page.get_by_role("button", name="Войти").click()


def _lose_session_and_ask(page: "Page", site: Site) -> None:
    site.clock.pass_by(hours=2)
    page.evaluate("window.dash_clientside.set_props('_pages_location', {search: '?year=2024/25'})")


def test_a_person_signs_in_and_lands_where_they_wanted(page: "Page", address: str) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{address}/?year=2025/26")
    _enter(page, "official")
    page.get_by_text("Район alpha").wait_for()

    assert page.url == f"{address}/?year=2025/26"
    assert page.title() == "Обзор · ВСОКО-район"
    assert said == []  # no violation of the content policy, no error
    assert [url for url in asked if not url.startswith(address)] == []


def test_a_wrong_password_keeps_the_login_and_puts_the_cursor_into_the_password(page: "Page", address: str) -> None:
    page.goto(f"{address}/")
    _enter(page, "official", "wrong")

    assert page.get_by_role("alert").inner_text() == "Логин или пароль не подошли. Проверьте раскладку и Caps Lock."
    assert page.get_by_label("Логин").input_value() == "official"
    page.wait_for_function("document.activeElement.id === 'password'")


def test_the_password_can_be_shown(page: "Page", address: str) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("Пароль", exact=True).fill("seen")

    page.get_by_role("button", name="Показать").click()

    assert page.locator("#password").get_attribute("type") == "text"
    assert page.get_by_role("button", name="Скрыть").get_attribute("aria-pressed") == "true"


def test_the_form_fits_a_phone(page: "Page", address: str) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{address}/login")

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    for name in ("Войти", "Показать"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_a_page_whose_session_has_ended_leads_to_the_form_and_back(page: "Page", address: str, site: Site) -> None:
    page.goto(f"{address}/")
    _enter(page, "official")
    page.get_by_text("Район alpha").wait_for()

    _lose_session_and_ask(page, site)
    page.wait_for_url("**/login?next=*")

    assert page.get_by_role("status").inner_text() == "Сеанс закончился. Войдите, вы вернётесь на эту страницу."
    _enter(page, "official")
    page.get_by_text("Район alpha").wait_for()
    assert page.url.startswith(f"{address}/?year=2024")


def test_a_page_older_than_the_program_asks_to_be_loaded_again(page: "Page", address: str, site: Site) -> None:
    page.goto(f"{address}/")
    _enter(page, "official")
    page.get_by_text("Район alpha").wait_for()
    del site.server.extensions["dash"].callback_map["home-content.children"]

    page.evaluate("window.dash_clientside.set_props('_pages_location', {search: '?year=2024/25'})")

    toast = page.get_by_role("alert")
    toast.wait_for()
    assert "Страница устарела. Обновите её." in toast.inner_text()
    assert toast.get_by_role("button", name="Обновить страницу").is_visible()
