"""The demo shown as of a fixed day: what is written meanwhile carries that day too; other districts take no notice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import update

from dashboard.access.policy import Permission
from dashboard.binding import RequestContext, register_route
from data_layer.clock import machine_now, utc_now
from data_layer.models import District
from data_layer.session import unscoped
from tests.support.site import START, Site, build_site

SHOWN = date(2026, 10, 14)


def _told(ctx: RequestContext) -> dict[str, str]:
    return {"row": utc_now().isoformat(), "today": ctx.today.isoformat()}


@pytest.fixture
def shown(populated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    copy = tmp_path / "vsoko.db"
    copyfile(populated_sqlite, copy)
    built = build_site(f"sqlite:///{copy}", tmp_path / "var", vsoko_today=SHOWN)
    register_route(built.server, "/told", methods=["GET"], permission=Permission.OPEN_START, handler=_told)
    with unscoped(built.engine, "one district is the demo") as session:
        session.execute(update(District).where(District.code == "alpha").values(is_demo=True))
    yield built
    built.engine.dispose()


def test_rows_of_the_demo_carry_the_day_that_is_shown(shown: Site) -> None:
    told = shown.signed_in("official").get("/told").json

    # At the time of day that the server's clock shows: 9:00 of the tests.
    assert told is not None
    assert told["today"] == "2026-10-14"
    assert datetime.fromisoformat(told["row"]) == datetime(2026, 10, 14, START.hour, tzinfo=UTC)


def test_other_districts_and_the_time_afterwards_are_those_of_the_machine(shown: Site) -> None:
    told = shown.signed_in("official-beta").get("/told").json

    assert told is not None
    assert told["today"] == START.date().isoformat()
    for moment in (datetime.fromisoformat(told["row"]), utc_now()):
        assert abs(machine_now() - moment) < timedelta(minutes=5)
