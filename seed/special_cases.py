"""What the demo district must show besides the ordinary: each case, the school that has it, where to look.

`SPECIAL_CASES` is walked through by tests and may be read as a guided tour. The other tables of this
module hold what is planted for it: figures, targets and papers that stand instead of the drawn ones.
Source: domain.md, «Cases the demo must contain», and the flag rules of design.md §3.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data_layer.domain.vocabulary import CellState, DocumentStatus, Level, Rule, Stage, Status
from seed.figures import HISTORY_YEAR, Figure, withheld

_YEAR: Final = 2025
_BEFORE: Final = 2024

# A method that the department says has changed: indicator, first year, reason. Invented, as everything here.
CHANGED_METHOD: Final = (
    "b1_functional_literacy",
    _YEAR,
    "новые диагностические работы, достаточный уровень считают по другим порогам",
)

_GOALS, _MONITORING, _ANALYSIS = Stage.GOAL_SETTING, Stage.MONITORING, Stage.ANALYSIS
_RECOMMENDATIONS, _MEASURES, _DECISIONS = Stage.RECOMMENDATIONS, Stage.MEASURES, Stage.DECISIONS


@dataclass(frozen=True, slots=True)
class SpecialCase:
    """One case and what the product must answer about it in the year 2025/26.

    cells: (block, stage) concerned, with the state expected of all of them; indicator, level: the
    result concerned, with its status; rule: the flag that must be raised at that cell, goal or result.
    """

    id: str
    school: str
    title: str
    cells: tuple[tuple[int, Stage], ...] = ()
    state: CellState | None = None
    indicator: str = ""
    level: Level = Level.SCHOOL
    status: Status | None = None
    goal: str = ""
    item: str = ""
    rule: Rule | None = None


def _cells(blocks: range, *stages: Stage) -> tuple[tuple[int, Stage], ...]:
    return tuple((block, stage) for block in blocks for stage in stages)


_ALL_STAGES: Final = (_GOALS, _MONITORING, _ANALYSIS, _RECOMMENDATIONS, _MEASURES, _DECISIONS)

SPECIAL_CASES: Final = (
    SpecialCase(
        "all_accepted",
        "gymnasium-1",
        "все 36 ячеек приняты",
        cells=_cells(range(1, 7), *_ALL_STAGES),
        state=CellState.ACCEPTED,
    ),
    SpecialCase(
        "analysis_missing",
        "school-5",
        "нет только анализа, блоки 3–6",
        cells=_cells(range(3, 7), _ANALYSIS),
        state=CellState.OVERDUE,
        rule=Rule.STAGE_MISSING,
    ),
    SpecialCase(
        "stage_skipped",
        "school-5",
        "анализа нет, а рекомендации после него есть",
        cells=_cells(range(3, 7), _ANALYSIS),
        rule=Rule.STAGE_SKIPPED,
    ),
    SpecialCase(
        "blocks_empty",
        "polyanskaya",
        "блоки 5 и 6 пустые: ни документов, ни данных",
        cells=_cells(range(5, 7), *_ALL_STAGES),
        state=CellState.OVERDUE,
        indicator="b5_diagnostics_coverage",
        status=Status.NO_DATA,
    ),
    SpecialCase(
        "no_baseline",
        "olkhovskaya",
        "за прошлый год числа нет, сравнивать не с чем",
        indicator="b3_individual_trajectories",
        status=Status.NO_BASELINE,
    ),
    SpecialCase(
        "zero_after_zero",
        "dubravskaya",
        "победителей и призёров было 0 и стало 0",
        indicator="b3_vosh_winners",
        status=Status.NOT_MET,
    ),
    SpecialCase(
        "no_lagging",
        "kamenskaya",
        "отстающих нет, охватывать занятиями некого",
        indicator="b2_support_coverage",
        level=Level.OOO,
        status=Status.NOT_APPLICABLE,
    ),
    SpecialCase(
        "basic_school",
        "melnichnaya",
        "основная школа: уровня СОО нет",
        indicator="b1_gia_attainment",
        level=Level.SOO,
        status=Status.NOT_APPLICABLE,
    ),
    SpecialCase(
        "primary_school",
        "primary-8",
        "начальная школа: уровня ООО нет",
        indicator="b1_gia_attainment",
        level=Level.OOO,
        status=Status.NOT_APPLICABLE,
    ),
    SpecialCase(
        "percent_only",
        "school-6",
        "сданы только проценты и знаменатель, числитель восстановлен",
        indicator="b1_certification_attainment",
        level=Level.NOO,
        status=Status.MET,
    ),
    SpecialCase(
        "overdue_cell",
        "school-9",
        "одна просроченная ячейка",
        cells=((4, _MEASURES),),
        state=CellState.OVERDUE,
        rule=Rule.STAGE_MISSING,
    ),
    SpecialCase(
        "returned_document",
        "klyuchevskaya",
        "документ возвращён с замечанием",
        cells=((5, _RECOMMENDATIONS),),
        state=CellState.RETURNED,
        rule=Rule.DOCUMENT_RETURNED,
    ),
    SpecialCase(
        "draft_overdue",
        "zavodskoy",
        "черновик есть, а документа в срок нет",
        cells=((5, _MEASURES),),
        state=CellState.DRAFT,
        rule=Rule.STAGE_MISSING,
    ),
    SpecialCase(
        "awaiting_review",
        "primary-8",
        "документ на проверке",
        cells=((1, _RECOMMENDATIONS),),
        state=CellState.SUBMITTED,
    ),
    SpecialCase(
        "one_order_for_all_blocks",
        "kamenskaya",
        "один приказ ставит цели во всех шести блоках",
        cells=_cells(range(1, 7), _GOALS),
        state=CellState.ACCEPTED,
    ),
    SpecialCase(
        "target_below_reference",
        "lesnoy",
        "своя цель 80 ниже ориентира района 85",
        indicator="b3_additional_education",
        status=Status.MET,
        rule=Rule.TARGET_UNAMBITIOUS,
    ),
    SpecialCase(
        "target_below_last_year",
        "school-9",
        "своя цель 86 легче собственного прошлого года (90)",
        indicator="b3_additional_education",
        status=Status.MET,
        rule=Rule.TARGET_UNAMBITIOUS,
    ),
    SpecialCase(
        "three_graduates",
        "rodnikovskaya",
        "малая группа: выпускников трое",
        indicator="b4_university_by_profile",
        level=Level.SOO,
        status=Status.NOT_MET,
    ),
    SpecialCase(
        "exactly_on_target",
        "klyuchevskaya",
        "ровно на цели: 56 из 70, 80,0 %",
        indicator="b1_vpr_attainment",
        level=Level.NOO,
        status=Status.MET,
    ),
    SpecialCase(
        "just_below_target",
        "klyuchevskaya",
        "403 из 504, 79,96 %: округление не спасает",
        indicator="b1_vpr_attainment",
        level=Level.OOO,
        status=Status.NEAR,
    ),
    SpecialCase(
        "growth_equal_to_base",
        "klyuchevskaya",
        "было 4, стало 4: роста нет",
        indicator="b3_vosh_winners",
        status=Status.NOT_MET,
    ),
    SpecialCase(
        "document_of_last_year",
        "school-4",
        "приказ о целях прошлого учебного года",
        cells=((6, _GOALS),),
        rule=Rule.DOCUMENT_STALE,
    ),
    SpecialCase(
        "same_file_in_two_stages",
        "lugovskaya",
        "один файл приложен к анализу и к рекомендациям",
        cells=((4, _ANALYSIS), (4, _RECOMMENDATIONS)),
        rule=Rule.DOCUMENT_REUSED,
    ),
    SpecialCase(
        "same_number_in_two_stages",
        "school-9",
        "у рекомендаций и мер один номер и одна дата",
        cells=((3, _RECOMMENDATIONS), (3, _MEASURES)),
        rule=Rule.DOCUMENT_REUSED,
    ),
    SpecialCase(
        "file_of_another_school",
        "rodnikovskaya",
        "дорожная карта совпадает с файлом другой школы",
        cells=((5, _MEASURES),),
        rule=Rule.DOCUMENT_REUSED,
    ),
    SpecialCase(
        "late_document",
        "school-3",
        "анализ сдан позже срока",
        cells=((1, _ANALYSIS),),
        rule=Rule.STAGE_LATE,
    ),
    SpecialCase(
        "out_of_order",
        "beryozovskaya",
        "меры утверждены раньше анализа",
        cells=((2, _MEASURES),),
        rule=Rule.STAGE_OUT_OF_ORDER,
    ),
    SpecialCase(
        "incomplete_order",
        "stantsionny",
        "в приказе о мониторинге нет задач и ответственных",
        cells=((6, _MONITORING),),
        rule=Rule.DOCUMENT_INCOMPLETE,
    ),
    SpecialCase(
        "goal_missed_twice",
        "school-7",
        "цель 3.3 не достигнута два года подряд",
        indicator="b3_additional_education",
        status=Status.NOT_MET,
        goal="g3_3_additional_education",
        rule=Rule.GOAL_MISSED_AGAIN,
    ),
    SpecialCase(
        "missed_without_response",
        "staroyarovskaya",
        "цель 3.3 не достигнута, а мер в блоке нет",
        indicator="b3_additional_education",
        status=Status.NOT_MET,
        goal="g3_3_additional_education",
        rule=Rule.GOAL_MISSED_NO_RESPONSE,
    ),
    SpecialCase(
        "data_inconsistent",
        "school-4",
        "отстающих 9, а в охвате занятиями их 8",
        indicator="b2_support_coverage",
        level=Level.OOO,
        status=Status.MET,
        rule=Rule.DATA_INCONSISTENT,
    ),
    SpecialCase(
        "organisation_missing",
        "klyuchevskaya",
        "во вкладке сайта нет шести блоков",
        item="site_six_blocks_published",
        rule=Rule.ORGANISATION_MISSING,
    ),
    SpecialCase(
        "missing_x",
        "tikhoplyosskaya",
        "нет данных (x)",
        indicator="b1_functional_literacy",
        level=Level.OOO,
        status=Status.NO_DATA,
        rule=Rule.DATA_MISSING,
    ),
    SpecialCase(
        "missing_u",
        "malinovskaya",
        "данные ненадёжны (u)",
        indicator="b5_diagnostics_coverage",
        status=Status.NO_DATA,
        rule=Rule.DATA_MISSING,
    ),
    SpecialCase(
        "missing_w",
        "school-9",
        "обещано позже (w), срок прошёл",
        indicator="b4_grade11_continuation_by_profile",
        level=Level.SOO,
        status=Status.NO_DATA,
    ),
    SpecialCase(
        "missing_z",
        "olkhovskaya",
        "не применимо (z): молодых педагогов не принимали",
        indicator="b5_young_teacher_retention",
        status=Status.NOT_APPLICABLE,
    ),
)


def _share(indicator: str, numerator: int, denominator: int, level: Level = Level.SCHOOL) -> Figure:
    return Figure(indicator, level, numerator, denominator)


def _missing(indicator: str, code: str, note: str, level: Level = Level.SCHOOL) -> Figure:
    return Figure(indicator, level, missing=code, note=note)


def _by_level(indicator: str, figures: Mapping[Level, tuple[int, int]]) -> tuple[Figure, ...]:
    return tuple(Figure(indicator, level, k, n) for level, (k, n) in figures.items())


def _percent(level: Level, percent: str, results: int) -> Figure:
    return Figure("b1_certification_attainment", level, value=percent, denominator=results)


# The school of the documentation's example: every number of its card is chosen, not drawn.
_KLYUCHEVSKAYA: Final = (
    *_by_level("b1_vpr_attainment", {Level.NOO: (56, 70), Level.OOO: (403, 504), Level.SOO: (33, 40)}),
    _share("b1_functional_literacy", 32, 39, Level.OOO),
    *_by_level("b1_gia_attainment", {Level.OOO: (76, 76), Level.SOO: (21, 21)}),
    *_by_level("b2_lagging_share", {Level.NOO: (1, 67), Level.OOO: (3, 103), Level.SOO: (0, 21)}),
    *_by_level("b2_support_coverage", {Level.NOO: (1, 1), Level.OOO: (3, 3), Level.SOO: (0, 0)}),
    _share("b3_vosh_participation", 95, 148),
    Figure("b3_vosh_winners", value=4, denominator=148),
    Figure("b3_individual_trajectories", value=6, denominator=214),
    _share("b3_additional_education", 176, 214),
    *_by_level("b4_early_guidance_participation", {Level.NOO: (90, 90), Level.OOO: (103, 103), Level.SOO: (21, 21)}),
    *_by_level("b4_career_diagnostics", {Level.OOO: (79, 82), Level.SOO: (21, 21)}),
    _share("b5_diagnostics_coverage", 18, 20),
    *(
        Figure("b5_deficit_breakdown", numerator=teachers, denominator=18, category=kind)
        for kind, teachers in {"subject": 3, "methodical": 5, "ict": 2, "psychological": 4, "organisational": 1}.items()
    ),
    _share("b5_targeted_training", 5, 5),
    _share("b5_young_teacher_retention", 2, 3),
    _share("b6_events_completed", 46, 46),
)

PLANTED_FIGURES: Final[Mapping[tuple[str, int], tuple[Figure, ...]]] = {
    ("klyuchevskaya", _YEAR): _KLYUCHEVSKAYA,
    ("klyuchevskaya", HISTORY_YEAR): _by_level(
        "b1_vpr_attainment", {Level.NOO: (53, 67), Level.OOO: (391, 495), Level.SOO: (31, 38)}
    ),
    ("klyuchevskaya", _BEFORE): (
        *_by_level("b1_vpr_attainment", {Level.NOO: (54, 68), Level.OOO: (401, 498), Level.SOO: (32, 39)}),
        Figure("b3_vosh_winners", value=4, denominator=146),
        Figure("b3_individual_trajectories", value=4, denominator=211),
    ),
    ("polyanskaya", _YEAR): tuple(
        withheld(indicator)
        for indicator in (
            "b5_diagnostics_coverage",
            "b5_deficit_breakdown",
            "b5_targeted_training",
            "b5_young_teacher_retention",
            "b6_events_completed",
            "b6_class_guidance_evaluated",
        )
    ),
    ("olkhovskaya", _BEFORE): (_missing("b3_individual_trajectories", "x", "учёт не вёлся"),),
    ("olkhovskaya", _YEAR): (
        Figure("b3_individual_trajectories", value=3, denominator=120),
        _missing("b5_young_teacher_retention", "z", "молодых педагогов три года назад не принимали"),
    ),
    ("dubravskaya", _BEFORE): (Figure("b3_vosh_winners", value=0, denominator=49),),
    ("dubravskaya", _YEAR): (Figure("b3_vosh_winners", value=0, denominator=50),),
    ("kamenskaya", _YEAR): _by_level("b2_lagging_share", {Level.NOO: (0, 43), Level.OOO: (0, 71), Level.SOO: (0, 13)}),
    ("school-6", _YEAR): (
        _percent(Level.NOO, "93.1", 2016),
        _percent(Level.OOO, "89.4", 4368),
        _percent(Level.SOO, "94.2", 670),
    ),
    ("lesnoy", _BEFORE): (_share("b3_additional_education", 325, 408),),
    ("lesnoy", _YEAR): (_share("b3_additional_education", 336, 410),),
    ("rodnikovskaya", _YEAR): (
        _share("b4_university_by_profile", 2, 3, Level.SOO),
        _share("b4_grade11_continuation_by_profile", 2, 3, Level.SOO),
    ),
    ("school-4", _YEAR): (
        _share("b2_lagging_share", 9, 547, Level.OOO),
        _share("b2_support_coverage", 8, 8, Level.OOO),
    ),
    ("school-7", HISTORY_YEAR): (_share("b3_additional_education", 586, 728),),
    ("school-7", _BEFORE): (_share("b3_additional_education", 577, 735),),
    ("school-7", _YEAR): (_share("b3_additional_education", 585, 740),),
    ("staroyarovskaya", _BEFORE): (_share("b3_additional_education", 104, 129),),
    ("staroyarovskaya", _YEAR): (_share("b3_additional_education", 99, 131),),
    ("school-9", _BEFORE): (_share("b3_additional_education", 612, 680),),
    ("school-9", _YEAR): (
        _share("b3_additional_education", 592, 680),
        _missing("b4_grade11_continuation_by_profile", "w", "сведения вузов придут до декабря", Level.SOO),
    ),
    ("tikhoplyosskaya", _YEAR): (_missing("b1_functional_literacy", "x", "диагностика не проводилась", Level.OOO),),
    ("malinovskaya", _YEAR): (
        _missing("b5_diagnostics_coverage", "u", "диагностика прервана, результаты неполные"),
        _missing("b5_targeted_training", "x", "до диагностики не определено"),
    ),
    ("melnichnaya", _YEAR): (_missing("b6_events_completed", "x", "отчёты классных руководителей не собраны"),),
}

# Own targets of single schools, percent, by school, indicator and level.
PLANTED_TARGETS: Final[Mapping[tuple[str, str, Level], int]] = {
    ("lesnoy", "b3_additional_education", Level.SCHOOL): 80,
    ("school-9", "b3_additional_education", Level.SCHOOL): 86,
    ("kirpichny", "b1_functional_literacy", Level.OOO): 85,
}
# Schools whose drawn targets would hide a case; they keep the district's reference.
WITHOUT_OWN_TARGETS: Final = frozenset({"klyuchevskaya", "staroyarovskaya", "rodnikovskaya", "school-7", "school-6"})

# Cells that stay empty, by year and school.
EMPTY_CELLS: Final[Mapping[tuple[int, str], tuple[tuple[int, Stage], ...]]] = {
    (_YEAR, "school-5"): _cells(range(3, 7), _ANALYSIS),
    (_YEAR, "school-6"): (
        (2, _MEASURES),
        (5, _ANALYSIS),
        (5, _RECOMMENDATIONS),
        (5, _MEASURES),
        (6, _MEASURES),
    ),
    (_YEAR, "school-9"): ((4, _MEASURES),),
    (_YEAR, "zavodskoy"): ((5, _ANALYSIS), (5, _RECOMMENDATIONS)),
    (_YEAR, "dubravskaya"): ((6, _MEASURES), (6, _DECISIONS)),
    (_YEAR, "klyuchevskaya"): ((3, _ANALYSIS), (5, _MEASURES)),
    (_YEAR, "malinovskaya"): (
        (4, _ANALYSIS),
        (4, _RECOMMENDATIONS),
        (4, _MEASURES),
        (5, _MEASURES),
        (6, _MEASURES),
    ),
    (_YEAR, "melnichnaya"): ((3, _MEASURES), (6, _ANALYSIS), (6, _RECOMMENDATIONS), (6, _MEASURES)),
    (_YEAR, "polyanskaya"): _cells(range(5, 7), *_ALL_STAGES),
    (_YEAR, "staroyarovskaya"): ((3, _MEASURES), (5, _MEASURES), (6, _MEASURES)),
    (_BEFORE, "polyanskaya"): ((5, _MEASURES), (5, _DECISIONS), (6, _MEASURES), (6, _DECISIONS)),
    (_BEFORE, "malinovskaya"): ((4, _ANALYSIS), (4, _MEASURES)),
    (_BEFORE, "staroyarovskaya"): ((6, _MEASURES),),
}


@dataclass(frozen=True, slots=True)
class PaperChange:
    """What is different about one paper; None leaves the drawn one. dropped: fields left empty."""

    date: dt.date | None = None
    number: str | None = None
    status: DocumentStatus | None = None
    file: str | None = None
    dropped: tuple[str, ...] = ()


# Papers changed by year, school, block and stage.
CHANGED_PAPERS: Final[Mapping[tuple[int, str, int, Stage], PaperChange]] = {
    (_YEAR, "school-3", 4, _MEASURES): PaperChange(status=DocumentStatus.RETURNED),
    (_YEAR, "klyuchevskaya", 5, _RECOMMENDATIONS): PaperChange(status=DocumentStatus.RETURNED),
    (_YEAR, "tikhoplyosskaya", 2, _ANALYSIS): PaperChange(status=DocumentStatus.RETURNED),
    (_YEAR, "zavodskoy", 5, _MEASURES): PaperChange(status=DocumentStatus.DRAFT),
    (_YEAR, "beryozovskaya", 4, _DECISIONS): PaperChange(status=DocumentStatus.DRAFT),
    (_YEAR, "primary-8", 1, _RECOMMENDATIONS): PaperChange(status=DocumentStatus.SUBMITTED),
    (_YEAR, "school-4", 6, _GOALS): PaperChange(date=dt.date(2024, 9, 2)),
    (_YEAR, "school-3", 1, _ANALYSIS): PaperChange(date=dt.date(2026, 9, 2)),
    (_YEAR, "school-3", 1, _RECOMMENDATIONS): PaperChange(date=dt.date(2026, 9, 4)),
    (_YEAR, "kamenskaya", 2, _DECISIONS): PaperChange(date=dt.date(2026, 10, 7)),
    (_YEAR, "lugovskaya", 6, _MEASURES): PaperChange(date=dt.date(2026, 9, 22)),
    (_YEAR, "lugovskaya", 6, _DECISIONS): PaperChange(date=dt.date(2026, 9, 28)),
    (_YEAR, "stantsionny", 3, _RECOMMENDATIONS): PaperChange(date=dt.date(2026, 9, 11)),
    (_YEAR, "stantsionny", 3, _MEASURES): PaperChange(date=dt.date(2026, 9, 14)),
    (_YEAR, "beryozovskaya", 2, _MEASURES): PaperChange(date=dt.date(2026, 8, 5)),
    (_YEAR, "stantsionny", 6, _MONITORING): PaperChange(dropped=("tasks", "responsible")),
    (_YEAR, "tikhoplyosskaya", 3, _MONITORING): PaperChange(dropped=("deadlines",)),
    (_YEAR, "school-9", 3, _RECOMMENDATIONS): PaperChange(number="214-од", date=dt.date(2026, 9, 4)),
    (_YEAR, "school-9", 3, _MEASURES): PaperChange(number="214-од", date=dt.date(2026, 9, 4)),
    (_YEAR, "lugovskaya", 4, _ANALYSIS): PaperChange(file="spravka-proforientatsiya-lugovskaya.pdf"),
    (_YEAR, "lugovskaya", 4, _RECOMMENDATIONS): PaperChange(file="spravka-proforientatsiya-lugovskaya.pdf"),
    (_YEAR, "olkhovskaya", 5, _MEASURES): PaperChange(file="dorozhnaya-karta-pedagogi.pdf"),
    (_YEAR, "rodnikovskaya", 5, _MEASURES): PaperChange(file="dorozhnaya-karta-pedagogi.pdf"),
    (_YEAR, "gymnasium-1", 1, _ANALYSIS): PaperChange(file="analiticheskaya-spravka-gimnaziya-1.pdf"),
    (_YEAR, "school-2", 1, _ANALYSIS): PaperChange(file="analiticheskaya-spravka-shkola-2.pdf"),
    (_YEAR, "klyuchevskaya", 1, _MEASURES): PaperChange(file="dorozhnaya-karta-klyuchevskaya.pdf"),
}

# Organisational items that a school lacks, by year.
MISSING_ITEMS: Final[Mapping[tuple[int, str], frozenset[str]]] = {
    (_BEFORE, "klyuchevskaya"): frozenset({"site_six_blocks_published"}),
    (_YEAR, "klyuchevskaya"): frozenset({"site_six_blocks_published"}),
    (_BEFORE, "polyanskaya"): frozenset({"site_section_published", "site_six_blocks_published"}),
    (_YEAR, "polyanskaya"): frozenset({"site_section_published", "site_six_blocks_published", "schedule_adopted"}),
    (_BEFORE, "zaovrazhnaya"): frozenset({"site_six_blocks_published"}),
    (_YEAR, "melnichnaya"): frozenset({"schedule_adopted"}),
}
