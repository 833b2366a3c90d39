"""Calendar, requirements, settings and schools of one district: written, audited, refused when stale or foreign."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from data_layer.commands.calendar import (
    InvalidDueDayError,
    open_year,
    school_exceptions,
    set_due_days,
    set_school_days,
)
from data_layer.commands.derive import differences, refresh
from data_layer.commands.district_settings import InvalidSettingError, change_settings, rename_district
from data_layer.commands.requirements import InvalidRequirementError, set_requirement
from data_layer.commands.schools import add_school, change_school, school_values, version_of
from data_layer.domain.facts import DistrictSettings, RequirementRule
from data_layer.domain.vocabulary import Cluster, Level, RequirementLevel, SchoolKind, Stage
from data_layer.errors import ChangedMeanwhileError, ConflictError, NotFoundError
from data_layer.intake.rows import SchoolRow
from data_layer.models import AuditEvent
from data_layer.queries.catalogue import district_settings, load_catalogue, years_and_calendar
from data_layer.queries.directory import find_school, school_list, used_years
from data_layer.session import TenantSession, tenant_session
from tests.support.districts import OneDistrict, TwoDistricts

TODAY = date(2026, 10, 14)
OLD, NEW = date(2026, 8, 25), date(2026, 9, 1)


def events(session: TenantSession) -> Sequence[AuditEvent]:
    return session.scalars(select(AuditEvent).where(AuditEvent.actor == "ivanova").order_by(AuditEvent.id)).all()


def beta_is_untouched(districts: TwoDistricts) -> bool:
    with tenant_session(districts.engine, districts.beta.scope()) as session:
        catalogue = load_catalogue(session)
        return (
            not events(session)
            and district_settings(session) == DistrictSettings()
            and all(rule.from_year == 0 for rule in catalogue.requirements)
            and len(school_list(session)) == 2
        )


@pytest.fixture
def alpha(two_districts: TwoDistricts) -> OneDistrict:
    return two_districts.alpha


def test_a_year_is_opened_once_with_the_default_calendar(two_districts: TwoDistricts, alpha: OneDistrict) -> None:
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        open_year(session, year=2026, actor="ivanova")
        assert used_years(session) == [2025, 2026]
        assert years_and_calendar(session, {2026})[1].due(2026, "analysis") == date(2027, 8, 25)
        assert differences(session) == 0
        assert [(each.action, each.subject) for each in events(session)] == [("year_opened", "2026/27")]
        with pytest.raises(ConflictError, match="уже открыт"):
            open_year(session, year=2026, actor="ivanova")

    assert beta_is_untouched(two_districts)


def test_a_due_day_moves_with_its_event_and_derived_rows(two_districts: TwoDistricts, alpha: OneDistrict) -> None:
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        open_year(session, year=2026, actor="tests")
        seen = {"analysis": date(2027, 8, 25), "decisions": date(2027, 9, 30)}
        wanted = {"analysis": date(2027, 8, 20), "decisions": date(2027, 9, 30)}

        assert set_due_days(session, year=2026, days=wanted, expected=seen, actor="ivanova") == 1
        assert set_due_days(session, year=2026, days=wanted, expected=wanted, actor="ivanova") == 0

        assert years_and_calendar(session, {2026})[1].due(2026, "analysis") == date(2027, 8, 20)
        assert differences(session) == 0
        event = events(session)[-1]
        assert (event.action, event.subject) == ("due_day_changed", "analysis:2026")
        assert (event.old, event.new) == ({"due": "2027-08-25"}, {"due": "2027-08-20"})
        with pytest.raises(ChangedMeanwhileError, match=r"теперь 20\.08\.2027") as stale:
            set_due_days(session, year=2026, days={"analysis": date(2027, 8, 1)}, expected=seen, actor="petrov")
        assert stale.value.field == "analysis"

    assert beta_is_untouched(two_districts)


@pytest.mark.parametrize(("key", "day"), [("analysis", date(2020, 1, 1)), ("rationale", NEW), ("x", NEW)])
def test_a_day_that_cannot_be_is_refused(two_districts: TwoDistricts, alpha: OneDistrict, key: str, day: date) -> None:
    with tenant_session(two_districts.engine, alpha.scope()) as session, pytest.raises(InvalidDueDayError):
        set_due_days(session, year=2025, days={key: day}, expected={}, actor="ivanova")


def test_a_school_may_have_a_day_of_its_own_and_lose_it_again(two_districts: TwoDistricts, alpha: OneDistrict) -> None:
    school = alpha.schools[0]
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        one = {"year": 2026, "school_id": school, "actor": "ivanova"}
        assert set_school_days(session, days={"analysis": NEW}, expected={"analysis": None}, **one) == 1  # type: ignore[arg-type]
        assert school_exceptions(session, year=2026) == {"1": {"analysis": NEW}}
        assert set_school_days(session, days={"analysis": None}, expected={"analysis": NEW}, **one) == 1  # type: ignore[arg-type]
        assert school_exceptions(session, year=2026) == {}
        assert {each.school_id for each in events(session)} == {school}
        assert differences(session) == 0


def test_a_requirement_begins_with_its_year(two_districts: TwoDistricts, alpha: OneDistrict) -> None:
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        before = next(
            each
            for each in load_catalogue(session).requirements
            if (each.block, each.stage) == (3, Stage.ANALYSIS) and each.from_year == 0
        )
        wanted = replace(before, required=RequirementLevel.OPTIONAL, from_year=2025)

        assert set_requirement(session, wanted, expected=before, actor="ivanova") is True
        assert set_requirement(session, wanted, expected=wanted, actor="ivanova") is False

        assert {before, wanted} <= set(load_catalogue(session).requirements)
        assert differences(session) == 0
        assert [(each.action, each.subject) for each in events(session)] == [("requirement_changed", "3:analysis")]
        with pytest.raises(ChangedMeanwhileError):
            set_requirement(
                session, replace(wanted, required=RequirementLevel.NOT_USED), expected=before, actor="petrov"
            )

    assert beta_is_untouched(two_districts)


@pytest.mark.parametrize(
    "rule",
    [
        RequirementRule(7, Stage.ANALYSIS, RequirementLevel.REQUIRED),
        RequirementRule(1, Stage.RATIONALE, RequirementLevel.REQUIRED),
        RequirementRule(1, Stage.ANALYSIS, RequirementLevel.REQUIRED, ("director_order",)),
        RequirementRule(1, Stage.ANALYSIS, RequirementLevel.REQUIRED, ("no_such_type",)),
    ],
)
def test_a_requirement_that_cannot_be_is_refused(
    two_districts: TwoDistricts, alpha: OneDistrict, rule: RequirementRule
) -> None:
    with tenant_session(two_districts.engine, alpha.scope()) as session, pytest.raises(InvalidRequirementError):
        set_requirement(session, rule, expected=None, actor="ivanova")


def test_settings_are_kept_as_what_differs_from_the_defaults(two_districts: TwoDistricts, alpha: OneDistrict) -> None:
    seen = DistrictSettings()
    wanted = replace(seen, small_cohort=5, tolerance_pp=Decimal("2.5"), tracked_from=2024)
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        changed = change_settings(session, wanted, expected=seen, today=TODAY, actor="ivanova")
        assert set(changed) == {"small_cohort", "tolerance_pp", "tracked_from"}
        assert district_settings(session) == wanted
        assert differences(session) == 0
        event = events(session)[0]
        assert event.old == {"small_cohort": 10, "tolerance_pp": "5", "tracked_from": None}
        assert event.new == {"small_cohort": 5, "tolerance_pp": "2.5", "tracked_from": 2024}
        # Somebody who saw the old settings may still change another one, not the same one.
        change_settings(session, replace(seen, due_soon_days=7), expected=seen, today=TODAY, actor="petrov")
        assert district_settings(session) == replace(wanted, due_soon_days=7)
        with pytest.raises(ChangedMeanwhileError) as stale:
            change_settings(session, replace(seen, small_cohort=7), expected=seen, today=TODAY, actor="petrov")
        assert stale.value.field == "small_cohort"

    assert beta_is_untouched(two_districts)


def test_the_days_of_a_years_documents_are_kept_and_derived_from(
    two_districts: TwoDistricts, alpha: OneDistrict
) -> None:
    seen = DistrictSettings()
    wanted = replace(seen, stale_before=(9, 1), cycle_closes=(11, 30), benchmark_schools=3)
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        change_settings(session, wanted, expected=seen, today=TODAY, actor="ivanova")
        assert district_settings(session) == wanted
        assert differences(session) == 0
        assert events(session)[0].new == {"stale_before": [9, 1], "cycle_closes": [11, 30], "benchmark_schools": 3}

    assert beta_is_untouched(two_districts)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("small_cohort", 0),
        ("due_soon_days", 91),
        ("tolerance_pp", Decimal(-1)),
        ("tolerance_pp", Decimal("0.001")),
        ("tracked_from", 1989),
        ("benchmark_schools", 2),
        ("benchmark_schools", 101),
    ],
)
def test_a_setting_that_cannot_be_is_refused(two_districts_on_sqlite: TwoDistricts, name: str, value: object) -> None:
    seen = DistrictSettings()
    wanted = replace(seen, **{name: value})  # type: ignore[arg-type]
    scope = two_districts_on_sqlite.alpha.scope()
    with (
        tenant_session(two_districts_on_sqlite.engine, scope) as session,
        pytest.raises(InvalidSettingError) as refused,
    ):
        change_settings(session, wanted, expected=seen, today=TODAY, actor="ivanova")
    assert refused.value.field == name


def test_a_district_gets_another_name_and_time_zone(two_districts: TwoDistricts, alpha: OneDistrict) -> None:
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        assert rename_district(session, title=" Новый  район ", time_zone="Asia/Yekaterinburg", actor="ivanova") == (
            "title",
            "time_zone",
        )
        assert events(session)[0].new == {"title": "Новый район", "time_zone": "Asia/Yekaterinburg"}
        for title, zone in (("", "Europe/Moscow"), ("x" * 201, "Europe/Moscow"), ("Район", "Mars/Olympus")):
            with pytest.raises(InvalidSettingError):
                rename_district(session, title=title, time_zone=zone, actor="ivanova")


def _row(code: str, **given: object) -> SchoolRow:
    return SchoolRow("", code, "Лесная ООШ", SchoolKind.BASIC, **given)  # type: ignore[arg-type]


def test_a_school_is_added_and_changed_with_its_events(two_districts: TwoDistricts, alpha: OneDistrict) -> None:
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        refresh(session)
        add_school(session, _row("lesnaya", cluster=Cluster.VILLAGE, pupils=84, inn="0123456789"), actor="ivanova")
        with pytest.raises(ConflictError, match="«lesnaya» уже есть"):
            add_school(session, _row("lesnaya"), actor="ivanova")
        seen = school_values(session, code="lesnaya")

        # An empty field takes the old value away, which a file would leave.
        changed = change_school(
            session, _row("lesnaya", levels=(Level.OOO,)), version=version_of(seen), actor="ivanova"
        )

        assert set(changed) == {"levels", "cluster", "pupils", "inn"}
        assert find_school(session, "lesnaya").levels == (Level.OOO,)
        assert differences(session) == 0
        assert [each.action for each in events(session)] == ["school_added", "school_changed"]
        assert events(session)[1].old == {"levels": None, "cluster": "village", "pupils": 84, "inn": "0123456789"}
        with pytest.raises(ChangedMeanwhileError):
            change_school(session, _row("lesnaya"), version=version_of(seen), actor="petrov")

    assert beta_is_untouched(two_districts)


def test_a_school_of_another_district_is_not_there(two_districts: TwoDistricts, alpha: OneDistrict) -> None:
    with tenant_session(two_districts.engine, two_districts.beta.scope()) as session:
        add_school(session, _row("only-beta"), actor="tests")
    with tenant_session(two_districts.engine, alpha.scope()) as session, pytest.raises(NotFoundError):
        change_school(session, _row("only-beta"), version="", actor="ivanova")
