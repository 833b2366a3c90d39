"""The page below the app bar: the finding, the strip of stages, the matrix or the list of flags."""

from dashboard import html
from dashboard.addresses.cycle import View
from dashboard.components.page import print_line, unknown_choices
from dashboard.components.send import send_button
from dashboard.components.states import empty_state
from dashboard.findings.cycle import STAGES_FIGURE
from dashboard.html import Element
from dashboard.pages.cycle.filters import back_to_matrix, cycle_filters, letters_menu, review_link
from dashboard.pages.cycle.flags import flag_list, flags_card
from dashboard.pages.cycle.matrix import matrix_card
from dashboard.pages.cycle.model import CyclePage
from dashboard.pages.cycle.own_matrix import own_matrix_card
from dashboard.pages.cycle.strip import stage_strip
from dashboard.texts.cycle import NOTHING_REQUIRED, cycle_headline, cycle_scope, flags_headline_list, shown_words
from dashboard.texts.words import CLUSTERS, on_day
from data_layer.queries.cycle_views import Show


def cycle_children(page: CyclePage, *, unknown: tuple[str, ...] = ()) -> list[Element]:
    """unknown: choices of the address that could not be made out."""
    return [
        cycle_filters(page),
        html.Main(
            [*unknown_choices(unknown), *_content(page)],
            id="main",
            className="page page-content cycle-page",
            tabIndex="-1",
        ),
    ]


def _content(page: CyclePage) -> list[Element]:
    if not page.view.schools:
        return [_no_schools(page)]
    if page.address.view is View.LIST:
        return [_head(page), *_shown(page), *flag_list(page)]
    matrix = [_matrix(page)] if page.view.rows else []
    return [_head(page), stage_strip(page), *_shown(page), html.Div([*matrix, flags_card(page)], className="stack")]


def _matrix(page: CyclePage) -> Element:
    """The glyphs, or that the district asks for no document of this choice."""
    if not page.view.places:
        return html.P(NOTHING_REQUIRED, className="card nothing-found")
    return own_matrix_card(page) if page.reader.is_own_school else matrix_card(page)


def _head(page: CyclePage) -> Element:
    view, is_own = page.view, page.reader.is_own_school
    scope = f"{cycle_scope(view.filters, is_own_school=is_own)} · {on_day(view.today)}"
    is_list = page.address.view is View.LIST
    finding = (
        flags_headline_list(view.flag_counts, len({flag.school for flag in view.flags}), is_own_school=is_own)
        if is_list
        else cycle_headline(view, is_own_school=is_own)
    )
    kicker = "Замечания" if is_list else "Управленческий цикл"
    sends = [] if is_list else _sends(page, finding)
    actions = [*([back_to_matrix(page)] if is_list else []), *sends, *review_link(page), *letters_menu(page)]
    return html.Div(
        [
            html.P(f"{kicker} · {scope}", className="crumb"),
            html.H1(finding),
            *([html.Div(actions, className="head-actions")] if actions else []),
            print_line(f"{view.district} · {kicker.lower()} · {scope}"),
        ],
        className="head with-actions",
    )


def _sends(page: CyclePage, finding: str) -> list[Element]:
    """The finding with the strip of stages below it."""
    if not page.reader.may_send or not page.view.places:
        return []
    return [send_button(page.address.href(STAGES_FIGURE), about=finding, className="button")]


def _shown(page: CyclePage) -> list[Element]:
    words = shown_words(page.view)
    if not words:
        return []
    link = html.Link("Показать все школы", href=page.address.href(show=Show.ALL))
    return [html.P([words, " ", link], className="message", role="status")]


def _no_schools(page: CyclePage) -> Element:
    if page.view.filters.cluster:
        words = f"В кластере «{CLUSTERS[page.view.filters.cluster]}» школ нет."
        href = page.address.href(cluster=None)
        return empty_state("Школ по этому отбору нет", words, step="Показать все кластеры", href=href)
    return empty_state("В районе ещё нет школ", "Показывать нечего, пока не загружен список школ.")
