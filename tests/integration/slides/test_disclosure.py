"""No slide of any kind holds a small cohort, or a sensitive figure, of a named school, whoever makes it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine

from dashboard.addresses.compare import CompareAddress, View
from dashboard.addresses.cycle import CycleAddress
from dashboard.binding import RequestContext
from dashboard.charts.rows import DistributionStrips, HeatMap
from dashboard.findings.compare.goal import goal_charts, load_goal_view
from dashboard.findings.compare.reading import read
from dashboard.findings.views import find_view
from dashboard.slides.agenda import standard_agenda
from dashboard.slides.freezing import thawed
from dashboard.slides.making import for_the_wall, freeze_agenda, freeze_view
from dashboard.slides.naming import called_by_token
from dashboard.slides.tokens import codes_in
from dashboard.slides.values import SlideBody
from data_layer.domain.vocabulary import Level, Role
from data_layer.errors import NotFoundError
from data_layer.queries.catalogue import load_catalogue
from data_layer.queries.directory import school_list
from data_layer.session import create_app_engine
from tests.support.asking import asked

SMALL: Final = 10
SENSITIVE: Final = ("2.1", "2.2", "5.3")
YEAR: Final = 2025


@pytest.fixture(scope="module", params=["small", "wide"])
def district(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """What is hidden is decided by rules: one engine is enough."""
    place: Path = request.getfixturevalue(f"{request.param}_sqlite")
    engine = create_app_engine(f"sqlite:///{place}")
    yield engine
    engine.dispose()


def bodies(ctx: RequestContext) -> Iterator[tuple[SlideBody, str]]:
    """Every chart of both pages that can be sent, with the code of its indicator, empty where it has none.

    The charts of one indicator are read once; `find_view` picks one of them.
    """
    for rule in load_catalogue(ctx.session, with_sources=False).enabled:
        for level in rule.levels:
            asked_for = read(ctx, CompareAddress(YEAR, indicator=rule.code, level=level).href(), called=called_by_token)
            if asked_for.rule is not None:
                charts = goal_charts(load_goal_view(ctx, asked_for, asked_for.rule), asked_for)
                yield from ((chart, rule.code) for chart in charts.values() if chart is not None)
    for address in (
        *(CompareAddress(YEAR, view=View.BLOCKS, block=block).href() for block in (None, 1, 2, 3, 5)),
        CycleAddress(YEAR).href("matrix"),
        *(CompareAddress(YEAR, view=View.SCHOOL, school=each.code).href() for each in school_list(ctx.session)),
    ):
        try:
            yield find_view(ctx, address, called=called_by_token).body, ""
        except NotFoundError:
            continue


def faults(body: SlideBody, indicator: str = "") -> list[str]:
    """What a slide tells of a named school and may not."""
    found = [f"{indicator} {row.place.name}: {fault}" for row in _of_schools(body) for fault in _small(row)]
    if isinstance(body, HeatMap):
        places = [place for place, column in enumerate(body.columns) if column.head.startswith(SENSITIVE)]
        cells = [(row, row.cells[place]) for row in body.rows for place in places]
        return found + [f"{row.place.name}: {cell.figure}" for row, cell in cells if _has_digit(cell.figure)]
    if isinstance(body, DistributionStrips):
        rows = [row for row in body.rows if row.place.name.startswith(SENSITIVE)]
        return found + [f"{body.school}: {row.place.name}" for row in rows if row.school.value is not None]
    if indicator.startswith(SENSITIVE):
        return found + [f"{row.place.name}: {indicator}" for row in _of_schools(body) if _value(row) is not None]
    return found


def _of_schools(body: SlideBody) -> list[Any]:
    """Rows of which each is of one school; all of a body that is about one."""
    rows = list(getattr(body, "rows", ()) or getattr(body, "points", ()))
    return rows if isinstance(body, DistributionStrips) else [row for row in rows if codes_in(row.place.name)]


def _value(row: Any) -> object:
    return row.now.value if hasattr(row, "now") else getattr(row, "value", None)


def _small(value: object) -> Iterator[str]:
    """Counts whose cohort is small; what a goal or a document is counted in is told in words."""
    if is_dataclass(value):
        count = (getattr(value, "k", None), getattr(value, "n", None))
        if isinstance(count[0], int) and isinstance(count[1], int) and 0 < count[1] < SMALL:
            yield f"{count[0]} из {count[1]}"
        for field in fields(value):
            yield from _small(getattr(value, field.name))


def _has_digit(words: str) -> bool:
    return any(sign.isdigit() for sign in words.replace("<10", ""))


def test_no_slide_holds_a_small_cohort_or_a_sensitive_figure_of_a_named_school(district: Engine) -> None:
    with asked(district, role=Role.DEPARTMENT) as ctx:
        made = list(bodies(for_the_wall(ctx)))
        made += [(thawed(draft.specification).body, "") for draft in freeze_agenda(ctx, YEAR)]

    assert len(made) > 20
    assert [fault for body, indicator in made for fault in faults(body, indicator)] == []


def test_the_search_finds_what_the_department_sees_itself(district: Engine) -> None:
    """The planted fault: a slide made in the capacity of whoever makes it."""
    with asked(district, role=Role.DEPARTMENT) as ctx:
        made = standard_agenda(ctx, YEAR)
        found = next(found for body, indicator in bodies(ctx) if (found := faults(body, indicator)))

    assert made
    assert found


def test_a_view_is_sent_as_a_presenter_sees_it(district: Engine) -> None:
    """The door that handlers use narrows the capacity by itself."""
    address = CompareAddress(YEAR, indicator="1.1", level=Level.NOO).href("goal")
    with asked(district, role=Role.DEPARTMENT) as ctx:
        sent = thawed(freeze_view(ctx, address).specification).body
        seen = find_view(ctx, address, called=called_by_token).body

    assert faults(sent, "1.1") == []
    assert faults(seen, "1.1")
