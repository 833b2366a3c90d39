"""What «Почему?» tells, as plain values: where a number comes from and why its verdict is what it is.

Whatever the viewer may not see is None, or an empty tuple beside `is_open` = False.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from data_layer.domain.closing import Closing
from data_layer.domain.facts import IndicatorRule, PooledFact, ResultFact
from data_layer.domain.slices import SliceFact
from data_layer.domain.vocabulary import (
    CellState,
    Cluster,
    DocumentStatus,
    GoalStatus,
    Level,
    MissingCode,
    RequirementLevel,
    Rule,
    SchoolKind,
    Severity,
    Stage,
    Status,
    TargetOrigin,
)
from data_layer.queries.cycle_views import Show
from data_layer.queries.views import Count, CycleCell, FlagItem, GoalCard, ResultLine


@dataclass(frozen=True, slots=True)
class Batch:
    """One act of bringing in: a file, or what was typed into a form, which is kept under a name of its own.

    sha256: digest of the file, empty where it was not kept. author: full name, or the login. at: when it was applied. school: code of the school
    whose people did it, empty for the department.
    """

    id: int
    file: str
    sha256: str
    author: str
    at: datetime
    school: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Who brought something in, when, and from where.

    author: full name, or the login where there is none. file: name of the file; address: sheet and
    cell, or file and line; both empty for what was typed in. batch: None where the viewer may not see it, and for
    what came before there were batches.
    """

    author: str
    at: datetime | None
    file: str = ""
    address: str = ""
    batch: Batch | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """One observation. is_used: the total is taken from it; the others stand beside.

    category: its title where the catalogue knows it. replaced: when and by whom it was superseded.
    """

    subject: str
    class_group: str
    category: str
    numerator: int | None
    denominator: int | None
    value: int | None
    baseline: int | None
    stated_percent: Decimal | None
    missing: MissingCode | None
    is_hidden_at_source: bool
    note: str
    source: str
    entry: Entry
    is_used: bool = True
    replaced_at: datetime | None = None


class TotalOrigin(StrEnum):
    """How a total came about."""

    REPORTED = "reported"
    SUMMED = "summed"
    BREAKDOWN = "breakdown"
    NOTHING = "nothing"


class GivenBy(StrEnum):
    """Whose number a target is."""

    SCHOOL = "school"
    DISTRICT = "district"
    CATALOGUE = "catalogue"


@dataclass(frozen=True, slots=True)
class TargetGiven:
    """A target or reference. entry: None for what the catalogue proposes, and where it may not be told.

    before: the value that this one replaced, if that is known.
    """

    target: Decimal
    given_by: GivenBy
    entry: Entry | None = None
    before: Decimal | None = None


class ToleranceRule(StrEnum):
    OWN = "own"
    PART_OF_TARGET = "part_of_target"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Within how many percentage points a miss is «близко», and by which rule."""

    points: Decimal
    rule: ToleranceRule


@dataclass(frozen=True, slots=True)
class SchoolName:
    code: str
    short_name: str


@dataclass(frozen=True, slots=True)
class ResultExplanation:
    """One figure of a school: school × indicator × level × year.

    fact: as the viewer sees it. is_open: whether the viewer sees all of the school; otherwise slices,
    history, authors and the file are left out. last_year: None where last year may not be seen or was
    never used. target, reference: as given, in force. flags: of this figure and of its goal. words: what
    numerator and denominator are. is_joined: another school became a part of this one in the year.
    """

    school: SchoolName
    indicator: IndicatorRule
    level: Level
    year: int
    today: date
    fact: ResultFact
    is_open: bool
    is_small_cohort: bool
    smallest_cohort: int
    origin: TotalOrigin
    slices: tuple[Slice, ...]
    history: tuple[Slice, ...]
    last_year: ResultFact | None
    own_target: TargetGiven | None
    reference: TargetGiven | None
    tolerance: Tolerance | None
    source: str
    words: tuple[str, str]
    due: date | None
    goal: str | None
    goal_name: str
    district: PooledFact | None
    flags: tuple[FlagItem, ...]
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class SchoolFigure:
    """A school's part in a pooled figure; numbers are None where suppressed."""

    school: SchoolName
    status: Status
    numerator: int | None
    denominator: int | None
    value: float | None
    baseline: int | None
    is_small_cohort: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class PooledExplanation:
    """A figure of the district or of one cluster: Σ over schools.

    schools: those that the viewer may see, with data first, by name; `lists_all` says whether those
    are all that take part.
    """

    indicator: IndicatorRule
    level: Level
    year: int
    today: date
    cluster: Cluster | None
    fact: PooledFact
    last_year: PooledFact | None
    reference: TargetGiven | None
    tolerance: Tolerance | None
    source: str
    words: tuple[str, str]
    schools: tuple[SchoolFigure, ...]
    lists_all: bool
    due: date | None


@dataclass(frozen=True, slots=True)
class GoalExplanation:
    """A goal of a school. lines: what decides it. response: the stages by which the school answers a miss.

    documents: of the goal's block, those of every stage.
    """

    school: SchoolName
    year: int
    today: date
    card: GoalCard
    block: int
    block_title: str
    mark: Status
    last_year: GoalStatus | None
    response: tuple[CycleCell, ...]
    documents: tuple["DocumentLine", ...]
    flags: tuple[FlagItem, ...]

    @property
    def lines(self) -> tuple[ResultLine, ...]:
        return self.card.lines


@dataclass(frozen=True, slots=True)
class DistrictGoalExplanation:
    """A goal of the district over pooled figures. lines: indicator, its pooled row; schools: k of n met it."""

    year: int
    today: date
    goal: str
    code: str
    title: str
    block: int
    status: GoalStatus
    lines: tuple[tuple[IndicatorRule, PooledFact], ...]
    schools: Count


