"""Sentences of «Сравнение». Which one stands when is published in docs/headlines.md; change both together."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dashboard.formatting import (
    NO_BREAK,
    counted,
    date_full,
    listed,
    percent_value,
    plain,
    plural,
    target_percent,
    whole,
)
from dashboard.texts.words import (
    CLUSTERS,
    LEVELS,
    SCHOOL_KINDS,
    STATUSES,
    in_units,
    indicator_name,
    of_goals,
    of_schools,
)
from data_layer.domain.attainment import PERCENT_KINDS, exact_value
from data_layer.domain.binomial import ChanceVerdict
from data_layer.domain.facts import IndicatorRule, PooledFact, ResultFact
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster, Direction, IndicatorKind, Level, Status, TargetOrigin
from data_layer.queries.comparison.views import (
    Break,
    IndicatorComparison,
    RailGoal,
    SchoolFigure,
    SchoolFilters,
    SchoolStanding,
    Standing,
)
from data_layer.queries.views import Count

DISTRICT: Final = "Район"
# «не достигли цели …»; an indicator of a district is told by its title.
_ON_GOAL: Final[Mapping[str, str]] = {
    "b1_certification_attainment": "по аттестации",
    "b1_vpr_attainment": "по ВПР",
    "b1_functional_literacy": "по функциональной грамотности",
    "b1_gia_attainment": "по ГИА",
    "b2_lagging_share": "по доле отстающих",
    "b2_support_coverage": "по занятиям с отстающими",
    "b3_vosh_participation": "по участию в ВсОШ",
    "b3_vosh_winners": "по победителям и призёрам ВсОШ",
    "b3_individual_trajectories": "по индивидуальным траекториям",
    "b3_additional_education": "по дополнительному образованию",
    "b4_early_guidance_participation": "по ранней профориентации",
    "b4_bilet_v_budushchee": "по «Билету в будущее»",
    "b4_career_diagnostics": "по профдиагностике",
    "b4_university_by_profile": "по поступлению в вузы по профилю",
    "b4_psych_support": "по психолого-педагогической поддержке",
    "b4_grade9_college_by_subjects": "по поступлению в колледжи по предметам ГИА",
    "b4_grade11_continuation_by_profile": "по продолжению обучения по профилю",
    "b5_diagnostics_coverage": "по диагностике педагогов",
    "b5_deficit_breakdown": "по видам дефицитов",
    "b5_targeted_training": "по адресным курсам",
    "b5_young_teacher_retention": "по закреплению молодых педагогов",
    "b6_events_completed": "по реализации мероприятий",
    "b6_class_guidance_evaluated": "по оценке классного руководства",
    "b6_personal_results_measured": "по личностным результатам",
}
# Goals of the catalogue that several indicators decide, in the narrow rail.
_GOALS_SHORT: Final[Mapping[str, str]] = {"g3_1_talent": "ВсОШ: участие и победы"}
_COUNT_HEADS: Final[Mapping[str, str]] = {
    "results": "результатов из всех",
    "students": "обучающихся из всех",
    "teachers": "педагогов из всех",
    "events": "мероприятий из всех",
    "graduates": "выпускников из всех",
    "classes": "классов из всех",
    "items": "из всех",
}
_COHORTS: Final[Mapping[str, str]] = {
    "results": "результатов в школе",
    "students": "обучающихся в школе",
    "teachers": "педагогов в школе",
    "events": "мероприятий в школе",
    "graduates": "выпускников в школе",
    "classes": "классов в школе",
}
_DIMENSIONS: Final[Mapping[str, str]] = {
    "subject": "По предметам",
    "parallel": "По параллелям",
    "category": "По видам",
    "result_type": "Предметные и метапредметные",
    "hia": "Обучающиеся с ОВЗ",
    "olympiad_stage": "По этапам олимпиады",
    "literacy_kind": "По видам грамотности",
    "upbringing_direction": "По направлениям воспитания",
}
_SLICE_VALUES: Final[Mapping[tuple[str, str], str]] = {
    ("result_type", "subject"): "Предметные",
    ("result_type", "metasubject"): "Метапредметные",
    ("hia", "yes"): "С ОВЗ",
    ("hia", "no"): "Без ОВЗ",
}
_BREAKS: Final[Mapping[Break, str]] = {
    Break.PARTIAL: "данные года неполны, их внесли меньше половины школ другого года",
    Break.PARTIAL_BEFORE: "данные другого года неполны, их внесли меньше половины школ",
    Break.COHORT: "состав изменился больше чем втрое",
}
_NAMED: Final = 3
# Percentage points that a change must have for a sentence to call it one.
_LEAST_POINTS: Final = Fraction(1, 10)


_FILES: Final[Mapping[str, str]] = {
    "goal": "Школы и цель",
    "funnel": "Случай или нет",
    "clusters": "Два года по кластерам",
    "change": "Два года по школам",
    "ambition": "Свои цели и результат",
    "slices": "Срезы",
    "blocks": "Школы и блоки",
    "school": "Школа и район",
}


def file_title(chart: str) -> str:
    """Name of the sheet and of the file with the rows of a chart."""
    return _FILES[chart]


def goal_short(goal: RailGoal) -> str:
    """A goal in the rail: the short name of its indicator, else its own."""
    if len(goal.indicators) == 1:
        return indicator_name(goal.indicators[0], goal.title)
    return _GOALS_SHORT.get(goal.goal, goal.title)


def on_goal(rule: IndicatorRule) -> str:
    """«по дополнительному образованию»."""
    return _ON_GOAL.get(rule.id, f"по показателю «{rule.title_short or rule.title}»")


def level_after(level: Level) -> str:
    """«, НОО»; nothing for the whole school."""
    return "" if level is Level.SCHOOL else f", {LEVELS[level]}"


def schools_words(filters: SchoolFilters, count: int) -> str:
    """The second half of «4 из 13 сельских школ»."""
    number = whole(count)
    adjective = {
        Cluster.TOWN: plural(count, "городской", "городских", "городских"),
        Cluster.VILLAGE: plural(count, "сельской", "сельских", "сельских"),
    }.get(filters.cluster) if filters.cluster else None  # fmt: skip
    noun = SCHOOL_KINDS[filters.kind] if filters.kind else plural(count, "школы", "школ", "школ")
    after = " посёлков" if filters.cluster is Cluster.SETTLEMENT else ""
    return f"{number}{NO_BREAK}{f'{adjective} ' if adjective else ''}{noun}{after}"


def filters_words(filters: SchoolFilters) -> str:
    """«все школы», «сёла, СОШ»."""
    parts = [CLUSTERS[filters.cluster].lower()] if filters.cluster else []
    parts += [SCHOOL_KINDS[filters.kind]] if filters.kind else []
    return ", ".join(parts) or "все школы"


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
        return f"Рост {about} ещё не виден: нет данных вашей школы за прошлый год"
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
        return f"Рост {about} ещё не виден: нет данных за прошлый год"
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
        return f", {_growth(fact.gap)}"
    if fact.gap is None or fact.reference is None:
        return ""
    side = _side(fact.gap if rule.direction is not Direction.AT_MOST else -fact.gap)
    return f", {side} {target_words(rule, fact.reference)}"


def _side(difference: float) -> str:
    if difference == 0:
        return "ровно по ориентиру"
    return "выше ориентира" if difference > 0 else "ниже ориентира"


def _growth(gap: float) -> str:
    if gap > 0:
        return f"на{NO_BREAK}{plain(gap)} больше, чем год назад"
    return f"на{NO_BREAK}{plain(-gap)} меньше, чем год назад" if gap < 0 else "столько же, сколько год назад"


def pooled_words(rule: IndicatorRule, fact: PooledFact) -> str:
    """«87,4 % (9 027 из 10 331)», «214»; empty without a value."""
    if fact.value is None:
        return ""
    if rule.kind not in PERCENT_KINDS:
        return plain(fact.value)
    if fact.numerator is None or not fact.denominator:
        return percent_value(fact.value, target=fact.reference)
    value = percent_value(Fraction(100 * fact.numerator, fact.denominator), target=fact.reference)
    return f"{value} ({whole(fact.numerator)} из{NO_BREAK}{whole(fact.denominator)})"


def target_words(rule: IndicatorRule, target: Decimal) -> str:
    return target_percent(target) if rule.kind in PERCENT_KINDS else plain(target)


def gap_sentence(rule: IndicatorRule, figure: SchoolFigure) -> str:
    """«не хватает 6 обучающихся», «больше цели на 2 обучающихся», «нужен рост»; empty without a gap."""
    if rule.kind is IndicatorKind.GROWTH:
        return "" if figure.gap is None else _growth(figure.gap)
    if figure.pupil_gap is None or figure.pupil_gap >= 0:
        return ""
    units = in_units(-figure.pupil_gap, rule.counts)
    return f"больше цели на{NO_BREAK}{units}" if rule.direction is Direction.AT_MOST else f"не{NO_BREAK}хватает {units}"


def figure_words(figure: SchoolFigure) -> str:
    """Beside or instead of the figures of a row: «нет данных», «<10», «малая группа, n = 7»."""
    if figure.status is Status.SUPPRESSED:
        return "<10" if figure.is_small else STATUSES[Status.SUPPRESSED]
    if figure.value is None:
        return STATUSES[figure.status]
    small = f"малая группа, n{NO_BREAK}={NO_BREAK}{figure.denominator}" if figure.is_small else ""
    kept = STATUSES[figure.status] if figure.status is Status.NO_BASELINE else ""
    return ", ".join(word for word in (small, kept) if word)


def standing_words(rule: IndicatorRule, figure: SchoolFigure) -> str:
    """«176 из 214, это 82,2 %»; the number of a count; what stands instead of a figure."""
    if figure.value is None:
        return figure_words(figure)
    if rule.kind not in PERCENT_KINDS:
        return plain(figure.value)
    if figure.numerator is None or not figure.denominator:
        return percent_value(figure.value, target=figure.target)
    value = percent_value(Fraction(100 * figure.numerator, figure.denominator), target=figure.target)
    small = f" ({figure_words(figure)})" if figure.is_small else ""
    return f"{whole(figure.numerator)} из{NO_BREAK}{whole(figure.denominator)}, это {value}{small}"


def target_told(rule: IndicatorRule, figure: SchoolFigure) -> str:
    """«не менее 90 %, своя, ориентир района 85 %»."""
    if rule.kind is IndicatorKind.GROWTH:
        return "больше, чем год назад"
    if figure.target is None:
        return STATUSES[Status.NO_TARGET]
    bound = "не более" if rule.direction is Direction.AT_MOST else "не менее"
    told = f"{bound} {target_words(rule, figure.target)}"
    if figure.target_origin is not TargetOrigin.OWN:
        return f"{told}, ориентир района"
    beside = f", ориентир района {target_words(rule, figure.reference)}" if figure.reference is not None else ""
    return f"{told}, своя{beside}"


def past_words(rule: IndicatorRule, figure: SchoolFigure, before: int) -> str:
    """«174 из 219 (79,5 %)»; for growth last year's number."""
    past = figure.before
    if past is None or past.value is None:
        return ""
    year = format_year(before)
    if rule.kind not in PERCENT_KINDS:
        return f"{plain(past.value)} ({year})"
    value = percent_value(past.value)
    count = (
        f", {whole(past.numerator)} из{NO_BREAK}{whole(past.denominator)}"
        if past.numerator is not None and past.denominator
        else ""
    )
    breaks = f", {_BREAKS[past.breaks]}" if past.breaks else ""
    return f"{value}{count} ({year}){breaks}"


