"""Who a browser belongs to, what people may choose from, and whether a school is there for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from data_layer.domain.vocabulary import Role
from data_layer.models import District, Membership, Region, School, User, UserSession
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signing in needs to know of a login.

    district_id, school_id: the place of all the person's roles, None where they lie in several or in none.
    """

    user_id: int
    login: str
    password_hash: str
    is_active: bool
    membership_ids: tuple[int, ...]
    district_id: int | None = None
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """A row of `user_session` with its person, role and place, as they are at this moment."""

    user_id: int
    login: str
    full_name: str
    is_active: bool
    must_change_password: bool
    created_at: datetime
    last_seen_at: datetime
    membership_id: int
    role: Role
    region_id: int | None
    school_id: int | None
    ends_on: date | None
    has_other_roles: bool
    is_switched: bool
    district_id: int | None
    district_code: str | None
    district_title: str | None
    time_zone: str | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class MembershipChoice:
    """One role of a person, for the page where they choose. school_id without its name: that is tenant data."""

    membership_id: int
    role: Role
    place: str
    district_id: int | None
    school_id: int | None


@dataclass(frozen=True, slots=True)
class DistrictChoice:
    district_id: int
    code: str
    title: str


def credentials_of(session: Session, *, login: str, today: date | None = None) -> Credentials | None:
    """today: leaves out the roles that have ended by this day."""
    user = session.scalar(select(User).where(User.login == login))
    if user is None:
        return None
    current = [each for each in user.memberships if not has_ended(each.ends_on, today)]
    places = {(each.district_id, each.school_id) for each in current or user.memberships}
    districts = {district_id for district_id, _ in places}
    return Credentials(
        user.id,
        user.login,
        user.password_hash,
        user.is_active,
        tuple(each.id for each in current),
        district_id=districts.pop() if len(districts) == 1 else None,
        school_id=places.pop()[1] if len(places) == 1 else None,
    )


def has_ended(ends_on: date | None, today: date | None) -> bool:
    """Whether a role opens nothing any more. ends_on: its last day, None for no end."""
    return ends_on is not None and today is not None and today > ends_on


_OTHER: Final = aliased(Membership)
# Asked at every request, so it is built once and reads columns instead of whole objects.
_BROWSER: Final = (
    select(
        User.id.label("user_id"),
        User.login,
        User.full_name,
        User.is_active,
        User.must_change_password,
        UserSession.created_at,
        UserSession.last_seen_at,
        Membership.id.label("membership_id"),
        Membership.role,
        Membership.region_id,
        Membership.school_id,
        Membership.ends_on,
        exists()
        .where(_OTHER.user_id == Membership.user_id, _OTHER.id != Membership.id)
        .correlate(Membership)
        .label("has_other_roles"),
        UserSession.switched_district_id,
        District.id.label("district_id"),
        District.code.label("district_code"),
        District.title.label("district_title"),
        District.time_zone,
        District.is_demo,
    )
    .select_from(UserSession)
    .join(User, User.id == UserSession.user_id)
    .join(Membership, (Membership.id == UserSession.membership_id) & (Membership.user_id == User.id))
    .outerjoin(District, District.id == func.coalesce(UserSession.switched_district_id, Membership.district_id))
    .where(UserSession.token_hash == bindparam("token_hash"))
)


def browser_of(session: Session, *, token_hash: str) -> SignedInBrowser | None:
    """The signed-in browser with this token, its person and place, in one query."""
    row = session.execute(_BROWSER, {"token_hash": token_hash}).mappings().first()
    if row is None:
        return None
    found = dict(row)
    is_switched = found.pop("switched_district_id") is not None
    found |= {name: bool(found[name]) for name in ("is_demo", "has_other_roles")}
    found["role"] = Role(found["role"])
    return SignedInBrowser(**found, is_switched=is_switched)


def memberships_of(session: Session, *, user_id: int, today: date | None = None) -> Sequence[MembershipChoice]:
    """The roles of a person, in the order in which they were given; today: without those that have ended by then."""
    rows = session.execute(
        select(Membership, District.title, Region.title)
        .outerjoin(District, District.id == Membership.district_id)
        .outerjoin(Region, Region.id == Membership.region_id)
        .where(Membership.user_id == user_id)
        .order_by(Membership.id)
    )
    return [
        MembershipChoice(each.id, Role(each.role), district or region or "", each.district_id, each.school_id)
        for each, district, region in rows
        if not has_ended(each.ends_on, today)
    ]


def districts_of_region(session: Session, *, region_id: int) -> tuple[int, ...]:
    """Ids of the region's districts, ascending."""
    return tuple(session.scalars(select(District.id).where(District.region_id == region_id).order_by(District.id)))


def districts(session: Session) -> Sequence[DistrictChoice]:
    """Every district, by title."""
    rows = session.scalars(select(District).order_by(District.title, District.id))
    return [DistrictChoice(each.id, each.code, each.title) for each in rows]


def only_district_title(session: Session) -> str:
    """The district's title where there is one district; empty where there are none or several."""
    titles = session.scalars(select(District.title).order_by(District.id).limit(2)).all()
    return titles[0] if len(titles) == 1 else ""


def has_demo_district(session: Session) -> bool:
    return session.scalar(select(District.id).where(District.is_demo.is_(True)).limit(1)) is not None


def school_id_by_code(session: TenantSession, *, code: str) -> int | None:
    """The id of a school of the session's scope. None where it is not there, or is not the asker's."""
    return session.scalar(
        select(School.id).where(School.district_id.in_(session.scope.district_ids), School.code == code)
    )


def school_code_and_name(session: TenantSession, *, school_id: int) -> tuple[str, str] | None:
    """Code and short name of a school of the session's scope."""
    row = session.execute(
        select(School.code, School.short_name).where(
            School.district_id.in_(session.scope.district_ids), School.id == school_id
        )
    ).first()
    return None if row is None else (row[0], row[1])
