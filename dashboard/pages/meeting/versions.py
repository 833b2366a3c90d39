"""Two versions of the same fields side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import html
from dashboard.formatting import DASH, tied
from dashboard.html import Element


@dataclass(frozen=True, slots=True)
class Version:
    label: str
    mine: str
    current: str


def versions_table(rows: Sequence[Version]) -> Element:
    """Fields that are empty in both versions say nothing."""
    told = [row for row in rows if row.mine or row.current]
    heads = [html.Td(), html.Th(["Ваше", html.Small("сейчас")], scope="col"), html.Th("В системе", scope="col")]
    body = [
        html.Tr(
            [html.Th(row.label, scope="row"), html.Td(tied(row.mine) or DASH), html.Td(tied(row.current) or DASH)],
            className="is-different" if row.mine != row.current else None,
        )
        for row in told
    ]
    caption = html.Caption("Две версии", className="unseen")
    return html.Table([caption, html.Thead(html.Tr(heads)), html.Tbody(body)], className="versions")
