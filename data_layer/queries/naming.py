"""How files may name the schools of the district, and what has been decided by hand about names and scales."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from data_layer.domain.succession import ChangeKind, as_changes, closed_from, opened_in
from data_layer.intake.readers.matching import Directory, KnownSchool
from data_layer.intake.readers.scales import Scale
from data_layer.intake.words import normal
from data_layer.models import District, MarkScale, Observation, School, SchoolAlias
from data_layer.session import TenantSession, district_wide

# School code, level, year, subject as words are compared → classes.
ClassGroups = dict[tuple[str, str, int, str], set[str]]


def naming_directory(session: TenantSession) -> Directory:
    """The schools of the session with their codes and logins; a school's own session has one, and those that joined it."""
    schools = _schools(session)
    if session.scope.school_id is not None:
        schools += _joined(session, schools)
    codes = {each.id: each.code for each in schools}
    aliases = session.execute(
        select(SchoolAlias.key, SchoolAlias.school_id).where(SchoolAlias.district_id == session.scope.district_id)
    )
    title = session.scalar(select(District.title).where(District.id == session.scope.district_id))
    return Directory(
        schools=[_known(each, codes) for each in schools],
        aliases={key: None if school_id is None else codes.get(school_id) for key, school_id in aliases},
        title=title or "",
    )


def district_scales(session: TenantSession) -> list[Scale]:
    """What the department has said about works that no published scale covers."""
    rows = session.scalars(select(MarkScale).where(MarkScale.district_id == session.scope.district_id))
    return [
        Scale(
            row.subject,
            row.grade,
            row.three,
            best=row.best or None,
            first_year=row.year,
            last_year=row.year,
            source="указана при прежней загрузке",
        )
        for row in rows
    ]


def _schools(session: TenantSession) -> list[Any]:
    row = School
    columns = (row.id, row.code, row.short_name, row.full_name, row.fis_oko_login, row.rcoi_code, row.inn, row.history)
    more = (row.opened_on, row.closed_on, row.successor_id)
    query = select(*columns, *more).where(row.district_id == session.scope.district_id)
    return list(session.execute(query).all())


def _joined(session: TenantSession, own: Collection[Any]) -> list[Any]:
    """Schools that became a part of the own one, and of those: files of today may still name them.

    Only what a file is held against; none of it reaches the person who has sent the file.
    """
    with district_wide(session):
        known = {each.id: each for each in _schools(session)}
    found: dict[int, Any] = {}
    waiting = list(own)
    while waiting:
        for change in as_changes(waiting.pop().history):
            joined = None if change.school_id is None else known.get(change.school_id)
            if joined is not None and joined.id not in found:
                found[joined.id] = joined
                waiting.append(joined)
    return list(found.values())


def _known(row: Any, codes: Mapping[int, str]) -> KnownSchool:
    former = [each for each in as_changes(row.history) if each.kind is ChangeKind.RENAMED]
    return KnownSchool(
        code=row.code,
        short_name=row.short_name,
        full_name=row.full_name or "",
        login=row.fis_oko_login or "",
        rcoi_code=row.rcoi_code or "",
        inn=row.inn or "",
        former_names=tuple(name for each in former for name in (each.name, each.full_name) if name),
        gone_from=closed_from(row.closed_on),
        began_in=opened_in(row.opened_on),
        heir=codes.get(row.successor_id, ""),
    )


def class_groups_in_use(
    session: TenantSession, *, indicator: str, years: Collection[int], schools: Iterable[str]
) -> ClassGroups:
    """Classes that current figures of an indicator stand in, by school, level, year and subject."""
    row = Observation
    rows = session.execute(
        select(School.code, row.level, row.year, row.subject, row.class_group)
        .join(School, (School.district_id == row.district_id) & (School.id == row.school_id))
        .where(
            row.district_id == session.scope.district_id,
            row.indicator_id == indicator,
            row.year.in_(set(years)),
            row.superseded_at.is_(None),
            row.missing.is_(None),
            row.class_group != "",
        )
    )
    wanted = set(schools)
    found: ClassGroups = {}
    for code, level, year, subject, class_group in rows:
        if code in wanted:
            found.setdefault((code, level, year, normal(subject)), set()).add(class_group)
    return found
