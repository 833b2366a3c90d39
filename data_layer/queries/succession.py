"""What is known of a school that is to close: what stays, what is there after its last year, whose access ends."""

from dataclasses import dataclass

from sqlalchemy import func, select

from data_layer.models import Document, Membership, Observation, Result, User
from data_layer.queries.directory import SchoolEntry
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """years: school years with figures that stay. figures_after, documents_after: stored for later years already.

    people: names of those whose roles at the school end, each once.
    """

    years: tuple[int, ...]
    figures_after: int
    documents_after: int
    people: tuple[str, ...]


def closing_facts(session: TenantSession, school: SchoolEntry, *, year: int) -> ClosingFacts:
    """year: the first one without the school."""
    district_id = session.scope.district_id
    years = session.scalars(
        select(Result.year)
        .where(
            Result.district_id == district_id,
            Result.school_id == school.id,
            Result.year < year,
            Result.value.is_not(None),
        )
        .distinct()
    )
    figures = session.scalar(
        select(func.count())
        .select_from(Observation)
        .where(
            Observation.district_id == district_id,
            Observation.school_id == school.id,
            Observation.year >= year,
            Observation.superseded_at.is_(None),
        )
    )
    documents = session.scalar(
        select(func.count())
        .select_from(Document)
        .where(Document.district_id == district_id, Document.school_id == school.id, Document.year >= year)
    )
    people = session.execute(
        select(User.login, User.full_name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.district_id == district_id, Membership.school_id == school.id, Membership.ends_on.is_(None))
    )
    names = {login: name or login for login, name in people}
    return ClosingFacts(
        tuple(sorted(years)), figures or 0, documents or 0, tuple(sorted(names.values(), key=str.casefold))
    )
