"""The district's own catalogue, settings and calendar, as the plain values that rules and pages use."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import and_, select

from data_layer.domain.facts import (
    DistrictSettings,
    DocumentTypeRule,
    IndicatorRule,
    RequirementRule,
    Schedule,
)
from data_layer.domain.schedule import default_schedule
from data_layer.domain.vocabulary import (
    Direction,
    IndicatorKind,
    IndicatorRole,
    Level,
    RequirementLevel,
    Stage,
)
from data_layer.errors import NotFoundError
from data_layer.intake.catalogue import KnownCatalogue
from data_layer.intake.context import GoalEntry as IntakeGoal
from data_layer.intake.context import ImportContext, TypeEntry
from data_layer.models import (
    Block,
    CycleStage,
    DataSource,
    District,
    DocumentType,
    Goal,
    Indicator,
    OrganisationRequirement,
    Requirement,
    ScheduleEntry,
    School,
    SchoolYear,
)
from data_layer.queries.directory import UsedYears, schools_facts, schools_with_own_levels
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class BlockEntry:
    number: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class StageEntry:
    """is_counted: whether the stage is one of those that make a full cycle."""

    id: str
    title: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class GoalEntry:
    id: str
    code: str
    block: int
    title: str


@dataclass(frozen=True, slots=True)
class TitledEntry:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """evidence: what proves the item: order, document or url."""

    id: str
    title: str
    evidence: str


@dataclass(frozen=True)
class Catalogue:
    """A district's catalogue; every tuple in the order in which people read it.

    indicators: disabled ones included, by block and code. stages: uncounted ones included.
    document_types, type_stages: by id of the type. category_titles: by indicator and category id of a
    breakdown. sources: empty where the loader was told to leave them out.
    """

    blocks: tuple[BlockEntry, ...]
    stages: tuple[StageEntry, ...]
    goals: tuple[GoalEntry, ...]
    indicators: tuple[IndicatorRule, ...]
    category_titles: Mapping[str, Mapping[str, str]]
    document_types: Mapping[str, DocumentTypeRule]
    type_stages: Mapping[str, str]
    requirements: tuple[RequirementRule, ...]
    organisation: tuple[OrganisationEntry, ...]
    sources: tuple[TitledEntry, ...]

    def block(self, number: int) -> str:
        """This and the next five: titles for the sentences of flags; an unknown id speaks for itself."""
        entry = self.block_by_number.get(number)
        return str(number) if entry is None else entry.title

    def stage(self, stage: Stage) -> str:
        entry = self.stage_by_id.get(stage)
        return str(stage) if entry is None else entry.title

    def indicator(self, indicator: str) -> str:
        """«1.2 ВПР»: code and short title."""
        rule = self.indicator_by_id.get(indicator)
        return indicator if rule is None else f"{rule.code} {rule.title_short or rule.title}"

    def goal(self, goal: str) -> str:
        """«5.3 Закрепление молодых» where one indicator decides the goal, else its code and official title."""
        entry = self.goal_by_id.get(goal)
        return goal if entry is None else f"{entry.code} {self.goal_name(goal)}"

    def goal_name(self, goal: str) -> str:
        """The same without the code."""
        short = [rule.title_short for rule in self.deciding if rule.goal == goal]
        if len(short) == 1 and short[0]:
            return short[0]
        entry = self.goal_by_id.get(goal)
        return goal if entry is None else entry.title

    def document_type(self, document_type: str) -> str:
        entry = self.document_types.get(document_type)
        return document_type if entry is None else entry.title

    def organisation_item(self, item: str) -> str:
        entry = self.organisation_by_id.get(item)
        return item if entry is None else entry.title

    @cached_property
    def block_by_number(self) -> Mapping[int, BlockEntry]:
        return {block.number: block for block in self.blocks}

    @cached_property
    def goal_by_id(self) -> Mapping[str, GoalEntry]:
        return {goal.id: goal for goal in self.goals}

    @cached_property
    def indicator_by_id(self) -> Mapping[str, IndicatorRule]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def indicator_by_code(self) -> Mapping[str, IndicatorRule]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def stage_by_id(self) -> Mapping[str, StageEntry]:
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def block_of_goal(self) -> Mapping[str, int]:
        """Block by goal, for the goals that some enabled attainment indicator decides."""
        return {rule.goal: rule.block for rule in self.deciding if rule.goal}

    @cached_property
    def organisation_by_id(self) -> Mapping[str, OrganisationEntry]:
        return {item.id: item for item in self.organisation}

    @cached_property
    def organisation_items(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.organisation)

    @cached_property
    def enabled(self) -> tuple[IndicatorRule, ...]:
        return tuple(indicator for indicator in self.indicators if indicator.is_enabled)

    @cached_property
    def deciding(self) -> tuple[IndicatorRule, ...]:
        """Enabled indicators of role attainment: those that decide goals."""
        return tuple(each for each in self.enabled if each.role is IndicatorRole.ATTAINMENT)


def load_catalogue(session: TenantSession, *, with_sources: bool = True) -> Catalogue:
    blocks, goals = _blocks_and_goals(session)
    stages, document_types, type_stages = _stages_and_document_types(session)
    indicators, category_titles = _indicators(session)
    return Catalogue(
        blocks=blocks,
        stages=stages,
        goals=goals,
        indicators=indicators,
        category_titles=category_titles,
        document_types=document_types,
        type_stages=type_stages,
        requirements=_requirements(session),
        organisation=_organisation(session),
        sources=_sources(session) if with_sources else (),
    )


def _blocks_and_goals(session: TenantSession) -> tuple[tuple[BlockEntry, ...], tuple[GoalEntry, ...]]:
    rows: Sequence[Any] = session.execute(
        select(Block.number, Block.id, Block.title, Goal.id, Goal.code, Goal.title)
        .outerjoin(Goal, and_(Goal.district_id == Block.district_id, Goal.block == Block.number))
        .where(Block.district_id == session.scope.district_id)
    ).all()
    blocks = {row[0]: BlockEntry(*row[:3]) for row in rows}
    goals = [GoalEntry(row[3], row[4], row[0], row[5]) for row in rows if row[3] is not None]
    return (
        tuple(blocks[number] for number in sorted(blocks)),
        tuple(sorted(goals, key=lambda goal: (goal.block, goal.code, goal.id))),
    )


def _stages_and_document_types(
    session: TenantSession,
) -> tuple[tuple[StageEntry, ...], dict[str, DocumentTypeRule], dict[str, str]]:
    stage, kind = CycleStage, DocumentType
    rows: Sequence[Any] = session.execute(
        select(
            stage.position,
            stage.id,
            stage.title,
            stage.is_counted,
            kind.id,
            kind.title,
            kind.required_fields,
            kind.is_multi_year,
        )
        .outerjoin(kind, and_(kind.district_id == stage.district_id, kind.stage == stage.id))
        .where(stage.district_id == session.scope.district_id)
    ).all()
    stages = {row[:2]: StageEntry(*row[1:4]) for row in rows}
    typed = sorted((row for row in rows if row[4] is not None), key=lambda row: row[4])
    types = {row[4]: DocumentTypeRule(row[4], row[5], tuple(row[6] or ()), row[7]) for row in typed}
    return tuple(stages[key] for key in sorted(stages)), types, {row[4]: row[1] for row in typed}


def _indicators(session: TenantSession) -> tuple[tuple[IndicatorRule, ...], dict[str, dict[str, str]]]:
    row = Indicator
    # Columns, not entities: entities would stay in the session and cost twice the time.
    rows = session.execute(
        select(
            row.id,
            row.code,
            row.block,
            row.goal_id,
            row.title,
            row.title_short,
            row.kind,
            row.counts,
            row.unit,
            row.direction,
            row.role,
            row.levels,
            row.references,
            row.tolerance_pp,
            row.categories,
            row.dimensions,
            row.period,
            row.allows_zero_denominator,
            row.is_sensitive,
            row.no_ranking,
            row.is_enabled,
            row.denominator_of,
            row.breaks,
        ).where(row.district_id == session.scope.district_id)
    ).all()
    rules = sorted((_indicator_rule(each) for each in rows), key=lambda rule: (rule.block, rule.code, rule.id))
    categories = {each.id: {item["id"]: item["title"] for item in each.categories or ()} for each in rows}
    return tuple(rules), {indicator: titles for indicator, titles in categories.items() if titles}


def _indicator_rule(row: Any) -> IndicatorRule:
    return IndicatorRule(
        id=row.id,
        code=row.code,
        block=row.block,
        kind=IndicatorKind(row.kind),
        levels=tuple(Level(level) for level in row.levels),
        title=row.title,
        title_short=row.title_short,
        goal=row.goal_id,
        counts=row.counts,
        unit=row.unit,
        direction=None if row.direction is None else Direction(row.direction),
        role=IndicatorRole(row.role),
        period=row.period,
        references={Level(level): Decimal(text) for level, text in (row.references or {}).items()},
        tolerance_pp=row.tolerance_pp,
        categories=tuple(category["id"] for category in row.categories or ()),
        dimensions=tuple(row.dimensions or ()),
        allows_zero_denominator=row.allows_zero_denominator,
        is_sensitive=row.is_sensitive,
        is_enabled=row.is_enabled,
        no_ranking=row.no_ranking,
        denominator_is_numerator_of=row.denominator_of,
        breaks={int(year): reason for year, reason in (row.breaks or {}).items()},
    )


def _requirements(session: TenantSession) -> tuple[RequirementRule, ...]:
    row = Requirement
    found = session.execute(
        select(row.block, row.stage, row.required, row.document_types, row.from_year).where(
            row.district_id == session.scope.district_id
        )
    )
    rules = [
        RequirementRule(block, Stage(stage), RequirementLevel(required), tuple(types or ()), from_year)
        for block, stage, required, types, from_year in found
    ]
    return tuple(sorted(rules, key=lambda rule: (rule.block, rule.stage, rule.from_year)))


def _organisation(session: TenantSession) -> tuple[OrganisationEntry, ...]:
    row = OrganisationRequirement
    found = session.execute(
        select(row.id, row.title, row.evidence)
        .where(row.district_id == session.scope.district_id)
        .order_by(row.position, row.id)
    )
    return tuple(OrganisationEntry(*each) for each in found)


def _sources(session: TenantSession) -> tuple[TitledEntry, ...]:
    found = session.execute(
        select(DataSource.id, DataSource.title).where(DataSource.district_id == session.scope.district_id)
    )
    return tuple(sorted((TitledEntry(*each) for each in found), key=lambda source: source.id))


@dataclass(frozen=True, slots=True)
class DistrictCard:
    """A district as far as its own pages name it."""

    code: str
    title: str
    is_demo: bool
    settings: DistrictSettings


def district_card(session: TenantSession) -> DistrictCard:
    row = session.execute(
        select(District.code, District.title, District.is_demo, District.settings).where(
            District.id == session.scope.district_id
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError("Такого района нет.")
    return DistrictCard(row.code, row.title, row.is_demo, read_settings(row.settings or {}))


def district_settings(session: TenantSession) -> DistrictSettings:
    return district_card(session).settings


def read_settings(stored: Mapping[str, Any]) -> DistrictSettings:
    """Settings from what a district stores, which is only what differs from the defaults."""
    defaults = DistrictSettings()
    known = {each.name for each in fields(DistrictSettings)}
    return DistrictSettings(
        **{name: _typed(getattr(defaults, name), value) for name, value in stored.items() if name in known}
    )


def _typed(default: object, value: Any) -> Any:
    # JSON knows neither decimals nor tuples; the default tells what the value was.
    if isinstance(default, Decimal):
        return Decimal(str(value))
    return tuple(value) if isinstance(default, tuple) else value


@dataclass(frozen=True, slots=True)
class Calendar:
    """Due days of the years asked for: the district's, and those of schools with exceptions."""

    district: Mapping[int, Mapping[str, date]]
    exceptions: Mapping[int, Mapping[int, Mapping[str, date]]]

    def due(self, year: int, key: str, school_id: int | None = None) -> date | None:
        """Due day of a stage, indicator period or `organisation`; None where none is set."""
        own = self.exceptions.get(school_id, {}).get(year, {}) if school_id is not None else {}
        return own.get(key) or self.district[year].get(key)

    def of_school(self, school_id: int) -> dict[int, Schedule]:
        own = self.exceptions.get(school_id, {})
        return {year: Schedule(year, {**due, **own.get(year, {})}) for year, due in self.district.items()}


