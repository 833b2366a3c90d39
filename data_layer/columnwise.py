"""Many rows into PostgreSQL at once: an array per column instead of a statement per row.

Statements are not prepared here (poolers that share connections lose what one of them prepared), so row by row
the server would parse and plan each INSERT anew, and COPY is closed to tables with row-level security. Policies,
constraints and keys judge these rows as they do any others.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from psycopg.types.json import Json
from sqlalchemy import Engine, String, event
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlalchemy.sql.dml import Insert
from sqlalchemy.types import TypeEngine

# Rows of a statement: bounds memory on both sides.
PAGE: Final = 2000

_STATEMENT: Final = re.compile(r"(INSERT INTO \S+ \([^()]+\)) VALUES \((.+)\)")
_VALUE: Final = re.compile(r"%\((\w+)\)s(?:::[A-Z][A-Z ]*(?:\([0-9, ]+\))?)?")
_NULL: Final = "NULL"


class _UnknownValueError(Exception):
    """A value of a kind that has no place in an array of ours."""


def insert_by_columns(engine: Engine) -> None:
    """Let every plain INSERT of several rows through this engine go in by columns."""
    event.listen(engine, "do_executemany", _execute)


def _execute(
    cursor: DBAPICursor, statement: str, parameters: Sequence[Mapping[str, Any]], context: ExecutionContext
) -> bool:
    """Whether it is done; False leaves the statement to the driver, row by row."""
    compiled = context.compiled
    if compiled is None or not isinstance(compiled.statement, Insert) or len(parameters) < 2:
        return False
    parts = _parts(statement)
    if parts is None:
        return False
    beginning, names = parts
    columns = compiled.statement.table.c
    casts = ", ".join(f"%s::{_type_of(columns[name].type, context)}[]" for name in names)
    try:
        pages = [[_array(row[name] for row in page) for name in names] for page in _pages(parameters)]
    except _UnknownValueError:
        return False
    for page in pages:
        # SQLAlchemy wrote the beginning, the casts are types of our columns, and all values are parameters.
        cursor.execute(f"{beginning} SELECT * FROM unnest({casts})", page)  # noqa: S608
    return True


@lru_cache(maxsize=256)
def _parts(statement: str) -> tuple[str, tuple[str, ...]] | None:
    """The INSERT up to its values and the names of these; None where they are more than names."""
    found = _STATEMENT.fullmatch(statement)
    if found is None:
        return None
    values = list(_VALUE.finditer(found[2]))
    if ", ".join(value[0] for value in values) != found[2]:
        return None
    return found[1], tuple(value[1] for value in values)


def _type_of(kind: TypeEngine[Any], context: ExecutionContext) -> str:
    """A cast to a text of limited length would cut it in silence; the column itself refuses it."""
    return "TEXT" if isinstance(kind, String) else str(kind.compile(context.dialect))


def _pages(rows: Iterable[Mapping[str, Any]]) -> Iterable[Sequence[Mapping[str, Any]]]:
    waiting = iter(rows)
    while page := list(islice(waiting, PAGE)):
        yield page


# --- arrays as PostgreSQL reads them ------------------------------------------------------------------


def _array(values: Iterable[Any]) -> str:
    return f"{{{','.join([_NULL if value is None else _writers[type(value)](value) for value in values])}}}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _quoted_json(value: Json) -> str:
    return _quoted(json.dumps(value.obj))


def _quoted_day(value: date | datetime) -> str:
    return f'"{value.isoformat()}"'


def _truth(value: bool) -> str:
    return "t" if value else "f"


class _Writers(dict[type, Callable[[Any], str]]):
    """By class of the value; a word of a closed list is written as its text."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        if not issubclass(kind, StrEnum):
            raise _UnknownValueError(kind)
        self[kind] = _quoted
        return _quoted


_writers: Final = _Writers(
    {
        bool: _truth,
        int: str,
        float: repr,
        Decimal: str,
        str: _quoted,
        date: _quoted_day,
        datetime: _quoted_day,
        Json: _quoted_json,
    }
)
