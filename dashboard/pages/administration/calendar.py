"""Section «Календарь года»: due days of stages and figures, and those of single schools."""

from collections.abc import Mapping
from datetime import date

from flask import Flask, Response

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.administration import AdministrationAddress, panel_href
from dashboard.answers import done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.components.forms import select_field, sending_form, submit, text_field
from dashboard.components.marks import unseen
from dashboard.components.panel import fragment, opens_panel
from dashboard.formatting import DASH, date_full, days_from, tied
from dashboard.html import Element
from dashboard.pages.administration.effect import effect_panel
from dashboard.pages.administration.entered import Entered, asked_text, clash, refuse
from dashboard.texts.administration import calendar_headline
from dashboard.texts.trail import due_title
from data_layer.commands.calendar import (
    KEYS,
    InvalidDueDayError,
    check_due_days,
    open_year,
    school_exceptions,
    set_due_days,
    set_school_days,
)
from data_layer.commands.effects import effect_of, with_due_days, with_school_days
from data_layer.domain.school_year import format_year
from data_layer.errors import ChangedMeanwhileError, ConflictError
from data_layer.queries.catalogue import Catalogue, load_catalogue, years_and_calendar
from data_layer.queries.directory import SchoolEntry, find_school, school_list, used_years


def register(server: Flask) -> None:
    for name, panel in (("due-days", show_due_days), ("school-day", show_school_day)):
        register_route(
            server, f"/panels/admin/{name}", methods=["GET"], permission=Permission.VIEW_ADMINISTRATION, handler=panel
        )
    for name, preview in (("due-days-preview", preview_due_days), ("school-day-preview", preview_school_day)):
        register_route(
            server,
            f"/actions/admin/{name}",
            methods=["POST"],
            permission=Permission.VIEW_ADMINISTRATION,
            handler=preview,
        )
    for name, action in (
        ("year-open", open_year_action),
        ("due-days-save", save_due_days),
        ("school-day-save", save_school_day),
    ):
        register_route(
            server, f"/actions/admin/{name}", methods=["POST"], permission=Permission.MANAGE_DISTRICT, handler=action
        )


# The section


def headline(ctx: RequestContext, address: AdministrationAddress) -> str:
    is_open = address.year in used_years(ctx.session)
    return calendar_headline(
        address.year, is_open=is_open, exceptions=len(school_exceptions(ctx.session, year=address.year))
    )


def section(ctx: RequestContext, address: AdministrationAddress) -> list[Element]:
    year, catalogue = address.year, load_catalogue(ctx.session, with_sources=False)
    _, calendar = years_and_calendar(ctx.session, {year})
    days = calendar.district[year]
    if year not in used_years(ctx.session):
        form = sending_form(
            [submit(f"Открыть {format_year(year)} с этими сроками")],
            action="/actions/admin/year-open",
            hidden={"year": format_year(year)},
            className="section-actions",
        )
        note = html.P(
            "Ниже — сроки по умолчанию. Год откроется и сам, когда по нему внесут первые данные.",
            className="note section-note",
        )
        return [form, note, _days_card(days, catalogue, today=ctx.today, year=year)]
    edit = opens_panel(
        "Изменить сроки", address=panel_href("due-days", year=format_year(year)), className="button is-main"
    )
    more = opens_panel(
        "Срок для одной школы", address=panel_href("school-day", year=format_year(year)), className="button"
    )
    return [
        html.Div([more, edit], className="section-actions"),
        _days_card(days, catalogue, today=ctx.today, year=year),
        *_exceptions_card(ctx, catalogue, days, year=year),
    ]


