"""What «Управленческий цикл» shows and letters say, as plain values: the same for page, workbook and letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from data_layer.domain.vocabulary import Cluster, DocumentStatus, Rule, Severity, Stage
from data_layer.queries.cycle import CellRow
from data_layer.queries.views import Count, FlagItem

# Block, stage.
Place = tuple[int, Stage]


class Show(StrEnum):
    """Which schools of the matrix are shown: all, or those with at least one such cell, or with none overdue."""

    ALL = "all"
    OVERDUE = "overdue"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    IN_ORDER = "in_order"


@dataclass(frozen=True, slots=True)
class CycleFilters:
    """year: starting year. block, stage, cluster: None means all. `show` chooses among the schools of these."""

    year: int
    show: Show = Show.ALL
    stage: Stage | None = None
    block: int | None = None
    cluster: Cluster | None = None


@dataclass(frozen=True, slots=True)
class FlagFilters:
    """Further choices of the list of flags; None means all. school: its code."""

    rule: Rule | None = None
    severity: Severity | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True)
class SchoolCycle:
    """One school of the matrix. cells: by block, then in the order of the cycle, as far as the filters go.

    there: required cells with something handed in / all required ones. overdue, returned: cells.
    """

    school_id: int
    school: str
    short_name: str
    cluster: Cluster | None
    cells: tuple[CellRow, ...]
    there: Count
    overdue: int
    returned: int


@dataclass(frozen=True, slots=True)
class StageCount:
    """One stage over the schools in question. there: as in SchoolCycle. due: the next due day on which
    something of the stage is still awaited, else the district's own; None where none is set.
    """

    stage: Stage
    there: Count
    overdue: int
    due: date | None


@dataclass(frozen=True, slots=True)
class DistrictCycle:
    """Everything «Управленческий цикл» shows under one set of filters on one day.

    schools: how many the district (or the chosen cluster) has; rows: those shown, by name.
    overdue, overdue_by_stage, overdue_schools, returned: over those schools, the chosen block and stage,
    whatever `show` says. stages: the six of the strip, over the same schools and block, never narrowed to a stage.
    columns: required cells there / all by block and stage, over the rows shown; total: their sum.
    every_school: code and name of all schools of the session, before any filter, by name. is_tracked: the district keeps the cycle in
    the year, so that delays count. schools_to_write: of the district or the cluster, those with an overdue or
    returned document in any block. flags: those asked for, worst first; flag_counts: by rule, of the same.
    schools_with_flags: those of every_school that have any under the other filters. gone_from: by code of a school
    that closes, the first year without it.
    """

    district: str
    today: date
    filters: CycleFilters
    flag_filters: FlagFilters
    years: tuple[int, ...]
    every_school: tuple[tuple[str, str], ...]
    schools: int
    rows: tuple[SchoolCycle, ...]
    block_titles: Mapping[int, str]
    places: tuple[Place, ...]
    stages: tuple[StageCount, ...]
    columns: Mapping[Place, Count]
    total: Count
    overdue: int
    overdue_schools: Count
    overdue_by_stage: Mapping[Stage, int]
    returned: int
    is_tracked: bool
    schools_to_write: int
    flag_counts: Mapping[Rule, int]
    flags: tuple[FlagItem, ...]
    schools_with_flags: tuple[tuple[str, str], ...]
    gone_from: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellDocument:
    """One document of a cell. own_place: where it stands itself, None if that is the cell. type_title: of its kind.

    remark, file, file_id: what the department wrote to the school, title and id of the stored file; empty for those
    who do not see all of it.
    """

    label: str
    title: str
    number: str
    type_title: str
    date: date | None
    status: DocumentStatus
    url: str
    remark: str
    responsible: str
    addressee: str
    own_place: Place | None
    file: str = ""
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class CellCard:
    """One cell of the matrix opened: what stands there, and the flags of the cell.

    documents: the one that gives the state first. before: the cell of the stage before it that holds something,
    the latest of them; None where nothing stands before it.
    """

    school: str
    short_name: str
    year: int
    today: date
    block_title: str
    cell: CellRow
    documents: tuple[CellDocument, ...]
    flags: tuple[FlagItem, ...]
    before: CellRow | None


@dataclass(frozen=True, slots=True)
class MissingStage:
    """A line of a letter: a required cell with nothing there. days_overdue: None before the due day."""

    block: int
    block_title: str
    stage: Stage
    due: date | None
    days_overdue: int | None


@dataclass(frozen=True, slots=True)
class ReturnedDocument:
    """A document that came back and has not been handed in again."""

    block: int
    block_title: str
    stage: Stage
    label: str
    title: str
    date: date | None
    remark: str


@dataclass(frozen=True, slots=True)
class SchoolLetter:
    """What a letter tells one school. missing: overdue cells by block and stage; returned ones apart.

    coming: required cells with nothing there whose day is near (the district's setting for «срок близко»).
    """

    school: str
    short_name: str
    full_name: str
    district: str
    year: int
    today: date
    missing: Sequence[MissingStage]
    returned: Sequence[ReturnedDocument]
    coming: Sequence[MissingStage]