class DueOrigin(StrEnum):
    """Where a due day comes from."""

    SCHOOL = "school"
    CALENDAR = "calendar"
    DEFAULT = "default"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document of a school. gives_state: the state of the cell asked about is taken from it.

    own_cell: block and stage it was handed in for, where that is another cell than the one asked about.
    entry, remark, file_id: who handed it in, what the reviewer wrote, which stored file may be asked for, for those
    who see all of the school. closing: of a measure or a decision, once that can be told.
    """

    block: int
    stage: Stage
    type: str
    title: str
    number: str
    date: date | None
    status: DocumentStatus
    responsible: str
    addressee: str
    url: str
    file: str
    remark: str
    entry: Entry | None
    covers: tuple[tuple[int, Stage], ...] = ()
    gives_state: bool = False
    has_own_cell: bool = True
    file_id: int | None = None
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit trail about a document: what was done, by whom, when."""

    action: str
    author: str
    at: datetime
    document: str


@dataclass(frozen=True, slots=True)
class CellExplanation:
    """Block × stage of a school and year: why its mark is what it is."""

    school: SchoolName
    year: int
    today: date
    block: int
    block_title: str
    stage: Stage
    stage_title: str
    required: RequirementLevel
    required_from: int | None
    document_types: tuple[str, ...]
    state: CellState
    due: date | None
    due_origin: DueOrigin
    district_due: date | None
    days_overdue: int | None
    is_tracked: bool
    is_open: bool
    documents: tuple[DocumentLine, ...]
    history: tuple[Change, ...]
    flags: tuple[FlagItem, ...]


@dataclass(frozen=True, slots=True)
class FlagExplanation:
    """A flag that is up: the sentence and what stands behind it. active_from: None = since ever."""

    item: FlagItem
    today: date
    severity: Severity
    active_from: date | None
    active_to: date | None
    subject: str
    documents: tuple[DocumentLine, ...]
    results: tuple[ResultLine, ...]
    is_open: bool


class CountKind(StrEnum):
    """What a number of a page counts."""

    GOALS = "goals"
    DOCUMENTS = "documents"
    OVERDUE = "overdue"
    COVERAGE = "coverage"
    RETURNED = "returned"
    RESULTS = "results"
    DISTRICT_GOALS = "district_goals"
    # Schools that have given all the figures due on one day.
    DATA_DUE = "data_due"
    # Goals met as a heat map counts them: schools of a cluster and kind, what may stand beside their names.
    MAP_GOALS = "map_goals"
    # Schools that reach one goal.
    GOAL_SCHOOLS = "goal_schools"
    # All required cells of the cycle, whether their day has passed or not.
    REQUIRED = "required"
    # What one school has handed in: figures, own targets, items of its organisation.
    FIGURES = "figures"
    TARGETS = "targets"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class CountPart:
    """One line behind a count. count: None where it may not be shown.

    stage, state: of a cell of the cycle. indicator, level: of a figure.
    """

    school: SchoolName | None
    title: str
    count: Count | None
    block: int | None = None
    goal: str | None = None
    status: GoalStatus | None = None
    stage: Stage | None = None
    state: CellState | None = None
    indicator: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class CountWithin:
    """What narrows some counts further. goal: id of the one that is counted. show: schools of the cycle that are shown."""

    goal: str = ""
    school_kind: SchoolKind | None = None
    show: Show = Show.ALL


@dataclass(frozen=True, slots=True)
class CountExplanation:
    """A count of a page: k of n, and what it is made of.

    parts: schools, blocks, goals, cells or figures; empty where none may be named. hidden: how many parts are hidden.
    is_less: the total leaves out what is hidden from the viewer.
    goal_title: code and title of the goal that is counted.
    """

    kind: CountKind
    year: int
    today: date
    level: Level | None
    cluster: Cluster | None
    block: int | None
    stage: Stage | None
    due: date | None
    school: SchoolName | None
    total: Count
    before: Count | None
    parts: tuple[CountPart, ...]
    hidden: int
    goal_title: str = ""
    within: CountWithin = CountWithin()
    is_less: bool = False


@dataclass(frozen=True, slots=True)
class SliceExplanation:
    """One slice of an indicator over the schools of a cluster and kind: Σ over schools.

    fact, last_year: as the viewer may see them, None where nobody has handed the slice in. title: of the slice where the
    catalogue knows it. schools: those on the slice, for a viewer who sees everything; `lists_all` says whether they are told.
    """

    indicator: IndicatorRule
    level: Level
    year: int
    today: date
    cluster: Cluster | None
    school_kind: SchoolKind | None
    title: str
    fact: SliceFact
    last_year: SliceFact | None
    source: str
    words: tuple[str, str]
    schools: tuple[SchoolFigure, ...]
    lists_all: bool


@dataclass(frozen=True, slots=True)
class FlagKey:
    """What tells one flag from the others of a school and year."""

    rule: Rule
    block: int | None = None
    stage: Stage | None = None
    goal: str | None = None
    indicator: str | None = None
    level: Level | None = None
    document: str = ""


__all__ = [
    "Batch",
    "CellExplanation",
    "Change",
    "CountExplanation",
    "CountKind",
    "CountPart",
    "CountWithin",
    "DistrictGoalExplanation",
    "DocumentLine",
    "DueOrigin",
    "Entry",
    "FlagExplanation",
    "FlagKey",
    "GivenBy",
    "GoalExplanation",
    "PooledExplanation",
    "ResultExplanation",
    "SchoolFigure",
    "SchoolName",
    "Slice",
    "SliceExplanation",
    "TargetGiven",
    "TargetOrigin",
    "Tolerance",
    "ToleranceRule",
    "TotalOrigin",
]
