"""«Блоки» and «Школа и район» on the page."""

from dashboard import html
from dashboard.addresses.compare import CompareChart, View
from dashboard.addresses.names import Names
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCount
from dashboard.charts.rows import DistributionStrips, HeatMap
from dashboard.components.figure import empty_figure, figure_card
from dashboard.components.why import why_button
from dashboard.findings.compare.reading import Asked
from dashboard.html import Element
from dashboard.pages.compare.filters import map_order_switch
from dashboard.pages.compare.sending import sent
from data_layer.queries.explanation.views import CountKind


def map_children(chart: HeatMap, asked: Asked) -> list[Element]:
    address = asked.address
    if not chart.rows:
        everybody = address.href(cluster=None, kind=None)
        return [
            empty_figure(
                "По этому отбору школ нет",
                "Измените отбор школ.",
                step="Показать все школы",
                href=everybody,
                is_main=True,
            )
        ]
    back: list[Element | str] = []
    if address.block is not None:
        back = [html.Link("Все блоки", href=address.href(block=None)), " · "]
    return [
        figure_card(
            chart,
            id="blocks",
            rows_href=address.file_href(CompareChart.BLOCKS),
            is_main=True,
            controls=[map_order_switch(address)] if asked.own is None else [],
            lead=[_lead(asked, back=back)],
            sends=sent(asked, CompareChart.BLOCKS, chart),
        )
    ]


def _lead(asked: Asked, *, back: list[Element | str]) -> Element:
    """The way back from a block, and «Почему?» about the counts of the headline."""
    address = asked.address
    names = Names.CODED if asked.names.is_coded else None
    if asked.own is not None:
        subject = WhyCount(CountKind.GOALS, address.year, school=asked.own, block=address.block)
    else:
        subject = WhyCount(
            CountKind.MAP_GOALS,
            address.year,
            block=address.block,
            cluster=address.cluster,
            school_kind=address.kind,
            names=names,
        )
    return html.P([*back, why_button(subject, about="сколько целей достигнуто")], className="note")


def standing_children(chart: DistributionStrips | None, asked: Asked) -> list[Element]:
    address = asked.address
    if chart is None:
        return [_choice_of_school(asked)]
    if not chart.rows:
        return [empty_figure("Данных за этот год нет", "Показатели школы ещё не сданы.", is_main=True)]
    school = asked.own or address.school or ""
    return [
        figure_card(
            chart,
            id="school",
            rows_href=address.file_href(CompareChart.SCHOOL),
            is_main=True,
            lead=[html.P(html.Link("Открыть школу", href=school_href(school, year=address.year)), className="note")],
            sends=sent(asked, CompareChart.SCHOOL, chart),
        )
    ]


def _choice_of_school(asked: Asked) -> Element:
    names = asked.names
    if names.is_coded:
        back = asked.address.href(view=View.GOAL)
        return empty_figure(
            "Имена школ закрыты",
            "Одна школа показывается только по имени.",
            step="К одной цели",
            href=back,
            is_main=True,
        )
    schools = sorted((school.code for school in asked.ground.schools), key=names.order)
    links = [html.Li(html.Link(names.of(code), href=asked.address.href(school=code))) for code in schools]
    return html.Section(
        [html.H1("Выберите школу"), html.Ul(links, className="places")], className="card empty", id="school-choice"
    )
