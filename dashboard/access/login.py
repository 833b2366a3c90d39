"""Signing in and out, choosing a password, a role or a district: server-rendered pages without Dash."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
)
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from dashboard.access import csrf, passwords, sessions
from dashboard.access.links import safe_next
from dashboard.access.policy import Permission, may
from dashboard.access.principal import Principal, current_principal, principal_or_none
from dashboard.services import DEFAULT_ZONE, services
from dashboard.texts.words import ROLES
from data_layer.commands import people
from data_layer.commands import sessions as commands
from data_layer.commands.passwords import WeakPasswordError
from data_layer.errors import NotFoundError
from data_layer.queries.people import (
    Credentials,
    MembershipChoice,
    credentials_of,
    districts,
    memberships_of,
    only_district_title,
    school_code_and_name,
)
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped

WRONG: Final = "Логин или пароль не подошли. Проверьте раскладку и Caps Lock."
EXPIRED: Final = "Сеанс закончился. Войдите, вы вернётесь на эту страницу."
STALE_FORM: Final = "Форма устарела. Войдите ещё раз."
NO_ROLE: Final = "У этой учётной записи нет роли. Обратитесь в управление образования."

_ASSETS: Final = Path(__file__).parents[2] / "assets"
# Everything an anonymous browser may fetch, by name.
_PUBLIC_FILES: Final = {
    "login.css": _ASSETS / "login",
    "login.js": _ASSETS / "login",
    "favicon.svg": _ASSETS / "login",
    "golos-text-cyrillic-wght-normal.woff2": _ASSETS / "fonts",
    "golos-text-latin-wght-normal.woff2": _ASSETS / "fonts",
}

_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_DAY: Final = 86_400
_LIMITS: Final = commands.AttemptLimits()

access = Blueprint("access", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody was not signed in, and with which status the form comes back."""

    sentence: str
    status: int


@access.get("/login-static/<path:name>")
def login_static(name: str) -> Response:
    folder = _PUBLIC_FILES.get(name)
    if folder is None:
        abort(404)
    # Read whole: they are small, and compressing a stream would leave the file open.
    response = Response((folder / name).read_bytes(), mimetype=_TYPES[Path(name).suffix])
    response.cache_control.public = True
    response.cache_control.max_age = _DAY
    response.add_etag()
    response.make_conditional(request)
    return response


@access.route("/login", methods=["GET", "POST"])
def login() -> Any:
    """The form; and its answer, 303 to where the person wanted to go."""
    if request.method == "POST":
        return _answer_login()
    if principal_or_none() is not None:
        return redirect(safe_next(request.args.get("next")), 303)
    # The cookie still names a browser that is no longer signed in: say so once.
    notice = EXPIRED if session.pop("_user_id", None) else ""
    return _login_page(next_path=safe_next(request.args.get("next")), notice=notice)


def _answer_login() -> Any:
    next_path = safe_next(request.form.get("next"))
    login_name = request.form.get("login", "").strip()
    try:
        csrf.check_unsafe_request()
    except (BadRequest, UnsupportedMediaType) as error:
        return _login_page(next_path=next_path, notice=STALE_FORM), error.code
    outcome = _try(login_name, request.form.get("password", ""))
    if isinstance(outcome, Refusal):
        return _login_page(next_path=next_path, login_name=login_name, error=outcome.sentence), outcome.status
    _sign_in(outcome)
    if len(outcome.membership_ids) > 1:
        return redirect(f"/membership?next={quote(next_path, safe='/')}", 303)
    return redirect(next_path, 303)


def _try(login_name: str, password: str) -> Credentials | Refusal:
    """The account the password opens, or the reason why not. Limits are asked before the hash."""
    parts = services()
    login_hash, address, now = hash_of_login(login_name), request.remote_addr or "", parts.clock()
    with unscoped(parts.engine, "a try to sign in") as database:
        attempt = commands.add_attempt(database, login_hash=login_hash, address=address, now=now)
    with unscoped(parts.engine, "limits of signing in") as database:
        until = commands.blocked_until(
            database,
            attempt_id=attempt,
            login_hash=login_hash,
            address=address,
            now=now,
            limits=_LIMITS,
        )
        found = credentials_of(database, login=login_name, today=parts.today(None, is_demo=False))
    if until is not None:
        return Refusal(f"Слишком много попыток. Войти можно будет в {_clock_time(until)}.", 429)
    is_right = passwords.fits(found, password)
    if found is None or not is_right:
        _record_failure(found, login_hash=login_hash, now=now)
        return Refusal(WRONG, 401)
    with unscoped(parts.engine, "a successful sign-in") as database:
        commands.forget_attempt(database, attempt_id=attempt)
    return found if found.membership_ids else Refusal(NO_ROLE, 403)


