"""Checked rows of an import, ready to be applied. None = the cell was absent or empty.

`address` names the row for people («observations.csv · A679», «Показатели!A12»).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from data_layer.domain.facts import Cell
from data_layer.domain.vocabulary import Cluster, DocumentStatus, Level, MissingCode, SchoolKind, Stage
from data_layer.intake.errors import IntakeError

RESTORED_FROM_PERCENT = "восстановлено из процентов"
HIDDEN_AT_SOURCE = "скрыто в источнике"


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """levels: as given, in the order of education, never empty; None leaves what is known or what kind implies."""

    address: str
    code: str
    short_name: str
    kind: SchoolKind
    full_name: str | None = None
    cluster: Cluster | None = None
    pupils: int | None = None
    fis_oko_login: str | None = None
    rcoi_code: str | None = None
    inn: str | None = None
    levels: tuple[Level, ...] | None = None


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One number or one missing code; slices that are absent are empty strings.

    numerator, denominator: of shares, whole, numerator <= denominator. value, baseline: whole units
    of counts. stated_percent: the percentage (six decimals) from which numerator was restored; then
    note carries the mark. With `missing` there are no numbers. source: an id of the catalogue where it
    is known there, else the text as given.
    """

    address: str
    school: str
    indicator: str
    level: Level
    year: int
    subject: str = ""
    class_group: str = ""
    category: str = ""
    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    baseline: int | None = None
    stated_percent: Decimal | None = None
    missing: MissingCode | None = None
    is_hidden_at_source: bool = False
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """school None = the district's reference. target: percent for shares, units for counts."""

    address: str
    school: str | None
    indicator: str
    level: Level
    year: int
    target: Decimal


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A known document keeps what is None (or () of covers) here."""

    address: str
    school: str
    block: int
    stage: Stage
    year: int
    type: str
    title: str | None = None
    number: str | None = None
    date: dt.date | None = None
    responsible: str | None = None
    addressee: str | None = None
    goals: str | None = None
    tasks: str | None = None
    deadlines: str | None = None
    url: str | None = None
    file: str | None = None
    status: DocumentStatus | None = None
    covers: tuple[Cell, ...] = ()

    @property
    def label(self) -> str:
        """What makes a document known again: its number, or else its title."""
        return self.number or self.title or ""


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    address: str
    school: str
    year: int
    item: str
    is_present: bool
    date: dt.date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedImport:
    """All rows of an import, or the errors because of which nothing of it may be applied.

    notes: lines for people about what was passed over. file_paths: bare name in `DocumentRow.file` → file.
    understood: what is told of tables of others, JSON-ready (`readers.interpret`).
    """

    schools: list[SchoolRow] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)
    observations: list[ObservationRow] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)
    organisation: list[OrganisationRow] = field(default_factory=list)
    errors: list[IntakeError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    file_paths: Mapping[str, Path] = field(default_factory=dict)
    understood: Sequence[Mapping[str, Any]] = ()

    @property
    def row_count(self) -> int:
        """Rows of all tables together."""
        tables = (self.schools, self.targets, self.observations, self.documents, self.organisation)
        return sum(len(rows) for rows in tables)
