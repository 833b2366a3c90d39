"""The people of one district, as its department may look after them.

An account belongs to a person, and a person may have roles in several places. The department gives and takes
roles of its own district alone; what concerns the whole account (its password, its name, whether it is open)
is its to decide only while the person has no role anywhere else: otherwise a new password here would open
another district there.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from data_layer.commands import people
from data_layer.commands.imports.apply import lock_district
from data_layer.domain.vocabulary import Role
from data_layer.errors import ConflictError, DataLayerError, NotFoundError
from data_layer.models import Membership, User
from data_layer.queries.directory import find_school
from data_layer.queries.people import school_id_by_code
from data_layer.session import TenantSession

# Roles that a department may give.
DISTRICT_ROLES: Final = (Role.DEPARTMENT, Role.PRESENTER, Role.DIRECTOR, Role.COORDINATOR)
_OF_A_SCHOOL: Final = frozenset({Role.DIRECTOR, Role.COORDINATOR})


class NotAllowedError(DataLayerError):
    """What the asker may not do with this account, or what would leave the district without anybody."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks after the people. membership_id: of the role in which they act."""

    login: str
    membership_id: int
    request_id: str = ""


def add_person(
    session: TenantSession, *, login: str, full_name: str, role: Role, school: str | None, asker: Asker
) -> str:
    """Add a person to the district with one role; the one-time password, to be shown once.

    school: code, for director and coordinator. Raises ConflictError for a login that is taken,
    InvalidLoginError, InvalidMembershipError, NotFoundError for an unknown school.
    """
    one_time = people.add_user(
        session,
        login=login,
        full_name=full_name,
        role=_district_role(role),
        district_id=session.scope.district_id,
        school_id=_school_id(session, role, school),
        actor=asker.login,
        request_id=asker.request_id,
    )
    return one_time or ""


def add_role(session: TenantSession, *, user_id: int, role: Role, school: str | None, asker: Asker) -> None:
    """Give a person of the district one more role in it. Raises ConflictError where they have it already."""
    user = _person(session, user_id)
    school_id = _school_id(session, _district_role(role), school)
    if any((each.role, each.school_id) == (role.value, school_id) for each in _own_roles(session, user)):
        raise ConflictError("Такая роль у этого человека уже есть.")
    people.add_membership(
        session,
        login=user.login,
        role=role,
        district_id=session.scope.district_id,
        school_id=school_id,
        actor=asker.login,
        request_id=asker.request_id,
    )


def remove_role(session: TenantSession, *, membership_id: int, asker: Asker) -> None:
    """Take a role of the own district away. Raises NotFoundError for a role of anywhere else."""
    membership = session.scalar(
        select(Membership).where(Membership.id == membership_id, Membership.district_id == session.scope.district_id)
    )
    if membership is None:
        raise NotFoundError("Такой роли нет.")
    if membership.id == asker.membership_id:
        raise NotAllowedError("Это роль, в которой вы сейчас работаете. Её может снять другой специалист.")
    if membership.role == Role.DEPARTMENT.value:
        _refuse_without_department(session, membership.user)
    people.remove_membership(session, membership_id=membership_id, actor=asker.login, request_id=asker.request_id)


def renew_password(session: TenantSession, *, user_id: int, asker: Asker) -> str:
    """A new one-time password for a person of this district alone; their browsers are signed out."""
    user = _own_account(session, user_id)
    if user.login == asker.login:
        raise NotAllowedError("Свой пароль меняют в меню под именем: «Сменить пароль».")
    one_time = people.set_password(session, login=user.login, actor=asker.login, request_id=asker.request_id)
    return one_time or ""


def close_account(session: TenantSession, *, user_id: int, asker: Asker) -> None:
    user = _own_account(session, user_id)
    if user.login == asker.login:
        raise NotAllowedError("Свою учётную запись закрыть нельзя. Это может сделать другой специалист.")
    if any(each.role == Role.DEPARTMENT.value for each in user.memberships):
        _refuse_without_department(session, user)
    if user.is_active:
        people.deactivate(session, login=user.login, actor=asker.login, request_id=asker.request_id)


def open_account(session: TenantSession, *, user_id: int, asker: Asker) -> None:
    user = _own_account(session, user_id)
    if not user.is_active:
        people.activate(session, login=user.login, actor=asker.login, request_id=asker.request_id)


def rename_person(session: TenantSession, *, user_id: int, full_name: str, asker: Asker) -> bool:
    user = _own_account(session, user_id)
    return people.rename(session, login=user.login, full_name=full_name, actor=asker.login, request_id=asker.request_id)


def _district_role(role: Role) -> Role:
    if role not in DISTRICT_ROLES:
        raise NotAllowedError("Такую роль даёт администратор.")
    return role


def _school_id(session: TenantSession, role: Role, code: str | None) -> int | None:
    if role not in _OF_A_SCHOOL:
        return None
    school_id = None if code is None else school_id_by_code(session, code=code)
    if code is None or school_id is None:
        raise NotFoundError("Выберите школу из списка.")
    if find_school(session, code).gone_from is not None:
        raise NotFoundError("Школа закрыта, новых ролей в ней не дают. Выберите школу из списка.")
    return school_id


def _person(session: TenantSession, user_id: int) -> User:
    """Somebody with a role in the session's district. Raises NotFoundError for everybody else."""
    user = session.scalar(
        select(User)
        .where(
            User.id == user_id,
            select(Membership.id)
            .where(Membership.user_id == User.id, Membership.district_id == session.scope.district_id)
            .exists(),
        )
        .with_for_update()
    )
    if user is None:
        raise NotFoundError("Такого пользователя нет.")
    return user


def _own_account(session: TenantSession, user_id: int) -> User:
    """A person whose every role is in this district. Raises NotAllowedError for others of its people."""
    user = _person(session, user_id)
    if len(_own_roles(session, user)) != len(user.memberships):
        raise NotAllowedError("У этого человека есть роли и вне вашего района. Пароль и доступ меняет администратор.")
    return user


def _own_roles(session: TenantSession, user: User) -> list[Membership]:
    return [each for each in user.memberships if each.district_id == session.scope.district_id]


def _refuse_without_department(session: TenantSession, user: User) -> None:
    """Somebody else of the department must be able to sign in, or nobody could bring anybody back."""
    # Two of them who close each other at the same moment follow one another here.
    lock_district(session)
    others = session.scalar(
        select(func.count(func.distinct(User.id)))
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.district_id == session.scope.district_id,
            Membership.role == Role.DEPARTMENT.value,
            User.is_active.is_(True),
            User.id != user.id,
        )
    )
    if not others:
        raise NotAllowedError("Это последний специалист управления в районе. Сначала добавьте другого.")
