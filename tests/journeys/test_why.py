"""Journeys to the reason: from the first screen to the document behind a missed goal; what is due this week."""

import re
from collections.abc import Callable

import pytest

from tests.support.browser import PHONE
from tests.support.visits import Visitor, plain

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
PANEL = "dialog.panel[open]"


def panel(visitor: Visitor, part: str) -> str:
    """The words of the panel that is open, once the part with this heading is there."""
    shown = visitor.page.locator(PANEL)
    shown.locator("h3", has_text=part).first.wait_for()
    return plain(shown.inner_text())


def test_the_official_reaches_the_document_behind_a_missed_goal_in_three_clicks(reader: Visits) -> None:
    official = reader("department")
    official.open("/")
    official.headline()

    official.page.locator(".matrix tr", has_text="Ключевская СОШ").locator("td:nth-of-type(5) > a").click()  # 1
    official.page.wait_for_url(re.compile("/schools/klyuchevskaya"))
    official.headline()
    goal = official.page.locator("#block-5 th.goal .why-number", has_text="5.3")
    goal.click()  # 2
    told = panel(official, "Чем школа отвечает")
    official.check(PANEL)

    assert "цель не достигнута" in told
    document = official.page.locator("dialog.panel a[target=_blank]").last  # the third click opens it
    href = document.get_attribute("href") or ""
    assert re.fullmatch(r"https://klyuchevskaya\.[a-z.]+/vsoko/2025/5-\S+", href)
    assert document.get_attribute("rel") == "noopener noreferrer"


def test_a_number_answers_by_keyboard_and_gives_the_focus_back(reader: Visits) -> None:
    director = reader("director")
    director.open("/")
    director.headline()
    number = director.page.locator("#block-3 td.value .why-number").last
    number.focus()

    director.page.keyboard.press("Enter")
    told = panel(director, "Как посчитано")
    director.check(PANEL)

    assert "176 : 214 = 82,24 %" in told
    director.await_focus("dialog")
    director.page.locator("dialog.panel button", has_text="86,").click()
    assert "Сложены числители и знаменатели" in panel(director, "Школы")
    director.check(PANEL)
    director.page.keyboard.press("Escape")
    director.await_focus("#block-3 td.value .why-number")
    assert director.page.locator(PANEL).count() == 0
    assert number.evaluate("each => each === document.activeElement")


def test_the_person_responsible_sees_what_is_due_and_goes_there(reader: Visits) -> None:
    coordinator = reader("coordinator", PHONE)
    coordinator.open("/")
    headline = coordinator.headline()

    first = coordinator.page.locator(".todo > li").first
    assert "Просрочено" in headline
    assert first.locator(".button.is-main").count() == 1
    # What is to be done stands before everything else on a phone.
    places = coordinator.page.evaluate(
        "['#todo', '#cycle', '#goals'].map(each => document.querySelector(each).offsetTop)"
    )
    assert places == sorted(places)
    first.locator(".why").click()
    told = panel(coordinator, "Что сделать")
    coordinator.check(PANEL)
    assert "Что сделать" in told
    assert "Правило" in told


def test_everything_folded_on_the_card_is_accessible_too(reader: Visits) -> None:
    director = reader("director")
    director.open("/")
    director.headline()
    director.page.evaluate("document.querySelectorAll('#main details').forEach(each => { each.open = true; })")
    for loaded in ("#documents .fold .fold", "#trend table", "#outside .facts"):
        director.page.locator(loaded).first.wait_for()
    director.page.evaluate("document.querySelectorAll('#main details').forEach(each => { each.open = true; })")

    director.check()

    assert director.page.locator("#trend tbody tr").count() > 20
    assert director.page.locator("#documents tbody tr").count() > 20
    assert "Ведущий совещания" in director.text("#outside")


def test_an_address_that_names_a_folded_part_opens_and_loads_it(reader: Visits) -> None:
    director = reader("director")
    director.open("/schools/klyuchevskaya?year=2024/25#documents")
    director.headline()

    director.page.locator("#documents .fold .fold").first.wait_for()

    assert director.page.locator("#documents > details").get_attribute("open") is not None
    assert director.page.locator("#trend [data-loads]").count() == 1


def test_the_presenter_does_not_get_behind_a_hidden_figure(reader: Visits) -> None:
    presenter = reader("presenter")
    presenter.open("/schools/klyuchevskaya?year=2025/26")
    presenter.headline()

    presenter.page.locator("#block-5 td.value .why-number").last.click()
    told = panel(presenter, "Почему такой вывод")
    presenter.check(PANEL)

    assert "скрыто" in told
    assert "2 из 3" not in told
