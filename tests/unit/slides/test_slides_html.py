"""Slides as HTML: every row once, names in full, what the foot and the band say, nothing from outside."""

import re
from dataclasses import replace

import pytest

from dashboard.charts.plots import Ambition, Funnel, Trend
from dashboard.charts.rows import GoalDotPlot
from dashboard.charts.specification import Place
from dashboard.charts.summaries import CountBars, CountRow, KeyFigures, WordTable
from dashboard.formatting import tied
from dashboard.slides.html import framed, preview_html, screens_of, slide_html, slide_sheet
from dashboard.slides.html.room import INNER, lines_of, width_of
from dashboard.slides.values import SlideBody
from data_layer.queries.views import Count
from tests.support import sample_charts as charts
from tests.support import sample_decks as sample

BODIES = sample.every_body()


def markup(body: SlideBody, **more: object) -> str:
    """All screens of a slide with this body, one after another."""
    slide = sample.slide(body, **more)  # type: ignore[arg-type] # passed on
    deck = sample.deck_of(slide)
    return "".join(str(slide_html(screen, deck)) for screen in screens_of(slide))


def names_of(body: SlideBody) -> list[str]:
    if isinstance(body, KeyFigures):
        return [figure.label for figure in body.figures]
    if isinstance(body, Funnel | Ambition | Trend):
        return []
    return [row.place.name for row in body.rows]


@pytest.mark.parametrize("name", BODIES)
def test_every_row_stands_on_one_of_the_screens_with_its_whole_name(name: str) -> None:
    written = markup(BODIES[name])

    for each in names_of(BODIES[name]):
        assert tied(each) in written
    assert written.count("<h2") == len(screens_of(sample.slide(BODIES[name])))


@pytest.mark.parametrize("name", BODIES)
def test_no_screen_has_more_than_fifteen_rows_nor_more_than_it_has_room_for(name: str) -> None:
    for decisions in ((), (sample.DECISION,), (sample.DECISION, sample.SECOND)):
        for screen in screens_of(sample.slide(BODIES[name], decisions=decisions)):
            assert len(names_of(screen.body)) <= 15
            assert screen.room >= 300


def test_rows_keep_their_order_over_the_screens() -> None:
    body = sample.long_dots()
    screens = screens_of(sample.slide(body))

    shown = [row.place.name for screen in screens if isinstance(screen.body, GoalDotPlot) for row in screen.body.rows]
    assert len(screens) > 1
    assert shown == [row.place.name for row in body.rows]
    assert [(screen.part, screen.parts) for screen in screens] == [
        (at, len(screens)) for at in range(1, len(screens) + 1)
    ]


def test_the_foot_says_source_day_coverage_place_and_that_the_figures_are_invented() -> None:
    slide = sample.slide(sample.counts(), position=1)
    deck = sample.deck_of(slide, sample.slide(sample.words(), position=2))

    written = str(slide_html(screens_of(slide)[0], deck)).replace("\u00a0", " ")

    assert "ГИС «Образование», 10.06.2026. Внесли 26 из 26 школ" in written
    assert "учебные данные · 1 из 2" in written
    assert "учебные данные" not in str(slide_html(screens_of(slide)[0], replace(deck, is_demo=False)))


def test_where_the_day_of_the_data_is_unknown_the_day_of_the_slide_is_told() -> None:
    chart = charts.heat()

    assert "Данные на 14.10.2026" in markup(chart).replace("\u00a0", " ")


def test_filters_are_told_in_the_foot_unless_the_subtitle_has_them() -> None:
    assert "2025/26 · все школы. Данные" in markup(charts.heat()).replace("\u00a0", " ")
    # «2025/26 · все школы» is the subtitle itself.
    assert markup(sample.counts()).replace("\u00a0", " ").count("все школы") == 1


def test_decisions_stand_in_their_band_with_whom_when_and_who() -> None:
    one = markup(sample.counts(), decisions=(sample.DECISION,)).replace("\u00a0", " ")
    many = markup(sample.counts(), decisions=(sample.DECISION, sample.SECOND, sample.SECOND, sample.SECOND))

    assert "<b>Решение</b>" in one
    for words in ("Прислать план охвата", "все школы", "до 30.10.2026", "отвечает Н. В. Соколова"):
        assert words in one
    assert "<b>Решения</b>" in many
    assert "и ещё 2 решения" in many.replace("\u00a0", " ")
    assert "slide-decisions" not in markup(sample.counts())


