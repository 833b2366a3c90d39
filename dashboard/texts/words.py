"""Titles of the closed word lists, units, and phrases that several pages share."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dashboard.formatting import NO_BREAK, Counted, counted, date_full, plural, whole
from data_layer.domain.vocabulary import (
    Absence,
    CellState,
    Cluster,
    GoalStatus,
    Level,
    MissingCode,
    Role,
    SchoolKind,
    Severity,
    Stage,
    Status,
)

PRODUCT: Final = "ВСОКО-район"
OPERATOR: Final = "оператор системы"
# Who writes without being a person with a login.
_AUTHORS: Final[Mapping[str, str]] = {"cli": OPERATOR, "demo": "загрузка учебного района"}
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
# Under the name in the bar, where the longest title would take three lines.
ROLES_IN_BAR: Final[Mapping[Role, str]] = {**ROLES, Role.DEPARTMENT: "Управление образования"}
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
# In the head of a narrow column, and of one without room for a word.
STAGE_HEADS: Final[Mapping[Stage, tuple[str, str]]] = {
    Stage.GOAL_SETTING: ("Цели", "цел"),
    Stage.MONITORING: ("Монит.", "мон"),
    Stage.ANALYSIS: ("Анализ", "ана"),
    Stage.RECOMMENDATIONS: ("Реком.", "рек"),
    Stage.MEASURES: ("Меры", "мер"),
    Stage.DECISIONS: ("Решения", "реш"),
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
# Instead of a number: the codes of a table, z x w u.
MISSING_CODES: Final[Mapping[str, str]] = {
    MissingCode.NO_DATA: "нет данных",
    MissingCode.UNRELIABLE: "ненадёжно",
    MissingCode.NOT_YET: "ещё не срок",
    MissingCode.NOT_APPLICABLE: "не применимо",
}
# What «нет данных» and «нет данных за прошлый год» are, where more is known than that.
ABSENCES: Final[Mapping[Absence, str]] = {
    Absence.UNRELIABLE: "число ненадёжно",
    Absence.OVERDUE: "данных нет, срок прошёл",
    Absence.HIDDEN_AT_SOURCE: "скрыто в источнике",
    Absence.OTHER_METHOD: "год назад другая методика",
    Absence.JOINED: "школа объединена с другой",
}
GOAL_STATUSES: Final[Mapping[GoalStatus, str]] = {
    GoalStatus.MET: "достигнута",
    GoalStatus.NOT_MET: "не достигнута",
    GoalStatus.NO_DATA: "нет данных",
    GoalStatus.NOT_APPLICABLE: "не применимо",
    GoalStatus.SUPPRESSED: "скрыто",
}
SCHOOL_KINDS: Final[Mapping[SchoolKind, str]] = {
    SchoolKind.FULL: "СОШ",
    SchoolKind.BASIC: "ООШ",
    SchoolKind.PRIMARY: "НОШ",
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


def of_goals(count: int) -> str:
    return f"{whole(count)}{NO_BREAK}{plural(count, 'цели', 'целей', 'целей')}"


def in_schools(count: int) -> str:
    return f"{whole(count)}{NO_BREAK}{plural(count, 'школе', 'школах', 'школах')}"


def of_schools(count: int) -> str:
    """The second half of «4 из 26 школ»."""
    return f"{whole(count)}{NO_BREAK}{plural(count, 'школы', 'школ', 'школ')}"


def overdue_sentence(overdue: int, schools: Counted | None = None) -> str:
    """«Просрочено 42 документа — в 10 школах из 26.»"""
    if not overdue:
        return "Просроченных документов нет."
    verb = plural(overdue, "Просрочен", "Просрочено", "Просрочено")
    place = f"{NO_BREAK}— в{NO_BREAK}{in_schools(schools.k)} из{NO_BREAK}{whole(schools.n)}" if schools else ""
    return f"{verb} {counted(overdue, *DOCUMENTS)}{place}."


def schools_of(cluster: Cluster | None) -> str:
    if cluster is None:
        return "Школы"
    return {
        Cluster.TOWN: "Городские школы",
        Cluster.SETTLEMENT: "Школы посёлков",
        Cluster.VILLAGE: "Сельские школы",
    }[cluster]


def block_short(number: int) -> str:
    """Name of a block in a narrow column, with a soft hyphen where the longest may break."""
    return BLOCKS_SHORT.get(number, f"Блок {number}").replace("Профо", "Проф\u00adо")


def in_units(count: int, counts: str) -> str:
    """«6 обучающихся», «1 результата»: what is counted, in the genitive that follows «не хватает»."""
    one, many = _UNITS.get(counts, _UNITS["items"])
    return f"{whole(count)}{NO_BREAK}{plural(count, one, many, many)}"


def indicator_name(indicator: str, title: str) -> str:
    return INDICATORS_SHORT.get(indicator, title)


def on_day(today: date) -> str:
    return f"на{NO_BREAK}{date_full(today)}"


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


def author_words(author: str) -> str:
    """Name or login of a person; what an operator or the loader of the demo wrote is said so."""
    if author.startswith("cli:"):
        return f"{author.removeprefix('cli:')} ({OPERATOR})"
    return _AUTHORS.get(author, author)


def without_number(status: Status, absence: Absence | None) -> str:
    """Why there is no number, or nothing to hold it against: «нет данных», «ещё не срок», «число ненадёжно»."""
    if absence is not None and status in {Status.NO_DATA, Status.NO_BASELINE}:
        return ABSENCES[absence]
    return STATUSES[status]
