"""Every answer, whatever its status, tells the browser how little it may do with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.support.site import BROKEN, HOME, SCHOOL, Site, build_site, call, populate, sign_in

FONT = "/login-static/golos-text-latin-wght-normal.woff2"
BUNDLE = "/_dash-component-suites/dash/dcc/dash_core_components.v1m1.js"


def _answers(site: Site) -> Iterator[tuple[str, TestResponse]]:
    stranger, client = site.anonymous(), site.signed_in("official")
    for path in (
        "/",
        "/livez",
        "/readyz",
        "/login",
        "/_dash-layout",
        "/login-static/login.css",
        "/login-static/no",
        FONT,
    ):
        yield f"anonymous {path}", stranger.get(path, buffered=True)
    for path in ("/", "/schools/s-1", "/schools/no", "/nowhere", "/_dash-layout", "/_dash-dependencies", BUNDLE):
        yield path, client.get(path, buffered=True)
    for path in ("/assets/app.css", "/assets/app.js", "/assets/no.css", "/files/s-1.txt", "/files/no.txt", "/password"):
        yield path, client.get(path, buffered=True)
    yield "callback", call(client, HOME, "")
    yield "callback 404", call(client, SCHOOL, "no")
    yield "callback 400", call(client, SCHOOL, 7)
    yield "callback 500", call(client, BROKEN, "x")
    yield "forged", client.post("/_dash-update-component", json={})
    yield "wrong password", sign_in(site.anonymous(), "official", "wrong")
    yield "PUT", client.put("/")


def test_every_answer_carries_the_headers(site: Site) -> None:
    for name, answer in _answers(site):
        headers = answer.headers
        policy = headers["Content-Security-Policy"]

        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] == "same-origin", name
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert part in policy, name
        scripts = policy.partition("script-src ")[2].partition(";")[0]
        assert "unsafe" not in scripts, name
        assert "http" not in policy, name


def test_only_program_files_are_kept_by_the_browser(site: Site) -> None:
    for name, answer in _answers(site):
        is_program = answer.status_code == 200 and any(part in name for part in ("/assets/", "login-static", "suites"))
        if is_program:
            assert "no-store" not in answer.headers["Cache-Control"], name
        else:
            assert answer.headers["Cache-Control"] == "no-store", name
            assert "Cookie" in answer.headers["Vary"], name


def test_files_with_a_stamp_are_kept_for_a_year(site: Site) -> None:
    client = site.signed_in("official")
    style = client.get("/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]

    assert "immutable" in client.get(style).headers["Cache-Control"]
    assert "immutable" not in client.get("/assets/app.css?m=old").headers["Cache-Control"]


def test_the_page_names_the_hashes_of_its_own_scripts(site: Site) -> None:
    answer = site.signed_in("official").get("/")

    policy = answer.headers["Content-Security-Policy"]
    inline = answer.text.count("<script>") + answer.text.count('type="application/javascript"')
    assert inline == policy.count("'sha256-") == 2
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "unsafe" not in site.anonymous().get("/login").headers["Content-Security-Policy"]


def test_no_page_names_another_host(site: Site) -> None:
    client = site.signed_in("official")
    page = client.get("/").text
    page = page.replace("https:\\u002f\\u002fdash-version.plotly.com:8080", "")  # asked by the developer's tools alone

    assert "http:" not in page + client.get("/login").text
    assert "//" not in page.replace("<!doctype", "").partition("<script src=")[0]


def test_cookies_on_this_machine_are_plain_but_not_for_scripts(site: Site) -> None:
    answer = sign_in(site.anonymous(), "official")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("vsoko=")
    for part in ("HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie
    assert "Strict-Transport-Security" not in answer.headers


@pytest.fixture
def public_site(tmp_path: Path) -> Site:
    url = f"sqlite:///{tmp_path / 'vsoko.db'}"
    populate(url)
    return build_site(url, tmp_path / "var", public_url="https://board.example")


def test_cookies_of_a_public_address_are_bound_to_it(public_site: Site) -> None:
    client = public_site.server.test_client()
    page = client.get("/login", base_url="https://board.example").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    data = {"login": "official", "password": "password of official", "csrf_token": token}

    answer = client.post(
        "/login", data=data, base_url="https://board.example", headers={"Origin": "https://board.example"}
    )
    index = client.get("/", base_url="https://board.example")

    assert answer.status_code == 303
    assert answer.headers["Set-Cookie"].startswith("__Host-vsoko=")
    for cookie in (answer.headers["Set-Cookie"], *index.headers.getlist("Set-Cookie")):
        assert "Secure" in cookie
        assert "Path=/" in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    public_site.engine.dispose()


def test_plain_http_answers_to_the_names_of_this_machine_alone(site: Site) -> None:
    client = site.anonymous()

    assert client.get("/login", base_url="http://127.0.0.1:8050").status_code == 200
    assert client.get("/login", base_url="http://[::1]:8050").status_code == 200
    assert client.get("/login", base_url="http://rebound.example:8050").status_code == 400
