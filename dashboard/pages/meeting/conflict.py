"""Two people at once: both versions side by side, or that the order is another one by now."""

from collections.abc import Sequence
from typing import Final

from dashboard import html
from dashboard.components.forms import sending_form, submit
from dashboard.components.panel import fragment
from dashboard.html import Element
from dashboard.pages.meeting.versions import Version, versions_table
from dashboard.texts.meeting_page import CHANGED_TITLE, ORDER_CHANGED

KEEP: Final = "/actions/meeting-keep"


def conflict_panel(rows: Sequence[Version], write: Element) -> str:
    """write: the form that sends the person's own once more."""
    words = html.P("Пока вы писали, это изменили. Выберите, что останется.")
    keep = _keep("Оставить сохранённое")
    return fragment(CHANGED_TITLE, [words, versions_table(rows), html.Div([write, keep], className="actions")])


def order_panel() -> str:
    return fragment(CHANGED_TITLE, [html.P(ORDER_CHANGED), _keep("Показать повестку")])


def _keep(words: str) -> Element:
    return sending_form([submit(words, is_main=False)], action=KEEP, className="inline-form")
