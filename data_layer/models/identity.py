"""People, their memberships and sessions, and the audit trail. Not tenant-scoped but the trail's reads."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data_layer.clock import utc_now
from data_layer.models.base import Base, BigId, UtcDateTime, new_id

ROLES = "role IN ('administrator', 'region', 'department', 'presenter', 'director', 'coordinator')"


class User(Base):
    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    full_name: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str] = mapped_column(String(255))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    # Sign-in data of the demo is printed at each start; only such users may have it shown.
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", order_by="Membership.id", lazy="selectin"
    )


class Membership(Base):
    """One role of a person in a region, a district or a school of it."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(ROLES, name="role"),
        CheckConstraint(
            "(role = 'administrator' AND region_id IS NULL AND district_id IS NULL AND school_id IS NULL)"
            " OR (role = 'region' AND region_id IS NOT NULL AND district_id IS NULL AND school_id IS NULL)"
            " OR (role IN ('department', 'presenter') AND district_id IS NOT NULL AND school_id IS NULL)"
            " OR (role IN ('director', 'coordinator') AND district_id IS NOT NULL AND school_id IS NOT NULL)",
            name="place_fits_role",
        ),
        ForeignKeyConstraint(["district_id", "school_id"], ["school.district_id", "school.id"]),
        Index("ix_membership_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[str] = mapped_column(String(16))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    school_id: Mapped[int | None] = mapped_column(BigInteger)
    # The last day on which the role opens anything: that of a school which closes. Empty = no end is set.
    ends_on: Mapped[date | None] = mapped_column(Date)

    user: Mapped[User] = relationship(back_populates="memberships")


class UserSession(Base):
    """A signed-in browser. Only the hash of its identifier is kept; the row dies at logout."""

    __tablename__ = "user_session"
    __table_args__ = (Index("ix_user_session_user_id", "user_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    # The district an administrator has switched into, by an audited step.
    switched_district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class LoginAttempt(Base):
    """One try to sign in, for limits that all processes share and that survive a restart."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index("ix_login_attempt_login_hash", "login_hash", "at"),
        Index("ix_login_attempt_address", "address", "at"),
        Index("ix_login_attempt_at", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    login_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class AuditEvent(Base):
    """Who changed what from what to what. Append-only: triggers and grants refuse anything else."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_district_id_at", "district_id", "at"),
        Index("ix_audit_event_district_id_entity", "district_id", "entity"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    district_id: Mapped[int | None] = mapped_column(Integer)
    school_id: Mapped[int | None] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(300), default="")
    # Id of the row that the event is about, where its own history is shown; empty for all others.
    entity: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    old: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    new: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    request_id: Mapped[str] = mapped_column(String(32), default="")
