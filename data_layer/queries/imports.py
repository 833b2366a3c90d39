"""Imports as people see them: one that is being looked at, and those of the past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import or_, select

from data_layer.domain.import_counts import sets_targets, written_rows
from data_layer.errors import NotFoundError
from data_layer.models import ImportBatch, School, User
from data_layer.session import TenantSession

UNKNOWN: Final = "Такой загрузки нет. Загрузите файл ещё раз."


class KeptRow(NamedTuple):
    """A row that stayed when its import was taken back, because it was changed later.

    subject, name: see `commands.imports.revert.Kept`. school: short name, in imports of the district.
    """

    subject: str
    name: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One import. at: when it was applied, or checked where it was not. written: rows it wrote.

    school: short name of the school whose people handed it in, empty for the department. report: what the
    check said (`commands.imports.preview`), only where it was asked for. kept: rows that stayed when it was
    taken back, the first of kept_count.
    """

    id: int
    file_name: str
    state: str
    at: datetime
    author: str
    author_name: str
    school: str
    only_school: str
    size: int | None
    counts: Mapping[str, Mapping[str, int]]
    reverted_at: datetime | None
    is_stored: bool
    report: Mapping[str, Any]
    kept: tuple[KeptRow, ...] = ()
    kept_count: int = 0

    @property
    def written(self) -> int:
        return written_rows(self.counts)

    @property
    def sets_targets(self) -> bool:
        return sets_targets(self.counts)


def past_imports(
    session: TenantSession, *, without: str, school: str | None = None, most: int = 20
) -> list[BatchEntry]:
    """Applied and reverted imports of the session, the newest first.

    without: the name under which entries by hand are kept, which are no files. school: code of one school:
    those of its people and those that the department limited to it.
    """
    query = _columns(with_report=False).where(
        ImportBatch.district_id == session.scope.district_id,
        ImportBatch.state != "previewed",
        ImportBatch.file_name != without,
    )
    if school is not None:
        query = query.where(or_(School.code == school, ImportBatch.only_school == school))
    rows = session.execute(query.order_by(ImportBatch.created_at.desc(), ImportBatch.id.desc()).limit(most)).all()
    return _entries(session, rows)


def open_preview(session: TenantSession, *, author: str) -> BatchEntry | None:
    """The newest file of this person that was checked and is still waiting."""
    rows = session.execute(
        _columns(with_report=False)
        .where(
            ImportBatch.district_id == session.scope.district_id,
            ImportBatch.state == "previewed",
            ImportBatch.author == author,
            # Of a file that names people nothing is kept, so there is nothing to go on with.
            ImportBatch.stored_name.is_not(None),
        )
        .order_by(ImportBatch.created_at.desc())
        .limit(1)
    ).all()
    return next(iter(_entries(session, rows)), None)


def one_import(session: TenantSession, batch_id: int, *, author: str) -> BatchEntry:
    """With its report. A preview is its author's alone. Raises NotFoundError."""
    rows = session.execute(
        _columns(with_report=True).where(
            ImportBatch.district_id == session.scope.district_id,
            ImportBatch.id == batch_id,
            or_(ImportBatch.state != "previewed", ImportBatch.author == author),
        )
    ).all()
    found = _entries(session, rows)
    if not found:
        raise NotFoundError(UNKNOWN)
    return found[0]


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """The bytes behind a preview, and its faults: address, what is wrong, what to do."""

    stored_name: str
    file_name: str
    errors: Sequence[Sequence[str]]


def one_stored_upload(session: TenantSession, batch_id: int, *, author: str) -> StoredUpload:
    """Of this person's own preview. Raises NotFoundError, also where the bytes are no longer kept."""
    row = session.execute(
        select(ImportBatch.stored_name, ImportBatch.file_name, ImportBatch.report).where(
            ImportBatch.district_id == session.scope.district_id,
            ImportBatch.id == batch_id,
            ImportBatch.author == author,
            ImportBatch.state == "previewed",
        )
    ).one_or_none()
    if row is None or not row.stored_name:
        raise NotFoundError(UNKNOWN)
    return StoredUpload(row.stored_name, row.file_name, (row.report or {}).get("errors", ()))


def _columns(*, with_report: bool) -> Any:
    batch = ImportBatch
    columns = [
        batch.id,
        batch.file_name,
        batch.state,
        batch.created_at,
        batch.applied_at,
        batch.author,
        School.short_name,
        batch.only_school,
        batch.size,
        batch.counts,
        batch.reverted_at,
        batch.stored_name,
        batch.report["reverted"].label("reverted"),
        *([batch.report] if with_report else []),
    ]
    return select(*columns).outerjoin(
        School, (School.district_id == batch.district_id) & (School.id == batch.school_id)
    )


def _entries(session: TenantSession, rows: Sequence[Any]) -> list[BatchEntry]:
    names = _names(session, {row.author for row in rows})
    return [
        BatchEntry(
            id=row.id,
            file_name=row.file_name,
            state=row.state,
            at=row.applied_at or row.created_at,
            author=row.author,
            author_name=names.get(row.author, row.author),
            school=row.short_name or "",
            only_school=row.only_school or "",
            size=row.size,
            counts=row.counts or {},
            reverted_at=row.reverted_at,
            is_stored=bool(row.stored_name),
            report=getattr(row, "report", None) or {},
            kept=tuple(KeptRow(*each) for each in (row.reverted or {}).get("kept", ())),
            kept_count=_kept_count(row.reverted or {}),
        )
        for row in rows
    ]


def _kept_count(reverted: Mapping[str, Any]) -> int:
    return int(reverted.get("kept_count", len(reverted.get("kept", ()))))


def _names(session: TenantSession, logins: set[str]) -> dict[str, str]:
    rows = session.execute(select(User.login, User.full_name).where(User.login.in_(logins)))
    return {login: name or login for login, name in rows}
