"""A new district while somebody else adds one: a sentence for the later of the two, and nothing half done."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from data_layer.commands import districts
from data_layer.commands.catalogue import load_template
from data_layer.commands.database import migrate
from data_layer.commands.districts import create_district
from data_layer.errors import ConflictError
from data_layer.models import District, Region
from data_layer.scope import Scope
from data_layer.session import TenantSession, create_app_engine, create_owner_engine, tenant_session, unscoped

CATALOGUE = Path(__file__).parents[3] / "seed" / "catalogue.yaml"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    owner = create_owner_engine(database_url)
    migrate(owner)
    owner.dispose()
    made = create_app_engine(database_url)
    with unscoped(made, "test") as session:
        load_template(session, CATALOGUE.read_text(encoding="utf-8"))
    yield made
    made.dispose()


def add_late(engine: Engine, code: str, *, region: str | None = None, before: str) -> None:
    """Add a district; between its check and its rows somebody else adds the one called `before`."""
    with pytest.MonkeyPatch.context() as patch:

        def plant(engine: Engine, scope: Scope) -> AbstractContextManager[TenantSession]:
            patch.undo()
            create_district(engine, code=before, title="Первый", actor="test")
            return tenant_session(engine, scope)

        patch.setattr(districts, "tenant_session", plant)
        create_district(engine, code=code, title="Второй", region_code=region, actor="test")


def known(engine: Engine) -> tuple[list[tuple[int, str, str]], list[str]]:
    """Districts with id, code and title; codes of regions."""
    with unscoped(engine, "test", is_read_only=True) as session:
        rows = session.execute(select(District.id, District.code, District.title).order_by(District.id))
        return [(row.id, row.code, row.title) for row in rows], list(session.scalars(select(Region.code)))


def test_of_two_districts_of_one_code_the_later_is_told_to_choose_another(engine: Engine) -> None:
    with pytest.raises(ConflictError, match="Район с кодом «north» уже есть"):
        add_late(engine, "north", region="r1", before="north")

    assert known(engine) == ([(1, "north", "Первый")], [])


def test_of_two_districts_added_at_once_the_later_is_told_to_repeat(engine: Engine) -> None:
    with pytest.raises(ConflictError, match="В это же время добавлен другой район"):
        add_late(engine, "south", region="r1", before="north")
    refused = known(engine)
    create_district(engine, code="south", title="Второй", region_code="r1", actor="test")

    assert refused == ([(1, "north", "Первый")], [])
    assert known(engine) == ([(1, "north", "Первый"), (2, "south", "Второй")], ["r1"])


def test_a_known_code_brings_no_new_region(engine: Engine) -> None:
    create_district(engine, code="north", title="Первый", region_code="r1", actor="test")

    with pytest.raises(ConflictError):
        create_district(engine, code="north", title="Второй", region_code="r2", actor="test")
    assert known(engine)[1] == ["r1"]
