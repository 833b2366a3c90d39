"""Who there is: regions, districts, their schools and school years."""

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
)
from sqlalchemy.orm import Mapped, mapped_column

from data_layer.clock import utc_now
from data_layer.models.base import (
    Base,
    SchoolOrDistrictScoped,
    TenantScoped,
    UtcDateTime,
    district_constraints,
    new_id,
    school_constraints,
)


class Region(Base):
    __tablename__ = "region"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(String(200))


class District(Base):
    """A district with its settings. Not tenant-scoped: it is the tenant."""

    __tablename__ = "district"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Moscow")
    is_demo: Mapped[bool] = mapped_column(default=False)
    # Only what differs from domain.facts.DistrictSettings, by field name.
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Grows with every transaction that writes rows of the district; session.py sees to it.
    data_version: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


class School(TenantScoped, Base):
    __tablename__ = "school"
    __table_args__ = district_constraints(
        CheckConstraint("kind IN ('full', 'basic', 'primary')", name="kind"),
        CheckConstraint("cluster IN ('town', 'settlement', 'village')", name="cluster"),
        CheckConstraint("pupils >= 0", name="pupils_not_negative"),
        ForeignKeyConstraint(
            ["district_id", "successor_id"], ["school.district_id", "school.id"], name="fk_school_successor"
        ),
        # The code first: with the district first, a database without statistics looks schools up by id through it.
        Index("uq_school_code_district_id", "code", "district_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    code: Mapped[str] = mapped_column(String(64))
    short_name: Mapped[str] = mapped_column(String(200))
    full_name: Mapped[str | None] = mapped_column(String(1000))
    kind: Mapped[str] = mapped_column(String(16))
    # Level ids joined by «;»; empty = what the kind implies.
    levels: Mapped[str | None] = mapped_column(String(32))
    cluster: Mapped[str | None] = mapped_column(String(16))
    pupils: Mapped[int | None]
    fis_oko_login: Mapped[str | None] = mapped_column(String(64))
    rcoi_code: Mapped[str | None] = mapped_column(String(64))
    inn: Mapped[str | None] = mapped_column(String(12))
    # The first day of its first school year; empty: it has always been there.
    opened_on: Mapped[date | None] = mapped_column(Date)
    # The last day of its last school year; who took it over, where it joined another school.
    closed_on: Mapped[date | None] = mapped_column(Date)
    successor_id: Mapped[int | None] = mapped_column(BigInteger)
    # Former names and the schools that joined it: domain.succession.
    history: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)


class SchoolAlias(SchoolOrDistrictScoped, Base):
    """Whose school it is that files name so, decided by hand once; an empty school: none of the district's."""

    __tablename__ = "school_alias"
    __table_args__ = school_constraints(
        # The link to the school says nothing where the school is empty.
        ForeignKeyConstraint(["district_id"], ["district.id"]),
        Index("uq_school_alias_district_id_key", "district_id", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-90)
    # What `intake.readers` knows the named school again by: the digits of its login, a code or the name.
    key: Mapped[str] = mapped_column(String(320))
    # As the file wrote it, for people.
    label: Mapped[str] = mapped_column(String(300), default="")
    author: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class SchoolYear(TenantScoped, Base):
    """A school year the district has used; it comes into being with the default calendar."""

    __tablename__ = "school_year"
    __table_args__ = district_constraints(CheckConstraint("year BETWEEN 1990 AND 2200", name="year_range"))

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    # Whether any school of the district has a document in the year: a school must know it too, to
    # learn from which year the district keeps the cycle, without seeing the documents of others.
    has_documents: Mapped[bool] = mapped_column(default=False)
