"""Files of documents, several at once: each becomes a document of the cell that the person chooses."""

from collections.abc import Sequence

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.addresses.data import DOCUMENT_PANEL, DataAddress, DataView
from dashboard.addresses.reading import BLOCKS, default_year
from dashboard.binding import RequestContext
from dashboard.components.evidence import file_link
from dashboard.components.filter_bar import Choice, filter_bar, filter_menu, year_choices
from dashboard.components.forms import sending_form, submit
from dashboard.components.marks import unseen
from dashboard.components.page import print_line, unknown_choices
from dashboard.formatting import NO_BREAK, date_full, moment, tied
from dashboard.html import Element
from dashboard.pages.data.file_field import REMOVE_FILE, STORE_FILE
from dashboard.pages.data.own import chosen_school
from dashboard.texts.evidence import ELSEWHERE, WHICH_FILES, files_headline, own_use_words
from dashboard.texts.words import BLOCKS_SHORT, STAGES
from data_layer.domain.school_year import format_year
from data_layer.intake.evidence.recognition import plain_titles
from data_layer.queries.directory import SchoolEntry, school_list, used_years
from data_layer.queries.evidence_files import KeptFile, waiting_files


def show_files(ctx: RequestContext, address: DataAddress, unknown: tuple[str, ...]) -> list[Element]:
    school = chosen_school(ctx, address.school)
    address = DataAddress(year=address.year, view=DataView.FILES, school="" if school is None else school.code)
    name = "школа не выбрана" if school is None else school.short_name
    scope = f"Файлы документов · {tied(name)} · {format_year(address.year)}"
    files = () if school is None else waiting_files(ctx.session, school_id=school.id)
    title = "За какую школу приложить файлы?" if school is None else files_headline(len(files))
    head = html.Div([html.P(scope, className="crumb"), html.H1(title), print_line(scope)], className="head")
    body = _choose(ctx, address) if school is None else _body(ctx, address, school, files)
    main = html.Main([head, *unknown_choices(unknown), *body], id="main", className="page page-content", tabIndex="-1")
    return [_filters(ctx, address), main]


def _filters(ctx: RequestContext, address: DataAddress) -> Element:
    years = tuple(used_years(ctx.session))
    menus = [
        filter_menu(
            "Год",
            year_choices(years, chosen=address.year, href=lambda year: address.href(year=year)),
            is_changed=address.year != default_year(years, today=ctx.today),
        )
    ]
    if ctx.principal.school_id is None:
        choices = [
            Choice(tied(each.short_name), address.href(school=each.code), is_current=each.code == address.school)
            for each in _by_name(ctx, address.year)
        ]
        if not address.school:
            choices.insert(0, Choice("не выбрана", address.href(), is_current=True))
        menus.append(filter_menu("Школа", choices, is_changed=bool(address.school)))
    load = html.Link("Загрузить книгу", href=address.href(view=DataView.LOAD), className="button is-quiet")
    return filter_bar(menus, actions=[load])


def _by_name(ctx: RequestContext, year: int) -> list[SchoolEntry]:
    return sorted(school_list(ctx.session, year=year), key=lambda school: school.short_name.casefold())


def _choose(ctx: RequestContext, address: DataAddress) -> list[Element]:
    links = [
        html.Li(html.Link(tied(school.short_name), href=address.href(school=school.code)))
        for school in _by_name(ctx, address.year)
    ]
    return [html.Section(html.Ul(links, className="places"), className="card choose-school")]


def _body(ctx: RequestContext, address: DataAddress, school: SchoolEntry, files: Sequence[KeptFile]) -> list[Element]:
    if not may(ctx.principal.role, Permission.WRITE_DATA):
        return []
    parts = [_drop(school), *([_list(ctx, address, school, files)] if files else [])]
    return [html.Div(parts, className="stack")]


