"""The filter bar: lists of links, one per choice. A choice is an address, so it can be copied, opened in a new tab, sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard import html
from dashboard.addresses.overview import OverviewAddress
from dashboard.addresses.reading import default_year
from dashboard.addresses.school import school_href
from dashboard.components.marks import unseen
from dashboard.html import Element
from dashboard.texts.words import BLOCKS_SHORT, CLUSTERS, LEVELS
from data_layer.domain.school_year import format_year, year_of
from data_layer.domain.vocabulary import Cluster, Level
from data_layer.queries.views import Overview, SchoolCard

_ROLLUP_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class Choice:
    words: str
    href: str
    is_current: bool


def menu_items(choices: Sequence[Choice]) -> Element:
    """The links of a dropped list; the chosen one is ticked and said."""
    return html.Ul([_item(choice) for choice in choices], className="menu-list")


def _item(choice: Choice) -> Element:
    words = [choice.words, unseen(", выбрано")] if choice.is_current else choice.words
    return html.Li(html.Link(words, href=choice.href), className="is-current" if choice.is_current else None)


def filter_menu(
    title: str, choices: Sequence[Choice], *, is_changed: bool, is_extra: bool = False, is_folded: bool = False
) -> Element:
    """«Год: 2025/26» with its list. is_changed: differs from what the page shows by default.

    is_extra: on a phone it stands behind «Ещё». is_folded: in a wide window too, until something is chosen in it.
    """
    current = next((choice.words for choice in choices if choice.is_current), "")
    summary = html.Summary([f"{title}: ", html.B(current), html.Span(className="chevron")])
    names = [
        "menu",
        "filter",
        *(["is-changed"] if is_changed else []),
        *(["is-extra"] if is_extra else []),
        *(["is-folded"] if is_folded else []),
    ]
    return html.Details([summary, menu_items(choices)], className=" ".join(names))


def overview_filters(view: Overview, address: OverviewAddress) -> Element:
    """Год, Уровень, Кластер, Блок."""
    year = filter_menu(
        "Год",
        year_choices(view.years, chosen=address.year, href=lambda year: address.href(year=year)),
        is_changed=address.year != default_year(view.years, today=view.today),
    )
    return filter_bar([year, _level_menu(address), _cluster_menu(address), _block_menu(address)])


def rollup_filters(address: OverviewAddress, *, today: date) -> Element:
    """A region may look at the running year and the years just before it; its districts began at different times."""
    offered = range(year_of(today) - _ROLLUP_YEARS + 1, year_of(today) + 1)
    choices = year_choices(list(offered), chosen=address.year, href=lambda year: address.href(year=year))
    return filter_bar([filter_menu("Год", choices, is_changed=address.year != default_year((), today=today))])


def school_filters(card: SchoolCard) -> Element:
    choices = year_choices(card.years, chosen=card.year, href=lambda year: school_href(card.school, year=year))
    return filter_bar([filter_menu("Год", choices, is_changed=card.year != default_year(card.years, today=card.today))])


def year_choices(years: Sequence[int], *, chosen: int, href: Callable[[int], str]) -> list[Choice]:
    offered = sorted({*years, chosen}, reverse=True)
    return [Choice(format_year(year), href(year), is_current=year == chosen) for year in offered]


def _level_menu(address: OverviewAddress) -> Element:
    levels: list[tuple[Level | None, str]] = [(None, "все"), *LEVELS.items()]
    choices = [Choice(words, address.href(level=level), is_current=level is address.level) for level, words in levels]
    return filter_menu("Уровень", choices, is_changed=address.level is not None)


def _cluster_menu(address: OverviewAddress) -> Element:
    clusters: list[tuple[Cluster | None, str]] = [(None, "все школы"), *CLUSTERS.items()]
    choices = [Choice(words, address.href(cluster=one), is_current=one is address.cluster) for one, words in clusters]
    return filter_menu("Кластер", choices, is_changed=address.cluster is not None, is_extra=True)


def _block_menu(address: OverviewAddress) -> Element:
    blocks: list[tuple[int | None, str]] = [(None, "все"), *((n, f"{n}. {BLOCKS_SHORT[n]}") for n in range(1, 7))]
    choices = [Choice(words, address.href(block=one), is_current=one == address.block) for one, words in blocks]
    return filter_menu("Блок", choices, is_changed=address.block is not None, is_extra=True)


def filter_bar(menus: Sequence[Element], *, actions: Sequence[Element] = (), is_for_phone: bool = False) -> Element:
    """The bar with its menus; «Скопировать ссылку» and whatever the page can do with the view stand at its end.

    is_for_phone: its menus are those of a phone alone, so a wide window goes without the bar.
    """
    more = html.Button(
        "Ещё",
        type="button",
        className="button more-filters",
        **{"data-shows-more-filters": "", "aria-expanded": "false"},
    )
    copy = html.Button(
        "Скопировать ссылку", type="button", className="button is-quiet copies-link", **{"data-copies-link": ""}
    )
    end = html.Div([copy, *actions], className="end")
    return html.Div(
        [*menus, more, end],
        className="filters is-bare" if is_for_phone else "filters",
        role="search",
        **{"aria-label": "Отбор"},
    )
