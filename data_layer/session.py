"""Engines and sessions. A TenantSession belongs to one scope for its whole life.

Three nets keep tenants apart: queries name the district themselves; the criteria installed here add
district and school to every ORM statement anyway; row-level security does it again on PostgreSQL.
Statements that hold anything outside the ORM (Core tables, text) are refused, because the criteria
cannot reach them. Rows are checked when they are written, for criteria do not reach INSERT either.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, NoReturn, cast

from sqlalchemy import (
    Alias,
    BindParameter,
    Column,
    Connection,
    Delete,
    Engine,
    Select,
    Table,
    TextClause,
    Update,
    and_,
    create_engine,
    event,
    or_,
    update,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, attributes, with_loader_criteria
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.visitors import ExternallyTraversible, iterate

from data_layer.columnwise import insert_by_columns
from data_layer.errors import CHANGED_MEANWHILE, ChangedMeanwhileError, ScopeError
from data_layer.models import (
    AuditEvent,
    Base,
    Decision,
    DecisionReport,
    District,
    ImportBatch,
    Meeting,
    School,
    SchoolOrDistrictScoped,
    SchoolScoped,
    SchoolYear,
    Slide,
    SlideComment,
    TenantScoped,
)
from data_layer.scope import Scope

APP_ROLE = "vsoko_app"
PAST_MODELS = "Запрос мимо моделей запрещён: ограничение района до него не доходит."
READ_ONLY = "Сеанс открыт только для чтения."
OF_DISTRICT = "Из сеанса школы нельзя менять то, что принадлежит всему району."
BEYOND_MEETINGS = "Сеанс открыт для записи совещаний: другие данные в нём не меняют."

# Rows of one school, and rows that whoever first needs them brings into being.
_OF_A_SCHOOL = (SchoolScoped, School)
_SHARED = (SchoolYear,)
# What a session for meetings writes; nobody changes the trail.
_OF_MEETINGS = (Meeting, Slide, SlideComment, Decision, DecisionReport, AuditEvent)
_TENANT_TABLES = {
    cast("Table", mapper.local_table).name
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, (TenantScoped, AuditEvent))
}

# What an element of a statement that comes from a mapped class is marked with.
_MAPPED = {"parententity", "parentmapper"}

# What PostgreSQL calls a wait for a lock that took too long.
LOCK_NOT_AVAILABLE = "55P03"

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
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": 5, "options": timeouts, "prepare_threshold": None},
        **pool,
        **options,
    )
    insert_by_columns(engine)
    return engine


def is_lock_timeout(error: OperationalError) -> bool:
    """Whether a writer waited for others as long as it may, and has changed nothing.

    SQLite gives its lock to whoever happens to ask when it is free, so under load a writer may wait
    in vain; PostgreSQL ends a wait after `lock_timeout`.
    """
    code = getattr(error.orig, "sqlite_errorcode", 0) or 0
    # The lowest byte is the kind of the failure, the rest says more of it.
    return code & 0xFF == sqlite3.SQLITE_BUSY or getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy begins the transactions; pysqlite on its own opens none for SELECT and loses updates.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A reader may have used this connection before, and BEGIN IMMEDIATE needs the right to write.
    connection.exec_driver_sql("PRAGMA query_only=OFF")
    connection.exec_driver_sql(connection.get_execution_options().get(SQLITE_BEGIN, "BEGIN"))


def _become_app_role(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP_ROLE}")
    connection.commit()


class _ModelsOnlySession(Session):
    """A session without the doors that lead past `do_orm_execute` and `before_flush`."""

    def connection(self, *_arguments: Any, **_options: Any) -> NoReturn:
        raise ScopeError(PAST_MODELS)

    def bulk_save_objects(self, *_arguments: Any, **_options: Any) -> NoReturn:
        raise ScopeError(PAST_MODELS)

    def bulk_insert_mappings(self, *_arguments: Any, **_options: Any) -> NoReturn:
        raise ScopeError(PAST_MODELS)

    def bulk_update_mappings(self, *_arguments: Any, **_options: Any) -> NoReturn:
        raise ScopeError(PAST_MODELS)


class TenantSession(_ModelsOnlySession):
    """A session whose every statement is limited to its scope; see the module's docstring."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self.scope = scope
        self.has_written = False
        super().__init__(_bind(engine, scope.is_read_only), expire_on_commit=False, autoflush=False)

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """As `Session.flush`. Raises ChangedMeanwhileError where somebody has written a row since it was read."""
        try:
            super().flush(objects)
        except StaleDataError as error:
            raise ChangedMeanwhileError(CHANGED_MEANWHILE) from error


