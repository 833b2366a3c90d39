"""Mapped classes by subject; importing this package knows them all."""

from data_layer.models.base import Base, SchoolOrDistrictScoped, SchoolScoped, TenantScoped
from data_layer.models.catalogue import (
    Block,
    CatalogueTemplate,
    CycleStage,
    DataSource,
    DocumentType,
    Goal,
    Indicator,
    OrganisationRequirement,
    Requirement,
)
from data_layer.models.derived import Flag, PooledResult, Result
from data_layer.models.directory import District, Region, School, SchoolYear
from data_layer.models.evidence import (
    Decision,
    Document,
    DocumentCover,
    ImportBatch,
    Meeting,
    Observation,
    OrganisationItem,
    ScheduleEntry,
    Slide,
    StoredFile,
    Target,
)
from data_layer.models.identity import AuditEvent, LoginAttempt, Membership, User, UserSession

__all__ = [
    "AuditEvent",
    "Base",
    "Block",
    "CatalogueTemplate",
    "CycleStage",
    "DataSource",
    "Decision",
    "District",
    "Document",
    "DocumentCover",
    "DocumentType",
    "Flag",
    "Goal",
    "ImportBatch",
    "Indicator",
    "LoginAttempt",
    "Meeting",
    "Membership",
    "Observation",
    "OrganisationItem",
    "OrganisationRequirement",
    "PooledResult",
    "Region",
    "Requirement",
    "Result",
    "ScheduleEntry",
    "School",
    "SchoolOrDistrictScoped",
    "SchoolScoped",
    "SchoolYear",
    "Slide",
    "StoredFile",
    "Target",
    "TenantScoped",
    "User",
    "UserSession",
]
