"""Who may ask for the rows of the two districts, and whose rows each of them sees."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from data_layer.models import AuditEvent, Base, ImportBatch, School, SchoolOrDistrictScoped, SchoolScoped, TenantScoped
from data_layer.scope import Scope
from tests import factories
from tests.support.districts import TwoDistricts

# In one order everywhere: the processes of a run must collect the same tests.
TENANT_MODELS: list[Any] = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, (TenantScoped, AuditEvent))),
    key=lambda model: model.__tablename__,
)

# A department, a school of its district, a school of the other district, and a region of both.
ALPHA, ALPHA_1, BETA_2, REGION = Scope((1,)), Scope((1,), 101), Scope((2,), 202), Scope((1, 2))
SCHOOLS = {ALPHA: {101, 102}, ALPHA_1: {101}, BETA_2: {202}, REGION: {101, 102, 201, 202}}
SCOPE_NAMES = ["alpha", "school of alpha", "school of beta", "region"]


def for_writing(scope: Scope) -> Scope:
    return Scope(scope.district_ids, scope.school_id, is_read_only=False)


def is_visible(scope: Scope, model: Any, row: Any) -> bool:
    """The rule of who sees what, said a second time."""
    if row.district_id not in scope.district_ids:
        return False
    if scope.school_id is None:
        return True
    if model is School:
        return bool(row.id == scope.school_id)
    if issubclass(model, SchoolOrDistrictScoped) and model is not ImportBatch:
        return row.school_id in {None, scope.school_id}
    if issubclass(model, SchoolScoped) or model in {AuditEvent, ImportBatch}:
        return bool(row.school_id == scope.school_id)
    return True


def all_keys(districts: TwoDistricts, model: Any, scope: Scope) -> set[tuple[Any, ...]]:
    """Keys of the rows that the scope should see, taken past all nets by the owner of the tables."""
    table = model.__table__
    with districts.owner_engine.connect() as connection:
        rows = connection.execute(select(table)).all()
    assert {row.district_id for row in rows} == {1, 2}
    return {
        tuple(getattr(row, column.name) for column in table.primary_key)
        for row in rows
        if is_visible(scope, model, row)
    }


def key_columns(entity: Any, model: Any) -> list[Any]:
    return [getattr(entity, column.name) for column in model.__table__.primary_key]


# Rows that a scope may see or not, and may not add.
FOREIGN_ROWS: dict[str, tuple[Scope, Callable[[], Base]]] = {
    "another district": (ALPHA, lambda: factories.flag(district_id=2, school_id=201)),
    "another district's school year": (ALPHA, lambda: factories.school_year(district_id=2, year=2001)),
    "an event of another district": (ALPHA, lambda: factories.audit_event(district_id=2)),
    "the neighbour": (ALPHA_1, lambda: factories.flag(school_id=102)),
    "a school beside one's own": (ALPHA_1, lambda: factories.school(id=109)),
    "an event of the neighbour": (ALPHA_1, lambda: factories.audit_event(district_id=1, school_id=102)),
    "an event of the district": (ALPHA_1, lambda: factories.audit_event(district_id=1)),
    "a reference of the district": (ALPHA_1, lambda: factories.target(school_id=None, year=2001)),
    "a batch of the district": (ALPHA_1, lambda: factories.import_batch(school_id=None)),
    "the catalogue": (ALPHA_1, factories.goal),
    "a pooled result": (ALPHA_1, lambda: factories.pooled_result(level="soo")),
    "a meeting": (ALPHA_1, factories.meeting),
}
