"""«В совещание» under each chart of the page."""

from dashboard.charts.figures import Chart
from dashboard.components.send import send_button
from dashboard.findings.compare.reading import Asked
from dashboard.html import Element


def sent(asked: Asked, figure: str, chart: Chart) -> Element | None:
    """figure: what the address of the view calls the chart, after «#». None for those who hold no meetings."""
    if not asked.may_send:
        return None
    return send_button(asked.address.href(figure), about=chart.text.headline)
