"""A director hands in the book of the school: wrong first, corrected then, and takes it back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.visits import Visitor

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
# The file is taken apart in a process of its own, which a busy machine starts slowly.
WAIT = 60_000
LINE = "#row-b3_additional_education-school"


def test_a_director_hands_in_a_book_corrects_it_and_takes_it_back(visit: Visits, tmp_path: Path) -> None:
    director = visit()
    director.sign_in("director")
    page = director.page
    page.set_default_timeout(WAIT)
    page.click("nav >> text=Данные")
    page.wait_for_selector("h2:has-text('Что ждут от школы')")
    director.check_everywhere()
    with page.expect_download() as download:
        page.click("text=Скачать книгу школы")
    download.value.save_as(tmp_path / "book.xlsx")

    _write(tmp_path / "book.xlsx", tmp_path / "wrong.xlsx", numerator=900)
    page.set_input_files("#upload-file", tmp_path / "wrong.xlsx")
    page.wait_for_selector("h1:has-text('В файле 1 ошибка. Пока ничего не внесено.')")
    assert page.inner_text(".cell-ref").startswith("Показатели!I")
    assert page.locator(".commit button").is_disabled()
    director.check_everywhere()
    with page.expect_download() as download:
        page.click("text=Скачать файл с пометками")
    download.value.save_as(tmp_path / "marked.xlsx")

    _write(tmp_path / "marked.xlsx", tmp_path / "corrected.xlsx", numerator=170)
    page.set_input_files("#upload-file", tmp_path / "corrected.xlsx")
    page.wait_for_selector("h1:has-text('Ошибок нет')")
    assert "170 из" in page.inner_text(".new-value")
    director.check_everywhere()
    page.click(".commit button")
    page.wait_for_selector("h1:has-text('Внесена')")
    director.check_everywhere()

    # Somebody corrects the figure by hand; taking the book back then leaves it and says so by name.
    page.goto(f"{director.board.address}/data?view=edit&year=2025/26&block=3")
    page.fill(f"{LINE}-numerator", "171")
    page.press(f"{LINE}-numerator", "Enter")
    page.wait_for_selector(".toast:has-text('Сохранено')")
    page.goto(f"{director.board.address}/data?view=load&year=2025/26")
    page.click(".loads .text-button")
    page.click("dialog.question .is-main")
    page.wait_for_selector(".loads .badge:has-text('отменена')")
    page.click(".loads summary:has-text('Осталась 1 строка')")
    assert "3.3" in page.inner_text(".loads .kept")
    director.check_everywhere()


def test_who_comes_back_goes_on_watching_the_check_and_sees_when_it_is_over(reader: Visits) -> None:
    official = reader("department")
    page = official.page
    told = ['{"words": "Читаем файл…", "percent": null}', '{"words": "Проверено строк: 5 из 9", "percent": 55}']
    page.route(
        "**/panels/import-progress*",
        lambda route: route.fulfill(body=told[0] if told else "{}", content_type="application/json"),
    )
    page.goto(f"{official.board.address}/data?view=load&year=2025/26")
    page.wait_for_selector("#upload-file", state="attached")
    work = '{"number": "%s", "action": "/actions/upload"}' % ("a" * 32)
    page.evaluate("work => sessionStorage.setItem('vsoko-work', work)", work)

    page.reload()
    page.wait_for_selector(".sending:has-text('Читаем файл')")
    assert page.locator("label[for=upload-file]").is_hidden()
    told.pop(0)
    page.wait_for_selector(".sending:has-text('Проверено строк: 5 из 9')")
    assert page.locator(".sending progress").get_attribute("value") == "55"
    told.clear()

    # The page asks for itself anew and takes files again.
    page.wait_for_selector("label[for=upload-file]:visible")
    assert page.evaluate("sessionStorage.getItem('vsoko-work')") is None


def _write(source: Path, target: Path, *, numerator: int) -> None:
    """Enter a number of pupils into the row of «Дополнительное образование»."""
    book = load_workbook(source)
    sheet = book["Показатели"]
    heads = {cell.value: place for place, cell in enumerate(sheet[1], start=1)}
    line = next(line for line in range(2, sheet.max_row + 1) if sheet.cell(line, heads["Показатель"]).value == "3.3")
    sheet.cell(line, heads["Числитель"]).value = numerator
    book.save(target)
