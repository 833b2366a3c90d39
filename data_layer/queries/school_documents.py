"""Documents of one school and year as people read them: where they stand, who handed them in, what was remarked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from data_layer.domain.closing import ANSWERING_STAGES, Closing, is_told
from data_layer.domain.facts import Cell
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import DocumentStatus, Stage
from data_layer.models import Document, DocumentCover, School, StoredFile
from data_layer.queries.closing import next_year
from data_layer.queries.explanation.origins import Names, names_of, school_seen
from data_layer.queries.explanation.views import DocumentLine
from data_layer.queries.ground import Ground, load_ground
from data_layer.session import TenantSession

_STAGE_ORDER: Final = {stage.value: place for place, stage in enumerate(Stage)}

# Block, stage.
Place = tuple[int, Stage]


@dataclass(frozen=True, slots=True)
class DocumentMark:
    """As much of a document as its count needs. remark: empty for those who do not see all of the school."""

    block: int
    stage: Stage
    status: DocumentStatus
    remark: str


@dataclass(frozen=True, slots=True)
class BlocksOfDocuments:
    """titles: of the blocks, by number. lines: by block, stage, date and label."""

    titles: Mapping[int, str]
    lines: tuple[DocumentLine, ...]


def document_marks(session: TenantSession, *, school: str, year: int, viewer: Viewer) -> tuple[DocumentMark, ...]:
    """Of the school with this code, in no order; nothing where the session has no such school."""
    row = Document
    found = session.execute(
        select(row.school_id, row.block, row.stage, row.status, row.remark)
        .join(School, (School.district_id == row.district_id) & (School.id == row.school_id))
        .where(row.district_id == session.scope.district_id, School.code == school, row.year == year)
    )
    return tuple(
        DocumentMark(block, Stage(stage), DocumentStatus(status), remark if viewer.sees_all_of(school_id) else "")
        for school_id, block, stage, status, remark in found
    )


def blocks_of_documents(
    session: TenantSession, *, school: str, year: int, today: date, viewer: Viewer
) -> BlocksOfDocuments:
    """The documents with the titles of their blocks. Raises NotFoundError where the viewer has no such school."""
    ground = load_ground(session, years=(year,), today=today, viewer=viewer)
    entry = school_seen(ground, school)
    is_open = viewer.sees_all_of(entry.id)
    lines = documents_of_school(session, ground, school_id=entry.id, year=year, is_open=is_open)
    return BlocksOfDocuments({block.number: block.title for block in ground.catalogue.blocks}, tuple(lines))


def school_documents(
    session: TenantSession, *, school: str, year: int, today: date, viewer: Viewer
) -> tuple[DocumentLine, ...]:
    """Documents of the school with this code. Raises NotFoundError where the viewer has no such school."""
    return blocks_of_documents(session, school=school, year=year, today=today, viewer=viewer).lines


def documents_of_school(
    session: TenantSession, ground: Ground, *, school_id: int, year: int, is_open: bool
) -> list[DocumentLine]:
    """By block, stage, date and label. is_open: with authors and remarks, for those who see all of the school."""
    rows = _rows(session, school_id, year)
    names = names_of(session, rows)
    covers = _covers(session, school_id, [row.id for row in rows])
    lines = [_line(ground, row, names, covers.get(row.id, ()), is_open=is_open) for row in rows]
    if not is_open:
        return lines
    closings = _closings(session, ground, rows, school_id=school_id, year=year)
    return [replace(line, closing=closings.get(row.id)) for line, row in zip(lines, rows, strict=True)]


def _closings(
    session: TenantSession, ground: Ground, rows: Sequence[Any], *, school_id: int, year: int
) -> Mapping[int, Closing]:
    """By document: whether a measure or a decision is closed, as far as that can be told today."""
    answering = [row for row in rows if row.stage in ANSWERING_STAGES]
    if not answering:
        return {}
    later = next_year(session, deciding=ground.catalogue.deciding, school_id=school_id, year=year)
    goals = _named_goals(session, school_id, [row.id for row in answering])
    found = {
        row.id: later.closing(
            block=row.block,
            stage=Stage(row.stage),
            status=DocumentStatus(row.status),
            effect=row.effect,
            covers=goals.get(row.id, ()),
        )
        for row in answering
    }
    return {
        number: closing
        for number, closing in found.items()
        if closing is not None and is_told(closing, year=year, today=ground.today)
    }


def _named_goals(session: TenantSession, school_id: int, ids: Sequence[int]) -> Mapping[int, Sequence[Cell]]:
    row = DocumentCover
    query = select(row.document_id, row.block, row.stage, row.goal_id).where(
        row.district_id == session.scope.district_id,
        row.school_id == school_id,
        row.document_id.in_(ids),
        row.goal_id != "",
    )
    found: dict[int, list[Cell]] = defaultdict(list)
    for document_id, block, stage, goal in session.execute(query):
        found[document_id].append(Cell(block, Stage(stage), goal))
    return found


def _rows(session: TenantSession, school_id: int, year: int) -> Sequence[Any]:
    row = Document
    found = session.execute(
        select(
            row.id,
            row.block,
            row.stage,
            row.type_id,
            row.title,
            row.number,
            row.label,
            row.date,
            row.status,
            row.responsible,
            row.addressee,
            row.url,
            row.remark,
            row.effect,
            row.author,
            row.changed_at,
            row.batch_id,
            row.source_address,
            StoredFile.title.label("file"),
            StoredFile.id.label("file_id"),
        )
        .outerjoin(
            StoredFile,
            (StoredFile.district_id == row.district_id)
            & (StoredFile.id == row.file_id)
            & StoredFile.removed_at.is_(None),
        )
        .where(row.district_id == session.scope.district_id, row.school_id == school_id, row.year == year)
    ).all()
    return sorted(
        found,
        key=lambda each: (each.block, _STAGE_ORDER[each.stage], each.date is None, each.date or 0, each.label),
    )


def _covers(session: TenantSession, school_id: int, ids: Sequence[int]) -> Mapping[int, Sequence[Place]]:
    row = DocumentCover
    query = select(row.document_id, row.block, row.stage).where(
        row.district_id == session.scope.district_id, row.school_id == school_id, row.document_id.in_(ids)
    )
    found: dict[int, set[Place]] = defaultdict(set)
    for document_id, block, stage in session.execute(query):
        found[document_id].add((block, Stage(stage)))
    return {
        document_id: sorted(places, key=lambda place: (place[0], _STAGE_ORDER[place[1]]))
        for document_id, places in found.items()
    }


def _line(ground: Ground, row: Any, names: Names, covers: Sequence[Place], *, is_open: bool) -> DocumentLine:
    own = (row.block, Stage(row.stage))
    entry = names.entry(author=row.author, at=row.changed_at, batch_id=row.batch_id, address=row.source_address)
    return DocumentLine(
        block=row.block,
        stage=own[1],
        type=ground.catalogue.document_type(row.type_id),
        title=row.title,
        number=row.number,
        date=row.date,
        status=DocumentStatus(row.status),
        responsible=row.responsible,
        addressee=row.addressee,
        url=row.url,
        file=row.file or "",
        remark=row.remark if is_open else "",
        entry=entry if is_open else None,
        file_id=row.file_id if is_open else None,
        covers=tuple(place for place in covers if place != own),
    )
