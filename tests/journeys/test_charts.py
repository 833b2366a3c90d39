"""Charts in a browser: accessible, within the window, with their tables, as pictures, and on the whole screen."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from dashboard import html
from dashboard.charts.figures import Chart
from dashboard.components.figure import figure_card
from dashboard.components.markup import to_html
from dashboard.plot_library import PATH, plot_library
from tests.support import sample_charts as sample
from tests.support.browser import axe_violations

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

_ROOT: Final = Path(__file__).parents[2]
_ADDRESS: Final = "http://charts.test"
DESKTOP, PROJECTOR, ZOOMED, PHONE, SMALLEST = (1366, 768), (1280, 720), (683, 384), (390, 844), (320, 640)
# Windows between the extremes.
BETWEEN: Final = [pytest.param(each, marks=pytest.mark.long) for each in (PROJECTOR, (1024, 768), ZOOMED, PHONE)]
KINDS: Final = {name: chart for name, chart in sample.every_chart().items() if name != "dots-chosen"}
# Text of a slide that is smaller than 24 px, the foot left out: charts.md, back-row test.
_SMALL: Final = """() => {
    const found = [], walk = document.createTreeWalker(document.querySelector('.show-slide'), NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
        const element = text.parentElement, box = element.getBoundingClientRect();
        if (!text.textContent.trim() || !box.width || element.closest('.unseen, .show-foot, .show-count, [hidden]')) continue;
        if (parseFloat(getComputedStyle(element).fontSize) < 24) found.push(text.textContent);
    }
    return found; }"""


def _content(charts: dict[str, Chart]) -> str:
    cards = [
        figure_card(chart, id=name, rows_href="/downloads/rows.xlsx", is_main=not place)
        for place, (name, chart) in enumerate(charts.items())
    ]
    return to_html(html.Main(html.Div(cards, className="stack"), id="main", className="page", tabindex="-1"))


def _answer(page: str) -> Callable[["Route"], None]:
    """What the server would send: the page, the library, the typeface; nothing else exists."""

    def answer(route: "Route") -> None:
        url = route.request.url.removeprefix(_ADDRESS)
        if url == "/":
            route.fulfill(body=page, content_type="text/html")
        elif url.startswith(PATH):
            route.fulfill(body=plot_library().plain, content_type="text/javascript")
        elif url.startswith("/login-static/"):
            route.fulfill(path=_ROOT / "assets" / "fonts" / url.rsplit("/", 1)[-1], content_type="font/woff2")
        else:
            route.fulfill(status=404)

    return answer


def stand(page: "Page", charts: dict[str, Chart], size: tuple[int, int] = DESKTOP) -> list[str]:
    """The charts on a page of their own; what the page asks the server for, as it goes on."""
    styles = "".join(path.read_text(encoding="utf-8") for path in sorted((_ROOT / "assets").glob("*.css")))
    names = ("interface", "figures", "plots", "show")
    scripts = "\n".join((_ROOT / "assets" / f"{name}.js").read_text(encoding="utf-8") for name in names)
    head = f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Диаграммы</title><style>{styles}</style></head>'
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(_ADDRESS)))
    page.route("**/*", _answer(f"{head}<body>{_content(charts)}<script>{scripts}</script></body></html>"))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{_ADDRESS}/")
    page.evaluate("document.fonts.ready.then(() => true)")
    return asked


def drawn(page: "Page", name: str) -> None:
    page.locator(f"#{name} .plot").scroll_into_view_if_needed()
    page.locator(f"#{name} .plot .main-svg").first.wait_for()


@pytest.fixture
def troubles(page: "Page") -> Iterator[list[str]]:
    """What the browser complained of; a test that asks for it ends without any."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    yield heard
    assert heard == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_axe_finds_nothing_in_charts_and_in_their_tables(
    page: "Page", size: tuple[int, int], troubles: list[str]
) -> None:
    stand(page, sample.every_chart(), size)
    drawn(page, "funnel")
    # A phone shows the same colours.
    in_charts = axe_violations(page, colours=size == DESKTOP)

    for button in page.locator("[data-shows-table]").all():
        button.click()

    assert [in_charts, axe_violations(page, colours=size == DESKTOP)] == [[], []]


