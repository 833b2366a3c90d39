"""Bringing a district into being, with its own copy of the catalogue."""

import re
from typing import Final

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from data_layer.commands.audit import record
from data_layer.commands.catalogue import copy_template
from data_layer.errors import ConflictError
from data_layer.models import District, Region
from data_layer.scope import Scope
from data_layer.session import TenantSession, UnscopedSession, tenant_session, unscoped

_AT_ONCE: Final = "В это же время добавлен другой район. Повторите команду."
# How PostgreSQL and SQLite call a key that is there already.
_TAKEN: Final = frozenset({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})


CODE: Final = re.compile(r"[a-z0-9-]{1,32}")
REGION_CODE: Final = re.compile(r"[^\s\x00-\x1f\x7f-\x9f/\\?#%;]{1,32}")
LONGEST_TITLE: Final = 200


class _TakenError(Exception):
    """Between check and rows somebody else took the district's id or code, or added the same region."""


def create_district(
    engine: Engine,
    *,
    code: str,
    title: str,
    region_code: str | None = None,
    time_zone: str = "Europe/Moscow",
    is_demo: bool = False,
    actor: str,
    request_id: str = "",
) -> int:
    """Add a district with its own copy of the catalogue; its id.

    A region that is not known yet comes into being with its code as title. Raises ConflictError when
    the code is there already, or another district is being added at the same time. District, region
    and catalogue are written in one transaction.
    """
    district_id = _free_id(engine, code)
    try:
        with tenant_session(engine, Scope((district_id,), is_read_only=False)) as tenant:
            district = District(id=district_id, code=code, title=title, time_zone=time_zone, is_demo=is_demo)
            _add(tenant, district, region_code=region_code)
            copy_template(tenant)
            record(
                tenant,
                actor=actor,
                action="district_added",
                subject=code,
                district_id=district_id,
                new={"title": title, "region": region_code},
                request_id=request_id,
            )
    except _TakenError:
        _free_id(engine, code)
        raise ConflictError(_AT_ONCE) from None
    return district_id


def _free_id(engine: Engine, code: str) -> int:
    """An id no district has yet. Raises ConflictError for a known code."""
    with unscoped(engine, "a new district has no tenant yet", is_read_only=True) as session:
        _refuse_known_code(session, code)
        return (session.scalar(select(func.max(District.id))) or 0) + 1


def _refuse_known_code(session: UnscopedSession, code: str) -> None:
    if session.scalar(select(District.id).where(District.code == code)) is not None:
        raise ConflictError(f"Район с кодом «{code}» уже есть. Выберите другой код.")


def _add(session: TenantSession, district: District, *, region_code: str | None) -> None:
    try:
        district.region_id = None if region_code is None else _region_id(session, region_code)
        session.add(district)
        session.flush()
    except IntegrityError as error:
        if _is_taken(error):
            raise _TakenError from error
        raise


def _region_id(session: TenantSession, code: str) -> int:
    region = session.scalar(select(Region).where(Region.code == code))
    if region is None:
        region = Region(code=code, title=code)
        session.add(region)
        session.flush()
    return region.id


def _is_taken(error: IntegrityError) -> bool:
    """Whether a row of this key is there already, as PostgreSQL or SQLite say it."""
    kind = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return kind in _TAKEN


def name_region(session: UnscopedSession, *, code: str, title: str) -> None:
    """Give a region its name; its code is all that `districts add` knows of it."""
    region = session.scalar(select(Region).where(Region.code == code))
    if region is not None:
        region.title = title
