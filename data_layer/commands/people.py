"""People and what they may be: users, passwords, memberships. Each change leaves an audit event."""

import re
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data_layer.commands.audit import record
from data_layer.commands.passwords import hash_password, one_time_password
from data_layer.domain.vocabulary import Role
from data_layer.errors import ConflictError, DataLayerError, NotFoundError
from data_layer.models import District, Membership, User, UserSession
from data_layer.session import UnscopedSession

LONGEST_NAME = 200
# The form of logins and school codes: up to 64 characters that are safe in a path.
_LOGIN = re.compile(r"[^\s\x00-\x1f\x7f-\x9f/\\?#%;]{1,64}")


class InvalidLoginError(DataLayerError):
    """The login is empty, too long or holds a character that it may not."""


class InvalidNameError(DataLayerError):
    """The name of a person is too long or holds what nobody can read."""


class InvalidMembershipError(DataLayerError):
    """Region, district or school are missing for the role, or do not belong to it."""


def add_user(
    session: Session,
    *,
    login: str,
    role: Role,
    region_id: int | None = None,
    district_id: int | None = None,
    school_id: int | None = None,
    full_name: str = "",
    password: str | None = None,
    is_demo: bool = False,
    actor: str,
    request_id: str = "",
) -> str | None:
    """Add a person with one membership, in an unscoped session.

    Without `password` a one-time password is made, returned, and must be changed at first sign-in;
    with one, None is returned and nothing need be changed. Raises ConflictError for a known login,
    InvalidLoginError, InvalidMembershipError and WeakPasswordError.
    """
    _check_login(session, login)
    one_time = one_time_password() if password is None else None
    user = User(
        login=login,
        full_name=checked_name(full_name),
        password_hash=hash_password(password or one_time or ""),
        must_change_password=one_time is not None,
        is_demo=is_demo,
    )
    session.add(user)
    session.flush()
    place = {"region_id": region_id, "district_id": district_id, "school_id": school_id}
    session.add(_membership(user.id, role, place))
    session.flush()
    _record(session, actor, "user_added", user, request_id, new={"role": str(role), **place})
    _advance_data_version(session, user)
    return one_time


def add_membership(
    session: Session,
    *,
    login: str,
    role: Role,
    region_id: int | None = None,
    district_id: int | None = None,
    school_id: int | None = None,
    actor: str,
    request_id: str = "",
) -> int:
    """Give a known person one more role; the id of the membership."""
    user = _user(session, login)
    place = {"region_id": region_id, "district_id": district_id, "school_id": school_id}
    membership = _membership(user.id, role, place)
    session.add(membership)
    session.flush()
    session.expire(user, ["memberships"])
    # In the trail of the place that gave the role: another district of the person has no part in it.
    record(
        session,
        actor=actor,
        action="membership_added",
        subject=login,
        district_id=district_id,
        school_id=school_id,
        new={"role": str(role), **place},
        request_id=request_id,
    )
    session.flush()
    _advance_data_version(session, user)
    return membership.id


def remove_membership(session: Session, *, membership_id: int, actor: str, request_id: str = "") -> None:
    """Take a role away; browsers signed in with it are signed out."""
    membership = session.get(Membership, membership_id)
    if membership is None:
        raise NotFoundError("Такой роли нет.")
    user = membership.user
    old = {"role": membership.role, "district_id": membership.district_id, "school_id": membership.school_id}
    _advance_data_version(session, user)
    session.execute(delete(UserSession).where(UserSession.membership_id == membership_id))
    session.execute(delete(Membership).where(Membership.id == membership_id))
    session.expire(user, ["memberships"])
    record(
        session,
        actor=actor,
        action="membership_removed",
        subject=user.login,
        district_id=membership.district_id,
        school_id=membership.school_id,
        old=old,
        request_id=request_id,
    )


def set_password(
    session: Session, *, login: str, password: str | None = None, actor: str, request_id: str = ""
) -> str | None:
    """Give a person a new password and sign all their browsers out.

    As in `add_user`: without `password` a one-time password is made and returned.
    """
    user = _user(session, login)
    one_time = one_time_password() if password is None else None
    user.password_hash = hash_password(password or one_time or "")
    user.must_change_password = one_time is not None
    _sign_out_everywhere(session, user)
    _record(session, actor, "password_set", user, request_id, new={"one_time": one_time is not None})
    return one_time


