"""A folded part of the card. What it holds is asked for when it is opened (assets/folds.js)."""

from dashboard import html
from dashboard.addresses.school import SchoolPart, SchoolPartAddress
from dashboard.html import Element


def fold(title: str, told: str, address: SchoolPartAddress) -> Element:
    """told: what is said of it beside its title, unopened."""
    name = f"{address.part}-title"
    summary = html.Summary(
        [html.H2(title, id=name), html.Span(told, className="quiet"), html.Span(className="chevron")]
    )
    padded = " padded" if address.part is SchoolPart.OUTSIDE else ""
    body = html.Div(
        html.P("Загружаем…", className="note all-done"),
        className=f"fold-body{padded}",
        **{"data-loads": address.href},
    )
    return html.Section(
        html.Details([summary, body], className="fold"),
        id=str(address.part),
        className="card",
        **{"aria-labelledby": name},
    )
