"""A new login of ФИС ОКО: files of earlier years still come with the old one, and name the same school."""

from typing import Final

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.intake.readers.understood import NamedSchool
from data_layer.models import AuditEvent, School, SchoolAlias
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
        _forget_for_others(session, present.key, school_id=school.id, actor=actor)
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
            new={"key": former.key, "matched": school.short_name},
        )
    session.flush()


def take_back_login(session: TenantSession, school: School, *, left: str | None, actor: str) -> None:
    """Undo `keep_former_login` once the school has its former login again. left: the login that it had meanwhile."""
    present, meanwhile = (NamedSchool(login=login or "") for login in (school.fis_oko_login, left))
    if present.digits == meanwhile.digits:
        return
    own = _alias(session, present.key) if present.digits else None
    if own is not None and own.school_id == school.id:
        _forget(session, own, actor=actor)
    if meanwhile.digits:
        _remember_again(session, meanwhile.key, actor=actor)
    session.flush()


def matched_value(session: TenantSession, school_id: int | None) -> str | bool:
    """How the trail keeps whose a name is: the short name of a school, False for none of the district's."""
    if school_id is None:
        return False
    name = select(School.short_name).where(School.district_id == session.scope.district_id, School.id == school_id)
    return session.scalar(name) or ""


def _is_known(session: TenantSession, key: str) -> bool:
    return _alias(session, key) is not None


def _alias(session: TenantSession, key: str) -> SchoolAlias | None:
    return session.scalar(
        select(SchoolAlias).where(SchoolAlias.district_id == session.scope.district_id, SchoolAlias.key == key)
    )


def _forget_for_others(session: TenantSession, key: str, *, school_id: int, actor: str) -> None:
    """A login that is now a school's own cannot stand for another one."""
    alias = _alias(session, key)
    if alias is not None and alias.school_id != school_id and session.scope.school_id is None:
        _forget(session, alias, actor=actor)


def _forget(session: TenantSession, alias: SchoolAlias, *, actor: str) -> None:
    record(
        session,
        actor=actor,
        action=_MATCHED,
        subject=alias.label,
        district_id=alias.district_id,
        school_id=alias.school_id,
        old={"key": alias.key, "matched": matched_value(session, alias.school_id)},
    )
    session.delete(alias)
    session.flush()


def _remember_again(session: TenantSession, key: str, *, actor: str) -> None:
    """What had been decided about a name before it was forgotten, if it ever was and is not known by now."""
    query = select(AuditEvent).where(AuditEvent.district_id == session.scope.district_id, AuditEvent.action == _MATCHED)
    events = session.scalars(query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()))
    last = next((each for each in events if key in {(each.old or {}).get("key"), (each.new or {}).get("key")}), None)
    if last is None or last.new or _alias(session, key) is not None:
        return
    district_id = session.scope.district_id
    session.add(
        SchoolAlias(district_id=district_id, school_id=last.school_id, key=key, label=last.subject, author=actor)
    )
    record(
        session,
        actor=actor,
        action=_MATCHED,
        subject=last.subject,
        district_id=district_id,
        school_id=last.school_id,
        new={"key": key, "matched": matched_value(session, last.school_id)},
    )
