"""A panel beside the page (a sheet on a phone): its frame, and what opens it. Shown by assets/panels.js."""

from collections.abc import Sequence

from dashboard import html
from dashboard.components.markup import to_html
from dashboard.html import Element


def fragment(title: str, children: Sequence[object], *, kicker: str = "") -> str:
    """The HTML that a route under `/panels/` answers with. kicker: one quiet line above the title."""
    above = [html.P(kicker, className="crumb")] if kicker else []
    return to_html([html.Div([*above, html.H2(title, id="panel-title")], className="panel-head"), *children])


def opens_panel(children: object, *, address: str, className: str = "text-button", label: str = "") -> Element:  # noqa: N803 - as in dash.html
    """A button that opens the panel of this address. label: what it is called for those who hear the page."""
    named = {"aria-label": label} if label else {}
    return html.Button(
        children,
        type="button",
        className=className,
        **{"data-opens-panel": address, "aria-haspopup": "dialog", **named},
    )
