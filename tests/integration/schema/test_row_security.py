"""The walls of PostgreSQL between tenants stand, and every hole in them is found."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, inspect, null, select
from sqlalchemy.exc import ProgrammingError

from data_layer.commands.row_security import QUESTIONS, row_security_faults
from data_layer.models import AuditEvent, School, SchoolOrDistrictScoped, SchoolScoped, SchoolYear
from data_layer.session import APP_ROLE
from tests.support.districts import TwoDistricts, filled, opened, postgres_copy
from tests.support.postgres import PostgresServer
from tests.support.scopes import TENANT_MODELS

pytestmark = pytest.mark.postgres

# A statement of the owner, and what must be named once it has run.
HOLES = [
    ("ALTER ROLE vsoko_app SUPERUSER", "суперпользователь"),
    ("ALTER ROLE vsoko_app BYPASSRLS", "BYPASSRLS"),
    ("GRANT pg_read_all_data TO vsoko_app", "pg_read_all_data"),
    ("ALTER TABLE region OWNER TO vsoko_app", "region"),
    ("GRANT TRUNCATE ON observation TO vsoko_app", "TRUNCATE): observation"),
    ("GRANT UPDATE ON audit_event TO vsoko_app", "audit_event"),
    ("GRANT UPDATE (actor) ON audit_event TO vsoko_app", "audit_event"),
    ("GRANT DELETE ON audit_event TO vsoko_app", "audit_event"),
    ("ALTER TABLE result DISABLE ROW LEVEL SECURITY", "result"),
    ("ALTER TABLE result NO FORCE ROW LEVEL SECURITY", "result"),
    ("CREATE TABLE forgotten (district_id int)", "forgotten"),
    ("DROP POLICY tenant_all ON flag", "flag"),
    ("CREATE POLICY everybody ON flag USING (true)", "flag.everybody"),
    ("CREATE POLICY wide ON flag USING (district_id = current_setting('app.districts')::int)", "flag.wide"),
    ("ALTER POLICY tenant_all ON school USING (district_id = current_setting('app.districts')::int)", "school"),
    ("ALTER POLICY tenant_insert ON target WITH CHECK (current_setting('app.school') = '')", "target"),
    ("CREATE VIEW shown AS TABLE flag; GRANT SELECT ON shown TO vsoko_app", "shown"),
    ("CREATE MATERIALIZED VIEW kept AS TABLE flag; GRANT SELECT ON kept TO vsoko_app", "kept"),
    ("CREATE FUNCTION peek() RETURNS bigint SECURITY DEFINER LANGUAGE sql AS 'SELECT count(*) FROM flag'", "peek"),
]


@pytest.fixture(scope="module")
def districts(postgres_server: PostgresServer, postgres_template: str) -> Iterator[TwoDistricts]:
    """One database for all tests of the module: each of them takes back what it did."""
    with postgres_copy(postgres_server, postgres_template) as url, opened(url) as made:
        yield filled(made)


def as_app(connection: Connection, *, districts: str = "", school: str = "") -> Connection:
    for statement in (
        f"SET LOCAL ROLE {APP_ROLE}",
        f"SET LOCAL app.districts = '{districts}'",
        f"SET LOCAL app.school = '{school}'",
    ):
        connection.exec_driver_sql(statement)
    return connection


def test_the_walls_stand(districts: TwoDistricts) -> None:
    with districts.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT current_user").scalar_one() == APP_ROLE
        assert row_security_faults(connection) == []


def test_every_tenant_table_has_a_wall(districts: TwoDistricts) -> None:
    statement = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"

    with districts.owner_engine.connect() as connection:
        walled = set(connection.exec_driver_sql(statement).scalars())

    assert walled == {model.__tablename__ for model in TENANT_MODELS}


@pytest.mark.parametrize(("hole", "named"), HOLES)
def test_a_hole_is_found(districts: TwoDistricts, hole: str, named: str) -> None:
    with districts.owner_engine.connect() as connection:
        connection.exec_driver_sql(hole)
        faults = row_security_faults(as_app(connection))
        connection.rollback()

    assert len(faults) >= 1
    assert named in " ".join(faults)


def test_every_question_has_a_hole_that_it_finds(districts: TwoDistricts) -> None:
    unasked = set(QUESTIONS)
    for hole, _ in HOLES:
        with districts.owner_engine.connect() as connection:
            connection.exec_driver_sql(hole)
            faults = row_security_faults(as_app(connection))
            connection.rollback()
        unasked -= {
            sentence for sentence in unasked if any(fault.startswith(sentence.split("{")[0]) for fault in faults)
        }

    assert unasked == set()


def test_a_view_with_the_rights_of_its_reader_is_no_hole(districts: TwoDistricts) -> None:
    view = "CREATE VIEW shown WITH (security_invoker=true) AS TABLE flag; GRANT SELECT ON shown TO vsoko_app"

    with districts.owner_engine.connect() as connection:
        connection.exec_driver_sql(view)

        assert row_security_faults(as_app(connection)) == []


def rows_seen(engine: Engine, model: Any, **scope: str) -> set[tuple[int, int | None]]:
    """District and school of every row of a table that row-level security alone lets through."""
    columns = model.__table__.c
    school = columns.get("school_id", columns.id if model.__tablename__ == "school" else null())
    with engine.connect() as connection:
        return {tuple(row) for row in as_app(connection, **scope).execute(select(columns.district_id, school))}


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
def test_without_a_scope_no_row_is_seen(districts: TwoDistricts, model: Any) -> None:
    with districts.owner_engine.connect() as connection:
        there = connection.scalar(select(func.count()).select_from(model.__table__))

    assert there
    assert rows_seen(districts.owner_engine, model) == set()


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
def test_a_district_sees_its_rows_and_no_others(districts: TwoDistricts, model: Any) -> None:
    seen = rows_seen(districts.owner_engine, model, districts="1")

    assert {district for district, _ in seen} == {1}


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
def test_a_region_sees_the_rows_of_its_districts(districts: TwoDistricts, model: Any) -> None:
    seen = rows_seen(districts.owner_engine, model, districts="1,2")

    assert {district for district, _ in seen} == {1, 2}


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
def test_a_school_sees_its_rows_and_those_of_the_district(districts: TwoDistricts, model: Any) -> None:
    own = districts.alpha.schools[0]
    has_school = "school_id" in inspect(model).columns or model.__tablename__ == "school"
    is_strict = issubclass(model, SchoolScoped) or model.__tablename__ in {"school", "import_batch", "audit_event"}

    seen = rows_seen(districts.owner_engine, model, districts="1", school=str(own))

    if is_strict:
        assert seen == {(1, own)}
    elif has_school:
        assert seen == {(1, own), (1, None)}
    else:
        assert seen == {(1, None)}


def test_a_school_of_another_district_is_nobody(districts: TwoDistricts) -> None:
    foreign = str(districts.beta.schools[0])

    for model in TENANT_MODELS:
        assert foreign not in str(rows_seen(districts.owner_engine, model, districts="1", school=foreign))


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
def test_no_statement_changes_rows_of_another_tenant(districts: TwoDistricts, model: Any) -> None:
    if model is AuditEvent:
        pytest.skip("nobody may change it at all")
    table = model.__table__

    with districts.owner_engine.connect() as connection:
        as_app(connection, districts="1")
        changed = connection.execute(table.update().where(table.c.district_id == 2).values(district_id=2)).rowcount

    assert changed == 0


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
def test_no_row_is_written_for_another_district(districts: TwoDistricts, model: Any) -> None:
    row = a_row_of(districts, model, district_id=2)

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        districts.owner_engine.connect() as connection,
    ):
        as_app(connection, districts="1").execute(model.__table__.insert().values(**row))


@pytest.mark.parametrize(
    "model",
    [each for each in TENANT_MODELS if each is not SchoolYear],
    ids=lambda model: model.__tablename__,
)
def test_no_school_writes_rows_of_its_district_or_of_its_neighbour(districts: TwoDistricts, model: Any) -> None:
    own, neighbour = districts.alpha.schools
    row = a_row_of(districts, model, district_id=1)
    foreign = [row | {"id": neighbour}] if model is School else [row]
    if "school_id" in row:
        foreign = [row | {"school_id": neighbour}]
        if issubclass(model, SchoolOrDistrictScoped) or model is AuditEvent:
            foreign.append(row | {"school_id": None})

    for each in foreign:
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            districts.owner_engine.connect() as connection,
        ):
            as_app(connection, districts="1", school=str(own)).execute(model.__table__.insert().values(**each))


def a_row_of(districts: TwoDistricts, model: Any, **place: int) -> dict[str, Any]:
    """A row that is there already, as the owner sees it: what refuses a copy of it comes before its key."""
    table = model.__table__
    with districts.owner_engine.connect() as connection:
        statement = select(table).where(table.c.district_id == place["district_id"])
        return dict(connection.execute(statement).mappings().first() or {})
