"""What can be chosen: year, level, schools, the highlighted school, the other year; and the three views."""

from collections.abc import Sequence
from typing import Final

from dashboard import html
from dashboard.addresses.compare import CompareAddress, View
from dashboard.addresses.names import Names
from dashboard.addresses.reading import default_year
from dashboard.components.filter_bar import Choice, filter_bar, filter_menu, year_choices
from dashboard.components.marks import unseen
from dashboard.components.names import names_menu
from dashboard.findings.compare.reading import Asked
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.texts.compare.words import goal_short
from dashboard.texts.words import BLOCKS_SHORT, CLUSTERS, LEVELS, SCHOOL_KINDS, indicator_name
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster, Level, SchoolKind
from data_layer.queries.comparison import SchoolOrder

_VIEWS: Final = ((View.GOAL, "Одна цель"), (View.BLOCKS, "Блоки"), (View.SCHOOL, "Школа и район"))
_ORDERS: Final = (
    (SchoolOrder.GAP, "по отклонению"),
    (SchoolOrder.NAME, "по названию"),
    (SchoolOrder.CLUSTER, "по кластеру"),
)


def compare_filters(asked: Asked) -> Element:
    address = asked.address
    years = asked.years
    menus: list[Element | None] = [
        filter_menu(
            "Год",
            year_choices(years, chosen=address.year, href=lambda year: address.href(year=year, before=None)),
            is_changed=address.year != default_year(years, today=asked.ground.today),
        )
    ]
    if address.view is View.GOAL:
        # On a phone the goal shares a line with «Ещё».
        menus += [*_level_menu(asked), _goal_menu(asked)]
    if address.view is View.BLOCKS:
        menus.append(_block_menu(address))
    if asked.own is None:
        menus += [*_schools_menus(address), *_school_menu(asked), _names_menu(address)]
    if address.view is View.GOAL:
        menus.append(_before_menu(asked))
    return filter_bar([menu for menu in menus if menu is not None])


def view_switch(address: CompareAddress) -> Element:
    """The three views, above the finding."""
    links = [
        html.Link(
            [words, unseen(", выбрано")] if address.view is view else words,
            href=address.href(view=view, block=None, slice=None),
            className="is-current" if address.view is view else None,
        )
        for view, words in _VIEWS
    ]
    return html.Div(links, className="segments compare-views", role="group", **{"aria-label": "Вид"})


def order_switch(asked: Asked, *, current: SchoolOrder, has_goal: bool) -> list[Element]:
    """ВПР and ГИА have no order by distance, and nothing that has no goal has one."""
    if asked.own is not None or asked.rule is None:
        return []
    has_distance = has_goal and not asked.rule.no_ranking
    offered = [(order, words) for order, words in _ORDERS if order is not SchoolOrder.GAP or has_distance]
    links = [
        html.Link(
            [words, unseen(", выбрано")] if order is current else words,
            href=asked.address.href("goal", order=order),
            className="is-current" if order is current else None,
        )
        for order, words in offered
    ]
    return [html.Div(links, className="segments", role="group", **{"aria-label": "Порядок школ"})]


def map_order_switch(address: CompareAddress) -> Element:
    current = address.order if address.order is SchoolOrder.NAME else SchoolOrder.CLUSTER
    links = [
        html.Link(
            [words, unseen(", выбрано")] if order is current else words,
            href=address.href("blocks", order=order),
            className="is-current" if order is current else None,
        )
        for order, words in _ORDERS
        if order is not SchoolOrder.GAP
    ]
    return html.Div(links, className="segments", role="group", **{"aria-label": "Порядок школ"})


def _goal_menu(asked: Asked) -> Element:
    """On a phone it takes the place of the rail."""
    address, known = asked.address, asked.is_for_knowledge
    choices = [
        Choice(
            tied(f"{goal.code} {goal_short(goal)}"),
            address.goal_href(goal.code),
            goal.code == address.goal and not known,
        )
        for goal in asked.rail
    ]
    choices += [
        Choice(
            tied(f"{rule.code} {indicator_name(rule.id, rule.title_short or rule.title)}, без цели"),
            address.indicator_href(rule.code),
            known and rule == asked.rule,
        )
        for rule in asked.for_knowledge
    ]
    return html.Div(filter_menu("Цель", choices, is_changed=False), className="goal-menu")


def _level_menu(asked: Asked) -> list[Element]:
    rule = asked.rule
    if rule is None or len(rule.levels) < 2:
        return []
    levels = [level for level in Level if level in rule.levels]
    choices = [Choice(LEVELS[level], asked.address.href(level=level), level is asked.level) for level in levels]
    return [filter_menu("Уровень", choices, is_changed=asked.level is not levels[0])]


def _block_menu(address: CompareAddress) -> Element:
    blocks: list[tuple[int | None, str]] = [(None, "все"), *((n, f"{n}. {BLOCKS_SHORT[n]}") for n in BLOCKS_SHORT)]
    choices = [Choice(words, address.href(block=one), one == address.block) for one, words in blocks]
    return filter_menu("Блок", choices, is_changed=address.block is not None)


def _schools_menus(address: CompareAddress) -> Sequence[Element]:
    if address.view is View.SCHOOL:
        return ()
    clusters: list[tuple[Cluster | None, str]] = [(None, "все"), *CLUSTERS.items()]
    kinds: list[tuple[SchoolKind | None, str]] = [(None, "все"), *SCHOOL_KINDS.items()]
    return (
        filter_menu(
            "Кластер",
            [Choice(words, address.href(cluster=one), one is address.cluster) for one, words in clusters],
            is_changed=address.cluster is not None,
            is_extra=True,
        ),
        filter_menu(
            "Вид школы",
            [Choice(words, address.href(kind=one), one is address.kind) for one, words in kinds],
            is_changed=address.kind is not None,
            is_extra=True,
        ),
    )


def _school_menu(asked: Asked) -> list[Element]:
    """Which school is highlighted, or shown; a coded view names none, so it offers none."""
    address, names = asked.address, asked.names
    if names.is_coded:
        return []
    schools = sorted((school.code for school in asked.year_ground.schools), key=names.order)
    none = [] if address.view is View.SCHOOL else [Choice("нет", address.href(school=None), address.school is None)]
    choices = [*none, *(Choice(names.of(code), address.href(school=code), code == address.school) for code in schools)]
    title = "Школа" if address.view is View.SCHOOL else "Выделить школу"
    is_changed = address.school is not None and address.view is not View.SCHOOL
    return [filter_menu(title, choices, is_changed=is_changed, is_extra=address.view is not View.SCHOOL)]


def _names_menu(address: CompareAddress) -> Element | None:
    if address.view is View.SCHOOL:
        return None
    return names_menu(address.names, href=lambda names: address.href(names=names, school=_kept(address, names)))


def _kept(address: CompareAddress, names: Names) -> str | None:
    return None if names is Names.CODED else address.school


def _before_menu(asked: Asked) -> Element | None:
    """Which year the chosen one is held against."""
    address = asked.address
    others = [year for year in asked.years if year != address.year]
    if not others:
        return None
    chosen = address.before_year
    choices = [
        Choice(format_year(year), address.href(before=None if year == address.year - 1 else year), year == chosen)
        for year in sorted({*others, chosen}, reverse=True)
    ]
    return filter_menu("Сравнить с", choices, is_changed=address.before is not None, is_extra=True)
