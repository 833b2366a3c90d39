"""Under «Ориентиры»: from which year on figures of an indicator are gathered otherwise, so that its series breaks."""

from collections.abc import Sequence
from typing import Final

from flask import Flask, Response

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.administration import panel_href
from dashboard.answers import done
from dashboard.binding import RequestContext, register_route
from dashboard.components.forms import select_field, sending_form, submit, text_field
from dashboard.components.marks import unseen
from dashboard.components.panel import fragment, opens_panel
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.administration.entered import Entered, asked_text, clash
from data_layer.commands.series_breaks import set_series_break
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.school_year import format_year, year_of
from data_layer.errors import ChangedMeanwhileError, NotFoundError
from data_layer.intake.catalogue import LONGEST_REASON
from data_layer.queries.catalogue import Catalogue, load_catalogue

SAVE: Final = "/actions/admin/series-break-save"
REMOVE: Final = "/actions/admin/series-break-remove"
# How far back a change may lie: trends show no more.
_YEARS_BACK: Final = 6
_WHAT: Final = "С этого года числа собирают иначе, поэтому с прежними годами их не сравнивают: линии прерываются."


def register(server: Flask) -> None:
    register_route(
        server,
        "/panels/admin/series-break",
        methods=["GET"],
        permission=Permission.VIEW_ADMINISTRATION,
        handler=show_series_break,
    )
    register_route(server, SAVE, methods=["POST"], permission=Permission.MANAGE_DISTRICT, handler=save_series_break)
    register_route(server, REMOVE, methods=["POST"], permission=Permission.MANAGE_DISTRICT, handler=remove_series_break)


# The card


def breaks_card(catalogue: Catalogue, *, block: int | None) -> Element:
    """All breaks of the indicators of a block, by code and year, and the way to a new one."""
    rows = [
        _row(rule, year, rule.breaks[year])
        for rule in catalogue.enabled
        if block in {None, rule.block}
        for year in sorted(rule.breaks)
    ]
    add = opens_panel("Отметить смену методики", address=panel_href("series-break"), className="button")
    body: Element
    if rows:
        head = [html.Th(words, scope="col") if words else html.Td() for words in ("Показатель", "С года", "Почему", "")]
        caption = html.Caption("Разрывы рядов", className="unseen")
        body = html.Table([caption, html.Thead(html.Tr(head)), html.Tbody(rows)], className="plain-table admin-table")
    else:
        body = html.P("Методика не менялась: годы сравниваются между собой по всем показателям.", className="card-text")
    title = html.Div([html.H2("Разрывы рядов", id="series-breaks"), add], className="card-head")
    return html.Section([title, body], className="card table-card", **{"aria-labelledby": "series-breaks"})


def _row(rule: IndicatorRule, year: int, reason: str) -> Element:
    address = panel_href("series-break", indicator=rule.id, year=format_year(year))
    about = unseen(f": {rule.code}, с {format_year(year)}")
    return html.Tr(
        [
            html.Th(_name(rule), scope="row"),
            html.Td(format_year(year)),
            html.Td(reason),
            html.Td(opens_panel(["Изменить", about], address=address), className="row-action"),
        ]
    )


def _name(rule: IndicatorRule) -> str:
    return tied(f"{rule.code} {rule.title_short or rule.title}")


# Panel and actions


def show_series_break(ctx: RequestContext) -> str:
    """A new one, or the one that the address names."""
    catalogue = load_catalogue(ctx.session, with_sources=False)
    indicator = asked_text("indicator")
    if not indicator:
        return _new_panel(catalogue, ctx)
    rule = _rule(catalogue, indicator)
    year = Entered({"year": asked_text("year")}).year("year", today=ctx.today)
    if year not in rule.breaks:
        raise NotFoundError
    return _panel(rule, year, typed=rule.breaks[year], seen=rule.breaks[year])


def _rule(catalogue: Catalogue, indicator: str) -> IndicatorRule:
    rule = catalogue.indicator_by_id.get(indicator)
    if rule is None or not rule.is_enabled:
        raise NotFoundError
    return rule


def _new_panel(catalogue: Catalogue, ctx: RequestContext) -> str:
    running = year_of(ctx.today)
    years = [format_year(running + 1 - back) for back in range(_YEARS_BACK + 1)]
    form = sending_form(
        [
            select_field(
                "Показатель", name="indicator", options=[(rule.id, _name(rule)) for rule in catalogue.enabled]
            ),
            select_field("С учебного года", name="year", options=[(year, year) for year in years], value=years[1]),
            _reason_field(""),
            submit("Прервать ряд"),
        ],
        action=SAVE,
        hidden={"seen": ""},
    )
    return fragment("Смена методики", [html.P(_WHAT, className="note"), form], kicker="Разрывы рядов")


def _reason_field(value: str) -> Element:
    return text_field(
        "Что изменилось",
        name="reason",
        value=value,
        hint="Эти слова увидят рядом с числами: «новые шкалы ВПР».",
        required=True,
        maxlength=str(LONGEST_REASON),
    )


def _panel(rule: IndicatorRule, year: int, *, typed: str, seen: str, before: Sequence[Element] = ()) -> str:
    hidden = {"indicator": rule.id, "year": format_year(year), "seen": seen}
    save = sending_form([_reason_field(typed), submit("Сохранить")], action=SAVE, hidden=hidden)
    remove = sending_form(
        [submit("Снять отметку", is_main=False)],
        action=REMOVE,
        hidden=hidden,
        className="form inline-form",
        confirms="Снять отметку? Годы снова будут сравниваться между собой.",
    )
    return fragment(_name(rule), [*before, save, remove], kicker=f"Разрыв ряда с {format_year(year)}")


def save_series_break(ctx: RequestContext) -> Response:
    entered = Entered()
    rule, year, seen = _entered(ctx, entered)
    reason = entered.text("reason", needed="Скажите, что изменилось.")
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        entered.faults["reason"] = f"Не больше {LONGEST_REASON} знаков."
    refusal = entered.refusal()
    return refusal if refusal is not None else _set(ctx, rule, year, reason=reason, seen=seen)


def remove_series_break(ctx: RequestContext) -> Response:
    rule, year, seen = _entered(ctx, Entered())
    return _set(ctx, rule, year, reason="", seen=seen)


def _entered(ctx: RequestContext, entered: Entered) -> tuple[IndicatorRule, int, str]:
    rule = _rule(load_catalogue(ctx.session, with_sources=False), entered.raw("indicator"))
    return rule, entered.year("year", today=ctx.today), entered.raw("seen")


def _set(ctx: RequestContext, rule: IndicatorRule, year: int, *, reason: str, seen: str) -> Response:
    try:
        is_changed = set_series_break(
            ctx.session,
            indicator=rule.id,
            year=year,
            reason=reason,
            expected=seen,
            actor=ctx.principal.login,
            request_id=ctx.request_id,
        )
    except ChangedMeanwhileError as error:
        fresh = _rule(load_catalogue(ctx.session, with_sources=False), rule.id)
        now = fresh.breaks.get(year, "")
        told = [
            html.P(f"{error} Теперь: {now or 'отметки нет'}."),
            html.P(f"Вы вводили: {reason or 'снять отметку'}."),
        ]
        message = html.Div(told, className="message", role="alert")
        return clash(ctx, error, panel=_panel(fresh, year, typed=reason, seen=now, before=[message]))
    if not is_changed:
        return done("Без изменений.", refresh=True, close=True)
    words = "Ряд прерван." if reason else "Отметка снята: годы снова сравниваются."
    return done(words, refresh=True, close=True)
