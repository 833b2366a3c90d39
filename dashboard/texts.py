"""The wording of the interface: titles of the closed word lists and the sentences that state a finding.

Sentences are functions of counts, so that a page, a slide and a file say the same thing.
Domain sentences of flags arrive with the flags and are not repeated here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from dashboard.formatting import (
    NO_BREAK,
    counted,
    date_full,
    date_short,
    days,
    listed,
    percent,
    plain,
    plural,
    points,
    target_percent,
    whole,
)
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import (
    COUNTED_STAGES,
    CellState,
    Cluster,
    Direction,
    GoalStatus,
    IndicatorKind,
    Level,
    Role,
    Rule,
    Severity,
    Stage,
    Status,
    TargetOrigin,
)
from data_layer.queries.rollup import RollupRow
from data_layer.queries.views import BlockRow, Count, CycleCell, FlagItem, MatrixCell, Overview, ResultLine, SchoolCard

PRODUCT: Final = "ВСОКО-район"

LEVELS: Final[Mapping[Level, str]] = {
    Level.NOO: "НОО",
    Level.OOO: "ООО",
    Level.SOO: "СОО",
    Level.SCHOOL: "школа в целом",
}
# In a column under «НОО» the words «школа в целом» would shout; an empty level reads as the whole school.
LEVELS_SHORT: Final[Mapping[Level, str]] = {**LEVELS, Level.SCHOOL: ""}
CLUSTERS: Final[Mapping[Cluster, str]] = {
    Cluster.TOWN: "Город",
    Cluster.SETTLEMENT: "Посёлки",
    Cluster.VILLAGE: "Сёла",
}
CLUSTER_OF_SCHOOL: Final[Mapping[Cluster, str]] = {
    Cluster.TOWN: "город",
    Cluster.SETTLEMENT: "посёлок",
    Cluster.VILLAGE: "село",
}
NO_CLUSTER: Final = "Тип местности не указан"
ROLES: Final[Mapping[Role, str]] = {
    Role.ADMINISTRATOR: "Администратор",
    Role.REGION: "Регион",
    Role.DEPARTMENT: "Специалист управления образования",
    Role.PRESENTER: "Ведущий совещания",
    Role.DIRECTOR: "Директор",
    Role.COORDINATOR: "Ответственный за ВСОКО",
}
STAGES: Final[Mapping[Stage, str]] = {
    Stage.RATIONALE: "Обоснование",
    Stage.GOAL_SETTING: "Постановка целей",
    Stage.MONITORING: "Мониторинг",
    Stage.ANALYSIS: "Анализ мониторингов",
    Stage.RECOMMENDATIONS: "Адресные рекомендации",
    Stage.MEASURES: "Меры и мероприятия",
    Stage.DECISIONS: "Управленческие решения",
    Stage.EFFECTIVENESS_REVIEW: "Анализ эффективности мер",
}
STAGE_HEADS: Final[Mapping[Stage, tuple[str, str]]] = {
    Stage.GOAL_SETTING: ("Цели", "цел"),
    Stage.MONITORING: ("Монит.", "мон"),
    Stage.ANALYSIS: ("Анализ", "ана"),
    Stage.RECOMMENDATIONS: ("Реком.", "рек"),
    Stage.MEASURES: ("Меры", "мер"),
    Stage.DECISIONS: ("Решения", "реш"),
}
STAGES_IN_LIST: Final[Mapping[Stage, str]] = {
    Stage.GOAL_SETTING: "цели",
    Stage.MONITORING: "мониторинг",
    Stage.ANALYSIS: "анализ",
    Stage.RECOMMENDATIONS: "рекомендации",
    Stage.MEASURES: "меры",
    Stage.DECISIONS: "решения",
}
BLOCKS_SHORT: Final[Mapping[int, str]] = {
    1: "Качество",
    2: "Отстающие",
    3: "Одарённые",
    4: "Профориентация",
    5: "Педагоги",
    6: "Воспитание",
}
BLOCKS_IN_SENTENCE: Final[Mapping[int, str]] = {
    1: "качество подготовки",
    2: "отстающие",
    3: "одарённые",
    4: "профориентация",
    5: "педагоги",
    6: "воспитание",
}
# Names of the catalogue's own indicators in a narrow column; an indicator of a district keeps its title.
INDICATORS_SHORT: Final[Mapping[str, str]] = {
    "b1_certification_attainment": "Аттестация",
    "b1_vpr_attainment": "ВПР",
    "b1_functional_literacy": "Функциональная грамотность",
    "b1_gia_attainment": "ГИА",
    "b2_lagging_share": "Отстающие",
    "b2_support_coverage": "Охват занятиями",
    "b3_vosh_participation": "Участие в ВсОШ",
    "b3_vosh_winners": "Победители и призёры ВсОШ",
    "b3_individual_trajectories": "Индивидуальные траектории",
    "b3_additional_education": "Дополнительное образование",
    "b4_early_guidance_participation": "Ранняя профориентация",
    "b4_bilet_v_budushchee": "«Билет в будущее»",
    "b4_career_diagnostics": "Профдиагностика",
    "b4_university_by_profile": "Вуз по профилю",
    "b4_psych_support": "Поддержка и консультации",
    "b4_grade9_college_by_subjects": "ПОО по предметам ГИА",
    "b4_grade11_continuation_by_profile": "Продолжили по профилю",
    "b5_diagnostics_coverage": "Диагностика педагогов",
    "b5_deficit_breakdown": "Виды дефицитов",
    "b5_targeted_training": "Адресные курсы",
    "b5_young_teacher_retention": "Закрепление молодых",
    "b6_events_completed": "Реализация мероприятий",
    "b6_class_guidance_evaluated": "Оценка классного руководства",
    "b6_personal_results_measured": "Личностные результаты",
}
STATUSES: Final[Mapping[Status, str]] = {
    Status.MET: "достигнута",
    Status.NEAR: "близко",
    Status.NOT_MET: "не достигнута",
    Status.NO_DATA: "нет данных",
    Status.NOT_DUE: "ещё не срок",
    Status.NO_TARGET: "цель не задана",
    Status.NO_BASELINE: "нет данных за прошлый год",
    Status.NOT_APPLICABLE: "не применимо",
    Status.SUPPRESSED: "скрыто",
}
GOAL_STATUSES: Final[Mapping[GoalStatus, str]] = {
    GoalStatus.MET: "достигнута",
    GoalStatus.NOT_MET: "не достигнута",
    GoalStatus.NO_DATA: "нет данных",
    GoalStatus.NOT_APPLICABLE: "не применимо",
    GoalStatus.SUPPRESSED: "скрыто",
}
CELL_STATES: Final[Mapping[CellState, str]] = {
    CellState.ACCEPTED: "принят",
    CellState.SUBMITTED: "на проверке",
    CellState.DRAFT: "черновик",
    CellState.RETURNED: "возвращён",
    CellState.OVERDUE: "просрочен",
    CellState.NOT_DUE: "ещё не срок",
    CellState.MISSING: "документа нет, он не обязателен",
    CellState.NOT_APPLICABLE: "не требуется",
}
SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.HIGH: "срочно",
    Severity.MEDIUM: "важно",
    Severity.LOW: "к сведению",
}
NO_DAY_HAS_PASSED: Final = "Сроков, которые уже прошли, нет"
_STAGES_NAMED: Final = 3
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
DOCUMENTS: Final = ("документ", "документа", "документов")
# What one counts, after «не хватает 1» and after «не хватает 5».
_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "students": ("обучающегося", "обучающихся"),
    "results": ("результата", "результатов"),
    "teachers": ("педагога", "педагогов"),
    "events": ("мероприятия", "мероприятий"),
    "graduates": ("выпускника", "выпускников"),
    "classes": ("класса", "классов"),
    "items": ("единицы", "единиц"),
}


def _of_goals(count: int) -> str:
    return f"{whole(count)}{NO_BREAK}{plural(count, 'цели', 'целей', 'целей')}"


def _in_schools(count: int) -> str:
    return f"{whole(count)}{NO_BREAK}{plural(count, 'школе', 'школах', 'школах')}"


def of_schools(count: int) -> str:
    """The second half of «4 из 26 школ»."""
    return f"{whole(count)}{NO_BREAK}{plural(count, 'школы', 'школ', 'школ')}"


def overdue_sentence(overdue: int, schools: Count | None = None) -> str:
    """«Просрочено 42 документа — в 10 школах из 26.»"""
    if not overdue:
        return "Просроченных документов нет."
    verb = plural(overdue, "Просрочен", "Просрочено", "Просрочено")
    place = f"{NO_BREAK}— в{NO_BREAK}{_in_schools(schools.k)} из{NO_BREAK}{whole(schools.n)}" if schools else ""
    return f"{verb} {counted(overdue, *DOCUMENTS)}{place}."


def _who(cluster: Cluster | None) -> str:
    if cluster is None:
        return "Школы"
    return {
        Cluster.TOWN: "Городские школы",
        Cluster.SETTLEMENT: "Школы посёлков",
        Cluster.VILLAGE: "Сельские школы",
    }[cluster]


def overview_headline(view: Overview) -> str:
    """The finding of «Обзор»: «Школы достигли 236 из 373 целей. Просрочено 42 документа — в 10 школах из 26.»"""
    if view.goals.n:
        goals = f"{_who(view.filters.cluster)} достигли {whole(view.goals.k)} из{NO_BREAK}{_of_goals(view.goals.n)}."
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
    who = f"{whole(count)}{NO_BREAK}{plural(count, 'района', 'районов', 'районов')}"
    if not judged:
        return (
            f"О целях школ {who} судить рано: данных ещё нет. {overdue_sentence(sum(row.overdue for row in districts))}"
        )
    goals = f"Школы {who} достигли {whole(met)} из{NO_BREAK}{_of_goals(judged)}."
    return f"{goals} {overdue_sentence(sum(row.overdue for row in districts))}"


def district_goals_sentence(met: Count, *, cluster: Cluster | None = None) -> str:
    """Goals over pooled figures: «Район достиг 9 из 15 своих целей»; of one cluster, its schools together."""
    if not met.n:
        return "О сводных целях судить рано"
    who = "Район достиг" if cluster is None else f"{_who(cluster)} вместе достигли"
    return f"{who} {whole(met.k)} из{NO_BREAK}{whole(met.n)} {'своих целей' if cluster is None else 'целей района'}"


def goals_comment(now: Count, before: Count | None, *, year: int) -> str:
    """«63,3 %. Год назад 222 из 369, +3,1 п. п.»; without a comparison the reason is said."""
    if not now.n:
        return "Данных ещё нет"
    if before is None or not before.n:
        return f"{percent(now.k, now.n)}. За {format_year(year - 1)} данных нет"
    change = points(Fraction(100 * now.k, now.n) - Fraction(100 * before.k, before.n))
    return f"{percent(now.k, now.n)}. Год назад {whole(before.k)} из{NO_BREAK}{whole(before.n)}, {change}"


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
    place = f"В{NO_BREAK}{_in_schools(schools.k)} из{NO_BREAK}{whole(schools.n)}"
    return place + (f": {', '.join(parts)}" if parts else "") + _returned(returned)


def _returned(count: int) -> str:
    return f". На доработке{NO_BREAK}{whole(count)}" if count else ""


def coverage_comment(coverage: Count, results: Count) -> str:
    missing = coverage.n - coverage.k
    if not results.k:
        return "Данных за год нет"
    entered = f"Показателей {whole(results.k)} из{NO_BREAK}{whole(results.n)}"
    if not missing:
        return f"Долгов по данным нет. {entered}"
    verb = plural(missing, "Не внесла", "Не внесли", "Не внесли")
    return f"{verb} {counted(missing, 'школа', 'школы', 'школ')}. {entered}"


def counted_note(view: Overview) -> str:
    """Which goals the counts hold. Somebody from whom goals are hidden must not take the rest for all."""
    hides = any(
        cell.is_hidden or any(mark.status is Status.SUPPRESSED for mark in cell.marks)
        for row in view.matrix
        for cell in row.cells
    )
    counted = (
        "Скрытые цели (малые группы, чувствительные показатели) вошли в счёт, только если по сумме школу не узнать."
        if hides
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


def block_short(number: int) -> str:
    """Name of a block in a narrow column, with a soft hyphen where the longest may break."""
    return BLOCKS_SHORT.get(number, f"Блок {number}").replace("Профо", "Проф\u00adо")


def cell_words(cell: MatrixCell) -> str:
    """A matrix cell for those who hear it: «3 из 4 целей. 1.1 достигнута, 1.2 близко»."""
    marks = ", ".join(f"{mark.code} {STATUSES[mark.status]}" for mark in cell.marks)
    if cell.is_hidden or cell.goals is None:
        return "скрыто: показатели блока чувствительны"
    if not cell.goals.n:
        return marks
    return f"{cell.goals.k} из {_of_goals(cell.goals.n)}. {marks}"


def school_headline(card: SchoolCard) -> str:
    """«Школа достигла 8 из 15 целей. Просрочено 2 документа, 1 возвращён.»"""
    if card.goals is None:
        goals = "Число целей школы скрыто."
    elif card.goals.n:
        goals = f"Школа достигла {whole(card.goals.k)} из{NO_BREAK}{_of_goals(card.goals.n)}."
    else:
        goals = f"О целях {format_year(card.year)} судить рано: данных ещё нет."
    return f"{goals} {_school_documents(card.overdue, card.returned)}"


def _school_documents(overdue: int, returned: int) -> str:
    back = f"{whole(returned)}{NO_BREAK}{plural(returned, 'возвращён', 'возвращены', 'возвращены')}" if returned else ""
    if overdue and back:
        return f"{overdue_sentence(overdue)[:-1]}, {back}."
    if back:
        return f"Просроченных документов нет, {back}."
    return overdue_sentence(overdue)


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


def in_units(count: int, counts: str) -> str:
    """«6 обучающихся», «1 результата»: what is counted, in the genitive that follows «не хватает»."""
    one, many = _UNITS.get(counts, _UNITS["items"])
    return f"{whole(count)}{NO_BREAK}{plural(count, one, many, many)}"


def verdict(line: ResultLine) -> str:
    """The verdict on one figure, in whole units first: «не хватает 6 обучающихся», «ровно на цели»."""
    if line.status is Status.NOT_DUE and line.due:
        return f"ещё не срок, до{NO_BREAK}{date_short(line.due)}"
    if line.status not in {Status.MET, Status.NEAR, Status.NOT_MET} or line.gap is None:
        return STATUSES[line.status]
    if line.kind == IndicatorKind.GROWTH:
        return _growth_verdict(line.gap)
    if line.status is Status.MET:
        return "ровно на цели" if _is_exactly_on_target(line) else STATUSES[Status.MET]
    if line.pupil_gap is None:
        return STATUSES[line.status]
    missing = in_units(abs(line.pupil_gap), line.counts)
    return f"больше цели на{NO_BREAK}{missing}" if line.direction == Direction.AT_MOST else f"не хватает {missing}"


def _growth_verdict(gap: float) -> str:
    if gap > 0:
        return f"больше на{NO_BREAK}{plain(gap)}"
    return f"меньше на{NO_BREAK}{plain(-gap)}, нужен рост" if gap < 0 else "столько же, нужен рост"


def _is_exactly_on_target(line: ResultLine) -> bool:
    return line.gap == 0 and line.target not in {None, 0, 100}


def small_cohort_note(line: ResultLine) -> str:
    """«малая группа, n = 3»; empty for an ordinary cohort."""
    if not line.is_small_cohort or line.status in {Status.NOT_APPLICABLE, Status.NO_DATA, Status.NOT_DUE}:
        return ""
    if line.denominator is None:
        return "малая группа"
    early = ", рано судить" if line.status in {Status.NEAR, Status.NOT_MET} else ""
    return f"малая группа, n{NO_BREAK}={NO_BREAK}{line.denominator}{early}"


def target_words(line: ResultLine) -> str:
    """What the figure is compared with: «не менее 90 %», «больше, чем год назад»."""
    if line.kind == IndicatorKind.GROWTH:
        return "больше, чем год назад"
    if line.target is None:
        return STATUSES[Status.NO_TARGET] if line.direction else "без цели, для сведения"
    is_share = line.kind in {IndicatorKind.SHARE, IndicatorKind.RETENTION}
    target = target_percent(line.target) if is_share else plain(line.target)
    bound = "не более" if line.direction == Direction.AT_MOST else "не менее"
    return f"{bound} {target}"


def reference_words(line: ResultLine) -> str:
    """That the target is the school's own, with the district reference where that is another; else nothing."""
    if line.target_origin != TargetOrigin.OWN or line.kind == IndicatorKind.GROWTH:
        return ""
    if line.reference is None or line.reference == line.target:
        return "своя цель"
    is_share = line.kind in {IndicatorKind.SHARE, IndicatorKind.RETENTION}
    return f"своя цель, ориентир {target_percent(line.reference) if is_share else plain(line.reference)}"


