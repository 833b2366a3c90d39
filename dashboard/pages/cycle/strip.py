"""The strip of six stages: k of n, a meter, what is overdue or when it is due; a click narrows the matrix to it."""

from dashboard import html
from dashboard.charts.html import meter
from dashboard.charts.specification import Meter
from dashboard.components.marks import overdue_mark, unseen
from dashboard.components.why import why_number
from dashboard.formatting import NO_BREAK, whole
from dashboard.html import Element
from dashboard.pages.cycle.model import CyclePage
from dashboard.texts.cycle import STAGES_SHORT, stage_comment
from data_layer.queries.cycle_views import StageCount
from data_layer.queries.explanation.views import CountKind


def stage_strip(page: CyclePage) -> Element:
    stages = [_stage(page, count, number) for number, count in enumerate(page.view.stages, start=1)]
    return html.Ol(stages, className="card stage-strip", **{"aria-label": "Стадии цикла: отбор"})


def _stage(page: CyclePage, count: StageCount, number: int) -> Element:
    """The name leads on, and its link covers the whole field; the numbers in it answer «Почему?»."""
    is_chosen = page.address.stage is count.stage
    title = STAGES_SHORT[count.stage]
    name = html.Link(
        [
            f"{number}.{NO_BREAK}{title}",
            *([unseen(", выбрано: нажмите, чтобы показать все стадии")] if is_chosen else []),
        ],
        href=page.address.href(stage=None if is_chosen else count.stage),
        className="name is-current" if is_chosen else "name",
    )
    shown = [html.B(whole(count.there.k)), html.Small(f" из{NO_BREAK}{whole(count.there.n)}")]
    parts = [
        name,
        html.Span(why_number(page.counted(CountKind.REQUIRED, count.stage), shown, about=title), className="value"),
        meter(Meter(title, count.there)),
        _comment(page, count),
    ]
    return html.Li(parts)


def _comment(page: CyclePage, count: StageCount) -> Element:
    words = stage_comment(count, today=page.view.today, is_tracked=page.view.is_tracked)
    if not count.overdue:
        return html.Span(words, className="comment")
    overdue = why_number(page.counted(CountKind.OVERDUE, count.stage), words, about=STAGES_SHORT[count.stage])
    return html.Span([overdue_mark(), overdue], className="comment")
