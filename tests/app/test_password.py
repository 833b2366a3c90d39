"""A one-time password opens one page: the one on which to choose another."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data_layer.commands import people
from data_layer.commands.passwords import hash_password
from data_layer.session import unscoped
from tests.support.site import HOME, ORIGIN, Site, callback_body, form_token, password_of, sign_in, token_headers

NEW = "a password of my own"


def _one_time(site: Site) -> str:
    with unscoped(site.engine, "the department helps") as session:
        password = people.set_password(session, login="official", actor="tests")
    assert password is not None
    return password


def _choose(client: FlaskClient, current: str, new: str) -> TestResponse:
    token = form_token(client.get("/password").text)
    data = {"current": current, "password": new, "csrf_token": token, "next": "/"}
    return client.post("/password", data=data, headers={"Origin": ORIGIN})


def test_a_one_time_password_leads_to_the_choice_of_another_and_nowhere_else(site: Site) -> None:
    one_time, client = _one_time(site), site.anonymous()

    assert sign_in(client, "official", one_time).status_code == 303

    assert client.get("/").headers["Location"] == "/password"
    assert client.get("/schools/s-1").headers["Location"] == "/password"
    assert client.get("/files/s-1.txt").status_code == 403
    assert client.get("/_dash-layout").status_code == 403
    body = callback_body(HOME, "")
    assert client.post("/_dash-update-component", json=body, headers=token_headers(client)).status_code == 403
    assert "Придумайте свой пароль вместо одноразового" in client.get("/password").text


def test_the_new_password_opens_the_board_and_ends_every_other_session(site_on_each_engine: Site) -> None:
    site = site_on_each_engine
    other = site.signed_in("official")
    one_time, client = _one_time(site), site.anonymous()
    sign_in(client, "official", one_time)

    answer = _choose(client, one_time, NEW)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert sign_in(site.anonymous(), "official", one_time).status_code == 401
    assert sign_in(site.anonymous(), "official", NEW).headers["Location"] == "/"


def test_a_copied_cookie_dies_with_the_old_password(site: Site) -> None:
    client, thief = site.signed_in("official"), site.anonymous()
    cookie = client.get_cookie("vsoko")
    assert cookie is not None
    thief.set_cookie("vsoko", cookie.value)
    assert thief.get("/").status_code == 200

    assert _choose(client, password_of("official"), NEW).status_code == 303

    assert thief.get("/").status_code == 302


def test_the_present_password_is_asked_for(site: Site) -> None:
    answer = _choose(site.signed_in("official"), "wrong", NEW)

    assert answer.status_code == 400
    assert "Нынешний пароль не подошёл." in answer.text


def test_guessing_the_present_password_is_limited(site: Site) -> None:
    client = site.signed_in("official")

    answers = [_choose(client, "wrong", NEW).text for _ in range(11)]

    assert "Слишком много попыток." in answers[10]
    assert "Слишком много попыток." not in answers[9]


def test_a_weak_password_is_refused_with_a_reason(site: Site) -> None:
    client = site.signed_in("official")

    for new, reason in (
        ("short", "Пароль короче 8 знаков."),
        ("x" * 300, "Пароль длиннее 256 знаков."),
        (password_of("official"), "отличаться от прежнего"),
        ("official", "отличаться от прежнего и от логина"),
    ):
        answer = _choose(client, password_of("official"), new)

        assert answer.status_code == 400
        assert reason in answer.text
    assert sign_in(site.anonymous(), "official").status_code == 303


def test_a_long_password_is_not_cut(site: Site) -> None:
    client = site.signed_in("official")
    _choose(client, password_of("official"), "x" * 200 + "1")

    assert sign_in(site.anonymous(), "official", "x" * 200 + "2").status_code == 401
    assert hash_password(NEW).startswith("$argon2id$")