def hash_of_login(login_name: str) -> str:
    """What is stored of a login that was tried; people type passwords into the wrong field."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, login_name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _record_failure(found: Credentials | None, *, login_hash: str, now: datetime) -> None:
    """The trail names known logins only, for the same reason; it stands where their people look after access.

    The try that uses up the limit is noted as such: those after it are refused unread and not noted one by one.
    """
    with unscoped(services().engine, "a failed sign-in") as database:
        is_last = commands.is_last_try(database, login_hash=login_hash, now=now, limits=_LIMITS)
        commands.record_access(
            database,
            actor=found.login if found else "",
            action="sign_in_blocked" if is_last else "sign_in_failed",
            district_id=found.district_id if found else None,
            school_id=found.school_id if found else None,
            request_id=g.request_id,
        )


def _sign_in(found: Credentials) -> None:
    principal = sessions.start(user_id=found.user_id, membership_id=found.membership_ids[0])
    with unscoped(services().engine, "signing in is audited") as database:
        sessions.record(database, principal, "signed_in")


def _login_page(*, next_path: str, login_name: str = "", error: str = "", notice: str = "") -> str:
    return render_template(
        "login.html",
        login=login_name,
        next_path=next_path,
        error=error,
        notice=notice,
        district=_district(),
        contact=services().settings.support_contact,
        csrf_token=csrf.form_token(),
    )


def _district() -> str:
    with unscoped(services().engine, "whose board this is", is_read_only=True) as database:
        return only_district_title(database)


@access.post("/logout")
def logout() -> Any:
    sessions.end()
    response = redirect("/login", 303)
    response.delete_cookie(csrf.COOKIE, path="/")
    return response


@access.route("/password", methods=["GET", "POST"])
def password() -> Any:
    """A new password; required after a one-time one."""
    principal = current_principal()
    if request.method == "GET":
        return _password_page(principal)
    next_path = safe_next(request.form.get("next"))
    error = _change_password(principal, request.form.get("current", ""), request.form.get("password", ""))
    return redirect(next_path, 303) if error is None else (_password_page(principal, next_path, *error), 400)


def _change_password(principal: Principal, current: str, new: str) -> tuple[str, str] | None:
    """None when done, else the name of the field at fault and what to do about it."""
    outcome = _try(principal.login, current)
    if isinstance(outcome, Refusal):
        return "current", outcome.sentence if outcome.status == 429 else "Нынешний пароль не подошёл."
    if new in {current, principal.login}:
        return "password", "Новый пароль должен отличаться от прежнего и от логина."
    try:
        with unscoped(services().engine, "a new password of one's own") as database:
            people.set_password(
                database, login=principal.login, password=new, actor=principal.login, request_id=g.request_id
            )
    except WeakPasswordError as error:
        return "password", str(error)
    sessions.start(
        user_id=principal.user_id,
        membership_id=principal.membership_id,
        switched_district_id=principal.district_id if principal.is_switched else None,
    )
    return None


def _password_page(principal: Principal, next_path: str = "/", field: str = "", error: str = "") -> str:
    return render_template(
        "password.html",
        is_forced=principal.must_change_password,
        next_path=next_path,
        field=field,
        error=error,
        csrf_token=csrf.form_token(),
    )


@access.route("/membership", methods=["GET", "POST"])
def membership() -> Any:
    """The choice of a role, for people with several. Another role is another session."""
    principal = current_principal()
    with unscoped(services().engine, "roles of one person", is_read_only=True) as database:
        choices = memberships_of(
            database, user_id=principal.user_id, today=services().today(principal.time_zone, is_demo=principal.is_demo)
        )
    if request.method == "GET":
        rows = [(each.membership_id, ROLES[each.role], _place(each)) for each in choices]
        return _choice_page("Выберите, в какой роли работать", "membership", rows)
    chosen = _chosen("membership", [each.membership_id for each in choices])
    changed = sessions.start(user_id=principal.user_id, membership_id=chosen)
    with unscoped(services().engine, "choice of a role is audited") as database:
        sessions.record(database, changed, "role_chosen", subject=str(changed.role))
    return redirect(safe_next(request.form.get("next")), 303)


def _place(choice: MembershipChoice) -> str:
    if choice.district_id is None or choice.school_id is None:
        return choice.place
    with tenant_session(services().engine, Scope((choice.district_id,), school_id=choice.school_id)) as database:
        found = school_code_and_name(database, school_id=choice.school_id)
    return choice.place if found is None else f"{found[1]}, {choice.place}"


@access.route("/switch", methods=["GET", "POST"])
def switch() -> Any:
    """An administrator looks into a district, or leaves it where none is named; both steps are audited there."""
    principal = current_principal()
    if not may(principal.role, Permission.SWITCH_DISTRICT):
        raise NotFoundError
    with unscoped(services().engine, "list of districts", is_read_only=True) as database:
        found = districts(database)
    if request.method == "GET":
        if not found:
            # There is nothing to choose from yet; where districts are added there is.
            return redirect("/admin", 303)
        rows = [(each.district_id, each.title, each.code) for each in found]
        return _choice_page("Выберите район", "district", rows)
    if principal.is_switched and not request.form.get("district"):
        return _leave_district(principal)
    chosen = _chosen("district", [each.district_id for each in found])
    changed = sessions.start(
        user_id=principal.user_id, membership_id=principal.membership_id, switched_district_id=chosen
    )
    with unscoped(services().engine, "a switch is audited") as database:
        sessions.record(database, changed, "switched_into_district", subject=changed.district_code)
    return redirect(safe_next(request.form.get("next")), 303)


def _leave_district(principal: Principal) -> Any:
    with tenant_session(services().engine, Scope(principal.district_ids, is_read_only=False)) as database:
        sessions.record(database, principal, "left_district", subject=principal.district_code)
    sessions.start(user_id=principal.user_id, membership_id=principal.membership_id)
    return redirect("/switch", 303)


def _chosen(field: str, known: list[int]) -> int:
    value = request.form.get(field, "")
    if value not in {str(each) for each in known}:
        raise NotFoundError
    return int(value)


def _choice_page(title: str, field: str, rows: list[tuple[int, str, str]]) -> str:
    return render_template(
        "choice.html",
        title=title,
        field=field,
        rows=rows,
        next_path=safe_next(request.args.get("next")),
        csrf_token=csrf.form_token(),
    )


def _clock_time(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(DEFAULT_ZONE)).strftime("%H:%M")
