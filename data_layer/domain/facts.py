"""What the rules work on and what they give back: plain frozen values, free of database and clock.

A year is always the starting year of a school year as a whole number: 2025 stands for «2025/26».
Blocks are their numbers 1–6; every other id is the id of the district's catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from data_layer.domain.succession import SchoolChange, is_there_in, joined_in
from data_layer.domain.vocabulary import (
    Cluster,
    Direction,
    DocumentStatus,
    IndicatorKind,
    IndicatorRole,
    Level,
    MissingCode,
    RequirementLevel,
    Rule,
    SchoolKind,
    Stage,
    Status,
    TargetOrigin,
)


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """One indicator of a district's catalogue, as far as rules need it.

    references: what the catalogue proposes by level, already resolved (a disabled proposal falls
        back to the default target); percent for shares, units for counts. No key = no reference.
    counts: id of the unit counted (students, results, teachers, events, graduates, items, classes).
    denominator_is_numerator_of: id of the indicator whose numerator must equal this denominator.
    tolerance_pp: own tolerance in percentage points, None for the general one.
    breaks: why its figures are gathered otherwise from a year on, by that year.
    """

    id: str
    code: str
    block: int
    kind: IndicatorKind
    levels: tuple[Level, ...]
    title: str = ""
    title_short: str = ""
    goal: str | None = None
    counts: str = "students"
    unit: str = "percent"
    direction: Direction | None = Direction.AT_LEAST
    role: IndicatorRole = IndicatorRole.MONITORING
    period: str = "academic_year"
    references: Mapping[Level, Decimal] = field(default_factory=dict)
    tolerance_pp: Decimal | None = None
    categories: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    allows_zero_denominator: bool = False
    is_sensitive: bool = False
    is_enabled: bool = True
    no_ranking: bool = False
    denominator_is_numerator_of: str | None = None
    breaks: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school as far as rules need it; `levels` are the levels taught, always including `school`.

    gone_from: the first school year without the school, None while it is not to close. changes: by year.
    began_in: the first school year with it, None where it has always been there.
    """

    id: int
    code: str
    short_name: str
    kind: SchoolKind
    levels: frozenset[Level]
    cluster: Cluster | None = None
    gone_from: int | None = None
    changes: tuple[SchoolChange, ...] = ()
    began_in: int | None = None

    def is_there(self, year: int) -> bool:
        return is_there_in(year, self.gone_from, self.began_in)

    @property
    def joined_in(self) -> frozenset[int]:
        """Years from which its cohorts are others, because schools joined it."""
        return joined_in(self.changes)


@dataclass(frozen=True, slots=True)
class ObservationFact:
    """One current observation of a school; empty slice fields are empty strings, never None.

    numerator, denominator: whole, >= 0; value, baseline: whole units of a count or growth.
    """

    indicator: str
    level: Level
    year: int
    subject: str = ""
    class_group: str = ""
    category: str = ""
    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    baseline: int | None = None
    missing: MissingCode | None = None


@dataclass(frozen=True, slots=True)
class ResultFact:
    """One derived row: school × indicator × level × year. Holds nothing that depends on today.

    value: percent for shares, units for counts, the double nearest to the exact value.
    gap: percentage points for shares, units for counts; plus is good; nearest double.
    pupil_gap: whole units of `counts` for shares; plus is good.
    is_pending: `no_data` only because nothing was handed in yet or code w was given; an answer
        turns it into `not_due` while the due day has not passed.
    """

    school_id: int
    indicator: str
    level: Level
    year: int
    status: Status
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    baseline: int | None = None
    target: Decimal | None = None
    target_origin: TargetOrigin = TargetOrigin.NONE
    reference: Decimal | None = None
    gap: float | None = None
    pupil_gap: int | None = None
    is_pending: bool = False
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class PooledFact:
    """The district's (or a cluster's) row of one indicator × level × year over all its schools.

    cluster: empty for the whole district. value: percent of pooled counts, or the sum of units.
    is_pending: nobody has data and somebody is still awaited (see ResultFact.is_pending).
    lower_quartile, median, upper_quartile: percent, over the values of `quartile_schools` schools, each
        counted once; all None where there are too few of them (see domain.quartiles).
    """

    indicator: str
    level: Level
    year: int
    cluster: str
    schools_applicable: int
    schools_with_data: int
    schools_met: int
    status: Status
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    reference: Decimal | None = None
    gap: float | None = None
    is_pending: bool = False
    quartile_schools: int = 0
    lower_quartile: float | None = None
    median: float | None = None
    upper_quartile: float | None = None


@dataclass(frozen=True, slots=True)
class DocumentTypeRule:
    id: str
    title: str = ""
    required_fields: tuple[str, ...] = ()
    is_multi_year: bool = False


class Cell(NamedTuple):
    """One place of the cycle matrix; `goal` narrows a cover to one goal and is empty otherwise.

    A tuple, because cells are looked up by the thousand and tuples are hashed at once.
    """

    block: int
    stage: Stage
    goal: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """One document of a school. `covers` are further cells it serves besides its own.

    filled_fields: names among goals, tasks, deadlines, responsible, addressee, number, date, title,
        url, file that are not empty. sha256: hex digest of the stored file, empty without a file.
    """

    id: int
    school_id: int
    year: int
    block: int
    stage: Stage
    type: str
    title: str
    number: str
    date: date | None
    status: DocumentStatus
    sha256: str = ""
    covers: tuple[Cell, ...] = ()
    filled_fields: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """How reports name a document: its number, or else its title."""
        return self.number or self.title


@dataclass(frozen=True, slots=True)
class OrganisationFact:
    item: str
    year: int
    is_present: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """Due days of one school and year: by stage id, by indicator period and for `organisation`."""

    year: int
    due: Mapping[str, date]

    def due_of(self, key: str) -> date | None:
        return self.due.get(key)


@dataclass(frozen=True, slots=True)
class RequirementRule:
    block: int
    stage: Stage
    required: RequirementLevel
    document_types: tuple[str, ...] = ()
    from_year: int = 0


@dataclass(frozen=True, slots=True)
class DistrictSettings:
    """Settings of one district that rules depend on; every one of them is the department's choice."""

    small_cohort: int = 10
    due_soon_days: int = 14
    tolerance_pp: Decimal = Decimal(5)
    tolerance_at_most_part: Decimal = Decimal("0.25")
    stale_before: tuple[int, int] = (8, 15)
    cycle_closes: tuple[int, int] = (12, 31)
    tracked_from: int | None = None
    benchmark_schools: int = 5


@dataclass(frozen=True, slots=True)
class FlagFact:
    """One raised flag with its evidence. It is active on a day from active_from to active_to.

    document_id, document: the document it is about; for organisation_missing `document` is the id
        of the item. details: numbers and names the sentence is built from, JSON-ready.
    active_from None = since ever, active_to None = until the cause is gone; both inclusive.
    """

    rule: Rule
    school_id: int
    year: int
    block: int | None = None
    stage: Stage | None = None
    goal: str | None = None
    indicator: str | None = None
    level: Level | None = None
    document_id: int | None = None
    document: str = ""
    due: date | None = None
    active_from: date | None = None
    active_to: date | None = None
    details: Mapping[str, object] = field(default_factory=dict)
