"""What an import would do, row by row, without doing it: it is applied inside a savepoint and undone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from data_layer.commands.files import FileStore
from data_layer.commands.imports.apply import ImportOutcome, apply_import
from data_layer.commands.imports.writing import Change, RowChange
from data_layer.intake.rows import CheckedImport
from data_layer.models import Result, School
from data_layer.models.base import new_id
from data_layer.session import TenantSession

# What is kept to be shown; the counts are of everything.
MOST_ERRORS: Final = 5000
MOST_ROWS: Final = 1000

_ResultKey = tuple[str, str, str, int]
_WITH_RESULTS: Final = frozenset({"observations", "targets"})
_ORDER: Final = {Change.CHANGED: 0, Change.NEW: 1, Change.SAME: 2}


class RehearsalStore(FileStore):
    """Keeps nothing: what a rehearsal would store is forgotten with it."""

    def __init__(self) -> None:
        super().__init__(Path())

    def put(self, session: object, path: Path) -> str:
        return f"rehearsal-{new_id()}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a result. was: the status before. gap: percentage points or units, plus is good."""

    status: str
    was: str | None
    pupil_gap: int | None
    gap: float | None
    target: str | None

    @property
    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Preview:
    """rows: every row of the import; verdicts: by position in `rows`, of those that decide a result."""

    outcome: ImportOutcome
    rows: Sequence[RowChange]
    verdicts: Mapping[int, Verdict]

    @property
    def digest(self) -> str:
        """Equal for two previews that would do the same to the same state."""
        return digest_of(self.rows)


def digest_of(rows: Sequence[RowChange]) -> str:
    told = [[each.table, each.address, each.change, each.before, each.after] for each in rows]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def preview_import(session: TenantSession, checked: CheckedImport, *, actor: str) -> Preview:
    """checked: without errors. The session's transaction is as before afterwards."""
    before = _results(session, None)
    savepoint = session.begin_nested()
    try:
        outcome = apply_import(
            session, checked, actor=actor, file_name="preview", store=RehearsalStore(), is_detailed=True
        )
        after = _results(session, outcome.touched) if outcome.is_changed else before
    finally:
        savepoint.rollback()
    return Preview(outcome, outcome.rows, _verdicts(outcome.rows, before, after))


def _results(session: TenantSession, school_ids: frozenset[int] | None) -> dict[_ResultKey, Any]:
    row = Result
    query = (
        select(
            School.code,
            row.indicator_id,
            row.level,
            row.year,
            row.status,
            row.pupil_gap,
            row.gap,
            row.target,
        )
        .join(School, (School.district_id == row.district_id) & (School.id == row.school_id))
        .where(row.district_id == session.scope.district_id)
    )
    if school_ids is not None:
        query = query.where(row.school_id.in_(school_ids))
    return {(each[0], each[1], each[2], each[3]): each for each in session.execute(query)}


def _verdicts(
    rows: Sequence[RowChange], before: Mapping[_ResultKey, Any], after: Mapping[_ResultKey, Any]
) -> dict[int, Verdict]:
    found = {}
    for place, row in enumerate(rows):
        if row.table not in _WITH_RESULTS or row.school is None or row.subject.get("slice"):
            continue
        key = (row.school, row.subject["indicator"], row.subject["level"], row.subject["year"])
        was, now = before.get(key), after.get(key) or before.get(key)
        if now is not None:
            found[place] = Verdict(
                status=now.status,
                was=None if was is None else was.status,
                pupil_gap=now.pupil_gap,
                gap=now.gap,
                target=None if now.target is None else str(now.target),
            )
    return found


def report_of(checked: CheckedImport, preview: Preview | None, *, rows_read: int) -> dict[str, Any]:
    """What is kept of a check, JSON-ready: faults, notes and, where nothing is wrong, the changes.

    rows: changed ones first, then new ones, then those that stay; at most MOST_ROWS.
    """
    errors = [[fault.address, fault.what, fault.action] for fault in checked.errors]
    report: dict[str, Any] = {
        "errors": errors[:MOST_ERRORS],
        "error_count": len(errors),
        "notes": list(checked.notes)[:MOST_ERRORS],
        "rows_read": rows_read,
        "rows_checked": checked.row_count,
    }
    if checked.understood:
        report["understood"] = list(checked.understood)
    if preview is not None:
        report |= {
            "digest": preview.digest,
            "counts": {table: asdict(tally) for table, tally in preview.outcome.tallies.items()},
            "rows": _told(preview),
            "row_count": len(preview.rows),
        }
    return report


def _told(preview: Preview) -> list[dict[str, Any]]:
    places = sorted(range(len(preview.rows)), key=lambda place: (_ORDER[preview.rows[place].change], place))
    told = []
    for place in places[:MOST_ROWS]:
        verdict = preview.verdicts.get(place)
        told.append(asdict(preview.rows[place]) | {"verdict": None if verdict is None else verdict.as_json})
    return told
