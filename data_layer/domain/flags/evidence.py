"""What the flag rules look at: the facts of one school in one year, looked up once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from data_layer.domain.attainment import ResultKey
from data_layer.domain.cycle import cells_of, effective_requirements, occupancy, there
from data_layer.domain.facts import (
    Cell,
    DistrictSettings,
    DocumentFact,
    DocumentTypeRule,
    IndicatorRule,
    ObservationFact,
    OrganisationFact,
    RequirementRule,
    ResultFact,
    Schedule,
    SchoolFacts,
)
from data_layer.domain.pooling import goal_statuses
from data_layer.domain.vocabulary import (
    COUNTED_STAGES,
    DocumentStatus,
    GoalStatus,
    RequirementLevel,
)


@dataclass(frozen=True)
class SchoolEvidence:
    """Everything known about one school, over all years; see `derive_flags` for the parts."""

    school: SchoolFacts
    indicators: Sequence[IndicatorRule]
    requirements: Sequence[RequirementRule]
    document_types: Mapping[str, DocumentTypeRule]
    results: Mapping[ResultKey, ResultFact]
    observations: Mapping[ResultKey, Sequence[ObservationFact]]
    documents: Sequence[DocumentFact]
    organisation: Sequence[OrganisationFact]
    organisation_items: Sequence[str]
    schedules: Mapping[int, Schedule]
    own_targets: Mapping[ResultKey, Decimal]
    foreign_files: Mapping[str, Sequence[tuple[str, str]]]
    settings: DistrictSettings

    @cached_property
    def enabled_indicators(self) -> list[IndicatorRule]:
        return [indicator for indicator in self.indicators if indicator.is_enabled]

    @cached_property
    def goal_statuses(self) -> Mapping[tuple[str, int], GoalStatus]:
        """Goal status by goal and year."""
        found = goal_statuses(self.results.values(), self.indicators)
        return {(goal, year): status for (_, goal, year), status in found.items()}


@dataclass(frozen=True)
class YearEvidence:
    """One year of a school, as the rules see it."""

    whole: SchoolEvidence
    year: int

    @property
    def school_id(self) -> int:
        return self.whole.school.id

    @cached_property
    def documents(self) -> list[DocumentFact]:
        return [document for document in self.whole.documents if document.year == self.year]

    @cached_property
    def required_cells(self) -> list[Cell]:
        """Counted cells that are required this year, by block and then in the order of the cycle."""
        rules = effective_requirements(self.whole.requirements, self.year)
        blocks = sorted({cell.block for cell in rules})
        cells = [Cell(block, stage) for block in blocks for stage in COUNTED_STAGES]
        return [cell for cell in cells if cell in rules and rules[cell].required is RequirementLevel.REQUIRED]

    @cached_property
    def there(self) -> Mapping[Cell, list[DocumentFact]]:
        """Documents that are there, by cell."""
        return occupancy(there(self.documents))

    @cached_property
    def returned(self) -> Mapping[Cell, list[DocumentFact]]:
        """Returned documents, by cell."""
        return occupancy(document for document in self.documents if document.status is DocumentStatus.RETURNED)

    @cached_property
    def placed_documents(self) -> list[tuple[DocumentFact, Cell]]:
        """Every document that is there with every required cell it stands in."""
        required = set(self.required_cells)
        return [
            (document, cell) for document in there(self.documents) for cell in cells_of(document) if cell in required
        ]

    def due_of(self, key: str) -> date | None:
        schedule = self.whole.schedules.get(self.year)
        return None if schedule is None else schedule.due_of(key)

    def is_empty(self, cell: Cell) -> bool:
        return not self.there.get(cell)


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def dated(documents: Iterable[DocumentFact]) -> list[tuple[date, DocumentFact]]:
    """Documents with a date, the earliest first; equal days by label and id."""
    found = [(document.date, document) for document in documents if document.date is not None]
    return sorted(found, key=lambda pair: (pair[0], pair[1].label, pair[1].id))


def plain(number: Decimal) -> str:
    """A decimal as text without trailing zeros, the same however it was stored."""
    return f"{number.normalize():f}"
