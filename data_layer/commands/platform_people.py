"""People as an administrator looks after them: of any district, also other administrators and regions."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from data_layer.commands import people
from data_layer.commands.district_people import Asker, NotAllowedError
from data_layer.domain.vocabulary import Role
from data_layer.errors import NotFoundError
from data_layer.models import Membership, User
from data_layer.session import UnscopedSession

PLACES: Final[Mapping[Role, frozenset[str]]] = {
    Role.ADMINISTRATOR: frozenset(),
    Role.REGION: frozenset({"region"}),
    Role.DEPARTMENT: frozenset({"district"}),
    Role.PRESENTER: frozenset({"district"}),
    Role.DIRECTOR: frozenset({"district", "school"}),
    Role.COORDINATOR: frozenset({"district", "school"}),
}


def give_role(session: UnscopedSession, *, user_id: int, role: Role, place: Mapping[str, int], asker: Asker) -> None:
    """place: region_id, district_id, school_id, those that the role needs. Raises InvalidMembershipError."""
    people.add_membership(
        session, login=_user(session, user_id).login, role=role, **place, actor=asker.login, request_id=asker.request_id
    )


def take_role(session: UnscopedSession, *, membership_id: int, asker: Asker) -> None:
    """Raises NotAllowedError for the role in which the asker works and for the last administrator."""
    membership = session.get(Membership, membership_id)
    if membership is None:
        raise NotFoundError("Такой роли нет.")
    if membership_id == asker.membership_id:
        raise NotAllowedError("Это роль, в которой вы сейчас работаете. Её может снять другой администратор.")
    if membership.role == Role.ADMINISTRATOR.value:
        _refuse_without_administrator(session, membership.user)
    people.remove_membership(session, membership_id=membership_id, actor=asker.login, request_id=asker.request_id)


def new_password(session: UnscopedSession, *, user_id: int, asker: Asker) -> str:
    user = _other(session, user_id, asker)
    return people.set_password(session, login=user.login, actor=asker.login, request_id=asker.request_id) or ""


def close(session: UnscopedSession, *, user_id: int, asker: Asker) -> None:
    user = _other(session, user_id, asker)
    if any(each.role == Role.ADMINISTRATOR.value for each in user.memberships):
        _refuse_without_administrator(session, user)
    if user.is_active:
        people.deactivate(session, login=user.login, actor=asker.login, request_id=asker.request_id)


def reopen(session: UnscopedSession, *, user_id: int, asker: Asker) -> None:
    user = _user(session, user_id)
    if not user.is_active:
        people.activate(session, login=user.login, actor=asker.login, request_id=asker.request_id)


def rename(session: UnscopedSession, *, user_id: int, full_name: str, asker: Asker) -> bool:
    login = _user(session, user_id).login
    return people.rename(session, login=login, full_name=full_name, actor=asker.login, request_id=asker.request_id)


def _user(session: UnscopedSession, user_id: int) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFoundError("Такого пользователя нет.")
    return user


def _other(session: UnscopedSession, user_id: int, asker: Asker) -> User:
    user = _user(session, user_id)
    if user.login == asker.login:
        raise NotAllowedError("Свой пароль меняют в меню под именем, а закрыть свой доступ нельзя.")
    return user


def _refuse_without_administrator(session: UnscopedSession, user: User) -> None:
    """Somebody else must be able to look after the platform. Administrators follow one another here."""
    rows = session.scalars(
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.ADMINISTRATOR.value, User.is_active.is_(True))
        .with_for_update()
    )
    if not set(rows) - {user.id}:
        raise NotAllowedError("Это последний администратор. Сначала добавьте другого.")
