"""The school card as a workbook: figures, the cycle, documents and what is to be done."""

from datetime import date
from typing import TypeAlias

from dashboard.exports.workbook import About, CellValue, Column, ColumnKind, Sheet, workbook
from dashboard.formatting import date_full
from dashboard.texts.cycle import cycle_words
from dashboard.texts.results import verdict
from dashboard.texts.words import CELL_STATES, LEVELS, SEVERITIES, STAGES, author_words, without_number
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import CellState, DocumentStatus, IndicatorKind, Status
from data_layer.queries.explanation.views import DocumentLine
from data_layer.queries.views import BlockCard, CycleCell, FlagItem, GoalCard, ResultLine, SchoolCard

_SHARES = frozenset({IndicatorKind.SHARE, IndicatorKind.RETENTION})
_STATES = {
    DocumentStatus.ACCEPTED: CellState.ACCEPTED,
    DocumentStatus.SUBMITTED: CellState.SUBMITTED,
    DocumentStatus.RETURNED: CellState.RETURNED,
    DocumentStatus.DRAFT: CellState.DRAFT,
}
_FIGURES = (
    Column("Блок", ColumnKind.WHOLE, 6),
    Column("Цель", width=8),
    Column("Показатель", width=44),
    Column("Уровень", width=16),
    Column("Числитель", ColumnKind.WHOLE, 11),
    Column("Знаменатель", ColumnKind.WHOLE, 12),
    Column("Значение", ColumnKind.PERCENT, 10),
    Column("База", ColumnKind.WHOLE, 8),
    Column("Цель школы или ориентир", ColumnKind.PERCENT, 14),
    Column("Ориентир района", ColumnKind.PERCENT, 12),
    Column("Значение района", ColumnKind.PERCENT, 12),
    Column("Вывод", width=18),
    Column("Сколько не хватает", width=28),
    Column("Отклонение, п. п.", ColumnKind.POINTS, 12),
    Column("Малая группа", width=10),
)
_CYCLE = (
    Column("Блок", ColumnKind.WHOLE, 6),
    Column("Стадия", width=26),
    Column("Состояние", width=18),
    Column("Срок", ColumnKind.DATE, 12),
    Column("Просрочено, дней", ColumnKind.WHOLE, 12),
    Column("Документ", width=40),
    Column("Дата документа", ColumnKind.DATE, 12),
    Column("Словами", width=44),
)
_DOCUMENTS = (
    Column("Блок", ColumnKind.WHOLE, 6),
    Column("Стадия", width=26),
    Column("Вид", width=36),
    Column("Название", width=44),
    Column("Номер", width=12),
    Column("Дата", ColumnKind.DATE, 12),
    Column("Состояние", width=16),
    Column("Замечание", width=44),
    Column("Ответственный", width=30),
    Column("Адресат", width=30),
    Column("Ссылка", width=44),
    Column("Файл", width=24),
    Column("Кто внёс", width=28),
)
_TASKS = (
    Column("Срок", ColumnKind.DATE, 12),
    Column("Просрочено, дней", ColumnKind.WHOLE, 12),
    Column("Важность", width=12),
    Column("Что не так", width=70),
    Column("Почему", width=50),
    Column("Что сделать", width=50),
    Column("Правило", width=24),
)


_ORGANISATION = (
    Column("Требование", width=60),
    Column("Есть", width=8),
    Column("Дата", ColumnKind.DATE, 12),
    Column("Ссылка", width=44),
)


def school_workbook(card: SchoolCard, documents: tuple[DocumentLine, ...]) -> bytes:
    """The card as it is shown to the person, hidden figures hidden."""
    sheets = [
        Sheet("Цели", _FIGURES, [_figure(block.number, goal.code, line) for block, goal, line in _lines(card)]),
        Sheet("Что сделать", _TASKS, [_task(flag) for flag in sorted(card.flags, key=_by_due)]),
        Sheet("Цикл", _CYCLE, [_cell(cell) for cell in card.cycle]),
        Sheet("Документы", _DOCUMENTS, [_document(each) for each in documents]),
        Sheet(
            "Организация",
            _ORGANISATION,
            [(each.title, each.is_present, each.date, each.url) for each in card.organisation],
        ),
    ]
    about = About(
        f"Карточка школы: {card.short_name}",
        [("Учебный год", format_year(card.year)), ("На день", date_full(card.today)), ("Школа", card.full_name)],
    )
    return workbook(sheets, about=about)


Row: TypeAlias = tuple[CellValue, ...]


def _lines(card: SchoolCard) -> list[tuple[BlockCard, GoalCard, ResultLine]]:
    return [(block, goal, line) for block in card.blocks for goal in block.cards for line in goal.lines]


def _by_due(flag: FlagItem) -> tuple[bool, date]:
    return flag.due is None, flag.due or date.min


def _figure(block: int, goal: str, line: ResultLine) -> Row:
    is_share = line.kind in _SHARES
    return (
        block,
        goal,
        f"{line.indicator_code} {line.title}",
        LEVELS[line.level],
        line.numerator,
        line.denominator,
        line.value,
        line.baseline,
        line.target,
        line.reference,
        line.district_value,
        without_number(line.status, line.absence),
        "" if line.status is Status.SUPPRESSED else verdict(line),
        line.gap if is_share else None,
        "да" if line.is_small_cohort else "",
    )


def _task(flag: FlagItem) -> Row:
    return (
        flag.due,
        flag.days_overdue,
        SEVERITIES[flag.severity],
        flag.message,
        flag.why,
        flag.what_to_do,
        str(flag.rule),
    )


def _cell(cell: CycleCell) -> Row:
    return (
        cell.block,
        STAGES[cell.stage],
        CELL_STATES[cell.state],
        cell.due,
        cell.days_overdue,
        cell.document,
        cell.document_date,
        cycle_words(cell),
    )


def _document(each: DocumentLine) -> Row:
    return (
        each.block,
        STAGES[each.stage],
        each.type,
        each.title,
        each.number,
        each.date,
        CELL_STATES[_STATES[each.status]],
        each.remark,
        each.responsible,
        each.addressee,
        each.url,
        each.file,
        "" if each.entry is None else author_words(each.entry.author),
    )
