"""The one component through which a page of ready HTML reaches the browser.

The renderer of Dash 4.4 announces every component that a callback brings to every other component of the page:
a matrix of 26 schools, some 2,400 components, kept a browser busy for a minute and a half. So pages are
written as HTML on the server (dashboard/html.py) and shown by one component.
"""

from typing import Final

from dash.development.base_component import Component

from dashboard import html
from dashboard.html import Element


class Markup(Component):
    """Shows ready HTML; drawn by assets/markup.js.

    html: what to show, from `to_html`; None while it is awaited, then `waiting` is shown, or what this page
    showed before, dimmed. asked: id of the store that sets off the page's callback, for asking anew.
    """

    _namespace = "vsoko"
    _type = "Markup"
    _children_props: Final[list[str]] = []
    _base_nodes: Final[list[str]] = ["children"]
    _prop_names: Final[list[str]] = ["id", "html", "waiting", "asked"]
    _valid_wildcard_attributes: Final[list[str]] = []
    available_properties: Final[list[str]] = _prop_names
    available_wildcard_properties: Final[list[str]] = []

    def __init__(self, *, id: str, waiting: str = "", html: str | None = None, asked: str = "") -> None:  # noqa: A002 - Dash's name
        super().__init__(id=id, waiting=waiting, html=html, asked=asked)


def to_html(tree: object) -> str:
    """HTML of an element, a text, a number, or a list of them; None and empty lists are nothing.

    Raises TypeError for anything else, such as a component that needs the renderer.
    """
    return html.written(tree)


def search_field(*, id: str, placeholder: str) -> Element:  # noqa: A002 - as in HTML
    return html.Input(id=id, type="search", placeholder=placeholder, autocomplete="off")