class UnscopedSession(_ModelsOnlySession):
    """A session for identity and districts, before or beyond any tenant. Tenant rows stay closed.

    Statements on rows of tenants are refused; on PostgreSQL row-level security, with no district set,
    shows none of them either. The trail of events may be written, not read.
    """

    def __init__(self, engine: Engine, reason: str, *, is_read_only: bool = False) -> None:
        self.reason = reason
        self.is_read_only = is_read_only
        super().__init__(_bind(engine, is_read_only), expire_on_commit=False, autoflush=False)


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

    Only for deriving rows that other schools' evidence takes part in, and for knowing again what a file names
    (`queries.naming`) or a text (`dashboard.slides.own`); nothing read here may reach the person who asked, but that there is such a thing at all
    (`queries.evidence_files`), or which point of a protocol a decision of theirs is (`queries.decisions`).
    """
    own = session.scope
    _move(session, replace(own, school_id=None))
    try:
        yield
    finally:
        _move(session, own)


@contextmanager
def history_of(session: TenantSession, school_id: int) -> Iterator[None]:
    """Let the session of a school read one that joined it, inside its transaction; others see it anyway.

    Only where the department has passed the history on, as the successor's own row says (`SchoolChange`).
    """
    own = session.scope
    if own.school_id is None:
        yield
        return
    _move(session, replace(own, school_id=school_id))
    try:
        yield
    finally:
        _move(session, own)


def _move(session: TenantSession, scope: Scope) -> None:
    session.flush()
    session.scope = scope
    connection = Session.connection(session)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_school_setting(scope))


def allow_long_work(session: TenantSession) -> None:
    """Let this one transaction wait for its turn and take minutes, as a big import does.

    The waits of `create_app_engine` are meant for pages: checking a region's file takes longer than
    they let a transaction stand idle. SQLite knows no such limits.
    """
    connection = Session.connection(session)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SET LOCAL statement_timeout = '15min'; SET LOCAL lock_timeout = '60s';"
            " SET LOCAL idle_in_transaction_session_timeout = '15min'"
        )


@contextmanager
def unscoped(engine: Engine, reason: str, *, is_read_only: bool = False) -> Iterator[UnscopedSession]:
    """Open a session for identity tables and the list of districts; `reason` says why it is needed.

    is_read_only: it only reads, so on SQLite it need not wait for a writer.
    """
    with UnscopedSession(engine, reason, is_read_only=is_read_only) as session, session.begin():
        yield session


@event.listens_for(TenantSession, "after_begin")
def _announce_scope(session: TenantSession, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
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


@event.listens_for(TenantSession, "after_flush")
def _note_writing(session: TenantSession, _context: object) -> None:
    session.has_written = True


@event.listens_for(TenantSession, "before_commit")
def _advance_data_version(session: TenantSession) -> None:
    """Tell whoever remembers what the district showed that it has changed, in the transaction of the change."""
    session.flush()
    if not session.has_written:
        return
    session.has_written = False
    districts = cast("Table", District.__table__)
    change = update(districts).where(districts.c.id.in_(session.scope.district_ids))
    Session.connection(session).execute(change.values(data_version=districts.c.data_version + 1))


@event.listens_for(UnscopedSession, "after_begin")
def _close_tenants(session: UnscopedSession, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if session.is_read_only else 'OFF'}")
        return
    access = "READ ONLY" if session.is_read_only else "READ WRITE"
    connection.exec_driver_sql(
        f"SET TRANSACTION {access}; SET LOCAL ROLE {APP_ROLE}; SET LOCAL app.districts = ''; SET LOCAL app.school = ''"
    )


@event.listens_for(TenantSession, "do_orm_execute")
def _limit_to_scope(state: ORMExecuteState) -> None:
    scope = cast("TenantSession", state.session).scope
    _refuse_other_than_models(state, _parts(state))
    if state.is_insert or state.is_update or state.is_delete:
        cast("TenantSession", state.session).has_written = True
    if state.is_insert:
        _check_insert(scope, state)
        return
    if state.is_update or state.is_delete:
        _check_change(scope, state)
    state.statement = state.statement.options(*_criteria(scope))


# The option by which a query asks for the events of no district; those of districts stay closed to it all the same.
OF_NO_TENANT: Final = "of_no_tenant"
_EVENTS_OF_NO_TENANT: Final = with_loader_criteria(
    AuditEvent, lambda cls: and_(cls.district_id.is_(None), cls.school_id.is_(None)), include_aliases=True
)


@event.listens_for(UnscopedSession, "do_orm_execute")
def _refuse_tenant_rows(state: ORMExecuteState) -> None:
    parts = list(_parts(state))
    _refuse_other_than_models(state, parts)
    tables = {element.name for element in parts if isinstance(element, Table)}
    is_of_no_tenant = state.is_select and state.execution_options.get(OF_NO_TENANT) is True
    if state.is_insert or is_of_no_tenant:
        tables.discard(AuditEvent.__tablename__)
    if tables & _TENANT_TABLES:
        raise ScopeError("Данные района доступны только в сеансе района.")
    if is_of_no_tenant:
        state.statement = state.statement.options(_EVENTS_OF_NO_TENANT)


def _refuse_other_than_models(state: ORMExecuteState, parts: Iterable[object]) -> None:
    """Raise where a statement, or a part of it, is none that the criteria reach. parts: all of the statement's."""
    if not state.is_orm_statement:
        raise ScopeError(PAST_MODELS)
    # Inserts read nothing, and what relationships load was built by SQLAlchemy from the mappings.
    if state.is_insert or state.is_relationship_load or state.is_column_load:
        return
    if _is_past_models(parts):
        raise ScopeError(PAST_MODELS)


