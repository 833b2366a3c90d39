"""What an administrator sees without being in a district: districts, and people of all of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from flask import Flask, Response, request

from dashboard import html
from dashboard.addresses.administration import (
    ADMINISTRATION_PATH,
    PlatformAddress,
    PlatformSection,
    panel_href,
    parse_platform,
)
from dashboard.addresses.reading import href_of
from dashboard.addresses.trail import parse_trail
from dashboard.answers import done, refused
from dashboard.binding import PlatformContext, register_platform_route
from dashboard.components.app_bar import Tab, app_bar_children, bar_of
from dashboard.components.filter_bar import filter_bar
from dashboard.components.first_steps import Step, first_steps_card
from dashboard.components.forms import select_field, sending_form, submit, text_field
from dashboard.components.marks import unseen
from dashboard.components.page import page_html, unknown_choices
from dashboard.components.panel import fragment, opens_panel
from dashboard.components.trail import (
    PAGE_SIZE,
    PLATFORM_DOWNLOAD,
    days_form,
    file_link,
    trail_card,
    trail_filters,
)
from dashboard.exports.attachment import XLSX, attachment
from dashboard.exports.trail_workbook import MOST_ROWS, trail_workbook
from dashboard.formatting import counted, date_full, tied
from dashboard.html import Element
from dashboard.pages.administration.entered import Entered, asked_id
from dashboard.pages.administration.people import access_words, password_panel, plain, role_words
from dashboard.pages.administration.settings import TIME_ZONES
from dashboard.services import DEFAULT_ZONE
from dashboard.texts.words import ROLES
from data_layer.commands import people as accounts
from data_layer.commands import platform_people
from data_layer.commands.district_people import Asker, NotAllowedError
from data_layer.commands.districts import CODE, LONGEST_TITLE, REGION_CODE, create_district
from data_layer.commands.platform_people import PLACES
from data_layer.domain.school_year import year_of
from data_layer.domain.vocabulary import Role, Stage
from data_layer.errors import ConflictError, DataLayerError, NotFoundError
from data_layer.queries.accounts import (
    DistrictRow,
    Person,
    PersonRole,
    RegionRow,
    all_people,
    district_rows,
    region_rows,
)
from data_layer.queries.trail import actors_outside_districts, trail_outside_districts

_SECTIONS: Final = {
    PlatformSection.DISTRICTS: "Районы",
    PlatformSection.PEOPLE: "Люди",
    PlatformSection.JOURNAL: "Журнал",
}
_DISTRICTS: Final = ("район", "района", "районов")
_NO_PLACE: Final = {
    "region": "Для этой роли выберите регион.",
    "district": "Для этой роли выберите район.",
    "school": "Для этой роли укажите код школы.",
}


def register(server: Flask) -> None:
    for name, panel in (
        ("district-new", show_new_district),
        ("account-new", show_new_account),
        ("account", show_account),
    ):
        register_platform_route(server, f"/panels/admin/{name}", methods=["GET"], handler=panel)
    for name, action in (
        ("district-add", add_district_action),
        ("account-add", add_account_action),
        ("account-rename", rename_account_action),
        ("account-password", account_password_action),
        ("account-close", account_close_action),
        ("account-open", account_open_action),
        ("account-role-add", account_role_add_action),
        ("account-role-remove", account_role_remove_action),
    ):
        register_platform_route(server, f"/actions/admin/{name}", methods=["POST"], handler=action)
    register_platform_route(server, PLATFORM_DOWNLOAD, methods=["GET"], handler=download_platform_journal)


# The page


def show_platform(ctx: PlatformContext, _asked: object, search: object) -> str:
    address, unknown = parse_platform(search)
    with ctx.identity() as session:
        districts, people = district_rows(session), all_people(session)
    tab = Tab("Администрирование", ADMINISTRATION_PATH, is_current=True)
    bar = app_bar_children(bar_of(ctx.principal, year=year_of(ctx.today), tabs=[tab]))
    filters: list[Element] = []
    files: list[Element] = []
    if address.section is PlatformSection.JOURNAL:
        filters, body, unknown = _journal(ctx, search)
        files = [file_link(href_of(PLATFORM_DOWNLOAD, parse_trail(search)[0].shared_query()))]
    elif address.section is PlatformSection.PEOPLE:
        filters, body = [_search(address)], _people(people, address)
    else:
        body = _districts(districts)
    main = html.Main(
        [
            *unknown_choices(unknown),
            html.Div(
                [_rail(address), html.Div([_head(address, districts, people), *body], className="section-body")],
                className="columns administration",
            ),
        ],
        id="main",
        className="page page-content",
        tabIndex="-1",
    )
    return page_html(bar, [filter_bar(filters, actions=files), main])


def _journal(ctx: PlatformContext, search: object) -> tuple[list[Element], list[Element], tuple[str, ...]]:
    """Menus, the list, and what could not be made out. What happened in a district is read in that district."""
    address, unknown = parse_trail(search, path=ADMINISTRATION_PATH)
    with ctx.identity() as session:
        actors = actors_outside_districts(session)
        events = trail_outside_districts(
            session, address.chosen(DEFAULT_ZONE), after=address.before, most=PAGE_SIZE + 1
        )
    note = html.P(
        "Районы и учётные записи; входы администраторов и неудачные входы под неизвестными логинами — в отборе "
        "«Действие». Что делали в районе, видно в журнале района.",
        className="note section-note",
    )
    cards = trail_card(events, address, _Ids(), zone=ZoneInfo(DEFAULT_ZONE))
    return trail_filters(address, actors=actors, schools=[]), [note, days_form(address), *cards], unknown


def download_platform_journal(ctx: PlatformContext) -> Response:
    """The events that are chosen, the newest first."""
    address, _ = parse_trail(request.query_string.decode("utf-8", "replace"), path=ADMINISTRATION_PATH)
    with ctx.identity() as session:
        events = trail_outside_districts(session, address.chosen(DEFAULT_ZONE), most=MOST_ROWS)
    content = trail_workbook(
        events,
        _Ids(),
        of=("Журнал", "вне районов"),
        zone=ZoneInfo(DEFAULT_ZONE),
        by=ctx.principal.login,
        today=ctx.today,
    )
    ctx.audit_later("file_exported", "platform-journal.xlsx")
    return attachment(content, filename=f"Журнал вне районов {date_full(ctx.today)}.xlsx", mimetype=XLSX)


class _Ids:
    """Outside of districts there is no catalogue: what an event names is called by its id."""

    def block(self, number: int) -> str:
        return str(number)

    def stage(self, stage: Stage) -> str:
        return str(stage)

    def indicator(self, indicator: str) -> str:
        return indicator

    def goal(self, goal: str) -> str:
        return goal

    def document_type(self, document_type: str) -> str:
        return document_type

    def organisation_item(self, item: str) -> str:
        return item


def _rail(address: PlatformAddress) -> Element:
    links = [
        html.Li(
            html.Link(
                [words, unseen(", вы здесь")] if section is address.section else words,
                href=address.href(section=section, words=""),
                className="is-current" if section is address.section else None,
            )
        )
        for section, words in _SECTIONS.items()
    ]
    return html.Nav(html.Ul(links), className="admin-rail", **{"aria-label": "Разделы администрирования"})


def _head(address: PlatformAddress, districts: Sequence[DistrictRow], people: Sequence[Person]) -> Element:
    crumb = html.P(f"Администрирование · {_SECTIONS[address.section]}", className="crumb")
    if address.section is PlatformSection.PEOPLE:
        active = sum(1 for person in people if person.is_active)
        words = f"Доступ есть у {counted(active, 'человека', 'человек', 'человек')} во всех районах"
    elif address.section is PlatformSection.JOURNAL:
        words = "Кто, когда и что изменил вне районов"
    elif districts:
        words = f"В системе {counted(len(districts), *_DISTRICTS)}"
    else:
        words = "Районов пока нет. Начните с первого."
    return html.Div([crumb, html.H1(words)], className="head")


def _search(address: PlatformAddress) -> Element:
    label = "Найти человека, роль или район"
    return html.Form(
        [
            html.Input(type="hidden", name="section", value=address.section.value),
            html.Label(label, htmlFor="administration-search", className="unseen"),
            html.Input(
                id="administration-search",
                name="q",
                type="search",
                value=address.words,
                placeholder=label,
                autocomplete="off",
                maxlength="100",
            ),
        ],
        action=ADMINISTRATION_PATH,
        method="GET",
        className="asking-form",
        **{"data-asks": ""},
    )


# Districts


def _districts(districts: Sequence[DistrictRow]) -> list[Element]:
    add = opens_panel(
        "Добавить район",
        address=panel_href("district-new"),
        className="button" if districts else "button is-main",
    )
    if not districts:
        return [first_steps_card(_steps(add), title="От пустой базы до первых показателей")]
    heads = ("Район", "Регион", "Специалистов", "")
    head = [html.Th(words, scope="col") if words else html.Td() for words in heads]
    rows = [_district(each) for each in districts]
    caption = html.Caption("Районы", className="unseen")
    table = html.Table([caption, html.Thead(html.Tr(head)), html.Tbody(rows)], className="plain-table admin-table")
    return [html.Div([add], className="section-actions"), html.Div(table, className="card table-card")]


def _steps(add: Element) -> list[Step]:
    return [
        Step("Район", "название и код; он получит свою копию каталога показателей", is_done=False, form=add),
        Step("Список школ", "файл CSV или по одной", is_done=False),
        Step("Люди", "специалисты управления, директора, ответственные", is_done=False),
        Step("Ориентиры и календарь", "стоят по умолчанию, их можно изменить", is_done=False),
        Step("Первые данные", "книга Excel или таблица CSV с показателями", is_done=False),
    ]


def _district(row: DistrictRow) -> Element:
    demo = [html.Small("учебные данные", className="under")] if row.is_demo else []
    return html.Tr(
        [
            html.Th([tied(row.title), html.Small(row.code, className="under"), *demo], scope="row"),
            html.Td(row.region),
            html.Td(str(row.officials) if row.officials else "никого", className="number"),
            html.Td(enter_district(row.id, row.title), className="row-action"),
        ]
    )


def enter_district(district_id: int, title: str, *, is_main: bool = False) -> Element:
    """The step into a district, which is audited there; assets/interface.js adds the token."""
    button = html.Button(
        ["Войти в район", unseen(f": {title}")], type="submit", className="button is-main" if is_main else "text-button"
    )
    hidden = [
        html.Input(type="hidden", name="district", value=str(district_id)),
        html.Input(type="hidden", name="next", value=ADMINISTRATION_PATH),
    ]
    return html.Form([*hidden, button], action="/switch", method="POST", **{"data-carries-token": ""})


def show_new_district(ctx: PlatformContext) -> str:
    with ctx.identity() as session:
        regions = region_rows(session)
    options = [("", "без региона"), *((each.code, each.title) for each in regions)]
    form = sending_form(
        [
            text_field("Название", name="title", hint="Как показывать в шапке и отчётах.", required=True),
            text_field(
                "Код",
                name="code",
                hint="Строчные латинские буквы, цифры и дефис. Потом его не изменить.",
                required=True,
            ),
            select_field("Регион", name="region", options=options),
            text_field("Или код нового региона", name="new_region", hint="Если нужного региона в списке нет."),
            select_field("Часовой пояс", name="time_zone", options=TIME_ZONES, value="Europe/Moscow"),
            submit("Добавить район"),
        ],
        action="/actions/admin/district-add",
    )
    return fragment("Добавить район", [form], kicker="Районы")


def add_district_action(ctx: PlatformContext) -> Response:
    entered = Entered()
    code, title = entered.text("code"), entered.text("title", needed="Укажите название.")
    zone = entered.one_of("time_zone", [zone for zone, _ in TIME_ZONES])
    with ctx.identity() as session:
        known = [each.code for each in region_rows(session)]
    region = entered.text("new_region") or entered.one_of("region", ["", *known])
    if not CODE.fullmatch(code):
        entered.faults["code"] = "Нужны строчные латинские буквы, цифры и дефис, до 32 знаков."
    if title and (len(title) > LONGEST_TITLE or not title.isprintable()):
        entered.faults["title"] = f"Не больше {LONGEST_TITLE} знаков."
    if region and not REGION_CODE.fullmatch(region):
        entered.faults["new_region"] = "До 32 знаков, без пробелов и знаков / \\ ? # % ;"
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    try:
        district_id = create_district(
            ctx.engine,
            code=code,
            title=title,
            region_code=region or None,
            time_zone=zone,
            actor=ctx.principal.login,
            request_id=ctx.request_id,
        )
    except ConflictError as error:
        return refused(str(error), fields={"code": str(error)})
    panel = fragment(
        "Район добавлен",
        [
            html.P("У района своя копия каталога: 6 блоков, 16 целей, показатели, требования и сроки."),
            html.P("Дальше — в самом районе: список школ, люди, сроки и первые данные."),
            enter_district(district_id, title, is_main=True),
        ],
        kicker=title,
    )
    return done(panel=panel, refresh=True)


# People


def _people(people: Sequence[Person], address: PlatformAddress) -> list[Element]:
    add = opens_panel("Добавить человека", address=panel_href("account-new"), className="button is-main")
    shown = [person for person in people if _is_wanted(person, address.words)]
    actions = html.Div([add], className="section-actions")
    if not shown:
        return [actions, html.P("Никого такого нет.", className="card nothing-found")]
    heads = ("Имя", "Роли", "Доступ", "")
    head = [html.Th(words, scope="col") if words else html.Td() for words in heads]
    caption = html.Caption("Люди всех районов", className="unseen")
    rows = [_person(person) for person in shown]
    table = html.Table([caption, html.Thead(html.Tr(head)), html.Tbody(rows)], className="plain-table admin-table")
    return [actions, html.Div(table, className="card table-card")]


def _is_wanted(person: Person, words: str) -> bool:
    said = plain(" ".join([person.login, person.full_name, *(role_words(role) for role in person.roles)]))
    return all(word in said for word in plain(words).split())


def _person(person: Person) -> Element:
    name = [html.Span(tied(person.name)), *([html.Small(person.login, className="under")] if person.full_name else [])]
    address = panel_href("account", user=person.user_id)
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(html.Ul([html.Li(role_words(role)) for role in person.roles]) if person.roles else "без роли"),
            html.Td(access_words(person)),
            html.Td(opens_panel(["Изменить", unseen(f": {person.name}")], address=address), className="row-action"),
        ],
        className=None if person.is_active else "is-closed",
    )


def _role_fields(districts: Iterable[DistrictRow], regions: Iterable[RegionRow]) -> list[Element]:
    return [
        select_field("Роль", name="role", options=[(role.value, words) for role, words in ROLES.items()]),
        select_field(
            "Район",
            name="district",
            options=[("", "не нужен"), *((str(each.id), each.title) for each in districts)],
            hint="Для всех ролей, кроме администратора и региона.",
        ),
        text_field("Код школы", name="school", hint="Для директора и ответственного."),
        select_field(
            "Регион",
            name="region",
            options=[("", "не нужен"), *((str(each.id), each.title) for each in regions)],
            hint="Только для роли «Регион».",
        ),
    ]


def show_new_account(ctx: PlatformContext) -> str:
    with ctx.identity() as session:
        fields = _role_fields(district_rows(session), region_rows(session))
    form = sending_form(
        [
            text_field("Логин", name="login", hint="Им входят в систему. Потом его не изменить.", required=True),
            text_field("Имя", name="full_name", hint="Фамилия И. О., как показывать в системе."),
            *fields,
            submit("Добавить"),
        ],
        action="/actions/admin/account-add",
    )
    note = html.P("Система выдаст одноразовый пароль. Он показывается один раз.", className="note")
    return fragment("Добавить человека", [note, form], kicker="Люди")


def show_account(ctx: PlatformContext) -> str:
    return _account_panel(ctx, asked_id("user"))


def _account_panel(ctx: PlatformContext, user_id: int) -> str:
    with ctx.identity() as session:
        person = next((each for each in all_people(session) if each.user_id == user_id), None)
        fields = _role_fields(district_rows(session), region_rows(session))
    if person is None:
        raise NotFoundError("Такого пользователя нет.")
    hidden = {"user": str(user_id)}
    name = sending_form(
        [text_field("Имя", name="full_name", value=person.full_name), submit("Сохранить имя", is_main=False)],
        action="/actions/admin/account-rename",
        hidden=hidden,
    )
    roles = html.Section(
        [html.H3("Роли"), html.Ul([_role(ctx, person, role) for role in person.roles], className="role-list")]
    )
    adding = sending_form(
        [*fields, submit("Дать роль", is_main=False)], action="/actions/admin/account-role-add", hidden=hidden
    )
    more = html.Details([html.Summary("Дать ещё одну роль"), adding], className="opens more-form")
    return fragment(person.name, [name, roles, more, _access(ctx, person)], kicker=person.login)


def _role(ctx: PlatformContext, person: Person, role: PersonRole) -> Element:
    if role.membership_id == ctx.principal.membership_id:
        return html.Li([html.Span(role_words(role)), html.Small("вы сейчас в ней", className="quiet")])
    button = html.Button(
        ["Снять", unseen(f": {role_words(role)}")],
        type="submit",
        className="text-button",
        **{"data-confirms": f"Снять роль «{role_words(role)}»?"},
    )
    form = sending_form(
        [button],
        action="/actions/admin/account-role-remove",
        hidden={"user": str(person.user_id), "membership": str(role.membership_id)},
        className="inline-form",
    )
    return html.Li([html.Span(role_words(role)), form])


def _access(ctx: PlatformContext, person: Person) -> Element:
    hidden = {"user": str(person.user_id)}
    if person.user_id == ctx.principal.user_id:
        words = "Это вы. Свой пароль меняют в меню под именем; закрыть свой доступ может другой администратор."
        return html.Section([html.H3("Доступ"), html.P(words, className="note")])
    if not person.is_active:
        opening = sending_form(
            [submit("Открыть доступ")], action="/actions/admin/account-open", hidden=hidden, className="actions"
        )
        return html.Section([html.H3("Доступ закрыт"), opening])
    password = sending_form(
        [submit("Выдать новый пароль", is_main=False)],
        action="/actions/admin/account-password",
        hidden=hidden,
        className="inline-form",
        confirms="Прежний пароль и все открытые сеансы этого человека перестанут действовать. Выдать новый?",
    )
    closing = sending_form(
        [submit("Закрыть доступ", is_main=False)],
        action="/actions/admin/account-close",
        hidden=hidden,
        className="inline-form",
        confirms="Человек сразу выйдет из системы и не сможет войти. Закрыть доступ?",
    )
    return html.Section([html.H3("Доступ"), html.Div([password, closing], className="actions")])


# Actions on people


def _asker(ctx: PlatformContext) -> Asker:
    return Asker(ctx.principal.login, ctx.principal.membership_id, ctx.request_id)


def _role_and_place(ctx: PlatformContext, entered: Entered) -> tuple[Role, dict[str, int]]:
    """The role and the ids of its place; what is missing or unknown stands in the faults of the form."""
    role = entered.one_of("role", Role)
    needed, place = PLACES[role], dict[str, int]()
    with ctx.identity() as session:
        known: Mapping[str, list[int]] = {
            "district": [each.id for each in district_rows(session)],
            "region": [each.id for each in region_rows(session)],
        }
    for name in ("region", "district"):
        if name in needed and not entered.raw(name):
            entered.faults[name] = _NO_PLACE[name]
        elif name in needed:
            place[f"{name}_id"] = entered.one_of(name, known[name])
    if "school" in needed and "district_id" in place:
        school_id = ctx.school_id(district_id=place["district_id"], code=entered.raw("school"))
        if school_id is None:
            entered.faults["school"] = "В этом районе нет школы с таким кодом."
        else:
            place["school_id"] = school_id
    return role, place


def add_account_action(ctx: PlatformContext) -> Response:
    entered = Entered()
    login, full_name = entered.text("login", needed="Придумайте логин."), entered.text("full_name")
    role, place = _role_and_place(ctx, entered)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    try:
        with ctx.identity(writes=True) as session:
            password = accounts.add_user(
                session,
                login=login,
                full_name=full_name,
                role=role,
                region_id=place.get("region_id"),
                district_id=place.get("district_id"),
                school_id=place.get("school_id"),
                actor=ctx.principal.login,
                request_id=ctx.request_id,
            )
    except accounts.InvalidNameError as error:
        return refused(str(error), fields={"full_name": str(error)})
    except (ConflictError, accounts.InvalidLoginError) as error:
        return refused(str(error), fields={"login": str(error)})
    return done(panel=password_panel(full_name or login, login, password or ""), refresh=True)


def rename_account_action(ctx: PlatformContext) -> Response:
    entered = Entered()
    user_id, name = entered.whole("user"), entered.text("full_name")
    try:
        with ctx.identity(writes=True) as session:
            platform_people.rename(session, user_id=user_id, full_name=name, asker=_asker(ctx))
    except accounts.InvalidNameError as error:
        return refused(str(error), fields={"full_name": str(error)})
    return done("Имя сохранено.", panel=_account_panel(ctx, user_id), refresh=True)


def account_password_action(ctx: PlatformContext) -> Response:
    user_id = Entered().whole("user")
    try:
        with ctx.identity(writes=True) as session:
            password = platform_people.new_password(session, user_id=user_id, asker=_asker(ctx))
            person = next(each for each in all_people(session) if each.user_id == user_id)
    except NotAllowedError as error:
        return refused(str(error))
    return done(panel=password_panel(person.name, person.login, password), refresh=True)


def account_close_action(ctx: PlatformContext) -> Response:
    user_id = Entered().whole("user")
    try:
        with ctx.identity(writes=True) as session:
            platform_people.close(session, user_id=user_id, asker=_asker(ctx))
    except NotAllowedError as error:
        return refused(str(error))
    return done("Доступ закрыт.", panel=_account_panel(ctx, user_id), refresh=True)


def account_open_action(ctx: PlatformContext) -> Response:
    user_id = Entered().whole("user")
    with ctx.identity(writes=True) as session:
        platform_people.reopen(session, user_id=user_id, asker=_asker(ctx))
    return done("Доступ открыт.", panel=_account_panel(ctx, user_id), refresh=True)


def account_role_add_action(ctx: PlatformContext) -> Response:
    entered = Entered()
    user_id = entered.whole("user")
    role, place = _role_and_place(ctx, entered)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    try:
        with ctx.identity(writes=True) as session:
            platform_people.give_role(session, user_id=user_id, role=role, place=place, asker=_asker(ctx))
    except DataLayerError as error:
        return refused(str(error))
    return done("Роль дана.", panel=_account_panel(ctx, user_id), refresh=True)


def account_role_remove_action(ctx: PlatformContext) -> Response:
    entered = Entered()
    user_id, membership_id = entered.whole("user"), entered.whole("membership")
    try:
        with ctx.identity(writes=True) as session:
            platform_people.take_role(session, membership_id=membership_id, asker=_asker(ctx))
    except NotAllowedError as error:
        return refused(str(error))
    return done("Роль снята.", panel=_account_panel(ctx, user_id), refresh=True)
