"""What the overview and the school card show, as plain values: the same for screen, slide, file and mail.

Counts are whole numbers; shares are left to formatting, which divides k by n at the last moment.
Whatever the viewer may not see is None, or carries `is_hidden`; it never arrives here as a number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data_layer.domain.succession import SchoolChange
from data_layer.domain.vocabulary import Absence, CellState, Cluster, GoalStatus, Level, Rule, Severity, Stage, Status


@dataclass(frozen=True, slots=True)
class OverviewFilters:
    """year: starting year. None for the others means all."""

    year: int
    level: Level | None = None
    cluster: Cluster | None = None
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """k of n. n = 0 means there is nothing to count, which is shown as a dash and never as 0 %."""

    k: int
    n: int


def sum_counts(counts: Iterable[Count | None]) -> Count:
    """Over those that are known; None stands for one that may not be told."""
    known = [count for count in counts if count is not None]
    return Count(sum(count.k for count in known), sum(count.n for count in known))


def comparable(now: Count, before: Count | None) -> Count | None:
    """Last year's count; None where fewer than half as many can be judged by now: a part is not held against the whole."""
    return None if before is None or 2 * now.n < before.n else before


@dataclass(frozen=True, slots=True)
class GoalMark:
    """One goal of a school in the matrix. `status` refines the goal's verdict for its mark:
    met, near (missed, but every miss is within the tolerance), not_met, no_data, not_due,
    not_applicable or suppressed.
    """

    goal: str
    code: str
    title: str
    status: Status


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """School × block. `goals` is None where k/n of a named school may not be shown."""

    block: int
    goals: Count | None
    marks: tuple[GoalMark, ...]
    overdue: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One school. documents: required cells whose due day has passed, with something there / all.

    gone_from: the first school year without it.
    """

    school: str
    short_name: str
    cluster: Cluster | None
    cells: tuple[MatrixCell, ...]
    documents: Count
    overdue: int
    has_all_data: bool
    gone_from: int | None = None


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One block over the chosen schools.

    goals_before: last year's count, None without such a year, and where it would count goals that are hidden this
    year or lack goals that are counted this year. hides_goals: goals are left out of the count, being hidden.
    documents: required cells whose due day has passed: there / all. coverage: schools whose data of
    the block are complete / schools to which any of it applies.
    """

    number: int
    title: str
    goals: Count
    goals_before: Count | None
    goals_applicable: int
    documents: Count
    overdue: int
    coverage: Count
    hides_goals: bool = False


@dataclass(frozen=True, slots=True)
class QuadrantPlace:
    """One school × block of the quadrant's lists."""

    school: str
    short_name: str
    block: int


@dataclass(frozen=True, slots=True)
class Quadrant:
    """School × block by *result* (all goals met / some not) and *cycle* (no overdue stage / some)."""

    met_in_time: tuple[QuadrantPlace, ...]
    met_broken: tuple[QuadrantPlace, ...]
    missed_in_time: tuple[QuadrantPlace, ...]
    missed_broken: tuple[QuadrantPlace, ...]
    no_data: tuple[QuadrantPlace, ...]


