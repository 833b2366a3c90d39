"""«В совещание»: sends what a card shows to the agenda of a meeting, for those who hold meetings."""

from dashboard.addresses.meeting import send_href
from dashboard.components.marks import unseen
from dashboard.components.panel import opens_panel
from dashboard.html import Element
from dashboard.texts.meeting_page import SEND


def send_button(view: str, *, about: str, className: str = "text-button") -> Element:  # noqa: N803 - as in dash.html
    """view: the address of what is sent, as the page itself writes it, with the figure after «#». about: its headline."""
    return opens_panel([SEND, unseen(f": {about}")], address=send_href(view), className=className)
