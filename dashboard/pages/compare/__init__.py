"""«Сравнение»: which schools miss a goal, by how much, could it be chance; blocks; a school within its district."""

from typing import Any, Final

from dash import Dash
from dash.development.base_component import Component

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.compare import COMPARE_PATH, View
from dashboard.binding import RequestContext
from dashboard.components.app_bar import page_bar
from dashboard.components.page import page_html, page_shell, print_line, unknown_choices
from dashboard.components.states import empty_state
from dashboard.findings.compare.blocks import load_map, load_standing
from dashboard.findings.compare.goal import load_goal_view
from dashboard.findings.compare.reading import Asked, read
from dashboard.html import Element
from dashboard.pages.base import Page, register_content
from dashboard.pages.compare.downloads import register_downloads
from dashboard.pages.compare.filters import compare_filters, view_switch
from dashboard.pages.compare.goal import goal_children
from dashboard.pages.compare.rail import goal_rail_card
from dashboard.pages.compare.views import map_children, standing_children
from dashboard.texts.words import on_day
from data_layer.domain.school_year import format_year

__all__ = ["PAGE", "layout", "register", "show_compare"]

PAGE: Final = Page(
    path_template=COMPARE_PATH,
    name="compare",
    title="Сравнение",
    permission=Permission.VIEW_COMPARISON,
    menu="Сравнение",
)
CONTENT: Final = "compare-content"
ASKED: Final = "compare-asked"


def layout(**_: Any) -> Component:
    return page_shell(content=CONTENT, asked=ASKED)


def register(app: Dash) -> None:
    register_content(app, PAGE, show_compare, content=CONTENT, asked=ASKED, is_remembered=True)
    register_downloads(app.server)


def show_compare(ctx: RequestContext, _asked: object, search: object) -> str:
    asked = read(ctx, search)
    bar = page_bar(ctx, current=COMPARE_PATH, year=asked.address.year, names_schools=not asked.names.is_coded)
    return page_html(bar, compare_children(asked, _body(ctx, asked)))


def compare_children(asked: Asked, body: list[Element]) -> list[Element]:
    """The whole page below the app bar."""
    address = asked.address
    has_rail = address.view is View.GOAL and asked.rail
    rail = [goal_rail_card(asked)] if has_rail else []
    columns = html.Div(
        [*rail, html.Div(body, className="stack")], className="columns compare" if has_rail else "compare"
    )
    scope = f"Сравнение · {format_year(address.year)} · {asked.schools_words} · {on_day(asked.ground.today)}"
    return [
        compare_filters(asked),
        html.Main(
            [
                *unknown_choices(asked.unknown),
                html.Div(
                    [html.P(scope, className="crumb"), view_switch(address), print_line(scope)], className="compare-top"
                ),
                columns,
            ],
            id="main",
            className="page page-content",
            tabIndex="-1",
        ),
    ]


def _body(ctx: RequestContext, asked: Asked) -> list[Element]:
    if not asked.ground.schools:
        return [
            empty_state(
                "В районе ещё нет школ",
                "Сравнивать нечего, пока не загружен список школ.",
            )
        ]
    if asked.address.view is View.BLOCKS:
        return map_children(load_map(ctx, asked), asked)
    if asked.address.view is View.SCHOOL:
        return standing_children(load_standing(ctx, asked), asked)
    if asked.rule is None:
        return [empty_state("Целей в каталоге нет", "Добавьте показатели с целями в каталог района.")]
    return goal_children(load_goal_view(ctx, asked, asked.rule), asked)
