"""Why a cell of the cycle has its mark: the requirement, the due day, the documents in it and their history."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import select

from data_layer.domain.cycle import effective_requirements
from data_layer.domain.facts import Cell, FlagFact, RequirementRule
from data_layer.domain.flags import days_overdue
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import COUNTED_STAGES, CellState, DocumentStatus, RequirementLevel, Stage
from data_layer.errors import NotFoundError
from data_layer.models import AuditEvent
from data_layer.queries.cycle import CellRow, cell_rows
from data_layer.queries.explanation.origins import people_by_login, school_name, school_seen
from data_layer.queries.explanation.views import CellExplanation, Change, DocumentLine, DueOrigin
from data_layer.queries.flags import active_flags, flag_item
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.school_documents import documents_of_school
from data_layer.session import TenantSession

_HISTORY_SHOWN: Final = 20
# What a document of this status makes of its cell.
_STATES: Final = {
    DocumentStatus.ACCEPTED: CellState.ACCEPTED,
    DocumentStatus.SUBMITTED: CellState.SUBMITTED,
    DocumentStatus.RETURNED: CellState.RETURNED,
    DocumentStatus.DRAFT: CellState.DRAFT,
}


def explain_cell(
    session: TenantSession, *, school: str, block: int, stage: Stage, year: int, today: date, viewer: Viewer
) -> CellExplanation:
    """school: its code. Raises NotFoundError where the viewer has no such school, or the cycle no such cell."""
    ground = load_ground(session, years=(year,), today=today, viewer=viewer)
    entry = school_seen(ground, school)
    if stage not in COUNTED_STAGES or block not in ground.catalogue.block_by_number:
        raise NotFoundError("Такой ячейки цикла нет.")
    row = _cell_row(session, ground, entry.id, block, stage)
    is_open = viewer.sees_all_of(entry.id)
    documents = _documents_in(session, ground, row, is_open=is_open)
    rule = effective_requirements(ground.catalogue.requirements, year).get(Cell(block, stage))
    return CellExplanation(
        school=school_name(entry),
        year=year,
        today=today,
        block=block,
        block_title=ground.catalogue.block(block),
        stage=stage,
        stage_title=ground.catalogue.stage(stage),
        required=row.required,
        required_from=_required_from(rule),
        document_types=() if rule is None else tuple(map(ground.catalogue.document_type, rule.document_types)),
        state=row.state,
        due=row.due,
        due_origin=_due_origin(ground, row),
        district_due=ground.calendar.due(year, stage),
        days_overdue=days_overdue(row.due, today) if row.is_overdue else None,
        is_tracked=year >= ground.tracked_from,
        is_open=is_open,
        documents=documents,
        history=_history(session, entry.id, {_label(each) for each in documents}) if is_open else (),
        flags=tuple(
            flag_item(ground, flag)
            for flag in active_flags(session, ground, school_ids=[entry.id])
            if _is_about(flag, block, stage)
        ),
    )


def _required_from(rule: RequirementRule | None) -> int | None:
    """The year from which the requirement holds; None where it always held, or there is none."""
    return None if rule is None or rule.required is RequirementLevel.NOT_USED else rule.from_year or None


def _cell_row(session: TenantSession, ground: Ground, school_id: int, block: int, stage: Stage) -> CellRow:
    rows = cell_rows(session, ground, school_ids=[school_id])
    return next(row for row in rows if row.block == block and row.stage is stage)


def _due_origin(ground: Ground, row: CellRow) -> DueOrigin:
    if row.due is None:
        return DueOrigin.NONE
    if row.stage in ground.calendar.exceptions.get(row.school_id, {}).get(row.year, {}):
        return DueOrigin.SCHOOL
    return DueOrigin.CALENDAR if row.year in ground.used.years else DueOrigin.DEFAULT


def _documents_in(session: TenantSession, ground: Ground, row: CellRow, *, is_open: bool) -> tuple[DocumentLine, ...]:
    """Documents of the cell and those that cover it; the one that gives the state comes first."""
    place = (row.block, row.stage)
    found = [
        replace(each, has_own_cell=(each.block, each.stage) == place)
        for each in documents_of_school(session, ground, school_id=row.school_id, year=row.year, is_open=is_open)
        if (each.block, each.stage) == place or place in each.covers
    ]
    giving = next((each for each in found if _gives(each, row)), None)
    marked = [replace(each, gives_state=each is giving) for each in found]
    return tuple(sorted(marked, key=lambda each: not each.gives_state))


def _gives(document: DocumentLine, row: CellRow) -> bool:
    """Whether the cell's row names this document as the one that gives its state."""
    return _STATES[document.status] is row.state and _label(document) == row.document and document.date == row.date


def _label(document: DocumentLine) -> str:
    return document.number or document.title


def _history(session: TenantSession, school_id: int, labels: Collection[str]) -> tuple[Change, ...]:
    """What the audit trail says about the documents, the latest first."""
    row = AuditEvent
    rows = session.execute(
        select(row.action, row.actor, row.at, row.subject)
        .where(
            row.district_id == session.scope.district_id,
            row.school_id == school_id,
            row.action.startswith("document_"),
            row.subject.in_(labels),
        )
        .order_by(row.at.desc(), row.id.desc())
        .limit(_HISTORY_SHOWN)
    ).all()
    people = people_by_login(session, {each.actor for each in rows})
    return tuple(Change(each.action, people.get(each.actor, each.actor), each.at, each.subject) for each in rows)


def _is_about(flag: FlagFact, block: int, stage: Stage) -> bool:
    return flag.block == block and flag.stage is stage
