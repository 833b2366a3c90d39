"""The schema comes up from nothing, goes down and up again, and is what the models say."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, Engine, Table, event, func, inspect, select
from sqlalchemy.engine import make_url

from data_layer.commands import database
from data_layer.commands.database import (
    AHEAD,
    BEHIND,
    NO_CONNECTION,
    NO_RIGHT,
    NOT_MEMBER,
    MigrationError,
    alembic_config,
    is_current,
    migrate,
    pending_revisions,
    schema_faults,
)
from data_layer.models import Base, DocumentCover, School
from data_layer.session import create_app_engine, create_owner_engine, tenant_session
from tests.support.districts import OneDistrict, TwoDistricts, filled, make_districts
from tests.support.postgres import PostgresServer

# Autogenerate does not see CHECK constraints: whoever changes one, changes it here and in a migration.
CHECKS = {
    "batch_change": {"subject"},
    "block": {"number_range"},
    "decision": {"state"},
    "document": {"block_range", "status"},
    "document_review": {"decision"},
    "effectiveness_mark": {"mark", "side"},
    "import_batch": {"state"},
    "indicator": {"direction", "kind", "role"},
    "mark_scale": {"three_positive"},
    "meeting": {"state"},
    "membership": {"place_fits_role", "role"},
    "observation": {
        "baseline_not_negative",
        "denominator_not_negative",
        "missing",
        "missing_without_number",
        "number_or_missing",
        "numerator_not_negative",
        "numerator_within_denominator",
        "value_not_negative",
        "whole_numbers",
    },
    "published_document": {"size_not_negative"},
    "requirement": {"required"},
    "result": {"independent_of_today", "numerator_within_denominator"},
    "school": {"cluster", "kind", "pupils_not_negative"},
    "school_year": {"year_range"},
    "stored_file": {"size_not_negative"},
}
SCHEMA_ON_SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
SCHEMA_ON_POSTGRESQL = """
SELECT 'column', table_name, column_name, concat_ws(' ', data_type, is_nullable, character_maximum_length)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'policy', tablename, policyname, concat_ws(' ', cmd, qual, with_check) FROM pg_policies
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'right', table_name, grantee, privilege_type
FROM information_schema.role_table_grants WHERE table_schema = 'public'
UNION ALL SELECT 'walls', relname, '', concat(relrowsecurity, relforcerowsecurity)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
ORDER BY 1, 2, 3, 4
"""


class InvoluntaryStopError(Exception):
    """The power goes out at a chosen statement."""


@pytest.fixture
def owner(database_url: str) -> Engine:
    return create_owner_engine(database_url)


@pytest.fixture
def owner_without_power(postgres_server: PostgresServer, postgres_url: str) -> Iterator[str]:
    """URL of an empty database whose owner is no superuser; it may make roles."""
    name = str(make_url(postgres_url).database)
    as_superuser(postgres_url, f'CREATE ROLE "{name}" LOGIN CREATEROLE')
    as_superuser(postgres_url, f'ALTER DATABASE "{name}" OWNER TO "{name}"')
    yield make_url(postgres_url).set(username=name, password=None).render_as_string(hide_password=False)
    postgres_server.drop_database(name)
    as_superuser(postgres_server.maintenance_url.render_as_string(hide_password=False), f'DROP ROLE "{name}"')


def as_superuser(url: str, statement: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement.encode())


def schema(engine: Engine) -> list[tuple[Any, ...]]:
    """Everything the database says about its own structure."""
    statement = SCHEMA_ON_SQLITE if engine.dialect.name == "sqlite" else SCHEMA_ON_POSTGRESQL
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement)]


def revisions() -> list[str]:
    """All of ours, the first one first."""
    return [each.revision for each in database._scripts().walk_revisions()][::-1]


def downgrade(engine: Engine, revision: str) -> None:
    with database._migrating(engine) as connection:
        command.downgrade(alembic_config(connection), revision)


def test_an_empty_database_becomes_current(owner: Engine) -> None:
    assert pending_revisions(owner) == revisions()

    assert migrate(owner) is True

    assert is_current(owner)
    assert pending_revisions(owner) == []
    assert set(inspect(owner).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_a_current_database_is_left_alone(owner: Engine) -> None:
    migrate(owner)
    before = schema(owner)

    assert migrate(owner) is False

    assert schema(owner) == before


def test_there_is_one_head() -> None:
    assert len(database._scripts().get_heads()) == 1


def test_models_need_no_further_migration(owner: Engine) -> None:
    migrate(owner)

    with owner.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_check_constraints_are_those_of_the_models(owner: Engine) -> None:
    migrate(owner)
    expected = {(table, f"ck_{table}_{name}") for table, names in CHECKS.items() for name in names}

    in_models = {(table.name, str(each.name)) for table, each in checks_of_models()}
    in_database = {
        (table, check["name"])
        for (_, table), found in inspect(owner).get_multi_check_constraints().items()
        for check in found
    }

    assert in_models == expected
    assert in_database == expected


def test_check_constraints_say_what_those_of_the_models_say(sqlite_url: str) -> None:
    engine = create_owner_engine(sqlite_url)
    migrate(engine)
    expected = {str(each.name): str(each.sqltext) for _, each in checks_of_models()}

    found = inspect(engine).get_multi_check_constraints().values()

    assert {check["name"]: check["sqltext"] for checks in found for check in checks} == expected


def checks_of_models() -> Iterator[tuple[Table, CheckConstraint]]:
    for table in Base.metadata.tables.values():
        for each in table.constraints:
            if isinstance(each, CheckConstraint):
                yield table, each


def test_every_constraint_has_a_name(owner: Engine) -> None:
    migrate(owner)
    inspector = inspect(owner)

    found = [
        constraint["name"]
        for constraints in (
            inspector.get_multi_check_constraints(),
            inspector.get_multi_foreign_keys(),
            inspector.get_multi_unique_constraints(),
        )
        for of_table in constraints.values()
        for constraint in of_table
    ]

    assert len(found) > 80
    assert all(found)


def test_one_step_down_and_up_again_gives_the_same_schema(owner: Engine) -> None:
    migrate(owner)
    before = schema(owner)

    downgrade(owner, "-1")
    assert not is_current(owner)
    assert migrate(owner) is True

    assert schema(owner) == before


def test_all_the_way_down_and_up_again_gives_the_same_schema(owner: Engine) -> None:
    migrate(owner)
    before = schema(owner)

    downgrade(owner, "base")
    assert inspect(owner).get_table_names() == ["alembic_version"]
    assert migrate(owner) is True

    assert schema(owner) == before


def test_a_stop_at_any_statement_leaves_the_schema_as_before(owner: Engine) -> None:
    migrate(owner)
    downgrade(owner, "base")
    before = schema(owner)
    total = statements_of(owner)
    downgrade(owner, "base")

    for number in (1, 2, *range(5, total, 17), total):
        with pytest.raises(InvoluntaryStopError):
            stop_at(owner, number)

        assert schema(owner) == before, f"after statement {number} of {total}"

    assert migrate(owner) is True


def statements_of(engine: Engine) -> int:
    """How many statements that change the schema the way up has."""
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", note := lambda *given: seen.append(given[2]))
    migrate(engine)
    event.remove(engine, "before_cursor_execute", note)
    return sum(map(is_change, seen))


def stop_at(engine: Engine, number: int) -> None:
    seen: list[str] = []

    def stop(*given: Any) -> None:
        if is_change(given[2]):
            seen.append(given[2])
        if len(seen) == number:
            raise InvoluntaryStopError

    event.listen(engine, "after_cursor_execute", stop)
    try:
        migrate(engine)
    finally:
        event.remove(engine, "after_cursor_execute", stop)


def is_change(statement: str) -> bool:
    return statement.split(maxsplit=1)[0].upper() in {"ALTER", "CREATE", "DO", "DROP", "GRANT", "INSERT", "UPDATE"}


def test_two_processes_that_migrate_at_once_do_it_once(owner: Engine) -> None:
    changed: list[bool] = []
    threads = [threading.Thread(target=lambda: changed.append(migrate(owner))) for _ in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(changed) == [False, True]


def test_an_unmigrated_database_is_behind(database_url: str) -> None:
    engine = create_app_engine(database_url)

    assert not is_current(engine)
    assert schema_faults(engine) == [BEHIND]
    engine.dispose()


def test_a_migrated_database_has_no_faults(two_districts: TwoDistricts) -> None:
    assert is_current(two_districts.engine)
    assert schema_faults(two_districts.engine) == []


def test_a_database_of_a_later_version_is_refused(two_districts: TwoDistricts) -> None:
    with two_districts.owner_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert not is_current(two_districts.engine)
    assert schema_faults(two_districts.engine) == [AHEAD]
    with pytest.raises(MigrationError, match="новее"):
        migrate(two_districts.owner_engine)


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all/vsoko.db", "postgresql:///vsoko?host=/nowhere/at/all"])
def test_a_database_that_does_not_answer_is_a_fault(url: str) -> None:
    assert schema_faults(create_app_engine(url)) == [NO_CONNECTION]


@pytest.mark.postgres
def test_a_login_that_may_not_become_the_role_is_a_fault(
    owner_without_power: str, postgres_url: str, postgres_template: str
) -> None:
    engine = create_app_engine(owner_without_power)

    # The owner of an empty database that somebody else has made the role for is no member of it yet.
    assert schema_faults(engine) == [NOT_MEMBER]
    engine.dispose()


# What later migrations will do, tried with one that is made up.

REVISION = """
from alembic import op

