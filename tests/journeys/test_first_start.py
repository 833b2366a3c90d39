"""From an empty database to the first figures, all in the browser, led by the steps of the page."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from openpyxl import Workbook

from data_layer.commands.people import add_user
from data_layer.domain.vocabulary import Role
from data_layer.session import unscoped
from seed.roster import DEMO_PASSWORD
from tests.support.demo import initialised_engine
from tests.support.visits import Board, Visitor, running_board, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples" / "year"
# The year's book holds everything but the schools, which are there by then.
SHEETS: Final = {
    "targets": "Цели",
    "observations": "Показатели",
    "documents": "Документы",
    "organisation": "Организация",
}
# The file is taken apart in a process of its own, which a busy machine starts slowly.
WAIT = 60_000


@pytest.fixture
def empty_board(tmp_path: Path) -> Iterator[Board]:
    """`flask init` and `flask users add`, as the guide begins, and nothing else."""
    engine = initialised_engine(f"sqlite:///{tmp_path / 'vsoko.db'}")
    with unscoped(engine, "the first administrator") as session:
        add_user(session, login="admin", role=Role.ADMINISTRATOR, password=DEMO_PASSWORD, actor="tests")
    engine.dispose()
    with running_board(tmp_path / "vsoko.db", tmp_path / "var") as running:
        yield running


@pytest.fixture
def admin(browser: "Browser", empty_board: Board) -> Iterator[Visitor]:
    with visiting(browser, empty_board) as visitor:
        yield visitor


def steps(visitor: Visitor) -> list[str]:
    """Titles of the steps that are done, once the card is there."""
    visitor.page.locator(".markup:not(.is-old) .first-steps").wait_for()
    return visitor.page.locator(".steps .is-done b").all_inner_texts()


def next_step(visitor: Visitor) -> str:
    return visitor.page.locator(".steps .is-current .button").inner_text()


def add_the_district(admin: Visitor) -> None:
    page = admin.page
    page.get_by_role("button", name="Добавить район").click()
    page.get_by_label("Название").fill("Наш район")
    page.get_by_label("Код", exact=True).fill("nashe")
    admin.check()
    page.locator("dialog").get_by_role("button", name="Добавить район").click()
    page.get_by_role("heading", name="Район добавлен").wait_for()
    admin.check()
    page.locator("dialog").get_by_role("button", name="Войти в район").click()
    page.get_by_text("Вы вошли в район как администратор").wait_for()


def load_the_schools(admin: Visitor) -> None:
    """At first with a file that holds none."""
    page = admin.page
    page.get_by_role("button", name="Загрузить список").click()
    page.get_by_label("Файл CSV или книга Excel").set_input_files(EXAMPLES / "observations.csv")
    page.get_by_role("button", name="Загрузить", exact=True).click()
    page.get_by_text("Ничего не записано.").wait_for()
    admin.check()
    page.get_by_role("button", name="Выбрать другой файл").click()
    page.get_by_label("Файл CSV или книга Excel").set_input_files(EXAMPLES / "schools.csv")
    page.get_by_role("button", name="Загрузить", exact=True).click()
    page.get_by_text("Школы: добавлено 2.").wait_for()
    page.get_by_role("heading", name="2 школы: 1 средняя и 1 основная").wait_for()


def add_a_person(admin: Visitor, login: str, role: str, school: str = "") -> None:
    page = admin.page
    page.get_by_role("button", name="Добавить человека").click()
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Роль", exact=True).select_option(role)
    if school:
        page.get_by_label("Школа", exact=True).select_option(school)
    page.locator("dialog").get_by_role("button", name="Добавить").click()
    assert len(page.get_by_label("Пароль", exact=True).input_value()) == 14
    admin.check()
    page.get_by_role("button", name="Готово").click()
    page.get_by_role("rowheader", name=login).wait_for()


def book_of_the_year(folder: Path) -> Path:
    """The example tables of the guide as one workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, title in SHEETS.items():
        sheet = book.create_sheet(title)
        with (EXAMPLES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.reader(lines):
                sheet.append(row)
    book.save(folder / "year.xlsx")
    return folder / "year.xlsx"


def load_the_book(admin: Visitor, book: Path) -> None:
    page = admin.page
    page.get_by_role("heading", name="Данные за 2025/26").wait_for()
    admin.check()
    page.set_input_files("#upload-file", book)
    page.get_by_role("heading", name="Ошибок нет").wait_for()
    admin.check()
    page.locator(".commit button").click()
    page.get_by_role("heading", name="Внесен").wait_for()


def test_the_steps_lead_from_nothing_to_the_first_figures(admin: Visitor, tmp_path: Path) -> None:
    page = admin.page
    page.set_default_timeout(WAIT)
    admin.open("/")
    admin.fill_in("admin")
    page.wait_for_url("**/admin")
    assert steps(admin) == []
    admin.check()

    add_the_district(admin)
    assert steps(admin) == ["Район"]
    assert next_step(admin) == "Загрузить школы"

    page.get_by_role("link", name="Загрузить школы").click()
    load_the_schools(admin)
    assert steps(admin) == ["Район", "Список школ"]

    page.get_by_role("link", name="Добавить людей").click()
    add_a_person(admin, "ivanova", "Специалист управления образования")
    add_a_person(admin, "direktor", "Директор", "СОШ № 1")
    assert steps(admin) == ["Район", "Список школ", "Люди"]

    page.get_by_role("link", name="Открыть 2025/26").click()
    page.get_by_role("button", name="Открыть 2025/26 с этими сроками").click()
    page.get_by_role("heading", name="Сроки 2025/26 учебного года").wait_for()
    assert steps(admin) == ["Район", "Список школ", "Люди", "Ориентиры и календарь"]
    admin.check()

    # The same steps stand on the first page, until the figures are there.
    admin.open("/")
    assert next_step(admin) == "Загрузить данные"
    admin.check()
    page.get_by_role("link", name="Загрузить данные").click()
    load_the_book(admin, book_of_the_year(tmp_path))
    page.click("nav >> text=Обзор")
    page.wait_for_url(lambda url: "/data" not in url)
    headline = admin.headline()
    assert page.locator(".first-steps").count() == 0
    # Of all goals only ВПР of school-1 has a verdict: 410 of 500 are 82 %, its own target is 85.
    assert "Школы достигли 0 из 1 цели." in headline
    assert admin.refusals == [400]