def chance_words(figure: SchoolFigure) -> str:
    """The second question, apart from the verdict: could the miss be chance?"""
    if figure.chance is ChanceVerdict.UNLIKELY_CHANCE:
        return "случай исключён"
    if figure.chance is ChanceVerdict.TOO_FEW:
        return "мало данных, вывод делать рано"
    return "может быть случайностью" if figure.chance is ChanceVerdict.COULD_BE_CHANCE else ""


def chance_note(view: IndicatorComparison) -> str:
    """How many misses are beyond chance, at the limit for a whole district."""
    missed = [row for row in view.schools if row.is_missed and row.chance is not None]
    if not missed:
        return ""
    return _chance_sentence(sum(row.chance is ChanceVerdict.UNLIKELY_CHANCE for row in missed), len(missed))


def _chance_sentence(beyond: int, missed: int) -> str:
    limit = f"(граница 0,1{NO_BREAK}%)"
    if missed == 1:
        told = f"исключён {limit}" if beyond else f"не исключён {limit}: вывод о{NO_BREAK}ней делать рано"
        return f"У не{NO_BREAK}достигшей школы случай {told}."
    those = plural(missed, f"не{NO_BREAK}достигшей", f"не{NO_BREAK}достигших", f"не{NO_BREAK}достигших")
    of_missed = f"из{NO_BREAK}{whole(missed)} {those}"
    if not beyond:
        return f"Ни у{NO_BREAK}одной {of_missed} случай не исключён {limit}: вывод о школе делать рано."
    if beyond == missed:
        return f"Случай исключён у{NO_BREAK}всех не{NO_BREAK}достигших, их {whole(missed)} {limit}."
    rest = "у другой" if missed - beyond == 1 and missed == 2 else "у остальных"
    return f"Случай исключён у{NO_BREAK}{_one_or(beyond, 'одной')} {of_missed} {limit}, {rest} вывод делать рано."


