"""What a change of the rules would do, before it is made: the very derivation on changed ground, without a write.

Nobody should learn from a page full of alarms that a due day was moved: whoever changes a requirement, a due
day, a setting or a reference sees first which flags appear and vanish and whose goals turn.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from data_layer.commands.derive import CHUNK, Ground, derivation_ground, derive_school
from data_layer.domain.facts import (
    DistrictSettings,
    FlagFact,
    RequirementRule,
    ResultFact,
    Schedule,
    SchoolFacts,
)
from data_layer.domain.flags import default_tracked_from, is_active
from data_layer.domain.vocabulary import TRACKED_RULES, Rule, Status
from data_layer.queries.directory import year_use
from data_layer.queries.evidence import TargetKey, evidence_by_school
from data_layer.session import TenantSession

Change = Callable[[Ground], Ground]
# What makes a flag the same one before and after: all but its days and its wording.
_FlagKey = tuple[object, ...]
_ResultKey = tuple[int, str, str, int]
_Derived = tuple[list[ResultFact], list[FlagFact]]

_VERDICTS: Final = frozenset({Status.MET, Status.NEAR, Status.NOT_MET})


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """Flags of one rule that would appear or vanish today. schools: short names of those concerned."""

    rule: Rule
    appear: int
    vanish: int
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictEffect:
    """Results of one year whose verdict turns. Names are those of schools; each may stand in several."""

    year: int
    become_met: tuple[str, ...]
    stop_being_met: tuple[str, ...]
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """rules: by severity of the vocabulary, only those that change. small: results of small cohorts, before and after."""

    rules: tuple[RuleEffect, ...]
    verdicts: tuple[VerdictEffect, ...]
    small: tuple[int, int]

    @property
    def appear(self) -> int:
        return sum(each.appear for each in self.rules)

    @property
    def vanish(self) -> int:
        return sum(each.vanish for each in self.rules)

    @property
    def is_none(self) -> bool:
        return not self.rules and not self.verdicts and self.small[0] == self.small[1]


@dataclass(frozen=True, slots=True)
class _State:
    """What a ground gives today. flags, statuses: by key; names by school id are the ground's."""

    flags: Mapping[_FlagKey, FlagFact]
    statuses: Mapping[_ResultKey, Status]
    small: int


def effect_of(session: TenantSession, change: Change, *, today: date, years: Collection[int] = ()) -> Effect:
    """Compare today's flags and verdicts with those after `change`. Writes nothing.

    years: not yet used ones that the change opens; they count before and after.
    """
    before = derivation_ground(session, more_years=years)
    after = change(before)
    tracked = year_use(session).with_documents
    states = _states(session, (before, after), today=today, document_years=tracked)
    names = {school.id: school.short_name for school in before.schools}
    return _difference(*states, names=names)


def _states(
    session: TenantSession, grounds: tuple[Ground, Ground], *, today: date, document_years: Sequence[int]
) -> tuple[_State, _State]:
    collected: tuple[_Derived, _Derived] = (([], []), ([], []))
    # A change may concern schools as well, but not which there are.
    count = len(grounds[0].schools)
    for start in range(0, count, CHUNK):
        evidence = evidence_by_school(session, [school.id for school in grounds[0].schools[start : start + CHUNK]])
        for ground, (results, flags) in zip(grounds, collected, strict=True):
            for school in ground.schools[start : start + CHUNK]:
                derived = derive_school(ground, school, evidence[school.id])
                results.extend(derived[0])
                flags.extend(derived[1])
    first, second = (
        _state(ground, results, flags, today=today, document_years=document_years)
        for ground, (results, flags) in zip(grounds, collected, strict=True)
    )
    return first, second


def _state(
    ground: Ground,
    results: Iterable[ResultFact],
    flags: Iterable[FlagFact],
    *,
    today: date,
    document_years: Sequence[int],
) -> _State:
    chosen = ground.settings.tracked_from
    tracked_from = default_tracked_from(document_years, today) if chosen is None else chosen
    rows = list(results)
    return _State(
        flags={_flag_key(flag): flag for flag in flags if _is_up(flag, today=today, tracked_from=tracked_from)},
        statuses={_result_key(row): row.status for row in rows},
        small=sum(1 for row in rows if row.denominator and row.denominator < ground.settings.small_cohort),
    )


