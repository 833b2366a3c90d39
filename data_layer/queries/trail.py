"""The audit trail of the session's scope: who changed what from what to what. Newest first, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from data_layer.models import AuditEvent, School
from data_layer.session import OF_NO_TENANT, TenantSession, UnscopedSession


@dataclass(frozen=True, slots=True)
class TrailEvent:
    """school, school_name: of the school it concerns, empty where it concerns the whole district."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    school: str
    school_name: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """None and empty mean all. since, until: moments, the second one excluded. actions, without: ids."""

    actor: str = ""
    actions: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    school: str = ""
    since: datetime | None = None
    until: datetime | None = None


# Where a page ends: moment and id of its last event.
TrailKey = tuple[datetime, int]


def trail(
    session: TenantSession, chosen: TrailFilter, *, after: TrailKey | None = None, most: int
) -> Sequence[TrailEvent]:
    """At most `most` events older than `after`; those of a school's session are of that school alone."""
    row = AuditEvent
    query = (
        select(
            row.id,
            row.at,
            row.actor,
            row.action,
            row.subject,
            School.code,
            School.short_name,
            row.old,
            row.new,
        )
        .outerjoin(School, (School.district_id == row.district_id) & (School.id == row.school_id))
        .where(row.district_id == session.scope.district_id)
    )
    query = query.where(*_conditions(chosen))
    if session.scope.school_id is not None:
        query = query.where(row.school_id == session.scope.school_id)
    found = session.execute(_page(query, after, most))
    return [
        TrailEvent(
            each.id,
            each.at,
            each.actor,
            each.action,
            each.subject,
            each.code or "",
            each.short_name or "",
            each.old or {},
            each.new or {},
        )
        for each in found
    ]


def trail_outside_districts(
    session: UnscopedSession, chosen: TrailFilter, *, after: TrailKey | None = None, most: int
) -> Sequence[TrailEvent]:
    """What happened in no district: signing in with an unknown name, the work of administrators on the platform."""
    row = AuditEvent
    query = select(row.id, row.at, row.actor, row.action, row.subject, row.old, row.new).where(
        row.district_id.is_(None), row.school_id.is_(None), *_conditions(replace(chosen, school=""))
    )
    found = session.execute(_page(query, after, most), execution_options={OF_NO_TENANT: True})
    return [
        TrailEvent(each.id, each.at, each.actor, each.action, each.subject, "", "", each.old or {}, each.new or {})
        for each in found
    ]


def actors_outside_districts(session: UnscopedSession) -> list[str]:
    """Who has done anything there, by login."""
    query = select(AuditEvent.actor).where(AuditEvent.district_id.is_(None), AuditEvent.school_id.is_(None))
    found = session.scalars(query.distinct(), execution_options={OF_NO_TENANT: True})
    return sorted(found, key=str.casefold)


def _page(query: Select[Any], after: TrailKey | None, most: int) -> Select[Any]:
    """The newest first, at most `most` of those older than `after`."""
    row = AuditEvent
    if after is not None:
        query = query.where(or_(row.at < after[0], and_(row.at == after[0], row.id < after[1])))
    return query.order_by(row.at.desc(), row.id.desc()).limit(most)


def _conditions(chosen: TrailFilter) -> Iterator[ColumnElement[bool]]:
    row = AuditEvent
    if chosen.actor:
        yield row.actor == chosen.actor
    if chosen.actions is not None:
        yield row.action.in_(sorted(chosen.actions))
    if chosen.without:
        yield row.action.not_in(sorted(chosen.without))
    if chosen.school:
        yield School.code == chosen.school
    if chosen.since is not None:
        yield row.at >= chosen.since
    if chosen.until is not None:
        yield row.at < chosen.until


def trail_actors(session: TenantSession) -> list[str]:
    """Who has done anything in the session's scope, by login."""
    query = select(AuditEvent.actor).where(AuditEvent.district_id == session.scope.district_id).distinct()
    if session.scope.school_id is not None:
        query = query.where(AuditEvent.school_id == session.scope.school_id)
    return sorted(session.scalars(query), key=str.casefold)
