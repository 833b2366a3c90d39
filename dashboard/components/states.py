"""Empty, loading and failed: a reason and a next step, never an empty axis."""

from dashboard import html
from dashboard.html import Element


def empty_state(title: str, reason: str, *, step: str = "", href: str = "") -> Element:
    """One sentence why, and one button where there is somewhere to go."""
    button = [html.Link(step, href=href, className="button is-main")] if href else []
    return html.Section([html.H1(title), html.P(reason), *button], className="card empty")


def skeleton() -> Element:
    """Grey shapes of the final size; the style sheet lets them appear after 300 ms."""
    cards = html.Div([html.Span(className="bone") for _ in range(4)], className="bones")
    columns = html.Div([html.Span(className="bone") for _ in range(2)], className="bones is-wide")
    bones = html.Div([html.Span(className="bone is-title"), cards, columns], **{"aria-hidden": "true"})
    return html.Div([html.P("Загружаем данные", role="status", className="unseen"), bones], className="page skeleton")


def failed_state() -> Element:
    """Waits unseen; assets/interface.js shows it with the code of the request when a page does not load."""
    retry = html.Button("Повторить", type="button", className="button is-main", **{"data-retries": ""})
    code = ["Если повторится, назовите поддержке код ", html.B(className="failure-code"), "."]
    card = html.Section(
        [
            html.H1("Не получилось загрузить страницу"),
            html.P("Данные на месте, не ответил сервер или прервалась связь."),
            retry,
            html.P(code, className="note"),
        ],
        className="card empty",
    )
    return html.Div(card, hidden=True, role="alert", className="page failed")
