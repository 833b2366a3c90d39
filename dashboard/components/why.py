"""«Почему?» at a number or a flag: a button that opens the panel with formula, source, author and rule."""

from dashboard import html
from dashboard.addresses.why import WhySubject, why_href
from dashboard.components.marks import unseen
from dashboard.components.panel import opens_panel
from dashboard.html import Element


def why_button(subject: WhySubject, *, about: str) -> Element:
    """The words «Почему?» as a quiet button. about: what is asked about, for those who hear the page."""
    return opens_panel(["Почему?", unseen(f" {about}")], address=why_href(subject), className="text-button why")


def why_number(subject: WhySubject, shown: object, *, about: str) -> Element:
    """The number itself as the button, underlined when pointed at. shown: the number as it stands on the page."""
    return asked_number(shown, address=why_href(subject), about=about)


def asked_number(shown: object, *, address: str, about: str) -> Element:
    """As `why_number`, for a panel of another address."""
    return opens_panel(
        [html.Span(shown, className="number"), unseen(f" {about}, почему?")],
        address=address,
        className="why-number",
    )
