"""Who there is: districts, the schools of one, and the school years it has used."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, extract, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from data_layer.domain.facts import SchoolFacts
from data_layer.domain.succession import SchoolChange, as_changes, closed_from, is_there_in, opened_in
from data_layer.domain.vocabulary import LEVELS_OF_KIND, Cluster, Level, SchoolKind
from data_layer.errors import NotFoundError
from data_layer.models import District, Region, School, SchoolYear
from data_layer.session import TenantSession, UnscopedSession


@dataclass(frozen=True, slots=True)
class SchoolEntry:
    """A school as lists and its own page name it. levels: those taught, without `school`.

    gone_from: the first school year without it. successor_id: of the school that it joined then. began_in: the first
    school year with it, None where it has always been there.
    """

    id: int
    code: str
    short_name: str
    full_name: str
    kind: SchoolKind
    levels: tuple[Level, ...]
    cluster: Cluster | None
    pupils: int | None
    gone_from: int | None = None
    successor_id: int | None = None
    changes: tuple[SchoolChange, ...] = ()
    began_in: int | None = None

    @property
    def facts(self) -> SchoolFacts:
        levels = frozenset({*self.levels, Level.SCHOOL})
        told = (self.cluster, self.gone_from, self.changes, self.began_in)
        return SchoolFacts(self.id, self.code, self.short_name, self.kind, levels, *told)

    def is_there(self, year: int) -> bool:
        return is_there_in(year, self.gone_from, self.began_in)


@dataclass(frozen=True, slots=True)
class DistrictEntry:
    id: int
    code: str
    title: str
    region_id: int | None
    time_zone: str
    is_demo: bool

    def today(self, now: datetime) -> date:
        """The day it is in the district at the aware moment `now`."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


def school_list(
    session: TenantSession, *, code: str | None = None, cluster: Cluster | None = None, year: int | None = None
) -> list[SchoolEntry]:
    """Schools of the session by code; of one cluster or one code, and only those there in the year, where given."""
    query = _school_columns().where(School.district_id == session.scope.district_id)
    if code is not None:
        query = query.where(School.code == code)
    if cluster is not None:
        query = query.where(School.cluster == cluster)
    found = (_entry(row) for row in session.execute(query))
    return sorted((each for each in found if year is None or each.is_there(year)), key=lambda school: school.code)


def there_in(year: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Schools that are there in the school year, for a query of them. year: may be that of the row beside the school.

    A school opens on the first day of a school year and closes on the last one.
    """
    return and_(
        or_(School.opened_on.is_(None), extract("year", School.opened_on) <= year),
        or_(School.closed_on.is_(None), extract("year", School.closed_on) > year),
    )


def schools_facts(session: TenantSession) -> list[SchoolFacts]:
    return [school.facts for school in school_list(session)]


def schools_with_own_levels(session: TenantSession) -> frozenset[str]:
    """Codes of the schools whose levels were given; those of the others follow from the kind, also when it changes."""
    return frozenset(code for code, _, levels in session.execute(_kinds_and_levels(session)) if levels)


def schools_with_unusual_levels(session: TenantSession) -> frozenset[str]:
    """Codes of the schools whose levels were given and are not those of the kind."""
    return frozenset(
        code
        for code, kind, levels in session.execute(_kinds_and_levels(session))
        if levels and set(levels.split(";")) != {level.value for level in LEVELS_OF_KIND[SchoolKind(kind)]}
    )


def _kinds_and_levels(session: TenantSession) -> Select[str, str, str | None]:
    return select(School.code, School.kind, School.levels).where(School.district_id == session.scope.district_id)


def find_school(session: TenantSession, code: str) -> SchoolEntry:
    """Raises NotFoundError for a school that does not exist or is not in the session's scope."""
    row = session.execute(
        _school_columns().where(School.district_id == session.scope.district_id, School.code == code)
    ).one_or_none()
    if row is None:
        raise NotFoundError(f"Школы с кодом «{code}» нет.")
    return _entry(row)


def _school_columns() -> Select[*tuple[Any, ...]]:
    return select(
        School.id,
        School.code,
        School.short_name,
        School.full_name,
        School.kind,
        School.levels,
        School.cluster,
        School.pupils,
        School.closed_on,
        School.successor_id,
        School.history,
        School.opened_on,
    )


def _entry(row: Any) -> SchoolEntry:
    school_id, code, short_name, full_name, kind_id, levels, cluster, pupils, closed_on, successor, *rest = row
    history, opened_on = rest
    kind = SchoolKind(kind_id)
    return SchoolEntry(
        id=school_id,
        code=code,
        short_name=short_name,
        full_name=full_name or short_name,
        kind=kind,
        levels=tuple(Level(level) for level in levels.split(";")) if levels else LEVELS_OF_KIND[kind],
        cluster=None if cluster is None else Cluster(cluster),
        pupils=pupils,
        gone_from=closed_from(closed_on),
        successor_id=successor,
        changes=as_changes(history),
        began_in=opened_in(opened_on),
    )


@dataclass(frozen=True, slots=True)
class UsedYears:
    """years: those the district has used, in order. with_documents: those in which it has documents."""

    years: tuple[int, ...]
    with_documents: tuple[int, ...]


def year_use(session: TenantSession) -> UsedYears:
    """The years of the whole district, also for a session of one school."""
    query = select(SchoolYear.year, SchoolYear.has_documents).where(SchoolYear.district_id == session.scope.district_id)
    if session.scope.school_id is not None:
        # Years without the own school are none to choose from; those of its first and last day are its own.
        own = (School.district_id == SchoolYear.district_id) & (School.id == session.scope.school_id)
        query = query.join(School, own).where(there_in(SchoolYear.year))
    rows = session.execute(query).all()
    years = sorted(year for year, _ in rows)
    return UsedYears(tuple(years), tuple(sorted(year for year, has_documents in rows if has_documents)))


def used_years(session: TenantSession) -> list[int]:
    """Starting years the district has used, in order."""
    return list(year_use(session).years)


def data_version(session: TenantSession) -> tuple[int, ...]:
    """How often the rows of the session's districts have been changed; any change makes another value."""
    query = select(District.data_version).where(District.id.in_(session.scope.district_ids)).order_by(District.id)
    return tuple(session.scalars(query))


def find_district(session: UnscopedSession, code: str) -> DistrictEntry:
    """Raises NotFoundError where there is no district of this code."""
    row = session.execute(
        select(
            District.id,
            District.code,
            District.title,
            District.region_id,
            District.time_zone,
            District.is_demo,
        ).where(District.code == code)
    ).one_or_none()
    if row is None:
        raise NotFoundError(f"Района с кодом «{code}» нет.")
    return DistrictEntry(*row)


def find_region(session: UnscopedSession, code: str) -> int:
    """Id of the region with this code. Raises NotFoundError."""
    region_id = session.scalar(select(Region.id).where(Region.code == code))
    if region_id is None:
        raise NotFoundError(f"Региона с кодом «{code}» нет.")
    return region_id
