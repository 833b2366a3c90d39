"""Apply a checked import: compare with the current state, write only what differs, derive what follows."""

from data_layer.commands.imports.apply import ImportOutcome, apply_import

__all__ = ["ImportOutcome", "apply_import"]