def _parts(state: ORMExecuteState) -> Iterator[object]:
    return iterate(cast("ExternallyTraversible", state.statement))


def _is_past_models(parts: Iterable[object]) -> bool:
    # `get()` compares bare columns of a table whose mapped class is there, so that alone is no offence.
    bare: set[str | None] = set()
    mapped: set[str | None] = set()
    for each in parts:
        if isinstance(each, Select):
            if _selects_bare(each):
                return True
        elif isinstance(each, TextClause):
            return True
        elif isinstance(each, Column):
            (bare if _is_bare(each) else mapped).add(_source(each))
        elif isinstance(each, Table) and not _is_bare(each):
            mapped.add(_source(each))
    return not bare <= mapped


def _selects_bare(select: Select[Any]) -> bool:
    joined = (target for target, *_ in select._setup_joins)  # noqa: SLF001 -- there is no public way to it
    return any(map(_is_bare, (*select._raw_columns, *select._from_obj, *joined)))  # noqa: SLF001 -- as above


def _is_bare(element: Any) -> bool:
    """Whether a table, or a column of one, comes without its mapped class."""
    is_of_table = isinstance(element, (Column, Table, Alias)) and _source(element) is not None
    return is_of_table and element._annotations.keys().isdisjoint(_MAPPED)  # noqa: SLF001 -- SQLAlchemy marks elements nowhere else


def _source(element: Any) -> str | None:
    """Name of the table that a table, an alias or a column stands for; None for subqueries."""
    source = element.table if isinstance(element, Column) else element
    source = source.element if isinstance(source, Alias) else source
    return source.name if isinstance(source, Table) else None


# Made once per scope: to make them anew for each statement took a tenth of the time of a short one.
@lru_cache(maxsize=1024)
def _criteria(scope: Scope) -> tuple[Any, ...]:
    ids = scope.district_ids
    criteria = (
        with_loader_criteria(TenantScoped, lambda cls: cls.district_id.in_(ids), include_aliases=True),
        with_loader_criteria(AuditEvent, lambda cls: cls.district_id.in_(ids), include_aliases=True),
    )
    school = scope.school_id
    if school is None:
        return criteria
    return (
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
    )


def _check_insert(scope: Scope, state: ORMExecuteState) -> None:
    for row in (*_inline_rows(state.statement), *_parameter_rows(state)):
        _check_row(scope, _changed_model(state), row)


def _parameter_rows(state: ORMExecuteState) -> Sequence[Mapping[str, Any]]:
    given = state.parameters or ()
    return [given] if isinstance(given, Mapping) else given


def _inline_rows(statement: Any) -> list[dict[str, Any]]:
    """What `values()` of an INSERT or UPDATE holds, by name of column."""
    if getattr(statement, "select", None) is not None:
        raise ScopeError(PAST_MODELS)
    single = [statement._values] if statement._values else []  # noqa: SLF001 -- there is no public way to it
    several = [row for rows in statement._multi_values for row in rows]  # noqa: SLF001 -- as above
    return [{_name(column): _plain(value) for column, value in row.items()} for row in (*single, *several)]


