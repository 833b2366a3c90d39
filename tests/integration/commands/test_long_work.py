"""A big import may take minutes on PostgreSQL, while pages keep their short limits."""

import pytest
from sqlalchemy.orm import Session

from data_layer.commands.imports.apply import lock_district
from data_layer.session import TenantSession, tenant_session
from tests.support.districts import TwoDistricts

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def _limits(session: TenantSession) -> list[str]:
    connection = Session.connection(session)
    return [str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in LIMITS]


@pytest.mark.postgres
def test_the_writer_of_a_district_may_take_its_time_in_its_own_transaction_alone(
    two_districts_on_postgres: TwoDistricts,
) -> None:
    districts = two_districts_on_postgres

    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        before = _limits(session)
        lock_district(session)
        within = _limits(session)
    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        after = _limits(session)

    assert before == after == ["15s", "5s", "30s"]
    assert within == ["15min", "1min", "15min"]
