"""`results rebuild` and `check`: whether what is derived and what it stands on are in order."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from dashboard.cli.failures import fail, guarded, on_current_database, say
from dashboard.cli.progress import shown_progress
from dashboard.services import services
from data_layer.commands.database import schema_faults
from data_layer.commands.derive import differences, refresh
from data_layer.commands.imports.apply import lock_district
from data_layer.queries.people import districts as all_districts
from data_layer.scope import Scope
from data_layer.session import tenant_session, unscoped

_LEAST_FREE_BYTES: Final = 200 * 2**20

results = AppGroup("results", help="Производные строки.")


@results.command("rebuild", help="Вывести все результаты заново из внесённых данных.")
@click.option("--check", "is_check", is_flag=True, help="Только сравнить, ничего не записывать.")
@on_current_database
def rebuild(*, is_check: bool) -> None:
    if not is_check:
        written = rebuild_results()
        say("Строк записано:")
        click.echo(str(written))
        return
    found = sum(_differing(district_id) for district_id in district_ids())
    click.echo(str(found))
    if found:
        fail([f"Расхождений с внесёнными данными: {found}. Выполните «results rebuild»."])
    say("Расхождений нет.")


def rebuild_results() -> int:
    """Derive the rows of every district anew; returns how many were written."""
    return sum(_rebuilt(district_id) for district_id in district_ids())


def district_ids() -> list[int]:
    """Of every district in the database."""
    with unscoped(services().engine, "upkeep goes through every district", is_read_only=True) as session:
        return [each.district_id for each in all_districts(session)]


def _rebuilt(district_id: int) -> int:
    with tenant_session(services().engine, Scope((district_id,), is_read_only=False)) as session:
        lock_district(session)
        with shown_progress():
            return refresh(session)


def _differing(district_id: int) -> int:
    with tenant_session(services().engine, Scope((district_id,))) as session, shown_progress():
        return differences(session)


@click.command("check", help="Проверить базу, производные строки и место на диске.")
@guarded
def check() -> None:
    faults = [*schema_faults(services().engine)]
    if not faults:
        faults += _derived_faults()
    faults += _disk_faults(services().settings.data_dir)
    if faults:
        fail(faults)
    say("База, миграции, производные строки и место на диске в порядке.")


def _derived_faults() -> Sequence[str]:
    found = sum(_differing(district_id) for district_id in district_ids())
    return [f"Производные строки расходятся с данными: {found}. Выполните «results rebuild»."] if found else []


def _disk_faults(folder: Path) -> Sequence[str]:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free >= _LEAST_FREE_BYTES:
        return []
    return [f"На диске осталось {free // 2**20} МБ, нужно не менее {_LEAST_FREE_BYTES // 2**20}."]
