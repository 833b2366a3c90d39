"""What school 1 of the small district still owes for 2025/26 on 18 September 2026, worked out by hand."""

from datetime import date

import pytest
from sqlalchemy import Engine

from data_layer.domain.vocabulary import Stage
from data_layer.errors import NotFoundError
from data_layer.queries.awaited import Awaited, AwaitedKind, awaited_of
from data_layer.scope import Scope
from data_layer.session import tenant_session

TODAY = date(2026, 9, 18)


def of(engine: Engine, school: str, *, year: int = 2025, school_id: int | None = None) -> list[Awaited]:
    with tenant_session(engine, Scope((1,), school_id=school_id)) as session:
        return awaited_of(session, school=school, year=year, today=TODAY)


def test_documents_are_awaited_by_stage_and_the_longest_overdue_come_first(small_engine: Engine) -> None:
    found = of(small_engine, "1")

    assert [each.due for each in found] == sorted(each.due for each in found)
    # Block 2 has a draft, block 4 is covered by the goals of block 3; in the others stand none.
    goals = next(each for each in found if each.stage is Stage.GOAL_SETTING)
    assert (goals.due, goals.blocks) == (date(2025, 9, 15), (2, 5, 6))
    # The report of block 1 was returned.
    analysis = next(each for each in found if each.stage is Stage.ANALYSIS)
    assert (analysis.due, 1 in analysis.blocks) == (date(2026, 8, 25), True)
    measures = next(each for each in found if each.stage is Stage.MEASURES)
    assert (measures.due, 1 in measures.blocks) == (date(2026, 9, 15), False)


def test_figures_are_awaited_by_day_and_one_with_a_code_is_there(small_engine: Engine) -> None:
    figures = {each.due: [rule.code for rule in each.figures] for each in of(small_engine, "1") if each.figures}

    every = [code for codes in figures.values() for code in codes]
    assert "1.1" not in every
    assert "4.1a" in every
    assert "4.3a" in figures[date(2026, 10, 1)]


def test_organisation_is_awaited_where_something_lacks(small_engine: Engine) -> None:
    own = [each for each in of(small_engine, "1") if each.kind is AwaitedKind.ORGANISATION]
    (other,) = [each for each in of(small_engine, "2") if each.kind is AwaitedKind.ORGANISATION]

    # School 1 has all six.
    assert own == []
    assert (other.due, other.items is not None and (other.items.k, other.items.n)) == (date(2025, 9, 15), (0, 6))


def test_a_school_beyond_the_session_has_nothing_to_tell(small_engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        of(small_engine, "3")
