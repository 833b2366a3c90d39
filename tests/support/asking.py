"""A request without a browser: what a handler knows, for tests of what it does with a session."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import Engine

from dashboard.access.policy import Permission, scope_for, viewer_for
from dashboard.access.principal import Principal
from dashboard.binding import RequestContext
from dashboard.services import Services, install
from dashboard.settings import Settings
from data_layer.domain.vocabulary import Role
from data_layer.session import tenant_session

NOON = datetime(2026, 10, 14, 9, tzinfo=UTC)
TODAY = NOON.date()


@contextmanager
def asked(
    engine: Engine,
    permission: Permission = Permission.VIEW_MEETINGS,
    *,
    role: Role = Role.PRESENTER,
    school: int | None = None,
    district: int = 1,
    today: date = TODAY,
) -> Iterator[RequestContext]:
    """Committed at the end of the block. school: id, of people who work in one."""
    person = Principal(
        1,
        role.value,
        "И. П. Морозов",
        role,
        1,
        district_id=district,
        school_id=school,
        district_ids=(district,),
        time_zone="Europe/Moscow",
    )
    server = Flask("tests")
    settings = Settings.model_construct()
    install(server, Services(settings, engine, clock=lambda: NOON))
    with server.app_context(), tenant_session(engine, scope_for(person, permission)) as session:
        yield RequestContext(person, session, viewer_for(person), today, settings, "")
