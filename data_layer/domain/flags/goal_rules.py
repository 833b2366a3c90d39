"""Flags about goals: a miss that nobody answered, and a miss two years running. One per goal."""

from collections.abc import Iterator

from data_layer.domain.facts import Cell, FlagFact, IndicatorRule, ResultFact
from data_layer.domain.flags.evidence import YearEvidence, day_after, plain
from data_layer.domain.series import is_method_new
from data_layer.domain.vocabulary import (
    RESPONSE_STAGES,
    GoalStatus,
    IndicatorRole,
    Rule,
    Status,
)


def goal_flags(seen: YearEvidence) -> Iterator[FlagFact]:
    for goal, block in _goals(seen).items():
        if seen.whole.goal_statuses.get((goal, seen.year)) is GoalStatus.NOT_MET:
            yield from _no_response(seen, goal, block)
            yield from _missed_again(seen, goal, block)


def _goals(seen: YearEvidence) -> dict[str, int]:
    """Block by goal, for the goals that some attainment indicator decides."""
    return {
        indicator.goal: indicator.block
        for indicator in sorted(seen.whole.enabled_indicators, key=lambda found: found.code)
        if indicator.goal and indicator.role is IndicatorRole.ATTAINMENT
    }


def _no_response(seen: YearEvidence, goal: str, block: int) -> Iterator[FlagFact]:
    """Fires with the first response stage whose day has passed; `details` name all the empty ones."""
    empty = []
    for cell in seen.required_cells:
        if cell.block == block and cell.stage in RESPONSE_STAGES and seen.is_empty(cell):
            due = seen.due_of(cell.stage)
            if due is not None:
                empty.append((due, cell))
    if not empty:
        return
    due = min(day for day, _ in empty)
    yield FlagFact(
        Rule.GOAL_MISSED_NO_RESPONSE,
        seen.school_id,
        seen.year,
        block=block,
        goal=goal,
        due=due,
        active_from=day_after(due),
        details={
            "stages": [_stage_with_due(cell, day.isoformat()) for day, cell in empty],
            "results": _misses(seen, goal),
        },
    )


def _stage_with_due(cell: Cell, due: str) -> dict[str, str]:
    return {"stage": str(cell.stage), "due": due}


def _missed_again(seen: YearEvidence, goal: str, block: int) -> Iterator[FlagFact]:
    if seen.whole.goal_statuses.get((goal, seen.year - 1)) is not GoalStatus.NOT_MET:
        return
    yield FlagFact(
        Rule.GOAL_MISSED_AGAIN,
        seen.school_id,
        seen.year,
        block=block,
        goal=goal,
        details={"last_year": seen.year - 1, "results": _misses(seen, goal), **_changed_method(seen, goal)},
    )


def _changed_method(seen: YearEvidence, goal: str) -> dict[str, object]:
    """Each year was held against its own goal, but whoever looks for what did not help must know of it."""
    rules = (rule for rule in seen.whole.enabled_indicators if rule.goal == goal)
    is_other = any(is_method_new(rule, seen.year) and rule.role is IndicatorRole.ATTAINMENT for rule in rules)
    return {"is_other_method": True} if is_other else {}


def _misses(seen: YearEvidence, goal: str) -> list[dict[str, object]]:
    """The results that missed the goal, by indicator code and level."""
    found = []
    for indicator in sorted(seen.whole.enabled_indicators, key=lambda rule: rule.code):
        if indicator.goal == goal and indicator.role is IndicatorRole.ATTAINMENT:
            for level in indicator.levels:
                row = seen.whole.results.get((indicator.id, level, seen.year))
                if row is not None and row.status in (Status.NOT_MET, Status.NEAR):
                    found.append(_miss(indicator, row))
    return found


def _miss(indicator: IndicatorRule, row: ResultFact) -> dict[str, object]:
    return {
        "indicator": row.indicator,
        "level": str(row.level),
        "kind": str(indicator.kind),
        "counts": indicator.counts,
        "direction": None if indicator.direction is None else str(indicator.direction),
        "status": str(row.status),
        "numerator": row.numerator,
        "denominator": row.denominator,
        "value": row.value,
        "baseline": row.baseline,
        "target": None if row.target is None else plain(row.target),
        "pupil_gap": row.pupil_gap,
    }
