"""Taking an import back: what it changed becomes what it was, where nothing has changed it since."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import delete, func, select, update

from data_layer.clock import utc_now
from data_layer.commands.audit import record
from data_layer.commands.derive import refresh, schools_sharing_files
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.snapshot import Snapshot, entity_of, mark_of, restore, school_of, snapshot
from data_layer.commands.imports.writing import chunks
from data_layer.commands.school_logins import take_back_login
from data_layer.domain.schedule import default_schedule
from data_layer.errors import NotFoundError
from data_layer.intake.words import normal
from data_layer.models import (
    Base,
    BatchChange,
    Decision,
    DecisionReport,
    Document,
    EffectivenessMark,
    Flag,
    ImportBatch,
    Membership,
    Observation,
    OrganisationItem,
    Result,
    ScheduleEntry,
    School,
    SchoolAlias,
    SchoolYear,
    SlideComment,
    StoredFile,
    Target,
)
from data_layer.session import TenantSession, district_wide

UNKNOWN: Final = "Такой загрузки нет."
_KEPT_NAMED: Final = 50
# A new school stays while one of these names it; rows of the others go with it.
KEEPS_A_SCHOOL: Final = (
    Document,
    OrganisationItem,
    Target,
    ScheduleEntry,
    Decision,
    DecisionReport,
    SlideComment,
    StoredFile,
    ImportBatch,
    Membership,
    SchoolAlias,
    EffectivenessMark,
)
KEEPS_A_YEAR: Final = (Target, Document, OrganisationItem, EffectivenessMark)
GOES_WITH_A_SCHOOL: Final = (Result, Flag, Observation, BatchChange)


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that stays because it was changed later.

    subject: observation, target, document, …; name: which; school: short name of the one that it belongs to,
    where the import is of the whole district.
    """

    subject: str
    name: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class RevertOutcome:
    """restored: rows that are again as they were. is_new: false where it had been taken back already."""

    batch_id: int
    file_name: str
    restored: int
    kept: tuple[Kept, ...]
    is_new: bool = True


def revert_import(session: TenantSession, batch_id: int, *, actor: str) -> RevertOutcome:
    """Take one applied import back and derive what follows; the caller commits.

    Raises NotFoundError where the session has no such applied import. Sent twice it answers the same.
    """
    lock_district(session)
    batch = session.scalar(
        select(ImportBatch).where(ImportBatch.district_id == session.scope.district_id, ImportBatch.id == batch_id)
    )
    if batch is None or batch.state == "previewed":
        raise NotFoundError(UNKNOWN)
    if batch.state == "reverted":
        return _as_before(batch)
    reverting = _Reverting(session, batch, actor)
    reverting.run()
    outcome = RevertOutcome(batch.id, batch.file_name, reverting.restored, reverting.kept_by_school())
    _close(session, batch, outcome, actor)
    reverting.derive()
    return outcome


def _as_before(batch: ImportBatch) -> RevertOutcome:
    told = (batch.report or {}).get("reverted", {})
    kept = tuple(Kept(*each) for each in told.get("kept", ()))
    return RevertOutcome(batch.id, batch.file_name, told.get("restored", 0), kept, is_new=False)


def _close(session: TenantSession, batch: ImportBatch, outcome: RevertOutcome, actor: str) -> None:
    told = {
        "restored": outcome.restored,
        "kept": [[each.subject, each.name, each.school] for each in outcome.kept[:_KEPT_NAMED]],
        "kept_count": len(outcome.kept),
    }
    batch.state, batch.reverted_at, batch.reverted_by = "reverted", utc_now(), actor
    batch.report = {**(batch.report or {}), "reverted": told}
    record(
        session,
        actor=actor,
        action="import_reverted",
        subject=batch.file_name,
        district_id=session.scope.district_id,
        school_id=batch.school_id,
        old={"batch": str(batch.id), "counts": batch.counts},
        new=told,
    )
    session.flush()


