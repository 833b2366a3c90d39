"""Bringing a district into being, with its own copy of the catalogue."""

from sqlalchemy import Engine, func, select

from data_layer.commands.audit import record
from data_layer.commands.catalogue import copy_template
from data_layer.errors import ConflictError
from data_layer.models import District, Region
from data_layer.scope import Scope
from data_layer.session import TenantSession, UnscopedSession, tenant_session, unscoped


def create_district(
    engine: Engine,
    *,
    code: str,
    title: str,
    region_code: str | None = None,
    is_demo: bool = False,
    actor: str,
) -> int:
    """Add a district with its own copy of the catalogue; its id.

    A region that is not known yet comes into being with its code as title. Raises ConflictError when
    the code is there already. District and catalogue are written in one transaction.
    """
    with unscoped(engine, "a new district has no tenant yet") as session:
        _refuse_known_code(session, code)
        region_id = None if region_code is None else _region_id(session, region_code)
        district_id = (session.scalar(select(func.max(District.id))) or 0) + 1
    with tenant_session(engine, Scope((district_id,), is_read_only=False)) as tenant:
        _add(tenant, code=code, title=title, region_id=region_id, is_demo=is_demo)
        record(
            tenant,
            actor=actor,
            action="district_added",
            subject=code,
            district_id=district_id,
            new={"title": title, "region": region_code},
        )
    return district_id


def _refuse_known_code(session: UnscopedSession, code: str) -> None:
    if session.scalar(select(District.id).where(District.code == code)) is not None:
        raise ConflictError(f"Район с кодом «{code}» уже есть. Выберите другой код.")


def _region_id(session: UnscopedSession, code: str) -> int:
    region = session.scalar(select(Region).where(Region.code == code))
    if region is None:
        region = Region(code=code, title=code)
        session.add(region)
        session.flush()
    return region.id


def _add(session: TenantSession, *, code: str, title: str, region_id: int | None, is_demo: bool) -> None:
    district_id = session.scope.district_id
    session.add(District(id=district_id, code=code, title=title, region_id=region_id, is_demo=is_demo))
    session.flush()
    copy_template(session)


def name_region(session: UnscopedSession, *, code: str, title: str) -> None:
    """Give a region its name; its code is all that `districts add` knows of it."""
    region = session.scalar(select(Region).where(Region.code == code))
    if region is not None:
        region.title = title
