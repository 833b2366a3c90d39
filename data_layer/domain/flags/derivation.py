"""All flags of one school, and how a stored flag is read on a given day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from data_layer.domain.attainment import ResultKey
from data_layer.domain.facts import (
    DistrictSettings,
    DocumentFact,
    DocumentTypeRule,
    FlagFact,
    IndicatorRule,
    ObservationFact,
    OrganisationFact,
    RequirementRule,
    ResultFact,
    Schedule,
    SchoolFacts,
)
from data_layer.domain.flags.cycle_rules import cycle_flags
from data_layer.domain.flags.data_rules import data_flags
from data_layer.domain.flags.document_rules import document_flags
from data_layer.domain.flags.evidence import SchoolEvidence, YearEvidence
from data_layer.domain.flags.goal_rules import goal_flags
from data_layer.domain.flags.organisation_rules import organisation_flags
from data_layer.domain.school_year import year_of
from data_layer.domain.vocabulary import Level, Rule, Stage

_RULE_ORDER: Final = {rule: place for place, rule in enumerate(Rule)}
_STAGE_ORDER: Final = {stage: place for place, stage in enumerate(Stage)}
_LEVEL_ORDER: Final = {level: place for place, level in enumerate(Level)}


def derive_flags(
    *,
    school: SchoolFacts,
    years: Iterable[int],
    indicators: Iterable[IndicatorRule],
    requirements: Iterable[RequirementRule],
    document_types: Mapping[str, DocumentTypeRule],
    results: Iterable[ResultFact],
    observations: Iterable[ObservationFact],
    documents: Iterable[DocumentFact],
    organisation: Iterable[OrganisationFact],
    organisation_items: Sequence[str],
    schedules: Mapping[int, Schedule],
    own_targets: Mapping[ResultKey, Decimal],
    foreign_files: Mapping[str, Sequence[tuple[str, str]]],
    settings: DistrictSettings,
) -> list[FlagFact]:
    """Every flag of the school for `years`, whatever the day; the order of the input plays no part.

    results, observations, documents, organisation: of this school and of all years, for rules that
    look a year back. own_targets: the school's own. foreign_files: by sha256 of this school's files,
    the (short name, document label) of other schools of the district that store the same file.
    `tracked_from` is not applied here, a query does that.
    """
    whole = SchoolEvidence(
        school=school,
        indicators=list(indicators),
        requirements=list(requirements),
        document_types=document_types,
        results={(row.indicator, row.level, row.year): row for row in results},
        observations=_by_key(observations),
        documents=list(documents),
        organisation=list(organisation),
        organisation_items=organisation_items,
        schedules=schedules,
        own_targets=own_targets,
        foreign_files=foreign_files,
        settings=settings,
    )
    # Nothing is asked of a school that is gone, whatever was stored of it.
    there = {year for year in years if school.is_there(year)}
    flags = [flag for year in there for flag in _flags_of_year(YearEvidence(whole, year))]
    return sorted(flags, key=_order)


def is_active(flag: FlagFact, today: date) -> bool:
    """Whether the flag is up on the day; both ends of its time are inclusive."""
    has_begun = flag.active_from is None or flag.active_from <= today
    has_ended = flag.active_to is not None and flag.active_to < today
    return has_begun and not has_ended


def days_overdue(due: date | None, today: date) -> int | None:
    """Whole days since the due day; None without a due day and as long as it has not passed."""
    return (today - due).days if due is not None and today > due else None


def flag_days_overdue(flag: FlagFact, today: date) -> int | None:
    """Days for which the flag's subject is still awaited; a stage that came late is not awaited."""
    return None if flag.rule is Rule.STAGE_LATE else days_overdue(flag.due, today)


def default_tracked_from(document_years: Iterable[int], today: date) -> int:
    """The year from which a district keeps the cycle: that of its first document, else today's."""
    return min(document_years, default=year_of(today))


def _flags_of_year(seen: YearEvidence) -> Iterator[FlagFact]:
    yield from cycle_flags(seen)
    yield from document_flags(seen)
    yield from data_flags(seen)
    yield from goal_flags(seen)
    yield from organisation_flags(seen)


def _by_key(observations: Iterable[ObservationFact]) -> dict[ResultKey, list[ObservationFact]]:
    found: dict[ResultKey, list[ObservationFact]] = defaultdict(list)
    for row in observations:
        found[row.indicator, row.level, row.year].append(row)
    return found


def _order(flag: FlagFact) -> tuple[object, ...]:
    return (
        flag.year,
        flag.block or 0,
        _RULE_ORDER[flag.rule],
        -1 if flag.stage is None else _STAGE_ORDER[flag.stage],
        flag.goal or "",
        flag.indicator or "",
        -1 if flag.level is None else _LEVEL_ORDER[flag.level],
        flag.document,
        flag.document_id or 0,
    )
