"""Section «Школы»: the list, one school by hand, and the whole list from a file, all by the checks of the intake."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Flask, Response, request
from werkzeug.datastructures import FileStorage

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.administration import AdministrationAddress, panel_href
from dashboard.answers import done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.components.forms import field, select_field, sending_form, submit, text_field
from dashboard.components.marks import unseen
from dashboard.components.panel import fragment, opens_panel
from dashboard.file_work import BusyError, file_title, turn_to_read
from dashboard.formatting import DASH, counted, tied, whole
from dashboard.html import Element
from dashboard.pages.administration.entered import Entered, asked_text, clash, refuse
from dashboard.pages.administration.people import plain
from dashboard.pages.administration.succession import (
    changes_section,
    entered_opening,
    opening_field,
    words_of_gone,
)
from dashboard.texts.administration import schools_headline
from dashboard.texts.succession import since
from dashboard.texts.trail import KINDS
from dashboard.texts.words import CLUSTER_OF_SCHOOL, LEVELS
from data_layer.commands.files import FileStore
from data_layer.commands.imports import apply_import
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.schools import add_school, change_school, school_values, version_of
from data_layer.commands.uploads import UploadRefusedError, UploadStore
from data_layer.domain.school_year import year_of
from data_layer.domain.vocabulary import LEVELS_OF_KIND, Level
from data_layer.errors import ChangedMeanwhileError, ConflictError
from data_layer.intake.check import check_tables
from data_layer.intake.confined import LARGEST_UPLOAD, read_confined
from data_layer.intake.errors import IntakeError
from data_layer.intake.recognise import LAYOUTS
from data_layer.intake.rows import CheckedImport, SchoolRow
from data_layer.intake.tables import SourceTable, TableKind
from data_layer.queries.catalogue import intake_context
from data_layer.queries.directory import SchoolEntry, find_school, school_list, schools_with_unusual_levels

_COLUMNS: Final = tuple(LAYOUTS[TableKind.SCHOOLS].columns)
_TAUGHT: Final = (Level.NOO, Level.OOO, Level.SOO)
_ERRORS_SHOWN: Final = 100
_FILES: Final = "files"


def register(server: Flask) -> None:
    for name, panel in (("school-new", show_new_school), ("school", show_school), ("schools-load", show_load)):
        register_route(
            server, f"/panels/admin/{name}", methods=["GET"], permission=Permission.VIEW_ADMINISTRATION, handler=panel
        )
    for name, action in (
        ("school-add", add_school_action),
        ("school-change", change_school_action),
        ("schools-load", load_schools_action),
    ):
        register_route(
            server,
            f"/actions/admin/{name}",
            methods=["POST"],
            permission=Permission.MANAGE_DISTRICT,
            handler=action,
            name=f"{action.__name__}",
        )


# The section


def headline(ctx: RequestContext, _address: AdministrationAddress) -> str:
    schools = school_list(ctx.session)
    year = year_of(ctx.today)
    there = [school.kind for school in schools if school.is_there(year)]
    awaited = sum(school.began_in is not None and school.began_in > year for school in schools)
    return schools_headline(there, closed=len(schools) - len(there) - awaited, awaited=awaited)


def section(ctx: RequestContext, address: AdministrationAddress) -> list[Element]:
    schools = school_list(ctx.session)
    own = schools_with_unusual_levels(ctx.session)
    shown = [school for school in schools if _is_wanted(school, address.words)]
    is_first = not schools
    actions = html.Div(
        [
            opens_panel(
                "Загрузить список",
                address=panel_href("schools-load"),
                className="button is-main" if is_first else "button",
            ),
            opens_panel(
                "Добавить школу",
                address=panel_href("school-new"),
                className="button" if is_first else "button is-main",
            ),
        ],
        className="section-actions",
    )
    if not shown:
        nothing = "Школы с таким названием или кодом нет." if schools else "Загрузите список школ или добавьте первую."
        return [actions, html.P(nothing, className="card nothing-found")]
    return [actions, html.Div(_table(shown, own, schools), className="card table-card")]


def _is_wanted(school: SchoolEntry, words: str) -> bool:
    said = plain(f"{school.code} {school.short_name} {school.full_name}")
    return all(word in said for word in plain(words).split())


def _table(schools: Sequence[SchoolEntry], own: frozenset[str], everyone: Sequence[SchoolEntry]) -> Element:
    """own: codes of those with levels of their own. everyone: of the district, among them the successors."""
    heads = ("Школа", "Вид", "Уровни", "Тип местности", "Обучающихся", "")
    head = [html.Th(words, scope="col") if words else html.Td() for words in heads]
    rows = [_row(school, everyone, has_own_levels=school.code in own) for school in sorted(schools, key=_by_name)]
    caption = html.Caption("Школы района", className="unseen")
    return html.Table([caption, html.Thead(html.Tr(head)), html.Tbody(rows)], className="plain-table admin-table")


def _by_name(school: SchoolEntry) -> tuple[bool, str, str]:
    """Those that close after all others."""
    return (school.gone_from is not None, school.short_name.casefold(), school.code)


def _row(school: SchoolEntry, everyone: Sequence[SchoolEntry], *, has_own_levels: bool) -> Element:
    levels = ", ".join(LEVELS[level] for level in school.levels if level is not Level.SCHOOL)
    note = [html.Small("заданы отдельно", className="under")] if has_own_levels else []
    cluster = CLUSTER_OF_SCHOOL[school.cluster] if school.cluster else DASH
    is_gone = school.gone_from is not None
    gone = [html.Small(tied(words_of_gone(school, everyone)), className="under")] if is_gone else []
    if school.began_in is not None:
        gone = [html.Small(f"открыта {since(school.began_in)}", className="under"), *gone]
    return html.Tr(
        [
            html.Th(
                [html.Span(tied(school.short_name)), html.Small(school.code, className="under"), *gone], scope="row"
            ),
            html.Td(KINDS[school.kind]),
            html.Td([levels, *note]),
            html.Td(cluster),
            html.Td(
                DASH if school.pupils is None else whole(school.pupils),
                className="number",
                **{"data-label": "обучающихся"},
            ),
            html.Td(
                opens_panel(
                    ["Изменить", unseen(f": {school.short_name}")], address=panel_href("school", school=school.code)
                ),
                className="row-action",
            ),
        ],
        className="is-closed" if is_gone else None,
    )


# Panels


def show_new_school(ctx: RequestContext) -> str:
    form = sending_form(
        [
            text_field("Код", name="code", hint="По нему школу узнают таблицы. Потом его не изменить.", required=True),
            *_school_fields({}),
            opening_field(ctx),
            submit("Добавить школу"),
        ],
        action="/actions/admin/school-add",
    )
    return fragment("Добавить школу", [form], kicker="Школы")


def show_school(ctx: RequestContext) -> str:
    code = asked_text("school")
    values = school_values(ctx.session, code=code)
    return _school_panel(code, values, after=[changes_section(ctx, find_school(ctx.session, code))])


def _school_panel(code: str, values: Mapping[str, Any], *, after: Sequence[Element] = ()) -> str:
    form = sending_form(
        [*_school_fields(values), submit("Сохранить")],
        action="/actions/admin/school-change",
        hidden={"code": code, "version": version_of(values)},
    )
    return fragment(str(values["short_name"]), [form, *after], kicker=f"Код {code}")


def _school_fields(values: Mapping[str, Any]) -> list[Element]:
    kinds = [(kind.value, f"{words} — {_levels_of(kind)}") for kind, words in KINDS.items()]
    clusters = [("", "не указан"), *((cluster.value, words) for cluster, words in CLUSTER_OF_SCHOOL.items())]
    return [
        text_field("Краткое название", name="short_name", value=_said(values, "short_name"), required=True),
        text_field("Полное название", name="full_name", value=_said(values, "full_name")),
        select_field("Вид", name="kind", options=kinds, value=_said(values, "kind")),
        _levels_field(_said(values, "levels")),
        select_field("Тип местности", name="cluster", options=clusters, value=_said(values, "cluster")),
        text_field("Обучающихся", name="pupils", value=_said(values, "pupils"), inputmode="numeric"),
        text_field(
            "Логин ФИС ОКО",
            name="fis_oko_login",
            value=_said(values, "fis_oko_login"),
            hint="Новый логин не отменяет прежнего: файлы с прежним школу тоже узнают.",
        ),
        text_field("Код РЦОИ", name="rcoi_code", value=_said(values, "rcoi_code")),
        text_field("ИНН", name="inn", value=_said(values, "inn"), inputmode="numeric"),
    ]


def _levels_of(kind: object) -> str:
    return ", ".join(LEVELS[level] for level in LEVELS_OF_KIND[kind])  # type: ignore[index] # keys of KINDS are kinds


def _said(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def _levels_field(given: str) -> Element:
    chosen = set(given.split(";"))
    boxes = [
        html.Label(
            [
                html.Input(type="checkbox", name=f"level_{level.value}", value="on", checked=level.value in chosen),
                f" {LEVELS[level]}",
            ],
            className="tick",
        )
        for level in _TAUGHT
    ]
    hint = html.Small("Ничего не отмечено — уровни следуют из вида школы.", className="hint")
    fault = html.P("", className="field-error", hidden=True, **{"data-field-error": "levels"})
    legend = html.Legend("Уровни, если они не как у вида")
    return html.Fieldset([legend, html.Div(boxes, className="ticks"), hint, fault], className="field")


def show_load(_ctx: RequestContext) -> str:
    control = html.Input(id="field-file", name="file", type="file", accept=".csv,.xlsx", required=True)
    bar = html.Div(
        [html.Progress(max="100", value="0"), html.Span("", **{"data-progress-words": ""})],
        hidden=True,
        className="progress",
        **{"data-progress": ""},
    )
    form = sending_form(
        [
            field("Файл CSV или книга Excel", control, name="file", hint="До 20 МБ, лист «Школы» или одна таблица."),
            bar,
            submit("Загрузить"),
        ],
        action="/actions/admin/schools-load",
        shows_progress=True,
    )
    columns = [f"«{title}»" for title in LAYOUTS[TableKind.SCHOOLS].columns.values()]
    notes = [
        html.P(f"Обязательные столбцы: {', '.join(columns[:2])} и «Вид» (СОШ, ООШ, НОШ).", className="note"),
        html.P("Можно добавить: " + ", ".join(each for each in columns[2:] if each != "«Вид»") + ".", className="note"),
        html.P(
            "Школа с известным кодом обновится; пустые клетки ничего не стирают, никто не удаляется.", className="note"
        ),
    ]
    return fragment("Загрузить список школ", [*notes, form], kicker="Школы")


# Actions


def add_school_action(ctx: RequestContext) -> Response:
    row, refusal = _checked(ctx, _entered_values())
    opened_in = entered_opening(ctx, Entered())
    if row is None:
        return refusal
    try:
        add_school(ctx.session, row, opened_in=opened_in, actor=ctx.principal.login, request_id=ctx.request_id)
    except ConflictError as error:
        return refuse(ctx, str(error), field="code")
    return done(f"Школа «{row.short_name}» добавлена.", refresh=True, close=True)


def change_school_action(ctx: RequestContext) -> Response:
    entered, values = Entered(), _entered_values()
    known = school_values(ctx.session, code=values["code"])
    row, refusal = _checked(ctx, values)
    if row is None:
        return refusal
    try:
        changed = change_school(
            ctx.session,
            row,
            version=entered.raw("version"),
            actor=ctx.principal.login,
            request_id=ctx.request_id,
        )
    except ChangedMeanwhileError as error:
        return clash(ctx, error, panel=_stale_panel(row, values, known))
    words = f"Сведения о школе «{row.short_name}» сохранены." if changed else "Без изменений."
    return done(words, refresh=True, close=True)


def _stale_panel(row: SchoolRow, typed: Mapping[str, str], known: Mapping[str, Any]) -> str:
    """Both versions: what the school is now stands above, what the person typed in the form."""
    titles = LAYOUTS[TableKind.SCHOOLS].columns
    now = {name: _said(known, name) for name in titles if name in known}
    other = [(titles[name], now[name] or DASH) for name in now if now[name] != typed.get(name, "")]
    message = html.Section(
        [
            html.P("Пока форма была открыта, сведения о школе изменил другой человек. Сейчас в системе:"),
            html.Dl([[html.Dt(title), html.Dd(words)] for title, words in other], className="facts"),
            html.P("Ниже — то, что ввели вы. «Сохранить» заменит сказанное выше."),
        ],
        className="message",
        role="alert",
    )
    form = sending_form(
        [*_school_fields(typed), submit("Сохранить")],
        action="/actions/admin/school-change",
        hidden={"code": row.code, "version": version_of(known)},
    )
    return fragment(row.short_name, [message, form], kicker=f"Код {row.code}")


def _entered_values() -> dict[str, str]:
    """The form as a row of the table «Школы»."""
    entered = Entered()
    values = {name: entered.text(name) for name in _COLUMNS if name != "levels"}
    levels = [level.value for level in _TAUGHT if entered.is_ticked(f"level_{level.value}")]
    return values | {"levels": ";".join(levels)}


def _checked(ctx: RequestContext, values: Mapping[str, str]) -> tuple[SchoolRow | None, Response]:
    """The row checked as a row of a file; None and the refusal where something is wrong with it."""
    cells = [values[name] or None for name in _COLUMNS]
    table = SourceTable("форма", None, rows=((1, _COLUMNS), (2, cells)), expected=TableKind.SCHOOLS)
    checked = check_tables([table], intake_context(ctx.session, today=ctx.today), expected=TableKind.SCHOOLS)
    if checked.errors:
        places = {table.address(2, place): name for place, name in enumerate(_COLUMNS)}
        return None, refused("Проверьте отмеченные поля.", fields=_faults(checked.errors, places))
    if not checked.schools:
        # A line without a word is passed over in a file; a form of it says nothing either.
        return None, refused("Проверьте отмеченные поля.", fields={"code": "Придумайте код школы."})
    return checked.schools[0], done()


def _faults(errors: Sequence[IntakeError], places: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for error in errors:
        name = places.get(error.address, "code")
        found.setdefault(name, f"{error.what[:1].upper()}{error.what[1:]}: {error.action}.")
    return found


def load_schools_action(ctx: RequestContext) -> Response:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return refused("Выберите файл.", fields={"file": "Выберите файл."})
    # Taken apart before the lock: other writers of the district need not wait meanwhile.
    try:
        tables, sha256 = _taken_apart(ctx, sent)
    except (UploadRefusedError, BusyError) as error:
        return refused(str(error), fields={"file": str(error)})
    lock_district(ctx.session)
    context = intake_context(ctx.session, today=ctx.today)
    checked = check_tables(tables, context, expected=TableKind.SCHOOLS)
    if checked.errors:
        return refused("В файле есть ошибки.", panel=_errors_panel(checked))
    outcome = apply_import(
        ctx.session,
        checked,
        actor=ctx.principal.login,
        file_name=file_title(sent.filename),
        sha256=sha256,
        store=FileStore(ctx.settings.data_dir / _FILES),
    )
    tally = outcome.tallies.get("schools")
    if tally is None or not outcome.is_changed:
        return done("Без изменений: всё это уже есть.", close=True)
    parts = [("добавлено", tally.new), ("изменено", tally.changed), ("без изменений", tally.unchanged)]
    words = ", ".join(f"{word} {whole(count)}" for word, count in parts if count)
    return done(f"Школы: {words}.", refresh=True, close=True)


def _taken_apart(ctx: RequestContext, sent: FileStorage) -> tuple[list[SourceTable], str]:
    """The tables of the file, read in a process of their own, and its SHA-256. Raises UploadRefusedError, BusyError."""
    uploads = UploadStore(ctx.settings.data_dir)
    with turn_to_read():
        uploads.sweep()
        stored_name, _, sha256 = uploads.take(sent.stream, most=LARGEST_UPLOAD)
        try:
            path = uploads.folder / stored_name
            return read_confined(path, name=file_title(sent.filename or ""), expected=TableKind.SCHOOLS), sha256
        finally:
            uploads.drop(stored_name)


def _errors_panel(checked: CheckedImport) -> str:
    count = len(checked.errors)
    lines = [
        html.Li([html.B(error.address), f" · {error.what} · {error.action}"])
        for error in checked.errors[:_ERRORS_SHOWN]
    ]
    more = [html.P(f"И ещё {count - _ERRORS_SHOWN}.")] if count > _ERRORS_SHOWN else []
    head = counted(count, "ошибка", "ошибки", "ошибок")
    again = opens_panel("Выбрать другой файл", address=panel_href("schools-load"), className="button is-main")
    return fragment(
        f"В файле {head}",
        [
            html.P("Ничего не записано. Исправьте файл и загрузите его снова."),
            html.Ul(lines, className="fault-list"),
            *more,
            again,
        ],
        kicker="Загрузить список школ",
    )
