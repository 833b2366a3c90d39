"""Schools on one goal: the finding, what stands under it, how far it could be chance. Rules 1–8 of docs/headlines.md."""

from collections.abc import Callable, Sequence
from typing import Final

from dashboard.formatting import NO_BREAK, date_full, listed, plural, whole
from dashboard.texts.compare.words import (
    DISTRICT,
    filters_words,
    gap_sentence,
    growth_words,
    level_after,
    on_goal,
    one_or,
    pooled_words,
    schools_words,
    standing_words,
    target_words,
)
from dashboard.texts.words import LEVELS, indicator_name, without_number
from data_layer.domain.binomial import ChanceVerdict
from data_layer.domain.facts import IndicatorRule, PooledFact
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Direction, IndicatorKind, Status
from data_layer.queries.comparison.views import IndicatorComparison, SchoolFigure, SchoolFilters

_NAMED: Final = 3


def goal_headline(view: IndicatorComparison, filters: SchoolFilters) -> str:
    """The finding on one indicator × level. Rules 1–8 of docs/headlines.md, the first that holds."""
    about = f"{on_goal(view.rule)}{level_after(view.level)}"
    statuses = [row.status for row in view.schools]
    if not any(status is not Status.NOT_APPLICABLE for status in statuses):
        return f"Показатель «{indicator_name(view.rule.id, view.rule.title)}» к этим школам не относится"
    if not view.entered.k and view.district.now.schools_with_data == 0:
        return _awaited(view, about)
    met = view.met
    if not met.n:
        return _without_verdicts(view, about)
    return f"{_judged(met.n - met.k, met.n, filters)} цели {about}"


def _judged(missed: int, judged: int, filters: SchoolFilters) -> str:
    """«7 из 26 школ не достигли»."""
    if judged == 1:
        return f"Единственная школа с{NO_BREAK}данными {f'не{NO_BREAK}достигла' if missed else 'достигла'}"
    if not missed:
        who = f"Обе школы с{NO_BREAK}данными" if judged == 2 else f"Все школы с{NO_BREAK}данными ({whole(judged)})"
        return f"{who} достигли"
    if missed == judged:
        return f"Ни одна из{NO_BREAK}{schools_words(filters, judged)} не{NO_BREAK}достигла"
    verb = plural(missed, "достигла", "достигли", "достигли")
    return f"{'Одна' if missed == 1 else whole(missed)} из{NO_BREAK}{schools_words(filters, judged)} не{NO_BREAK}{verb}"


def own_headline(figure: SchoolFigure | None, view: IndicatorComparison) -> str:
    """The same for somebody who sees one school by name: its own verdict."""
    about = f"{on_goal(view.rule)}{level_after(view.level)}"
    if figure is None or figure.status is Status.NOT_APPLICABLE:
        return f"Показатель «{indicator_name(view.rule.id, view.rule.title)}» к вашей школе не относится"
    if figure.status in {Status.NOT_DUE, Status.NO_DATA}:
        return f"Ваших данных {about} {'ещё не ждут' if figure.status is Status.NOT_DUE else 'нет'}{_until(view)}"
    if figure.status is Status.MET:
        return f"Ваша школа достигла цели {about}"
    if figure.is_missed:
        gap = f": {gap_sentence(view.rule, figure)}" if gap_sentence(view.rule, figure) else ""
        return f"Ваша школа не{NO_BREAK}достигла цели {about}{gap}"
    if figure.status is Status.NO_BASELINE:
        why = "нет данных вашей школы за прошлый год"
        told = why if figure.absence is None else without_number(figure.status, figure.absence)
        return f"Рост {about} ещё не виден: {told}"
    told = f", у вашей школы{NO_BREAK}— {standing_words(view.rule, figure)}" if figure.value is not None else ""
    return f"Цель {about} не задана{told}"


def _until(view: IndicatorComparison) -> str:
    return f", срок {date_full(view.due)}" if view.due else ""


def _awaited(view: IndicatorComparison, about: str) -> str:
    if view.district.now.status is Status.NOT_DUE and view.due:
        return f"Данных {about} ещё не ждут: срок {date_full(view.due)}"
    return f"Данных {about} за{NO_BREAK}{format_year(view.year)} нет"