def years_and_calendar(session: TenantSession, years: Collection[int] | None) -> tuple[UsedYears, Calendar]:
    """The years that the whole district has used, and the due days of the years asked for.

    years: None for all used ones. A year the district has never used has the default due days.
    """
    entry = ScheduleEntry
    is_of_year = and_(entry.district_id == SchoolYear.district_id, entry.year == SchoolYear.year)
    if years is not None:
        is_of_year = and_(is_of_year, entry.year.in_(years))
    rows: Sequence[Any] = session.execute(
        select(SchoolYear.year, SchoolYear.has_documents, entry.school_id, entry.key, entry.due)
        .outerjoin(entry, is_of_year)
        .where(SchoolYear.district_id == session.scope.district_id)
    ).all()
    used = tuple(sorted({row[0] for row in rows}))
    with_documents = tuple(sorted({row[0] for row in rows if row[1]}))
    wanted = used if years is None else tuple(sorted(set(years)))
    return UsedYears(used, with_documents), _calendar_of(wanted, used, rows)


def _calendar_of(years: Iterable[int], used: Collection[int], rows: Iterable[Any]) -> Calendar:
    """rows: year, whether it has documents, school id or None, key, due day; no key = no entry."""
    district: dict[int, dict[str, date]] = {year: {} if year in used else default_schedule(year) for year in years}
    exceptions: dict[int, dict[int, dict[str, date]]] = {}
    for year, _, school_id, key, due in rows:
        if key is None:
            continue
        if school_id is None:
            district[year][key] = due
        else:
            exceptions.setdefault(school_id, {}).setdefault(year, {})[key] = due
    return Calendar(district, exceptions)


