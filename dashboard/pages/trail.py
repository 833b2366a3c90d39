"""«Журнал»: who changed what in one's own school; for the department the same of the whole district, as a file too."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from dash import Dash
from dash.development.base_component import Component
from flask import Response, request

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.data import DATA_PATH
from dashboard.addresses.reading import default_year, href_of
from dashboard.addresses.trail import TRAIL_PATH, TrailAddress, parse_trail
from dashboard.binding import RequestContext, register_route
from dashboard.components.app_bar import page_bar
from dashboard.components.filter_bar import filter_bar
from dashboard.components.page import page_html, page_shell, print_line, unknown_choices
from dashboard.components.trail import (
    DOWNLOAD,
    PAGE_SIZE,
    days_form,
    file_link,
    trail_card,
    trail_filters,
)
from dashboard.exports.attachment import XLSX, attachment
from dashboard.exports.trail_workbook import MOST_ROWS, trail_workbook
from dashboard.formatting import date_full
from dashboard.pages.base import Page, register_content
from dashboard.services import DEFAULT_ZONE
from data_layer.queries.catalogue import load_catalogue
from data_layer.queries.directory import school_list, used_years
from data_layer.queries.trail import trail, trail_actors

PAGE: Final = Page(path_template=TRAIL_PATH, name="trail", title="Журнал", permission=Permission.VIEW_AUDIT, menu=None)
CONTENT: Final = "trail-content"
ASKED: Final = "trail-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_content(app, PAGE, show_trail, content=CONTENT, asked=ASKED)
    register_route(app.server, DOWNLOAD, methods=["GET"], permission=PAGE.permission, handler=download_trail)


def show_trail(ctx: RequestContext, _asked: object, search: object) -> str:
    address, unknown = parse_trail(search)
    zone = _zone(ctx)
    events = trail(ctx.session, address.chosen(zone.key), after=address.before, most=PAGE_SIZE + 1)
    schools = [] if ctx.principal.school_id is not None else school_list(ctx.session)
    whose = "школы" if ctx.principal.school_id is not None else "района"
    year = default_year(tuple(used_years(ctx.session)), today=ctx.today)
    head = html.Div(
        [
            html.P([html.Link("Данные", href=DATA_PATH), " · Журнал изменений"], className="crumb"),
            html.H1(f"Кто, когда и что изменил в данных {whose}"),
            print_line(f"Журнал {whose} · на {date_full(ctx.today)}"),
        ],
        className="head",
    )
    names = load_catalogue(ctx.session, with_sources=False)
    cards = trail_card(events, address, names, zone=zone)
    main = html.Main(
        [*unknown_choices(unknown), head, html.Div([days_form(address), *cards], className="stack")],
        id="main",
        className="page page-content",
        tabIndex="-1",
    )
    menus = trail_filters(address, actors=trail_actors(ctx.session), schools=schools)
    return page_html(
        page_bar(ctx, current=DATA_PATH, year=year),
        [filter_bar(menus, actions=[file_link(_download_href(address))]), main],
    )


def _zone(ctx: RequestContext) -> ZoneInfo:
    return ZoneInfo(ctx.principal.time_zone or DEFAULT_ZONE)


def _download_href(address: TrailAddress) -> str:
    return href_of(DOWNLOAD, address.shared_query())


def download_trail(ctx: RequestContext) -> Response:
    """All events that are chosen, the newest first; at most as many as a sheet is still read."""
    address, _ = parse_trail(request.query_string.decode())
    zone = _zone(ctx)
    events = trail(ctx.session, address.chosen(zone.key), most=MOST_ROWS)
    names = load_catalogue(ctx.session, with_sources=False)
    content = trail_workbook(
        events,
        names,
        of=("Район", ctx.principal.district_title),
        zone=zone,
        by=ctx.principal.login,
        today=ctx.today,
    )
    ctx.audit_later("file_exported", "journal.xlsx")
    return attachment(content, filename=f"Журнал {date_full(ctx.today)}.xlsx", mimetype=XLSX)
