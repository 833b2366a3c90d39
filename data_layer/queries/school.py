"""The card of one school: its goals against targets, its cycle, its organisation and its flags."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from sqlalchemy import select

from data_layer.domain.facts import FlagFact, IndicatorRule, PooledFact, ResultFact
from data_layer.domain.flags import days_overdue
from data_layer.domain.pooling import goal_counts, goal_status
from data_layer.domain.suppression import RowKey, Sight, Viewer
from data_layer.domain.vocabulary import (
    COUNTED_STAGES,
    Absence,
    CellState,
    Level,
    Rule,
    Severity,
    Status,
)
from data_layer.errors import NotFoundError
from data_layer.models import OrganisationItem
from data_layer.queries.absences import absences
from data_layer.queries.cycle import CellRow, cell_rows
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.flags import flag_item, raised_flags, readable
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.results import hides_counts, mark_of
from data_layer.queries.standing import as_seen, pooled_seen, results_of_the_day, small_rows
from data_layer.queries.views import (
    BlockCard,
    Count,
    CycleCell,
    FlagItem,
    GoalCard,
    OrganisationLine,
    ResultLine,
    SchoolCard,
    sum_counts,
)
from data_layer.session import TenantSession

_RULE_ORDER: Final = {rule: place for place, rule in enumerate(Rule)}
_SEVERITY_ORDER: Final = {severity: place for place, severity in enumerate(Severity)}
_LEVEL_ORDER: Final = {level: place for place, level in enumerate(Level)}
_STAGE_ORDER: Final = {stage: place for place, stage in enumerate(COUNTED_STAGES)}

# Indicator id, level.
_LineKey = tuple[str, Level]


@dataclass(frozen=True)
class _Evidence:
    """What the parts of the card are built from: rows of one school and year, as the viewer sees them."""

    ground: Ground
    school: SchoolEntry
    year: int
    results: Mapping[_LineKey, ResultFact]
    small: frozenset[_LineKey]
    pooled: Mapping[_LineKey, PooledFact]
    flags: Sequence[FlagFact]
    absences: Mapping[RowKey, Absence]

    @cached_property
    def rules_by_line(self) -> Mapping[_LineKey, tuple[Rule, ...]]:
        found: dict[_LineKey, set[Rule]] = defaultdict(set)
        for flag in self.flags:
            if flag.indicator is not None and flag.level is not None:
                found[flag.indicator, flag.level].add(flag.rule)
        return {key: tuple(sorted(rules, key=_RULE_ORDER.__getitem__)) for key, rules in found.items()}


def school_card(session: TenantSession, *, school: str, year: int, today: date, viewer: Viewer) -> SchoolCard:
    """The card of the school with this code. Raises NotFoundError where the asker has no such school."""
    ground = load_ground(session, years=[year], today=today, viewer=viewer)
    entry = next((each for each in ground.schools if each.code == school), None)
    if entry is None or viewer.sight is Sight.POOLED_ONLY:
        raise NotFoundError(f"Школы с кодом «{school}» нет.")
    evidence = _evidence(session, ground, entry, year)
    cells = cell_rows(session, ground, school_ids=[entry.id])
    blocks = tuple(_block_card(evidence, block.number, block.title) for block in ground.catalogue.blocks)
    passed = [cell for cell in cells if cell.is_passed]
    return SchoolCard(
        school=entry.code,
        short_name=entry.short_name,
        full_name=entry.full_name,
        kind=str(entry.kind),
        cluster=entry.cluster,
        pupils=entry.pupils,
        levels=entry.levels,
        today=today,
        year=year,
        years=tuple(each for each in ground.used.years if entry.is_there(each)),
        goals=_all_goals(blocks),
        documents=Count(sum(cell.is_there for cell in passed), len(passed)),
        overdue=sum(cell.is_overdue for cell in cells),
        returned=sum(cell.state is CellState.RETURNED for cell in cells),
        blocks=blocks,
        cycle=_cycle(ground, cells),
        organisation=_organisation(session, ground, entry, year),
        flags=_flag_items(ground, evidence.flags),
        is_full_view=viewer.sees_all_of(entry.id),
        gone_from=entry.gone_from,
        is_joined=entry.successor_id is not None,
        successor=_successor(ground, entry),
        changes=entry.changes,
        began_in=entry.began_in,
    )


def _successor(ground: Ground, entry: SchoolEntry) -> str | None:
    heir = None if entry.successor_id is None else ground.school_by_id.get(entry.successor_id)
    return None if heir is None else heir.short_name


def _evidence(session: TenantSession, ground: Ground, school: SchoolEntry, year: int) -> _Evidence:
    indicators = ground.catalogue.enabled
    rows = results_of_the_day(session, ground, indicators=indicators, school_ids=[school.id])
    own = [row for row in rows if row.school_id == school.id]
    seen = as_seen(ground, rows, school_ids=[school.id])
    pooled = pooled_seen(session, ground, indicators=indicators)
    flags = raised_flags(session, ground, school_ids=[school.id])
    return _Evidence(
        ground=ground,
        school=school,
        year=year,
        results={(row.indicator, row.level): row for row in seen},
        small=frozenset((indicator, Level(level)) for _, indicator, level, _ in small_rows(ground, own, seen)),
        pooled={(row.indicator, row.level): row for row in pooled if not row.cluster},
        flags=readable(session, ground, flags),
        absences=absences(session, ground, seen),
    )


def _block_card(evidence: _Evidence, block: int, title: str) -> BlockCard:
    cards = _goal_cards(evidence, block)
    counts = goal_counts(card.status for card in cards)
    is_hidden = hides_counts(evidence.ground, evidence.school.id, block)
    return BlockCard(
        number=block,
        title=title,
        goals=None if is_hidden else Count(counts.met, counts.with_data),
        not_due=sum(mark_of(card.status, (line.status for line in card.lines)) is Status.NOT_DUE for card in cards),
        cards=cards,
    )


def _goal_cards(evidence: _Evidence, block: int) -> tuple[GoalCard, ...]:
    """The goals of the block that some attainment indicator decides, in the catalogue's order."""
    catalogue = evidence.ground.catalogue
    deciding: dict[str, list[IndicatorRule]] = defaultdict(list)
    for rule in catalogue.deciding:
        if rule.goal:
            deciding[rule.goal].append(rule)
    goals = [goal for goal in catalogue.goals if catalogue.block_of_goal.get(goal.id) == block]
    return tuple(
        GoalCard(goal.id, goal.code, goal.title, goal_status(line.status for line in lines), lines)
        for goal in goals
        for lines in [_lines(evidence, deciding[goal.id])]
    )


