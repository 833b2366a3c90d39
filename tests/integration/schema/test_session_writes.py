"""A session writes rows of its scope and no others, whatever the statement."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from data_layer import session as sessions
from data_layer.errors import ScopeError
from data_layer.models import (
    Base,
    Block,
    Document,
    DocumentCover,
    Flag,
    Indicator,
    Observation,
    PooledResult,
    Result,
    School,
    SchoolYear,
    Target,
    User,
)
from data_layer.scope import Scope
from data_layer.session import TenantSession, district_wide, tenant_session, unscoped
from tests import factories
from tests.support.districts import TwoDistricts
from tests.support.scopes import (
    ALPHA,
    ALPHA_1,
    BETA_2,
    FOREIGN_ROWS,
    REGION,
    SCHOOLS,
    SCOPE_NAMES,
    TENANT_MODELS,
    all_keys,
    for_writing,
)

OpenSession = Callable[[Scope], TenantSession]
of_each_scope = pytest.mark.parametrize("scope", SCHOOLS, ids=SCOPE_NAMES)
of_each_model = pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)


def touched(session: TenantSession, statement: Any) -> int:
    """How many rows an UPDATE or DELETE reached."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def test_new_rows_get_the_tenant_of_the_session(write: OpenSession) -> None:
    session = write(ALPHA_1)
    document = factories.document(covers=[factories.document_cover()])
    session.add(document)

    session.flush()

    assert (document.district_id, document.school_id) == (1, 101)
    assert [(each.district_id, each.school_id) for each in document.covers] == [(1, 101)]


@pytest.mark.parametrize("name", FOREIGN_ROWS)
def test_a_row_of_somebody_else_is_not_added(write: OpenSession, name: str) -> None:
    scope, row = FOREIGN_ROWS[name]
    session = write(scope)
    session.add(row())

    with pytest.raises(ScopeError):
        session.flush()


def test_a_region_says_for_which_district_it_writes(write: OpenSession) -> None:
    session = write(REGION)
    session.add(factories.meeting())

    with pytest.raises(ScopeError):
        session.flush()


BULK = {
    "another district": (ALPHA, [{"district_id": 2, "year": 2001}]),
    "another district among own rows": (ALPHA, [{"district_id": 1, "year": 2001}, {"district_id": 2, "year": 2001}]),
    "no district": (ALPHA, [{"year": 2001}]),
}


@pytest.mark.parametrize("name", BULK)
@pytest.mark.parametrize("form", ["parameters", "values"])
def test_rows_of_somebody_else_are_not_inserted_in_bulk(write: OpenSession, name: str, form: str) -> None:
    scope, rows = BULK[name]
    session = write(scope)

    with pytest.raises(ScopeError):
        insert_rows(session, SchoolYear, rows, form)


@pytest.mark.parametrize("school_id", [102, None])
@pytest.mark.parametrize("form", ["parameters", "values"])
def test_a_school_inserts_in_bulk_for_itself_alone(write: OpenSession, form: str, school_id: int | None) -> None:
    session = write(ALPHA_1)
    row = {"district_id": 1, "year": 2025, "indicator_id": "x", "level": "ooo", "status": "met"}
    row |= {"target_origin": "none", "is_pending": False, "is_summed": False}

    insert_rows(session, Result, [row | {"school_id": 101}], form)
    with pytest.raises(ScopeError):
        insert_rows(session, Result, [row | {"school_id": school_id}], form)


def insert_rows(session: TenantSession, model: Any, rows: list[dict[str, Any]], form: str) -> None:
    if form == "parameters":
        session.execute(insert(model), rows)
    else:
        session.execute(insert(model).values(rows if len(rows) > 1 else rows[0]))


@of_each_scope
@pytest.mark.parametrize("model", [Flag, Result, Target, Document, Observation], ids=lambda model: model.__tablename__)
def test_update_and_delete_touch_the_rows_of_the_scope(
    districts: TwoDistricts, write: OpenSession, model: Any, scope: Scope
) -> None:
    own = {key for key in all_keys(districts, model, scope) if may_write(districts, model, scope, key)}
    session = write(scope)

    values = {"title": "x"} if model is Document else {"level": "ooo"}
    assert touched(session, update(model).values(values)) == len(own)
    if model is Document:
        session.execute(delete(DocumentCover))
    assert touched(session, delete(model).execution_options(synchronize_session=False)) == len(own)
    session.rollback()
    session.close()
    assert all_keys(districts, model, scope) >= own


