"""Schools change: a school opens, takes another name, closes, joins another one, or is opened again.

Everything holds as of a school year. Nothing that was handed in is touched: what follows from it is derived
anew, by the one derivation, in the same transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from data_layer.commands.audit import record
from data_layer.commands.derive import refresh, schools_sharing_files
from data_layer.commands.imports.apply import lock_district
from data_layer.domain.school_year import format_year, year_of
from data_layer.domain.succession import (
    ChangeKind,
    SchoolChange,
    as_changes,
    as_stored,
    closed_from,
    closing_day,
    is_there_in,
    opened_in,
    opening_day,
)
from data_layer.errors import DataLayerError, NotFoundError
from data_layer.models import Membership, School
from data_layer.queries.directory import used_years
from data_layer.session import TenantSession


class SuccessionError(DataLayerError):
    """A change that the school's own history does not allow. field: of the form, empty for the whole."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Author:
    login: str
    request_id: str = ""


def years_to_change(session: TenantSession, *, today: date) -> list[int]:
    """School years from which a change may hold: from the second one that the district has used to the next one."""
    running = year_of(today)
    used = used_years(session)
    return sorted({*used[1:], running, running + 1})


def rename_school(
    session: TenantSession,
    *,
    code: str,
    short_name: str,
    full_name: str,
    year: int,
    today: date,
    author: Author,
) -> None:
    """Give a school another name from this year on; the former one stays in its history with its last year.

    full_name: empty for none. Raises SuccessionError, NotFoundError.
    """
    lock_district(session)
    school = _school(session, code)
    _check_year(session, year, today=today)
    _check_has_begun(school, year)
    check_renaming(as_changes(school.history), closed_from(school.closed_on), short_name, year, now=school.short_name)
    former = SchoolChange(year, ChangeKind.RENAMED, school.short_name, full_name=school.full_name or "")
    old, new = _names(school), {"short_name": short_name, "full_name": full_name or None, "from_year": year}
    school.short_name, school.full_name = short_name, full_name or None
    school.history = as_stored((*as_changes(school.history), former))
    _record(session, author, "school_renamed", school, old=old, new=new)
    _derive(session, {school.id})


def check_renaming(
    changes: Sequence[SchoolChange], gone_from: int | None, short_name: str, year: int, *, now: str
) -> None:
    """Raises SuccessionError where the school cannot take this name from this year on."""
    if not short_name:
        raise SuccessionError("Введите новое краткое название.", field="short_name")
    if short_name == now:
        raise SuccessionError("Так школа называется и сейчас.", field="short_name")
    _check_is_there(year, gone_from)
    last = max((each.year for each in changes if each.kind is ChangeKind.RENAMED), default=None)
    if last is not None and year <= last:
        raise SuccessionError(
            f"С {format_year(last)} школа уже переименована. Опечатку исправляют в сведениях о школе.", field="year"
        )


def take_back_name(session: TenantSession, *, code: str, author: Author) -> None:
    """The former name counts again, as if the school had never been renamed. Raises SuccessionError, NotFoundError."""
    lock_district(session)
    school = _school(session, code)
    changes = as_changes(school.history)
    last = next((each for each in reversed(changes) if each.kind is ChangeKind.RENAMED), None)
    if last is None:
        raise SuccessionError("Прежнего названия у школы нет.")
    old = _names(school)
    school.short_name, school.full_name = last.name, last.full_name or None
    school.history = as_stored(each for each in changes if each is not last)
    _record(session, author, "school_name_taken_back", school, old=old, new=_names(school))
    _derive(session, {school.id})


def close_school(
    session: TenantSession,
    *,
    code: str,
    year: int,
    successor: str | None = None,
    passes_history: bool = False,
    today: date,
    author: Author,
) -> None:
    """Close a school from this school year on, or join it to another one; its own years stay as they are.

    successor: code of the school that takes it over. passes_history: its years are shown to the successor as a
    part of its own history. People of the school can sign in until its last day. Raises SuccessionError,
    NotFoundError for a school that is not there.
    """
    lock_district(session)
    school = _school(session, code)
    heir = None if successor is None else _school(session, successor)
    _check_year(session, year, today=today)
    _check_has_begun(school, year)
    check_closing(as_changes(school.history), closed_from(school.closed_on), year)
    if heir is not None:
        check_joining(school.id, heir.id, closed_from(heir.closed_on), year, heir_began_in=opened_in(heir.opened_on))
    school.closed_on = closing_day(year)
    school.successor_id = None if heir is None else heir.id
    told: dict[str, Any] = {"gone_from": year}
    if heir is not None:
        joined = SchoolChange(
            year, ChangeKind.JOINED, school.short_name, school_id=school.id, passes_history=passes_history
        )
        heir.history = as_stored((*as_changes(heir.history), joined))
        told |= {"successor": heir.short_name, "passes_history": passes_history}
        _record(
            session,
            author,
            "school_joined",
            heir,
            new={"joined": school.short_name, "from_year": year, "passes_history": passes_history},
        )
    _record(session, author, "school_closed", school, new=told)
    _end_roles(session, school, author)
    _derive(session, {school.id} if heir is None else {school.id, heir.id})


def check_closing(changes: Sequence[SchoolChange], gone_from: int | None, year: int) -> None:
    """Raises SuccessionError where the school cannot be gone from this year on."""
    if gone_from is not None:
        raise SuccessionError(f"Школа уже закрыта с {format_year(gone_from)}.")
    later = max((each.year for each in changes), default=None)
    if later is not None and year <= later:
        raise SuccessionError(
            f"С {format_year(later)} школа переименована или объединена с другой: раньше она закрыться не могла.",
            field="year",
        )


