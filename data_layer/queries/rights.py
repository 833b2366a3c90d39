"""What a person may be in one district: for commands that act with somebody's rights."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from data_layer.domain.vocabulary import Role
from data_layer.errors import NotFoundError
from data_layer.models import Membership, User
from data_layer.queries.directory import DistrictEntry
from data_layer.queries.people import has_ended
from data_layer.session import UnscopedSession


@dataclass(frozen=True, slots=True)
class Right:
    """One membership of an active person, as far as it concerns one district."""

    user_id: int
    login: str
    full_name: str
    membership_id: int
    role: Role
    region_id: int | None
    school_id: int | None


def rights_in_district(session: UnscopedSession, *, login: str, district: DistrictEntry, today: date) -> list[Right]:
    """The person's memberships that reach into the district on the day, in the order in which they were given.

    An administrator reaches into every district. Raises NotFoundError for an unknown or inactive login.
    """
    rows = session.execute(
        select(User.id, User.login, User.full_name, Membership)
        .join(Membership, Membership.user_id == User.id)
        .where(User.login == login, User.is_active)
        .order_by(Membership.id)
    ).all()
    if not rows:
        raise NotFoundError(f"Пользователя «{login}» нет.")
    return [
        Right(user_id, known, name, each.id, Role(each.role), each.region_id, each.school_id)
        for user_id, known, name, each in rows
        if _reaches(each, district) and not has_ended(each.ends_on, today)
    ]


def _reaches(membership: Membership, district: DistrictEntry) -> bool:
    if membership.role == Role.ADMINISTRATOR.value:
        return True
    if membership.role == Role.REGION.value:
        return district.region_id is not None and membership.region_id == district.region_id
    return membership.district_id == district.id
