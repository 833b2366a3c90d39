"""State of the cells of the management cycle."""

from datetime import date

from data_layer.domain.cycle import cell_state, effective_requirements, occupancy
from data_layer.domain.facts import Cell, DocumentFact, RequirementRule
from data_layer.domain.vocabulary import CellState, DocumentStatus, RequirementLevel, Stage
from tests.unit.domain.builders import cover, document

DUE = date(2025, 10, 1)
BEFORE, AFTER = date(2025, 9, 30), date(2025, 10, 2)


def rule(level: RequirementLevel = RequirementLevel.REQUIRED, from_year: int = 0) -> RequirementRule:
    return RequirementRule(1, Stage.MONITORING, level, from_year=from_year)


REQUIRED = rule()


def state(
    *documents: DocumentFact,
    requirement: RequirementRule | None = REQUIRED,
    due: date | None = DUE,
    today: date = AFTER,
) -> CellState:
    found, _ = cell_state(requirement=requirement, documents=documents, due=due, today=today)
    return found


def in_status(status: DocumentStatus) -> DocumentFact:
    return document(status=status)


def test_a_stage_that_is_not_used_is_not_applicable_even_with_a_document() -> None:
    unused = rule(RequirementLevel.NOT_USED)

    assert state(document(), requirement=unused) is CellState.NOT_APPLICABLE
    assert state(requirement=None) is CellState.NOT_APPLICABLE


def test_the_strongest_document_gives_the_state() -> None:
    statuses = [
        DocumentStatus.DRAFT,
        DocumentStatus.RETURNED,
        DocumentStatus.SUBMITTED,
        DocumentStatus.ACCEPTED,
    ]

    seen = [state(*map(in_status, statuses[: place + 1])) for place in range(4)]

    assert seen == [
        CellState.DRAFT,
        CellState.RETURNED,
        CellState.SUBMITTED,
        CellState.ACCEPTED,
    ]


def test_an_empty_required_cell_is_overdue_the_day_after_its_due_day() -> None:
    assert state(today=BEFORE) is CellState.NOT_DUE
    assert state(today=DUE) is CellState.NOT_DUE
    assert state(today=AFTER) is CellState.OVERDUE


def test_an_empty_optional_cell_is_not_due_and_then_missing() -> None:
    optional = rule(RequirementLevel.OPTIONAL)

    assert state(requirement=optional, today=DUE) is CellState.NOT_DUE
    assert state(requirement=optional, today=AFTER) is CellState.MISSING


def test_an_empty_cell_without_a_due_day_is_missing() -> None:
    assert state(due=None) is CellState.MISSING


def test_a_draft_hides_that_the_cell_is_overdue() -> None:
    assert state(in_status(DocumentStatus.DRAFT), today=AFTER) is CellState.DRAFT


def test_the_latest_document_of_the_winning_status_is_named() -> None:
    documents = [
        document(id=1, day=date(2025, 9, 1)),
        document(id=3, day=date(2025, 9, 20), number="B"),
        document(id=2, day=date(2025, 9, 20), number="A"),
        document(id=4, day=None),
        document(id=5, day=date(2025, 9, 30), status=DocumentStatus.DRAFT),
    ]

    _, named = cell_state(requirement=REQUIRED, documents=documents, due=DUE, today=AFTER)

    assert named is documents[2]


def test_a_document_stands_in_its_own_cell_and_once_in_every_cell_it_covers() -> None:
    paper = document(
        covers=(
            cover(Stage.ANALYSIS, goal="g1"),
            cover(Stage.ANALYSIS, goal="g2"),
            cover(Stage.MONITORING),
            cover(Stage.ANALYSIS, block=2),
        )
    )

    assert occupancy([paper]) == {
        Cell(1, Stage.MONITORING): [paper],
        Cell(1, Stage.ANALYSIS): [paper],
        Cell(2, Stage.ANALYSIS): [paper],
    }


def test_the_latest_requirement_that_has_begun_is_in_force() -> None:
    first = rule(RequirementLevel.REQUIRED, from_year=0)
    second = rule(RequirementLevel.OPTIONAL, from_year=2024)
    third = rule(RequirementLevel.NOT_USED, from_year=2026)
    cell = Cell(1, Stage.MONITORING)

    in_force = {year: effective_requirements([second, third, first], year)[cell] for year in (2023, 2024, 2025, 2026)}

    assert in_force == {2023: first, 2024: second, 2025: second, 2026: third}


def test_before_its_first_year_a_requirement_does_not_exist() -> None:
    assert effective_requirements([rule(from_year=2024)], 2023) == {}
