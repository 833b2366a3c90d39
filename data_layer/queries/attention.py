"""«Требует внимания»: flags of one school with one cause become one sentence, the worst first."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data_layer.domain.facts import FlagFact
from data_layer.domain.flag_texts import plural, what_to_do, why
from data_layer.domain.flags import flag_days_overdue
from data_layer.domain.vocabulary import SEVERITY, Rule, Severity, Stage
from data_layer.queries.cycle import CellRow
from data_layer.queries.flags import flag_item
from data_layer.queries.ground import Ground
from data_layer.queries.views import AttentionItem

_NBSP: Final = "\u00a0"
_RULE_ORDER: Final = {rule: place for place, rule in enumerate(Rule)}
_SEVERITY_ORDER: Final = {severity: place for place, severity in enumerate(Severity)}
# A block in which fewer stages are overdue is told by its stages, not as an empty one.
_EMPTY_BLOCK_STAGES: Final = 2

# After «нет» and «без».
_STAGE_GENITIVE: Final = {
    Stage.GOAL_SETTING: "постановки целей",
    Stage.MONITORING: "мониторинга",
    Stage.ANALYSIS: "анализа",
    Stage.RECOMMENDATIONS: "рекомендаций",
    Stage.MEASURES: "мер",
    Stage.DECISIONS: "решений",
}
# After «сдать».
_STAGE_ACCUSATIVE: Final = {
    Stage.GOAL_SETTING: "постановку целей",
    Stage.MONITORING: "приказы о мониторинге",
    Stage.ANALYSIS: "анализ мониторингов",
    Stage.RECOMMENDATIONS: "адресные рекомендации",
    Stage.MEASURES: "меры и мероприятия",
    Stage.DECISIONS: "управленческие решения",
}
_EMPTY_WHY: Final = "В этих блоках не сдан ни один документ, хотя сроки уже прошли."
_EMPTY_WHAT: Final = "Связаться со школой, назначить сроки и запросить документы."


@dataclass(frozen=True, slots=True)
class _Cause:
    """Flags that one sentence tells. `said` is the sentence without the name of the school."""

    rule: Rule
    flags: Sequence[FlagFact]
    said: str
    facts: str
    why: str
    what_to_do: str


def attention(ground: Ground, flags: Iterable[FlagFact], cells: Iterable[CellRow]) -> list[AttentionItem]:
    """Causes of all schools, worst first: severity, number of overdue stages, days, name.

    flags: readable by the viewer, of one year. cells: those of the same schools and year.
    """
    grounds = _by_school(flags)
    empty = _empty_blocks(cells)
    causes = [
        (school_id, cause)
        for school_id, found in grounds.items()
        for cause in _causes(ground, found, empty.get(school_id, frozenset()))
    ]
    causes.sort(key=lambda pair: _weight(ground, *pair))
    return [_item(ground, school_id, cause) for school_id, cause in causes]


def coming_stages(ground: Ground, flags: Iterable[FlagFact], cells: Iterable[CellRow]) -> list[AttentionItem]:
    """Stages that are due soon, one item for all schools together."""
    soon = {(flag.stage, flag.due) for flag in flags if flag.rule is Rule.STAGE_DUE_SOON and flag.stage and flag.due}
    required = [cell for cell in cells if cell.is_required]
    return [
        _coming(ground, stage, due, [cell for cell in required if cell.stage is stage and cell.due == due])
        for due, stage in sorted((due, stage) for stage, due in soon if stage and due)
    ]


def _coming(ground: Ground, stage: Stage, due: date, cells: Sequence[CellRow]) -> AttentionItem:
    done = sum(cell.is_there for cell in cells)
    left = (due - ground.today).days
    when = "срок сегодня" if left == 0 else f"осталось {_count(left, 'день', 'дня', 'дней')}"
    subject = _STAGE_ACCUSATIVE.get(stage, ground.catalogue.stage(stage))
    return AttentionItem(
        severity=SEVERITY[Rule.STAGE_DUE_SOON],
        rule=Rule.STAGE_DUE_SOON,
        school="",
        school_name="",
        blocks=tuple(sorted({cell.block for cell in cells if not cell.is_there})),
        headline=f"До {due:%d.%m} сдать {subject}",
        facts=f"сдано {done} из {len(cells)} · {when}",
        why=why(Rule.STAGE_DUE_SOON),
        what_to_do=what_to_do(Rule.STAGE_DUE_SOON),
        flags=(),
        stage=stage,
    )


def _by_school(flags: Iterable[FlagFact]) -> dict[int, list[FlagFact]]:
    found: dict[int, list[FlagFact]] = defaultdict(list)
    for flag in flags:
        if flag.rule is not Rule.STAGE_DUE_SOON:
            found[flag.school_id].append(flag)
    return found


def _empty_blocks(cells: Iterable[CellRow]) -> dict[int, frozenset[int]]:
    """Blocks by school in which several stages are overdue and nothing at all has been handed in."""
    overdue: dict[tuple[int, int], int] = defaultdict(int)
    filled = set()
    for cell in cells:
        if cell.is_there:
            filled.add((cell.school_id, cell.block))
        overdue[cell.school_id, cell.block] += cell.is_overdue
    empty: dict[int, set[int]] = defaultdict(set)
    for (school_id, block), count in overdue.items():
        if count >= _EMPTY_BLOCK_STAGES and (school_id, block) not in filled:
            empty[school_id].add(block)
    return {school_id: frozenset(blocks) for school_id, blocks in empty.items()}


def _causes(ground: Ground, flags: Sequence[FlagFact], empty: Collection[int]) -> list[_Cause]:
    by_rule: dict[Rule, list[FlagFact]] = defaultdict(list)
    for flag in flags:
        by_rule[flag.rule].append(flag)
    missing = by_rule.pop(Rule.STAGE_MISSING, [])
    skipped = by_rule.pop(Rule.STAGE_SKIPPED, [])
    told = {(flag.block, flag.stage) for flag in missing}
    alone = [flag for flag in skipped if (flag.block, flag.stage) not in told]
    if alone:
        by_rule[Rule.STAGE_SKIPPED] = alone
    return [
        *_missing_stages(ground, missing, skipped, empty),
        *(_cause_of_rule(ground, rule, found) for rule, found in by_rule.items()),
    ]


def _missing_stages(
    ground: Ground, missing: Sequence[FlagFact], skipped: Sequence[FlagFact], empty: Collection[int]
) -> list[_Cause]:
    """Empty blocks first; then stages that are missing in the same blocks, together."""
    in_empty = [flag for flag in missing if flag.block in empty]
    causes = [_empty_cause(in_empty)] if in_empty else []
    by_stage: dict[Stage, list[FlagFact]] = defaultdict(list)
    for flag in missing:
        if flag.block not in empty and flag.stage is not None:
            by_stage[flag.stage].append(flag)
    by_blocks: dict[tuple[int, ...], list[Stage]] = defaultdict(list)
    for stage in Stage:
        if stage in by_stage:
            by_blocks[_blocks(by_stage[stage])].append(stage)
    gaps = {(flag.block, flag.stage) for flag in skipped}
    for blocks, stages in by_blocks.items():
        flags = [flag for stage in stages for flag in by_stage[stage]]
        is_skipped = any((flag.block, flag.stage) in gaps for flag in flags)
        causes.append(_stage_cause(ground, blocks, stages, flags, is_skipped=is_skipped))
    return causes


def _empty_cause(flags: Sequence[FlagFact]) -> _Cause:
    blocks = _blocks(flags)
    earliest = min(flag.due for flag in flags if flag.due is not None)
    said = f"блок {blocks[0]} пустой" if len(blocks) == 1 else f"блоки {_ranges(blocks)} пустые"
    facts = f"{_documents(len(flags))} · самый ранний срок {earliest:%d.%m.%Y}"
    return _Cause(Rule.STAGE_MISSING, flags, said, facts, _EMPTY_WHY, _EMPTY_WHAT)


def _stage_cause(
    ground: Ground,
    blocks: Sequence[int],
    stages: Sequence[Stage],
    flags: Sequence[FlagFact],
    *,
    is_skipped: bool,
) -> _Cause:
    names = _listed([_STAGE_GENITIVE.get(stage, ground.catalogue.stage(stage)) for stage in stages])
    if len(stages) == 1:
        said = f"нет {names} {_in_blocks(blocks)}"
    else:
        said = f"{'блок' if len(blocks) == 1 else 'блоки'} {_ranges(blocks)} без {names}"
    facts = f"{_documents(len(flags))} · {_overdue(ground, flags)}"
    if is_skipped:
        facts += f", {'стадия пропущена' if len(stages) == 1 else 'стадии пропущены'}"
    rule = Rule.STAGE_MISSING
    return _Cause(rule, flags, said, facts, why(rule), what_to_do(rule))


def _cause_of_rule(ground: Ground, rule: Rule, flags: Sequence[FlagFact]) -> _Cause:
    said, facts = _TELLING[rule](ground, flags)
    return _Cause(rule, flags, said, facts, why(rule), what_to_do(rule))


def _goals_unanswered(ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    said = _goals(ground, flags, "не достигнута, ответа школы нет", "не достигнуты, ответа школы нет")
    return said, f"{_goal_facts(ground, flags)} · {_overdue(ground, flags)}"


def _goals_missed_again(ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    said = _goals(ground, flags, "не достигнута второй год подряд", "не достигнуты второй год подряд")
    return said, _goal_facts(ground, flags)


def _figures_inconsistent(ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    return "числа не сходятся", _indicator_codes(ground, flags)


def _documents_returned(_ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    count = len({flag.document_id or flag.document for flag in flags})
    verb = plural(count, "возвращён", "возвращены", "возвращено")
    return f"{verb} {_documents(count)}", _block_facts(flags)


def _stages_skipped(ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    stages = [stage for stage in Stage if any(flag.stage is stage for flag in flags)]
    names = _listed([_STAGE_GENITIVE.get(stage, ground.catalogue.stage(stage)) for stage in stages])
    return f"нет {names}, а следующие стадии сданы", _block_facts(flags)


def _stages_late(_ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    return "документы позже срока", f"{_stages(len(flags))} · {_block_facts(flags)}"


def _stages_out_of_order(_ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    return "даты документов не по порядку цикла", f"{_stages(len(flags))} · {_block_facts(flags)}"


def _documents_stale(_ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    return "документы не из этого цикла", f"{_documents(len(flags))} · {_block_facts(flags)}"


def _documents_reused(_ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    return "один документ стоит в разных местах", f"{_documents(len(flags))} · {_block_facts(flags)}"


def _documents_incomplete(_ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    return "сведения о документах неполные", f"{_documents(len(flags))} · {_block_facts(flags)}"


def _figures_missing(ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    return "нет данных", f"{_indicator_codes(ground, flags)} · {_overdue(ground, flags)}"


def _targets_missing(ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    return "нет ни цели, ни ориентира", _indicator_codes(ground, flags)


def _targets_unambitious(ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    return "своя цель мягче ориентира или прошлого года", _indicator_codes(ground, flags)


def _organisation_missing(ground: Ground, flags: Sequence[FlagFact]) -> tuple[str, str]:
    count = _count(len(flags), "требование", "требования", "требований")
    return f"организация ВСОКО: не отмечено {count}", _overdue(ground, flags)


_TELLING: Final[Mapping[Rule, Callable[[Ground, Sequence[FlagFact]], tuple[str, str]]]] = {
    Rule.STAGE_SKIPPED: _stages_skipped,
    Rule.STAGE_LATE: _stages_late,
    Rule.STAGE_OUT_OF_ORDER: _stages_out_of_order,
    Rule.DOCUMENT_STALE: _documents_stale,
    Rule.DOCUMENT_REUSED: _documents_reused,
    Rule.DOCUMENT_INCOMPLETE: _documents_incomplete,
    Rule.DOCUMENT_RETURNED: _documents_returned,
    Rule.DATA_MISSING: _figures_missing,
    Rule.TARGET_MISSING: _targets_missing,
    Rule.TARGET_UNAMBITIOUS: _targets_unambitious,
    Rule.GOAL_MISSED_NO_RESPONSE: _goals_unanswered,
    Rule.GOAL_MISSED_AGAIN: _goals_missed_again,
    Rule.DATA_INCONSISTENT: _figures_inconsistent,
    Rule.ORGANISATION_MISSING: _organisation_missing,
}


def _weight(ground: Ground, school_id: int, cause: _Cause) -> tuple[object, ...]:
    overdue_cells = len(cause.flags) if cause.rule is Rule.STAGE_MISSING else 0
    name = ground.school_by_id[school_id].short_name.casefold()
    return (
        _SEVERITY_ORDER[SEVERITY[cause.rule]],
        -overdue_cells,
        -_days(ground, cause.flags),
        _RULE_ORDER[cause.rule],
        name,
        cause.said,
    )


def _item(ground: Ground, school_id: int, cause: _Cause) -> AttentionItem:
    school = ground.school_by_id[school_id]
    return AttentionItem(
        severity=SEVERITY[cause.rule],
        rule=cause.rule,
        school=school.code,
        school_name=school.short_name,
        blocks=_blocks(cause.flags),
        headline=f"{school.short_name}: {cause.said}",
        facts=cause.facts,
        why=cause.why,
        what_to_do=cause.what_to_do,
        flags=tuple(flag_item(ground, flag) for flag in cause.flags),
    )


def _days(ground: Ground, flags: Iterable[FlagFact]) -> int:
    return max((flag_days_overdue(flag, ground.today) or 0 for flag in flags), default=0)


def _overdue(ground: Ground, flags: Sequence[FlagFact]) -> str:
    days = {flag_days_overdue(flag, ground.today) or 0 for flag in flags}
    if len(days) > 1:
        return f"просрочено до {_count(max(days), 'дня', 'дней', 'дней')}"
    return f"просрочено {_count(max(days), 'день', 'дня', 'дней')}"


def _blocks(flags: Iterable[FlagFact]) -> tuple[int, ...]:
    return tuple(sorted({flag.block for flag in flags if flag.block is not None}))


def _block_facts(flags: Sequence[FlagFact]) -> str:
    blocks = _blocks(flags)
    return f"{'блок' if len(blocks) == 1 else 'блоки'} {_ranges(blocks)}"


def _in_blocks(blocks: Sequence[int]) -> str:
    return f"{'в блоке' if len(blocks) == 1 else 'в блоках'} {_ranges(blocks)}"


def _ranges(numbers: Sequence[int]) -> str:
    """«3–6», «5 и 6», «1, 3 и 5», «1, 3–5»; numbers ascending."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [part for run in runs for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))]
    return _listed(parts)


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} и {parts[-1]}" if parts else ""


