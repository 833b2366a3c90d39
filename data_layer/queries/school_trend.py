"""The figures of one school over all the years that the district has used."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data_layer.domain.facts import IndicatorRule, ResultFact
from data_layer.domain.flags.data_rules import is_other_cohort
from data_layer.domain.suppression import RowKey, Viewer
from data_layer.domain.vocabulary import IndicatorKind, Level, Status
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.explanation.origins import school_seen
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import as_seen, results_of_the_day, small_rows
from data_layer.session import TenantSession

_LEVEL_ORDER: Final = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class TrendYear:
    """One year of a figure; value None where there is none or it may not be seen.

    is_new_cohort: the cohort is another than a year before (more than threefold), so that the two years are no series.
    """

    year: int
    status: Status
    numerator: int | None
    denominator: int | None
    value: float | None
    target: float | None
    is_small_cohort: bool
    is_new_cohort: bool


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
    """titles: of the blocks, by number."""

    titles: Mapping[int, str]
    lines: tuple[TrendLine, ...]


def school_trend(session: TenantSession, *, school: str, today: date, viewer: Viewer) -> SchoolTrend:
    """By block, indicator and level; figures that decide goals, as far as the school teaches the level.

    Raises NotFoundError where the viewer has no such school.
    """
    ground = load_ground(session, years=None, today=today, viewer=viewer)
    lines = _trend_of(session, ground, school_seen(ground, school))
    return SchoolTrend({block.number: block.title for block in ground.catalogue.blocks}, lines)


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
            years=_years(ground, rule, level, seen, small),
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
        )
        for row, then in zip(rows, before, strict=True)
        if row is not None
    )
