"""A request from elsewhere changes nothing, whatever it looks like."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from data_layer.models import School
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.site import ORIGIN, WRITE, Site, call, callback_body, form_token, own_page, sign_in, token_headers

FORGERIES: dict[str, dict[str, Any]] = {
    "no token": {"drop": "X-CSRFToken"},
    "wrong token": {"headers": {"X-CSRFToken": "wrong"}},
    "no origin": {"drop": "Origin"},
    "null origin": {"headers": {"Origin": "null"}},
    "foreign origin": {"headers": {"Origin": "https://elsewhere.example"}},
    "origin that begins like ours": {"headers": {"Origin": "http://localhost.elsewhere.example"}},
    "another scheme": {"headers": {"Origin": "https://localhost"}},
    "another port": {"headers": {"Origin": "http://localhost:81"}},
    "cross-site": {"headers": {"Sec-Fetch-Site": "cross-site"}},
    "same-site": {"headers": {"Sec-Fetch-Site": "same-site"}},
    "text/plain": {"headers": {"Content-Type": "text/plain"}},
    "form": {"headers": {"Content-Type": "application/x-www-form-urlencoded"}},
    "json with a suffix": {"headers": {"Content-Type": "application/vnd.api+json"}},
    "no type": {"headers": {"Content-Type": ""}},
}


def _is_renamed(site: Site) -> bool:
    with tenant_session(site.engine, Scope((1,))) as session:
        return session.scalar(select(School.full_name).where(School.district_id == 1, School.id == 11)) is not None


def _forged(client: FlaskClient, path: str, forgery: dict[str, Any]) -> TestResponse:
    headers = {**token_headers(client), "Content-Type": "application/json", **forgery.get("headers", {})}
    headers.pop(forgery.get("drop", ""), None)
    return client.post(path, data=json.dumps(callback_body(WRITE, "s-1")), headers=headers)


def test_the_request_of_our_own_page_goes_through(site: Site) -> None:
    assert call(site.signed_in("director"), WRITE, "s-1", **{"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert _is_renamed(site)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_callback_is_refused(site: Site, forgery: str) -> None:
    answer = _forged(site.signed_in("director"), "/_dash-update-component", FORGERIES[forgery])

    assert answer.status_code in {400, 415}
    assert not _is_renamed(site)


def test_every_unsafe_rule_refuses_every_forgery(site: Site) -> None:
    unsafe = [
        rule
        for rule in site.server.url_map.iter_rules()
        if rule.methods and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
    ]
    assert len(unsafe) >= 6
    client = site.signed_in("administrator")
    client.get("/switch")

    for rule in unsafe:
        for name, forgery in FORGERIES.items():
            answer = _forged(client, rule.rule, forgery)

            assert 400 <= answer.status_code < 500, f"{name} → {rule.rule}"
    assert client.get("/switch").status_code == 200  # still signed in


def test_the_token_of_another_session_is_worth_nothing(site: Site) -> None:
    other = token_headers(site.signed_in("official"))

    answer = call(site.signed_in("director"), WRITE, "s-1", **other)

    assert answer.status_code == 400
    assert not _is_renamed(site)


@pytest.mark.parametrize("origin", [None, ORIGIN])
def test_signing_in_takes_our_origin_or_none(site: Site, origin: str | None) -> None:
    client = site.anonymous()
    token = form_token(client.get("/login").text)
    data = {"login": "official", "password": "password of official", "csrf_token": token}

    answer = client.post("/login", data=data, headers={} if origin is None else {"Origin": origin})

    assert answer.status_code == 303


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_nobody_can_be_signed_in_from_elsewhere(site: Site, headers: dict[str, str]) -> None:
    client = site.anonymous()
    token = form_token(client.get("/login").text)
    data = {"login": "official", "password": "password of official", "csrf_token": token}

    assert client.post("/login", data=data, headers=headers).status_code == 400
    assert client.get("/").status_code == 302


def test_signing_in_needs_the_token_and_a_form(site: Site) -> None:
    client = site.anonymous()
    token = form_token(client.get("/login").text)
    entered = {"login": "official", "password": "password of official"}

    assert client.post("/login", data=entered).status_code == 400
    assert client.post("/login", json={**entered, "csrf_token": token}).status_code == 415
    assert "Форма устарела. Войдите ещё раз." in client.post("/login", data=entered).text
    assert sign_in(site.anonymous(), "official", csrf_token=token).status_code == 400


def test_signing_out_needs_the_token(site: Site) -> None:
    client = site.signed_in("official")

    assert client.post("/logout", headers={"Origin": ORIGIN}).status_code == 415
    assert client.post("/logout", data={"csrf_token": "x"}, headers={"Origin": ORIGIN}).status_code == 400
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/password", "/membership", "/switch"])
def test_the_other_forms_need_an_origin_as_well(site: Site, path: str) -> None:
    client = site.signed_in("administrator")
    token = form_token(client.get("/switch").text)

    assert client.post(path, data={"csrf_token": token, "district": "1"}).status_code == 400
    assert client.get("/").headers["Location"] == "/switch"


def test_reading_every_address_changes_nothing(site: Site) -> None:
    client = site.signed_in("director")

    for path in ("/", "/logout", "/login", own_page(client), "/_dash-update-component", "/switch"):
        client.get(path, query_string={"csrf_token": "x", "district": "1"})

    assert client.get(own_page(client)).status_code == 200
    assert not _is_renamed(site)