class _Reverting:
    """One import on its way out of the database."""

    def __init__(self, session: TenantSession, batch: ImportBatch, actor: str) -> None:
        self.session = session
        self.actor = actor
        self.batch = batch
        self.district_id = session.scope.district_id
        self.restored = 0
        self.kept: list[tuple[int | None, Kept]] = []
        self.touched: set[int] = set()
        self.touches_all = False
        self.sharing_before: set[int] = set()
        self.changes: list[BatchChange] = list(
            session.scalars(
                select(BatchChange)
                .where(BatchChange.district_id == self.district_id, BatchChange.batch_id == batch.id)
                .order_by(BatchChange.id)
            )
        )
        self.reverted_batches = self._reverted_batches()
        self.earlier = self._changes_taken_back()

    def run(self) -> None:
        schools = {each.school_id for each in self.changes if each.subject == "document" and each.school_id}
        self.sharing_before = schools_sharing_files(self.session, schools)
        self._observations()
        for subject in ("organisation", "document", "target", "school"):
            self._rows(subject)
        self.session.flush()
        self._years()

    def kept_by_school(self) -> tuple[Kept, ...]:
        """With the names of the schools, where the import may be of several."""
        if self.session.scope.school_id is not None:
            return tuple(each for _, each in self.kept)
        query = select(School.id, School.short_name).where(School.district_id == self.district_id)
        names = {row.id: row.short_name for row in self.session.execute(query)}
        return tuple(
            each if school_id is None else replace(each, school=names.get(school_id, ""))
            for school_id, each in self.kept
        )

    def derive(self) -> None:
        if self.touches_all:
            refresh(self.session)
            return
        sharing = schools_sharing_files(self.session, self.touched)
        if self.sharing_before & self.touched:
            sharing |= self.sharing_before
        refresh(self.session, school_ids=sharing)

    # --- what was taken back before -------------------------------------------------------------------

    def _reverted_batches(self) -> set[int]:
        """Ids alone, of the whole district: a school's row may follow upon one that the department took back."""
        query = select(ImportBatch.id).where(
            ImportBatch.district_id == self.district_id, ImportBatch.state == "reverted"
        )
        with district_wide(self.session):
            return set(self.session.scalars(query))

    def _changes_taken_back(self) -> dict[tuple[str, str, str], BatchChange]:
        """Changes of reverted imports to the same rows, by the state that they led to."""
        entities = {each.entity for each in self.changes}
        found: dict[tuple[str, str, str], BatchChange] = {}
        for some in chunks(entities):
            query = select(BatchChange).where(BatchChange.district_id == self.district_id, BatchChange.entity.in_(some))
            for each in self.session.scalars(query):
                if each.batch_id in self.reverted_batches:
                    found[each.subject, each.entity, each.mark] = each
        return found

    def _state_before(self, change: BatchChange) -> Snapshot | None:
        """What the row was before this import and before all that were taken back and led to it."""
        state = change.old
        while state is not None:
            earlier = self.earlier.get((change.subject, change.entity, mark_of(state)))
            if earlier is None:
                break
            state = earlier.old
        return state

    # --- observations ---------------------------------------------------------------------------------

    def _observations(self) -> None:
        own = list(self.session.scalars(self._of_batch(Observation.batch_id == self.batch.id)))
        live = [row for row in own if row.superseded_at is None]
        later = [row for row in own if row.superseded_at is not None and row.superseded_by != self.batch.id]
        self.kept += [(row.school_id, Kept("observation", _observation_name(row))) for row in later]
        before = self._predecessors({row.school_id for row in live})
        back = [found.id for row in live if (found := self._predecessor(row, before)) is not None]
        self.touched |= {row.school_id for row in live}
        self.restored += len(live)
        # First the own rows step aside: only one row of a key may be in force.
        self._set([row.id for row in live], superseded_at=utc_now(), superseded_by=self.batch.id)
        self._set(back, superseded_at=None, superseded_by=None)

    def _of_batch(self, condition: Any) -> Any:
        return select(Observation).where(Observation.district_id == self.district_id, condition)

    def _predecessors(self, school_ids: set[int]) -> dict[tuple[int, tuple[Any, ...]], Observation]:
        """Rows that this import or a reverted one superseded, by that import and their key."""
        batches = {self.batch.id, *self.reverted_batches}
        found = {}
        for ids in chunks(school_ids):
            query = self._of_batch(Observation.superseded_by.is_not(None)).where(Observation.school_id.in_(ids))
            for row in self.session.scalars(query):
                by = row.superseded_by
                if by is not None and by in batches and row.batch_id != by:
                    found[by, _observation_key(row)] = row
        return found

    def _predecessor(
        self, row: Observation, before: dict[tuple[int, tuple[Any, ...]], Observation]
    ) -> Observation | None:
        key = _observation_key(row)
        found = before.get((self.batch.id, key))
        while found is not None and found.batch_id in self.reverted_batches:
            found = before.get((found.batch_id, key))
        return found

    def _set(self, ids: Sequence[int], **values: Any) -> None:
        for some in chunks(ids):
            self.session.execute(
                update(Observation)
                .where(Observation.district_id == self.district_id, Observation.id.in_(some))
                .values(**values)
                .execution_options(synchronize_session=False)
            )

    # --- rows that are written over -------------------------------------------------------------------

    def _rows(self, subject: str) -> None:
        changes = [each for each in self.changes if each.subject == subject]
        rows = self._found(subject, changes)
        for change in changes:
            self._row(change, rows.get(change.entity))
        self.session.flush()

    def _row(self, change: BatchChange, row: Base | None) -> None:
        if row is None:
            # Gone already. Whoever removed it has changed it later, unless it was new.
            if change.old is not None:
                self.kept.append((change.school_id, Kept(change.subject, _name_before(change))))
            return
        if mark_of(snapshot(row)) != change.mark:
            self._keep(change.subject, row)
            return
        state = self._state_before(change)
        is_fixed = state is None and isinstance(row, School) and not self._is_removable(row)
        if is_fixed or (state is not None and self._names_a_removed_file(state)):
            self._keep(change.subject, row)
            return
        self._put_back(row, state)

    def _names_a_removed_file(self, state: Snapshot) -> bool:
        """A document must not come back as accepted while the proof that was accepted is gone."""
        file_id = state.get("file_id")
        if file_id is None:
            return False
        query = select(StoredFile.removed_at).where(
            StoredFile.district_id == self.district_id, StoredFile.id == file_id
        )
        return self.session.scalar(query) is not None

    def _keep(self, subject: str, row: Base) -> None:
        school_id = None if isinstance(row, School) else school_of(row)
        self.kept.append((school_id, Kept(subject, name_of(row))))

    def _put_back(self, row: Base, state: Snapshot | None) -> None:
        school_id = school_of(row)
        if state is not None:
            left = row.fis_oko_login if isinstance(row, School) else None
            restore(row, state)
            if isinstance(row, School):
                take_back_login(self.session, row, left=left, actor=self.actor)
        elif isinstance(row, School):
            self._remove_school(row)
        else:
            self.session.delete(row)
        self.restored += 1
        if school_id is None or (isinstance(row, School) and state is None):
            self.touches_all = True
        else:
            self.touched.add(school_id)

    def _found(self, subject: str, changes: Sequence[BatchChange]) -> dict[str, Base]:
        if subject == "organisation":
            return self._found_items(changes)
        model: Any = {"document": Document, "target": Target, "school": School}[subject]
        found: dict[str, Base] = {}
        for ids in chunks(int(each.entity) for each in changes):
            query = select(model).where(model.district_id == self.district_id, model.id.in_(ids))
            found |= {entity_of(row): row for row in self.session.scalars(query)}
        return found

    def _found_items(self, changes: Sequence[BatchChange]) -> dict[str, Base]:
        found: dict[str, Base] = {}
        for ids in chunks({each.school_id for each in changes}):
            query = select(OrganisationItem).where(
                OrganisationItem.district_id == self.district_id, OrganisationItem.school_id.in_(ids)
            )
            found |= {entity_of(row): row for row in self.session.scalars(query)}
        return found

    # --- schools and years that came into being ---------------------------------------------------------

    def _is_removable(self, school: School) -> bool:
        """Whether nothing refers to the school but what this import brought and is taken back now."""
        self.session.flush()
        others = (Observation.batch_id.is_(None)) | (Observation.batch_id != self.batch.id)
        if self._count(Observation, Observation.school_id == school.id, others):
            return False
        return not any(self._count(model, model.school_id == school.id) for model in KEEPS_A_SCHOOL)

    def _remove_school(self, school: School) -> None:
        for model in GOES_WITH_A_SCHOOL:
            self._delete(model, model.school_id == school.id)
        self.changes = [each for each in self.changes if each.school_id != school.id]
        self.session.delete(school)
        self.session.flush()

    def _years(self) -> None:
        opened = {int(each.entity) for each in self.changes if each.subject == "year"}
        documented = self._document_years()
        with district_wide(self.session):
            for year in sorted(documented):
                self._forget_documents(year)
            for year in sorted(opened):
                self._close_year(year)

    def _document_years(self) -> set[int]:
        """Years with documents, where this import had any: some may be without now."""
        if not any(each.subject == "document" for each in self.changes):
            return set()
        query = select(SchoolYear.year).where(SchoolYear.district_id == self.district_id, SchoolYear.has_documents)
        return set(self.session.scalars(query))

    def _forget_documents(self, year: int) -> None:
        if not self._count(Document, Document.year == year):
            self.session.execute(
                update(SchoolYear)
                .where(SchoolYear.district_id == self.district_id, SchoolYear.year == year)
                .values(has_documents=False)
                .execution_options(synchronize_session=False)
            )

    def _close_year(self, year: int) -> None:
        """Let a year go again that nothing but this import has used."""
        others = (Observation.batch_id.is_(None)) | (Observation.batch_id != self.batch.id)
        is_used = (
            self._count(Observation, Observation.year == year, others | Observation.superseded_at.is_(None))
            or any(self._count(model, model.year == year) for model in KEEPS_A_YEAR)
            or not self._has_default_calendar(year)
        )
        if is_used:
            self.kept.append((None, Kept("year", str(year))))
            return
        for model in (Observation, ScheduleEntry, SchoolYear):
            self._delete(model, model.year == year)
        self.touches_all = True

    def _has_default_calendar(self, year: int) -> bool:
        query = select(ScheduleEntry.school_id, ScheduleEntry.key, ScheduleEntry.due).where(
            ScheduleEntry.district_id == self.district_id, ScheduleEntry.year == year
        )
        rows = self.session.execute(query).all()
        return all(row.school_id is None for row in rows) and {row.key: row.due for row in rows} == dict(
            default_schedule(year)
        )

    def _count(self, model: Any, *conditions: Any) -> int:
        query = select(func.count()).select_from(model).where(model.district_id == self.district_id, *conditions)
        return self.session.scalar(query) or 0

    def _delete(self, model: Any, condition: Any) -> None:
        self.session.execute(
            delete(model)
            .where(model.district_id == self.district_id, condition)
            .execution_options(synchronize_session=False)
        )


