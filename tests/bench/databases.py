"""Databases to measure on: migrated, with the catalogue's template, filled through the commands."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from data_layer.commands.catalogue import load_template
from data_layer.commands.database import migrate
from data_layer.commands.districts import create_district
from data_layer.commands.files import FileStore
from data_layer.commands.imports import apply_import
from data_layer.commands.imports.apply import lock_district
from data_layer.intake.check import check_tables
from data_layer.intake.reading import read_path
from data_layer.queries.catalogue import intake_context
from data_layer.scope import Scope
from data_layer.session import create_app_engine, create_owner_engine, tenant_session, unscoped
from seed.generate import DemoDistrict, table_bytes
from tests.support.postgres import PostgresServer, PostgresUnavailableError, running_server

ROOT: Final = Path(__file__).parents[2]
# The demo is in the middle of closing its latest year on that day.
TODAY: Final = date(2026, 10, 14)
LATEST_YEAR: Final = "2025/26"


@dataclass(frozen=True, slots=True)
class Place:
    """A database and the folder beside it. name: of the engine, for the table."""

    name: str
    url: str
    folder: Path
    server: PostgresServer | None = None

    @property
    def store(self) -> FileStore:
        return FileStore(self.folder / "files")


@contextmanager
def places() -> Iterator[list[Place]]:
    """An empty database on each engine that this machine has; they end with the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="vsoko-bench-")))
        found = [_place("SQLite", f"sqlite:///{folder / 'vsoko.db'}", folder)]
        try:
            server = stack.enter_context(running_server())
        except PostgresUnavailableError:
            print("PostgreSQL is not installed here: `make install-engines`", flush=True)
        else:
            (folder / "postgresql").mkdir()
            found.append(_place("PostgreSQL", server.create_database("bench"), folder / "postgresql", server))
        yield found


def _place(name: str, url: str, folder: Path, server: PostgresServer | None = None) -> Place:
    migrate(create_owner_engine(url))
    engine = create_app_engine(url)
    with unscoped(engine, "the catalogue belongs to no district") as session:
        load_template(session, (ROOT / "seed" / "catalogue.yaml").read_text(encoding="utf-8"))
    engine.dispose()
    return Place(name, url, folder, server)


def copy_of(place: Place) -> str:
    """URL of a second database with everything that the first one holds. Nobody may be connected to it."""
    if place.server is not None:
        return place.server.create_database("bench_copy", template="bench")
    copy = place.folder / "copy.db"
    with (
        closing(sqlite3.connect(str(make_url(place.url).database))) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return f"sqlite:///{copy}"


def settle(url: str) -> None:
    """Give the planner of PostgreSQL the counts that autovacuum would collect; test servers have none."""
    engine = create_owner_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def write_year(folder: Path, district: DemoDistrict, *, copies: int = 1, schools: int | None = None) -> int:
    """Write the latest year of the demo as an import folder; the number of rows.

    copies: of every school, under other codes: a region has about fifty such districts. schools: only
    the first so many.
    """
    folder.mkdir(parents=True)
    chosen = {row["code"] for row in district.schools[:schools]}
    rows = 0
    for name, table in district.tables.items():
        kept = [row for row in table if _belongs(row, chosen)]
        copied = [copy for number in range(copies) for row in kept if (copy := _copy(row, number)) is not None]
        (folder / name).write_bytes(table_bytes(copied))
        rows += len(copied)
    for name, content in district.files.items():
        (folder / name).write_bytes(content)
    return rows


def _belongs(row: dict[str, str], schools: set[str]) -> bool:
    return row.get("year", LATEST_YEAR) == LATEST_YEAR and row.get("school", row.get("code", "")) in {*schools, ""}


def _copy(row: dict[str, str], number: int) -> dict[str, str] | None:
    """The row for another copy of its school; a reference of the district has no school and no copies."""
    name = "code" if "code" in row else "school"
    if not number:
        return row
    return {**row, name: f"{row[name]}-{number}"} if row[name] else None


def add_district(engine: Engine, code: str) -> int:
    return create_district(engine, code=code, title=f"Район {code}", actor="bench")


def import_folder(engine: Engine, district_id: int, folder: Path, *, store: FileStore) -> float:
    """Import a folder as the command line does; seconds from opening the files to the commit."""
    started = time.perf_counter()
    tables = read_path(folder)
    with tenant_session(engine, Scope((district_id,), is_read_only=False)) as session:
        lock_district(session)
        checked = check_tables(tables, intake_context(session, today=TODAY))
        del tables
        if checked.errors:
            raise RuntimeError(f"the demo has {len(checked.errors)} errors: {checked.errors[0]}")
        apply_import(session, checked, actor="bench", file_name=folder.name, store=store)
    return time.perf_counter() - started
