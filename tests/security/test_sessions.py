"""A browser is signed in for as long as the database says so, and not one request longer."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data_layer.commands import people
from data_layer.domain.vocabulary import Role
from data_layer.models import Membership, User, UserSession
from data_layer.session import unscoped
from tests.support.site import (
    HOME,
    ORIGIN,
    SCHOOL,
    Site,
    call,
    callback_body,
    form_token,
    password_of,
    sign_in,
    token_headers,
)

COOKIE = "vsoko"


def _stolen(site: Site, client: FlaskClient) -> FlaskClient:
    """Another browser with a copy of the cookies."""
    thief = site.anonymous()
    for name in (COOKIE, "_csrf_token"):
        cookie = client.get_cookie(name)
        if cookie is not None:
            thief.set_cookie(name, cookie.value)
    return thief


def _is_out(client: FlaskClient, headers: dict[str, str]) -> bool:
    """Refused on a page, a callback, a download and Dash's own routes."""
    pages = [client.get(path).status_code for path in ("/", "/schools/s-1", "/files/s-1.txt", "/password", "/switch")]
    scripts = [client.get(path).status_code for path in ("/_dash-layout", "/_dash-dependencies")]
    body = callback_body(HOME, "")
    scripts.append(client.post("/_dash-update-component", json=body, headers=headers).status_code)
    scripts.append(client.post("/logout", headers=headers).status_code)
    return set(pages) == {302} and set(scripts) == {401}


