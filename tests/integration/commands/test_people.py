"""People, passwords and roles, each change with its line in the trail."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data_layer.commands import people
from data_layer.commands.passwords import WeakPasswordError, is_right_password
from data_layer.domain.vocabulary import Role
from data_layer.errors import ConflictError, NotFoundError
from data_layer.models import AuditEvent, District, User
from data_layer.queries.people import credentials_of, memberships_of
from data_layer.scope import Scope
from data_layer.session import UnscopedSession, create_app_engine, tenant_session, unscoped


@pytest.fixture
def engine(populated_url: str) -> Iterator[Engine]:
    made = create_app_engine(populated_url)
    yield made
    made.dispose()


def _trail(engine: Engine, district: int) -> list[AuditEvent]:
    with tenant_session(engine, Scope((district,))) as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.actor == "cli").order_by(AuditEvent.id))
        return list(events)


def test_a_new_person_gets_a_one_time_password_and_a_line_in_the_trail(engine: Engine) -> None:
    with unscoped(engine, "test") as session:
        password = people.add_user(
            session, login="new", role=Role.COORDINATOR, district_id=1, school_id=12, actor="cli", request_id="r1"
        )
        found = credentials_of(session, login="new")
        user = session.scalar(select(User).where(User.login == "new"))

    assert password is not None
    assert found is not None
    assert is_right_password(found.password_hash, password)
    assert user is not None
    assert user.must_change_password
    event = _trail(engine, 1)[-1]
    assert (event.action, event.subject, event.school_id, event.request_id) == ("user_added", "new", 12, "r1")
    assert event.new == {"role": "coordinator", "region_id": None, "district_id": 1, "school_id": 12}


def test_a_given_password_need_not_be_changed(engine: Engine) -> None:
    with unscoped(engine, "test") as session:
        answer = people.add_user(session, login="new", role=Role.ADMINISTRATOR, password="long enough", actor="cli")
        user = session.scalar(select(User).where(User.login == "new"))

    assert answer is None
    assert user is not None
    assert not user.must_change_password


def test_a_known_login_is_refused(engine: Engine) -> None:
    with unscoped(engine, "test") as session, pytest.raises(ConflictError, match="«official» уже есть"):
        people.add_user(session, login="official", role=Role.ADMINISTRATOR, actor="cli")


@pytest.mark.parametrize("login", ["", "a b", "a/b", "a\\b", "a?b", "a#b", "a%b", "a;b", "a\nb", "a\x7fb", "x" * 65])
def test_a_login_in_another_form_is_refused(engine: Engine, login: str) -> None:
    with unscoped(engine, "test") as session, pytest.raises(people.InvalidLoginError):
        people.add_user(session, login=login, role=Role.ADMINISTRATOR, actor="cli")


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.ADMINISTRATOR, {"district_id": 1}),
        (Role.REGION, {}),
        (Role.REGION, {"district_id": 1}),
        (Role.DEPARTMENT, {}),
        (Role.DEPARTMENT, {"district_id": 1, "school_id": 11}),
        (Role.PRESENTER, {"region_id": 1}),
        (Role.DIRECTOR, {"district_id": 1}),
        (Role.COORDINATOR, {"school_id": 11}),
    ],
)
def test_a_place_that_does_not_fit_the_role_is_refused(engine: Engine, role: Role, place: dict[str, Any]) -> None:
    with unscoped(engine, "test") as session, pytest.raises(people.InvalidMembershipError):
        people.add_user(session, login="new", role=role, actor="cli", **place)


def test_a_short_password_is_refused(engine: Engine) -> None:
    with unscoped(engine, "test") as session, pytest.raises(WeakPasswordError):
        people.add_user(session, login="new", role=Role.ADMINISTRATOR, password="1234567", actor="cli")


def test_roles_come_and_go(engine: Engine) -> None:
    with unscoped(engine, "test") as session:
        added = people.add_membership(session, login="official", role=Role.PRESENTER, district_id=2, actor="cli")
        user_id = session.scalar(select(User.id).where(User.login == "official"))
        assert user_id is not None
        assert [each.role for each in memberships_of(session, user_id=user_id)] == [Role.DEPARTMENT, Role.PRESENTER]
        people.remove_membership(session, membership_id=added, actor="cli")
        assert [each.role for each in memberships_of(session, user_id=user_id)] == [Role.DEPARTMENT]

    assert _trail(engine, 1) == []
    assert [event.action for event in _trail(engine, 2)] == ["membership_added", "membership_removed"]


def test_closing_and_opening_an_account_leaves_the_trail(engine: Engine) -> None:
    with unscoped(engine, "test") as session:
        people.deactivate(session, login="director", actor="cli")
        people.activate(session, login="director", actor="cli")
        people.set_password(session, login="director", password="another one", actor="cli")

    events = _trail(engine, 1)
    assert [event.action for event in events] == ["user_deactivated", "user_activated", "password_set"]
    assert "another one" not in str([(event.old, event.new) for event in events])


def test_whoever_is_not_there_is_named(engine: Engine) -> None:
    with unscoped(engine, "test") as session:
        for command in (people.deactivate, people.activate, people.set_password):
            with pytest.raises(NotFoundError, match="«nobody»"):
                command(session, login="nobody", actor="cli")


def test_a_failed_change_leaves_no_trail(engine: Engine) -> None:
    def two_changes() -> None:
        with unscoped(engine, "test") as session:
            people.deactivate(session, login="director", actor="cli")
            people.add_user(session, login="official", role=Role.ADMINISTRATOR, actor="cli")

    with pytest.raises(ConflictError):
        two_changes()

    assert _trail(engine, 1) == []


def _versions(engine: Engine) -> dict[int, int]:
    with unscoped(engine, "test", is_read_only=True) as session:
        return {row.id: row.data_version for row in session.execute(select(District.id, District.data_version))}


def test_people_added_from_outside_make_the_pages_of_their_district_anew_and_of_no_other(engine: Engine) -> None:
    before = _versions(engine)

    with unscoped(engine, "test") as session:
        people.add_user(session, login="new", role=Role.DEPARTMENT, district_id=1, actor="cli")

    after = _versions(engine)
    assert after[1] > before[1]
    assert after[2] == before[2]


def test_each_change_of_a_person_tells_all_their_districts_and_a_new_password_tells_none(engine: Engine) -> None:
    with unscoped(engine, "test") as session:
        people.add_user(session, login="new", role=Role.DEPARTMENT, district_id=1, actor="cli")
    with unscoped(engine, "test") as session:
        second = people.add_membership(session, login="new", role=Role.DEPARTMENT, district_id=2, actor="cli")

    def told(change: Callable[[UnscopedSession], object]) -> set[int]:
        before = _versions(engine)
        with unscoped(engine, "test") as session:
            change(session)
        after = _versions(engine)
        return {district for district, version in after.items() if version != before[district]}

    assert told(lambda session: people.set_password(session, login="new", actor="cli")) == set()
    assert told(lambda session: people.rename(session, login="new", full_name="Анна", actor="cli")) == {1, 2}
    assert told(lambda session: people.rename(session, login="new", full_name="Анна", actor="cli")) == set()
    assert told(lambda session: people.deactivate(session, login="new", actor="cli")) == {1, 2}
    assert told(lambda session: people.activate(session, login="new", actor="cli")) == {1, 2}
    assert 2 in told(lambda session: people.remove_membership(session, membership_id=second, actor="cli"))
    assert told(lambda session: people.deactivate(session, login="new", actor="cli")) == {1}
