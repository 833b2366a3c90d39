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
    covers, digests = _covers(session, evidence), _digests(session, evidence)
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
            *(getattr(row, name) for name in FIELDS),
        )
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
                sha256=digests.get(found.file_id, ""),
                covers=tuple(covers.get(found.id, ())),
                filled_fields=frozenset(filled),
            )
        )


def _digests(session: TenantSession, school_ids: Collection[int]) -> dict[int | None, str]:
    """SHA-256 of the schools' stored files, by id.

    Looked up here and not joined: in the transaction that brings thousands of documents the database has no
    statistics of them yet, and takes the longest of ways.
    """
    query = select(StoredFile.id, StoredFile.sha256).where(
        StoredFile.district_id == session.scope.district_id, StoredFile.school_id.in_(school_ids)
    )
    return {row.id: row.sha256 for row in session.execute(query)}


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
    """By SHA-256: the handed-in documents of the whole district that carry the same stored file.

    Those of a digest are in the order of school codes, numbers and titles. Joined here, see `_digests`.
    """
    district_id = session.scope.district_id
    files = select(StoredFile.id, StoredFile.sha256).where(StoredFile.district_id == district_id)
    digests = {row.id: row.sha256 for row in session.execute(files)}
    if not digests:
        return {}
    schools = select(School.id, School.code, School.short_name).where(School.district_id == district_id)
    named = {row.id: row for row in session.execute(schools)}
    query = select(Document.school_id, Document.file_id, Document.number, Document.title).where(
        Document.district_id == district_id,
        Document.file_id.is_not(None),
        Document.status.in_([status.value for status in THERE]),
    )
    found = [
        (digests[file_id], named[school_id].code, number, title, school_id)
        for school_id, file_id, number, title in session.execute(query)
        if file_id in digests
    ]
    uses: dict[str, list[StoredFileUse]] = defaultdict(list)
    for sha256, _, number, title, school_id in sorted(found):
        uses[sha256].append(StoredFileUse(school_id, named[school_id].short_name, number or title))
    return uses
