"""The database itself refuses what must not be, whoever writes it."""

from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_layer.models import Base
from data_layer.session import tenant_session, unscoped
from tests import factories
from tests.support.districts import TwoDistricts, fill


def add(districts: TwoDistricts, *rows: Base) -> None:
    """Write rows into «alpha»."""
    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        session.add_all(rows)


def observation(districts: TwoDistricts, **given: Any) -> Base:
    return factories.observation(**{"school_id": districts.alpha.schools[0]} | given)


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"numerator": 11, "denominator": 10}, "numerator_within_denominator"),
        ({"numerator": -1, "denominator": 10}, "numerator_not_negative"),
        ({"numerator": None, "denominator": -1, "value": 5}, "denominator_not_negative"),
        ({"value": -1}, "value_not_negative"),
        ({"value": 1, "baseline": -1}, "baseline_not_negative"),
        ({"numerator": 3, "denominator": None}, "number_or_missing"),
        ({"numerator": None, "denominator": 10}, "number_or_missing"),
        ({"missing": "q"}, "missing"),
        ({"missing": "x", "value": 1}, "missing_without_number"),
    ],
)
def test_an_impossible_number_is_refused(two_districts: TwoDistricts, given: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=f"ck_observation_{constraint}"):
        add(two_districts, observation(two_districts, **given))


@pytest.mark.parametrize(
    "given",
    [
        {"numerator": 10, "denominator": 10},
        {"numerator": 0, "denominator": 0},
        {"value": 0},
        {"value": 7, "baseline": 9, "denominator": 3},
        {"missing": "x"},
        {"missing": "z", "denominator": 4},
    ],
)
def test_a_possible_number_is_taken(two_districts: TwoDistricts, given: dict[str, Any]) -> None:
    add(two_districts, observation(two_districts, **given))


def test_a_fraction_of_a_pupil_is_not_kept(two_districts: TwoDistricts) -> None:
    row = observation(two_districts)
    add(two_districts, row)
    statement = "UPDATE observation SET numerator = 1.5"

    with two_districts.owner_engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            with pytest.raises(IntegrityError, match="ck_observation_whole_numbers"):
                connection.exec_driver_sql(statement)
        else:
            # The column itself keeps whole numbers only: PostgreSQL rounds on assignment.
            connection.exec_driver_sql(statement)
            assert connection.exec_driver_sql("SELECT numerator FROM observation").scalar_one() == 2


def test_one_current_observation_per_key(two_districts: TwoDistricts) -> None:
    add(two_districts, observation(two_districts))

    with pytest.raises(IntegrityError):
        add(two_districts, observation(two_districts, numerator=8))


def test_superseded_observations_stay_beside_the_current_one(two_districts: TwoDistricts) -> None:
    superseded = [observation(two_districts, numerator=number, superseded_at=factories.NOON) for number in (5, 6)]

    add(two_districts, *superseded, observation(two_districts))


@pytest.mark.parametrize("other", [{"category": "iii"}, {"subject": "Физика"}, {"class_group": "4А"}, {"level": "ooo"}])
def test_slices_of_an_observation_stand_side_by_side(two_districts: TwoDistricts, other: dict[str, str]) -> None:
    add(two_districts, observation(two_districts), observation(two_districts, **other))


def test_one_target_per_school_and_one_reference_per_district(two_districts: TwoDistricts) -> None:
    first, second = two_districts.alpha.schools
    add(
        two_districts,
        factories.target(school_id=None),
        factories.target(school_id=first),
        factories.target(school_id=second),
    )

    for school_id in (None, first):
        with pytest.raises(IntegrityError):
            add(two_districts, factories.target(school_id=school_id))


def test_one_due_day_per_district_and_one_exception_per_school(two_districts: TwoDistricts) -> None:
    first, second = two_districts.alpha.schools
    add(
        two_districts,
        factories.schedule_entry(school_id=None),
        factories.schedule_entry(school_id=first),
        factories.schedule_entry(school_id=second),
    )

    for school_id in (None, first):
        with pytest.raises(IntegrityError):
            add(two_districts, factories.schedule_entry(school_id=school_id))


