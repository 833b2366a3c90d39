"""Whose rows a session may touch."""

from dataclasses import dataclass

from data_layer.errors import ScopeError


@dataclass(frozen=True, slots=True)
class Scope:
    """The tenant of a session: one district, or several for a region's roll-ups, or one school.

    school_id: set for directors and coordinators; then only rows of that school, and rows that
        belong to the whole district, exist for the session.
    is_read_only: the session may not write; on PostgreSQL its transactions are READ ONLY.
    writes_meetings_only: of all that it reads, a writing session changes meetings and what belongs to them.
    """

    district_ids: tuple[int, ...]
    school_id: int | None = None
    is_read_only: bool = True
    writes_meetings_only: bool = False

    def __post_init__(self) -> None:
        ids = (*self.district_ids, *(() if self.school_id is None else (self.school_id,)))
        if not self.district_ids or not all(type(each) is int for each in ids):
            raise ScopeError("Область данных не задана.")

    @property
    def district_id(self) -> int:
        if len(self.district_ids) != 1:
            raise ScopeError("Область охватывает несколько районов, а нужен один.")
        return self.district_ids[0]
