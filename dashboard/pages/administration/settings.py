"""Section «Настройки»: thresholds of the district, its name and clock, and who has changed them."""

from dataclasses import replace
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from flask import Flask, Response

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.administration import AdministrationAddress
from dashboard.answers import done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.components.forms import select_field, sending_form, submit, text_field
from dashboard.components.panel import fragment
from dashboard.components.trail import trail_list
from dashboard.formatting import plain
from dashboard.html import Element
from dashboard.pages.administration.effect import effect_panel
from dashboard.pages.administration.entered import Entered, clash, refuse
from data_layer.commands.district_settings import (
    InvalidSettingError,
    change_settings,
    check_settings,
    rename_district,
)
from data_layer.commands.effects import effect_of, with_settings
from data_layer.domain.facts import DistrictSettings
from data_layer.domain.school_year import UnknownYearError, format_year, parse_year, year_of
from data_layer.errors import ChangedMeanwhileError
from data_layer.queries.catalogue import district_card, district_settings, load_catalogue
from data_layer.queries.directory import used_years
from data_layer.queries.trail import TrailFilter, trail

_HISTORY: Final = 10
_ACTIONS: Final = frozenset({"settings_changed", "district_changed"})
# The clocks of the country, from west to east.
TIME_ZONES: Final = (
    ("Europe/Kaliningrad", "Калининград, МСК−1"),
    ("Europe/Moscow", "Москва"),
    ("Europe/Samara", "Самара, МСК+1"),
    ("Asia/Yekaterinburg", "Екатеринбург, МСК+2"),
    ("Asia/Omsk", "Омск, МСК+3"),
    ("Asia/Krasnoyarsk", "Красноярск, МСК+4"),
    ("Asia/Irkutsk", "Иркутск, МСК+5"),
    ("Asia/Yakutsk", "Якутск, МСК+6"),
    ("Asia/Vladivostok", "Владивосток, МСК+7"),
    ("Asia/Magadan", "Магадан, МСК+8"),
    ("Asia/Kamchatka", "Камчатка, МСК+9"),
)
_TITLES: Final = {
    "small_cohort": "Малая группа: меньше",
    "tolerance_pp": "«Близко к цели»: до, п. п.",
    "due_soon_days": "Напоминать за дней",
    "tracked_from": "Цикл ведётся с",
    "stale_before": "Документы года — не раньше",
    "cycle_closes": "Документы года — не позже",
    "benchmark_schools": "Сравнивать не меньше чем с",
}
_NO_DAY: Final = "Напишите день и месяц как 15.08."


def register(server: Flask) -> None:
    register_route(
        server,
        "/actions/admin/settings-preview",
        methods=["POST"],
        permission=Permission.VIEW_ADMINISTRATION,
        handler=preview_settings,
    )
    for name, action in (("settings-save", save_settings), ("district-save", save_district)):
        register_route(
            server, f"/actions/admin/{name}", methods=["POST"], permission=Permission.MANAGE_DISTRICT, handler=action
        )


# The section


def headline(ctx: RequestContext, _address: AdministrationAddress) -> str:
    settings = district_settings(ctx.session)
    return f"Группы меньше {settings.small_cohort} считаются малыми, «близко» — до {plain(settings.tolerance_pp)} п. п."


def section(ctx: RequestContext, _address: AdministrationAddress) -> list[Element]:
    card = html.Section(
        [html.H2("Правила"), _rules_form(ctx, district_settings(ctx.session))], className="card form-card"
    )
    name = html.Section([html.H2("Район"), _district_form(ctx)], className="card form-card")
    return [html.Div([card, html.Div([name, _history(ctx)], className="stack")], className="columns settings-columns")]


