"""The way in: the form, the answer, and where a person then finds themselves."""

import pytest
from sqlalchemy import select

from dashboard.access.principal import current_principal
from data_layer.models import AuditEvent
from data_layer.queries.trail import TrailFilter, trail_outside_districts
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from tests.support.site import HOME, SCHOOL, WRITE, Site, call, form_token, own_page, sign_in


def test_the_form_has_its_fields_in_order_and_a_token(site: Site) -> None:
    page = site.anonymous().get("/login?next=/compare").text

    places = [page.index(f'name="{name}"') for name in ("login", "password", "csrf_token", "next")]
    assert places == sorted(places)
    assert 'value="/compare"' in page
    assert "Войдите, чтобы увидеть цели и документы школ" in page


def test_signing_in_leads_to_the_page_that_was_asked_for(site: Site) -> None:
    client = site.anonymous()

    answer = sign_in(client, "official", next="/schools/s-1?year=2025/26")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/schools/s-1?year=2025/26"
    assert client.get("/schools/s-1").status_code == 200


def test_a_wrong_password_brings_the_form_back_with_the_login(site: Site) -> None:
    answer = sign_in(site.anonymous(), "official", "wrong")

    assert answer.status_code == 401
    assert "Логин или пароль не подошли. Проверьте раскладку и Caps Lock." in answer.text
    assert 'value="official"' in answer.text
    assert "wrong" not in answer.text


@pytest.mark.parametrize("login", ["nobody", "closed", "", "' OR 1=1 --", "о" * 5000])
def test_unknown_and_closed_accounts_are_answered_like_a_wrong_password(site: Site, login: str) -> None:
    expected = sign_in(site.anonymous(), "official", "wrong")

    answer = sign_in(site.anonymous(), login, "wrong")

    assert answer.status_code == expected.status_code
    assert "Логин или пароль не подошли." in answer.text


def test_a_closed_account_is_refused_even_with_its_password(site: Site) -> None:
    assert sign_in(site.anonymous(), "closed").status_code == 401


def test_the_login_page_passes_a_signed_in_person_on(site: Site) -> None:
    answer = site.signed_in("official").get("/login?next=/schools/s-2")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/schools/s-2")


def test_the_end_of_a_session_is_told_once(site: Site) -> None:
    client = site.signed_in("official")
    site.clock.pass_by(hours=2)

    answer = client.get(client.get("/schools/s-1?year=2025/26").headers["Location"])

    assert "Сеанс закончился. Войдите, вы вернётесь на эту страницу." in answer.text
    assert 'value="/schools/s-1?year=2025/26"' in answer.text
    assert "Сеанс закончился" not in client.get("/login").text


def test_directors_and_coordinators_begin_at_their_school(site: Site) -> None:
    for login in ("director", "coordinator"):
        client = site.signed_in(login)

        assert own_page(client) == "/schools/s-1"
        assert client.get("/schools/s-1").status_code == 200


def test_each_role_sees_in_its_own_capacity(site_on_each_engine: Site) -> None:
    site = site_on_each_engine

    assert "Район alpha 2026-09-18 full" in call(site.signed_in("official"), HOME, "").text
    assert "outsider" in call(site.signed_in("presenter"), HOME, "").text
    assert call(site.signed_in("region"), HOME, "").status_code == 403
    assert "TOKEN-11" in call(site.signed_in("director"), SCHOOL, "s-1").text
    assert "TOKEN-12" in call(site.signed_in("presenter"), SCHOOL, "s-2").text


def test_a_writing_callback_commits(site_on_each_engine: Site) -> None:
    answer = call(site_on_each_engine.signed_in("director"), WRITE, "s-1")

    assert "Готово" in answer.text


def test_the_day_is_the_districts_own(site: Site) -> None:
    site.clock.pass_by(hours=12.5)  # 21:30 in UTC, half past midnight in Moscow

    assert "2026-09-19" in call(site.signed_in("official"), HOME, "").text


def test_somebody_with_two_roles_chooses_one(site: Site) -> None:
    client = site.anonymous()
    assert sign_in(client, "twofold").headers["Location"] == "/membership?next=/"

    page = client.get("/membership?next=/").text
    chosen = page.split('name="membership" value="')[2].partition('"')[0]
    answer = client.post(
        "/membership",
        data={"membership": chosen, "csrf_token": form_token(page), "next": "/"},
        headers={"Origin": "http://localhost"},
    )

    assert "TOKEN-11" in page
    assert answer.status_code == 303
    assert "Район beta" in call(client, HOME, "").text


