"""What the counts that an import keeps tell: rows by table, new, changed and unchanged."""

from collections.abc import Mapping
from typing import TypeAlias

Counts: TypeAlias = Mapping[str, Mapping[str, int]]


def written_rows(counts: Counts) -> int:
    """Rows that the import wrote, over all tables."""
    return sum(_written(tally) for tally in counts.values())


def sets_targets(counts: Counts) -> bool:
    """Whether it wrote targets: whoever may not set them must not take it back either."""
    return _written(counts.get("targets", {})) > 0


def _written(tally: Mapping[str, int]) -> int:
    return tally.get("new", 0) + tally.get("changed", 0)
