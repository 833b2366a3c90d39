"""Before a meeting a director sees the own rows of its slides: no name, no code and no figure of another school."""

from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

import pytest

from dashboard.charts.plots import Funnel
from dashboard.charts.rows import GoalDotPlot
from dashboard.charts.specification import Place
from dashboard.charts.summaries import CountBars, WordColumn, WordRow, WordTable
from dashboard.slides.opening import DECISIONS_HEAD
from dashboard.slides.own import own_body
from dashboard.slides.values import SlideBody
from data_layer.queries.views import Count
from tests.support import sample_charts as sample
from tests.support.sample_slides import CODES, bodies, frozen_slide, kept, texts_of

BODIES = bodies()
OWN = "x04x"  # СОШ № 9: 1123 из 1290
LEAST = 5


def _numbers(value: object) -> set[Fraction]:
    """Every number of a value: fractions, whole ones, counts."""
    if isinstance(value, bool):
        return set()
    if isinstance(value, int | Fraction):
        return {Fraction(value)}
    if isinstance(value, tuple):
        return {number for each in value for number in _numbers(each)}
    if is_dataclass(value):
        return {number for field in fields(value) for number in _numbers(getattr(value, field.name))}
    return set()


def _traces(body: SlideBody | None) -> list[str]:
    """Other schools in any text of what is left."""
    if body is None:
        return []
    texts = " | ".join(texts_of(body)).replace("\u00a0", " ")
    others = {code: name for code, name in CODES.items() if code != OWN}
    return [trace for trace in (*others, *others.values()) if trace in texts]


@pytest.mark.parametrize("schools", [26, 4])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_nothing_that_is_left_names_another_school(body: SlideBody, schools: int) -> None:
    left = own_body(frozen_slide(body, schools=schools), OWN, least=LEAST)

    assert _traces(left) == []


def test_the_search_for_traces_finds_one() -> None:
    """The planted fault: a slide that was handed out whole."""
    assert _traces(BODIES["dots"])


def _drawn(body: SlideBody) -> tuple[Any, ...]:
    """Rows or points."""
    found: tuple[Any, ...] = getattr(body, "rows", ()) or getattr(body, "points", ())
    return found


# Kinds whose rows are schools; the others tell sums.
OF_SCHOOLS = [kind for kind, body in BODIES.items() if OWN in " ".join(texts_of(body)) and kind != "strips"]


@pytest.mark.parametrize("kind", OF_SCHOOLS)
def test_no_figure_of_another_school_is_left(kind: str) -> None:
    """Each other school has a figure that stands nowhere else on the slide: none of them is left."""
    body = BODIES[kind]
    rows = [row for row in _drawn(body) if row.place.name.strip("\ue000\ue001") in CODES]
    own = [row for row in rows if OWN in row.place.name]
    shared = _numbers(tuple(own)) | {Fraction(0), Fraction(100)}
    theirs = set.union(*(_numbers(row) for row in rows if row not in own)) - shared

    left = own_body(frozen_slide(body), OWN, least=LEAST)

    assert left is not None
    drawn = _drawn(left)
    assert not _numbers(drawn) & theirs
    assert len(drawn) == len(own)


def test_the_scale_is_not_that_of_the_others_and_notes_are_gone() -> None:
    left = own_body(frozen_slide(BODIES["dots"]), OWN, least=LEAST)

    assert isinstance(left, GoalDotPlot)
    assert (left.scale.low, left.scale.high) == (Fraction(0), Fraction(100))
    assert (left.text.note, left.text.headline) == ("", BODIES["dots"].text.headline)
    assert [group.title for group in left.groups] == [""]


def test_the_limits_of_a_funnel_end_at_the_own_cohort() -> None:
    left = own_body(frozen_slide(BODIES["funnel"]), "x01x", least=LEAST)

    assert isinstance(left, Funnel)
    assert max(limit.cohort for limit in left.inner) <= left.points[0].cohort


def test_a_sum_of_few_schools_is_not_told() -> None:
    few = frozen_slide(BODIES["dots"], schools=LEAST)
    bars = sample.count_bars()
    last = replace(bars, rows=(bars.rows[0], replace(bars.rows[2], count=Count(3, LEAST))))

    left = own_body(few, OWN, least=LEAST)
    assert left is not None
    assert (left.text.headline, left.text.subtitle) == ("", "")
    assert own_body(frozen_slide(bars, schools=LEAST), OWN, least=LEAST) is None
    told = own_body(frozen_slide(last), OWN, least=LEAST)
    assert isinstance(told, CountBars)
    assert [row.place.name for row in told.rows] == [bars.rows[0].place.name]
    assert told.text.headline == ""


def test_a_headline_that_names_another_school_is_not_told() -> None:
    dots = sample.dots()
    body = kept(replace(dots, text=replace(dots.text, headline="Полянская ООШ дальше всех от цели")))

    left = own_body(frozen_slide(body), OWN, least=LEAST)

    assert left is not None
    assert left.text.headline == ""


def test_decisions_for_all_schools_are_everybodys_and_those_of_others_are_not() -> None:
    decided = [
        ("СОШ № 9", "Сдать меры"),
        ("СОШ № 3", "Сдать анализ"),
        ("все школы", "Помочь СОШ № 3"),
        ("все школы", "Довести итоги"),
    ]
    rows = tuple(WordRow(Place(whom), (text, "сообщено, 1 из 2 школ")) for whom, text in decided)
    columns = (WordColumn("Решение"), WordColumn("Состояние"))
    opening = kept(WordTable(sample.word_table().text, columns, rows, row_head=DECISIONS_HEAD))

    left = own_body(frozen_slide(opening, schools=2), OWN, least=LEAST)

    assert isinstance(left, WordTable)
    assert [row.cells for row in left.rows] == [("Сдать меры", "сообщено"), ("Довести итоги", "сообщено")]
