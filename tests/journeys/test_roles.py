"""What the other roles meet: a director, the presenter, a region, an administrator, a person with two roles."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from seed.roster import DISTRICT_TITLE, SCHOOLS
from tests.support.browser import PHONE
from tests.support.demo import DEMO_DAY
from tests.support.visits import Board, Visitor, plain

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
OWN = "/schools/klyuchevskaya"


def days_of_tasks(visitor: Visitor) -> list[date]:
    """Due days of the to-do, in the order of the page; without a year they are of this calendar year."""
    found = []
    for text in visitor.page.locator(".todo .day").all_inner_texts():
        day, month, *year = (int(part) for part in text.split()[0].split("."))
        found.append(date(year[0] if year else DEMO_DAY.year, month, day))
    return found


def ways(visitor: Visitor) -> list[str]:
    """What the menu under the person's name offers; it is left open."""
    visitor.page.locator(".person summary").click()
    visitor.check(".bar")
    return visitor.page.locator(".person a").all_inner_texts()


def test_a_director_lands_on_what_the_own_school_has_to_do(reader: Visits, shared_board: Board) -> None:
    director = reader("director")

    director.open("/")
    headline = director.headline()

    assert director.page.url == f"{shared_board.address}{OWN}"
    days = days_of_tasks(director)
    assert len(days) > 1
    assert days == sorted(days)
    assert director.page.locator(".todo .day", has_text="2025").count() == sum(day.year == 2025 for day in days)
    assert director.page.locator(".cycle-table tbody tr").count() == 6
    assert director.page.locator(".cycle-table tbody td").count() == 36
    shown = director.page.locator(".goal-block .count .number").all_inner_texts()
    counts = [re.match(r"(\d+) из (\d+)", plain(text)) for text in shown]
    blocks = [(int(each[1]), int(each[2])) for each in counts if each is not None]
    assert len(blocks) == 6
    assert f"Школа достигла {sum(k for k, _ in blocks)} из {sum(n for _, n in blocks)} целей." in headline
    assert ways(director) == ["Сменить пароль"]


def test_what_is_not_the_directors_is_not_there(reader: Visits) -> None:
    director = reader("director")

    bodies = set()
    for path in ("/no-such-page", "/schools/school-5", "/schools/no-such-school", "/switch"):
        assert director.open(path) == 404
        bodies.add(director.page.content())

    assert len(bodies) == 1
    assert director.refusals == [404] * 4
    director.page.get_by_role("link", name="На главную").click()
    director.page.wait_for_url(f"**{OWN}")
    director.headline()


def test_an_ended_session_leads_to_the_form_and_back_to_the_page(visit: Visits, board: Board) -> None:
    director = visit()
    director.sign_in("director")
    director.headline()

    board.end_sessions()
    director.page.locator("details.filter summary").first.click()
    director.page.get_by_role("link", name="2024/25").click()
    director.page.wait_for_url("**/login?next=**")
    director.check_everywhere()

    assert director.text("[role=status]") == "Сеанс закончился. Войдите, вы вернётесь на эту страницу."
    director.fill_in("director")
    director.page.locator(".crumb", has_text="2024/25").wait_for()
    assert director.page.url == f"{board.address}{OWN}?year=2024/25"
    assert set(director.refusals) <= {401}


def test_the_presenter_meets_hidden_blocks_beside_the_names_of_schools(reader: Visits) -> None:
    presenter = reader("presenter")
    presenter.open("/")
    presenter.headline()

    rows = presenter.page.locator(".matrix tbody tr:has(td)")
    assert rows.count() == len(SCHOOLS)
    for block, is_hidden in ((1, False), (2, True), (3, False), (4, False), (5, True), (6, False)):
        words = {plain(cell).strip() for cell in rows.locator(f"td:nth-of-type({block}) a").all_inner_texts()}
        assert all("скрыто" in each for each in words) is is_hidden
    rows.locator("td:nth-of-type(2) a").first.click()
    presenter.page.wait_for_url("**/schools/**#block-2")
    presenter.headline()
    assert "Число целей школы скрыто." in presenter.text("h1")
    for block in (2, 5):
        assert presenter.text(f"#block-{block} .count") == "скрыто"
    sensitive = presenter.page.locator("#block-2 tbody tr").all_inner_texts()
    assert sensitive
    assert all("скрыто" in plain(row) and " из " not in plain(row) for row in sensitive)


def test_a_region_sees_districts_and_not_one_school(reader: Visits) -> None:
    region = reader("region")
    region.open("/")
    headline = region.headline()

    assert headline.startswith("Школы района достигли ")
    assert DISTRICT_TITLE in region.text("main")
    content = plain(region.page.content())
    assert [school.short_name for school in SCHOOLS if school.short_name in content] == []
    assert "/schools/" not in content
    assert region.open(OWN) == 404


def test_an_administrator_enters_a_district_is_told_so_and_leaves(guest: Visits) -> None:
    administrator = guest()
    administrator.sign_in("administrator")
    administrator.page.wait_for_url("**/switch")
    administrator.check()

    administrator.page.get_by_role("button", name=DISTRICT_TITLE).click()
    administrator.headline()
    assert administrator.text(".visiting span") == "Вы вошли в район как администратор"
    assert ways(administrator) == ["Сменить пароль", "Другой район"]
    administrator.page.get_by_role("link", name="Другой район").click()
    administrator.page.wait_for_url("**/switch")
    administrator.page.go_back()
    administrator.headline()
    administrator.page.get_by_role("button", name="Выйти из района").click()
    administrator.page.wait_for_url("**/switch")

    assert administrator.open(OWN) == 200
    assert administrator.page.url.endswith("/switch")


def test_a_person_with_two_roles_changes_over_by_the_keyboard(guest: Visits) -> None:
    person = guest()
    person.sign_in("twofold")
    person.page.get_by_role("button", name="Специалист управления образования").click()
    person.headline()

    person.page.locator(".person summary").focus()
    person.page.keyboard.press("Enter")
    person.page.keyboard.press("ArrowDown")
    person.page.keyboard.press("ArrowDown")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/membership")
    person.check()
    person.page.get_by_role("button", name="Ведущий совещания").click()
    person.headline()

    assert "Ведущий совещания" in person.text(".person summary")


def test_escape_closes_the_menu_of_the_person_and_gives_the_focus_back(reader: Visits) -> None:
    official = reader("department")
    official.open("/")
    official.headline()

    assert ways(official) == ["Сменить пароль"]
    official.page.keyboard.press("ArrowDown")
    official.page.keyboard.press("Escape")

    official.await_focus(".person summary")
    assert official.page.locator(".person[open]").count() == 0


def test_on_a_phone_the_password_is_changed_from_the_full_screen_menu(reader: Visits) -> None:
    director = reader("director", PHONE)
    director.open("/")
    director.headline()

    director.page.get_by_role("button", name="Меню").click()
    assert ways(director) == ["Сменить пароль"]
    for control in director.page.locator(".bar.is-open .who :is(a, button, summary)").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    director.page.get_by_role("link", name="Сменить пароль").click()
    director.page.wait_for_url("**/password")
    director.check()
    director.page.get_by_role("link", name="Вернуться, не меняя пароль").click()

    assert director.headline().startswith("Школа достигла ")