@dataclass(frozen=True, slots=True)
class FlagItem:
    """An active flag in words. days_overdue: None where the rule knows no due day."""

    rule: Rule
    severity: Severity
    school: str
    school_name: str
    year: int
    block: int | None
    stage: Stage | None
    goal: str | None
    indicator: str | None
    level: Level | None
    due: date | None
    days_overdue: int | None
    document: str
    message: str
    why: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """Flags of one school with one cause, worst first: a sentence, the facts and the next step.

    stage: the one that is due soon at all schools together; None for what concerns one school.
    """

    severity: Severity
    rule: Rule
    school: str
    school_name: str
    blocks: tuple[int, ...]
    headline: str
    facts: str
    why: str
    what_to_do: str
    flags: tuple[FlagItem, ...]
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A coming due day. done: cells (or schools) already handed in / all that must. stage: None for data."""

    due: date
    days_left: int
    title: str
    done: Count
    is_data: bool
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class DistrictGoal:
    """One of the district's own goals over pooled figures, with «k из n школ».

    schools_before: last year's, None as in BlockRow. hides_schools: schools are left out of the count, being hidden.
    """

    goal: str
    code: str
    title: str
    block: int
    status: GoalStatus
    schools_met: Count
    schools_before: Count | None = None
    hides_schools: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything «Обзор» shows, under one set of filters, for one day.

    goals: Σ k of Σ n over schools. goals_before: as of a block. hides_comparison: there is a last year, but what
    is hidden leaves nothing to compare with. results, results_hidden: figures handed in of those asked for; the
    hidden ones are in neither. district_goals_met: the district's own pooled goals.
    coverage: schools without an active data_missing of the year / schools.
    documents: required cells whose due day has passed: there / all. overdue_schools: schools with an
    overdue cell / schools. overdue_by_stage: only stages with any. data_before: does last year count.
    counted_otherwise: indicators behind the goals that are gathered otherwise from this year on.
    """

    district: str
    today: date
    filters: OverviewFilters
    years: tuple[int, ...]
    schools: int
    goals: Count
    goals_before: Count | None
    district_goals: tuple[DistrictGoal, ...]
    district_goals_met: Count
    coverage: Count
    results: Count
    results_hidden: int
    documents: Count
    overdue: int
    overdue_schools: Count
    overdue_by_stage: Mapping[Stage, int]
    returned: int
    blocks: tuple[BlockRow, ...]
    matrix: tuple[MatrixRow, ...]
    quadrant: Quadrant
    attention: tuple[AttentionItem, ...]
    attention_total: int
    deadlines: tuple[Deadline, ...]
    hides_comparison: bool = False
    counted_otherwise: int = 0

    @property
    def hides_goals(self) -> bool:
        """Whether goals are left out of the counts because they are hidden from the viewer."""
        return any(row.hides_goals for row in self.blocks)

    @property
    def has_figures(self) -> bool:
        """Whether anything of the year has been handed in, as far as the viewer may know; a hidden figure counts."""
        return self.results.k > 0 or self.results_hidden > 0


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One indicator × level of a school against its target; numbers are None where suppressed.

    district_value: pooled percent or sum, None where it may not be shown. cohort: the denominator.
    due: until when a not_due figure may come. absence: why there is no number, where «no data» says too little.
    """

    indicator: str
    indicator_code: str
    title: str
    level: Level
    kind: str
    counts: str
    direction: str | None
    status: Status
    numerator: int | None
    denominator: int | None
    value: float | None
    baseline: int | None
    target: float | None
    target_origin: str
    reference: float | None
    gap: float | None
    pupil_gap: int | None
    district_value: float | None
    is_small_cohort: bool
    is_pending: bool
    due: date | None
    flags: tuple[Rule, ...]
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class GoalCard:
    goal: str
    code: str
    title: str
    status: GoalStatus
    lines: tuple[ResultLine, ...]


@dataclass(frozen=True, slots=True)
class CycleCell:
    """Block × stage of a school: its state, the due day and the document that gives the state.

    is_overdue, is_passed, is_there: as of `CellRow`; a draft or a returned document may be overdue as well.
    """

    block: int
    stage: Stage
    required: str
    state: CellState
    due: date | None
    days_overdue: int | None
    document: str
    document_date: date | None
    is_overdue: bool = False
    is_passed: bool = False
    is_there: bool = False


@dataclass(frozen=True, slots=True)
class BlockCard:
    number: int
    title: str
    goals: Count | None
    not_due: int
    cards: tuple[GoalCard, ...]


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    item: str
    title: str
    is_present: bool
    date: date | None
    url: str


@dataclass(frozen=True, slots=True)
class SchoolCard:
    """The school card in its first form: own goals against targets and the 6×6 cycle.

    gone_from: the first year without the school; is_joined: it joined another one then, whose name is `successor`
    where the viewer may know it. changes: its former names and the schools that joined it, by year. began_in: the first
    year with it, None where it has always been there.
    """

    school: str
    short_name: str
    full_name: str
    kind: str
    cluster: Cluster | None
    pupils: int | None
    levels: tuple[Level, ...]
    today: date
    year: int
    years: tuple[int, ...]
    goals: Count | None
    documents: Count
    overdue: int
    returned: int
    blocks: tuple[BlockCard, ...]
    cycle: tuple[CycleCell, ...]
    organisation: tuple[OrganisationLine, ...]
    flags: tuple[FlagItem, ...]
    is_full_view: bool
    gone_from: int | None = None
    is_joined: bool = False
    successor: str | None = None
    changes: tuple[SchoolChange, ...] = ()
    began_in: int | None = None
