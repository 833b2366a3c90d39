"""The school card: what this school must do and where it stands on every goal."""

from typing import Any, Final
from urllib.parse import unquote

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.reading import default_year
from dashboard.addresses.school import parse_year_choice
from dashboard.binding import RequestContext, register_callback
from dashboard.components.app_bar import SCHOOL, page_bar
from dashboard.components.cycle import cycle_card
from dashboard.components.filter_bar import school_filters
from dashboard.components.goals import goals_section
from dashboard.components.page import page_html, page_shell, print_line
from dashboard.components.todo import remarks_card, todo_card
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.base import Page
from dashboard.pages.school.why import register_why
from dashboard.texts.school import school_headline, school_scope
from dashboard.texts.words import on_day
from data_layer.errors import NotFoundError
from data_layer.queries.directory import used_years
from data_layer.queries.school import school_card
from data_layer.queries.views import SchoolCard

_PREFIX: Final = "/schools/"
PAGE: Final = Page(
    path_template=f"{_PREFIX}<school>", name="school", title="Школа", permission=Permission.VIEW_SCHOOL, menu=None
)
CONTENT: Final = "school-content"
ASKED: Final = "school-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_why(app.server)
    register_callback(
        app,
        output=Output(CONTENT, "html"),
        inputs=[Input(ASKED, "data")],
        state=[State("_pages_location", "pathname"), State("_pages_location", "search")],
        permission=PAGE.permission,
        handler=show_school,
    )


def show_school(ctx: RequestContext, _asked: object, path: object, search: object) -> str:
    """The code comes from the path alone: Dash lets a query string override a variable of the path."""
    year = parse_year_choice(search, today=ctx.today)
    if year is None:
        year = default_year(tuple(used_years(ctx.session)), today=ctx.today)
    card = school_card(ctx.session, school=_code(path), year=year, today=ctx.today, viewer=ctx.viewer)
    return page_html(page_bar(ctx, current=SCHOOL, year=year), school_children(card))


def _code(path: object) -> str:
    if not isinstance(path, str) or not path.startswith(_PREFIX):
        raise NotFoundError
    return unquote(path.removeprefix(_PREFIX))


def school_children(card: SchoolCard) -> list[Element]:
    """The whole page below the app bar."""
    remarks = remarks_card(card)
    return [
        school_filters(card),
        html.Main(
            [
                _head(card),
                html.Div([todo_card(card), cycle_card(card)], className="columns school-top"),
                *([remarks] if remarks is not None else []),
                *goals_section(card),
            ],
            id="main",
            className="page page-content",
            tabIndex="-1",
        ),
    ]


def _head(card: SchoolCard) -> Element:
    scope = f"{tied(school_scope(card))} · {on_day(card.today)}"
    return html.Div(
        [html.P(scope, className="crumb"), html.H1(school_headline(card)), print_line(scope)],
        className="head",
    )
