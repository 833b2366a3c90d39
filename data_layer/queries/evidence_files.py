"""Stored files as people meet them: what they are, where they are used, which of them wait for a document."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select

from data_layer.domain.vocabulary import THERE, DocumentStatus, Stage
from data_layer.errors import NotFoundError
from data_layer.models import Document, School, StoredFile
from data_layer.session import TenantSession, district_wide

_NO_FILE = "Такого файла нет."


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file without its bytes. kind: pdf, docx, …, empty where nobody looked. is_there: not removed since."""

    id: int
    title: str
    kind: str
    size: int
    is_there: bool


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """Where the bytes of a file lie, and under what name and kind they are handed out."""

    id: int
    title: str
    kind: str
    stored_name: str


@dataclass(frozen=True, slots=True)
class FileUse:
    """A document with the same content. school: short name of its school."""

    document: int
    label: str
    school: str
    block: int
    stage: Stage
    year: int
    status: DocumentStatus


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that belongs to no document yet, with the numbers and dates that its text names.

    uses: documents of the same school with the same content. is_elsewhere: another school of the district has
    handed in the same content; which one is not told.
    """

    line: FileLine
    numbers: tuple[str, ...]
    dates: tuple[dt.date, ...]
    uses: tuple[FileUse, ...]
    is_elsewhere: bool
    stored_at: dt.datetime | None


def stored_bytes(session: TenantSession, file_id: int) -> StoredBytes:
    """Raises NotFoundError for a file that is not there, not any more, or not the asker's."""
    row = StoredFile
    found = session.execute(
        select(row.id, row.title, row.kind, row.stored_name).where(
            row.district_id == session.scope.district_id, row.id == file_id, row.removed_at.is_(None)
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(_NO_FILE)
    return StoredBytes(*found)


def words_of_file(session: TenantSession, file_id: int) -> str:
    """What the file says, as far as it could be read."""
    query = select(StoredFile.words).where(
        StoredFile.district_id == session.scope.district_id, StoredFile.id == file_id
    )
    return session.scalar(query) or ""


def kept_file(session: TenantSession, *, school_id: int, file_id: int) -> KeptFile:
    """One stored file of a school, of a document or not. Raises NotFoundError."""
    found = _kept(session, school_id, _of_school(session, school_id).where(StoredFile.id == file_id))
    if not found:
        raise NotFoundError(_NO_FILE)
    return found[0]


def waiting_files(session: TenantSession, *, school_id: int) -> tuple[KeptFile, ...]:
    """Files of a school that no document names, the oldest first."""
    row = Document
    is_used = exists().where(row.district_id == StoredFile.district_id, row.file_id == StoredFile.id)
    query = _of_school(session, school_id).where(~is_used).order_by(StoredFile.stored_at, StoredFile.id)
    return _kept(session, school_id, query)


def waiting_file_count(session: TenantSession, *, school_id: int) -> int:
    row = Document
    is_used = exists().where(row.district_id == StoredFile.district_id, row.file_id == StoredFile.id)
    query = select(func.count()).where(
        StoredFile.district_id == session.scope.district_id,
        StoredFile.school_id == school_id,
        StoredFile.removed_at.is_(None),
        ~is_used,
    )
    return session.scalar(query) or 0


def same_content(session: TenantSession, digests: Collection[str]) -> Mapping[str, Sequence[FileUse]]:
    """By SHA-256: documents of the session's scope with that content, by school, year, block."""
    row = Document
    query = (
        select(StoredFile.sha256, row.id, row.label, School.short_name, row.block, row.stage, row.year, row.status)
        .join(row, (row.district_id == StoredFile.district_id) & (row.file_id == StoredFile.id))
        .join(School, (School.district_id == row.district_id) & (School.id == row.school_id))
        .where(StoredFile.district_id == session.scope.district_id, StoredFile.sha256.in_(digests))
        .order_by(School.code, row.year, row.block, row.id)
    )
    found: dict[str, list[FileUse]] = defaultdict(list)
    for sha256, number, label, school, block, stage, year, status in session.execute(query):
        found[sha256].append(FileUse(number, label, school, block, Stage(stage), year, DocumentStatus(status)))
    return found


def twins_of_document(session: TenantSession, document: int) -> tuple[FileUse, ...]:
    """Other documents of the session's scope with the content of this one's file."""
    sha256 = session.scalar(
        select(StoredFile.sha256)
        .join(Document, (Document.district_id == StoredFile.district_id) & (Document.file_id == StoredFile.id))
        .where(Document.district_id == session.scope.district_id, Document.id == document)
    )
    found = () if sha256 is None else same_content(session, [sha256]).get(sha256, ())
    return tuple(each for each in found if each.document != document)


def _of_school(session: TenantSession, school_id: int) -> Select[Any]:
    row = StoredFile
    return select(row.id, row.title, row.kind, row.size, row.sha256, row.found, row.stored_at, row.removed_at).where(
        row.district_id == session.scope.district_id, row.school_id == school_id, row.removed_at.is_(None)
    )


def _kept(session: TenantSession, school_id: int, query: Select[Any]) -> tuple[KeptFile, ...]:
    rows = session.execute(query).all()
    digests = {row.sha256 for row in rows}
    own = _own_uses(session, school_id, digests)
    elsewhere = _used_elsewhere(session, school_id, digests)
    return tuple(_kept_file(row, own.get(row.sha256, ()), is_elsewhere=row.sha256 in elsewhere) for row in rows)


def _kept_file(row: Any, uses: Sequence[FileUse], *, is_elsewhere: bool) -> KeptFile:
    found = row.found or {}
    return KeptFile(
        line=FileLine(row.id, row.title, row.kind, row.size, is_there=True),
        numbers=tuple(map(str, found.get("numbers", ()))),
        dates=tuple(dt.date.fromisoformat(day) for day in found.get("dates", ())),
        uses=tuple(uses),
        is_elsewhere=is_elsewhere,
        stored_at=row.stored_at,
    )


def _own_uses(session: TenantSession, school_id: int, digests: Collection[str]) -> Mapping[str, Sequence[FileUse]]:
    if not digests:
        return {}
    of_school = select(Document.id).where(
        Document.district_id == session.scope.district_id, Document.school_id == school_id
    )
    own = set(session.scalars(of_school))
    return {
        sha256: [each for each in uses if each.document in own]
        for sha256, uses in same_content(session, digests).items()
    }


def _used_elsewhere(session: TenantSession, school_id: int, digests: Collection[str]) -> frozenset[str]:
    """Which content another school of the district has handed in; of that school nothing leaves this function."""
    if not digests:
        return frozenset()
    row = Document
    with district_wide(session):
        query = (
            select(StoredFile.sha256)
            .join(row, (row.district_id == StoredFile.district_id) & (row.file_id == StoredFile.id))
            .where(
                StoredFile.district_id == session.scope.district_id,
                StoredFile.sha256.in_(digests),
                row.school_id != school_id,
                row.status.in_([status.value for status in THERE]),
            )
        )
        return frozenset(session.scalars(query))
