"""One preview ordered by several at once, on either engine: one import comes into being."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from data_layer.commands.derive import differences, refresh
from data_layer.commands.files import FileStore
from data_layer.commands.imports.checking import Importer
from data_layer.commands.imports.handing_in import HandedIn, Uploaded, apply_upload, check_upload
from data_layer.commands.uploads import UploadStore
from data_layer.intake.reading import read_bytes
from data_layer.models import AuditEvent, ImportBatch, Observation
from data_layer.session import tenant_session
from tests.support.districts import TwoDistricts

IMPORTER = Importer("tests", date(2026, 9, 18))
TABLES = read_bytes(b"school,indicator,level,year,numerator,denominator\n1,1.1,noo,2025/26,45,50\n", name="a.csv")
AT_ONCE = 4


@pytest.fixture
def preview(two_districts: TwoDistricts, tmp_path: Path) -> int:
    with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
        refresh(session)
        return check_upload(
            session, Uploaded("0" * 32, "a.csv", 60, "0" * 64), TABLES, IMPORTER, uploads=UploadStore(tmp_path)
        ).id


def test_of_orders_at_once_for_one_preview_one_applies(
    two_districts: TwoDistricts, preview: int, tmp_path: Path
) -> None:
    start = Barrier(AT_ONCE)

    def order(_: int) -> HandedIn:
        start.wait()
        with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
            return apply_upload(
                session, preview, TABLES, IMPORTER, store=FileStore(tmp_path), uploads=UploadStore(tmp_path)
            )

    with ThreadPoolExecutor(AT_ONCE) as people:
        outcomes = list(people.map(order, range(AT_ONCE)))

    assert [(each.batch_id, each.state, each.written) for each in outcomes] == [(preview, "applied", 1)] * AT_ONCE
    with tenant_session(two_districts.engine, two_districts.alpha.scope()) as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1
        assert session.scalar(select(func.count()).select_from(Observation)) == 1
        applied = AuditEvent.action == "import_applied"
        assert session.scalar(select(func.count()).select_from(AuditEvent).where(applied)) == 1
        assert differences(session) == 0
