"""What letters tell schools: stages that are missing, documents that came back, days that are near."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, select

from data_layer.domain.cycle import cells_of
from data_layer.domain.facts import Cell, DocumentFact
from data_layer.domain.flags import days_overdue
from data_layer.domain.suppression import Sight, Viewer
from data_layer.domain.vocabulary import CellState, DocumentStatus, Stage
from data_layer.errors import NotFoundError
from data_layer.models import Document, DocumentCover
from data_layer.queries.cycle import CellRow, cell_rows, in_published_order
from data_layer.queries.cycle_views import MissingStage, ReturnedDocument, SchoolLetter
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground, load_ground
from data_layer.session import TenantSession

# A returned document with its remark.
_Returned = tuple[DocumentFact, str]


def school_letters(
    session: TenantSession, *, year: int, schools: Collection[str] | None = None, today: date, viewer: Viewer
) -> list[SchoolLetter]:
    """Letters by name of school, to those alone that have something to hand in; schools: codes, None for all.

    Raises NotFoundError for a viewer who may not see everything, or where a code is not a school of the session.
    """
    if viewer.sight is not Sight.FULL:
        raise NotFoundError
    ground = load_ground(session, years=[year], today=today, viewer=viewer)
    entries = _entries(ground, schools)
    ids = [each.id for each in entries]
    cells: dict[int, list[CellRow]] = defaultdict(list)
    for cell in in_published_order(cell_rows(session, ground, school_ids=ids)):
        cells[cell.school_id].append(cell)
    returned = _returned(session, year, ids)
    letters = [_letter(ground, entry, cells[entry.id], returned.get(entry.id, {})) for entry in entries]
    return [letter for letter in letters if letter.missing or letter.returned]


def _entries(ground: Ground, codes: Collection[str] | None) -> list[SchoolEntry]:
    chosen = [each for each in ground.schools if codes is None or each.code in codes]
    if codes is not None and len(chosen) < len(set(codes)):
        raise NotFoundError("Такой школы нет.")
    return sorted(chosen, key=lambda each: (each.short_name.casefold(), each.code))


def _letter(
    ground: Ground, entry: SchoolEntry, cells: Sequence[CellRow], returned: Mapping[Cell, Sequence[_Returned]]
) -> SchoolLetter:
    back = [cell for cell in cells if cell.state is CellState.RETURNED]
    late = [cell for cell in cells if cell.is_overdue and cell.state is not CellState.RETURNED]
    return SchoolLetter(
        school=entry.code,
        short_name=entry.short_name,
        full_name=entry.full_name,
        district=ground.district.title,
        year=ground.years[0],
        today=ground.today,
        missing=[_missing(ground, cell) for cell in late],
        returned=[_returned_document(ground, cell, returned) for cell in back],
        coming=[_missing(ground, cell) for cell in cells if _is_coming(ground, cell)],
    )


def _is_coming(ground: Ground, cell: CellRow) -> bool:
    near = timedelta(days=ground.settings.due_soon_days)
    if not cell.is_required or cell.is_there or cell.state is CellState.RETURNED or cell.due is None:
        return False
    return ground.today <= cell.due <= ground.today + near


def _missing(ground: Ground, cell: CellRow) -> MissingStage:
    late = days_overdue(cell.due, ground.today) if cell.is_overdue else None
    return MissingStage(cell.block, ground.catalogue.block(cell.block), cell.stage, cell.due, late)


def _returned_document(ground: Ground, cell: CellRow, returned: Mapping[Cell, Sequence[_Returned]]) -> ReturnedDocument:
    """The document that gives the cell its state; label and day tell which, as they do in `report cycle`.

    Where somebody changes that document meanwhile, the letter still names what the cell says of it.
    """
    found = returned.get(Cell(cell.block, cell.stage), ())
    named = [each for each in found if (each[0].label, each[0].date) == (cell.document, cell.date)]
    title, remark = (named[0][0].title, named[0][1]) if named else ("", "")
    return ReturnedDocument(
        block=cell.block,
        block_title=ground.catalogue.block(cell.block),
        stage=cell.stage,
        label=cell.document,
        title=title,
        date=cell.date,
        remark=remark,
    )


def _returned(session: TenantSession, year: int, school_ids: Collection[int]) -> dict[int, dict[Cell, list[_Returned]]]:
    """Returned documents by school and cell, those that cover further cells in each of them."""
    row, cover = Document, DocumentCover
    found = session.execute(
        select(
            row.id,
            row.school_id,
            row.block,
            row.stage,
            row.title,
            row.number,
            row.date,
            row.remark,
            cover.block.label("cover_block"),
            cover.stage.label("cover_stage"),
        )
        .outerjoin(cover, and_(cover.district_id == row.district_id, cover.document_id == row.id))
        .where(
            row.district_id == session.scope.district_id,
            row.school_id.in_(school_ids),
            row.year == year,
            row.status == DocumentStatus.RETURNED,
        )
        .order_by(row.id)
    ).all()
    covers: dict[int, list[Cell]] = defaultdict(list)
    for each in found:
        if each.cover_block is not None:
            covers[each.id].append(Cell(each.cover_block, Stage(each.cover_stage)))
    documents = {each.id: (_fact(each, year=year, covers=covers.get(each.id, ())), each.remark) for each in found}
    return _by_cell(documents.values())


def _fact(row: Any, *, year: int, covers: Iterable[Cell]) -> DocumentFact:
    return DocumentFact(
        id=row.id,
        school_id=row.school_id,
        year=year,
        block=row.block,
        stage=Stage(row.stage),
        type="",
        title=row.title,
        number=row.number,
        date=row.date,
        status=DocumentStatus.RETURNED,
        covers=tuple(covers),
    )


def _by_cell(documents: Iterable[_Returned]) -> dict[int, dict[Cell, list[_Returned]]]:
    found: dict[int, dict[Cell, list[_Returned]]] = defaultdict(lambda: defaultdict(list))
    for document, remark in documents:
        for cell in cells_of(document):
            found[document.school_id][cell].append((document, remark))
    return found
