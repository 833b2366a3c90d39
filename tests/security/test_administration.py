"""«Администрирование» asked by everybody for everything: nothing of another district is shown or changed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.access.policy import Permission, may
from dashboard.binding import Binding, RequestContext, bindings, register_route
from dashboard.factory import create_app
from data_layer.commands.people import add_membership
from data_layer.domain.vocabulary import Role
from data_layer.models import District, School, UserSession
from data_layer.queries.accounts import all_people
from data_layer.queries.catalogue import load_catalogue, years_and_calendar
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from tests.support.site import FrozenClock, Site, page_html, settings_for, token_headers

ROLES = {
    "official": Role.DEPARTMENT,
    "presenter": Role.PRESENTER,
    "director": Role.DIRECTOR,
    "coordinator": Role.COORDINATOR,
    "region": Role.REGION,
}
ALPHA, BETA = {"TOKEN-11", "TOKEN-12"}, {"TOKEN-21", "TOKEN-22"}
# Beta's people, memberships and schools stand among these; the rest is what no form of ours sends.
HOSTILE: dict[str, list[str]] = {
    "user": ["{official-beta}", "{twofold}", "999999", "0", "-1", "x", ""],
    "membership": ["{membership-beta}", "{membership-twofold-beta}", "999999", "x"],
    "role": ["administrator", "region", "department", "director", "x", ""],
    "school": ["s-9", "s-1", "x", "'; drop table school; --", ""],
    "code": ["s-9", "s-1", "new", "a b", ""],
    "login": ["new-login", "official-beta", "a b", "x" * 65, ""],
    "full_name": ["Новое имя", "x" * 300],
    "title": ["Взломан", "x" * 300],
    "time_zone": ["Asia/Omsk", "Mars/Olympus"],
    "kind": ["full", "x"],
    "short_name": ["Взломана", ""],
    "year": ["2025/26", "9999/00", "x"],
    "opens": ["2026/27", "9999/00", "x", ""],
    "key": ["analysis", "x"],
    "due": ["2026-09-01", "x", ""],
    "block": ["1", "7", "x"],
    "stage": ["analysis", "x"],
    "required": ["not_used", "x"],
    "from_year": ["2025/26", "x"],
    "indicator": ["b1_vpr_attainment", "x"],
    "level": ["noo", "x"],
    "target": ["1", "-5", "x", ""],
    "small_cohort": ["1", "-1", "x"],
    "district": ["2", "1", "x"],
    "region": ["1", "x", ""],
}
# What a form never holds, and a handler must not take from one.
EXTRAS = {"district_id": "2", "school_id": "21", "is_active": "0", "is_demo": "1", "actor": "x", "region_id": "1"}
ROUNDS = 6


@pytest.fixture
def site(populated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    """The product over the small database; «twofold» is a director in alpha and a presenter in beta."""
    shutil.copyfile(populated_sqlite, tmp_path / "vsoko.db")
    clock = FrozenClock()
    built = Site(create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"), clock=clock), clock)
    yield built
    built.engine.dispose()


def doors(site: Site, prefix: str) -> list[tuple[str, Binding]]:
    """Rule and binding of every route of the page."""
    rules = {rule.endpoint: rule.rule for rule in site.server.url_map.iter_rules()}
    found = [(rules[key], each) for (kind, key), each in bindings(site.server).items() if kind == "route"]
    return sorted((rule, each) for rule, each in found if rule.startswith(prefix)) if found else []


def known_ids(site: Site) -> dict[str, str]:
    with unscoped(site.engine, "test") as session:
        people = {each.login: each for each in all_people(session)}
    return {
        "{official-beta}": str(people["official-beta"].user_id),
        "{twofold}": str(people["twofold"].user_id),
        "{membership-beta}": str(people["official-beta"].roles[0].membership_id),
        "{membership-twofold-beta}": str(people["twofold"].roles[1].membership_id),
    }


def beta(site: Site) -> list[Any]:
    """Everything of the other district that the page could touch."""
    with tenant_session(site.engine, Scope((2,))) as session:
        schools = [(each.id, each.code, each.short_name, each.kind) for each in session.scalars(select(School))]
        district = session.get_one(District, 2)
        calendar = years_and_calendar(session, {2025})[1]
        state = [schools, district.title, district.time_zone, district.settings, calendar, load_catalogue(session)]
    with unscoped(site.engine, "test") as session:
        people = [each for each in all_people(session) if any(role.district_id == 2 for role in each.roles)]
        roles = [(each.login, each.is_active, each.full_name, each.roles[-1]) for each in people]
    return [*state, roles]


def bodies(ids: dict[str, str]) -> Iterator[dict[str, str]]:
    """One form per round; a number of rounds that meets every value of every field."""
    longest = max(map(len, HOSTILE.values()))
    for turn in range(max(longest, ROUNDS)):
        sent = {name: values[turn % len(values)] for name, values in HOSTILE.items()}
        yield {**{name: ids.get(value, value) for name, value in sent.items()}, **EXTRAS}


def violations(
    site: Site, login: str, *, actions: str = "/actions/admin/", panels: str = "/panels/admin/"
) -> list[str]:
    """What another district lost or showed when this person sent everything to all doors that begin so."""
    client, ids, found = site.signed_in(login), known_ids(site), []
    headers, before = token_headers(client), beta(site)
    for rule, binding in doors(site, actions):
        for body in _tried(login, binding, ids):
            answer = client.post(rule, data=body, headers=headers, content_type="multipart/form-data")
            found += _faults(login, rule, binding, answer.status_code, answer.text)
            if answer.status_code == 401:
                client = site.signed_in(login)
                headers = token_headers(client)
        if beta(site) != before:
            found.append(f"{rule} changed the other district")
            before = beta(site)
    for rule, binding in doors(site, panels):
        for body in _tried(login, binding, ids):
            answer = client.get(rule, query_string=body)
            found += _faults(login, rule, binding, answer.status_code, answer.text)
    return found


def _tried(login: str, binding: Binding, ids: dict[str, str]) -> list[dict[str, str]]:
    """Whoever may not ask at all is refused before the form is read, whatever stands in it."""
    given = list(bodies(ids))
    return given if may(ROLES[login], binding.permission) else given[:1]


def _faults(login: str, rule: str, binding: Binding, status: int, text: str) -> list[str]:
    found = [f"{rule} shows {token}" for token in BETA if token in text]
    if not may(ROLES[login], binding.permission):
        return found + ([] if status == 403 else [f"{rule} answers {status} to whoever may not ask"])
    return found + ([] if status in {200, 400, 404, 409} else [f"{rule} answers {status}"])


def test_the_page_has_panels_and_actions(site: Site) -> None:
    assert len(doors(site, "/actions/admin/")) >= 28
    assert len(doors(site, "/panels/admin/")) >= 10


@pytest.mark.parametrize("login", ROLES)
def test_nobody_shows_or_changes_another_district(site: Site, login: str) -> None:
    assert violations(site, login) == []


def test_the_administrator_alone_may_give_what_the_district_may_not(site: Site) -> None:
    client = site.signed_in("official")
    body = {"login": "newcomer", "role": "administrator", "full_name": "", "school": ""}

    answer = client.post(
        "/actions/admin/person-add", data=body, headers=token_headers(client), content_type="multipart/form-data"
    )

    assert answer.status_code == 400
    with unscoped(site.engine, "test") as session:
        assert "newcomer" not in {each.login for each in all_people(session)}


def _plunder(context: RequestContext) -> str:
    with tenant_session(context_engine(context), Scope((2,), is_read_only=False)) as session:
        school = session.scalars(select(School)).first()
        assert school is not None
        school.short_name = "Взломана"
    return "Готово"


def _leak(_context: RequestContext) -> str:
    return "TOKEN-21"


def context_engine(context: RequestContext) -> Any:
    return context.session.get_bind()


@pytest.mark.parametrize("planted", [_plunder, _leak])
def test_a_planted_fault_is_found(site: Site, planted: Callable[..., str]) -> None:
    register_route(
        site.server,
        "/actions/admin/planted",
        methods=["POST"],
        permission=Permission.VIEW_ADMINISTRATION,
        handler=planted,
    )

    found = violations(site, "official", actions="/actions/admin/planted", panels="/panels/admin/planted")

    assert any("planted" in each for each in found)


@pytest.mark.parametrize("login", [login for login in ROLES if login != "official"])
def test_the_page_is_not_there_for_the_others(site: Site, login: str) -> None:
    client = site.signed_in(login)

    bodies = {client.get(path).data for path in ("/admin", "/admin?section=journal", "/no-such-page")}

    assert {client.get(path).status_code for path in ("/admin", "/no-such-page")} == {404}
    assert len(bodies) == 1


def test_the_trail_is_there_for_director_and_department_alone(site: Site) -> None:
    for login, status in (("official", 200), ("director", 200), ("presenter", 404), ("coordinator", 404)):
        assert site.signed_in(login).get("/journal").status_code == status


def test_a_director_reads_the_trail_of_the_own_school_alone(site: Site) -> None:
    client = site.signed_in("director")

    answer = client.get("/downloads/journal.xlsx?action=all&school=s-2")
    own = client.get("/downloads/journal.xlsx?action=all")

    assert (answer.status_code, own.status_code) == (200, 200)
    assert len(answer.data) < len(own.data)


def test_whoever_is_closed_is_out_with_the_next_request(site: Site) -> None:
    director, official = site.signed_in("director"), site.signed_in("official")
    assert director.get("/schools/s-1").status_code == 200
    with unscoped(site.engine, "test") as session:
        user = next(each.user_id for each in all_people(session) if each.login == "director")

    answer = official.post(
        "/actions/admin/person-close",
        data={"user": str(user)},
        headers=token_headers(official),
        content_type="multipart/form-data",
    )

    assert answer.status_code == 200
    assert director.get("/schools/s-1").status_code == 302
    with unscoped(site.engine, "test") as session:
        assert not session.scalars(select(UserSession).where(UserSession.user_id == user)).all()


def test_an_administrator_in_no_district_looks_after_the_platform_only(site: Site) -> None:
    client = site.signed_in("administrator")

    assert client.get("/admin").status_code == 200
    assert client.get("/").status_code == 303
    assert client.get("/panels/admin/account-new").status_code == 200
    # What belongs to a district needs one.
    assert client.get("/panels/admin/person-new").status_code == 403
    assert client.get("/journal").status_code == 303


def test_the_journal_outside_of_districts_holds_nothing_of_a_district(site: Site) -> None:
    site.signed_in("official")
    client = site.signed_in("administrator")

    text = page_html(client, "platform", "?section=journal&action=all")

    assert "Кто, когда и что изменил вне районов" in text
    assert "Вход в систему" in text
    assert "administrator" in text
    # She signed in to her district, and there it stands.
    assert "official" not in text


def test_platform_routes_are_the_administrators_alone(site: Site) -> None:
    platform = [each for _, each in doors(site, "/") if each.permission is Permission.MANAGE_PLATFORM]

    assert len(platform) >= 11
    assert all(not may(role, Permission.MANAGE_PLATFORM) for role in Role if role is not Role.ADMINISTRATOR)


REST: dict[str, Any] = {"fields": {}, "panel": ""}


def platform_post(client: FlaskClient, name: str, **values: str) -> tuple[int, dict[str, Any]]:
    # The page brings the token along; «/» leads an administrator to the choice of a district instead.
    client.get("/admin")
    answer = client.post(
        f"/actions/admin/{name}", data=values, headers=token_headers(client), content_type="multipart/form-data"
    )
    return answer.status_code, answer.get_json(silent=True) or {}


def test_the_last_administrator_stays(site: Site) -> None:
    client = site.signed_in("administrator")
    with unscoped(site.engine, "test") as session:
        people = {each.login: each for each in all_people(session)}
        add_membership(session, login="closed", role=Role.ADMINISTRATOR, actor="tests")
    own = people["administrator"]

    closed = platform_post(client, "account-close", user=str(own.user_id))
    role = platform_post(
        client, "account-role-remove", user=str(own.user_id), membership=str(own.roles[0].membership_id)
    )

    assert closed == (400, {"error": "Свой пароль меняют в меню под именем, а закрыть свой доступ нельзя.", **REST})
    assert role[0] == 400
    assert "в которой вы сейчас работаете" in role[1]["error"]
    assert client.get("/admin").status_code == 200


def test_an_administrator_gives_a_role_at_a_school_by_its_code(site: Site) -> None:
    client = site.signed_in("administrator")

    wrong = platform_post(client, "account-add", login="neu", role="director", district="2", school="s-2")
    right = platform_post(client, "account-add", login="neu", role="director", district="2", school="s-9")

    assert wrong[0] == 400
    assert "school" in wrong[1]["fields"]
    assert right[0] == 200
    with unscoped(site.engine, "test") as session:
        person = next(each for each in all_people(session) if each.login == "neu")
    assert [(role.role, role.district_id) for role in person.roles] == [(Role.DIRECTOR, 2)]


def test_a_district_is_added_once(site: Site) -> None:
    client = site.signed_in("administrator")
    values = {"title": "Третий район", "code": "gamma", "region": "region", "time_zone": "Asia/Omsk"}

    # The small database has no catalogue to copy.
    status, told = platform_post(client, "district-add", **values)

    assert status in {400, 404}
    assert told
    wrong = platform_post(client, "district-add", **{**values, "code": "Не код"})
    assert wrong[0] == 400
    assert set(wrong[1]["fields"]) == {"code"}
