"""Schools: a known code is updated, empty cells leave the old value, nobody is deleted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from data_layer.commands.imports.writing import Change, Writing, as_json, assign, differing
from data_layer.commands.school_logins import keep_former_login
from data_layer.intake.rows import SchoolRow
from data_layer.models import School
from data_layer.models.base import new_id

# Fields on which other schools' rows or pooled rows depend: all of the district is derived anew.
PLAIN = ("short_name", "full_name", "kind", "cluster", "pupils", "fis_oko_login", "rcoi_code", "inn")


def load_school_ids(writing: Writing) -> None:
    query = select(School.code, School.id).where(School.district_id == writing.district_id)
    writing.school_ids.update((code, school_id) for code, school_id in writing.session.execute(query))


def write_schools(writing: Writing, rows: Sequence[SchoolRow]) -> None:
    if not rows:
        return
    session, tally = writing.session, writing.tally("schools")
    query = select(School).where(School.district_id == writing.district_id, School.code.in_([row.code for row in rows]))
    known = {school.code: school for school in session.scalars(query)}
    for row in writing.counting.each(rows):
        school = known.get(row.code)
        if school is None:
            _add(writing, row)
            _tell(writing, row, Change.NEW, None, as_json(_wanted(row)))
            tally.new += 1
        elif _update(writing, school, row):
            tally.changed += 1
        else:
            tally.unchanged += 1
    session.flush()


def _wanted(row: SchoolRow) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in PLAIN}
    values["levels"] = None if row.levels is None else ";".join(row.levels)
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    return value.value if hasattr(value, "value") else value


def _add(writing: Writing, row: SchoolRow) -> None:
    school = School(district_id=writing.district_id, id=new_id(), code=row.code, **_wanted(row))
    writing.session.add(school)
    writing.keep_new(school)
    writing.school_ids[row.code] = school.id
    writing.touched.add(school.id)


def _tell(
    writing: Writing, row: SchoolRow, change: Change, before: dict[str, Any] | None, after: dict[str, Any]
) -> None:
    subject = {"name": row.short_name}
    writing.tell("schools", row.address, change, school=row.code, subject=subject, before=before, after=after)


def _update(writing: Writing, school: School, row: SchoolRow) -> bool:
    old, new = differing(school, _wanted(row))
    _tell(writing, row, Change.CHANGED if new else Change.SAME, as_json(old), as_json(new))
    if not new:
        return False
    writing.keep_old(school)
    writing.record_change(
        "school_changed", subject=school.code, school_id=school.id, old=as_json(old), new=as_json(new)
    )
    assign(school, new)
    if "fis_oko_login" in new:
        logins = {"old": old["fis_oko_login"], "new": new["fis_oko_login"]}
        keep_former_login(writing.session, school, **logins, actor=writing.actor)
    writing.touched.add(school.id)
    return True
