"""Section «Люди»: who has access to the district, in which role; passwords, roles, closing and opening."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from flask import Flask, Response

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.administration import AdministrationAddress, panel_href
from dashboard.answers import done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.components.filter_bar import Choice, filter_menu
from dashboard.components.forms import field, select_field, sending_form, submit, text_field
from dashboard.components.marks import unseen
from dashboard.components.panel import fragment, opens_panel
from dashboard.formatting import NO_BREAK, date_full, tied
from dashboard.html import Element
from dashboard.pages.administration.entered import Entered, asked_id, refuse
from dashboard.texts.administration import people_headline
from dashboard.texts.words import ROLES
from data_layer.commands.district_people import (
    DISTRICT_ROLES,
    Asker,
    NotAllowedError,
    add_person,
    add_role,
    close_account,
    open_account,
    remove_role,
    rename_person,
    renew_password,
)
from data_layer.commands.people import InvalidLoginError, InvalidNameError
from data_layer.domain.school_year import year_of
from data_layer.domain.vocabulary import Role
from data_layer.errors import ConflictError, NotFoundError
from data_layer.queries.accounts import Person, PersonRole, people_of_district, person_of_district
from data_layer.queries.directory import SchoolEntry, school_list

_OF_A_SCHOOL: Final = frozenset({Role.DIRECTOR, Role.COORDINATOR})
_NO_SCHOOL: Final = "Для директора и ответственного выберите школу."


def register(server: Flask) -> None:
    """The panels and actions of the section."""
    for name, handler in (("person-new", show_new_person), ("person", show_person)):
        register_route(
            server,
            f"/panels/admin/{name}",
            methods=["GET"],
            permission=Permission.VIEW_ADMINISTRATION,
            handler=handler,
        )
    for name, action in (
        ("person-add", add_person_action),
        ("person-rename", rename_person_action),
        ("person-password", renew_password_action),
        ("person-close", close_account_action),
        ("person-open", open_account_action),
        ("role-add", add_role_action),
        ("role-remove", remove_role_action),
    ):
        register_route(
            server,
            f"/actions/admin/{name}",
            methods=["POST"],
            permission=Permission.MANAGE_DISTRICT,
            handler=action,
        )


# The section


def headline(ctx: RequestContext, _address: AdministrationAddress) -> str:
    there = {school.code for school in school_list(ctx.session, year=year_of(ctx.today))}
    people = [_at_schools_there(person, there) for person in people_of_district(ctx.session)]
    return people_headline(people, schools=len(there))


def _at_schools_there(person: Person, there: Collection[str]) -> Person:
    """Without roles at schools that have closed: they direct nothing any more."""
    return replace(person, roles=tuple(role for role in person.roles if not role.school or role.school in there))


def filters(address: AdministrationAddress) -> list[Element]:
    roles: list[tuple[Role | None, str]] = [(None, "все"), *((role, ROLES[role]) for role in DISTRICT_ROLES)]
    choices = [Choice(words, address.href(role=role), is_current=role is address.role) for role, words in roles]
    return [filter_menu("Роль", choices, is_changed=address.role is not None)]


def section(ctx: RequestContext, address: AdministrationAddress) -> list[Element]:
    people = people_of_district(ctx.session)
    shown = [person for person in people if _is_wanted(person, address)]
    add = opens_panel("Добавить человека", address=panel_href("person-new"), className="button is-main")
    if not shown:
        nothing = "Никого с таким именем и такой ролью нет." if people else "Пока никого нет."
        return [html.Div([add], className="section-actions"), html.P(nothing, className="card nothing-found")]
    return [html.Div([add], className="section-actions"), html.Div(_table(shown), className="card table-card")]


def _is_wanted(person: Person, address: AdministrationAddress) -> bool:
    if address.role is not None and all(role.role is not address.role for role in person.roles):
        return False
    said = " ".join([person.login, person.full_name, *(f"{ROLES[role.role]} {role.place}" for role in person.roles)])
    return all(word in plain(said) for word in plain(address.words).split())


def plain(text: str) -> str:
    """As people search: without regard to case and the dots of ё."""
    return text.casefold().replace("ё", "е").replace("\u00a0", " ")


def _table(people: Sequence[Person]) -> Element:
    heads = ("Имя", "Роли", "Доступ", "")
    head = [html.Th(words, scope="col") if words else html.Td() for words in heads]
    return html.Table(
        [
            html.Caption("Люди района", className="unseen"),
            html.Thead(html.Tr(head)),
            html.Tbody([_row(person) for person in people]),
        ],
        className="plain-table admin-table",
    )


def _row(person: Person) -> Element:
    name = [html.Span(tied(person.name)), html.Small(person.login, className="under")]
    return html.Tr(
        [
            html.Th(name if person.full_name else [html.Span(person.login)], scope="row"),
            html.Td(html.Ul([html.Li(role_words(role)) for role in person.roles])),
            html.Td(access_words(person)),
            html.Td(
                opens_panel(
                    ["Изменить", unseen(f": {person.name}")], address=panel_href("person", user=person.user_id)
                ),
                className="row-action",
            ),
        ],
        className=None if person.is_active else "is-closed",
    )


def role_words(role: PersonRole) -> str:
    words = f"{ROLES[role.role]}, {role.place}" if role.place else ROLES[role.role]
    return tied(words if role.ends_on is None else f"{words}, до{NO_BREAK}{date_full(role.ends_on)}")


def access_words(person: Person) -> str:
    if not person.is_active:
        return "закрыт"
    return "ждёт первого входа" if person.must_change_password else "открыт"


# Panels


def show_new_person(ctx: RequestContext) -> str:
    form = sending_form(
        [
            text_field("Логин", name="login", hint="Им входят в систему. Потом его не изменить.", required=True),
            text_field("Имя", name="full_name", hint="Фамилия И. О., как показывать в системе."),
            *_role_fields(_open_schools(ctx)),
            submit("Добавить"),
        ],
        action="/actions/admin/person-add",
    )
    note = html.P("Система выдаст одноразовый пароль. Он показывается один раз.", className="note")
    return fragment("Добавить человека", [note, form], kicker="Люди")


def _open_schools(ctx: RequestContext) -> list[SchoolEntry]:
    return [school for school in school_list(ctx.session) if school.gone_from is None]


def _role_fields(schools: Sequence[SchoolEntry]) -> list[Element]:
    roles = [(role.value, ROLES[role]) for role in DISTRICT_ROLES]
    offered = sorted(schools, key=lambda school: school.short_name.casefold())
    options = [("", "не нужна"), *((school.code, school.short_name) for school in offered)]
    return [
        select_field("Роль", name="role", options=roles),
        select_field("Школа", name="school", options=options, hint=_NO_SCHOOL),
    ]


def show_person(ctx: RequestContext) -> str:
    return _person_panel(ctx, asked_id("user"))


def _person_panel(ctx: RequestContext, user_id: int) -> str:
    person = person_of_district(ctx.session, user_id=user_id)
    children = [_roles(ctx, person), _new_role(ctx, person)]
    if person.has_roles_elsewhere:
        words = "У этого человека есть роли и вне вашего района. Имя, пароль и доступ меняет администратор."
        return fragment(person.name, [html.P(words, className="message"), *children], kicker=person.login)
    return fragment(person.name, [_name(person), *children, _account(ctx, person)], kicker=person.login)


def _hidden(person: Person) -> dict[str, str]:
    return {"user": str(person.user_id)}


def _name(person: Person) -> Element:
    return sending_form(
        [text_field("Имя", name="full_name", value=person.full_name), submit("Сохранить имя", is_main=False)],
        action="/actions/admin/person-rename",
        hidden=_hidden(person),
    )


def _roles(ctx: RequestContext, person: Person) -> Element:
    items = [_role(ctx, person, role) for role in person.roles]
    return html.Section([html.H3("Роли"), html.Ul(items, className="role-list")])


def _role(ctx: RequestContext, person: Person, role: PersonRole) -> Element:
    words = html.Span(role_words(role))
    if role.membership_id == ctx.principal.membership_id:
        return html.Li([words, html.Small("вы сейчас в ней", className="quiet")])
    last = " Других ролей у него нет: войти он больше не сможет." if len(person.roles) == 1 else ""
    button = html.Button(
        ["Снять", unseen(f": {role_words(role)}")],
        type="submit",
        className="text-button",
        **{"data-confirms": f"Снять роль «{role_words(role)}»?{last}"},
    )
    form = sending_form(
        [button],
        action="/actions/admin/role-remove",
        hidden={**_hidden(person), "membership": str(role.membership_id)},
        className="inline-form",
    )
    return html.Li([words, form])


def _new_role(ctx: RequestContext, person: Person) -> Element:
    form = sending_form(
        [*_role_fields(_open_schools(ctx)), submit("Дать роль", is_main=False)],
        action="/actions/admin/role-add",
        hidden=_hidden(person),
    )
    return html.Details([html.Summary("Дать ещё одну роль"), form], className="opens more-form")


def _account(ctx: RequestContext, person: Person) -> Element:
    if person.user_id == ctx.principal.user_id:
        words = "Это вы. Свой пароль меняют в меню под именем; закрыть свой доступ может другой специалист."
        return html.Section([html.H3("Доступ"), html.P(words, className="note")])
    if not person.is_active:
        opening = sending_form(
            [submit("Открыть доступ")], action="/actions/admin/person-open", hidden=_hidden(person), className="actions"
        )
        return html.Section([html.H3("Доступ закрыт"), opening])
    password = sending_form(
        [submit("Выдать новый пароль", is_main=False)],
        action="/actions/admin/person-password",
        hidden=_hidden(person),
        className="inline-form",
        confirms="Прежний пароль и все открытые сеансы этого человека перестанут действовать. Выдать новый?",
    )
    closing = sending_form(
        [submit("Закрыть доступ", is_main=False)],
        action="/actions/admin/person-close",
        hidden=_hidden(person),
        className="inline-form",
        confirms="Человек сразу выйдет из системы и не сможет войти. Закрыть доступ?",
    )
    return html.Section([html.H3("Доступ"), html.Div([password, closing], className="actions")])


def password_panel(person: str, login: str, password: str) -> str:
    """The one-time password; it is kept nowhere and shown here alone."""
    shown = html.Input(
        id="field-one-time", type="text", value=password, readonly=True, className="one-time", autocomplete="off"
    )
    return fragment(
        "Одноразовый пароль",
        [
            html.Dl([html.Dt("Кому"), html.Dd(person), html.Dt("Логин"), html.Dd(html.B(login))], className="facts"),
            field("Пароль", shown, name="one-time", hint="При первом входе система попросит придумать свой."),
            html.P("Передайте его лично. Закроете это окно — больше он не появится.", className="message"),
            html.Button("Готово", type="button", className="button is-main", **{"data-closes-panel": ""}),
        ],
        kicker="Люди",
    )


# Actions


def asker_of(ctx: RequestContext) -> Asker:
    return Asker(ctx.principal.login, ctx.principal.membership_id, ctx.request_id)


def _role_of(entered: Entered) -> tuple[Role, str | None]:
    role = entered.one_of("role", DISTRICT_ROLES)
    school = entered.raw("school") or None
    if role in _OF_A_SCHOOL and school is None:
        entered.faults["school"] = _NO_SCHOOL
    return role, school


def add_person_action(ctx: RequestContext) -> Response:
    entered = Entered()
    login, full_name = entered.text("login", needed="Придумайте логин."), entered.text("full_name")
    role, school = _role_of(entered)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    try:
        password = add_person(
            ctx.session, login=login, full_name=full_name, role=role, school=school, asker=asker_of(ctx)
        )
    except (ConflictError, InvalidLoginError) as error:
        return refuse(ctx, str(error), field="login")
    except InvalidNameError as error:
        return refuse(ctx, str(error), field="full_name")
    except NotFoundError as error:
        return refuse(ctx, str(error), field="school")
    return done(panel=password_panel(full_name or login, login, password), refresh=True)


def rename_person_action(ctx: RequestContext) -> Response:
    entered = Entered()
    user_id = entered.whole("user")
    try:
        rename_person(ctx.session, user_id=user_id, full_name=entered.text("full_name"), asker=asker_of(ctx))
    except InvalidNameError as error:
        return refuse(ctx, str(error), field="full_name")
    except NotAllowedError as error:
        return refuse(ctx, str(error))
    return done("Имя сохранено.", panel=_person_panel(ctx, user_id), refresh=True)


def renew_password_action(ctx: RequestContext) -> Response:
    user_id = Entered().whole("user")
    try:
        password = renew_password(ctx.session, user_id=user_id, asker=asker_of(ctx))
    except NotAllowedError as error:
        return refuse(ctx, str(error))
    person = person_of_district(ctx.session, user_id=user_id)
    return done(panel=password_panel(person.name, person.login, password), refresh=True)


def close_account_action(ctx: RequestContext) -> Response:
    user_id = Entered().whole("user")
    try:
        close_account(ctx.session, user_id=user_id, asker=asker_of(ctx))
    except NotAllowedError as error:
        return refuse(ctx, str(error))
    return done("Доступ закрыт.", panel=_person_panel(ctx, user_id), refresh=True)


def open_account_action(ctx: RequestContext) -> Response:
    user_id = Entered().whole("user")
    try:
        open_account(ctx.session, user_id=user_id, asker=asker_of(ctx))
    except NotAllowedError as error:
        return refuse(ctx, str(error))
    return done("Доступ открыт.", panel=_person_panel(ctx, user_id), refresh=True)


def add_role_action(ctx: RequestContext) -> Response:
    entered = Entered()
    user_id = entered.whole("user")
    role, school = _role_of(entered)
    refusal = entered.refusal()
    if refusal is not None:
        return refusal
    try:
        add_role(ctx.session, user_id=user_id, role=role, school=school, asker=asker_of(ctx))
    except (ConflictError, NotAllowedError) as error:
        return refuse(ctx, str(error))
    return done("Роль дана.", panel=_person_panel(ctx, user_id), refresh=True)


def remove_role_action(ctx: RequestContext) -> Response:
    entered = Entered()
    user_id = entered.whole("user")
    # The membership decides; the person is only shown again, and only if it is theirs.
    person = person_of_district(ctx.session, user_id=user_id)
    membership_id = entered.one_of("membership", [role.membership_id for role in person.roles])
    try:
        remove_role(ctx.session, membership_id=membership_id, asker=asker_of(ctx))
    except NotAllowedError as error:
        return refuse(ctx, str(error))
    if len(person.roles) == 1:
        return done("Роль снята.", refresh=True, close=True)
    return done("Роль снята.", panel=_person_panel(ctx, user_id), refresh=True)


__all__ = ["filters", "headline", "password_panel", "plain", "refused", "register", "section"]
