"""Short ways to write down facts of the domain; every keyword of the fact itself can be overridden."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from data_layer.domain.attainment import derive_results
from data_layer.domain.facts import (
    Cell,
    DistrictSettings,
    DocumentFact,
    FlagFact,
    IndicatorRule,
    ObservationFact,
    PooledFact,
    RequirementRule,
    ResultFact,
    Schedule,
    SchoolFacts,
)
from data_layer.domain.flags import derive_flags
from data_layer.domain.schedule import default_schedule
from data_layer.domain.vocabulary import (
    COUNTED_STAGES,
    Direction,
    DocumentStatus,
    IndicatorKind,
    IndicatorRole,
    Level,
    RequirementLevel,
    Rule,
    SchoolKind,
    Stage,
    Status,
)

YEAR = 2025
SETTINGS = DistrictSettings()
SCHOOL = SchoolFacts(
    id=1,
    code="s1",
    short_name="Школа № 1",
    kind=SchoolKind.BASIC,
    levels=frozenset({Level.NOO, Level.OOO, Level.SCHOOL}),
)


def indicator(kind: IndicatorKind = IndicatorKind.SHARE, **given: Any) -> IndicatorRule:
    """An attainment indicator «at least 80 %» of block 1, goal g1, for НОО."""
    known: dict[str, Any] = {
        "id": "i1",
        "code": "1.1",
        "block": 1,
        "kind": kind,
        "levels": (Level.NOO,),
        "goal": "g1",
        "direction": Direction.AT_LEAST,
        "role": IndicatorRole.ATTAINMENT,
        "references": {Level.NOO: Decimal(80)},
    }
    return IndicatorRule(**{**known, **given})


def growth(**given: Any) -> IndicatorRule:
    return indicator(IndicatorKind.GROWTH, **{"direction": Direction.INCREASE, "references": {}, **given})


def share_row(numerator: int | None, denominator: int | None, **given: Any) -> ObservationFact:
    return _observation(numerator=numerator, denominator=denominator, **given)


def value_row(value: int | None, **given: Any) -> ObservationFact:
    return _observation(value=value, **given)


def coded_row(missing: Any, **given: Any) -> ObservationFact:
    return _observation(missing=missing, **given)


def _observation(**given: Any) -> ObservationFact:
    known: dict[str, Any] = {"indicator": "i1", "level": Level.NOO, "year": YEAR}
    return ObservationFact(**{**known, **given})


def result_of(
    rule: IndicatorRule,
    *rows: ObservationFact,
    own: Decimal | int | None = None,
    school: SchoolFacts = SCHOOL,
    settings: DistrictSettings = SETTINGS,
    level: Level = Level.NOO,
) -> ResultFact:
    """The one result of YEAR for a single indicator and level."""
    targets = {} if own is None else {(rule.id, level, YEAR): Decimal(own)}
    found = derive_results(
        school=school,
        indicators=[rule],
        years=[YEAR],
        observations=rows,
        own_targets=targets,
        references={},
        settings=settings,
    )
    (row,) = [row for row in found if row.level is level]
    return row


def result(
    numerator: int | None = 8,
    denominator: int | None = 10,
    status: Status = Status.MET,
    *,
    school_id: int = 1,
    **given: Any,
) -> ResultFact:
    """A share's row as stored, without deriving it."""
    known: dict[str, Any] = {
        "school_id": school_id,
        "indicator": "i1",
        "level": Level.NOO,
        "year": YEAR,
        "status": status,
        "numerator": numerator,
        "denominator": denominator,
        "value": 100 * numerator / denominator if numerator is not None and denominator else None,
    }
    return ResultFact(**{**known, **given})


def pooled(schools: int, numerator: int, denominator: int, **given: Any) -> PooledFact:
    known: dict[str, Any] = {
        "indicator": "i1",
        "level": Level.NOO,
        "year": YEAR,
        "cluster": "",
        "schools_applicable": schools,
        "schools_with_data": schools,
        "schools_met": 1,
        "status": Status.MET,
        "numerator": numerator,
        "denominator": denominator,
        "value": 100 * numerator / denominator if denominator else None,
    }
    return PooledFact(**{**known, **given})


def document(
    stage: Stage = Stage.MONITORING,
    day: date | None = date(2025, 9, 20),
    *,
    id: int = 1,  # noqa: A002 - the name of the fact's own field
    **given: Any,
) -> DocumentFact:
    """A submitted document of block 1 with its own number."""
    known: dict[str, Any] = {
        "id": id,
        "school_id": 1,
        "year": YEAR,
        "block": 1,
        "stage": stage,
        "type": "order",
        "title": f"Документ {id}",
        "number": f"{id}-ОД",
        "date": day,
        "status": DocumentStatus.SUBMITTED,
    }
    return DocumentFact(**{**known, **given})


def cover(stage: Stage, block: int = 1, goal: str = "") -> Cell:
    return Cell(block, stage, goal)


def required(*stages: Stage, block: int = 1) -> list[RequirementRule]:
    """Required cells of one block; all counted stages unless some are named."""
    return [RequirementRule(block, stage, RequirementLevel.REQUIRED) for stage in stages or COUNTED_STAGES]


def schedules(*years: int) -> dict[int, Schedule]:
    return {year: Schedule(year, default_schedule(year)) for year in years or (YEAR,)}


def flags_of(
    rule: Rule | None = None,
    *,
    school: SchoolFacts = SCHOOL,
    years: Iterable[int] = (YEAR,),
    indicators: Iterable[IndicatorRule] = (),
    observations: Iterable[ObservationFact] = (),
    own_targets: Mapping[Any, Decimal] | None = None,
    settings: DistrictSettings = SETTINGS,
    **given: Any,
) -> list[FlagFact]:
    """Flags of one rule (or all of them), with results derived from the observations."""
    rules, rows, wanted = list(indicators), list(observations), list(years)
    known: dict[str, Any] = {
        "requirements": [],
        "document_types": {},
        "documents": [],
        "organisation": [],
        "organisation_items": [],
        "schedules": schedules(*wanted),
        "foreign_files": {},
        "results": derive_results(
            school=school,
            indicators=rules,
            years=range(min(wanted) - 1, max(wanted) + 1),
            observations=rows,
            own_targets=own_targets or {},
            references={},
            settings=settings,
        ),
    }
    found = derive_flags(
        school=school,
        years=wanted,
        indicators=rules,
        observations=rows,
        own_targets=own_targets or {},
        settings=settings,
        **{**known, **given},
    )
    return [flag for flag in found if rule is None or flag.rule is rule]
