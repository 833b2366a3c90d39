"""What the department has published to its schools, and where the files of it lie."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from data_layer.errors import NotFoundError
from data_layer.models import PublishedDocument, User
from data_layer.queries.evidence_files import StoredBytes
from data_layer.session import TenantSession

_NO_DOCUMENT = "Такого документа нет."


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """file_title, kind, size: empty and 0 where it is a link alone."""

    id: int
    title: str
    note: str
    url: str
    file_title: str
    kind: str
    size: int
    author: str
    published_at: dt.datetime


def published_documents(session: TenantSession) -> tuple[PublishedLine, ...]:
    """Of the session's district, the newest first."""
    row = PublishedDocument
    query = (
        select(
            row.id,
            row.title,
            row.note,
            row.url,
            row.file_title,
            row.kind,
            row.size,
            row.author,
            User.full_name,
            row.published_at,
        )
        .outerjoin(User, User.login == row.author)
        .where(row.district_id == session.scope.district_id, row.removed_at.is_(None))
        .order_by(row.published_at.desc(), row.id.desc())
    )
    return tuple(
        PublishedLine(
            each.id,
            each.title,
            each.note,
            each.url,
            each.file_title,
            each.kind,
            each.size,
            each.full_name or each.author,
            each.published_at,
        )
        for each in session.execute(query)
    )


def published_bytes(session: TenantSession, document: int) -> StoredBytes:
    """Raises NotFoundError for what is not there, has no file, or is not the asker's."""
    row = PublishedDocument
    found = session.execute(
        select(row.id, row.file_title, row.kind, row.stored_name).where(
            row.district_id == session.scope.district_id,
            row.id == document,
            row.removed_at.is_(None),
            row.stored_name.is_not(None),
        )
    ).one_or_none()
    if found is None or found.stored_name is None:
        raise NotFoundError(_NO_DOCUMENT)
    return StoredBytes(found.id, found.file_title, found.kind, found.stored_name)