def rename(session: Session, *, login: str, full_name: str, actor: str, request_id: str = "") -> bool:
    """Change how a person is called; whether that changed anything. Raises InvalidNameError."""
    user = _user(session, login)
    wanted, old = checked_name(full_name), user.full_name
    if wanted == old:
        return False
    user.full_name = wanted
    session.flush()
    _record(session, actor, "user_renamed", user, request_id, old={"full_name": old}, new={"full_name": wanted})
    _advance_data_version(session, user)
    return True


def checked_name(full_name: str) -> str:
    """The name with single spaces; may be empty. Raises InvalidNameError."""
    name = " ".join(full_name.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidNameError(f"Имя: не больше {LONGEST_NAME} знаков.")
    return name


def deactivate(session: Session, *, login: str, actor: str, request_id: str = "") -> None:
    """Close an account: its browsers are signed out, its password no longer works."""
    user = _user(session, login)
    user.is_active = False
    _sign_out_everywhere(session, user)
    _record(session, actor, "user_deactivated", user, request_id, old={"is_active": True}, new={"is_active": False})
    _advance_data_version(session, user)


def activate(session: Session, *, login: str, actor: str, request_id: str = "") -> None:
    """Open a closed account again; the old password works once more."""
    user = _user(session, login)
    user.is_active = True
    session.flush()
    _record(session, actor, "user_activated", user, request_id, old={"is_active": False}, new={"is_active": True})
    _advance_data_version(session, user)


def _check_login(session: Session, login: str) -> None:
    if not _LOGIN.fullmatch(login):
        raise InvalidLoginError(
            f"Логин «{login[:80]}» не подходит: до 64 знаков, без пробелов и знаков / \\ ? # % ;. Выберите другой."
        )
    if session.scalar(select(User.id).where(User.login == login)) is not None:
        raise ConflictError(f"Пользователь «{login}» уже есть. Выберите другой логин.")


def _user(session: Session, login: str) -> User:
    user = session.scalar(select(User).where(User.login == login))
    if user is None:
        raise NotFoundError(f"Пользователя «{login}» нет.")
    return user


def _membership(user_id: int, role: Role, place: dict[str, int | None]) -> Membership:
    required = _PLACES[role]
    given = {name for name, value in place.items() if value is not None}
    if given != required:
        raise InvalidMembershipError(_PLACE_SENTENCES[role])
    return Membership(user_id=user_id, role=str(role), **place)


_PLACES = {
    Role.ADMINISTRATOR: set[str](),
    Role.REGION: {"region_id"},
    Role.DEPARTMENT: {"district_id"},
    Role.PRESENTER: {"district_id"},
    Role.DIRECTOR: {"district_id", "school_id"},
    Role.COORDINATOR: {"district_id", "school_id"},
}

_PLACE_SENTENCES = {
    Role.ADMINISTRATOR: "Администратору район и школа не указываются.",
    Role.REGION: "Для роли «Регион» укажите регион, без района и школы.",
    Role.DEPARTMENT: "Для роли «Специалист управления образования» укажите район, без школы.",
    Role.PRESENTER: "Для роли «Ведущий совещания» укажите район, без школы.",
    Role.DIRECTOR: "Для роли «Директор» укажите район и школу.",
    Role.COORDINATOR: "Для роли «Ответственный за ВСОКО» укажите район и школу.",
}


def _sign_out_everywhere(session: Session, user: User) -> None:
    session.flush()
    session.execute(delete(UserSession).where(UserSession.user_id == user.id))


def _advance_data_version(session: Session, user: User) -> None:
    """Tell the districts of the person that their people have changed: some pages remembered show who there is.

    A session of a district does so by itself. Passwords play no part: no page shows anything of them.
    """
    if not isinstance(session, UnscopedSession):
        return
    places = select(Membership.district_id).where(Membership.user_id == user.id, Membership.district_id.is_not(None))
    change = update(District).where(District.id.in_(places)).values(data_version=District.data_version + 1)
    session.execute(change, execution_options={"synchronize_session": False})


def _record(
    session: Session,
    actor: str,
    action: str,
    user: User,
    request_id: str,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> None:
    """One event in the district of the person's first membership, where its department can read it."""
    first = session.scalars(select(Membership).where(Membership.user_id == user.id).order_by(Membership.id)).first()
    record(
        session,
        actor=actor,
        action=action,
        subject=user.login,
        district_id=None if first is None else first.district_id,
        school_id=None if first is None else first.school_id,
        old=old,
        new=new,
        request_id=request_id,
    )
    session.flush()
