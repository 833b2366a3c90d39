"""The view of «Данные» in which one school is entered by hand: the grid, or the choice of a school."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard import html
from dashboard.addresses.data import DataAddress, DataView
from dashboard.addresses.reading import default_year
from dashboard.binding import RequestContext
from dashboard.components.filter_bar import Choice, filter_bar, filter_menu, year_choices
from dashboard.components.page import print_line, unknown_choices
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.data.grid_view import grid_children, grid_headline, grid_of
from dashboard.texts.words import BLOCKS_SHORT, on_day
from data_layer.domain.school_year import format_year
from data_layer.queries.directory import SchoolEntry, find_school, school_list, used_years


def show_grid(ctx: RequestContext, address: DataAddress, unknown: tuple[str, ...]) -> list[Element]:
    """What stands below the bar: the grid of the school chosen, or the choice of one."""
    is_school = ctx.principal.school_id is not None
    schools = school_list(ctx.session, year=None if is_school else address.year)
    school = _chosen(ctx, address, schools)
    address = replace(address, view=DataView.EDIT, school="" if school is None else school.code)
    body = _choose(address, schools) if school is None else _grid(ctx, address, school)
    main = html.Main([*unknown_choices(unknown), *body], id="main", className="page page-content data", tabIndex="-1")
    return [_filters(ctx, address, used_years(ctx.session), schools), main]


def _chosen(ctx: RequestContext, address: DataAddress, schools: Sequence[SchoolEntry]) -> SchoolEntry | None:
    """A school's own people have one, whatever the address says. Raises NotFoundError for an unknown one.

    One that is gone in the year has nothing to be entered, so another is to be chosen.
    """
    if ctx.principal.school_id is not None:
        return schools[0]
    school = find_school(ctx.session, address.school) if address.school else None
    return school if school is not None and school.is_there(address.year) else None


def _filters(
    ctx: RequestContext, address: DataAddress, years: Sequence[int], schools: Sequence[SchoolEntry]
) -> Element:
    year = filter_menu(
        "Год",
        year_choices(years, chosen=address.year, href=lambda each: address.href(year=each)),
        is_changed=address.year != default_year(tuple(years), today=ctx.today),
    )
    chosen = [] if ctx.principal.school_id is not None else [_school_menu(address, schools)]
    blocks: list[tuple[int | None, str]] = [
        (None, "все"),
        *((number, f"{number}. {BLOCKS_SHORT[number]}") for number in range(1, 7)),
    ]
    choices = [
        Choice(words, address.href(block=number), is_current=number == address.block) for number, words in blocks
    ]
    block = filter_menu("Блок", choices, is_changed=address.block is not None, is_extra=True)
    load = html.Link("Загрузить книгу", href=address.href(view=DataView.LOAD, block=None), className="button is-quiet")
    return filter_bar([year, *chosen, block], actions=[load])


def _school_menu(address: DataAddress, schools: Sequence[SchoolEntry]) -> Element:
    offered = sorted(schools, key=lambda school: school.short_name.casefold())
    choices = [
        Choice(tied(school.short_name), address.href(school=school.code), is_current=school.code == address.school)
        for school in offered
    ]
    if not address.school:
        choices.insert(0, Choice("не выбрана", address.href(), is_current=True))
    return filter_menu("Школа", choices, is_changed=bool(address.school))


def _choose(address: DataAddress, schools: Sequence[SchoolEntry]) -> list[Element]:
    offered = sorted(schools, key=lambda school: school.short_name.casefold())
    links = [
        html.Li(html.Link(tied(school.short_name), href=address.href(school=school.code, view=DataView.EDIT)))
        for school in offered
    ]
    return [
        html.Div(
            [
                html.P(f"Данные · {format_year(address.year)}", className="crumb"),
                html.H1("За какую школу внести данные?"),
            ],
            className="head",
        ),
        html.Section(html.Ul(links, className="places"), className="card choose-school"),
    ]


def _grid(ctx: RequestContext, address: DataAddress, school: SchoolEntry) -> list[Element]:
    grid = grid_of(ctx, school=school.code, year=address.year)
    scope = f"{tied(school.short_name)} · {format_year(address.year)} · {on_day(ctx.today)}"
    head = html.Div(
        [html.P(scope, className="crumb"), html.H1(grid_headline(grid)), print_line(scope)], className="head"
    )
    return [head, *grid_children(ctx, grid, address)]
