"""Saving a row of the grid, leaving what somebody else has saved, taking the own save back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask import Response

from dashboard.access.policy import Permission, may
from dashboard.addresses.data import row_anchor
from dashboard.answers import Undo, done, refused
from dashboard.binding import RequestContext
from dashboard.components.markup import to_html
from dashboard.errors import InvalidInputError
from dashboard.pages.data.conflict import Choice, conflict_answer
from dashboard.pages.data.grid_rows import SAVE_FIGURES, RowFrame, entry_form, row_name
from dashboard.pages.data.sent import Sent, author_of
from dashboard.texts.entry import FIELDS, KEPT, NOT_SAVED, UNCHANGED, UNDO, saved_figures, taken_back
from data_layer.commands.editing import (
    CellEdit,
    RefusedFormError,
    RowEdit,
    Saved,
    StaleEditError,
    TargetEdit,
    save_row,
    take_back,
)
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import IndicatorKind
from data_layer.errors import ConflictError
from data_layer.intake.tables import TableKind
from data_layer.queries.catalogue import load_catalogue
from data_layer.queries.entry import EntryRow, entry_row

TAKE_BACK_FIGURES: Final = "/actions/take-back-figures"
KEEP_FIGURES: Final = "/actions/keep-figures"
_NUMBERS: Final = ("numerator", "denominator", "value", "baseline", "missing")


def save_figures(ctx: RequestContext) -> Response:
    """One row of the grid: figures, why there are none, and the own target."""
    sent = Sent(ctx)
    school, edit = sent.school, _edit(sent)
    try:
        saved = save_row(ctx.session, edit, school=school, author=author_of(ctx))
    except RefusedFormError as error:
        return refused(NOT_SAVED, fields=_faults(error, edit))
    except StaleEditError as error:
        return _conflict(ctx, error, edit, school)
    row = _row(ctx, edit, school)
    toast = saved_figures(row_name(row)) if saved.is_changed else UNCHANGED
    undo = _undo(saved, edit, school) if saved.is_changed else None
    return done(toast, undo=undo, replace=_replaced(ctx, row, school), close=True)


def keep_figures(ctx: RequestContext) -> Response:
    """What is in the system stays; the row shows it."""
    sent = Sent(ctx)
    school, edit = sent.school, _edit(sent)
    return done(replace=_replaced(ctx, _row(ctx, edit, school), school), close=True)


def take_back_figures(ctx: RequestContext) -> Response:
    """The person's own save becomes undone; a target that was taken away comes back."""
    sent = Sent(ctx)
    school, edit = sent.school, _edit(sent)
    batch = sent.number("batch")
    if batch is None:
        raise InvalidInputError
    outcome = take_back(ctx.session, batch, author=author_of(ctx))
    if edit.target is not None:
        _put_target_back(ctx, edit, school)
    row = _row(ctx, edit, school)
    toast = KEPT if outcome.kept and edit.target is None else taken_back(row_name(row))
    return done(toast, replace=_replaced(ctx, row, school))


def _put_target_back(ctx: RequestContext, edit: RowEdit, school: str) -> None:
    """Taking an import back restores what it changed, not what it removed: the target is set anew."""
    try:
        save_row(ctx.session, replace(edit, cells=()), school=school, author=author_of(ctx))
    except StaleEditError as error:
        raise ConflictError(KEPT) from error


def _undo(saved: Saved, edit: RowEdit, school: str) -> Undo:
    values = _place(edit, school) | {"batch": str(saved.batch_id)}
    target = edit.target
    if target is not None and target.is_touched and not target.typed.strip():
        values |= {"target": target.was, "target_was": "", "target_version": ""}
    return Undo(UNDO, TAKE_BACK_FIGURES, values)


def _place(edit: RowEdit, school: str) -> dict[str, str]:
    return {"school": school, "indicator": edit.indicator, "level": str(edit.level), "year": format_year(edit.year)}


