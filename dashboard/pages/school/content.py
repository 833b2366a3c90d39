"""What the school page shows, beyond the card itself, and what the person may do with it."""

from dataclasses import dataclass

from data_layer.queries.explanation.views import DocumentLine
from data_layer.queries.outside_view import OutsideView
from data_layer.queries.school_trend import TrendLine
from data_layer.queries.views import SchoolCard


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """may_enter: the person hands in data and documents of this school. is_own: it is the person's own school.

    sees_trail: the person may read who changed what in it. outside: only for those who see all of the school.
    writes_letters: the department, where the school owes something.
    """

    card: SchoolCard
    trend: tuple[TrendLine, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    outside: OutsideView | None = None
    may_enter: bool = False
    sees_trail: bool = False
    is_own: bool = False
    writes_letters: bool = False
    time_zone: str = ""
