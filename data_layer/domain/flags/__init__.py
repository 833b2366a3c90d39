"""Flag rules of design.md §3: each family in a module of its own, all of them called by `derive_flags`."""

from data_layer.domain.flags.derivation import (
    days_overdue,
    default_tracked_from,
    derive_flags,
    flag_days_overdue,
    is_active,
)

__all__ = [
    "days_overdue",
    "default_tracked_from",
    "derive_flags",
    "flag_days_overdue",
    "is_active",
]
