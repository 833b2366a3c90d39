"""From an uploaded file to an applied import: checked and shown first, applied once, however often it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, event, func, select

from data_layer.clock import utc_now
from data_layer.commands.audit import record
from data_layer.commands.files import FileStore
from data_layer.commands.imports.apply import ImportOutcome, apply_import, lock_district
from data_layer.commands.imports.checking import Importer, check_import
from data_layer.commands.imports.foreign import answers_as_json, stored_answers
from data_layer.commands.imports.preview import digest_of, preview_import, report_of
from data_layer.commands.uploads import KEPT_FOR, UploadStore
from data_layer.errors import NotFoundError
from data_layer.intake.readers.interpret import Answers
from data_layer.intake.tables import SourceTable
from data_layer.models import AuditEvent, ImportBatch
from data_layer.models.base import new_id
from data_layer.session import TenantSession

CHECKED: Final = "import_checked"
UNKNOWN: Final = "Такой загрузки нет. Загрузите файл ещё раз."
UPLOADS_AN_HOUR: Final = 20


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The stored bytes of an upload. file_name: what the person calls it, shown and never opened."""

    stored_name: str
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of an order to apply a preview.

    state: applied (now or by an earlier order of the same preview), unchanged (nothing to do), stale (the
    state has changed since the preview, which was made anew), faulty (errors since the preview).
    """

    batch_id: int
    state: str
    file_name: str
    written: int = 0
    is_new: bool = True


def uploads_of_last_hour(session: TenantSession, *, actor: str) -> int:
    query = (
        select(func.count())
        .select_from(AuditEvent)
        .where(
            AuditEvent.district_id == session.scope.district_id,
            AuditEvent.actor == actor,
            AuditEvent.action == CHECKED,
            AuditEvent.at > utc_now() - timedelta(hours=1),
        )
    )
    return session.scalar(query) or 0


def check_upload(
    session: TenantSession,
    uploaded: Uploaded,
    tables: Sequence[SourceTable],
    importer: Importer,
    *,
    uploads: UploadStore,
) -> ImportBatch:
    """Check an upload against the state of this moment and keep what was found as a preview of its author's.

    The bytes of a file that names people are not kept.
    """
    lock_district(session)
    _forget_old_previews(session, importer.actor)
    batch = ImportBatch(
        district_id=session.scope.district_id,
        school_id=session.scope.school_id,
        id=new_id(),
        state="previewed",
        file_name=uploaded.file_name[:255],
        sha256=uploaded.sha256,
        author=importer.actor,
        stored_name=uploaded.stored_name,
        size=uploaded.size,
        only_school=importer.only_school,
    )
    if any(table.names_people for table in tables):
        _forget_bytes(session, batch, uploads)
    batch.report = _report(session, tables, importer, None)
    batch.counts = batch.report.get("counts", {})
    session.add(batch)
    record(
        session,
        actor=importer.actor,
        action=CHECKED,
        subject=batch.file_name,
        district_id=batch.district_id,
        school_id=batch.school_id,
        new={"batch": str(batch.id), "errors": batch.report["error_count"], "counts": batch.counts},
    )
    session.flush()
    return batch


def recheck_upload(
    session: TenantSession,
    batch_id: int,
    tables: Sequence[SourceTable] | None,
    importer: Importer,
    *,
    answers: Mapping[int, Answers] | None = None,
) -> ImportBatch:
    """Check a preview anew: with answers of its author, or after names of schools were decided.

    tables: of the stored bytes, None where these are gone. answers: None leaves those given before. Raises
    NotFoundError as `apply_upload` does.
    """
    lock_district(session)
    batch = own_batch(session, batch_id, actor=importer.actor)
    if batch.state != "previewed" or tables is None:
        raise NotFoundError(UNKNOWN)
    if answers is not None:
        batch.answers = answers_as_json(answers)
    batch.report = _report(session, tables, importer, batch.answers)
    batch.counts = batch.report.get("counts", {})
    session.flush()
    return batch


def _report(
    session: TenantSession,
    tables: Sequence[SourceTable],
    importer: Importer,
    answers: Mapping[str, Any] | None,
) -> dict[str, Any]:
    checked = check_import(session, tables, importer, answers=stored_answers(answers))
    preview = None if checked.errors else preview_import(session, checked, actor=importer.actor)
    sheets = [table.sheet for table in tables if (table.rows or table.understood) and table.sheet is not None]
    return report_of(checked, preview, rows_read=_rows_read(tables)) | {"sheets": sheets}


def _rows_read(tables: Sequence[SourceTable]) -> int:
    return sum(
        max(len(table.rows) - 1, 0) if table.understood is None else table.understood.rows_read for table in tables
    )


def _forget_old_previews(session: TenantSession, actor: str) -> None:
    session.execute(
        delete(ImportBatch)
        .where(
            ImportBatch.district_id == session.scope.district_id,
            ImportBatch.author == actor,
            ImportBatch.state == "previewed",
            ImportBatch.created_at < utc_now() - KEPT_FOR,
            *_of_own_school(session),
        )
        .execution_options(synchronize_session=False)
    )


def _of_own_school(session: TenantSession) -> list[Any]:
    """A session of the district writes rows of all its schools; its own previews have none."""
    school_id = session.scope.school_id
    return [ImportBatch.school_id.is_(None) if school_id is None else ImportBatch.school_id == school_id]


def own_batch(session: TenantSession, batch_id: int, *, actor: str) -> ImportBatch:
    """A batch that this person uploaded. Raises NotFoundError."""
    batch = session.scalar(
        select(ImportBatch).where(
            ImportBatch.district_id == session.scope.district_id,
            ImportBatch.id == batch_id,
            ImportBatch.author == actor,
            *_of_own_school(session),
        )
    )
    if batch is None:
        raise NotFoundError(UNKNOWN)
    return batch


def apply_upload(
    session: TenantSession,
    batch_id: int,
    tables: Sequence[SourceTable] | None,
    importer: Importer,
    *,
    store: FileStore,
    uploads: UploadStore,
) -> HandedIn:
    """Apply a preview if it would still do what was shown; the caller commits.

    tables: of the stored bytes, None where these are gone. Raises NotFoundError for a preview that is not
    this person's, was taken back, or whose bytes are gone.
    """
    lock_district(session)
    batch = own_batch(session, batch_id, actor=importer.actor)
    if batch.state == "applied":
        return HandedIn(batch.id, "applied", batch.file_name, _written(batch.counts), is_new=False)
    if batch.state != "previewed" or tables is None:
        raise NotFoundError(UNKNOWN)
    checked = check_import(session, tables, importer, answers=stored_answers(batch.answers))
    if checked.errors:
        return _again(session, batch, tables, importer, state="faulty")
    savepoint = session.begin_nested()
    outcome = apply_import(
        session,
        checked,
        actor=importer.actor,
        file_name=batch.file_name,
        sha256=batch.sha256,
        store=store,
        batch=batch,
        is_detailed=True,
    )
    if digest_of(outcome.rows) != (batch.report or {}).get("digest"):
        savepoint.rollback()
        return _again(session, batch, tables, importer, state="stale")
    savepoint.commit()
    return _handed_in(session, batch, outcome, uploads)


def _handed_in(session: TenantSession, batch: ImportBatch, outcome: ImportOutcome, uploads: UploadStore) -> HandedIn:
    if not outcome.is_changed:
        return HandedIn(batch.id, "unchanged", batch.file_name)
    _forget_bytes(session, batch, uploads)
    return HandedIn(batch.id, "applied", batch.file_name, _written(batch.counts))


def _forget_bytes(session: TenantSession, batch: ImportBatch, uploads: UploadStore) -> None:
    name, batch.stored_name = batch.stored_name, None
    if name:
        event.listen(session, "after_commit", lambda _: uploads.drop(name), once=True)


def _again(
    session: TenantSession, batch: ImportBatch, tables: Sequence[SourceTable], importer: Importer, *, state: str
) -> HandedIn:
    session.refresh(batch)
    batch.report = _report(session, tables, importer, batch.answers)
    batch.counts = batch.report.get("counts", {})
    session.flush()
    return HandedIn(batch.id, state, batch.file_name)


def _written(counts: dict[str, Any]) -> int:
    return sum(each.get("new", 0) + each.get("changed", 0) for each in counts.values())
