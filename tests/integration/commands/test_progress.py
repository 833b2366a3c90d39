"""An import tells how far it has come: rows checked, rows written, schools derived, each to its end."""

from datetime import date
from pathlib import Path

from data_layer.commands.files import FileStore
from data_layer.commands.imports import apply_import
from data_layer.commands.imports.checking import Importer, check_import
from data_layer.intake.reading import read_bytes
from data_layer.progress import Step, told_to
from data_layer.session import tenant_session
from tests.support.districts import TwoDistricts

TABLES = read_bytes(
    b"school,indicator,level,year,numerator,denominator\n1,1.1,noo,2025/26,45,50\n1,1.1,ooo,2025/26,20,50\n",
    name="a.csv",
)


def test_every_step_is_told_to_its_end(two_districts: TwoDistricts, tmp_path: Path) -> None:
    told: list[tuple[Step, int, int]] = []

    with (
        tenant_session(two_districts.engine, two_districts.alpha.scope()) as session,
        told_to(lambda *given: told.append(given)),
    ):
        checked = check_import(session, TABLES, Importer("tests", date(2026, 9, 18)))
        assert checked.errors == []
        apply_import(session, checked, actor="tests", file_name="a.csv", store=FileStore(tmp_path))

    steps = list(dict.fromkeys(step for step, _, _ in told))
    assert steps == [Step.CHECKED, Step.WRITTEN, Step.DERIVED]
    last = {step: (done, total) for step, done, total in told}
    assert (last[Step.CHECKED], last[Step.WRITTEN]) == ((2, 2), (2, 2))
    assert last[Step.DERIVED][0] == last[Step.DERIVED][1] > 0
    # From the beginning on, or the end of the step before would be read all the while.
    assert next(done for step, done, _ in told if step is Step.DERIVED) == 0