def _goals(ground: Ground, flags: Sequence[FlagFact], one: str, several: str) -> str:
    if len(flags) == 1:
        return f"цель {_goal_code(ground, flags[0])} {one}"
    return f"{_count(len(flags), 'цель', 'цели', 'целей')} {several}"


def _goal_code(ground: Ground, flag: FlagFact) -> str:
    goal = ground.catalogue.goal_by_id.get(flag.goal or "")
    return flag.goal or "" if goal is None else goal.code


def _goal_facts(ground: Ground, flags: Sequence[FlagFact]) -> str:
    """The name where it is one goal, whose code has been said already; else all the codes."""
    if len(flags) == 1:
        return ground.catalogue.goal_name(flags[0].goal or "")
    return f"цели {', '.join(sorted({_goal_code(ground, flag) for flag in flags}))}"


def _indicator_codes(ground: Ground, flags: Sequence[FlagFact]) -> str:
    rules = ground.catalogue.indicator_by_id
    codes = sorted({rules[flag.indicator].code for flag in flags if flag.indicator and flag.indicator in rules})
    return f"{'показатель' if len(codes) == 1 else 'показатели'} {', '.join(codes)}"


def _documents(count: int) -> str:
    return _count(count, "документ", "документа", "документов")


def _stages(count: int) -> str:
    return _count(count, "стадия", "стадии", "стадий")


def _count(number: int, one: str, few: str, many: str) -> str:
    return f"{number}{_NBSP}{plural(number, one, few, many)}"