def _sign_out(client: FlaskClient) -> None:
    token = token_headers(client)["X-CSRFToken"]
    answer = client.post("/logout", data={"csrf_token": token}, headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")


def test_a_copied_cookie_dies_at_sign_out(site_on_each_engine: Site) -> None:
    client = site_on_each_engine.signed_in("official")
    headers = token_headers(client)
    thief = _stolen(site_on_each_engine, client)
    assert thief.get("/").status_code == 200

    _sign_out(client)

    assert _is_out(thief, headers)
    assert _is_out(client, headers)


CHANGES: dict[str, Callable[[Session], object]] = {
    "closed": lambda session: people.deactivate(session, login="official", actor="tests"),
    "new password": lambda session: people.set_password(
        session, login="official", password="a new password", actor="tests"
    ),
    "role taken away": lambda session: people.remove_membership(session, membership_id=1, actor="tests"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_request_is_refused_after(site_on_each_engine: Site, change: str) -> None:
    client = site_on_each_engine.signed_in("official")
    headers = token_headers(client)

    with unscoped(site_on_each_engine.engine, "a change in the test") as session:
        CHANGES[change](session)

    assert _is_out(client, headers)


def test_a_demoted_person_loses_the_rights_with_the_next_request(site: Site) -> None:
    client = site.signed_in("official")
    assert call(client, SCHOOL, "s-2").status_code == 200

    with unscoped(site.engine, "a change in the test") as session:
        session.execute(update(Membership).where(Membership.id == 1).values(role="director", school_id=11))

    assert call(client, SCHOOL, "s-2").status_code == 404
    assert call(client, HOME, "").status_code == 403
    assert client.get("/schools/s-2").status_code == 404


def test_a_director_who_moves_sees_the_new_school_and_not_the_old_one(site: Site) -> None:
    client = site.signed_in("director")

    with unscoped(site.engine, "a change in the test") as session:
        moved = session.scalar(select(User.id).where(User.login == "director"))
        session.execute(update(Membership).where(Membership.user_id == moved).values(school_id=12))

    assert call(client, SCHOOL, "s-1").status_code == 404
    assert "TOKEN-12" in call(client, SCHOOL, "s-2").text
    assert client.get("/files/s-1.txt").status_code == 404
    assert client.get("/").headers["Location"] == "/schools/s-2"


def test_the_identifier_is_new_after_sign_in(site: Site) -> None:
    client = site.anonymous()
    client.get("/login")
    before = client.get_cookie(COOKIE)
    assert before is not None
    thief = _stolen(site, client)

    sign_in(client, "official")

    after = client.get_cookie(COOKIE)
    assert after is not None
    assert after.value != before.value
    assert client.get("/").status_code == 200
    assert thief.get("/").status_code == 302


def test_signing_in_again_ends_the_session_before(site: Site) -> None:
    client = site.signed_in("official")
    thief = _stolen(site, client)
    token = token_headers(client)["X-CSRFToken"]

    again = {"login": "presenter", "password": password_of("presenter"), "csrf_token": token, "next": "/"}
    assert client.post("/login", data=again).status_code == 303

    assert thief.get("/").status_code == 302
    assert client.get("/").status_code == 200
    assert "outsider" in call(client, HOME, "").text


def test_another_role_is_another_session(site: Site) -> None:
    client = site.signed_in("administrator")
    thief = _stolen(site, client)
    page = client.get("/switch").text

    client.post("/switch", data={"district": "1", "csrf_token": form_token(page)}, headers={"Origin": ORIGIN})

    assert client.get("/").status_code == 200
    assert thief.get("/").headers["Location"] == "/login"


def test_only_a_hash_of_the_token_is_stored(site: Site) -> None:
    client = site.signed_in("official")
    with client.session_transaction() as inner:
        token = inner["_user_id"]

    with unscoped(site.engine, "reading in the test") as session:
        stored = session.scalars(select(UserSession.token_hash)).all()

    assert len(token) >= 43  # 256 bits
    assert token not in stored
    assert len(stored) == 1


def test_an_hour_without_a_click_ends_the_session(site: Site) -> None:
    client = site.signed_in("official")
    site.clock.pass_by(minutes=59)
    assert client.get("/").status_code == 200

    site.clock.pass_by(minutes=59)
    assert client.get("/").status_code == 200

    site.clock.pass_by(minutes=60)
    assert client.get("/").status_code == 302
    with unscoped(site.engine, "reading in the test") as session:
        assert session.scalar(select(func.count()).select_from(UserSession)) == 0


def test_twelve_hours_end_it_however_busy_the_person_is(site: Site) -> None:
    client = site.signed_in("official")
    for _ in range(23):
        site.clock.pass_by(minutes=30)
        assert client.get("/").status_code == 200

    site.clock.pass_by(minutes=30)

    assert client.get("/").status_code == 302


def test_a_timer_does_not_keep_the_session_alive(site: Site) -> None:
    client = site.signed_in("official")
    headers = token_headers(client)
    body = callback_body(HOME, "") | {"changedPropIds": ["timer.n_intervals"]}
    for _ in range(5):
        site.clock.pass_by(minutes=10)
        assert client.post("/_dash-update-component", json=body, headers=headers).status_code == 200

    site.clock.pass_by(minutes=10)

    assert client.post("/_dash-update-component", json=body, headers=headers).status_code == 401


def test_the_eleventh_browser_signs_out_the_one_longest_unused(site: Site) -> None:
    browsers = []
    for _ in range(11):
        browsers.append(site.signed_in("official"))
        site.clock.pass_by(seconds=1)

    statuses = [browser.get("/").status_code for browser in browsers]

    assert statuses == [302] + [200] * 10


def test_a_forged_or_spoilt_cookie_is_an_anonymous_visitor(site: Site) -> None:
    for value in ("", "x", "a" * 3000, ".eJw", "null", '{"_user_id":"1"}'):
        client = site.anonymous()
        client.set_cookie(COOKIE, value)

        assert client.get("/").status_code == 302
        assert client.get("/_dash-layout").status_code == 401


def test_nobody_is_somebody_by_knowing_the_id_of_a_person(site: Site) -> None:
    client = site.anonymous()
    for guess in ("1", 1, "0" * 64, {"$ne": ""}, ["official"], None, ""):
        with client.session_transaction() as inner:
            inner["_user_id"] = guess

        assert client.get("/").status_code == 302
        assert "TOKEN" not in client.get("/schools/s-1").text


def test_roles_cover_every_word_of_the_vocabulary(site: Site) -> None:
    with unscoped(site.engine, "reading in the test") as session:
        assert set(session.scalars(select(Membership.role))) == {str(role) for role in Role}
