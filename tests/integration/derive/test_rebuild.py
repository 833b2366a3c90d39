"""Whatever comes in, in whatever order: derived rows equal what a full rebuild would give."""

import itertools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, update

from data_layer.commands.catalogue import load_template
from data_layer.commands.database import migrate
from data_layer.commands.derive import differences, refresh
from data_layer.commands.districts import create_district
from data_layer.commands.files import FileStore
from data_layer.commands.imports import apply_import
from data_layer.domain.facts import Cell
from data_layer.domain.vocabulary import Cluster, DocumentStatus, Level, MissingCode, SchoolKind, Stage
from data_layer.intake.rows import (
    CheckedImport,
    DocumentRow,
    ObservationRow,
    OrganisationRow,
    SchoolRow,
    TargetRow,
)
from data_layer.models import Result
from data_layer.scope import Scope
from data_layer.session import TenantSession, create_app_engine, create_owner_engine, tenant_session, unscoped

Row = TypeVar("Row")

CATALOGUE = Path(__file__).parents[3] / "seed" / "catalogue.yaml"
CODES = ("s1", "s2", "s3")
YEARS = (2023, 2024, 2025)
FILES = ("one.pdf", "two.pdf")

codes = st.sampled_from(CODES)
years = st.sampled_from(YEARS)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path_factory.mktemp('rebuild') / 'vsoko.db'}"
    migrate(create_owner_engine(url))
    engine = create_app_engine(url)
    with unscoped(engine, "the catalogue belongs to no district") as session:
        load_template(session, CATALOGUE.read_text(encoding="utf-8"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    for name in FILES:
        (folder / name).write_bytes(name.encode())
    return {name: folder / name for name in FILES}


@st.composite
def shares(draw: st.DrawFn) -> ObservationRow:
    denominator = draw(st.integers(1, 60))
    is_missing = draw(st.booleans()) and draw(st.booleans())
    return ObservationRow(
        address="",
        school=draw(codes),
        indicator=draw(st.sampled_from(("b1_certification_attainment", "b2_lagging_share", "b2_support_coverage"))),
        level=Level.NOO,
        year=draw(years),
        class_group=draw(st.sampled_from(("", "", "4А", "4Б"))),
        numerator=None if is_missing else draw(st.integers(0, denominator)),
        denominator=None if is_missing else denominator,
        missing=draw(st.sampled_from(MissingCode)) if is_missing else None,
    )


growth = st.builds(
    ObservationRow,
    address=st.just(""),
    school=codes,
    indicator=st.just("b3_vosh_winners"),
    level=st.just(Level.SCHOOL),
    year=years,
    value=st.integers(0, 5),
    baseline=st.none() | st.integers(0, 5),
)
targets = st.builds(
    TargetRow,
    address=st.just(""),
    school=codes | st.none(),
    indicator=st.just("b1_certification_attainment"),
    level=st.just(Level.NOO),
    year=years,
    target=st.integers(0, 100).map(Decimal),
)
documents = st.builds(
    DocumentRow,
    address=st.just(""),
    school=codes,
    block=st.integers(1, 6),
    stage=st.sampled_from([Stage.MONITORING, Stage.ANALYSIS, Stage.MEASURES]),
    year=years,
    type=st.just("analytical_report"),
    number=st.sampled_from(("1", "2")),
    date=st.dates(date(2024, 8, 1), date(2026, 12, 31)),
    status=st.sampled_from(DocumentStatus),
    file=st.none() | st.sampled_from(FILES),
    covers=st.just(()) | st.just((Cell(5, Stage.DECISIONS),)),
)
organisation = st.builds(
    OrganisationRow,
    address=st.just(""),
    school=codes,
    year=years,
    item=st.sampled_from(("team_assembled", "schedule_adopted")),
    is_present=st.booleans(),
)
schools = st.builds(
    SchoolRow,
    address=st.just(""),
    code=codes,
    short_name=st.sampled_from(("Школа", "Лицей")),
    kind=st.sampled_from(SchoolKind),
    cluster=st.none() | st.sampled_from(Cluster),
)


def one_per_key(rows: list[Row], *names: str) -> list[Row]:
    return list({tuple(getattr(row, name) for name in names): row for row in rows}.values())


@st.composite
def imports(draw: st.DrawFn, files: dict[str, Path]) -> CheckedImport:
    def some(rows: st.SearchStrategy[Row], *key: str) -> list[Row]:
        return one_per_key(draw(st.lists(rows, max_size=4)), *key)

    observed = some(shares() | growth, "school", "indicator", "level", "year", "class_group")
    return CheckedImport(
        schools=some(schools, "code"),
        targets=some(targets, "school", "year"),
        observations=observed,
        documents=some(documents, "school", "year", "block", "stage", "number"),
        organisation=some(organisation, "school", "year", "item"),
        file_paths=files,
    )


numbers = itertools.count(1)

# Shrinking writes a database per try and would take minutes.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def fresh_district(engine: Engine) -> Scope:
    district_id = create_district(engine, code=f"d{next(numbers)}", title="Район", actor="test")
    return Scope((district_id,), is_read_only=False)


def bring_in(engine: Engine, scope: Scope, checked: CheckedImport, folder: Path) -> bool:
    with tenant_session(engine, scope) as session:
        outcome = apply_import(session, checked, actor="test", file_name="x", store=FileStore(folder))
    return outcome.is_changed


def all_schools() -> CheckedImport:
    return CheckedImport(schools=[SchoolRow("", code, code, SchoolKind.FULL) for code in CODES])


@settings(max_examples=20, deadline=None, phases=WITHOUT_SHRINKING, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_incremental_rows_equal_a_rebuild_after_any_imports(
    engine: Engine, files: dict[str, Path], tmp_path: Path, data: st.DataObject
) -> None:
    scope = fresh_district(engine)
    bring_in(engine, scope, all_schools(), tmp_path)

    for _ in range(data.draw(st.integers(1, 4))):
        bring_in(engine, scope, data.draw(imports(files)), tmp_path)

        with tenant_session(engine, scope) as session:
            assert differences(session) == 0


@settings(max_examples=15, deadline=None, phases=WITHOUT_SHRINKING, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_same_import_again_changes_nothing(
    engine: Engine, files: dict[str, Path], tmp_path: Path, data: st.DataObject
) -> None:
    scope = fresh_district(engine)
    bring_in(engine, scope, all_schools(), tmp_path)
    checked = data.draw(imports(files))
    bring_in(engine, scope, checked, tmp_path)

    assert bring_in(engine, scope, checked, tmp_path) is False


def test_a_spoilt_row_is_found_and_mended(engine: Engine, tmp_path: Path) -> None:
    scope = fresh_district(engine)
    observed = ObservationRow("", "s1", "b1_certification_attainment", Level.NOO, 2025, numerator=9, denominator=10)
    bring_in(engine, scope, all_schools(), tmp_path)
    bring_in(engine, scope, CheckedImport(observations=[observed]), tmp_path)

    with tenant_session(engine, scope) as session:
        spoil(session)
        found = differences(session)
        refresh(session)

        # The row of the school and the pooled row of the district both differ.
        assert found == 4
        assert differences(session) == 0


def test_derived_rows_are_written_in_few_statements_whatever_they_lack(engine: Engine, tmp_path: Path) -> None:
    scope = fresh_district(engine)
    observed = ObservationRow("", "s1", "b1_certification_attainment", Level.NOO, 2025, numerator=9, denominator=10)
    bring_in(engine, scope, all_schools(), tmp_path)
    bring_in(engine, scope, CheckedImport(observations=[observed]), tmp_path)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    with tenant_session(engine, scope) as session:
        refresh(session)
    event.remove(engine, "before_cursor_execute", note)

    # Results, flags, pooled results.
    assert len([each for each in statements if each.startswith("INSERT")]) == 3


def spoil(session: TenantSession) -> None:
    session.execute(
        update(Result).where(Result.district_id == session.scope.district_id, Result.numerator == 9).values(numerator=8)
    )
