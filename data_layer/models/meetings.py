"""Meetings: what is shown there, what schools say of it beforehand, what is decided and reported done."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from data_layer.clock import utc_now
from data_layer.models.base import (
    Base,
    SchoolOrDistrictScoped,
    SchoolScoped,
    TenantScoped,
    UtcDateTime,
    new_id,
    school_constraints,
)

EMPTY = text("''")
FIRST = text("1")


class Meeting(TenantScoped, Base):
    """A meeting of the directors: planned, then held.

    details: what the protocol says of it, by the names of `domain.meetings.PROTOCOL_FIELDS`. code_key: secret of the
    numbers that stand for names; numbers: those given so far, by code of the school, so that a school which comes later
    renumbers nobody. revealed: ids of schools that are named all the same.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        ForeignKeyConstraint(["district_id"], ["district.id"]),
        CheckConstraint("state IN ('planned', 'held')", name="state"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    title: Mapped[str] = mapped_column(String(300))
    held_on: Mapped[dt.date] = mapped_column(Date)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(16), default="planned", server_default=text("'planned'"))
    is_coded: Mapped[bool] = mapped_column(default=False, server_default=false())
    code_key: Mapped[str] = mapped_column(String(64), default="", server_default=EMPTY)
    numbers: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    revealed: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    author: Mapped[str] = mapped_column(String(64), default="", server_default=EMPTY)
    # Unknown for rows older than this column, here and below.
    created_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=utc_now)
    version: Mapped[int] = mapped_column(default=1, server_default=FIRST)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy types it as an instance variable


class Slide(TenantScoped, Base):
    """A frozen chart specification with the data as of its moment.

    address: of the view it was made from, empty where there is none. headline, notes: what a person wrote, empty where
    the generated headline stands and where nothing was added. specification: as `dashboard.slides.freezing` writes it,
    with a token in place of each name of a school.
    """

    __tablename__ = "slide"
    __table_args__ = (
        ForeignKeyConstraint(["district_id"], ["district.id"]),
        ForeignKeyConstraint(["district_id", "meeting_id"], ["meeting.district_id", "meeting.id"]),
        Index("ix_slide_district_id_meeting_id", "district_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    meeting_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int]
    specification: Mapped[dict[str, Any]] = mapped_column(JSON)
    frozen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    kind: Mapped[str] = mapped_column(String(16), default="view", server_default=text("'view'"))
    address: Mapped[str] = mapped_column(String(2000), default="", server_default=EMPTY)
    headline: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    notes: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    author: Mapped[str] = mapped_column(String(64), default="", server_default=EMPTY)
    version: Mapped[int] = mapped_column(default=1, server_default=FIRST)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy types it as an instance variable


class SlideComment(SchoolScoped, Base):
    """What a school says, before the meeting, of what a slide will show of it: one text per school and slide."""

    __tablename__ = "slide_comment"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(["district_id", "slide_id"], ["slide.district_id", "slide.id"], ondelete="CASCADE"),
        Index("uq_slide_comment_slide_school", "district_id", "slide_id", "school_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    slide_id: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)


class Decision(SchoolOrDistrictScoped, Base):
    """What a meeting decided, for one school or, with an empty school, for all of them.

    state: open until somebody closes it; that all schools have reported follows from their reports
    (`domain.decisions.state_of`). remark: what the department says of it when it closes the decision.
    """

    __tablename__ = "decision"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(["district_id", "meeting_id"], ["meeting.district_id", "meeting.id"]),
        ForeignKeyConstraint(["district_id", "slide_id"], ["slide.district_id", "slide.id"]),
        CheckConstraint("state IN ('open', 'reported', 'closed')", name="state"),
        Index("ix_decision_district_id_meeting_id", "district_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    meeting_id: Mapped[int] = mapped_column(BigInteger)
    slide_id: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
    responsible: Mapped[str] = mapped_column(String(300), default="")
    due: Mapped[dt.date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="open")
    author: Mapped[str] = mapped_column(String(64), default="", server_default=EMPTY)
    created_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=utc_now)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(64))
    remark: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    version: Mapped[int] = mapped_column(default=1, server_default=FIRST)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy types it as an instance variable


class DecisionReport(SchoolScoped, Base):
    """A school reports a decision done: one report per school, the latest words.

    remark, returned_at, returned_by: those who hold the meeting have asked for more; a new report writes over it.
    document_id: of the school's document that shows it. It is no foreign key: a document may be taken back with
    the import that it came with, and the report stays.
    """

    __tablename__ = "decision_report"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(
            ["district_id", "decision_id"], ["decision.district_id", "decision.id"], ondelete="CASCADE"
        ),
        Index("uq_decision_report_decision_school", "district_id", "decision_id", "school_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    decision_id: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    document_id: Mapped[int | None] = mapped_column(BigInteger)
    remark: Mapped[str] = mapped_column(Text, default="", server_default=EMPTY)
    returned_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    returned_by: Mapped[str | None] = mapped_column(String(64))
