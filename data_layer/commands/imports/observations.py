"""Observations: never overwritten. A differing row supersedes the current one of the same key."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import insert, select, update

from data_layer.clock import utc_now
from data_layer.commands.imports.writing import Change, Writing, as_json, chunks
from data_layer.intake.rows import ObservationRow
from data_layer.intake.words import normal
from data_layer.models import Observation
from data_layer.models.base import new_id

Key = tuple[int, str, str, int, str, str, str]

VALUES = ("numerator", "denominator", "value", "baseline", "stated_percent", "missing", "is_hidden_at_source")


def write_observations(writing: Writing, rows: Sequence[ObservationRow]) -> None:
    """Chunk by chunk: the rows to write of a whole region would take more memory than all that is known of it."""
    if not rows:
        return
    current = _current(writing, rows)
    for chunk in chunks(writing.counting.each(rows)):
        _write(writing, chunk, current)


def _write(writing: Writing, rows: Sequence[ObservationRow], current: Mapping[Key, Any]) -> None:
    tally = writing.tally("observations")
    superseded: list[int] = []
    added: list[dict[str, Any]] = []
    for row in rows:
        school_id = writing.school_ids[row.school]
        wanted = _wanted(row)
        known = current.get(_key(school_id, row))
        is_equal = known is not None and _is_equal(known, wanted)
        _tell(writing, row, known, wanted, is_equal=is_equal)
        if is_equal:
            tally.unchanged += 1
            continue
        if known is None:
            tally.new += 1
        else:
            tally.changed += 1
            superseded.append(known.id)
        added.append(_inserted(writing, school_id, row, wanted))
        writing.touched.add(school_id)
    _supersede(writing, superseded)
    if added:
        # Nulls written out: rows that lack different columns would otherwise be hundreds of statements.
        writing.session.execute(insert(Observation).execution_options(render_nulls=True), added)


def _key(school_id: int, row: ObservationRow) -> Key:
    """Slices as words are compared: one subject written in two ways must not be added up twice."""
    slices = (normal(row.subject), normal(row.class_group), normal(row.category))
    return (school_id, row.indicator, row.level.value, row.year, *slices)


def _current(writing: Writing, rows: Sequence[ObservationRow]) -> dict[Key, Any]:
    """Current observations of the schools and years in question, by key."""
    row = Observation
    query = select(
        row.id,
        row.school_id,
        row.indicator_id,
        row.level,
        row.year,
        row.subject,
        row.class_group,
        row.category,
        row.source,
        row.note,
        *(getattr(row, name) for name in VALUES),
    ).where(
        row.district_id == writing.district_id,
        row.year.in_({each.year for each in rows}),
        row.superseded_at.is_(None),
    )
    schools = {writing.school_ids[each.school] for each in rows}
    found: dict[Key, Any] = {}
    for ids in chunks(schools):
        for known in writing.session.execute(query.where(row.school_id.in_(ids))):
            found[cast("Key", (*known[1:5], *map(normal, known[5:8])))] = known
    return found


def _wanted(row: ObservationRow) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in VALUES}
    values["missing"] = None if row.missing is None else row.missing.value
    return values | {"source": row.source or "", "note": row.note or ""}


def _is_equal(known: Any, wanted: dict[str, Any]) -> bool:
    """Whether the row says what is known already. A source or note left out says nothing new."""
    if any(getattr(known, name) != wanted[name] for name in VALUES):
        return False
    return all(wanted[name] in ("", getattr(known, name)) for name in ("source", "note"))


def _tell(writing: Writing, row: ObservationRow, known: Any, wanted: dict[str, Any], *, is_equal: bool) -> None:
    if writing.rows is None:
        return
    shown = (*VALUES, "source", "note")
    writing.tell(
        "observations",
        row.address,
        Change.NEW if known is None else Change.SAME if is_equal else Change.CHANGED,
        school=row.school,
        subject={
            "indicator": row.indicator,
            "level": row.level.value,
            "year": row.year,
            "slice": [each for each in (row.subject, row.class_group, row.category) if each],
        },
        before=None if known is None else as_json({name: getattr(known, name) for name in shown}),
        after=as_json({name: wanted[name] for name in shown}),
    )


def _inserted(writing: Writing, school_id: int, row: ObservationRow, wanted: dict[str, Any]) -> dict[str, Any]:
    return {
        "district_id": writing.district_id,
        "school_id": school_id,
        "id": new_id(),
        "indicator_id": row.indicator,
        "level": row.level.value,
        "year": row.year,
        "subject": row.subject,
        "class_group": row.class_group,
        "category": row.category,
        "batch_id": writing.batch_id,
        "source_address": row.address,
        "author": writing.actor,
        **wanted,
    }


def _supersede(writing: Writing, ids: Sequence[int]) -> None:
    """Close the old rows; `superseded_by` is the batch that brought the newer ones."""
    if not ids:
        return
    writing.session.execute(
        update(Observation)
        .where(Observation.district_id == writing.district_id, Observation.id.in_(ids))
        .values(superseded_at=utc_now(), superseded_by=writing.batch_id)
        .execution_options(synchronize_session=False)
    )
