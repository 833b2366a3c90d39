"""Expected failures of the interface, and how every failure reaches the browser.

Whatever went wrong, the answer is a short Russian sentence; details are in the log, under the
incident's number. What does not exist and what is not yours are answered with the same bytes.
"""

from html import escape
from typing import Any, Final

import structlog
from dash.exceptions import DependencyException, InvalidResourceError, PreventUpdate
from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from dashboard.services import services
from data_layer.errors import ConflictError, DataLayerError, NotFoundError, ScopeError
from data_layer.session import is_lock_timeout

log = structlog.get_logger()


class DashboardError(Exception):
    """Base of what the interface raises on purpose; `str()` of it is safe to show."""


class InvalidInputError(DashboardError):
    """The browser sent something that no form or control of ours can produce, or a bad link."""


class ForbiddenError(DashboardError):
    """The person's role does not allow the action."""


class StalePageError(DashboardError):
    """The page in the browser is older than the program: it has to be loaded again."""


_NOT_FOUND: Final = "Такой страницы нет, или она не для вашей роли."
_FORBIDDEN: Final = "Для этого действия у вас нет прав."
_STALE: Final = "Страница устарела. Обновите её."
_BAD_REQUEST: Final = "Запрос не понят. Обновите страницу и повторите."
_NOT_READY: Final = "Система сейчас недоступна. Повторите через минуту."
_BUSY: Final = "Сейчас данные района сохраняет кто-то другой. Ничего не записано: повторите через минуту."
_UNEXPECTED: Final = "Не получилось. Повторите; если не помогло, сообщите код администратору."
_TOO_LARGE: Final = "Файл или запрос слишком велик."

_SCRIPTED: Final = ("/_dash-", "/_reload-hash", "/panels/", "/actions/")

# Failures that say nothing against the person who is signed in, nor against the database that knows them.
_WITH_TABS: Final = frozenset({403, 404})

_SENTENCES: Final = {400: _BAD_REQUEST, 403: _FORBIDDEN, 404: _NOT_FOUND, 409: _STALE, 413: _TOO_LARGE}

_PAGE = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title} · ВСОКО-район</title><link rel="icon" href="/login-static/favicon.svg">
<link rel="stylesheet" href="/login-static/login.css"></head>
<body><header class="bar"><a class="brand" href="/">ВСОКО-район</a>{tabs}</header>
<main id="main"><div class="wrap"><h1>{title}</h1><p class="note">{sentence}</p>
<p class="note"><a href="/">На главную</a></p></div></main></body></html>
"""


def register_error_handlers(server: Flask) -> None:
    """Turn each kind of failure into its answer; the last one takes what nobody expected.

    Called after Dash is made, whose own handlers it replaces.
    """
    server.register_error_handler(NotFoundError, _not_found)
    server.register_error_handler(InvalidInputError, _invalid_input)
    server.register_error_handler(ForbiddenError, _forbidden)
    server.register_error_handler(StalePageError, _stale)
    server.register_error_handler(ConflictError, _conflict)
    server.register_error_handler(ScopeError, _unexpected)
    server.register_error_handler(DataLayerError, _refused)
    server.register_error_handler(OperationalError, _database_away)
    server.register_error_handler(PoolTimeoutError, _database_away)
    server.register_error_handler(DBAPIError, _unexpected)
    server.register_error_handler(HTTPException, _http)
    # Dash's names for a bundle that is not there.
    server.register_error_handler(InvalidResourceError, _not_found)
    server.register_error_handler(DependencyException, _not_found)
    server.register_error_handler(Exception, _unexpected)
    server.register_error_handler(PreventUpdate, lambda _: ("", 204))


def answer(status: int, sentence: str, *, incident: str | None = None) -> Response:
    """The sentence as a page for people, as JSON for everything else."""
    if wants_page():
        text = escape(sentence) + (f"<br>Код: {escape(incident)}" if incident else "")
        body = _PAGE.format(title=_title(status), sentence=text, tabs=_tabs(status))
        return Response(body, status=status, mimetype="text/html")
    fields: dict[str, Any] = {"error": sentence} | ({"incident": incident} if incident else {})
    return Response(current_app.json.dumps(fields), status=status, mimetype="application/json")


def _tabs(status: int) -> str:
    """Where else to go, for those who are signed in. Asked only where the answer itself needed no database."""
    tabs = services().tabs() if status in _WITH_TABS else ()
    links = "".join(f'<a href="{escape(path)}">{escape(words)}</a>' for words, path in tabs)
    return f'<nav class="ways" aria-label="Разделы">{links}</nav>' if links else ""


def wants_page() -> bool:
    """Whether a person is looking at the answer: a visit or a form sent, not a script's request."""
    if is_scripted(request.path):
        return False
    return request.method in {"GET", "HEAD"} or request.mimetype == "application/x-www-form-urlencoded"


def is_scripted(path: str) -> bool:
    """Whether only scripts of our pages ask under this path, so that they get JSON and no page."""
    return path.startswith(_SCRIPTED)


def not_found() -> Response:
    """The one answer to what is not there and to what is not yours."""
    return answer(404, _NOT_FOUND)


def not_ready(sentence: str = _NOT_READY) -> Response:
    response = answer(503, sentence)
    response.headers["Retry-After"] = "30"
    return response


def _title(status: int) -> str:
    return {404: "Страница не найдена", 403: "Нет доступа", 503: "Система недоступна"}.get(status, "Не получилось")


def _not_found(_: Exception) -> Response:
    return not_found()


def _invalid_input(error: Exception) -> Response:
    return answer(400, str(error) or _BAD_REQUEST)


def _forbidden(_: Exception) -> Response:
    log.warning("access_denied", path=request.path)
    return answer(403, _FORBIDDEN)


def _stale(_: Exception) -> Response:
    return answer(409, _STALE)


def _conflict(error: Exception) -> Response:
    return answer(409, str(error))


def _refused(error: Exception) -> Response:
    """A rule of the data layer said no, in a sentence fit for a person."""
    log.info("refused", error=type(error).__name__, incident=_incident())
    return answer(400, str(error), incident=_incident())


def _http(error: HTTPException) -> Response:
    if isinstance(error, NotFound | MethodNotAllowed):
        return not_found()
    status = error.code or 500
    if status in {301, 302, 303, 307, 308}:
        return Response(status=status, headers={"Location": error.get_response().headers.get("Location", "/")})
    return answer(status, _SENTENCES.get(status, _UNEXPECTED))


def _database_away(error: Exception) -> Response:
    if isinstance(error, OperationalError) and is_lock_timeout(error):
        log.warning("database_busy", incident=_incident(), path=request.path)
        return not_ready(_BUSY)
    _log_once(error, "database_unavailable")
    return not_ready()


def _unexpected(error: Exception) -> Response:
    _log_once(error, "unexpected_error")
    return answer(500, _UNEXPECTED, incident=_incident())


def _log_once(error: Exception, event: str) -> None:
    log.error(event, incident=_incident(), path=request.path, exc_info=error)


def _incident() -> str:
    number: str = g.get("request_id", "")
    return number
