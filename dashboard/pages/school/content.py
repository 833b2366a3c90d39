"""What the school page shows, beyond the card itself, and what the person may do with it."""

from dataclasses import dataclass

from data_layer.queries.decisions import DecisionView
from data_layer.queries.school_documents import DocumentMark
from data_layer.queries.views import SchoolCard


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """may_enter: the person hands in data and documents of this school. is_own: it is the person's own school.

    sees_trail: the person may read who changed what in it. documents: as much of them as is told unopened.
    writes_letters: the department, where the school owes something. decisions: of meetings, that the school has
    still to report done; reports: whether the person is the one to do so.
    """

    card: SchoolCard
    documents: tuple[DocumentMark, ...] = ()
    may_enter: bool = False
    sees_trail: bool = False
    is_own: bool = False
    writes_letters: bool = False
    decisions: tuple[DecisionView, ...] = ()
    reports: bool = False
