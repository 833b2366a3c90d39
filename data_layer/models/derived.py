"""What follows from the evidence: results, pooled results and flags. Rebuildable at any time."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Date, Float, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data_layer.models.base import (
    Base,
    ExactDecimal,
    SchoolScoped,
    TenantScoped,
    district_constraints,
    new_id,
    school_constraints,
)


class Result(SchoolScoped, Base):
    """School × indicator × level × year; see domain.facts.ResultFact for the meaning of each field."""

    __tablename__ = "result"
    __table_args__ = school_constraints(
        CheckConstraint("status NOT IN ('not_due', 'suppressed')", name="independent_of_today"),
        CheckConstraint("numerator >= 0 AND numerator <= denominator", name="numerator_within_denominator"),
        Index("ix_result_district_id_year", "district_id", "year", "school_id"),
    )

    school_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-99)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    indicator_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    level: Mapped[str] = mapped_column(String(8), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    value: Mapped[float | None] = mapped_column(Float(53))
    baseline: Mapped[int | None]
    target: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    target_origin: Mapped[str] = mapped_column(String(16))
    reference: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    gap: Mapped[float | None] = mapped_column(Float(53))
    pupil_gap: Mapped[int | None]
    is_pending: Mapped[bool]
    is_summed: Mapped[bool]


class PooledResult(TenantScoped, Base):
    """District or cluster × indicator × level × year; see domain.facts.PooledFact. No school in it."""

    __tablename__ = "pooled_result"
    __table_args__ = district_constraints()

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    cluster: Mapped[str] = mapped_column(String(16), primary_key=True, default="")
    indicator_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    level: Mapped[str] = mapped_column(String(8), primary_key=True)
    schools_applicable: Mapped[int]
    schools_with_data: Mapped[int]
    schools_met: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    numerator: Mapped[int | None] = mapped_column(BigInteger)
    denominator: Mapped[int | None] = mapped_column(BigInteger)
    value: Mapped[float | None] = mapped_column(Float(53))
    reference: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    gap: Mapped[float | None] = mapped_column(Float(53))
    is_pending: Mapped[bool]
    quartile_schools: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    lower_quartile: Mapped[float | None] = mapped_column(Float(53))
    median: Mapped[float | None] = mapped_column(Float(53))
    upper_quartile: Mapped[float | None] = mapped_column(Float(53))


class Flag(SchoolScoped, Base):
    """A raised flag with its evidence; active on a day from active_from to active_to (inclusive)."""

    __tablename__ = "flag"
    __table_args__ = school_constraints(
        Index("ix_flag_district_id_school_id_year", "district_id", "school_id", "year"),
        Index("ix_flag_district_id_year", "district_id", "year", "rule"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    rule: Mapped[str] = mapped_column(String(32))
    year: Mapped[int] = mapped_column(Integer)
    block: Mapped[int | None]
    stage: Mapped[str | None] = mapped_column(String(32))
    goal_id: Mapped[str | None] = mapped_column(String(64))
    indicator_id: Mapped[str | None] = mapped_column(String(64))
    level: Mapped[str | None] = mapped_column(String(8))
    document_id: Mapped[int | None] = mapped_column(BigInteger)
    document: Mapped[str] = mapped_column(String(500), default="")
    due: Mapped[date | None] = mapped_column(Date)
    active_from: Mapped[date | None] = mapped_column(Date)
    active_to: Mapped[date | None] = mapped_column(Date)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
