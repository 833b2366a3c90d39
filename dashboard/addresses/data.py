"""The addresses of «Данные»: handing in a workbook, the grid, the board, and the panels of single entries."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from dashboard.addresses.reading import BLOCKS, Choices, href_of, one_of, read_block, read_year
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Cluster, Level, Stage

DATA_PATH: Final = "/data"
DOCUMENT_PANEL: Final = "/panels/document"
FILE_PATH: Final = "/downloads/document-file"
PAPER_PATH: Final = "/downloads/published-document"
PROGRESS_PATH: Final = "/panels/import-progress"
ORGANISATION: Final = "organisation"

_LONGEST_CODE: Final = 64
# Ids of documents are made by the application and have 63 bits.
_MOST_DIGITS: Final = 19


class DataView(StrEnum):
    """load: a workbook; edit: the grid of one school; board: who has handed in what.

    files: files of documents; review: documents that wait for the department; effectiveness: the list by which
    ВСОКО is judged; papers: what the department publishes.
    """

    LOAD = "load"
    EDIT = "edit"
    BOARD = "board"
    FILES = "files"
    REVIEW = "review"
    EFFECTIVENESS = "effectiveness"
    PAPERS = "papers"


class BoardOrder(StrEnum):
    """Order of schools on the board: by place, or by name. Never by diligence."""

    CLUSTER = "cluster"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class DataAddress:
    """school: its code; empty for a school's own people, whose school comes from the sign-in.

    block: the part of the grid that is shown; None = all. batch: id of the file that is looked at; has_all:
    whether all of its rows are shown. order, is_missing_only, cluster: of the board. stage, document: of the
    queue of documents under review, with block and school; it holds those of all years.
    """

    year: int
    view: DataView | None = None
    school: str = ""
    block: int | None = None
    batch: int | None = None
    has_all: bool = False
    cluster: Cluster | None = None
    order: BoardOrder = BoardOrder.CLUSTER
    is_missing_only: bool = False
    stage: Stage | None = None
    document: int | None = None

    def href(self, anchor: str = "", **changes: object) -> str:
        """The address of this view with some choices changed: `href(view=DataView.EDIT)`."""
        chosen = replace(self, **changes)  # type: ignore[arg-type] # names and types are those of the fields
        choices = {
            "year": format_year(chosen.year),
            "view": chosen.view,
            "school": chosen.school,
            "block": chosen.block,
            "batch": chosen.batch,
            "rows": "all" if chosen.has_all else None,
            "cluster": chosen.cluster,
            "order": None if chosen.order is BoardOrder.CLUSTER else chosen.order,
            "only": "missing" if chosen.is_missing_only else None,
            "stage": chosen.stage,
            "document": chosen.document,
        }
        return href_of(DATA_PATH, choices, anchor=anchor)


def parse_data(search: object, *, years: tuple[int, ...], today: date) -> tuple[DataAddress, tuple[str, ...]]:
    """The address behind a query string, and the Russian names of the choices it could not make out."""
    choices = Choices(search)
    address = DataAddress(
        year=choices.year(years=years, today=today),
        view=choices.take("view", "вид", DataView),
        school=choices.take("school", "школа", _code) or "",
        block=choices.take("block", "блок", read_block),
        batch=choices.take("batch", "загрузка", read_id),
        has_all=choices.take("rows", "строки", one_of(["all"])) is not None,
        cluster=choices.take("cluster", "кластер", Cluster),
        order=choices.take("order", "порядок", BoardOrder) or BoardOrder.CLUSTER,
        is_missing_only=choices.take("only", "отбор", one_of(["missing"])) is not None,
        stage=choices.take("stage", "стадия", Stage),
        document=choices.take("document", "документ", read_id),
    )
    return address, choices.unknown


def row_anchor(indicator: str, level: Level) -> str:
    """Where in the grid the row of an indicator and level stands."""
    return f"row-{indicator}-{level}"


def figures_href(*, school: str, year: int, indicator: str, level: Level) -> str:
    """The row of the grid in which a figure or a target is entered."""
    return DataAddress(year=year, view=DataView.EDIT, school=school).href(row_anchor(indicator, level))


def organisation_href(*, school: str, year: int) -> str:
    """Where the organisational items are entered."""
    return DataAddress(year=year, view=DataView.EDIT, school=school).href(ORGANISATION)


@dataclass(frozen=True, slots=True)
class DocumentAddress:
    """The panel of one cell of the cycle: what stands there, and the form that adds or corrects a document.

    document: id of the one to be corrected; is_new: the form of a new one is open at once. file: id of a stored
    file that a new one begins with.
    """

    school: str
    block: int
    stage: Stage
    year: int
    document: int | None = None
    is_new: bool = False
    file: int | None = None

    @property
    def href(self) -> str:
        choices = {
            "school": self.school,
            "block": self.block,
            "stage": self.stage,
            "year": format_year(self.year),
            "document": "new" if self.is_new else self.document,
            "file": self.file,
        }
        return href_of(DOCUMENT_PANEL, choices)


def parse_document(search: object, *, today: date) -> DocumentAddress | None:
    """None where the query string names no cell."""
    choices = Choices(search)
    school = choices.take("school", "школа", _code)
    block = choices.take("block", "блок", one_of(BLOCKS))
    stage = choices.take("stage", "стадия", Stage)
    year = choices.take("year", "год", lambda text: read_year(text, today=today))
    which = choices.take("document", "документ", _document)
    file = choices.take("file", "файл", read_id)
    if not school or block is None or stage is None or year is None or choices.unknown:
        return None
    return DocumentAddress(school, block, stage, year, which or None, is_new=which == 0, file=file)


def file_href(file: int) -> str:
    """Where a stored file is handed out."""
    return href_of(FILE_PATH, {"file": file})


def paper_href(document: int) -> str:
    """Where the file of a published document is handed out."""
    return href_of(PAPER_PATH, {"file": document})


def parse_file(search: object) -> int | None:
    """The id of the file asked for; None where the query string names none."""
    return Choices(search).take("file", "файл", read_id)


def review_href(*, year: int) -> str:
    """The queue of documents that wait for the department."""
    return DataAddress(year=year, view=DataView.REVIEW).href()


def read_id(text: str) -> int:
    """An id that the application has made. Raises ValueError."""
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise ValueError(text)
    number = int(text)
    if number >= 1 << 63:
        raise ValueError(text)
    return number


def _document(text: str) -> int:
    return 0 if text == "new" else read_id(text)


def _code(text: str) -> str:
    if not text or len(text) > _LONGEST_CODE:
        raise ValueError(text)
    return text
