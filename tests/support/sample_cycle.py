"""The cycle of a fictional district of three schools, every count worked out by hand.

On 18.09.2026 five of six stages are due. «СОШ № 1» has everything that is due; «СОШ № 2» lacks the measures of
blocks 1 and 2 and the analysis of block 5; of «Сельская СОШ» the recommendations of block 3 came back and the
measures of block 6 are a draft. That is 5 overdue cells in 2 schools of 3: 3 × measures, 1 × analysis,
1 × recommendations. There are 15 + 15 + 15 … = 3 × 30 − 5 = 85 cells of 108.
"""

from collections import Counter
from datetime import date
from typing import Final

from data_layer.domain.vocabulary import COUNTED_STAGES, CellState, Cluster, RequirementLevel, Rule, Severity, Stage
from data_layer.queries.cycle import CellRow
from data_layer.queries.cycle_views import (
    CycleFilters,
    DistrictCycle,
    FlagFilters,
    MissingStage,
    ReturnedDocument,
    SchoolCycle,
    SchoolLetter,
    StageCount,
)
from data_layer.queries.views import Count, FlagItem

YEAR: Final = 2025
TODAY: Final = date(2026, 9, 18)
DUE: Final = {
    Stage.GOAL_SETTING: date(2025, 9, 15),
    Stage.MONITORING: date(2025, 10, 1),
    Stage.ANALYSIS: date(2026, 8, 25),
    Stage.RECOMMENDATIONS: date(2026, 9, 5),
    Stage.MEASURES: date(2026, 9, 15),
    Stage.DECISIONS: date(2026, 9, 30),
}
BLOCKS: Final = {number: f"Блок номер {number}" for number in range(1, 7)}
SCHOOLS: Final = (
    (1, "s1", "СОШ № 1", Cluster.TOWN),
    (2, "s2", "СОШ № 2", Cluster.TOWN),
    (3, "s3", "Сельская СОШ", Cluster.VILLAGE),
)
_SPECIAL: Final = {
    ("s2", 1, Stage.MEASURES): CellState.OVERDUE,
    ("s2", 2, Stage.MEASURES): CellState.OVERDUE,
    ("s2", 5, Stage.ANALYSIS): CellState.OVERDUE,
    ("s3", 3, Stage.RECOMMENDATIONS): CellState.RETURNED,
    ("s3", 6, Stage.MEASURES): CellState.DRAFT,
    ("s3", 1, Stage.GOAL_SETTING): CellState.SUBMITTED,
}
_LATE: Final = frozenset({CellState.OVERDUE, CellState.RETURNED, CellState.DRAFT})


def cell(school_id: int, school: str, block: int, stage: Stage) -> CellRow:
    usual = CellState.NOT_DUE if stage is Stage.DECISIONS else CellState.ACCEPTED
    state = _SPECIAL.get((school, block, stage), usual)
    is_there = state in {CellState.ACCEPTED, CellState.SUBMITTED}
    is_empty = state in {CellState.OVERDUE, CellState.NOT_DUE}
    return CellRow(
        school_id=school_id,
        school=school,
        year=YEAR,
        block=block,
        stage=stage,
        required=RequirementLevel.REQUIRED,
        state=state,
        due=DUE[stage],
        document="" if is_empty else f"№ {block}",
        date=None if is_empty else DUE[stage],
        is_there=is_there,
        is_overdue=state in _LATE,
        is_passed=DUE[stage] < TODAY,
    )


def rows() -> tuple[SchoolCycle, ...]:
    found = []
    for school_id, code, name, cluster in SCHOOLS:
        cells = tuple(cell(school_id, code, block, stage) for block in BLOCKS for stage in COUNTED_STAGES)
        found.append(
            SchoolCycle(
                school_id,
                code,
                name,
                cluster,
                cells,
                there=Count(sum(each.is_there for each in cells), len(cells)),
                overdue=sum(each.is_overdue for each in cells),
                returned=sum(each.state is CellState.RETURNED for each in cells),
            )
        )
    return tuple(found)


def flag(*, school: str = "s2", school_name: str = "СОШ № 2", message: str = "Документ не сдан.") -> FlagItem:
    return FlagItem(
        rule=Rule.STAGE_MISSING,
        severity=Severity.HIGH,
        school=school,
        school_name=school_name,
        year=YEAR,
        block=1,
        stage=Stage.MEASURES,
        goal=None,
        indicator=None,
        level=None,
        due=DUE[Stage.MEASURES],
        days_overdue=3,
        document="",
        message=message,
        why="Стадия обязательна.",
        what_to_do="Сдать документ.",
    )


def cycle(
    filters: CycleFilters | None = None,
    *,
    overdue_by_stage: dict[Stage, int] | None = None,
    overdue_schools: Count | None = None,
    is_tracked: bool = True,
    schools: tuple[SchoolCycle, ...] | None = None,
) -> DistrictCycle:
    """The whole district; counts of the finding may be others, for the sentences that tell them."""
    shown = rows() if schools is None else schools
    cells = [each for row in rows() for each in row.cells]
    by_stage = dict(Counter(each.stage for each in cells if each.is_overdue))
    by_stage = by_stage if overdue_by_stage is None else overdue_by_stage
    columns = {
        (block, stage): Count(
            sum(each.is_there for each in cells if (each.block, each.stage) == (block, stage)), len(SCHOOLS)
        )
        for block in BLOCKS
        for stage in COUNTED_STAGES
    }
    strip = [
        StageCount(
            stage,
            Count(sum(each.is_there for each in cells if each.stage is stage), 18),
            overdue=by_stage.get(stage, 0),
            due=DUE[stage],
        )
        for stage in COUNTED_STAGES
    ]
    return DistrictCycle(
        district="Светлореченский район",
        today=TODAY,
        filters=filters or CycleFilters(YEAR),
        flag_filters=FlagFilters(),
        years=(YEAR,),
        every_school=tuple((code, name) for _, code, name, _ in SCHOOLS),
        schools=len(SCHOOLS),
        rows=shown,
        block_titles=BLOCKS,
        places=tuple(columns),
        stages=tuple(strip),
        columns=columns,
        total=Count(sum(each.k for each in columns.values()), 108),
        overdue=sum(by_stage.values()),
        overdue_schools=overdue_schools or Count(2, 3),
        overdue_by_stage=by_stage,
        returned=1,
        is_tracked=is_tracked,
        schools_to_write=2,
        flag_counts={Rule.STAGE_MISSING: 1},
        flags=(flag(),),
        schools_with_flags=(("s2", "СОШ № 2"),),
    )


def letter(
    *,
    short_name: str = "СОШ № 2",
    full_name: str = "МБОУ «СОШ № 2»",
    missing: bool = True,
    remark: str | None = None,
    coming: bool = False,
) -> SchoolLetter:
    """missing: the measures of block 1. remark: of a returned analysis of block 2, None for no such document."""
    late = MissingStage(1, "Качество", Stage.MEASURES, date(2026, 9, 15), 3)
    back = ReturnedDocument(2, "Отстающие", Stage.ANALYSIS, "3-а", "Справка", date(2026, 8, 20), remark or "")
    soon = [MissingStage(block, "", Stage.DECISIONS, date(2026, 9, 30), None) for block in (1, 2, 3, 5)]
    return SchoolLetter(
        school="s2",
        short_name=short_name,
        full_name=full_name,
        district="Светлореченский район",
        year=YEAR,
        today=TODAY,
        missing=[late] if missing else [],
        returned=[] if remark is None else [back],
        coming=soon if coming else [],
    )
