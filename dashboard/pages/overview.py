"""«Обзор»: where the district is off its goals and who must act."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from dash import Dash, Input, Output, State
from dash.development.base_component import Component
from flask import request

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.access.principal import current_principal
from dashboard.addresses.overview import OVERVIEW_PATH, OverviewAddress, parse_overview
from dashboard.addresses.rollup import ROLLUP_WHY_PATH, parse_why_rollup
from dashboard.binding import RequestContext, register_callback, register_route
from dashboard.components.app_bar import app_bar_children, bar_of, menu_tabs, page_bar
from dashboard.components.attention import attention_card
from dashboard.components.blocks_table import blocks_table
from dashboard.components.deadlines import deadlines_card
from dashboard.components.district_goals import district_goals
from dashboard.components.filter_bar import overview_filters
from dashboard.components.first_steps import district_steps, first_steps_card, year_to_begin_with
from dashboard.components.kpi import kpi_cards
from dashboard.components.matrix import matrix_card
from dashboard.components.page import page_html, page_shell, print_line, unknown_choices
from dashboard.components.quadrant import quadrant_card
from dashboard.components.rollup import rollup_children
from dashboard.components.rollup_why import rollup_panel
from dashboard.components.states import empty_state
from dashboard.errors import InvalidInputError
from dashboard.html import Element
from dashboard.pages.base import Page
from dashboard.texts.overview import overview_headline, overview_scope
from dashboard.texts.words import CLUSTERS, on_day
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Role
from data_layer.queries.decisions import DecisionCounts, counts_of, decisions
from data_layer.queries.directory import used_years
from data_layer.queries.first_steps import first_steps, has_figures
from data_layer.queries.overview import district_overview
from data_layer.queries.rollup import district_rollup, region_rollup
from data_layer.queries.views import Overview, OverviewFilters

PAGE: Final = Page(
    path_template=OVERVIEW_PATH, name="overview", title="Обзор", permission=Permission.OPEN_START, menu="Обзор"
)
CONTENT: Final = "overview-content"
ASKED: Final = "overview-asked"
ROLLUP_CONTENT: Final = "rollup-content"
ROLLUP_ASKED: Final = "rollup-asked"
_EMPTY: Final = "Район добавлен, данных в нём пока нет"
_ADDRESS: Final = State("_pages_location", "search")


def layout(**_: Any) -> Component:
    """A shell: of the district's overview, or for a region of its roll-up."""
    if current_principal().role is Role.REGION:
        return page_shell(content=ROLLUP_CONTENT, asked=ROLLUP_ASKED)
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_callback(
        app,
        output=Output(CONTENT, "html"),
        inputs=[Input(ASKED, "data")],
        state=[_ADDRESS],
        permission=Permission.VIEW_OVERVIEW,
        handler=show_overview,
        is_remembered=True,
    )
    register_callback(
        app,
        output=Output(ROLLUP_CONTENT, "html"),
        inputs=[Input(ROLLUP_ASKED, "data")],
        state=[_ADDRESS],
        permission=Permission.VIEW_ROLLUP,
        handler=show_rollup,
        is_remembered=True,
    )
    register_route(
        app.server, ROLLUP_WHY_PATH, methods=["GET"], permission=Permission.VIEW_ROLLUP, handler=show_rollup_why
    )


def show_overview(ctx: RequestContext, _asked: object, search: object) -> str:
    years = tuple(used_years(ctx.session))
    address, unknown = parse_overview(search, years=years, today=ctx.today)
    view = district_overview(ctx.session, filters=address.filters, today=ctx.today, viewer=ctx.viewer)
    bar = page_bar(ctx, current=OVERVIEW_PATH, year=address.year)
    decided = counts_of(decisions(ctx.session, today=ctx.today, is_open=True))
    below = overview_children(view, address, unknown=unknown, steps=_first_steps(ctx), decided=decided)
    return page_html(bar, below)


def _first_steps(ctx: RequestContext) -> list[Element]:
    """What a new district has to do, for whoever may do it; nothing once the first figures are in."""
    if not may(ctx.principal.role, Permission.MANAGE_DISTRICT) or has_figures(ctx.session):
        return []
    return [first_steps_card(district_steps(first_steps(ctx.session), year=year_to_begin_with(ctx.today)))]