def _days_card(days: Mapping[str, date], catalogue: Catalogue, *, today: date, year: int) -> Element:
    heads = [html.Th(words, scope="col") for words in ("Что", "Срок", "Когда")]
    caption = html.Caption(f"Сроки {format_year(year)} учебного года", className="unseen")
    rows = [_day_row(due_title(key, catalogue), days.get(key), today=today) for key in KEYS]
    table = html.Table([caption, html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain-table admin-table")
    return html.Div(table, className="card table-card is-narrow")


def _day_row(title: str, day: date | None, *, today: date) -> Element:
    return html.Tr(
        [
            html.Th(title, scope="row"),
            html.Td(DASH if day is None else date_full(day), className="number"),
            html.Td("срока нет" if day is None else days_from(day, today=today), className="quiet"),
        ]
    )


def _exceptions_card(
    ctx: RequestContext, catalogue: Catalogue, days: Mapping[str, date], *, year: int
) -> list[Element]:
    exceptions = school_exceptions(ctx.session, year=year)
    if not exceptions:
        return []
    schools = {school.code: school for school in school_list(ctx.session)}
    rows = [
        _exception_row(
            schools[code], key, own=own[key], common=days.get(key), title=due_title(key, catalogue), year=year
        )
        for code, own in sorted(exceptions.items())
        for key in KEYS
        if key in own
    ]
    heads = [
        *(html.Th(words, scope="col") for words in ("Школа", "Что", "Свой срок", "У всех")),
        html.Td(),
    ]
    caption = html.Caption("Сроки отдельных школ", className="unseen")
    table = html.Table([caption, html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain-table admin-table")
    head = html.Div(html.H2("Сроки отдельных школ"), className="section-head")
    return [head, html.Div(table, className="card table-card")]


def _exception_row(school: SchoolEntry, key: str, *, own: date, common: date | None, title: str, year: int) -> Element:
    address = panel_href("school-day", year=format_year(year), school=school.code, key=key)
    return html.Tr(
        [
            html.Th(tied(school.short_name), scope="row"),
            html.Td(title),
            html.Td(html.B(date_full(own)), className="number", **{"data-label": "срок"}),
            html.Td(DASH if common is None else date_full(common), className="number", **{"data-label": "у всех"}),
            html.Td(
                opens_panel(["Изменить", unseen(f": {school.short_name}, {title}")], address=address),
                className="row-action",
            ),
        ]
    )


# Due days of the district


def show_due_days(ctx: RequestContext) -> str:
    year = Entered({"year": asked_text("year")}).year("year", today=ctx.today)
    days = years_and_calendar(ctx.session, {year})[1].district[year]
    return _due_days_panel(ctx, year, days)


def _due_days_panel(ctx: RequestContext, year: int, days: Mapping[str, date], *, stale: str = "") -> str:
    catalogue = load_catalogue(ctx.session, with_sources=False)
    fields = [
        text_field(due_title(key, catalogue), name=key, value=_iso(days.get(key)), kind="date", required=True)
        for key in KEYS
    ]
    was = {f"was_{key}": _iso(days.get(key)) for key in KEYS}
    form = sending_form(
        [*fields, submit("Показать, что изменится")],
        action="/actions/admin/due-days-preview",
        hidden={"year": format_year(year), **was},
    )
    before = [html.P(stale, className="message", role="alert")] if stale else []
    return fragment("Изменить сроки", [*before, form], kicker=f"Календарь {format_year(year)}")


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _entered_days(ctx: RequestContext) -> tuple[Entered, int, dict[str, date], dict[str, date]]:
    """The form, its year, the days typed and the days the person had seen."""
    entered = Entered()
    year = entered.year("year", today=ctx.today)
    typed = {key: entered.day(key, needed="Укажите день.") for key in KEYS}
    seen = {key: entered.day(f"was_{key}") for key in KEYS}
    days = {key: day for key, day in typed.items() if day is not None}
    for key, day in days.items():
        try:
            check_due_days(year, {key: day})
        except InvalidDueDayError as error:
            entered.faults[key] = str(error)
    return entered, year, days, {key: day for key, day in seen.items() if day is not None}


def preview_due_days(ctx: RequestContext) -> Response:
    entered, year, days, seen = _entered_days(ctx)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    changed = {key: day for key, day in days.items() if seen.get(key) != day}
    if not changed:
        return refused("Все сроки прежние.")
    own = years_and_calendar(ctx.session, {year})[1].exceptions
    kept = {school_id: set(years.get(year, {})) for school_id, years in own.items()}
    effect = effect_of(ctx.session, with_due_days(year, changed, own=kept), today=ctx.today, years={year})
    catalogue = load_catalogue(ctx.session, with_sources=False)
    values = {key: _iso(day) for key, day in days.items()} | {f"was_{key}": _iso(day) for key, day in seen.items()}
    panel = effect_panel(
        "Новые сроки",
        effect,
        action="/actions/admin/due-days-save",
        values={"year": format_year(year), **values},
        wanted=[(due_title(key, catalogue), _said(seen.get(key)), date_full(day)) for key, day in changed.items()],
        kicker=f"Календарь {format_year(year)}",
    )
    return done(panel=panel)


def _said(day: date | None) -> str:
    return "не было" if day is None else date_full(day)


def save_due_days(ctx: RequestContext) -> Response:
    entered, year, days, seen = _entered_days(ctx)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    changed = {key: day for key, day in days.items() if seen.get(key) != day}
    try:
        set_due_days(
            ctx.session,
            year=year,
            days=changed,
            expected=seen,
            actor=ctx.principal.login,
            request_id=ctx.request_id,
        )
    except ChangedMeanwhileError as error:
        now = years_and_calendar(ctx.session, {year})[1].district[year]
        title = due_title(error.field, load_catalogue(ctx.session, with_sources=False))
        stale = f"{title}. {error} Вы вводили {_said(days.get(error.field))}. Ниже — сроки, как они сейчас."
        return clash(ctx, error, panel=_due_days_panel(ctx, year, now, stale=stale))
    return done("Сроки сохранены.", refresh=True, close=True)


def open_year_action(ctx: RequestContext) -> Response:
    year = Entered().year("year", today=ctx.today)
    try:
        open_year(ctx.session, year=year, actor=ctx.principal.login, request_id=ctx.request_id)
    except ConflictError as error:
        return refuse(ctx, str(error))
    return done(f"{format_year(year)} учебный год открыт.", refresh=True)


# Due days of one school


def show_school_day(ctx: RequestContext) -> str:
    year = Entered({"year": asked_text("year")}).year("year", today=ctx.today)
    school, key = asked_text("school"), asked_text("key")
    seen = school_exceptions(ctx.session, year=year).get(school, {}).get(key)
    return _school_day_panel(ctx, year, school=school, key=key, seen=seen)


def _school_day_panel(
    ctx: RequestContext, year: int, *, school: str, key: str, seen: date | None, stale: str = ""
) -> str:
    catalogue = load_catalogue(ctx.session, with_sources=False)
    offered = sorted(school_list(ctx.session, year=year), key=lambda each: each.short_name.casefold())
    known = {each.code: each for each in offered}
    kicker = f"Календарь {format_year(year)}"
    before = [html.P(stale, className="message", role="alert")] if stale else []
    if school in known and key in KEYS:
        title = f"{known[school].short_name}: {due_title(key, catalogue).lower()}"
        choice: list[Element] = []
        hidden = {"school": school, "key": key}
    else:
        title, hidden = "Срок для одной школы", {}
        choice = [
            select_field("Школа", name="school", options=[(each.code, each.short_name) for each in offered]),
            select_field("Что", name="key", options=[(each, due_title(each, catalogue)) for each in KEYS]),
        ]
    form = sending_form(
        [
            *choice,
            text_field("Срок", name="due", value=_iso(seen), kind="date", hint="Пусто — как у всех."),
            submit("Показать, что изменится"),
        ],
        action="/actions/admin/school-day-preview",
        hidden={"year": format_year(year), "was": _iso(seen), **hidden},
    )
    return fragment(tied(title), [*before, form], kicker=kicker)


def _entered_school_day(
    ctx: RequestContext,
) -> tuple[Entered, int, SchoolEntry, str, date | None, date | None]:
    """The form, year, school, key, the day typed and the day the person had seen."""
    entered = Entered()
    year, key = entered.year("year", today=ctx.today), entered.one_of("key", KEYS)
    school = find_school(ctx.session, entered.raw("school"))
    day, seen = entered.day("due"), entered.day("was")
    try:
        check_due_days(year, {} if day is None else {key: day})
    except InvalidDueDayError as error:
        entered.faults["due"] = str(error)
    return entered, year, school, key, day, seen


def preview_school_day(ctx: RequestContext) -> Response:
    entered, year, school, key, day, seen = _entered_school_day(ctx)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    calendar = years_and_calendar(ctx.session, {year})[1]
    present = calendar.exceptions.get(school.id, {}).get(year, {}).get(key)
    # Somebody who chose school and line from the lists has seen no day of the school yet.
    seen = present if entered.raw("was") == "" else seen
    common = calendar.district[year].get(key)
    wanted = common if day is None else day
    if wanted is None or day == present:
        return refused("Проверьте срок.", fields={"due": "Этот срок уже действует. Введите другой."})
    effect = effect_of(ctx.session, with_school_days(year, school.id, {key: wanted}), today=ctx.today, years={year})
    panel = effect_panel(
        tied(f"{school.short_name}: свой срок"),
        effect,
        action="/actions/admin/school-day-save",
        values={
            "year": format_year(year),
            "school": school.code,
            "key": key,
            "due": _iso(day),
            "was": _iso(seen),
        },
        wanted=[
            (
                due_title(key, load_catalogue(ctx.session, with_sources=False)),
                _said(present or common),
                _said(day) if day is not None else f"{_said(common)}, как у всех",
            )
        ],
        kicker=f"Календарь {format_year(year)}",
    )
    return done(panel=panel)


def save_school_day(ctx: RequestContext) -> Response:
    entered, year, school, key, day, seen = _entered_school_day(ctx)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    try:
        set_school_days(
            ctx.session,
            year=year,
            school_id=school.id,
            days={key: day},
            expected={key: seen},
            actor=ctx.principal.login,
            request_id=ctx.request_id,
        )
    except ChangedMeanwhileError as error:
        now = school_exceptions(ctx.session, year=year).get(school.code, {}).get(key)
        stale = f"{error} Вы вводили {_said(day)}."
        panel = _school_day_panel(ctx, year, school=school.code, key=key, seen=now, stale=stale)
        return clash(ctx, error, panel=panel)
    return done("Срок сохранён.", refresh=True, close=True)