def _one_or(count: int, one: str) -> str:
    """«одной», «7»: a single thing is told by its word."""
    return one if count == 1 else whole(count)


def group_title(words: str, count: int) -> str:
    """«Не достигли своей цели — 11»."""
    return f"{words}{NO_BREAK}—{NO_BREAK}{whole(count)}"


def count_head(rule: IndicatorRule) -> str:
    return _COUNT_HEADS.get(rule.counts, _COUNT_HEADS["items"]) if rule.kind in PERCENT_KINDS else "было год назад"


def cohort_label(rule: IndicatorRule) -> str:
    return _COHORTS.get(rule.counts, "единиц в школе")


def reference_label(rule: IndicatorRule, reference: Decimal) -> str:
    return f"ориентир района {target_words(rule, reference)}"


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


# Funnel


def funnel_headline(
    worse: Sequence[str], better: Sequence[str], *, rule: IndicatorRule, around: str, names_schools: bool
) -> str:
    """worse, better: names of the schools outside the 99.8 % limits. around: «ориентира», «значения района».

    Rules 9–11 of docs/headlines.md: misses first, then the others, else that chance explains everything.
    """
    if not worse and not better:
        return f"Отличия школ от{NO_BREAK}{around} могут быть случайными"
    found = worse or better
    side = "ниже" if bool(worse) != (rule.direction is Direction.AT_MOST) else "выше"
    if names_schools and len(found) <= _NAMED:
        who = listed(found)
    else:
        who = "Одна школа" if len(found) == 1 else counted(len(found), "школа", "школы", "школ")
    return f"{who} {side} {around} не{NO_BREAK}случайно"


