"""All pages, in the order of the app bar."""

from types import ModuleType
from typing import Final

import dash
from dash import html
from dash.development.base_component import Component

from dashboard.pages import (
    administration,
    compare,
    cycle,
    data,
    meeting,
    meeting_notes,
    meeting_show,
    overview,
    school,
    trail,
)

PAGES: Final[tuple[ModuleType, ...]] = (
    overview,
    compare,
    cycle,
    data,
    meeting,
    meeting_show,
    meeting_notes,
    school,
    administration,
    trail,
)


def app_layout() -> Component:
    """The frame of every page; it holds no data."""
    return html.Div([dash.page_container])
