"""What the book of one school and year is filled in with: every row it may hand in, as it stands now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from data_layer.domain.attainment import reference_of
from data_layer.domain.cycle import effective_requirements
from data_layer.domain.facts import Cell, IndicatorRule
from data_layer.domain.vocabulary import COUNTED_STAGES, IndicatorKind, Level, RequirementLevel, Stage
from data_layer.intake.rows import HIDDEN_AT_SOURCE, RESTORED_FROM_PERCENT
from data_layer.models import Document, Observation, OrganisationItem, Target
from data_layer.queries.catalogue import Catalogue, load_catalogue, years_and_calendar
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.evidence import references
from data_layer.session import TenantSession


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of «Показатели»; the numbers are those in force, None where there is nothing.

    before: the same line a year earlier, as values by name; None where there was nothing.
    """

    indicator: IndicatorRule
    level: Level
    subject: str = ""
    class_group: str = ""
    category: str = ""
    values: Mapping[str, Any] | None = None
    before: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class TargetLine:
    indicator: IndicatorRule
    level: Level
    target: Decimal | None
    before: Decimal | None
    reference: Decimal | None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that is there, or an empty cell of the cycle that asks for one. values: by column id."""

    block: int
    stage: Stage
    due: date | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    item: str
    title: str
    is_present: bool | None
    date: date | None
    url: str


@dataclass(frozen=True, slots=True)
class Book:
    school: SchoolEntry
    year: int
    catalogue: Catalogue
    figures: Sequence[FigureRow]
    targets: Sequence[TargetLine]
    documents: Sequence[DocumentLine]
    organisation: Sequence[OrganisationLine]


_FIGURE = ("numerator", "denominator", "value", "baseline", "stated_percent", "missing", "is_hidden_at_source")
_DOCUMENT = (
    "title",
    "number",
    "date",
    "responsible",
    "addressee",
    "goals",
    "tasks",
    "deadlines",
    "url",
    "status",
)

_Line = tuple[str, Level, str, str, str]


def school_books(session: TenantSession, schools: Collection[SchoolEntry], *, year: int) -> list[Book]:
    """One book per school, in the order given."""
    catalogue = load_catalogue(session)
    ids = [school.id for school in schools]
    figures = _figures(session, ids, (year - 1, year))
    targets = _targets(session, ids, (year - 1, year))
    documents = _documents(session, ids, year)
    items = _items(session, ids, year)
    own_references = references(session)
    _, calendar = years_and_calendar(session, [year])
    return [
        Book(
            school=school,
            year=year,
            catalogue=catalogue,
            figures=_figure_rows(catalogue, school, figures[school.id, year], figures[school.id, year - 1]),
            targets=[
                TargetLine(
                    rule,
                    level,
                    targets.get((school.id, rule.id, level, year)),
                    targets.get((school.id, rule.id, level, year - 1)),
                    reference_of(rule, level, year, own_references),
                )
                for rule, level in _taking_targets(catalogue, school)
            ],
            documents=_document_lines(
                catalogue,
                year,
                documents[school.id],
                {stage: calendar.due(year, stage, school.id) for stage in COUNTED_STAGES},
            ),
            organisation=[
                OrganisationLine(item.id, item.title, *items.get((school.id, item.id), (None, None, "")))
                for item in catalogue.organisation
            ],
        )
        for school in schools
    ]


# --- figures --------------------------------------------------------------------------------------------


def _figures(
    session: TenantSession, school_ids: Sequence[int], years: Sequence[int]
) -> dict[tuple[int, int], dict[_Line, dict[str, Any]]]:
    row = Observation
    query = select(
        row.school_id,
        row.year,
        row.indicator_id,
        row.level,
        row.subject,
        row.class_group,
        row.category,
        row.source,
        row.note,
        *(getattr(row, name) for name in _FIGURE),
    ).where(
        row.district_id == session.scope.district_id,
        row.school_id.in_(school_ids),
        row.year.in_(years),
        row.superseded_at.is_(None),
    )
    found: dict[tuple[int, int], dict[_Line, dict[str, Any]]] = defaultdict(dict)
    for each in session.execute(query):
        line = (each.indicator_id, Level(each.level), each.subject, each.class_group, each.category)
        values = {name: getattr(each, name) for name in (*_FIGURE, "source")}
        found[each.school_id, each.year][line] = values | {"note": _own_note(each.note)}
    return found


def _own_note(note: str) -> str:
    """Without the marks that an import adds by itself."""
    parts = [part for part in note.split("; ") if part not in {HIDDEN_AT_SOURCE, RESTORED_FROM_PERCENT}]
    return "; ".join(parts)


def _figure_rows(
    catalogue: Catalogue,
    school: SchoolEntry,
    now: Mapping[_Line, Mapping[str, Any]],
    before: Mapping[_Line, Mapping[str, Any]],
) -> list[FigureRow]:
    """Lines of totals and categories, then the slices that were handed in, indicator by indicator."""
    rows = []
    for rule, level in _applicable(catalogue, school):
        expected: list[_Line] = [(rule.id, level, "", "", category) for category in _categories(rule)]
        slices = [line for line in now if line[:2] == (rule.id, level) and line not in expected]
        rows += [
            FigureRow(rule, *line[1:], values=now.get(line), before=before.get(line))
            for line in [*expected, *sorted(slices)]
        ]
    return rows


def _categories(rule: IndicatorRule) -> Sequence[str]:
    return rule.categories if rule.kind is IndicatorKind.BREAKDOWN else ("",)


def _applicable(catalogue: Catalogue, school: SchoolEntry) -> Iterable[tuple[IndicatorRule, Level]]:
    taught = {*school.levels, Level.SCHOOL}
    return [(rule, level) for rule in catalogue.enabled for level in rule.levels if level in taught]


# --- targets ----------------------------------------------------------------------------------------------


def _taking_targets(catalogue: Catalogue, school: SchoolEntry) -> list[tuple[IndicatorRule, Level]]:
    return [
        (rule, level)
        for rule, level in _applicable(catalogue, school)
        if rule.direction is not None
        and rule.kind in {IndicatorKind.SHARE, IndicatorKind.RETENTION, IndicatorKind.COUNT}
    ]


def _targets(
    session: TenantSession, school_ids: Sequence[int], years: Sequence[int]
) -> dict[tuple[int, str, Level, int], Decimal]:
    row = Target
    query = select(row.school_id, row.indicator_id, row.level, row.year, row.target).where(
        row.district_id == session.scope.district_id, row.school_id.in_(school_ids), row.year.in_(years)
    )
    return {
        (school_id, indicator, Level(level), year): target
        for school_id, indicator, level, year, target in session.execute(query)
        if school_id is not None
    }


# --- documents and items ----------------------------------------------------------------------------------


def _documents(
    session: TenantSession, school_ids: Sequence[int], year: int
) -> dict[int, list[tuple[Cell, dict[str, Any]]]]:
    row = Document
    query = (
        select(row)
        .where(row.district_id == session.scope.district_id, row.school_id.in_(school_ids), row.year == year)
        .order_by(row.block, row.id)
    )
    found: dict[int, list[tuple[Cell, dict[str, Any]]]] = defaultdict(list)
    for document in session.scalars(query):
        values = {name: getattr(document, name) for name in _DOCUMENT} | {"type": document.type_id}
        covers = sorted((each.block, each.stage, each.goal_id) for each in document.covers)
        values["covers"] = ";".join(":".join(map(str, filter(None, each))) for each in covers)
        found[document.school_id].append((Cell(document.block, Stage(document.stage)), values))
    return found


def _document_lines(
    catalogue: Catalogue,
    year: int,
    documents: Sequence[tuple[Cell, Mapping[str, Any]]],
    due: Mapping[Stage, date | None],
) -> list[DocumentLine]:
    """What is there, and an empty line for every cell in use that has nothing."""
    there: dict[Cell, list[Mapping[str, Any]]] = defaultdict(list)
    for cell, values in documents:
        there[cell].append(values)
    used = {
        cell
        for cell, rule in effective_requirements(catalogue.requirements, year).items()
        if rule.required is not RequirementLevel.NOT_USED
    }
    stages = {Stage(entry.id): place for place, entry in enumerate(catalogue.stages)}
    cells = sorted({*there, *used}, key=lambda cell: (cell.block, stages.get(cell.stage, len(stages))))
    return [
        DocumentLine(cell.block, cell.stage, due.get(cell.stage), values)
        for cell in cells
        for values in there.get(cell) or [{}]
    ]


def _items(
    session: TenantSession, school_ids: Sequence[int], year: int
) -> dict[tuple[int, str], tuple[bool, date | None, str]]:
    row = OrganisationItem
    query = select(row.school_id, row.item_id, row.is_present, row.date, row.url).where(
        row.district_id == session.scope.district_id, row.school_id.in_(school_ids), row.year == year
    )
    return {(each[0], each[1]): (each[2], each[3], each[4]) for each in session.execute(query)}
