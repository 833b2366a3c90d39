"""What the tables of one import share while it is being applied."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from data_layer.commands.audit import record
from data_layer.session import TenantSession

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


@dataclass(slots=True)
class Writing:
    """One import on its way into the database.

    school_ids: by code, growing when schools are imported. touched: schools whose derived rows must
    follow. touches_all: something the whole district depends on has changed.
    """

    session: TenantSession
    actor: str
    batch_id: int
    school_ids: dict[str, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    touches_all: bool = False
    tallies: dict[str, Tally] = field(default_factory=dict)

    @property
    def district_id(self) -> int:
        return self.session.scope.district_id

    def tally(self, table: str) -> Tally:
        return self.tallies.setdefault(table, Tally())

    def record_change(
        self, action: str, *, subject: str, school_id: int | None, old: dict[str, Any], new: dict[str, Any]
    ) -> None:
        """Keep what an overwritten row said before; observations need none, they are never overwritten."""
        record(
            self.session,
            actor=self.actor,
            action=action,
            subject=subject,
            district_id=self.district_id,
            school_id=school_id,
            old=old,
            new=new,
        )


def chunks(items: Iterable[Item]) -> Iterator[Sequence[Item]]:
    items = list(items)
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


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
