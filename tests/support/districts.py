"""Two districts, «alpha» and «beta», with two schools each, on either engine: leaks show by themselves.

Making them takes a while, so each engine makes them once and every test gets a copy.
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from data_layer.commands.catalogue import load_template
from data_layer.commands.database import migrate
from data_layer.commands.districts import create_district
from data_layer.scope import Scope
from data_layer.session import TenantSession, create_app_engine, create_owner_engine, tenant_session, unscoped
from tests import factories
from tests.support.postgres import PostgresServer

CATALOGUE = Path(__file__).parents[2] / "seed" / "catalogue.yaml"
# School codes are unique in a district only: both districts use the same two.
SCHOOLS = {"alpha": {"1": 101, "2": 102}, "beta": {"1": 201, "2": 202}}


@dataclass(frozen=True, slots=True)
class OneDistrict:
    """A district with the catalogue of the seed, the school year 2025/26 and schools «1» and «2»."""

    id: int
    code: str
    schools: tuple[int, int]

    def scope(self, school_id: int | None = None, *, is_read_only: bool = False) -> Scope:
        """The whole district, or one school of it; for writing unless said otherwise."""
        return Scope((self.id,), school_id=school_id, is_read_only=is_read_only)


@dataclass(frozen=True, slots=True)
class TwoDistricts:
    """url: of the owner; engine: the application's; owner_engine: of the owner of the tables."""

    url: str
    engine: Engine
    owner_engine: Engine
    alpha: OneDistrict
    beta: OneDistrict


def make_districts(url: str) -> None:
    """Migrate the database and put both districts into it."""
    migrate(create_owner_engine(url))
    engine = create_app_engine(url)
    with unscoped(engine, "the catalogue belongs to no district") as session:
        load_template(session, CATALOGUE.read_text(encoding="utf-8"))
    for code in SCHOOLS:
        _make_district(engine, code)
    engine.dispose()


def _make_district(engine: Engine, code: str) -> None:
    district_id = create_district(engine, code=code, title=f"Район {code}", actor="tests")
    with tenant_session(engine, Scope((district_id,), is_read_only=False)) as session:
        session.add(factories.school_year(district_id=district_id))
        for school_code, school_id in SCHOOLS[code].items():
            name = f"Школа {school_code} района {code}"
            session.add(factories.school(district_id=district_id, id=school_id, code=school_code, short_name=name))


@contextmanager
def opened(url: str) -> Iterator[TwoDistricts]:
    """The engines of a database that holds both districts; closed at the end of the block."""
    engine = create_app_engine(url)
    alpha, beta = (
        OneDistrict(number, code, (schools["1"], schools["2"]))
        for number, (code, schools) in enumerate(SCHOOLS.items(), 1)
    )
    try:
        yield TwoDistricts(url, engine, create_owner_engine(url), alpha, beta)
    finally:
        engine.dispose()


@contextmanager
def sqlite_copy(template: Path, folder: Path) -> Iterator[str]:
    """URL of a copy of a database file that nobody has open."""
    copy = folder / "two_districts.db"
    shutil.copyfile(template, copy)
    yield f"sqlite:///{copy}"


@contextmanager
def postgres_copy(server: PostgresServer, template: str) -> Iterator[str]:
    """URL of a copy of a database that nobody is connected to; dropped at the end of the block."""
    name = f"two_districts_{uuid.uuid4().hex}"
    try:
        yield server.create_database(name, template=template)
    finally:
        server.drop_database(name)


def filled(districts: TwoDistricts) -> TwoDistricts:
    """The same, with rows in every tenant table of both districts."""
    for district in (districts.alpha, districts.beta):
        with tenant_session(districts.engine, district.scope()) as session:
            fill(session, district)
    return districts


def fill(session: TenantSession, district: OneDistrict) -> None:
    """Put rows into every tenant table: one of the district where there may be one, one of each school."""
    place = {"district_id": district.id}
    meeting = factories.meeting(**place, title=district.code)
    slide = factories.slide(**place, meeting_id=meeting.id)
    decision = factories.decision(**place, meeting_id=meeting.id, slide_id=slide.id)
    batch = factories.import_batch(**place)
    for rows in (
        [
            meeting,
            factories.pooled_result(**place),
            batch,
            factories.target(**place),
            factories.published_document(**place),
        ],
        [slide, factories.schedule_entry(**place), factories.audit_event(**place)],
        [decision],
        [
            factories.batch_change(**place, batch_id=batch.id),
            factories.school_alias(**place),
            factories.mark_scale(**place),
        ],
    ):
        session.add_all(rows)
        session.flush()
    for school_id in district.schools:
        own = {**place, "school_id": school_id}
        _fill_school(session, own, meeting_id=meeting.id)
        session.add_all(
            [
                factories.slide_comment(**own, slide_id=slide.id),
                factories.decision_report(**own, decision_id=decision.id),
            ]
        )
    session.flush()


def _fill_school(session: TenantSession, place: dict[str, int], *, meeting_id: int) -> None:
    stored = factories.stored_file(**place)
    batch = factories.import_batch(**place)
    session.add_all([stored, batch])
    session.flush()
    document = factories.document(**place, file_id=stored.id)
    document.covers = [factories.document_cover()]
    session.add(document)
    session.flush()
    session.add_all(
        [
            factories.effectiveness_mark(**place),
            factories.document_review(**place, document_id=document.id),
            factories.observation(**place, batch_id=batch.id),
            factories.batch_change(**place, batch_id=batch.id),
            factories.school_alias(**place),
            factories.target(**place),
            factories.schedule_entry(**place),
            factories.organisation_item(**place),
            factories.decision(**place, meeting_id=meeting_id),
            factories.result(**place),
            factories.flag(**place),
            factories.audit_event(**place),
        ]
    )
    session.flush()
