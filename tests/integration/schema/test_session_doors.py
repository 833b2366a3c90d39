"""Nothing leads past the models, and without a tenant its rows stay closed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import (
    delete,
    exists,
    func,
    insert,
    select,
    text,  # noqa: TID251 -- what is banned must be refused as well
    update,
)

from data_layer.errors import ScopeError
from data_layer.models import (
    AuditEvent,
    Block,
    School,
    SchoolYear,
    User,
)
from data_layer.scope import Scope
from data_layer.session import OF_NO_TENANT, TenantSession, tenant_session, unscoped
from tests import factories
from tests.support.districts import TwoDistricts
from tests.support.scopes import (
    ALPHA,
    ALPHA_1,
    BETA_2,
    SCHOOLS,
    SCOPE_NAMES,
    TENANT_MODELS,
    for_writing,
)

OpenSession = Callable[[Scope], TenantSession]
of_each_scope = pytest.mark.parametrize("scope", SCHOOLS, ids=SCOPE_NAMES)
TABLE: Any = School.__table__

of_each_model = pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)


@pytest.mark.parametrize(
    "statement",
    [
        text("SELECT 1"),
        text("SELECT * FROM school"),
        select(TABLE),
        select(func.count()).select_from(TABLE),
        insert(TABLE).values(district_id=1, id=1, code="1", short_name="x", kind="full"),
        update(TABLE).values(code="x"),
        delete(TABLE),
        select(School).from_statement(text("SELECT * FROM school")),
        select(School).where(text("1 = 1")),
        select(Block.title, TABLE.c.short_name),
        select(Block.title).join(TABLE, TABLE.c.district_id == Block.district_id),
        select(Block.title).where(exists(select(TABLE.c.id))),
        select(Block.title).where(TABLE.c.short_name.like("%")),
        select(Block.title, TABLE.alias().c.short_name),
        select(Block.title, select(TABLE.c.short_name).limit(1).scalar_subquery()),
        insert(SchoolYear).from_select(["district_id", "year"], select(SchoolYear.district_id, SchoolYear.year + 1)),
    ],
    ids=lambda statement: " ".join(str(statement).split())[:60],
)
def test_a_statement_past_the_models_is_refused(districts: TwoDistricts, statement: Any) -> None:
    with tenant_session(districts.engine, for_writing(ALPHA)) as session, pytest.raises(ScopeError):
        session.execute(statement)


@pytest.mark.parametrize("door", ["connection", "bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"])
def test_the_doors_past_the_checks_are_shut(districts: TwoDistricts, door: str) -> None:
    with tenant_session(districts.engine, ALPHA) as session, pytest.raises(ScopeError):
        getattr(session, door)()
    with unscoped(districts.engine, "doors") as outside, pytest.raises(ScopeError):
        getattr(outside, door)()


@of_each_model
def test_without_a_tenant_no_row_of_one_is_read_or_written(districts: TwoDistricts, model: Any) -> None:
    statements = [
        select(model),
        select(func.count()).select_from(model),
        select(User.id).where(exists(select(model.district_id))),
        update(model).values(district_id=1),
        delete(model),
    ]

    with unscoped(districts.engine, "looking around") as session:
        for statement in statements:
            with pytest.raises(ScopeError):
                session.execute(statement)


def test_without_a_tenant_none_of_its_rows_is_added(districts: TwoDistricts) -> None:
    with unscoped(districts.engine, "adding") as session:
        session.add(factories.block(district_id=1, number=6))

        with pytest.raises(ScopeError):
            session.flush()
        session.rollback()
        with pytest.raises(ScopeError):
            session.execute(insert(SchoolYear), [{"district_id": 1, "year": 2001}])


def test_events_are_noted_without_a_tenant_and_read_in_their_district(two_districts: TwoDistricts) -> None:
    with unscoped(two_districts.engine, "signing in") as session:
        session.add(factories.audit_event(action="of nobody"))
        session.add(factories.audit_event(action="of alpha", district_id=1))
        session.add(factories.audit_event(action="of a school", district_id=1, school_id=101))

    def actions(scope: Scope) -> set[str]:
        with tenant_session(two_districts.engine, scope) as session:
            return {each.action for each in session.scalars(select(AuditEvent)) if each.action.startswith("of ")}

    assert actions(ALPHA) == {"of alpha", "of a school"}
    assert actions(ALPHA_1) == {"of a school"}
    assert actions(BETA_2) == set()
    # Whoever looks after the platform reads those of no district, whatever the query forgets to say.
    with unscoped(two_districts.engine, "looking", is_read_only=True) as session:
        asked = session.scalars(select(AuditEvent.action), execution_options={OF_NO_TENANT: True})
        assert {each for each in asked if each.startswith("of ")} == {"of nobody"}
        with pytest.raises(ScopeError):
            session.scalars(
                select(School.id).join(AuditEvent, AuditEvent.school_id == School.id),
                execution_options={OF_NO_TENANT: True},
            )
