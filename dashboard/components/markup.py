"""Layout trees as ready HTML, for pages of hundreds of rows.

The renderer of Dash 4.4 announces every component that a callback brings to every other component of the page:
a matrix of 26 schools, some 2,400 components, kept a browser busy for a minute and a half. So pages are
described with the usual components, turned into HTML here, on the server, and shown by one component.

Every text and every attribute passes through `html.escape`; nothing is ever marked as safe.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from dash import dcc
from dash.development.base_component import Component

_NAMES: Final[Mapping[str, str]] = {"className": "class", "htmlFor": "for"}
_WITHOUT_END: Final = frozenset({"br", "col", "hr", "img", "input"})
# What may stand in a tree; anything that needs the renderer has no business in ready HTML.
_LINK: Final = "Link"
_INPUT: Final = "Input"
# What Dash keeps on a component beside its properties and the names that begin with an underscore.
_NOT_PROPERTIES: Final = frozenset({"available_properties", "available_wildcard_properties"})
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
    written: list[str] = []
    _write(tree, written)
    return "".join(written)


def _write(node: Any, written: list[str]) -> None:
    """Append the pieces of a node; a list and not generators, which would hand every piece up every level."""
    if node is None:
        return
    if isinstance(node, str | int | float):
        written.append(escape(str(node)))
    elif isinstance(node, list | tuple):
        for each in node:
            _write(each, written)
    elif isinstance(node, Component):
        _write_element(node, written)
    else:
        raise TypeError(f"{type(node).__name__} cannot be written as HTML")


def _write_element(node: Component, written: list[str]) -> None:
    properties = _properties(node)
    children = properties.pop("children", None)
    tag = _tag(node, properties)
    written.append(f"<{tag}")
    written.extend(_attribute(name, properties[name]) for name in sorted(properties))
    written.append(">")
    if tag not in _WITHOUT_END:
        _write(children, written)
        written.append(f"</{tag}>")


def _properties(node: Component) -> dict[str, Any]:
    """What the component was given; `to_plotly_json` would ask for every property that there might be."""
    return {name: value for name, value in vars(node).items() if name[0] != "_" and name not in _NOT_PROPERTIES}


def _tag(node: Component, properties: dict[str, Any]) -> str:
    if isinstance(node, dcc.Link):
        properties["data-in-app"] = True
        return "a"
    kind = str(node._type)  # noqa: SLF001 - the only place where a component names its element
    if node._namespace != "dash_html_components":  # noqa: SLF001
        raise TypeError(f"{kind} needs the renderer and cannot be written as HTML")
    return kind.lower()


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    written = _NAMES.get(name) or name.lower()
    if value is True:
        return f" {written}"
    text = _style(value) if isinstance(value, dict) else str(value)
    return f' {written}="{escape(text)}"'


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