def _observation_key(row: Observation) -> tuple[Any, ...]:
    slices = (normal(row.subject), normal(row.class_group), normal(row.category))
    return (row.school_id, row.indicator_id, row.level, row.year, *slices)


def _observation_name(row: Observation) -> str:
    return ":".join([row.indicator_id, row.level, str(row.year)])


def name_of(row: Base) -> str:
    """What people know a row by, as ids that a page turns into words."""
    if isinstance(row, Target):
        return ":".join([row.indicator_id, row.level, str(row.year)])
    if isinstance(row, OrganisationItem):
        return f"{row.item_id}:{row.year}"
    if isinstance(row, School):
        return row.short_name
    return row.label if isinstance(row, Document) else entity_of(row)


def _name_before(change: BatchChange) -> str:
    """The same of a row that is gone, from what it said before the import."""
    said = change.old or {}
    if change.subject == "target":
        return f"{said['indicator_id']}:{said['level']}:{said['year']}"
    if change.subject == "organisation":
        return f"{said['item_id']}:{said['year']}"
    return str(said.get("label") or said.get("short_name") or change.entity)


def changed_subjects(session: TenantSession, batch_id: int) -> Collection[str]:
    """Kinds of rows that an import wrote over: school, year, target, document, organisation."""
    query: Iterable[str] = session.scalars(
        select(BatchChange.subject)
        .where(BatchChange.district_id == session.scope.district_id, BatchChange.batch_id == batch_id)
        .distinct()
    )
    return frozenset(query)