def test_a_table_without_rows_says_so_instead_of_an_empty_one() -> None:
    written = markup(sample.nothing())

    assert "Строк нет: ответ есть у каждой цели." in written
    assert 'class="slide is-bare"' in written
    assert "<table" not in written


def test_nothing_to_count_is_words_and_no_bar() -> None:
    row = CountRow(Place("6.2"), Count(0, 0), words="нет данных")
    written = markup(replace(sample.counts(), rows=(row,)))

    assert "нет данных" in written
    assert "bar-of" not in written


def test_last_year_is_explained_where_a_bar_has_it() -> None:
    chart = sample.counts()
    without = replace(chart, rows=tuple(replace(row, before=None) for row in chart.rows))

    assert "год назад" in markup(chart)
    assert "год назад" not in markup(without)


def test_the_reference_is_a_number_among_the_ticks_and_told_in_words() -> None:
    written = markup(sample.long_dots()).replace("\u00a0", " ")

    assert "sample-reference" in written
    assert "ориентир района 85 %" in written
    assert re.search(r'<b class="axis-reference[^>]*>85 %</b>', written)


def test_a_dot_plot_explains_no_verdict_that_its_rows_say() -> None:
    written = markup(sample.long_dots())

    assert "legend" in written
    assert ">не достигнута<" not in written
    assert ">близко<" in written
    assert ">не достигнута<" in markup(charts.heat())


def test_coded_slides_lead_nowhere() -> None:
    chart = sample.words()
    coded = replace(chart, rows=tuple(replace(row, place=Place(f"Школа {at}")) for at, row in enumerate(chart.rows)))

    assert "href=" in markup(chart)
    assert "href=" not in markup(coded)


def test_a_small_picture_is_neither_heard_nor_entered() -> None:
    slide = sample.slide(sample.words())
    written = str(preview_html(slide, sample.deck_of(slide)))

    assert written.startswith('<div aria-hidden="true" class="slide-frame is-preview" inert>')
    assert str(framed(slide_html(screens_of(slide)[0], sample.deck_of(slide)))).startswith('<div class="slide-frame">')


def test_whoever_hears_a_slide_hears_its_number_and_finding_first() -> None:
    slide = sample.slide(sample.long_dots())
    first = screens_of(slide)[0]

    written = str(slide_html(first, sample.deck_of(slide))).replace("\u00a0", " ")
    assert f'aria-label="Слайд 1 из 1. часть 1 из {first.parts}. 11 из 26 школ' in written


def test_the_style_sheet_asks_for_nothing_from_outside() -> None:
    sheet = slide_sheet()
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]{4})", sheet)

    assert "@import" not in sheet
    assert set(addresses) == {"data"}
    assert ".slide-frame" in sheet
    assert ".mark-met" in sheet
    assert ".row-chart" in sheet


def test_nothing_of_a_slide_is_fetched() -> None:
    written = "".join(markup(body) for body in BODIES.values())

    assert "src=" not in written
    assert "<script" not in written
    assert "url(" not in written


def test_text_of_people_stays_text() -> None:
    chart = sample.words()
    odd = replace(chart, rows=(replace(chart.rows[0], place=Place("<b>СОШ</b>")),))
    points = charts.ambition()
    named = replace(points, points=(replace(points.points[0], place=Place("<i>&СОШ"), is_named=True),))

    assert "<b>СОШ" not in markup(odd)
    assert "&lt;i&gt;&amp;СОШ" in markup(named)


def test_lines_are_guessed_rather_too_many_than_too_few() -> None:
    # Measured in a browser: 597 px for 45 letters of small type, 156 for capitals and digits.
    assert 597 <= width_of("Доля обучающихся, охваченных дополнительным") <= 660
    assert lines_of("", width=INNER) == 0
    assert lines_of("слово", width=INNER) == 1
    assert lines_of("слово " * 100, width=INNER) >= 6


def test_kinds_of_bodies_are_all_here() -> None:
    assert {type(body).__name__ for body in BODIES.values()} == {
        "Ambition",
        "CategoryBars",
        "CountBars",
        "DistributionStrips",
        "Dumbbell",
        "Funnel",
        "GoalDotPlot",
        "HeatMap",
        "KeyFigures",
        "Trend",
        "WordTable",
    }
    assert isinstance(BODIES["counts"], CountBars)
    assert isinstance(BODIES["nothing"], WordTable)
