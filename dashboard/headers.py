"""Headers of every answer: what the browser may run, keep and tell others."""

from collections.abc import Callable, Sequence
from typing import Final

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from dashboard.access.csrf import set_token_cookie
from dashboard.access.guard import PAGE_ENDPOINTS
from dashboard.access.principal import principal_or_none
from dashboard.errors import is_scripted
from dashboard.library_files import IMMUTABLE, PREFIX
from dashboard.services import services
from dashboard.version import HEADER as VERSION_HEADER
from dashboard.version import program_version

_EVERYWHERE: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Forms need an origin of their own site; others learn nothing.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HSTS: Final = "max-age=31536000"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self'{inline}; font-src 'self';"
    " img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; manifest-src 'self';"
    " object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_PLAIN_POLICY: Final = _POLICY.format(hashes="", inline="")


def install_headers(server: Flask, script_hashes: Callable[[], Sequence[str]]) -> None:
    """Set them on whatever leaves the application, errors and files included.

    script_hashes: asked per page, because Dash adds an inline script with its first request.
    """
    server.session_interface = CookieSessions()

    @server.after_request
    def add(response: Response) -> Response:
        if response.status_code == 200 and is_scripted(request.path):
            # Only the signed in get so far; a page compares it with its own stamp.
            response.headers[VERSION_HEADER] = program_version()
        for name, value in _EVERYWHERE.items():
            response.headers.setdefault(name, value)
        if services().settings.is_https:
            response.headers["Strict-Transport-Security"] = _HSTS
        is_index = _is_index(response)
        policy = _index_policy(script_hashes()) if is_index else _PLAIN_POLICY
        response.headers["Content-Security-Policy"] = f"{policy}; sandbox" if _is_attachment(response) else policy
        _set_caching(response)
        if is_index:
            set_token_cookie(response)
        return response


def _is_index(response: Response) -> bool:
    """Whether this is a page of Dash, which needs inline styles and the hashes of its inline scripts."""
    is_page = request.endpoint in PAGE_ENDPOINTS and response.status_code == 200
    return is_page and principal_or_none() is not None


def _is_attachment(response: Response) -> bool:
    """A file that is handed out: should a browser show it all the same, it runs nothing in our origin."""
    return response.headers.get("Content-Disposition", "").startswith("attachment")


def _index_policy(hashes: Sequence[str]) -> str:
    return _POLICY.format(hashes="".join(f" {each}" for each in hashes), inline=" 'unsafe-inline'")


def _set_caching(response: Response) -> None:
    """Program files may be kept, since their names change with them; everything else may not."""
    if response.status_code in {200, 206, 304} and _is_program_file():
        if request.path.startswith("/assets/fonts/"):
            response.headers["Cache-Control"] = IMMUTABLE
        return
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Cookie")


class CookieSessions(SecureCookieSessionInterface):
    """Leaves program files alone: they are the same for everybody.

    With «Vary: Cookie» a browser would ask for each of them again, since every page brings a new token.
    flask-login reads the session after every other hook, so only here is the last word.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified or not _is_program_file():
            super().save_session(app, session, response)


def _is_program_file() -> bool:
    return request.path.startswith(("/assets/", "/login-static/", PREFIX))
