"""What several charts of «Сравнение» say: goals, figures, targets and gaps in words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dashboard.formatting import (
    NO_BREAK,
    percent_value,
    plain,
    plural,
    target_percent,
    whole,
)
from dashboard.texts.series import break_words
from dashboard.texts.succession import former_name_words
from dashboard.texts.words import (
    CLUSTERS,
    LEVELS,
    SCHOOL_KINDS,
    STATUSES,
    in_units,
    indicator_name,
    without_number,
)
from data_layer.domain.attainment import PERCENT_KINDS, exact_value
from data_layer.domain.binomial import ChanceVerdict
from data_layer.domain.facts import IndicatorRule, PooledFact, ResultFact
from data_layer.domain.school_year import format_year
from data_layer.domain.series import Break, Years
from data_layer.domain.vocabulary import Cluster, Direction, IndicatorKind, Level, Status, TargetOrigin
from data_layer.queries.comparison.views import IndicatorComparison, RailGoal, SchoolFigure, SchoolFilters

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
FILE_TITLES: Final[Mapping[str, str]] = {
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
    return FILE_TITLES[chart]


def goal_short(goal: RailGoal) -> str:
    """A goal in the rail: the short name of its indicator, else its own."""
    return goal_name(goal.goal, goal.title, goal.indicators)


def goal_name(goal: str, title: str, indicators: Sequence[str]) -> str:
    """As goal_short. indicators: ids of those that decide it."""
    if len(indicators) == 1:
        return indicator_name(indicators[0], title)
    return _GOALS_SHORT.get(goal, title)


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


def growth_words(gap: float) -> str:
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
        return "" if figure.gap is None else growth_words(figure.gap)
    if figure.pupil_gap is None or figure.pupil_gap >= 0:
        return ""
    units = in_units(-figure.pupil_gap, rule.counts)
    return f"больше цели на{NO_BREAK}{units}" if rule.direction is Direction.AT_MOST else f"не{NO_BREAK}хватает {units}"


def figure_words(figure: SchoolFigure) -> str:
    """Beside or instead of the figures of a row: «нет данных», «<10», «малая группа, n = 7»."""
    if figure.status is Status.SUPPRESSED:
        return "<10" if figure.is_small else STATUSES[Status.SUPPRESSED]
    if figure.value is None:
        return without_number(figure.status, figure.absence)
    small = f"малая группа, n{NO_BREAK}={NO_BREAK}{figure.denominator}" if figure.is_small else ""
    kept = without_number(figure.status, figure.absence) if figure.status is Status.NO_BASELINE else ""
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


def past_words(view: IndicatorComparison, figure: SchoolFigure) -> str:
    """«174 из 219 (79,5 %)»; for growth last year's number; and why both years are no series."""
    rule, past = view.rule, figure.before
    if past is None or past.value is None:
        return ""
    year, words = format_year(view.before_year), series_words(view, past.breaks, since=past.since)
    named = former_name_words(past.name, min(view.before_year, view.year))
    breaks = "".join(f", {each}" for each in (named, words) if each)
    if rule.kind not in PERCENT_KINDS:
        return f"{plain(past.value)} ({year}){breaks}"
    value = percent_value(past.value)
    count = (
        f", {whole(past.numerator)} из{NO_BREAK}{whole(past.denominator)}"
        if past.numerator is not None and past.denominator
        else ""
    )
    return f"{value}{count} ({year}){breaks}"


def chance_words(figure: SchoolFigure) -> str:
    """The second question, apart from the verdict: could the miss be chance?"""
    if figure.chance is ChanceVerdict.UNLIKELY_CHANCE:
        return "случай исключён"
    if figure.chance is ChanceVerdict.TOO_FEW:
        return "мало данных, вывод делать рано"
    return "может быть случайностью" if figure.chance is ChanceVerdict.COULD_BE_CHANCE else ""


def near_words(most_pp: Decimal | None) -> str:
    """«до 5 п. п.»: how far from the goal is still «близко»."""
    return "" if most_pp is None else f"до{NO_BREAK}{plain(most_pp)}{NO_BREAK}п.{NO_BREAK}п."


def one_or(count: int, one: str) -> str:
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


def series_words(view: IndicatorComparison, breaks: Break | None, *, since: int | None = None) -> str:
    """Why the two years of the comparison are no series; empty where they are. since: the year that brought the break."""
    due = view.due if view.year > view.before_year else None
    return break_words(breaks, view.rule, Years(view.before_year, view.year, due), since=since)


def figure_value(rule: IndicatorRule, figure: SchoolFigure) -> Fraction | None:
    """Exact: percent for shares, units otherwise."""
    row = ResultFact(0, rule.id, Level.SCHOOL, 0, figure.status, figure.numerator, figure.denominator, figure.value)
    return exact_value(rule.kind, row)
