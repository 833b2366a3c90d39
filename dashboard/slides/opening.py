"""The first slide of a meeting: what came of the last decisions, row by row. What is late stands first."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from dashboard.charts.specification import FigureText, Place
from dashboard.charts.summaries import WordColumn, WordRow, WordTable
from dashboard.formatting import date_full, tied
from dashboard.slides.tokens import whole_tokens
from dashboard.texts.decisions import ALL_SCHOOLS, due_words, opening_headline, shortened, state_words
from data_layer.domain.meetings import DecisionState
from data_layer.queries.decisions import DecisionView, counts_of

# Two lines of a slide; the whole text stands in the list of decisions.
_LONGEST: Final = 110
_ORDER: Final = (DecisionState.OPEN, DecisionState.REPORTED, DecisionState.CLOSED)
# By this head a table of decisions is known.
DECISIONS_HEAD: Final = "Кому"
_COLUMNS: Final = ("Решение", "Срок", "Состояние")


def opening_table(
    found: Sequence[DecisionView], *, today: date, place: Callable[[str], Place], typed: Callable[[str], str]
) -> WordTable:
    """place: what the slide calls a school, by its code. typed: text of a person as slides keep it."""
    latest = max(each.held_on for each in found)
    text = FigureText(
        headline=opening_headline(counts_of(found)),
        subtitle=tied(f"Решения совещания {date_full(latest)} и не закрытые решения прежних"),
        source="сообщения школ об исполнении",
        on=today,
    )
    rows = tuple(_row(each, today=today, place=place, typed=typed) for each in sorted(found, key=_by_urgency))
    return WordTable(text, tuple(map(WordColumn, _COLUMNS)), rows, row_head=DECISIONS_HEAD)


def _by_urgency(view: DecisionView) -> tuple[bool, int, bool, date, int]:
    due = view.due or date.max
    return (not view.is_overdue, _ORDER.index(view.state), view.due is None, due, view.id)


def _row(view: DecisionView, *, today: date, place: Callable[[str], Place], typed: Callable[[str], str]) -> WordRow:
    whom = Place(ALL_SCHOOLS) if view.school is None else place(view.school.code)
    return WordRow(whom, (tied(_in_two_lines(typed(view.text))), due_words(view.due), state_words(view, today=today)))


def _in_two_lines(kept: str) -> str:
    """Text with tokens as far as it fits: a name that is cut would be masked by nothing any more."""
    short = whole_tokens(shortened(kept, most=_LONGEST))
    return short if short.endswith("…") or len(short) == len(" ".join(kept.split())) else f"{short.rstrip()}…"
