"""The presenter before the hall: names of schools coded, five charts on the whole screen, by the keyboard alone."""

from collections.abc import Callable
from typing import Final

import pytest

from seed.roster import SCHOOLS
from tests.support.browser import PROJECTOR
from tests.support.coded_names import schools_named_in
from tests.support.keyboard import choose_by_keyboard, press_on, sign_in_by_keyboard, tab_to
from tests.support.slides import Slide, slide_shown
from tests.support.visits import Visitor, plain

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
EVERYONE: Final = [(school.code, school.short_name) for school in SCHOOLS]


def named(visitor: Visitor) -> list[str]:
    """Schools that stand anywhere in the page: texts, addresses, attributes, data of the plots."""
    return schools_named_in(visitor.page.content(), EVERYONE)


def to_coded_comparison(presenter: Visitor) -> None:
    """From the sign-in to «Сравнение» without names."""
    sign_in_by_keyboard(presenter, "presenter")
    presenter.headline()
    press_on(presenter, presenter.page.get_by_role("link", name="Сравнение"))
    presenter.page.wait_for_url("**/compare**")
    presenter.headline()
    assert named(presenter) != []
    choose_by_keyboard(
        presenter, "Имена", "номера вместо названий", key="Shift+Tab"
    )  # the focus went on into the new page
    presenter.page.wait_for_url("**names=coded**")
    presenter.page.locator("#goal .row-name", has_text="Школа").first.wait_for()
    presenter.headline()


def walk(presenter: Visitor, *, most: int = 25) -> list[Slide]:
    """Every slide from this one on, by ArrowRight."""
    seen = [slide_shown(presenter.page)]
    for _ in range(most):
        presenter.page.keyboard.press("ArrowRight")
        slide = slide_shown(presenter.page)
        if slide.told == seen[-1].told:
            return seen
        seen.append(slide)
    raise AssertionError(f"no end after {seen[-1].told}")


def focused(presenter: Visitor) -> str:
    words: str = presenter.page.evaluate(
        "(document.activeElement.dataset.showsFigure || document.activeElement.dataset.showsTable || '')"
    )
    return words


def test_five_charts_are_shown_without_one_name_by_the_keyboard_alone(visit: Visits) -> None:
    presenter = visit(PROJECTOR)
    to_coded_comparison(presenter)
    page = presenter.page
    tab_to(presenter, page.locator("#goal [data-shows-table]"), most=60)

    page.keyboard.press("f")
    slides = walk(presenter)

    assert [fault for slide in slides for fault in slide.faults] == []
    # Of 1.1: the schools, the chance, own targets, clusters, the change of a year and its subjects.
    assert list(dict.fromkeys(slide.chart for slide in slides)) == [f"Диаграмма {n} из 6" for n in range(1, 7)]
    assert named(presenter) == []
    coded = {text for slide in slides for text in map(plain, slide.texts) if text.startswith("Школа ")}
    # Schools № 1–9 are there by these numbers, so no code has them.
    assert {f"Школа {number}" for number in range(10, 36)} <= coded
    assert not {f"Школа {number}" for number in range(1, 10)} & coded
    presenter.check()
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    assert page.locator(".show").count() == 0
    assert focused(presenter) == "goal-table"
    assert named(presenter) == []
    _leave_at_the_last(presenter)


def _leave_at_the_last(presenter: Visitor) -> None:
    """Whoever leaves at another chart than they came from goes on from there."""
    page = presenter.page
    page.keyboard.press("f")
    page.keyboard.press("End")
    shown = slide_shown(page)
    page.keyboard.press("t")
    as_table = slide_shown(page)
    page.keyboard.press("Escape")

    last = page.locator(".figure-card").last
    assert (shown.chart, as_table.chart) == ("Диаграмма 6 из 6",) * 2
    assert as_table.faults == []
    assert focused(presenter) == last.get_attribute("id")
    assert last.locator(".shows-figure").is_visible()


@pytest.mark.parametrize("search", ["goal=5.1", "view=blocks"])
def test_slides_of_other_views_are_read_from_the_back_row_too(reader: Visits, search: str) -> None:
    presenter = reader("presenter", PROJECTOR)
    presenter.open(f"/compare?year=2025/26&{search}&names=coded")
    presenter.headline()

    presenter.page.keyboard.press("f")
    slides = walk(presenter)

    assert [fault for slide in slides for fault in slide.faults] == []
    assert named(presenter) == []


def test_small_type_clipped_words_and_too_many_rows_are_seen(reader: Visits) -> None:
    """The planted faults: the same slide with its type halved, its words beyond the edge, all its rows at once."""
    presenter = reader("presenter", PROJECTOR)
    presenter.open("/compare?year=2025/26&goal=3.3")
    presenter.headline()
    presenter.page.keyboard.press("f")
    assert slide_shown(presenter.page).faults == []
    assert named(presenter) != []

    presenter.page.add_style_tag(content=".show-headline { font-size: 12px !important; margin-left: -40px; }")
    presenter.page.evaluate("document.querySelectorAll('.show tr').forEach(each => { each.hidden = false; })")
    seen = slide_shown(presenter.page)

    assert len(seen.small) == 1
    assert seen.clipped
    assert seen.beyond
    assert seen.rows == 26