def funnel_subtitle(label: str) -> str:
    """label: «ориентир района 85 %»."""
    return (
        f"Сплошная линия{NO_BREAK}— {label}. За пунктиром (99,8{NO_BREAK}%) случай исключён, "
        f"внутри линий вывод о{NO_BREAK}школе делать рано: данных мало."
    )


# Two years


def change_headline(view: IndicatorComparison) -> str:
    """Rules 12–15: what the pooled values of district and clusters did between the years."""
    before = format_year(view.before_year)
    district = view.district
    if district.breaks is not None:
        return f"С{NO_BREAK}{before} сравнивать рано: {_BREAKS[district.breaks]}"
    exact = {line.cluster: pooled_change(view.rule, line.now, line.before) for line in view.lines}
    changes = {cluster: told_change(view.rule, change) for cluster, change in exact.items() if change is not None}
    if "" not in changes:
        return f"С{NO_BREAK}{before} не{NO_BREAK}сравнить"
    clusters = [change for cluster, change in changes.items() if cluster]
    if changes[""] == 0:
        return f"С{NO_BREAK}{before} значение района {'почти ' if exact[''] else ''}не{NO_BREAK}изменилось"
    is_better = (changes[""] > 0) != (view.rule.direction is Direction.AT_MOST)
    verb = "выросло" if changes[""] > 0 else "снизилось"
    same = clusters and all((change > 0) == (changes[""] > 0) and change != 0 for change in clusters)
    where = "во всех кластерах" if same else "в районе, но не во всех кластерах"
    if len(clusters) < 2:
        where = "в районе"
    good = "" if view.rule.direction is not Direction.AT_MOST else (", это лучше" if is_better else ", это хуже")
    return f"С{NO_BREAK}{before} значение {verb} {where}{good}"


def no_other_year(view: IndicatorComparison) -> tuple[str, str]:
    """Title and reason where two years cannot stand beside one another."""
    before = format_year(view.before_year)
    if view.district.now.value is None:
        return (
            f"С{NO_BREAK}{before} пока не{NO_BREAK}сравнить",
            f"Сводного значения за{NO_BREAK}{format_year(view.year)} нет.",
        )
    return f"С{NO_BREAK}{before} не{NO_BREAK}сравнить", f"Сводного значения за{NO_BREAK}{before} нет."