def _drop(school: SchoolEntry) -> Element:
    """The whole field takes dropped files; assets/files.js sends them one after the other."""
    facts = html.Div(
        [
            html.B("Выберите файлы или перетащите их сюда"),
            html.P(f"Можно сразу несколько: {WHICH_FILES}", className="note"),
            html.P("Потом для каждого укажите блок и стадию. Сдан документ, когда вы его отправите.", className="note"),
        ]
    )
    pick = html.Input(
        type="file",
        id="many-files",
        accept=plain_titles(),
        multiple=True,
        className="drop-input",
        **{"data-picks-files": STORE_FILE, "data-school": school.code},
    )
    label = html.Label("Выбрать файлы", htmlFor="many-files", className="button is-main")
    sent = html.Ol("", className="sent-files", hidden=True, **{"data-sent-files": "", "aria-live": "polite"})
    return html.Div(
        [html.Div([facts, html.Div([label, pick], className="drop-field")], className="drop is-empty"), sent],
        className="stack many-files",
    )


def _list(ctx: RequestContext, address: DataAddress, school: SchoolEntry, files: Sequence[KeptFile]) -> Element:
    rows = [_row(ctx, address, school, kept) for kept in files]
    return html.Section(
        [html.Div(html.H2("Ждут оформления"), className="card-head"), html.Ul(rows, className="waiting-files")],
        className="card",
    )


def _row(ctx: RequestContext, address: DataAddress, school: SchoolEntry, kept: KeptFile) -> Element:
    notes = [html.P(tied(words), className="file-warning") for words in _warnings(kept)]
    facts = [part for part in (_found(kept), _at(ctx, kept)) if part]
    return html.Li(
        [
            html.Div(
                [file_link(kept.line), html.Span(tied(" · ".join(facts)), className="note"), *notes],
                className="waiting-file",
            ),
            _place_form(address, school, kept),
            _remove_form(school, kept),
        ]
    )


def _warnings(kept: KeptFile) -> list[str]:
    return [*([own_use_words(kept.uses)] if kept.uses else []), *([ELSEWHERE] if kept.is_elsewhere else [])]


def _found(kept: KeptFile) -> str:
    told = [*(f"№{NO_BREAK}{number}" for number in kept.numbers[:1]), *(date_full(day) for day in kept.dates[:1])]
    return f"в тексте: {', '.join(told)}" if told else ""


def _at(ctx: RequestContext, kept: KeptFile) -> str:
    return "" if kept.stored_at is None else f"приложен {moment(kept.stored_at, time_zone=ctx.principal.time_zone)}"


def _place_form(address: DataAddress, school: SchoolEntry, kept: KeptFile) -> Element:
    """Which cell the document is for; the panel opens its form with the file in it."""
    number = kept.line.id
    blocks = [html.Option("блок", value="")] + [
        html.Option(f"{block}. {BLOCKS_SHORT[block]}", value=str(block)) for block in BLOCKS
    ]
    stages = [html.Option("стадия", value="")] + [html.Option(words, value=str(each)) for each, words in STAGES.items()]
    carried = {"school": school.code, "year": format_year(address.year), "document": "new", "file": str(number)}
    return html.Form(
        [
            *(html.Input(type="hidden", name=name, value=value) for name, value in carried.items()),
            html.Label(f"Блок для файла {kept.line.title}", htmlFor=f"block-{number}", className="unseen"),
            html.Select(blocks, id=f"block-{number}", name="block", required=True),
            html.Label(f"Стадия для файла {kept.line.title}", htmlFor=f"stage-{number}", className="unseen"),
            html.Select(stages, id=f"stage-{number}", name="stage", required=True),
            html.Button(["Оформить", unseen(f": {kept.line.title}")], type="submit", className="button"),
        ],
        className="place-form",
        **{"data-opens-panel-of": DOCUMENT_PANEL},
    )


def _remove_form(school: SchoolEntry, kept: KeptFile) -> Element:
    return sending_form(
        [submit(["Удалить", unseen(f" файл {kept.line.title}")], is_main=False)],
        action=REMOVE_FILE,
        hidden={"school": school.code, "file": str(kept.line.id)},
        className="inline-form",
        confirms="Удалить файл? Вернуть его будет нельзя.",
    )