def _is_up(flag: FlagFact, *, today: date, tracked_from: int) -> bool:
    is_kept = flag.year >= tracked_from or flag.rule not in TRACKED_RULES
    return is_kept and is_active(flag, today)


def _flag_key(flag: FlagFact) -> _FlagKey:
    cell = (flag.block, flag.stage, flag.goal, flag.indicator, flag.level)
    return (flag.rule, flag.school_id, flag.year, *cell, flag.document_id, flag.document)


def _result_key(row: ResultFact) -> _ResultKey:
    return (row.school_id, row.indicator, row.level, row.year)


def _difference(before: _State, after: _State, *, names: Mapping[int, str]) -> Effect:
    return Effect(
        rules=tuple(_rule_effects(before, after, names)),
        verdicts=tuple(_verdict_effects(before, after, names)),
        small=(before.small, after.small),
    )


def _rule_effects(before: _State, after: _State, names: Mapping[int, str]) -> Iterable[RuleEffect]:
    appeared = [after.flags[key] for key in after.flags.keys() - before.flags.keys()]
    vanished = [before.flags[key] for key in before.flags.keys() - after.flags.keys()]
    for rule in Rule:
        new = [flag for flag in appeared if flag.rule is rule]
        gone = [flag for flag in vanished if flag.rule is rule]
        if new or gone:
            schools = _named({flag.school_id for flag in (*new, *gone)}, names)
            yield RuleEffect(rule, len(new), len(gone), schools)


def _verdict_effects(before: _State, after: _State, names: Mapping[int, str]) -> Iterable[VerdictEffect]:
    turned = {key for key, status in after.statuses.items() if before.statuses.get(key) != status}
    for year in sorted({key[3] for key in turned}):
        met, lost, otherwise = set[int](), set[int](), set[int]()
        for key in (each for each in turned if each[3] == year):
            was, becomes = before.statuses.get(key), after.statuses[key]
            if becomes is Status.MET:
                met.add(key[0])
            elif was is Status.MET:
                lost.add(key[0])
            elif {was, becomes} & _VERDICTS:
                otherwise.add(key[0])
        if met or lost or otherwise:
            yield VerdictEffect(year, _named(met, names), _named(lost, names), _named(otherwise, names))


def _named(school_ids: Iterable[int], names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(sorted((names[each] for each in school_ids), key=str.casefold))


def with_requirement(rule: RequirementRule) -> Change:
    """The rule takes the place of the one with its block, stage and year, or is added."""

    def change(ground: Ground) -> Ground:
        key = (rule.block, rule.stage, rule.from_year)
        others = [each for each in ground.catalogue.requirements if (each.block, each.stage, each.from_year) != key]
        return replace(ground, catalogue=replace(ground.catalogue, requirements=(*others, rule)))

    return change


def with_schools(changed: Mapping[int, SchoolFacts]) -> Change:
    """Schools by id that would be others: closed, or joined by another one."""
    return lambda ground: replace(ground, schools=[changed.get(each.id, each) for each in ground.schools])


def with_settings(settings: DistrictSettings) -> Change:
    return lambda ground: replace(ground, settings=settings)


def with_reference(key: TargetKey, target: Decimal | None) -> Change:
    """None takes the district's own reference away: the catalogue's proposal counts again."""

    def change(ground: Ground) -> Ground:
        others = {each: value for each, value in ground.references.items() if each != key}
        return replace(ground, references=others if target is None else {**others, key: target})

    return change


def with_due_days(year: int, days: Mapping[str, date], *, own: Mapping[int, Collection[str]]) -> Change:
    """Move due days of the whole district. own: by school id the keys for which it has an exception, which stay."""

    def moved(school_id: int, schedule: Schedule) -> Schedule:
        kept = own.get(school_id, ())
        return replace(schedule, due={**schedule.due, **{key: day for key, day in days.items() if key not in kept}})

    def change(ground: Ground) -> Ground:
        schedules = {
            school_id: {**years, year: moved(school_id, years[year])} for school_id, years in ground.schedules.items()
        }
        return replace(ground, schedules=schedules)

    return change


def with_school_days(year: int, school_id: int, days: Mapping[str, date]) -> Change:
    """Days of one school in place of the district's."""

    def change(ground: Ground) -> Ground:
        years = ground.schedules[school_id]
        own = replace(years[year], due={**years[year].due, **days})
        return replace(ground, schedules={**ground.schedules, school_id: {**years, year: own}})

    return change
