"""The demo district as the tables of an import: invented, reproducible, free of database and clock.

The tables have the exact form of contracts.md, «Import», so that what a district hands in and what the
demo shows go the same way. The same random seed gives the same bytes.
"""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

from seed.figures import observation_rows
from seed.papers import document_files, document_rows, organisation_rows
from seed.roster import DISTRICT_CODE, DISTRICT_TITLE, REGION_CODE, REGION_TITLE, USERS, DemoUser, school_rows
from seed.special_cases import PLANTED_FIGURES, SPECIAL_CASES, SpecialCase
from seed.targets import target_rows

SEED: Final = 20260909

Table: TypeAlias = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class DemoDistrict:
    """Rows by their English headings, as text, empty = absent; files by the names that documents give."""

    schools: Table
    observations: Table
    targets: Table
    documents: Table
    organisation: Table
    users: tuple[DemoUser, ...] = USERS
    files: dict[str, bytes] = field(default_factory=dict)
    code: str = DISTRICT_CODE
    title: str = DISTRICT_TITLE
    region_code: str = REGION_CODE
    region_title: str = REGION_TITLE
    special_cases: tuple[SpecialCase, ...] = SPECIAL_CASES

    @property
    def tables(self) -> dict[str, Table]:
        """Tables by the file names of an import folder, in the order of an import."""
        return {
            "schools.csv": self.schools,
            "targets.csv": self.targets,
            "observations.csv": self.observations,
            "documents.csv": self.documents,
            "organisation.csv": self.organisation,
        }


def demo_tables(*, seed: int = SEED) -> DemoDistrict:
    """The whole demo district. seed: any whole number; the special cases stand whatever it is."""

    def draws(*keys: object) -> Random:
        return Random("/".join(map(str, (seed, *keys))))

    observations = observation_rows(draws, PLANTED_FIGURES)
    return DemoDistrict(
        schools=school_rows(),
        observations=observations,
        targets=target_rows(draws, observations),
        documents=document_rows(draws),
        organisation=organisation_rows(draws),
        files=document_files(),
    )


def write_folder(path: Path, *, seed: int = SEED) -> DemoDistrict:
    """Write the demo district as an import folder; the folder is made where it is missing."""
    district = demo_tables(seed=seed)
    path.mkdir(parents=True, exist_ok=True)
    for name, table in district.tables.items():
        (path / name).write_bytes(table_bytes(table))
    for name, content in district.files.items():
        (path / name).write_bytes(content)
    return district


def table_bytes(table: Table) -> bytes:
    """A table as CSV: UTF-8, comma, line feed; the headings are those of the first row."""
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return written.getvalue().encode()
