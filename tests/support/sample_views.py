"""Views of a fictional district worked out from short tables, for tests of what people see.

Every total is counted from the marks of the schools, so that numbers on the page agree with each other.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from data_layer.domain.vocabulary import (
    COUNTED_STAGES,
    SEVERITY,
    CellState,
    Cluster,
    GoalStatus,
    Level,
    Rule,
    Stage,
    Status,
)
from data_layer.queries.views import (
    AttentionItem,
    BlockCard,
    BlockRow,
    Count,
    CycleCell,
    Deadline,
    DistrictGoal,
    FlagItem,
    GoalCard,
    GoalMark,
    MatrixCell,
    MatrixRow,
    OrganisationLine,
    Overview,
    OverviewFilters,
    Quadrant,
    QuadrantPlace,
    ResultLine,
    SchoolCard,
)

TODAY: Final = date(2026, 9, 18)
YEAR: Final = 2025

BLOCK_TITLES: Final = {
    1: "Оценка качества подготовки",
    2: "Работа с отстающими обучающимися",
    3: "Работа с одарёнными обучающимися",
    4: "Профориентационная работа",
    5: "Профессиональное развитие педагогических работников",
    6: "Воспитательная работа",
}
GOALS: Final = {
    1: ("1.1", "1.2", "1.3", "1.4"),
    2: ("2.1", "2.2"),
    3: ("3.1", "3.2", "3.3"),
    4: ("4.1", "4.2", "4.3"),
    5: ("5.1", "5.2", "5.3"),
    6: ("6.1",),
}
GOAL_TITLES: Final = {
    "1.1": "Достижение планируемых результатов по текущей и промежуточной аттестации",
    "1.2": "Достижение планируемых результатов по ВПР",
    "1.3": "Оценка функциональной грамотности",
    "1.4": "Достижение планируемых результатов по ГИА",
    "2.1": "Выявление отстающих по промежуточной аттестации",
    "2.2": "Организация работы с отстающими",
    "3.1": "Выявление, поддержка и развитие способностей (в том числе у обучающихся с ОВЗ)",
    "3.2": "Индивидуализация обучения",
    "3.3": "Охват дополнительным образованием на основе учёта потребностей",
    "4.1": "Информированность об особенностях профессиональной деятельности",
    "4.2": "Выявление профессиональных предпочтений",
    "4.3": "Сопровождение профессионального самоопределения (в том числе с ОВЗ)",
    "5.1": "Выявление профессиональных дефицитов",
    "5.2": "Совершенствование профессиональных компетенций",
    "5.3": "Поддержка молодых педагогов и наставничество",
    "6.1": "Работа классных руководителей по программе воспитания",
}
_LETTERS: Final = {
    "m": Status.MET,
    "n": Status.NEAR,
    "x": Status.NOT_MET,
    "d": Status.NO_DATA,
    "w": Status.NOT_DUE,
    "-": Status.NOT_APPLICABLE,
    "h": Status.SUPPRESSED,
}
# name, cluster, marks of the goals by block, overdue documents by block
_SCHOOLS: Final = (
    ("Гимназия № 1", Cluster.TOWN, "mmmn mm mmn mnw mxm m", "000000"),
    ("СОШ № 2", Cluster.TOWN, "mmmm mm xmm mmw mmm n", "000000"),
    ("СОШ № 3", Cluster.TOWN, "mxnn nm nmx mnw mnm m", "000000"),
    ("СОШ № 4", Cluster.TOWN, "mmmm mx mxm mnw mmm n", "000000"),
    ("СОШ № 5", Cluster.TOWN, "mmmm nm xxm nnw mmm n", "001111"),
    ("СОШ № 6", Cluster.TOWN, "mmxm nm mxm mnw mmm m", "000050"),
    ("СОШ № 7", Cluster.TOWN, "nnmn nx nxn mmw mmm m", "000000"),
    ("НОШ № 8", Cluster.TOWN, "mm-- mm mnx n-- mmm m", "000000"),
    ("СОШ № 9", Cluster.TOWN, "mmnm mx xxn mnw mmm m", "000001"),
    ("СОШ пос. Заводской", Cluster.SETTLEMENT, "mmxn nm mxm mmw mxm m", "000012"),
    ("СОШ пос. Кирпичный", Cluster.SETTLEMENT, "nmnm mm xnn mnw mmn m", "000000"),
    ("СОШ пос. Лесной", Cluster.SETTLEMENT, "nxxn nm xmm mnw mmm m", "000000"),
    ("СОШ пос. Станционный", Cluster.SETTLEMENT, "mnmm nm mmm mnw mxx m", "000000"),
    ("Берёзовская СОШ", Cluster.VILLAGE, "mmmm mm mmm mnw xmn m", "000000"),
    ("Дубравская ООШ", Cluster.VILLAGE, "mmnx m- mmm mn- mmx m", "001100"),
    ("Заовражная ООШ", Cluster.VILLAGE, "nxxm xm xnn mm- mmm x", "000000"),
    ("Каменская СОШ", Cluster.VILLAGE, "mnmm mn xmn mnw mmm x", "000000"),
    ("Ключевская СОШ", Cluster.VILLAGE, "mxnm mx xnm nmw mmx m", "001010"),
    ("Луговская СОШ", Cluster.VILLAGE, "mnmx mm mmx xmw mmm m", "000000"),
    ("Малиновская ООШ", Cluster.VILLAGE, "mnmm mn mnm mn- mdd n", "001122"),
    ("Мельничная ООШ", Cluster.VILLAGE, "mmmm nm mxx mm- mmn d", "000005"),
    ("Ольховская СОШ", Cluster.VILLAGE, "nxxx m- mnm mmw xm- m", "000000"),
    ("Полянская ООШ", Cluster.VILLAGE, "nxmn nm xmx mm- ddd d", "000055"),
    ("Родниковская СОШ", Cluster.VILLAGE, "mmxm nm mxx mmw mm- x", "000000"),
    ("Старояровская СОШ", Cluster.VILLAGE, "nnmx mn nxm mnw mmm x", "002200"),
    ("Тихоплёсская ООШ", Cluster.VILLAGE, "mmdx m- mmm mm- mxm x", "000000"),
)
_DUE_STAGES: Final = 5


def goal_mark(code: str, status: Status) -> GoalMark:
    return GoalMark(goal=f"g{code.replace('.', '_')}", code=code, title=GOAL_TITLES[code], status=status)


def matrix_cell(block: int, letters: str, *, overdue: int = 0) -> MatrixCell:
    """A cell from letters in goal order: m met, n near, x not met, d no data, w not due, - not applicable."""
    statuses = [_LETTERS[letter] for letter in letters]
    marks = tuple(goal_mark(code, status) for code, status in zip(GOALS[block], statuses, strict=True))
    met = statuses.count(Status.MET)
    judged = met + statuses.count(Status.NEAR) + statuses.count(Status.NOT_MET)
    return MatrixCell(block=block, goals=Count(met, judged), marks=marks, overdue=overdue)


def matrix_row(code: str, name: str, cluster: Cluster | None, letters: str, late: str) -> MatrixRow:
    cells = tuple(
        matrix_cell(block, letters_of_block, overdue=int(count))
        for block, (letters_of_block, count) in enumerate(zip(letters.split(), late, strict=True), start=1)
    )
    overdue = sum(cell.overdue for cell in cells)
    required = 6 * _DUE_STAGES
    return MatrixRow(
        school=code,
        short_name=name,
        cluster=cluster,
        cells=cells,
        documents=Count(required - overdue, required),
        overdue=overdue,
        has_all_data="d" not in letters,
    )


def matrix() -> tuple[MatrixRow, ...]:
    return tuple(matrix_row(f"s{index:02d}", *school) for index, school in enumerate(_SCHOOLS, start=1))


def overview(
    *,
    filters: OverviewFilters | None = None,
    rows: Sequence[MatrixRow] | None = None,
    attention_count: int = 9,
) -> Overview:
    """A district of 26 schools; `rows` replaces them."""
    rows = tuple(matrix() if rows is None else rows)
    chosen = filters or OverviewFilters(year=YEAR)
    numbers = [chosen.block] if chosen.block else list(GOALS)
    blocks = tuple(_block_row(number, rows) for number in numbers)
    late = [row for row in rows if row.overdue]
    goals = _added([row.goals for row in blocks])
    return Overview(
        district="Светлореченский район",
        today=TODAY,
        filters=chosen,
        years=(2023, 2024, 2025),
        schools=len(rows),
        goals=goals,
        goals_before=Count(round(goals.k * 0.94), goals.n - 4) if goals.n else None,
        district_goals=_district_goals(rows),
        district_goals_met=Count(6, 15),
        coverage=Count(sum(row.has_all_data for row in rows), len(rows)),
        results=Count(1012, 1031),
        results_hidden=0,
        documents=_added([row.documents for row in rows]),
        overdue=sum(row.overdue for row in rows),
        overdue_schools=Count(len(late), len(rows)),
        overdue_by_stage={Stage.ANALYSIS: 11, Stage.RECOMMENDATIONS: 9, Stage.MEASURES: 18} if late else {},
        returned=3,
        blocks=blocks,
        matrix=tuple(rows),
        quadrant=quadrant(rows),
        attention=_attention()[:attention_count],
        attention_total=23,
        deadlines=_deadlines(),
    )


def _added(counts: Sequence[Count]) -> Count:
    return Count(sum(one.k for one in counts), sum(one.n for one in counts))


def _block_row(number: int, rows: Sequence[MatrixRow]) -> BlockRow:
    cells = [cell for row in rows for cell in row.cells if cell.block == number]
    goals = _added([cell.goals for cell in cells if cell.goals is not None])
    overdue = sum(cell.overdue for cell in cells)
    due = _DUE_STAGES * len(rows)
    lacking = sum(any(mark.status is Status.NO_DATA for mark in cell.marks) for cell in cells)
    return BlockRow(
        number=number,
        title=BLOCK_TITLES[number],
        goals=goals,
        goals_before=Count(max(goals.k - number, 0), goals.n) if goals.n else None,
        goals_applicable=goals.n,
        documents=Count(due - overdue, due),
        overdue=overdue,
        coverage=Count(len(cells) - lacking, len(cells)),
    )


def quadrant(rows: Sequence[MatrixRow]) -> Quadrant:
    places: dict[str, list[QuadrantPlace]] = {name: [] for name in Quadrant.__dataclass_fields__}
    for row in rows:
        for cell in row.cells:
            places[_quadrant_of(cell)].append(QuadrantPlace(row.school, row.short_name, cell.block))
    return Quadrant(**{name: tuple(found) for name, found in places.items()})


def _quadrant_of(cell: MatrixCell) -> str:
    if cell.goals is None or not cell.goals.n:
        return "no_data"
    result = "met" if cell.goals.k == cell.goals.n else "missed"
    return f"{result}_{'broken' if cell.overdue else 'in_time'}"


def _district_goals(rows: Sequence[MatrixRow]) -> tuple[DistrictGoal, ...]:
    goals = []
    for number, codes in GOALS.items():
        for place, code in enumerate(codes):
            found = [cell.marks[place].status for row in rows for cell in row.cells if cell.block == number]
            met = found.count(Status.MET)
            judged = met + found.count(Status.NEAR) + found.count(Status.NOT_MET)
            status = (
                GoalStatus.NO_DATA if not judged else GoalStatus.MET if 3 * met >= 2 * judged else GoalStatus.NOT_MET
            )
            mark = goal_mark(code, Status.MET)
            goals.append(DistrictGoal(mark.goal, code, mark.title, number, status, Count(met, judged)))
    return tuple(goals)


def flag(rule: Rule, message: str, **changes: object) -> FlagItem:
    """A flag of Ключевская СОШ; keywords override."""
    values: dict[str, object] = {
        "rule": rule,
        "severity": SEVERITY[rule],
        "school": "s18",
        "school_name": "Ключевская СОШ",
        "year": YEAR,
        "block": None,
        "stage": None,
        "goal": None,
        "indicator": None,
        "level": None,
        "due": None,
        "days_overdue": None,
        "document": "",
        "message": message,
        "why": "Срок прошёл, документа нет.",
        "what_to_do": "Сдайте документ управлению образования.",
    }
    return FlagItem(**{**values, **changes})  # type: ignore[arg-type]


def _attention_item(  # noqa: PLR0917 - read as one row of the table below
    rule: Rule, school: str, name: str, blocks: tuple[int, ...], headline: str, facts: str, **texts: str
) -> AttentionItem:
    flags = tuple(
        flag(rule, f"Блок {block}: документа нет", school=school, school_name=name, block=block, due=date(2026, 8, 25))
        for block in blocks
    )
    return AttentionItem(
        severity=SEVERITY[rule],
        rule=rule,
        school=school,
        school_name=name,
        blocks=blocks,
        headline=headline,
        facts=facts,
        why=texts.get("why", "Нет ни одного документа, а срок прошёл."),
        what_to_do=texts.get("what_to_do", "Позвоните ответственному за ВСОКО и договоритесь о сроке."),
        flags=flags,
    )


def _attention() -> tuple[AttentionItem, ...]:
    return (
        _attention_item(
            Rule.STAGE_MISSING,
            "s23",
            "Полянская ООШ",
            (5, 6),
            "Полянская ООШ: блоки 5 и 6 пустые",
            "10 документов, самый ранний срок 15.09.2025",
            why="Нет ни одного документа и данных по целям 5.1–6.1. В остальных блоках цикл идёт в срок.",
        ),
        _attention_item(
            Rule.STAGE_SKIPPED,
            "s05",
            "СОШ № 5",
            (3, 4, 5, 6),
            "СОШ № 5: нет анализа в блоках 3–6",
            "4 документа, просрочено 24 дня",
        ),
        _attention_item(
            Rule.STAGE_MISSING,
            "s06",
            "СОШ № 6",
            (5,),
            "СОШ № 6: блок 5 без анализа, рекомендаций и мер",
            "5 документов, просрочено до 24 дней",
        ),
        _attention_item(
            Rule.GOAL_MISSED_AGAIN,
            "s12",
            "СОШ пос. Лесной",
            (1,),
            "СОШ пос. Лесной: цель 1.3 не достигнута второй год",
            "не хватает 12 обучающихся",
        ),
        _attention_item(
            Rule.DATA_INCONSISTENT,
            "s15",
            "Дубравская ООШ",
            (2,),
            "Дубравская ООШ: 2.2 не сходится с 2.1",
            "в 2.1 отстающих 4, в 2.2 охвачены из 6",
        ),
        _attention_item(
            Rule.DATA_MISSING,
            "s20",
            "Малиновская ООШ",
            (5,),
            "Малиновская ООШ: нет данных 5.2 и 5.3",
            "срок был 10.06.2026",
        ),
        _attention_item(
            Rule.TARGET_UNAMBITIOUS,
            "s12",
            "СОШ пос. Лесной",
            (3,),
            "СОШ пос. Лесной: своя цель ниже ориентира",
            "3.3, своя цель 80 %, ориентир района 85 %",
        ),
        _attention_item(
            Rule.STAGE_DUE_SOON,
            "s01",
            "Гимназия № 1",
            (1,),
            "Гимназия № 1: до 30.09 сдать управленческие решения",
            "осталось 12 дней",
        ),
        _attention_item(
            Rule.STAGE_DUE_SOON,
            "s02",
            "СОШ № 2",
            (1,),
            "СОШ № 2: до 30.09 сдать управленческие решения",
            "осталось 12 дней",
        ),
    )


def _deadlines() -> tuple[Deadline, ...]:
    return (
        Deadline(date(2026, 9, 30), 12, "Управленческие решения", Count(17, 156), is_data=False, stage=Stage.DECISIONS),
        Deadline(date(2026, 10, 1), 13, "Данные 4.3 «Вуз по профилю»", Count(0, 18), is_data=True),
    )


def result_line(code: str, title: str, **changes: object) -> ResultLine:
    """A share of 176 of 214 against an own target of 85 %; keywords override."""
    values: dict[str, object] = {
        "indicator": f"i{code}",
        "indicator_code": code,
        "title": title,
        "level": Level.SCHOOL,
        "kind": "share",
        "counts": "students",
        "direction": "at_least",
        "status": Status.NEAR,
        "numerator": 176,
        "denominator": 214,
        "value": 100 * 176 / 214,
        "baseline": None,
        "target": 85.0,
        "target_origin": "own",
        "reference": 85.0,
        "gap": 100 * 176 / 214 - 85,
        "pupil_gap": -6,
        "district_value": 86.1,
        "is_small_cohort": False,
        "is_pending": False,
        "due": None,
        "flags": (),
    }
    return ResultLine(**{**values, **changes})  # type: ignore[arg-type]


def share(  # noqa: PLR0917 - read as one row of a report
    code: str, title: str, level: Level, k: int, n: int, target: float, **changes: object
) -> ResultLine:
    """A share with its verdict worked out the plain way."""
    at_most = changes.get("direction") == "at_most"
    exact_target = round(target * n)
    gap = exact_target - 100 * k if at_most else 100 * k - exact_target
    bound = exact_target // 100 if at_most else -(-exact_target // 100)
    tolerance = 500 * n // 100 if not at_most else 50 * n // 100
    status = Status.MET if gap >= 0 else Status.NEAR if -gap <= tolerance else Status.NOT_MET
    values: dict[str, object] = {
        "level": level,
        "numerator": k,
        "denominator": n,
        "value": 100 * k / n,
        "target": target,
        "reference": target,
        "gap": gap / n,
        "pupil_gap": bound - k if at_most else k - bound,
        "status": status,
        "is_small_cohort": n < 10,
        "district_value": None if n < 10 else 93.7,
    }
    return result_line(code, title, **{**values, **changes})


def _absent(code: str, title: str, level: Level, status: Status, **changes: object) -> ResultLine:
    values: dict[str, object] = dict.fromkeys(
        ("numerator", "denominator", "value", "gap", "pupil_gap", "district_value")
    )
    return result_line(code, title, **{**values, "level": level, "status": status, "target": 100.0, **changes})


def growth(code: str, title: str, now: int, before: int) -> ResultLine:
    status = Status.MET if now > before else Status.NOT_MET
    return result_line(
        code,
        title,
        kind="growth",
        direction="increase",
        status=status,
        numerator=None,
        denominator=None,
        value=float(now),
        baseline=before,
        target=None,
        target_origin="none",
        reference=None,
        gap=float(now - before),
        pupil_gap=None,
        district_value=None,
    )


def goal_card(code: str, status: GoalStatus, *lines: ResultLine) -> GoalCard:
    return GoalCard(goal=f"g{code.replace('.', '_')}", code=code, title=GOAL_TITLES[code], status=status, lines=lines)


def _blocks() -> tuple[BlockCard, ...]:
    noo, ooo, soo, whole = Level.NOO, Level.OOO, Level.SOO, Level.SCHOOL
    met, missed = GoalStatus.MET, GoalStatus.NOT_MET
    small = {"counts": "teachers"}
    return (
        BlockCard(
            1,
            BLOCK_TITLES[1],
            Count(2, 4),
            0,
            (
                goal_card(
                    "1.1",
                    met,
                    *(
                        share("1.1", "Аттестация", level, k, n, 90.0, counts="results")
                        for level, k, n in ((noo, 562, 612), (ooo, 951, 1030), (soo, 201, 215))
                    ),
                ),
                goal_card(
                    "1.2",
                    missed,
                    *(
                        share("1.2", "ВПР", level, k, n, 80.0, counts="results")
                        for level, k, n in ((noo, 56, 70), (ooo, 403, 504), (soo, 33, 40))
                    ),
                ),
                goal_card("1.3", missed, share("1.3", "Функциональная грамотность", ooo, 34, 41, 90.0)),
                goal_card(
                    "1.4",
                    met,
                    share("1.4", "ГИА", ooo, 38, 38, 100.0, counts="results"),
                    share("1.4", "ГИА", soo, 21, 21, 100.0, counts="results"),
                ),
            ),
        ),
        BlockCard(
            2,
            BLOCK_TITLES[2],
            Count(1, 2),
            0,
            (
                goal_card(
                    "2.1",
                    missed,
                    *(
                        share("2.1", "Отстающие", level, k, n, 2.0, direction="at_most", district_value=1.9)
                        for level, k, n in ((noo, 1, 67), (ooo, 3, 103), (soo, 0, 21))
                    ),
                ),
                goal_card(
                    "2.2",
                    met,
                    share("2.2", "Охват занятиями", noo, 1, 1, 100.0),
                    share("2.2", "Охват занятиями", ooo, 3, 3, 100.0),
                    _absent("2.2", "Охват занятиями", soo, Status.NOT_APPLICABLE),
                ),
            ),
        ),
        BlockCard(
            3,
            BLOCK_TITLES[3],
            Count(1, 3),
            0,
            (
                goal_card(
                    "3.1",
                    missed,
                    share("3.1a", "Участие в ВсОШ", whole, 98, 152, 60.0),
                    growth("3.1b", "Победители и призёры ВсОШ", 4, 4),
                ),
                goal_card("3.2", met, growth("3.2", "Индивидуальные траектории", 6, 4)),
                goal_card(
                    "3.3",
                    missed,
                    share(
                        "3.3", "Дополнительное образование", whole, 176, 214, 85.0, target_origin="own", reference=90.0
                    ),
                ),
            ),
        ),
        BlockCard(
            4,
            BLOCK_TITLES[4],
            Count(1, 2),
            1,
            (
                goal_card(
                    "4.1",
                    met,
                    *(
                        share("4.1a", "Ранняя профориентация", level, n, n, 100.0)
                        for level, n in ((noo, 90), (ooo, 103), (soo, 21))
                    ),
                ),
                goal_card(
                    "4.2",
                    missed,
                    share("4.2", "Профдиагностика", ooo, 71, 74, 100.0),
                    share("4.2", "Профдиагностика", soo, 21, 21, 100.0),
                ),
                goal_card(
                    "4.3",
                    GoalStatus.NO_DATA,
                    _absent("4.3a", "Вуз по профилю", soo, Status.NOT_DUE, due=date(2026, 10, 1), is_pending=True),
                ),
            ),
        ),
        BlockCard(
            5,
            BLOCK_TITLES[5],
            Count(2, 3),
            0,
            (
                goal_card("5.1", met, share("5.1a", "Диагностика педагогов", whole, 18, 20, 90.0, **small)),
                goal_card("5.2", met, share("5.2", "Адресные курсы", whole, 5, 5, 100.0, **small)),
                goal_card(
                    "5.3", missed, share("5.3", "Закрепление молодых", whole, 2, 3, 80.0, kind="retention", **small)
                ),
            ),
        ),
        BlockCard(
            6,
            BLOCK_TITLES[6],
            Count(1, 1),
            0,
            (goal_card("6.1", met, share("6.1", "Реализация мероприятий", whole, 46, 46, 100.0, counts="events")),),
        ),
    )


_DUES: Final = {
    Stage.GOAL_SETTING: date(2025, 9, 15),
    Stage.MONITORING: date(2025, 10, 1),
    Stage.ANALYSIS: date(2026, 8, 25),
    Stage.RECOMMENDATIONS: date(2026, 9, 5),
    Stage.MEASURES: date(2026, 9, 15),
    Stage.DECISIONS: date(2026, 9, 30),
}
_UNUSUAL: Final = {
    (1, Stage.DECISIONS): CellState.DRAFT,
    (3, Stage.ANALYSIS): CellState.OVERDUE,
    (4, Stage.MEASURES): CellState.SUBMITTED,
    (5, Stage.RECOMMENDATIONS): CellState.RETURNED,
    (5, Stage.MEASURES): CellState.OVERDUE,
}


def _cycle_cell(block: int, stage: Stage) -> CycleCell:
    due = _DUES[stage]
    state = _UNUSUAL.get((block, stage), CellState.NOT_DUE if stage is Stage.DECISIONS else CellState.ACCEPTED)
    has_date = state in {CellState.ACCEPTED, CellState.SUBMITTED, CellState.RETURNED}
    return CycleCell(
        block=block,
        stage=stage,
        required="required",
        state=state,
        due=due,
        days_overdue=(TODAY - due).days if state is CellState.OVERDUE else None,
        document="" if state in {CellState.OVERDUE, CellState.NOT_DUE} else f"{10 * block}-од",
        document_date=due - timedelta(days=3) if has_date else None,
        is_overdue=state is CellState.OVERDUE,
    )


def school_card(**changes: object) -> SchoolCard:
    """Ключевская СОШ: 8 of 15 goals, two overdue documents, one returned; keywords override."""
    values: dict[str, object] = {
        "school": "s18",
        "short_name": "Ключевская СОШ",
        "full_name": "МБОУ «Ключевская средняя общеобразовательная школа»",
        "kind": "full",
        "cluster": Cluster.VILLAGE,
        "pupils": 214,
        "levels": (Level.NOO, Level.OOO, Level.SOO),
        "today": TODAY,
        "year": YEAR,
        "years": (2023, 2024, 2025),
        "goals": Count(8, 15),
        "documents": Count(27, 36),
        "overdue": 2,
        "returned": 1,
        "blocks": _blocks(),
        "cycle": tuple(_cycle_cell(block, stage) for block in GOALS for stage in COUNTED_STAGES),
        "organisation": tuple(
            OrganisationLine(f"item{n}", title, is_present=n != 6, date=date(2025, 9, 10) if n != 6 else None, url="")
            for n, title in enumerate(
                (
                    "Команда ВСОКО",
                    "Приказ о координаторе",
                    "Положение о ВСОКО",
                    "График мероприятий",
                    "Раздел «ВСОКО» на сайте",
                    "Шесть блоков в разделе",
                ),
                start=1,
            )
        ),
        "flags": (
            flag(
                Rule.STAGE_SKIPPED,
                "Блок 3: анализа нет, а рекомендации уже есть",
                block=3,
                stage=Stage.ANALYSIS,
                due=date(2026, 8, 25),
                days_overdue=24,
                why="Рекомендации по блоку уже есть, анализа перед ними нет.",
                what_to_do="Сдайте анализ мониторингов, блок 3",
            ),
            flag(
                Rule.STAGE_MISSING,
                "Блок 5: нет мер и мероприятий",
                block=5,
                stage=Stage.MEASURES,
                due=date(2026, 9, 15),
                days_overdue=3,
                what_to_do="Сдайте меры, блок 5: план мероприятий («дорожную карту») или отчёт о наставничестве",
            ),
            flag(
                Rule.DOCUMENT_RETURNED,
                "Блок 5: рекомендации возвращены",
                block=5,
                stage=Stage.RECOMMENDATIONS,
                due=date(2026, 9, 5),
                days_overdue=13,
                why="Вернула Н. В. Соколова 16.09: «Не указано, каким педагогам адресованы».",
                what_to_do="Исправьте рекомендации, блок 5",
            ),
            flag(
                Rule.STAGE_DUE_SOON,
                "Блок 1: скоро срок управленческих решений",
                block=1,
                stage=Stage.DECISIONS,
                due=date(2026, 9, 30),
                what_to_do="Сдайте решения, блок 1",
            ),
            flag(
                Rule.GOAL_MISSED_AGAIN,
                "Цель 3.3 не достигнута второй год подряд",
                block=3,
                goal="g3_3",
                what_to_do="Пересмотрите меры блока 3",
            ),
            flag(
                Rule.TARGET_UNAMBITIOUS,
                "3.3: своя цель 85 % ниже ориентира района 90 %",
                block=3,
                goal="g3_3",
                what_to_do="Поднимите цель до ориентира или объясните, почему она ниже",
            ),
        ),
        "is_full_view": True,
    }
    return SchoolCard(**{**values, **changes})  # type: ignore[arg-type]