def test_the_choice_of_a_role_leads_on_to_the_whole_address_that_was_asked_for(site: Site) -> None:
    client = site.anonymous()

    location = sign_in(client, "twofold", next="/?year=2024/25&block=3").headers["Location"]

    assert '<input type="hidden" name="next" value="/?year=2024/25&amp;block=3">' in client.get(location).text


def test_nobody_can_choose_a_role_that_is_not_theirs(site: Site) -> None:
    client = site.signed_in("official")
    token = form_token(client.get("/membership").text)

    answer = client.post(
        "/membership", data={"membership": "8", "csrf_token": token}, headers={"Origin": "http://localhost"}
    )

    assert answer.status_code == 404


def test_an_administrator_sees_a_district_only_after_an_audited_switch(site_on_each_engine: Site) -> None:
    site = site_on_each_engine
    client = site.signed_in("administrator")
    assert client.get("/").headers["Location"] == "/switch"
    assert client.get("/schools/s-1").headers["Location"] == "/switch"

    page = client.get("/switch").text
    answer = client.post(
        "/switch",
        data={"district": "2", "csrf_token": form_token(page), "next": "/"},
        headers={"Origin": "http://localhost"},
    )

    assert answer.status_code == 303
    assert "Район beta" in call(client, HOME, "").text
    assert call(client, SCHOOL, "s-2").status_code == 404
    with tenant_session(site.engine, Scope((2,))) as session:
        trail = session.scalars(select(AuditEvent.action).where(AuditEvent.actor == "administrator")).all()
    assert "switched_into_district" in trail


def test_an_administrator_leaves_a_district_and_the_trail_says_so(site_on_each_engine: Site) -> None:
    site = site_on_each_engine
    client = site.signed_in("administrator")
    origin = {"Origin": "http://localhost"}
    token = form_token(client.get("/switch").text)
    client.post("/switch", data={"district": "2", "csrf_token": token}, headers=origin)

    token = form_token(client.get("/switch").text)
    answer = client.post("/switch", data={"csrf_token": token}, headers=origin)

    assert answer.headers["Location"] == "/switch"
    assert client.get("/").headers["Location"] == "/switch"
    with tenant_session(site.engine, Scope((2,))) as session:
        trail = session.scalars(select(AuditEvent.action).where(AuditEvent.actor == "administrator")).all()
    assert "left_district" in trail


def test_somebody_who_is_in_no_district_cannot_leave_one(site: Site) -> None:
    client = site.signed_in("administrator")
    token = form_token(client.get("/switch").text)

    answer = client.post("/switch", data={"csrf_token": token}, headers={"Origin": "http://localhost"})

    assert answer.status_code == 404


@pytest.mark.parametrize(("login", "expected"), [("twofold", True), ("official", False)])
def test_who_is_asking_knows_whether_there_are_other_roles(
    site_on_each_engine: Site, login: str, expected: bool
) -> None:
    client = site_on_each_engine.signed_in(login)

    with client:
        client.get("/password")
        assert current_principal().has_other_roles is expected


def test_only_administrators_switch(site: Site) -> None:
    client = site.signed_in("official")

    assert client.get("/switch").status_code == 404


def _failures(site: Site) -> list[tuple[str, str]]:
    """Actor and action of what the department of district 1 can read of tries that failed."""
    with tenant_session(site.engine, Scope((1,))) as session:
        row = AuditEvent
        query = select(row.actor, row.action).where(row.action.startswith("sign_in")).order_by(row.at, row.id)
        return [(actor, action) for actor, action in session.execute(query)]


def test_tries_that_fail_stand_in_the_trail_of_the_persons_district_and_the_last_one_says_that_it_was(
    site_on_each_engine: Site,
) -> None:
    """Ten tries in five minutes; those after them are refused unread, and not noted one by one."""
    for _ in range(12):
        sign_in(site_on_each_engine.anonymous(), "director", "wrong")
    sign_in(site_on_each_engine.anonymous(), "nobody", "wrong")

    assert _failures(site_on_each_engine) == [("director", "sign_in_failed")] * 9 + [("director", "sign_in_blocked")]


def test_a_try_with_an_unknown_name_is_read_by_the_administrator_of_the_platform_alone(
    site_on_each_engine: Site,
) -> None:
    sign_in(site_on_each_engine.anonymous(), "nobody", "wrong")
    sign_in(site_on_each_engine.anonymous(), "director", "wrong")

    with unscoped(site_on_each_engine.engine, "a test", is_read_only=True) as session:
        events = trail_outside_districts(session, TrailFilter(actions=frozenset({"sign_in_failed"})), most=10)
    assert [(each.actor, each.action) for each in events] == [("", "sign_in_failed")]
