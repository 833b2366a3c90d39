"""Whoever is not signed in gets the form and nothing else."""

import pytest
from werkzeug.routing import Rule

from dashboard.access.guard import OPEN_ENDPOINTS
from tests.support.site import HOME, Site, callback_body

FILLED_IN = {"name": "secret.png", "filename": "base.css", "path": "schools/s-1", "school": "s-1"}
FILLED_IN |= {"package_name": "dash", "fingerprinted_path": "dcc/dash_core_components.js"}


def _address(rule: Rule) -> str:
    path = rule.rule
    for argument in rule.arguments:
        for converter in ("string:", "path:", ""):
            path = path.replace(f"<{converter}{argument}>", FILLED_IN[argument])
    return path


def test_the_open_endpoints_are_the_four_of_the_contract() -> None:
    assert {"health.livez", "health.readyz", "access.login", "access.login_static"} == OPEN_ENDPOINTS


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_every_rule_turns_an_anonymous_visitor_away(site: Site, method: str) -> None:
    rules = [rule for rule in site.server.url_map.iter_rules() if rule.endpoint not in OPEN_ENDPOINTS]
    assert len(rules) >= 12

    for rule in rules:
        path = _address(rule)
        answer = site.anonymous().open(path, method=method)

        is_visit = method in {"GET", "HEAD"} and not path.startswith(("/_dash", "/_reload", "/panels/", "/actions/"))
        assert answer.status_code == (302 if is_visit else 401), f"{method} {path}"
        assert "TOKEN" not in answer.text
        if is_visit:
            assert answer.headers["Location"].startswith("/login")


@pytest.mark.parametrize(
    "path", ["/_mcp", "/nowhere", "/schools/s-1", "/files/s-1.txt", "/assets/app.css", "/favicon.ico"]
)
def test_paths_that_are_there_and_paths_that_are_not_look_alike(site: Site, path: str) -> None:
    answer = site.anonymous().get(path)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/login?next={path}"


def test_dash_answers_in_json(site: Site) -> None:
    answers = [site.anonymous().get(path) for path in ("/_dash-layout", "/_dash-dependencies", "/_dash-nonsense")]
    answers.append(site.anonymous().post("/_dash-update-component", json=callback_body(HOME, "")))

    assert [answer.status_code for answer in answers] == [401] * 4
    assert {answer.mimetype for answer in answers} == {"application/json"}
    assert {answer.text for answer in answers} == {'{"error": "Сеанс закончился. Войдите снова."}'}


@pytest.mark.parametrize("name", ["../base.css", "..%2f..%2fapp.py", "login.py", "", "fonts/../../app.py", "base.css"])
def test_the_open_files_are_a_list_of_names(site: Site, name: str) -> None:
    answer = site.anonymous().get(f"/login-static/{name}")

    assert answer.status_code in {302, 404}
    assert "import" not in answer.text


def test_the_pages_before_sign_in_say_nothing_about_those_behind_it(site: Site) -> None:
    client = site.signed_in("official")
    client.get("/")  # Dash has set everything up

    shown = site.anonymous().get("/login").text + site.anonymous().get("/", follow_redirects=True).text

    for inner in ("home-content", "school-content", "_dash", "_pages", "TOKEN", "dash_renderer", "4.4"):
        assert inner not in shown
