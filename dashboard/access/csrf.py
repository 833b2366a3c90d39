"""Requests that change something: our own origin, an exact content type and a token.

Scripts send the token of the readable cookie in a header; the plain forms of signing in and out carry
it in a field, because they must work without a script. The token belongs to the browser's session.
"""

from typing import Final
from urllib.parse import urlsplit

from flask import Response, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from wtforms.validators import ValidationError  # type: ignore[import-untyped] # it comes without types

from dashboard.access.texts import check_form
from dashboard.services import services
from dashboard.settings import is_loopback_name

COOKIE: Final = "_csrf_token"
HEADER: Final = "X-CSRFToken"
FIELD: Final = "csrf_token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_FORM: Final = "application/x-www-form-urlencoded"
_SCRIPTED: Final = frozenset({"application/json", "multipart/form-data"})
# Plain forms. A browser may leave the origin out of the first two only.
_FORM_PATHS: Final = frozenset({"/login", "/logout", "/password", "/membership", "/switch"})
_ORIGIN_OPTIONAL: Final = frozenset({"/login", "/logout"})


def form_token() -> str:
    """The value of the hidden field `csrf_token`."""
    token: str = generate_csrf()
    return token


def check_unsafe_request() -> None:
    """Refuse a request that did not come from a page of ours.

    Raises BadRequest, UnsupportedMediaType, or InvalidInputError for a plain form that holds what is no text.
    """
    _check_origin()
    if request.path in _FORM_PATHS:
        _check_type(frozenset({_FORM}))
        _check_token(request.form.get(FIELD, ""))
        check_form()
    else:
        _check_type(_SCRIPTED)
        _check_token(request.headers.get(HEADER, ""))


def set_token_cookie(response: Response) -> None:
    """Give the scripts of our pages the token; another site cannot read it."""
    response.set_cookie(COOKIE, form_token(), secure=services().settings.is_https, samesite="Lax", path="/")


def _check_origin() -> None:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise BadRequest
    origin = request.headers.get("Origin")
    if origin is None and request.path in _ORIGIN_OPTIONAL:
        return
    if origin is None or not _is_ours(origin):
        raise BadRequest


def _is_ours(origin: str) -> bool:
    settings = services().settings
    if not settings.is_loopback:
        own = urlsplit(settings.address)
        return origin == f"{own.scheme}://{own.netloc}"
    # This machine has several names; the page and the request must use the same one.
    return origin == f"{request.scheme}://{request.host}" and is_loopback_name(urlsplit(origin).hostname or "")


def _check_type(allowed: frozenset[str]) -> None:
    if request.mimetype not in allowed:
        raise UnsupportedMediaType


def _check_token(token: str) -> None:
    try:
        validate_csrf(token)
    except ValidationError as error:
        raise BadRequest from error
