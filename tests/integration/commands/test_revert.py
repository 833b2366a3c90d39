"""Taking an import back: everything is as before, but what somebody has changed since."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data_layer.commands.derive import differences, refresh
from data_layer.commands.files import FileStore
from data_layer.commands.imports import apply_import
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.checking import Importer, check_import
from data_layer.commands.imports.preview import preview_import
from data_layer.commands.imports.revert import (
    GOES_WITH_A_SCHOOL,
    KEEPS_A_SCHOOL,
    KEEPS_A_YEAR,
    Kept,
    RevertOutcome,
    revert_import,
)
from data_layer.commands.imports.snapshot import snapshot
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Level
from data_layer.errors import NotFoundError
from data_layer.intake.reading import read_bytes
from data_layer.models import (
    AuditEvent,
    Base,
    Document,
    EffectivenessMark,
    Flag,
    ImportBatch,
    Observation,
    OrganisationItem,
    PooledResult,
    Result,
    ScheduleEntry,
    School,
    SchoolAlias,
    SchoolYear,
    Target,
)
from data_layer.queries.explanation import explain_result
from data_layer.queries.imports import past_imports
from data_layer.session import TenantSession, tenant_session
from tests.support.districts import TwoDistricts

TODAY = date(2026, 9, 18)
OBSERVATIONS = "school,indicator,level,year,numerator,denominator\n"
TARGETS = "school,indicator,level,year,target\n"
DOCUMENTS = "school,block,stage,year,type,number,title,status,covers\n"
ORGANISATION = "school,year,item,present\n"
SCHOOLS = "code,short_name,kind\n"


@pytest.fixture
def two_districts(two_districts: TwoDistricts) -> TwoDistricts:
    """The same with the rows that follow from the empty schools."""
    with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
        refresh(session)
    return two_districts


def importing(
    districts: TwoDistricts, text: str, *, school_id: int | None = None, only: str | None = None
) -> int | None:
    """Apply a CSV in alpha; the id of its batch."""
    with tenant_session(districts.engine, districts.alpha.scope(school_id)) as session:
        lock_district(session)
        importer = Importer("tests", TODAY, only_school=only, is_school=school_id is not None)
        checked = check_import(session, read_bytes(text.encode(), name="file.csv"), importer)
        assert [str(each) for each in checked.errors] == []
        store = FileStore(Path("/nonexistent"))
        return apply_import(session, checked, actor="tests", file_name="file.csv", store=store).batch_id


def taking_back(districts: TwoDistricts, batch_id: int | None, *, school_id: int | None = None) -> RevertOutcome:
    assert batch_id is not None
    with tenant_session(districts.engine, districts.alpha.scope(school_id)) as session:
        return revert_import(session, batch_id, actor="tests")


def state(districts: TwoDistricts) -> Mapping[str, Any]:
    """Everything in force in alpha, and all that follows from it."""
    with tenant_session(districts.engine, districts.alpha.scope(is_read_only=True)) as session:
        assert differences(session) == 0
        in_force = select(Observation).where(Observation.superseded_at.is_(None))
        found: dict[str, Any] = {"Observation": sorted(map(repr, map(plain, session.scalars(in_force))))}
        for model in (Target, Document, OrganisationItem, School, SchoolYear, ScheduleEntry):
            found[model.__name__] = sorted(repr(plain(row)) for row in session.scalars(select(model)))
        for derived in (Result, PooledResult, Flag):
            found[derived.__name__] = sorted(repr(without_id(row)) for row in session.scalars(select(derived)))
        return found


def plain(row: Any) -> dict[str, Any]:
    return {name: value for name, value in snapshot(row).items() if name != "version"}


def without_id(row: Any) -> dict[str, Any]:
    return {name: value for name, value in snapshot(row).items() if name not in {"id", "document_id"}}


FILES = {
    "observations": OBSERVATIONS + "1,1.1,noo,2025/26,45,50\n1,1.2,noo,2025/26,16,20\n2,1.1,noo,2025/26,8,9\n",
    "targets": TARGETS + "1,1.1,noo,2025/26,95\n,1.1,noo,2025/26,90\n",
    "documents": DOCUMENTS
    + "1,1,goal_setting,2025/26,goals_document,1-ц,Цели,submitted,2:goal_setting\n"
    + "1,1,analysis,2025/26,analytical_report,3-а,Справка,draft,\n",
    "organisation": ORGANISATION + "1,2025/26,team_assembled,да\n",
    "schools": SCHOOLS + "3,Третья школа,basic\n1,Школа с новым именем,full\n",
    "a new year": OBSERVATIONS + "1,1.1,noo,2024/25,45,50\n",
}
CHANGED = {
    "observations": OBSERVATIONS + "1,1.1,noo,2025/26,47,50\n1,1.2,noo,2025/26,17,20\n",
    "targets": TARGETS + "1,1.1,noo,2025/26,80\n,1.1,noo,2025/26,85\n",
    "documents": DOCUMENTS + "1,1,goal_setting,2025/26,goals_document,1-ц,Другие цели,submitted,3:goal_setting\n",
    "organisation": ORGANISATION + "1,2025/26,team_assembled,нет\n",
    "schools": SCHOOLS + "2,Вторая школа,basic\n",
}


@pytest.mark.parametrize("name", FILES)
def test_what_an_import_brought_is_gone_again(two_districts: TwoDistricts, name: str) -> None:
    before = state(two_districts)
    batch = importing(two_districts, FILES[name])
    assert state(two_districts) != before

    outcome = taking_back(two_districts, batch)

    assert outcome.kept == ()
    assert state(two_districts) == before


@pytest.mark.parametrize("name", CHANGED)
def test_what_an_import_changed_is_as_it_was(two_districts: TwoDistricts, name: str) -> None:
    importing(two_districts, FILES[name])
    before = state(two_districts)
    batch = importing(two_districts, CHANGED[name])
    assert state(two_districts) != before

    assert taking_back(two_districts, batch).kept == ()

    assert state(two_districts) == before


@pytest.mark.parametrize("name", CHANGED)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_imports_may_be_taken_back_in_either_order(
    two_districts: TwoDistricts, name: str, order: tuple[int, int]
) -> None:
    before = state(two_districts)
    batches = [importing(two_districts, FILES[name]), importing(two_districts, CHANGED[name])]

    kept = [len(taking_back(two_districts, batches[place]).kept) for place in order]

    assert state(two_districts) == before or name == "schools"
    assert kept[1] == 0
    # Who takes the older one back first is told what stays.
    assert bool(kept[0]) == (order == (0, 1) and name != "schools") or name == "schools"


def test_what_was_changed_later_stays_and_is_named(two_districts: TwoDistricts) -> None:
    first = importing(two_districts, FILES["observations"])
    importing(two_districts, OBSERVATIONS + "1,1.1,noo,2025/26,47,50\n")

    outcome = taking_back(two_districts, first)

    assert [(each.subject, each.name) for each in outcome.kept] == [
        ("observation", "b1_certification_attainment:noo:2025")
    ]
    # The department takes back for several schools, so each row says whose it is.
    assert [each.school for each in outcome.kept] == ["Школа 1 района alpha"]
    assert outcome.restored == 2
    assert in_force(two_districts) == [(101, 47, 50)]
    with tenant_session(two_districts.engine, two_districts.alpha.scope(is_read_only=True)) as session:
        told = next(each for each in past_imports(session, without="-") if each.id == first)
    assert (told.kept, told.kept_count) == (tuple(map(_plainly, outcome.kept)), 1)


def _plainly(kept: Kept) -> tuple[str, str, str]:
    return kept.subject, kept.name, kept.school


def test_what_was_taken_back_is_no_earlier_version_of_a_figure(two_districts: TwoDistricts) -> None:
    importing(two_districts, OBSERVATIONS + "1,1.1,noo,2025/26,45,50\n")
    wrong = importing(two_districts, OBSERVATIONS + "1,1.1,noo,2025/26,9,50\n")
    taking_back(two_districts, wrong)
    # What was in force until then is in force again, and nothing is told of the figure that never counted.
    assert earlier_versions(two_districts) == []

    importing(two_districts, OBSERVATIONS + "1,1.1,noo,2025/26,46,50\n")

    assert earlier_versions(two_districts) == [45]


def earlier_versions(districts: TwoDistricts) -> list[int | None]:
    with tenant_session(districts.engine, districts.alpha.scope(is_read_only=True)) as session:
        told = explain_result(
            session,
            school="1",
            indicator="b1_certification_attainment",
            level=Level.NOO,
            year=2025,
            today=TODAY,
            viewer=Viewer.full(),
        )
    return [each.numerator for each in told.history]


def in_force(districts: TwoDistricts) -> list[tuple[int, int | None, int | None]]:
    with tenant_session(districts.engine, districts.alpha.scope(is_read_only=True)) as session:
        rows = session.execute(
            select(Observation.school_id, Observation.numerator, Observation.denominator).where(
                Observation.superseded_at.is_(None)
            )
        )
        return sorted((row[0], row[1], row[2]) for row in rows)


def test_the_same_file_applies_again_after_it_was_taken_back(two_districts: TwoDistricts) -> None:
    first = importing(two_districts, FILES["observations"])
    applied = state(two_districts)
    taking_back(two_districts, first)

    second = importing(two_districts, FILES["observations"])

    assert second is not None
    assert second != first
    assert state(two_districts)["Result"] == applied["Result"]


def test_sent_twice_it_answers_the_same_and_changes_nothing_more(two_districts: TwoDistricts) -> None:
    batch = importing(two_districts, FILES["targets"])
    first = taking_back(two_districts, batch)
    before = state(two_districts)

    second = taking_back(two_districts, batch)

    assert (first.is_new, second.is_new) == (True, False)
    assert (second.restored, second.kept) == (first.restored, first.kept)
    assert state(two_districts) == before


def test_it_is_in_the_trail_with_what_was_taken_back(two_districts: TwoDistricts) -> None:
    taking_back(two_districts, importing(two_districts, FILES["observations"]))

    with tenant_session(two_districts.engine, two_districts.alpha.scope(is_read_only=True)) as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "import_reverted")).one()
        batch = session.scalars(select(ImportBatch)).one()
    assert (event.actor, event.subject) == ("tests", "file.csv")
    assert event.new == {"restored": 3, "kept": [], "kept_count": 0}
    assert (batch.state, batch.reverted_by) == ("reverted", "tests")


def test_a_name_that_gave_way_to_a_login_is_matched_again_when_the_login_is_taken_back(
    two_districts: TwoDistricts,
) -> None:
    """Files called school 2 by a login that a list gives to school 1 by mistake."""
    alpha = two_districts.alpha
    first, second = alpha.schools
    header = "code,short_name,kind,fis_oko_login\n"
    importing(two_districts, header + "1,Первая,full,edu111111\n")
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        key = {"key": "login:224300", "label": "Вторая школа"}
        session.add(SchoolAlias(district_id=alpha.id, school_id=second, author="tests", **key))

    def matched() -> dict[str, int | None]:
        with tenant_session(two_districts.engine, alpha.scope(is_read_only=True)) as session:
            return {each.key: each.school_id for each in session.scalars(select(SchoolAlias))}

    batch = importing(two_districts, header + "1,Первая,full,edu224300\n")
    assert matched() == {"login:111111": first}
    taking_back(two_districts, batch)

    assert matched() == {"login:224300": second}
    with tenant_session(two_districts.engine, alpha.scope(is_read_only=True)) as session:
        query = select(AuditEvent).where(AuditEvent.action == "schools_matched")
        events = session.scalars(query.order_by(AuditEvent.at, AuditEvent.id)).all()
    own = {"key": "login:111111", "matched": "Первая"}
    other = {"key": "login:224300", "matched": "Школа 2 района alpha"}
    assert [(each.old, each.new) for each in events] == [(other, None), (None, own), (own, None), (None, other)]


def test_a_school_takes_back_its_own_imports_alone(two_districts: TwoDistricts) -> None:
    own, neighbour = two_districts.alpha.schools
    of_district = importing(two_districts, FILES["observations"])
    of_school = importing(two_districts, OBSERVATIONS + "1,1.1,noo,2024/25,45,50\n", school_id=own, only="1")

    for scope in (neighbour, own):
        with pytest.raises(NotFoundError):
            taking_back(two_districts, of_district, school_id=scope)
    with pytest.raises(NotFoundError):
        taking_back(two_districts, of_school, school_id=neighbour)

    assert taking_back(two_districts, of_school, school_id=own).kept == ()
    assert 2024 not in years(two_districts)


def years(districts: TwoDistricts) -> set[int]:
    with tenant_session(districts.engine, districts.alpha.scope(is_read_only=True)) as session:
        return set(session.scalars(select(SchoolYear.year)))


def test_a_year_that_others_use_meanwhile_stays_open(two_districts: TwoDistricts) -> None:
    first = importing(two_districts, FILES["a new year"])
    importing(two_districts, OBSERVATIONS + "2,1.1,noo,2024/25,4,5\n")

    outcome = taking_back(two_districts, first)

    assert [(each.subject, each.name) for each in outcome.kept] == [("year", "2024")]
    assert 2024 in years(two_districts)


def test_a_preview_tells_every_row_and_leaves_no_trace(two_districts: TwoDistricts) -> None:
    importing(two_districts, FILES["observations"])
    before = state(two_districts)

    with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
        preview = previewed(session, FILES["observations"].replace("45,50", "40,50") + "2,1.2,noo,2025/26,5,10\n")

    assert [row.change.value for row in preview.rows] == ["changed", "same", "same", "new"]
    assert preview.rows[0].before is not None
    assert (preview.rows[0].before["numerator"], preview.rows[0].after["numerator"]) == (45, 40)
    # The reference of the catalogue is 90 %: 45 of 50.
    assert (preview.verdicts[0].was, preview.verdicts[0].status, preview.verdicts[0].pupil_gap) == (
        "met",
        "not_met",
        -5,
    )
    assert state(two_districts) == before


def previewed(session: TenantSession, text: str) -> Any:
    lock_district(session)
    checked = check_import(session, read_bytes(text.encode(), name="file.csv"), Importer("tests", TODAY))
    assert checked.errors == []
    return preview_import(session, checked, actor="tests")


CELLS = [
    (school, code, level, year)
    for school in "12"
    for code in ("1.1", "1.2", "2.1")
    for level in ("noo", "ooo")
    for year in ("2024/25", "2025/26")
]
ROWS = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 20), min_size=1, max_size=6)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(first=ROWS, second=ROWS, is_observations=st.booleans())
def test_whatever_was_imported_taking_it_back_gives_what_was(
    two_districts: TwoDistricts, first: dict[Any, int], second: dict[Any, int], *, is_observations: bool
) -> None:
    written = random_observations if is_observations else random_targets
    importing(two_districts, written(first))
    before = state(two_districts)
    batch = importing(two_districts, written(second))
    if batch is None:
        return

    outcome = taking_back(two_districts, batch)

    assert outcome.kept == ()
    assert state(two_districts) == before


def random_observations(rows: dict[Any, int]) -> str:
    return OBSERVATIONS + "".join(f"{','.join(cell)},{number},20\n" for cell, number in rows.items())


def random_targets(rows: dict[Any, int]) -> str:
    return TARGETS + "".join(f"{','.join(cell)},{number}\n" for cell, number in rows.items())


@pytest.mark.parametrize("kind", ["matched", "answered"])
def test_a_new_school_that_something_names_by_now_stays(two_districts: TwoDistricts, kind: str) -> None:
    """The department has matched a name of a file to it, or the school has answered the list."""
    batch = importing(two_districts, SCHOOLS + "3,Третья школа,basic\n")
    with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
        place = {
            "district_id": two_districts.alpha.id,
            "school_id": session.scalars(select(School.id).where(School.code == "3")).one(),
        }
        if kind == "matched":
            session.add(SchoolAlias(**place, key="login:990001", label="Третья", author="official"))
        else:
            answer = {"year": 2025, "check_id": "team", "side": "school", "mark": "yes", "author": "director-3"}
            session.add(EffectivenessMark(**place, **answer))

    with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
        outcome = revert_import(session, batch or 0, actor="tests")

    assert [(each.subject, each.name) for each in outcome.kept] == [("school", "Третья школа")]


def test_every_table_that_names_a_school_keeps_it_or_goes_with_it() -> None:
    """Or taking back the import that brought the school would end in an error of the database."""
    named = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_key_constraints
        if key.referred_table.name == "school"
    }
    # A document keeps the school for its own rows; a successor has the school in its history and is another row by that.
    answered = {model.__tablename__ for model in (*KEEPS_A_SCHOOL, *GOES_WITH_A_SCHOOL)}
    assert named - answered == {"document_cover", "document_review", "school"}


def test_a_new_year_in_which_another_school_has_answered_stays(two_districts: TwoDistricts) -> None:
    """The first figure of a year is taken back after a neighbour has filled in the effectiveness list of that year."""
    batch = importing(two_districts, FILES["a new year"])
    alpha = two_districts.alpha
    with tenant_session(two_districts.engine, alpha.scope()) as session:
        answer = {"year": 2024, "check_id": "team", "side": "school", "mark": "yes", "author": "director-2"}
        session.add(EffectivenessMark(district_id=alpha.id, school_id=alpha.schools[1], **answer))

    outcome = taking_back(two_districts, batch)

    assert (outcome.restored, outcome.kept) == (1, (Kept("year", "2024"),))
    with tenant_session(two_districts.engine, alpha.scope(is_read_only=True)) as session:
        assert session.scalars(select(EffectivenessMark.mark)).all() == ["yes"]


def test_every_table_that_names_a_year_keeps_it_or_goes_with_it() -> None:
    named = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_key_constraints
        if key.referred_table.name == "school_year"
    }
    assert named == {model.__tablename__ for model in (*KEEPS_A_YEAR, Observation, ScheduleEntry)}
