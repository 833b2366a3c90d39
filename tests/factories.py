"""One builder per model: an unsaved row that the database accepts, with keywords for what matters.

Rows of a tenant need their `district_id` (and `school_id`), or a session of that tenant that fills it
in; they point to the rows that `tests.support.districts` makes: block 1, year 2025, its indicator.
"""

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from data_layer.models import (
    AuditEvent,
    BatchChange,
    Block,
    CatalogueTemplate,
    CycleStage,
    DataSource,
    Decision,
    DecisionReport,
    District,
    Document,
    DocumentCover,
    DocumentReview,
    DocumentType,
    EffectivenessMark,
    Flag,
    Goal,
    ImportBatch,
    Indicator,
    LoginAttempt,
    MarkScale,
    Meeting,
    Membership,
    Observation,
    OrganisationItem,
    OrganisationRequirement,
    PooledResult,
    PublishedDocument,
    Region,
    Requirement,
    Result,
    ScheduleEntry,
    School,
    SchoolAlias,
    SchoolYear,
    Slide,
    SlideComment,
    StoredFile,
    Target,
    User,
    UserSession,
)
from data_layer.models.base import new_id

YEAR = 2025
BLOCK = 1
INDICATOR = "b1_certification_attainment"
LEVEL = "noo"
DOCUMENT_TYPE = "analytical_report"
ORGANISATION_ITEM = "team_assembled"
NOON = datetime(2025, 10, 1, 12, tzinfo=UTC)

_numbers = itertools.count(1)


def _code(prefix: str) -> str:
    return f"{prefix}{next(_numbers)}"


def region(**given: Any) -> Region:
    return Region(**{"code": _code("region-"), "title": "Регион"} | given)


def district(**given: Any) -> District:
    return District(**{"code": _code("district-"), "title": "Район"} | given)


def school(**given: Any) -> School:
    return School(**{"id": new_id(), "code": _code("s"), "short_name": "Школа", "kind": "full"} | given)


def school_year(**given: Any) -> SchoolYear:
    return SchoolYear(**{"year": YEAR} | given)


def catalogue_template(**given: Any) -> CatalogueTemplate:
    return CatalogueTemplate(**{"version": next(_numbers), "content": {}} | given)


def block(**given: Any) -> Block:
    return Block(**{"number": BLOCK, "id": "block", "title": "Блок"} | given)


def stage(**given: Any) -> CycleStage:
    return CycleStage(**{"id": _code("stage-"), "position": 1, "title": "Стадия", "is_counted": True} | given)


def goal(**given: Any) -> Goal:
    return Goal(**{"id": _code("goal-"), "code": "1.9", "block": BLOCK, "title": "Цель"} | given)


def data_source(**given: Any) -> DataSource:
    return DataSource(**{"id": _code("source-"), "title": "Источник"} | given)


def indicator(**given: Any) -> Indicator:
    """A share of pupils, at least, for attainment, at one level; without a goal and a reference."""
    defaults = {
        "id": _code("indicator-"),
        "code": "1.9",
        "block": BLOCK,
        "title": "Показатель",
        "title_short": "Показатель",
        "kind": "share",
        "counts": "pupils",
        "unit": "percent",
        "direction": "at_least",
        "role": "attainment",
        "levels": [LEVEL],
        "period": "academic_year",
    }
    return Indicator(**defaults | given)


def document_type(**given: Any) -> DocumentType:
    return DocumentType(**{"id": _code("type-"), "stage": "analysis", "title": "Справка"} | given)


def requirement(**given: Any) -> Requirement:
    return Requirement(
        **{"block": BLOCK, "stage": "analysis", "from_year": next(_numbers), "required": "required"} | given
    )


def organisation_requirement(**given: Any) -> OrganisationRequirement:
    return OrganisationRequirement(
        **{"id": _code("item-"), "position": 1, "title": "Пункт", "evidence": "order"} | given
    )


def user(**given: Any) -> User:
    return User(**{"login": _code("user-"), "full_name": "Имя", "password_hash": "-"} | given)


def membership(**given: Any) -> Membership:
    """The department of a district unless the keywords say otherwise."""
    return Membership(**{"role": "department"} | given)


def user_session(**given: Any) -> UserSession:
    return UserSession(**{"token_hash": _code("token-")} | given)


def login_attempt(**given: Any) -> LoginAttempt:
    return LoginAttempt(**{"login_hash": "-", "address": "127.0.0.1", "at": NOON} | given)


def audit_event(**given: Any) -> AuditEvent:
    return AuditEvent(**{"at": NOON, "actor": "tests", "action": "tried"} | given)


def import_batch(**given: Any) -> ImportBatch:
    return ImportBatch(**{"id": new_id(), "file_name": "file.csv", "sha256": "0" * 64, "author": "tests"} | given)


