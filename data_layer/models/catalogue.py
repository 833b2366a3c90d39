"""Each district's own copy of the catalogue: blocks, goals, indicators, document types, requirements."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data_layer.clock import utc_now
from data_layer.models.base import Base, ExactDecimal, TenantScoped, UtcDateTime, district_constraints


class CatalogueTemplate(Base):
    """The catalogue every new district starts from, as loaded by `init`."""

    __tablename__ = "catalogue_template"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class Block(TenantScoped, Base):
    __tablename__ = "block"
    __table_args__ = district_constraints(CheckConstraint("number BETWEEN 1 AND 6", name="number_range"))

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))


class CycleStage(TenantScoped, Base):
    __tablename__ = "stage"
    __table_args__ = district_constraints()

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    is_counted: Mapped[bool]


class Goal(TenantScoped, Base):
    __tablename__ = "goal"
    __table_args__ = district_constraints(
        ForeignKeyConstraint(["district_id", "block"], ["block.district_id", "block.number"])
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(16))
    block: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))


class DataSource(TenantScoped, Base):
    __tablename__ = "data_source"
    __table_args__ = district_constraints()

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))


class Indicator(TenantScoped, Base):
    """One indicator. `details` keeps what only pages and readers show (grades, notes, wording)."""

    __tablename__ = "indicator"
    __table_args__ = district_constraints(
        ForeignKeyConstraint(["district_id", "block"], ["block.district_id", "block.number"]),
        CheckConstraint("kind IN ('share', 'count', 'growth', 'retention', 'breakdown')", name="kind"),
        CheckConstraint("direction IN ('at_least', 'at_most', 'increase')", name="direction"),
        CheckConstraint("role IN ('attainment', 'monitoring', 'info')", name="role"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(16))
    block: Mapped[int]
    goal_id: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(500))
    title_short: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))
    counts: Mapped[str] = mapped_column(String(32))
    unit: Mapped[str] = mapped_column(String(32))
    direction: Mapped[str | None] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(16))
    levels: Mapped[list[str]] = mapped_column(JSON)
    # Resolved reference by level as decimal text; a level without one is absent.
    references: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    tolerance_pp: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    categories: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    dimensions: Mapped[list[str]] = mapped_column(JSON, default=list)
    period: Mapped[str] = mapped_column(String(32))
    source_id: Mapped[str | None] = mapped_column(String(64))
    allows_zero_denominator: Mapped[bool] = mapped_column(default=False)
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    no_ranking: Mapped[bool] = mapped_column(default=False)
    is_enabled: Mapped[bool] = mapped_column(default=True)
    denominator_of: Mapped[str | None] = mapped_column(String(64))
    # Why its figures are gathered otherwise, by the starting year from which they are; not part of an entry of a file.
    breaks: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class DocumentType(TenantScoped, Base):
    __tablename__ = "document_type"
    __table_args__ = district_constraints()

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    stage: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(300))
    required_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_multi_year: Mapped[bool] = mapped_column(default=False)


class Requirement(TenantScoped, Base):
    """What the cycle demands of one block × stage from a school year on."""

    __tablename__ = "requirement"
    __table_args__ = district_constraints(
        CheckConstraint("required IN ('required', 'optional', 'not_used')", name="required")
    )

    block: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    stage: Mapped[str] = mapped_column(String(32), primary_key=True)
    from_year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    required: Mapped[str] = mapped_column(String(16))
    document_types: Mapped[list[str]] = mapped_column(JSON, default=list)


class OrganisationRequirement(TenantScoped, Base):
    __tablename__ = "organisation_requirement"
    __table_args__ = district_constraints()

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    evidence: Mapped[str] = mapped_column(String(32))


class MarkScale(TenantScoped, Base):
    """From which primary score on the department gives mark 3, for works that no published scale covers."""

    __tablename__ = "mark_scale"
    __table_args__ = district_constraints(CheckConstraint("three > 0", name="three_positive"))

    subject: Mapped[str] = mapped_column(String(100), primary_key=True)
    grade: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    # The highest score of the work; 0 where the file does not say it.
    best: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, default=0)
    three: Mapped[int]
    author: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class ReviewCheck(TenantScoped, Base):
    """One question of the checklist beside a document under review. An empty stage asks it of every document."""

    __tablename__ = "review_check"
    __table_args__ = district_constraints()

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    stage: Mapped[str] = mapped_column(String(32), default="")
    title: Mapped[str] = mapped_column(String(300))
    is_enabled: Mapped[bool] = mapped_column(default=True)


class EffectivenessCheck(TenantScoped, Base):
    """One question of the list by which a school judges how well its ВСОКО works, and the department after it."""

    __tablename__ = "effectiveness_check"
    __table_args__ = district_constraints()

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(300))
    is_enabled: Mapped[bool] = mapped_column(default=True)
