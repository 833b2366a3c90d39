"""The doors of entering by hand: rows of the grid, organisational items, documents."""

from typing import Final

from flask import Flask

from dashboard.access.policy import Permission
from dashboard.addresses.data import DOCUMENT_PANEL
from dashboard.binding import register_route
from dashboard.pages.data.document_actions import (
    KEEP_DOCUMENT,
    TAKE_BACK_DOCUMENT,
    keep_document,
    review_document_action,
    save_document_action,
    save_effect_action,
    take_back_document,
)
from dashboard.pages.data.document_form import SAVE_DOCUMENT
from dashboard.pages.data.document_panel import SAVE_EFFECT, show_document
from dashboard.pages.data.grid_actions import (
    KEEP_FIGURES,
    TAKE_BACK_FIGURES,
    keep_figures,
    save_figures,
    take_back_figures,
)
from dashboard.pages.data.grid_rows import SAVE_FIGURES
from dashboard.pages.data.items import (
    KEEP_ITEM,
    SAVE_ITEM,
    TAKE_BACK_ITEM,
    keep_organisation,
    save_organisation,
    take_back_organisation,
)
from dashboard.pages.data.review_parts import REVIEW_DOCUMENT

_ACTIONS: Final = (
    (SAVE_FIGURES, Permission.WRITE_DATA, save_figures),
    (TAKE_BACK_FIGURES, Permission.WRITE_DATA, take_back_figures),
    (KEEP_FIGURES, Permission.VIEW_DATA, keep_figures),
    (SAVE_ITEM, Permission.WRITE_DATA, save_organisation),
    (TAKE_BACK_ITEM, Permission.WRITE_DATA, take_back_organisation),
    (KEEP_ITEM, Permission.VIEW_DATA, keep_organisation),
    (SAVE_DOCUMENT, Permission.WRITE_DATA, save_document_action),
    (SAVE_EFFECT, Permission.WRITE_DATA, save_effect_action),
    (REVIEW_DOCUMENT, Permission.REVIEW_DOCUMENTS, review_document_action),
    (TAKE_BACK_DOCUMENT, Permission.WRITE_DATA, take_back_document),
    (KEEP_DOCUMENT, Permission.VIEW_DATA, keep_document),
)


def register_entries(server: Flask) -> None:
    register_route(server, DOCUMENT_PANEL, methods=["GET"], permission=Permission.VIEW_DATA, handler=show_document)
    for path, permission, handler in _ACTIONS:
        register_route(server, path, methods=["POST"], permission=permission, handler=handler)
