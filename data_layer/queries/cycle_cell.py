"""One cell of the cycle opened: its documents, its flags, and what stands before it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, or_, select

from data_layer.domain.cycle import cell_state, effective_requirements
from data_layer.domain.facts import Cell, DocumentFact
from data_layer.domain.suppression import Sight, Viewer, without_other_schools
from data_layer.domain.vocabulary import COUNTED_STAGES, DocumentStatus, Stage
from data_layer.errors import NotFoundError
from data_layer.models import Document, DocumentCover, StoredFile
from data_layer.queries.cycle import CellRow, cell_rows
from data_layer.queries.cycle_views import CellCard, CellDocument
from data_layer.queries.flags import flag_item, raised_flags, readable
from data_layer.queries.ground import Ground, load_ground
from data_layer.session import TenantSession

# The state a cell takes from its documents, the strongest first; the rest of a cell's documents follow so.
_STATUS_ORDER: Final = {
    status: place
    for place, status in enumerate(
        (DocumentStatus.ACCEPTED, DocumentStatus.SUBMITTED, DocumentStatus.RETURNED, DocumentStatus.DRAFT)
    )
}


def cycle_cell(
    session: TenantSession,
    *,
    school: str,
    block: int,
    stage: Stage,
    year: int,
    is_nameless: bool = False,
    today: date,
    viewer: Viewer,
) -> CellCard:
    """is_nameless: no sentence names another school. Raises NotFoundError where the asker has no such school, or the cycle no such cell."""
    ground = load_ground(session, years=[year], today=today, viewer=viewer)
    entry = next((each for each in ground.schools if each.code == school), None)
    if entry is None or viewer.sight is Sight.POOLED_ONLY:
        raise NotFoundError(f"Школы с кодом «{school}» нет.")
    cells = [cell for cell in cell_rows(session, ground, school_ids=[entry.id]) if cell.block == block]
    cell = next((each for each in cells if each.stage is stage), None)
    if cell is None:
        raise NotFoundError("Такой стадии в цикле нет.")
    flags = readable(session, ground, raised_flags(session, ground, school_ids=[entry.id]))
    if is_nameless:
        flags = [without_other_schools(flag) for flag in flags]
    return CellCard(
        school=entry.code,
        short_name=entry.short_name,
        year=year,
        today=today,
        block_title=ground.catalogue.block(block),
        cell=cell,
        documents=_documents(session, ground, cell),
        flags=tuple(flag_item(ground, flag) for flag in flags if flag.block == block and flag.stage is stage),
        before=_before(cells, stage),
    )


def _before(cells: Sequence[CellRow], stage: Stage) -> CellRow | None:
    earlier = COUNTED_STAGES[: COUNTED_STAGES.index(stage)]
    there = {cell.stage: cell for cell in cells if cell.is_there}
    return next((there[each] for each in reversed(earlier) if each in there), None)


def _documents(session: TenantSession, ground: Ground, cell: CellRow) -> tuple[CellDocument, ...]:
    """The one that gives the state first, then by strength of the status, the newest first."""
    row, cover = Document, DocumentCover
    covers_it = and_(
        cover.district_id == row.district_id,
        cover.document_id == row.id,
        cover.block == cell.block,
        cover.stage == cell.stage,
    )
    found = session.execute(
        select(
            row.id,
            row.block,
            row.stage,
            row.label,
            row.title,
            row.number,
            row.type_id,
            row.date,
            row.status,
            row.url,
            row.remark,
            row.responsible,
            row.addressee,
            StoredFile.id.label("file_id"),
            StoredFile.title.label("file"),
        )
        .outerjoin(cover, covers_it)
        .outerjoin(
            StoredFile,
            (StoredFile.district_id == row.district_id)
            & (StoredFile.id == row.file_id)
            & StoredFile.removed_at.is_(None),
        )
        .where(
            row.district_id == session.scope.district_id,
            row.school_id == cell.school_id,
            row.year == cell.year,
            or_(and_(row.block == cell.block, row.stage == cell.stage), cover.document_id.is_not(None)),
        )
    ).all()
    rows = {each.id: each for each in found}
    first = _giving_state(ground, cell, list(rows.values()))
    ordered = sorted(rows.values(), key=lambda each: (each.id != first, _STATUS_ORDER[DocumentStatus(each.status)]))
    return tuple(_document(ground, cell, each) for each in ordered)


def _giving_state(ground: Ground, cell: CellRow, rows: Sequence[Any]) -> int | None:
    """Id of the document that gives the cell its state, by the rule itself."""
    facts = [
        DocumentFact(
            id=each.id,
            school_id=cell.school_id,
            year=cell.year,
            block=cell.block,
            stage=cell.stage,
            type="",
            title=each.label,
            number="",
            date=each.date,
            status=DocumentStatus(each.status),
        )
        for each in rows
    ]
    rule = effective_requirements(ground.catalogue.requirements, cell.year).get(Cell(cell.block, cell.stage))
    _, document = cell_state(requirement=rule, documents=facts, due=cell.due, today=ground.today)
    return None if document is None else document.id


def _document(ground: Ground, cell: CellRow, row: Any) -> CellDocument:
    own = (row.block, Stage(row.stage))
    is_open = ground.viewer.sees_all_of(cell.school_id)
    return CellDocument(
        label=row.label,
        title=row.title,
        number=row.number,
        type_title=ground.catalogue.document_type(row.type_id),
        date=row.date,
        status=DocumentStatus(row.status),
        url=row.url,
        remark=row.remark if is_open else "",
        file=(row.file or "") if is_open else "",
        file_id=row.file_id if is_open else None,
        responsible=row.responsible,
        addressee=row.addressee,
        own_place=None if own == (cell.block, cell.stage) else own,
    )
