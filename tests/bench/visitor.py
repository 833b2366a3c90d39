"""A signed-in browser without a browser: signs in by the form and asks the callbacks as Dash does."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from tests.bench.watched import OFFICIAL, OVERVIEW, PASSWORD, WatchedPage

CALLBACK_PATH: Final = "/_dash-update-component"

# Method, path, headers, body -> status, headers as (name, value), body.
Send = Callable[[str, str, Mapping[str, str], bytes], tuple[int, list[tuple[str, str]], bytes]]


@dataclass(frozen=True, slots=True)
class CallbackRequest:
    """The request that fills a page, ready to be sent again and again."""

    headers: Mapping[str, str]
    body: bytes
    path: str = CALLBACK_PATH


def overview_request(send: Send, *, origin: str) -> CallbackRequest:
    """The request behind «Обзор», as the department. origin: as `http://127.0.0.1:8050`."""
    return page_request(send, OVERVIEW, origin=origin)


def page_request(send: Send, page: WatchedPage, *, origin: str) -> CallbackRequest:
    """Sign in as whoever looks at the page, and find the callback that fills it."""
    visitor = _Visitor(send, origin)
    visitor.sign_in(page.login)
    visitor.ask("GET", page.address)
    callbacks = json.loads(visitor.ask("GET", "/_dash-dependencies"))
    body = _body(next(each for each in callbacks if f"{page.content}." in each["output"]), page)
    return CallbackRequest(visitor.headers_of_script(), json.dumps(body).encode())


class _Visitor:
    def __init__(self, send: Send, origin: str) -> None:
        self._send = send
        self._origin = origin
        self._cookies: dict[str, str] = {}

    def sign_in(self, login: str = OFFICIAL) -> None:
        page = self.ask("GET", "/login").decode()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        if token is None:
            raise RuntimeError("the form of /login has no csrf_token")
        form = {"login": login, "password": PASSWORD, "csrf_token": token[1], "next": "/"}
        self.ask("POST", "/login", urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
        sent = {"Cookie": self._cookie(), "Origin": self._origin, **(headers or {})}
        status, answered, content = self._send(method, path, sent, body)
        if status >= 400:
            raise RuntimeError(f"{method} {path} was answered with {status}")
        for name, value in answered:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        return content

    def headers_of_script(self) -> dict[str, str]:
        return {
            "Cookie": self._cookie(),
            "Origin": self._origin,
            "Content-Type": "application/json",
            "X-CSRFToken": self._cookies["_csrf_token"],
            "Accept": "application/json",
        }

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())


def _body(callback: Mapping[str, Any], page: WatchedPage) -> dict[str, Any]:
    output = callback["output"]
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    inputs = [_with_value(each, page) for each in callback["inputs"]]
    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": inputs,
        "changedPropIds": [f"{each['id']}.{each['property']}" for each in inputs],
        "parsedChangedPropsIds": [],
        "state": [_with_value(each, page) for each in callback["state"]],
    }


def _with_value(part: Mapping[str, Any], page: WatchedPage) -> dict[str, Any]:
    opened = {"pathname": page.path, "search": page.search, "href": page.address}
    return {**part, "value": opened.get(part["property"])}