def show_rollup(ctx: RequestContext, _asked: object, search: object) -> str:
    address, unknown = parse_overview(search, years=(), today=ctx.today)
    rows = region_rollup(ctx.session, year=address.year, today=ctx.today)
    tabs = menu_tabs(ctx.principal, current=OVERVIEW_PATH)
    bar = bar_of(ctx.principal, year=address.year, tabs=tabs)
    # A region has no district of its own: what it looks at decides whether the figures are real.
    bar = replace(bar, is_demo=bar.is_demo or any(row.is_demo for row in rows))
    return page_html(app_bar_children(bar), rollup_children(rows, address, today=ctx.today, unknown=unknown))


def show_rollup_why(ctx: RequestContext) -> str:
    """The panel's HTML. Raises InvalidInputError for a question that nothing of ours asks, and NotFoundError."""
    asked = parse_why_rollup(request.query_string.decode("ascii", "replace"), today=ctx.today)
    if asked is None:
        raise InvalidInputError
    rows = district_rollup(ctx.session, district=asked.district, year=asked.year, today=ctx.today)
    return rollup_panel(rows, asked, today=ctx.today)


def overview_children(
    view: Overview,
    address: OverviewAddress,
    *,
    unknown: tuple[str, ...] = (),
    steps: Sequence[Element] = (),
    decided: DecisionCounts | None = None,
) -> list[Element]:
    """The whole page below the app bar.

    unknown: choices of the address that could not be made out. steps: of a district without figures. decided:
    decisions of meetings that are not closed, None where there is nothing to say of them.
    """
    body = _body(view, address, decided) if view.schools or not steps else [html.Div(html.H1(_EMPTY), className="head")]
    return [
        overview_filters(view, address),
        html.Main(
            [*unknown_choices(unknown), *body[:1], *steps, *body[1:]],
            id="main",
            className="page page-content",
            tabIndex="-1",
        ),
    ]


def _body(view: Overview, address: OverviewAddress, decided: DecisionCounts | None) -> list[Element]:
    if not view.matrix:
        return [_no_schools(view, address)]
    return [
        _head(view),
        *_other_year(view, address),
        kpi_cards(view),
        html.Div(
            [
                html.Div([blocks_table(view, address), matrix_card(view, address)], className="stack"),
                html.Div([attention_card(view), quadrant_card(view), deadlines_card(view, decided)], className="stack"),
            ],
            className="columns overview",
        ),
    ]


def _head(view: Overview) -> Element:
    own = district_goals(view)
    beside = [html.Div(own, className="beside")] if own is not None else []
    return html.Div(
        [
            html.P(f"Обзор района · {overview_scope(view)} · {on_day(view.today)}", className="crumb"),
            html.H1(overview_headline(view)),
            *beside,
            print_line(f"{view.district} · {overview_scope(view)} · {on_day(view.today)}"),
        ],
        className="head",
    )


def _other_year(view: Overview, address: OverviewAddress) -> list[Element]:
    """A year without a single verdict is left empty, and the way to the latest other one is shown.

    Where the goals are only hidden, the way leads to all schools: over more of them sums may be shown.
    """
    if not view.goals.n and view.hides_goals:
        return [_hidden_goals(view, address)]
    others = [year for year in view.years if year != address.year]
    if view.goals.n or not others:
        return []
    nearest = max((year for year in others if year < address.year), default=others[0])
    words = f"Показать {format_year(nearest)}"
    link = html.Link(words, href=address.href(year=nearest), className="button")
    return [html.P([f"За {format_year(address.year)} данных для вывода о целях ещё нет. ", link], className="message")]


def _hidden_goals(view: Overview, address: OverviewAddress) -> Element:
    words = f"Цели {format_year(address.year)} скрыты: по сумме можно было бы узнать школу. "
    wider = address.href(level=None, cluster=None, block=None)
    is_whole = view.filters == OverviewFilters(address.year)
    return html.P(
        [words, *([] if is_whole else [html.Link("Сбросить отбор", href=wider, className="button")])],
        className="message",
    )


def _no_schools(view: Overview, address: OverviewAddress) -> Element:
    if view.filters.cluster:
        words = f"В кластере «{CLUSTERS[view.filters.cluster]}» школ нет."
        return empty_state(
            "Школ по этому отбору нет", words, step="Показать все кластеры", href=address.href(cluster=None)
        )
    if view.schools:
        return empty_state("Школ по этому отбору нет", "Измените отбор.", step="Сбросить отбор", href="/")
    return empty_state(
        "В районе ещё нет школ",
        "Показывать нечего, пока не загружен список школ. Его загружает управление образования на странице "
        "«Администрирование».",
    )
