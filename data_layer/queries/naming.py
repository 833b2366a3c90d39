"""How files may name the schools of the district, and what has been decided by hand about names and scales."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from data_layer.domain.succession import ChangeKind, as_changes
from data_layer.intake.readers.matching import Directory, KnownSchool
from data_layer.intake.readers.scales import Scale
from data_layer.intake.words import normal
from data_layer.models import District, MarkScale, Observation, School, SchoolAlias
from data_layer.session import TenantSession

# School code, level, year, subject as words are compared → classes.
ClassGroups = dict[tuple[str, str, int, str], set[str]]


def naming_directory(session: TenantSession) -> Directory:
    """The schools of the session with their codes and logins; a school's own session has one."""
    row = School
    schools = session.execute(
        select(
            row.id,
            row.code,
            row.short_name,
            row.full_name,
            row.fis_oko_login,
            row.rcoi_code,
            row.inn,
            row.history,
        ).where(row.district_id == session.scope.district_id)
    ).all()
    codes = {each.id: each.code for each in schools}
    aliases = session.execute(
        select(SchoolAlias.key, SchoolAlias.school_id).where(SchoolAlias.district_id == session.scope.district_id)
    )
    title = session.scalar(select(District.title).where(District.id == session.scope.district_id))
    return Directory(
        schools=[_known(each) for each in schools],
        aliases={key: None if school_id is None else codes.get(school_id) for key, school_id in aliases},
        title=title or "",
    )


def district_scales(session: TenantSession) -> list[Scale]:
    """What the department has said about works that no published scale covers."""
    rows = session.scalars(select(MarkScale).where(MarkScale.district_id == session.scope.district_id))
    return [
        Scale(row.subject, row.grade, row.three, best=row.best or None, first_year=row.year, last_year=row.year)
        for row in rows
    ]


def _known(row: Any) -> KnownSchool:
    former = [each for each in as_changes(row.history) if each.kind is ChangeKind.RENAMED]
    return KnownSchool(
        code=row.code,
        short_name=row.short_name,
        full_name=row.full_name or "",
        login=row.fis_oko_login or "",
        rcoi_code=row.rcoi_code or "",
        inn=row.inn or "",
        former_names=tuple(name for each in former for name in (each.name, each.full_name) if name),
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
