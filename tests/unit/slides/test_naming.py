"""Schools of a meeting: by name with the way to them, or by number without any, revealed one by one."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from dashboard.charts.plots import Funnel
from dashboard.charts.rows import DotGroup, GoalDotPlot
from dashboard.charts.specification import FigureText, Place
from dashboard.charts.summaries import WordColumn, WordRow, WordTable
from dashboard.findings.views import RowOrder
from dashboard.slides.deck import decision_line
from dashboard.slides.html.bodies import body_html
from dashboard.slides.naming import Call, named, numbered_schools
from dashboard.slides.tokens import token
from dashboard.slides.values import SlideBody
from tests.support import sample_charts as sample
from tests.support.sample_decisions import decision
from tests.support.sample_slides import BY_NAME, BY_NUMBER, CODES, NUMBERS, bodies, kept, texts_of

BODIES = bodies()
FIRST = "x01x"  # Полянская ООШ
REVEALED = replace(BY_NUMBER, revealed=frozenset({FIRST}))


def _traces(body: SlideBody, *, spared: frozenset[str] = frozenset(), also: tuple[str, ...] = ()) -> list[str]:
    """Codes and names of schools in any text of a body, but for the spared ones."""
    texts = " | ".join(texts_of(body)).replace("\u00a0", " ")
    hidden = {code: name for code, name in CODES.items() if code not in spared}
    return [trace for trace in (*hidden, *hidden.values(), *also) if trace in texts]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_coded_slide_holds_no_name_no_code_and_no_address(body: SlideBody) -> None:
    shown = named(body, BY_NUMBER, RowOrder.NAMES)

    assert _traces(shown) == []
    assert not [text for text in texts_of(shown) if text.startswith("/")]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_revealed_school_is_told_and_no_other(body: SlideBody) -> None:
    assert _traces(named(body, REVEALED, RowOrder.NAMES), spared=frozenset({FIRST})) == []


def test_the_search_for_traces_finds_one() -> None:
    """The planted fault: a name in place of a token, which masking does not know, in a chart that is shown coded."""
    dots = sample.dots()
    unknown = replace(dots.groups[0].rows[0], place=Place("Лицей «Созвездие»"))
    shown = named(replace(dots, groups=(DotGroup("", (unknown,)),)), BY_NUMBER, RowOrder.FIXED)

    assert _traces(shown, also=("Лицей «Созвездие»",)) == ["Лицей «Созвездие»"]


def test_a_name_that_stands_in_a_chart_in_place_of_a_token_is_coded_all_the_same() -> None:
    assert "СОШ № 9" not in _traces(named(sample.dots(), BY_NUMBER, RowOrder.NAMES))


def test_names_come_with_the_way_to_the_school_and_its_question() -> None:
    shown = named(BODIES["dots"], BY_NAME, RowOrder.NAMES)
    assert isinstance(shown, GoalDotPlot)
    row = next(row for row in shown.rows if row.place.name == "Полянская ООШ")

    assert row.place.href == f"/schools/{FIRST}"
    assert row.why == f"/panels/why?school={FIRST}"


def test_a_revealed_row_leads_to_its_school_again() -> None:
    shown = named(BODIES["dots"], REVEALED, RowOrder.NAMES)
    assert isinstance(shown, GoalDotPlot)

    assert [(row.place.name, row.place.href) for row in shown.rows if row.place.href] == [
        ("Полянская ООШ", f"/schools/{FIRST}")
    ]


@pytest.mark.parametrize("kind", ["funnel", "ambition"])
def test_a_plot_on_the_wall_asks_and_leads_as_far_as_its_schools_are_named(kind: str) -> None:
    """What rows have: of every school where names are shown, of the revealed one where they are coded."""
    by_name, revealed, coded = (
        _ways(named(BODIES[kind], call, RowOrder.NAMES)) for call in (BY_NAME, REVEALED, BY_NUMBER)
    )

    assert sorted(by_name) == sorted(
        way for code in CODES for way in (f"/schools/{code}", f"/panels/why?school={code}")
    )
    assert sorted(revealed) == [f"/panels/why?school={FIRST}", f"/schools/{FIRST}"]
    assert coded == []


def test_the_search_for_ways_of_marks_finds_a_question_that_was_kept() -> None:
    """The planted fault: a coded funnel whose points still say by which panel they are explained."""
    shown = named(BODIES["funnel"], BY_NUMBER, RowOrder.NAMES)
    assert isinstance(shown, Funnel)
    first, *rest = shown.points
    place = replace(first.place, href="/schools")
    faulty = replace(shown, points=(replace(first, place=place, why=f"/panels/why?school={FIRST}"), *rest))

    assert f"/panels/why?school={FIRST}" in _ways(faulty)


def _ways(body: SlideBody) -> list[str]:
    """Every address in the SVG of a slide."""
    return re.findall(r' (?:href|data-why)="([^"]*)"', str(body_html(body, room=420)))


def _codes(shown: SlideBody) -> list[int]:
    assert isinstance(shown, GoalDotPlot)
    return [int(row.place.name.rpartition("\u00a0")[2]) for row in shown.rows]


def test_rows_by_name_stand_by_number_and_rows_by_distance_only_among_equals() -> None:
    rows = tuple(
        sample.dot_row(name, k, 10, None)
        for name, k in (("Гимназия № 1", 4), ("СОШ № 2", 7), ("СОШ № 3", 7), ("СОШ № 9", 9))
    )
    chart = kept(replace(sample.dots(), groups=(DotGroup("", rows),)))
    by_name = [NUMBERS[next(code for code, name in CODES.items() if name == row.place.name)] for row in rows]

    assert _codes(named(chart, BY_NUMBER, RowOrder.NAMES)) == sorted(by_name)
    assert _codes(named(chart, BY_NUMBER, RowOrder.TIES)) == [by_name[0], *sorted(by_name[1:3]), by_name[3]]
    assert _codes(named(chart, BY_NUMBER, RowOrder.FIXED)) == by_name


def test_equals_of_a_list_stand_by_number_whatever_their_other_words_begin_with() -> None:
    """Schools with one goal each stood by name: «3.3» beside one and «5.1» beside the next are no other rank."""
    goals = dict(zip(CODES, ("5.1", "1.2, 3.3", "3.3", "4.1"), strict=False))
    rows = tuple(WordRow(Place(token(code)), ("1", goal)) for code, goal in goals.items())
    columns = (WordColumn("Целей", is_number=True), WordColumn("Какие цели"))
    table = WordTable(FigureText("Вот они"), columns, rows)

    shown = named(table, BY_NUMBER, RowOrder.TIES)
    assert isinstance(shown, WordTable)

    found = [int(row.place.name.rpartition("\u00a0")[2]) for row in shown.rows]
    assert found == sorted(NUMBERS[code] for code in goals)


def test_rows_without_a_distance_stand_by_number_whatever_their_goals_are() -> None:
    names = list(CODES)[:3]
    rows = tuple(
        replace(sample.dot_row(CODES[code], 7, 10, None), value=None, count=None, gap=None, target=Fraction(goal))
        for code, goal in zip(names, (70, 80, 90), strict=True)
    )
    chart = kept(replace(sample.dots(), groups=(DotGroup("", rows),)))

    assert _codes(named(chart, BY_NUMBER, RowOrder.TIES)) == sorted(NUMBERS[code] for code in names)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("СОШ №9, сош  №3", "Школа 123, Школа 125"),
        ("СОШ 9 и СОШ № 91", "Школа 123 и СОШ № 91"),
        ("СОШ № 9 и СОШ\u00a0№ 3: что мешает?", "Школа 123 и Школа 125: что мешает?"),
        ("сош № 9", "Школа 123"),
        ("СОШ № 91 — такой нет", "СОШ № 91 — такой нет"),
        ("Школа 123 и Школа 999", "Школа 123 и Школа 999"),
        ("Без имён", "Без имён"),
    ],
)
def test_a_typed_headline_is_kept_with_tokens(typed: str, shown: str) -> None:
    kept_text = BY_NUMBER.tokened(typed)

    assert BY_NUMBER.written(kept_text).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("МБОУ «Полянская основная школа»: что мешает?", "Школа 129: что мешает?"),
        ("мбоу  «Полянская основная школа» и СОШ № 9", "Школа 129 и Школа 123"),
        ("«Полянская основная школа»", "«Школа 129»"),
        ("«Основная школа»", "«Основная школа»"),
    ],
)
def test_an_official_name_is_masked_too(typed: str, shown: str) -> None:
    call = replace(BY_NUMBER, full_names={FIRST: "МБОУ «Полянская основная школа»", "x02x": " ", "gone": "МБОУ"})

    assert call.masked(typed).replace("\u00a0", " ") == shown.replace("129", str(NUMBERS[FIRST]))


def test_a_kept_text_masks_a_school_that_was_renamed_since() -> None:
    """The headline was kept before «Новое имя» was the name of a school."""
    kept_text = BY_NUMBER.tokened("СОШ № 9 и Новое имя")
    call = replace(BY_NUMBER, names={**CODES, FIRST: "Новое имя"})

    assert call.rewritten(kept_text).replace("\u00a0", " ") == f"Школа 123 и Школа {NUMBERS[FIRST]}"
    assert replace(call, numbers={}).rewritten(kept_text).replace("\u00a0", " ") == "СОШ № 9 и Новое имя"


def test_signs_of_tokens_cannot_be_typed() -> None:
    assert BY_NAME.tokened(f"про {token('x04x')}") == "про x04x"


def test_what_is_typed_elsewhere_is_masked_in_a_coded_meeting_alone() -> None:
    assert "СОШ № 9" in BY_NAME.masked("Помочь СОШ № 9")
    assert BY_NUMBER.masked("Помочь СОШ № 9").replace("\u00a0", " ") == "Помочь Школа 123"


def test_schools_that_may_be_revealed_are_told_by_number_alone() -> None:
    offered = numbered_schools(REVEALED, (FIRST, "x02x", "x03x", "gone"))

    assert offered == (("124", "Школа\u00a0124"), ("125", "Школа\u00a0125"))


def test_a_school_that_is_gone_is_no_failure() -> None:
    assert Call({}, {}).written(f"{token('x01x')} не достигла") == "школа не достигла"


def test_order_of_every_kind_can_be_coded() -> None:
    for body in BODIES.values():
        for order in RowOrder:
            shown: Any = named(body, BY_NUMBER, order)
            assert type(shown) is type(body)


@pytest.mark.parametrize(
    ("responsible", "shown"), [("Р. И. Ахметова", ""), ("директор школы", "директор школы")], ids=["person", "post"]
)
def test_no_person_tells_whom_a_number_stands_for(responsible: str, shown: str) -> None:
    names = {"1": "СОШ № 1"}
    taken = decision(responsible=responsible)

    assert decision_line(taken, Call(names, {"1": 7})).responsible == shown
    for told in (Call(names, {}), Call(names, {"1": 7}, frozenset({"1"}))):
        assert decision_line(taken, told).responsible == responsible
    for_all = decision(asked=2, responsible=responsible)
    assert decision_line(for_all, Call(names, {"1": 7})).responsible == responsible
