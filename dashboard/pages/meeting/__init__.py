"""«Совещание»: meetings with their agendas and decisions; for a school what it has to do and what will be shown of it."""

from typing import Any, Final

from dash import Dash
from dash.development.base_component import Component

from dashboard.access.policy import Permission
from dashboard.addresses.meeting import MEETING_PATH, parse_meeting
from dashboard.addresses.reading import default_year
from dashboard.binding import RequestContext
from dashboard.components.app_bar import page_bar
from dashboard.components.page import page_html, page_shell
from dashboard.html import Element
from dashboard.pages.base import Page, register_content
from dashboard.pages.meeting.agenda_view import agenda_children
from dashboard.pages.meeting.doors import register_doors
from dashboard.pages.meeting.listing import list_children
from dashboard.pages.meeting.own_view import own_children
from data_layer.errors import NotFoundError
from data_layer.queries.directory import used_years
from data_layer.queries.meetings import has_meeting, meeting_card
from data_layer.session import TenantSession

__all__ = ["PAGE", "layout", "register", "show_meeting"]


def names_a_meeting(session: TenantSession, query: str) -> bool:
    """Whether the address names no meeting, or one of the person's own district."""
    address, unknown = parse_meeting(query)
    return not unknown and (address.id is None or has_meeting(session, address.id))


PAGE: Final = Page(
    path_template=MEETING_PATH,
    name="meeting",
    title="Совещание",
    permission=Permission.VIEW_MEETINGS,
    menu="Совещание",
    school_menu="Решения",
    is_there=names_a_meeting,
)
CONTENT: Final = "meeting-content"
ASKED: Final = "meeting-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_content(app, PAGE, show_meeting, content=CONTENT, asked=ASKED, is_remembered=True)
    register_doors(app.server)


def show_meeting(ctx: RequestContext, _asked: object, search: object) -> str:
    """The agenda of the meeting that the address names, else the list; a school sees its own part whatever it names."""
    address, unknown = parse_meeting(search)
    if unknown:
        raise NotFoundError
    meeting = None if address.id is None else meeting_card(ctx.session, address.id)
    if ctx.principal.school_id is not None:
        return _page(ctx, own_children(ctx))
    if meeting is None:
        return _page(ctx, list_children(ctx, search))
    return _page(ctx, agenda_children(ctx, meeting), names_schools=not meeting.is_coded)


def _page(ctx: RequestContext, children: list[Element], *, names_schools: bool = True) -> str:
    year = default_year(tuple(used_years(ctx.session)), today=ctx.today)
    return page_html(page_bar(ctx, current=MEETING_PATH, year=year, names_schools=names_schools), children)
