"""Slides of a meeting in words: headlines of the standard agenda by the rules of docs/headlines.md, notes, changes."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from dashboard.formatting import NO_BREAK, counted, date_short, listed, plural, whole
from dashboard.texts.compare.blocks import met_of
from dashboard.texts.words import BLOCKS_SHORT, of_schools
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import COUNTED_STAGES, Stage
from data_layer.queries.views import Count, Deadline

EVERY_SCHOOL: Final = "все школы"
# After «нет».
STAGES_LACKING: Final[Mapping[Stage, str]] = {
    Stage.GOAL_SETTING: "целей",
    Stage.MONITORING: "мониторинга",
    Stage.ANALYSIS: "анализа",
    Stage.RECOMMENDATIONS: "рекомендаций",
    Stage.MEASURES: "мер",
    Stage.DECISIONS: "решений",
}
_SCHOOLS: Final = ("школа", "школы", "школ")
_GOALS: Final = ("цель", "цели", "целей")


def block_words(block: int) -> str:
    """«Блок 3, одарённые»."""
    return f"Блок{NO_BREAK}{block}, {BLOCKS_SHORT.get(block, '').lower()}".rstrip(", ")


def block_result_headline(block: int, goals: Count, lines: Sequence[tuple[str, Count]], *, hides: bool) -> str:
    """lines: code of each goal with schools that reach it of schools with a verdict. Rules 29–32 of docs/headlines.md."""
    about = block_words(block)
    if not goals.n:
        return f"{about}: цели скрыты" if hides else f"{about}: о целях судить рано, данных ещё нет"
    told = f"{about}: школы {met_of(goals, is_one=False)}"
    if goals.k in {0, goals.n}:
        return told
    judged = [(code, count) for code, count in lines if count.n]
    shares = {code: Fraction(count.k, count.n) for code, count in judged}
    if len(set(shares.values())) < 2:
        return told
    code, count = min(judged, key=lambda pair: (shares[pair[0]], pair[0]))
    return f"{told}, реже всего{NO_BREAK}— {code} ({whole(count.k)} из{NO_BREAK}{of_schools(count.n)})"


def block_cycle_headline(block: int, stages: Mapping[Stage, Count]) -> str:
    """stages: documents there of those required. Rules 33–36."""
    about = block_words(block)
    there, required = sum(count.k for count in stages.values()), sum(count.n for count in stages.values())
    if not required:
        return f"{about}: документов не требуется"
    if not there:
        return f"{about}: ни одного документа ещё нет, нужно {whole(required)}"
    if there == required:
        return f"{about}: все документы на месте, их {whole(required)}"
    lacking = {stage: stages[stage].n - stages[stage].k for stage in COUNTED_STAGES if stage in stages}
    most = max(lacking.values())
    worst = [stage for stage, count in lacking.items() if count == most]
    told = f"{about}: есть {whole(there)} из{NO_BREAK}{_of_documents(required)}"
    if len(worst) > 1:
        return told
    return f"{told}, чаще всего нет {STAGES_LACKING[worst[0]]} ({whole(most)})"


def _of_documents(count: int) -> str:
    return f"{whole(count)}{NO_BREAK}{plural(count, 'документа', 'документов', 'документов')}"


def no_response_headline(goals: int, schools: int, *, year: int, is_tracked: bool) -> str:
    """goals: missed ones whose response is late, over schools. is_tracked: delays count in the year. Rules 37–39."""
    if not is_tracked:
        return _untracked(year)
    if not goals:
        return "Просроченных ответов на недостигнутые цели нет"
    where = f"{whole(schools)}{NO_BREAK}{plural(schools, 'школе', 'школах', 'школах')}"
    return f"Цели не достигнуты, а ответа школы нет: {counted(goals, *_GOALS)} в{NO_BREAK}{where}"


def _untracked(year: int) -> str:
    return f"Опоздания за {format_year(year)} не считаются: район ещё не вёл цикл"


def help_headline(schools: int, *, year: int, is_tracked: bool) -> str:
    """Rules 37, 40, 41."""
    if not is_tracked:
        return _untracked(year)
    if not schools:
        return "Школ, где цели не достигнуты и документы просрочены, нет"
    who = f"{whole(schools)}{NO_BREAK}{plural(schools, 'школе', 'школам', 'школам')}"
    return f"Помощь нужна {who}: цели не достигнуты и документы просрочены"


def solved_headline(goals: int, schools: int, *, has_before: bool) -> str:
    """Rules 42–44."""
    if not has_before:
        return "Сравнить с прошлым годом пока не с чем: данных за него нет"
    if not goals:
        return "Целей, не достигнутых год назад, пока не достигла ни одна школа"
    verb = plural(schools, "достигла", "достигли", "достигли")
    what = counted(goals, "цели", "целей", "целей")
    missed = plural(goals, "достигнутой", "достигнутых", "достигнутых")
    return f"{counted(schools, *_SCHOOLS)} {verb} {what}, не{NO_BREAK}{missed} год назад: есть чем поделиться"


def deadlines_headline(deadlines: Sequence[Deadline]) -> str:
    """The nearest one first. Rules 45, 46."""
    if not deadlines:
        return "Сроков впереди нет: всё, что требовалось, уже должно быть сдано"
    first = deadlines[0]
    done = f"сдано {whole(first.done.k)} из{NO_BREAK}{whole(first.done.n)}"
    more = len(deadlines) - 1
    rest = f", всего сроков впереди{NO_BREAK}— {whole(more + 1)}" if more else ""
    return f"Ближайший срок{NO_BREAK}— {date_short(first.due)}: {done}{rest}"


def lacking_words(blocks: Mapping[int, Sequence[Stage]]) -> str:
    """What a school has not answered with: «блок 3: нет мер и решений»."""
    return "; ".join(
        f"блок{NO_BREAK}{block}: нет {listed([STAGES_LACKING[stage] for stage in stages])}"
        for block, stages in blocks.items()
        if stages
    )
