"""One row of the grid: the figures of an indicator and level, and the school's own target for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import or_, select

from data_layer.commands.editing.batch import write_by_hand
from data_layer.commands.editing.forms import BY_HAND, FieldFault, FormTable, RefusedFormError, check_form
from data_layer.commands.editing.outcome import Author, Saved
from data_layer.commands.editing.stale import StaleEditError, StalePart, Value
from data_layer.commands.editing.targets import (
    TargetChange,
    TargetEdit,
    TargetPlace,
    refuse_targets_of_others,
    target_change,
    target_table,
)
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.observations import write_observations
from data_layer.commands.imports.writing import Writing
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import IndicatorKind, Level
from data_layer.errors import ConflictError
from data_layer.intake.rows import ObservationRow
from data_layer.intake.tables import TableKind
from data_layer.models import Observation
from data_layer.queries.catalogue import intake_context
from data_layer.queries.directory import find_school
from data_layer.session import TenantSession

FIELDS: Final = ("numerator", "denominator", "value", "baseline", "missing")

_OTHER_PARTS: Final = (
    "Показатель складывается из других частей, чем на странице. Обновите страницу: ничего не записано."
)
_BY_WORKBOOK: Final = (
    "Показатель внесён по предметам или классам, его меняют книгой. Обновите страницу: ничего не записано."
)
_SAY_WHY: Final = ("не указано ни числа, ни причины", "внесите число или выберите, почему его нет")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """Figures of one category («» for the total) as they were typed.

    seen: id of the observation that the person saw, None where there was none.
    """

    category: str = ""
    seen: int | None = None
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    baseline: str = ""
    missing: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(getattr(self, name).strip() for name in FIELDS)


@dataclass(frozen=True, slots=True)
class RowEdit:
    """cells: one, or one per category of a breakdown. target: None where the form says nothing of it."""

    indicator: str
    level: Level
    year: int
    cells: tuple[CellEdit, ...]
    target: TargetEdit | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """What has to be written of a row."""

    figures: Sequence[ObservationRow]
    target: TargetChange | None

    @property
    def is_empty(self) -> bool:
        return not self.figures and self.target is None

    def write(self, writing: Writing) -> None:
        write_observations(writing, [replace(row, address=BY_HAND) for row in self.figures])
        if self.target is not None:
            self.target.write(writing)


def save_row(session: TenantSession, edit: RowEdit, *, school: str, author: Author) -> Saved:
    """Save what the person changed of a row, all of it or nothing.

    school: its code. Raises NotFoundError for a school beyond the session, RefusedFormError with the
    faults by field, StaleEditError where something changed was saved by somebody else meanwhile,
    ConflictError where the form is not that of the row any more. The caller commits.
    """
    lock_district(session)
    entry = find_school(session, school)
    refuse_targets_of_others(edit.target, author)
    place = TargetPlace(entry.code, entry.id, edit.indicator, edit.level, edit.year)
    change = _change(session, edit, place, author)
    if change.is_empty:
        return Saved(None)
    return write_by_hand(
        session, change.write, author=author, subject=place.subject, school_id=entry.id, year=edit.year
    )


def _change(session: TenantSession, edit: RowEdit, place: TargetPlace, author: Author) -> _Change:
    context = intake_context(
        session, only_school=place.school, is_school_author=author.is_of_school, today=author.today
    )
    known = _known(session, place)
    current = {row.category: row for row in known.values() if row.superseded_at is None}
    seen = {cell.category: known.get(cell.seen) for cell in edit.cells if cell.seen is not None}
    _refuse_other_parts(edit, context.indicators.get(edit.indicator))
    _refuse_emptied(edit, seen)
    # Blank cells go along, and the check passes over them: faults then tell the place among all cells.
    table = FormTable(TableKind.OBSERVATIONS, [_as_row(place, cell) for cell in edit.cells])
    checked = check_form([table, target_table(place, edit.target)], context)
    rows = [row for row in checked.observations if not _is_same(row, seen.get(row.category))]
    if rows and not current:
        _refuse_over_slices(session, place)
    stale = [part for row in rows for part in _stale(edit, row, current.get(row.category))]
    target: TargetChange | None = None
    try:
        target = target_change(session, place, edit.target, checked.targets[0] if checked.targets else None)
    except StaleEditError as error:
        stale.extend(error.parts)
    if stale:
        raise StaleEditError(tuple(stale))
    return _Change(rows, target)


def _refuse_other_parts(edit: RowEdit, rule: IndicatorRule | None) -> None:
    """Of a breakdown every category, of anything else the total: a form of another catalogue knows others."""
    if rule is None or not edit.cells:
        return
    parts = rule.categories if rule.kind is IndicatorKind.BREAKDOWN else ("",)
    if not {cell.category for cell in edit.cells} <= set(parts):
        raise ConflictError(_OTHER_PARTS)


def _refuse_over_slices(session: TenantSession, place: TargetPlace) -> None:
    """A total by hand would outvote the sum of its slices, which came after the form was opened."""
    row = Observation
    query = select(row.id).where(
        row.district_id == session.scope.district_id,
        row.school_id == place.school_id,
        row.indicator_id == place.indicator,
        row.level == place.level,
        row.year == place.year,
        row.superseded_at.is_(None),
        or_(row.subject != "", row.class_group != ""),
    )
    if session.execute(query.limit(1)).first() is not None:
        raise ConflictError(_BY_WORKBOOK)


def _known(session: TenantSession, place: TargetPlace) -> dict[int, Any]:
    """Observations of the row without slices, superseded ones included, by id."""
    row = Observation
    query = select(
        row.id, row.category, *(getattr(row, name) for name in FIELDS), row.author, row.recorded_at, row.superseded_at
    ).where(
        row.district_id == session.scope.district_id,
        row.school_id == place.school_id,
        row.indicator_id == place.indicator,
        row.level == place.level,
        row.year == place.year,
        row.subject == "",
        row.class_group == "",
    )
    return {each.id: each for each in session.execute(query)}


def _refuse_emptied(edit: RowEdit, seen: Mapping[str, Any]) -> None:
    """A figure that was there is not simply wiped out: it is changed, or its absence gets a reason."""
    faults = [
        FieldFault(TableKind.OBSERVATIONS, place, "missing", *_SAY_WHY)
        for place, cell in enumerate(edit.cells)
        if cell.is_blank and seen.get(cell.category) is not None
    ]
    if faults:
        raise RefusedFormError(faults)


def _as_row(place: TargetPlace, cell: CellEdit) -> Mapping[str, str]:
    figures = {name: getattr(cell, name) for name in FIELDS}
    return {
        "school": place.school or "",
        "indicator": place.indicator,
        "level": place.level,
        "year": format_year(place.year),
        "category": cell.category,
        **figures,
    }


def _values(row: ObservationRow) -> dict[str, Value]:
    return {name: getattr(row, name) for name in FIELDS}


def _is_same(row: ObservationRow, known: Any) -> bool:
    """Whether the figures are those of the observation; where they come from plays no part."""
    return known is not None and all(getattr(known, name) == value for name, value in _values(row).items())


def _stale(edit: RowEdit, row: ObservationRow, current: Any) -> list[StalePart]:
    cell = next(each for each in edit.cells if each.category == row.category)
    now = None if current is None else current.id
    if cell.seen == now:
        return []
    return [
        StalePart(
            name=row.category,
            yours=_values(row),
            current={} if current is None else {name: getattr(current, name) for name in FIELDS},
            author="" if current is None else current.author,
            saved_at=None if current is None else current.recorded_at,
            version="" if now is None else str(now),
        )
    ]
