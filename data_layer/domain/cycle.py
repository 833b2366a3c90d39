"""The management cycle: which document stands in which cell, and the state of each cell.

Source: design.md §3; contracts.md, report `cycle`. A cell is one block × stage of a school and year.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from data_layer.domain.facts import Cell, DocumentFact, RequirementRule
from data_layer.domain.vocabulary import (
    THERE,
    CellState,
    DocumentStatus,
    RequirementLevel,
)

# What a document makes of its cell, the strongest first.
_STATE_OF_DOCUMENT: Final = (
    (DocumentStatus.ACCEPTED, CellState.ACCEPTED),
    (DocumentStatus.SUBMITTED, CellState.SUBMITTED),
    (DocumentStatus.RETURNED, CellState.RETURNED),
    (DocumentStatus.DRAFT, CellState.DRAFT),
)


def effective_requirements(requirements: Iterable[RequirementRule], year: int) -> Mapping[Cell, RequirementRule]:
    """The requirement in force by cell: the one with the latest from_year not after the year."""
    found: dict[Cell, RequirementRule] = {}
    for rule in requirements:
        cell = Cell(rule.block, rule.stage)
        if rule.from_year <= year and (cell not in found or rule.from_year > found[cell].from_year):
            found[cell] = rule
    return found


def cells_of(document: DocumentFact) -> list[Cell]:
    """The document's own cell and every cell it covers, each once; goals of covers play no part."""
    cells = [Cell(document.block, document.stage)]
    for cover in document.covers:
        cell = Cell(cover.block, cover.stage)
        if cell not in cells:
            cells.append(cell)
    return cells


def occupancy(documents: Iterable[DocumentFact]) -> Mapping[Cell, list[DocumentFact]]:
    """Documents by cell, in every status. documents: those of one school and year."""
    found: dict[Cell, list[DocumentFact]] = defaultdict(list)
    for document in documents:
        for cell in cells_of(document):
            found[cell].append(document)
    return dict(found)


def there(documents: Iterable[DocumentFact]) -> list[DocumentFact]:
    """Those that have been handed in: submitted or accepted."""
    return [document for document in documents if document.status in THERE]


def cell_state(
    *,
    requirement: RequirementRule | None,
    documents: Sequence[DocumentFact],
    due: date | None,
    today: date,
) -> tuple[CellState, DocumentFact | None]:
    """State of a cell and the document that gives it (latest date, then label); see contracts.md.

    requirement: None means the same as «not used». documents: those in the cell, in every status.
    """
    if requirement is None or requirement.required is RequirementLevel.NOT_USED:
        return CellState.NOT_APPLICABLE, None
    for status, state in _STATE_OF_DOCUMENT if documents else ():
        candidates = [document for document in documents if document.status is status]
        if candidates:
            return state, _latest(candidates)
    return _empty_state(requirement, due, today), None


def _empty_state(requirement: RequirementRule, due: date | None, today: date) -> CellState:
    if due is None:
        return CellState.MISSING
    if today <= due:
        return CellState.NOT_DUE
    is_required = requirement.required is RequirementLevel.REQUIRED
    return CellState.OVERDUE if is_required else CellState.MISSING


def _latest(documents: Sequence[DocumentFact]) -> DocumentFact:
    if len(documents) == 1:
        return documents[0]
    last_day = max(document.date or date.min for document in documents)
    newest = [document for document in documents if (document.date or date.min) == last_day]
    return min(newest, key=lambda document: (document.label, document.id))
