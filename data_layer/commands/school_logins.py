"""A new login of ФИС ОКО: files of earlier years still come with the old one, and name the same school."""

from typing import Final

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.intake.readers.understood import NamedSchool
from data_layer.models import School, SchoolAlias
from data_layer.session import TenantSession

_MATCHED: Final = "schools_matched"


def keep_former_login(session: TenantSession, school: School, *, old: str | None, new: str | None, actor: str) -> None:
    """Remember whose the old login was. What was decided before about the new one gives way to this.

    A login is known by its digits, so another prefix before the same ones needs no memory.
    """
    former, present = (NamedSchool(login=login or "") for login in (old, new))
    if former.digits == present.digits:
        return
    if present.digits:
        _forget_for_others(session, present.key, school_id=school.id)
    if former.digits and not _is_known(session, former.key):
        session.add(
            SchoolAlias(
                district_id=school.district_id, school_id=school.id, key=former.key, label=former.label, author=actor
            )
        )
        record(
            session,
            actor=actor,
            action=_MATCHED,
            subject=former.label,
            district_id=school.district_id,
            school_id=school.id,
            new={"key": former.key},
        )
    session.flush()


def _is_known(session: TenantSession, key: str) -> bool:
    query = select(SchoolAlias.id).where(SchoolAlias.district_id == session.scope.district_id, SchoolAlias.key == key)
    return session.scalar(query) is not None


def _forget_for_others(session: TenantSession, key: str, *, school_id: int) -> None:
    """A login that is now a school's own cannot stand for another one."""
    alias = session.scalar(
        select(SchoolAlias).where(SchoolAlias.district_id == session.scope.district_id, SchoolAlias.key == key)
    )
    if alias is not None and alias.school_id != school_id and session.scope.school_id is None:
        session.delete(alias)
        session.flush()