def _rules_form(ctx: RequestContext, settings: DistrictSettings) -> Element:
    spelled = _spelled(settings)
    chosen = () if settings.tracked_from is None else (settings.tracked_from,)
    years = sorted({*used_years(ctx.session), year_of(ctx.today), *chosen})
    tracked = [("", "с года первых документов"), *((format_year(year), format_year(year)) for year in years)]
    return sending_form(
        [
            text_field(
                "С какого числа человек группа уже не малая",
                name="small_cohort",
                value=str(settings.small_cohort),
                inputmode="numeric",
                hint=f"Результат такой группы чужим не показывается: видно только «<{settings.small_cohort}».",
            ),
            text_field(
                "До какого недобора отмечать «близко», процентных пунктов",
                name="tolerance_pp",
                value=plain(settings.tolerance_pp),
                inputmode="decimal",
                hint="Цель всё равно не достигнута.",
            ),
            text_field(
                "За сколько дней напоминать о сроке",
                name="due_soon_days",
                value=str(settings.due_soon_days),
                inputmode="numeric",
            ),
            select_field(
                "Цикл ведётся с учебного года",
                name="tracked_from",
                options=tracked,
                value="" if settings.tracked_from is None else format_year(settings.tracked_from),
                hint="За более ранние годы замечаний о документах и сроках нет.",
            ),
            text_field(
                "Документы года датированы не раньше, день и месяц",
                name="stale_before",
                value=spelled["stale_before"],
                inputmode="decimal",
                hint="Документ с более ранней датой относится к прошлому учебному году: появится замечание.",
            ),
            text_field(
                "Документы года датированы не позже, день и месяц следующего года",
                name="cycle_closes",
                value=spelled["cycle_closes"],
                inputmode="decimal",
                hint="В этот день цикл закрывается. Документ с более поздней датой — уже не этого года.",
            ),
            text_field(
                "При каком числе других школ школе видно сравнение, не меньше",
                name="benchmark_schools",
                value=spelled["benchmark_schools"],
                inputmode="numeric",
                hint="Медиану по меньшему числу школ директор не увидит: по ней можно узнать чужой результат.",
            ),
            submit("Показать, что изменится"),
        ],
        action="/actions/admin/settings-preview",
        hidden={f"was_{name}": value for name, value in spelled.items()},
    )


def _spelled(settings: DistrictSettings) -> dict[str, str]:
    tracked = settings.tracked_from
    return {
        "small_cohort": str(settings.small_cohort),
        "tolerance_pp": str(settings.tolerance_pp),
        "due_soon_days": str(settings.due_soon_days),
        "tracked_from": "" if tracked is None else format_year(tracked),
        "stale_before": _day_and_month(settings.stale_before),
        "cycle_closes": _day_and_month(settings.cycle_closes),
        "benchmark_schools": str(settings.benchmark_schools),
    }


def _day_and_month(month_and_day: tuple[int, int]) -> str:
    """«15.08»."""
    month, day = month_and_day
    return f"{day:02}.{month:02}"


def _district_form(ctx: RequestContext) -> Element:
    title, zone = district_card(ctx.session).title, ctx.principal.time_zone
    zones = [*TIME_ZONES, *(() if zone in dict(TIME_ZONES) else ((zone, zone),))]
    return sending_form(
        [
            text_field("Название", name="title", value=title, hint="Как в шапке и в отчётах.", required=True),
            select_field(
                "Часовой пояс",
                name="time_zone",
                options=zones,
                value=zone,
                hint="По нему наступает день, когда проходит срок.",
            ),
            submit("Сохранить", is_main=False),
        ],
        action="/actions/admin/district-save",
    )


def _history(ctx: RequestContext) -> Element:
    events = trail(ctx.session, TrailFilter(actions=_ACTIONS), most=_HISTORY)
    names = load_catalogue(ctx.session, with_sources=False)
    zone = ZoneInfo(ctx.principal.time_zone or "Europe/Moscow")
    body: Element = trail_list(events, names, zone=zone) if events else html.P("Настройки не меняли.", className="note")
    return html.Section([html.H2("Кто менял"), body], className="card form-card")


# Actions


