"""The yes/no items of a school and year; an empty date or link leaves the old one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from data_layer.clock import utc_now
from data_layer.commands.imports.writing import Change, Writing, as_json, assign, differing
from data_layer.intake.rows import OrganisationRow
from data_layer.models import OrganisationItem


def write_organisation(writing: Writing, rows: Sequence[OrganisationRow], *, is_complete: bool = False) -> None:
    """is_complete: the rows say everything, so that what is empty in them becomes empty."""
    if not rows:
        return
    known = _known(writing, {row.year for row in rows})
    for row in writing.counting.each(rows):
        school_id = writing.school_ids[row.school]
        wanted = _everything(row) if is_complete else _wanted(row)
        _write(writing, row, school_id, known.get((school_id, row.year, row.item)), wanted)
    writing.flush()


def _known(writing: Writing, years: set[int]) -> dict[tuple[int, int, str], OrganisationItem]:
    row = OrganisationItem
    query = select(row).where(row.district_id == writing.district_id, row.year.in_(years))
    return {(item.school_id, item.year, item.item_id): item for item in writing.session.scalars(query)}


def _wanted(row: OrganisationRow) -> dict[str, Any]:
    stated = {"date": row.date, "url": row.url}
    return {"is_present": row.is_present} | {name: value for name, value in stated.items() if value}


def _everything(row: OrganisationRow) -> dict[str, Any]:
    return {"is_present": row.is_present, "date": row.date, "url": row.url or ""}


def _write(
    writing: Writing, row: OrganisationRow, school_id: int, item: OrganisationItem | None, wanted: dict[str, Any]
) -> None:
    tally = writing.tally("organisation")
    if item is None:
        tally.new += 1
        _tell(writing, row, Change.NEW, None, as_json(wanted))
        entity = f"{school_id}:{row.year}:{row.item}"
        writing.bring_in(OrganisationItem, _new(writing, row, school_id, wanted), entity=entity)
    else:
        old, new = differing(item, wanted)
        _tell(writing, row, Change.CHANGED if new else Change.SAME, as_json(old), as_json(new))
        if not new:
            tally.unchanged += 1
            return
        tally.changed += 1
        writing.keep_old(item)
        subject = f"{row.item}:{row.year}"
        writing.record_change(
            "organisation_changed", subject=subject, school_id=school_id, old=as_json(old), new=as_json(new)
        )
        assign(item, new | {"author": writing.actor, "batch_id": writing.batch_id})
    writing.touched.add(school_id)


def _tell(
    writing: Writing, row: OrganisationRow, change: Change, before: dict[str, Any] | None, after: dict[str, Any]
) -> None:
    subject = {"item": row.item, "year": row.year}
    writing.tell("organisation", row.address, change, school=row.school, subject=subject, before=before, after=after)


def _new(writing: Writing, row: OrganisationRow, school_id: int, wanted: dict[str, Any]) -> dict[str, Any]:
    return {
        "district_id": writing.district_id,
        "school_id": school_id,
        "year": row.year,
        "item_id": row.item,
        "author": writing.actor,
        "batch_id": writing.batch_id,
        "changed_at": utc_now(),
        "date": None,
        "url": "",
        **wanted,
    }
