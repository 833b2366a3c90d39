"""Engines and sessions. A TenantSession belongs to one scope for its whole life.

Three nets keep tenants apart: queries name the district themselves; the criteria installed here add
district and school to every ORM statement anyway; row-level security does it again on PostgreSQL.
Statements outside the ORM (Core tables, text) are refused, because the criteria cannot reach them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, or_
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria
from sqlalchemy.pool import NullPool

from data_layer.errors import ScopeError
from data_layer.models import (
    AuditEvent,
    ImportBatch,
    School,
    SchoolOrDistrictScoped,
    SchoolScoped,
    TenantScoped,
)
from data_layer.scope import Scope

APP_ROLE = "vsoko_app"
# Execution option: the statement that opens a transaction on SQLite.
SQLITE_BEGIN = "vsoko_sqlite_begin"


def create_app_engine(url: str | URL) -> Engine:
    """The engine every request and command reads and writes through; on PostgreSQL as `vsoko_app`."""
    engine = _create_engine(url)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _become_app_role)
    return engine


def create_owner_engine(url: str | URL) -> Engine:
    """The engine of `init`, migrations, backup and restore: the owner of the tables."""
    return _create_engine(url, poolclass=NullPool)


def _create_engine(url: str | URL, **options: Any) -> Engine:
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": 30}, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # Bounded waits everywhere: a hanging database must not hang the whole site.
    timeouts = "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
    pool = {} if options else {"pool_size": 5, "max_overflow": 5, "pool_pre_ping": True, "pool_timeout": 10}
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": 5, "options": timeouts, "prepare_threshold": None},
        **pool,
        **options,
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy begins the transactions; pysqlite on its own opens none for SELECT and loses updates.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(SQLITE_BEGIN, "BEGIN"))


def _become_app_role(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP_ROLE}")
    connection.commit()


class TenantSession(Session):
    """A session whose every statement is limited to its scope; see the module's docstring."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self.scope = scope
        super().__init__(_bind(engine, scope.is_read_only), expire_on_commit=False, autoflush=False)


class UnscopedSession(Session):
    """A session for identity and districts, before or beyond any tenant. Tenant rows stay closed.

    On SQLite tenant statements are refused by the session; on PostgreSQL row-level security, with no
    district set, shows no row of them.
    """

    def __init__(self, engine: Engine, reason: str) -> None:
        self.reason = reason
        super().__init__(_bind(engine, is_read_only=False), expire_on_commit=False, autoflush=False)


def _bind(engine: Engine, is_read_only: bool) -> Engine:
    # Writers take SQLite's lock at once: a reader that turns writer half-way would lose updates.
    begin = "BEGIN" if is_read_only else "BEGIN IMMEDIATE"
    return engine.execution_options(**{SQLITE_BEGIN: begin})


@contextmanager
def tenant_session(engine: Engine, scope: Scope) -> Iterator[TenantSession]:
    """Open the scope's session; commit at the end of a writing one, roll back on any error."""
    with TenantSession(engine, scope) as session, session.begin():
        yield session


@contextmanager
def district_wide(session: TenantSession) -> Iterator[None]:
    """Let a school's session work on its whole district for a while, inside its transaction.

    Only for deriving rows that other schools' evidence takes part in; nothing read here may reach
    the person who asked.
    """
    own = session.scope
    _move(session, replace(own, school_id=None))
    try:
        yield
    finally:
        _move(session, own)


def _move(session: TenantSession, scope: Scope) -> None:
    session.flush()
    session.scope = scope
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_school_setting(scope))


@contextmanager
def unscoped(engine: Engine, reason: str) -> Iterator[UnscopedSession]:
    """Open a session for identity tables and the list of districts; `reason` says why it is needed."""
    with UnscopedSession(engine, reason) as session, session.begin():
        yield session


