"""Result × cycle: four counts of school × block with what each calls for; each opens its list in place."""

from collections.abc import Sequence

from dashboard import html
from dashboard.addresses.cycle import CycleAddress
from dashboard.addresses.school import school_href
from dashboard.components.marks import mark
from dashboard.formatting import NO_BREAK, counted, tied, whole
from dashboard.html import Element
from data_layer.queries.cycle_views import Show
from data_layer.queries.views import Overview, QuadrantPlace


def quadrant_card(view: Overview) -> Element:
    quadrant, year = view.quadrant, view.filters.year
    broken = CycleAddress(year, Show.OVERDUE, block=view.filters.block, cluster=view.filters.cluster).href()
    places = [
        _axis("Цикл в срок", is_top=True),
        _axis("Цикл разорван", is_top=True),
        _axis("Все цели достигнуты"),
        _place(quadrant.met_in_time, "закрепить опыт", "Все цели достигнуты, цикл в срок", tint="all", year=year),
        _place(
            quadrant.met_broken,
            "дооформить документы",
            "Все цели достигнуты, цикл разорван",
            tint="half",
            year=year,
            cycle=broken,
        ),
        _axis("Есть недостиг\u00adнутые"),
        _place(
            quadrant.missed_in_time,
            "проверить, работают ли меры",
            "Есть недостигнутые цели, цикл в срок",
            tint="some",
            year=year,
        ),
        _place(
            quadrant.missed_broken,
            "начать отсюда",
            "Есть недостигнутые цели, цикл разорван",
            tint="none",
            year=year,
            cycle=broken,
        ),
    ]
    return html.Section(
        [
            html.Div(html.H2("Результат и цикл", id="quadrant-title"), className="card-head"),
            html.P(_note(view), className="note"),
            html.Div([html.Span(className="corner"), *places], className="quadrant"),
            *_without_data(quadrant.no_data, year=year),
        ],
        id="quadrant",
        className="card place-quadrant",
        **{"aria-labelledby": "quadrant-title"},
    )


def _note(view: Overview) -> str:
    quadrant = view.quadrant
    judged = sum(
        len(one) for one in (quadrant.met_in_time, quadrant.met_broken, quadrant.missed_in_time, quadrant.missed_broken)
    )
    total = judged + len(quadrant.no_data)
    return (
        f"Блоки в школах: {whole(judged)} из{NO_BREAK}{whole(total)}, по которым есть данные. Число открывает список."
    )


def _axis(words: str, *, is_top: bool = False) -> Element:
    return html.Span(words, className="axis is-top" if is_top else "axis", **{"aria-hidden": "true"})


def _place(places: Sequence[QuadrantPlace], calls: str, axes: str, *, tint: str, year: int, cycle: str = "") -> Element:
    """cycle: where the broken cycles of the schools are shown; empty for those in order."""
    hot = [mark("not-met")] if tint == "none" and places else []
    summary = html.Summary(
        [
            html.B([*hot, whole(len(places))]),
            html.Span(calls, className="calls"),
            html.Span(axes, className="axes"),
        ]
    )
    return html.Details([summary, _list(places, year=year, cycle=cycle)], className=f"menu place tint-{tint}")


def _list(places: Sequence[QuadrantPlace], *, year: int, cycle: str) -> Element:
    if not places:
        return html.P("Таких блоков нет.", className="place-list note")
    links = [html.Li(_link(place, year=year)) for place in places]
    if cycle:
        links.append(html.Li(html.Link("Показать просрочки в цикле", href=cycle)))
    return html.Ul(links, className="place-list")


def _link(place: QuadrantPlace, *, year: int) -> Element:
    words = f"{tied(place.short_name)}, блок{NO_BREAK}{place.block}"
    return html.Link(words, href=school_href(place.school, year=year, block=place.block))


def _without_data(places: Sequence[QuadrantPlace], *, year: int) -> list[Element]:
    if not places:
        return []
    summary = html.Summary(
        [f"Без данных: {counted(len(places), 'блок', 'блока', 'блоков')}", html.Span(className="chevron")]
    )
    links = html.Div([_link(place, year=year) for place in places], className="places")
    return [html.Div(html.Details([summary, links], className="opens"), className="card-foot")]