def pooled_change(rule: IndicatorRule, now: PooledFact, before: PooledFact | None) -> Fraction | None:
    """Exact, in percentage points or units; None where one of both has no value."""
    first = None if before is None else pooled_value(rule, before)
    second = pooled_value(rule, now)
    return None if first is None or second is None else second - first


def told_change(rule: IndicatorRule, change: Fraction) -> Fraction:
    """The change as a sentence may tell it: less than 0.1 percentage points is none."""
    return Fraction(0) if rule.kind in PERCENT_KINDS and abs(change) < _LEAST_POINTS else change


def pooled_value(rule: IndicatorRule, fact: PooledFact) -> Fraction | None:
    if fact.value is None:
        return None
    if rule.kind in PERCENT_KINDS and fact.numerator is not None and fact.denominator:
        return Fraction(100 * fact.numerator, fact.denominator)
    return Fraction(fact.value)


def schools_change_headline(better: int, worse: int, compared: int, *, before: int) -> str:
    if not compared:
        return f"Школ с{NO_BREAK}данными за{NO_BREAK}оба года нет"
    since = f"С{NO_BREAK}{format_year(before)}"
    if compared == 1:
        how = "стало лучше" if better else "стало хуже" if worse else f"ничего не{NO_BREAK}изменилось"
        return f"{since} у{NO_BREAK}единственной школы с{NO_BREAK}данными {how}"
    if not better and not worse:
        return f"{since} ни у{NO_BREAK}одной из{NO_BREAK}{of_schools(compared)} ничего не{NO_BREAK}изменилось"
    if compared in {better, worse}:
        who = f"обеих{NO_BREAK}школ" if compared == 2 else f"всех школ с{NO_BREAK}данными ({whole(compared)})"
        return f"{since} {'лучше' if better else 'хуже'} стало у{NO_BREAK}{who}"
    of_all = f"из{NO_BREAK}{of_schools(compared)}"
    gained = f"лучше стало у{NO_BREAK}{_one_or(better, 'одной')} {of_all}"
    lost = f"хуже{NO_BREAK}— у{NO_BREAK}{_one_or(worse, 'одной')}" if worse else f"хуже{NO_BREAK}— ни у{NO_BREAK}одной"
    if not better:
        return f"{since} лучше не{NO_BREAK}стало ни у{NO_BREAK}одной {of_all}, {lost}"
    return f"{since} {gained}, {lost}"


def break_words(breaks: Break | None) -> str:
    return "" if breaks is None else _BREAKS[breaks]


# Ambition


def ambition_headline(figures: Sequence[SchoolFigure], rule: IndicatorRule) -> str:
    """figures: schools with an own target and a value."""
    own = [row for row in figures if row.target_origin is TargetOrigin.OWN and row.reference is not None]
    easier = [row for row in own if row.target is not None and _is_easier(rule, row.target, row.reference)]
    if not own:
        return "Своих целей школы не ставили: для всех действует ориентир района"
    if not easier:
        whose = f"Своя цель одной{NO_BREAK}школы" if len(own) == 1 else f"Свои цели {of_schools(len(own))}"
        return f"{whose} не{NO_BREAK}легче ориентира района"
    return _easier_sentence(len(easier), sum(row.status is Status.MET for row in easier))


def _easier_sentence(count: int, met: int) -> str:
    if count == 1:
        end = f"и{NO_BREAK}она её достигла" if met else f"но{NO_BREAK}и её она не{NO_BREAK}достигла"
        return f"У{NO_BREAK}одной{NO_BREAK}школы своя цель легче ориентира, {end}"
    who = f"У{NO_BREAK}{of_schools(count)} своя цель легче ориентира"
    if not met:
        return f"{who}, но{NO_BREAK}и её не{NO_BREAK}достигла ни{NO_BREAK}одна"
    if met == count:
        return f"{who}, её достигли {'обе' if met == 2 else 'все'}"
    verb = plural(met, "достигла", "достигли", "достигли")
    return f"{who}, её {verb} {_one_or(met, 'одна')} из{NO_BREAK}них"


def _is_easier(rule: IndicatorRule, target: Decimal, reference: Decimal | None) -> bool:
    if reference is None:
        return False
    return target > reference if rule.direction is Direction.AT_MOST else target < reference


