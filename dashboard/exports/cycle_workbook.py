"""«Управленческий цикл» as a workbook: the matrix in words, its cells one by one, the flags."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.exports.workbook import About, CellValue, Column, ColumnKind, Sheet, workbook
from dashboard.texts.cycle import RULES, STAGES_SHORT, cell_words, cycle_headline, cycle_scope, shown_words
from dashboard.texts.words import BLOCKS_SHORT, CELL_STATES, CLUSTERS, LEVELS, SEVERITIES, STAGES
from data_layer.domain.vocabulary import RequirementLevel
from data_layer.queries.cycle import CellRow
from data_layer.queries.cycle_views import DistrictCycle, Place, SchoolCycle
from data_layer.queries.views import FlagItem

_REQUIRED = {
    RequirementLevel.REQUIRED: "да",
    RequirementLevel.OPTIONAL: "не обязателен",
    RequirementLevel.NOT_USED: "не требуется",
}


@dataclass(frozen=True, slots=True)
class CycleFile:
    """The view to write and how its reader sees it.

    view: with its flags in words. name_of, order_of: what a school is called, and where it stands, by its code.
    words_of: the sentence of a flag. is_coded: names are hidden, so codes and names of documents are too.
    filters: the choices that only the list of flags has, in words. author: who made the file.
    """

    view: DistrictCycle
    name_of: Callable[[str], str]
    order_of: Callable[[str], int]
    words_of: Callable[[FlagItem], str]
    is_coded: bool
    is_own_school: bool
    filters: Sequence[str]
    author: str


def cycle_workbook(file: CycleFile) -> bytes:
    view = file.view
    scope = [cycle_scope(view.filters, is_own_school=file.is_own_school), *file.filters]
    shown = shown_words(view)
    about = About(
        "Управленческий цикл",
        (
            ("Район", view.district),
            ("Отбор", " · ".join(scope)),
            *((("Показано", shown),) if shown else ()),
            ("Вывод", cycle_headline(view, is_own_school=file.is_own_school)),
            ("На дату", f"{view.today:%d.%m.%Y}"),
            ("Источник", "сведения школ"),
            ("Составил", file.author),
        ),
    )
    rows = sorted(view.rows, key=lambda row: file.order_of(row.school))
    return workbook([_matrix(file, rows), _cells(file, rows), _flags(file)], about=about)


def _matrix(file: CycleFile, rows: Sequence[SchoolCycle]) -> Sheet:
    """A line per school, a column per block and stage; the last line counts what is there."""
    view = file.view
    columns = [
        Column("Школа", width=28),
        Column("Тип местности", width=14),
        *(Column(_place_title(place), width=22) for place in view.places),
        Column("Есть", ColumnKind.WHOLE, width=8),
        Column("Требуется", ColumnKind.WHOLE, width=11),
        Column("Просрочено", ColumnKind.WHOLE, width=12),
    ]
    lines = [_matrix_row(file, row) for row in rows]
    totals: list[CellValue] = ["Есть у показанных школ", None]
    for place in view.places:
        count = view.columns.get(place)
        totals.append("не требуется" if count is None else f"{count.k} из {count.n}")
    overdue = sum(row.overdue for row in rows)
    return Sheet("Матрица", columns, [*lines, [*totals, view.total.k, view.total.n, overdue]])


def _place_title(place: Place) -> str:
    block, stage = place
    return f"{block}. {BLOCKS_SHORT.get(block, f'Блок {block}')} · {STAGES_SHORT[stage].lower()}"


def _matrix_row(file: CycleFile, row: SchoolCycle) -> list[CellValue]:
    by_place = {(cell.block, cell.stage): cell for cell in row.cells}
    words = [cell_words(by_place[place], today=file.view.today) for place in file.view.places]
    cluster = CLUSTERS[row.cluster] if row.cluster else ""
    return [file.name_of(row.school), cluster, *words, row.there.k, row.there.n, row.overdue]


def _cells(file: CycleFile, rows: Sequence[SchoolCycle]) -> Sheet:
    """A line per cell, to be sorted and filtered."""
    columns = [
        Column("Школа", width=28),
        Column("Блок", ColumnKind.WHOLE, width=7),
        Column("Стадия", width=26),
        Column("Требуется", width=14),
        Column("Состояние", width=18),
        Column("Срок", ColumnKind.DATE, width=12),
        Column("Просрочено, дней", ColumnKind.WHOLE, width=12),
        Column("Документ", width=24),
        Column("Дата документа", ColumnKind.DATE, width=14),
    ]
    lines = [_cell_row(file, row.school, cell) for row in rows for cell in row.cells]
    return Sheet("Ячейки", columns, lines)


def _cell_row(file: CycleFile, school: str, cell: CellRow) -> list[CellValue]:
    late = (file.view.today - cell.due).days if cell.is_overdue and cell.due is not None else None
    return [
        file.name_of(school),
        cell.block,
        STAGES[cell.stage],
        _REQUIRED[cell.required],
        CELL_STATES[cell.state],
        cell.due,
        late,
        "" if file.is_coded else cell.document,
        cell.date,
    ]


def _flags(file: CycleFile) -> Sheet:
    columns = [
        Column("Школа", width=28),
        Column("Важность", width=12),
        Column("Правило", width=30),
        Column("Блок", ColumnKind.WHOLE, width=7),
        Column("Стадия", width=24),
        Column("Уровень", width=12),
        Column("Срок", ColumnKind.DATE, width=12),
        Column("Просрочено, дней", ColumnKind.WHOLE, width=12),
        Column("Документ", width=22),
        Column("Замечание", width=70),
        Column("Почему", width=50),
        Column("Что сделать", width=50),
    ]
    return Sheet("Замечания", columns, [_flag_row(file, item) for item in file.view.flags])


def _flag_row(file: CycleFile, item: FlagItem) -> list[CellValue]:
    return [
        file.name_of(item.school),
        SEVERITIES[item.severity],
        RULES[item.rule],
        item.block,
        STAGES[item.stage] if item.stage else "",
        LEVELS[item.level] if item.level else "",
        item.due,
        item.days_overdue,
        "" if file.is_coded else item.document,
        file.words_of(item),
        item.why,
        item.what_to_do,
    ]
