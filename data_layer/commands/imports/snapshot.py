"""Rows that are written over, as plain values: to know what they were and whether they changed since."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sqlalchemy import Date, inspect
from sqlalchemy.types import TypeEngine

from data_layer.models import Base, Document, DocumentCover, OrganisationItem, School, SchoolYear, Target
from data_layer.models.base import ExactDecimal, UtcDateTime

Snapshot = dict[str, Any]

SUBJECTS: Final[dict[type[Base], str]] = {
    School: "school",
    SchoolYear: "year",
    Target: "target",
    Document: "document",
    OrganisationItem: "organisation",
}
# The version only counts how often a row was saved; taking an import back is one more time.
_COUNTERS: Final = frozenset({"version"})
_EMPTY: Final[tuple[object, ...]] = (None, "", [])


def snapshot(row: Base) -> Snapshot:
    """All that a row says, JSON-ready; a document with the further cells that it covers."""
    said = {name: _plain(getattr(row, name)) for name in _columns(type(row))}
    if isinstance(row, Document):
        said["covers"] = sorted([each.block, each.stage, each.goal_id] for each in row.covers)
    return said


def snapshot_of_values(values: Mapping[str, Any], covers: Iterable[tuple[int, str, str]] = ()) -> Snapshot:
    """The same of a row that goes in as plain values; columns left out are empty."""
    said = {name: _plain(value) for name, value in values.items() if name not in _COUNTERS}
    return said | {"covers": sorted(map(list, covers))}


def mark_of(said: Snapshot) -> str:
    """The digest by which a state is known again.

    What is empty is left out: a column that a later version adds must not make every older row look changed.
    """
    text = json.dumps({name: value for name, value in said.items() if value not in _EMPTY}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def restore(row: Base, said: Snapshot) -> None:
    """Make a row say what it said before; of columns that came after that it keeps what it says now."""
    for name, read in _columns(type(row)).items():
        if name not in said:
            continue
        value = said[name]
        setattr(row, name, value if read is None or value is None else read(value))
    if isinstance(row, Document):
        _restore_covers(row, [(block, stage, goal) for block, stage, goal in said["covers"]])


def entity_of(row: Base) -> str:
    """How a change names its row."""
    if isinstance(row, SchoolYear):
        return str(row.year)
    if isinstance(row, OrganisationItem):
        return f"{row.school_id}:{row.year}:{row.item_id}"
    found: Any = row
    return str(found.id)


def school_of(row: Base) -> int | None:
    """The school that a row belongs to, None for one of the whole district."""
    found: Any = row
    return found.id if isinstance(row, School) else getattr(row, "school_id", None)


def _restore_covers(document: Document, wanted: Iterable[tuple[int, str, str]]) -> None:
    known = {(each.block, each.stage, each.goal_id): each for each in document.covers}
    document.covers = [known.get(each) or _cover(document, *each) for each in wanted]


def _cover(document: Document, block: int, stage: str, goal: str) -> DocumentCover:
    return DocumentCover(
        district_id=document.district_id,
        school_id=document.school_id,
        document_id=document.id,
        block=block,
        stage=stage,
        goal_id=goal,
    )


@cache
def _columns(model: type[Base]) -> dict[str, Callable[[str], Any] | None]:
    """Names of the columns, with what makes their value out of its text where it is not JSON itself."""
    columns = inspect(model).column_attrs
    return {each.key: _reader(each.columns[0].type) for each in columns if each.key not in _COUNTERS}


def _reader(kind: TypeEngine[Any]) -> Callable[[str], Any] | None:
    if isinstance(kind, ExactDecimal):
        return Decimal
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat
    return date.fromisoformat if isinstance(kind, Date) else None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
