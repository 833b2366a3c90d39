"""The number of a district's data grows with every transaction that writes its rows, and with no other."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from data_layer.models import Observation, School, SchoolYear
from data_layer.models.base import new_id
from data_layer.queries.directory import data_version, school_list
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session
from tests import factories
from tests.support.districts import TwoDistricts
from tests.support.scopes import ALPHA, ALPHA_1, for_writing

BETA = Scope((2,))


def _version(two_districts: TwoDistricts, scope: Scope) -> tuple[int, ...]:
    with tenant_session(two_districts.engine, scope) as session:
        return data_version(session)


def _add(session: TenantSession) -> None:
    session.add(factories.school_year(district_id=1, year=2011))


def _set(session: TenantSession) -> None:
    school = session.get_one(School, (1, 101))
    school.short_name = f"{school.short_name}!"


def _insert(session: TenantSession) -> None:
    row = {"district_id": 1, "year": 2012, "has_documents": False}
    session.execute(insert(SchoolYear), [row])


def _update(session: TenantSession) -> None:
    session.execute(update(Observation).where(Observation.district_id == 1).values(note="changed"))


def _delete(session: TenantSession) -> None:
    session.execute(delete(Observation).where(Observation.district_id == 1, Observation.id == new_id()))


@pytest.mark.parametrize("write", [_add, _set, _insert, _update, _delete])
def test_every_way_of_writing_advances_it_for_this_district_alone(
    two_districts: TwoDistricts, write: Callable[[TenantSession], Any]
) -> None:
    before, other = _version(two_districts, ALPHA), _version(two_districts, BETA)

    with tenant_session(two_districts.engine, for_writing(ALPHA)) as session:
        write(session)

    assert _version(two_districts, ALPHA) == (before[0] + 1,)
    assert _version(two_districts, BETA) == other


def test_a_school_advances_the_number_of_its_district(two_districts: TwoDistricts) -> None:
    before = _version(two_districts, ALPHA)

    with tenant_session(two_districts.engine, for_writing(ALPHA_1)) as session:
        session.execute(update(Observation).where(Observation.school_id == 101).values(note="ours"))

    assert _version(two_districts, ALPHA) == _version(two_districts, ALPHA_1) == (before[0] + 1,)


def test_reading_and_what_was_rolled_back_leave_it_alone(two_districts: TwoDistricts) -> None:
    before = _version(two_districts, ALPHA)

    with tenant_session(two_districts.engine, for_writing(ALPHA)) as session:
        assert school_list(session)
    with tenant_session(two_districts.engine, for_writing(ALPHA)) as session:
        _update(session)
        session.flush()
        session.rollback()

    assert _version(two_districts, ALPHA) == before
