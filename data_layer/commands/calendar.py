"""Due days of a school year: of the district, and exceptions of single schools. Each change leaves an event per day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import delete, select

from data_layer.commands.audit import record
from data_layer.commands.derive import refresh
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.writing import Writing
from data_layer.commands.imports.years import ensure_years
from data_layer.domain.schedule import ORGANISATION, PERIODS
from data_layer.domain.school_year import first_day, format_year
from data_layer.domain.vocabulary import COUNTED_STAGES
from data_layer.errors import ChangedMeanwhileError, ConflictError, DataLayerError
from data_layer.models import ScheduleEntry, School
from data_layer.models.base import new_id
from data_layer.session import TenantSession

# What a due day can be set for: counted stages, indicator periods, the organisational items.
KEYS: Final = (*(stage.value for stage in COUNTED_STAGES), *PERIODS, ORGANISATION)
# A due day lies between the summer before the year and the end of the calendar year after it.
_MONTHS_BEFORE: Final = 6
_LAST_YEAR_AFTER: Final = 2


class InvalidDueDayError(DataLayerError):
    """A day outside what a school year's calendar can hold, or a key that has no due day."""


def is_possible_day(year: int, day: date) -> bool:
    """Whether the day can be a due day of the school year: from 1 March before it to the end of the year after it."""
    return date(year, 9 - _MONTHS_BEFORE, 1) <= day <= date(year + _LAST_YEAR_AFTER, 12, 31)


def check_due_days(year: int, days: Mapping[str, date]) -> None:
    """Raises InvalidDueDayError for the first key or day that cannot be."""
    for key, day in days.items():
        if key not in KEYS:
            raise InvalidDueDayError("Для этой строки срок не задаётся.")
        if not is_possible_day(year, day):
            start = first_day(year).year
            raise InvalidDueDayError(
                f"Срок {day:%d.%m.%Y} не подходит к {format_year(year)} учебному году: "
                f"нужен день с 01.03.{start} по 31.12.{start + _LAST_YEAR_AFTER}."
            )


def open_year(session: TenantSession, *, year: int, actor: str, request_id: str = "") -> None:
    """Bring a school year into use with the default calendar. Raises ConflictError where it is in use already."""
    lock_district(session)
    writing = Writing(session, actor, batch_id=0)
    ensure_years(writing, {year})
    if not writing.touches_all:
        raise ConflictError(f"Учебный год {format_year(year)} уже открыт.")
    session.flush()
    record(
        session,
        actor=actor,
        action="year_opened",
        subject=format_year(year),
        district_id=session.scope.district_id,
        request_id=request_id,
    )
    refresh(session)


def set_due_days(
    session: TenantSession,
    *,
    year: int,
    days: Mapping[str, date],
    expected: Mapping[str, date],
    actor: str,
    request_id: str = "",
) -> int:
    """Set due days of the district; how many changed. A year not in use yet is opened.

    expected: what the person saw. Raises ChangedMeanwhileError where one of the days to be changed is
    another by now, InvalidDueDayError for a day that cannot be.
    """
    check_due_days(year, days)
    lock_district(session)
    opening = Writing(session, actor, batch_id=0)
    ensure_years(opening, {year})
    session.flush()
    row = ScheduleEntry
    query = select(row).where(
        row.district_id == session.scope.district_id, row.year == year, row.school_id.is_(None), row.key.in_(days)
    )
    known = {entry.key: entry for entry in session.scalars(query)}
    now = {key: entry.due for key, entry in known.items()}
    changed = {key: day for key, day in days.items() if now.get(key) != day}
    _refuse_stale(changed, expected, now)
    for key, day in changed.items():
        _record(session, _Day(year, key, None, now.get(key), day), actor=actor, request_id=request_id)
        if key in known:
            known[key].due = day
        else:
            session.add(row(id=new_id(), district_id=session.scope.district_id, year=year, key=key, due=day))
    session.flush()
    if changed or opening.touches_all:
        refresh(session)
    return len(changed)


def set_school_days(
    session: TenantSession,
    *,
    year: int,
    school_id: int,
    days: Mapping[str, date | None],
    expected: Mapping[str, date | None],
    actor: str,
    request_id: str = "",
) -> int:
    """Set due days of one school of the district, None = the district's day counts again; how many changed."""
    check_due_days(year, {key: day for key, day in days.items() if day is not None})
    lock_district(session)
    opening = Writing(session, actor, batch_id=0)
    ensure_years(opening, {year})
    session.flush()
    row, district_id = ScheduleEntry, session.scope.district_id
    place = (row.district_id == district_id, row.year == year, row.school_id == school_id)
    known = {entry.key: entry for entry in session.scalars(select(row).where(*place, row.key.in_(days)))}
    now = {key: entry.due for key, entry in known.items()}
    changed = {key: day for key, day in days.items() if now.get(key) != day}
    _refuse_stale(changed, expected, now)
    for key, day in changed.items():
        _record(session, _Day(year, key, school_id, now.get(key), day), actor=actor, request_id=request_id)
        if day is None:
            session.execute(delete(row).where(*place, row.key == key))
        elif key in known:
            known[key].due = day
        else:
            session.add(row(id=new_id(), district_id=district_id, school_id=school_id, year=year, key=key, due=day))
    session.flush()
    if changed or opening.touches_all:
        refresh(session, school_ids=None if opening.touches_all else {school_id})
    return len(changed)


def school_exceptions(session: TenantSession, *, year: int) -> dict[str, dict[str, date]]:
    """Days of single schools in the year, by code of the school and key."""
    row = ScheduleEntry
    query = (
        select(School.code, row.key, row.due)
        .join(School, (School.district_id == row.district_id) & (School.id == row.school_id))
        .where(row.district_id == session.scope.district_id, row.year == year)
    )
    found: dict[str, dict[str, date]] = {}
    for code, key, due in session.execute(query):
        found.setdefault(code, {})[key] = due
    return found


def _refuse_stale(
    changed: Mapping[str, date | None], expected: Mapping[str, date | None], now: Mapping[str, date]
) -> None:
    for key in changed:
        if expected.get(key) != now.get(key):
            day = now.get(key)
            seen = "нет" if day is None else f"{day:%d.%m.%Y}"
            raise ChangedMeanwhileError(f"Пока форма была открыта, срок изменили: теперь {seen}.", field=key)


@dataclass(frozen=True, slots=True)
class _Day:
    """One due day that changes. school_id: None for the district's."""

    year: int
    key: str
    school_id: int | None
    old: date | None
    new: date | None


def _record(session: TenantSession, day: _Day, *, actor: str, request_id: str) -> None:
    record(
        session,
        actor=actor,
        action="due_day_changed" if day.school_id is None else "school_due_day_changed",
        subject=f"{day.key}:{day.year}",
        district_id=session.scope.district_id,
        school_id=day.school_id,
        old={"due": None if day.old is None else day.old.isoformat()},
        new={"due": None if day.new is None else day.new.isoformat()},
        request_id=request_id,
    )
