"""«Ближайшие сроки»: the day, what is due, how much of it is there."""

from dataclasses import replace

from dashboard import html
from dashboard.addresses.decisions import DecisionFilter, DecisionsAddress
from dashboard.addresses.why import WhyCount
from dashboard.components.why import why_number
from dashboard.formatting import NO_BREAK, date_within, days_from, tied, whole
from dashboard.html import Element
from dashboard.texts.decisions import counts_headline
from dashboard.texts.words import of_schools
from data_layer.queries.decisions import DecisionCounts
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import Deadline, Overview


def deadlines_card(view: Overview, decided: DecisionCounts | None = None) -> Element:
    """decided: decisions of meetings, told below with the way to their list; None where nothing was decided."""
    rows = [_row(one, view) for one in view.deadlines]
    body = (
        html.Ul(rows, className="deadlines card-list")
        if rows
        else html.P("До конца цикла сроков больше нет.", className="note")
    )
    return html.Section(
        [html.Div(html.H2("Ближайшие сроки", id="deadlines-title"), className="card-head"), body, *_decided(decided)],
        id="deadlines",
        className="card place-deadlines",
        **{"aria-labelledby": "deadlines-title"},
    )


def _decided(counts: DecisionCounts | None) -> list[Element]:
    if counts is None or not counts.open:
        return []
    which = DecisionFilter.OVERDUE if counts.overdue else DecisionFilter.OPEN
    link = html.Link("Решения совещаний", href=DecisionsAddress(which).href())
    return [html.Div([link, html.Span(tied(counts_headline(counts)), className="note")], className="card-foot")]


def _row(one: Deadline, view: Overview) -> Element:
    when = days_from(one.due, today=view.today)
    return html.Li(
        [
            html.Span(date_within(one.due, cycle_year=view.filters.year), className="day"),
            html.Span([tied(one.title), html.Span([_asked(one, view), f", {when}"], className="facts")]),
        ]
    )


def _asked(one: Deadline, view: Overview) -> Element:
    """How much is there, asked «Почему?»: documents of a stage, or schools with their figures."""
    filters = view.filters
    narrowed = WhyCount(CountKind.DATA_DUE, filters.year, block=filters.block, cluster=filters.cluster)
    if one.stage is not None:
        subject = replace(narrowed, count=CountKind.DOCUMENTS, stage=one.stage)
    else:
        subject = replace(narrowed, level=filters.level, due=one.due)
    return why_number(subject, _done(one), about=one.title)


def _done(one: Deadline) -> str:
    if one.is_data:
        return f"внесли {whole(one.done.k)} из{NO_BREAK}{of_schools(one.done.n)}"
    return f"сдано {whole(one.done.k)} из{NO_BREAK}{whole(one.done.n)}"
