"""The use case «apply an import»: all tables in one transaction, one batch, derived rows at the end."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import select

from data_layer.clock import utc_now
from data_layer.commands.audit import record
from data_layer.commands.derive import refresh, schools_sharing_files
from data_layer.commands.files import FileStore
from data_layer.commands.imports.documents import write_documents
from data_layer.commands.imports.observations import write_observations
from data_layer.commands.imports.organisation import write_organisation
from data_layer.commands.imports.schools import load_school_ids, write_schools
from data_layer.commands.imports.targets import write_targets
from data_layer.commands.imports.writing import RowChange, Tally, Writing
from data_layer.commands.imports.years import ensure_years
from data_layer.intake.rows import CheckedImport
from data_layer.models import District, ImportBatch
from data_layer.models.base import new_id
from data_layer.progress import Counting, Step
from data_layer.session import TenantSession, allow_long_work


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did. tallies: by table (schools, targets, observations, documents, organisation).

    rows: every row of the import, where they were asked for. touched: ids of the schools it changed.
    """

    tallies: Mapping[str, Tally]
    batch_id: int | None
    rows: tuple[RowChange, ...] = ()
    touched: frozenset[int] = frozenset()

    @property
    def is_changed(self) -> bool:
        return self.batch_id is not None


def lock_district(session: TenantSession) -> None:
    """Let the writers of one district follow one another; SQLite has taken its only lock already.

    What follows may take minutes, so the limits meant for pages are lifted for this transaction.
    """
    allow_long_work(session)
    district = District.id == session.scope.district_id
    session.execute(select(District.id).where(district).with_for_update())


def apply_import(
    session: TenantSession,
    checked: CheckedImport,
    *,
    actor: str,
    file_name: str,
    sha256: str = "",
    store: FileStore,
    batch: ImportBatch | None = None,
    is_detailed: bool = False,
) -> ImportOutcome:
    """Write what differs from the current state and derive what follows from it.

    checked: without errors. The caller has locked the district (`lock_district`) before it read the
    context of the check, and commits. Rows equal to the current state change nothing; when all are,
    no batch comes into being and nothing is written. batch: a preview that becomes an applied import; it
    stays a preview when nothing changes. is_detailed: the outcome tells every row.
    """
    if checked.errors:
        raise ValueError("an import with errors must not be applied")
    writing = Writing(session, actor, batch_id=new_id() if batch is None else batch.id)
    writing.rows = [] if is_detailed else None
    writing.counting = Counting(Step.WRITTEN, checked.row_count)
    load_school_ids(writing)
    opened = _open_batch(writing, file_name, sha256) if batch is None else batch
    write_schools(writing, checked.schools)
    sharing_before = _sharing(writing, checked)
    ensure_years(writing, _years(checked))
    write_targets(writing, checked.targets)
    write_observations(writing, checked.observations)
    write_documents(writing, checked.documents, files=checked.file_paths, store=store)
    write_organisation(writing, checked.organisation)
    if not (writing.touches_all or any(tally.written for tally in writing.tallies.values())):
        if batch is None:
            session.delete(opened)
        session.flush()
        return ImportOutcome(writing.tallies, None, tuple(writing.rows or ()))
    _close_batch(writing, opened)
    _derive(writing, sharing_before)
    return ImportOutcome(writing.tallies, opened.id, tuple(writing.rows or ()), frozenset(writing.touched))


def _years(checked: CheckedImport) -> set[int]:
    tables = (checked.targets, checked.observations, checked.documents, checked.organisation)
    return {row.year for table in tables for row in table}


def _open_batch(writing: Writing, file_name: str, sha256: str) -> ImportBatch:
    batch = ImportBatch(
        district_id=writing.district_id,
        school_id=writing.session.scope.school_id,
        id=writing.batch_id,
        file_name=file_name[:255],
        sha256=sha256,
        author=writing.actor,
    )
    writing.session.add(batch)
    writing.session.flush()
    return batch


def _close_batch(writing: Writing, batch: ImportBatch) -> None:
    writing.session.flush()
    writing.store_overwritten()
    batch.counts = {table: asdict(tally) for table, tally in writing.tallies.items()}
    batch.state, batch.applied_at = "applied", utc_now()
    record(
        writing.session,
        actor=writing.actor,
        action="import_applied",
        subject=batch.file_name,
        district_id=writing.district_id,
        school_id=batch.school_id,
        new={"batch": str(batch.id), "counts": batch.counts},
    )
    writing.session.flush()


def _sharing(writing: Writing, checked: CheckedImport) -> set[int]:
    """Schools that share a stored file with one whose documents or name this import may change."""
    codes = {row.school for row in checked.documents} | {row.code for row in checked.schools}
    return schools_sharing_files(writing.session, {writing.school_ids[code] for code in codes})


def _derive(writing: Writing, sharing_before: set[int]) -> None:
    if writing.touches_all:
        refresh(writing.session)
        return
    touched = writing.touched
    sharing = schools_sharing_files(writing.session, touched)
    if sharing_before & touched:
        sharing |= sharing_before
    refresh(writing.session, school_ids=sharing)
