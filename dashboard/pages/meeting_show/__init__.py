"""«Показ» of a meeting: its slides on the wall, one after another, all of them with the first answer."""

from typing import Any, Final

from dash import Dash
from dash.development.base_component import Component

from dashboard.access.policy import Permission
from dashboard.addresses.meeting import SHOW_PATH
from dashboard.binding import RequestContext
from dashboard.components.markup import to_html
from dashboard.components.page import page_shell
from dashboard.pages.base import Page, register_content
from dashboard.pages.meeting_show.stage import stage
from dashboard.slides.asked import asked_deck, has_deck
from dashboard.slides.deck import load_deck
from dashboard.texts.meeting_show import TITLE

__all__ = ["PAGE", "layout", "register", "show_deck"]

PAGE: Final = Page(
    path_template=SHOW_PATH,
    name="meeting-show",
    title=TITLE,
    permission=Permission.VIEW_MEETINGS,
    menu=None,
    is_there=has_deck,
)
CONTENT: Final = "meeting-show-content"
ASKED: Final = "meeting-show-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_content(app, PAGE, show_deck, content=CONTENT, asked=ASKED, is_remembered=True)


def show_deck(ctx: RequestContext, _asked: object, search: object) -> str:
    """Slides of the whole district are for those who hold the meeting; a school sees its own part before it."""
    address = asked_deck(ctx, search)
    return to_html(stage(load_deck(ctx, address.id), address, role=ctx.principal.role))
