"""A school opens, takes another name, closes, or joins another one: panels of the section «Школы», each with what would change."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import Flask, Response

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.administration import panel_href
from dashboard.answers import Undo, done
from dashboard.binding import RequestContext, register_route
from dashboard.components.forms import select_field, sending_form, submit, text_field
from dashboard.components.panel import fragment, opens_panel
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.pages.administration.effect import effect_panel
from dashboard.pages.administration.entered import Entered, asked_text, refuse
from dashboard.texts.succession import (
    before_opening_sentences,
    change_sentence,
    closed_toast,
    closing_sentences,
    gone_words,
    joining_sentences,
    opening_words,
    since,
)
from data_layer.commands.effects import effect_of, with_schools
from data_layer.commands.succession import (
    Author,
    SuccessionError,
    check_closing,
    check_has_begun,
    check_joining,
    check_opening,
    close_school,
    open_school_from,
    rename_school,
    reopen_school,
    take_back_name,
    years_to_change,
)
from data_layer.domain.facts import SchoolFacts
from data_layer.domain.school_year import format_year, year_of
from data_layer.domain.succession import ChangeKind, SchoolChange
from data_layer.queries.directory import SchoolEntry, find_school, school_list
from data_layer.queries.succession import closing_facts, facts_before

_KICKER: Final = "Школы"
_LONGEST_NAME: Final = 200
_PASSED, _APART = "passed", "apart"
_HISTORIES: Final = {
    _PASSED: "переходят к преемнику",
    _APART: "остаются отдельной карточкой",
}


def register(server: Flask) -> None:
    for name, panel in (
        ("school-open", show_open),
        ("school-rename", show_rename),
        ("school-close", show_close),
        ("school-merge", show_merge),
    ):
        register_route(
            server, f"/panels/admin/{name}", methods=["GET"], permission=Permission.VIEW_ADMINISTRATION, handler=panel
        )
    for name, action in (
        ("school-open-preview", preview_opening_action),
        ("school-open", open_action),
        ("school-rename", rename_action),
        ("school-name-back", name_back_action),
        ("school-close-preview", preview_action),
        ("school-close", close_action),
        ("school-reopen", reopen_action),
    ):
        register_route(
            server, f"/actions/admin/{name}", methods=["POST"], permission=Permission.MANAGE_DISTRICT, handler=action
        )


def changes_section(ctx: RequestContext, school: SchoolEntry) -> Element:
    """What has become of the school so far, and the ways to change it, below the form of its facts."""
    told = [html.P(tied(words), className="note") for words in told_changes(ctx, school)]
    if school.gone_from is not None:
        again = sending_form(
            [submit("Открыть снова", is_main=False)],
            action="/actions/admin/school-reopen",
            hidden={"code": school.code},
            className="inline-form",
            confirms=f"Школа «{school.short_name}» снова будет работать во всех годах. Открыть?",
        )
        return html.Section([html.H3("Школа закрыта"), *told, again], className="school-changes")
    ways = (
        ("Переименовать", "school-rename"),
        ("Закрыть", "school-close"),
        ("Объединить с другой", "school-merge"),
        ("Год открытия", "school-open"),
    )
    buttons = [
        opens_panel(words, address=panel_href(name, school=school.code), className="button") for words, name in ways
    ]
    return html.Section(
        [html.H3("Изменения с учебного года"), *told, html.Div(buttons, className="actions")],
        className="school-changes",
    )


def told_changes(ctx: RequestContext, school: SchoolEntry) -> list[str]:
    told = [] if school.began_in is None else [f"Открыта {since(school.began_in)}."]
    told += [change_sentence(each) for each in school.changes]
    if school.gone_from is not None:
        words = words_of_gone(school, school_list(ctx.session))
        told.append(f"{words[:1].upper()}{words[1:]}.")
    return told


def words_of_gone(school: SchoolEntry, schools: Sequence[SchoolEntry]) -> str:
    """schools: among which its successor is looked for. The school is closed."""
    heir = next((each.short_name for each in schools if each.id == school.successor_id), None)
    return gone_words(school.gone_from or 0, heir, is_joined=school.successor_id is not None)


# Panels


def show_open(ctx: RequestContext) -> str:
    school = find_school(ctx.session, asked_text("school"))
    form = sending_form(
        [opening_field(ctx, school.began_in), submit("Показать, что изменится")],
        action="/actions/admin/school-open-preview",
        hidden={"code": school.code},
    )
    note = "За годы до открытия от школы ничего не ждут, и в числа района она за них не входит."
    return fragment("Год открытия школы", [*_notes([note]), form], kicker=school.short_name)


def opening_field(ctx: RequestContext, began_in: int | None = None) -> Element:
    """From which school year the school is there; empty where it has always been."""
    years = [(format_year(year), f"с {format_year(year)}") for year in _years_with(ctx, began_in)]
    value = "" if began_in is None else format_year(began_in)
    return select_field("Работает", name="opens", options=[("", "все годы района"), *years], value=value)


def _years_with(ctx: RequestContext, year: int | None) -> list[int]:
    return sorted({*years_to_change(ctx.session, today=ctx.today), *([] if year is None else [year])})


def entered_opening(ctx: RequestContext, entered: Entered) -> int | None:
    """The choice of `opening_field`. Raises InvalidInputError for what no form of ours sends."""
    if not entered.raw("opens"):
        return None
    spelled = str(entered.year("opens", today=ctx.today))
    return entered.one_of("opens", years_to_change(ctx.session, today=ctx.today), spelled=spelled)


def show_rename(ctx: RequestContext) -> str:
    school = find_school(ctx.session, asked_text("school"))
    full_name = "" if school.full_name == school.short_name else school.full_name
    form = sending_form(
        [
            text_field("Новое краткое название", name="short_name", value=school.short_name, required=True),
            text_field("Новое полное название", name="full_name", value=full_name),
            _year_field(ctx, "С какого учебного года"),
            submit("Переименовать"),
        ],
        action="/actions/admin/school-rename",
        hidden={"code": school.code},
    )
    notes = [
        (
            f"Прежнее название «{school.short_name}» останется в карточке школы с годом, до которого действовало. "
            "По нему школу по-прежнему узнают файлы."
        ),
        "Числа, документы и сроки не изменятся. Опечатку проще исправить в сведениях о школе.",
    ]
    return fragment("Переименовать школу", [*_notes(notes), form], kicker=school.short_name)


def show_close(ctx: RequestContext) -> str:
    school = find_school(ctx.session, asked_text("school"))
    form = sending_form(
        [_year_field(ctx, "Школы нет с учебного года"), submit("Показать, что изменится")],
        action="/actions/admin/school-close-preview",
        hidden={"code": school.code},
    )
    note = "Если ученики переходят в другую школу целиком, выберите «Объединить с другой»."
    return fragment("Закрыть школу", [*_notes([note]), form], kicker=school.short_name)


def show_merge(ctx: RequestContext) -> str:
    school = find_school(ctx.session, asked_text("school"))
    heirs = [each for each in school_list(ctx.session) if each.id != school.id and each.gone_from is None]
    options = [(each.code, each.short_name) for each in sorted(heirs, key=lambda each: each.short_name.casefold())]
    if not heirs:
        return fragment(
            "Объединить с другой", _notes(["Другой школы, которая работает, в районе нет."]), kicker=school.short_name
        )
    form = sending_form(
        [
            select_field("Войдёт в школу", name="successor", options=[("", "выберите школу"), *options], required=True),
            _year_field(ctx, "С учебного года"),
            select_field(
                "Её прежние годы",
                name="history",
                options=[(each, words) for each, words in _HISTORIES.items()],
                hint="Числа двух школ за прежние годы не складываются ни в том, ни в другом случае.",
            ),
            submit("Показать, что изменится"),
        ],
        action="/actions/admin/school-close-preview",
        hidden={"code": school.code},
    )
    return fragment("Объединить с другой школой", [form], kicker=school.short_name)


def _year_field(ctx: RequestContext, label: str) -> Element:
    years = [(format_year(year), format_year(year)) for year in years_to_change(ctx.session, today=ctx.today)]
    return select_field(label, name="year", options=years, value=format_year(year_of(ctx.today) + 1))


def _notes(sentences: Sequence[str]) -> list[Element]:
    return [html.P(tied(words), className="note") for words in sentences]


# Actions


def preview_opening_action(ctx: RequestContext) -> Response:
    """What another first year would do, with nothing written."""
    entered = Entered()
    school = find_school(ctx.session, entered.raw("code"))
    year = entered_opening(ctx, entered)
    try:
        check_opening(school.changes, school.gone_from, year)
    except SuccessionError as error:
        return refuse(ctx, str(error), field="opens")
    changed = with_schools({school.id: replace(school.facts, began_in=year)})
    effect = effect_of(ctx.session, changed, today=ctx.today, years={year_of(ctx.today)})
    told = before_opening_sentences(facts_before(ctx.session, school, year=year), year=year)
    panel = effect_panel(
        tied(f"Год открытия: {school.short_name}"),
        effect,
        action="/actions/admin/school-open",
        values={"code": school.code, "opens": "" if year is None else format_year(year)},
        wanted=[("Работает", opening_words(school.began_in), opening_words(year))],
        kicker=_KICKER,
        more=_notes(told),
    )
    return done(panel=panel)


def open_action(ctx: RequestContext) -> Response:
    entered = Entered()
    school = find_school(ctx.session, entered.raw("code"))
    year = entered_opening(ctx, entered)
    try:
        open_school_from(ctx.session, code=school.code, year=year, today=ctx.today, author=_author(ctx))
    except SuccessionError as error:
        return refuse(ctx, str(error), field="opens")
    before = "" if school.began_in is None else format_year(school.began_in)
    undo = Undo("Вернуть", "/actions/admin/school-open", {"code": school.code, "opens": before})
    return done(f"Школа «{school.short_name}» работает: {opening_words(year)}.", undo=undo, refresh=True, close=True)


def rename_action(ctx: RequestContext) -> Response:
    entered = Entered()
    school = find_school(ctx.session, entered.raw("code"))
    short_name = entered.text("short_name", needed="Введите новое краткое название.")
    if len(short_name) > _LONGEST_NAME:
        entered.faults["short_name"] = f"Не больше {_LONGEST_NAME} знаков."
    full_name, year = entered.text("full_name"), entered.year("year", today=ctx.today)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    try:
        rename_school(
            ctx.session,
            code=school.code,
            short_name=short_name,
            full_name=full_name,
            year=year,
            today=ctx.today,
            author=_author(ctx),
        )
    except SuccessionError as error:
        return refuse(ctx, str(error), field=error.field)
    undo = Undo("Вернуть прежнее", "/actions/admin/school-name-back", {"code": school.code})
    return done(f"Школа «{school.short_name}» {since(year)} — «{short_name}».", undo=undo, refresh=True, close=True)


def name_back_action(ctx: RequestContext) -> Response:
    try:
        take_back_name(ctx.session, code=Entered().raw("code"), author=_author(ctx))
    except SuccessionError as error:
        return refuse(ctx, str(error))
    return done("Прежнее название возвращено.", refresh=True)


def preview_action(ctx: RequestContext) -> Response:
    """What closing or joining would do, with nothing written."""
    entered = Entered()
    school, heir, year, passes = _entered_closing(ctx, entered)
    if heir is None and entered.raw("history"):
        entered.faults["successor"] = "Выберите, в какую школу она войдёт."
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    try:
        check_has_begun(school.began_in, year)
        check_closing(school.changes, school.gone_from, year)
        if heir is not None:
            check_joining(school.id, heir.id, heir.gone_from, year, heir_began_in=heir.began_in)
    except SuccessionError as error:
        return refuse(ctx, str(error), field=error.field)
    # The running year has its debts even where nobody has used it yet.
    effect = effect_of(
        ctx.session, with_schools(_as_closed(school, heir, year)), today=ctx.today, years={year_of(ctx.today)}
    )
    told = closing_sentences(closing_facts(ctx.session, school, year=year), year=year, today=ctx.today)
    wanted = [("Последний учебный год", "не назначен", format_year(year - 1))]
    values = {"code": school.code, "year": format_year(year)}
    if heir is not None:
        told += joining_sentences(school.short_name, heir.short_name, year=year, passes_history=passes)
        wanted.append(("Преемник", "нет", heir.short_name))
        wanted.append(("Прежние годы", "свои", _HISTORIES[_PASSED if passes else _APART]))
        values |= {"successor": heir.code, "history": _PASSED if passes else _APART}
    title = f"Закрыть: {school.short_name}" if heir is None else f"Объединить: {school.short_name}"
    panel = effect_panel(
        tied(title),
        effect,
        action="/actions/admin/school-close",
        values=values,
        wanted=wanted,
        kicker=_KICKER,
        more=_notes(told),
        saves="Закрыть школу" if heir is None else "Объединить школы",
        leaves="Оставить как есть",
    )
    return done(panel=panel)


def close_action(ctx: RequestContext) -> Response:
    school, heir, year, passes = _entered_closing(ctx, Entered())
    try:
        close_school(
            ctx.session,
            code=school.code,
            year=year,
            successor=None if heir is None else heir.code,
            passes_history=passes,
            today=ctx.today,
            author=_author(ctx),
        )
    except SuccessionError as error:
        return refuse(ctx, str(error))
    undo = Undo("Открыть снова", "/actions/admin/school-reopen", {"code": school.code})
    words = closed_toast(school.short_name, year, successor="" if heir is None else heir.short_name)
    return done(words, undo=undo, refresh=True, close=True)


def reopen_action(ctx: RequestContext) -> Response:
    school = find_school(ctx.session, Entered().raw("code"))
    try:
        reopen_school(ctx.session, code=school.code, author=_author(ctx))
    except SuccessionError as error:
        return refuse(ctx, str(error))
    return done(f"Школа «{school.short_name}» снова открыта.", refresh=True, close=True)


def _entered_closing(ctx: RequestContext, entered: Entered) -> tuple[SchoolEntry, SchoolEntry | None, int, bool]:
    """The school, its successor if any, the first year without it, and whether its history passes on.

    Raises NotFoundError for schools that are not of the district, InvalidInputError for what no form of ours sends.
    """
    school = find_school(ctx.session, entered.raw("code"))
    successor = entered.raw("successor")
    heir = find_school(ctx.session, successor) if successor else None
    year = entered.one_of(
        "year", years_to_change(ctx.session, today=ctx.today), spelled=str(entered.year("year", today=ctx.today))
    )
    passes = heir is not None and entered.one_of("history", _HISTORIES) == _PASSED
    return school, heir, year, passes


def _as_closed(school: SchoolEntry, heir: SchoolEntry | None, year: int) -> dict[int, SchoolFacts]:
    changed = {school.id: replace(school.facts, gone_from=year)}
    if heir is not None:
        joined = SchoolChange(year, ChangeKind.JOINED, school.short_name, school_id=school.id)
        changed[heir.id] = replace(heir.facts, changes=(*heir.changes, joined))
    return changed


def _author(ctx: RequestContext) -> Author:
    return Author(ctx.principal.login, ctx.request_id)
