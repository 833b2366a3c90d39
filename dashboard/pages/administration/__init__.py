"""«Администрирование»: people, schools, references, calendar, requirements, settings and the trail of a district."""

from typing import Any, Final

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from dashboard.access.policy import Permission
from dashboard.addresses.administration import ADMINISTRATION_PATH
from dashboard.binding import register_callback
from dashboard.components.page import page_shell
from dashboard.pages.administration import calendar, people, references, requirements, schools, settings
from dashboard.pages.administration.page import show_administration
from dashboard.pages.base import Page

PAGE: Final = Page(
    path_template=ADMINISTRATION_PATH,
    name="administration",
    title="Администрирование",
    permission=Permission.VIEW_ADMINISTRATION,
    menu="Администрирование",
)
CONTENT: Final = "administration-content"
ASKED: Final = "administration-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_callback(
        app,
        output=Output(CONTENT, "html"),
        inputs=[Input(ASKED, "data")],
        state=[State("_pages_location", "search")],
        permission=PAGE.permission,
        handler=show_administration,
    )
    for section in (people, schools, references, calendar, requirements, settings):
        section.register(app.server)
