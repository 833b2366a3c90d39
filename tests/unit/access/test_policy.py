"""The table of roles, cell by cell, and the rows a person may touch."""

import pytest

from dashboard.access.policy import ROLE_PERMISSIONS, WRITING, Permission, may, scope_for, viewer_for
from dashboard.access.principal import Principal
from dashboard.errors import ForbiddenError
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Role
from data_layer.scope import Scope

P = Permission


def _person(role: Role, **place: int | tuple[int, ...] | None) -> Principal:
    return Principal(user_id=1, login="x", full_name="", role=role, membership_id=1, **place)  # type: ignore[arg-type]


TABLE = {
    Role.ADMINISTRATOR: set(Permission) - {P.VIEW_ROLLUP, P.HOLD_MEETINGS, P.REPORT_DECISIONS},
    Role.REGION: {P.OPEN_START, P.VIEW_ROLLUP},
    Role.DEPARTMENT: set(Permission) - {P.VIEW_ROLLUP, P.MANAGE_PLATFORM, P.SWITCH_DISTRICT, P.REPORT_DECISIONS},
    Role.PRESENTER: {
        P.OPEN_START,
        P.VIEW_OVERVIEW,
        P.VIEW_SCHOOL,
        P.VIEW_COMPARISON,
        P.VIEW_CYCLE,
        P.VIEW_MEETINGS,
        P.HOLD_MEETINGS,
    },
    Role.DIRECTOR: {
        P.VIEW_SCHOOL,
        P.VIEW_COMPARISON,
        P.VIEW_CYCLE,
        P.VIEW_DATA,
        P.VIEW_AUDIT,
        P.VIEW_MEETINGS,
        P.WRITE_DATA,
        P.WRITE_TARGETS,
        P.REPORT_DECISIONS,
    },
    Role.COORDINATOR: {
        P.VIEW_SCHOOL,
        P.VIEW_COMPARISON,
        P.VIEW_CYCLE,
        P.VIEW_DATA,
        P.VIEW_MEETINGS,
        P.WRITE_DATA,
        P.REPORT_DECISIONS,
    },
}


@pytest.mark.parametrize("role", Role)
def test_the_table_of_roles(role: Role) -> None:
    assert {permission for permission in Permission if may(role, permission)} == TABLE[role]


def test_a_region_changes_nothing_and_a_presenter_meetings_alone() -> None:
    presenter = _person(Role.PRESENTER, district_id=3, district_ids=(3,))

    assert not ROLE_PERMISSIONS[Role.REGION] & WRITING
    assert ROLE_PERMISSIONS[Role.PRESENTER] & WRITING == {P.HOLD_MEETINGS}
    assert scope_for(presenter, P.HOLD_MEETINGS) == Scope((3,), is_read_only=False, writes_meetings_only=True)


def test_a_directors_scope_is_one_school_and_writes_only_with_a_writing_permission() -> None:
    director = _person(Role.DIRECTOR, district_id=3, school_id=7, district_ids=(3,))

    assert scope_for(director, P.VIEW_SCHOOL) == Scope((3,), school_id=7, is_read_only=True)
    assert scope_for(director, P.WRITE_TARGETS) == Scope((3,), school_id=7, is_read_only=False)
    with pytest.raises(ForbiddenError):
        scope_for(director, P.MANAGE_DISTRICT)


def test_a_region_reads_all_its_districts() -> None:
    region = _person(Role.REGION, region_id=1, district_ids=(3, 4))

    assert scope_for(region, P.VIEW_ROLLUP) == Scope((3, 4))
    with pytest.raises(ForbiddenError):
        scope_for(region, P.VIEW_SCHOOL)


def test_an_administrator_outside_a_district_has_no_rows() -> None:
    with pytest.raises(ForbiddenError):
        scope_for(_person(Role.ADMINISTRATOR), P.VIEW_OVERVIEW)

    switched = _person(Role.ADMINISTRATOR, district_id=3, district_ids=(3,), is_switched=True)
    assert scope_for(switched, P.MANAGE_DISTRICT) == Scope((3,), is_read_only=False)


def test_everybody_looks_in_their_own_capacity() -> None:
    assert viewer_for(_person(Role.DEPARTMENT)) == Viewer.full()
    assert viewer_for(_person(Role.ADMINISTRATOR)) == Viewer.full()
    assert viewer_for(_person(Role.PRESENTER)) == Viewer.outsider()
    assert viewer_for(_person(Role.REGION)) == Viewer.pooled_only()
    assert viewer_for(_person(Role.DIRECTOR, school_id=7)) == Viewer.own_school(7)
    assert viewer_for(_person(Role.COORDINATOR, school_id=7)) == Viewer.own_school(7)
