"""What a change is said to do is what it does: the preview against the flags and verdicts after the change."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_layer.commands import effects
from data_layer.commands.calendar import set_due_days, set_school_days
from data_layer.commands.district_settings import change_settings
from data_layer.commands.effects import Effect, effect_of
from data_layer.commands.requirements import set_requirement
from data_layer.commands.succession import Author, close_school
from data_layer.domain.facts import RequirementRule
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Level, RequirementLevel, Rule, Stage
from data_layer.models import Result, Target
from data_layer.models.base import new_id
from data_layer.queries.catalogue import district_settings, load_catalogue, years_and_calendar
from data_layer.queries.directory import find_school
from data_layer.queries.flags import gaps
from data_layer.scope import Scope
from data_layer.session import TenantSession, create_app_engine, tenant_session
from tests.support.small_fixtures import small_sqlite

__all__ = ["small_sqlite"]

TODAY = date(2026, 10, 14)
ALPHA = Scope((1,), is_read_only=False)


@pytest.fixture
def engine(small_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copyfile(small_sqlite, tmp_path / "vsoko.db")
    made = create_app_engine(f"sqlite:///{tmp_path / 'vsoko.db'}")
    yield made
    made.dispose()


def raised(session: TenantSession, years: set[int] | None = None) -> set[tuple[object, ...]]:
    """Today's flags as `report gaps` lists them."""
    return {
        (
            each.rule,
            each.school,
            each.year,
            each.block,
            each.stage,
            each.goal,
            each.indicator,
            each.level,
            each.document,
        )
        for each in gaps(session, years=years, today=TODAY, viewer=Viewer.full())
    }


def foretold_and_done(
    engine: Engine, foretell: Callable[[TenantSession], Effect], do: Callable[[TenantSession], object]
) -> Effect:
    """The effect, after it was compared with the flags that the change brought and took."""
    with tenant_session(engine, Scope((1,))) as session:
        told, before = foretell(session), raised(session)
    with tenant_session(engine, ALPHA) as session:
        do(session)
    with tenant_session(engine, Scope((1,))) as session:
        after = raised(session)
    assert (told.appear, told.vanish) == (len(after - before), len(before - after))
    for each in told.rules:
        assert each.appear == sum(1 for flag in after - before if flag[0] == each.rule)
        assert each.vanish == sum(1 for flag in before - after if flag[0] == each.rule)
    return told


def test_a_school_that_closes_takes_the_flags_of_its_later_years_away(engine: Engine) -> None:
    def foretell(session: TenantSession) -> Effect:
        closed = replace(find_school(session, "2").facts, gone_from=2025)
        return effect_of(session, effects.with_schools({closed.id: closed}), today=TODAY)

    def do(session: TenantSession) -> None:
        close_school(session, code="2", year=2025, today=TODAY, author=Author("tests"))

    told = foretold_and_done(engine, foretell, do)

    assert told.appear == 0
    assert {name for each in told.rules for name in each.schools} == {"Вторая ООШ"}
    # All six stages of all six blocks were due by then.
    assert {each.rule: each.vanish for each in told.rules}[Rule.STAGE_MISSING] == 36


def test_a_stage_no_longer_required_takes_its_flags_away(engine: Engine) -> None:
    rule = RequirementRule(5, Stage.ANALYSIS, RequirementLevel.NOT_USED, (), 2025)

    def do(session: TenantSession) -> None:
        rules = load_catalogue(session).requirements
        seen = next(each for each in rules if (each.block, each.stage) == (5, Stage.ANALYSIS))
        set_requirement(session, rule, expected=seen, actor="tests")

    told = foretold_and_done(
        engine, lambda session: effect_of(session, effects.with_requirement(rule), today=TODAY), do
    )

    # Neither school has an analysis of block 5; both were overdue since 25 August.
    missing = next(each for each in told.rules if each.rule is Rule.STAGE_MISSING)
    assert (missing.appear, missing.vanish, missing.schools) == (0, 2, ("Вторая ООШ", "Школа № 1"))