def indicator_name(indicator: str, title: str) -> str:
    return INDICATORS_SHORT.get(indicator, title)


def cycle_words(cell: CycleCell) -> str:
    """A cell of the cycle in words: «просрочен на 24 дня, срок 25.08.2026»."""
    words = CELL_STATES[cell.state]
    if cell.state is CellState.OVERDUE and cell.days_overdue:
        words = f"просрочен на {days(cell.days_overdue)}"
    if cell.document_date and cell.state in {CellState.ACCEPTED, CellState.SUBMITTED}:
        return f"{words}, документ от {date_full(cell.document_date)}"
    return f"{words}, срок {date_full(cell.due)}" if cell.due else words


def on_day(today: date) -> str:
    return f"на{NO_BREAK}{date_full(today)}"


def task_title(flags: Sequence[FlagItem]) -> str:
    """What a school has to do about flags of one rule, stage and day: «Сдать анализ мониторингов, блоки 3–6»."""
    first = flags[0]
    verb, subject = _TASK_VERBS.get(first.rule), _STAGES_TO_HAND_IN.get(first.stage) if first.stage else None
    blocks = sorted({flag.block for flag in flags if flag.block is not None})
    if verb is None or subject is None or not blocks:
        return first.message.rstrip(".")
    return f"{verb} {subject}, {blocks_words(blocks)}"


def is_task_of_stage(rule: Rule) -> bool:
    """Whether flags of the rule can be told together, as one document handed in for several blocks."""
    return rule in _TASK_VERBS


def blocks_words(blocks: Sequence[int]) -> str:
    """«блок 3», «блоки 1–3, 5»; blocks ascending."""
    runs: list[list[int]] = []
    for block in blocks:
        if runs and block == runs[-1][-1] + 1:
            runs[-1].append(block)
        else:
            runs.append([block])
    words = ", ".join(_run_words(run) for run in runs)
    return f"{'блоки' if len(blocks) > 1 else 'блок'}{NO_BREAK}{words}"


def _run_words(run: Sequence[int]) -> str:
    if len(run) < 3:
        return ", ".join(str(block) for block in run)
    return f"{run[0]}–{run[-1]}"