def ambition_counts(figures: Sequence[SchoolFigure], rule: IndicatorRule) -> tuple[str, ...]:
    """Four fields: own target at least as hard as the reference or easier × met or not."""
    fields = [
        ("цель не легче ориентира, достигнута", False, True),
        ("цель не легче ориентира, не достигнута", False, False),
        ("цель легче ориентира, достигнута", True, True),
        ("цель легче ориентира, не достигнута", True, False),
    ]
    return tuple(
        f"{words}{NO_BREAK}— {whole(sum(_lies_in(row, rule, is_easier, is_met) for row in figures))}"
        for words, is_easier, is_met in fields
    )


def _lies_in(row: SchoolFigure, rule: IndicatorRule, is_easier: bool, is_met: bool) -> bool:
    easier = row.target is not None and _is_easier(rule, row.target, row.reference)
    return easier is is_easier and (row.status is Status.MET) is is_met


# Slices


def dimension_title(dimension: str) -> str:
    return _DIMENSIONS.get(dimension, f"По разрезу «{dimension}»")


def slice_title(dimension: str, key: str, titles: Mapping[str, str]) -> str:
    if dimension == "parallel":
        return f"{key}{NO_BREAK}классы" if key.isdigit() else key
    return titles.get(key) or _SLICE_VALUES.get((dimension, key), key)


def slices_headline(named: Sequence[tuple[str, Fraction]], *, dimension: str, less_is_better: bool) -> str:
    """named: titles and exact values of what is shown. Says the two ends."""
    if not named:
        return f"{dimension_title(dimension)}: скрыто, группы малы"
    if len(named) == 1:
        return f"{named[0][0]}: {percent_value(named[0][1])}"
    low = min(named, key=lambda each: each[1])
    high = max(named, key=lambda each: each[1])
    if low[1] == high[1]:
        return f"{dimension_title(dimension)}: везде одинаково, {percent_value(low[1])}"
    first, last = (high, low) if less_is_better else (low, high)
    if dimension == "category":
        return f"Чаще всего отмечены: {lower_first(high[0])} ({percent_value(high[1])})"
    ends = [f"{percent_value(value)} ({lower_first(title)})" for title, value in (first, last)]
    return f"{dimension_title(dimension)} от{NO_BREAK}{ends[0]} до{NO_BREAK}{ends[1]}"


