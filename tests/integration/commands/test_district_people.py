"""A department looks after its own people: not after those of others, and never so that nobody is left."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from data_layer.commands import people
from data_layer.commands.district_people import (
    Asker,
    NotAllowedError,
    add_person,
    add_role,
    close_account,
    open_account,
    remove_role,
    rename_person,
    renew_password,
)
from data_layer.commands.passwords import is_right_password
from data_layer.domain.vocabulary import Role
from data_layer.errors import ConflictError, NotFoundError
from data_layer.models import AuditEvent, Membership, User, UserSession
from data_layer.queries.accounts import all_people, people_of_district
from data_layer.queries.people import credentials_of
from data_layer.scope import Scope
from data_layer.session import create_app_engine, tenant_session, unscoped

ALPHA, BETA = Scope((1,), is_read_only=False), Scope((2,), is_read_only=False)


@pytest.fixture
def engine(populated_url: str) -> Iterator[Engine]:
    made = create_app_engine(populated_url)
    yield made
    made.dispose()


def ids(engine: Engine, login: str) -> tuple[int, int]:
    """Of the person and of their first role."""
    with unscoped(engine, "test") as session:
        user = session.scalars(select(User).where(User.login == login)).one()
        return user.id, user.memberships[0].id


def asker(engine: Engine, login: str = "official") -> Asker:
    return Asker(login, ids(engine, login)[1], "r1")


def state(engine: Engine) -> list[tuple[Any, ...]]:
    """Accounts and roles, as they are."""
    with unscoped(engine, "test") as session:
        return [
            (each.login, each.is_active, each.full_name, each.roles, each.must_change_password)
            for each in all_people(session)
        ]


def test_the_list_shows_the_own_roles_and_says_that_there_are_others(engine: Engine) -> None:
    with tenant_session(engine, ALPHA) as session:
        found = {each.login: each for each in people_of_district(session)}

    assert set(found) == {"official", "presenter", "director", "director-2", "coordinator", "closed", "twofold"}
    assert [(role.role, role.place, role.school) for role in found["twofold"].roles] == [
        (Role.DIRECTOR, "TOKEN-11", "s-1")
    ]
    assert found["twofold"].has_roles_elsewhere
    assert not found["director"].has_roles_elsewhere
    with tenant_session(engine, BETA) as session:
        assert {each.login for each in people_of_district(session)} == {"official-beta", "twofold"}


def test_a_new_person_gets_a_one_time_password(engine: Engine) -> None:
    who = asker(engine)
    with tenant_session(engine, ALPHA) as session:
        password = add_person(
            session, login="new", full_name=" Н. В.  Иванова ", role=Role.DIRECTOR, school="s-2", asker=who
        )
        found = credentials_of(session, login="new")
        query = select(AuditEvent).where(AuditEvent.action == "user_added", AuditEvent.subject == "new")
        event = session.scalars(query).all()

    assert found is not None
    assert is_right_password(found.password_hash, password)
    assert [(each.actor, each.school_id, each.request_id) for each in event] == [("official", 12, "r1")]
    with tenant_session(engine, ALPHA) as session:
        person = next(each for each in people_of_district(session) if each.login == "new")
    assert (person.full_name, person.must_change_password) == ("Н. В. Иванова", True)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REGION])
def test_no_role_beyond_the_district_is_given(engine: Engine, role: Role) -> None:
    who, user = asker(engine), ids(engine, "director")[0]
    before = state(engine)
    with tenant_session(engine, ALPHA) as session, pytest.raises(NotAllowedError):
        add_person(session, login="new", full_name="", role=role, school=None, asker=who)
    with tenant_session(engine, ALPHA) as session, pytest.raises(NotAllowedError):
        add_role(session, user_id=user, role=role, school=None, asker=who)
    assert state(engine) == before


def test_a_school_of_another_district_is_not_there(engine: Engine) -> None:
    who = asker(engine)
    with tenant_session(engine, ALPHA) as session, pytest.raises(NotFoundError):
        add_person(session, login="new", full_name="", role=Role.DIRECTOR, school="s-9", asker=who)


def test_whoever_belongs_to_another_district_alone_is_not_there(engine: Engine) -> None:
    who = asker(engine)
    stranger, role = ids(engine, "official-beta")
    before = state(engine)
    for act in (renew_password, close_account, open_account):
        with tenant_session(engine, ALPHA) as session, pytest.raises(NotFoundError):
            act(session, user_id=stranger, asker=who)
    with tenant_session(engine, ALPHA) as session, pytest.raises(NotFoundError):
        rename_person(session, user_id=stranger, full_name="x", asker=who)
    with tenant_session(engine, ALPHA) as session, pytest.raises(NotFoundError):
        add_role(session, user_id=stranger, role=Role.PRESENTER, school=None, asker=who)
    with tenant_session(engine, ALPHA) as session, pytest.raises(NotFoundError):
        remove_role(session, membership_id=role, asker=who)
    assert state(engine) == before


def test_an_account_with_roles_elsewhere_is_not_the_departments_to_open_or_close(engine: Engine) -> None:
    """A new password here would open the other district."""
    who = asker(engine)
    user, role = ids(engine, "twofold")
    for act in (renew_password, close_account, open_account):
        with tenant_session(engine, ALPHA) as session, pytest.raises(NotAllowedError, match="вне вашего района"):
            act(session, user_id=user, asker=who)
    with tenant_session(engine, ALPHA) as session:
        # The own district's role may go; the other one stays.
        remove_role(session, membership_id=role, asker=who)
    with tenant_session(engine, BETA) as session:
        assert "twofold" in {each.login for each in people_of_district(session)}


def test_nobody_locks_themselves_or_the_last_official_out(engine: Engine) -> None:
    who = asker(engine)
    own, role = ids(engine, "official")
    for act in (renew_password, close_account):
        with tenant_session(engine, ALPHA) as session, pytest.raises(NotAllowedError):
            act(session, user_id=own, asker=who)
    with tenant_session(engine, ALPHA) as session, pytest.raises(NotAllowedError):
        remove_role(session, membership_id=role, asker=who)
    # Somebody else of the department is closed already: of the two that are there one must stay.
    other = Asker("administrator", ids(engine, "administrator")[1])
    with tenant_session(engine, ALPHA) as session, pytest.raises(NotAllowedError, match="последний специалист"):
        close_account(session, user_id=own, asker=other)
    with tenant_session(engine, ALPHA) as session, pytest.raises(NotAllowedError, match="последний специалист"):
        remove_role(session, membership_id=role, asker=other)


def test_closing_signs_the_person_out_and_opening_lets_them_in_again(engine: Engine) -> None:
    who, (user, role) = asker(engine), ids(engine, "director")
    with unscoped(engine, "test") as session:
        session.add(UserSession(token_hash="x" * 64, user_id=user, membership_id=role))
    with tenant_session(engine, ALPHA) as session:
        close_account(session, user_id=user, asker=who)
        assert session.scalar(select(func.count()).select_from(UserSession)) == 0
        open_account(session, user_id=user, asker=who)
    with tenant_session(engine, ALPHA) as session:
        actions = session.scalars(
            select(AuditEvent.action).where(AuditEvent.subject == "director").order_by(AuditEvent.id)
        )
        assert list(actions)[-2:] == ["user_deactivated", "user_activated"]


def test_the_same_role_is_not_given_twice(engine: Engine) -> None:
    who, (user, _) = asker(engine), ids(engine, "director")
    with tenant_session(engine, ALPHA) as session:
        add_role(session, user_id=user, role=Role.COORDINATOR, school="s-1", asker=who)
    with tenant_session(engine, ALPHA) as session, pytest.raises(ConflictError):
        add_role(session, user_id=user, role=Role.COORDINATOR, school="s-1", asker=who)
    with unscoped(engine, "test") as session:
        assert session.scalar(select(func.count(Membership.id)).where(Membership.user_id == user)) == 2


def test_a_name_is_kept_with_its_event(engine: Engine) -> None:
    who, (user, _) = asker(engine), ids(engine, "director")
    with tenant_session(engine, ALPHA) as session:
        assert rename_person(session, user_id=user, full_name="Р. И.  Ахметова", asker=who)
        assert not rename_person(session, user_id=user, full_name="Р. И. Ахметова", asker=who)
        with pytest.raises(people.InvalidNameError):
            rename_person(session, user_id=user, full_name="x" * 201, asker=who)