def test_a_due_day_moved_into_the_future_takes_its_flags_away(engine: Engine) -> None:
    later = date(2026, 12, 1)

    def do(session: TenantSession) -> None:
        seen = years_and_calendar(session, {2025})[1].district[2025]
        set_due_days(session, year=2025, days={"decisions": later}, expected=seen, actor="tests")

    told = foretold_and_done(
        engine,
        lambda session: effect_of(session, effects.with_due_days(2025, {"decisions": later}, own={}), today=TODAY),
        do,
    )

    # Six blocks in two schools were without a decision.
    missing = next(each for each in told.rules if each.rule is Rule.STAGE_MISSING)
    assert (missing.appear, missing.vanish) == (0, 12)


def test_a_day_of_one_school_concerns_that_school_alone(engine: Engine) -> None:
    later = date(2026, 12, 1)

    def do(session: TenantSession) -> None:
        school = find_school(session, "2").id
        one = {"year": 2025, "school_id": school, "days": {"decisions": later}, "expected": {}}
        set_school_days(session, **one, actor="tests")  # type: ignore[arg-type]

    def foretell(session: TenantSession) -> Effect:
        school = find_school(session, "2").id
        return effect_of(session, effects.with_school_days(2025, school, {"decisions": later}), today=TODAY)

    told = foretold_and_done(engine, foretell, do)

    assert {name for each in told.rules for name in each.schools} == {"Вторая ООШ"}


def test_a_wider_notice_raises_what_is_soon_due(engine: Engine) -> None:
    def wanted(session: TenantSession) -> object:
        return replace(district_settings(session), due_soon_days=90)

    def do(session: TenantSession) -> None:
        seen = district_settings(session)
        change_settings(session, replace(seen, due_soon_days=90), expected=seen, today=TODAY, actor="tests")

    foretold_and_done(
        engine,
        lambda session: effect_of(session, effects.with_settings(wanted(session)), today=TODAY),  # type: ignore[arg-type]
        do,
    )


def test_a_reference_turns_the_verdicts_of_schools_without_a_target(engine: Engine) -> None:
    """1.1 НОО: school 1 has 45 of 50 = 90 %, school 2 its own target; the catalogue asks for 90."""
    key = ("b1_certification_attainment", Level.NOO, 2025)

    with tenant_session(engine, Scope((1,))) as session:
        harder = effect_of(session, effects.with_reference(key, Decimal(91)), today=TODAY)
        same = effect_of(session, effects.with_reference(key, Decimal(90)), today=TODAY)

    assert [(each.year, each.become_met, each.stop_being_met) for each in harder.verdicts] == [
        (2025, (), ("Школа № 1",))
    ]
    assert not same.verdicts
    with tenant_session(engine, ALPHA) as session:
        session.add(
            Target(
                district_id=1, id=new_id(), indicator_id=key[0], level="noo", year=2025, target=Decimal(91), author="t"
            )
        )
        session.flush()
        effect = effect_of(session, effects.with_reference(key, None), today=TODAY)
        # Stored rows are still those of before; the effect stands on the evidence alone.
        assert [each.become_met for each in effect.verdicts] == [("Школа № 1",)]


def test_a_smaller_threshold_shows_more(engine: Engine) -> None:
    with tenant_session(engine, Scope((1,))) as session:
        wanted = replace(district_settings(session), small_cohort=5)
        effect = effect_of(session, effects.with_settings(wanted), today=TODAY)

    # Denominators under ten: 4 of 2.2 ООО, 1 of 2.2 НОО, 4 of 5.3, 9 of 1.1 НОО; under five all but the nine.
    assert effect.small == (4, 3)
    assert not effect.rules


def test_an_effect_writes_nothing(engine: Engine) -> None:
    with tenant_session(engine, Scope((1,))) as session:
        before = raised(session), session.query(Result).count()
        effect_of(session, effects.with_settings(replace(district_settings(session), due_soon_days=0)), today=TODAY)
        assert (raised(session), session.query(Result).count()) == before
