"""«Администрирование»: people, schools, references, calendar, requirements, settings and the trail of a district."""

from typing import Any, Final

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from dashboard.access.policy import Permission
from dashboard.access.principal import current_principal
from dashboard.addresses.administration import ADMINISTRATION_PATH
from dashboard.binding import register_platform_callback
from dashboard.components.page import page_shell
from dashboard.pages.administration import (
    calendar,
    people,
    platform,
    references,
    requirements,
    schools,
    series,
    settings,
    succession,
)
from dashboard.pages.administration.page import show_administration
from dashboard.pages.administration.platform import show_platform
from dashboard.pages.base import Page, register_content

PAGE: Final = Page(
    path_template=ADMINISTRATION_PATH,
    name="administration",
    title="Администрирование",
    permission=Permission.VIEW_ADMINISTRATION,
    menu="Администрирование",
    is_platform=True,
)
CONTENT: Final = "administration-content"
ASKED: Final = "administration-asked"
PLATFORM_CONTENT: Final = "platform-content"
PLATFORM_ASKED: Final = "platform-asked"


def layout(**_: Any) -> Component:
    """A shell: of the district's sections, or of the platform for an administrator who is in no district."""
    if not current_principal().district_ids:
        return page_shell(content=PLATFORM_CONTENT, asked=PLATFORM_ASKED)
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_content(app, PAGE, show_administration, content=CONTENT, asked=ASKED)
    register_platform_callback(
        app,
        output=Output(PLATFORM_CONTENT, "html"),
        inputs=[Input(PLATFORM_ASKED, "data")],
        state=[State("_pages_location", "search")],
        handler=show_platform,
    )
    for section in (people, schools, succession, references, series, calendar, requirements, settings, platform):
        section.register(app.server)
