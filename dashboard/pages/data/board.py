"""The board of the department: who has handed in what, who has not, and the way to each of them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import BoardOrder, DataAddress, DataView, review_href
from dashboard.addresses.reading import default_year
from dashboard.addresses.school import school_href
from dashboard.addresses.why import WhyCount
from dashboard.binding import RequestContext
from dashboard.components.filter_bar import Choice, filter_bar, filter_menu, year_choices
from dashboard.components.page import print_line, unknown_choices
from dashboard.components.why import why_number
from dashboard.formatting import counted, moment, whole
from dashboard.html import Element
from dashboard.texts.data import BOARD_COLUMNS, board_headline
from dashboard.texts.evidence import waiting_link
from dashboard.texts.why import COUNT_TITLES
from dashboard.texts.words import CLUSTERS, NO_CLUSTER, author_words, on_day
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster
from data_layer.queries.directory import used_years
from data_layer.queries.explanation.handed_in_counts import counts_of
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.handed_in import HandedInRow, handed_in_rows
from data_layer.queries.reviewing import waiting_count
from data_layer.queries.views import Count

# What has a day until which it is awaited.
_DUE: Final = frozenset({CountKind.FIGURES, CountKind.DOCUMENTS})
BOARD_FILE: Final = "/downloads/handed-in.xlsx"
_CLUSTERS: Final[Sequence[Cluster | None]] = (*Cluster, None)


def show_board(ctx: RequestContext, address: DataAddress, unknown: tuple[str, ...]) -> list[Element]:
    address = DataAddress(
        year=address.year,
        view=DataView.BOARD,
        cluster=address.cluster,
        order=address.order,
        is_missing_only=address.is_missing_only,
    )
    every = handed_in_rows(ctx.session, year=address.year, today=ctx.today)
    rows = board_rows(every, address)
    waiting = waiting_count(ctx.session) if may(ctx.principal.role, Permission.REVIEW_DOCUMENTS) else 0
    step = _review(address, waiting) if waiting else _load(address)
    scope = f"Кто сдал · {format_year(address.year)} · {on_day(ctx.today)}"
    return [
        _filters(ctx, address, step),
        html.Main(
            [
                html.Div(
                    [
                        html.P(scope, className="crumb"),
                        html.H1(board_headline(every)),
                        _others(address, with_load=bool(waiting)),
                        print_line(scope),
                        # On a phone, where the end of the filter bar stands behind «Ещё».
                        html.Div(step, className="on-phone board-step"),
                    ],
                    className="head",
                ),
                *unknown_choices(unknown),
                _table(ctx, address, rows) if rows else _nobody(address, has_schools=bool(every)),
            ],
            id="main",
            className="page page-content",
            tabIndex="-1",
        ),
    ]


def _others(address: DataAddress, *, with_load: bool) -> Element:
    """What else of schools is gathered here. with_load: the way to data too, where the bar has another step."""
    load = {"Загрузить данные": DataView.LOAD} if with_load else {}
    views = {**load, "Эффективность ВСОКО": DataView.EFFECTIVENESS, "Материалы района": DataView.PAPERS}
    links = [html.Link(words, href=DataAddress(year=address.year, view=view).href()) for words, view in views.items()]
    return html.P(links, className="note other-views")


def board_rows(rows: Sequence[HandedInRow], address: DataAddress) -> list[HandedInRow]:
    """Those asked for, in the order asked for."""
    chosen = [row for row in rows if address.cluster is None or row.cluster is address.cluster]
    if address.is_missing_only:
        chosen = [row for row in chosen if row.is_missing]
    if address.order is BoardOrder.NAME:
        return sorted(chosen, key=lambda row: row.short_name.casefold())
    return sorted(chosen, key=lambda row: (_CLUSTERS.index(row.cluster), row.short_name.casefold()))


def _filters(ctx: RequestContext, address: DataAddress, step: Element) -> Element:
    years = tuple(used_years(ctx.session))
    clusters: list[tuple[Cluster | None, str]] = [(None, "все школы"), *CLUSTERS.items()]
    menus = [
        filter_menu(
            "Год",
            year_choices(years, chosen=address.year, href=lambda year: address.href(year=year)),
            is_changed=address.year != default_year(years, today=ctx.today),
        ),
        filter_menu(
            "Показать",
            [
                Choice("всех", address.href(is_missing_only=False), is_current=not address.is_missing_only),
                Choice("кто не сдал", address.href(is_missing_only=True), is_current=address.is_missing_only),
            ],
            is_changed=address.is_missing_only,
        ),
        filter_menu(
            "Кластер",
            [Choice(words, address.href(cluster=one), is_current=one is address.cluster) for one, words in clusters],
            is_changed=address.cluster is not None,
            is_extra=True,
        ),
        filter_menu(
            "Порядок",
            [
                Choice(
                    "по кластерам",
                    address.href(order=BoardOrder.CLUSTER),
                    is_current=address.order is BoardOrder.CLUSTER,
                ),
                Choice("по названию", address.href(order=BoardOrder.NAME), is_current=address.order is BoardOrder.NAME),
            ],
            is_changed=address.order is not BoardOrder.CLUSTER,
            is_extra=True,
        ),
    ]
    search = address.href().partition("?")[2]
    actions = [
        html.A("Скачать XLSX", href=f"{BOARD_FILE}?{search}", className="button is-quiet", download=True),
        html.Span(step, className="not-on-phone"),
    ]
    return filter_bar(menus, actions=actions)


def _load(address: DataAddress) -> Element:
    href = DataAddress(year=address.year, view=DataView.LOAD).href()
    return html.Link("Загрузить данные", href=href, className="button is-main")


def _review(address: DataAddress, waiting: int) -> Element:
    href = review_href(year=address.year)
    return html.Link(waiting_link(waiting), href=href, className="button is-main to-review")


def _nobody(address: DataAddress, *, has_schools: bool) -> Element:
    if not has_schools:
        words = "В районе ещё нет школ. Загрузите их список: таблицу «Школы» в книге или файле .csv."
        link = html.Link("Загрузить список школ", href=address.href(view=DataView.LOAD), className="button is-main")
    else:
        words = "Под выбранный отбор не подходит ни одна школа."
        link = html.Link(
            "Показать все школы", href=address.href(cluster=None, is_missing_only=False), className="button is-main"
        )
    return html.Section([html.P(words), link], className="card empty")


def _table(ctx: RequestContext, address: DataAddress, rows: Sequence[HandedInRow]) -> Element:
    heads = [
        html.Th(words, scope="col", className=None if place in {0, len(BOARD_COLUMNS) - 1} else "number")
        for place, words in enumerate(BOARD_COLUMNS)
    ]
    caption = html.Caption("Школы района: сколько показателей, целей и документов внесено", className="unseen")
    bodies = _bodies(ctx, address, rows)
    table = html.Table([caption, html.Thead(html.Tr(heads)), *bodies], className="data-table board")
    note = html.P(
        "Показатели и документы — из тех, срок которых прошёл. Где своей цели нет, действует ориентир района. "
        "Последний ввод — по показателям.",
        className="note card-text",
    )
    return html.Section([table, note], className="card")


def _bodies(ctx: RequestContext, address: DataAddress, rows: Sequence[HandedInRow]) -> list[Element]:
    if address.order is BoardOrder.NAME:
        return [html.Tbody([_row(ctx, address, row) for row in rows])]
    bodies = []
    for cluster, group in groupby(rows, key=lambda row: row.cluster):
        own = list(group)
        title = CLUSTERS[cluster] if cluster else NO_CLUSTER
        words = f"{title} · {counted(len(own), 'школа', 'школы', 'школ')}"
        heading = html.Tr(html.Th(words, colSpan=len(BOARD_COLUMNS), scope="rowgroup"), className="group")
        bodies.append(html.Tbody([heading, *(_row(ctx, address, row) for row in own)]))
    return bodies


def _row(ctx: RequestContext, address: DataAddress, row: HandedInRow) -> Element:
    name = html.Link(row.short_name, href=school_href(row.code, year=address.year))
    if row.last_at is None:
        last: object = html.Span("ничего не внесено", className="quiet")
    else:
        at = moment(row.last_at, time_zone=ctx.principal.time_zone)
        last = html.Link(
            [at, html.Span(f" · {author_words(row.last_by)}", className="quiet")],
            href=address.href(view=DataView.LOAD, school=row.code),
        )
    cells = [
        html.Td(
            _count(kind, count, row, year=address.year, is_due=kind in _DUE),
            className="number",
            **{"data-words": words},
        )
        for (kind, count), words in zip(counts_of(row).items(), BOARD_COLUMNS[1:-1], strict=True)
    ]
    return html.Tr([html.Th(name, scope="row"), *cells, html.Td(last, className="last")])


def _count(kind: CountKind, count: Count, row: HandedInRow, *, year: int, is_due: bool) -> Element:
    """«35 из 36», which answers «Почему?»: what is there and what is lacking, one by one."""
    if not count.n:
        return html.Span("—", className="quiet")
    missing = count.n - count.k
    lacking = [html.Span(f"нет {whole(missing)}", className="lacking")] if is_due and missing else []
    shown = [*lacking, html.B(whole(count.k)), html.Small(f" из {whole(count.n)}")]
    subject = WhyCount(kind, year, school=row.code)
    return html.Span(why_number(subject, shown, about=f"{COUNT_TITLES[kind]}: {row.short_name}"), className="count")
