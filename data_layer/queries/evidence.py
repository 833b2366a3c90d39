"""The current evidence of schools as facts the rules work on. Reads columns, not entities: it is hot."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import BigInteger, select, type_coerce

from data_layer.domain.facts import Cell, DocumentFact, ObservationFact, OrganisationFact
from data_layer.domain.vocabulary import THERE, DocumentStatus, Level, MissingCode, Stage
from data_layer.models import (
    Document,
    DocumentCover,
    Observation,
    OrganisationItem,
    PublishedDocument,
    School,
    StoredFile,
    Target,
)
from data_layer.session import TenantSession

TargetKey = tuple[str, Level, int]

FIELDS = ("goals", "tasks", "deadlines", "responsible", "addressee", "number", "title", "url")


@dataclass(slots=True)
class SchoolEvidence:
    """Everything one school has handed in that is in force today, over all its years."""

    observations: list[ObservationFact] = field(default_factory=list)
    targets: dict[TargetKey, Decimal] = field(default_factory=dict)
    documents: list[DocumentFact] = field(default_factory=list)
    organisation: list[OrganisationFact] = field(default_factory=list)


def evidence_by_school(session: TenantSession, school_ids: Collection[int]) -> dict[int, SchoolEvidence]:
    """Current evidence of the schools named; every one of them has an entry, be it empty."""
    evidence = {school_id: SchoolEvidence() for school_id in school_ids}
    _add_observations(session, evidence)
    _add_targets(session, evidence)
    _add_documents(session, evidence)
    _add_organisation(session, evidence)
    return evidence


def _add_observations(session: TenantSession, evidence: dict[int, SchoolEvidence]) -> None:
    row = Observation
    query = select(
        row.school_id,
        row.indicator_id,
        row.level,
        row.year,
        row.subject,
        row.class_group,
        row.category,
        row.numerator,
        row.denominator,
        row.value,
        row.baseline,
        row.missing,
    ).where(
        row.district_id == session.scope.district_id,
        row.school_id.in_(evidence),
        row.superseded_at.is_(None),
    )
    levels = {level.value: level for level in Level}
    for school_id, indicator, level, *rest in session.execute(query):
        rest[-1] = None if rest[-1] is None else MissingCode(rest[-1])
        evidence[school_id].observations.append(ObservationFact(indicator, levels[level], *rest))


def _add_targets(session: TenantSession, evidence: dict[int, SchoolEvidence]) -> None:
    query = select(
        type_coerce(Target.school_id, BigInteger), Target.indicator_id, Target.level, Target.year, Target.target
    ).where(Target.district_id == session.scope.district_id, Target.school_id.in_(evidence))
    for school_id, indicator, level, year, target in session.execute(query):
        evidence[school_id].targets[indicator, Level(level), year] = target


def _add_documents(session: TenantSession, evidence: dict[int, SchoolEvidence]) -> None:
    covers = _covers(session, evidence)
    row = Document
    query = (
        select(
            row.id,
            row.school_id,
            row.year,
            row.block,
            row.stage,
            row.type_id,
            row.date,
            row.status,
            row.file_id,
            StoredFile.sha256,
            *(getattr(row, name) for name in FIELDS),
        )
        .outerjoin(StoredFile, (StoredFile.district_id == row.district_id) & (StoredFile.id == row.file_id))
        .where(row.district_id == session.scope.district_id, row.school_id.in_(evidence))
        .order_by(row.id)
    )
    for found in session.execute(query):
        filled = {name for name in FIELDS if getattr(found, name)}
        filled |= {name for name, value in (("date", found.date), ("file", found.file_id)) if value}
        evidence[found.school_id].documents.append(
            DocumentFact(
                id=found.id,
                school_id=found.school_id,
                year=found.year,
                block=found.block,
                stage=Stage(found.stage),
                type=found.type_id,
                title=found.title,
                number=found.number,
                date=found.date,
                status=DocumentStatus(found.status),
                sha256=found.sha256 or "",
                covers=tuple(covers.get(found.id, ())),
                filled_fields=frozenset(filled),
            )
        )


def _covers(session: TenantSession, school_ids: Collection[int]) -> dict[int, list[Cell]]:
    row = DocumentCover
    query = (
        select(row.document_id, row.block, row.stage, row.goal_id)
        .where(row.district_id == session.scope.district_id, row.school_id.in_(school_ids))
        .order_by(row.document_id, row.block, row.stage, row.goal_id)
    )
    covers: dict[int, list[Cell]] = defaultdict(list)
    for document_id, block, stage, goal in session.execute(query):
        covers[document_id].append(Cell(block, Stage(stage), goal))
    return covers


def _add_organisation(session: TenantSession, evidence: dict[int, SchoolEvidence]) -> None:
    row = OrganisationItem
    query = select(row.school_id, row.item_id, row.year, row.is_present).where(
        row.district_id == session.scope.district_id, row.school_id.in_(evidence)
    )
    for school_id, item, year, is_present in session.execute(query):
        evidence[school_id].organisation.append(OrganisationFact(item, year, is_present))


def references(session: TenantSession) -> dict[TargetKey, Decimal]:
    """The district's own references: targets that belong to no school."""
    query = select(Target.indicator_id, Target.level, Target.year, Target.target).where(
        Target.district_id == session.scope.district_id, Target.school_id.is_(None)
    )
    return {(row.indicator_id, Level(row.level), row.year): row.target for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class StoredFileUse:
    """One handed-in document that carries a stored file."""

    school_id: int
    school_name: str
    document: str


def stored_names(session: TenantSession) -> set[str]:
    """Names in the store of files that rows of the session's scope carry."""
    of_schools = select(StoredFile.stored_name).where(StoredFile.district_id == session.scope.district_id)
    published = select(PublishedDocument.stored_name).where(
        PublishedDocument.district_id == session.scope.district_id, PublishedDocument.stored_name.is_not(None)
    )
    return {*session.scalars(of_schools), *(name for name in session.scalars(published) if name)}


def stored_file_uses(session: TenantSession) -> dict[str, list[StoredFileUse]]:
    """By SHA-256: the handed-in documents of the whole district that carry the same stored file."""
    query = (
        select(StoredFile.sha256, Document.school_id, School.short_name, Document.number, Document.title)
        .join(
            Document,
            (Document.district_id == StoredFile.district_id) & (Document.file_id == StoredFile.id),
        )
        .join(School, (School.district_id == Document.district_id) & (School.id == Document.school_id))
        .where(
            StoredFile.district_id == session.scope.district_id,
            Document.status.in_([status.value for status in THERE]),
        )
        .order_by(StoredFile.sha256, School.code, Document.number, Document.title)
    )
    uses: dict[str, list[StoredFileUse]] = defaultdict(list)
    for sha256, school_id, name, number, title in session.execute(query):
        uses[sha256].append(StoredFileUse(school_id, name, number or title))
    return uses
