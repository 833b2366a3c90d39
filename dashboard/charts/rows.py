"""Charts made of rows: one name, one scale, figures beside it. They are HTML on the screen.

Values are unrounded, in the unit of the scale; None is not drawn, and `words` says why. Verdicts are given.
`why` is the address of the panel that explains the value, or why there is none («Почему?»); empty without one: coded views
have none.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dashboard.charts.specification import FigureText, Place, Reference, Scale, Tint, share_in
from dashboard.formatting import Counted
from data_layer.domain.vocabulary import Status


@dataclass(frozen=True, slots=True)
class DotRow:
    """A school against the goal.

    count: numerator and denominator, None where the value is no share or hidden. target: the school's own where it
    differs from the reference. gap: whole units to the target that holds for it, plus is good. words: instead of
    figures («нет данных», «скрыто», «<10»), or after them («малая группа, n = 7»).
    """

    place: Place
    status: Status
    value: Fraction | None = None
    count: Counted | None = None
    target: Fraction | None = None
    gap: int | None = None
    words: str = ""
    is_chosen: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class DotGroup:
    """Rows under one head: «Не достигли своей цели — 11». An empty title draws no head."""

    title: str
    rows: tuple[DotRow, ...]


@dataclass(frozen=True, slots=True)
class GoalDotPlot:
    """Schools against one goal. count_head, gap_head: what stands over «25 из 34» and «не хватает 4»."""

    text: FigureText
    scale: Scale
    reference: Reference | None
    groups: tuple[DotGroup, ...]
    count_head: str
    gap_head: str = "до своей цели"

    @property
    def rows(self) -> tuple[DotRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure at one time: value and, where it is a share, its count."""

    value: Fraction | None
    count: Counted | None = None


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """One unit in two years. breaks: why both are not comparable («с 2025/26 другая методика»), empty if they are."""

    place: Place
    before: Reading
    now: Reading
    status: Status
    breaks: str = ""
    words: str = ""
    is_chosen: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Change between two years. before, now: the years as written, «2024/25»."""

    text: FigureText
    scale: Scale
    reference: Reference | None
    before: str
    now: str
    rows: tuple[DumbbellRow, ...]


@dataclass(frozen=True, slots=True)
class BarRow:
    """One category. beside: the district's value as a thin mark, None where there is none."""

    place: Place
    value: Fraction | None
    count: Counted | None = None
    beside: Fraction | None = None
    words: str = ""
    is_chosen: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class CategoryBars:
    """Bars from zero, one per category; several answers are possible, so the sum may exceed 100 %.

    beside_label: what the thin mark is («район»), empty without marks.
    """

    text: FigureText
    scale: Scale
    rows: tuple[BarRow, ...]
    count_head: str
    beside_label: str = ""


def shared_beside(chart: CategoryBars) -> Fraction | None:
    """The thin mark that stands at the same value on every bar; None where there are several, or none."""
    found = {row.beside for row in chart.rows}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Of at least five other schools, each of them anonymous."""

    lower: Fraction
    median: Fraction
    upper: Fraction


@dataclass(frozen=True, slots=True)
class StripRow:
    """A school within its district for one goal.

    place: the goal. quartiles: None where fewer than five other schools have data, `words` says so.
    """

    place: Place
    status: Status
    school: Reading
    target: Fraction | None = None
    district: Fraction | None = None
    cluster: Fraction | None = None
    quartiles: Quartiles | None = None
    words: str = ""
    is_less_better: bool = False
    why: str = ""


def is_end_free(row: StripRow, scale: Scale) -> bool:
    """Where the words of a row without a value stand: whether right of the marks of others is more room than left of them."""
    spread_of = (row.quartiles.lower, row.quartiles.upper) if row.quartiles is not None else ()
    known = [each for each in (row.district, row.cluster, row.target, *spread_of) if each is not None]
    return bool(known) and 1 - share_in(max(known), scale) > share_in(min(known), scale)


@dataclass(frozen=True, slots=True)
class StripGroup:
    title: str
    rows: tuple[StripRow, ...]


@dataclass(frozen=True, slots=True)
class DistributionStrips:
    """Small multiples on one equal scale. school: the name of the school; cluster: «сёла», empty without it."""

    text: FigureText
    scale: Scale
    school: str
    cluster: str
    groups: tuple[StripGroup, ...]

    @property
    def rows(self) -> tuple[StripRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)


class Step(StrEnum):
    """Five steps about the target: better and worse, never high and low."""

    FAR_WORSE = "far-worse"
    WORSE = "worse"
    NEAR = "near"
    BETTER = "better"
    FAR_BETTER = "far-better"


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """title: in full, for those who hear it; head: what fits over the column («3.3»)."""

    title: str
    head: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One school × goal or block.

    figure: printed in the cell («3/4», «82,2 %», «нет данных»). marks: verdicts of its goals in their order.
    shade: the ground; None for a white cell, status no_data hatches it. words: the cell in words.
    """

    figure: str
    status: Status | None = None
    marks: tuple[Status, ...] = ()
    shade: Tint | Step | None = None
    words: str = ""
    href: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """total: at the end of the row, «11/15»; empty draws no such column. why: of the total."""

    place: Place
    cells: tuple[HeatCell, ...]
    total: str = ""
    is_chosen: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class HeatGroup:
    """Rows under one head («Город»); an empty title draws no head."""

    title: str
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    text: FigureText
    columns: tuple[HeatColumn, ...]
    groups: tuple[HeatGroup, ...]
    row_head: str = "Школа"
    total_head: str = ""

    @property
    def rows(self) -> tuple[HeatRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)
