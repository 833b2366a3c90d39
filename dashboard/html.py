"""Elements of ready HTML in the call form of `dash.html`: children first, then attributes by Dash's names.

An element is written as it is made, so a page of thousands of them costs little more than its text. Every
text and every attribute passes through `html.escape` here, and nowhere else does text become markup: only
the functions of this module make an `Element`.

Addresses are checked where they are written: http, https and paths of this site alone. An anchor that leads
anywhere else (`javascript:`, `data:`, `//host`) is shown as the text it stands around.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from typing import Final, Protocol

_NAMES: Final[Mapping[str, str]] = {"className": "class", "htmlFor": "for"}
_NAME: Final = re.compile(r"(?!on|srcdoc)[a-z][a-z0-9-]*")
_CAPITAL: Final = re.compile(r"[A-Z]")
# Browsers drop tabs and line feeds from addresses and read a backslash as a slash: «/\t/host» leads to a host.
_REST: Final = r"[^\x00-\x20\x7f\\]*"
_ADDRESS: Final = re.compile(rf"(?:(?i:https?)://(?=[^/?#]){_REST}|/(?!/){_REST}|[?#]{_REST})")
# Attributes that a browser follows, loads or sends to.
_ADDRESSES: Final = frozenset({"href", "src", "action", "formaction", "poster", "data", "cite", "ping", "background"})


class Element:
    """One written element. Immutable; may stand in several places."""

    __slots__ = ("markup",)

    def __init__(self, markup: str) -> None:
        self.markup = markup

    def __str__(self) -> str:
        return self.markup


class Kind(Protocol):
    """Makes elements of one kind. children: an element, a text, a number, None, or lists of them.

    Attributes that are None or False are left out; a mapping is a `style`. Raises TypeError for children that
    are none of these, ValueError for a name that is no attribute, or is one that runs a script.
    """

    def __call__(self, children: object = None, /, **attributes: object) -> Element: ...


def is_address(text: str) -> bool:
    """Whether a link may lead there: http, https, a path of this site, a place on the page."""
    return _ADDRESS.fullmatch(text) is not None


def written(children: object) -> str:
    """HTML of an element, a text, a number, or lists of them; None and empty lists are nothing."""
    kind = type(children)
    if kind is str:
        return escape(children)  # type: ignore[arg-type] # the exact type is the quickest question
    if kind is Element:
        return children.markup  # type: ignore[attr-defined] # as above
    if isinstance(children, list | tuple):
        return "".join([written(each) for each in children])
    if children is None:
        return ""
    if isinstance(children, str | int | float):
        return escape(str(children))
    raise TypeError(f"{kind.__name__} cannot be written as HTML")


def _attributes(attributes: Mapping[str, object]) -> str:
    """In the order of their names, so that equal pages are equal texts."""
    names = sorted(attributes) if len(attributes) > 1 else attributes
    return "".join([_attribute(_name(name), attributes[name]) for name in names])


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    if name == "class":
        return _class(str(value))
    if value is True:
        return f" {name}"
    text = _style(value) if isinstance(value, Mapping) else str(value)
    if name in _ADDRESSES and not is_address(text):
        return ""
    return f' {name}="{escape(text)}"'


@lru_cache(1024)
def _class(names: str) -> str:
    """A page says the same few classes thousands of times."""
    return f' class="{escape(names)}"'


@cache
def _name(name: str) -> str:
    """The name as HTML spells it. Names are written in our code, so there are few."""
    spelled = _NAMES.get(name) or name.lower()
    if not _NAME.fullmatch(spelled):
        raise ValueError(f"{name} is no attribute to be written")
    return spelled


def _style(rules: Mapping[str, object]) -> str:
    return ";".join([f"{_CAPITAL.sub(lambda found: f'-{found[0].lower()}', name)}:{rules[name]}" for name in rules])


def _kind(tag: str) -> Kind:
    start, end = f"<{tag}", f"</{tag}>"

    def make(children: object = None, /, **attributes: object) -> Element:
        return Element(f"{start}{_attributes(attributes) if attributes else ''}>{written(children)}{end}")

    return make


def _kind_without_end(tag: str) -> Kind:
    def make(children: object = None, /, **attributes: object) -> Element:
        if children is not None:
            raise TypeError(f"nothing can stand in <{tag}>")
        return Element(f"<{tag}{_attributes(attributes)}>")

    return make


def A(children: object = None, /, **attributes: object) -> Element:  # noqa: N802 - named as in dash.html
    """An anchor; without an address that may be followed it is the text alone."""
    href = attributes.get("href")
    if href is not None and not is_address(str(href)):
        attributes = {name: value for name, value in attributes.items() if name not in _OF_ANCHORS}
        return Span(children, **attributes)
    return _anchor(children, **attributes)


def Link(children: object = None, /, *, href: str, **attributes: object) -> Element:  # noqa: N802 - as dcc.Link
    """An anchor that leads on inside the application without loading the page anew."""
    return A(children, href=href, **{**attributes, "data-in-app": True})


_OF_ANCHORS: Final = frozenset({"href", "data-in-app", "target", "rel", "download"})
_anchor: Final = _kind("a")

B: Final = _kind("b")
Button: Final = _kind("button")
Caption: Final = _kind("caption")
Col: Final = _kind_without_end("col")
Colgroup: Final = _kind("colgroup")
Datalist: Final = _kind("datalist")
Dd: Final = _kind("dd")
Details: Final = _kind("details")
Div: Final = _kind("div")
Dl: Final = _kind("dl")
Dt: Final = _kind("dt")
Fieldset: Final = _kind("fieldset")
Figcaption: Final = _kind("figcaption")
Figure: Final = _kind("figure")
Form: Final = _kind("form")
H1: Final = _kind("h1")
H2: Final = _kind("h2")
H3: Final = _kind("h3")
Header: Final = _kind("header")
Img: Final = _kind_without_end("img")
Input: Final = _kind_without_end("input")
Label: Final = _kind("label")
Legend: Final = _kind("legend")
Li: Final = _kind("li")
Main: Final = _kind("main")
Nav: Final = _kind("nav")
Ol: Final = _kind("ol")
Option: Final = _kind("option")
P: Final = _kind("p")
Progress: Final = _kind("progress")
Section: Final = _kind("section")
Select: Final = _kind("select")
Small: Final = _kind("small")
Span: Final = _kind("span")
Summary: Final = _kind("summary")
Table: Final = _kind("table")
Tbody: Final = _kind("tbody")
Td: Final = _kind("td")
Textarea: Final = _kind("textarea")
Tfoot: Final = _kind("tfoot")
Th: Final = _kind("th")
Thead: Final = _kind("thead")
Time: Final = _kind("time")
Tr: Final = _kind("tr")
Ul: Final = _kind("ul")

# Pictures made of lines. A browser that reads HTML knows their attributes in small letters too («viewbox»).
Svg: Final = _kind("svg")
Circle: Final = _kind("circle")
G: Final = _kind("g")
Line: Final = _kind("line")
Path: Final = _kind("path")
Text: Final = _kind("text")
