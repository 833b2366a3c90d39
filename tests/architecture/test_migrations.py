"""The migrations check of `make check`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table

from data_layer.models import Base
from tests.support.migrations import migration_faults


def test_one_head_and_models_that_need_no_further_migration(tmp_path: Path) -> None:
    assert migration_faults(f"sqlite:///{tmp_path / 'empty.db'}") == []


@pytest.fixture
def table_without_migration() -> Iterator[None]:
    table = Table("planted", Base.metadata, Column("id", Integer, primary_key=True))
    yield
    Base.metadata.remove(table)


@pytest.mark.usefixtures("table_without_migration")
def test_a_model_without_its_migration_is_found(tmp_path: Path) -> None:
    (fault,) = migration_faults(f"sqlite:///{tmp_path / 'empty.db'}")

    assert "planted" in fault
