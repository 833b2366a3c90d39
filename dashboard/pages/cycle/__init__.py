"""«Управленческий цикл»: which documents are missing and at which stage the chain breaks."""

from typing import Any, Final

from dash import Dash
from dash.development.base_component import Component
from flask import request

from dashboard.access.policy import Permission
from dashboard.addresses.cycle import CELL_PATH, CYCLE_PATH
from dashboard.binding import RequestContext, register_route
from dashboard.components.app_bar import page_bar
from dashboard.components.markup import to_html
from dashboard.components.page import page_html, page_shell
from dashboard.pages.base import Page, register_content
from dashboard.pages.cycle.body import cycle_children
from dashboard.pages.cycle.detail import cell_detail
from dashboard.pages.cycle.downloads import register_downloads
from dashboard.pages.cycle.reading import read_address, read_cell, read_page

PAGE: Final = Page(
    path_template=CYCLE_PATH, name="cycle", title="Управленческий цикл", permission=Permission.VIEW_CYCLE, menu="Цикл"
)
CONTENT: Final = "cycle-content"
ASKED: Final = "cycle-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_content(app, PAGE, show_cycle, content=CONTENT, asked=ASKED, is_remembered=True)
    register_route(app.server, CELL_PATH, methods=["GET"], permission=PAGE.permission, handler=show_cell)
    register_downloads(app.server)


def show_cycle(ctx: RequestContext, _asked: object, search: object) -> str:
    address, unknown = read_address(ctx, search)
    page, unknown = read_page(ctx, address, unknown=unknown)
    bar = page_bar(ctx, current=CYCLE_PATH, year=address.year, names_schools=not address.is_coded)
    return page_html(bar, cycle_children(page, unknown=unknown))


def show_cell(ctx: RequestContext) -> str:
    """The row below a school; the choice stands in the query string as it does on the page."""
    return to_html(cell_detail(read_cell(ctx, request.query_string.decode())))
