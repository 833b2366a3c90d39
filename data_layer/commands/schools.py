"""One school of the district, added or changed by hand; lists of schools come by way of imports."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.commands.derive import refresh, schools_sharing_files
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.school_logins import keep_former_login
from data_layer.domain.succession import opening_day
from data_layer.errors import ChangedMeanwhileError, ConflictError, NotFoundError
from data_layer.intake.rows import SchoolRow
from data_layer.models import School
from data_layer.models.base import new_id
from data_layer.session import TenantSession

FIELDS: Final = (
    "short_name",
    "full_name",
    "kind",
    "levels",
    "cluster",
    "pupils",
    "fis_oko_login",
    "rcoi_code",
    "inn",
)
# Fields that no figure, flag or roll-up depends on.
_PLAIN: Final = frozenset({"full_name", "pupils", "fis_oko_login", "rcoi_code", "inn"})


def school_values(session: TenantSession, *, code: str) -> dict[str, Any]:
    """What is kept of a school, by field; levels only where they were given. Raises NotFoundError."""
    return _values(_school(session, code))


def version_of(values: Mapping[str, Any]) -> str:
    """What a form sends back, so that a save tells whether anybody saved in between."""
    return hashlib.sha256(json.dumps(dict(values), sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def add_school(
    session: TenantSession, row: SchoolRow, *, opened_in: int | None = None, actor: str, request_id: str = ""
) -> None:
    """row: checked as a row of an import. opened_in: its first school year, None: it has always been there.

    Raises ConflictError for a code that is there already.
    """
    lock_district(session)
    district_id = session.scope.district_id
    known = select(School.id).where(School.district_id == district_id, School.code == row.code)
    if session.scalar(known) is not None:
        raise ConflictError(f"Школа с кодом «{row.code}» уже есть.")
    wanted = _wanted(row)
    opened_on = None if opened_in is None else opening_day(opened_in)
    school = School(district_id=district_id, id=new_id(), code=row.code, opened_on=opened_on, **wanted)
    session.add(school)
    session.flush()
    record(
        session,
        actor=actor,
        action="school_added",
        subject=row.code,
        district_id=district_id,
        school_id=school.id,
        new={name: value for name, value in (wanted | {"began_in": opened_in}).items() if value is not None},
        request_id=request_id,
    )
    refresh(session, school_ids={school.id})


def change_school(
    session: TenantSession, row: SchoolRow, *, version: str, actor: str, request_id: str = ""
) -> tuple[str, ...]:
    """Keep what the row says of the school with its code, empty fields included; the names of those that changed.

    row: checked as a row of an import. version: of what the person saw. Raises ChangedMeanwhileError where
    the school is another by now, NotFoundError.
    """
    lock_district(session)
    school = _school(session, row.code)
    now, wanted = _values(school), _wanted(row)
    changed = [name for name in FIELDS if now[name] != wanted[name]]
    if not changed:
        return ()
    if version != version_of(now):
        raise ChangedMeanwhileError("Пока форма была открыта, сведения о школе изменили.")
    # What other schools' flags say of this one by name must follow too.
    sharing = schools_sharing_files(session, {school.id})
    for name in changed:
        setattr(school, name, wanted[name])
    if "fis_oko_login" in changed:
        logins = {"old": now["fis_oko_login"], "new": wanted["fis_oko_login"]}
        keep_former_login(session, school, **logins, actor=actor)
    record(
        session,
        actor=actor,
        action="school_changed",
        subject=row.code,
        district_id=school.district_id,
        school_id=school.id,
        old={name: now[name] for name in changed},
        new={name: wanted[name] for name in changed},
        request_id=request_id,
    )
    session.flush()
    if set(changed) - _PLAIN:
        refresh(session, school_ids=sharing)
    return tuple(changed)


def _school(session: TenantSession, code: str) -> School:
    school = session.scalar(select(School).where(School.district_id == session.scope.district_id, School.code == code))
    if school is None:
        raise NotFoundError(f"Школы с кодом «{code}» нет.")
    return school


def _values(school: School) -> dict[str, Any]:
    return {name: getattr(school, name) for name in FIELDS}


def _wanted(row: SchoolRow) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    values["levels"] = None if row.levels is None else ";".join(row.levels)
    return {name: value.value if hasattr(value, "value") else value for name, value in values.items()}
