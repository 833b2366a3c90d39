"""Bringing the schema up to date, and saying what is wrong with a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from data_layer.commands.row_security import row_security_faults
from data_layer.errors import DataLayerError
from data_layer.session import APP_ROLE, SQLITE_BEGIN

MIGRATIONS = Path(__file__).parent.parent / "migrations"
# One number for every process that migrates this database: they go one after the other.
MIGRATION_LOCK = 5_301_477
UNKNOWN_ROLE = "22023"

NO_CONNECTION = "База данных не отвечает: проверьте DATABASE_URL и то, что сервер базы запущен."
BEHIND = "Структура базы отстаёт от программы: выполните «flask --app app init»."
AHEAD = "Структура базы новее программы: установите ту версию программы, с которой база работала."
NOT_MEMBER = (
    f"Пользователю базы из DATABASE_URL нельзя стать ролью {APP_ROLE}: пусть владелец выполнит"
    f" GRANT {APP_ROLE} TO <пользователь>."
)
BROKEN_LINKS = "После миграции в базе есть ссылки на отсутствующие строки: {tables}. Изменения отменены."
NO_RIGHT = (
    f"Владельцу базы не хватает прав. Дайте ему право CREATEROLE или создайте роль {APP_ROLE} сами:"
    f" CREATE ROLE {APP_ROLE} NOLOGIN; GRANT {APP_ROLE} TO <владелец>."
)


class MigrationError(DataLayerError):
    """The schema could not be brought up to date; it stands as before."""


def migrate(owner_engine: Engine) -> bool:
    """Bring the schema up to date in one transaction; True if anything changed.

    owner_engine: from `create_owner_engine`; only its connections open real transactions on SQLite.
    Raises MigrationError with a Russian sentence; whatever is raised, the schema stands as before.
    """
    try:
        with _migrating(owner_engine) as connection:
            if not _pending(connection):
                return False
            command.upgrade(alembic_config(connection), "head")
            _refuse_broken_links(connection)
            return True
    except DBAPIError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            raise MigrationError(NO_RIGHT) from error
        raise


def is_current(engine: Engine) -> bool:
    """Whether the schema is the one this program was written for.

    A database without the application's role was never migrated. Raises OperationalError without a
    connection.
    """
    try:
        with engine.connect() as connection:
            return _current(connection) == set(_scripts().get_heads())
    except DBAPIError as error:
        if _is_missing_role(error):
            return False
        raise


def pending_revisions(engine: Engine) -> list[str]:
    """Revisions still to be applied, in order. Raises MigrationError where the database is ahead."""
    with engine.connect() as connection:
        return _pending(connection)


def schema_faults(engine: Engine) -> list[str]:
    """What stands in the way of serving from this database, as Russian sentences; empty = nothing.

    engine: the application's, from `create_app_engine`.
    """
    try:
        with engine.connect() as connection:
            return _migration_faults(connection) or row_security_faults(connection)
    except DBAPIError as error:
        if _is_missing_role(error):
            return [BEHIND]
        if isinstance(error, OperationalError):
            return [NO_CONNECTION]
        if isinstance(error.orig, InsufficientPrivilege):
            return [NOT_MEMBER]
        raise


def alembic_config(connection: Connection) -> Config:
    """Alembic set up in code; nothing about it depends on the working directory or the environment."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _migrating(owner_engine: Engine) -> Iterator[Connection]:
    """A connection inside a transaction that no other migration shares."""
    with owner_engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            with (
                _foreign_keys_off(connection),
                connection.execution_options(**{SQLITE_BEGIN: "BEGIN IMMEDIATE"}).begin(),
            ):
                yield connection
            return
        with connection.begin():
            # A migration may take longer than a page.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            yield connection


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Making a table anew deletes its rows for a moment, and cascades would take the rows of others.

    SQLite ignores the switch inside a transaction, so it is thrown on the bare connection, before.
    """
    bare = connection.connection.cursor()
    bare.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        bare.execute("PRAGMA foreign_keys=ON")


def _refuse_broken_links(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    tables = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    if tables:
        raise MigrationError(BROKEN_LINKS.format(tables=", ".join(sorted(tables))))


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _current(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _pending(connection: Connection) -> list[str]:
    scripts = _scripts()
    known = {script.revision: script for script in scripts.walk_revisions()}
    current = _current(connection)
    if not current <= known.keys():
        raise MigrationError(AHEAD)
    applied = {each.revision for each in scripts.iterate_revisions(tuple(current), "base")} if current else set()
    return [revision for revision in reversed(known) if revision not in applied]


def _migration_faults(connection: Connection) -> list[str]:
    try:
        return [BEHIND] if _pending(connection) else []
    except MigrationError as error:
        return [str(error)]


def _is_missing_role(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) == UNKNOWN_ROLE
