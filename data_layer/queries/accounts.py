"""People with their roles: those of one district, and for the administrator everybody."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from data_layer.domain.vocabulary import Role
from data_layer.errors import NotFoundError
from data_layer.models import District, Membership, Region, School, User
from data_layer.session import TenantSession, UnscopedSession


@dataclass(frozen=True, slots=True)
class PersonRole:
    """place: short name of the school, title of the district or region; empty where the role has none.

    school: its code; empty outside a district's session, where schools have no names. ends_on: the last day of a
    role at a school that closes.
    """

    membership_id: int
    role: Role
    place: str
    school: str = ""
    district_id: int | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """roles: in a district's list only those of this district. has_roles_elsewhere: that there are others."""

    user_id: int
    login: str
    full_name: str
    is_active: bool
    must_change_password: bool
    roles: tuple[PersonRole, ...]
    has_roles_elsewhere: bool = False

    @property
    def name(self) -> str:
        return self.full_name or self.login


def people_of_district(session: TenantSession) -> list[Person]:
    """Everybody with a role in the session's district, by name; of their roles only those in it."""
    district_id = session.scope.district_id
    here = select(Membership.user_id).where(Membership.district_id == district_id)
    rows: Sequence[Any] = session.execute(
        select(
            Membership.id,
            Membership.user_id,
            Membership.role,
            Membership.district_id,
            Membership.ends_on,
            School.code,
            School.short_name,
        )
        .outerjoin(School, (School.district_id == Membership.district_id) & (School.id == Membership.school_id))
        .where(Membership.user_id.in_(here))
        .order_by(Membership.id)
    ).all()
    roles: dict[int, list[PersonRole]] = defaultdict(list)
    strangers: set[int] = set()
    for membership_id, user_id, role, place_id, ends_on, code, name in rows:
        if place_id == district_id:
            roles[user_id].append(PersonRole(membership_id, Role(role), name or "", code or "", place_id, ends_on))
        else:
            strangers.add(user_id)
    users = session.execute(_users().where(User.id.in_(here)))
    return _by_name(_person(user, roles[user.id], is_stranger=user.id in strangers) for user in users)


def person_of_district(session: TenantSession, *, user_id: int) -> Person:
    """Raises NotFoundError for whoever has no role in the session's district."""
    found = [person for person in people_of_district(session) if person.user_id == user_id]
    if not found:
        raise NotFoundError("Такого пользователя нет.")
    return found[0]


def all_people(session: UnscopedSession) -> list[Person]:
    """Every account with all its roles, by name. Schools are named by their districts alone."""
    rows = session.execute(
        select(Membership.id, Membership.user_id, Membership.role, Membership.district_id, District.title, Region.title)
        .outerjoin(District, District.id == Membership.district_id)
        .outerjoin(Region, Region.id == Membership.region_id)
        .order_by(Membership.id)
    )
    roles: dict[int, list[PersonRole]] = defaultdict(list)
    for membership_id, user_id, role, district_id, district, region in rows:
        roles[user_id].append(PersonRole(membership_id, Role(role), district or region or "", "", district_id))
    return _by_name(_person(user, roles[user.id]) for user in session.execute(_users()))


def _users() -> Any:
    return select(User.id, User.login, User.full_name, User.is_active, User.must_change_password)


def _person(user: Any, roles: Sequence[PersonRole], *, is_stranger: bool = False) -> Person:
    return Person(
        user.id, user.login, user.full_name, user.is_active, user.must_change_password, tuple(roles), is_stranger
    )


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda person: (person.name.casefold(), person.login))


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """A district as the administrator's list shows it. officials: active accounts of its department."""

    id: int
    code: str
    title: str
    region: str
    time_zone: str
    is_demo: bool
    officials: int


@dataclass(frozen=True, slots=True)
class RegionRow:
    id: int
    code: str
    title: str


def district_rows(session: UnscopedSession) -> list[DistrictRow]:
    """Every district, by title."""
    officials = (
        select(Membership.district_id, func.count(func.distinct(Membership.user_id)).label("count"))
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.DEPARTMENT.value, User.is_active.is_(True))
        .group_by(Membership.district_id)
        .subquery()
    )
    rows = session.execute(
        select(
            District.id,
            District.code,
            District.title,
            Region.title.label("region"),
            District.time_zone,
            District.is_demo,
            officials.c.count,
        )
        .outerjoin(Region, Region.id == District.region_id)
        .outerjoin(officials, officials.c.district_id == District.id)
    )
    found = [DistrictRow(each[0], each[1], each[2], each[3] or "", each[4], each[5], each[6] or 0) for each in rows]
    return sorted(found, key=lambda row: (row.title.casefold(), row.code))


def region_rows(session: UnscopedSession) -> list[RegionRow]:
    rows = session.execute(select(Region.id, Region.code, Region.title))
    return sorted((RegionRow(*row) for row in rows), key=lambda row: (row.title.casefold(), row.code))
