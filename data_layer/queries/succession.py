"""What is known of a school that is to close: what stays, what is there after its last year, whose access ends."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

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


def facts_before(session: TenantSession, school: SchoolEntry, *, year: int | None) -> tuple[int, int]:
    """Figures and documents that the school has handed in for years before this one; None: there are none before all."""
    if year is None:
        return 0, 0
    return (
        _stored(session, Observation, school, Observation.year < year, Observation.superseded_at.is_(None)),
        _stored(session, Document, school, Document.year < year),
    )


def _stored(
    session: TenantSession, model: type[Observation | Document], school: SchoolEntry, *which: ColumnElement[bool]
) -> int:
    own = (model.district_id == session.scope.district_id, model.school_id == school.id)
    return session.scalar(select(func.count()).select_from(model).where(*own, *which)) or 0


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
    figures = _stored(session, Observation, school, Observation.year >= year, Observation.superseded_at.is_(None))
    documents = _stored(session, Document, school, Document.year >= year)
    people = session.execute(
        select(User.login, User.full_name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.district_id == district_id, Membership.school_id == school.id, Membership.ends_on.is_(None))
    )
    names = {login: name or login for login, name in people}
    return ClosingFacts(tuple(sorted(years)), figures, documents, tuple(sorted(names.values(), key=str.casefold)))
