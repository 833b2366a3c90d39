"""Engines of one kind share the statements that SQLAlchemy has compiled.

An engine compiles each statement once. A test opens a database of its own, with an engine of its own, and would compile
them all again: a third of the time of tests that use a database.
"""

from typing import Final

from sqlalchemy import Connection, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.util import LRUCache

# More than the product has statements: each with its sets of columns and with and without row locks.
_MOST: Final = 5_000
_compiled: Final[LRUCache[object, object]] = LRUCache(_MOST)


def share_compiled_statements() -> None:
    """Let every engine of this process, whenever it is made, find what another of its kind has compiled."""
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        # The dialect is part of a statement's key; all that the tests make of one class are set up alike.
        dialect.__hash__ = _hash_of_kind  # type: ignore[method-assign,assignment]
        dialect.__eq__ = _is_of_a_kind  # type: ignore[method-assign,assignment]
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_compiled)


def _hash_of_kind(dialect: Dialect) -> int:
    return hash(type(dialect))


def _is_of_a_kind(dialect: Dialect, other: object) -> bool:
    return type(dialect) is type(other)
