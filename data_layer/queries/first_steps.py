"""How far a new district has come on its way from an empty database to the first figures."""

from dataclasses import dataclass

from sqlalchemy import func, select

from data_layer.domain.vocabulary import Role
from data_layer.models import Membership, Observation, School, SchoolYear, User
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """Counts of what is there. officials, school_people: active accounts. years: opened school years."""

    schools: int
    officials: int
    school_people: int
    years: int
    has_figures: bool

    @property
    def is_over(self) -> bool:
        """The way ends where the first figures are in."""
        return self.has_figures


def first_steps(session: TenantSession) -> FirstSteps:
    """Of the session's district."""
    district_id = session.scope.district_id
    return FirstSteps(
        schools=session.scalar(select(func.count(School.id)).where(School.district_id == district_id)) or 0,
        officials=_people(session, Role.DEPARTMENT),
        school_people=_people(session, Role.DIRECTOR, Role.COORDINATOR),
        years=session.scalar(select(func.count(SchoolYear.year)).where(SchoolYear.district_id == district_id)) or 0,
        has_figures=has_figures(session),
    )


def has_figures(session: TenantSession) -> bool:
    """Whether anything was ever handed in."""
    one = select(Observation.id).where(Observation.district_id == session.scope.district_id).limit(1)
    return session.scalar(one) is not None


def _people(session: TenantSession, *roles: Role) -> int:
    query = (
        select(func.count(func.distinct(Membership.user_id)))
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.district_id == session.scope.district_id,
            Membership.role.in_([role.value for role in roles]),
            User.is_active.is_(True),
        )
    )
    return session.scalar(query) or 0
