"""`import` and `schools load`: a file is checked as a whole, then written as a whole or not at all."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from dashboard.access.policy import Permission
from dashboard.cli.asking import Asker, asker
from dashboard.cli.failures import fail, on_current_database, say
from dashboard.cli.options import as_option, district_option, school_option
from dashboard.cli.progress import shown_progress
from dashboard.services import services
from dashboard.texts.foreign import understood_lines
from data_layer.commands.files import FileStore
from data_layer.commands.imports import ImportOutcome, apply_import
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.imports.checking import Importer, check_import
from data_layer.commands.imports.preview import preview_import
from data_layer.commands.imports.writing import Tally
from data_layer.intake.reading import read_path
from data_layer.intake.rows import CheckedImport
from data_layer.intake.tables import TableKind
from data_layer.queries.directory import school_list
from data_layer.session import TenantSession

FILES: Final = "files"
# From here on a person waits long enough to be told what is going on.
_MANY_ROWS: Final = 20_000

_TABLES: Final[Mapping[str, str]] = {
    TableKind.SCHOOLS: "школы",
    TableKind.TARGETS: "цели",
    TableKind.OBSERVATIONS: "показатели",
    TableKind.DOCUMENTS: "документы",
    TableKind.ORGANISATION: "организация",
}


@click.command("import", help="Внести файл или папку с таблицами.")
@click.argument("path", type=click.Path(path_type=Path))
@district_option
@school_option
@as_option
@click.option("--dry-run", is_flag=True, help="Только проверить и показать, что изменится.")
@on_current_database
def import_command(path: Path, district: str, school: str | None, login: str | None, *, dry_run: bool) -> None:
    who = asker(district, login=login, school_code=school)
    run_import(path, who, school=school, is_dry_run=dry_run)


def run_import(
    path: Path, who: Asker, *, school: str | None = None, is_dry_run: bool = False, expected: TableKind | None = None
) -> None:
    """Check and apply; prints faults, notes and what has changed on stderr.

    expected: the one kind of table that is accepted, None for any.
    """
    # Read before the lock: other writers of the district need not wait while a big file is taken apart.
    tables = read_path(path)
    count = sum(len(table.rows) for table in tables)
    if count >= _MANY_ROWS:
        say(f"Прочитано строк: {count}. Идёт проверка и запись, это может занять минуту.")
    with who.writing(Permission.WRITE_DATA) as session:
        lock_district(session)
        with shown_progress():
            checked = check_import(session, tables, _importer(session, who, school), expected=expected)
        # Cells as they were read and rows as they were checked need not both stay in memory.
        del tables
        for note in (*understood_lines(path.name, checked.understood), *checked.notes):
            say(note)
        if checked.errors:
            fail(str(error) for error in checked.errors)
        with shown_progress(is_rehearsal=is_dry_run):
            outcome = _outcome(session, checked, who, path, is_dry_run=is_dry_run)
    say(_summary(path, outcome, is_dry_run=is_dry_run))


def _importer(session: TenantSession, who: Asker, school: str | None) -> Importer:
    return Importer(
        actor=who.actor,
        today=who.today(),
        only_school=_only_school(session, who, school),
        is_school=who.is_school,
        may_set_targets=who.may(Permission.WRITE_TARGETS),
    )


def _only_school(session: TenantSession, who: Asker, school: str | None) -> str | None:
    """The one school whose rows are accepted: the one named, or the asker's own."""
    if school is not None:
        return who.named_school(session, school)
    return school_list(session)[0].code if who.is_school else None


def _outcome(
    session: TenantSession, checked: CheckedImport, who: Asker, path: Path, *, is_dry_run: bool
) -> ImportOutcome:
    if is_dry_run:
        return preview_import(session, checked, actor=who.actor).outcome
    store = FileStore(services().settings.data_dir / FILES)
    name = path.name or str(path)
    return apply_import(session, checked, actor=who.actor, file_name=name, sha256=_digest(path), store=store)


def _digest(path: Path) -> str:
    """SHA-256 over the file, or over names and contents of the folder's files."""
    files = [path] if path.is_file() else sorted(each for each in path.iterdir() if each.is_file())
    digest = hashlib.sha256()
    for each in files:
        if path.is_dir():
            digest.update(each.name.encode("utf-8", "surrogateescape") + b"\0")
        with each.open("rb") as stream:
            while part := stream.read(1 << 20):
                digest.update(part)
    return digest.hexdigest()


def _summary(path: Path, outcome: ImportOutcome, *, is_dry_run: bool) -> str:
    name = path.name or str(path)
    if not outcome.is_changed:
        return f"{name}: без изменений."
    parts = [_tally(_TABLES.get(table, table), tally) for table, tally in outcome.tallies.items() if tally.written]
    done = "будет внесено" if is_dry_run else "внесено"
    return f"{name}: {done}: {'; '.join(parts)}."


def _tally(title: str, tally: Tally) -> str:
    counts = (("новых", tally.new), ("изменено", tally.changed), ("без изменений", tally.unchanged))
    return f"{title} — " + ", ".join(f"{words} {count}" for words, count in counts if count)
