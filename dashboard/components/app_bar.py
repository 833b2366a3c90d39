"""The bar above every page: product, district, tabs of what exists, who is signed in, the way out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.access.principal import Principal
from dashboard.components.address import school_href
from dashboard.components.marks import unseen
from dashboard.components.markup import search_field
from dashboard.formatting import tied
from dashboard.texts import PRODUCT, ROLES
from data_layer.queries.directory import SchoolEntry


@dataclass(frozen=True, slots=True)
class Tab:
    words: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class SchoolLink:
    code: str
    short_name: str


@dataclass(frozen=True, slots=True)
class BarView:
    """What the bar says. district, person: empty where there is none. schools: only for those who may open them.

    year: the school year that links to schools carry on.
    """

    district: str
    person: str
    role: str
    tabs: tuple[Tab, ...]
    schools: tuple[SchoolLink, ...]
    year: int
    is_demo: bool


def bar_of(principal: Principal, *, year: int, tabs: Sequence[Tab], schools: Iterable[SchoolEntry] = ()) -> BarView:
    """The bar of a signed-in person. schools: those offered in the list, by code; shown by name."""
    offered = sorted(schools, key=lambda school: school.short_name.casefold())
    return BarView(
        district=principal.district_title,
        person=principal.full_name or principal.login,
        role=ROLES[principal.role],
        tabs=tuple(tabs),
        schools=tuple(SchoolLink(school.code, school.short_name) for school in offered),
        year=year,
        is_demo=principal.is_demo,
    )


def app_bar_children(view: BarView) -> list[Component]:
    """Children of the bar's shell."""
    district = [html.Small(tied(view.district))] if view.district else []
    brand = dcc.Link([PRODUCT, *district], href="/", className="brand")
    badge = [html.Span("учебные данные", className="badge")] if view.is_demo else []
    person = html.Span([tied(view.person), html.Span(view.role, className="role")])
    who = html.Div([*badge, person, _sign_out()], className="who")
    menu = html.Button(
        "Меню", type="button", className="button opens-menu", **{"data-opens-menu": "", "aria-expanded": "false"}
    )
    return [brand, _tabs(view), who, menu]


def app_bar_shell() -> list[Component]:
    """The bar before anything is known: the product's name alone."""
    return [html.Span(PRODUCT, className="brand")]


def _tabs(view: BarView) -> Component:
    tabs: list[Component] = [_tab(tab) for tab in view.tabs]
    if view.schools:
        tabs.append(_schools(view.schools, year=view.year))
    return html.Nav(tabs, className="tabs", **{"aria-label": "Разделы"})


def _tab(tab: Tab) -> Component:
    if tab.is_current:
        return dcc.Link([tab.words, unseen(", вы здесь")], href=tab.href, className="tab is-current")
    return dcc.Link(tab.words, href=tab.href, className="tab")


def _schools(schools: Sequence[SchoolLink], *, year: int) -> Component:
    """«Школы» opens a list in place; assets/interface.js narrows it by what is typed."""
    links = [html.Li(dcc.Link(tied(one.short_name), href=school_href(one.code, year=year))) for one in schools]
    search = html.Div(
        [
            html.Label("Найти школу", htmlFor="school-search", className="unseen"),
            search_field(id="school-search", placeholder="Название школы"),
        ],
        className="school-search",
    )
    nothing = html.P("Такой школы нет.", className="nothing note", hidden=True)
    panel = html.Div([search, html.Ul(links, className="menu-list"), nothing], className="school-panel")
    return html.Details([html.Summary(["Школы", html.Span(className="chevron")]), panel], className="menu schools")


def _sign_out() -> Component:
    """A POST form; assets/interface.js adds the token of the readable cookie when it is sent."""
    button = html.Button("Выйти", type="submit", className="text-button")
    return html.Form([button], action="/logout", method="POST", **{"data-carries-token": ""})
