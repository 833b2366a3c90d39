"""Texts that no browser sends, at every door: a sentence with 400, never an error of the server."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from dashboard.binding import bindings
from dashboard.factory import create_app
from tests.support.site import FrozenClock, Site, form_token, settings_for, token_headers

ODD_QUERIES: Final = ("x=\xff", "school=%00", "x=1&school=s-1\x00")
ODD_TEXTS: Final = ("s-1\x00", "\x00", "\ud800", "a\udfffb")


@pytest.fixture
def product(populated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    """The product itself over the small database."""
    shutil.copyfile(populated_sqlite, tmp_path / "vsoko.db")
    clock = FrozenClock()
    built = Site(create_app(settings_for(f"sqlite:///{tmp_path / 'vsoko.db'}", tmp_path / "var"), clock=clock), clock)
    yield built
    built.engine.dispose()


def _doors(site: Site, method: str) -> list[str]:
    rules = {rule.endpoint: rule for rule in site.server.url_map.iter_rules()}
    routes = [rules[key] for kind, key in bindings(site.server) if kind == "route"]
    return sorted(rule.rule for rule in routes if method in (rule.methods or ()))


def _asked(client: FlaskClient, path: str, query: str) -> int:
    # As a server hands it on: bytes read as Latin-1.
    return client.get(path, environ_overrides={"QUERY_STRING": query}).status_code


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_an_odd_query_string_is_refused_everywhere(product: Site, query: str) -> None:
    official, stranger = product.signed_in("official"), product.anonymous()
    paths = ["/", "/schools/s-1", "/login", "/admin", "/livez", *_doors(product, "GET")]

    assert {path: _asked(official, path, query) for path in paths} == dict.fromkeys(paths, 400)
    assert {path: _asked(stranger, path, query) for path in paths} == dict.fromkeys(paths, 400)


def _accepted_forms(site: Site) -> list[str]:
    """Actions of an official that did not refuse a form with a NUL in a field, in a field's name, in the second value."""
    client, found = site.signed_in("official"), []
    headers = token_headers(client)
    forms = [[("school", "s-1\x00")], [("sch\x00ool", "s-1")], [("covers", "1:analysis"), ("covers", "\x00")]]
    for path in _doors(site, "POST"):
        for form in forms:
            answer = client.post(path, data=MultiDict(form), headers=headers, content_type="multipart/form-data")
            is_refused = answer.status_code == 403 or "Запрос не понят" in answer.text
            found += [] if is_refused else [path]
    return found


def test_no_action_takes_a_nul(product: Site) -> None:
    assert _accepted_forms(product) == []


def test_a_door_without_the_check_is_found(product: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.binding.check_form", lambda: None)

    assert _accepted_forms(product) != []


def _pages_body(site: Site, key: str, text: str) -> dict[str, Any]:
    known = site.server.extensions["dash"].callback_map[key]
    sent = [
        {
            "id": each["id"],
            "property": each["property"],
            "value": f"/{text}" if each["property"] == "pathname" else text,
        }
        for each in (*known["inputs"], *known["state"])
    ]
    inputs = len(known["inputs"])
    output = known["output"]
    return {
        "output": key,
        "outputs": {"id": output.component_id, "property": output.component_property},
        "inputs": sent[:inputs],
        "state": sent[inputs:],
        "changedPropIds": [f"{sent[0]['id']}.{sent[0]['property']}"],
    }


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_no_page_takes_what_is_no_text(product: Site, text: str) -> None:
    client = product.signed_in("official")
    headers = token_headers(client)

    for kind, key in bindings(product.server):
        if kind == "callback":
            body = json.dumps(_pages_body(product, key, f"?school={text}&view=edit"))
            answer = client.post("/_dash-update-component", data=body, headers=headers, content_type="application/json")

            assert answer.status_code == 400, key


def test_signing_in_with_a_nul_is_refused(site_on_each_engine: Site) -> None:
    client = site_on_each_engine.anonymous()
    token = form_token(client.get("/login").text)

    answer = client.post("/login", data={"login": "official\x00", "password": "x", "csrf_token": token, "next": "/"})

    assert answer.status_code == 400


def test_a_school_without_a_word_is_refused(product: Site) -> None:
    client = product.signed_in("official")

    answer = client.post(
        "/actions/admin/school-add",
        data=MultiDict({"code": " "}),
        headers=token_headers(client),
        content_type="multipart/form-data",
    )

    assert answer.status_code == 400
    assert answer.json is not None
    assert "code" in answer.json["fields"]
