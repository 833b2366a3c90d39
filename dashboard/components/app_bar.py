"""The bar above every page: product, district, tabs of what exists, who is signed in, the way out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.access.principal import Principal, principal_or_none
from dashboard.addresses.data import DATA_PATH
from dashboard.addresses.school import school_href
from dashboard.binding import RequestContext
from dashboard.components.marks import unseen
from dashboard.components.markup import search_field
from dashboard.formatting import tied, whole
from dashboard.html import Element
from dashboard.services import MenuEntry, services
from dashboard.texts.evidence import queue_headline
from dashboard.texts.succession import listed_name
from dashboard.texts.words import PRODUCT, ROLES_IN_BAR
from data_layer.queries.directory import SchoolEntry, school_list
from data_layer.queries.reviewing import waiting_count

_PASSWORD: Final = ("Сменить пароль", "/password")
_ROLE: Final = ("Сменить роль", "/membership")
_DISTRICT: Final = ("Другой район", "/switch")
# What `page_bar` calls the current page on a school card.
SCHOOL: Final = "school"


@dataclass(frozen=True, slots=True)
class Tab:
    """count: of what waits behind it, 0 = nothing is said. counted: what that is, for those who hear the page."""

    words: str
    href: str
    is_current: bool
    count: int = 0
    counted: str = ""


@dataclass(frozen=True, slots=True)
class SchoolLink:
    code: str
    short_name: str


@dataclass(frozen=True, slots=True)
class BarView:
    """What the bar says. district, person: empty where there is none. schools: only for those who may open them.

    year: the school year that links to schools carry on. ways: what the menu under the person's name leads to,
    wording and path. is_visiting: an administrator looks into a district.
    """

    district: str
    person: str
    role: str
    tabs: tuple[Tab, ...]
    schools: tuple[SchoolLink, ...]
    year: int
    is_demo: bool
    ways: tuple[tuple[str, str], ...] = (_PASSWORD,)
    is_visiting: bool = False


def page_bar(ctx: RequestContext, *, current: str, year: int, names_schools: bool = True) -> list[Element]:
    """Children of the bar on the page whose path is `current`, with the tabs that the person's role has.

    Whose school it is goes back to it; who sees the district may go on to any school of it, unless the page
    codes the names of schools for a screen that everybody watches.
    """
    offered = school_list(ctx.session)
    own, others = _own_school(ctx, offered, current=current, year=year), menu_tabs(ctx.principal, current=current)
    tabs = [*own, *_with_waiting(ctx, others)]
    there = [each for each in offered if each.is_there(year)]
    schools = there if ctx.principal.school_id is None and names_schools else ()
    return app_bar_children(bar_of(ctx.principal, year=year, tabs=tabs, schools=schools))


def _with_waiting(ctx: RequestContext, tabs: Sequence[Tab]) -> list[Tab]:
    """Whoever reviews documents sees on every page how many wait."""
    waiting = waiting_count(ctx.session) if may(ctx.principal.role, Permission.REVIEW_DOCUMENTS) else 0
    words = queue_headline(waiting, is_filtered=False)
    return [replace(tab, count=waiting, counted=words) if waiting and tab.href == DATA_PATH else tab for tab in tabs]


def menu_tabs(principal: Principal, *, current: str) -> list[Tab]:
    """Tabs of the pages that the person may open, in the order of the pages."""
    return [
        Tab(_tab_words(principal, entry), entry.path, is_current=entry.path == current)
        for entry in services().menu
        if may(principal.role, Permission(entry.permission)) and _leads_somewhere(principal, entry)
    ]


def tabs_of_visitor() -> tuple[tuple[str, str], ...]:
    """Wording and path of the tabs on a page outside the application; none for somebody who is not signed in."""
    principal = principal_or_none()
    if principal is None or principal.must_change_password:
        return ()
    own = [("Моя школа", "/")] if principal.school_id is not None else []
    return (*own, *((tab.words, tab.href) for tab in menu_tabs(principal, current="")))


def _tab_words(principal: Principal, entry: MenuEntry) -> str:
    return entry.words if principal.school_id is None else entry.school_words


def _leads_somewhere(principal: Principal, entry: MenuEntry) -> bool:
    """The first page of a school's people is their school, which has a tab of its own."""
    return principal.school_id is None or entry.path != "/"


