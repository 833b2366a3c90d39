"""Stands where «Обзор» will be: proves the way from sign-in through binding to the page."""

from typing import Any, Final

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard.access.policy import Permission
from dashboard.binding import RequestContext, register_callback
from dashboard.pages.base import Page

PAGE: Final = Page(path_template="/", name="overview", title="Обзор", permission=Permission.VIEW_OVERVIEW, menu="Обзор")
CONTENT: Final = "placeholder-content"


def layout(**_: Any) -> Component:
    return html.Main(html.H1(id=CONTENT), id="main", tabIndex="-1")


def register(app: Dash) -> None:
    register_callback(
        app,
        output=Output(CONTENT, "children"),
        inputs=[Input("_pages_location", "search")],
        permission=PAGE.permission,
        handler=show_district,
    )


def show_district(ctx: RequestContext, _search: object) -> str:
    return f"{ctx.principal.district_title} на {ctx.today:%d.%m.%Y}"