def _entered(ctx: RequestContext) -> tuple[Entered, DistrictSettings, DistrictSettings]:
    """The form, the settings wanted and those that the person saw; what the form does not hold stays as it is."""
    entered = Entered()
    now = district_settings(ctx.session)
    wanted, seen = _read(entered, "", now), _read(entered, "was_", now)
    if not entered.faults:
        try:
            check_settings(wanted, today=ctx.today)
        except InvalidSettingError as error:
            entered.faults[error.field] = str(error)
    return entered, wanted, seen


def _read(entered: Entered, prefix: str, now: DistrictSettings) -> DistrictSettings:
    return replace(
        now,
        small_cohort=entered.count(f"{prefix}small_cohort", fault="Нужно целое число от 1 до 100."),
        due_soon_days=entered.count(f"{prefix}due_soon_days", fault="Нужно целое число от 0 до 90."),
        tolerance_pp=entered.number(f"{prefix}tolerance_pp", fault="Нужно число от 0 до 20."),
        tracked_from=_year(entered, f"{prefix}tracked_from"),
        stale_before=entered.month_and_day(f"{prefix}stale_before", fault=_NO_DAY),
        cycle_closes=entered.month_and_day(f"{prefix}cycle_closes", fault=_NO_DAY),
        benchmark_schools=entered.count(f"{prefix}benchmark_schools", fault="Нужно целое число от 3 до 100."),
    )


def _year(entered: Entered, name: str) -> int | None:
    text = entered.raw(name)
    if not text:
        return None
    try:
        return parse_year(text)
    except UnknownYearError:
        entered.faults[name] = "Такого учебного года нет в списке."
        return None


def preview_settings(ctx: RequestContext) -> Response:
    entered, wanted, seen = _entered(ctx)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    old, new = _words(seen), _words(wanted)
    changed = [(_TITLES[name], old[name], new[name]) for name in _TITLES if old[name] != new[name]]
    if not changed:
        return refused("Все настройки прежние.")
    effect = effect_of(ctx.session, with_settings(wanted), today=ctx.today)
    panel = effect_panel(
        "Новые настройки",
        effect,
        action="/actions/admin/settings-save",
        values={**_spelled(wanted), **{f"was_{name}": value for name, value in _spelled(seen).items()}},
        wanted=changed,
        kicker="Настройки",
    )
    return done(panel=panel)


def _words(settings: DistrictSettings) -> dict[str, str]:
    spelled = _spelled(settings)
    return spelled | {
        "tolerance_pp": plain(Decimal(spelled["tolerance_pp"])),
        "tracked_from": spelled["tracked_from"] or "года первых документов",
    }


def save_settings(ctx: RequestContext) -> Response:
    entered, wanted, seen = _entered(ctx)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    try:
        change_settings(
            ctx.session,
            wanted,
            expected=seen,
            today=ctx.today,
            actor=ctx.principal.login,
            request_id=ctx.request_id,
        )
    except ChangedMeanwhileError as error:
        now, typed = _words(district_settings(ctx.session)), _words(wanted)
        words = f"{_TITLES[error.field]}: теперь {now[error.field]}, вы вводили {typed[error.field]}."
        again = html.P("Закройте окно: на странице уже новые значения. Введите своё ещё раз, если оно нужно.")
        message = html.Div([html.P(str(error)), html.P(words), again], className="message", role="alert")
        return clash(ctx, error, panel=fragment("Настройку изменили", [message], kicker="Настройки"))
    return done("Настройки сохранены.", refresh=True, close=True)


def save_district(ctx: RequestContext) -> Response:
    entered = Entered()
    title, zone = entered.raw("title"), entered.raw("time_zone")
    try:
        changed = rename_district(
            ctx.session, title=title, time_zone=zone, actor=ctx.principal.login, request_id=ctx.request_id
        )
    except InvalidSettingError as error:
        return refuse(ctx, str(error), field=error.field)
    return done("Сведения о районе сохранены." if changed else "Без изменений.", refresh=True)