@pytest.mark.parametrize("size", [DESKTOP, SMALLEST, *BETWEEN])
def test_no_chart_reaches_beyond_the_window(page: "Page", size: tuple[int, int]) -> None:
    stand(page, sample.every_chart(), size)

    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize("size", [DESKTOP, SMALLEST, *BETWEEN])
def test_names_are_never_cut(page: "Page", size: tuple[int, int]) -> None:
    stand(page, {"dots": sample.dots(), "strips": sample.strips(), "bars": sample.bars()}, size)

    cut = page.evaluate(
        """[...document.querySelectorAll('tbody .row-name > *:first-child')].filter(each => {
            const row = each.closest('.row-name');
            return each.scrollWidth > row.clientWidth + 1 || getComputedStyle(row).textOverflow === 'ellipsis';
        }).map(each => each.textContent)"""
    )

    assert cut == []


def test_rows_alone_load_no_library_and_a_plot_loads_it_once(page: "Page", troubles: list[str]) -> None:
    asked = stand(page, {"dots": sample.dots()})
    page.wait_for_timeout(300)
    assert not any(url.startswith(PATH) for url in asked)

    asked = stand(page, {"funnel": sample.funnel(), "trend": sample.trend()})
    drawn(page, "funnel")
    drawn(page, "trend")

    assert sum(url.startswith(PATH) for url in asked) == 1


def test_a_plot_has_no_bar_of_buttons_and_russian_words(page: "Page") -> None:
    stand(page, {"funnel": sample.funnel()})
    drawn(page, "funnel")

    assert page.locator(".modebar-btn").count() == 0
    assert page.evaluate("window.Plotly.PlotSchema.get().defs && true")
    ticks = page.locator("#funnel .ytick text").all_text_contents()
    assert "90\u00a0%" in ticks


def test_a_new_plot_in_the_same_place_is_drawn_too(page: "Page", troubles: list[str]) -> None:
    stand(page, {"funnel": sample.funnel()})
    drawn(page, "funnel")
    other = _content({"trend": sample.trend()})

    page.evaluate("content => { document.getElementById('main').outerHTML = content; }", other)

    drawn(page, "trend")


def test_the_table_takes_the_place_of_the_plot_and_gives_it_back(page: "Page") -> None:
    stand(page, {"funnel": sample.funnel()})
    drawn(page, "funnel")
    button = page.get_by_role("button", name="Показать таблицу")

    button.click()
    assert page.locator("#funnel-table").is_visible()
    assert not page.locator("#funnel .plot").is_visible()
    assert page.locator("#funnel-table tbody tr").count() == 26
    page.get_by_role("button", name="Показать диаграмму").click()

    assert page.locator("#funnel .plot").is_visible()


def test_a_click_on_a_point_leads_to_its_school(page: "Page") -> None:
    stand(page, {"funnel": sample.funnel()})
    drawn(page, "funnel")
    page.evaluate(
        """document.addEventListener('click', event => {
            const link = event.target.closest('a[data-in-app]');
            if (link) { window.led = link.getAttribute('href'); event.preventDefault(); } }, true)"""
    )

    page.evaluate(
        "document.querySelector('.plot').emit('plotly_click', {points: [{customdata: '/schools/s02?year=2025/26'}]})"
    )

    assert page.evaluate("window.led") == "/schools/s02?year=2025/26"


def test_every_kind_is_saved_as_a_picture_of_twice_1280_pixels(page: "Page", troubles: list[str]) -> None:
    stand(page, KINDS)

    for name in KINDS:
        size: Any = page.evaluate(
            """async name => {
                const blob = await window.vsoko.figures.picture(document.getElementById(name));
                const image = await createImageBitmap(blob);
                return [blob.type, image.width, image.height]; }""",
            name,
        )

        assert size[:2] == ["image/png", 2560], name
        assert size[2] >= 1440, name


def _shown(page: "Page") -> str:
    return page.locator(".show-told").inner_text().replace("\u00a0", " ")


