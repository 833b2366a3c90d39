"""Targets of schools and, with an empty school, references of the district."""

from collections.abc import Sequence

from sqlalchemy import select

from data_layer.clock import utc_now
from data_layer.commands.imports.writing import Change, Writing
from data_layer.intake.rows import TargetRow
from data_layer.models import Target
from data_layer.models.base import new_id

TargetKey = tuple[int | None, str, str, int]


def write_targets(writing: Writing, rows: Sequence[TargetRow]) -> None:
    if not rows:
        return
    known = _known(writing, {row.year for row in rows})
    for row in writing.counting.each(rows):
        school_id = None if row.school is None else writing.school_ids[row.school]
        _write(writing, row, school_id, known.get((school_id, row.indicator, row.level.value, row.year)))
    writing.session.flush()


def _known(writing: Writing, years: set[int]) -> dict[TargetKey, Target]:
    query = select(Target).where(Target.district_id == writing.district_id, Target.year.in_(years))
    return {
        (target.school_id, target.indicator_id, target.level, target.year): target
        for target in writing.session.scalars(query)
    }


def _write(writing: Writing, row: TargetRow, school_id: int | None, target: Target | None) -> None:
    tally = writing.tally("targets")
    _tell(writing, row, target)
    if target is not None and target.target == row.target:
        tally.unchanged += 1
        return
    if target is None:
        tally.new += 1
        _add(writing, row, school_id)
    else:
        tally.changed += 1
        _change(writing, row, target)
    if school_id is None:
        writing.touches_all = True
    else:
        writing.touched.add(school_id)


def _tell(writing: Writing, row: TargetRow, target: Target | None) -> None:
    same = Change.SAME if target is not None and target.target == row.target else Change.CHANGED
    writing.tell(
        "targets",
        row.address,
        Change.NEW if target is None else same,
        school=row.school,
        subject={"indicator": row.indicator, "level": row.level.value, "year": row.year},
        before=None if target is None else {"target": str(target.target)},
        after={"target": str(row.target)},
    )


def _add(writing: Writing, row: TargetRow, school_id: int | None) -> None:
    target = Target(
        district_id=writing.district_id,
        school_id=school_id,
        id=new_id(),
        indicator_id=row.indicator,
        level=row.level.value,
        year=row.year,
        target=row.target,
        batch_id=writing.batch_id,
        source_address=row.address,
        author=writing.actor,
    )
    writing.session.add(target)
    writing.keep_new(target)


def _change(writing: Writing, row: TargetRow, target: Target) -> None:
    writing.record_change(
        "target_changed",
        subject=f"{row.indicator}:{row.level.value}:{row.year}",
        school_id=target.school_id,
        old={"target": str(target.target), "author": target.author},
        new={"target": str(row.target)},
    )
    writing.keep_old(target)
    target.target = row.target
    target.author, target.set_at = writing.actor, utc_now()
    target.batch_id, target.source_address = writing.batch_id, row.address
