"""The filter bar of the cycle; a school's people have no other schools to choose from."""

from collections.abc import Sequence

from dashboard import html
from dashboard.addresses.cycle import View, letter_href
from dashboard.addresses.data import review_href
from dashboard.addresses.reading import BLOCKS, default_year
from dashboard.components.filter_bar import Choice, filter_bar, filter_menu, year_choices
from dashboard.components.names import names_menu
from dashboard.html import Element
from dashboard.pages.cycle.flags import RULES_IN_ORDER
from dashboard.pages.cycle.model import CyclePage
from dashboard.texts.cycle import RULES, SHOWS, STAGES_SHORT, letters_button
from dashboard.texts.evidence import waiting_link
from dashboard.texts.words import BLOCKS_SHORT, CLUSTERS, SEVERITIES
from data_layer.domain.vocabulary import COUNTED_STAGES, Cluster, Rule, Severity, Stage
from data_layer.queries.cycle_views import Show


def cycle_filters(page: CyclePage) -> Element:
    menus = [_year(page)]
    if not page.reader.is_own_school:
        menus += [_show(page), _cluster(page)]
    menus += [_block(page), _stage(page)]
    if page.address.view is View.LIST:
        menus += _of_the_list(page)
    if not page.reader.is_own_school:
        # The list has so many choices that the bar would take two lines.
        names = names_menu(
            page.address.names,
            href=lambda names: page.address.href(names=names, school=None),
            is_folded=page.address.view is View.LIST,
        )
        menus.append(names)
    download = html.A("Скачать", href=page.address.workbook_href, className="button", download=True)
    return filter_bar(menus, actions=[download])


def letters_menu(page: CyclePage) -> list[Element]:
    """«Написать 10 школам»: one file with a page per school, or a file per school."""
    count = page.view.schools_to_write
    if not page.reader.is_reviewer or not count or page.reader.names.is_coded:
        return []
    ways = (("Одним файлом, страница на школу (DOCX)", False), ("Отдельными файлами (ZIP)", True))
    links = [
        html.Li(
            html.A(
                words,
                href=letter_href(year=page.address.year, cluster=page.address.cluster, is_zip=is_zip),
                download=True,
            )
        )
        for words, is_zip in ways
    ]
    summary = html.Summary([letters_button(count), html.Span(className="chevron")], className="button")
    return [html.Details([summary, html.Ul(links, className="menu-list")], className="menu letters")]


def review_link(page: CyclePage) -> list[Element]:
    """To the queue of documents under review, for whoever reviews; documents of all years wait there."""
    waiting = page.waiting
    if not waiting or page.reader.names.is_coded:
        return []
    return [html.Link(waiting_link(waiting), href=review_href(year=page.address.year), className="button to-review")]


def back_to_matrix(page: CyclePage) -> Element:
    """From the list of flags to the matrix under the same choices."""
    return html.Link("Показать матрицу", href=page.address.href(view=View.MATRIX), className="button")


def _year(page: CyclePage) -> Element:
    address, view = page.address, page.view
    choices = year_choices(view.years, chosen=address.year, href=lambda year: address.href(year=year))
    return filter_menu("Год", choices, is_changed=address.year != default_year(view.years, today=view.today))


def _show(page: CyclePage) -> Element:
    address = page.address
    choices = [Choice(words, address.href(show=show), is_current=show is address.show) for show, words in SHOWS.items()]
    return filter_menu("Показать", choices, is_changed=address.show is not Show.ALL)


def _cluster(page: CyclePage) -> Element:
    address = page.address
    clusters: list[tuple[Cluster | None, str]] = [(None, "все"), *CLUSTERS.items()]
    choices = [Choice(words, address.href(cluster=one), is_current=one is address.cluster) for one, words in clusters]
    return filter_menu("Кластер", choices, is_changed=address.cluster is not None, is_extra=True)


def _block(page: CyclePage) -> Element:
    address = page.address
    blocks: list[tuple[int | None, str]] = [(None, "все"), *((n, f"{n}. {BLOCKS_SHORT[n]}") for n in BLOCKS)]
    choices = [Choice(words, address.href(block=one), is_current=one == address.block) for one, words in blocks]
    return filter_menu("Блок", choices, is_changed=address.block is not None, is_extra=True)


def _stage(page: CyclePage) -> Element:
    address = page.address
    stages: list[tuple[Stage | None, str]] = [(None, "все"), *((one, STAGES_SHORT[one]) for one in COUNTED_STAGES)]
    choices = [Choice(words, address.href(stage=one), is_current=one is address.stage) for one, words in stages]
    return filter_menu("Стадия", choices, is_changed=address.stage is not None, is_extra=True)


def _of_the_list(page: CyclePage) -> list[Element]:
    address = page.address
    severities: list[tuple[Severity | None, str]] = [(None, "любая"), *SEVERITIES.items()]
    rules: Sequence[tuple[Rule | None, str]] = [(None, "все"), *((rule, RULES[rule]) for rule in RULES_IN_ORDER)]
    menus = [
        filter_menu(
            "Важность",
            [
                Choice(words, address.href(severity=one), is_current=one is address.severity)
                for one, words in severities
            ],
            is_changed=address.severity is not None,
            is_extra=True,
        ),
        filter_menu(
            "Правило",
            [Choice(words, address.href(rule=one), is_current=one is address.rule) for one, words in rules],
            is_changed=address.rule is not None,
            is_extra=True,
        ),
    ]
    return menus if page.reader.is_own_school else [*menus, *_school(page)]


def _school(page: CyclePage) -> list[Element]:
    """Choosing one school by its name would tell which school a number stands for, so coded views have none."""
    if page.reader.names.is_coded:
        return []
    address = page.address
    schools: list[tuple[str | None, str]] = [(None, "все"), *page.view.schools_with_flags]
    choices = [Choice(words, address.href(school=one), is_current=one == address.school) for one, words in schools]
    return [filter_menu("Школа", choices, is_changed=address.school is not None, is_extra=True, is_folded=True)]
