"""The frame of «Администрирование»: the list of sections beside the one that is shown."""

from collections.abc import Sequence
from types import ModuleType
from typing import Final

from dashboard import html
from dashboard.addresses.administration import (
    ADMINISTRATION_PATH,
    WITH_YEAR,
    AdministrationAddress,
    Section,
    parse_administration,
)
from dashboard.addresses.reading import default_year
from dashboard.binding import RequestContext
from dashboard.components.app_bar import page_bar
from dashboard.components.filter_bar import Choice, filter_bar, filter_menu, menu_items, year_choices
from dashboard.components.first_steps import district_steps, first_steps_card, year_to_begin_with
from dashboard.components.marks import unseen
from dashboard.components.page import page_html, unknown_choices
from dashboard.html import Element
from dashboard.pages.administration import calendar, journal, people, references, requirements, schools, settings
from dashboard.texts.administration import SECTIONS
from data_layer.domain.school_year import year_of
from data_layer.queries.directory import used_years
from data_layer.queries.first_steps import first_steps

_MODULES: Final = {
    Section.PEOPLE: people,
    Section.SCHOOLS: schools,
    Section.REFERENCES: references,
    Section.CALENDAR: calendar,
    Section.REQUIREMENTS: requirements,
    Section.SETTINGS: settings,
}
_SEARCHED: Final = frozenset({Section.PEOPLE, Section.SCHOOLS})


def show_administration(ctx: RequestContext, _asked: object, search: object) -> str:
    years = tuple(used_years(ctx.session))
    address, unknown = parse_administration(search, years=years, today=ctx.today)
    trail_address, unknown_of_trail = journal.address_of(search)
    is_trail = address.section is Section.JOURNAL
    faults = unknown_of_trail if is_trail else unknown
    filters = journal.filters(ctx, trail_address) if is_trail else _filters(ctx, address, years)
    actions = journal.actions(trail_address) if is_trail else []
    body = journal.section(ctx, trail_address) if is_trail else _section(ctx, address)
    main = html.Main(
        [
            *unknown_choices(faults),
            html.Div(
                [_rail(address), html.Div([_head(ctx, address), *_steps(ctx), *body], className="section-body")],
                className="columns administration",
            ),
        ],
        id="main",
        className="page page-content",
        tabIndex="-1",
    )
    return page_html(
        page_bar(ctx, current=ADMINISTRATION_PATH, year=address.year),
        [filter_bar([_sections(address), *filters], actions=actions, is_for_phone=not filters), main],
    )


def _steps(ctx: RequestContext) -> list[Element]:
    """The way to the first figures, as long as there are none."""
    state = first_steps(ctx.session)
    return [] if state.is_over else [first_steps_card(district_steps(state, year=year_to_begin_with(ctx.today)))]


def _head(ctx: RequestContext, address: AdministrationAddress) -> Element:
    title = SECTIONS[address.section]
    crumb = html.P(f"Администрирование · {title}", className="crumb")
    return html.Div([crumb, html.H1(_headline(ctx, address))], className="head")


def _headline(ctx: RequestContext, address: AdministrationAddress) -> str:
    return (
        "Кто, когда и что изменил в районе"
        if address.section is Section.JOURNAL
        else _shown(address).headline(ctx, address)
    )


def _section(ctx: RequestContext, address: AdministrationAddress) -> list[Element]:
    return _shown(address).section(ctx, address)


def _shown(address: AdministrationAddress) -> ModuleType:
    """The module of a section: headline and section, each of the request and the address."""
    return _MODULES[address.section]


def _filters(ctx: RequestContext, address: AdministrationAddress, years: Sequence[int]) -> list[Element]:
    menus: list[Element] = []
    if address.section in WITH_YEAR:
        running = year_of(ctx.today)
        offered = sorted({*years, year_to_begin_with(ctx.today), running, running + 1})
        choices = year_choices(offered, chosen=address.year, href=lambda year: address.href(year=year))
        is_changed = address.year != default_year(tuple(years), today=ctx.today)
        menus.append(filter_menu("Год", choices, is_changed=is_changed))
    if address.section is Section.PEOPLE:
        menus.extend(people.filters(address))
    if address.section is Section.REFERENCES:
        menus.extend(references.filters(address))
    if address.section in _SEARCHED:
        menus.append(search_form(address))
    return menus


def search_form(address: AdministrationAddress) -> Element:
    """Seeks among names; assets/administration.js follows it without loading anew."""
    label = "Найти человека или роль" if address.section is Section.PEOPLE else "Найти школу"
    carried = {"section": address.section.value, "role": address.role}
    hidden = [html.Input(type="hidden", name=name, value=str(value)) for name, value in carried.items() if value]
    return html.Form(
        [
            *hidden,
            html.Label(label, htmlFor="administration-search", className="unseen"),
            html.Input(
                id="administration-search",
                name="q",
                type="search",
                value=address.words,
                placeholder=label,
                autocomplete="off",
                maxlength="100",
            ),
        ],
        action=ADMINISTRATION_PATH,
        method="GET",
        className="asking-form",
        **{"data-asks": ""},
    )


def _rail(address: AdministrationAddress) -> Element:
    """Sections beside the page; on a phone the menu of the filter bar leads to them."""
    links = [
        html.Li(
            html.Link(
                [words, unseen(", вы здесь")] if section is address.section else words,
                href=_fresh(address, section),
                className="is-current" if section is address.section else None,
            )
        )
        for section, words in SECTIONS.items()
    ]
    return html.Nav(html.Ul(links), className="admin-rail not-on-phone", **{"aria-label": "Разделы администрирования"})


def _sections(address: AdministrationAddress) -> Element:
    choices = [
        Choice(words, _fresh(address, section), is_current=section is address.section)
        for section, words in SECTIONS.items()
    ]
    # The word is heard only: beside it the year and «Ещё» would not stand in one line.
    summary = html.Summary([unseen("Раздел: "), html.B(SECTIONS[address.section]), html.Span(className="chevron")])
    menu = html.Details([summary, menu_items(choices)], className="menu filter")
    return html.Div(menu, className="on-phone")


def _fresh(address: AdministrationAddress, section: Section) -> str:
    return address.href(section=section, words="", role=None, block=None)
