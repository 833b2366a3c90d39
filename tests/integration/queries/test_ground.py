"""Catalogue, settings, calendar and directory of a district as plain values."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from data_layer.domain.facts import DistrictSettings
from data_layer.domain.vocabulary import Cluster, Level, RequirementLevel, SchoolKind
from data_layer.errors import NotFoundError, ScopeError
from data_layer.models import District, ScheduleEntry, School
from data_layer.queries.catalogue import (
    district_settings,
    intake_context,
    load_catalogue,
    read_settings,
    schedules,
)
from data_layer.queries.directory import find_district, find_school, school_list, used_years
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from tests.support.districts import TwoDistricts

TODAY = date(2026, 9, 18)


def test_the_catalogue_is_the_seeds(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1,))) as session:
        catalogue = load_catalogue(session)

    assert (len(catalogue.blocks), len(catalogue.goals), len(catalogue.indicators)) == (6, 16, 24)
    assert len(catalogue.enabled) == 23
    rule = catalogue.indicator_by_code["1.1"]
    assert (rule.id, rule.references[Level.NOO]) == ("b1_certification_attainment", Decimal(90))
    assert catalogue.document_types["monitoring_order"].required_fields == (
        "goals",
        "tasks",
        "deadlines",
        "responsible",
    )
    assert catalogue.type_stages["roadmap"] == "measures"
    counted = [each for each in catalogue.requirements if each.required is RequirementLevel.REQUIRED]
    assert len(counted) == 36
    assert catalogue.organisation_items[0] == "team_assembled"


def test_titles_of_unknown_ids_are_the_ids(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1,))) as session:
        catalogue = load_catalogue(session)

    assert catalogue.indicator("b1_vpr_attainment") == "1.2 ВПР"
    assert catalogue.indicator("something_else") == "something_else"
    assert catalogue.organisation_item("something_else") == "something_else"


def test_a_goal_that_one_indicator_decides_goes_by_its_short_name(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1,))) as session:
        catalogue = load_catalogue(session)

    assert catalogue.goal("g5_3_young_teachers") == "5.3 Закрепление молодых педагогов"
    assert catalogue.goal_name("g5_3_young_teachers") == "Закрепление молодых педагогов"
    assert catalogue.goal("g3_1_talent").startswith("3.1 Выявление, поддержка и развитие способностей")
    assert catalogue.goal("something_else") == "something_else"


def test_settings_are_the_defaults_where_nothing_is_stored(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1,))) as session:
        assert district_settings(session) == DistrictSettings()


def test_stored_settings_replace_their_defaults_and_unknown_ones_are_passed_over() -> None:
    stored = {"small_cohort": 5, "tolerance_pp": "2.5", "cycle_closes": [11, 30], "of_another_version": 1}

    assert read_settings(stored) == DistrictSettings(small_cohort=5, tolerance_pp=Decimal("2.5"), cycle_closes=(11, 30))


def test_schools_carry_the_levels_that_they_teach(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1,))) as session:
        first, second = school_list(session)

    assert (first.kind, first.levels) == (SchoolKind.FULL, (Level.NOO, Level.OOO, Level.SOO))
    assert (second.kind, second.cluster, second.levels) == (SchoolKind.BASIC, Cluster.VILLAGE, (Level.NOO, Level.OOO))
    assert second.facts.levels == {Level.NOO, Level.OOO, Level.SCHOOL}


def test_a_school_is_found_in_its_own_district_alone(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1,))) as alpha, tenant_session(small_engine, Scope((2,))) as beta:
        assert find_school(alpha, "1").id != find_school(beta, "1").id
        with pytest.raises(NotFoundError):
            find_school(alpha, "BETA")


def test_used_years_are_the_whole_districts_for_a_school_too(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1,))) as session:
        own = find_school(session, "2").id
    with tenant_session(small_engine, Scope((1,), school_id=own)) as session:
        assert used_years(session) == [2024, 2025]


def test_a_query_about_one_district_refuses_a_scope_of_several(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1, 2))) as session, pytest.raises(ScopeError):
        load_catalogue(session)


def test_districts_are_found_by_code(small_engine: Engine) -> None:
    with unscoped(small_engine, "a test looks a district up") as session:
        assert find_district(session, "beta").title == "Район beta"
        with pytest.raises(NotFoundError):
            find_district(session, "gamma")


def test_an_import_is_checked_against_the_own_district(small_engine: Engine) -> None:
    with tenant_session(small_engine, Scope((1,))) as session:
        context = intake_context(session, only_school="1", is_school_author=True, today=TODAY)

    assert {code: school.short_name for code, school in context.schools.items()} == {
        "1": "Школа № 1",
        "2": "Вторая ООШ",
    }
    assert context.indicator_index.find("1.1") == "b1_certification_attainment"
    assert context.type_index.find("План мероприятий («дорожная карта»)") == "roadmap"
    assert (context.only_school, context.is_school_author) == ("1", True)


def test_schedules_have_stored_days_exceptions_of_schools_and_defaults_for_unused_years(
    two_districts: TwoDistricts,
) -> None:
    alpha = two_districts.alpha
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        for school_id, due in ((None, date(2026, 8, 30)), (alpha.schools[1], date(2026, 9, 10))):
            session.add(ScheduleEntry(district_id=alpha.id, school_id=school_id, year=2025, key="analysis", due=due))
    with tenant_session(two_districts.engine, alpha.scope(is_read_only=True)) as session:
        found = schedules(session, [2025, 2031])

    first, second = (found[school_id] for school_id in alpha.schools)
    assert first[2025].due_of("analysis") == date(2026, 8, 30)
    assert second[2025].due_of("analysis") == date(2026, 9, 10)
    assert second[2031].due_of("analysis") == date(2032, 8, 25)


def test_schools_and_settings_of_another_district_stay_there(two_districts: TwoDistricts) -> None:
    with tenant_session(two_districts.engine, two_districts.beta.scope()) as session:
        session.get_one(District, two_districts.beta.id).settings = {"small_cohort": 3}
        session.add(School(district_id=two_districts.beta.id, id=299, code="x", short_name="x", kind="full"))
    with tenant_session(two_districts.engine, two_districts.alpha.scope(is_read_only=True)) as session:
        assert district_settings(session).small_cohort == 10
        assert [school.code for school in school_list(session)] == ["1", "2"]
