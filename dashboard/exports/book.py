"""The book that a school fills in: every row it may hand in, locked but for what is entered, lists to choose from.

What is there already stands in it, so that a book sent back as it is changes nothing. Columns that only help
(the indicator's name, last year) are known to the import as such and pass without a word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dashboard.formatting import date_full, plain
from dashboard.texts.book import BOOK_GUIDE, HELP_COLUMNS, MISSING_WORDS, STATUS_WORDS
from dashboard.texts.data import figure_words
from dashboard.texts.series import short_break_words
from dashboard.texts.words import indicator_name
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.school_year import format_year
from data_layer.domain.series import break_with_last_year
from data_layer.domain.vocabulary import DocumentStatus, IndicatorKind
from data_layer.intake.recognise import LAYOUTS, TITLES
from data_layer.intake.tables import TableKind
from data_layer.intake.workbook import GUIDE_SHEET, LISTS_SHEET
from data_layer.queries.book import Book, DocumentLine, FigureRow

# Rows below the prepared ones, for slices by subject and class and for further documents.
SPARE_FIGURES: Final = 60
SPARE_DOCUMENTS: Final = 20

_KEY: Final = "key"
_ENTRY: Final = "entry"
_HELP: Final = "help"
_SPARE: Final = "spare"
_HEADING_LINE: Final = 0

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class _Column:
    """id: of the import, or one of HELP_COLUMNS. kind: how its cells look and whether they are locked."""

    id: str
    width: int
    kind: str = _ENTRY


@dataclass(slots=True)
class _Lists:
    """Lists to choose from, one column each on the hidden sheet; ranges by name."""

    columns: list[tuple[str, Sequence[str]]] = field(default_factory=list)

    def add(self, name: str, words: Sequence[str]) -> None:
        if words:
            self.columns.append((name, words))

    def range(self, name: str) -> str | None:
        for place, (known, words) in enumerate(self.columns):
            if known == name:
                letter = xl_col_to_name(place)
                return f"='{LISTS_SHEET}'!${letter}$2:${letter}${len(words) + 1}"
        return None


_FIGURES: Final = (
    _Column("school", 14, _KEY),
    _Column("indicator", 11, _KEY),
    _Column("help_name", 44, _HELP),
    _Column("level", 12, _KEY),
    _Column("year", 13, _KEY),
    _Column("subject", 14, _KEY),
    _Column("class_group", 9, _KEY),
    _Column("category", 18, _KEY),
    _Column("numerator", 12),
    _Column("denominator", 13),
    _Column("value", 11),
    _Column("baseline", 9),
    _Column("missing", 15),
    _Column("source", 24),
    _Column("note", 28),
    _Column("help_before", 24, _HELP),
)
_TARGETS: Final = (
    _Column("school", 14, _KEY),
    _Column("indicator", 11, _KEY),
    _Column("help_name", 44, _HELP),
    _Column("level", 12, _KEY),
    _Column("year", 13, _KEY),
    _Column("target", 11),
    _Column("help_reference", 18, _HELP),
    _Column("help_before", 20, _HELP),
)
_DOCUMENTS: Final = (
    _Column("school", 14, _KEY),
    _Column("block", 7, _KEY),
    _Column("stage", 24, _KEY),
    _Column("year", 13, _KEY),
    _Column("help_due", 12, _HELP),
    _Column("help_status", 14, _HELP),
    _Column("type", 34),
    _Column("title", 34),
    _Column("number", 12),
    _Column("date", 12),
    _Column("responsible", 22),
    _Column("addressee", 22),
    _Column("goals", 26),
    _Column("tasks", 26),
    _Column("deadlines", 20),
    _Column("url", 30),
    _Column("status", 14),
    _Column("covers", 22),
)
_ORGANISATION: Final = (
    _Column("school", 14, _KEY),
    _Column("year", 13, _KEY),
    _Column("item", 70, _KEY),
    _Column("present", 9),
    _Column("date", 12),
    _Column("url", 40),
)


def school_book(book: Book, *, district: str, may_set_targets: bool, is_school: bool) -> bytes:
    """may_set_targets: otherwise the targets can only be read. is_school: it does not review documents."""
    stream = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd.mm.yyyy",
    }
    file = xlsxwriter.Workbook(stream, options)
    file.set_properties({"title": f"ВСОКО {format_year(book.year)}, {book.school.short_name}"})
    writer = _Writer(file, book, district, may_set_targets=may_set_targets, is_school=is_school)
    writer.write()
    file.close()
    return stream.getvalue()


class _Writer:
    def __init__(self, file: Any, book: Book, district: str, *, may_set_targets: bool, is_school: bool) -> None:
        self._file = file
        self._book = book
        self._district = district
        self._may_set_targets = may_set_targets
        self._is_school = is_school
        self._year = format_year(book.year)
        self._lists = self._make_lists()
        self._targets = {(line.indicator.id, line.level): line for line in book.targets}
        edge = {"valign": "top", "border": 1, "border_color": "#DCE1E6"}
        self._formats = {
            _KEY: file.add_format({**edge, "bg_color": "#ECEFF2", "font_color": "#45525E", "text_wrap": True}),
            _HELP: file.add_format({**edge, "bg_color": "#F4F6F7", "font_color": "#45525E", "text_wrap": True}),
            _ENTRY: file.add_format({**edge, "locked": False, "text_wrap": True}),
            _SPARE: file.add_format({**edge, "locked": False, "text_wrap": True}),
        }
        self._day = file.add_format({**edge, "locked": False, "num_format": "dd.mm.yyyy"})
        self._head = file.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 2})

    def write(self) -> None:
        self._write_guide()
        self._write_table(TableKind.OBSERVATIONS, _FIGURES, self._figure_rows(), spare=SPARE_FIGURES)
        targets = _TARGETS if self._may_set_targets else _locked(_TARGETS)
        self._write_table(TableKind.TARGETS, targets, self._target_rows(), spare=0)
        self._write_table(TableKind.DOCUMENTS, _DOCUMENTS, self._document_rows(), spare=SPARE_DOCUMENTS)
        self._write_table(TableKind.ORGANISATION, _ORGANISATION, self._organisation_rows(), spare=0)
        self._write_lists()

    # --- lists and guide ------------------------------------------------------------------------------

    def _make_lists(self) -> _Lists:
        catalogue, lists = self._book.catalogue, _Lists()
        lists.add("missing", list(MISSING_WORDS.values()))
        lists.add("source", [source.title for source in catalogue.sources])
        lists.add("present", ["да", "нет"])
        statuses = [DocumentStatus.DRAFT, DocumentStatus.SUBMITTED] if self._is_school else list(DocumentStatus)
        lists.add("status", [STATUS_WORDS[status] for status in statuses])
        lists.add("indicator", [rule.code for rule in catalogue.enabled])
        lists.add("stage", [stage.title for stage in catalogue.stages])
        lists.add("type", [entry.title for entry in catalogue.document_types.values()])
        for stage in catalogue.stages:
            own = [
                catalogue.document_types[kind].title
                for kind, of_stage in catalogue.type_stages.items()
                if of_stage == stage.id
            ]
            lists.add(f"type:{stage.id}", own)
        return lists

    def _write_lists(self) -> None:
        page = self._file.add_worksheet(LISTS_SHEET)
        for place, (name, words) in enumerate(self._lists.columns):
            page.write_string(0, place, name)
            for line, word in enumerate(words, start=1):
                page.write_string(line, place, word)
        page.protect()
        page.hide()

    def _write_guide(self) -> None:
        page = self._file.add_worksheet(GUIDE_SHEET)
        page.set_column(0, 0, 100, self._file.add_format({"text_wrap": True, "valign": "top"}))
        title = self._file.add_format({"bold": True, "font_size": 16})
        bold = self._file.add_format({"bold": True})
        page.write_string(0, 0, f"Книга ВСОКО за {self._year} · {self._book.school.short_name}", title)
        page.write_string(1, 0, self._district)
        for line, (words, is_heading) in enumerate(BOOK_GUIDE, start=3):
            page.write_string(line, 0, words, bold if is_heading else None)
        page.hide_gridlines(2)
        page.protect()
        page.set_paper(9)

    # --- rows -----------------------------------------------------------------------------------------

    def _figure_rows(self) -> list[dict[str, Cell]]:
        return [self._figure_row(row) for row in self._book.figures]

    def _figure_row(self, row: FigureRow) -> dict[str, Cell]:
        titles = self._book.catalogue.category_titles.get(row.indicator.id, {})
        return {
            **self._keys(row.indicator, row.level),
            "subject": row.subject,
            "class_group": row.class_group,
            "category": titles.get(row.category, row.category),
            **_numbers(row.values or {}),
            "source": self._source((row.values or {}).get("source", "")),
            "note": (row.values or {}).get("note", ""),
            "help_before": self._before(row),
        }

    def _before(self, row: FigureRow) -> str:
        told = _before(row.before, row.indicator, target=self._compared_with(row))
        breaks = break_with_last_year(row.indicator, self._book.school.facts, self._book.year)
        return " · ".join(filter(None, (told, short_break_words(breaks)))) if told else ""

    def _compared_with(self, row: FigureRow) -> Decimal | None:
        """The target of last year's figure, else the one of this year; a slice has none of its own."""
        if row.subject or row.class_group or row.category:
            return None
        line = self._targets.get((row.indicator.id, row.level))
        if line is None:
            return None
        return next((each for each in (line.before, line.target, line.reference) if each is not None), None)

    def _keys(self, rule: IndicatorRule, level: str) -> dict[str, Cell]:
        return {
            "school": self._book.school.code,
            "indicator": rule.code,
            "help_name": indicator_name(rule.id, rule.title_short or rule.title),
            "level": _LEVELS[level],
            "year": self._year,
        }

    def _source(self, source: str) -> str:
        return next((each.title for each in self._book.catalogue.sources if each.id == source), source)

    def _target_rows(self) -> list[dict[str, Cell]]:
        return [
            {
                **self._keys(line.indicator, line.level),
                "target": line.target,
                "help_reference": "" if line.reference is None else plain(line.reference),
                "help_before": "" if line.before is None else plain(line.before),
            }
            for line in self._book.targets
        ]

    def _document_rows(self) -> list[dict[str, Cell]]:
        return [self._document_row(line) for line in self._book.documents]

    def _document_row(self, line: DocumentLine) -> dict[str, Cell]:
        catalogue, values = self._book.catalogue, dict(line.values)
        status = values.pop("status", None)
        is_of_school = status in {DocumentStatus.DRAFT, DocumentStatus.SUBMITTED}
        kind = values.pop("type", "")
        return {
            "school": self._book.school.code,
            "block": line.block,
            "stage": catalogue.stage(line.stage),
            "year": self._year,
            "help_due": "" if line.due is None else date_full(line.due),
            "help_status": STATUS_WORDS.get(status, "нет") if status else "нет",
            "type": catalogue.document_type(kind) if kind else "",
            # A school may not set what the department has set; an empty cell leaves it as it is.
            "status": STATUS_WORDS[status] if status and (is_of_school or not self._is_school) else "",
            **values,
            "stage_id": line.stage,
        }

    def _organisation_rows(self) -> list[dict[str, Cell]]:
        return [
            {
                "school": self._book.school.code,
                "year": self._year,
                "item": line.title,
                "present": None if line.is_present is None else "да" if line.is_present else "нет",
                "date": line.date,
                "url": line.url,
            }
            for line in self._book.organisation
        ]

    # --- a sheet --------------------------------------------------------------------------------------

    def _write_table(
        self, kind: TableKind, columns: Sequence[_Column], rows: Sequence[Mapping[str, Cell]], *, spare: int
    ) -> None:
        page = self._file.add_worksheet(TITLES[kind])
        titles = {**LAYOUTS[kind].columns, **HELP_COLUMNS}
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
            page.write_string(_HEADING_LINE, place, titles[column.id], self._head)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                self._write_cell(page, line, place, column, row.get(column.id))
                self._offer(page, line, place, column, str(row.get("stage_id", "")))
        for line in range(len(rows) + 1, len(rows) + 1 + spare):
            self._write_spare(page, line, columns)
        page.freeze_panes(1, next((place for place, each in enumerate(columns) if each.kind == _ENTRY), 0))
        page.set_row(_HEADING_LINE, 32)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _write_cell(self, page: Any, line: int, place: int, column: _Column, value: Cell) -> None:
        look = self._formats[column.kind]
        if value is None or value == "":
            page.write_blank(line, place, None, self._day if column.id == "date" else look)
        elif isinstance(value, str):
            page.write_string(line, place, value, look)
        elif isinstance(value, date):
            page.write_datetime(line, place, value, self._day)
        else:
            page.write_number(line, place, float(value), look)

    def _write_spare(self, page: Any, line: int, columns: Sequence[_Column]) -> None:
        """An empty row whose keys may be entered too; school and year are given."""
        given: Mapping[str, Cell] = {"school": self._book.school.code, "year": self._year}
        for place, column in enumerate(columns):
            if column.id in given:
                self._write_cell(page, line, place, _Column(column.id, 0, _KEY), given[column.id])
            elif column.kind == _HELP:
                self._write_cell(page, line, place, column, None)
            else:
                self._write_cell(page, line, place, _Column(column.id, 0, _SPARE), None)
                self._offer(page, line, place, _Column(column.id, 0, _SPARE), "")

    def _offer(self, page: Any, line: int, place: int, column: _Column, stage: str) -> None:
        """A list to choose from, where the column has one. What is typed against it is warned of, not refused."""
        if column.kind not in {_ENTRY, _SPARE}:
            return
        words = self._lists.range(f"{column.id}:{stage}" if stage and column.id == "type" else column.id)
        if words is None:
            return
        page.data_validation(
            line,
            place,
            line,
            place,
            {
                "validate": "list",
                "source": words,
                "error_type": "warning",
                "error_title": "Такого значения нет в списке",
                "error_message": "Проверьте написание или выберите значение из списка.",
            },
        )


_LEVELS: Final = {"noo": "НОО", "ooo": "ООО", "soo": "СОО", "school": "ОО в целом"}


def _locked(columns: Sequence[_Column]) -> list[_Column]:
    return [_Column(column.id, column.width, _HELP if column.kind == _ENTRY else column.kind) for column in columns]


def _numbers(values: Mapping[str, Any]) -> dict[str, Cell]:
    """The cells of numbers as the import reads them back without a change."""
    if values.get("missing"):
        return {"missing": "*" if values.get("is_hidden_at_source") else MISSING_WORDS[values["missing"]]}
    cells = {name: values.get(name) for name in ("numerator", "denominator", "value", "baseline")}
    if values.get("stated_percent") is not None:
        # The numerator was rebuilt from the percentage, and would be once more.
        cells |= {"numerator": None, "value": values["stated_percent"]}
    return cells


def _before(values: Mapping[str, Any] | None, rule: IndicatorRule, *, target: Decimal | None) -> str:
    if values is None:
        return ""
    main, beside = figure_words(values, rule, target=target)
    return f"{main} · {beside}" if beside and rule.kind is not IndicatorKind.GROWTH else main
