"""A region's «Обзор»: districts and their clusters side by side, without a single school."""

from collections.abc import Sequence
from datetime import date

from dashboard import html
from dashboard.addresses.overview import OverviewAddress
from dashboard.addresses.rollup import WhyRollup
from dashboard.charts.html import meter
from dashboard.charts.specification import Meter
from dashboard.components.filter_bar import rollup_filters
from dashboard.components.marks import overdue_mark
from dashboard.components.page import print_line, unknown_choices
from dashboard.components.states import empty_state
from dashboard.components.why import asked_number
from dashboard.formatting import DASH, NO_BREAK, percent, tied, whole
from dashboard.html import Element
from dashboard.texts.overview import rollup_headline
from dashboard.texts.rollup import place_name
from dashboard.texts.why import COUNT_TITLES
from dashboard.texts.words import on_day
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.rollup import RollupRow
from data_layer.queries.views import Count


def rollup_children(
    rows: Sequence[RollupRow], address: OverviewAddress, *, today: date, unknown: tuple[str, ...] = ()
) -> list[Element]:
    """The whole page below the app bar."""
    scope = f"{format_year(address.year)} · {on_day(today)}"
    content = [_head(rows, scope), _table(rows, year=address.year)] if rows else [_empty()]
    main = html.Main([*unknown_choices(unknown), *content], id="main", className="page page-content", tabIndex="-1")
    return [rollup_filters(address, today=today), main]


def _empty() -> Element:
    return empty_state("В регионе ещё нет районов", "Администратор добавляет район командой districts add.")


def _head(rows: Sequence[RollupRow], scope: str) -> Element:
    districts = [row for row in rows if row.cluster is None]
    return html.Div(
        [
            html.P(f"Обзор региона · {scope}", className="crumb"),
            html.H1(rollup_headline(districts)),
            print_line(f"Обзор региона · {scope}"),
        ],
        className="head",
    )


def _table(rows: Sequence[RollupRow], *, year: int) -> Element:
    heads = ("Район и тип местности", "Школ", "Цели достигнуты", "", "Просрочено документов")
    head = html.Thead(html.Tr([html.Th(words, scope="col") if words else html.Td() for words in heads]))
    caption = html.Caption("Цели и просроченные документы по районам", className="unseen")
    table = html.Table(
        [caption, head, html.Tbody([_row(row, year=year) for row in in_order(rows)])], className="plain-table rollup"
    )
    foot = html.Div(
        "Цели складываются по школам, проценты не усредняются. Школы здесь не называются.", className="card-foot"
    )
    return html.Section([table, foot], className="card", **{"aria-label": "Районы"})


def in_order(rows: Sequence[RollupRow]) -> list[RollupRow]:
    """Each district followed by its clusters from town to village."""
    places = {"": len(Cluster), **{str(cluster): place for place, cluster in enumerate(Cluster)}}
    districts = {row.district: place for place, row in reversed(list(enumerate(rows)))}
    return sorted(rows, key=lambda row: (districts[row.district], -1 if row.cluster is None else places[row.cluster]))


def _row(row: RollupRow, *, year: int) -> Element:
    is_district = row.cluster is None
    name = tied(row.title if row.cluster is None else place_name(row.cluster))
    return html.Tr(
        [
            html.Th(html.B(name) if is_district else name, scope="row"),
            html.Td(whole(row.schools), className="school-count"),
            html.Td(meter(Meter(name, row.goals)), className="goals-meter"),
            html.Td(
                _asked(CountKind.GOALS, row, _goals(row.goals), year=year) if row.goals.n else DASH, className="count"
            ),
            html.Td(_overdue(row, year=year), className="overdue"),
        ],
        className=None if is_district else "is-part",
    )


def _overdue(row: RollupRow, *, year: int) -> list[Element | str]:
    if not row.overdue:
        return ["нет"]
    return [overdue_mark(), " ", _asked(CountKind.OVERDUE, row, html.B(whole(row.overdue)), year=year)]


def _asked(count: CountKind, row: RollupRow, shown: object, *, year: int) -> Element:
    """The number as the button that opens its answer."""
    place = row.title if row.cluster is None else f"{row.title}, {place_name(row.cluster)}"
    about = f"{COUNT_TITLES[count]}: {place}"
    return asked_number(shown, address=WhyRollup(count, row.district, year, row.cluster).href, about=about)


def _goals(goals: Count) -> list[Element | str]:
    return [html.B(whole(goals.k)), " ", html.Small(f"из{NO_BREAK}{whole(goals.n)} · {percent(goals.k, goals.n)}")]
