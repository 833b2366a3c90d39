"""The figures of one school over all the years that the district has used."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data_layer.domain.facts import IndicatorRule, ResultFact
from data_layer.domain.series import Break, Years, joined_between, series_break
from data_layer.domain.succession import ChangeKind, SchoolChange
from data_layer.domain.suppression import RowKey, Sight, Viewer
from data_layer.domain.vocabulary import Absence, IndicatorKind, Level, Status
from data_layer.queries.absences import absences
from data_layer.queries.directory import SchoolEntry, school_list
from data_layer.queries.explanation.origins import school_seen
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import as_seen, results_of_the_day, small_rows
from data_layer.session import TenantSession, history_of

_LEVEL_ORDER: Final = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class TrendYear:
    """One year of a figure; value None where there is none or it may not be seen.

    breaks: why it makes no series with the used year before. joined: the schools that became a part of this one since
    that year. due: until when its figures may come. absence: why there is no number, where «no data» says too little.
    """

    year: int
    status: Status
    numerator: int | None
    denominator: int | None
    value: float | None
    target: float | None
    is_small_cohort: bool
    breaks: Break | None
    due: date | None
    absence: Absence | None = None
    joined: tuple[SchoolChange, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One indicator × level of the school. years: every used year in order, whether there is a figure or not."""

    rule: IndicatorRule
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
    absent = absences(session, ground, shown)
    return tuple(
        TrendLine(
            rule=rule,
            indicator=rule.id,
            code=rule.code,
            title=rule.title_short or rule.title,
            block=rule.block,
            kind=rule.kind,
            level=level,
            is_less_better=rule.direction == "at_most",
            years=_years(_Seen(ground, entry, seen, small, absent), rule, level),
        )
        for rule in rules
        for level in sorted(rule.levels, key=_LEVEL_ORDER.__getitem__)
        if level in entry.facts.levels
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """Rows of the school as the viewer sees them, by indicator, level and year, with what is known beside them."""

    ground: Ground
    entry: SchoolEntry
    rows: Mapping[tuple[str, Level, int], ResultFact]
    small: Collection[RowKey]
    absent: Mapping[RowKey, Absence]


def _years(of: _Seen, rule: IndicatorRule, level: Level) -> tuple[TrendYear, ...]:
    rows: Sequence[ResultFact | None] = [of.rows.get((rule.id, level, year)) for year in of.ground.years]
    before: Sequence[ResultFact | None] = [None, *rows[:-1]]
    return tuple(
        TrendYear(
            year=row.year,
            status=row.status,
            numerator=row.numerator,
            denominator=row.denominator,
            value=row.value,
            target=None if row.target is None else float(row.target),
            is_small_cohort=(row.school_id, rule.id, level, row.year) in of.small,
            breaks=None if then is None else _break(of, rule, then, row),
            due=of.ground.calendar.due(row.year, rule.period, of.entry.id),
            absence=of.absent.get((row.school_id, rule.id, level, row.year)),
            joined=_joined(of, then, row),
        )
        for row, then in zip(rows, before, strict=True)
        if row is not None
    )


def _joined(of: _Seen, then: ResultFact | None, now: ResultFact) -> tuple[SchoolChange, ...]:
    first = now.year - 1 if then is None else then.year
    years = joined_between(of.entry.facts, first, now.year)
    return tuple(each for each in of.entry.changes if each.kind is ChangeKind.JOINED and each.year in years)


def _break(of: _Seen, rule: IndicatorRule, then: ResultFact, now: ResultFact) -> Break | None:
    if _joined(of, then, now):
        return Break.JOINED
    due = of.ground.calendar.due(now.year, rule.period, of.entry.id)
    years = Years(then.year, now.year, due, (now.denominator, then.denominator))
    return series_break(rule, years, today=of.ground.today)
