"""What «Сравнение» shows, as plain values: the same for the page, its tables, its files and a slide.

Numbers that the viewer may not see are None here already, with the status `suppressed`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from data_layer.domain.binomial import ChanceVerdict
from data_layer.domain.facts import IndicatorRule, PooledFact
from data_layer.domain.series import Break
from data_layer.domain.slices import SliceFact
from data_layer.domain.vocabulary import Absence, Cluster, IndicatorKind, Level, SchoolKind, Status, TargetOrigin
from data_layer.queries.views import Count, GoalMark

_MISSED = frozenset({Status.NOT_MET, Status.NEAR})


class SchoolOrder(StrEnum):
    """By distance to the school's own goal, by name, or by place. There is no order by result."""

    GAP = "gap"
    NAME = "name"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class SchoolFilters:
    """Which schools are shown. None means all."""

    cluster: Cluster | None = None
    kind: SchoolKind | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """The same figure of another year. breaks: None where both may be compared. since: the year that brought the break.

    name: what the school was called in the earlier of both years, empty where it has kept its name.
    """

    status: Status
    numerator: int | None
    denominator: int | None
    value: float | None
    breaks: Break | None = None
    since: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class SchoolFigure:
    """School × indicator × level × year; see domain.facts.ResultFact for numbers and units.

    is_small: the cohort is small, also where it is hidden, but for a sensitive figure. chance: of a missed share
    alone, at the limit for a whole district; None where nothing is missed, or where the goal is 0 or 100 % and chance
    is no question. absence: why there is no number, where «no data» says too little.
    """

    school: str
    short_name: str
    cluster: Cluster | None
    kind: SchoolKind
    status: Status
    numerator: int | None
    denominator: int | None
    value: float | None
    baseline: int | None
    target: Decimal | None
    target_origin: TargetOrigin
    reference: Decimal | None
    gap: float | None
    pupil_gap: int | None
    is_small: bool
    chance: ChanceVerdict | None = None
    before: Past | None = None
    absence: Absence | None = None

    @property
    def is_missed(self) -> bool:
        return self.status in _MISSED

    @property
    def has_verdict(self) -> bool:
        return self.status is Status.MET or self.is_missed


