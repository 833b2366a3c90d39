"""Signed-in browsers and tries to sign in, both in the database: shared by all processes, proof against restarts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from data_layer.commands.audit import record
from data_layer.models import LoginAttempt, UserSession

# Sign-ins that succeeded keep only their time: they count against the overall load, against nobody's limit.
_SUCCEEDED = ""


@dataclass(frozen=True, slots=True)
class AttemptLimits:
    """How many tries may reach the hash within `window`. A whole school can sit behind one address."""

    per_login: int = 10
    per_address: int = 100
    overall: int = 1000
    window: timedelta = timedelta(minutes=5)


def add_attempt(session: Session, *, login_hash: str, address: str, now: datetime) -> int:
    """Note a try before its password is looked at; its id. Commit before `blocked_until` counts it."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - timedelta(hours=1)))
    attempt = LoginAttempt(login_hash=login_hash, address=address, at=now)
    session.add(attempt)
    session.flush()
    return attempt.id


def blocked_until(
    session: Session, *, attempt_id: int, login_hash: str, address: str, now: datetime, limits: AttemptLimits
) -> datetime | None:
    """When the next try is free, where this one is over a limit; None where it may go on.

    The try itself is counted, so that of many at the same moment no more than the limit pass. A try
    over the limit is forgotten: whoever knocks on does not keep the owner out for ever.
    """
    for condition, limit in (
        (LoginAttempt.login_hash == login_hash, limits.per_login),
        (LoginAttempt.address == address, limits.per_address),
        (LoginAttempt.id.is_not(None), limits.overall),
    ):
        within = (condition, LoginAttempt.at > now - limits.window)
        if (session.scalar(select(func.count()).select_from(LoginAttempt).where(*within)) or 0) > limit:
            oldest = session.scalar(select(func.min(LoginAttempt.at)).where(*within)) or now
            session.execute(delete(LoginAttempt).where(LoginAttempt.id == attempt_id))
            return oldest + limits.window
    return None


def is_last_try(session: Session, *, login_hash: str, now: datetime, limits: AttemptLimits) -> bool:
    """Whether the tries of a login that count have reached its limit: the next one will be refused unread."""
    within = (LoginAttempt.login_hash == login_hash, LoginAttempt.at > now - limits.window)
    return (session.scalar(select(func.count()).select_from(LoginAttempt).where(*within)) or 0) >= limits.per_login


def forget_attempt(session: Session, *, attempt_id: int) -> None:
    """The password was right: the try no longer counts against the login or the address."""
    session.execute(
        update(LoginAttempt).where(LoginAttempt.id == attempt_id).values(login_hash=_SUCCEEDED, address=_SUCCEEDED)
    )


def forget_attempts_on(session: Session, *, login_hash: str) -> None:
    """The way back for the owner of a blocked login, once the department has given a new password."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.login_hash == login_hash))


def open_session(
    session: Session,
    *,
    token_hash: str,
    user_id: int,
    membership_id: int,
    switched_district_id: int | None = None,
    now: datetime,
    most: int,
) -> None:
    """Sign a browser in; of more than `most` of one person the longest unused are signed out."""
    session.add(
        UserSession(
            token_hash=token_hash,
            user_id=user_id,
            membership_id=membership_id,
            switched_district_id=switched_district_id,
            created_at=now,
            last_seen_at=now,
        )
    )
    session.flush()
    newest = select(UserSession.token_hash).where(UserSession.user_id == user_id)
    kept = session.scalars(newest.order_by(UserSession.last_seen_at.desc(), UserSession.created_at.desc()).limit(most))
    session.execute(
        delete(UserSession).where(
            UserSession.user_id == user_id,
            UserSession.token_hash.not_in({token_hash, *kept.all()}),
        )
    )


def close_session(session: Session, *, token_hash: str) -> None:
    session.execute(delete(UserSession).where(UserSession.token_hash == token_hash))


def touch_session(session: Session, *, token_hash: str, now: datetime) -> None:
    """Move the idle clock of a browser on."""
    session.execute(update(UserSession).where(UserSession.token_hash == token_hash).values(last_seen_at=now))


def record_access(
    session: Session,
    *,
    actor: str,
    action: str,
    subject: str = "",
    district_id: int | None,
    school_id: int | None,
    request_id: str,
    new: Mapping[str, Any] | None = None,
) -> None:
    """An audit event of signing in or out, switching, being refused, or of a file that was handed out.

    new: what was asked for, where that is told.
    """
    record(
        session,
        actor=actor,
        action=action,
        subject=subject,
        district_id=district_id,
        school_id=school_id,
        new=new,
        request_id=request_id,
    )
