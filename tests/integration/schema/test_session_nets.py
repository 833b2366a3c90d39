"""Each net between tenants holds by itself."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import DBAPIError

from data_layer import session as sessions
from data_layer.errors import ChangedMeanwhileError
from data_layer.models import (
    Flag,
)
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session
from tests.support.districts import TwoDistricts, filled
from tests.support.scopes import (
    ALPHA,
    BETA_2,
    FOREIGN_ROWS,
    REGION,
    SCHOOLS,
    SCOPE_NAMES,
    TENANT_MODELS,
    all_keys,
    for_writing,
    key_columns,
)

OpenSession = Callable[[Scope], TenantSession]
of_each_scope = pytest.mark.parametrize("scope", SCHOOLS, ids=SCOPE_NAMES)
of_each_model = pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)


@pytest.fixture
def without_criteria(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nets of the session are gone; only those of the database are left."""
    monkeypatch.setattr(sessions, "_criteria", lambda _: [])
    monkeypatch.setattr(sessions, "_check_row", lambda *_: None)
    monkeypatch.setattr(sessions, "_check_change", lambda *_: None)
    monkeypatch.setattr(sessions, "_check_insert", lambda *_: None)


@pytest.mark.usefixtures("without_criteria")
@of_each_scope
@of_each_model
def test_row_level_security_alone_shows_the_rows_of_the_scope(
    districts: TwoDistricts, read: OpenSession, model: Any, scope: Scope
) -> None:
    seen = {tuple(row) for row in read(scope).execute(select(*key_columns(model, model)))}

    if districts.engine.dialect.name == "postgresql":
        assert seen == all_keys(districts, model, scope)
    else:
        # The planted fault: on SQLite the criteria are the net, and without them everything shows.
        assert seen == all_keys(districts, model, REGION)


@pytest.mark.usefixtures("without_criteria")
@pytest.mark.postgres
@pytest.mark.parametrize("name", FOREIGN_ROWS)
def test_row_level_security_alone_refuses_rows_of_somebody_else(
    two_districts_on_postgres: TwoDistricts, name: str
) -> None:
    scope, row = FOREIGN_ROWS[name]
    session = TenantSession(two_districts_on_postgres.engine, for_writing(scope))
    session.add(row())

    with pytest.raises(DBAPIError, match="row-level security"):
        session.flush()
    session.close()


@pytest.mark.usefixtures("without_criteria")
@pytest.mark.postgres
def test_row_level_security_alone_refuses_to_move_and_to_delete(two_districts_on_postgres: TwoDistricts) -> None:
    districts = filled(two_districts_on_postgres)
    with tenant_session(districts.engine, BETA_2) as session:
        foreign = session.scalars(select(Flag)).one()

    with TenantSession(districts.engine, for_writing(ALPHA)) as session:
        with pytest.raises(DBAPIError, match="row-level security"):
            session.execute(update(Flag).values(district_id=2).execution_options(synchronize_session=False))
        session.rollback()
        gone = cast("CursorResult[Any]", session.execute(delete(Flag).where(Flag.district_id == 2)))
        assert gone.rowcount == 0
        foreign.rule = "changed"
        session.add(foreign)
        with pytest.raises(ChangedMeanwhileError):
            session.flush()
