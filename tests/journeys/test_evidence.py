"""A stage is proved by a file: handed in, given back, handed in again, accepted; the flags follow, the queue empties."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from dashboard.services import services
from data_layer.domain.suppression import Viewer
from data_layer.queries.directory import find_district
from data_layer.queries.flags import gaps
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from seed.roster import DISTRICT_CODE
from tests.support import sample_files
from tests.support.demo import DEMO_DAY
from tests.support.visits import Board, Visitor, plain

pytestmark = pytest.mark.browser

# Files are looked at in a process of its own, which a busy machine starts slowly.
WAIT: Final = 60_000
SCHOOL: Final = "klyuchevskaya"
FILES: Final = "/data?view=files&year=2025/26"
QUEUE: Final = f"/data?view=review&school={SCHOOL}&block=3&stage=analysis"
PANEL: Final = f"/panels/document?school={SCHOOL}&block=3&stage=analysis&year=2025/26"


def rules(board: Board) -> set[str]:
    """Rules that speak of the analysis of block 3 of the director's school."""
    engine = services(board.server).engine
    with unscoped(engine, "the demo district") as session:
        district = find_district(session, DISTRICT_CODE).id
    with tenant_session(engine, Scope((district,))) as session:
        found = gaps(session, years=[2025], school=SCHOOL, today=DEMO_DAY, viewer=Viewer.full())
    return {str(each.rule) for each in found if (each.block, each.stage) == (3, "analysis")}


def headline(visitor: Visitor, words: str) -> None:
    visitor.page.wait_for_selector(f"h1:has-text('{words}')", timeout=WAIT)


def hand_in(director: Visitor, folder: Path) -> None:
    """Two files at once: the one that is no document is refused in a sentence, the other one waits."""
    director.sign_in("director", FILES)
    headline(director, "Приложите файлы документов")
    director.page.set_input_files("#many-files", [folder / "Справка.docx", folder / "Страница.pdf"])
    director.page.wait_for_selector(".is-refused:has-text('Это не PDF')")
    assert director.refusals == [400]
    director.page.get_by_role("button", name="Показать загруженные файлы").click()
    headline(director, "1 файл ждёт оформления")
    director.check_everywhere()
    director.page.select_option("[name=block]", "3")
    director.page.select_option("[name=stage]", "analysis")
    director.page.get_by_role("button", name="Оформить").click()
    director.page.wait_for_selector("dialog .chosen-file")
    director.check()
    assert director.page.input_value("#field-number") == ""
    director.page.click("dialog [data-fills=number]")
    director.page.click("dialog [data-fills=date]")
    assert director.page.input_value("#field-number") == "127-од"
    assert director.page.input_value("#field-date") == "2025-09-15"
    director.page.fill("#field-date", "2026-08-20")
    director.page.get_by_role("button", name="Отправить на проверку").click()
    headline(director, "Приложите файлы документов")


def give_back(official: Visitor) -> None:
    """The department looks at the words of the file and gives it back; what is not ticked begins the remark."""
    official.sign_in("department", QUEUE)
    headline(official, "1 документ ждёт проверки")
    assert "О проведении мониторинга" in plain(official.page.inner_text(".preview"))
    official.check_everywhere()
    official.page.get_by_label("Анализ проведён после мониторинга").check()
    official.page.click("summary:has-text('Вернуть с замечанием')")
    official.page.get_by_role("button", name="Вернуть школе").click()
    official.page.wait_for_selector(".field-error:has-text('Не написано, что исправить')")
    official.page.get_by_role("button", name="Перечислить неотмеченное").click()
    assert "факт сравнён с прошлым годом" in official.page.input_value("[name=remark]")
    official.page.fill("[name=remark]", "Сравните с прошлым годом")
    official.page.get_by_role("button", name="Вернуть школе").click()
    headline(official, "По этому отбору проверять нечего")
    official.check()


def hand_in_again(director: Visitor) -> None:
    """The school reads the remark where it is told what to do, and hands the document in again."""
    director.page.goto(f"{director.board.address}/schools/{SCHOOL}?year=2025/26")
    director.page.wait_for_selector("text=Сравните с прошлым годом")
    director.page.evaluate(f"vsoko.openPanel('{PANEL}')")
    director.page.get_by_role("button", name="Исправить и отправить снова").click()
    director.page.wait_for_selector("dialog form .chosen-file")
    director.page.fill("#field-title", "Справка по итогам мониторинга, сравнение с прошлым годом")
    director.page.get_by_role("button", name="Отправить на проверку").click()
    director.page.wait_for_selector(".toast:has-text('отправлен на проверку')")


def accept(official: Visitor) -> None:
    """The department sees what it was given back for, accepts it, and nothing is left to review."""
    official.page.goto(f"{official.board.address}{QUEUE}")
    headline(official, "1 документ ждёт проверки")
    assert "Возвращали с замечанием: Сравните с прошлым годом" in plain(official.page.inner_text(".case"))
    official.page.get_by_role("button", name="Принять").click()
    headline(official, "По этому отбору проверять нечего")
    assert "1 документ" not in plain(official.page.inner_text("main"))


def read_history(director: Visitor) -> None:
    """Who did what, the newest first."""
    director.page.evaluate(f"vsoko.openPanel('{PANEL}')")
    director.page.click("dialog summary:has-text('История: 4')")
    history = plain(director.page.inner_text(".document-history"))
    steps = ["Принят", "Изменён", "Возвращён с замечанием", "Внесён"]
    assert [history.index(step) for step in steps] == sorted(history.index(step) for step in steps)
    director.check()


def test_handed_in_given_back_handed_in_again_and_accepted(
    visit: Callable[..., Visitor], board: Board, tmp_path: Path
) -> None:
    for name, content in (("Справка.docx", sample_files.docx()), ("Страница.pdf", b"<html></html>")):
        (tmp_path / name).write_bytes(content)
    director, official = visit(), visit()
    for each in (director, official):
        each.page.set_default_timeout(WAIT)
    missing = {"stage_missing", "document_returned"}
    assert rules(board) & missing == {"stage_missing"}

    hand_in(director, tmp_path)
    assert rules(board) & missing == set()
    give_back(official)
    assert rules(board) & missing == missing
    hand_in_again(director)
    assert rules(board) & missing == set()
    accept(official)
    assert rules(board) & (missing | {"stage_skipped"}) == set()
    read_history(director)


def test_the_queue_is_walked_with_the_keyboard(reader: Callable[..., Visitor]) -> None:
    official = reader("department")
    official.open("/data?view=review")
    official.page.wait_for_selector(".case")
    first = official.page.inner_text(".case h2")

    official.page.keyboard.press("ArrowRight")
    official.page.wait_for_selector(".steps-between:has-text('2 из')")
    assert official.page.inner_text(".case h2") != first
    official.page.keyboard.press("ArrowLeft")
    official.page.wait_for_selector(".steps-between:has-text('1 из')")

    assert official.page.inner_text(".case h2") == first