def test_a_school_code_is_unique_in_its_district(two_districts: TwoDistricts) -> None:
    with pytest.raises(IntegrityError):
        add(two_districts, factories.school(code="1"))


def test_two_districts_may_use_the_same_school_codes(two_districts: TwoDistricts) -> None:
    add(two_districts, factories.school(code="same"))

    with tenant_session(two_districts.engine, two_districts.beta.scope()) as session:
        session.add(factories.school(code="same"))


def test_a_document_is_known_by_its_key(two_districts: TwoDistricts) -> None:
    school_id = two_districts.alpha.schools[0]
    add(two_districts, factories.document(school_id=school_id, label="№ 1"))

    with pytest.raises(IntegrityError):
        add(two_districts, factories.document(school_id=school_id, label="№ 1"))


def test_a_row_cannot_point_to_a_school_of_another_district(two_districts: TwoDistricts) -> None:
    with pytest.raises(IntegrityError):
        add(two_districts, observation(two_districts, school_id=two_districts.beta.schools[0]))


def test_a_document_cannot_name_a_file_of_another_school(two_districts: TwoDistricts) -> None:
    first, second = two_districts.alpha.schools
    stored = factories.stored_file(school_id=second)
    add(two_districts, stored)

    with pytest.raises(IntegrityError):
        add(two_districts, factories.document(school_id=first, file_id=stored.id))


def test_a_cell_cannot_be_added_to_a_document_of_another_school(two_districts: TwoDistricts) -> None:
    first, second = two_districts.alpha.schools
    document = factories.document(school_id=second)
    add(two_districts, document)

    with pytest.raises(IntegrityError):
        add(two_districts, factories.document_cover(school_id=first, document_id=document.id))


@pytest.mark.parametrize("status", ["not_due", "suppressed"])
def test_a_result_keeps_nothing_that_depends_on_today_or_on_the_reader(
    two_districts: TwoDistricts, status: str
) -> None:
    with pytest.raises(IntegrityError, match="independent_of_today"):
        add(two_districts, factories.result(school_id=two_districts.alpha.schools[0], status=status))


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("administrator", {"district_id": 1}),
        ("region", {}),
        ("department", {}),
        ("department", {"district_id": 1, "school_id": 101}),
        ("presenter", {}),
        ("director", {"district_id": 1}),
        ("coordinator", {}),
        ("teacher", {"district_id": 1}),
    ],
)
def test_a_role_has_the_place_it_needs(two_districts: TwoDistricts, role: str, place: dict[str, int]) -> None:
    with pytest.raises(IntegrityError):
        employ(two_districts, role=role, **place)


def test_a_director_belongs_to_a_school_of_his_district(two_districts: TwoDistricts) -> None:
    employ(two_districts, role="director", district_id=1, school_id=two_districts.alpha.schools[0])

    with pytest.raises(IntegrityError):
        employ(two_districts, role="director", district_id=1, school_id=two_districts.beta.schools[0])


def employ(districts: TwoDistricts, **given: Any) -> None:
    """Add a person with one membership."""
    with unscoped(districts.engine, "people belong to no tenant") as session:
        user = factories.user()
        session.add(user)
        session.flush()
        session.add(factories.membership(user_id=user.id, **given))


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET actor = 'somebody'", "DELETE FROM audit_event"])
def test_the_trail_of_events_is_append_only_even_for_the_owner(two_districts: TwoDistricts, statement: str) -> None:
    with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
        fill(session, two_districts.alpha)

    with pytest.raises(DBAPIError, match="append-only"), two_districts.owner_engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.postgres
def test_the_trail_of_events_cannot_be_emptied_on_postgresql(two_districts_on_postgres: TwoDistricts) -> None:
    with pytest.raises(DBAPIError, match="append-only"), two_districts_on_postgres.owner_engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE audit_event")
