"""What schools and the department hand in: observations, targets, documents, organisation, schedule."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data_layer.clock import utc_now
from data_layer.models.base import (
    Base,
    ExactDecimal,
    SchoolOrDistrictScoped,
    SchoolScoped,
    TenantScoped,
    UtcDateTime,
    new_id,
    school_constraints,
)

MISSING_CODES = "missing IN ('x', 'z', 'w', 'u')"
WHOLE = " AND ".join(f"{each} = CAST({each} AS INTEGER)" for each in ("numerator", "denominator", "value", "baseline"))


class ImportBatch(SchoolOrDistrictScoped, Base):
    """One import: which file, by whom, what it changed; before it is applied, what it would change."""

    __tablename__ = "import_batch"
    __table_args__ = school_constraints(
        # The link to the school says nothing where the school is empty.
        ForeignKeyConstraint(["district_id"], ["district.id"]),
        CheckConstraint("state IN ('previewed', 'applied', 'reverted')", name="state"),
        Index("ix_import_batch_district_id_created_at", "district_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="applied")
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    author: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    # The uploaded bytes of a preview, outside the web root; empty for imports that came another way.
    stored_name: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(BigInteger)
    # Code of the one school whose rows are accepted; empty = all that the author may write.
    only_school: Mapped[str | None] = mapped_column(String(64))
    # What the check said: errors, notes and changes row by row, as `commands.imports.preview` writes it.
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # What its author has said about tables of others in it: subject, grade, year (`commands.imports.foreign`).
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    applied_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reverted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reverted_by: Mapped[str | None] = mapped_column(String(64))


class BatchChange(SchoolOrDistrictScoped, Base):
    """What an import did to one row that is written over, so that it can be taken back.

    old: the row as it was, None where it was not there. mark: the digest of what it became; a row with
    another digest was changed since. Observations need none of this, they are never overwritten.
    """

    __tablename__ = "batch_change"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(["district_id"], ["district.id"]),
        ForeignKeyConstraint(["district_id", "batch_id"], ["import_batch.district_id", "import_batch.id"]),
        CheckConstraint("subject IN ('school', 'year', 'target', 'document', 'organisation')", name="subject"),
        Index("ix_batch_change_district_id_batch_id", "district_id", "batch_id"),
        Index("ix_batch_change_district_id_entity", "district_id", "entity"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    batch_id: Mapped[int] = mapped_column(BigInteger)
    subject: Mapped[str] = mapped_column(String(16))
    # The id, the year, or «school:year:item» of an organisational item.
    entity: Mapped[str] = mapped_column(String(120))
    old: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    mark: Mapped[str] = mapped_column(String(64), default="")


class Observation(SchoolScoped, Base):
    """One number a school has or lacks. Never overwritten: a newer one supersedes it."""

    __tablename__ = "observation"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(["district_id", "indicator_id"], ["indicator.district_id", "indicator.id"]),
        ForeignKeyConstraint(["district_id", "year"], ["school_year.district_id", "school_year.year"]),
        ForeignKeyConstraint(["district_id", "batch_id"], ["import_batch.district_id", "import_batch.id"]),
        CheckConstraint("numerator >= 0", name="numerator_not_negative"),
        CheckConstraint("denominator >= 0", name="denominator_not_negative"),
        CheckConstraint("numerator <= denominator", name="numerator_within_denominator"),
        CheckConstraint("value >= 0", name="value_not_negative"),
        CheckConstraint("baseline >= 0", name="baseline_not_negative"),
        # SQLite would keep 1.5 in a column of whole numbers.
        CheckConstraint(WHOLE, name="whole_numbers"),
        CheckConstraint(MISSING_CODES, name="missing"),
        CheckConstraint("missing IS NULL OR (numerator IS NULL AND value IS NULL)", name="missing_without_number"),
        CheckConstraint(
            "missing IS NOT NULL OR value IS NOT NULL OR (numerator IS NOT NULL AND denominator IS NOT NULL)",
            name="number_or_missing",
        ),
        Index(
            "uq_observation_current",
            "district_id",
            "school_id",
            "year",
            "indicator_id",
            "level",
            "subject",
            "class_group",
            "category",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_observation_district_id_batch_id", "district_id", "batch_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    indicator_id: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(8))
    year: Mapped[int] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(String(100), default="")
    class_group: Mapped[str] = mapped_column(String(32), default="")
    category: Mapped[str] = mapped_column(String(100), default="")
    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    value: Mapped[int | None]
    baseline: Mapped[int | None]
    # The percentage as stated where counts were rebuilt from it («восстановлено из процентов»).
    stated_percent: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    missing: Mapped[str | None] = mapped_column(String(1))
    is_hidden_at_source: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    source_address: Mapped[str] = mapped_column(String(300), default="")
    author: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    superseded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    superseded_by: Mapped[int | None] = mapped_column(BigInteger)


class Target(SchoolOrDistrictScoped, Base):
    """A school's own target or, with an empty school, the district's reference."""

    __tablename__ = "target"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(["district_id", "indicator_id"], ["indicator.district_id", "indicator.id"]),
        ForeignKeyConstraint(["district_id", "year"], ["school_year.district_id", "school_year.year"]),
        Index(
            "uq_target_school",
            "district_id",
            "school_id",
            "indicator_id",
            "level",
            "year",
            unique=True,
            sqlite_where=text("school_id IS NOT NULL"),
            postgresql_where=text("school_id IS NOT NULL"),
        ),
        Index(
            "uq_target_district",
            "district_id",
            "indicator_id",
            "level",
            "year",
            unique=True,
            sqlite_where=text("school_id IS NULL"),
            postgresql_where=text("school_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    indicator_id: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(8))
    year: Mapped[int] = mapped_column(Integer)
    target: Mapped[Decimal] = mapped_column(ExactDecimal)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    source_address: Mapped[str] = mapped_column(String(300), default="")
    author: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy types it as an instance variable


class StoredFile(SchoolScoped, Base):
    """A file kept outside the web root under a name of ours; the client's name is only a title."""

    __tablename__ = "stored_file"
    __table_args__ = school_constraints(
        CheckConstraint("size >= 0", name="size_not_negative"),
        UniqueConstraint("district_id", "school_id", "id"),
        Index("ix_stored_file_district_id_sha256", "district_id", "sha256"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(String(255))
    stored_name: Mapped[str] = mapped_column(String(64))
    # What the file is by its content, its words, and the numbers and dates in them; empty where nobody looked.
    kind: Mapped[str] = mapped_column(String(8), default="", server_default=text("''"))
    words: Mapped[str] = mapped_column(Text, default="", server_default=text("''"), deferred=True)
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Unknown for files that came with an import.
    author: Mapped[str | None] = mapped_column(String(64))
    stored_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    # The bytes are gone since; the row stays, for older states of a document may name it.
    removed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class Document(SchoolScoped, Base):
    """One document of a school in its own cell (block × stage × year); covers add further cells."""

    __tablename__ = "document"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(["district_id", "year"], ["school_year.district_id", "school_year.year"]),
        # The school is part of the link: nobody's document may name the file of another school.
        ForeignKeyConstraint(
            ["district_id", "school_id", "file_id"],
            ["stored_file.district_id", "stored_file.school_id", "stored_file.id"],
        ),
        UniqueConstraint("district_id", "school_id", "id"),
        CheckConstraint("status IN ('draft', 'submitted', 'accepted', 'returned')", name="status"),
        CheckConstraint("block BETWEEN 1 AND 6", name="block_range"),
        Index(
            "uq_document_key",
            "district_id",
            "school_id",
            "year",
            "block",
            "stage",
            "type_id",
            "label",
            unique=True,
        ),
        Index("ix_document_district_id_status", "district_id", "status"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    year: Mapped[int] = mapped_column(Integer)
    block: Mapped[int] = mapped_column(Integer)
    stage: Mapped[str] = mapped_column(String(32))
    type_id: Mapped[str] = mapped_column(String(64))
    # The number, or else the title: what makes a document known again in the next import.
    label: Mapped[str] = mapped_column(String(500))
    title: Mapped[str] = mapped_column(String(500), default="")
    number: Mapped[str] = mapped_column(String(64), default="")
    date: Mapped[dt.date | None] = mapped_column(Date)
    responsible: Mapped[str] = mapped_column(String(300), default="")
    addressee: Mapped[str] = mapped_column(String(300), default="")
    goals: Mapped[str] = mapped_column(Text, default="")
    tasks: Mapped[str] = mapped_column(Text, default="")
    deadlines: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(2000), default="")
    file_id: Mapped[int | None] = mapped_column(BigInteger)
    # What a measure or a decision has changed; it closes them where next year's figures do not.
    effect: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    status: Mapped[str] = mapped_column(String(16))
    remark: Mapped[str] = mapped_column(Text, default="")
    # Who accepted or returned it last.
    reviewed_by: Mapped[str | None] = mapped_column(String(64))
    reviewed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    source_address: Mapped[str] = mapped_column(String(300), default="")
    author: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    covers: Mapped[list["DocumentCover"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    file: Mapped[StoredFile | None] = relationship(lazy="selectin", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy types it as an instance variable


class DocumentCover(SchoolScoped, Base):
    """A further cell, and perhaps one goal of it, that a document serves."""

    __tablename__ = "document_cover"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(
            ["district_id", "school_id", "document_id"],
            ["document.district_id", "document.school_id", "document.id"],
        ),
    )

    document_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    block: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    stage: Mapped[str] = mapped_column(String(32), primary_key=True)
    goal_id: Mapped[str] = mapped_column(String(64), primary_key=True, default="")


class DocumentReview(SchoolScoped, Base):
    """One decision of the department on a document, with the checklist as it was ticked then."""

    __tablename__ = "document_review"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(
            ["district_id", "school_id", "document_id"],
            ["document.district_id", "document.school_id", "document.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("decision IN ('accepted', 'returned')", name="decision"),
        Index("ix_document_review_district_id_document_id", "district_id", "document_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    document_id: Mapped[int] = mapped_column(BigInteger)
    decision: Mapped[str] = mapped_column(String(16))
    remark: Mapped[str] = mapped_column(Text, default="")
    # What was asked and whether it was ticked, in the words of that day: [{"id", "title", "is_met"}].
    checks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    author: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)


class EffectivenessMark(SchoolScoped, Base):
    """What the school, or after it the department, answers to one question of the effectiveness list in a year."""

    __tablename__ = "effectiveness_mark"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(["district_id", "year"], ["school_year.district_id", "school_year.year"]),
        ForeignKeyConstraint(
            ["district_id", "check_id"], ["effectiveness_check.district_id", "effectiveness_check.id"]
        ),
        CheckConstraint("side IN ('school', 'department')", name="side"),
        CheckConstraint("mark IN ('yes', 'partly', 'no')", name="mark"),
    )

    school_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-99)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    check_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    side: Mapped[str] = mapped_column(String(16), primary_key=True)
    mark: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy types it as an instance variable


class PublishedDocument(TenantScoped, Base):
    """What the department publishes to its schools: a letter, a protocol, a template. A link or a stored file."""

    __tablename__ = "published_document"
    __table_args__ = (
        ForeignKeyConstraint(["district_id"], ["district.id"]),
        CheckConstraint("size >= 0", name="size_not_negative"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    title: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(2000), default="")
    # The stored file, if there is one: its name with us, what it is called, what it is.
    stored_name: Mapped[str | None] = mapped_column(String(64))
    file_title: Mapped[str] = mapped_column(String(255), default="")
    kind: Mapped[str] = mapped_column(String(8), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    author: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    removed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class ScheduleEntry(SchoolOrDistrictScoped, Base):
    """A due day by key (stage id, indicator period, `organisation`); a school may have exceptions."""

    __tablename__ = "schedule_entry"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(["district_id", "year"], ["school_year.district_id", "school_year.year"]),
        Index(
            "uq_schedule_entry_district",
            "district_id",
            "year",
            "key",
            unique=True,
            sqlite_where=text("school_id IS NULL"),
            postgresql_where=text("school_id IS NULL"),
        ),
        Index(
            "uq_schedule_entry_school",
            "district_id",
            "school_id",
            "year",
            "key",
            unique=True,
            sqlite_where=text("school_id IS NOT NULL"),
            postgresql_where=text("school_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    year: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(String(32))
    due: Mapped[dt.date] = mapped_column(Date)


class OrganisationItem(SchoolScoped, Base):
    """One of the school-level yes/no items of a year with its evidence."""

    __tablename__ = "organisation_item"
    __table_args__ = school_constraints(
        ForeignKeyConstraint(["district_id", "year"], ["school_year.district_id", "school_year.year"]),
        ForeignKeyConstraint(
            ["district_id", "item_id"],
            ["organisation_requirement.district_id", "organisation_requirement.id"],
        ),
    )

    school_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-99)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    item_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    is_present: Mapped[bool]
    date: Mapped[dt.date | None] = mapped_column(Date)
    url: Mapped[str] = mapped_column(String(2000), default="")
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    author: Mapped[str] = mapped_column(String(64))
    # Unknown for items older than this column.
    changed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy types it as an instance variable
