"""«Данные»: what the schools hand in, as a workbook or row by row."""

from typing import Any, Final

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from dashboard.access.policy import Permission
from dashboard.addresses.data import DATA_PATH
from dashboard.binding import register_callback
from dashboard.components.page import page_shell
from dashboard.pages.base import Page
from dashboard.pages.data.entries import register_entries
from dashboard.pages.data.show import show_data

PAGE: Final = Page(path_template=DATA_PATH, name="data", title="Данные", permission=Permission.VIEW_DATA, menu="Данные")
CONTENT: Final = "data-content"
ASKED: Final = "data-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_entries(app.server)
    register_callback(
        app,
        output=Output(CONTENT, "html"),
        inputs=[Input(ASKED, "data")],
        state=[State("_pages_location", "search")],
        permission=PAGE.permission,
        handler=show_data,
    )
