"""«Блоки» and «Школа и район»: heat maps, and one school within its district and cluster."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from dashboard.addresses.compare import View
from dashboard.binding import RequestContext
from dashboard.charts.rows import DistributionStrips, HeatMap
from dashboard.findings.compare.charts.standing import standing_strips
from dashboard.findings.compare.maps import MapWay, block_heat, blocks_heat
from dashboard.findings.compare.reading import Asked
from dashboard.texts.compare.words import near_words
from data_layer.domain.attainment import PERCENT_KINDS, widest_tolerance_pp
from data_layer.queries.comparison import SchoolOrder, Standing, block_map, blocks_map, school_standing


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