@dataclass(frozen=True, slots=True)
class PooledLine:
    """The district (cluster empty) or a cluster, in two years."""

    cluster: str
    now: PooledFact
    before: PooledFact | None
    breaks: Break | None = None


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where figures come from (titles of the catalogue) and when the latest of them was entered."""

    titles: tuple[str, ...]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class IndicatorComparison:
    """Schools on one indicator × level in one year, beside another year.

    schools: those that pass the filters and the viewer may see by name, by name. lines: the district, then its
    clusters. shown: pooled over the schools of the filters; None where that is not for the viewer.
    entered: schools with data of the schools to which the indicator applies, within the filters.
    due: until when figures may come. near_pp: the most percentage points by which any of the schools may miss its goal
    and still be called near; None where nothing is.
    """

    rule: IndicatorRule
    goal: str | None
    level: Level
    year: int
    before_year: int
    schools: tuple[SchoolFigure, ...]
    lines: tuple[PooledLine, ...]
    shown: PooledFact | None
    entered: Count
    source: FigureSource
    due: date | None
    near_pp: Decimal | None = None

    @property
    def district(self) -> PooledLine:
        return self.lines[0]

    @property
    def reference(self) -> Decimal | None:
        return self.lines[0].now.reference if self.lines else None

    @property
    def has_goal(self) -> bool:
        """Whether any of the schools has something to reach; without it there is no distance to stand in order of."""
        return self.rule.kind is IndicatorKind.GROWTH or any(row.target is not None for row in self.schools)

    @property
    def met(self) -> Count:
        """Schools that reach their own goal, of those with a verdict."""
        met = sum(row.status is Status.MET for row in self.schools)
        return Count(met, met + sum(row.is_missed for row in self.schools))


@dataclass(frozen=True, slots=True)
class RailGoal:
    """One of the goals in the rail. met: schools that reach it, of those with a verdict.

    own: how the viewer's own school stands, None for those without one. due: while nobody has data yet, until
    when they may come. is_hidden: nothing of it may be counted for the viewer.
    """

    goal: str
    code: str
    title: str
    block: int
    indicators: tuple[str, ...]
    met: Count
    own: Status | None = None
    due: date | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class BlockCell:
    """School × block: goals met of goals with a verdict, None where hidden, and a mark per goal."""

    block: int
    goals: Count | None
    marks: tuple[GoalMark, ...]


@dataclass(frozen=True, slots=True)
class BlocksRow:
    """total: None as soon as a block is hidden."""

    school: str
    short_name: str
    cluster: Cluster | None
    cells: tuple[BlockCell, ...]
    total: Count | None


@dataclass(frozen=True, slots=True)
class BlockColumn:
    """Indicator × level of the heat map of one block."""

    rule: IndicatorRule
    level: Level


@dataclass(frozen=True, slots=True)
class BlockRow:
    """School × the columns of its block; goals: None where hidden."""

    school: str
    short_name: str
    cluster: Cluster | None
    figures: tuple[SchoolFigure, ...]
    goals: Count | None


@dataclass(frozen=True, slots=True)
class BlocksMap:
    """blocks: number and title."""

    year: int
    blocks: tuple[tuple[int, str], ...]
    rows: tuple[BlocksRow, ...]


@dataclass(frozen=True, slots=True)
class BlockMap:
    year: int
    block: int
    title: str
    columns: tuple[BlockColumn, ...]
    rows: tuple[BlockRow, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator × level of a school within its district and its cluster."""

    rule: IndicatorRule
    level: Level
    figure: SchoolFigure
    district: PooledFact
    cluster: PooledFact | None


@dataclass(frozen=True, slots=True)
class SchoolStanding:
    """lines: in the order of the catalogue, of the levels that the school teaches."""

    school: str
    short_name: str
    cluster: Cluster | None
    year: int
    lines: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Slices:
    """An indicator × level told apart: by subject, parallel, or another dimension.

    total: pooled over everything, None where there is none or it is not for the viewer. facts: by dimension and key, hidden ones included with their numbers gone.
    titles: of the categories of a breakdown. is_own: of one school alone, its own.
    """

    rule: IndicatorRule
    level: Level
    year: int
    total: SliceFact | None
    facts: tuple[SliceFact, ...]
    titles: tuple[tuple[str, str], ...] = ()
    is_own: bool = False

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact.dimension for fact in self.facts))

    def of(self, dimension: str) -> tuple[SliceFact, ...]:
        return tuple(fact for fact in self.facts if fact.dimension == dimension)


def effective_order(order: SchoolOrder | None, rule: IndicatorRule, *, has_goal: bool = True) -> SchoolOrder:
    """The order that schools stand in. ВПР and ГИА are never put in order by distance, whoever asks.

    has_goal: without a goal there is no distance either.
    """
    if rule.no_ranking or not has_goal:
        return order if order is SchoolOrder.NAME else SchoolOrder.CLUSTER
    return order or SchoolOrder.GAP


def in_order(rows: Iterable[SchoolFigure], order: SchoolOrder) -> list[SchoolFigure]:
    """By distance the farthest from the goal first, small cohorts after all others: they are no extremes."""
    by_name = sorted(rows, key=lambda row: (row.short_name.casefold(), row.school))
    if order is SchoolOrder.GAP:
        return sorted(by_name, key=lambda row: (row.gap is None, row.is_small, row.gap or 0.0))
    if order is SchoolOrder.CLUSTER:
        place = {cluster: number for number, cluster in enumerate(Cluster)}
        return sorted(by_name, key=lambda row: len(place) if row.cluster is None else place[row.cluster])
    return by_name
