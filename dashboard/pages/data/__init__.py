"""«Данные»: hand in a workbook and know exactly what will change, enter by hand, see who has handed in what."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dash import Dash
from dash.development.base_component import Component

from dashboard.access.policy import Permission
from dashboard.addresses.data import DATA_PATH, DataAddress, DataView, parse_data
from dashboard.binding import RequestContext
from dashboard.components.app_bar import page_bar
from dashboard.components.page import page_html, page_shell
from dashboard.html import Element
from dashboard.pages.base import Page, register_content
from dashboard.pages.data.board import show_board
from dashboard.pages.data.document_files import register_document_files
from dashboard.pages.data.downloads import register_downloads
from dashboard.pages.data.effectiveness_view import show_effectiveness
from dashboard.pages.data.entries import register_entries
from dashboard.pages.data.files_view import show_files
from dashboard.pages.data.load import show_load
from dashboard.pages.data.papers_view import show_papers
from dashboard.pages.data.review_view import show_review
from dashboard.pages.data.show import show_grid
from dashboard.pages.data.understood_actions import register_understood
from dashboard.pages.data.upload import register_upload
from data_layer.errors import NotFoundError
from data_layer.queries.directory import used_years

PAGE: Final = Page(path_template=DATA_PATH, name="data", title="Данные", permission=Permission.VIEW_DATA, menu="Данные")
CONTENT: Final = "data-content"
ASKED: Final = "data-asked"

# What stands below the bar, by view: (context, address, names of choices not made out) -> children.
ShowView = Callable[[RequestContext, DataAddress, tuple[str, ...]], list[Element]]
_VIEWS: Final[Mapping[DataView, ShowView]] = {
    DataView.LOAD: show_load,
    DataView.EDIT: show_grid,
    DataView.BOARD: show_board,
    DataView.FILES: show_files,
    DataView.REVIEW: show_review,
    DataView.EFFECTIVENESS: show_effectiveness,
    DataView.PAPERS: show_papers,
}

# A school has neither: it is one, and it does not review itself.
_OF_DEPARTMENT: Final = frozenset({DataView.BOARD, DataView.REVIEW})


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_entries(app.server)
    register_upload(app.server)
    register_understood(app.server)
    register_document_files(app.server)
    register_downloads(app.server)
    register_content(app, PAGE, show_data, content=CONTENT, asked=ASKED, is_remembered=True)


def show_data(ctx: RequestContext, _asked: object, search: object) -> str:
    """A school's people begin with handing in, the department with who has."""
    address, unknown = parse_data(search, years=tuple(used_years(ctx.session)), today=ctx.today)
    is_school = ctx.principal.school_id is not None
    view = address.view or (DataView.LOAD if is_school or address.batch is not None else DataView.BOARD)
    if is_school and view in _OF_DEPARTMENT:
        raise NotFoundError
    children = _VIEWS[view](ctx, address, unknown)
    return page_html(page_bar(ctx, current=DATA_PATH, year=address.year), children)
