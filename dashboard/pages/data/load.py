"""The view that takes a workbook: steps, faults with their cells, what would change, past loads."""

from collections.abc import Mapping

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import PROGRESS_PATH, DataAddress, DataView
from dashboard.addresses.reading import default_year
from dashboard.binding import RequestContext
from dashboard.components.filter_bar import Choice, filter_bar, filter_menu, year_choices
from dashboard.components.forms import sending_form, sending_meter
from dashboard.components.page import print_line, unknown_choices
from dashboard.html import Element
from dashboard.pages.data.checked import changes_card, commit_form, errors_card, notes_card
from dashboard.pages.data.history import GET_BOOK, awaited_card, book_href, handed_in_card, history_card
from dashboard.pages.data.own import chosen_school
from dashboard.pages.data.understood import forgotten_line, understood_cards
from dashboard.pages.data.upload import UPLOAD
from dashboard.texts.data import (
    STEPS,
    applied_sentence,
    clean_headline,
    errors_headline,
    file_facts,
)
from dashboard.texts.foreign import FORMATS_NOTE
from data_layer.commands.editing.forms import BY_HAND
from data_layer.domain.school_year import format_year
from data_layer.queries.catalogue import Catalogue, load_catalogue
from data_layer.queries.directory import SchoolEntry, school_list, used_years
from data_layer.queries.handed_in import HandedInRow, handed_in_rows
from data_layer.queries.imports import BatchEntry, one_import, open_preview, past_imports

_ACCEPT = ".xlsx,.xls,.ods,.csv,.txt,.zip"


def show_load(ctx: RequestContext, address: DataAddress, unknown: tuple[str, ...]) -> list[Element]:
    school = chosen_school(ctx, address.school)
    batch = None if address.batch is None else one_import(ctx.session, address.batch, author=ctx.principal.login)
    rows = handed_in_rows(ctx.session, year=address.year, today=ctx.today)
    own = next((row for row in rows if school is not None and row.code == school.code), None)
    scope = f"Загрузка · {'все школы района' if school is None else school.short_name}"
    catalogue = load_catalogue(ctx.session, with_sources=False)
    known = {row.code: row.short_name for row in rows}
    left = _idle(ctx, address, school) if batch is None else _batch_parts(ctx, address, batch, catalogue, known)
    waiting = open_preview(ctx.session, author=ctx.principal.login) if batch is None else None
    return [
        _filters(ctx, address, school),
        html.Main(
            [
                html.Div(
                    [
                        html.P(scope, className="crumb"),
                        html.H1(_headline(address, batch, own)),
                        print_line(f"{scope} · {format_year(address.year)}"),
                    ],
                    className="head",
                ),
                *unknown_choices(unknown),
                *([_waiting_line(address, waiting)] if waiting is not None else []),
                html.Div(
                    [
                        html.Div([_steps(batch), *left], className="stack"),
                        html.Div(
                            [
                                awaited_card(ctx, address, school, with_book=batch is not None),
                                *([] if own is None else [handed_in_card(address.year, own)]),
                                history_card(ctx, _past(ctx, school), catalogue, shown=address.batch),
                            ],
                            className="stack",
                        ),
                    ],
                    className="columns data-load",
                ),
            ],
            id="main",
            className="page page-content",
            tabIndex="-1",
        ),
    ]


def _past(ctx: RequestContext, school: SchoolEntry | None) -> list[BatchEntry]:
    wanted = None if school is None or ctx.principal.school_id is not None else school.code
    return past_imports(ctx.session, without=BY_HAND, school=wanted)


def _headline(address: DataAddress, batch: BatchEntry | None, own: HandedInRow | None) -> str:
    if batch is None:
        return _idle_headline(address, own)
    if batch.state == "applied":
        return f"{applied_sentence(batch.written)}."
    if batch.state == "reverted":
        return "Загрузка отменена."
    errors = int(batch.report.get("error_count", 0))
    return errors_headline(errors) if errors else clean_headline(batch.written)


def _idle_headline(address: DataAddress, own: HandedInRow | None) -> str:
    year = format_year(address.year)
    if own is None:
        return f"Данные за {year}: загрузите книгу одной школы или таблицы всех."
    if own.figures.k >= own.figures.n:
        return f"За {year} внесены все показатели, срок которых прошёл."
    return f"За {year} внесено {own.figures.k} из {own.figures.n} показателей, срок которых прошёл."


def _waiting_line(address: DataAddress, waiting: BatchEntry) -> Element:
    href = address.href(view=DataView.LOAD, batch=waiting.id)
    return html.P(
        [f"Файл «{waiting.file_name}» проверен и ещё не внесён. ", html.Link("Продолжить", href=href)],
        className="message",
        role="status",
    )