def may_write(districts: TwoDistricts, model: Any, scope: Scope, key: tuple[Any, ...]) -> bool:
    """A school sees the rows of its whole district and leaves them alone."""
    with tenant_session(districts.engine, scope) as session:
        row = session.get_one(model, key)
        return scope.school_id is None or row.school_id == scope.school_id


@pytest.mark.parametrize("model", [Block, Indicator, PooledResult], ids=lambda model: model.__tablename__)
@pytest.mark.parametrize("statement", [update, delete])
def test_a_school_leaves_the_rows_of_its_district_alone(write: OpenSession, statement: Any, model: Any) -> None:
    statement = statement(model)

    with pytest.raises(ScopeError):
        write(ALPHA_1).execute(statement.values(district_id=1) if statement.is_update else statement)


@pytest.mark.parametrize("values", [{"district_id": 2}, {"school_id": 102}, {School.district_id: 2}])
def test_no_update_moves_rows_to_another_tenant(write: OpenSession, values: dict[Any, int]) -> None:
    model = School if School.district_id in values else Flag

    with pytest.raises(ScopeError):
        write(ALPHA).execute(update(model).values(values))


def test_no_update_goes_by_a_list_of_keys(write: OpenSession) -> None:
    with pytest.raises(ScopeError):
        write(ALPHA).execute(update(School), [{"district_id": 2, "id": 201, "code": "taken"}])


def test_a_loaded_row_cannot_be_moved(write: OpenSession) -> None:
    session = write(ALPHA_1)
    flag = session.scalars(select(Flag)).one()
    flag.school_id = 102

    with pytest.raises(ScopeError):
        session.flush()


def test_a_row_loaded_elsewhere_cannot_be_taken_over(districts: TwoDistricts) -> None:
    with tenant_session(districts.engine, BETA_2) as session:
        flag = session.scalars(select(Flag)).one()

    session = TenantSession(districts.engine, for_writing(ALPHA_1))
    session.add(flag)
    flag.district_id, flag.school_id = 1, 101
    with pytest.raises(ScopeError):
        session.flush()
    session.close()


def test_a_foreign_row_loaded_elsewhere_cannot_be_deleted(districts: TwoDistricts) -> None:
    with tenant_session(districts.engine, BETA_2) as session:
        flag = session.scalars(select(Flag)).one()

    session = TenantSession(districts.engine, for_writing(ALPHA))
    session.delete(flag)
    with pytest.raises(ScopeError):
        session.flush()
    session.close()


@pytest.mark.parametrize(
    "statement",
    [
        update(Flag).values(rule="x"),
        delete(Flag),
        insert(SchoolYear).values(district_id=1, year=2001, has_documents=False),
        update(User).values(full_name="x"),
        insert(User).values(login="x", password_hash="x"),
    ],
    ids=str,
)
def test_a_scope_for_reading_cannot_write(districts: TwoDistricts, statement: Any) -> None:
    with pytest.raises((ScopeError, DBAPIError)), tenant_session(districts.engine, ALPHA) as session:
        session.execute(statement)


@pytest.mark.parametrize("row", [factories.flag(school_id=101), factories.user(), factories.audit_event()])
def test_a_scope_for_reading_cannot_add(districts: TwoDistricts, row: Base) -> None:
    session = TenantSession(districts.engine, ALPHA)
    session.add(row)

    with pytest.raises(ScopeError):
        session.flush()
    session.close()


def test_a_session_without_tenant_for_reading_cannot_write(districts: TwoDistricts) -> None:
    with pytest.raises(DBAPIError), unscoped(districts.engine, "looking", is_read_only=True) as session:
        session.add(factories.user())


def test_the_database_itself_refuses_writes_of_a_reader(
    districts: TwoDistricts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_check_row", lambda *_: None)

    with pytest.raises(DBAPIError), tenant_session(districts.engine, ALPHA) as session:
        session.add(factories.flag(school_id=101))


def test_a_school_works_on_its_district_only_inside_district_wide(write: OpenSession) -> None:
    session = write(ALPHA_1)

    with district_wide(session):
        inside = set(session.scalars(select(Result.school_id)))

    assert inside == {101, 102}
    assert set(session.scalars(select(Result.school_id))) == {101}
