"""Why a figure of a school is what it is: its total, where that came from, its target, its verdict."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, or_, select

from data_layer.domain.attainment import observations_behind
from data_layer.domain.facts import FlagFact, IndicatorRule, ObservationFact, ResultFact
from data_layer.domain.suppression import Viewer, tells_small
from data_layer.domain.vocabulary import IndicatorKind, Level, MissingCode, Status
from data_layer.errors import NotFoundError
from data_layer.models import Observation
from data_layer.queries.explanation.origins import (
    Names,
    formula_words,
    names_of,
    school_name,
    school_seen,
    source_title,
    usual_source,
)
from data_layer.queries.explanation.targets import targets_given, tolerance_of
from data_layer.queries.explanation.views import ResultExplanation, Slice, TargetGiven, TotalOrigin
from data_layer.queries.flags import active_flags, flag_item
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import as_seen, pooled_seen, results_of_the_day
from data_layer.session import TenantSession

# Earlier versions of a figure beyond these are told by the audit trail.
_HISTORY_SHOWN: Final = 20


def explain_result(
    session: TenantSession,
    *,
    school: str,
    indicator: str,
    level: Level,
    year: int,
    today: date,
    viewer: Viewer,
) -> ResultExplanation:
    """school: its code; indicator: its id. Raises NotFoundError where the viewer has no such school or row."""
    ground = load_ground(session, years=(year - 1, year), today=today, viewer=viewer)
    entry, rule = school_seen(ground, school, year=year), enabled_indicator(ground, indicator, level)
    everyone = results_of_the_day(session, ground, indicators=[rule], level=level, school_ids=[entry.id])
    seen = {row.year: row for row in as_seen(ground, everyone, school_ids=[entry.id])}
    fact, is_open = seen[year], viewer.sees_all_of(entry.id)
    true = next(row for row in everyone if row.school_id == entry.id and row.year == year)
    given = _observations(session, rule, level=level, year=year, school_id=entry.id) if is_open else []
    current = [each for each in given if each.superseded_at is None]
    past = [each for each in given if each.superseded_at is not None][:_HISTORY_SHOWN]
    names = names_of(session, given)
    own, reference = targets_given(session, rule, level=level, year=year, school_id=entry.id)
    return ResultExplanation(
        school=school_name(entry),
        indicator=rule,
        level=level,
        year=year,
        today=today,
        fact=fact,
        is_open=is_open,
        is_small_cohort=tells_small(true, fact, is_sensitive=rule.is_sensitive, settings=ground.settings),
        smallest_cohort=ground.settings.small_cohort,
        origin=_origin(rule, current, fact),
        slices=_slices(session, ground, rule, current, names),
        history=tuple(_slice(session, ground, rule, each, names) for each in past),
        last_year=_last_year(ground, seen.get(year - 1)),
        own_target=_without_author(own, is_open=is_open),
        reference=reference,
        tolerance=tolerance_of(rule, fact.target, ground.settings),
        source=_source(session, rule, current),
        words=formula_words(session, rule.id),
        due=ground.calendar.due(year, rule.period, entry.id),
        goal=rule.goal,
        goal_name=ground.catalogue.goal(rule.goal) if rule.goal else "",
        district=_district(session, ground, rule, level, year),
        flags=_flags(session, ground, rule, level=level, year=year, school_id=entry.id),
        is_joined=year in entry.facts.joined_in,
    )


def enabled_indicator(ground: Ground, indicator: str, level: Level) -> IndicatorRule:
    """Raises NotFoundError for an indicator that the district has not, or not at this level."""
    rule = ground.catalogue.indicator_by_id.get(indicator)
    if rule is None or not rule.is_enabled or level not in rule.levels:
        raise NotFoundError("Такого показателя нет.")
    return rule


def _observations(
    session: TenantSession, rule: IndicatorRule, *, level: Level, year: int, school_id: int
) -> Sequence[Any]:
    """Current rows by slice, then superseded ones, the latest first.

    What an import brought and its taking back took along never came to count: it is closed by its own batch.
    """
    row = Observation
    rows = session.execute(
        _columns().where(
            row.district_id == session.scope.district_id,
            row.school_id == school_id,
            row.indicator_id == rule.id,
            row.level == level.value,
            row.year == year,
            or_(row.superseded_by.is_(None), row.batch_id.is_(None), row.superseded_by != row.batch_id),
        )
    ).all()
    current = sorted(
        (each for each in rows if each.superseded_at is None),
        key=lambda each: (each.subject, each.class_group, each.category),
    )
    past = sorted(
        (each for each in rows if each.superseded_at is not None),
        key=lambda each: (each.superseded_at, each.id),
        reverse=True,
    )
    return [*current, *past]


def _columns() -> Select[*tuple[Any, ...]]:
    row = Observation
    return select(
        row.id,
        row.subject,
        row.class_group,
        row.category,
        row.numerator,
        row.denominator,
        row.value,
        row.baseline,
        row.stated_percent,
        row.missing,
        row.is_hidden_at_source,
        row.source,
        row.note,
        row.batch_id,
        row.source_address,
        row.author,
        row.recorded_at,
        row.superseded_at,
    )


def _facts(rule: IndicatorRule, level: Level, rows: Iterable[Any]) -> list[ObservationFact]:
    return [
        ObservationFact(
            rule.id,
            level,
            0,
            row.subject,
            row.class_group,
            row.category,
            row.numerator,
            row.denominator,
            row.value,
            row.baseline,
            None if row.missing is None else MissingCode(row.missing),
        )
        for row in rows
    ]


def _used(rule: IndicatorRule, rows: Sequence[Any]) -> list[bool]:
    """Which of the rows the total is taken from."""
    facts = _facts(rule, rule.levels[0], rows)
    behind = {id(fact) for fact in observations_behind(rule, facts)}
    return [id(fact) in behind for fact in facts]


def _origin(rule: IndicatorRule, current: Sequence[Any], fact: ResultFact) -> TotalOrigin:
    if not current:
        return TotalOrigin.SUMMED if fact.is_summed else TotalOrigin.NOTHING
    if rule.kind is IndicatorKind.BREAKDOWN:
        return TotalOrigin.BREAKDOWN
    return TotalOrigin.SUMMED if fact.is_summed else TotalOrigin.REPORTED


def _slices(
    session: TenantSession, ground: Ground, rule: IndicatorRule, current: Sequence[Any], names: Names
) -> tuple[Slice, ...]:
    """Those behind the total first, the others after them."""
    found = [
        _slice(session, ground, rule, row, names, is_used=is_used)
        for row, is_used in zip(current, _used(rule, current), strict=True)
    ]
    return tuple(sorted(found, key=lambda each: not each.is_used))


def _slice(
    session: TenantSession, ground: Ground, rule: IndicatorRule, row: Any, names: Names, *, is_used: bool = True
) -> Slice:
    titles = ground.catalogue.category_titles.get(rule.id, {})
    return Slice(
        subject=row.subject,
        class_group=row.class_group,
        category=titles.get(row.category, row.category),
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        baseline=row.baseline,
        stated_percent=row.stated_percent,
        missing=None if row.missing is None else MissingCode(row.missing),
        is_hidden_at_source=row.is_hidden_at_source,
        note=row.note,
        source=source_title(session, row.source) if row.source else "",
        entry=names.entry(author=row.author, at=row.recorded_at, batch_id=row.batch_id, address=row.source_address),
        is_used=is_used,
        replaced_at=row.superseded_at,
    )


def _last_year(ground: Ground, row: ResultFact | None) -> ResultFact | None:
    """None for a year that the district never used: nothing was asked for then."""
    if row is None or row.year not in ground.used.years:
        return None
    return None if row.status is Status.SUPPRESSED else row


def _without_author(given: TargetGiven | None, *, is_open: bool) -> TargetGiven | None:
    """Whoever does not see all of the school learns its target, not who set it."""
    if given is None or is_open:
        return given
    return TargetGiven(given.target, given.given_by)


def _source(session: TenantSession, rule: IndicatorRule, current: Sequence[Any]) -> str:
    """The source that the rows name; else the one of the catalogue."""
    named = {row.source for row in current if row.source}
    return source_title(session, named.pop()) if len(named) == 1 else usual_source(session, rule.id)


def _district(session: TenantSession, ground: Ground, rule: IndicatorRule, level: Level, year: int) -> Any:
    pooled = pooled_seen(session, ground, indicators=[rule], level=level)
    return next((row for row in pooled if not row.cluster and row.year == year), None)


def _flags(
    session: TenantSession, ground: Ground, rule: IndicatorRule, *, level: Level, year: int, school_id: int
) -> tuple[Any, ...]:
    found = active_flags(session, ground, school_ids=[school_id])
    return tuple(flag_item(ground, flag) for flag in found if flag.year == year and _is_about(flag, rule, level))


def _is_about(flag: FlagFact, rule: IndicatorRule, level: Level) -> bool:
    if flag.indicator is not None:
        return flag.indicator == rule.id and flag.level in (None, level)
    return rule.goal is not None and flag.goal == rule.goal
