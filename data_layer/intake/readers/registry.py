"""All readers, in the order in which they are tried, and the tables of a foreign file taken apart by them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data_layer.intake.readers import (
    described,
    exam_table,
    fisoko_2020,
    fisoko_2021,
    fisoko_protocol,
    fisoko_statistics,
    rcoi,
    resh,
    vosh,
)
from data_layer.intake.readers.headers import Header
from data_layer.intake.readers.pasted import folded
from data_layer.intake.readers.personal import refusal
from data_layer.intake.readers.reader import Reader
from data_layer.intake.tables import SourceTable

READERS: Final[tuple[Reader, ...]] = (
    fisoko_protocol.READER,
    fisoko_2021.READER,
    fisoko_2020.READER,
    fisoko_statistics.READER,
    resh.READER,
    vosh.READER,
    rcoi.READER,
    exam_table.READER,
    *described.READERS,
)


def reader_of(table: SourceTable) -> tuple[Reader, Header] | None:
    for reader in READERS:
        header = reader.recognise(table)
        if header is not None:
            return reader, header
    return None


def is_known(table: SourceTable) -> bool:
    """Whether some reader takes the table, be it a column of single cells."""
    return reader_of(folded(table)) is not None


def understood_tables(tables: Sequence[SourceTable]) -> list[SourceTable] | None:
    """The tables that some reader knows, each with what it understood; None where there is none.

    A file that names people is refused as a whole: then there is one table, whose `problems` say why.
    """
    sheets = [folded(table) for table in tables]
    fault = refusal(sheets)
    if fault is not None:
        return [SourceTable(sheets[0].file, None, problems=(fault,), names_people=True)]
    found = [(table, *known) for table in sheets if (known := reader_of(table)) is not None]
    if not found:
        return None
    taken = [replace(table, understood=reader.read(table, header, sheets)) for table, reader, header in found]
    passed = [f"«{table.sheet}»" for table in sheets if table.sheet and all(table is not known for known, *_ in found)]
    if passed:
        taken[0] = taken[0].with_notes(f"{taken[0].file} · другие листы пропущены: {', '.join(passed)}")
    return taken
