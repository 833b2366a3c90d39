"""The figures of one school over all the years that the district has used."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data_layer.domain.facts import IndicatorRule, ResultFact
from data_layer.domain.flags.data_rules import is_other_cohort
from data_layer.domain.succession import ChangeKind, SchoolChange
from data_layer.domain.suppression import RowKey, Sight, Viewer
from data_layer.domain.vocabulary import IndicatorKind, Level, Status
from data_layer.queries.directory import SchoolEntry, school_list
from data_layer.queries.explanation.origins import school_seen
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import as_seen, results_of_the_day, small_rows
from data_layer.session import TenantSession, history_of

_LEVEL_ORDER: Final = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class TrendYear:
    """One year of a figure; value None where there is none or it may not be seen.

    is_new_cohort: the cohort is another than a year before (more than threefold), so that the two years are no series.
    joined: the schools that became a part of this one with the year, which breaks the series as well.
    """

    year: int
    status: Status
    numerator: int | None
    denominator: int | None
    value: float | None
    target: float | None
    is_small_cohort: bool
    is_new_cohort: bool
    joined: tuple[SchoolChange, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One indicator × level of the school. years: every used year in order, whether there is a figure or not."""

    indicator: str
    code: str
    title: str
    block: int
    kind: IndicatorKind
    level: Level
    is_less_better: bool
    years: tuple[TrendYear, ...]

    @property
    def has_figures(self) -> bool:
        return any(each.value is not None for each in self.years)


@dataclass(frozen=True, slots=True)
class SchoolTrend:
    """titles: of the blocks, by number. changes: what has become of the school meanwhile."""

    titles: Mapping[int, str]
    lines: tuple[TrendLine, ...]
    changes: tuple[SchoolChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A school that joined this one, whose history the department has passed on. year: the first one without it."""

    code: str
    name: str
    year: int
    trend: SchoolTrend


def predecessors(
    session: TenantSession, changes: Iterable[SchoolChange], *, today: date, viewer: Viewer
) -> tuple[Predecessor, ...]:
    """Schools whose earlier years are a part of this one's history, and theirs; figures stay rows of their own.

    changes: of the school, as its trend says. Pooling two schools afterwards would be a figure that nobody has
    reported, and count in the district twice.
    """
    found: list[Predecessor] = []
    for change in changes:
        if change.school_id is None or not change.passes_history:
            continue
        own = viewer if viewer.sight is not Sight.OWN_SCHOOL else Viewer.own_school(change.school_id)
        with history_of(session, change.school_id):
            code = next(each.code for each in school_list(session) if each.id == change.school_id)
            trend = school_trend(session, school=code, today=today, viewer=own)
            found.append(Predecessor(code, change.name, change.year, trend))
            found.extend(predecessors(session, trend.changes, today=today, viewer=own))
    return tuple(found)


def school_trend(session: TenantSession, *, school: str, today: date, viewer: Viewer) -> SchoolTrend:
    """By block, indicator and level; figures that decide goals, as far as the school teaches the level.

    Raises NotFoundError where the viewer has no such school.
    """
    ground = load_ground(session, years=None, today=today, viewer=viewer)
    entry = school_seen(ground, school)
    lines = _trend_of(session, ground, entry)
    return SchoolTrend({block.number: block.title for block in ground.catalogue.blocks}, lines, entry.changes)


def _trend_of(session: TenantSession, ground: Ground, entry: SchoolEntry) -> tuple[TrendLine, ...]:
    """The same over the years of the ground."""
    rules = ground.catalogue.deciding
    everyone = results_of_the_day(session, ground, indicators=rules, school_ids=[entry.id])
    own = [row for row in everyone if row.school_id == entry.id]
    shown = as_seen(ground, everyone, school_ids=[entry.id])
    small = small_rows(ground, own, shown)
    seen = {(row.indicator, row.level, row.year): row for row in shown}
    return tuple(
        TrendLine(
            indicator=rule.id,
            code=rule.code,
            title=rule.title_short or rule.title,
            block=rule.block,
            kind=rule.kind,
            level=level,
            is_less_better=rule.direction == "at_most",
            years=_years(ground, rule, level, seen, small, changes=entry.changes),
        )
        for rule in rules
        for level in sorted(rule.levels, key=_LEVEL_ORDER.__getitem__)
        if level in entry.facts.levels
    )


def _years(
    ground: Ground,
    rule: IndicatorRule,
    level: Level,
    seen: dict[tuple[str, Level, int], ResultFact],
    small: Collection[RowKey],
    *,
    changes: Sequence[SchoolChange],
) -> tuple[TrendYear, ...]:
    rows: Sequence[ResultFact | None] = [seen.get((rule.id, level, year)) for year in ground.years]
    before: Sequence[ResultFact | None] = [None, *rows[:-1]]
    return tuple(
        TrendYear(
            year=row.year,
            status=row.status,
            numerator=row.numerator,
            denominator=row.denominator,
            value=row.value,
            target=None if row.target is None else float(row.target),
            is_small_cohort=(row.school_id, rule.id, level, row.year) in small,
            is_new_cohort=then is not None and is_other_cohort(row.denominator, then.denominator),
            joined=tuple(each for each in changes if each.kind is ChangeKind.JOINED and each.year == row.year),
        )
        for row, then in zip(rows, before, strict=True)
        if row is not None
    )
