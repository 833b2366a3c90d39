"""The frame that pages share: bar, content, and what stands there until the content arrives."""

from collections.abc import Sequence

from dash import dcc
from dash import html as components
from dash.development.base_component import Component

from dashboard import html
from dashboard.components.app_bar import app_bar_shell
from dashboard.components.markup import Markup, to_html
from dashboard.components.states import failed_state, skeleton
from dashboard.formatting import listed
from dashboard.html import Element


def page_shell(*, content: str, asked: str) -> Component:
    """A page without data. content: id of what the callback fills; asked: id of what sets it off.

    The callback listens to a component of the page itself, so that it runs once per page shown: the address
    alone would set it off twice, by its own change and by the page that the change brings.
    """
    bar = html.Header(app_bar_shell(), className="bar")
    waiting = to_html([bar, skeleton(), failed_state()])
    return components.Div([dcc.Store(id=asked), Markup(id=content, waiting=waiting, asked=asked)])


def page_html(bar: Sequence[Element], below: Sequence[Element]) -> str:
    """The whole page, ready to be shown."""
    return to_html([html.Header(list(bar), className="bar"), *below])


def print_line(words: str) -> Element:
    """What replaces the filters on paper; the address is added when the page is printed."""
    return html.P(words, className="print-line")


def unknown_choices(names: Sequence[str]) -> list[Element]:
    """Says which choices of the address could not be made out."""
    if not names:
        return []
    return [html.P(f"Не распознано в ссылке и не учтено: {listed(names)}.", className="message", role="status")]