def _without_verdicts(view: IndicatorComparison, about: str) -> str:
    statuses = {row.status for row in view.schools}
    has_values = any(row.value is not None for row in view.schools)
    if Status.SUPPRESSED in statuses and not has_values:
        return f"Данные школ {about} скрыты: показатель чувствительный или группы малы"
    if Status.NO_BASELINE in statuses:
        reasons = {row.absence for row in view.schools if row.status is Status.NO_BASELINE}
        told = without_number(Status.NO_BASELINE, reasons.pop() if len(reasons) == 1 else None)
        return f"Рост {about} ещё не виден: {told}"
    if not has_values:
        return f"У{NO_BREAK}этих школ данных {about} нет"
    value = pooled_words(view.rule, view.shown) if view.shown else ""
    told = f", район{NO_BREAK}— {value}" if value else ""
    return f"Цель {about} не задана{told}"


def goal_subtitle(view: IndicatorComparison, filters: SchoolFilters) -> str:
    """«Доля обучающихся, охваченных…, школа в целом, 2025/26, все школы»."""
    level = LEVELS[view.level]
    return f"{view.rule.title}. {level[:1].upper()}{level[1:]}, {format_year(view.year)}, {filters_words(filters)}"


def pooled_sentence(view: IndicatorComparison, filters: SchoolFilters) -> str:
    """«Район в целом: 87,4 % (9 027 из 10 331), это выше ориентира 85 %»; empty where there is nothing to tell."""
    fact = view.shown
    if fact is None or fact.value is None:
        return ""
    who = f"{DISTRICT} в{NO_BREAK}целом" if filters == SchoolFilters() else f"Вместе {filters_words(filters)}"
    return f"{who}: {pooled_words(view.rule, fact)}{_against_reference(view.rule, fact)}"


def _against_reference(rule: IndicatorRule, fact: PooledFact) -> str:
    if rule.kind is IndicatorKind.GROWTH and fact.gap is not None:
        return f", {growth_words(fact.gap)}"
    if fact.gap is None or fact.reference is None:
        return ""
    side = _side(fact.gap if rule.direction is not Direction.AT_MOST else -fact.gap)
    return f", {side} {target_words(rule, fact.reference)}"


def _side(difference: float) -> str:
    if difference == 0:
        return "ровно по ориентиру"
    return "выше ориентира" if difference > 0 else "ниже ориентира"


def chance_note(view: IndicatorComparison, name: Callable[[str], str]) -> str:
    """How many misses are beyond chance, at the limit for a whole district. name: of a school by its code."""
    missed = [row for row in view.schools if row.is_missed and row.chance is not None]
    if not missed:
        return ""
    beyond = [row for row in missed if row.chance is ChanceVerdict.UNLIKELY_CHANCE]
    # ВПР and ГИА single no school out.
    named = [] if view.rule.no_ranking else [name(row.school) for row in beyond]
    return _chance_sentence(len(beyond), len(missed), named)


def _chance_sentence(beyond: int, missed: int, names: Sequence[str] = ()) -> str:
    """names: of the schools beyond chance; more than three are counted only."""
    limit = f"граница 99,8{NO_BREAK}%"
    if missed == 1:
        told = f"исключён ({limit})" if beyond else f"не исключён ({limit}): вывод о{NO_BREAK}ней делать рано"
        return f"У не{NO_BREAK}достигшей школы случай {told}."
    those = plural(missed, f"не{NO_BREAK}достигшей", f"не{NO_BREAK}достигших", f"не{NO_BREAK}достигших")
    of_missed = f"из{NO_BREAK}{whole(missed)} {those}"
    if not beyond:
        return f"Ни у{NO_BREAK}одной {of_missed} случай не исключён ({limit}): вывод о школе делать рано."
    if beyond == missed:
        return f"Случай исключён у{NO_BREAK}всех не{NO_BREAK}достигших, их {whole(missed)} ({limit})."
    rest = "у другой" if missed - beyond == 1 and missed == 2 else "у остальных"
    who = f"{listed(names)}, " if 0 < len(names) <= _NAMED else ""
    return f"Случай исключён у{NO_BREAK}{one_or(beyond, 'одной')} {of_missed} ({who}{limit}), {rest} вывод делать рано."


def pooled_note(view: IndicatorComparison) -> str:
    """To a reader of one school: why a sum of the others may be hidden."""
    note = "Сводные значения видны, когда данные есть хотя бы у пяти других школ"
    hidden = [line for line in view.lines if line.cluster and line.now.status is Status.SUPPRESSED]
    if len(hidden) < 2:
        return f"{note}."
    return f"{note}. Скрыт бывает и ещё один кластер: иначе скрытое можно было бы вычислить."


def no_order_note(rule: IndicatorRule) -> str:
    """Why ВПР and ГИА stand by cluster or name."""
    if not rule.no_ranking:
        return ""
    return "ВПР и ГИА показываются по кластеру или названию: эти результаты не для сравнения школ по местам."