def frame_of(ctx: RequestContext, school: str) -> RowFrame:
    catalogue = load_catalogue(ctx.session, with_sources=False)
    return RowFrame(
        school=school,
        time_zone=ctx.principal.time_zone,
        may_set_targets=may(ctx.principal.role, Permission.WRITE_TARGETS),
        codes={rule.id: rule.code for rule in catalogue.indicators},
    )


def _edit(sent: Sent) -> RowEdit:
    places = list(sent.places("category"))
    cells = tuple(_cell(sent, place, is_single=len(places) == 1) for place in places)
    target = None
    if sent.has("target"):
        target = TargetEdit(sent.text("target"), sent.text("target_was"), sent.text("target_version"))
    return RowEdit(sent.word("indicator"), sent.level, sent.year, _with_shared(cells), target)


def _cell(sent: Sent, place: int, *, is_single: bool) -> CellEdit:
    """Of a breakdown only the numerators differ; what else there is belongs to all its categories."""
    typed = {name: sent.text(name) for name in _NUMBERS}
    if not is_single:
        typed["numerator"] = sent.text(f"numerator.{place}")
    return CellEdit(category=sent.text(f"category.{place}"), seen=sent.number(f"seen.{place}"), **typed)


def _with_shared(cells: tuple[CellEdit, ...]) -> tuple[CellEdit, ...]:
    """A category that nobody typed anything for is not brought about by the common denominator."""
    if len(cells) < 2:
        return cells
    return tuple(
        cell if cell.numerator.strip() or cell.missing or cell.seen is not None else replace(cell, denominator="")
        for cell in cells
    )


def _faults(error: RefusedFormError, edit: RowEdit) -> dict[str, str]:
    """Sentences by the field of the form."""
    is_breakdown = len(edit.cells) > 1
    told: dict[str, str] = {}
    for fault in error.faults:
        is_numerator = fault.table is TableKind.OBSERVATIONS and fault.field == "numerator"
        name = f"numerator.{fault.row}" if is_breakdown and is_numerator else fault.field
        told.setdefault(name, str(fault))
    return told


def _row(ctx: RequestContext, edit: RowEdit, school: str) -> EntryRow:
    return entry_row(
        ctx.session,
        school=school,
        indicator=edit.indicator,
        level=edit.level,
        year=edit.year,
        today=ctx.today,
        viewer=ctx.viewer,
    )


def _replaced(ctx: RequestContext, row: EntryRow, school: str) -> Mapping[str, str]:
    return {row_anchor(row.rule.id, row.level): to_html(entry_form(row, frame_of(ctx, school)))}


# --- two versions -----------------------------------------------------------------------------------


def _conflict(ctx: RequestContext, error: StaleEditError, edit: RowEdit, school: str) -> Response:
    row = _row(ctx, edit, school)
    titles = {cell.category: cell.title for cell in row.cells} | {"target": FIELDS["target"]}
    place = _place(edit, school)
    return conflict_answer(
        ctx,
        error,
        name=row_name(row),
        mine=Choice(SAVE_FIGURES, place | _over(error, edit, row)),
        theirs=Choice(KEEP_FIGURES, place),
        part_names=lambda name: titles.get(name, name),
    )


def _over(error: StaleEditError, edit: RowEdit, row: EntryRow) -> dict[str, str]:
    """The same row once more, now knowing the versions it goes over."""
    versions = {part.name: part.version for part in error.parts}
    carried: dict[str, str] = {name: getattr(edit.cells[0], name) for name in _NUMBERS} if edit.cells else {}
    for place, cell in enumerate(edit.cells):
        seen = "" if cell.seen is None else str(cell.seen)
        carried |= {f"category.{place}": cell.category, f"seen.{place}": versions.get(cell.category, seen)}
        if row.rule.kind is IndicatorKind.BREAKDOWN:
            carried |= {f"numerator.{place}": cell.numerator, "denominator": carried["denominator"] or cell.denominator}
    if edit.target is not None:
        version = versions.get("target", edit.target.version)
        carried |= {"target": edit.target.typed, "target_was": edit.target.was, "target_version": version}
    return carried
