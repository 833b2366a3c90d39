"""Bringing the demo district into a database, by the same commands that real districts go through."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Engine

from data_layer.commands.districts import create_district, name_region
from data_layer.commands.editing import Author
from data_layer.commands.editing.effectiveness import AnswerEdit, EffectivenessEdit, save_effectiveness
from data_layer.commands.files import FileStore
from data_layer.commands.imports import apply_import
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.moments import written_by
from data_layer.commands.people import add_user
from data_layer.commands.publishing import PublishedFile, publish
from data_layer.commands.series_breaks import set_series_break
from data_layer.domain.vocabulary import Role
from data_layer.errors import ConflictError, NotFoundError
from data_layer.intake.check import check_tables
from data_layer.intake.evidence.recognition import recognise
from data_layer.intake.reading import read_path
from data_layer.queries.catalogue import intake_context
from data_layer.queries.directory import DistrictEntry, find_district, find_school
from data_layer.queries.people import credentials_of
from data_layer.queries.published import published_documents
from data_layer.scope import Scope
from data_layer.session import TenantSession, tenant_session, unscoped
from seed.effectiveness import YEAR as ANSWERED_YEAR
from seed.effectiveness import department_answers, published, school_answers
from seed.generate import DemoDistrict, table_bytes, write_folder
from seed.meetings import hold_meetings
from seed.roster import (
    DEMO_PASSWORD,
    DISTRICT_CODE,
    DISTRICT_TITLE,
    REGION_CODE,
    REGION_TITLE,
    SCHOOLS,
    USERS,
    DemoUser,
)
from seed.special_cases import CHANGED_METHOD

ACTOR: Final = "demo"
# Under whose name it was answered and published: that of the school which the demo shows, and its department.
_DIRECTOR, _OFFICIAL = "demo", "department"
# When of its day the demo says that it was entered: early in the Moscow morning, before anybody looks at it.
_ENTERED: Final = time(3)

_TAKEN: Final = f"Район с кодом «{DISTRICT_CODE}» уже есть, и он не учебный. Учебный район в эту базу не загружается."


def load_demo(engine: Engine, *, store: FileStore, today: date) -> bool:
    """Add the demo district with its figures, documents and people; whether anything was added.

    engine: the application's, on a migrated database that holds the catalogue's template. The people
    come last: once they are there nothing is loaded again, so that what somebody changed in the demo
    stays; whatever it writes carries no later moment than the morning of today, which may be a day chosen for a
    showing; a load that broke off is taken up where it stopped. Raises ConflictError when a real
    district has the demo's code.
    """
    if _has_people(engine):
        return False
    with written_by(datetime.combine(today, _ENTERED, UTC)):
        district = _demo_district(engine)
        with TemporaryDirectory(prefix="vsoko-demo-") as folder:
            tables = write_folder(Path(folder))
            _import_folder(engine, district, Path(folder), _digest(tables), store=store, today=today)
            _publish(engine, district, Path(folder), store=store)
        _answer(engine, district, today=today)
        hold_meetings(engine, district.id)
        _add_people(engine, district)
    return True


def sign_in_lines() -> list[str]:
    """How to sign in as the demo people, for the terminal: login, password, who it is."""
    names = {school.code: school.short_name for school in SCHOOLS}
    return [f"{user.login} · {DEMO_PASSWORD} · {_who(user, names)}" for user in USERS]


_TITLES: Final = {
    Role.ADMINISTRATOR: "администратор",
    Role.REGION: f"регион, {REGION_TITLE}",
    Role.DEPARTMENT: "специалист управления образования",
    Role.PRESENTER: "ведущий совещания",
    Role.DIRECTOR: "директор",
    Role.COORDINATOR: "ответственный за ВСОКО",
}


def _who(user: DemoUser, names: dict[str, str]) -> str:
    place = "" if user.school is None else f", {names[user.school]}"
    return f"{user.full_name}, {_TITLES[user.role]}{place}"


def _has_people(engine: Engine) -> bool:
    with unscoped(engine, "is the demo loaded already", is_read_only=True) as session:
        return all(credentials_of(session, login=user.login) is not None for user in USERS)


def _demo_district(engine: Engine) -> DistrictEntry:
    """The demo district, added where it is missing."""
    try:
        district = _find(engine)
    except NotFoundError:
        _create(engine)
        district = _find(engine)
    if not district.is_demo:
        raise ConflictError(_TAKEN)
    return district


def _find(engine: Engine) -> DistrictEntry:
    with unscoped(engine, "the demo district by its code", is_read_only=True) as session:
        return find_district(session, DISTRICT_CODE)


def _create(engine: Engine) -> None:
    create_district(
        engine, code=DISTRICT_CODE, title=DISTRICT_TITLE, region_code=REGION_CODE, is_demo=True, actor=ACTOR
    )
    with unscoped(engine, "the region of the demo district gets its name") as session:
        name_region(session, code=REGION_CODE, title=REGION_TITLE)


def _import_folder(
    engine: Engine, district: DistrictEntry, folder: Path, digest: str, *, store: FileStore, today: date
) -> None:
    tables = read_path(folder)
    with tenant_session(engine, Scope((district.id,), is_read_only=False)) as session:
        lock_district(session)
        # Before the figures, so that they are derived once.
        indicator, year, reason = CHANGED_METHOD
        set_series_break(session, indicator=indicator, year=year, reason=reason, expected="", actor=_OFFICIAL)
        checked = check_tables(tables, intake_context(session, today=today))
        apply_import(session, checked, actor=ACTOR, file_name=DISTRICT_CODE, sha256=digest, store=store)


def _publish(engine: Engine, district: DistrictEntry, folder: Path, *, store: FileStore) -> None:
    """What the department gives to its schools, where it has not given anything yet."""
    with tenant_session(engine, Scope((district.id,), is_read_only=False)) as session:
        if published_documents(session):
            return
        for paper in published():
            file = None
            if paper.file is not None:
                name, content = paper.file
                (folder / "published").write_bytes(content)
                file = PublishedFile(folder / "published", name, recognise(content), len(content))
            publish(session, title=paper.title, note=paper.note, url=paper.url, file=file, login=_OFFICIAL, store=store)


def _answer(engine: Engine, district: DistrictEntry, *, today: date) -> None:
    """The effectiveness list: what schools say of themselves, and the department of some of them."""
    with tenant_session(engine, Scope((district.id,), is_read_only=False)) as session:
        for place, school in enumerate(SCHOOLS):
            for answers, is_of_school, login in (
                (school_answers(school.code, place), True, _DIRECTOR),
                (department_answers(school.code, place), False, _OFFICIAL),
            ):
                edits = {check: AnswerEdit(mark, note) for check, (mark, note) in answers.items()}
                author = Author(login, is_of_school=is_of_school, may_set_targets=False, today=today)
                save_effectiveness(session, EffectivenessEdit(ANSWERED_YEAR, edits), school=school.code, author=author)


def _digest(district: DemoDistrict) -> str:
    return hashlib.sha256(b"".join(map(table_bytes, district.tables.values()))).hexdigest()


def _add_people(engine: Engine, district: DistrictEntry) -> None:
    with tenant_session(engine, Scope((district.id,))) as session:
        places = [(user, _place(session, user, district)) for user in USERS]
    with unscoped(engine, "the people of the demo district") as identity:
        for user, place in places:
            if credentials_of(identity, login=user.login) is None:
                add_user(
                    identity,
                    login=user.login,
                    role=user.role,
                    full_name=user.full_name,
                    password=user.password,
                    is_demo=True,
                    actor=ACTOR,
                    region_id=place.region_id,
                    district_id=place.district_id,
                    school_id=place.school_id,
                )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a person belongs; an administrator belongs nowhere."""

    region_id: int | None = None
    district_id: int | None = None
    school_id: int | None = None


def _place(session: TenantSession, user: DemoUser, district: DistrictEntry) -> _Place:
    if user.role is Role.ADMINISTRATOR:
        return _Place()
    if user.role is Role.REGION:
        return _Place(region_id=district.region_id)
    school_id = None if user.school is None else find_school(session, user.school).id
    return _Place(district_id=district.id, school_id=school_id)
