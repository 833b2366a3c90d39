"""The sentences of «Обзор»: findings as functions of counts, so that page, slide and file say the same."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from dashboard.formatting import NO_BREAK, counted, listed, percent, plural, points, whole
from dashboard.texts.words import (
    BLOCKS_IN_SENTENCE,
    CLUSTERS,
    LEVELS,
    STATUSES,
    in_schools,
    of_goals,
    of_schools,
    overdue_sentence,
    schools_of,
)
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import COUNTED_STAGES, Cluster, Stage
from data_layer.queries.rollup import RollupRow
from data_layer.queries.views import BlockRow, Count, MatrixCell, Overview, comparable

STAGES_IN_LIST: Final[Mapping[Stage, str]] = {
    Stage.GOAL_SETTING: "цели",
    Stage.MONITORING: "мониторинг",
    Stage.ANALYSIS: "анализ",
    Stage.RECOMMENDATIONS: "рекомендации",
    Stage.MEASURES: "меры",
    Stage.DECISIONS: "решения",
}
NO_DAY_HAS_PASSED: Final = "Сроков, которые уже прошли, нет"
_STAGES_NAMED: Final = 3


def overview_headline(view: Overview) -> str:
    """The finding of «Обзор»: «Школы достигли 236 из 373 целей. Просрочено 42 документа — в 10 школах из 26.»"""
    if view.goals.n:
        goals = (
            f"{schools_of(view.filters.cluster)} достигли {whole(view.goals.k)} из{NO_BREAK}{of_goals(view.goals.n)}."
        )
    elif view.hides_goals:
        goals = f"Цели {format_year(view.filters.year)} скрыты."
    else:
        goals = f"О целях {format_year(view.filters.year)} судить рано: данных ещё нет."
    return f"{goals} {overdue_sentence(view.overdue, view.overdue_schools)}"


def overview_scope(view: Overview) -> str:
    """What the page covers: «2025/26 · все уровни · все школы · все блоки»."""
    filters = view.filters
    return " · ".join(
        [
            format_year(filters.year),
            LEVELS[filters.level] if filters.level else "все уровни",
            CLUSTERS[filters.cluster].lower() if filters.cluster else "все школы",
            f"блок{NO_BREAK}{filters.block}" if filters.block else "все блоки",
        ]
    )


def rollup_headline(districts: Sequence[RollupRow]) -> str:
    """«Школы 12 районов достигли 2 812 из 4 476 целей. Просрочено 504 документа.» One row per district."""
    count = len(districts)
    met, judged = sum(row.goals.k for row in districts), sum(row.goals.n for row in districts)
    who = "района" if count == 1 else f"{whole(count)}{NO_BREAK}{plural(count, 'района', 'районов', 'районов')}"
    if not judged:
        return (
            f"О целях школ {who} судить рано: данных ещё нет. {overdue_sentence(sum(row.overdue for row in districts))}"
        )
    goals = f"Школы {who} достигли {whole(met)} из{NO_BREAK}{of_goals(judged)}."
    return f"{goals} {overdue_sentence(sum(row.overdue for row in districts))}"


def district_goals_sentence(met: Count, *, cluster: Cluster | None = None) -> str:
    """Goals over pooled figures: «Район достиг 9 из 15 своих целей»; of one cluster, its schools together."""
    if not met.n:
        return "О сводных целях судить рано"
    met_of = f"{whole(met.k)} из{NO_BREAK}"
    if cluster is None:
        return f"Район достиг {met_of}{counted(met.n, 'своей цели', 'своих целей', 'своих целей')}"
    return f"{schools_of(cluster)} вместе достигли {met_of}{of_goals(met.n)} района"


def goals_comment(
    now: Count,
    before: Count | None,
    *,
    year: int,
    hides: bool = False,
    hides_comparison: bool = False,
    otherwise: int = 0,
) -> str:
    """«63,3 %. Год назад 222 из 369, +3,1 п. п.»; without a comparison the reason is said.

    hides: goals are left out because they are hidden, so the counts are smaller than those of others.
    hides_comparison: what is hidden leaves nothing to compare with: all of last year's goals, or others than now.
    otherwise: indicators that are counted otherwise since.
    """
    if not now.n:
        return "Все цели скрыты" if hides else "Данных ещё нет"
    share = f"{percent(now.k, now.n)}{', часть целей скрыта' if hides else ''}"
    if before is None and hides_comparison:
        return f"{share}. С{NO_BREAK}{format_year(year - 1)} не сравнить: скрыты разные цели"
    if before is None or not before.n:
        if hides_comparison:
            return f"{share}. За {format_year(year - 1)} цели скрыты"
        return f"{share}. За {format_year(year - 1)} данных нет"
    last = f"Год назад {whole(before.k)} из{NO_BREAK}{whole(before.n)}"
    if comparable(now, before) is None:
        return f"{share}. {last}, сравнивать рано: судить можно меньше чем о{NO_BREAK}половине целей"
    change = points(Fraction(100 * now.k, now.n) - Fraction(100 * before.k, before.n))
    return f"{share}. {last}, {change}{_counted_otherwise(otherwise)}"


def _counted_otherwise(indicators: int) -> str:
    """Each year is held against its own goals, but who reads «+3 п. п.» must know that not all of it is pupils."""
    if not indicators:
        return ""
    what = counted(indicators, "показателя", "показателей", "показателей")
    return f"; у{NO_BREAK}{what} с{NO_BREAK}этого года другая методика"


def documents_comment(overdue_schools: Count, *, has_due: bool) -> str:
    if not has_due:
        return NO_DAY_HAS_PASSED
    in_order = overdue_schools.n - overdue_schools.k
    return f"Из тех, чей срок наступил. Без просрочек {whole(in_order)} из{NO_BREAK}{of_schools(overdue_schools.n)}"


def overdue_comment(schools: Count, by_stage: Mapping[Stage, int], returned: int) -> str:
    """«В 10 школах из 26: анализ — 11, меры — 18. На доработке 3». At most three stages by name, the largest."""
    if not schools.k:
        return "Всё, чей срок наступил, сдано" + _returned(returned)
    largest = sorted(by_stage, key=lambda stage: -by_stage[stage])[:_STAGES_NAMED]
    named = [stage for stage in COUNTED_STAGES if stage in largest and by_stage[stage]]
    parts = [f"{STAGES_IN_LIST[stage]}{NO_BREAK}—{NO_BREAK}{by_stage[stage]}" for stage in named]
    rest = sum(by_stage.values()) - sum(by_stage[stage] for stage in named)
    if rest:
        parts.append(f"другие{NO_BREAK}—{NO_BREAK}{rest}")
    place = f"В{NO_BREAK}{in_schools(schools.k)} из{NO_BREAK}{whole(schools.n)}"
    return place + (f": {', '.join(parts)}" if parts else "") + _returned(returned)


def _returned(count: int) -> str:
    return f". На доработке{NO_BREAK}{whole(count)}" if count else ""


def coverage_comment(coverage: Count, results: Count, *, hidden: int = 0) -> str:
    """hidden: figures that the viewer may not see; they are not among the results."""
    missing = coverage.n - coverage.k
    if not results.k and not hidden:
        return "Данных за год нет"
    entered = f"Показателей{' без скрытых' if hidden else ''} {whole(results.k)} из{NO_BREAK}{whole(results.n)}"
    if not results.n:
        entered = "Показатели скрыты"
    if not missing:
        return f"Долгов по данным нет. {entered}"
    verb = plural(missing, "Не внесла", "Не внесли", "Не внесли")
    return f"{verb} {counted(missing, 'школа', 'школы', 'школ')}. {entered}"


def counted_note(view: Overview) -> str:
    """Which goals the counts hold. Somebody from whom goals are hidden must not take the rest for all."""
    counted = (
        "Скрытые цели (малые группы, чувствительные показатели) вошли в счёт, только если по сумме школу не узнать."
        if view.hides_goals
        else "Вошли все школы, где цель применима."
    )
    return f"{counted} Проценты школ не усредняются."


def blocks_headline(blocks: Sequence[BlockRow]) -> str:
    """Which block is farthest from its goals and which nearest, by exact shares; a plain title where no one stands out."""
    shares = {row.number: Fraction(row.goals.k, row.goals.n) for row in blocks if row.goals.n}
    if len(shares) < 2 or min(shares.values()) == max(shares.values()):
        return "Цели и документы по блокам"
    worst = _blocks_at(shares, min(shares.values()))
    best = _blocks_at(shares, max(shares.values()))
    return f"Дальше всего от целей{NO_BREAK}— {worst}, ближе всего{NO_BREAK}— {best}"


def _blocks_at(shares: Mapping[int, Fraction], share: Fraction) -> str:
    names = [BLOCKS_IN_SENTENCE.get(number, f"блок {number}") for number, own in shares.items() if own == share]
    return listed(names)


def cell_words(cell: MatrixCell) -> str:
    """A matrix cell for those who hear it: «3 из 4 целей. 1.1 достигнута, 1.2 близко»."""
    marks = ", ".join(f"{mark.code} {STATUSES[mark.status]}" for mark in cell.marks)
    if cell.is_hidden or cell.goals is None:
        return "скрыто: показатели блока чувствительны"
    if not cell.goals.n:
        return marks
    return f"{cell.goals.k} из {of_goals(cell.goals.n)}. {marks}"
