"""The school card: what this school must do and where it stands on every goal."""

from typing import Any, Final
from urllib.parse import unquote

from dash import Dash, Input, Output, State
from dash.development.base_component import Component
from flask import Response, request

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.cycle import letter_href
from dashboard.addresses.data import DataAddress
from dashboard.addresses.reading import default_year
from dashboard.addresses.school import (
    SCHOOL_WORKBOOK,
    SchoolPart,
    SchoolPartAddress,
    parse_school_workbook,
    parse_year_choice,
    school_workbook_href,
)
from dashboard.addresses.trail import TrailAddress
from dashboard.binding import RequestContext, register_callback, register_route
from dashboard.components.app_bar import SCHOOL, page_bar
from dashboard.components.filter_bar import school_filters
from dashboard.components.page import page_html, page_shell, print_line
from dashboard.errors import InvalidInputError
from dashboard.exports.attachment import XLSX, attachment
from dashboard.exports.school_card import school_workbook
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.base import Page
from dashboard.pages.school.content import SchoolPage
from dashboard.pages.school.cycle import cycle_card
from dashboard.pages.school.documents import documents_section
from dashboard.pages.school.goals import goals_section
from dashboard.pages.school.outside import outside_section
from dashboard.pages.school.parts import register_parts
from dashboard.pages.school.todo import remarks_card, todo_card
from dashboard.pages.school.trend import trend_section
from dashboard.pages.school.why import register_why
from dashboard.texts.school import card_changes, school_headline, school_scope
from dashboard.texts.words import on_day
from data_layer.domain.school_year import format_year
from data_layer.errors import NotFoundError
from data_layer.queries.decisions import asked_of
from data_layer.queries.directory import find_school, used_years
from data_layer.queries.school import school_card
from data_layer.queries.school_documents import document_marks, school_documents

_PREFIX: Final = "/schools/"
PAGE: Final = Page(
    path_template=f"{_PREFIX}<school>", name="school", title="Школа", permission=Permission.VIEW_SCHOOL, menu=None
)
CONTENT: Final = "school-content"
ASKED: Final = "school-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_callback(
        app,
        output=Output(CONTENT, "html"),
        inputs=[Input(ASKED, "data")],
        state=[State("_pages_location", "pathname"), State("_pages_location", "search")],
        permission=PAGE.permission,
        handler=show_school,
        is_remembered=True,
    )
    register_why(app.server)
    register_parts(app.server)
    register_route(
        app.server, SCHOOL_WORKBOOK, methods=["GET"], permission=PAGE.permission, handler=download_school_card
    )


def show_school(ctx: RequestContext, _asked: object, path: object, search: object) -> str:
    """The code comes from the path alone: Dash lets a query string override a variable of the path."""
    year = parse_year_choice(search, today=ctx.today)
    if year is None:
        year = default_year(tuple(used_years(ctx.session)), today=ctx.today)
    code = _code(path)
    school = find_school(ctx.session, code)
    # Its card begins with its first year and ends with its last, whichever year brought the reader here.
    if school.gone_from is not None:
        year = min(year, school.gone_from - 1)
    if school.began_in is not None:
        year = max(year, school.began_in)
    page = _page(ctx, code, year)
    return page_html(page_bar(ctx, current=SCHOOL, year=year), school_children(page))


def download_school_card(ctx: RequestContext) -> Response:
    asked = parse_school_workbook(request.query_string.decode("ascii", "replace"), today=ctx.today)
    if asked is None:
        raise InvalidInputError
    code, year = asked
    card = school_card(ctx.session, school=code, year=year, today=ctx.today, viewer=ctx.viewer)
    documents = school_documents(ctx.session, school=code, year=year, today=ctx.today, viewer=ctx.viewer)
    ctx.audit_later("exported", f"school:{card.school}:{format_year(year)}")
    name = f"{card.short_name}, {format_year(year).replace('/', '-')}.xlsx"
    return attachment(school_workbook(card, documents), filename=name, mimetype=XLSX)


def _page(ctx: RequestContext, code: str, year: int) -> SchoolPage:
    asked: dict[str, Any] = {"school": code, "year": year, "today": ctx.today, "viewer": ctx.viewer}
    card = school_card(ctx.session, **asked)
    return SchoolPage(
        card=card,
        documents=document_marks(ctx.session, school=code, year=year, viewer=ctx.viewer),
        may_enter=may(ctx.principal.role, Permission.WRITE_DATA),
        sees_trail=may(ctx.principal.role, Permission.VIEW_AUDIT),
        is_own=ctx.principal.school_id is not None,
        writes_letters=may(ctx.principal.role, Permission.MAKE_LETTERS) and bool(card.overdue or card.returned),
        decisions=asked_of(ctx.session, school=code, today=ctx.today),
        reports=may(ctx.principal.role, Permission.REPORT_DECISIONS),
    )


def _code(path: object) -> str:
    if not isinstance(path, str) or not path.startswith(_PREFIX):
        raise NotFoundError
    return unquote(path.removeprefix(_PREFIX))


def school_children(page: SchoolPage) -> list[Element]:
    """The whole page below the app bar: what is missing first, what is only looked up folded at the end."""
    remarks = remarks_card(page.card)
    return [
        school_filters(page.card),
        html.Main(
            [
                _head(page),
                html.Div([todo_card(page), cycle_card(page)], className="columns school-top"),
                *([remarks] if remarks is not None else []),
                *goals_section(page.card),
                html.Div(_folded(page), className="school-more"),
            ],
            id="main",
            className="page page-content",
            tabIndex="-1",
        ),
    ]


def _folded(page: SchoolPage) -> list[Element]:
    """Documents, years, and for those who see all of the school what others see of it."""
    card = page.card

    def address(part: SchoolPart) -> SchoolPartAddress:
        return SchoolPartAddress(part, card.school, card.year)

    return [
        documents_section(page.documents, address(SchoolPart.DOCUMENTS)),
        *trend_section(sorted(card.years), address(SchoolPart.TREND)),
        *([outside_section(address(SchoolPart.OUTSIDE))] if card.is_full_view else []),
    ]


def _head(page: SchoolPage) -> Element:
    card = page.card
    scope = f"{tied(school_scope(card))} · {on_day(card.today)}"
    changes = [html.P(tied(words), className="note") for words in card_changes(card)]
    words = html.Div([html.P(scope, className="crumb"), html.H1(school_headline(card)), *changes, print_line(scope)])
    return html.Div([words, html.Div(_actions(page), className="school-actions")], className="head school-head")


def _actions(page: SchoolPage) -> list[Element]:
    card = page.card
    download = html.A(
        "Скачать карточку",
        href=school_workbook_href(card.school, year=card.year),
        className="button",
        download=True,
    )
    trail = TrailAddress(school="" if page.is_own else card.school)
    journal = [html.Link("Журнал", href=trail.href(), className="button is-quiet")] if page.sees_trail else []
    if not page.may_enter:
        return [*journal, download]
    letter = letter_href(year=card.year, school=card.school)
    letters = [html.A("Письмо школе", href=letter, className="button", download=True)] if page.writes_letters else []
    data = DataAddress(year=card.year, school="" if page.is_own else card.school)
    return [*journal, *letters, download, html.Link("Загрузить данные", href=data.href(), className="button")]
