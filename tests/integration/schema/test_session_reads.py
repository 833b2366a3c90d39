"""A session reads the rows of its scope and no others, whatever the statement."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import exists, func, literal_column, select, union_all
from sqlalchemy.orm import aliased, selectinload

from data_layer import session as sessions
from data_layer.models import (
    Block,
    Document,
    DocumentCover,
    Indicator,
    Observation,
    Result,
    School,
)
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session
from tests.support.districts import TwoDistricts, filled
from tests.support.scopes import ALPHA_1, REGION, SCHOOLS, SCOPE_NAMES, TENANT_MODELS, all_keys, key_columns

OpenSession = Callable[[Scope], TenantSession]
of_each_scope = pytest.mark.parametrize("scope", SCHOOLS, ids=SCOPE_NAMES)
of_each_model = pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)


@of_each_scope
@of_each_model
def test_select_count_and_get_give_the_rows_of_the_scope(
    districts: TwoDistricts, read: OpenSession, model: Any, scope: Scope
) -> None:
    session = read(scope)
    expected = all_keys(districts, model, scope)

    assert {tuple(row) for row in session.execute(select(*key_columns(model, model)))} == expected
    assert session.scalar(select(func.count()).select_from(model)) == len(expected)
    for key in all_keys(districts, model, REGION):
        assert (session.get(model, key) is not None) is (key in expected)


@of_each_scope
def test_aliases_joins_and_subqueries_give_the_schools_of_the_scope(read: OpenSession, scope: Scope) -> None:
    session = read(scope)
    other, nested = aliased(School), aliased(School, select(School).subquery())
    cte = select(School.id).cte()

    statements: list[Any] = [
        select(other.id),
        select(nested.id),
        select(cte.c.id),
        select(select(School.id).subquery().c.id),
        union_all(select(School.id), select(other.id)),
        select(School.id).where(School.id.in_(select(Result.school_id))),
        select(School.id).where(exists().where(Result.school_id == School.id)),
        select(Result.school_id).join(School, School.id == Result.school_id),
        select(other.id).select_from(Indicator).join(other, other.district_id == Indicator.district_id),
        select(other.id).select_from(Block).outerjoin(other, literal_column("1") == 1),
        select(select(func.max(School.id)).scalar_subquery()).select_from(Block),
    ]

    for statement in statements[:-1]:
        assert set(session.scalars(statement)) == SCHOOLS[scope], str(statement)
    assert set(session.scalars(statements[-1])) == {max(SCHOOLS[scope])}


@of_each_scope
def test_relationships_give_the_rows_of_the_scope(read: OpenSession, scope: Scope) -> None:
    session = read(scope)

    documents = session.scalars(select(Document).options(selectinload(Document.covers))).all()
    covers = {cover.school_id for document in documents for cover in document.covers}
    through_join = session.scalars(
        select(DocumentCover.school_id).join(Document, Document.id == DocumentCover.document_id)
    )
    lazy = read(scope).get_one(Document, (documents[0].district_id, documents[0].id))

    assert covers == SCHOOLS[scope]
    assert set(through_join) == SCHOOLS[scope]
    assert {document.file.school_id for document in documents if document.file} == SCHOOLS[scope]
    assert len(lazy.covers) == 1


def test_scopes_that_alternate_get_their_own_rows_from_cached_statements(
    read: OpenSession,
) -> None:
    for scope in [*SCHOOLS, *reversed(SCHOOLS), *SCHOOLS] * 3:
        session = read(scope)

        assert set(session.scalars(select(Result.school_id))) == SCHOOLS[scope]
        assert {each.school_id for each in session.scalars(select(Document))} == SCHOOLS[scope]
        session.close()


def test_threads_on_one_small_pool_keep_their_scopes(districts: TwoDistricts) -> None:
    wrong: list[object] = []

    def ask(scope: Scope) -> None:
        for number in range(40):
            with tenant_session(districts.engine, scope) as session:
                seen = set(session.scalars(select(Observation.school_id)))
                wrong.extend([(scope, seen)] if seen != SCHOOLS[scope] else [])
                if number % 3 == 0:
                    session.rollback()

    threads = [threading.Thread(target=ask, args=(scope,)) for scope in SCHOOLS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert wrong == []


def test_the_session_keeps_its_scope_after_commit_rollback_and_savepoint(
    write: OpenSession,
) -> None:
    session = write(ALPHA_1)

    for finish in (session.commit, session.rollback, session.begin_nested, session.commit):
        finish()
        assert set(session.scalars(select(Observation.school_id))) == {101}


@pytest.mark.postgres
@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_connection_goes_back_to_the_pool_without_a_tenant(two_districts_on_postgres: TwoDistricts, end: str) -> None:
    engine = filled(two_districts_on_postgres).engine
    session = TenantSession(engine, ALPHA_1)
    assert session.scalars(select(School.id)).all() == [101]

    getattr(session, end)()
    session.close()

    assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT current_user").scalar_one() == sessions.APP_ROLE
        assert connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "off"
        for setting in ("app.districts", "app.school"):
            assert not connection.exec_driver_sql(f"SELECT current_setting('{setting}', true)").scalar_one()
        assert connection.execute(select(func.count()).select_from(School.__table__)).scalar_one() == 0