def observation(**given: Any) -> Observation:
    """Nine of ten, unless the keywords say something else about number or missing code."""
    number = {} if {"missing", "value"} & given.keys() else {"numerator": 9, "denominator": 10}
    key = {"id": new_id(), "indicator_id": INDICATOR, "level": LEVEL, "year": YEAR, "author": "tests"}
    return Observation(**key | number | given)


def target(**given: Any) -> Target:
    key = {"id": new_id(), "indicator_id": INDICATOR, "level": LEVEL, "year": YEAR, "author": "tests"}
    return Target(**key | {"target": Decimal(80)} | given)


def stored_file(**given: Any) -> StoredFile:
    return StoredFile(
        **{"id": new_id(), "sha256": "0" * 64, "size": 1, "title": "file.pdf", "stored_name": _code("f")} | given
    )


def document(**given: Any) -> Document:
    defaults = {
        "id": new_id(),
        "year": YEAR,
        "block": BLOCK,
        "stage": "analysis",
        "type_id": DOCUMENT_TYPE,
        "label": _code("document-"),
        "date": date(2025, 11, 1),
        "status": "submitted",
        "author": "tests",
    }
    return Document(**defaults | given)


def document_cover(**given: Any) -> DocumentCover:
    return DocumentCover(**{"block": 2, "stage": "analysis"} | given)


def document_review(**given: Any) -> DocumentReview:
    return DocumentReview(**{"id": new_id(), "decision": "returned", "remark": "нет дат", "author": "tests"} | given)


def effectiveness_mark(**given: Any) -> EffectivenessMark:
    defaults = {"year": YEAR, "check_id": "team", "side": "school", "mark": "yes", "author": "tests"}
    return EffectivenessMark(**defaults | given)


def published_document(**given: Any) -> PublishedDocument:
    return PublishedDocument(**{"id": new_id(), "title": "Письмо", "author": "tests"} | given)


def schedule_entry(**given: Any) -> ScheduleEntry:
    return ScheduleEntry(**{"id": new_id(), "year": YEAR, "key": "analysis", "due": date(2026, 4, 30)} | given)


def organisation_item(**given: Any) -> OrganisationItem:
    return OrganisationItem(
        **{"year": YEAR, "item_id": ORGANISATION_ITEM, "is_present": True, "author": "tests"} | given
    )


def meeting(**given: Any) -> Meeting:
    return Meeting(**{"id": new_id(), "title": "Совещание", "held_on": date(2026, 1, 20)} | given)


def slide(**given: Any) -> Slide:
    return Slide(**{"id": new_id(), "position": 1, "specification": {}, "frozen_at": NOON} | given)


def slide_comment(**given: Any) -> SlideComment:
    return SlideComment(**{"id": new_id(), "text": "Мы уже исправили", "author": "tests"} | given)


def decision(**given: Any) -> Decision:
    return Decision(**{"id": new_id(), "text": "Решение"} | given)


def decision_report(**given: Any) -> DecisionReport:
    return DecisionReport(**{"id": new_id(), "text": "Сделано", "author": "tests"} | given)


def result(**given: Any) -> Result:
    """Nine of ten met a reference of eighty percent."""
    defaults = {
        "year": YEAR,
        "indicator_id": INDICATOR,
        "level": LEVEL,
        "status": "met",
        "numerator": 9,
        "denominator": 10,
        "value": 90.0,
        "target_origin": "reference",
        "reference": Decimal(80),
        "gap": 10.0,
        "is_pending": False,
        "is_summed": False,
    }
    return Result(**defaults | given)


def pooled_result(**given: Any) -> PooledResult:
    """Two schools, eighteen of twenty, against a reference of eighty percent."""
    defaults = {
        "year": YEAR,
        "cluster": "",
        "indicator_id": INDICATOR,
        "level": LEVEL,
        "schools_applicable": 2,
        "schools_with_data": 2,
        "schools_met": 2,
        "status": "met",
        "numerator": 18,
        "denominator": 20,
        "value": 90.0,
        "reference": Decimal(80),
        "gap": 10.0,
        "is_pending": False,
    }
    return PooledResult(**defaults | given)


def flag(**given: Any) -> Flag:
    return Flag(**{"id": new_id(), "rule": "stage_missing", "year": YEAR} | given)


def batch_change(**given: Any) -> BatchChange:
    return BatchChange(**{"id": new_id(), "subject": "target", "entity": _code("row-"), "mark": "0" * 64} | given)


def school_alias(**given: Any) -> SchoolAlias:
    return SchoolAlias(**{"id": new_id(), "key": _code("login:"), "label": "Школа файла", "author": "official"} | given)


def mark_scale(**given: Any) -> MarkScale:
    return MarkScale(
        **{"subject": _code("Предмет "), "grade": 4, "year": YEAR, "three": 6, "author": "official"} | given
    )
