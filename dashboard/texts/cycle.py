"""The management cycle in words."""

from dashboard.formatting import date_full, days
from dashboard.texts.words import CELL_STATES
from data_layer.domain.vocabulary import CellState
from data_layer.queries.views import CycleCell


def cycle_words(cell: CycleCell) -> str:
    """A cell of the cycle in words: «просрочен на 24 дня, срок 25.08.2026»."""
    words = CELL_STATES[cell.state]
    if cell.state is CellState.OVERDUE and cell.days_overdue:
        words = f"просрочен на {days(cell.days_overdue)}"
    if cell.document_date and cell.state in {CellState.ACCEPTED, CellState.SUBMITTED}:
        return f"{words}, документ от {date_full(cell.document_date)}"
    return f"{words}, срок {date_full(cell.due)}" if cell.due else words