def _name(column: Any) -> str:
    return column if isinstance(column, str) else str(column.key)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, BindParameter) else value


def _check_change(scope: Scope, state: ORMExecuteState) -> None:
    """Limit UPDATE and DELETE to rows that the scope may write; no row moves to another tenant."""
    model = _changed_model(state)
    _check_subject(scope, model)
    if isinstance(state.parameters, Sequence):
        raise ScopeError("Изменение строк по списку ключей запрещено: ограничение района до него не доходит.")
    if state.is_update:
        changed = {name for row in (*_inline_rows(state.statement), *_parameter_rows(state)) for name in row}
        if changed & {"district_id", _school_attribute(model)}:
            raise ScopeError("Строка не может перейти к другому району или другой школе.")
    if scope.school_id is None or not issubclass(model, TenantScoped):
        return
    if issubclass(model, SchoolOrDistrictScoped):
        statement = cast("Update | Delete", state.statement)
        state.statement = statement.where(model.school_id == scope.school_id)
    elif not issubclass(model, (*_OF_A_SCHOOL, *_SHARED)):
        raise ScopeError(OF_DISTRICT)


def _changed_model(state: ORMExecuteState) -> type:
    mapper = state.bind_mapper
    if mapper is None:
        raise ScopeError(PAST_MODELS)
    return mapper.class_


@event.listens_for(TenantSession, "before_flush")
def _refuse_foreign_writes(session: TenantSession, _context: object, _instances: object) -> None:
    # `dirty` also holds rows that were set to what they were.
    changed = (instance for instance in session.dirty if session.is_modified(instance))
    for instance in (*session.new, *changed, *session.deleted):
        _stamp(session.scope, instance)
        for row in _rows_of(instance):
            _check_row(session.scope, type(instance), row)


@event.listens_for(UnscopedSession, "before_flush")
def _refuse_tenant_writes(session: UnscopedSession, _context: object, _instances: object) -> None:
    if any(isinstance(instance, TenantScoped) for instance in (*session.new, *session.dirty, *session.deleted)):
        raise ScopeError("Данные района доступны только в сеансе района.")


def _stamp(scope: Scope, instance: object) -> None:
    """Give a new row its tenant where it has none yet."""
    if isinstance(instance, TenantScoped) and getattr(instance, "district_id", None) is None:
        instance.district_id = scope.district_id
    own = scope.school_id
    if isinstance(instance, SchoolScoped) and own is not None and getattr(instance, "school_id", None) is None:
        instance.school_id = own


def _rows_of(instance: object) -> list[dict[str, Any]]:
    """The tenant that a row has and, where it is to change, the one that it had."""
    names = ("district_id", _school_attribute(type(instance)))
    histories = {name: attributes.get_history(instance, name) for name in names if hasattr(type(instance), name)}
    now = {name: getattr(instance, name) for name in histories}
    before = {name: history.deleted[0] for name, history in histories.items() if history.deleted}
    return [now, now | before] if before else [now]


def _check_row(scope: Scope, model: type, row: Mapping[str, Any]) -> None:
    """Refuse to write a row of another tenant, or one of the whole district from a school's session."""
    _check_subject(scope, model)
    if not issubclass(model, (TenantScoped, AuditEvent)):
        return
    school_id = row.get(_school_attribute(model))
    if issubclass(model, AuditEvent) and row.get("district_id") is None and school_id is None:
        return
    if row.get("district_id") not in scope.district_ids:
        raise ScopeError("Запись чужого района.")
    if scope.school_id is None or issubclass(model, _SHARED):
        return
    if not issubclass(model, (*_OF_A_SCHOOL, SchoolOrDistrictScoped, AuditEvent)) or school_id is None:
        raise ScopeError(OF_DISTRICT)
    if school_id != scope.school_id:
        raise ScopeError("Запись чужой школы.")


def _check_subject(scope: Scope, model: type) -> None:
    """Refuse to write at all, or to write what the scope is not for."""
    if scope.is_read_only:
        raise ScopeError(READ_ONLY)
    if scope.writes_meetings_only and not issubclass(model, _OF_MEETINGS):
        raise ScopeError(BEYOND_MEETINGS)


def _school_attribute(model: type) -> str:
    return "id" if issubclass(model, School) else "school_id"
