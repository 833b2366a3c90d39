"""«Обзор»: where the district is off its goals and who must act."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.components.address import OverviewAddress
from dashboard.components.attention import attention_card
from dashboard.components.blocks_table import blocks_table
from dashboard.components.deadlines import deadlines_card
from dashboard.components.district_goals import district_goals
from dashboard.components.filter_bar import overview_filters
from dashboard.components.kpi import kpi_cards
from dashboard.components.matrix import matrix_card
from dashboard.components.quadrant import quadrant_card
from dashboard.components.states import empty_state
from dashboard.formatting import listed
from dashboard.texts import CLUSTERS, on_day, overview_headline, overview_scope
from data_layer.queries.views import Overview

CONTENT: Final = "overview-content"


def overview_children(view: Overview, address: OverviewAddress, *, unknown: tuple[str, ...] = ()) -> list[Component]:
    """The whole page below the app bar. unknown: choices of the address that could not be made out."""
    return [
        overview_filters(view, address),
        html.Main([*_unknown(unknown), *_body(view, address)], id="main", className="page page-content", tabIndex="-1"),
    ]


def _body(view: Overview, address: OverviewAddress) -> list[Component]:
    if not view.matrix:
        return [_no_schools(view, address)]
    return [
        _head(view),
        kpi_cards(view),
        html.Div(
            [
                html.Div([blocks_table(view, address), matrix_card(view, address)], className="stack"),
                html.Div([attention_card(view), quadrant_card(view), deadlines_card(view)], className="stack"),
            ],
            className="columns overview",
        ),
    ]


def _head(view: Overview) -> Component:
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


def print_line(words: str) -> Component:
    """What replaces the filters on paper; the address is added when the page is printed."""
    return html.P(words, className="print-line")


def _unknown(names: tuple[str, ...]) -> list[Component]:
    if not names:
        return []
    return [html.P(f"Не распознано в ссылке и не учтено: {listed(names)}.", className="message", role="status")]


def _no_schools(view: Overview, address: OverviewAddress) -> Component:
    if view.filters.cluster:
        words = f"В кластере «{CLUSTERS[view.filters.cluster]}» школ нет."
        return empty_state(
            "Школ по этому отбору нет", words, step="Показать все кластеры", href=address.href(cluster=None)
        )
    if view.schools:
        return empty_state("Школ по этому отбору нет", "Измените отбор.", step="Сбросить отбор", href="/")
    return empty_state(
        "В районе ещё нет школ",
        "Показывать нечего, пока не загружен список школ. Передайте администратору файл со столбцами «Код», "
        "«Краткое название», «Вид»: он загружает его командой schools load.",
    )
