"""The presenter's second window: clock, notes of the slide on the wall, what comes next. It goes along with the show."""

from typing import Any, Final

from dash import Dash
from dash.development.base_component import Component

from dashboard.access.policy import Permission
from dashboard.addresses.meeting import NOTES_PATH
from dashboard.binding import RequestContext
from dashboard.components.markup import to_html
from dashboard.components.page import page_shell
from dashboard.pages.base import Page, register_content
from dashboard.pages.meeting_notes.window import notes_window
from dashboard.slides.asked import asked_deck, has_deck
from dashboard.slides.deck import load_deck
from dashboard.texts.meeting_show import NOTES_TITLE

__all__ = ["PAGE", "layout", "register", "show_notes"]

PAGE: Final = Page(
    path_template=NOTES_PATH,
    name="meeting-notes",
    title=NOTES_TITLE,
    permission=Permission.VIEW_MEETINGS,
    menu=None,
    is_there=has_deck,
)
CONTENT: Final = "meeting-notes-content"
ASKED: Final = "meeting-notes-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_content(app, PAGE, show_notes, content=CONTENT, asked=ASKED, is_remembered=True)


def show_notes(ctx: RequestContext, _asked: object, search: object) -> str:
    address = asked_deck(ctx, search)
    return to_html(notes_window(load_deck(ctx, address.id), address))
