"""Private by default: before anything else runs, every request is let through by name or by person.

Registered before Dash, whose own hooks and index would otherwise answer first. A path that is not
there and one that is not yours end in the same 404, decided here and not in the page.
"""

import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol
from urllib.parse import quote

from flask import Flask, Response, g, redirect, request

from dashboard.access.csrf import SAFE_METHODS, check_unsafe_request
from dashboard.access.policy import Permission, manages_platform, may, scope_for
from dashboard.access.principal import Principal, principal_or_none
from dashboard.access.texts import is_odd_query
from dashboard.errors import StalePageError, answer, is_scripted, not_found, not_ready
from dashboard.services import services
from dashboard.settings import is_loopback_name
from dashboard.version import HEADER as VERSION_HEADER
from dashboard.version import program_version
from data_layer.errors import NotFoundError
from data_layer.queries.people import school_code_and_name, school_id_by_code
from data_layer.session import TenantSession, tenant_session

# The only endpoints an anonymous visitor reaches; the enumeration test compares this list with contracts.md.
OPEN_ENDPOINTS: Final = frozenset({"health.livez", "health.readyz", "access.login", "access.login_static"})
# What answers even when the database does not.
_ALWAYS: Final = frozenset({"health.livez", "health.readyz", "access.login_static"})
# What somebody with a one-time password may do before choosing a new one.
_BEFORE_PASSWORD: Final = frozenset({"access.password", "access.logout"})
# The two endpoints under which Dash answers any path with its index.
PAGE_ENDPOINTS: Final = frozenset({"/", "/<path:path>"})
# The form of a school's code (contracts.md, «Ids»); anything else cannot be there.
_CODE: Final = r"[^\s\x00-\x1f\x7f-\x9f/\\?#%;]{1,64}"
_ODD_QUERY: Final = "Адрес набран с ошибкой. Откройте страницу с начала."
_SIGN_IN_AGAIN: Final = "Сеанс закончился. Войдите снова."


class ProtectedPage(Protocol):
    """The part of a page's description that decides who may open it."""

    @property
    def path_template(self) -> str: ...
    @property
    def permission(self) -> Permission: ...
    @property
    def is_platform(self) -> bool: ...
    @property
    def is_there(self) -> Callable[[TenantSession, str], bool] | None: ...


FindPage = Callable[[Principal, str], ProtectedPage | None]


def install_guard(server: Flask, pages: Sequence[ProtectedPage], is_ready: Callable[[], bool]) -> None:
    """Register the guard; call it before Dash is made. An application that is not ready serves nobody."""
    find_page = page_finder(pages)

    @server.before_request
    def let_through() -> Any:
        _begin()
        return _refuse_stranger() or _refuse_odd_query() or _refuse_unready(is_ready) or _check(find_page)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.started = time.perf_counter()


def _refuse_stranger() -> Response | None:
    """Plain http is for this machine; another name in it means a misled or curious browser."""
    if services().settings.is_https or is_loopback_name(_host_name()):
        return None
    return answer(400, "Этот адрес не обслуживается.")


def _refuse_odd_query() -> Response | None:
    return answer(400, _ODD_QUERY) if is_odd_query() else None


def _host_name() -> str:
    host = request.host
    return host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]


def _refuse_unready(is_ready: Callable[[], bool]) -> Response | None:
    if request.endpoint in _ALWAYS or is_ready():
        return None
    return not_ready()


def _check(find_page: FindPage) -> Any:
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    principal = principal_or_none()
    if principal is None:
        return _refuse_anonymous()
    refusal = _detour(find_page, principal)
    if refusal is not None:
        return refusal
    if request.method not in SAFE_METHODS:
        check_unsafe_request()
        _refuse_stale_page()
    if request.endpoint is None:
        return not_found()
    return _visit(find_page, principal) if request.endpoint in PAGE_ENDPOINTS else None


def _refuse_stale_page() -> None:
    """What a page sends that came with another program may mean something else to this one.

    Raises StalePageError. Callbacks are checked by what they ask for, so that old pages keep working where
    nothing has changed; a request without a stamp came from a plain form.
    """
    stamp = request.headers.get(VERSION_HEADER)
    if stamp is not None and stamp != program_version():
        raise StalePageError


def _refuse_anonymous() -> Any:
    is_visit = request.method in {"GET", "HEAD"} and not is_scripted(request.path)
    if not is_visit:
        return answer(401, _SIGN_IN_AGAIN)
    asked = request.full_path.rstrip("?")
    return redirect("/login" if asked == "/" else f"/login?next={quote(asked, safe='/')}", 302)


def _detour(find_page: FindPage, principal: Principal) -> Any:
    """Send a person who first has to choose a password or a district there."""
    if principal.must_change_password and request.endpoint not in _BEFORE_PASSWORD:
        return redirect("/password", 303) if request.endpoint in PAGE_ENDPOINTS else answer(403, "Смените пароль.")
    if (
        not principal.district_ids
        and request.endpoint in PAGE_ENDPOINTS
        and may(principal.role, Permission.SWITCH_DISTRICT)
        and find_page(principal, request.path) is None
    ):
        return redirect("/switch", 303)
    return None


def _visit(find_page: FindPage, principal: Principal) -> Any:
    if request.path == "/" and principal.school_id is not None:
        return redirect(own_school_path(principal), 303)
    page = find_page(principal, request.path)
    if page is None or not _is_there(principal, page):
        return not_found()
    return None


def _is_there(principal: Principal, page: ProtectedPage) -> bool:
    """Whether what the query string names is the person's to see; a path without such a thing is not there at all."""
    if page.is_there is None or not principal.district_ids:
        return True
    with tenant_session(services().engine, scope_for(principal, page.permission)) as session:
        return page.is_there(session, request.query_string.decode("utf-8", "replace"))


def page_finder(pages: Sequence[ProtectedPage]) -> FindPage:
    """How to find the page that a person may open under a path; None where there is none for them."""
    patterns = [(_pattern(page.path_template), page) for page in pages]

    def find(principal: Principal, path: str) -> ProtectedPage | None:
        for pattern, page in patterns:
            match = pattern.fullmatch(path)
            if match is not None:
                return page if _may_open(principal, page, match.groupdict()) else None
        return None

    return find


def _may_open(principal: Principal, page: ProtectedPage, variables: Mapping[str, str]) -> bool:
    if not principal.district_ids:
        return page.is_platform and manages_platform(principal)
    if not may(principal.role, page.permission):
        return False
    return all(has_school(principal, page.permission, code) for code in variables.values())


def has_school(principal: Principal, permission: Permission, code: str) -> bool:
    """Whether the school is there for this person: their own, or one of the district they see."""
    with tenant_session(services().engine, scope_for(principal, permission)) as session:
        return school_id_by_code(session, code=code) is not None


def own_school_path(principal: Principal) -> str:
    """Where directors and coordinators begin. Raises NotFoundError when their school is gone."""
    with tenant_session(services().engine, scope_for(principal, Permission.VIEW_SCHOOL)) as session:
        found = school_code_and_name(session, school_id=principal.school_id or 0)
    if found is None:
        raise NotFoundError
    return f"/schools/{quote(found[0], safe='')}"


def _pattern(template: str) -> re.Pattern[str]:
    """A variable is one path segment, unlike in Dash's router, where it swallows slashes."""
    parts = re.split(r"<(\w+)>", template)
    return re.compile("".join(f"(?P<{part}>{_CODE})" if i % 2 else re.escape(part) for i, part in enumerate(parts)))
