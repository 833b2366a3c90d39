"""The sentences of the school card and of its to-do list."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.formatting import NO_BREAK, counted, listed, plural, whole
from dashboard.texts.cycle import STAGES_SHORT
from dashboard.texts.succession import change_sentence, gone_words, since
from dashboard.texts.words import CLUSTER_OF_SCHOOL, LEVELS, blocks_words, of_goals, overdue_sentence
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import CellState, Level, Rule, Stage
from data_layer.queries.views import FlagItem, SchoolCard

# Heads of the to-do list. A week ends on Sunday.
OVERDUE: Final = "Просрочено"
THIS_WEEK: Final = "На этой неделе"
LATER: Final = "Позже"
# What there is to hand in, after a verb: «Сдать анализ мониторингов, блок 3».
_STAGES_TO_HAND_IN: Final[Mapping[Stage, str]] = {
    Stage.GOAL_SETTING: "постановку целей",
    Stage.MONITORING: "приказы о мониторинге",
    Stage.ANALYSIS: "анализ мониторингов",
    Stage.RECOMMENDATIONS: "адресные рекомендации",
    Stage.MEASURES: "меры и мероприятия",
    Stage.DECISIONS: "управленческие решения",
}
_TASK_VERBS: Final[Mapping[Rule, str]] = {
    Rule.STAGE_MISSING: "Сдать",
    Rule.STAGE_SKIPPED: "Сдать",
    Rule.STAGE_DUE_SOON: "Сдать",
    Rule.DOCUMENT_RETURNED: "Исправить",
}


def school_headline(card: SchoolCard) -> str:
    """«Школа достигла 8 из 15 целей. Просрочено 2 документа, из них 1 возвращён.»"""
    if card.goals is None:
        goals = "Число целей школы скрыто."
    elif card.goals.n:
        goals = f"Школа достигла {whole(card.goals.k)} из{NO_BREAK}{of_goals(card.goals.n)}."
    else:
        goals = f"О целях {format_year(card.year)} судить рано: данных ещё нет."
    return f"{goals} {_school_documents(card)}"


def _school_documents(card: SchoolCard) -> str:
    """A returned document that is late is one of the overdue; another one is told beside them."""
    late = sum(cell.state is CellState.RETURNED and cell.is_overdue for cell in card.cycle)
    other = card.returned - late
    if not card.overdue:
        return f"Просроченных документов нет, {_returned(other)}." if other else overdue_sentence(0)
    parts = [overdue_sentence(card.overdue)[:-1]]
    if late:
        parts.append(f"из{NO_BREAK}них {_returned(late)}")
    if other:
        parts.append(f"ещё {_returned(other)}")
    return f"{', '.join(parts)}."


def _returned(count: int) -> str:
    return f"{whole(count)}{NO_BREAK}{plural(count, 'возвращён', 'возвращены', 'возвращены')}"


def school_scope(card: SchoolCard) -> str:
    """«Ключевская СОШ · село · 214 обучающихся · НОО, ООО, СОО · 2025/26»."""
    parts = [card.short_name]
    if card.cluster:
        parts.append(CLUSTER_OF_SCHOOL[card.cluster])
    if card.pupils is not None:
        parts.append(counted(card.pupils, "обучающийся", "обучающихся", "обучающихся"))
    levels = [LEVELS[level] for level in card.levels if level is not Level.SCHOOL]
    if levels:
        parts.append(", ".join(levels))
    return " · ".join([*parts, format_year(card.year)])


def card_changes(card: SchoolCard) -> list[str]:
    """What has become of the school: former names, schools that joined it, its own end."""
    told = [] if card.began_in is None else [f"Открыта {since(card.began_in)}."]
    told += [change_sentence(each) for each in card.changes if each.year <= card.year]
    if card.gone_from is not None:
        words = gone_words(card.gone_from, card.successor, is_joined=card.is_joined)
        told.append(f"{words[:1].upper()}{words[1:]}.")
    return told


def task_title(flags: Sequence[FlagItem]) -> str:
    """What a school has to do about flags of one rule, stage and day: «Сдать анализ мониторингов, блоки 3–6»."""
    first = flags[0]
    verb, subject = _TASK_VERBS.get(first.rule), _STAGES_TO_HAND_IN.get(first.stage) if first.stage else None
    blocks = sorted({flag.block for flag in flags if flag.block is not None})
    if verb is None or subject is None or not blocks:
        return first.message.rstrip(".")
    return f"{verb} {subject}, {blocks_words(blocks)}"


def answer_title(goal: str, stages: Sequence[Stage]) -> str:
    """What a missed goal asks for: «Ответить на цель 5.3: рекомендации и меры». goal: its number."""
    return f"Ответить на{NO_BREAK}цель {goal}: {listed([STAGES_SHORT[stage].lower() for stage in stages])}"


def item_title(item: str) -> str:
    """«Отметить: график ВСОКО утверждён» of an organisational item by its title."""
    return f"Отметить: {item[:1].lower()}{item[1:]}" if item[1:2].islower() else f"Отметить: {item}"


def skipped_words(blocks: Sequence[int]) -> str:
    """Of those blocks of a task that went on past its stage: «Блок 5: дальше по циклу уже сдано.»"""
    words = blocks_words(sorted(blocks))
    return f"{words[:1].upper()}{words[1:]}: дальше по циклу уже сдано."


def is_task_of_stage(rule: Rule) -> bool:
    """Whether flags of the rule can be told together, as one document handed in for several blocks."""
    return rule in _TASK_VERBS
