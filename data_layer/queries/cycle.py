"""The management cycle of schools: every block × counted stage × year with what stands in it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, select

from data_layer.domain.cycle import cell_state, effective_requirements, occupancy
from data_layer.domain.facts import Cell, DocumentFact, RequirementRule
from data_layer.domain.suppression import Sight, Viewer
from data_layer.domain.vocabulary import (
    COUNTED_STAGES,
    THERE,
    CellState,
    DocumentStatus,
    RequirementLevel,
    Stage,
)
from data_layer.models import Document, DocumentCover
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground, load_ground
from data_layer.session import TenantSession

_STAGES: Final = {stage.value: stage for stage in Stage}
_DOCUMENT_STATUSES: Final = {status.value: status for status in DocumentStatus}
_STAGE_PLACE: Final = {stage: place for place, stage in enumerate(COUNTED_STAGES)}


class CellRow(NamedTuple):
    """School × block × counted stage × year.

    A tuple, because an overview makes a thousand of them and a frozen dataclass takes six times as long.

    document, date: those of the document that gives the state. is_there: something is submitted or
    accepted. is_overdue: required, nothing there, due day passed, and the district keeps the cycle in
    that year; the same as an active stage_missing. is_passed: required, tracked, due day passed.
    """

    school_id: int
    school: str
    year: int
    block: int
    stage: Stage
    required: RequirementLevel
    state: CellState
    due: date | None
    document: str
    date: date | None
    is_there: bool
    is_overdue: bool
    is_passed: bool

    @property
    def is_required(self) -> bool:
        return self.required is RequirementLevel.REQUIRED


def cycle_cells(
    session: TenantSession,
    *,
    years: Collection[int] | None = None,
    school: str | None = None,
    today: date,
    viewer: Viewer,
) -> list[CellRow]:
    """By school, block and year, stages in the order of the cycle; none for a viewer without schools."""
    if viewer.sight is Sight.POOLED_ONLY:
        return []
    ground = load_ground(session, years=years, today=today, viewer=viewer)
    ids = None if school is None else {each.id for each in ground.schools if each.code == school}
    return in_published_order(cell_rows(session, ground, school_ids=ids))


def in_published_order(rows: Iterable[CellRow]) -> list[CellRow]:
    """By school, block and year, stages in the order of the cycle."""
    return sorted(rows, key=lambda row: (row.school, row.block, row.year, _STAGE_PLACE[row.stage]))


def cell_rows(session: TenantSession, ground: Ground, *, school_ids: Collection[int] | None = None) -> list[CellRow]:
    """Cells of the schools named (None: of all) in the years of the ground, in no particular order."""
    documents = _documents(session, ground.used_years, school_ids)
    rows = []
    for year in ground.years:
        rules = effective_requirements(ground.catalogue.requirements, year)
        for school in ground.schools:
            if (school_ids is None or school.id in school_ids) and school.is_there(year):
                places = occupancy(documents.get((school.id, year), ()))
                rows.extend(_cells_of(ground, school, year, rules=rules, places=places))
    return rows


def _cells_of(
    ground: Ground,
    school: SchoolEntry,
    year: int,
    *,
    rules: Mapping[Cell, RequirementRule],
    places: Mapping[Cell, Sequence[DocumentFact]],
) -> list[CellRow]:
    due = {stage: ground.calendar.due(year, stage, school.id) for stage in COUNTED_STAGES}
    is_tracked = year >= ground.tracked_from
    return [
        _cell(
            ground,
            school,
            year,
            cell=cell,
            rule=rules.get(cell),
            documents=places.get(cell, ()),
            due=due[cell.stage],
            is_tracked=is_tracked,
        )
        for block in ground.catalogue.blocks
        for cell in _CELLS[block.number]
    ]


_CELLS: Final = {number: [Cell(number, stage) for stage in COUNTED_STAGES] for number in range(1, 7)}


def _cell(
    ground: Ground,
    school: SchoolEntry,
    year: int,
    *,
    cell: Cell,
    rule: RequirementRule | None,
    documents: Sequence[DocumentFact],
    due: date | None,
    is_tracked: bool,
) -> CellRow:
    state, document = cell_state(requirement=rule, documents=documents, due=due, today=ground.today)
    required = RequirementLevel.NOT_USED if rule is None else rule.required
    is_there = any(each.status in THERE for each in documents)
    has_passed = is_tracked and due is not None and ground.today > due
    is_passed = has_passed and required is RequirementLevel.REQUIRED
    return CellRow(
        school_id=school.id,
        school=school.code,
        year=year,
        block=cell.block,
        stage=cell.stage,
        required=required,
        state=state,
        due=due,
        document="" if document is None else document.label,
        date=None if document is None else document.date,
        is_there=is_there,
        is_overdue=is_passed and not is_there,
        is_passed=is_passed,
    )


def _documents(
    session: TenantSession, years: Collection[int], school_ids: Collection[int] | None
) -> dict[tuple[int, int], list[DocumentFact]]:
    """Documents by school and year, only as far as cells and their states need them."""
    row, cover = Document, DocumentCover
    query = (
        select(
            row.id,
            row.school_id,
            row.year,
            row.block,
            row.stage,
            row.label,
            row.date,
            row.status,
            cover.block.label("cover_block"),
            cover.stage.label("cover_stage"),
        )
        .outerjoin(cover, and_(cover.district_id == row.district_id, cover.document_id == row.id))
        .where(row.district_id == session.scope.district_id, row.year.in_(years))
    )
    if school_ids is not None:
        query = query.where(row.school_id.in_(school_ids))
    rows = session.execute(query).all()
    covers: dict[int, list[Cell]] = defaultdict(list)
    for each in rows:
        if each[8] is not None:
            covers[each[0]].append(Cell(each[8], _STAGES[each[9]]))
    documents: dict[tuple[int, int], list[DocumentFact]] = defaultdict(list)
    known = set()
    for document_id, school_id, year, block, stage, label, day, status, _, _ in rows:
        # A document comes once for each cell that it covers.
        if document_id in known:
            continue
        known.add(document_id)
        documents[school_id, year].append(
            DocumentFact(
                id=document_id,
                school_id=school_id,
                year=year,
                block=block,
                stage=_STAGES[stage],
                type="",
                title=label,
                number="",
                date=day,
                status=_DOCUMENT_STATUSES[status],
                covers=tuple(covers.get(document_id, ())),
            )
        )
    return documents
