"""What one school has handed in for a year, as the forms that change it need it: values, versions, who and when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from data_layer.domain.closing import Closing
from data_layer.domain.cycle import effective_requirements
from data_layer.domain.facts import Cell, IndicatorRule, ResultFact
from data_layer.domain.series import Break, break_with_last_year
from data_layer.domain.suppression import Viewer, is_small
from data_layer.domain.vocabulary import (
    DocumentStatus,
    IndicatorKind,
    Level,
    MissingCode,
    RequirementLevel,
    Stage,
)
from data_layer.errors import NotFoundError
from data_layer.models import Document, Indicator, Observation, OrganisationItem, Target, User
from data_layer.queries.absences import absences
from data_layer.queries.closing import NextYear, next_year
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.evidence_files import FileLine
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.standing import results_of_the_day
from data_layer.queries.views import ResultLine
from data_layer.session import TenantSession

_LEVEL_ORDER: Final = {level: place for place, level in enumerate(Level)}

_COUNTED: Final = ("numerator", "denominator", "value")

LineKey = tuple[str, Level]


@dataclass(frozen=True, slots=True)
class Person:
    """login as rows keep it; name where somebody of that login is known, else the login."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class EntryCell:
    """The figures of one category («» for the total). observation: None where nothing was handed in."""

    category: str
    title: str
    observation: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    baseline: int | None = None
    missing: MissingCode | None = None
    author: Person | None = None
    recorded_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryTarget:
    """version: what a save has to tell; empty where the school has no own target."""

    target: Decimal | None = None
    version: str = ""
    author: Person | None = None
    set_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One indicator × level. now, before: its result of the year and of the year before, None where the school was not
    there. breaks: why the two can never be held against each other.

    cells: one, or one per category of a breakdown. slices: rows by subject or class that were handed in.
    counted: what the catalogue says of numerator, denominator or value, by the name of the field.
    """

    rule: IndicatorRule
    level: Level
    year: int
    cells: tuple[EntryCell, ...]
    target: EntryTarget
    now: ResultLine
    before: ResultLine | None
    breaks: Break | None
    slices: int
    counted: Mapping[str, str]

    @property
    def is_filled(self) -> bool:
        """Whether anything was handed in: figures, or why there are none."""
        return self.slices > 0 or any(cell.observation is not None for cell in self.cells)

    @property
    def is_summed(self) -> bool:
        """Whether the total is the sum of slices, which only a workbook can change."""
        return self.slices > 0 and all(cell.observation is None for cell in self.cells)

    @property
    def takes_target(self) -> bool:
        """Growth is measured against last year, a breakdown describes."""
        return self.rule.kind not in {IndicatorKind.GROWTH, IndicatorKind.BREAKDOWN} and self.rule.direction is not None


@dataclass(frozen=True, slots=True)
class EntryBlock:
    number: int
    title: str
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class EntryItem:
    """One organisational item. version: 0 where nothing was said of it yet."""

    item: str
    title: str
    year: int
    is_present: bool | None = None
    date: dt.date | None = None
    url: str = ""
    version: int = 0
    author: Person | None = None
    changed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryGrid:
    """Everything of one school and year that can be entered in the grid."""

    school: SchoolEntry
    year: int
    years: tuple[int, ...]
    blocks: tuple[EntryBlock, ...]
    organisation: tuple[EntryItem, ...]
    organisation_due: dt.date | None


@dataclass(frozen=True, slots=True)
class EntryDocument:
    """One document that stands in a cell, its own or one that it covers (`is_own`)."""

    id: int
    version: int
    is_own: bool
    block: int
    stage: Stage
    year: int
    type: str
    type_title: str
    title: str
    number: str
    date: dt.date | None
    responsible: str
    addressee: str
    goals: str
    tasks: str
    deadlines: str
    url: str
    file: FileLine | None
    status: DocumentStatus
    remark: str
    covers: tuple[Cell, ...]
    author: Person
    changed_at: dt.datetime
    reviewer: Person | None
    reviewed_at: dt.datetime | None
    effect: str = ""
    closing: Closing | None = None

    @property
    def label(self) -> str:
        return self.number or self.title


@dataclass(frozen=True, slots=True)
class DocumentCell:
    """A cell of the cycle with what stands in it. types: id → title, those the requirement asks for first.

    required_fields: by type. stages, blocks: titles, for further cells; goals: code and title of the block's own,
    by id.
    """

    school: SchoolEntry
    block: int
    block_title: str
    stage: Stage
    stage_title: str
    year: int
    required: RequirementLevel
    due: dt.date | None
    documents: tuple[EntryDocument, ...]
    types: Mapping[str, str]
    required_fields: Mapping[str, tuple[str, ...]]
    blocks: Mapping[int, str]
    stages: Mapping[Stage, str] = field(default_factory=dict)
    goals: Mapping[str, str] = field(default_factory=dict)

    def own(self, document: int) -> EntryDocument:
        """A document that stands in this cell by itself. Raises NotFoundError."""
        found = next((each for each in self.documents if each.id == document and each.is_own), None)
        if found is None:
            raise NotFoundError
        return found


def entry_grid(session: TenantSession, *, school: str, year: int, today: dt.date, viewer: Viewer) -> EntryGrid:
    """Raises NotFoundError for a school whose figures the viewer may not see in full."""
    ground = load_ground(session, years=[year - 1, year], today=today, viewer=viewer)
    entry = _school(ground, school)
    if not entry.is_there(year):
        raise NotFoundError(f"Школы с кодом «{school}» в этом году нет.")
    people = _People(session)
    lines = _Lines(session, ground, entry, year, people)
    return EntryGrid(
        school=entry,
        year=year,
        years=ground.used.years,
        blocks=tuple(
            EntryBlock(block.number, block.title, rows)
            for block in ground.catalogue.blocks
            if (rows := lines.of_block(block.number))
        ),
        organisation=_organisation(session, ground, entry, year, people),
        organisation_due=ground.calendar.due(year, "organisation", entry.id),
    )


def entry_row(
    session: TenantSession, *, school: str, indicator: str, level: Level, year: int, today: dt.date, viewer: Viewer
) -> EntryRow:
    """One row of the grid. Raises NotFoundError."""
    grid = entry_grid(session, school=school, year=year, today=today, viewer=viewer)
    for block in grid.blocks:
        for row in block.rows:
            if (row.rule.id, row.level) == (indicator, level):
                return row
    raise NotFoundError


def entry_item(
    session: TenantSession, *, school: str, item: str, year: int, today: dt.date, viewer: Viewer
) -> EntryItem:
    """Raises NotFoundError."""
    ground = load_ground(session, years=[year], today=today, viewer=viewer)
    items = _organisation(session, ground, _school(ground, school), year, _People(session))
    found = next((each for each in items if each.item == item), None)
    if found is None:
        raise NotFoundError
    return found


def document_cell(
    session: TenantSession, *, school: str, block: int, stage: Stage, year: int, today: dt.date, viewer: Viewer
) -> DocumentCell:
    """Raises NotFoundError for a school of which the viewer may not see all, and for an unknown cell."""
    ground = load_ground(session, years=[year], today=today, viewer=viewer)
    entry, catalogue = _school(ground, school), ground.catalogue
    if block not in catalogue.block_by_number or stage not in catalogue.stage_by_id:
        raise NotFoundError
    required, first = _requirement(ground, block, stage, year)
    own = [kind for kind, of_stage in catalogue.type_stages.items() if of_stage == stage]
    ordered = [*(kind for kind in first if kind in own), *(kind for kind in own if kind not in first)]
    return DocumentCell(
        school=entry,
        block=block,
        block_title=catalogue.block(block),
        stage=stage,
        stage_title=catalogue.stage(stage),
        year=year,
        required=required,
        due=ground.calendar.due(year, stage, entry.id),
        documents=_documents(session, ground, entry.id, Cell(block, stage), year),
        types={kind: catalogue.document_type(kind) for kind in ordered},
        required_fields={kind: catalogue.document_types[kind].required_fields for kind in ordered},
        blocks={each.number: each.title for each in catalogue.blocks},
        stages={Stage(each.id): each.title for each in catalogue.stages if each.is_counted},
        goals={each.id: f"{each.code} {each.title}" for each in catalogue.goals if each.block == block},
    )


def _school(ground: Ground, code: str) -> SchoolEntry:
    found = next((each for each in ground.schools if each.code == code), None)
    if found is None or not ground.viewer.sees_all_of(found.id):
        raise NotFoundError(f"Школы с кодом «{code}» нет.")
    return found


def _requirement(ground: Ground, block: int, stage: Stage, year: int) -> tuple[RequirementLevel, Sequence[str]]:
    """What is asked of the cell in the year, and by which types of documents."""
    rule = effective_requirements(ground.catalogue.requirements, year).get(Cell(block, stage))
    return (RequirementLevel.NOT_USED, ()) if rule is None else (rule.required, rule.document_types)


class _People:
    """Names by login, asked for together."""

    def __init__(self, session: TenantSession) -> None:
        self._session = session
        self._names: dict[str, str] = {}

    def learn(self, logins: set[str]) -> None:
        unknown = logins - set(self._names)
        if not unknown:
            return
        found = self._session.execute(select(User.login, User.full_name).where(User.login.in_(unknown)))
        self._names |= {login: login for login in unknown} | {login: name for login, name in found if name}

    def named(self, login: str) -> Person:
        return Person(login, self._names.get(login, login))


def person(session: TenantSession, login: str) -> Person:
    """Whoever has this login, for showing who has saved something."""
    people = _People(session)
    people.learn({login})
    return people.named(login)


class _Lines:
    """The rows of the grid from what is stored of one school and year."""

    def __init__(self, session: TenantSession, ground: Ground, school: SchoolEntry, year: int, people: _People) -> None:
        self._ground, self._school, self._year, self._people = ground, school, year, people
        self._results = self._all_results(session)
        self._observations, self._slices = self._all_observations(session)
        now = [row for row in self._results.values() if row.year == year]
        self._absent = absences(session, ground, now)
        self._targets = self._all_targets(session)
        self._counted = _counted(session)
        rows = [row for cells in self._observations.values() for row in cells.values()]
        people.learn({row.author for row in (*rows, *self._targets.values())})

    def of_block(self, block: int) -> tuple[EntryRow, ...]:
        taught = self._school.facts.levels
        return tuple(
            self._row(rule, level)
            for rule in self._ground.catalogue.enabled
            if rule.block == block
            for level in sorted(rule.levels, key=_LEVEL_ORDER.__getitem__)
            if level in taught and (rule.id, level, self._year) in self._results
        )

    def _row(self, rule: IndicatorRule, level: Level) -> EntryRow:
        key = (rule.id, level)
        # There is none for a school that opens this year.
        before = self._results.get((*key, self._year - 1))
        return EntryRow(
            rule=rule,
            level=level,
            year=self._year,
            cells=self._cells(rule, key),
            target=self._target(key),
            now=self._line(rule, self._results[(*key, self._year)]),
            before=None if before is None else self._line(rule, before),
            breaks=break_with_last_year(rule, self._school.facts, self._year),
            slices=self._slices.get(key, 0),
            counted=self._counted.get(rule.id, {}),
        )

    def _line(self, rule: IndicatorRule, row: ResultFact) -> ResultLine:
        return ResultLine(
            indicator=rule.id,
            indicator_code=rule.code,
            title=rule.title_short or rule.title,
            level=row.level,
            kind=str(rule.kind),
            counts=rule.counts,
            direction=None if rule.direction is None else str(rule.direction),
            status=row.status,
            numerator=row.numerator,
            denominator=row.denominator,
            value=row.value,
            baseline=row.baseline,
            target=None if row.target is None else float(row.target),
            target_origin=str(row.target_origin),
            reference=None if row.reference is None else float(row.reference),
            gap=row.gap,
            pupil_gap=row.pupil_gap,
            district_value=None,
            is_small_cohort=is_small(row, self._ground.settings),
            is_pending=row.is_pending,
            due=self._ground.calendar.due(row.year, rule.period, row.school_id),
            flags=(),
            absence=self._absent.get((row.school_id, row.indicator, row.level, row.year)),
        )

    def _cells(self, rule: IndicatorRule, key: LineKey) -> tuple[EntryCell, ...]:
        found = self._observations.get(key, {})
        titles = self._ground.catalogue.category_titles.get(rule.id, {})
        if rule.kind is not IndicatorKind.BREAKDOWN:
            return (self._cell("", "", found.get("")),)
        return tuple(
            self._cell(category, titles.get(category, category), found.get(category)) for category in rule.categories
        )

    def _cell(self, category: str, title: str, row: Any) -> EntryCell:
        if row is None:
            return EntryCell(category, title)
        return EntryCell(
            category=category,
            title=title,
            observation=row.id,
            numerator=row.numerator,
            denominator=row.denominator,
            value=row.value,
            baseline=row.baseline,
            missing=None if row.missing is None else MissingCode(row.missing),
            author=self._people.named(row.author),
            recorded_at=row.recorded_at,
        )

    def _target(self, key: LineKey) -> EntryTarget:
        row = self._targets.get(key)
        if row is None:
            return EntryTarget()
        return EntryTarget(row.target, f"{row.id}.{row.version}", self._people.named(row.author), row.set_at)

    def _all_results(self, session: TenantSession) -> dict[tuple[str, Level, int], ResultFact]:
        rows = results_of_the_day(
            session, self._ground, indicators=self._ground.catalogue.enabled, school_ids=[self._school.id]
        )
        return {(row.indicator, row.level, row.year): row for row in rows if row.school_id == self._school.id}

    def _all_observations(self, session: TenantSession) -> tuple[dict[LineKey, dict[str, Any]], dict[LineKey, int]]:
        """Current rows without slices by category, and how many with slices there are."""
        row = Observation
        query = select(
            row.id,
            row.indicator_id,
            row.level,
            row.subject,
            row.class_group,
            row.category,
            row.numerator,
            row.denominator,
            row.value,
            row.baseline,
            row.missing,
            row.author,
            row.recorded_at,
        ).where(
            row.district_id == session.scope.district_id,
            row.school_id == self._school.id,
            row.year == self._year,
            row.superseded_at.is_(None),
        )
        whole: dict[LineKey, dict[str, Any]] = defaultdict(dict)
        slices: dict[LineKey, int] = defaultdict(int)
        for each in session.execute(query):
            key = (each.indicator_id, Level(each.level))
            if each.subject or each.class_group:
                slices[key] += 1
            else:
                whole[key][each.category] = each
        return whole, slices

    def _all_targets(self, session: TenantSession) -> dict[LineKey, Any]:
        row = Target
        query = select(row.id, row.version, row.indicator_id, row.level, row.target, row.author, row.set_at).where(
            row.district_id == session.scope.district_id,
            row.school_id == self._school.id,
            row.year == self._year,
        )
        return {(each.indicator_id, Level(each.level)): each for each in session.execute(query)}


def _counted(session: TenantSession) -> dict[str, dict[str, str]]:
    """What numerator, denominator and value of each indicator count, where its catalogue says so."""
    query = select(Indicator.id, Indicator.details).where(Indicator.district_id == session.scope.district_id)
    return {
        indicator: {name: str(details[name]) for name in _COUNTED if details.get(name)}
        for indicator, details in session.execute(query)
    }


def _organisation(
    session: TenantSession, ground: Ground, school: SchoolEntry, year: int, people: _People
) -> tuple[EntryItem, ...]:
    row = OrganisationItem
    query = select(row.item_id, row.is_present, row.date, row.url, row.version, row.author, row.changed_at).where(
        row.district_id == session.scope.district_id, row.school_id == school.id, row.year == year
    )
    known = {each.item_id: each for each in session.execute(query)}
    people.learn({each.author for each in known.values()})
    return tuple(_item(item.id, item.title, year, known.get(item.id), people) for item in ground.catalogue.organisation)


def _item(item: str, title: str, year: int, row: Any, people: _People) -> EntryItem:
    if row is None:
        return EntryItem(item, title, year)
    return EntryItem(
        item=item,
        title=title,
        year=year,
        is_present=row.is_present,
        date=row.date,
        url=row.url,
        version=row.version,
        author=people.named(row.author),
        changed_at=row.changed_at,
    )


def _documents(
    session: TenantSession, ground: Ground, school_id: int, cell: Cell, year: int
) -> tuple[EntryDocument, ...]:
    """Documents of the cell: its own by date, then those that cover it."""
    query = select(Document).where(
        Document.district_id == session.scope.district_id, Document.school_id == school_id, Document.year == year
    )
    found = [row for row in session.scalars(query) if _is_in(row, cell)]
    people = _People(session)
    people.learn({row.author for row in found} | {row.reviewed_by for row in found if row.reviewed_by})
    later = next_year(session, deciding=ground.catalogue.deciding, school_id=school_id, year=year)
    rows = [_document(row, cell, ground, people, later) for row in found]
    return tuple(sorted(rows, key=lambda row: (not row.is_own, row.date or dt.date.max, row.label)))


def _is_in(row: Document, cell: Cell) -> bool:
    own = (row.block, row.stage) == (cell.block, cell.stage)
    return own or any((each.block, each.stage) == (cell.block, cell.stage) for each in row.covers)


def _file(row: Document) -> FileLine | None:
    file = row.file
    if file is None:
        return None
    return FileLine(file.id, file.title, file.kind, file.size, is_there=file.removed_at is None)


def _document(row: Document, cell: Cell, ground: Ground, people: _People, later: NextYear) -> EntryDocument:
    covers = tuple(Cell(each.block, Stage(each.stage), each.goal_id) for each in row.covers)
    return EntryDocument(
        id=row.id,
        version=row.version,
        is_own=(row.block, row.stage) == (cell.block, cell.stage),
        block=row.block,
        stage=Stage(row.stage),
        year=row.year,
        type=row.type_id,
        type_title=ground.catalogue.document_type(row.type_id),
        title=row.title,
        number=row.number,
        date=row.date,
        responsible=row.responsible,
        addressee=row.addressee,
        goals=row.goals,
        tasks=row.tasks,
        deadlines=row.deadlines,
        url=row.url,
        file=_file(row),
        status=DocumentStatus(row.status),
        remark=row.remark,
        covers=covers,
        author=people.named(row.author),
        changed_at=row.changed_at,
        reviewer=None if row.reviewed_by is None else people.named(row.reviewed_by),
        reviewed_at=row.reviewed_at,
        effect=row.effect,
        closing=later.closing(
            block=row.block,
            stage=Stage(row.stage),
            status=DocumentStatus(row.status),
            effect=row.effect,
            covers=covers,
        ),
    )