def test_the_presenter_shows_five_charts_by_keyboard(page: "Page", troubles: list[str]) -> None:
    every = sample.every_chart()
    stand(page, {name: every[name] for name in ("dumbbell", "funnel", "trend", "bars", "heat")}, PROJECTOR)
    titles = [every[name].text.headline for name in ("dumbbell", "funnel", "trend", "bars", "heat")]

    page.keyboard.press("f")
    seen = []
    for _ in range(20):
        seen.append(_shown(page))
        page.keyboard.press("ArrowRight")
        if _shown(page) == seen[-1]:
            break

    assert [any(title in words for words in seen) for title in titles] == [True] * 5
    assert "Диаграмма 5 из 5" in seen[-1]
    page.keyboard.press("Home")
    assert "Диаграмма 1 из 5" in _shown(page)
    page.keyboard.press("PageDown")
    assert "Диаграмма 2 из 5" in _shown(page)
    page.keyboard.press("PageUp")
    assert "Диаграмма 1 из 5" in _shown(page)
    page.keyboard.press("End")
    assert "Диаграмма 5 из 5" in _shown(page)
    page.keyboard.press("Escape")
    assert page.locator(".show").count() == 0


def test_no_more_than_15_rows_are_on_the_screen_and_all_come(page: "Page") -> None:
    stand(page, {"dots": sample.dots()}, PROJECTOR)
    page.keyboard.press("f")

    names: list[str] = []
    for _ in range(5):
        rows = page.locator(".show tbody tr:not(.group-row):visible .row-name").all_text_contents()
        assert 0 < len(rows) <= 15
        names += [name for name in rows if name not in names]
        page.keyboard.press("ArrowRight")

    assert len(names) == 26
    assert "из 26" in page.locator(".show-count").inner_text()


@pytest.mark.parametrize("name", KINDS)
def test_the_back_row_can_read_it(page: "Page", name: str) -> None:
    stand(page, {name: KINDS[name]}, PROJECTOR)
    page.keyboard.press("f")
    page.locator(".show-slide :is(table, .bars, .main-svg)").first.wait_for()

    small = page.evaluate(_SMALL)

    # The foot of a plot is a part of its picture.
    assert [text for text in small if not text.startswith(("Источник", "Внесли"))] == []
    assert page.locator(".show-headline").count() == 0 or page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.show-headline')).fontSize) >= 0.052 * innerHeight"
    )


def test_the_figure_with_the_keyboard_is_shown_and_the_keyboard_comes_back(page: "Page") -> None:
    stand(page, {"dots": sample.dots(schools=3), "bars": sample.bars()})
    link = page.locator("#bars .text-button").first
    link.focus()

    page.keyboard.press("f")
    assert "Чаще всего педагогам" in _shown(page)
    page.keyboard.press("Escape")

    page.wait_for_function("document.activeElement.dataset.showsTable === 'bars-table'")


@pytest.mark.parametrize("key", ["ф", "п"])
def test_russian_letters_open_it_too(page: "Page", key: str) -> None:
    stand(page, {"bars": sample.bars()})

    page.evaluate(
        "key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code: 'KeyA', bubbles: true}))", key
    )

    assert page.locator(".show").count() == 1


def test_the_place_of_f_opens_it_whatever_letter_it_gives(page: "Page") -> None:
    stand(page, {"bars": sample.bars()})

    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'а', code: 'KeyF', bubbles: true}))")

    assert page.locator(".show").count() == 1


def test_somebody_who_types_is_left_alone(page: "Page") -> None:
    stand(page, {"bars": sample.bars()})
    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<input aria-label=\"Поиск\">')")
    page.locator("main > input").focus()

    page.keyboard.type("f")

    assert page.locator(".show").count() == 0


def test_the_table_is_shown_by_its_key_and_axe_finds_nothing_on_the_screen(page: "Page", troubles: list[str]) -> None:
    stand(page, {"bars": sample.bars()}, PROJECTOR)
    page.keyboard.press("f")
    page.keyboard.press("t")

    assert page.locator(".show .figure-rows").is_visible()
    assert axe_violations(page) == []
    page.keyboard.press("t")
    assert page.locator(".show .bars").is_visible()
    assert axe_violations(page) == []