def check_joining(
    school_id: int, heir_id: int, heir_gone_from: int | None, year: int, *, heir_began_in: int | None = None
) -> None:
    """Raises SuccessionError where a school cannot become a part of this one."""
    if school_id == heir_id:
        raise SuccessionError("Школу нельзя объединить с самой собой.", field="successor")
    if not is_there_in(year, heir_gone_from):
        raise SuccessionError("Выбранная школа сама закрыта в этом году.", field="successor")
    if not is_there_in(year, None, heir_began_in):
        raise SuccessionError("Выбранная школа в этом году ещё не открыта.", field="successor")


def reopen_school(session: TenantSession, *, code: str, author: Author) -> None:
    """As if the school had never closed or joined another one. Raises SuccessionError, NotFoundError."""
    lock_district(session)
    school = _school(session, code)
    if school.closed_on is None:
        raise SuccessionError("Школа не закрыта.")
    old = {"gone_from": closed_from(school.closed_on)}
    ids = {school.id}
    if school.successor_id is not None:
        heir = session.get_one(School, (school.district_id, school.successor_id))
        heir.history = as_stored(each for each in as_changes(heir.history) if each.school_id != school.id)
        ids.add(heir.id)
        _record(session, author, "school_left", heir, old={"joined": school.short_name})
    _restore_roles(session, school, author)
    school.closed_on, school.successor_id = None, None
    _record(session, author, "school_reopened", school, old=old)
    _derive(session, ids)


def open_school_from(session: TenantSession, *, code: str, year: int | None, today: date, author: Author) -> None:
    """The school is there from this school year on; None: it has always been. What was handed in for earlier years stays.

    Raises SuccessionError, NotFoundError.
    """
    lock_district(session)
    school = _school(session, code)
    if year is not None:
        _check_year(session, year, today=today)
    check_opening(as_changes(school.history), closed_from(school.closed_on), year)
    old = opened_in(school.opened_on)
    if year == old:
        return
    school.opened_on = None if year is None else opening_day(year)
    _record(session, author, "school_opens", school, old={"began_in": old or 0}, new={"began_in": year or 0})
    _derive(session, {school.id})


def check_opening(changes: Sequence[SchoolChange], gone_from: int | None, year: int | None) -> None:
    """Raises SuccessionError where the school cannot be there from this year on; None: it has always been."""
    if year is None:
        return
    if gone_from is not None and year >= gone_from:
        raise SuccessionError(f"С {format_year(gone_from)} школы уже нет.", field="year")
    first = min((each.year for each in changes), default=None)
    if first is not None and first <= year:
        raise SuccessionError(
            f"С {format_year(first)} школа переименована или объединена с другой: позже она открыться не могла.",
            field="year",
        )


def check_has_begun(began_in: int | None, year: int) -> None:
    """Raises SuccessionError where nothing can change from this year on, because the school opens only then."""
    if began_in is not None and year <= began_in:
        raise SuccessionError(f"Школа открыта только с {format_year(began_in)}.", field="year")


def _check_has_begun(school: School, year: int) -> None:
    check_has_begun(opened_in(school.opened_on), year)


def _check_year(session: TenantSession, year: int, *, today: date) -> None:
    if year not in years_to_change(session, today=today):
        raise SuccessionError("Выберите учебный год из списка.", field="year")


def _check_is_there(year: int, gone_from: int | None) -> None:
    if not is_there_in(year, gone_from):
        raise SuccessionError(f"С {format_year(gone_from or year)} школы уже нет.", field="year")


def _school(session: TenantSession, code: str) -> School:
    school = session.scalar(select(School).where(School.district_id == session.scope.district_id, School.code == code))
    if school is None:
        raise NotFoundError(f"Школы с кодом «{code}» нет.")
    return school


def _names(school: School) -> dict[str, Any]:
    return {"short_name": school.short_name, "full_name": school.full_name}


def _end_roles(session: TenantSession, school: School, author: Author) -> None:
    """Roles at the school open nothing after its last day; they are kept, so that reopening gives them back."""
    for membership in _memberships(session, school):
        if membership.ends_on is None:
            membership.ends_on = school.closed_on
            _record_role(session, author, membership, school, new={"ends_on": str(school.closed_on)})


def _restore_roles(session: TenantSession, school: School, author: Author) -> None:
    for membership in _memberships(session, school):
        if membership.ends_on == school.closed_on:
            membership.ends_on = None
            _record_role(session, author, membership, school, old={"ends_on": str(school.closed_on)})


def _memberships(session: TenantSession, school: School) -> Sequence[Membership]:
    query = select(Membership).where(Membership.district_id == school.district_id, Membership.school_id == school.id)
    return session.scalars(query.order_by(Membership.id)).all()


def _record_role(
    session: TenantSession,
    author: Author,
    membership: Membership,
    school: School,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> None:
    record(
        session,
        actor=author.login,
        action="membership_ends",
        subject=membership.user.login,
        district_id=school.district_id,
        school_id=school.id,
        old=old,
        new=new,
        request_id=author.request_id,
    )


def _record(
    session: TenantSession,
    author: Author,
    action: str,
    school: School,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> None:
    record(
        session,
        actor=author.login,
        action=action,
        subject=school.code,
        district_id=school.district_id,
        school_id=school.id,
        old=old,
        new=new,
        request_id=author.request_id,
    )


def _derive(session: TenantSession, school_ids: Collection[int]) -> None:
    """Those that changed, and those whose flags name them by the files they share."""
    session.flush()
    refresh(session, school_ids=schools_sharing_files(session, school_ids))
