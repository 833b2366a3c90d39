"""The demo district in a database: loaded once, through the commands, on both engines."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import Engine, func, select

import seed.load
from data_layer.commands.derive import differences
from data_layer.commands.districts import create_district
from data_layer.commands.files import FileStore
from data_layer.commands.passwords import is_right_password
from data_layer.domain.meetings import DecisionState, MeetingState
from data_layer.errors import ConflictError, NotFoundError
from data_layer.models import (
    AuditEvent,
    Document,
    ImportBatch,
    Observation,
    OrganisationItem,
    Region,
    Result,
    School,
    StoredFile,
    Target,
    User,
)
from data_layer.queries.decisions import decisions
from data_layer.queries.directory import DistrictEntry, find_district
from data_layer.queries.meetings import meeting_lines
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped
from seed.generate import demo_tables
from seed.load import load_demo, sign_in_lines
from seed.roster import DEMO_PASSWORD
from tests.support.demo import DEMO_DAY, demo_engine, initialised_engine

TABLES = (School, Target, Observation, Document, OrganisationItem, ImportBatch, StoredFile, Result)


def demo_of(engine: Engine) -> DistrictEntry:
    with unscoped(engine, "a test asks for the demo district", is_read_only=True) as session:
        return find_district(session, "demo")


def rows_by_table(engine: Engine) -> dict[str, int]:
    with tenant_session(engine, Scope((demo_of(engine).id,))) as session:
        return {table.__name__: session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}


def test_the_demo_is_loaded_whole_and_only_once(database_url: str, tmp_path: Path) -> None:
    engine = initialised_engine(database_url)
    tables = demo_tables()
    store = FileStore(tmp_path / "files")

    was_loaded = load_demo(engine, store=store, today=DEMO_DAY)
    first = rows_by_table(engine)
    was_loaded_again = load_demo(engine, store=store, today=DEMO_DAY)
    second = rows_by_table(engine)
    with tenant_session(engine, Scope((demo_of(engine).id,))) as session:
        out_of_date = differences(session)
        meetings = meeting_lines(session)
        decided = Counter((each.state, each.is_overdue) for each in decisions(session, today=DEMO_DAY))
    engine.dispose()

    assert [(each.state, each.decisions, each.decisions_open) for each in meetings] == [
        (MeetingState.PLANNED, 0, 0),
        (MeetingState.HELD, 4, 3),
    ]
    assert decided == {
        (DecisionState.OPEN, True): 1,
        (DecisionState.OPEN, False): 1,
        (DecisionState.REPORTED, False): 1,
        (DecisionState.CLOSED, False): 1,
    }
    assert (was_loaded, was_loaded_again) == (True, False)
    assert first["School"] == 26
    assert first["Observation"] == len(tables.observations)
    assert first["Document"] == len(tables.documents)
    assert first["Target"] == len(tables.targets)
    assert first["OrganisationItem"] == len(tables.organisation)
    assert first["ImportBatch"] == 1
    assert second == first
    assert out_of_date == 0


def test_a_demo_of_an_earlier_day_was_entered_by_that_day(sqlite_url: str, tmp_path: Path) -> None:
    engine = initialised_engine(sqlite_url)
    load_demo(engine, store=FileStore(tmp_path / "files"), today=date(2026, 10, 14))
    with tenant_session(engine, Scope((demo_of(engine).id,))) as session:
        moments = {
            *session.scalars(select(Observation.recorded_at).distinct()),
            *session.scalars(select(AuditEvent.at).distinct()),
            *session.scalars(select(ImportBatch.applied_at).distinct()),
        }
    engine.dispose()

    assert moments == {datetime(2026, 10, 14, 3, tzinfo=UTC)}


def test_district_and_region_carry_their_fictional_names(sqlite_url: str, tmp_path: Path) -> None:
    engine = demo_engine(sqlite_url, tmp_path / "files")

    district = demo_of(engine)
    with unscoped(engine, "a test asks for the region", is_read_only=True) as session:
        region = session.get(Region, district.region_id)
    engine.dispose()

    assert (district.title, district.is_demo) == ("Светлореченский район", True)
    assert region is not None
    assert (region.code, region.title) == ("priozernaya", "Приозёрная область")


def test_demo_people_sign_in_with_the_printed_password(sqlite_url: str, tmp_path: Path) -> None:
    engine = demo_engine(sqlite_url, tmp_path / "files")

    with unscoped(engine, "a test asks for the people", is_read_only=True) as session:
        people = list(session.scalars(select(User)))
        roles = Counter(membership.role for person in people for membership in person.memberships)
    engine.dispose()

    assert all(person.is_demo and not person.must_change_password for person in people)
    assert is_right_password(people[0].password_hash, DEMO_PASSWORD)
    assert {line.split(" · ")[0] for line in sign_in_lines()} == {person.login for person in people}
    assert all(DEMO_PASSWORD in line for line in sign_in_lines())
    assert roles == {
        "department": 1,
        "presenter": 1,
        "director": 2,
        "coordinator": 1,
        "region": 1,
        "administrator": 1,
    }


def test_a_load_that_broke_off_is_taken_up_where_it_stopped(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = initialised_engine(sqlite_url)
    store = FileStore(tmp_path / "files")

    def lose_power(*_: object) -> NoReturn:
        raise ConnectionAbortedError

    with monkeypatch.context() as broken:
        broken.setattr(seed.load, "_add_people", lose_power)
        with pytest.raises(ConnectionAbortedError):
            load_demo(engine, store=store, today=DEMO_DAY)
    was_taken_up = load_demo(engine, store=store, today=DEMO_DAY)
    rows = rows_by_table(engine)
    with unscoped(engine, "a test counts the people", is_read_only=True) as session:
        people = session.scalar(select(func.count()).select_from(User))
    engine.dispose()

    assert was_taken_up
    assert rows["ImportBatch"] == 1
    assert people == 7


def test_a_real_district_of_the_same_code_is_left_alone(sqlite_url: str, tmp_path: Path) -> None:
    engine = initialised_engine(sqlite_url)
    create_district(engine, code="demo", title="Настоящий район", actor="cli")

    with pytest.raises(ConflictError, match="не учебный"):
        load_demo(engine, store=FileStore(tmp_path / "files"), today=DEMO_DAY)
    rows = rows_by_table(engine)
    engine.dispose()

    assert set(rows.values()) == {0}


def test_without_the_catalogue_nothing_is_loaded(sqlite_url: str, tmp_path: Path) -> None:
    from data_layer.commands.database import migrate
    from data_layer.session import create_app_engine, create_owner_engine

    owner = create_owner_engine(sqlite_url)
    migrate(owner)
    owner.dispose()
    engine = create_app_engine(sqlite_url)

    with pytest.raises(NotFoundError, match="Каталог ещё не загружен"):
        load_demo(engine, store=FileStore(tmp_path / "files"), today=DEMO_DAY)
    engine.dispose()