def _lines(evidence: _Evidence, rules: Iterable[IndicatorRule]) -> tuple[ResultLine, ...]:
    """By indicator and level; levels that the school does not teach are left out."""
    taught = evidence.school.facts.levels
    return tuple(
        _line(evidence, rule, evidence.results[rule.id, level])
        for rule in rules
        for level in sorted(rule.levels, key=_LEVEL_ORDER.__getitem__)
        if level in taught and (rule.id, level) in evidence.results
    )


def _line(evidence: _Evidence, rule: IndicatorRule, row: ResultFact) -> ResultLine:
    key = (rule.id, row.level)
    pooled = evidence.pooled.get(key)
    return ResultLine(
        indicator=rule.id,
        indicator_code=rule.code,
        title=rule.title_short or rule.title,
        level=row.level,
        kind=str(rule.kind),
        counts=rule.counts,
        direction=None if rule.direction is None else str(rule.direction),
        status=row.status,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        baseline=row.baseline,
        target=_number(row.target),
        target_origin=str(row.target_origin),
        reference=_number(row.reference),
        gap=row.gap,
        pupil_gap=row.pupil_gap,
        district_value=None if pooled is None else pooled.value,
        is_small_cohort=key in evidence.small,
        is_pending=row.is_pending,
        due=evidence.ground.calendar.due(row.year, rule.period, row.school_id),
        flags=evidence.rules_by_line.get(key, ()),
        absence=evidence.absences.get((row.school_id, *key, row.year)),
    )


def _number(exact: Decimal | None) -> float | None:
    return None if exact is None else float(exact)


def _all_goals(blocks: Sequence[BlockCard]) -> Count | None:
    """Over all blocks; None as soon as one of them is hidden."""
    counts = [block.goals for block in blocks if block.goals is not None]
    if len(counts) < len(blocks):
        return None
    return sum_counts(counts)


def _cycle(ground: Ground, cells: Iterable[CellRow]) -> tuple[CycleCell, ...]:
    found = sorted(cells, key=lambda cell: (cell.block, _STAGE_ORDER[cell.stage]))
    return tuple(
        CycleCell(
            block=cell.block,
            stage=cell.stage,
            required=str(cell.required),
            state=cell.state,
            due=cell.due,
            days_overdue=days_overdue(cell.due, ground.today) if cell.state is CellState.OVERDUE else None,
            document=cell.document,
            document_date=cell.date,
            is_overdue=cell.is_overdue,
            is_passed=cell.is_passed,
            is_there=cell.is_there,
        )
        for cell in found
    )


def _organisation(
    session: TenantSession, ground: Ground, school: SchoolEntry, year: int
) -> tuple[OrganisationLine, ...]:
    row = OrganisationItem
    found = session.execute(
        select(row.item_id, row.is_present, row.date, row.url).where(
            row.district_id == session.scope.district_id, row.school_id == school.id, row.year == year
        )
    )
    given = {item: (is_present, day, url) for item, is_present, day, url in found}
    return tuple(
        OrganisationLine(item.id, item.title, *given.get(item.id, (False, None, "")))
        for item in ground.catalogue.organisation
    )


def _flag_items(ground: Ground, flags: Iterable[FlagFact]) -> tuple[FlagItem, ...]:
    """Worst first: severity, days overdue, then the order of the rules and of the cycle."""
    items = [flag_item(ground, flag) for flag in flags]
    return tuple(
        sorted(
            items,
            key=lambda item: (
                _SEVERITY_ORDER[item.severity],
                -(item.days_overdue or 0),
                _RULE_ORDER[item.rule],
                item.block or 0,
                item.stage or "",
                item.goal or "",
                item.document,
            ),
        )
    )
