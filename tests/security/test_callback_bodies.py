"""Whatever a body holds, the server does not stumble over it."""

import json
from typing import Any

import pytest

from tests.support.site import HOME, SCHOOL, WRITE, Site, callback_body, token_headers

VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**400,
    "",
    "s-1\x00",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "s" * 100_000,
    "' OR 1=1 --",
    "../../etc/passwd",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "<script>",
    [],
    ["s-1"],
    {},
    {"$ne": ""},
    {"school_id": 12},
    {"id": "s-1"},
    [[[[[]]]]],
    {"__class__": "x"},
    "١٢",
    "\u202es-1",
]


def _paste(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**body, **changes}


GOOD = callback_body(SCHOOL, "s-1")
BODIES: list[Any] = [
    None,
    [],
    "text",
    7,
    {},
    {"output": None},
    {"output": 7},
    {"output": ["school-content.children"]},
    {"output": SCHOOL},
    _paste(GOOD, inputs=None),
    _paste(GOOD, inputs=[]),
    _paste(GOOD, inputs={}),
    _paste(GOOD, inputs=[None]),
    _paste(GOOD, inputs=[7]),
    _paste(GOOD, inputs=[[]]),
    _paste(GOOD, inputs=GOOD["inputs"] * 2),
    _paste(GOOD, inputs=[{"id": "other", "property": "data", "value": "s-1"}]),
    _paste(GOOD, inputs=[{"id": {"a": 1}, "property": "data", "value": "s-1"}]),
    _paste(GOOD, inputs=[{"id": "school-code", "property": "children", "value": "s-1"}]),
    _paste(GOOD, inputs=[{"property": "data"}]),
    _paste(GOOD, outputs=None),
    _paste(GOOD, outputs=[]),
    _paste(GOOD, outputs={}),
    _paste(GOOD, outputs=7),
    _paste(GOOD, outputs={"id": "other", "property": "children"}),
    _paste(GOOD, outputs={"id": "school-content", "property": "style"}),
    _paste(GOOD, outputs=[GOOD["outputs"]]),
    _paste(GOOD, outputs=[GOOD["outputs"], GOOD["outputs"]]),
    _paste(GOOD, state=[{"id": "x", "property": "y", "value": 1}]),
    _paste(GOOD, state=7),
    _paste(GOOD, changedPropIds=7),
    _paste(GOOD, changedPropIds=[7]),
    _paste(GOOD, changedPropIds=[["a"]]),
]


@pytest.mark.parametrize("output", [SCHOOL, HOME, WRITE])
def test_a_value_of_any_kind_is_no_fault_of_the_server(site: Site, output: str) -> None:
    client = site.signed_in("official")
    headers = token_headers(client)

    for value in VALUES:
        answer = client.post("/_dash-update-component", json=callback_body(output, value), headers=headers)

        assert answer.status_code in {200, 400, 404}, repr(value)[:80]
        for inner in ("SELECT", "sqlalchemy", "Traceback", "/dashboard/", "File "):
            assert inner not in answer.text


def test_a_body_of_any_shape_is_no_fault_of_the_server(site: Site) -> None:
    client = site.signed_in("official")
    headers = {**token_headers(client), "Content-Type": "application/json"}

    for body in BODIES:
        answer = client.post("/_dash-update-component", data=json.dumps(body), headers=headers)

        assert answer.status_code in {400, 409}, repr(body)[:120]
        assert answer.json is not None
        assert set(answer.json) == {"error"}


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 50_000, b'{"output":' * 20_000, b"null", b"NaN"])
def test_bytes_that_are_no_json_are_refused(site: Site, raw: bytes) -> None:
    client = site.signed_in("official")
    headers = {**token_headers(client), "Content-Type": "application/json"}

    answer = client.post("/_dash-update-component", data=raw, headers=headers)

    assert answer.status_code in {400, 409}


def test_a_body_of_more_than_a_megabyte_is_refused(site: Site) -> None:
    client = site.signed_in("official")

    answer = client.post(
        "/_dash-update-component", json=callback_body(SCHOOL, "s" * 1_100_000), headers=token_headers(client)
    )

    assert answer.status_code == 400


def test_a_page_older_than_the_program_is_told_to_reload(site: Site) -> None:
    client = site.signed_in("official")
    body = {**callback_body(SCHOOL, "s-1"), "output": "chart-of-last-year.figure"}

    answer = client.post("/_dash-update-component", json=body, headers=token_headers(client))

    assert answer.status_code == 409
    assert json.loads(answer.data) == {"error": "Страница устарела. Обновите её."}


def test_extra_fields_are_passed_over(site: Site) -> None:
    body = {**callback_body(SCHOOL, "s-1"), "school_id": 12, "role": "administrator", "district_id": 2, "user": 1}
    client = site.signed_in("director")

    answer = client.post("/_dash-update-component?school_id=12&role=x", json=body, headers=token_headers(client))

    assert "TOKEN-11" in answer.text
