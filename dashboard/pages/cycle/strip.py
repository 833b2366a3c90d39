"""The strip of six stages: k of n, a meter, what is overdue or when it is due; a click narrows the matrix to it."""

from dashboard import html
from dashboard.charts.html import meter
from dashboard.charts.specification import Meter
from dashboard.components.marks import overdue_mark, unseen
from dashboard.formatting import NO_BREAK, whole
from dashboard.html import Element
from dashboard.pages.cycle.model import CyclePage
from dashboard.texts.cycle import STAGES_SHORT, stage_comment
from data_layer.queries.cycle_views import StageCount


def stage_strip(page: CyclePage) -> Element:
    stages = [_stage(page, count, number) for number, count in enumerate(page.view.stages, start=1)]
    return html.Ol(stages, className="card stage-strip", **{"aria-label": "Стадии цикла: отбор"})


def _stage(page: CyclePage, count: StageCount, number: int) -> Element:
    is_chosen = page.address.stage is count.stage
    comment = stage_comment(count, today=page.view.today, is_tracked=page.view.is_tracked)
    parts = [
        html.Span(f"{number}.{NO_BREAK}{STAGES_SHORT[count.stage]}", className="name"),
        html.Span(
            [html.B(whole(count.there.k)), html.Small(f" из{NO_BREAK}{whole(count.there.n)}")], className="value"
        ),
        meter(Meter(STAGES_SHORT[count.stage], count.there)),
        html.Span([overdue_mark() if count.overdue else None, comment], className="comment"),
        *([unseen(", выбрано: нажмите, чтобы показать все стадии")] if is_chosen else []),
    ]
    href = page.address.href(stage=None if is_chosen else count.stage)
    link = html.Link(parts, href=href, className="is-current" if is_chosen else None)
    return html.Li(link)
