"""The first slide of a meeting: what came of the last decisions, row by row. What is late stands first."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from dashboard.charts.specification import FigureText, Place
from dashboard.charts.summaries import WordColumn, WordRow, WordTable
from dashboard.formatting import date_full, tied
from dashboard.texts.decisions import due_words, opening_headline, shortened, state_words, whom
from data_layer.domain.meetings import DecisionState
from data_layer.queries.decisions import DecisionView, counts_of, last_decisions
from data_layer.queries.directory import SchoolEntry
from data_layer.session import TenantSession

# Two lines of a slide; the whole text stands in the list of decisions.
_LONGEST: Final = 110
_ORDER: Final = (DecisionState.OPEN, DecisionState.REPORTED, DecisionState.CLOSED)


def opening_body(
    session: TenantSession, *, held_on: date, today: date, calls: Callable[[SchoolEntry], str]
) -> WordTable | None:
    """The slide of a meeting held on `held_on`; None where nothing was decided before.

    calls: what the slide calls a school, such as the token that stands for its name.
    """
    found = last_decisions(session, before=held_on, today=today)
    return opening_table(found, today=today, calls=calls) if found else None


def opening_table(found: Sequence[DecisionView], *, today: date, calls: Callable[[SchoolEntry], str]) -> WordTable:
    rows = tuple(_row(each, today=today, calls=calls) for each in sorted(found, key=_by_urgency))
    latest = max(each.held_on for each in found)
    text = FigureText(
        headline=opening_headline(counts_of(found)),
        subtitle=tied(f"Решения совещания {date_full(latest)} и не закрытые решения прежних"),
        source="решения совещаний и сообщения школ",
        on=today,
    )
    columns = (WordColumn("Кому"), WordColumn("Срок"), WordColumn("Состояние"))
    return WordTable(text, columns, rows, row_head="Решение")


def _by_urgency(view: DecisionView) -> tuple[bool, int, bool, date, int]:
    due = view.due or date.max
    return (not view.is_overdue, _ORDER.index(view.state), view.due is None, due, view.id)


def _row(view: DecisionView, *, today: date, calls: Callable[[SchoolEntry], str]) -> WordRow:
    called = "" if view.school is None else calls(view.school)
    return WordRow(
        Place(tied(shortened(view.text, most=_LONGEST))),
        (whom(view, called), due_words(view.due), state_words(view, today=today)),
        is_chosen=view.is_overdue,
    )
