"""Rows of the presentation: the scale has its width beside names and words, and nothing on it leaves its place.

Expected widths are added up by hand from the tables of `advances`: 24 px type, 5 px at both sides of a cell, 2 px spare.
"""

from dataclasses import replace

import pytest

from dashboard.charts.rows import CategoryBars, DistributionStrips, DotGroup, Dumbbell, GoalDotPlot
from dashboard.charts.specification import Place
from dashboard.charts.summaries import CountBars
from dashboard.exports.deck.fitting import halved_width, roomy_width
from dashboard.exports.deck.native_layout import LEAST_TRACK, RowsPlace, rows_chart, rows_place
from dashboard.exports.deck.native_rows import RowBody, RowsView, rows_view
from dashboard.exports.deck.pages import INNER, pages_of
from dashboard.exports.deck.summaries import as_bars
from dashboard.slides.values import SlideBody
from tests.support import sample_charts, sample_deck

ROWS = (GoalDotPlot, Dumbbell, DistributionStrips, CategoryBars, CountBars)
BODIES = {name: body for name, body in sample_deck.every_body().items() if isinstance(body, ROWS)}


def placed(bodies: dict[str, SlideBody]) -> list[tuple[RowsView, RowsPlace]]:
    found = []
    for page in pages_of(sample_deck.deck(bodies=bodies)):
        assert isinstance(page.body, ROWS)
        body: RowBody = as_bars(page.body) if isinstance(page.body, CountBars) else page.body
        view = rows_view(body)
        found.append((view, rows_place(view, top=page.body_box.top, height=page.body_box.height)))
    return found


def test_a_width_is_that_of_the_wider_typeface() -> None:
    # DejaVu: н 65, е 62, no-break space 32, 4 and 2 each 64; Golos bold is narrower than DejaVu bold everywhere here.
    assert roomy_width("не\u00a042", 24) == pytest.approx((65 + 62 + 32 + 64 + 64) * 0.24)
    # Halved: «12 из» above «26», not «12» above «из 26»: 64·2 + 32 + 65 + 53 = 278 above 128; 128 above 65 + 53 + 32 + 128 = 278.
    assert halved_width("12 из 26", 24) == pytest.approx(278 * 0.24)


@pytest.mark.parametrize("name", BODIES)
def test_the_scale_takes_a_third_of_the_page_in_type_that_is_read_from_the_back(name: str) -> None:
    assert LEAST_TRACK == 420
    for view, at in placed({name: BODIES[name]}):
        assert at.size == 24
        assert at.track >= LEAST_TRACK
        assert at.names + at.track + sum(at.columns) == pytest.approx(INNER)
        assert at.is_readable
        assert len(view.lines) <= 15


def test_the_widths_of_a_page_of_schools_are_those_of_its_longest_words() -> None:
    chart = sample_charts.dots()
    rows = chart.groups[0].rows[:4]
    view, at = placed({"dots": replace(chart, groups=(DotGroup("", rows),))})[0]

    # «Заовражная ООШ», regular: З64 а61 о61 в59 р63 а61 ж90 н65 а61 я60, no-break or not a space 32, О79 О79 Ш107.
    name = 64 + 61 + 61 + 59 + 63 + 61 + 90 + 65 + 61 + 60 + 32 + 79 + 79 + 107
    # «1 123 из 1 290»: eight digits of 64, two narrow spaces of 20, and 65, 53 and 32; the tied space 32.
    count = 8 * 64 + 2 * 20 + 53 + 65 + 2 * 32
    assert at.names == pytest.approx(name * 0.24 + 12)
    free = (INNER - at.names - at.track) - sum(at.columns)
    assert free == pytest.approx(0)
    assert at.columns[1] - at.columns[0] == pytest.approx((count - bold("87,1\u00a0%")) * 0.24, abs=0.3)
    assert not any("цель" in text for line in view.lines for text in line.texts)


def bold(words: str) -> int:
    widths = {"8": 70, "7": 70, "1": 70, ",": 38, "\u00a0": 35, "%": 100}
    return sum(widths[each] for each in words)


def test_words_beside_a_target_at_the_end_of_the_scale_stay_within_it() -> None:
    """«цель 100» right of the last stroke: the plot ends as much earlier."""
    chart = sample_charts.dots()
    own = replace(chart.groups[0].rows[0], target=chart.scale.high)
    view, at = placed({"dots": replace(chart, groups=(DotGroup("", (own, chart.groups[0].rows[1])),))})[0]

    words = roomy_width("цель\u00a0100", 24) + 12
    assert chart.scale.high == 100
    assert at.side + at.plot == pytest.approx(at.track - words)
    drawn, place = rows_chart(view, at)
    assert drawn.frame.left * place.width == pytest.approx(at.side)
    assert drawn.frame.width * place.width == pytest.approx(at.plot)


def test_names_take_two_lines_before_the_scale_becomes_too_narrow() -> None:
    chart = sample_charts.dots()
    long = Place("Полянская основная общеобразовательная школа имени первого директора")
    rows = tuple(replace(row, place=long) for row in chart.groups[0].rows[:3])
    # Another name than the sample's, whose decisions take room.
    view, at = placed({"long": replace(chart, groups=(DotGroup("", rows),))})[0]

    assert at.lines >= 2
    assert at.size == 24
    assert at.track >= LEAST_TRACK
    assert view.lines[0].name == long.name


def test_words_without_a_value_stand_where_there_is_room_for_them() -> None:
    chart = sample_charts.every_chart()["strips"]
    assert isinstance(chart, DistributionStrips)
    row = next(row for row in chart.rows if row.quartiles is not None)
    none = replace(row.school, value=None, count=None)
    at_left = replace(row, school=none, district=chart.scale.low, cluster=None, target=None, quartiles=None)
    at_right = replace(at_left, district=chart.scale.high)
    nothing = replace(at_left, district=None)
    group = replace(chart.groups[0], rows=(at_left, at_right, nothing))

    lines = [line for line in rows_view(replace(chart, groups=(group,))).lines if not line.is_head]
    assert [line.is_at_end for line in lines] == [True, False, False]
