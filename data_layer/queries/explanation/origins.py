"""Names behind logins, batches and sources: who brought something in, when, and from which file."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from data_layer.domain.suppression import Sight
from data_layer.errors import NotFoundError
from data_layer.models import DataSource, ImportBatch, Indicator, School, User
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.explanation.views import Batch, Entry, SchoolName
from data_layer.queries.ground import Ground
from data_layer.session import TenantSession


def school_seen(ground: Ground, code: str, *, year: int | None = None) -> SchoolEntry:
    """The school with this code. Raises NotFoundError where the viewer has no such school, or not in the year given."""
    entry = next((each for each in ground.schools if each.code == code), None)
    is_gone = entry is not None and year is not None and not entry.is_there(year)
    if entry is None or is_gone or ground.viewer.sight is Sight.POOLED_ONLY:
        raise NotFoundError(f"Школы с кодом «{code}» нет.")
    return entry


def school_name(entry: SchoolEntry) -> SchoolName:
    return SchoolName(entry.code, entry.short_name)


@dataclass(frozen=True, slots=True)
class Names:
    """People by login and files by batch, read once for all the rows of an answer."""

    people: Mapping[str, str]
    batches: Mapping[int, Batch]

    def entry(self, *, author: str, at: datetime | None, batch_id: int | None, address: str) -> Entry:
        batch = None if batch_id is None else self.batches.get(batch_id)
        return Entry(self.people.get(author) or author, at, "" if batch is None else batch.file, address, batch)


def names_of(session: TenantSession, rows: Iterable[Any]) -> Names:
    """rows: anything with `author` and `batch_id`."""
    found = list(rows)
    brought = _batches(session, {row.batch_id for row in found if row.batch_id is not None})
    people = people_by_login(session, {row.author for row in (*found, *brought)})
    return Names(people, {row.id: _batch(row, people) for row in brought})


def people_by_login(session: TenantSession, logins: Collection[str]) -> dict[str, str]:
    """Full names by login; the command line and the demo's loader are no people and have none."""
    query = select(User.login, User.full_name).where(User.login.in_(logins))
    return {login: name for login, name in session.execute(query) if name}


def _batches(session: TenantSession, ids: Collection[int]) -> Sequence[Any]:
    """As far as the session may see them: a school does not see the files of its department."""
    row = ImportBatch
    query = (
        select(row.id, row.file_name, row.sha256, row.author, row.created_at, row.applied_at, School.code)
        .outerjoin(School, and_(School.district_id == row.district_id, School.id == row.school_id))
        .where(row.district_id == session.scope.district_id, row.id.in_(ids))
    )
    return session.execute(query).all() if ids else ()


def _batch(row: Any, people: Mapping[str, str]) -> Batch:
    return Batch(
        id=row.id,
        file=row.file_name,
        sha256=row.sha256,
        author=people.get(row.author) or row.author,
        at=row.applied_at or row.created_at,
        school=row.code or "",
    )


def source_title(session: TenantSession, source: str) -> str:
    """The catalogue's title of a source id; a text that is no id speaks for itself."""
    row = DataSource
    title = session.scalar(select(row.title).where(row.district_id == session.scope.district_id, row.id == source))
    return title or source


def usual_source(session: TenantSession, indicator: str) -> str:
    """Title of the source that the catalogue names for the indicator; empty where it names none."""
    title = session.scalar(
        select(DataSource.title)
        .join(
            Indicator,
            and_(Indicator.district_id == DataSource.district_id, Indicator.source_id == DataSource.id),
        )
        .where(Indicator.district_id == session.scope.district_id, Indicator.id == indicator)
    )
    return title or ""


def formula_words(session: TenantSession, indicator: str) -> tuple[str, str]:
    """What numerator and denominator of the indicator are, in the words of the catalogue; empty where it says nothing."""
    row = Indicator
    details = session.scalar(
        select(row.details).where(row.district_id == session.scope.district_id, row.id == indicator)
    )
    told = details or {}
    return str(told.get("numerator") or ""), str(told.get("denominator") or "")
