"""The address of «Управленческий цикл» and of what is made from it: an opened cell, files, letters."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import quote

from dashboard.addresses.names import Names
from dashboard.addresses.reading import Choices, href_of, read_block
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import COUNTED_STAGES, Cluster, Rule, Severity, Stage
from data_layer.queries.cycle_views import CycleFilters, FlagFilters, Show

CYCLE_PATH: Final = "/cycle"
CELL_PATH: Final = "/panels/cycle-cell"
WORKBOOK_PATH: Final = "/downloads/cycle.xlsx"
LETTER_PATH: Final = "/downloads/letter.docx"
LETTERS_PATH: Final = "/downloads/letters.zip"
# Longer than any code of a school.
_LONGEST_CODE: Final = 64
# The place of the list of flags on the page.
FLAGS_ANCHOR: Final = "flags"
# The row of an opened cell.
CELL_ANCHOR: Final = "cell-detail"


class View(StrEnum):
    """The matrix with the flags counted below it, or the flags one by one."""

    MATRIX = "matrix"
    LIST = "list"


class CellChoice(NamedTuple):
    """A cell of the matrix. school: its code, or its number where names are coded."""

    school: str
    block: int
    stage: Stage

    def __str__(self) -> str:
        return f"{self.school}:{self.block}:{self.stage}"


@dataclass(frozen=True, slots=True)
class CycleAddress:
    """What the address of «Управленческий цикл» asks for. None means all; rule, severity and school narrow the list."""

    year: int
    show: Show = Show.ALL
    stage: Stage | None = None
    block: int | None = None
    cluster: Cluster | None = None
    view: View = View.MATRIX
    rule: Rule | None = None
    severity: Severity | None = None
    school: str | None = None
    names: Names = Names.SHOWN
    cell: CellChoice | None = None

    @property
    def filters(self) -> CycleFilters:
        return CycleFilters(self.year, self.show, self.stage, self.block, self.cluster)

    @property
    def flag_filters(self) -> FlagFilters:
        """Those of the list; the matrix counts flags of all kinds."""
        return FlagFilters(self.rule, self.severity, self.school) if self.view is View.LIST else FlagFilters()

    @property
    def is_coded(self) -> bool:
        return self.names is Names.CODED

    def href(self, anchor: str = "", **changes: object) -> str:
        """The address with some choices changed; an opened cell closes unless it is named."""
        chosen = replace(self, **{"cell": None, **changes})  # type: ignore[arg-type] # names and types of the fields
        return href_of(CYCLE_PATH, _choices(chosen), anchor=anchor)

    @property
    def workbook_href(self) -> str:
        """The file of exactly this view."""
        return href_of(WORKBOOK_PATH, _choices(replace(self, cell=None)))


def parse_cycle(search: object, *, years: tuple[int, ...], today: date) -> tuple[CycleAddress, tuple[str, ...]]:
    """The address behind a query string, and the Russian names of the choices it could not make out."""
    choices = Choices(search)
    address = CycleAddress(
        year=choices.year(years=years, today=today),
        show=choices.take("show", "показать", Show) or Show.ALL,
        stage=choices.take("stage", "стадия", read_stage),
        block=choices.take("block", "блок", read_block),
        cluster=choices.take("cluster", "кластер", Cluster),
        view=choices.take("view", "вид", View) or View.MATRIX,
        rule=choices.take("rule", "правило", Rule),
        severity=choices.take("severity", "важность", Severity),
        school=choices.take("school", "школа", _code),
        names=choices.take("names", "имена", Names) or Names.SHOWN,
        cell=choices.take("cell", "ячейка", read_cell),
    )
    return address, choices.unknown


def read_stage(text: str) -> Stage:
    """A stage that is counted. Raises ValueError."""
    stage = Stage(text)
    if stage not in COUNTED_STAGES:
        raise ValueError(text)
    return stage


def read_cell(text: str) -> CellChoice:
    """`s05:3:analysis`; a code may hold colons itself. Raises ValueError."""
    school, block, stage = text.rsplit(":", 2)
    return CellChoice(_code(school), read_block(block), read_stage(stage))


def cell_hrefs(address: CycleAddress, school: str) -> str:
    """What the address of every cell of a school begins with; block, colon and stage follow.

    A matrix has a thousand cells: putting their addresses together from the parts each time would take longer than
    all its queries.
    """
    return f"{address.href()}&cell={quote(school, safe='')}:"


def letter_href(*, year: int, school: str | None = None, cluster: Cluster | None = None, is_zip: bool = False) -> str:
    """The letter to one school; to all that have something to hand in, of one cluster perhaps, where none is named.

    is_zip: a file per school instead of a page per school.
    """
    choices: dict[str, object] = {
        "year": format_year(year),
        "school": school,
        "cluster": cluster,
    }
    return href_of(LETTERS_PATH if is_zip else LETTER_PATH, choices)


@dataclass(frozen=True, slots=True)
class LetterAddress:
    """Whom letters are for. school: None for all that have something to hand in; cluster: of these."""

    year: int
    school: str | None
    cluster: Cluster | None


def parse_letter(search: object, *, years: tuple[int, ...], today: date) -> tuple[LetterAddress, tuple[str, ...]]:
    """As parse_cycle. A letter must not go to other schools than those meant, so the caller refuses what is unknown."""
    choices = Choices(search)
    address = LetterAddress(
        year=choices.year(years=years, today=today),
        school=choices.take("school", "школа", _code),
        cluster=choices.take("cluster", "кластер", Cluster),
    )
    return address, choices.unknown


def _code(text: str) -> str:
    if not 0 < len(text) <= _LONGEST_CODE:
        raise ValueError(text)
    return text


def _unless(value: StrEnum, default: StrEnum) -> StrEnum | None:
    return None if value is default else value


def _choices(address: CycleAddress) -> dict[str, object]:
    is_list = address.view is View.LIST
    return {
        "year": format_year(address.year),
        "show": _unless(address.show, Show.ALL),
        "stage": address.stage,
        "block": address.block,
        "cluster": address.cluster,
        "view": _unless(address.view, View.MATRIX),
        "rule": address.rule if is_list else None,
        "severity": address.severity if is_list else None,
        "school": address.school if is_list else None,
        "names": _unless(address.names, Names.SHOWN),
        "cell": address.cell,
    }