def intake_context(
    session: TenantSession, *, only_school: str | None = None, is_school_author: bool = False, today: date
) -> ImportContext:
    """What an import into the session's district is checked against.

    only_school: code of the one school whose rows are accepted; find_school has vouched for it.
    """
    catalogue = load_catalogue(session)
    return ImportContext(
        schools={school.code: school for school in schools_facts(session)},
        indicators=catalogue.indicator_by_id,
        today=today,
        goals={goal.id: IntakeGoal(goal.code, goal.block, goal.title) for goal in catalogue.goals},
        stages={stage.id: stage.title for stage in catalogue.stages},
        blocks={block.number: block.title for block in catalogue.blocks},
        document_types={
            each.id: TypeEntry(each.title, catalogue.type_stages[each.id]) for each in catalogue.document_types.values()
        },
        organisation_items={item.id: item.title for item in catalogue.organisation},
        data_sources={source.id: source.title for source in catalogue.sources},
        category_titles=catalogue.category_titles,
        own_levels=schools_with_own_levels(session),
        only_school=only_school,
        is_school_author=is_school_author,
    )


def known_catalogue(session: TenantSession) -> KnownCatalogue:
    """What entries of a catalogue file may refer to."""
    catalogue = load_catalogue(session)
    return KnownCatalogue(
        blocks={block.id: block.number for block in catalogue.blocks},
        goals={goal.id: goal.block for goal in catalogue.goals},
        indicators={indicator.id: indicator.code for indicator in catalogue.indicators},
        document_types=catalogue.type_stages,
        data_sources=frozenset(source.id for source in catalogue.sources),
    )


def schedules(session: TenantSession, years: Collection[int]) -> dict[int, dict[int, Schedule]]:
    """Schedule by school id and year for every school of the session; exceptions already applied."""
    _, days = years_and_calendar(session, years)
    ids = session.scalars(select(School.id).where(School.district_id == session.scope.district_id))
    return {school_id: days.of_school(school_id) for school_id in ids}