revision = "9000"
down_revision = "{newest}"


def upgrade():
    {statements}
"""


def made_up(statements: str) -> str:
    """A revision after our newest one."""
    return REVISION.format(newest=revisions()[-1], statements=statements)


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the revision after the newest is to be written."""
    copy = tmp_path / "migrations"
    shutil.copytree(database.MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(database, "MIGRATIONS", copy)
    return copy / "versions" / "9000_later.py"


def count(connection: Connection, table: str) -> int:
    return connection.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


def test_a_failing_migration_takes_its_changes_back(two_districts: TwoDistricts, later: Path) -> None:
    before = schema(two_districts.owner_engine)
    later.write_text(made_up('op.execute("CREATE TABLE half (id int)"); raise RuntimeError'))

    with pytest.raises(RuntimeError):
        migrate(two_districts.owner_engine)

    assert schema(two_districts.owner_engine) == before


def test_making_a_table_anew_loses_nothing_that_points_to_it(
    two_districts_on_sqlite: TwoDistricts, later: Path
) -> None:
    districts = filled(two_districts_on_sqlite)
    later.write_text(
        made_up(
            """
    with op.batch_alter_table("document", recreate="always") as batch:
        batch.drop_column("remark")
"""
        )
    )

    assert migrate(districts.owner_engine) is True

    with districts.owner_engine.connect() as connection:
        assert count(connection, "document") == 4
        assert count(connection, "document_cover") == 4
    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        assert len(session.scalars(select(DocumentCover)).all()) == 2


def test_a_migration_that_breaks_links_is_taken_back(two_districts_on_sqlite: TwoDistricts, later: Path) -> None:
    districts = filled(two_districts_on_sqlite)
    later.write_text(made_up('op.execute("DELETE FROM document")'))

    with pytest.raises(MigrationError, match="document_cover"):
        migrate(districts.owner_engine)

    with districts.owner_engine.connect() as connection:
        assert count(connection, "document") == 4


@pytest.mark.postgres
def test_an_owner_without_superuser_rights_can_migrate_and_serve(owner_without_power: str, later: Path) -> None:
    make_districts(owner_without_power)
    later.write_text(made_up("op.execute(\"UPDATE school SET short_name = 'new'\")"))
    owner = create_owner_engine(owner_without_power)
    before = [row for row in schema(owner) if row[0] == "walls"]

    assert migrate(owner) is True

    assert [row for row in schema(owner) if row[0] == "walls"] == before
    engine = create_app_engine(owner_without_power)
    for district in (OneDistrict(1, "alpha", (101, 102)), OneDistrict(2, "beta", (201, 202))):
        with tenant_session(engine, district.scope()) as session:
            assert session.scalars(select(School.short_name)).all() == ["new", "new"]
    assert schema_faults(engine) == []
    engine.dispose()


@pytest.mark.postgres
def test_an_owner_who_may_not_give_himself_the_role_is_told_so(
    owner_without_power: str, postgres_server: PostgresServer, postgres_template: str
) -> None:
    name = make_url(owner_without_power).username
    maintenance = postgres_server.maintenance_url.render_as_string(hide_password=False)
    as_superuser(maintenance, f'ALTER ROLE "{name}" NOCREATEROLE')

    with pytest.raises(MigrationError) as raised:
        migrate(create_owner_engine(owner_without_power))

    assert str(raised.value) == NO_RIGHT
    assert inspect(create_owner_engine(owner_without_power)).get_table_names() == []
