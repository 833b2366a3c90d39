"""Own targets of a school and references of the district, entered one at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select

from data_layer.commands.editing.batch import write_by_hand
from data_layer.commands.editing.forms import BY_HAND, FieldFault, FormTable, RefusedFormError, check_form
from data_layer.commands.editing.outcome import Author, Saved
from data_layer.commands.editing.stale import StaleEditError, StalePart
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.targets import write_targets
from data_layer.commands.imports.writing import Writing
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Level
from data_layer.intake.rows import TargetRow
from data_layer.intake.tables import TableKind
from data_layer.models import Target
from data_layer.queries.catalogue import intake_context
from data_layer.session import TenantSession

TARGET: str = "target"


@dataclass(frozen=True, slots=True)
class TargetEdit:
    """typed: the field's text, empty takes the target away. was: its text when the form was shown.

    version: of the target the person saw, as `version_of` spells it; empty where there was none.
    """

    typed: str
    was: str
    version: str

    @property
    def is_touched(self) -> bool:
        return self.typed.strip() != self.was.strip()


@dataclass(frozen=True, slots=True)
class TargetPlace:
    """school: its code, None = the district's reference; school_id goes with it."""

    school: str | None
    school_id: int | None
    indicator: str
    level: Level
    year: int

    @property
    def subject(self) -> str:
        return f"{self.indicator}:{self.level}:{self.year}"


@dataclass(frozen=True, slots=True)
class ReferenceEdit:
    """A reference of the district."""

    indicator: str
    level: Level
    year: int
    target: TargetEdit


def version_of(target: Target | None) -> str:
    """Id and version: a target that was taken away and set anew is another one."""
    return "" if target is None else f"{target.id}.{target.version}"


def save_reference(session: TenantSession, edit: ReferenceEdit, *, author: Author) -> Saved:
    """Set, change or take away a reference. Raises RefusedFormError, StaleEditError; the caller commits."""
    lock_district(session)
    place = TargetPlace(None, None, edit.indicator, edit.level, edit.year)
    context = intake_context(session, today=author.today)
    rows = check_form([target_table(place, edit.target)], context).targets
    change = target_change(session, place, edit.target, rows[0] if rows else None)
    if change is None:
        return Saved(None)
    return write_by_hand(session, change.write, author=author, subject=place.subject, school_id=None, year=edit.year)


def target_table(place: TargetPlace, edit: TargetEdit | None) -> FormTable:
    """The target as a table to be checked; without rows where the form says nothing of it."""
    if edit is None or not edit.is_touched or not edit.typed.strip():
        return FormTable(TableKind.TARGETS, ())
    row: Mapping[str, str] = {
        "school": place.school or "",
        "indicator": place.indicator,
        "level": place.level,
        "year": format_year(place.year),
        TARGET: edit.typed,
    }
    return FormTable(TableKind.TARGETS, (row,))


def refuse_targets_of_others(edit: TargetEdit | None, author: Author) -> None:
    if edit is not None and edit.is_touched and not author.may_set_targets:
        what, action = "цели школы устанавливает директор", "оставьте цель прежней"
        raise RefusedFormError([FieldFault(TableKind.TARGETS, 0, TARGET, what, action)])


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target about to be written: the checked row, or None where the present one is taken away."""

    row: TargetRow | None
    present: Target | None

    def write(self, writing: Writing) -> None:
        if self.row is not None:
            write_targets(writing, [replace(self.row, address=BY_HAND)])
        elif self.present is not None:
            _remove(writing, self.present)


def target_change(
    session: TenantSession, place: TargetPlace, edit: TargetEdit | None, row: TargetRow | None
) -> TargetChange | None:
    """What has to be written, None where nothing has to. Raises StaleEditError."""
    if edit is None or not edit.is_touched:
        return None
    present = present_target(session, place)
    wanted = None if row is None else row.target
    if version_of(present) != edit.version:
        raise StaleEditError((_stale(present, wanted),))
    if (None if present is None else present.target) == wanted:
        return None
    return TargetChange(row, present)


def present_target(session: TenantSession, place: TargetPlace) -> Target | None:
    row = Target
    of_school = row.school_id.is_(None) if place.school_id is None else row.school_id == place.school_id
    return session.scalar(
        select(row).where(
            row.district_id == session.scope.district_id,
            of_school,
            row.indicator_id == place.indicator,
            row.level == place.level,
            row.year == place.year,
        )
    )


def _stale(present: Target | None, wanted: Decimal | None) -> StalePart:
    return StalePart(
        name=TARGET,
        yours={TARGET: wanted},
        current={} if present is None else {TARGET: present.target},
        author="" if present is None else present.author,
        saved_at=None if present is None else present.set_at,
        version=version_of(present),
    )


def _remove(writing: Writing, target: Target) -> None:
    writing.record_change(
        "target_removed",
        subject=f"{target.indicator_id}:{target.level}:{target.year}",
        school_id=target.school_id,
        old={TARGET: str(target.target), "author": target.author},
        new={},
    )
    writing.session.delete(target)
    writing.session.flush()
    writing.tally("targets").changed += 1
    if target.school_id is None:
        writing.touches_all = True
    else:
        writing.touched.add(target.school_id)
