"""What the tables of one import share while it is being applied."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import insert

from data_layer.commands.audit import record
from data_layer.commands.imports.snapshot import (
    SUBJECTS,
    Snapshot,
    entity_of,
    mark_of,
    school_of,
    snapshot,
    snapshot_of_values,
)
from data_layer.models import Base, BatchChange, DocumentCover, SchoolYear
from data_layer.models.base import new_id
from data_layer.progress import Counting, Step
from data_layer.session import TenantSession, district_wide

Item = TypeVar("Item")

# SQLite takes 32,766 parameters in a statement; a chunk of keys stays far below that.
CHUNK = 5000


@dataclass(slots=True)
class Tally:
    """How many rows of one table are new, changed or unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def written(self) -> int:
        return self.new + self.changed


class Change(StrEnum):
    """What an import does to a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of an import against the current state; values are JSON-ready.

    subject: what the row is about, by names such as indicator, level, year, block, stage. before: None
    where nothing was there. Of documents, items and schools both hold only what differs.
    """

    table: str
    address: str
    change: Change
    school: str | None
    subject: Mapping[str, Any]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(slots=True)
class Writing:
    """One import on its way into the database.

    school_ids: by code, growing when schools are imported. touched: schools whose derived rows must
    follow. touches_all: something the whole district depends on has changed. rows: what is done row by
    row, where somebody wants to know (None: nobody does). overwritten: rows as they were, by identity.
    brought: rows that were not there, as plain values by their class, on their way in; the entities of tens of
    thousands of rows would take minutes and memory. counting: how many rows of the import have been gone through.
    """

    session: TenantSession
    actor: str
    batch_id: int
    school_ids: dict[str, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    touches_all: bool = False
    tallies: dict[str, Tally] = field(default_factory=dict)
    rows: list[RowChange] | None = None
    overwritten: list[tuple[Base, Snapshot | None]] = field(default_factory=list)
    brought: dict[type[Base], list[dict[str, Any]]] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    counting: Counting = field(default_factory=lambda: Counting(Step.WRITTEN, 0))

    @property
    def district_id(self) -> int:
        return self.session.scope.district_id

    def tally(self, table: str) -> Tally:
        return self.tallies.setdefault(table, Tally())

    def tell(
        self,
        table: str,
        address: str,
        change: Change,
        *,
        school: str | None,
        subject: Mapping[str, Any],
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any],
    ) -> None:
        if self.rows is not None:
            self.rows.append(RowChange(table, address, change, school, subject, before, after))

    def keep_new(self, row: Base) -> None:
        """Remember that a row was not there."""
        self.overwritten.append((row, None))

    def keep_old(self, row: Base) -> None:
        """Remember what a row says; call it before the row is changed."""
        self.overwritten.append((row, snapshot(row)))

    def bring_in(
        self, model: type[Base], values: dict[str, Any], *, entity: str, covers: Sequence[tuple[int, str, str]] = ()
    ) -> None:
        """A row of one school that was not there; `flush` writes it, together with all others.

        values: by column, the moment of its coming among them. entity: its name in `BatchChange`. covers: the
        further cells of a document.
        """
        self.brought.setdefault(model, []).append(values)
        for block, stage, goal in covers:
            cell = {"document_id": values["id"], "block": block, "stage": stage, "goal_id": goal}
            place = {"district_id": self.district_id, "school_id": values["school_id"]}
            self.brought.setdefault(DocumentCover, []).append(place | cell)
        mark = mark_of(snapshot_of_values(values, covers))
        self.changes.append(self._change(SUBJECTS[model], entity, values["school_id"], old=None, mark=mark))
        if len(self.brought[model]) == CHUNK:
            self.flush()

    def flush(self) -> None:
        """Write what waits: entities first, then the rows brought in, documents before what they cover."""
        self.session.flush()
        for model, rows in self.brought.items():
            self._insert(model, rows)
        self.brought.clear()

    def store_overwritten(self) -> None:
        """Write down what was remembered, with the mark of what has become of it; everything is flushed."""
        self.changes += [self._stored(row, old) for row, old in self.overwritten]
        self._insert(BatchChange, [each for each in self.changes if each["school_id"] is not None])
        # A school may open a year for its whole district.
        with district_wide(self.session):
            self._insert(BatchChange, [each for each in self.changes if each["school_id"] is None])
        self.overwritten.clear()
        self.changes.clear()

    def _insert(self, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        # Nulls written out: rows that lack different columns would otherwise be hundreds of statements.
        adding = insert(model).execution_options(render_nulls=True)
        for chunk in chunks(rows):
            self.session.execute(adding, chunk)

    def _stored(self, row: Base, old: Snapshot | None) -> dict[str, Any]:
        mark = "" if isinstance(row, SchoolYear) else mark_of(snapshot(row))
        return self._change(SUBJECTS[type(row)], entity_of(row), school_of(row), old=old, mark=mark)

    def _change(
        self, subject: str, entity: str, school_id: int | None, *, old: Snapshot | None, mark: str
    ) -> dict[str, Any]:
        return {
            "district_id": self.district_id,
            "school_id": school_id,
            "id": new_id(),
            "batch_id": self.batch_id,
            "subject": subject,
            "entity": entity,
            "old": old,
            "mark": mark,
        }

    def record_change(
        self,
        action: str,
        *,
        subject: str,
        school_id: int | None,
        old: dict[str, Any],
        new: dict[str, Any],
        entity: str = "",
    ) -> None:
        """Keep what an overwritten row said before; observations need none, they are never overwritten."""
        record(
            self.session,
            actor=self.actor,
            action=action,
            subject=subject,
            entity=entity,
            district_id=self.district_id,
            school_id=school_id,
            old=old,
            new=new,
        )


def chunks(items: Iterable[Item]) -> Iterator[Sequence[Item]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def differing(current: object, wanted: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields in which an entity differs from what is wanted: (old values, new values)."""
    names = [name for name, value in wanted.items() if getattr(current, name) != value]
    return {name: getattr(current, name) for name in names}, {name: wanted[name] for name in names}


def as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if value is None or isinstance(value, bool | int | str) else str(value)
        for name, value in values.items()
    }


def assign(entity: object, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(entity, name, value)
