"""The session ends, or its token is lost, while somebody types: they are told so, and what they typed is still there."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.visits import Board, Visitor, plain

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
ROW: Final = "#row-b1_vpr_attainment-noo"
ENDED: Final = "Сеанс закончился. Введённое осталось здесь: войдите в новой вкладке и отправьте ещё раз. Войти"


def sign_in_beside(visitor: Visitor, fault: "Locator", login: str) -> None:
    """By the link of the sentence, in a tab of its own."""
    with visitor.context.expect_page() as opened:
        fault.get_by_role("link", name="Войти").click()
    beside = Visitor(visitor.board, visitor.context, opened.value)
    beside.fill_in(login)
    opened.value.close()


def test_a_form_of_a_panel_keeps_what_was_typed_until_it_is_sent(visit: Visits, board: Board) -> None:
    coordinator = visit()
    coordinator.sign_in("coordinator", "/cycle?year=2025/26")
    coordinator.headline()
    page = coordinator.page
    address = "/panels/document?school=polyanskaya&block=5&stage=measures&year=2025/26&document=new"
    page.evaluate("address => vsoko.openPanel(address)", address)
    panel = page.locator("dialog.panel[open]")
    panel.get_by_label("Вид документа").select_option(index=1)
    panel.get_by_label("Номер").fill("12-п")
    panel.get_by_label("Задачи").fill("Разобрать итоги диагностики с каждым педагогом")

    board.end_sessions()
    page.get_by_role("button", name="Отправить на проверку").click()
    fault = panel.locator("[data-form-error]")
    fault.locator("a").wait_for()

    assert plain(fault.inner_text()) == ENDED
    assert panel.get_by_label("Задачи").input_value() == "Разобрать итоги диагностики с каждым педагогом"
    coordinator.check_everywhere("dialog.panel[open]")
    sign_in_beside(coordinator, fault, "coordinator")
    page.get_by_role("button", name="Отправить на проверку").click()
    page.locator(".toast", has_text="Документ «12-п» отправлен на проверку.").wait_for()
    assert coordinator.refusals == [401]


def test_a_row_of_the_grid_keeps_its_figure(visit: Visits, board: Board) -> None:
    director = visit()
    director.sign_in("director", "/data?view=edit&year=2025/26")
    numerator = director.page.locator(f"{ROW}-numerator")
    numerator.fill("57")

    board.end_sessions()
    numerator.press("Enter")
    fault = director.page.locator(f"{ROW} [data-form-error]")
    fault.locator("a").wait_for()

    assert plain(fault.inner_text()) == ENDED
    assert numerator.input_value() == "57"
    director.check_everywhere(ROW)
    sign_in_beside(director, fault, "director")
    numerator.press("Enter")
    director.page.locator(".toast", has_text="Сохранено").wait_for()
    fault.wait_for(state="hidden")
    assert numerator.input_value() == "57"


def test_without_its_token_nothing_is_saved_and_nothing_is_lost(visit: Visits) -> None:
    director = visit()
    director.sign_in("director", "/data?view=edit&year=2025/26")
    numerator = director.page.locator(f"{ROW}-numerator")
    numerator.fill("57")

    director.context.clear_cookies(name="_csrf_token")
    numerator.press("Enter")
    fault = director.page.locator(f"{ROW} [data-form-error]", has_text="Обновите страницу")
    fault.wait_for()

    assert director.refusals == [400]
    assert numerator.input_value() == "57"
    assert director.page.locator(f"{ROW}.is-changed, {ROW} .is-changed").count() == 1
