"""The whole import at once: every table, every row, every fault."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from data_layer.intake import documents, observations, organisation, schools, targets
from data_layer.intake.context import ImportContext
from data_layer.intake.cursor import ImportState, Row
from data_layer.intake.errors import IntakeError, shown
from data_layer.intake.recognise import RecognisedTable, recognise
from data_layer.intake.rows import CheckedImport, ObservationRow
from data_layer.intake.tables import SourceTable, TableKind, column_letters
from data_layer.progress import Counting, Step

Checked = TypeVar("Checked")

_LINES_NAMED: Final = 20


def check_tables(
    tables: Iterable[SourceTable], context: ImportContext, *, expected: TableKind | None = None
) -> CheckedImport:
    """Rows of all tables, or all errors at once in the order of tables and lines.

    expected: the one kind of table that is accepted (a command that loads schools alone); None = any.
    Schools of the import are known to its later tables. Nothing may be applied when there are errors.
    """
    state = ImportState(context, {code: school.levels for code, school in context.schools.items()})
    sources = list(tables)
    work = _Work(state, _recognised(sources, state, expected))
    checked = CheckedImport(
        schools=work.checked(TableKind.SCHOOLS, schools.check_school),
        targets=work.checked(TableKind.TARGETS, targets.check_target, targets.is_blank),
        observations=_checked_observations(work),
        documents=work.checked(TableKind.DOCUMENTS, documents.check_document, documents.is_blank),
        organisation=work.checked(TableKind.ORGANISATION, organisation.check_organisation, organisation.is_blank),
        errors=state.errors,
        notes=state.notes,
        file_paths=state.file_paths,
    )
    _name_unknown_sources(state)
    _name_ignored_files(state, sources)
    return checked


def _recognised(tables: Sequence[SourceTable], state: ImportState, expected: TableKind | None) -> list[RecognisedTable]:
    found = []
    for source in tables:
        state.notes.extend(source.notes)
        state.errors.extend(source.problems)
        if source.problems:
            continue
        table, errors, notes = recognise(source, expected=expected)
        state.errors.extend(errors)
        state.notes.extend(notes)
        if table is not None:
            found.append(table)
    if not found and not state.errors:
        state.errors.append(IntakeError(_name_of(tables), "все листы пусты", "заполните хотя бы один"))
    return found


def _name_of(tables: Sequence[SourceTable]) -> str:
    return tables[0].file if tables else "файл"


class _Work:
    """The tables that are being checked, and how far that has come."""

    def __init__(self, state: ImportState, tables: Sequence[RecognisedTable]) -> None:
        self.state = state
        self._tables = tables
        self._counting = Counting(Step.CHECKED, sum(len(table.rows) for table in tables))

    def checked(
        self,
        kind: TableKind,
        check: Callable[[Row], Checked | None],
        is_blank: Callable[[Row], bool] | None = None,
    ) -> list[Checked]:
        rows = []
        for table in self._tables:
            if table.kind is kind:
                filled = _filled_rows(self.state, table, is_blank, self._counting)
                rows += [found for row in filled if (found := check(row)) is not None]
        return rows


def _checked_observations(work: _Work) -> list[ObservationRow]:
    """Observations with the address of each denominator, as breakdowns are compared across rows."""
    addressed: list[tuple[ObservationRow, str]] = []

    def check(row: Row) -> ObservationRow | None:
        found = observations.check_observation(row)
        if found is not None:
            addressed.append((found, row.at("denominator")))
        return found

    rows = work.checked(TableKind.OBSERVATIONS, check, observations.is_blank)
    observations.refuse_uneven_breakdowns(work.state, addressed)
    return rows


def _filled_rows(
    state: ImportState, table: RecognisedTable, is_blank: Callable[[Row], bool] | None, counting: Counting
) -> Iterable[Row]:
    """Rows worth checking; empty lines pass silently, rows of a template left blank with a note."""
    skipped = []
    for line, cells in counting.each(table.rows):
        row = Row(state, table, line, list(cells))
        if not any(row.raw(column) is not None for column in table.columns) and not row.cells_beyond(table.width):
            continue
        _refuse_overlong(row)
        if is_blank is not None and row.is_sound and is_blank(row):
            skipped.append(line)
        else:
            yield row
    if not table.rows:
        state.notes.append(f"{table.source.title} · под заголовком нет ни одной строки")
    if skipped:
        state.notes.append(_skipped_note(table, skipped))


def _refuse_overlong(row: Row) -> None:
    """In a CSV a value beyond the last heading means that a comma or a quote moved the values of the row."""
    if row.table.source.sheet is not None:
        return
    for place in row.cells_beyond(row.table.width)[:1]:
        what = f"в строке больше значений, чем заголовков (лишнее в {column_letters(place)})"
        row.wrong_at(place, what, "проверьте разделитель, кавычки и десятичные запятые")


def _skipped_note(table: RecognisedTable, lines: Sequence[int]) -> str:
    named = ", ".join(str(line) for line in lines[:_LINES_NAMED])
    more = "" if len(lines) <= _LINES_NAMED else " и другие"
    return f"{table.source.title} · строки без значений пропущены: {len(lines)} (строки {named}{more})"


def _name_unknown_sources(state: ImportState) -> None:
    for source, address in state.unknown_sources.items():
        state.notes.append(f"{address} · источника «{source}» нет в каталоге, он записан как есть")


def _name_ignored_files(state: ImportState, sources: Iterable[SourceTable]) -> None:
    """Files of the folder that were neither tables nor named by a document."""
    used = {path.name for path in state.file_paths.values()}
    ignored = [shown(name) for source in sources for name in source.ignored_files if name not in used]
    if ignored:
        state.notes.append(f"другие файлы папки пропущены: {', '.join(ignored)}")
