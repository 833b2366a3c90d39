"""What a callback request may look like. The renderer is no fence: anything else is answered with 400.

Checked before Dash sees the body, which would turn each oddity into an error of the server. Values
are left to the handlers.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import unquote

from dash import Dash
from flask import Flask, request

from dashboard.access.texts import check_json
from dashboard.errors import InvalidInputError, StalePageError
from data_layer.errors import NotFoundError

PATH: Final = "/_dash-update-component"
ROUTER: Final = ".._pages_content.children..._pages_store.data.."
_LARGEST: Final = 1_000_000


def install_callback_check(server: Flask, app: Dash, is_page: Callable[[str], bool]) -> None:
    """Register the check; after Dash is made, whose own hooks complete the list of callbacks.

    is_page: whether a path leads the asking person to a page; the router is asked for no other.
    """

    @server.before_request
    def check() -> None:
        if request.path == PATH and request.method == "POST":
            _check(app, _body(), is_page)


def _body() -> dict[str, Any]:
    if (request.content_length or 0) > _LARGEST:
        raise InvalidInputError
    try:
        body = request.get_json()
    except RecursionError as error:
        raise InvalidInputError from error
    if not isinstance(body, dict):
        raise InvalidInputError
    check_json(body)
    return body


def _check(app: Dash, body: dict[str, Any], is_page: Callable[[str], bool]) -> None:
    output = body.get("output")
    known = app.callback_map.get(output) if isinstance(output, str) else None
    if known is None or "callback" not in known:
        # A page loaded before the program was renewed asks for what is no longer there.
        raise StalePageError
    _check_outputs(known["output"], body.get("outputs"))
    _check_dependencies(known["inputs"], body.get("inputs", []))
    _check_dependencies(known["state"], body.get("state", []))
    changed = body.get("changedPropIds", [])
    _require(isinstance(changed, list) and all(isinstance(each, str) for each in changed))
    if output == ROUTER:
        _check_router(body["inputs"], is_page)


def _check_outputs(declared: Any, sent: Any) -> None:
    is_several = isinstance(declared, list | tuple)
    # Only a pattern may come as a list where one output was declared.
    _require(is_several or not isinstance(sent, list) or isinstance(declared.component_id, dict))
    expected = list(declared) if is_several else [declared]
    given = sent if is_several and isinstance(sent, list) else [sent]
    _require(len(given) == len(expected))
    for output, each in zip(expected, given, strict=True):
        for one in each if isinstance(each, list) else [each]:
            _require(isinstance(one, dict) and isinstance(one.get("property"), str))
            _require(one["property"].partition("@")[0] == output.component_property)
            _require(_same_id(output.component_id, one.get("id")))


def _check_dependencies(declared: Sequence[dict[str, Any]], sent: Any) -> None:
    _require(isinstance(sent, list) and len(sent) == len(declared))
    for expected, each in zip(declared, sent, strict=True):
        expected_id = expected["id"]
        is_pattern = expected_id.startswith("{")
        _require(is_pattern or not isinstance(each, list))
        for one in each if isinstance(each, list) else [each]:
            _require(isinstance(one, dict) and one.get("property") == expected["property"])
            _require(_same_id(json.loads(expected_id) if is_pattern else expected_id, one.get("id")))


def _same_id(expected: Any, sent: Any) -> bool:
    """Whether an id fits: a text exactly, a pattern by its keys and by simple values."""
    if isinstance(expected, dict):
        return (
            isinstance(sent, dict)
            and sent.keys() == expected.keys()
            and all(isinstance(each, str | int | float | bool) for each in sent.values())
        )
    return isinstance(sent, str) and sent == expected


def _check_router(inputs: Sequence[dict[str, Any]], is_page: Callable[[str], bool]) -> None:
    values = {each["property"]: each.get("value") for each in inputs}
    pathname, search = values.get("pathname"), values.get("search")
    _require(isinstance(pathname, str) and (search is None or isinstance(search, str)))
    # The browser's address keeps its percent signs, Flask's path does not.
    if not is_page(unquote(str(pathname))):
        raise NotFoundError


def _require(is_fine: bool) -> None:
    if not is_fine:
        raise InvalidInputError