@event.listens_for(TenantSession, "after_begin")
def _announce_scope(session: TenantSession, _transaction: SessionTransaction, connection: Connection) -> None:
    scope = session.scope
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if scope.is_read_only else 'OFF'}")
        return
    # Plain SET LOCAL with literals of checked integers: set_config() is not passed on by a cluster.
    districts = ",".join(str(int(each)) for each in scope.district_ids)
    access = "READ ONLY" if scope.is_read_only else "READ WRITE"
    connection.exec_driver_sql(
        f"SET TRANSACTION {access}; SET LOCAL ROLE {APP_ROLE};"
        f" SET LOCAL app.districts = '{districts}';"
        f" {_school_setting(scope)}"
    )


def _school_setting(scope: Scope) -> str:
    school = "" if scope.school_id is None else str(int(scope.school_id))
    return f"SET LOCAL app.school = '{school}'"


@event.listens_for(UnscopedSession, "after_begin")
def _close_tenants(_session: UnscopedSession, _transaction: SessionTransaction, connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        return
    connection.exec_driver_sql(f"SET LOCAL ROLE {APP_ROLE}; SET LOCAL app.districts = ''; SET LOCAL app.school = ''")


@event.listens_for(TenantSession, "do_orm_execute")
def _limit_to_scope(state: ORMExecuteState) -> None:
    if not state.is_orm_statement:
        raise ScopeError("Запрос мимо моделей запрещён: ограничение района до него не доходит.")
    if state.is_insert:
        return
    session = cast("TenantSession", state.session)
    state.statement = state.statement.options(*_criteria(session.scope))


def _criteria(scope: Scope) -> list[Any]:
    ids = scope.district_ids
    criteria = [
        with_loader_criteria(TenantScoped, lambda cls: cls.district_id.in_(ids), include_aliases=True),
        with_loader_criteria(AuditEvent, lambda cls: cls.district_id.in_(ids), include_aliases=True),
    ]
    school = scope.school_id
    if school is None:
        return criteria
    return [
        *criteria,
        with_loader_criteria(School, lambda cls: cls.id == school, include_aliases=True),
        with_loader_criteria(SchoolScoped, lambda cls: cls.school_id == school, include_aliases=True),
        with_loader_criteria(ImportBatch, lambda cls: cls.school_id == school, include_aliases=True),
        with_loader_criteria(AuditEvent, lambda cls: cls.school_id == school, include_aliases=True),
        with_loader_criteria(
            SchoolOrDistrictScoped,
            lambda cls: or_(cls.school_id.is_(None), cls.school_id == school),
            include_aliases=True,
        ),
    ]


@event.listens_for(UnscopedSession, "do_orm_execute")
def _refuse_tenant_rows(state: ORMExecuteState) -> None:
    if not state.is_orm_statement:
        raise ScopeError("Запрос мимо моделей запрещён.")
    if any(issubclass(mapper.class_, TenantScoped) for mapper in state.all_mappers):
        raise ScopeError("Данные района доступны только в сеансе района.")


@event.listens_for(TenantSession, "before_flush")
def _refuse_foreign_writes(session: TenantSession, _context: object, _instances: object) -> None:
    for instance in (*session.new, *session.dirty, *session.deleted):
        if isinstance(instance, TenantScoped):
            _stamp(session.scope, instance)


def _stamp(scope: Scope, instance: TenantScoped) -> None:
    """Give a new row its tenant, and refuse a row of another one."""
    if scope.is_read_only:
        raise ScopeError("Сеанс открыт только для чтения.")
    if getattr(instance, "district_id", None) is None:
        instance.district_id = scope.district_id
    if instance.district_id not in scope.district_ids:
        raise ScopeError("Запись чужого района.")
    is_of_a_school = isinstance(instance, SchoolScoped | SchoolOrDistrictScoped)
    if is_of_a_school and scope.school_id not in (None, getattr(instance, "school_id", None)):
        raise ScopeError("Запись чужой школы.")
