"""A signed-in browser without a browser: signs in by the form and asks the callbacks as Dash does."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from seed.roster import DEMO_PASSWORD

LOGIN: Final = "department"
CALLBACK_PATH: Final = "/_dash-update-component"
CONTENT: Final = "overview-content"
_OPENED: Final[Mapping[str, object]] = {"pathname": "/", "search": "", "href": ""}

# Method, path, headers, body -> status, headers as (name, value), body.
Send = Callable[[str, str, Mapping[str, str], bytes], tuple[int, list[tuple[str, str]], bytes]]


@dataclass(frozen=True, slots=True)
class CallbackRequest:
    """The request that fills «Обзор», ready to be sent again and again."""

    headers: Mapping[str, str]
    body: bytes
    path: str = CALLBACK_PATH


def overview_request(send: Send, *, origin: str) -> CallbackRequest:
    """Sign in as the department and find the callback behind «Обзор». origin: as `http://127.0.0.1:8050`."""
    visitor = _Visitor(send, origin)
    visitor.sign_in()
    visitor.ask("GET", "/")
    callbacks = json.loads(visitor.ask("GET", "/_dash-dependencies"))
    body = _body(next(each for each in callbacks if f"{CONTENT}." in each["output"]))
    return CallbackRequest(visitor.headers_of_script(), json.dumps(body).encode())


class _Visitor:
    def __init__(self, send: Send, origin: str) -> None:
        self._send = send
        self._origin = origin
        self._cookies: dict[str, str] = {}

    def sign_in(self) -> None:
        page = self.ask("GET", "/login").decode()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        if token is None:
            raise RuntimeError("the form of /login has no csrf_token")
        form = {"login": LOGIN, "password": DEMO_PASSWORD, "csrf_token": token[1], "next": "/"}
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


def _body(callback: Mapping[str, Any]) -> dict[str, Any]:
    output = callback["output"]
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    inputs = [_with_value(each) for each in callback["inputs"]]
    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": inputs,
        "changedPropIds": [f"{each['id']}.{each['property']}" for each in inputs],
        "parsedChangedPropsIds": [],
        "state": [_with_value(each) for each in callback["state"]],
    }


def _with_value(part: Mapping[str, Any]) -> dict[str, Any]:
    return {**part, "value": _OPENED.get(part["property"])}
