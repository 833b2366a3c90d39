"""Browsers that are signed in: a random token in the cookie, its hash in the database, nothing else.

The person, the role and the place are read from the database at every request, so that whoever is
closed, moved or given another role notices it with the next click.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from flask import Flask, g, request, session
from flask_login import LoginManager, login_user
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from dashboard.access.principal import BrowserUser, Principal, principal_or_none
from dashboard.addresses.data import PROGRESS_PATH
from dashboard.services import Services, services
from data_layer.commands import sessions as commands
from data_layer.domain.vocabulary import Role
from data_layer.errors import NotFoundError
from data_layer.queries.people import SignedInBrowser, browser_of, districts_of_region, has_ended
from data_layer.session import UnscopedSession, unscoped

log = structlog.get_logger()

# The idle clock is written at most this often: a write per click would queue behind imports.
TOUCH_EVERY: Final = timedelta(seconds=60)
_TOKEN_BYTES: Final = 32


def install_login(server: Flask) -> None:
    """Let flask-login find the person behind a request."""
    manager = LoginManager()
    manager.session_protection = None  # the database decides; addresses change in a school's network
    manager.init_app(server)
    manager.user_loader(_load)


def start(*, user_id: int, membership_id: int, switched_district_id: int | None = None) -> Principal:
    """Sign this browser in with a new token; whatever it was signed in with before is dead afterwards."""
    parts = services()
    before = principal_or_none()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with unscoped(parts.engine, "signing in") as database:
        if before is not None:
            commands.close_session(database, token_hash=before.token_hash)
        commands.open_session(
            database,
            token_hash=hash_of(token),
            user_id=user_id,
            membership_id=membership_id,
            switched_district_id=switched_district_id,
            now=parts.clock(),
            most=parts.settings.session_most,
        )
        browser = browser_of(database, token_hash=hash_of(token))
        if browser is None or _has_ended(parts, browser):
            raise NotFoundError("Такой роли больше нет.")
        principal = _principal(database, browser, hash_of(token))
    session.clear()
    login_user(BrowserUser(token, principal))
    return principal


def end() -> None:
    """Sign this browser out; its cookie is worth nothing afterwards."""
    principal = principal_or_none()
    if principal is not None:
        with unscoped(services().engine, "signing out") as database:
            commands.close_session(database, token_hash=principal.token_hash)
            record(database, principal, "signed_out")
    session.clear()


def record(
    database: Session, principal: Principal, action: str, subject: str = "", new: Mapping[str, Any] | None = None
) -> None:
    """Write an audit event about the person's own access. new: what was asked for, where that is told."""
    commands.record_access(
        database,
        actor=principal.login,
        action=action,
        subject=subject,
        district_id=principal.district_id,
        school_id=principal.school_id,
        request_id=g.get("request_id", ""),
        new=new,
    )


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _load(token: object) -> BrowserUser | None:
    if not isinstance(token, str):
        return None
    parts = services()
    token_hash = hash_of(token)
    with unscoped(parts.engine, "who is asking", is_read_only=True) as database:
        browser = browser_of(database, token_hash=token_hash)
        if browser is None or not browser.is_active or _has_ended(parts, browser):
            return None
        principal = _principal(database, browser, token_hash)
    now = parts.clock()
    if _is_over(parts, browser, now):
        with unscoped(parts.engine, "a session has run out") as database:
            commands.close_session(database, token_hash=token_hash)
        return None
    if now - browser.last_seen_at >= TOUCH_EVERY and not _is_polling():
        _touch(parts, token_hash, now)
    return BrowserUser(token, principal)


def _touch(parts: Services, token_hash: str, now: datetime) -> None:
    """Move the idle clock on; a database busy with an import does not keep anybody from reading."""
    try:
        with unscoped(parts.engine, "the person is still there") as database:
            commands.touch_session(database, token_hash=token_hash, now=now)
    except OperationalError:
        log.warning("session_not_touched")


def _is_over(parts: Services, browser: SignedInBrowser, now: datetime) -> bool:
    settings = parts.settings
    return now - browser.last_seen_at >= timedelta(
        minutes=settings.session_idle_minutes
    ) or now - browser.created_at >= timedelta(hours=settings.session_hours)


def _has_ended(parts: Services, browser: SignedInBrowser) -> bool:
    """Whether the role was one of a school whose last day has passed."""
    return has_ended(browser.ends_on, parts.today(browser.time_zone, is_demo=browser.is_demo))


def _is_polling() -> bool:
    """Whether a timer asks and no person: a form that waits, or only counts of an Interval have changed."""
    if request.path == PROGRESS_PATH:
        return True
    if request.path != "/_dash-update-component" or not request.is_json:
        return False
    body = request.get_json(silent=True)
    changed = body.get("changedPropIds") if isinstance(body, dict) else None
    return isinstance(changed, list) and bool(changed) and all(str(each).endswith(".n_intervals") for each in changed)


def _principal(database: UnscopedSession, browser: SignedInBrowser, token_hash: str) -> Principal:
    return Principal(
        user_id=browser.user_id,
        login=browser.login,
        full_name=browser.full_name,
        role=browser.role,
        membership_id=browser.membership_id,
        region_id=browser.region_id,
        district_id=browser.district_id,
        school_id=browser.school_id,
        has_other_roles=browser.has_other_roles,
        is_switched=browser.is_switched,
        district_ids=_district_ids(database, browser),
        district_code=browser.district_code or "",
        district_title=browser.district_title or "",
        time_zone=browser.time_zone or "",
        is_demo=browser.is_demo,
        must_change_password=browser.must_change_password,
        token_hash=token_hash,
    )


def _district_ids(database: UnscopedSession, browser: SignedInBrowser) -> tuple[int, ...]:
    if browser.role is Role.REGION and browser.region_id is not None:
        return districts_of_region(database, region_id=browser.region_id)
    return () if browser.district_id is None else (browser.district_id,)
