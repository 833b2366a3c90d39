"""Entering by hand in the browser: rows that save themselves, two people at one target, documents, a stale tab."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.browser import PHONE
from tests.support.visits import Visitor, plain

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

ZOOMED: Final = (683, 384)
SCHOOL: Final = "klyuchevskaya"
GRID: Final = "/data?view=edit&year=2025/26"
OF_SCHOOL: Final = f"{GRID}&school={SCHOOL}"
VPR: Final = "#row-b1_vpr_attainment-noo"
_BEYOND: Final = """[...document.querySelectorAll('header, main *, dialog[open] *')].filter(
    each => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.unseen'))
    .map(each => each.outerHTML.slice(0, 120)).slice(0, 5)"""


def field(visitor: Visitor, name: str, row: str = VPR) -> "Locator":
    return visitor.page.locator(f"{row}-{name}")


def toast(visitor: Visitor) -> str:
    shown = visitor.page.locator(".toast").last
    shown.wait_for()
    return plain(shown.inner_text())


def grid(visit: Callable[..., Visitor], login: str, path: str, *size: tuple[int, int]) -> Visitor:
    visitor = visit(*size)
    visitor.sign_in(login, path)
    visitor.page.locator(".entry-row").first.wait_for()
    return visitor


def test_two_people_save_the_same_target_and_neither_loses_silently(visit: Callable[..., Visitor]) -> None:
    director, official = grid(visit, "director", GRID), grid(visit, "department", OF_SCHOOL)

    field(official, "target").fill("85")
    field(official, "target").press("Enter")
    assert toast(official) == "Сохранено: 1.2 ВПР, НОО.\nВернуть"
    field(director, "target").fill("82")
    field(director, "target").press("Enter")

    panel = director.page.locator("dialog.panel[open]")
    panel.wait_for()
    words = plain(panel.inner_text())
    assert "изменил другой человек: Н. В. Соколова" in words
    assert re.search(r"Своя цель\s+82\s+85", words)
    assert director.refusals == [409]
    director.check_everywhere("dialog.panel[open]")
    panel.get_by_role("button", name="Записать моё").click()
    assert toast(director).startswith("Сохранено: 1.2 ВПР, НОО.")
    assert field(director, "target").input_value() == "82"
    official.page.reload()
    field(official, "target").wait_for()
    assert field(official, "target").input_value() == "82"


def test_what_the_other_has_saved_may_stay(visit: Callable[..., Visitor]) -> None:
    director, official = grid(visit, "director", GRID), grid(visit, "department", OF_SCHOOL)
    field(official, "target").fill("85")
    field(official, "target").press("Enter")
    toast(official)
    field(director, "target").fill("82")
    field(director, "target").press("Enter")

    director.page.get_by_role("button", name="Оставить сохранённое").click()

    director.page.locator("dialog.panel[open]").wait_for(state="detached")
    assert field(director, "target").input_value() == "85"


def test_a_row_saves_itself_when_the_keyboard_leaves_it(visit: Callable[..., Visitor]) -> None:
    visitor = grid(visit, "director", GRID)
    numerator = field(visitor, "numerator")
    numerator.fill("57")
    assert visitor.page.locator(f"{VPR} .entry-buttons").is_visible()

    # Denominator, data, target, two buttons, «Почему?», then the next row.
    for _ in range(9):
        visitor.page.keyboard.press("Tab")

    assert toast(visitor).startswith("Сохранено: 1.2 ВПР, НОО.")
    assert "достигнута" in visitor.text(f"{VPR} .entry-verdict")
    assert visitor.page.locator("form.is-changed").count() == 0
    visitor.page.locator(".toast .text-button").click()
    visitor.page.get_by_text("Возвращено прежнее: 1.2").wait_for()
    assert field(visitor, "numerator").input_value() == "56"


def test_a_wrong_figure_is_told_at_its_field_and_escape_brings_back_what_was(visit: Callable[..., Visitor]) -> None:
    visitor = grid(visit, "director", GRID)
    numerator = field(visitor, "numerator")
    before = numerator.input_value()

    numerator.fill("900")
    numerator.press("Enter")
    fault = visitor.page.locator(f"{VPR} .field-error:visible")
    fault.wait_for()

    assert re.match(r"Числитель 900 больше знаменателя \d+: проверьте значения\.", plain(fault.inner_text()))
    assert numerator.get_attribute("aria-invalid") == "true"
    visitor.await_focus(f"{VPR}-numerator")
    visitor.check(VPR)
    numerator.press("Escape")
    fault.wait_for(state="hidden")
    assert numerator.input_value() == before


def test_a_reason_takes_the_place_of_figures(visit: Callable[..., Visitor]) -> None:
    visitor = grid(visit, "director", GRID)

    field(visitor, "missing").select_option(label="нет данных")
    assert field(visitor, "numerator").is_disabled()
    field(visitor, "missing").press("Enter")
    visitor.page.get_by_role("button", name="Сохранить").first.click()

    assert toast(visitor).startswith("Сохранено: 1.2 ВПР, НОО.")
    assert "нет данных" in visitor.text(f"{VPR} .entry-verdict")


def test_leaving_with_something_unsaved_is_asked_about(visit: Callable[..., Visitor]) -> None:
    visitor = grid(visit, "director", GRID)
    field(visitor, "numerator").fill("900")
    field(visitor, "numerator").press("Enter")
    visitor.page.locator(f"{VPR} .field-error:visible").wait_for()

    visitor.page.get_by_role("link", name="Моя школа").click()
    question = visitor.page.locator("dialog.question")
    question.wait_for()
    assert plain(question.inner_text()).startswith("Есть несохранённые строки: 1. Уйти без сохранения?")
    question.get_by_role("button", name="Не надо").click()

    assert "/data" in visitor.page.url
    assert field(visitor, "numerator").input_value() == "900"


def test_a_tab_older_than_the_program_says_that_it_has_to_be_loaded_anew(visit: Callable[..., Visitor]) -> None:
    """A planted other stamp stands for a program that was renewed while the tab stood open."""
    visitor = grid(visit, "director", GRID)
    visitor.page.evaluate("""document.querySelector('meta[name="vsoko-version"]').content = '0000000000000000'""")

    field(visitor, "numerator").fill("57")
    field(visitor, "numerator").press("Enter")

    told = visitor.page.locator(".toast", has_text="Страница устарела. Обновите её.")
    told.wait_for()
    visitor.check_everywhere(".toasts")
    assert visitor.refusals == [409]
    assert field(visitor, "numerator").input_value() == "57"
    visitor.page.once("dialog", lambda dialog: dialog.accept())
    told.get_by_role("button", name="Обновить страницу").click()
    visitor.page.wait_for_function(
        """document.querySelector('meta[name="vsoko-version"]').content !== '0000000000000000'"""
    )
    field(visitor, "numerator").wait_for()
    assert field(visitor, "numerator").input_value() == "56"


def test_a_document_is_entered_returned_and_sent_again(visit: Callable[..., Visitor]) -> None:
    panel = f"/panels/document?school={SCHOOL}&block=3&stage=analysis&year=2025/26&document="
    director = grid(visit, "director", GRID)
    director.page.evaluate("address => vsoko.openPanel(address)", f"{panel}new")
    form = director.page.locator("dialog.panel[open]")
    form.get_by_label("Номер").fill("77-а")
    form.get_by_label("Ссылка").fill("javascript:alert(1)")
    director.page.get_by_role("button", name="Отправить на проверку").click()
    director.page.get_by_text("ссылка начинается с http:// или https://").wait_for()
    director.check("dialog.panel[open]")
    form.get_by_label("Ссылка").fill("https://school.example/77")
    director.page.get_by_role("button", name="Отправить на проверку").click()
    assert toast(director) == "Документ «77-а» отправлен на проверку.\nВернуть"

    official = grid(visit, "department", OF_SCHOOL)
    official.page.evaluate("address => vsoko.openPanel(address)", panel.removesuffix("&document="))
    item = official.page.locator(".entry-documents > li", has_text="77-а")
    item.wait_for()
    official.check("dialog.panel[open]")
    item.get_by_text("Вернуть с замечанием").click()
    item.get_by_label("Что исправить").fill("Нет сравнения с прошлым годом")
    item.get_by_role("button", name="Вернуть школе").click()
    assert toast(official) == "Документ возвращён школе с замечанием."

    director.page.evaluate("address => vsoko.openPanel(address)", panel.removesuffix("&document="))
    again = director.page.locator(".entry-documents > li", has_text="77-а")
    again.get_by_text("Замечание: Нет сравнения с прошлым годом").wait_for()
    director.check("dialog.panel[open]")
    again.get_by_role("button", name="Исправить и отправить снова").click()
    form.get_by_label("Название").fill("Справка со сравнением")
    director.page.get_by_role("button", name="Отправить на проверку").click()
    director.page.get_by_text("Документ «77-а» отправлен на проверку.").wait_for()
    assert director.refusals == [400]


def test_the_grid_fits_every_window(reader: Callable[..., Visitor]) -> None:
    visitor = reader("director")
    visitor.open(f"{GRID}&block=5")
    visitor.page.locator(".entry-row").first.wait_for()

    for width, height in (PHONE, ZOOMED, (320, 640), (1280, 720), (1024, 768)):
        visitor.page.set_viewport_size({"width": width, "height": height})
        assert visitor.page.evaluate(_BEYOND) == [], width
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_organisational_items_are_entered_on_a_phone(visit: Callable[..., Visitor]) -> None:
    visitor = grid(visit, "director", f"{GRID}#organisation", PHONE)
    row = visitor.page.locator("#item-team_assembled")
    row.get_by_label("Ссылка").fill("https://school.example/team")
    row.get_by_role("button", name="Сохранить").click()

    assert toast(visitor).startswith("Сохранено: Собрана команда ВСОКО.")
    visitor.check("#organisation")
    assert visitor.page.evaluate(_BEYOND) == []