def lower_first(title: str) -> str:
    """«русский язык»; abbreviations stay («ИКТ»)."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def slice_headline(name: str, values: Sequence[Fraction]) -> str:
    """«Математика: в школах от 71,4 % до 98 %»."""
    if not values:
        return f"{name}: данных нет"
    if len(values) == 1:
        return f"{name}: данные одной школы, {percent_value(values[0])}"
    if min(values) == max(values):
        return f"{name}: во{NO_BREAK}всех школах {percent_value(values[0])}"
    return (
        f"{name}: в{NO_BREAK}школах от{NO_BREAK}{percent_value(min(values))} до{NO_BREAK}{percent_value(max(values))}"
    )


BREAKDOWN_NOTE: Final = f"Можно отметить несколько видов, поэтому сумма бывает больше 100{NO_BREAK}%."
SLICES_NOTE: Final = "Срезы складываются по всем школам; для среза отдельной цели нет."


# Blocks


def blocks_headline(totals: Mapping[int, Count], titles: Mapping[int, str], *, is_own: bool = False) -> str:
    """totals: goals met of goals with a verdict by block, as far as they are shown. is_own: of one school."""
    met, judged = sum(count.k for count in totals.values()), sum(count.n for count in totals.values())
    if not judged:
        return "О целях судить рано: данных ещё нет"
    shares = {block: Fraction(count.k, count.n) for block, count in totals.items() if count.n}
    sentence = f"{'Ваша школа' if is_own else 'Школы'} {_met_of(Count(met, judged), is_one=is_own)}"
    if len(shares) < 2 or len(set(shares.values())) == 1:
        return sentence
    worst = min(shares, key=lambda block: (shares[block], block))
    count = totals[worst]
    return f"{sentence}, меньше всего{NO_BREAK}— блок {worst} «{titles[worst]}»: {whole(count.k)} из{NO_BREAK}{whole(count.n)}"


def block_headline(block: int, title: str, count: Count | None, *, is_own: bool = False) -> str:
    """count: None where it is hidden school by school."""
    if count is None:
        return f"Блок {block} «{title}»: числа школ скрыты, показатели чувствительны"
    if not count.n:
        return f"Блок {block} «{title}»: данных ещё нет"
    return f"Блок {block} «{title}»: {'ваша школа' if is_own else 'школы'} {_met_of(count, is_one=is_own)}"


def _met_of(count: Count, *, is_one: bool) -> str:
    """«достигли 7 из 12 целей»; none, one and all as people say them. is_one: of one school."""
    verb = "достигла" if is_one else "достигли"
    if count.n == 1:
        return f"{verb} единственной цели" if count.k else f"не{NO_BREAK}{verb} единственной цели"
    if not count.k:
        return f"не{NO_BREAK}{verb} ни{NO_BREAK}одной из{NO_BREAK}{of_goals(count.n)}"
    if count.k == count.n:
        return f"{verb} {'обеих целей' if count.n == 2 else f'всех целей, их {whole(count.n)}'}"
    return f"{verb} {_one_or(count.k, 'одной')} из{NO_BREAK}{of_goals(count.n)}"


# A school within its district


def standing_headline(standing: SchoolStanding, name: str) -> str:
    """«СОШ № 3 хуже медианы района по 5 из 14 показателей»."""
    compared = [line for line in standing.lines if _beside_median(line) is not None]
    if not compared:
        return f"{name}: сравнить с{NO_BREAK}медианой района пока не{NO_BREAK}с{NO_BREAK}чем"
    worse = sum(_beside_median(line) == -1 for line in compared)
    return f"{name} {_standing_told(worse, len(compared))}"


def _standing_told(worse: int, compared: int) -> str:
    if compared == 1:
        start = "уступает" if worse else f"не{NO_BREAK}уступает"
        return f"{start} медиане района по{NO_BREAK}единственному показателю, где она есть"
    of_all = f"{whole(compared)}{NO_BREAK}{plural(compared, 'показателя', 'показателей', 'показателей')}"
    if not worse:
        return f"не{NO_BREAK}уступает медиане района ни по{NO_BREAK}одному из{NO_BREAK}{of_all}"
    if worse == compared:
        of_every = plural(compared, "показателю", "показателям", "показателям")
        return f"уступает медиане района по{NO_BREAK}всем {whole(compared)}{NO_BREAK}{of_every}"
    return f"уступает медиане района по{NO_BREAK}{_one_or(worse, 'одному')} из{NO_BREAK}{of_all}"


def _beside_median(line: Standing) -> int | None:
    """Better 1, worse −1, the same 0, None where one of both is not known."""
    figure = line.figure
    if line.district.median is None or figure.value is None or figure.is_small:
        return None
    own = figure_value(line.rule, figure)
    median = Fraction(line.district.median)
    # Medians are stored as the nearest double, so equal shares are compared as doubles.
    if own is None or float(own) == line.district.median:
        return None if own is None else 0
    return 1 if (own > median) != (line.rule.direction is Direction.AT_MOST) else -1


def figure_value(rule: IndicatorRule, figure: SchoolFigure) -> Fraction | None:
    """Exact: percent for shares, units otherwise."""
    row = ResultFact(0, rule.id, Level.SCHOOL, 0, figure.status, figure.numerator, figure.denominator, figure.value)
    return exact_value(rule.kind, row)


QUARTILES_NOTE: Final = "Медиана и квартили считаются по школам с немалыми группами, каждая школа один раз."


def not_on_scale(rules: Sequence[IndicatorRule]) -> str:
    """Which goals of the school have no place on a scale of percent."""
    names = [f"{rule.code} {indicator_name(rule.id, rule.title_short or rule.title)}" for rule in rules]
    return f"На шкале долей нет: {', '.join(names)} (считаются в штуках)." if names else ""


def quartiles_words(fact: PooledFact) -> str:
    if fact.median is None:
        return "без медианы: мало школ"
    return ""


def median_words(fact: PooledFact) -> str:
    """«медиана 86,9 %, половина школ от 84,5 % до 89,1 %»."""
    if fact.median is None or fact.lower_quartile is None or fact.upper_quartile is None:
        return ""
    low, high = percent_value(fact.lower_quartile), percent_value(fact.upper_quartile)
    return f"медиана {percent_value(fact.median)}, половина школ от{NO_BREAK}{low} до{NO_BREAK}{high}"
