"""What people enter by hand: the checks and the writers of an import, for one row at a time.

Whoever saves tells which version they saw; a save that would overwrite a newer one changes nothing
and raises StaleEditError with both.
"""

from data_layer.commands.editing.documents import (
    NO_FILE,
    DocumentEdit,
    EffectEdit,
    add_to_schools,
    save_document,
    save_effect,
)
from data_layer.commands.editing.figures import CellEdit, RowEdit, save_row
from data_layer.commands.editing.forms import FieldFault, RefusedFormError
from data_layer.commands.editing.organisation import ItemEdit, save_item
from data_layer.commands.editing.outcome import Author, Saved
from data_layer.commands.editing.reviewing import ReviewEdit, review_document
from data_layer.commands.editing.stale import StaleEditError, StalePart
from data_layer.commands.editing.taking_back import take_back
from data_layer.commands.editing.targets import ReferenceEdit, TargetEdit, save_reference

__all__ = [
    "NO_FILE",
    "Author",
    "CellEdit",
    "DocumentEdit",
    "EffectEdit",
    "FieldFault",
    "ItemEdit",
    "ReferenceEdit",
    "RefusedFormError",
    "ReviewEdit",
    "RowEdit",
    "Saved",
    "StaleEditError",
    "StalePart",
    "TargetEdit",
    "add_to_schools",
    "review_document",
    "save_document",
    "save_effect",
    "save_item",
    "save_reference",
    "save_row",
    "take_back",
]
