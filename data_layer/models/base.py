"""Declarative base, naming of constraints, ids and the mixins that mark whose rows a table holds."""

import itertools
import secrets
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Numeric,
    String,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeEngine

from data_layer.clock import id_milliseconds

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite gives row ids only to INTEGER keys; everywhere else the key is a 64-bit number.
BigId = BigInteger().with_variant(Integer, "sqlite")

_counter = itertools.count(secrets.randbits(22))


def new_id() -> int:
    """A 63-bit id that grows with time, unique in a process and practically unique across them.

    Ids are made here and not by the database because they are part of composite keys that begin
    with the district, which SQLite cannot number by itself and a sharded cluster need not.
    """
    return id_milliseconds() << 22 | next(_counter) & 0x3FFFFF


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number kept exactly: NUMERIC on PostgreSQL, text on SQLite, which has only floats."""

    impl = Numeric(14, 6)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(24))
        return dialect.type_descriptor(Numeric(14, 6))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return format(value.normalize(), "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else _plain(value)


# A page reads thousands of numbers, most of them several times.
@lru_cache(maxsize=16_384)
def _plain(number: str | Decimal) -> Decimal:
    """Without the trailing zeros that NUMERIC adds, and never as 9E+1."""
    return Decimal(format(Decimal(number).normalize(), "f"))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on both engines; SQLite drops the zone and gets it back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class TenantScoped:
    """Rows of one district. The session adds the district to every statement on such a class."""

    district_id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-100)


class SchoolScoped(TenantScoped):
    """Rows of one school of a district. `school_id` may be part of the key or an ordinary column."""

    school_id: Mapped[int] = mapped_column(BigInteger, sort_order=-99)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return school_constraints()


class SchoolOrDistrictScoped(TenantScoped):
    """Rows of a school or, with an empty school, of the whole district (visible to its schools)."""

    school_id: Mapped[int | None] = mapped_column(BigInteger, sort_order=-99)


def school_constraints(*more: Any) -> tuple[Any, ...]:
    """The link to the school that every school-scoped table has, followed by the table's own."""
    link = ForeignKeyConstraint(["district_id", "school_id"], ["school.district_id", "school.id"])
    return (link, *more)


def district_constraints(*more: Any) -> tuple[Any, ...]:
    """The link to the district that every district-scoped table has, followed by its own."""
    return (ForeignKeyConstraint(["district_id"], ["district.id"]), *more)
