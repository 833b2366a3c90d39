"""Layout trees as ready HTML, for pages of hundreds of rows.

The renderer of Dash 4.4 announces every component that a callback brings to every other component of the page:
a matrix of 26 schools, some 2,400 components, kept a browser busy for a minute and a half. So pages are
described with the usual components, turned into HTML here, on the server, and shown by one component.

Every text and every attribute passes through `html.escape`; nothing is ever marked as safe.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from dash import dcc
from dash.development.base_component import Component

_NAMES: Final[Mapping[str, str]] = {"className": "class", "htmlFor": "for"}
_WITHOUT_END: Final = frozenset({"br", "col", "hr", "img", "input"})
# What may stand in a tree; anything that needs the renderer has no business in ready HTML.
_LINK: Final = "Link"
_INPUT: Final = "Input"
_CAPITAL: Final = re.compile(r"[A-Z]")


class Markup(Component):
    """Shows ready HTML; drawn by assets/markup.js.

    html: what to show, from `to_html`; None while it is awaited, then `waiting` is shown, or what this page
    showed before, dimmed.
    """

    _namespace = "vsoko"
    _type = "Markup"
    _children_props: Final[list[str]] = []
    _base_nodes: Final[list[str]] = ["children"]
    _prop_names: Final[list[str]] = ["id", "html", "waiting"]
    _valid_wildcard_attributes: Final[list[str]] = []
    available_properties: Final[list[str]] = _prop_names
    available_wildcard_properties: Final[list[str]] = []

    def __init__(self, *, id: str, waiting: str = "", html: str | None = None) -> None:  # noqa: A002 - Dash's name
        super().__init__(id=id, waiting=waiting, html=html)


def to_html(tree: Any) -> str:
    """HTML of a component, a text, a number, or a sequence of them; None and empty sequences are nothing.

    Raises TypeError for a component that is not plain HTML.
    """
    return "".join(_pieces(tree))


def _pieces(node: Any) -> Iterator[str]:
    if node is None:
        return
    if isinstance(node, str | int | float):
        yield escape(str(node))
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _pieces(each)
    elif isinstance(node, Component):
        yield from _element(node)
    else:
        raise TypeError(f"{type(node).__name__} cannot be written as HTML")


def _element(node: Component) -> Iterator[str]:
    properties = node.to_plotly_json()["props"]
    children = properties.pop("children", None)
    tag = _tag(node, properties)
    yield f"<{tag}{''.join(_attributes(properties))}>"
    if tag not in _WITHOUT_END:
        yield from _pieces(children)
        yield f"</{tag}>"


def _tag(node: Component, properties: dict[str, Any]) -> str:
    if isinstance(node, dcc.Link):
        properties["data-in-app"] = True
        return "a"
    kind = str(node._type)  # noqa: SLF001 - the only place where a component names its element
    if node._namespace != "dash_html_components":  # noqa: SLF001
        raise TypeError(f"{kind} needs the renderer and cannot be written as HTML")
    return kind.lower()


def _attributes(properties: Mapping[str, Any]) -> Iterator[str]:
    for name, value in properties.items():
        if value is None or value is False:
            continue
        written = _NAMES.get(name, name.lower())
        if value is True:
            yield f" {written}"
        else:
            text = _style(value) if isinstance(value, dict) else str(value)
            yield f' {written}="{escape(text)}"'


def _style(rules: Mapping[str, Any]) -> str:
    return ";".join(
        f"{_CAPITAL.sub(lambda found: '-' + found[0].lower(), name)}:{value}" for name, value in rules.items()
    )


def search_field(*, id: str, placeholder: str) -> Component:  # noqa: A002 - as in HTML
    """A field to type into. `dash.html` has no input, and the one of `dcc` needs the renderer."""
    return _Input(id=id, type="search", placeholder=placeholder, autocomplete="off")


class _Input(Component):
    _namespace = "dash_html_components"
    _type = _INPUT
    _children_props: Final[list[str]] = []
    _base_nodes: Final[list[str]] = ["children"]
    _prop_names: Final[list[str]] = ["id", "type", "placeholder", "autocomplete"]
    _valid_wildcard_attributes: Final[list[str]] = []
    available_properties: Final[list[str]] = _prop_names
    available_wildcard_properties: Final[list[str]] = []