def _own_school(ctx: RequestContext, offered: Sequence[SchoolEntry], *, current: str, year: int) -> list[Tab]:
    if ctx.principal.school_id is None:
        return []
    return [Tab("Моя школа", school_href(each.code, year=year), is_current=current == SCHOOL) for each in offered]


def bar_of(principal: Principal, *, year: int, tabs: Sequence[Tab], schools: Iterable[SchoolEntry] = ()) -> BarView:
    """The bar of a signed-in person. schools: those offered in the list, by code; shown by name."""
    offered = sorted(schools, key=lambda school: school.short_name.casefold())
    return BarView(
        district=principal.district_title,
        person=principal.full_name or principal.login,
        role=ROLES_IN_BAR[principal.role],
        tabs=tuple(tabs),
        schools=tuple(SchoolLink(each.code, listed_name(each.short_name, each.gone_from)) for each in offered),
        year=year,
        is_demo=principal.is_demo,
        ways=_ways(principal),
        is_visiting=principal.is_switched,
    )


def _ways(principal: Principal) -> tuple[tuple[str, str], ...]:
    """Only what there is for this person: a choice of roles needs several, a choice of districts the right."""
    role = [_ROLE] if principal.has_other_roles else []
    district = [_DISTRICT] if may(principal.role, Permission.SWITCH_DISTRICT) else []
    return (_PASSWORD, *role, *district)


def app_bar_children(view: BarView) -> list[Element]:
    """Children of the bar's shell."""
    district = [html.Small(tied(view.district))] if view.district else []
    brand = html.Link([PRODUCT, *district], href="/", className="brand")
    badge = [html.Span("учебные данные", className="badge")] if view.is_demo else []
    visiting = [_visiting()] if view.is_visiting else []
    who = html.Div([*badge, _person(view), _sign_out()], className="who")
    menu = html.Button(
        "Меню", type="button", className="button opens-menu", **{"data-opens-menu": "", "aria-expanded": "false"}
    )
    return [brand, _tabs(view), *visiting, who, menu]


def app_bar_shell() -> list[Element]:
    """The bar before anything is known: the product's name alone."""
    return [html.Span(PRODUCT, className="brand")]


def _tabs(view: BarView) -> Element:
    tabs: list[Element] = [_tab(tab) for tab in view.tabs]
    if view.schools:
        tabs.append(_schools(view.schools, year=view.year))
    return html.Nav(tabs, className="tabs", **{"aria-label": "Разделы"})


def _tab(tab: Tab) -> Element:
    count = _tab_count(tab)
    if tab.is_current:
        return html.Link([tab.words, *count, unseen(", вы здесь")], href=tab.href, className="tab is-current")
    return html.Link([tab.words, *count], href=tab.href, className="tab")


def _tab_count(tab: Tab) -> list[Element]:
    if not tab.count:
        return []
    return [
        html.Span(whole(tab.count), className="tab-count", title=tab.counted, **{"aria-hidden": "true"}),
        unseen(f", {tab.counted}"),
    ]


def _schools(schools: Sequence[SchoolLink], *, year: int) -> Element:
    """«Школы» opens a list in place; assets/interface.js narrows it by what is typed."""
    links = [html.Li(html.Link(tied(one.short_name), href=school_href(one.code, year=year))) for one in schools]
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


def _person(view: BarView) -> Element:
    """Name and role; under them what a person may change about the own access. Those pages are loaded anew."""
    name = html.Span([tied(view.person), html.Span(view.role, className="role")])
    links = [html.Li(html.A(words, href=href)) for words, href in view.ways]
    summary = html.Summary([name, html.Span(className="chevron")])
    return html.Details([summary, html.Ul(links, className="menu-list")], className="menu person")


def _visiting() -> Element:
    """That this is not the own district, and the way out of it: «/switch» without a district."""
    words = html.Span("Вы вошли в район как администратор")
    return html.Div([words, _posting("Выйти из района", "/switch")], className="visiting")


def _sign_out() -> Element:
    return _posting("Выйти", "/logout")


def _posting(words: str, path: str) -> Element:
    """A POST form; assets/interface.js adds the token of the readable cookie when it is sent."""
    button = html.Button(words, type="submit", className="text-button")
    return html.Form([button], action=path, method="POST", **{"data-carries-token": ""})
