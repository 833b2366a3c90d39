"""«Блоки» and «Школа и район»: heat maps, and one school within its district and cluster."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from dashboard import html
from dashboard.addresses.compare import CompareChart, View
from dashboard.addresses.names import Names
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCount
from dashboard.binding import RequestContext
from dashboard.charts.rows import DistributionStrips, HeatMap
from dashboard.components.figure import empty_figure, figure_card
from dashboard.components.why import why_button
from dashboard.html import Element
from dashboard.pages.compare.charts.standing import standing_strips
from dashboard.pages.compare.filters import map_order_switch
from dashboard.pages.compare.maps import MapWay, block_heat, blocks_heat
from dashboard.pages.compare.reading import Asked
from dashboard.texts.compare.words import near_words
from data_layer.domain.attainment import PERCENT_KINDS, widest_tolerance_pp
from data_layer.queries.comparison import SchoolOrder, Standing, block_map, blocks_map, school_standing
from data_layer.queries.explanation.views import CountKind


def load_map(ctx: RequestContext, asked: Asked) -> HeatMap:
    """All blocks, or the indicators of the block of the address."""
    address = asked.address
    order = address.order if address.order is SchoolOrder.NAME else SchoolOrder.CLUSTER
    way = MapWay(address, asked.names, order, asked.own, _near(asked))
    if address.block is None:
        return blocks_heat(blocks_map(ctx.session, asked.year_ground, filters=address.filters), way)
    found = block_map(ctx.session, asked.year_ground, block=address.block, filters=address.filters)
    targets = [
        (column.rule.id, figure.target)
        for row in found.rows
        for column, figure in zip(found.columns, row.figures, strict=True)
    ]
    return block_heat(found, replace(way, near=_near(asked, targets)), asked.ground.settings)


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


def load_standing(ctx: RequestContext, asked: Asked) -> DistributionStrips | None:
    """None until a school is chosen, and in a coded view, which names none."""
    school = asked.own or asked.address.school
    if school is None or asked.names.is_coded:
        return None
    found = school_standing(ctx.session, asked.year_ground, school=school)
    targets = [(line.rule.id, line.figure.target) for line in found.lines]
    return standing_strips(
        found, asked.names.of(school), link=lambda line: _goal_of(line, asked), near=_near(asked, targets)
    )


def _near(asked: Asked, targets: Iterable[tuple[str, Decimal | None]] = ()) -> str:
    """Of several indicators at once the widest bound is told. targets: those that are shown, by indicator id."""
    shown: dict[str, list[Decimal]] = defaultdict(list)
    for indicator, target in targets:
        if target is not None:
            shown[indicator].append(target)
    rules = [rule for rule in asked.ground.catalogue.enabled if asked.address.block in (None, rule.block)]
    return near_words(
        widest_tolerance_pp([rule for rule in rules if rule.kind in PERCENT_KINDS], asked.ground.settings, shown)
    )


def _goal_of(line: Standing, asked: Asked) -> str:
    level = line.level if len(line.rule.levels) > 1 else None
    return asked.address.href(view=View.GOAL, goal=None, indicator=line.rule.code, level=level)


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
