"""The audit trail as people read it: when, who, what, from what to what. Filters are links and a short form."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from dashboard import html
from dashboard.addresses.trail import ACCESS_ONLY, EVERYTHING, TrailAddress
from dashboard.components.filter_bar import Choice, filter_menu
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.texts.trail import ACTIONS, ChangeLine, actor_words, changes_of, event_sentence, moment_words
from data_layer.domain.flag_texts import Names
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.trail import TrailEvent

DOWNLOAD: Final = "/downloads/journal.xlsx"
PLATFORM_DOWNLOAD: Final = "/downloads/platform-journal.xlsx"
PAGE_SIZE: Final = 50


def trail_filters(address: TrailAddress, *, actors: Sequence[str], schools: Sequence[SchoolEntry]) -> list[Element]:
    """Menus «Кто», «Действие» and «Школа». schools: empty for a school's own trail."""
    everybody = [Choice("все", address.href(actor=""), is_current=not address.actor)]
    who = [Choice(actor_words(each), address.href(actor=each), is_current=each == address.actor) for each in actors]
    all_actions = [
        Choice("изменения и выгрузки", address.href(action=""), is_current=not address.action),
        Choice("входы и выгрузки", address.href(action=ACCESS_ONLY), is_current=address.action == ACCESS_ONLY),
        Choice("всё, с входами", address.href(action=EVERYTHING), is_current=address.action == EVERYTHING),
    ]
    what = [
        Choice(title, address.href(action=each), is_current=each == address.action)
        for each, (title, _) in ACTIONS.items()
    ]
    menus = [
        filter_menu("Кто", [*everybody, *who], is_changed=bool(address.actor)),
        filter_menu("Действие", [*all_actions, *what], is_changed=bool(address.action)),
    ]
    if schools:
        offered = sorted(schools, key=lambda school: school.short_name.casefold())
        where = [
            Choice("все", address.href(school=""), is_current=not address.school),
            *(
                Choice(tied(each.short_name), address.href(school=each.code), is_current=each.code == address.school)
                for each in offered
            ),
        ]
        menus.append(filter_menu("Школа", where, is_changed=bool(address.school), is_extra=True))
    return menus


def days_form(address: TrailAddress) -> Element:
    """From which day to which; both may be empty. assets/administration.js follows it without loading anew."""
    carried = [
        html.Input(type="hidden", name=name, value=str(value))
        for name, value in address.query().items()
        if value not in {None, ""} and name not in {"since", "until", "before"}
    ]
    return html.Form(
        [
            *carried,
            _day_field("С", name="since", day=address.since),
            _day_field("по", name="until", day=address.until),
            html.Button("Показать", type="submit", className="button"),
        ],
        action=address.path,
        method="GET",
        className="asking-form",
        **{"data-asks": ""},
    )


def _day_field(words: str, *, name: str, day: date | None) -> Element:
    """The words stay beside their field where the form takes two lines."""
    field_id = f"trail-{name}"
    field = html.Input(id=field_id, name=name, type="date", value=_iso(day))
    return html.Span([html.Label(words, htmlFor=field_id), field], className="asked-day")


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def trail_card(events: Sequence[TrailEvent], address: TrailAddress, names: Names, *, zone: ZoneInfo) -> list[Element]:
    """One page of the trail and the ways to newer and older events."""
    if not events:
        words = (
            "Таких записей нет. Измените отбор." if address != TrailAddress(path=address.path) else "Записей пока нет."
        )
        return [html.P(words, className="card nothing-found")]
    newest = [html.Link("К новым", href=address.href(), className="button")] if address.before else []
    older = []
    if len(events) > PAGE_SIZE:
        last = events[PAGE_SIZE - 1]
        older = [html.Link("Более ранние", href=address.href(before=(last.at, last.id)), className="button")]
    ways = [html.Div([*newest, *older], className="section-foot")] if newest or older else []
    return [html.Div(trail_list(events[:PAGE_SIZE], names, zone=zone), className="card trail-card"), *ways]


def file_link(href: str) -> Element:
    """All events that are chosen as a file; it stands at the end of the filter bar."""
    return html.A("Скачать XLSX", href=href, className="button is-quiet", download=True)


def trail_list(events: Sequence[TrailEvent], names: Names, *, zone: ZoneInfo) -> Element:
    return html.Ol([_item(event, names, zone=zone) for event in events], className="trail")


def _item(event: TrailEvent, names: Names, *, zone: ZoneInfo) -> Element:
    at = event.at.astimezone(zone)
    school = [html.Span(tied(event.school_name), className="school")] if event.school_name else []
    changes = [html.Li(_change(each)) for each in changes_of(event, names)]
    return html.Li(
        [
            html.Div(
                [html.Time(moment_words(at), dateTime=at.isoformat()), html.Span(actor_words(event.actor)), *school],
                className="facts-line",
            ),
            html.Div(tied(event_sentence(event, names)), className="sentence"),
            html.Ul(changes, className="changes-list") if changes else "",
        ]
    )


def _change(line: ChangeLine) -> list[object]:
    if not line.old:
        return [f"{line.label}: ", html.B(line.new)]
    return [
        f"{line.label}: ",
        html.Span(line.old, className="was"),
        html.Span(" стало ", className="unseen"),
        " ",
        html.B(line.new),
    ]