def _filters(ctx: RequestContext, address: DataAddress, school: SchoolEntry | None) -> Element:
    base = DataAddress(year=address.year, view=DataView.LOAD, school=address.school)
    years = tuple(used_years(ctx.session))
    menus = [
        filter_menu(
            "Год",
            year_choices(years, chosen=address.year, href=lambda year: base.href(year=year)),
            is_changed=address.year != default_year(years, today=ctx.today),
        )
    ]
    actions = [
        html.Link("Файлы документов", href=base.href(view=DataView.FILES), className="button is-quiet"),
        html.Link("Эффективность ВСОКО", href=base.href(view=DataView.EFFECTIVENESS), className="button is-quiet"),
    ]
    if ctx.principal.school_id is None:
        offered = sorted(school_list(ctx.session, year=address.year), key=lambda each: each.short_name.casefold())
        choices = [Choice("все школы", base.href(school=""), is_current=school is None)] + [
            Choice(each.short_name, base.href(school=each.code), is_current=each is school or each == school)
            for each in offered
        ]
        menus.append(filter_menu("Школа", choices, is_changed=school is not None))
        actions.append(
            html.Link("Кто сдал", href=base.href(view=DataView.BOARD, school=""), className="button is-quiet")
        )
    return filter_bar(menus, actions=actions)


def _steps(batch: BatchEntry | None) -> Element:
    reached = 0 if batch is None else 1 if batch.state == "previewed" else 2
    is_over = batch is not None and batch.state != "previewed"
    items = []
    for place, words in enumerate(STEPS):
        is_now = place == reached and not is_over
        names = "is-now" if is_now else "is-done" if place < reached or is_over else None
        items.append(html.Li(words, className=names, **({"aria-current": "step"} if is_now else {})))
    return html.Ol(items, className="load-steps")


def upload_form(address: DataAddress, *, school: SchoolEntry | None, words: str, is_main: bool = True) -> Element:
    """The whole field takes a dropped file; it is sent as soon as it is chosen."""
    field = html.Input(
        type="file", id="upload-file", name="file", accept=_ACCEPT, required=True, className="drop-input"
    )
    label = html.Label(words, htmlFor="upload-file", className="button is-main" if is_main else "button")
    return sending_form(
        [html.Div([label, field], className="drop-field"), sending_meter("Отправляем файл")],
        action=UPLOAD,
        hidden={"school": "" if school is None else school.code, "year": format_year(address.year)},
        className="form upload-form",
        shows_progress=True,
        attributes={"data-asks-progress": PROGRESS_PATH},
        is_sent_at_once=True,
    )


def _idle(ctx: RequestContext, address: DataAddress, school: SchoolEntry | None) -> list[Element]:
    """The first step of a school is its own workbook: it is offered where the file is awaited."""
    book = []
    if school is not None:
        link = html.A(GET_BOOK, href=book_href(ctx, address, school), className="button", download=True)
        words = html.Span("Она уже заполнена тем, что внесено: останется дописать.", className="note")
        book = [html.Div([link, words], className="drop-book")]
    facts = html.Div(
        [
            html.B("Загрузите книгу школы или выгрузку"),
            html.P(
                "Перетащите файл сюда или выберите его: .xlsx, .xls, .ods, .csv или .zip, до 20 МБ.", className="note"
            ),
            html.P(FORMATS_NOTE, className="note"),
            html.P("Сначала покажем, что изменится. Без вашего согласия ничего не внесётся.", className="note"),
            *book,
        ]
    )
    return [html.Div([facts, upload_form(address, school=school, words="Выбрать файл")], className="drop is-empty")]


def _batch_parts(
    ctx: RequestContext, address: DataAddress, batch: BatchEntry, catalogue: Catalogue, known: Mapping[str, str]
) -> list[Element]:
    """known: short names by code of the schools that the person may see."""
    errors = int(batch.report.get("error_count", 0))
    school = chosen_school(ctx, batch.only_school)
    parts = [_file_line(address, batch, school, has_errors=bool(errors)), *understood_cards(ctx, batch)]
    if errors and batch.state == "previewed":
        parts += [*forgotten_line(batch), errors_card(batch)]
    notes = batch.report.get("notes", ())
    if notes and batch.state == "previewed":
        parts.append(notes_card(list(notes)))
    if batch.report.get("rows"):
        parts.append(changes_card(address, batch, catalogue, has_schools=ctx.principal.school_id is None, known=known))
    if batch.state == "previewed":
        parts.append(commit_form(address, batch, may_apply=may(ctx.principal.role, Permission.WRITE_DATA)))
    return parts


def _file_line(address: DataAddress, batch: BatchEntry, school: SchoolEntry | None, *, has_errors: bool) -> Element:
    facts = html.Div([html.B(batch.file_name), html.P(file_facts(batch.report, batch.size), className="note")])
    words = "Загрузить исправленный файл" if has_errors else "Выбрать другой файл"
    if batch.state != "previewed":
        words = "Загрузить ещё один файл"
    is_main = has_errors or batch.state != "previewed"
    return html.Div([facts, upload_form(address, school=school, words=words, is_main=is_main)], className="drop")
