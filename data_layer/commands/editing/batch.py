"""One change by hand: a batch of its own, its event in the trail, and what follows from it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from data_layer.commands.audit import record
from data_layer.commands.derive import refresh, schools_sharing_files
from data_layer.commands.editing.forms import BY_HAND
from data_layer.commands.editing.outcome import Author, Saved
from data_layer.commands.imports.schools import load_school_ids
from data_layer.commands.imports.writing import Change, RowChange, Writing
from data_layer.commands.imports.years import ensure_years
from data_layer.models import ImportBatch
from data_layer.models.base import new_id
from data_layer.session import TenantSession

_NUMBERS: Final = ("numerator", "denominator", "value", "baseline", "missing")


def write_by_hand(
    session: TenantSession,
    write: Callable[[Writing], None],
    *,
    author: Author,
    subject: str,
    school_id: int | None,
    year: int,
) -> Saved:
    """Let `write` write, in a batch of its own; where it wrote nothing, nothing comes into being.

    subject: what the trail names. school_id: whose rows they are, None = the district's. The caller has
    locked the district before it looked at what is there, and commits.
    """
    writing = Writing(session, author.login, batch_id=new_id(), rows=[])
    load_school_ids(writing)
    batch = ImportBatch(
        district_id=writing.district_id,
        school_id=school_id,
        id=writing.batch_id,
        file_name=BY_HAND,
        sha256="",
        author=author.login,
    )
    session.add(batch)
    session.flush()
    ensure_years(writing, {year})
    sharing_before = _sharing(writing, school_id)
    write(writing)
    if not (writing.touches_all or any(tally.written for tally in writing.tallies.values())):
        session.delete(batch)
        session.flush()
        return Saved(None)
    _close(writing, batch, subject)
    _derive(writing, school_id, sharing_before)
    return Saved(batch.id)


def _sharing(writing: Writing, school_id: int | None) -> set[int]:
    return set() if school_id is None else schools_sharing_files(writing.session, {school_id})


def _close(writing: Writing, batch: ImportBatch, subject: str) -> None:
    writing.session.flush()
    writing.store_overwritten()
    batch.counts = {table: asdict(tally) for table, tally in writing.tallies.items()}
    old, new = _figures(writing)
    record(
        writing.session,
        actor=writing.actor,
        action="saved_by_hand",
        subject=subject,
        district_id=writing.district_id,
        school_id=batch.school_id,
        old=None if old is None else {"figures": old},
        new={"batch": str(batch.id), "counts": batch.counts} | ({} if new is None else {"figures": new}),
    )
    writing.session.flush()


def _figures(writing: Writing) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
    """Figures before and after, by slice («» for the total); None where none were. The rows' own history stays beside."""
    changed = [row for row in writing.rows or () if row.table == "observations" and row.change is not Change.SAME]
    old = {_slice(row): _numbers(row.before) for row in changed if row.before is not None}
    new = {_slice(row): _numbers(row.after) for row in changed}
    return old or None, new or None


def _slice(row: RowChange) -> str:
    return ", ".join(row.subject["slice"])


def _numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in _NUMBERS if values.get(name) is not None}


def _derive(writing: Writing, school_id: int | None, sharing_before: set[int]) -> None:
    if writing.touches_all:
        refresh(writing.session)
    else:
        refresh(writing.session, school_ids=sharing_before | _sharing(writing, school_id) | writing.touched)
